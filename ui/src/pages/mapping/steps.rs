//! The steps of a rule as forms: which boxes each has, and how they become a step.

use super::draft::{items, text_of, value_of};
use crate::texts;
use crosswalk_model::{Case, DateShape, Step};

/// A step while it is edited.
#[derive(Clone, Debug, PartialEq)]
pub struct StepDraft {
    /// Its place in [`FORMS`].
    pub form: usize,
    /// What stands in its boxes.
    pub boxes: Vec<String>,
}

impl StepDraft {
    /// A step with empty boxes, or their first choice.
    pub fn new(form: usize) -> Self {
        let boxes =
            FORMS[form].boxes.iter().map(|one| one.choices.first().copied().unwrap_or_default().to_owned());
        Self { form, boxes: boxes.collect() }
    }
}

/// A box of a step's form.
pub struct Part {
    /// What it is called.
    pub label: fn() -> &'static str,
    /// What can be chosen; anything can be typed where this is empty.
    pub choices: &'static [&'static str],
}

/// A step's form.
pub struct Form {
    /// Its word in a mapping's text.
    pub key: &'static str,
    /// What it is called.
    pub title: fn() -> &'static str,
    /// Its boxes.
    pub boxes: &'static [Part],
}

const fn plain(key: &'static str, title: fn() -> &'static str) -> Form {
    Form { key, title, boxes: &[] }
}

const SEPARATOR: Part = Part { label: texts::part_separator, choices: &[] };
const CASES: &[&str] = &["lower", "upper", "title"];
const SHAPES: &[&str] = &["compact", "iso", "day_first", "month_first"];

/// Every step.
pub const FORMS: [Form; 21] = [
    plain("trim", texts::step_trim),
    Form { key: "case", title: texts::step_case, boxes: &[Part { label: texts::part_case, choices: CASES }] },
    Form {
        key: "split",
        title: texts::step_split,
        boxes: &[SEPARATOR, Part { label: texts::part_index, choices: &[] }],
    },
    Form { key: "list", title: texts::step_list, boxes: &[SEPARATOR] },
    Form { key: "join", title: texts::step_join, boxes: &[SEPARATOR] },
    plain("first", texts::step_first),
    Form {
        key: "lookup",
        title: texts::step_lookup,
        boxes: &[
            Part { label: texts::part_table, choices: &[] },
            Part { label: texts::part_otherwise, choices: &[] },
        ],
    },
    Form {
        key: "date",
        title: texts::step_date,
        boxes: &[Part { label: texts::part_shape, choices: SHAPES }],
    },
    Form {
        key: "add_days",
        title: texts::step_add_days,
        boxes: &[Part { label: texts::part_days, choices: &[] }],
    },
    Form { key: "age", title: texts::step_age, boxes: &[Part { label: texts::part_on, choices: &[] }] },
    Form {
        key: "bands",
        title: texts::step_bands,
        boxes: &[Part { label: texts::part_bands, choices: &[] }],
    },
    Form {
        key: "phone",
        title: texts::step_phone,
        boxes: &[Part { label: texts::part_country, choices: &[] }],
    },
    plain("number", texts::step_number),
    plain("text", texts::step_text),
    plain("boolean", texts::step_boolean),
    plain("not", texts::step_not),
    Form {
        key: "default",
        title: texts::step_default,
        boxes: &[Part { label: texts::part_value, choices: &[] }],
    },
    plain("empty_is_absent", texts::step_empty_is_absent),
    plain("keyed_hash", texts::step_keyed_hash),
    Form {
        key: "reference",
        title: texts::step_reference,
        boxes: &[Part { label: texts::part_to, choices: &[] }],
    },
    Form { key: "if", title: texts::step_if, boxes: &[Part { label: texts::part_condition, choices: &[] }] },
];

fn draft(key: &str, boxes: impl IntoIterator<Item = String>) -> StepDraft {
    let form = FORMS.iter().position(|form| form.key == key).unwrap_or_default();
    StepDraft { form, boxes: boxes.into_iter().collect() }
}

/// A step as it stands.
pub fn draft_of(step: &Step) -> StepDraft {
    let (key, boxes) = match step {
        Step::Trim => ("trim", vec![]),
        Step::Case(case) => ("case", vec![case_word(*case).to_owned()]),
        Step::Split { separator, index } => ("split", vec![separator.clone(), index.to_string()]),
        Step::List { separator } => ("list", vec![separator.clone()]),
        Step::Join { separator } => ("join", vec![separator.clone()]),
        Step::First => ("first", vec![]),
        Step::Lookup { table, otherwise } => {
            ("lookup", vec![table.to_string(), otherwise.clone().unwrap_or_default()])
        }
        Step::Date(shape) => ("date", vec![shape_word(*shape).to_owned()]),
        Step::AddDays(days) => ("add_days", vec![days.to_string()]),
        Step::Age { on } => ("age", vec![on.clone().unwrap_or_default()]),
        Step::Bands(bands) => ("bands", vec![bands.join(", ")]),
        Step::Phone { country } => ("phone", vec![country.clone()]),
        Step::Number => ("number", vec![]),
        Step::Text => ("text", vec![]),
        Step::Boolean => ("boolean", vec![]),
        Step::Not => ("not", vec![]),
        Step::Default(value) => ("default", vec![text_of(value)]),
        Step::EmptyIsAbsent => ("empty_is_absent", vec![]),
        Step::KeyedHash => ("keyed_hash", vec![]),
        Step::Reference { to } => ("reference", vec![to.to_string()]),
        Step::If(condition) => ("if", vec![condition.clone()]),
    };
    draft(key, boxes)
}

