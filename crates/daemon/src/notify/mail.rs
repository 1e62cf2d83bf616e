//! Alerts by e-mail. There is no way to send in the clear: what is said to a mail server is said under TLS.

use std::time::Duration;

use crosswalk_engine::{NotTold, Notice};
use crosswalk_model::{MailChannel, MailSecurity, Secret};
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::authentication::Credentials;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};

/// The longest time for one step of the conversation with a mail server.
const PATIENCE: Duration = Duration::from_secs(20);

/// Sends a notice to everybody who is named.
pub(super) async fn send(
    channel: &MailChannel,
    password: Option<&Secret>,
    notice: &Notice,
) -> Result<(), NotTold> {
    let message = message(channel, notice)?;
    let server = server(channel, password)?;
    server.send(message).await.map(drop).map_err(|error| {
        let why = if error.is_permanent() { "refused the message" } else { "did not take the message" };
        NotTold::Failed(format!("The mail server {} {why}.", channel.host))
    })
}

fn server(
    channel: &MailChannel,
    password: Option<&Secret>,
) -> Result<AsyncSmtpTransport<Tokio1Executor>, NotTold> {
    let builder = match channel.security {
        MailSecurity::Tls => AsyncSmtpTransport::<Tokio1Executor>::relay(&channel.host),
        MailSecurity::StartTls => AsyncSmtpTransport::<Tokio1Executor>::starttls_relay(&channel.host),
    };
    let unusable = |_| NotTold::Failed(format!("“{}” is not the name of a mail server.", channel.host));
    let builder = builder.map_err(unusable)?.port(channel.port).timeout(Some(PATIENCE));
    Ok(match (&channel.username, password) {
        (Some(name), Some(password)) => {
            builder.credentials(Credentials::new(name.clone(), password.expose().to_owned())).build()
        }
        _ => builder.build(),
    })
}

fn message(channel: &MailChannel, notice: &Notice) -> Result<Message, NotTold> {
    let to = channel.to.iter().map(|one| mailbox(one)).collect::<Result<Vec<_>, _>>()?;
    let mut message = Message::builder()
        .from(mailbox(&channel.from)?)
        .subject(format!("Crosswalk: {}", notice.title))
        .message_id(Some(format!("<{}@crosswalk.invalid>", notice.id)))
        .header(ContentType::TEXT_PLAIN);
    for one in to {
        message = message.to(one);
    }
    let text = format!("{}\n\n{}\n\n{}\n", notice.school, notice.title, notice.detail);
    message.body(text).map_err(|_| NotTold::Failed("The message could not be put together.".into()))
}

fn mailbox(text: &str) -> Result<Mailbox, NotTold> {
    text.parse().map_err(|_| NotTold::Failed(format!("“{text}” is not an e-mail address.")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosswalk_engine::NoticeKind;
    use crosswalk_model::Timestamp;

    fn channel() -> MailChannel {
        MailChannel {
            host: "mail.school.example".into(),
            port: 587,
            security: MailSecurity::StartTls,
            username: Some("alerts".into()),
            from: "Crosswalk <crosswalk@school.example>".into(),
            to: vec!["it@school.example".into(), "office@school.example".into()],
        }
    }

    fn notice() -> Notice {
        Notice {
            id: "a.began".into(),
            kind: NoticeKind::Began,
            rule: None,
            title: "Te Kete Ako failed\r\nBcc: stranger@other.example".into(),
            detail: "Open Crosswalk.".into(),
            at: Timestamp::UNIX_EPOCH,
            school: "Kōwhai Bay College".into(),
            page: "/runs".into(),
            again: None,
        }
    }

    #[test]
    fn a_message_names_everybody_once_and_nobody_else() {
        let text = String::from_utf8(message(&channel(), &notice()).unwrap().formatted()).unwrap();
        assert!(text.contains("it@school.example") && text.contains("office@school.example"), "{text}");
        let head = text.split("\r\n\r\n").next().unwrap();
        assert!(!head.contains("\nBcc:"), "a title adds no header: {head}");
        assert!(text.contains("Message-ID: <a.began@crosswalk.invalid>"));
    }

    #[test]
    fn what_is_no_address_is_told() {
        let nobody = MailChannel { to: vec!["nobody".into()], ..channel() };
        let error = message(&nobody, &notice()).unwrap_err();
        assert_eq!(error.to_string(), "“nobody” is not an e-mail address.");
    }

    #[tokio::test]
    async fn a_server_that_does_not_answer_is_told_without_the_password() {
        let nowhere = MailChannel { host: "127.0.0.1".into(), port: 1, ..channel() };
        let error = send(&nowhere, Some(&Secret::new("hunter2")), &notice()).await.unwrap_err();
        assert!(error.to_string().contains("did not take") && !error.to_string().contains("hunter2"));
    }
}
