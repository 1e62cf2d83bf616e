use super::*;
use crate::Envelope;

#[test]
fn names_are_unique_and_the_wire_form_is_stable() {
    let unique: std::collections::BTreeSet<_> = Call::NAMES.iter().collect();
    assert_eq!(unique.len(), Call::NAMES.len());
    let envelope = Envelope { request: "1".into(), call: GetOverview {}.into() };
    let text = serde_json::to_string(&envelope).unwrap();
    assert_eq!(text, r#"{"request":"1","call":"overview.get","args":{}}"#);
    assert_eq!(serde_json::from_str::<Envelope>(&text).unwrap(), envelope);
}

#[test]
fn a_secret_in_a_call_does_not_print() {
    let secrets = BTreeMap::from([("password".to_owned(), Secret::new("correct horse"))]);
    let call: Call = SaveConnection {
        id: None,
        connector: "kamar".into(),
        title: "K".into(),
        settings: BTreeMap::new(),
        secrets,
    }
    .into();
    assert!(!format!("{call:?}").contains("horse"));
}
