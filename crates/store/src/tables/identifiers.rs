//! Identifiers for match rules. A value is kept only as a blind index, a keyed hash of its folded form; those of many
//! records are packed into one row for each bucket of hashes.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crosswalk_model::{Entity, Hash, Name, RosterId};

use super::identifier_pack::{Blind, Entry, entries, entry, record};
use crate::db::{Arg, Row, args};
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

const SPOT: (&str, &str) = ("identifier_buckets", "body");
const SOME: &str = "SELECT bucket, body FROM identifier_buckets
                    WHERE tenant_id = $1 AND entity = $2 AND bucket";
const ALL: &str = "SELECT bucket, body FROM identifier_buckets WHERE tenant_id = $1 AND entity = $2";

/// The wanted identifiers by their keyed hashes: their places in the list.
type Wanted = BTreeMap<Hash, Vec<usize>>;
/// Buckets by their numbers.
type Buckets = BTreeMap<u8, BTreeSet<Entry>>;

fn spot_id<'a>(entity: &'a Entity, bucket: &'a u8) -> [&'a [u8]; 2] {
    [entity.as_str().as_bytes(), std::slice::from_ref(bucket)]
}

fn list(buckets: BTreeSet<u8>) -> Vec<Arg> {
    buckets.into_iter().map(|bucket| i64::from(bucket).into()).collect()
}

impl Tenant {
    /// Finds the records that have these identifiers; several may have the same. Case and macrons do not count, and
    /// an empty value is never found.
    pub async fn identify(&self, entity: Entity, wanted: &[(Name, String)]) -> Result<Vec<Identified>> {
        let mut places = Wanted::new();
        for (index, (scheme, value)) in wanted.iter().enumerate() {
            if let Some(blind) = self.blind(entity, scheme, value) {
                places.entry(blind).or_default().push(index);
            }
        }
        let mut found = self.packed_identifiers(entity, &places).await?;
        found.append(&mut self.former_identifiers(entity, &places).await?);
        let told = |(index, roster_id): (usize, RosterId)| {
            let scheme = wanted.get(index).map(|(scheme, _)| scheme.clone()).unwrap_or_default();
            Identified { scheme, index, roster_id }
        };
        Ok(found.into_iter().map(told).collect())
    }

    async fn packed_identifiers(
        &self,
        entity: Entity,
        places: &Wanted,
    ) -> Result<BTreeSet<(usize, RosterId)>> {
        let wanted: BTreeMap<Blind, &Vec<usize>> =
            places.iter().map(|(blind, places)| (Blind::of(blind), places)).collect();
        let buckets = wanted.keys().map(|blind| blind.bucket()).collect();
        let mut found = BTreeSet::new();
        for row in self.rows_in(SOME, &args![self.id, entity], list(buckets)).await? {
            let (_, body) = self.identifier_bytes(entity, &row)?;
            for (blind, id) in entries(&body)?.map(record) {
                let places = wanted.get(&blind).into_iter().copied().flatten();
                found.extend(places.map(|index| (*index, id)));
            }
        }
        Ok(found)
    }

    /// Those that an earlier version wrote, one row for each; they go when their record is written.
    async fn former_identifiers(
        &self,
        entity: Entity,
        places: &Wanted,
    ) -> Result<BTreeSet<(usize, RosterId)>> {
        let sql = "SELECT blind, roster_id FROM identifiers WHERE tenant_id = $1 AND entity = $2 AND blind";
        let list = places.keys().map(|blind| (*blind).into()).collect();
        let mut found = BTreeSet::new();
        for row in self.rows_in(sql, &args![self.id, entity], list).await? {
            let (blind, id) = (row.hash(0)?, row.word(1)?);
            found.extend(places.get(&blind).into_iter().flatten().map(|index| (*index, id)));
        }
        Ok(found)
    }

