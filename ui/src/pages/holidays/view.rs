//! Draws the holidays as lines that are typed into; all of them are saved at once.

use super::draft::{Line, days};
use crate::state::keep_typed;
use crate::texts;
use crate::widgets::{Button, Icon, Look, Text, empty_face, head, icon, problem_note};
use crosswalk_contract::Problem;
use crosswalk_model::Holiday;
use leptos::prelude::*;

/// Under this name what is typed survives a reload.
const ASIDE: &str = "holidays";

/// A line on the screen.
#[derive(Clone, Copy)]
struct Drawn {
    number: u64,
    title: RwSignal<String>,
    first: RwSignal<String>,
    last: RwSignal<String>,
}

impl Drawn {
    fn of(number: u64, line: Line) -> Self {
        let [title, first, last] = [line.title, line.first, line.last].map(RwSignal::new);
        Self { number, title, first, last }
    }

    fn line(self) -> Line {
        Line { title: self.title.get(), first: self.first.get(), last: self.last.get() }
    }
}

/// The holidays; `save` stores all of them.
pub fn view(
    holidays: Signal<Vec<Holiday>>,
    save: Callback<Vec<Holiday>>,
    (busy, problem): (Signal<bool>, Signal<Option<Problem>>),
) -> AnyView {
    let sentence = move || match holidays.with(Vec::len) {
        0 => texts::holidays_none().to_owned(),
        count => texts::holidays_sentence(count as u64),
    };
    view! {
        {head(sentence, texts::holidays_detail(), ())}
        {move || form(&holidays.get(), save, busy)}
        {move || problem.get().map(|problem| problem_note(&problem))}
    }
    .into_any()
}

fn form(stored: &[Holiday], save: Callback<Vec<Holiday>>, busy: Signal<bool>) -> AnyView {
    let lines = begun(stored);
    let (tried, next) = (RwSignal::new(false), StoredValue::new(lines.with_untracked(Vec::len) as u64));
    let add = Callback::new(move |()| {
        let number = next.get_value();
        next.set_value(number + 1);
        lines.update(|lines| lines.push(Drawn::of(number, Line::default())));
    });
    let press = Callback::new(move |()| {
        tried.set(true);
        let typed = lines.get_untracked().into_iter().map(|line| untrack(|| line.line()));
        let meant: Result<Vec<Holiday>, _> =
            typed.filter(|line| !line.is_blank()).map(|line| line.holiday()).collect();
        if let Ok(holidays) = meant {
            save.run(holidays);
        }
    });
    let none = move || {
        lines
            .with(Vec::is_empty)
            .then(|| empty_face(texts::holidays_empty_title(), texts::holidays_empty_detail(), None))
    };
    view! {
        <form class="stack wide" on:submit=move |event| { event.prevent_default(); press.run(()); }>
            {none}
            <ul class="holidays">
                <For each=move || lines.get() key=|line| line.number let:line>{drawn(line, tried, lines)}</For>
            </ul>
            <div class="row">
                <Button label=texts::holidays_add() press=add chord="a"/>
                <Button label=texts::holidays_save() press=press look=Look::Main busy=busy chord="Ctrl+Enter"/>
            </div>
        </form>
    }
    .into_any()
}

/// The lines that are stored, or those that stood here when the page was loaded anew by accident. What is typed from now
/// on survives that.
fn begun(stored: &[Holiday]) -> RwSignal<Vec<Drawn>> {
    let aside = RwSignal::new(String::new());
    let keep = keep_typed(ASIDE, aside);
    let typed = aside.with_untracked(|text| serde_json::from_str::<Vec<Line>>(text).ok());
    let first = typed.unwrap_or_else(|| stored.iter().map(Line::of).collect());
    let lines =
        RwSignal::new((0..).zip(first).map(|(number, line)| Drawn::of(number, line)).collect::<Vec<_>>());
    Effect::new(move |before: Option<Vec<Line>>| {
        let now: Vec<Line> = lines.get().into_iter().map(Drawn::line).collect();
        if before.is_some_and(|before| before != now) {
            keep(&serde_json::to_string(&now).unwrap_or_default());
        }
        now
    });
    lines
}

fn drawn(line: Drawn, tried: RwSignal<bool>, lines: RwSignal<Vec<Drawn>>) -> AnyView {
    let meant = move || line.line();
    let error = Signal::derive(move || {
        let typed = meant();
        typed.holiday().err().filter(|_| tried.get() && !typed.is_blank()).map(str::to_owned)
    });
    let count = move || meant().holiday().ok().map(|holiday| texts::holidays_days(days(&holiday)));
    let remove = move |_| lines.update(|lines| lines.retain(|other| other.number != line.number));
    let label = move || texts::holidays_remove(line.title.get());
    view! {
        <li class="card">
            <Text label=texts::holidays_title() value=line.title error=error hint=texts::holidays_hint()/>
            <Text label=texts::holidays_first() value=line.first kind="date"/>
            <Text label=texts::holidays_last() value=line.last kind="date"/>
            <span class="quiet holiday-days">{count}</span>
            <button type="button" class="bare" aria-label=label on:click=remove>{icon(Icon::Close)}</button>
        </li>
    }
    .into_any()
}
