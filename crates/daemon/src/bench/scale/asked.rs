//! What a person asks of the large district: where a value comes from, and which changes of a large plan are of a kind.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use crosswalk_contract::{ChangeFilter, Explain, GetPlan, ListChanges};
use crosswalk_model::{Entity, PlanId, RosterId};

use super::super::Figure;
use super::nights::Nights;

/// How often each question is asked; the slowest answer counts.
const TIMES: u64 = 20;

/// Questions about the plan of the first load.
pub(super) async fn screens(nights: &mut Nights) -> Result<Vec<Figure>> {
    let plan = nights.plan.context("the first load made no plan")?;
    let opened = opened(nights, plan).await?;
    let facets = facets(nights, plan).await?;
    let lineage = lineage(nights, plan).await?;
    Ok(vec![opened, facets, lineage])
}

fn within(what: String, took: Duration, most: u64, target: &'static str) -> Figure {
    let limit = Duration::from_millis(most);
    let ratio = took.as_secs_f64() / limit.as_secs_f64();
    let figure =
        Figure::new(what, format!("{:.1} ms", took.as_secs_f64() * 1e3), format!("{most} ms"), ratio);
    figure.promised(target, took <= limit)
}

/// Opens the plan, with all its facets.
async fn opened(nights: &mut Nights, plan: PlanId) -> Result<Figure> {
    let start = Instant::now();
    let view = nights.house.ask(GetPlan { id: plan }).await?;
    let what = format!("a plan of {} changes, opened with its facets", view.card.changes);
    Ok(within(what, start.elapsed(), 200, "at most 200 ms"))
}

/// The slowest page of those that one facet value each gives, the first page and one in the middle.
async fn facets(nights: &mut Nights, plan: PlanId) -> Result<Figure> {
    let view = nights.house.ask(GetPlan { id: plan }).await?;
    let mut slowest = Duration::ZERO;
    for facet in &view.facets {
        for (value, _, count) in &facet.values {
            for offset in [0, count / 2] {
                let (filter, wanted) = (filter(&facet.key, value), *count);
                let start = Instant::now();
                let page = nights.house.ask(ListChanges { plan, filter, offset, limit: 50 }).await?;
                slowest = slowest.max(start.elapsed());
                anyhow::ensure!(page.total == wanted, "a facet and its page do not agree");
            }
        }
    }
    Ok(within("a page of one facet of them, the slowest".into(), slowest, 200, "at most 200 ms"))
}

fn filter(key: &str, value: &str) -> ChangeFilter {
    let (mut filter, list) = (ChangeFilter::default(), vec![value.to_owned()]);
    match key {
        "op" => filter.ops = list,
        "target" => filter.targets = list,
        "group" => filter.groups = list,
        "school" => filter.schools = list,
        "finding" => filter.findings = list,
        _ => filter.reasons = list,
    }
    filter
}

/// Where values of some people come from.
async fn lineage(nights: &mut Nights, plan: PlanId) -> Result<Figure> {
    let people = ChangeFilter { targets: vec!["user".into()], ..ChangeFilter::default() };
    let page = nights.house.ask(ListChanges { plan, filter: people, offset: 0, limit: TIMES }).await?;
    let mut slowest = Duration::ZERO;
    let ids: Vec<RosterId> = page.rows.iter().map(|row| row.change.roster_id).collect();
    for id in ids {
        let ask = Explain { entity: Entity::User, id, field: "familyName".into(), sync: None };
        let start = Instant::now();
        let lineage = nights.house.ask(ask).await?;
        slowest = slowest.max(start.elapsed());
        anyhow::ensure!(!lineage.steps.is_empty(), "a value comes from nowhere");
    }
    Ok(within("lineage of one value, the slowest of twenty".into(), slowest, 20, "at most 20 ms"))
}
