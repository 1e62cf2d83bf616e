//! Cases of a mapping: examples with which it is tried whenever it is changed. A change that breaks one is told before
//! it is saved.

mod invent;

use crosswalk_contract::{Call, CaseView, ChangeCases, InventCase, MappingView};
use crosswalk_model::{
    CaseDifference, Crosswalk, Direction, Entity, MappingCase, Name, RosterId, StreamMap, Sync, SyncId,
};
use crosswalk_reconcile::map::{Compiled, MapContext, RosterView, differences, made_of};

use super::{Answered, Desk, reply};
use crate::outbound::Snapshot;
use crate::syncs::sync;
use crate::{EngineError, Result};

/// So many characters has the name of a case at most.
const LONGEST: usize = 120;

impl Desk<'_> {
    pub(super) async fn cases(&self, call: Call) -> Answered {
        match call {
            Call::ChangeCases(ask) => reply(self.change_cases(ask).await),
            Call::InventCase(ask) => reply(self.invent_case(ask).await),
            Call::TryCase(ask) => reply(self.try_case(ask.sync, ask.case).await),
            _ => reply(Err::<(), _>(EngineError::NotFound("call"))),
        }
    }

    async fn change_cases(&self, ask: ChangeCases) -> Result<MappingView> {
        let ChangeCases { sync, set, remove } = ask;
        let change = |sync: &mut Sync| {
            let cases = &mut sync.crosswalk.cases;
            cases.retain(|known| !remove.contains(&known.name));
            set.into_iter().for_each(|case| put(cases, case));
            Ok(())
        };
        self.change_mapping(sync, false, change).await
    }

    /// A case that is not kept yet: an invented record, and what comes of it now.
    async fn invent_case(&self, ask: InventCase) -> Result<MappingCase> {
        let tenant = self.engine.school()?;
        let sync = sync(&tenant, ask.sync).await?;
        let map = sync.crosswalk.streams.get(ask.stream).ok_or(EngineError::NotFound("stream"))?;
        let given = match (ask.record, map.from.parse::<Entity>()) {
            (Some(id), Ok(entity)) if sync.direction == Direction::Outbound => {
                let found = tenant.roster_get(&[(entity, id)]).await?;
                let around = Snapshot::around(&tenant, &found).await?;
                let resolver = |id: RosterId| around.get(id);
                let record = found.first().ok_or(EngineError::NotFound("record"))?;
                invent::like(&RosterView::new(record, &resolver), &record.fields, entity, map)
            }
            _ => invent::empty(map),
        };
        let case =
            MappingCase { from: map.from.clone(), to: map.to.clone(), given, ..MappingCase::default() };
        if ask.record.is_none() { Ok(case) } else { self.filled(&sync, case).await }
    }

    async fn try_case(&self, id: SyncId, case: MappingCase) -> Result<MappingCase> {
        let sync = sync(&self.engine.school()?, id).await?;
        self.filled(&sync, case).await
    }

    /// The case with what comes of its record as the mapping is now.
    async fn filled(&self, sync: &Sync, case: MappingCase) -> Result<MappingCase> {
        let context = self.engine.map_context(&self.engine.school()?, sync.direction).await?;
        Ok(fill(&sync.crosswalk, &context, case.written()).written())
    }
}

fn put(cases: &mut Vec<MappingCase>, case: MappingCase) {
    let case = case.written();
    match cases.iter_mut().find(|known| known.name == case.name) {
        Some(known) => *known = case,
        None => cases.push(case),
    }
}

