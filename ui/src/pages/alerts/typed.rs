//! What stands in the form of alerts, and the settings that it means. Pure.

use crate::texts;
use crosswalk_model::{AlertRule, AlertSettings, MailChannel, MailSecurity, QuietHours, WebhookChannel};
use std::collections::BTreeSet;

/// What stands in the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// Of what.
    pub rules: BTreeSet<AlertRule>,
    /// From and until, where there are quiet hours.
    pub quiet: Option<(String, String)>,
    /// Whether the desktop shows a notification.
    pub desktop: bool,
    /// The mail server, where there is one.
    pub mail: Option<TypedMail>,
    /// Where it is posted to, and addresses of the school's own network.
    pub webhook: Option<(String, String)>,
}

/// A mail server as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedMail {
    /// The server's name.
    pub host: String,
    /// Its port.
    pub port: String,
    /// Whether it is TLS from the start.
    pub is_tls: bool,
    /// The name to sign in with.
    pub username: String,
    /// Who it is from.
    pub from: String,
    /// Who it goes to, with commas or spaces between.
    pub to: String,
}

/// The field that is wrong, and why.
pub type Wrong = (&'static str, &'static str);

impl Typed {
    /// The settings that are meant, or the first field that is wrong.
    pub fn settings(&self) -> Result<AlertSettings, Wrong> {
        Ok(AlertSettings {
            rules: self.rules.clone(),
            quiet: self.quiet.as_ref().map(quiet).transpose()?,
            desktop: self.desktop,
            mail: self.mail.as_ref().map(TypedMail::channel).transpose()?,
            webhook: self.webhook.as_ref().map(webhook).transpose()?,
        })
    }
}

fn quiet((from, until): &(String, String)) -> Result<QuietHours, Wrong> {
    let time = |text: &String| text.parse().map_err(|_| ("quiet", texts::alerts_bad_time()));
    Ok(QuietHours { from: time(from)?, until: time(until)? })
}

fn webhook((url, own): &(String, String)) -> Result<WebhookChannel, Wrong> {
    let url = needed("webhook.url", url)?;
    Ok(WebhookChannel { url, own_servers: own.trim().to_owned() })
}

fn needed(field: &'static str, text: &str) -> Result<String, Wrong> {
    let text = text.trim();
    if text.is_empty() { Err((field, texts::form_missing())) } else { Ok(text.to_owned()) }
}

impl TypedMail {
    fn channel(&self) -> Result<MailChannel, Wrong> {
        let username = self.username.trim();
        Ok(MailChannel {
            host: needed("mail.host", &self.host)?,
            port: self.port.trim().parse().map_err(|_| ("mail.port", texts::alerts_bad_port()))?,
            security: if self.is_tls { MailSecurity::Tls } else { MailSecurity::StartTls },
            username: (!username.is_empty()).then(|| username.to_owned()),
            from: needed("mail.from", &self.from)?,
            to: addressees(&needed("mail.to", &self.to)?),
        })
    }

    /// As the form begins with what is stored.
    pub fn of(mail: &MailChannel) -> Self {
        Self {
            host: mail.host.clone(),
            port: mail.port.to_string(),
            is_tls: mail.security == MailSecurity::Tls,
            username: mail.username.clone().unwrap_or_default(),
            from: mail.from.clone(),
            to: mail.to.join(", "),
        }
    }
}

/// Several addresses in one line.
fn addressees(line: &str) -> Vec<String> {
    let parts = line.split([',', ';', ' ', '\n']).map(str::trim);
    parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail() -> TypedMail {
        TypedMail {
            host: " mail.school.example ".into(),
            port: "587".into(),
            is_tls: false,
            username: String::new(),
            from: "crosswalk@school.example".into(),
            to: "it@school.example, office@school.example;".into(),
        }
    }

    fn wrong(typed: Typed) -> Option<&'static str> {
        typed.settings().err().map(|(field, _)| field)
    }

    #[test]
    fn what_is_typed_becomes_what_is_meant() {
        let typed = Typed {
            quiet: Some(("22:00".into(), "06:30".into())),
            mail: Some(mail()),
            webhook: Some(("https://hooks.example/x".into(), String::new())),
            ..Typed::default()
        };
        let settings = typed.settings().unwrap();
        let sent = settings.mail.unwrap();
        assert_eq!(
            (sent.host.as_str(), sent.port, sent.username.clone()),
            ("mail.school.example", 587, None)
        );
        assert_eq!(sent.to, ["it@school.example", "office@school.example"]);
        assert_eq!(TypedMail::of(&sent).channel().unwrap(), sent, "what is stored is shown and stored again");
        assert_eq!(settings.quiet.unwrap().until.to_string(), "06:30:00");
    }

    #[test]
    fn the_first_field_that_is_wrong_is_named() {
        let of = |mail| Typed { mail: Some(mail), ..Typed::default() };
        assert_eq!(wrong(of(TypedMail { port: "many".into(), ..mail() })), Some("mail.port"));
        assert_eq!(wrong(of(TypedMail { host: " ".into(), ..mail() })), Some("mail.host"));
        assert_eq!(wrong(of(TypedMail { to: String::new(), ..mail() })), Some("mail.to"));
        let quiet = Some(("late".into(), "06:30".into()));
        assert_eq!(wrong(Typed { quiet, ..Typed::default() }), Some("quiet"));
        let webhook = Some((String::new(), String::new()));
        assert_eq!(wrong(Typed { webhook, ..Typed::default() }), Some("webhook.url"));
        assert_eq!(wrong(Typed::default()), None);
    }
}
