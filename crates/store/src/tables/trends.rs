//! What runs came to, day by day: summed by the database in one statement, however many runs there were.

use crosswalk_model::{RunState, SyncId, Timestamp};

use crate::db::{Dialect, Row, args, tag};
use crate::{Result, Tenant};

/// One day of one sync.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DaySums {
    /// Which of the days that were asked for.
    pub day: usize,
    /// Whose runs.
    pub sync: SyncId,
    /// How many began on it.
    pub runs: u64,
    /// How many of them failed.
    pub failed: u64,
    /// How many source records were read.
    pub read: u64,
    /// How many changes were confirmed.
    pub applied: u64,
    /// How many were not.
    pub not_applied: u64,
    /// How many findings were made.
    pub findings: u64,
    /// How many have ended.
    pub ended: u64,
    /// How long those took together, in milliseconds.
    pub took: u64,
}

fn read(row: &Row) -> Result<DaySums> {
    Ok(DaySums {
        day: row.number(0)?,
        sync: row.word(1)?,
        runs: row.number(2)?,
        failed: row.number(3)?,
        read: row.number(4)?,
        applied: row.number(5)?,
        not_applied: row.number(6)?,
        findings: row.number(7)?,
        ended: row.number(8)?,
        took: row.number(9)?,
    })
}

impl Tenant {
    /// The sums of each day on which something ran, by sync. `bounds` are the beginnings of the days and the end of the
    /// last one: where a day begins is for the school's zone to say.
    pub async fn run_sums(&self, bounds: &[Timestamp]) -> Result<Vec<DaySums>> {
        let days: Vec<String> = bounds.windows(2).zip(0..).map(|(ends, day)| values(ends, day)).collect();
        if days.is_empty() {
            return Ok(Vec::new());
        }
        let sql = statement(self.db().dialect(), &days.join(", "));
        self.rows(sql, args![self.id, tag(&RunState::Failed)?]).await?.iter().map(read).collect()
    }
}

fn values(ends: &[Timestamp], day: usize) -> String {
    let at = |place: usize| ends.get(place).copied().unwrap_or(Timestamp::MAX).as_microsecond();
    format!("({day}, {}, {})", at(0), at(1))
}

/// Numbers stand in the statement as they are: they are made here, and no text of anybody's is among them.
fn statement(dialect: Dialect, days: &str) -> String {
    let sum = |what: &str| format!("CAST(SUM({what}) AS BIGINT)");
    let of = |name: &str| sum(&dialect.number_in("runs.body", name));
    let ended = dialect.instant_in("runs.body", "ended_at");
    let sums = [
        sum("CASE WHEN runs.state = $2 THEN 1 ELSE 0 END"),
        of("read"),
        of("applied"),
        of("not_applied"),
        of("findings"),
        format!("COUNT({ended})"),
        sum(&format!("COALESCE({ended} - runs.started_at / 1000, 0)")),
    ];
    format!(
        "WITH days (day, first, until) AS (VALUES {days})
         SELECT CAST(days.day AS BIGINT), runs.sync_id, COUNT(*), {}
         FROM days JOIN runs ON runs.started_at >= days.first AND runs.started_at < days.until
         WHERE runs.tenant_id = $1
         GROUP BY days.day, runs.sync_id ORDER BY days.day, runs.sync_id",
        sums.join(", ")
    )
}
