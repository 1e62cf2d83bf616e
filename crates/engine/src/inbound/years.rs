//! The school years of new classes. Classes of a year that has not begun are usually not final: a person is told.

use std::collections::BTreeMap;

use crosswalk_model::{Change, ChangeOp, Date, Entity, Fields, Finding};
use crosswalk_store::Tenant;

use crate::Result;

/// How many sessions are looked through.
const SESSIONS: u32 = 2_000;

/// The school years of new classes, and when years begin.
#[derive(Default)]
pub(crate) struct Years {
    classes: BTreeMap<String, u64>,
    begins: BTreeMap<String, Date>,
}

impl Years {
    /// Looks at a change.
    pub fn look(&mut self, change: &Change) {
        if change.target == Entity::AcademicSession.as_str() {
            self.session(&change.result);
        }
        if change.target == Entity::Class.as_str() && change.op == ChangeOp::Create {
            let year =
                change.result.get("schoolYear").map(crosswalk_model::Value::display).unwrap_or_default();
            *self.classes.entry(year).or_default() += 1;
        }
    }

    fn session(&mut self, fields: &Fields) {
        let text = |name: &str| fields.get(name).and_then(|value| value.as_text());
        let begins = text("startDate").and_then(|day| day.parse::<Date>().ok());
        if let (Some("schoolYear"), Some(year), Some(begins)) = (text("type"), text("schoolYear"), begins) {
            let first = self.begins.entry(year.to_owned()).or_insert(begins);
            *first = begins.min(*first);
        }
    }

    /// What is told. A year is taken to begin when its session says so, and with its calendar year where none does.
    pub async fn told(mut self, tenant: &Tenant, today: Date) -> Result<Vec<Finding>> {
        self.classes.retain(|year, _| year.parse::<i16>().is_ok_and(|year| year > today.year()));
        if self.classes.is_empty() {
            return Ok(Vec::new());
        }
        let sessions = tenant.roster_page(Entity::AcademicSession, true, None, SESSIONS).await?;
        sessions.iter().for_each(|session| self.session(&session.fields));
        let ahead =
            self.classes.iter().filter(|(year, _)| self.begins.get(*year).is_none_or(|day| *day > today));
        Ok(ahead.map(|(year, count)| finding(year, *count, self.begins.get(year))).collect())
    }
}

fn finding(year: &str, count: u64, begins: Option<&Date>) -> Finding {
    let when = begins.map(|day| format!(", which begins on {day}")).unwrap_or_default();
    let classes = if count == 1 { "1 class".to_owned() } else { format!("{count} classes") };
    let message = format!(
        "{classes} of the school year {year}{when} came before it has begun. Until its timetable is final they may change \
         a good deal: look at them once more before they go on to platforms."
    );
    Finding::warning("year_ahead", Entity::Class.as_str(), year, message)
}