/// Demands what comes now: every field, that nothing is said of the others, and what is told.
fn fill(crosswalk: &Crosswalk, context: &MapContext, mut case: MappingCase) -> MappingCase {
    let (compiled, _) = Compiled::new(crosswalk, context);
    let Some((mapped, mut told)) = made_of(&compiled, &case) else { return case };
    told.sort();
    told.dedup();
    let came = mapped.as_ref().map(|mapped| mapped.fields.clone()).unwrap_or_default();
    let lasting = lasting(crosswalk, &case);
    case.left_out = mapped.is_none() && told.is_empty();
    case.absent = if mapped.is_some() { not_said(&lasting, &came) } else { Vec::new() };
    case.expect = came.into_iter().filter(|(name, _)| lasting.contains(name)).collect();
    case.findings = told;
    case
}

fn not_said(fields: &[Name], came: &crosswalk_model::Fields) -> Vec<Name> {
    fields.iter().filter(|name| !came.contains_key(*name)).cloned().collect()
}

/// The fields of a case's maps that mean the same tomorrow: an age does not.
fn lasting(crosswalk: &Crosswalk, case: &MappingCase) -> Vec<Name> {
    let own = crosswalk.streams.iter().filter(|map: &&StreamMap| map.from == case.from && map.to == case.to);
    let fields = own.flat_map(|map| &map.fields);
    let passing = |step: &crosswalk_model::Step| matches!(step, crosswalk_model::Step::Age { on: None });
    let mut names: Vec<Name> =
        fields.filter(|field| !field.rule.steps.iter().any(passing)).map(|field| field.to.clone()).collect();
    names.sort();
    names.dedup();
    names
}

/// The cases of a mapping with what differs from each.
pub(super) fn tried(crosswalk: &Crosswalk, compiled: &Compiled) -> Vec<CaseView> {
    let tried =
        |case: &MappingCase| CaseView { case: case.clone(), differences: differences(compiled, case) };
    crosswalk.cases.iter().map(tried).collect()
}

/// Puts the cases of a changed mapping into the form in which they are kept, and sees that each has a name of its own.
pub(super) fn settle(crosswalk: &mut Crosswalk) -> Result<()> {
    let mut names = std::collections::BTreeSet::new();
    for case in &mut crosswalk.cases {
        *case = std::mem::take(case).written();
        case.name = case.name.trim().to_owned();
        let is_fit = !case.name.is_empty() && case.name.chars().count() <= LONGEST;
        if !is_fit || !names.insert(case.name.clone()) {
            return Err(EngineError::CaseName);
        }
    }
    Ok(())
}

/// The cases that held before a change and would not hold after it. One that the change itself brings or alters does
/// not count: whoever writes it sees it.
pub(super) fn broken(before: &Crosswalk, after: &Crosswalk, context: &MapContext) -> Vec<CaseView> {
    if after.cases.is_empty() || !after.rules_differ(before) {
        return Vec::new();
    }
    let ((old, _), (new, _)) = (Compiled::new(before, context), Compiled::new(after, context));
    let held = |case: &MappingCase| before.cases.contains(case) && differences(&old, case).is_empty();
    let mut all = tried(after, &new);
    all.retain(|view| !view.differences.is_empty() && held(&view.case));
    all
}

/// What a change breaks, in sentences.
pub(crate) fn sentence(broken: &[CaseView]) -> String {
    let each = broken.iter().map(|view| {
        let first = view.differences.first().map(told).unwrap_or_default();
        format!("“{}”: {first}", view.case.name)
    });
    each.collect::<Vec<_>>().join(" ")
}

fn told(difference: &CaseDifference) -> String {
    let said = |value: &Option<crosswalk_model::Value>| match value {
        Some(value) => format!("“{}”", value.display()),
        None => "nothing".to_owned(),
    };
    match difference {
        CaseDifference::Field { field, expected, came } => {
            format!("{field} would be {} instead of {}.", said(came), said(expected))
        }
        CaseDifference::NotTold { code } => format!("the finding “{code}” would not be told."),
        CaseDifference::LeftOut => "its record would be left out.".to_owned(),
        CaseDifference::TakenIn => "its record would no longer be left out.".to_owned(),
        CaseDifference::NoMap => "no map would be for it any more.".to_owned(),
    }
}
