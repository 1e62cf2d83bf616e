//! What the run asked of services and what came back: a drawer beside the run, whose address says what is open in it.

use super::exchange::whole;
use crate::format::{seconds, size, thousands};
use crate::state::{Load, Query, Topic, copying, load, query, sifted};
use crate::texts;
use crate::widgets::{Dialog, chip, faces, moment, segments};
use crosswalk_contract::{ExchangeList, ExchangeRow, ExchangeView, GetExchange, ListExchanges, Mood};
use crosswalk_model::RunId;
use leptos::prelude::*;

const SHOWN: &str = "exchanges";
const FAILED: &str = "failed";
const ONE: &str = "exchange";

/// The drawer's choices.
#[derive(Clone, Copy)]
pub struct Chosen {
    /// Whether only what failed is shown.
    pub failed: Signal<bool>,
    /// Shows all, or only what failed.
    pub sift: Callback<bool>,
    /// Which one is shown whole.
    pub one: Signal<Option<u64>>,
    /// Shows one whole, or none.
    pub turn: Callback<Option<u64>>,
    /// Puts a text on the clipboard.
    pub copy: Callback<String>,
}

/// What opens the drawer.
pub fn opener() -> Callback<()> {
    let query = query();
    Callback::new(move |()| query.choose(SHOWN, "all".into()))
}

/// The drawer of a run.
pub fn drawer(run: RunId) -> AnyView {
    let query = query();
    let open = RwSignal::new(false);
    Effect::new(move || open.set(query.get(SHOWN).is_some()));
    Effect::new(move |before: Option<bool>| {
        let is_open = open.get();
        // Whoever goes back has left already.
        if before == Some(true) && !is_open && untrack(|| query.get(SHOWN).is_some()) {
            query.clear(&[SHOWN, ONE]);
        }
        is_open
    });
    let body = ViewFn::from(move || fetched(run, query));
    view! { <Dialog open=open title=texts::exchanges_title() body=body class="drawer wide-drawer"/> }
        .into_any()
}

fn fetched(run: RunId, query: Query) -> AnyView {
    let failed = Signal::derive(move || query.get(SHOWN).as_deref() == Some(FAILED));
    let one = Memo::new(move |_| query.parsed::<u64>(ONE));
    let all = sifted(move || Some(ListExchanges { run, failed: failed.get() }), &[Topic::Runs]);
    let shown = load(move || Some(GetExchange { run, number: one.get()? }), &[]);
    let sift = move |failed| query.choose(SHOWN, if failed { FAILED } else { "all" }.into());
    let turn = move |one: Option<u64>| query.choose(ONE, one.map(|one| one.to_string()).unwrap_or_default());
    let chosen = Chosen {
        failed,
        sift: Callback::new(sift),
        one: one.into(),
        turn: Callback::new(turn),
        copy: copying(),
    };
    view! { <p class="quiet">{texts::exchanges_detail()}</p> {faces(&all, move |all| view(all, shown.clone(), chosen))} }
        .into_any()
}

/// The exchanges, and one of them whole.
pub fn view(all: Signal<ExchangeList>, shown: Load<ExchangeView>, chosen: Chosen) -> AnyView {
    let shown = StoredValue::new(shown);
    let each = move |row: ExchangeRow| line(&row, shown, chosen);
    view! {
        <div class="row">{choice(chosen)} {move || all.with(figures)}</div>
        {move || all.with(|all| all.rows.is_empty()).then(|| view! { <p class="quiet">{nothing(chosen)}</p> })}
        <ol class="exchanges">
            <For each=move || all.get().rows key=|row| row.number children=each/>
        </ol>
    }
    .into_any()
}

fn nothing(chosen: Chosen) -> &'static str {
    if chosen.failed.get() { texts::exchanges_none_failed() } else { texts::exchanges_none() }
}

/// Which are shown; it stays in its place while they are asked for, so that the focus does.
fn choice(chosen: Chosen) -> AnyView {
    let choices = [("all", texts::exchanges_all()), (FAILED, texts::exchanges_failed())];
    let choices = choices.map(|(value, label)| (value.to_owned(), label.to_owned())).to_vec();
    let now = Signal::derive(move || if chosen.failed.get() { FAILED } else { "all" }.to_owned());
    let choose = Callback::new(move |value: String| chosen.sift.run(value == FAILED));
    segments(texts::exchanges_title(), choices, now, choose)
}

fn figures(all: &ExchangeList) -> AnyView {
    let kept = texts::exchanges_kept(thousands(all.count), thousands(all.failed));
    let gone = (all.let_go > 0).then(|| texts::exchanges_let_go(all.let_go));
    view! { <small class="quiet">{kept} " " {gone}</small> }.into_any()
}

fn line(row: &ExchangeRow, shown: StoredValue<Load<ExchangeView>>, chosen: Chosen) -> AnyView {
    let number = row.number;
    let is_open = Memo::new(move |_| chosen.one.get() == Some(number));
    let press = move |_| chosen.turn.run((!is_open.get_untracked()).then_some(number));
    let inside = move || {
        let drawn = move || shown.with_value(|shown| faces(shown, move |shown| whole(shown, chosen.copy)));
        is_open.get().then(drawn)
    };
    view! {
        <li class:open=is_open>
            <button type="button" class="exchange" aria-expanded=move || is_open.get().to_string() on:click=press>
                {status(row)} <b class="mono">{row.method.clone()}</b>
                <span class="mono grow address">{row.address.clone()}</span>
                <small class="quiet">{told(row)} " · " {moment(row.at)}</small>
            </button>
            {inside}
        </li>
    }
    .into_any()
}

fn status(row: &ExchangeRow) -> AnyView {
    let word =
        row.status.map_or_else(|| texts::exchange_unanswered().to_owned(), |status| status.to_string());
    chip(if row.failed { Mood::Bad } else { Mood::Good }, word)
}

fn told(row: &ExchangeRow) -> String {
    let took = seconds(i64::try_from(row.took_ms).unwrap_or(i64::MAX));
    let sizes = texts::exchange_sizes(size(row.sent_bytes), size(row.came_bytes));
    match row.attempt {
        ..=1 => format!("{took} · {sizes}"),
        attempt => format!("{} · {took} · {sizes}", texts::exchange_attempt(attempt)),
    }
}
