//! Pushes: who it should be is let in, anybody else is not, and a body says the same twice.

use std::collections::BTreeSet;

use crosswalk_model::Timestamp;

use super::breaches::Breaches;
use super::{Harness, Message};
use crate::{Collected, Connection, Push, PushRequest, Refusal, Verified};

/// A message from who it should be, and one from somebody else.
pub(super) fn both(connection: &dyn Connection, harness: &dyn Harness, breaches: &mut Breaches) {
    let Some((good, foreign)) = harness.pushes() else { return };
    let Some(push) = connection.push() else {
        return breaches.broken("a pushed connection listens", "it has no listener side");
    };
    breaches.must(push.path().starts_with('/'), "the path begins with a slash", push.path());
    match verified(push, &good) {
        Err(refusal) => breaches.broken("a good message is let in", &refusal.message),
        Ok(verified) => let_in(push, &verified, &good, breaches),
    }
    match verified(push, &foreign) {
        Ok(_) => breaches.broken("a message from somebody else is turned away", "it was let in"),
        Err(refusal) => {
            breaches.hear(&(&refusal.code, &refusal.message));
            breaches.hear(&String::from_utf8_lossy(&refusal.answer.body));
            let kept = refusal.keep_body;
            breaches.must(!kept, "a message from somebody else is not kept", refusal.code);
        }
    }
}

fn verified(push: &dyn Push, message: &Message) -> Result<Verified, Refusal> {
    let (authorization, kind) = (message.authorization.as_deref(), message.content_type.as_str());
    push.greet(&message.method, &message.path, kind, authorization)?;
    push.verify(&PushRequest {
        method: &message.method,
        path: &message.path,
        content_type: kind,
        authorization,
        body: &message.body,
    })
}

fn let_in(push: &dyn Push, verified: &Verified, message: &Message, breaches: &mut Breaches) {
    let answer = push.answer(verified);
    breaches.must(answer.status < 300, "a good message gets a good answer", answer.status);
    breaches.hear(&String::from_utf8_lossy(&answer.body));
    let prints = |breaches: &mut Breaches| {
        let mut read = Collected::default();
        let said = push.interpret(verified, &message.body, Timestamp::UNIX_EPOCH, &mut read);
        breaches.take(said, "a good body is read")?;
        breaches.hear(&read.findings);
        Some(read.documents.iter().map(|document| document.fingerprint()).collect::<BTreeSet<_>>())
    };
    let (first, second) = (prints(breaches), prints(breaches));
    breaches.must(first == second, "reading twice gives the same", "other documents");
    let some = first.is_some_and(|prints| !prints.is_empty()) || !verified.carries_records;
    breaches.must(some, "a good body holds documents", "none");
}
