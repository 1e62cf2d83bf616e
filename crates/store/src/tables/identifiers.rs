//! Identifiers for match rules. A value is kept only as a blind index: a keyed hash of its folded form.

use std::collections::{BTreeMap, BTreeSet};

use crosswalk_model::{Entity, Hash, Name, RosterId};

use crate::db::{Row, args};
use crate::{Result, Tenant, Work, fold};

/// A record that has one of the wanted identifiers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identified {
    /// The scheme, such as `nationalNumber` or `email`.
    pub scheme: Name,
    /// Which of the wanted ones, by its place in the list.
    pub index: usize,
    /// The record.
    pub roster_id: RosterId,
}

impl Tenant {
    /// Finds the records that have these identifiers; several may have the same. Case and macrons do not count, and
    /// an empty value is never found.
    pub async fn identify(&self, entity: Entity, wanted: &[(Name, String)]) -> Result<Vec<Identified>> {
        let mut schemes: BTreeMap<&Name, BTreeMap<Hash, Vec<usize>>> = BTreeMap::new();
        for (index, (scheme, value)) in wanted.iter().enumerate() {
            if let Some(blind) = self.blind(entity, scheme, value) {
                schemes.entry(scheme).or_default().entry(blind).or_default().push(index);
            }
        }
        let mut found = Vec::new();
        let sql = "SELECT blind, roster_id FROM identifiers
                   WHERE tenant_id = $1 AND entity = $2 AND scheme = $3 AND blind";
        for (scheme, places) in schemes {
            let fixed = args![self.id, entity, scheme.as_ref()];
            let list = places.keys().map(|blind| (*blind).into()).collect();
            for row in self.rows_in(sql, &fixed, list).await? {
                found.append(&mut read(&row, scheme, &places)?);
            }
        }
        found.sort_by_key(|one| (one.index, one.roster_id));
        Ok(found)
    }

    fn blind(&self, entity: Entity, scheme: &str, value: &str) -> Option<Hash> {
        let folded = fold(value);
        let parts: [&[u8]; 4] =
            [self.id.0.as_bytes(), entity.as_str().as_bytes(), scheme.as_bytes(), folded.as_bytes()];
        (!folded.is_empty()).then(|| self.store.0.vault.keyed("identifier", &parts))
    }
}

fn read(row: &Row, scheme: &Name, places: &BTreeMap<Hash, Vec<usize>>) -> Result<Vec<Identified>> {
    let (blind, roster_id) = (row.hash(0)?, row.word(1)?);
    let of = |index: &usize| Identified { scheme: scheme.clone(), index: *index, roster_id };
    Ok(places.get(&blind).into_iter().flatten().map(of).collect())
}

impl Work {
    /// Writes the identifiers of one record in the place of those that it had.
    pub async fn put_identifiers(
        &mut self,
        entity: Entity,
        id: RosterId,
        identifiers: &[(Name, String)],
    ) -> Result<()> {
        self.put_identifiers_of(entity, &[(id, identifiers.to_vec())]).await
    }

    /// The same for many records at once.
    pub async fn put_identifiers_of(
        &mut self,
        entity: Entity,
        records: &[(RosterId, Vec<(Name, String)>)],
    ) -> Result<()> {
        let sql = "DELETE FROM identifiers WHERE tenant_id = $1 AND entity = $2 AND roster_id";
        let ids = records.iter().map(|(id, _)| (*id).into()).collect();
        self.run_in(sql, &args![self.tenant.id, entity], ids).await?;
        let mut wanted: BTreeSet<(RosterId, &str, Hash)> = BTreeSet::new();
        for (id, identifiers) in records {
            for (scheme, value) in identifiers {
                wanted.extend(
                    self.tenant.blind(entity, scheme, value).map(|blind| (*id, scheme.as_ref(), blind)),
                );
            }
        }
        let tenant = self.tenant.id;
        let row = |(id, scheme, blind): (RosterId, &str, Hash)| Ok(args![tenant, entity, scheme, blind, id]);
        let head = "INSERT INTO identifiers (tenant_id, entity, scheme, blind, roster_id)";
        self.tx.bulk(head, "", Box::new(wanted.into_iter().map(row))).await
    }
}
