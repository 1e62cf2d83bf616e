//! Draws the timing of a sync.

use crate::texts;
use crate::widgets::{Button, Look, Text, choice, head, moment, problem_note, section};
use crosswalk_contract::{Problem, SetTiming, TimingView};
use crosswalk_model::{ReadBack, Starts, SyncId};
use leptos::prelude::*;

/// What can be done here.
#[derive(Clone, Copy)]
pub struct Deeds {
    /// Saves the timing.
    pub set: Callback<SetTiming>,
    /// Sets whether plans below the guard are applied without asking.
    pub stand: Callback<bool>,
    /// Runs the sync and reads all that its destination holds.
    pub reconcile: Callback<SyncId>,
    /// Whether an answer is awaited.
    pub busy: Signal<bool>,
    /// Why it could not be done.
    pub problem: Signal<Option<Problem>>,
}

/// The timing; `standing` is whether plans below the guard are applied without asking, once that is known.
pub fn view(timing: Signal<TimingView>, standing: Signal<Option<bool>>, deeds: Deeds) -> AnyView {
    let reconcile = move |()| deeds.reconcile.run(timing.with_untracked(|timing| timing.sync));
    let actions = view! { <Button label=texts::timing_reconcile() press=reconcile busy=deeds.busy/> };
    let last = move || {
        timing.with(|timing| match timing.last_reconcile {
            Some(at) => view! { <p>{texts::timing_last()} " " {moment(at)}</p> }.into_any(),
            None => view! { <p>{texts::timing_never()}</p> }.into_any(),
        })
    };
    view! {
        {head(move || timing.with(|timing| timing.title.clone()), move || timing.with(|timing| timing.words.clone()), actions)}
        {move || deeds.problem.get().map(|problem| problem_note(&problem))}
        <div class="halves">
            {move || form(&timing.get(), deeds)}
            <div class="stack wide">
                {section(texts::timing_approval(), approval(standing, deeds))}
                {section(texts::timing_reconcile_title(), view! { {last} <p class="quiet">{texts::timing_reconcile_help()}</p> })}
            </div>
        </div>
    }
    .into_any()
}

fn approval(standing: Signal<Option<bool>>, deeds: Deeds) -> AnyView {
    let word = |standing: bool| if standing { "stand" } else { "ask" };
    let chosen = RwSignal::new(String::new());
    Effect::new(move || {
        if let Some(standing) = standing.get() {
            chosen.set(word(standing).to_owned());
        }
    });
    let choices = vec![
        ("ask", texts::timing_ask(), texts::timing_ask_help()),
        ("stand", texts::timing_stand(), texts::timing_stand_help()),
    ];
    let choose = Callback::new(move |word: String| {
        deeds.stand.run(word == "stand");
        chosen.set(word);
    });
    choice(texts::timing_approval(), choices, chosen.into(), choose)
}

fn form(timing: &TimingView, deeds: Deeds) -> AnyView {
    let starts = RwSignal::new(starts_word(timing.starts).to_owned());
    let reads = RwSignal::new(reads_word(timing.read_back).to_owned());
    let days = RwSignal::new(timing.reconcile_days.to_string());
    let is_tried = RwSignal::new(false);
    let meant = move || days.get().trim().parse::<u16>().ok().filter(|days| (1..=366).contains(days));
    let error = Signal::derive(move || {
        (is_tried.get() && meant().is_none()).then(|| texts::timing_bad_days().to_owned())
    });
    let sync = timing.sync;
    let save = Callback::new(move |()| {
        is_tried.set(true);
        if let Some(reconcile_days) = untrack(meant) {
            let (starts, read_back) = (starts_of(&starts.get_untracked()), reads_of(&reads.get_untracked()));
            deeds.set.run(SetTiming { sync, starts, read_back, reconcile_days });
        }
    });
    let often = move || {
        (reads.get() == reads_word(ReadBack::Reconcile))
            .then(|| view! { <Text label=texts::timing_days() value=days error=error help=texts::timing_days_help()/> })
    };
    let body = view! {
        <form class="stack wide" on:submit=move |event| { event.prevent_default(); save.run(()); }>
            <h3>{texts::timing_starts()}</h3>
            {choice(texts::timing_starts(), starts_choices(), starts.into(), Callback::new(move |word| starts.set(word)))}
            <h3>{texts::timing_reads()}</h3>
            {choice(texts::timing_reads(), reads_choices(), reads.into(), Callback::new(move |word| reads.set(word)))}
            {often}
            <div class="row"><Button label=texts::timing_save() press=save look=Look::Main busy=deeds.busy chord="Ctrl+Enter"/></div>
        </form>
    };
    section(texts::timing_when(), body)
}

type Choices = Vec<(&'static str, &'static str, &'static str)>;

fn starts_choices() -> Choices {
    vec![
        (
            starts_word(Starts::AfterChanges),
            texts::starts_after_changes(),
            texts::starts_after_changes_help(),
        ),
        (starts_word(Starts::WhenAsked), texts::starts_when_asked(), texts::starts_when_asked_help()),
    ]
}

fn reads_choices() -> Choices {
    vec![
        (reads_word(ReadBack::EveryRun), texts::reads_every_run(), texts::reads_every_run_help()),
        (reads_word(ReadBack::ChangedOnly), texts::reads_changed(), texts::reads_changed_help()),
        (reads_word(ReadBack::Reconcile), texts::reads_reconcile(), texts::reads_reconcile_help()),
    ]
}

fn starts_word(starts: Starts) -> &'static str {
    match starts {
        Starts::AfterChanges => "after_changes",
        Starts::WhenAsked => "when_asked",
    }
}

fn starts_of(word: &str) -> Starts {
    if word == starts_word(Starts::WhenAsked) { Starts::WhenAsked } else { Starts::AfterChanges }
}

fn reads_word(reads: ReadBack) -> &'static str {
    match reads {
        ReadBack::EveryRun => "every_run",
        ReadBack::ChangedOnly => "changed_only",
        ReadBack::Reconcile => "reconcile",
    }
}

fn reads_of(word: &str) -> ReadBack {
    let all = [ReadBack::EveryRun, ReadBack::ChangedOnly, ReadBack::Reconcile];
    all.into_iter().find(|reads| reads_word(*reads) == word).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_is_the_one_that_was_shown() {
        for starts in [Starts::AfterChanges, Starts::WhenAsked] {
            assert_eq!(starts_of(starts_word(starts)), starts);
        }
        for (word, ..) in reads_choices() {
            assert_eq!(reads_word(reads_of(word)), word);
        }
    }
}
