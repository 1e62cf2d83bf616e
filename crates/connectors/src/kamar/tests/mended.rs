use std::io::Read;

use super::*;
use crate::kamar::wire::filter::Filtered;
use crate::kamar::wire::mend::Mend;
use crate::kamar::wire::utf8::Utf8;

/// Gives its bytes a few at a time, so that every cut between two chunks is tried.
struct Trickle<'b>(&'b [u8], usize);

impl Read for Trickle<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.0.len().min(self.1).min(buffer.len());
        buffer[..read].copy_from_slice(&self.0[..read]);
        self.0 = &self.0[read..];
        Ok(read)
    }
}

fn text(bytes: &[u8], step: usize) -> String {
    let mut out = String::new();
    Filtered::new(Trickle(bytes, step), Utf8::default()).read_to_string(&mut out).unwrap();
    out
}

pub fn mended(bytes: &[u8], step: usize) -> std::io::Result<String> {
    let mut out = String::new();
    Filtered::new(Trickle(bytes, step), Mend::default()).read_to_string(&mut out)?;
    Ok(out)
}

#[test]
fn any_encoding_becomes_utf8() {
    let cases: [(&[u8], &str); 9] = [
        ("Ngāwai €".as_bytes(), "Ngāwai €"),
        (b"\xef\xbb\xbfA", "A"),
        (b"\xef\xbb\xbf", ""),
        (b"\xef\xbb", "ï»"),
        (b"Sin\xe9ad", "Sinéad"),
        (b"\xe9", "é"),
        (b"\x93quoted\x94", "“quoted”"),
        (b"M\xc4\x81ori caf\xe9", "Māori café"),
        (b"", ""),
    ];
    for (bytes, expect) in cases {
        for step in 1..5 {
            assert_eq!(text(bytes, step), expect, "{bytes:?} by {step}");
        }
    }
}

#[test]
fn almost_json_becomes_json() {
    let cases = [
        (r#"{"a":1,,"b":2}"#, r#"{"a":1,"b":2}"#),
        (
            r#"[1, ,
            2]"#,
            "[1,2]",
        ),
        ("[1,2,]", "[1,2]"),
        ("[,1]", "[1]"),
        ("[,]", "[]"),
        (r#"{"a":1,}"#, r#"{"a":1}"#),
        (r#"["a,,b","c\",,d"]"#, r#"["a,,b","c\",,d"]"#),
        ("[\"two\r\nlines\"]", r#"["two\r\nlines"]"#),
        (
            "[0099,12345678901234567,-5,1.50,1e999,-0]",
            r#"["0099","12345678901234567",-5,"1.50","1e999","-0"]"#,
        ),
        (r#"{"a":007,"b":0}"#, r#"{"a":"007","b":0}"#),
        ("[true,null,false]", "[true,null,false]"),
    ];
    for (said, meant) in cases {
        for step in 1..6 {
            let mended = mended(said.as_bytes(), step).unwrap();
            let (found, expect): (Json, Json) =
                (serde_json::from_str(&mended).unwrap(), serde_json::from_str(meant).unwrap());
            assert_eq!(found, expect, "{said} by {step}: {mended}");
        }
    }
}

#[test]
fn what_would_eat_the_memory_is_stopped() {
    let cases = [
        (format!("[\"{}\"]", "x".repeat(17 * 1024 * 1024)), "longer than 16 MB"),
        (format!("[{}]", "1".repeat(17 * 1024 * 1024)), "longer than 16 MB"),
        (format!("[{}]", " ".repeat(17 * 1024 * 1024)), "longer than 16 MB"),
        ("[".repeat(65), "64 deep"),
        ("{\"a\":".repeat(65), "64 deep"),
    ];
    for (said, words) in cases {
        let error = mended(said.as_bytes(), 64 * 1024).unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
    }
    assert!(mended(format!("{}{}", "[".repeat(64), "]".repeat(64)).as_bytes(), 7).is_ok());
}

#[test]
fn a_message_of_an_old_build_is_read_with_a_finding() {
    let body = String::from_utf8(fixture!("full.json")).unwrap();
    let commas = body.replace("],", "],,");
    let sink = collect(&plain(), commas.into_bytes());
    assert_eq!(codes(&sink), ["mended_commas"]);
    let expect = collect(&plain(), body.clone().into_bytes());
    assert!(sink.documents == expect.documents && sink.scopes == expect.scopes);
}

#[test]
fn a_message_in_latin_1_is_read_with_a_finding() {
    let body = String::from_utf8(fixture!("full.json")).unwrap().replace(['ā', 'ō', 'ā'], "a");
    let latin1: Vec<u8> = body.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let sink = collect(&plain(), latin1);
    assert_eq!(codes(&sink), ["not_utf8"]);
    assert_eq!(shown(&of(&sink, "students")[1].head, "firstname").as_deref(), Some("Sinéad"));
}

#[test]
fn a_large_message_is_read_record_by_record() {
    struct Counted(usize);
    impl crosswalk_connector_kit::DocumentSink for Counted {
        fn document(&mut self, document: Document) -> Result<(), KitError> {
            self.0 += usize::from(document.head.stream == "students");
            Ok(())
        }
        fn finding(&mut self, _: crosswalk_model::Finding) {}
        fn scope(&mut self, scope: crosswalk_model::Scope) {
            assert!(scope.complete || scope.stream != "students");
        }
    }
    let pupils: Vec<String> = (0..3000)
        .map(|id| {
            format!(
                r#"{{"id":{id},"uuid":"U{id}","schoolindex":1,"yearlevel":9,"byodinfo":"{}"}}"#,
                "x".repeat(900)
            )
        })
        .collect();
    let body = message("full", &format!(r#""students":{{"count":3000,"data":[{}]}}"#, pupils.join(",")));
    let kamar = plain();
    let verified = verify(&kamar, &body, "").unwrap();
    let mut sink = Counted(0);
    let interpreted = kamar.interpret(&verified, &body, received_at(), &mut sink).unwrap();
    assert_eq!((sink.0, interpreted.sentence.as_str()), (3000, "3,000 pupils"));
}
