//! Reads the listener's answer: JSON or XML, the fields within `SMSDirectoryData`.

use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::{Map, Value};

/// The inner object of an answer in either format; `null` when it is neither.
pub fn read(body: &[u8]) -> Value {
    let outer = serde_json::from_slice(body).unwrap_or_else(|_| xml(&String::from_utf8_lossy(body)));
    outer.get("SMSDirectoryData").cloned().unwrap_or_default()
}

/// Elements as objects, texts as texts: all that an answer needs. Malformed XML gives `null`.
fn xml(text: &str) -> Value {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<(String, Map<String, Value>, String)> =
        vec![(String::new(), Map::new(), String::new())];
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                open.push((start.name().as_ref().to_owned(), Map::new(), String::new()));
            }
            Ok(Event::Text(text)) => {
                if let Some(top) = open.last_mut() {
                    top.2.push_str(&text);
                }
            }
            Ok(Event::GeneralRef(name)) => {
                if let Some(top) = open.last_mut() {
                    top.2.push_str(entity(&name));
                }
            }
            Ok(Event::End(_)) => {
                let Some((name, children, text)) = open.pop() else { return Value::Null };
                let Some(parent) = open.last_mut() else { return Value::Null };
                let value = if children.is_empty() { text.trim().into() } else { children.into() };
                parent.1.insert(name, value);
            }
            Ok(Event::Eof) => return open.pop().map_or(Value::Null, |top| top.1.into()),
            Ok(_) => {}
            Err(_) => return Value::Null,
        }
    }
}

/// The five entities of XML; an answer has no others.
fn entity(name: &str) -> &'static str {
    match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => "",
    }
}

/// The number under `error`; none when there is none.
pub fn error(inner: &Value) -> Option<i64> {
    let error = inner.get("error")?;
    error.as_i64().or_else(|| error.as_str()?.parse().ok())
}

/// What KAMAR, or a careful administrator, would find wanting in the answer to a check.
pub fn complaints(inner: &Value) -> Vec<&'static str> {
    let text = |key: &str| inner.get(key).and_then(Value::as_str).unwrap_or_default();
    let statement = text("privacystatement");
    let checks = [
        (statement.chars().count() < 100, "privacystatement has fewer than 100 characters"),
        (statement.split_whitespace().count() < 50, "privacystatement has fewer than 50 words"),
        (text("countryDataStored").is_empty(), "countryDataStored is missing"),
        (text("service").is_empty(), "service is missing"),
        (text("status") != "Ready", "status is not Ready"),
        (!inner.get("options").is_some_and(Value::is_object), "options is missing"),
    ];
    checks.into_iter().filter(|(wrong, _)| *wrong).map(|(_, what)| what).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_formats_say_the_same() {
        let json = read(br#"{"SMSDirectoryData":{"error":403,"result":"Authentication Failed"}}"#);
        let xml = read(b"<?xml version=\"1.0\"?><SMSDirectoryData><error>403</error><result>Authentication Failed</result></SMSDirectoryData>");
        assert_eq!((error(&json), error(&xml)), (Some(403), Some(403)));
        assert_eq!(json["result"], xml["result"]);
        let nested = read(b"<SMSDirectoryData><options><students><details>true</details></students></options></SMSDirectoryData>");
        assert_eq!(nested["options"]["students"]["details"], "true");
        assert_eq!(error(&read(b"<html>nginx</html>")), None);
    }

    #[test]
    fn a_thin_check_answer_is_noticed() {
        let thin = serde_json::json!({"service": "x", "status": "Ready", "options": {}, "privacystatement": "short"});
        assert_eq!(complaints(&thin).len(), 3);
    }
}
