//! The plain text of a secret is reached in few places.

use crate::code::production;
use crate::tree::Tree;

/// Where `expose()` may be called, with the reason.
const PLACES: [(&str, &str); 8] = [
    ("crates/model/src/secret.rs", "declares it"),
    ("crates/connector-kit/src/", "signs requests and compares passwords"),
    ("crates/store/src/keys.rs", "reads the data key that the keychain kept"),
    ("crates/store/src/backup/locks.rs", "derives the key of a backup from its passphrase"),
    ("crates/store/src/tables/secrets.rs", "seals it where a server has no keychain"),
    ("src-tauri/src/keychain", "hands it to the system's keychain"),
    ("crates/daemon/src/notify/mail.rs", "signs in to a mail server"),
    ("crates/daemon/src/keys", "hands it to the key file of a server"),
];

fn breaches(tree: &Tree) -> Vec<String> {
    let outside = production(tree)
        .into_iter()
        .filter(|file| !PLACES.iter().any(|(place, _)| file.path.starts_with(place)));
    let mut breaches = Vec::new();
    for file in outside {
        let calls = file
            .text
            .lines()
            .zip(1..)
            .filter(|(line, _)| line.contains(".expose(") || line.contains("Secret::expose"));
        let calls = calls.filter(|(line, _)| !line.trim_start().starts_with("//"));
        breaches.extend(
            calls.map(|(_, number)| format!("{}:{number}: reaches a secret's plain text", file.path)),
        );
    }
    breaches
}

#[test]
fn secrets_stay_where_they_are_needed() {
    crate::obeyed(&breaches(Tree::here()));
}

#[test]
fn a_secret_that_leaks_is_found() {
    let count = |path: &str| breaches(&Tree::of(&[(path, "// x.expose()\nfn a() { x.expose(); }\n")])).len();
    assert_eq!(count("crates/engine/src/a.rs"), 1);
    assert_eq!(count("crates/connector-kit/src/auth.rs"), 0);
}
