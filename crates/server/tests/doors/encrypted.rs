//! The listener with a certificate.

use crosswalk_sandbox::http::{Target, send as try_send};
use crosswalk_server::{Tls, WebhooksSettings, tls};

use crate::house::{House, message, push, send};

#[tokio::test(flavor = "multi_thread")]
async fn a_generated_certificate_serves() {
    let made = tls::generate(&["localhost".to_owned(), "127.0.0.1".to_owned()], 2026).unwrap();
    let tls = Some(Tls::from_pem(&made.certificate, &made.key).unwrap());
    let house = House::with(WebhooksSettings { tls, ..WebhooksSettings::default() }, None).await;
    let answer = send(&house.listener, &push(message(300_000))).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let plain = Target { tls: false, ..house.listener.clone() };
    assert!(try_send(&plain, &push(message(1))).await.is_err(), "plain HTTP is not answered");
    assert_eq!(house.deliveries().await.len(), 1);
}
