//! Draws the alerts: what is wrong first, then who is told of what.

use super::form::form;
use crate::texts;
use crate::widgets::Column::Words;
use crate::widgets::{chip, head, moment, titled_table};
use crosswalk_contract::{AlertsView, Mood, Problem, SetAlerts};
use crosswalk_model::{Alert, AlertChannel};
use leptos::prelude::*;

/// A channel that was tried, and what is said of it.
pub type Tried = (AlertChannel, String);

/// What can be done here.
#[derive(Clone, Copy)]
pub struct Deeds {
    /// Saves the settings.
    pub save: Callback<SetAlerts>,
    /// Saves them, then sends a message by one channel.
    pub test: Callback<(SetAlerts, AlertChannel)>,
    /// Whether an answer is awaited.
    pub busy: Signal<bool>,
    /// Why they were not saved.
    pub problem: Signal<Option<Problem>>,
    /// The channel that was tried last.
    pub tried: Signal<Option<Tried>>,
}

/// The alerts; `alerts` follow the engine, the form does not.
pub fn view(settings: Signal<AlertsView>, alerts: Signal<Vec<Alert>>, deeds: Deeds) -> AnyView {
    view! {
        {head(move || alerts.with(|all| sentence(all)), texts::alerts_detail(), ())}
        {move || alerts.with(|all| list(all))}
        {move || settings.with(|settings| form(settings, deeds))}
    }
    .into_any()
}

fn sentence(alerts: &[Alert]) -> String {
    match alerts.iter().filter(|alert| alert.is_open()).count() {
        0 => texts::alerts_none().to_owned(),
        open => texts::alerts_open(open as u64),
    }
}

fn list(alerts: &[Alert]) -> Option<AnyView> {
    let columns = [
        Words(texts::column_state()),
        Words(texts::column_about_what()),
        Words(texts::column_since()),
        Words(texts::column_told_by()),
    ];
    let (open, over): (Vec<&Alert>, Vec<&Alert>) = alerts.iter().partition(|alert| alert.is_open());
    let rows = open.into_iter().chain(over).map(row).collect_view();
    (!alerts.is_empty()).then(|| titled_table(texts::alerts_list(), &columns, rows))
}

fn row(alert: &Alert) -> AnyView {
    let state = match alert.recovered_at {
        None => chip(Mood::Bad, texts::alert_open()),
        Some(_) => chip(Mood::Good, texts::alert_over()),
    };
    let over = alert
        .recovered_at
        .map(|at| view! { <small class="quiet">{texts::alert_until()} " " {moment(at)}</small> });
    view! {
        <tr>
            <td class="tight">{state}</td>
            <td><b>{alert.title.clone()}</b><br/><span class="quiet">{alert.detail.clone()}</span></td>
            <td class="tight">{moment(alert.since)} {over.map(|over| view! { <br/>{over} })}</td>
            <td class="tight">{told(alert)}</td>
        </tr>
    }
    .into_any()
}

/// By which channels it was told; where one gave up, that too.
fn told(alert: &Alert) -> AnyView {
    let by: Vec<&str> = alert.told.iter().map(|channel| channel_word(*channel)).collect();
    let failed = alert.failed.keys().filter(|channel| !alert.told.contains(channel));
    let failed =
        failed.map(|channel| view! { <br/>{chip(Mood::Bad, texts::alert_not_told(channel_word(*channel)))} });
    let by = if by.is_empty() { texts::alert_told_nobody().to_owned() } else { by.join(", ") };
    view! { {by} {failed.collect_view()} }.into_any()
}

/// What a channel is called.
pub fn channel_word(channel: AlertChannel) -> &'static str {
    match channel {
        AlertChannel::Desktop => texts::channel_desktop(),
        AlertChannel::Mail => texts::channel_mail(),
        AlertChannel::Webhook => texts::channel_webhook(),
    }
}
