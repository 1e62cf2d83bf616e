//! The form of a schedule: how often, when, in which zone; what it would do stands below while it is typed.

use super::draft::{Often, offered};
use super::view::Deeds;
use crate::state::{Face, keep_typed};
use crate::texts;
use crate::widgets::{Button, Check, Dialog, Look, Pick, Text, problem_note};
use crosswalk_contract::SchedulePreview;
use crosswalk_model::{CatchUp, InHolidays, Schedule, SyncId};
use leptos::prelude::*;

/// Under this name it survives a reload.
const ASIDE: &str = "schedule";

/// The schedule that is being edited.
#[derive(Clone, Copy)]
pub struct Editing {
    open: RwSignal<bool>,
    title: RwSignal<String>,
    kept: RwSignal<Option<Schedule>>,
    /// Puts aside what is typed, so that an accidental reload opens the form again with it.
    aside: Callback<String>,
}

impl Editing {
    /// The one that was being edited when the page was loaded anew, or none.
    pub fn found() -> Self {
        let aside = RwSignal::new(String::new());
        let keep = keep_typed(ASIDE, aside);
        let found = aside.with_untracked(|text| serde_json::from_str::<(String, Schedule)>(text).ok());
        let (title, kept) = found.map_or((String::new(), None), |(title, kept)| (title, Some(kept)));
        let editing = Self {
            open: RwSignal::new(kept.is_some()),
            title: RwSignal::new(title),
            kept: RwSignal::new(kept),
            aside: Callback::new(move |text: String| keep(&text)),
        };
        // Whoever closes the form has given up what was typed into it.
        Effect::new(move || {
            if !editing.open.get() {
                editing.aside.run(String::new());
            }
        });
        editing
    }

    fn put_aside(self, draft: &Schedule) {
        let kept = self.title.with_untracked(|title| serde_json::to_string(&(title, draft)));
        self.aside.run(kept.unwrap_or_default());
    }

    /// Opens the form for a sync; without a schedule it offers every night.
    pub fn begin(self, sync: SyncId, title: &str, kept: Option<Schedule>) {
        self.title.set(texts::schedule_title(title));
        self.kept.set(Some(kept.unwrap_or_else(|| offered(sync, zone_here()))));
        self.open.set(true);
    }
}

/// The zone of this computer, as the browser names it.
fn zone_here() -> String {
    let options = js_sys::Intl::DateTimeFormat::default().resolved_options();
    let zone = js_sys::Reflect::get(&options, &"timeZone".into()).ok().and_then(|zone| zone.as_string());
    zone.filter(|zone| zone.contains('/')).unwrap_or_else(|| "Pacific/Auckland".to_owned())
}

/// The dialog with the form.
pub fn editor(editing: Editing, deeds: Deeds) -> AnyView {
    let body = ViewFn::from(move || match editing.kept.get_untracked() {
        Some(kept) => form(kept, editing, deeds),
        None => ().into_any(),
    });
    view! { <Dialog open=editing.open title=editing.title body=body/> }.into_any()
}

fn form(kept: Schedule, editing: Editing, deeds: Deeds) -> AnyView {
    let (often, time) = Often::of(&kept.cron);
    let (often, time) = (RwSignal::new(often), RwSignal::new(time));
    let (own, zone) = (RwSignal::new(kept.cron.clone()), RwSignal::new(kept.zone.clone()));
    let draft = RwSignal::new(kept);
    Effect::new(move || {
        let cron = often.get().cron(&time.get(), &own.get());
        let zone = zone.get().trim().to_owned();
        draft.update(|draft| (draft.cron, draft.zone) = (cron, zone));
    });
    Effect::new(move || draft.with(|draft| editing.put_aside(draft)));
    let close = Callback::new(move |()| {
        editing.open.try_set(false);
    });
    let save = move |()| deeds.set.run((draft.get_untracked(), close));
    view! {
        {when(often, time, own)}
        <Text label=texts::schedule_zone() value=zone help=texts::schedule_zone_help()/>
        {switches(draft)}
        {preview(draft, deeds)}
        <div class="ends">
            <Button label=texts::cancel() press=move |()| editing.open.set(false)/>
            <Button label=texts::schedule_save() press=save look=Look::Main busy=deeds.busy/>
        </div>
    }
    .into_any()
}

fn when(often: RwSignal<Often>, time: RwSignal<String>, own: RwSignal<String>) -> AnyView {
    let word = |often| match often {
        Often::Daily => texts::often_daily(),
        Often::Weekdays => texts::often_weekdays(),
        Often::Hourly => texts::often_hourly(),
        Often::Own => texts::often_own(),
    };
    let choices = Often::ALL.map(|often| (often.word().to_owned(), word(often).to_owned())).to_vec();
    let choose = move |word: String| {
        let chosen = Often::from_word(&word);
        if chosen == Often::Own {
            own.set(often.get_untracked().cron(&time.get_untracked(), &own.get_untracked()));
        }
        often.set(chosen);
    };
    let shown = move || match often.get() {
        Often::Own => {
            view! { <Text label=texts::schedule_cron() value=own help=texts::schedule_cron_help()/> }
                .into_any()
        }
        often if often.has_time() => {
            view! { <Text label=texts::schedule_time() value=time kind="time"/> }.into_any()
        }
        _ => ().into_any(),
    };
    let chosen = Signal::derive(move || often.get().word().to_owned());
    view! { <Pick label=texts::schedule_often() choices=choices value=chosen choose=choose/> {shown} }
        .into_any()
}

fn switches(draft: RwSignal<Schedule>) -> AnyView {
    let rests = Signal::derive(move || draft.with(|draft| draft.in_holidays == InHolidays::Rest));
    let rest = move |on| {
        draft.update(|draft| draft.in_holidays = if on { InHolidays::Rest } else { InHolidays::Run });
    };
    let catches = Signal::derive(move || draft.with(|draft| draft.catch_up == CatchUp::Once));
    let catch_up =
        move |on| draft.update(|draft| draft.catch_up = if on { CatchUp::Once } else { CatchUp::Skip });
    view! {
        <Check label=texts::schedule_catch_up() on=catches turn=catch_up help=texts::schedule_catch_up_help()/>
        <Check label=texts::schedule_rest() on=rests turn=rest help=texts::schedule_rest_help()/>
    }
    .into_any()
}

fn preview(draft: RwSignal<Schedule>, deeds: Deeds) -> AnyView {
    let asked = deeds.preview.run(draft);
    let drawn = move || asked.face.with(foreseen);
    view! { <div class="preview stack" aria-live="polite">{drawn}</div> }.into_any()
}

fn foreseen(face: &Face<SchedulePreview>) -> AnyView {
    match face {
        Face::Loading => view! { <p class="quiet">{texts::loading()}</p> }.into_any(),
        Face::Failed(problem) => problem_note(problem),
        Face::Full(preview) => told(&preview.read()),
    }
}

fn told(preview: &SchedulePreview) -> AnyView {
    let times = preview.next.iter().map(|time| view! { <li>{time.local.clone()}</li> }).collect_view();
    view! { <p><b>{preview.words.clone()}</b></p> <ol>{times}</ol> }.into_any()
}
