//! The form of alerts: of what one is told, when not, and by which channels.

use super::channels::{desktop, mail, webhook};
use super::typed::{Typed, TypedMail, Wrong};
use super::view::Deeds;
use crate::texts;
use crate::widgets::{Button, Check, Look, Text, problem_note, section};
use crosswalk_contract::{AlertsView, SetAlerts};
use crosswalk_model::{AlertChannel, AlertRule, Secret};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// What is typed, field by field.
#[derive(Clone, Copy)]
pub struct Form {
    rules: RwSignal<BTreeSet<AlertRule>>,
    /// Whether there are quiet hours; from when; until when.
    quiet: (RwSignal<bool>, RwSignal<String>, RwSignal<String>),
    /// Whether the desktop shows a notification.
    pub desktop: RwSignal<bool>,
    /// Whether there is mail.
    pub mail: RwSignal<bool>,
    /// The server, its port, its user, sender, addressees, in this order.
    pub letters: [RwSignal<String>; 5],
    /// Whether it is TLS from the start.
    pub is_tls: RwSignal<bool>,
    /// A new password for the mail server.
    pub password: RwSignal<String>,
    /// Whether there is a webhook.
    pub webhook: RwSignal<bool>,
    /// Where it is posted to, own servers, a new secret, in this order.
    pub hook: [RwSignal<String>; 3],
    /// What is wrong with which field.
    wrong: RwSignal<Option<Wrong>>,
    /// What can be done with it.
    pub deeds: Deeds,
}

impl Form {
    fn of(view: &AlertsView, deeds: Deeds) -> Self {
        let settings = &view.settings;
        let quiet = settings.quiet.as_ref();
        let time = |time: crosswalk_model::Time| time.to_string().chars().take(5).collect::<String>();
        let (from, until) = quiet
            .map_or_else(|| ("21:00".into(), "07:00".into()), |quiet| (time(quiet.from), time(quiet.until)));
        let usual = TypedMail { port: "587".into(), ..TypedMail::default() };
        let mail = settings.mail.as_ref().map_or(usual, TypedMail::of);
        let hook = settings.webhook.as_ref();
        let (url, own) = hook.map(|hook| (hook.url.clone(), hook.own_servers.clone())).unwrap_or_default();
        Self {
            rules: RwSignal::new(settings.rules.clone()),
            quiet: (RwSignal::new(quiet.is_some()), RwSignal::new(from), RwSignal::new(until)),
            desktop: RwSignal::new(settings.desktop),
            mail: RwSignal::new(settings.mail.is_some()),
            letters: [mail.host, mail.port, mail.username, mail.from, mail.to].map(RwSignal::new),
            is_tls: RwSignal::new(mail.is_tls),
            password: RwSignal::new(String::new()),
            webhook: RwSignal::new(hook.is_some()),
            hook: [url, own, String::new()].map(RwSignal::new),
            wrong: RwSignal::new(None),
            deeds,
        }
    }

    fn typed(self) -> Typed {
        let text = |signal: RwSignal<String>| signal.get_untracked();
        let [host, port, username, from, to] = self.letters.map(text);
        let [url, own, _] = self.hook.map(text);
        let mail = TypedMail { host, port, is_tls: self.is_tls.get_untracked(), username, from, to };
        let (has_quiet, begins, ends) = self.quiet;
        Typed {
            rules: self.rules.get_untracked(),
            quiet: has_quiet.get_untracked().then(|| (text(begins), text(ends))),
            desktop: self.desktop.get_untracked(),
            mail: self.mail.get_untracked().then_some(mail),
            webhook: self.webhook.get_untracked().then_some((url, own)),
        }
    }

    /// The question that saves it; where something is wrong, that is said beside its field.
    fn ask(self) -> Option<SetAlerts> {
        let settings = self.typed().settings();
        self.wrong.set(settings.as_ref().err().copied());
        let secret = |typed: RwSignal<String>| {
            let typed = typed.get_untracked();
            (!typed.is_empty()).then(|| Secret::new(typed))
        };
        let [.., hook] = self.hook;
        Some(SetAlerts {
            settings: settings.ok()?,
            mail_password: secret(self.password).filter(|_| self.mail.get_untracked()),
            webhook_secret: secret(hook).filter(|_| self.webhook.get_untracked()),
        })
    }

