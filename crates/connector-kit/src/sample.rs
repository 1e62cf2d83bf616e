//! Samples for catalogs: the shape of a value, never the value.

use crosswalk_model::{Catalog, Document, FieldDescription, SourceRecord, StreamDescription, Value};

/// Fills in the samples of a catalog from one document: of each field the first value that is not empty. What stands
/// below `extras` is a column that nobody has modelled: it becomes a field of its own, under the path by which a
/// mapping reads it.
pub fn sample(catalog: &mut Catalog, document: &Document) {
    for record in document.children.iter().chain([&document.head]) {
        if let Some(stream) = catalog.streams.iter_mut().find(|stream| stream.name == record.stream) {
            sample_record(stream, record);
        }
    }
}

fn sample_record(stream: &mut StreamDescription, record: &SourceRecord) {
    for (name, value) in record.fields.get("extras").and_then(Value::as_map).into_iter().flatten() {
        add_column(stream, name, value);
    }
    for field in stream.fields.iter_mut().filter(|field| field.sample.is_none()) {
        let value = record.fields.get(&field.name).filter(|value| !value.is_empty());
        field.sample = value.map(masked);
    }
}

fn add_column(stream: &mut StreamDescription, heading: &str, value: &Value) {
    let name = format!("extras.{heading}");
    if stream.field(&name).is_none() {
        let sample = (!value.is_empty()).then(|| masked(value));
        stream.fields.push(FieldDescription {
            name: name.into(),
            kind: "text".into(),
            sample,
            ..FieldDescription::default()
        });
    }
}

/// The shape of a value: letters and digits are hidden.
pub fn masked(value: &Value) -> String {
    const LONGEST: usize = 24;
    let hidden = |letter: char| match letter {
        _ if letter.is_numeric() => '9',
        _ if letter.is_uppercase() => 'X',
        _ if letter.is_alphabetic() => 'x',
        other => other,
    };
    match value {
        Value::Map(map) => format!("{} values", map.len()),
        other => other.display().chars().take(LONGEST).map(hidden).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_hide_every_letter_and_digit() {
        assert_eq!(masked(&Value::text("Ngāwai-Pene 24117")), "Xxxxxx-Xxxx 99999");
        assert_eq!(masked(&Value::Int(9)), "9");
    }
}