    fn identifier_bytes(&self, entity: Entity, row: &Row) -> Result<(u8, Vec<u8>)> {
        let bucket = row.number(0)?;
        Ok((bucket, self.unseal(SPOT, &spot_id(&entity, &bucket), row.bytes(1)?)?))
    }

    /// The scheme is part of what is hashed: the same value under two schemes gives two hashes.
    fn blind(&self, entity: Entity, scheme: &str, value: &str) -> Option<Hash> {
        let folded = fold(value);
        let parts: [&[u8]; 4] =
            [self.id.0.as_bytes(), entity.as_str().as_bytes(), scheme.as_bytes(), folded.as_bytes()];
        (!folded.is_empty()).then(|| self.store.0.vault.keyed("identifier", &parts))
    }
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

    /// The same for many records at once. Of two with the same id both count.
    pub async fn put_identifiers_of(
        &mut self,
        entity: Entity,
        records: &[(RosterId, Vec<(Name, String)>)],
    ) -> Result<()> {
        if records.is_empty() {
            return Ok(());
        }
        self.drop_former_identifiers(entity, records.iter().map(|(id, _)| *id)).await?;
        let mut wanted = Buckets::new();
        for (id, identifiers) in records {
            for (scheme, value) in identifiers {
                if let Some(blind) = self.tenant.blind(entity, scheme, value) {
                    let blind = Blind::of(&blind);
                    wanted.entry(blind.bucket()).or_default().insert(entry(blind, *id));
                }
            }
        }
        let changed =
            self.changed_identifiers(entity, &records.iter().map(|(id, _)| *id).collect(), wanted).await?;
        self.write_identifiers(entity, changed).await
    }

    async fn drop_former_identifiers(
        &mut self,
        entity: Entity,
        ids: impl Iterator<Item = RosterId>,
    ) -> Result<()> {
        let sql = "SELECT 1 FROM identifiers WHERE tenant_id = $1 LIMIT 1";
        if self.row(sql, args![self.tenant.id]).await?.is_none() {
            return Ok(());
        }
        let sql = "DELETE FROM identifiers WHERE tenant_id = $1 AND entity = $2 AND roster_id";
        let ids = ids.map(Arg::from).collect();
        self.run_in(sql, &args![self.tenant.id, entity], ids).await.map(drop)
    }

    /// The buckets that are otherwise afterwards. Which hashes a record had is not noted anywhere else, so that every
    /// bucket is looked through for it.
    async fn changed_identifiers(
        &mut self,
        entity: Entity,
        ids: &HashSet<RosterId>,
        mut wanted: Buckets,
    ) -> Result<Buckets> {
        let mut changed = Buckets::new();
        for row in self.tx.rows(ALL, args![self.tenant.id, entity]).await? {
            let (bucket, body) = self.tenant.identifier_bytes(entity, &row)?;
            let mut own = wanted.remove(&bucket).unwrap_or_default();
            let gone = entries(&body)?.any(|old| ids.contains(&record(old).1) && !own.contains(old));
            let new = !own.is_empty();
            if gone || new {
                own.extend(entries(&body)?.filter(|old| !ids.contains(&record(old).1)).copied());
                changed.insert(bucket, own);
            }
        }
        changed.append(&mut wanted);
        Ok(changed)
    }

    async fn write_identifiers(&mut self, entity: Entity, buckets: Buckets) -> Result<()> {
        let tenant = &self.tenant;
        let rows = buckets.into_iter().map(|(bucket, own)| {
            let body: Vec<u8> = own.into_iter().flatten().collect();
            let body = tenant.seal(SPOT, &spot_id(&entity, &bucket), &body)?;
            Ok(args![tenant.id, entity, i64::from(bucket), body])
        });
        let head = "INSERT INTO identifier_buckets (tenant_id, entity, bucket, body)";
        let tail = "ON CONFLICT (tenant_id, entity, bucket) DO UPDATE SET body = excluded.body";
        self.tx.bulk(head, tail, Box::new(rows)).await
    }
}
