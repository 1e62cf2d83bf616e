//! Who is who: links first, then identifiers, then match rules; what is doubtful is asked about.

use std::collections::{BTreeSet, HashMap, HashSet};

use crosswalk_model::{
    ConflictKind, Entity, Fields, Hash, Hasher, MatchStrength, Name, Resolution, RosterId, RosterRecord,
};
use crosswalk_reconcile::fold::fold;
use crosswalk_reconcile::identify::{Evidence, Identity, identify, match_values, scheme};

use super::{Assertion, Board, Question};
use crate::Result;

/// Whom match rules point at.
#[derive(Default)]
pub(super) struct Matches {
    /// By rule and value.
    hits: HashMap<(usize, String), BTreeSet<RosterId>>,
    /// Values that several newcomers share.
    shared: HashSet<(usize, String)>,
}

impl Board<'_> {
    pub(super) fn who(&mut self, assertion: &Assertion, matches: &Matches) -> Option<RosterId> {
        let entity = assertion.entity;
        let known = self.evidence(assertion, matches);
        let identity = identify(self.tenant_id, self.connection, entity, &assertion.key, &known);
        let (kind, about) = match self.doubted(identity, assertion, &known, matches) {
            Identity::Known(id) | Identity::Linked(id) | Identity::New(id) => return Some(id),
            Identity::Ambiguous(all) => {
                let about = self.about(assertion, &all);
                let candidates = all.iter().map(|id| (*id, 50, self.label(entity, *id))).collect();
                (ConflictKind::Identity { candidates }, about)
            }
            Identity::Reused { former } => {
                (ConflictKind::ReusedKey { former }, self.about(assertion, &[former]))
            }
        };
        match self.answers.get(&about) {
            Some(Resolution::Is(id)) => Some(*id),
            Some(Resolution::IsNew) => Some(self.derived(entity, &format!("{}\u{1f}{about}", assertion.key))),
            _ => {
                let label = entity.label(&assertion.fields);
                self.questions.push(Question { entity, key: assertion.key.clone(), label, kind, about });
                None
            }
        }
    }

    /// What is too good to be true is asked about: a value that several newcomers share points at none of them, and a
    /// key whose bearer has another name, another address and another account may have been given to somebody else.
    fn doubted(
        &self,
        identity: Identity,
        assertion: &Assertion,
        known: &Evidence,
        matches: &Matches,
    ) -> Identity {
        match identity {
            Identity::Linked(id) if !known.alias_links.contains(&id) => {
                let rules = &self.rules;
                let own = match_values(assertion.entity, rules, &assertion.fields).into_iter();
                let mut sure = own.filter(|at| rules[at.0].strength != MatchStrength::Weak);
                let points = |at: &(usize, String)| matches.hits.get(at).is_some_and(|ids| ids.contains(&id));
                let sure = sure.any(|at| points(&at) && !matches.shared.contains(&at));
                if sure { Identity::Linked(id) } else { Identity::Ambiguous(vec![id]) }
            }
            Identity::Known(id) if self.is_somebody_else(assertion, id) => Identity::Reused { former: id },
            Identity::Known(id) => self.of_its_year(assertion, id),
            other => other,
        }
    }

    /// A class whose key comes again in another school year is another class: senders number them anew each year.
    fn of_its_year(&self, assertion: &Assertion, id: RosterId) -> Identity {
        let entity = assertion.entity;
        let record = self.record(entity, id).filter(|_| entity == Entity::Class);
        let year = |fields: &Fields| {
            fields.get("schoolYear").filter(|value| !value.is_empty()).map(|value| value.display())
        };
        let before = record.and_then(|record| record.assertion(Some(self.connection))).and_then(year);
        match (before, year(&assertion.fields)) {
            (Some(before), Some(now)) if before != now => {
                Identity::New(self.derived(entity, &format!("{}\u{1f}{now}", assertion.key)))
            }
            _ => Identity::Known(id),
        }
    }

    fn is_somebody_else(&self, assertion: &Assertion, id: RosterId) -> bool {
        let record = self.record(assertion.entity, id).filter(|_| assertion.entity == Entity::User);
        let Some(before) = record.and_then(|record| record.assertion(Some(self.connection))) else {
            return false;
        };
        let both = |field: &str| {
            let folded = |fields: &Fields| fields.get(field).map(|value| fold(&value.display()));
            folded(before).zip(folded(&assertion.fields)).filter(|(a, b)| !a.is_empty() && !b.is_empty())
        };
        let differs = |field| both(field).is_some_and(|(a, b)| a != b);
        let same = |field| both(field).is_some_and(|(a, b)| a == b);
        ["givenName", "familyName"].into_iter().all(differs)
            && !["email", "username", "nationalNumber"].into_iter().any(same)
    }

    fn label(&self, entity: Entity, id: RosterId) -> String {
        self.record(entity, id).map(RosterRecord::label).unwrap_or_default()
    }

    fn about(&self, assertion: &Assertion, candidates: &[RosterId]) -> Hash {
        let mut hasher = Hasher::new("identity");
        hasher.part(self.connection.0.as_bytes()).part(assertion.entity.as_str().as_bytes());
        hasher.part(assertion.key.as_bytes());
        hasher.part(fold(&assertion.entity.label(&assertion.fields)).as_bytes());
        for id in candidates {
            hasher.part(id.0.as_bytes());
        }
        hasher.finish()
    }

    fn evidence(&self, assertion: &Assertion, matches: &Matches) -> Evidence {
        let entity = assertion.entity;
        let at = |key: &String| self.ids.get(&(entity, key.clone())).copied();
        let derived = self.derived(entity, &assertion.key);
        // An alias tells who it is only where the record was known under that very alias: a code that was given to
        // somebody else points at a record that stands under a key of its own.
        let alias_links = assertion
            .aliases
            .iter()
            .filter_map(|alias| at(alias).filter(|id| self.own_key(entity, *id) == Some(alias.as_str())))
            .collect();
        let held = self.own_key(entity, derived);
        Evidence {
            link: at(&assertion.key),
            alias_links,
            derived_exists: held.is_some_and(|own| own == assertion.key)
                || (held.is_none() && self.record(entity, derived).is_some()),
            former: held.is_some_and(|own| own != assertion.key).then_some(derived),
            matches: self.candidates(assertion, matches),
        }
    }

    /// Records that match by rule, without those that this source still has under another key: they are others.
    fn candidates(
        &self,
        assertion: &Assertion,
        matches: &Matches,
    ) -> Vec<(MatchStrength, BTreeSet<RosterId>)> {
        let entity = assertion.entity;
        let free = |id: &RosterId| match self.own_key(entity, *id) {
            Some(own) => own == assertion.key || self.departing.contains(own) || !self.speaks(entity, *id),
            None => true,
        };
        let open = |id: &RosterId| free(id) && self.may_be_meant(assertion, *id);
        let rules = &self.rules;
        match_values(entity, rules, &assertion.fields)
            .into_iter()
            .filter_map(|at| matches.hits.get(&at).map(|ids| (at.0, ids)))
            .map(|(rule, ids)| (rules[rule].strength, ids.iter().copied().filter(open).collect()))
            .collect()
    }

    /// Whether somebody who has left may be the newcomer: what was theirs may be somebody else's by now, so that their
    /// name must be the same too.
    fn may_be_meant(&self, assertion: &Assertion, id: RosterId) -> bool {
        let Some(record) = self.record(assertion.entity, id) else { return true };
        let same = |field: &str| {
            let folded = |fields: &Fields| fields.get(field).map(|value| fold(&value.display()));
            folded(&record.fields) == folded(&assertion.fields)
        };
        record.active || assertion.entity != Entity::User || (same("givenName") && same("familyName"))
    }

    fn speaks(&self, entity: Entity, id: RosterId) -> bool {
        let record = self.record(entity, id);
        record.is_some_and(|record| {
            record.asserted.iter().any(|one| one.connection == Some(self.connection) && one.present)
        })
    }

    /// Whom the values of the match rules point at, for records that no link knows.
    pub(super) async fn matches(&mut self, entity: Entity, batch: &[Assertion]) -> Result<Matches> {
        let rules = &self.rules;
        let newcomers = batch.iter().filter(|one| !self.ids.contains_key(&(entity, one.key.clone())));
        let wanted: BTreeSet<(usize, String)> =
            newcomers.flat_map(|one| match_values(entity, rules, &one.fields)).collect();
        let shared = wanted.iter().filter(|at| self.newcomers.get(at) == Some(&None)).cloned().collect();
        let mut matches = Matches { shared, ..Matches::default() };
        let wanted: Vec<(usize, String)> = wanted.into_iter().collect();
        if wanted.is_empty() || !self.has(entity) {
            return Ok(matches);
        }
        let values: Vec<(Name, String)> =
            wanted.iter().map(|(rule, value)| (scheme(&rules[*rule]).into(), value.clone())).collect();
        for hit in self.tenant.identify(entity, &values).await? {
            matches.hits.entry(wanted[hit.index].clone()).or_default().insert(hit.roster_id);
        }
        self.load(matches.hits.values().flatten().map(|id| (entity, *id)).collect::<Vec<_>>()).await?;
        Ok(matches)
    }
}
