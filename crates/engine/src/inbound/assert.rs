//! MAP: turns documents into assertions about roster records.

use crosswalk_model::{Document, Entity, Finding, SourceRecord, Sync};
use crosswalk_reconcile::map::{Compiled, MapContext, SourceView};

use super::identity::Assertion;

/// The mapping of one run, compiled once.
pub(crate) struct Mapper {
    compiled: Compiled,
    /// What was odd in the mapping itself or in records.
    pub findings: Vec<Finding>,
}

impl Mapper {
    /// Compiles a sync's mapping.
    pub fn new(sync: &Sync, context: &MapContext) -> Self {
        let (compiled, findings) = Compiled::new(&sync.crosswalk, context);
        Self { compiled, findings }
    }

    /// The assertions of one document. Children that bear no entity of their own, such as notes, give none.
    pub fn assertions(&mut self, document: &Document, place: usize, into: &mut Vec<Assertion>) {
        let aliases = aliases(document);
        self.record(&document.head, &document.head, place, &aliases, into);
        for child in &document.children {
            self.record(child, &document.head, place, &[], into);
        }
    }

    fn record(
        &mut self,
        record: &SourceRecord,
        head: &SourceRecord,
        place: usize,
        aliases: &[String],
        into: &mut Vec<Assertion>,
    ) {
        let is_head = std::ptr::eq(record, head);
        let view = if is_head { SourceView::head(record) } else { SourceView::child(record, &head.key) };
        for stream in self.compiled.streams_from(&record.stream) {
            let Some(mapped) = stream.apply(&view, &mut self.findings) else { continue };
            let Ok(entity) = mapped.to.parse::<Entity>() else { continue };
            let known_by = if entity == Entity::User { aliases } else { &[] };
            into.push(Assertion {
                entity,
                owned: is_head || !is_shared(entity),
                key: mapped.key,
                fields: mapped.fields,
                aliases: known_by.to_vec(),
                document: place,
            });
        }
    }
}

/// Records that many documents say: they live by what points at them, not by one document.
fn is_shared(entity: Entity) -> bool {
    matches!(entity, Entity::Org | Entity::AcademicSession | Entity::Course | Entity::Class)
}

fn aliases(document: &Document) -> Vec<String> {
    let list = document.head.fields.get("aliases").and_then(|value| value.as_list()).unwrap_or_default();
    list.iter().filter_map(|value| value.as_text().map(str::to_owned)).collect()
}
