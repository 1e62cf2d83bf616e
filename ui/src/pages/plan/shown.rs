//! Everything that the filter shows, however long the plan is.

use crate::bridge;
use crosswalk_contract::{ChangeFilter, ChangeRow, ListChanges, Problem};
use crosswalk_model::PlanId;

/// What one question may ask for.
const MOST: u64 = 500;

/// Fetches all changes that the filter shows.
pub async fn gather(plan: PlanId, filter: ChangeFilter) -> Result<Vec<ChangeRow>, Problem> {
    let mut found = Vec::new();
    loop {
        let offset = found.len() as u64;
        let page = bridge::ask(ListChanges { plan, filter: filter.clone(), offset, limit: MOST }).await?;
        let is_last = page.rows.is_empty();
        found.extend(page.rows);
        if is_last || found.len() as u64 >= page.total {
            return Ok(found);
        }
    }
}
