//! Writing: items in batches, one outcome for each change, safe to send again.

use crosswalk_connector_kit::{CancellationToken, KitError, WriteBatch, WriteChange};
use crosswalk_model::{ChangeOp, Outcome, OutcomeKind};

use super::School;
use super::wire::{self, Item, ItemResult, Problem};

/// The most items in one batch.
pub(super) const BATCH: usize = 200;

/// The longest key of an item.
const LONGEST_KEY: usize = 200;

type Attributes = serde_json::Map<String, serde_json::Value>;

/// An item, and the place of the change that it belongs to.
struct Ready {
    index: usize,
    item: Item,
}

/// Writes a batch in as many calls as its items need.
pub(super) async fn batch(
    school: &School,
    batch: &WriteBatch,
    cancel: &CancellationToken,
) -> Result<Vec<Outcome>, KitError> {
    let mut outcomes: Vec<Option<Outcome>> = vec![None; batch.changes.len()];
    let mut ready = Vec::new();
    for index in batch.order() {
        match items(school, &batch.stream, &batch.changes[index]) {
            Ok(items) => ready.extend(items.into_iter().map(|item| Ready { index, item })),
            Err(outcome) => outcomes[index] = Some(outcome),
        }
    }
    for part in ready.chunks(BATCH) {
        for (index, outcome) in send(school, &batch.stream, part, cancel).await? {
            // A change of two items is as good as the worse of them.
            let place = &mut outcomes[index];
            if place.as_ref().is_none_or(Outcome::confirmed) {
                *place = Some(outcome);
            }
        }
    }
    let unknown = || Outcome::not(OutcomeKind::Failed, "What became of it is not known.");
    Ok(outcomes.into_iter().map(|outcome| outcome.unwrap_or_else(unknown)).collect())
}

async fn send(
    school: &School,
    stream: &str,
    part: &[Ready],
    cancel: &CancellationToken,
) -> Result<Vec<(usize, Outcome)>, KitError> {
    let items: Vec<Item> = part.iter().map(|ready| ready.item.clone()).collect();
    // Until the answer is here, nothing is known of these versions.
    items.iter().for_each(|item| school.versions.forget(stream, &item.external_id));
    let results = school.roster.batch(stream, &items, cancel).await?.results;
    let odd = |detail: String| school.roster.unexpected(&format!("/v1/{stream}/batch"), detail);
    if results.len() != items.len() {
        return Err(odd(format!("{} items were sent, but {} results came.", items.len(), results.len())));
    }
    let mut outcomes = Vec::with_capacity(part.len());
    for (ready, result) in part.iter().zip(&results) {
        if result.status != "rejected" && result.external_id != ready.item.key_after() {
            return Err(odd("a result belongs to another record than its item.".into()));
        }
        let outcome = outcome(result);
        if let (true, Some(version)) = (outcome.confirmed(), result.version) {
            school.versions.saw(stream, ready.item.key_after(), version);
        }
        outcomes.push((ready.index, outcome));
    }
    Ok(outcomes)
}

/// The items of one change, or its outcome if there is nothing to send.
fn items(school: &School, stream: &str, change: &WriteChange) -> Result<Vec<Item>, Outcome> {
    let attributes = wire::attributes(&change.fields).map_err(|name| {
        Outcome::not(OutcomeKind::Failed, format!("The record that {name} points at is not there yet."))
    })?;
    let own = change.idempotency_key.as_str();
    let item = Item { external_id: change.key.clone(), key: item_key(own), ..Item::default() };
    match &change.op {
        ChangeOp::Create => Ok(vec![Item { op: "upsert", attributes: Some(attributes), ..item }]),
        ChangeOp::Update => {
            let item = Item { op: "upsert", attributes: Some(attributes), ..item };
            Ok(vec![conditional(item, own, school.versions.of(stream, &change.key))])
        }
        ChangeOp::Deactivate | ChangeOp::Withdraw => {
            Ok(ends(item, own, attributes, school.versions.of(stream, &change.key)))
        }
        ChangeOp::Relink { from } => {
            let attributes = Some(attributes).filter(|attributes| !attributes.is_empty());
            let new_external_id = Some(change.key.clone());
            Ok(vec![Item { op: "rekey", external_id: from.clone(), new_external_id, attributes, ..item }])
        }
        ChangeOp::Delete => {
            Err(Outcome::not(OutcomeKind::Refused, "EdPsych Connect deactivates records and deletes none."))
        }
    }
}

/// The same item, carried out only if the resource is still at the version that was read. The API remembers each key
/// with the whole item; an item that is sent again under another version needs another key.
fn conditional(item: Item, own: &str, if_version: Option<i64>) -> Item {
    match if_version {
        Some(version) => Item { if_version, key: item_key(&format!("{own}@{version}")), ..item },
        None => item,
    }
}

/// A deactivation takes no attributes: what has to be written goes before it.
fn ends(item: Item, own: &str, attributes: Attributes, if_version: Option<i64>) -> Vec<Item> {
    let ends = Item { op: "deactivate", ..item.clone() };
    if attributes.is_empty() {
        return vec![conditional(ends, own, if_version)];
    }
    let (own, attributes) = (format!("{own}/fields"), Some(attributes));
    let fields = Item { op: "upsert", key: item_key(&own), attributes, ..item };
    vec![conditional(fields, &own, if_version), ends]
}

/// The change's own key, shortened to a hash where the API would find it too long.
fn item_key(key: &str) -> String {
    if (1..=LONGEST_KEY).contains(&key.len()) {
        key.to_owned()
    } else {
        blake3::hash(key.as_bytes()).to_string()
    }
}

fn outcome(result: &ItemResult) -> Outcome {
    match (result.status.as_str(), &result.id) {
        ("created" | "updated" | "deactivated" | "rekeyed", Some(id)) => Outcome::applied(Some(id.clone())),
        ("unchanged", Some(id)) => {
            Outcome { kind: OutcomeKind::Unchanged, foreign_id: Some(id.clone()), words: None }
        }
        ("rejected", _) => rejected(result.problem.as_ref()),
        _ => Outcome::not(OutcomeKind::Failed, "EdPsych Connect did not say what became of it."),
    }
}

fn rejected(problem: Option<&Problem>) -> Outcome {
    let Some(problem) = problem else {
        return Outcome::not(OutcomeKind::Refused, "EdPsych Connect rejected it without saying why.");
    };
    let kind = match problem.name() {
        "version-conflict" | "not-found" => OutcomeKind::Drifted,
        // The key stands for another content: whether this one was carried out is not known.
        "idempotency-conflict" => OutcomeKind::Failed,
        _ => OutcomeKind::Refused,
    };
    Outcome::not(kind, problem.words())
}
