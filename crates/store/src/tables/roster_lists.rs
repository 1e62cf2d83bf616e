//! Lists of the roster: pages, counts, search, and who belongs to whom.

use std::collections::BTreeSet;

use crosswalk_model::{Entity, RosterId, RosterRecord};

use super::roster_columns::{COLUMNS, OWN, read};
use crate::db::{Args, args, id_bytes};
use crate::{Result, Tenant, fold};

/// More words than this do not make a search any narrower.
const MOST_WORDS: usize = 6;

impl Tenant {
    /// One page of an entity's records, in the order of their ids.
    pub async fn roster_page(
        &self,
        entity: Entity,
        active_only: bool,
        after: Option<RosterId>,
        limit: u32,
    ) -> Result<Vec<RosterRecord>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM roster
             WHERE {OWN} AND entity = $2 AND id > $3 AND active >= $4 ORDER BY id LIMIT $5"
        );
        let after = after.map(|id| id.0.as_bytes().to_vec()).unwrap_or_default();
        self.read_all(sql, args![self.id, entity, after, active_only, limit]).await
    }

    /// How many active records there are, by entity and group.
    pub async fn roster_counts(&self) -> Result<Vec<(Entity, String, u64)>> {
        let sql = format!(
            "SELECT entity, grp, COUNT(*) FROM roster WHERE {OWN} AND active = 1
             GROUP BY entity, grp ORDER BY entity, grp"
        );
        let rows = self.rows(sql, args![self.id]).await?;
        rows.iter().map(|row| Ok((row.word(0)?, row.text(1)?, row.number(2)?))).collect()
    }

    /// The kinds of which there is any record, active or not.
    pub async fn roster_kinds(&self) -> Result<BTreeSet<Entity>> {
        let mut kinds = BTreeSet::new();
        for entity in Entity::ALL {
            let sql = format!("SELECT 1 FROM roster WHERE {OWN} AND entity = $2 LIMIT 1");
            if self.row(sql, args![self.id, entity]).await?.is_some() {
                kinds.insert(entity);
            }
        }
        Ok(kinds)
    }

    /// The records whose name holds every word of the text, without regard to case and macrons; active ones first.
    pub async fn roster_search(&self, text: &str, limit: u32) -> Result<Vec<RosterRecord>> {
        let folded = fold(text);
        let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).take(MOST_WORDS).collect();
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let mut args = args![self.id, limit];
        let mut sql = format!("SELECT {COLUMNS} FROM roster WHERE {OWN}");
        for word in words {
            args.push(format!("%{}%", literal(word)).into());
            sql.push_str(&format!(" AND label_fold LIKE ${} ESCAPE '!'", args.len()));
        }
        sql.push_str(" ORDER BY active DESC, label_fold, id LIMIT $2");
        self.read_all(sql, args).await
    }

    /// The records of an entity that belong to these owners.
    pub async fn owned_by(
        &self,
        entity: Entity,
        owners: &[RosterId],
        active_only: bool,
    ) -> Result<Vec<RosterRecord>> {
        let sql =
            format!("SELECT {COLUMNS} FROM roster WHERE {OWN} AND entity = $2 AND active >= $3 AND owner");
        let owners = owners.iter().map(|owner| id_bytes(*owner)).collect();
        let rows = self.rows_in(&sql, &args![self.id, entity, active_only], owners).await?;
        rows.iter().map(|row| read(self, row)).collect()
    }

    /// The active records of one entity to which no active record of the other belongs: classes without enrolments.
    pub async fn owners_without_active(&self, owned: Entity, owners: Entity) -> Result<Vec<RosterId>> {
        let sql = format!(
            "SELECT o.id FROM roster o WHERE o.{OWN} AND o.entity = $2 AND o.active = 1
             AND NOT EXISTS (SELECT 1 FROM roster r WHERE r.tenant = o.tenant
               AND r.entity = $3 AND r.owner = o.id AND r.active = 1)
             ORDER BY o.id"
        );
        self.rows(sql, args![self.id, owners, owned]).await?.iter().map(|row| row.id(0)).collect()
    }

    async fn read_all(&self, sql: String, args: Args) -> Result<Vec<RosterRecord>> {
        self.rows(sql, args).await?.iter().map(|row| read(self, row)).collect()
    }
}

/// Takes away what `%` and `_` mean in a pattern.
fn literal(word: &str) -> String {
    let mut literal = String::with_capacity(word.len());
    for c in word.chars() {
        if matches!(c, '%' | '_' | '!') {
            literal.push('!');
        }
        literal.push(c);
    }
    literal
}
