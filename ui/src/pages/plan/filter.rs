//! Which changes are shown: what the facets and the box say.

use crosswalk_contract::ChangeFilter;

fn list<'a>(filter: &'a mut ChangeFilter, facet: &str) -> Option<&'a mut Vec<String>> {
    match facet {
        "op" => Some(&mut filter.ops),
        "target" => Some(&mut filter.targets),
        "group" => Some(&mut filter.groups),
        "reason" => Some(&mut filter.reasons),
        "school" => Some(&mut filter.schools),
        "finding" => Some(&mut filter.findings),
        _ => None,
    }
}

/// Switches a value of a facet on or off.
pub fn turn(filter: &mut ChangeFilter, facet: &str, value: &str) {
    let Some(list) = list(filter, facet) else { return };
    let before = list.len();
    list.retain(|own| own != value);
    if list.len() == before {
        list.push(value.to_owned());
    }
}

/// Whether a value of a facet is on.
pub fn is_on(filter: &ChangeFilter, facet: &str, value: &str) -> bool {
    list(&mut filter.clone(), facet).is_some_and(|list| list.iter().any(|own| own == value))
}

/// Whether everything is shown.
pub fn is_all(filter: &ChangeFilter) -> bool {
    *filter == ChangeFilter::default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_goes_on_and_off() {
        let mut filter = ChangeFilter::default();
        for facet in ["op", "target", "group", "reason", "school", "finding"] {
            turn(&mut filter, facet, "x");
            assert!(is_on(&filter, facet, "x") && !is_on(&filter, facet, "y") && !is_all(&filter));
            turn(&mut filter, facet, "x");
            assert!(is_all(&filter), "{facet}");
        }
        turn(&mut filter, "colour", "x");
        assert!(is_all(&filter) && !is_on(&filter, "colour", "x"));
    }
}