    /// Saves it, and sends a message by this channel.
    pub fn test(self, channel: AlertChannel) {
        if let Some(ask) = self.ask() {
            self.deeds.test.run((ask, channel));
        }
    }

    /// What is wrong with a field: by the form's word, or by the engine's.
    pub fn error(self, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || {
            let own =
                self.wrong.get().filter(|(wrong, _)| *wrong == field).map(|(_, words)| words.to_owned());
            let problem = self.deeds.problem;
            own.or_else(|| {
                let told = problem.get().filter(|problem| problem.field.as_deref() == Some(field))?;
                Some(told.happened)
            })
        })
    }
}

/// Draws the form.
pub fn form(view: &AlertsView, deeds: Deeds) -> AnyView {
    let form = Form::of(view, deeds);
    let save = Callback::new(move |()| {
        if let Some(ask) = form.ask() {
            deeds.save.run(ask);
        }
    });
    let problem = move || {
        let problem = deeds.problem.get().filter(|problem| problem.field.is_none());
        problem.map(|problem| problem_note(&problem))
    };
    view! {
        <form class="stack wide" on:submit=move |event| { event.prevent_default(); save.run(()); }>
            <div class="halves">
                <div class="stack wide">
                    {section(texts::alerts_rules(), rules(form))}
                    {section(texts::alerts_quiet(), quiet(form))}
                    {section(texts::channel_desktop(), desktop(form, view.has_desktop))}
                </div>
                <div class="stack wide">
                    {section(texts::channel_mail(), mail(form, view.has_mail_password))}
                    {section(texts::channel_webhook(), webhook(form, view.has_webhook_secret))}
                </div>
            </div>
            {problem}
            <div class="row"><Button label=texts::alerts_save() press=save look=Look::Main busy=deeds.busy chord="Ctrl+Enter"/></div>
        </form>
    }
    .into_any()
}

fn rules(form: Form) -> AnyView {
    let each = AlertRule::ALL.map(|rule| {
        let on = Signal::derive(move || form.rules.with(|rules| rules.contains(&rule)));
        let turn = move |on: bool| {
            form.rules.update(|rules| _ = if on { rules.insert(rule) } else { rules.remove(&rule) });
        };
        let (label, help) = rule_words(rule);
        view! { <Check label=label help=help on=on turn=turn/> }
    });
    view! { <div class="stack">{each.into_iter().collect_view()}</div> }.into_any()
}

fn rule_words(rule: AlertRule) -> (&'static str, &'static str) {
    match rule {
        AlertRule::RunFailed => (texts::rule_run_failed(), texts::rule_run_failed_help()),
        AlertRule::ScheduleMissed => (texts::rule_schedule_missed(), texts::rule_schedule_missed_help()),
        AlertRule::PlanHeld => (texts::rule_plan_held(), texts::rule_plan_held_help()),
        AlertRule::ConnectionResting => (texts::rule_resting(), texts::rule_resting_help()),
        AlertRule::DeliveriesWait => (texts::rule_deliveries_wait(), texts::rule_deliveries_wait_help()),
        AlertRule::BackupOld => (texts::rule_backup_old(), texts::rule_backup_old_help()),
    }
}

fn quiet(form: Form) -> AnyView {
    let (on, from, until) = form.quiet;
    let error = form.error("quiet");
    let times = move || {
        on.get().then(|| {
            view! {
                <div class="pair">
                    <Text label=texts::alerts_quiet_from() value=from kind="time" error=error kept=true/>
                    <Text label=texts::alerts_quiet_until() value=until kind="time" kept=true/>
                </div>
            }
        })
    };
    let turn = move |is_on| on.set(is_on);
    view! { <Check label=texts::alerts_quiet_on() help=texts::alerts_quiet_help() on=on turn=turn/> {times} }
        .into_any()
}
