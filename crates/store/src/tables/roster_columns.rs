//! How a roster record lies in its columns: open fields readable, private ones encrypted, all under a keyed hash.

use crosswalk_model::{Asserted, Entity, Fields, Hash, RosterId, RosterRecord, content_hash};

use super::RosterRow;
use crate::db::{Arg, Args, Row, args, id_bytes};
use crate::{Result, StoreError, Tenant, fold};

pub(super) const COLUMNS: &str = "entity, id, active, seq, hash, fields, private, asserted, asserted_private";

/// Whose rows: a school is told by its number here, to keep keys short. The first argument is its id.
pub(super) const OWN: &str = "tenant = (SELECT number FROM tenants WHERE tenant_id = $1)";

const PRIVATE: (&str, &str) = ("roster", "private");
const ASSERTED: (&str, &str) = ("roster", "asserted_private");

/// The arguments of one row, in the order of the insert.
pub(super) fn write((tenant, number): (&Tenant, i64), row: &RosterRow, seq: i64) -> Result<Args> {
    let record = &row.record;
    let (entity, id) = (record.entity, record.id);
    let (open, private) = entity.split_private(&record.fields);
    let spot: [&[u8]; 2] = [entity.as_str().as_bytes(), id.0.as_bytes()];
    let private = if private.is_empty() { None } else { Some(tenant.seal_json(PRIVATE, &spot, &private)?) };
    let (asserted, asserted_private) = write_asserted(tenant, &spot, &record.asserted)?;
    Ok(args![
        number,
        entity,
        id_bytes(id),
        row.group.as_ref(),
        row.owner.map_or(Arg::Bytes(None), id_bytes),
        // The word of a private field would be readable here, so a record is listed by its open fields only.
        fold(&entity.label(&open)),
        record.active,
        seq,
        hash(tenant, entity, id, &record.fields),
        serde_json::to_string(&open)?,
        private,
        asserted,
        asserted_private,
    ])
}

/// Assertions with words of their own, or by hand, may hold private fields or hashes of them: then all are encrypted.
fn write_asserted(
    tenant: &Tenant,
    spot: &[&[u8]],
    asserted: &[Asserted],
) -> Result<(Option<String>, Option<Vec<u8>>)> {
    if asserted.iter().any(|asserted| asserted.fields.is_some() || asserted.hand.is_some()) {
        return Ok((None, Some(tenant.seal_json(ASSERTED, spot, asserted)?)));
    }
    Ok((Some(serde_json::to_string(asserted)?), None))
}

/// Reads [`COLUMNS`].
pub(super) fn read(tenant: &Tenant, row: &Row) -> Result<RosterRecord> {
    let (entity, id): (Entity, RosterId) = (row.word(0)?, row.id(1)?);
    let spot: [&[u8]; 2] = [entity.as_str().as_bytes(), id.0.as_bytes()];
    let mut fields: Fields = row.json(5)?;
    if let Some(private) = row.maybe_bytes(6)? {
        fields.append(&mut tenant.unseal_json(PRIVATE, &spot, private)?);
    }
    if hash(tenant, entity, id, &fields) != row.hash(4)? {
        return Err(StoreError::altered("A record of the roster"));
    }
    let asserted = match row.maybe_bytes(8)? {
        Some(sealed) => tenant.unseal_json(ASSERTED, &spot, sealed)?,
        None => row.json(7)?,
    };
    Ok(RosterRecord { entity, id, active: row.truth(2)?, fields, asserted, seq: row.int(3)? })
}

/// Keyed, so that nobody who has only the file can try out what a record says.
fn hash(tenant: &Tenant, entity: Entity, id: RosterId, fields: &Fields) -> Hash {
    let content = content_hash(fields);
    let parts: [&[u8]; 4] = [tenant.id.0.as_bytes(), entity.as_str().as_bytes(), id.0.as_bytes(), &content.0];
    tenant.store.0.vault.keyed("roster", &parts)
}
