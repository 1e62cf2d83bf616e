//! What the registry of personal data says of the fields that a rule reads.

use crosswalk_model::{DataClass, Entity, FieldSpec, Kind};

/// The fields along a path, from the record to where it ends; `None` when the roster has no such field.
fn along(entity: Entity, path: &str) -> Option<Vec<&'static FieldSpec>> {
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    let field = entity.field(first)?;
    let mut fields = vec![field];
    if let (Kind::Ref(target), Some(rest)) = (field.kind, rest)
        && !is_own(rest)
    {
        fields.extend(along(target, rest)?);
    }
    Some(fields)
}

/// The record's own key and ids are no fields and say nothing of a person.
fn is_own(path: &str) -> bool {
    matches!(path, "$key" | "$id" | "$parent")
}

/// Whether the roster has the field.
pub(crate) fn knows(entity: Entity, path: &str) -> bool {
    is_own(path) || along(entity, path).is_some()
}

/// Whether a field on the way is sensitive. What the registry does not know is.
pub(crate) fn sensitive(entity: Entity, path: &str) -> bool {
    !is_own(path)
        && along(entity, path).is_none_or(|fields| fields.iter().any(|field| field.class.sensitive()))
}

/// Whether the value itself would give away who somebody is, or something private of them, if it were a key.
/// References are not shown, and a note's date may be part of a key.
pub(crate) fn reveals(entity: Entity, path: &str) -> bool {
    let end = if is_own(path) { None } else { along(entity, path).and_then(|fields| fields.last().copied()) };
    end.is_some_and(|field| {
        let pointer = matches!(field.kind, Kind::Ref(_));
        !pointer && field.class.sensitive() && field.class != DataClass::Note
    })
}

/// Whether a finding may name the value: it is about no person, or only about their schooling.
pub(crate) fn tellable(entity: Entity, path: &str) -> bool {
    let harmless = |field: &&FieldSpec| matches!(field.class, DataClass::Open | DataClass::Schooling);
    along(entity, path).is_some_and(|fields| fields.iter().all(harmless))
}
