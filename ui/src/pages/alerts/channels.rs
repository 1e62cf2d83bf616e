//! The channels of the form: desktop, mail, webhook; each can be tried, and says what came of it.

use super::form::Form;
use crate::texts;
use crate::widgets::{Button, Check, Pick, Text};
use crosswalk_model::AlertChannel;
use leptos::prelude::*;

/// A switch, what belongs to it while it is on, and the button that tries it.
fn channel(
    form: Form,
    (which, on): (AlertChannel, RwSignal<bool>),
    (label, help): (&'static str, &'static str),
    fields: impl Fn() -> AnyView + Send + 'static,
) -> AnyView {
    let turn = move |is_on| on.set(is_on);
    let inside = move || on.get().then(|| view! { {fields()} {test(form, which)} });
    view! { <Check label=label help=help on=on turn=turn/> {inside} }.into_any()
}

fn test(form: Form, which: AlertChannel) -> AnyView {
    let tried = form.deeds.tried;
    let said = move || {
        let (channel, sentence) = tried.get()?;
        (channel == which)
            .then(|| view! { <span class="is-good"><span aria-hidden="true">"✓ "</span>{sentence}</span> })
    };
    view! {
        <div class="row">
            <Button label=texts::alerts_test() press=move |()| form.test(which) busy=form.deeds.busy/>
            <span role="status">{said}</span>
        </div>
    }
    .into_any()
}

/// The desktop, where this host has one.
pub fn desktop(form: Form, has_desktop: bool) -> AnyView {
    if !has_desktop {
        return view! { <p class="quiet">{texts::alerts_no_desktop()}</p> }.into_any();
    }
    let words = (texts::alerts_desktop_on(), texts::alerts_desktop_help());
    channel(form, (AlertChannel::Desktop, form.desktop), words, || ().into_any())
}

/// A mail server.
pub fn mail(form: Form, has_password: bool) -> AnyView {
    let words = (texts::alerts_mail_on(), texts::alerts_mail_help());
    channel(form, (AlertChannel::Mail, form.mail), words, move || mail_fields(form, has_password))
}

fn mail_fields(form: Form, has_password: bool) -> AnyView {
    let [host, port, username, from, to] = form.letters;
    let kept = if has_password { texts::form_secret_kept() } else { "" };
    view! {
        <Text label=texts::mail_host() value=host error=form.error("mail.host") hint="mail.school.example" kept=true/>
        <div class="pair">
            {security(form)}
            <Text label=texts::mail_port() value=port error=form.error("mail.port") help=texts::mail_port_help() kept=true/>
        </div>
        <Text label=texts::mail_user() value=username optional=true kept=true/>
        <Text label=texts::mail_password() value=form.password kind="password" hint=kept optional=true/>
        <Text label=texts::mail_from() value=from error=form.error("mail.from") hint="crosswalk@school.example" kept=true/>
        <Text label=texts::mail_to() value=to error=form.error("mail.to") help=texts::mail_to_help() kept=true/>
    }
    .into_any()
}

fn security(form: Form) -> AnyView {
    let choices = [("start_tls", texts::mail_start_tls()), ("tls", texts::mail_tls())];
    let choices = choices.map(|(word, label)| (word.to_owned(), label.to_owned())).to_vec();
    let value = Signal::derive(move || if form.is_tls.get() { "tls" } else { "start_tls" }.to_owned());
    let choose = move |word: String| form.is_tls.set(word == "tls");
    view! { <Pick label=texts::mail_security() choices=choices value=value choose=choose/> }.into_any()
}

/// A webhook.
pub fn webhook(form: Form, has_secret: bool) -> AnyView {
    let words = (texts::alerts_webhook_on(), texts::alerts_webhook_help());
    let kept = if has_secret { texts::form_secret_kept() } else { "whsec_…" };
    channel(form, (AlertChannel::Webhook, form.webhook), words, move || {
        let [url, own, secret] = form.hook;
        view! {
            <Text label=texts::webhook_url() value=url error=form.error("webhook.url") kind="url" hint="https://" kept=true/>
            <Text label=texts::webhook_secret() value=secret error=form.error("webhook_secret") kind="password"
                hint=kept help=texts::webhook_secret_help()/>
            <Text label=texts::webhook_own() value=own help=texts::webhook_own_help() optional=true kept=true/>
        }
        .into_any()
    })
}