/// The step, or the sentence that says what is missing.
pub fn step_of(draft: &StepDraft) -> Result<Step, String> {
    let form = &FORMS[draft.form];
    let text = |place: usize| draft.boxes.get(place).cloned().unwrap_or_default();
    let must = |place: usize| {
        Some(text(place))
            .filter(|text| !text.is_empty())
            .ok_or_else(|| texts::draft_step_missing((form.title)()))
    };
    let number = |place: usize| {
        text(place).trim().parse::<i32>().map_err(|_| texts::draft_step_number((form.title)()))
    };
    let maybe = |place: usize| Some(text(place).trim().to_owned()).filter(|text| !text.is_empty());
    Ok(match form.key {
        "trim" => Step::Trim,
        "case" => Step::Case(case(&text(0))),
        "split" => Step::Split { separator: must(0)?, index: number(1)? },
        "list" => Step::List { separator: must(0)? },
        "join" => Step::Join { separator: text(0) },
        "first" => Step::First,
        "lookup" => Step::Lookup { table: must(0)?.into(), otherwise: maybe(1) },
        "date" => Step::Date(shape(&text(0))),
        "add_days" => Step::AddDays(number(0)?),
        "age" => Step::Age { on: maybe(0) },
        "bands" => Step::Bands(items(&must(0)?)),
        "phone" => Step::Phone { country: must(0)? },
        "number" => Step::Number,
        "text" => Step::Text,
        "boolean" => Step::Boolean,
        "not" => Step::Not,
        "default" => Step::Default(value_of(&text(0))),
        "empty_is_absent" => Step::EmptyIsAbsent,
        "keyed_hash" => Step::KeyedHash,
        "reference" => Step::Reference { to: must(0)?.into() },
        _ => Step::If(must(0)?),
    })
}

fn case_word(case: Case) -> &'static str {
    match case {
        Case::Lower => "lower",
        Case::Upper => "upper",
        Case::Title => "title",
    }
}

fn case(word: &str) -> Case {
    let all = [Case::Lower, Case::Upper, Case::Title];
    all.into_iter().find(|case| case_word(*case) == word).unwrap_or(Case::Lower)
}

fn shape_word(shape: DateShape) -> &'static str {
    match shape {
        DateShape::Compact => "compact",
        DateShape::Iso => "iso",
        DateShape::DayFirst => "day_first",
        DateShape::MonthFirst => "month_first",
    }
}

fn shape(word: &str) -> DateShape {
    let all = [DateShape::Compact, DateShape::Iso, DateShape::DayFirst, DateShape::MonthFirst];
    all.into_iter().find(|shape| shape_word(*shape) == word).unwrap_or(DateShape::Iso)
}

/// A choice in words.
pub fn choice_word(choice: &str) -> &'static str {
    match choice {
        "lower" => texts::case_lower(),
        "upper" => texts::case_upper(),
        "title" => texts::case_title(),
        "compact" => texts::shape_compact(),
        "iso" => texts::shape_iso(),
        "day_first" => texts::shape_day_first(),
        _ => texts::shape_month_first(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every_step() -> Vec<Step> {
        let text = |text: &str| text.to_owned();
        vec![
            Step::Trim,
            Step::Case(Case::Upper),
            Step::Split { separator: text(" "), index: -1 },
            Step::List { separator: text(",") },
            Step::Join { separator: text("") },
            Step::First,
            Step::Lookup { table: "bands".into(), otherwise: None },
            Step::Lookup { table: "bands".into(), otherwise: Some(text("17+")) },
            Step::Date(DateShape::MonthFirst),
            Step::AddDays(-1),
            Step::Age { on: None },
            Step::Age { on: Some(text("2026-02-01")) },
            Step::Bands(vec![text("11-12"), text("13+")]),
            Step::Phone { country: text("64") },
            Step::Number,
            Step::Text,
            Step::Boolean,
            Step::Not,
            Step::Default(3.into()),
            Step::Default("".into()),
            Step::EmptyIsAbsent,
            Step::KeyedHash,
            Step::Reference { to: "class".into() },
            Step::If(text("role == \"student\"")),
        ]
    }

    #[test]
    fn every_step_comes_back_as_it_was() {
        for step in every_step() {
            assert!(step_of(&draft_of(&step)) == Ok(step.clone()), "{:?}", draft_of(&step));
        }
        let forms: std::collections::BTreeSet<_> =
            every_step().iter().map(|step| draft_of(step).form).collect();
        assert_eq!(forms.len(), FORMS.len(), "a step has no form, or a form no step");
    }

    #[test]
    fn a_new_step_has_its_boxes_and_says_what_is_missing() {
        for (place, form) in FORMS.iter().enumerate() {
            let draft = StepDraft::new(place);
            assert_eq!(draft.boxes.len(), form.boxes.len());
            if let Err(sentence) = step_of(&draft) {
                assert!(sentence.contains((form.title)()), "{sentence}");
            }
        }
    }
}
