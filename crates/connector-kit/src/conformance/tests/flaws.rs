//! Every flaw, and the rule that finds it.

use std::collections::BTreeSet;

use super::fake::{Fake, Flaw};
use crate::conformance::{run, shape};

async fn rules(flaw: Flaw) -> BTreeSet<&'static str> {
    let root = tempfile::tempdir().unwrap();
    std::fs::write(root.path().join("README.md"), "").unwrap();
    let fake = Fake::with(flaw);
    let mut breaches = shape(&fake, root.path());
    breaches.extend(run(&fake, &fake).await);
    breaches.into_iter().map(|breach| breach.rule).collect()
}

#[tokio::test(start_paused = true)]
async fn a_good_connector_breaks_nothing() {
    assert_eq!(rules(Flaw::None).await, BTreeSet::new());
}

#[tokio::test(start_paused = true)]
async fn every_flaw_is_found() {
    let cases = [
        (Flaw::SecretAsText, "secrets are marked"),
        (Flaw::NoGuide, "the guide exists"),
        (Flaw::HelpWithoutSentence, "every config field has a sentence of help"),
        (Flaw::OpensWithoutSetting, "a missing setting is named"),
        (Flaw::WrongCredentialsPass, "wrong credentials fail a check"),
        (Flaw::KeyIsNoField, "the key is a field"),
        (Flaw::MapsUnknownField, "the mapping fills known fields"),
        (Flaw::ReadsTwoWays, "reading twice gives the same"),
        (Flaw::ReadsUnknownField, "unknown fields are tolerated"),
        (Flaw::LosesAnOutcome, "one outcome for each change"),
        (Flaw::StoresNothing, "what was confirmed can be read back"),
        (Flaw::DeafToCancelling, "every verb is cancelled within a second"),
        (Flaw::HurriesWhenThrottled, "the wait that a service asks for is kept"),
        (Flaw::PrintsItsSecret, "no secret is printed"),
        (Flaw::PrintsAName, "nothing personal is printed"),
    ];
    for (flaw, rule) in cases {
        let found = rules(flaw).await;
        assert!(found.contains(rule), "{flaw:?}: {found:?}");
    }
}
