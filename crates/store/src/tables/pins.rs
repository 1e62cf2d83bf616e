//! Pins: what an undo took back. Inbound the word by hand in the roster counts, and these rows are its list.

use crosswalk_model::{Actor, Hash, Name, Pin, PinMark, RosterId, SyncId};
use serde::{Deserialize, Serialize};

use crate::db::args;
use crate::{Result, Tenant, Work};

/// The hash of a value is encrypted: whoever has only the file could try out a birth date with it.
const SPOT: (&str, &str) = ("pins", "body");

fn spot_id<'a>(sync: &'a SyncId, target: &'a str, id: &'a RosterId, field: &'a str) -> [&'a [u8]; 4] {
    [sync.0.as_bytes(), target.as_bytes(), id.0.as_bytes(), field.as_bytes()]
}

#[derive(Serialize, Deserialize)]
struct Body {
    against: Hash,
    by: Actor,
}

impl Tenant {
    /// The pins of a sync, in the order in which they began.
    pub async fn pins(&self, sync: SyncId) -> Result<Vec<Pin>> {
        let sql = "SELECT target, roster_id, field, run_id, at, body FROM pins
                   WHERE tenant_id = $1 AND sync_id = $2 ORDER BY at, target, roster_id, field";
        let pin = |row: &crate::db::Row| {
            let (target, roster_id, field): (String, RosterId, String) =
                (row.text(0)?, row.word(1)?, row.text(2)?);
            let body: Body =
                self.unseal_json(SPOT, &spot_id(&sync, &target, &roster_id, &field), row.bytes(5)?)?;
            Ok(Pin {
                target: target.into(),
                roster_id,
                // A record as a whole stands under a field without a name.
                mark: PinMark { field: (!field.is_empty()).then(|| field.into()), against: body.against },
                run: row.word(3)?,
                by: body.by,
                at: row.instant(4)?,
            })
        };
        self.rows(sql, args![self.id, sync]).await?.iter().map(pin).collect()
    }
}

impl Work {
    /// Keeps pins; one of the same field takes the place of a former one.
    pub async fn put_pins(&mut self, sync: SyncId, pins: &[Pin]) -> Result<()> {
        let sql = "INSERT INTO pins (tenant_id, sync_id, target, roster_id, field, run_id, at, body)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                   ON CONFLICT (tenant_id, sync_id, target, roster_id, field) DO UPDATE
                   SET run_id = excluded.run_id, at = excluded.at, body = excluded.body";
        for pin in pins {
            let field = pin.mark.field.as_deref().unwrap_or_default();
            let id = spot_id(&sync, &pin.target, &pin.roster_id, field);
            let body = Body { against: pin.mark.against, by: pin.by.clone() };
            let body = self.tenant.seal_json(SPOT, &id, &body)?;
            let (target, run, at) = (pin.target.as_ref(), pin.run, pin.at);
            self.run(sql, args![self.tenant.id, sync, target, pin.roster_id, field, run, at, body]).await?;
        }
        Ok(())
    }

    /// Takes away one pin of a record.
    pub async fn remove_pin(
        &mut self,
        sync: SyncId,
        target: &str,
        id: RosterId,
        field: Option<&Name>,
    ) -> Result<()> {
        let sql = "DELETE FROM pins WHERE tenant_id = $1 AND sync_id = $2 AND target = $3 AND roster_id = $4
                   AND field = $5";
        let field = field.map(Name::as_ref).unwrap_or_default();
        self.run(sql, args![self.tenant.id, sync, target, id, field]).await.map(drop)
    }

    /// Takes away all pins of a record.
    pub async fn remove_pins(&mut self, sync: SyncId, target: &str, id: RosterId) -> Result<u64> {
        let sql = "DELETE FROM pins WHERE tenant_id = $1 AND sync_id = $2 AND target = $3 AND roster_id = $4";
        self.run(sql, args![self.tenant.id, sync, target, id]).await
    }

    /// Forgets all pins of some records, whichever sync they are of.
    pub async fn forget_pins(&mut self, ids: &[RosterId]) -> Result<u64> {
        let sql = "DELETE FROM pins WHERE tenant_id = $1 AND roster_id";
        self.run_in(sql, &args![self.tenant.id], ids.iter().map(|id| (*id).into()).collect()).await
    }
}
