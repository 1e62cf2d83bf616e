//! Somebody who does not look at the screen hears when something goes wrong, once; hears when it is over; and is left
//! alone at night.

use std::sync::Arc;

use crosswalk_contract::{GetAlerts, SetAlerts, TestAlert};
use crosswalk_daemon::Messengers;
use crosswalk_model::{
    AlertChannel, AlertRule, AlertSettings, QuietHours, RunKind, RunState, Secret, WebhookChannel,
};
use crosswalk_sandbox::hook::Hook;
use crosswalk_tests::World;
use jiff::SignedDuration;

async fn listening() -> (World, Hook) {
    let world = World::new().await;
    world.push_full().await;
    world.bring_up_to_date(world.te_kete_ako).await;
    let hook = Hook::start().await.unwrap();
    world.house.set_notify(Arc::new(Messengers::without_desktop()));
    let view = world.ask(set(&hook, None)).await;
    assert!(view.has_webhook_secret && !view.has_desktop && view.alerts.is_empty());
    (world, hook)
}

fn set(hook: &Hook, quiet: Option<QuietHours>) -> SetAlerts {
    let webhook = WebhookChannel { url: hook.url.clone(), own_servers: "127.0.0.1".into() };
    // A roster that nobody keeps in step with EdPsych Connect is none of this story's business.
    let rules = [AlertRule::RunFailed, AlertRule::PlanHeld].into();
    let settings = AlertSettings { rules, quiet, webhook: Some(webhook), ..AlertSettings::default() };
    SetAlerts { settings, mail_password: None, webhook_secret: Some(Secret::new(hook.secret.clone())) }
}

/// So many minutes pass, and the house looks at the clock in each.
async fn minutes(world: &World, count: usize) {
    for _ in 0..count {
        world.clock.pass(SignedDuration::from_mins(1));
        world.house.look_at_the_clock().await;
    }
}

async fn goes_down(world: &World) {
    world.town.supabase.faults().set_down(true).await;
    let run = world.run(world.te_kete_ako, RunKind::Full).await;
    assert_eq!(run.row.run.state, RunState::Failed);
}

async fn comes_up(world: &World) {
    world.town.supabase.faults().set_down(false).await;
    assert_eq!(world.run(world.te_kete_ako, RunKind::Full).await.row.run.state, RunState::Done);
}

fn told(hook: &Hook) -> Vec<String> {
    hook.accepted().iter().map(|(_, body)| body["type"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_violation_and_the_recovery_are_told_once() {
    let (world, hook) = listening().await;
    goes_down(&world).await;
    minutes(&world, 15).await;
    assert_eq!(told(&hook), ["alert.began"], "{} refused", hook.refused());
    let (id, body) = hook.accepted()[0].clone();
    assert_eq!(body["data"]["rule"], "run_failed");
    assert_eq!(body["data"]["school"], "Kōwhai Bay College");
    assert!(body["data"]["title"].as_str().unwrap().contains("Te Kete Ako"), "{body}");
    let alert = world.ask(GetAlerts {}).await.alerts[0].clone();
    assert!(
        alert.is_open() && alert.told.contains(&AlertChannel::Webhook) && id == format!("{}.began", alert.id)
    );

    comes_up(&world).await;
    minutes(&world, 5).await;
    assert_eq!(told(&hook), ["alert.began"], "it must be right for a while");
    minutes(&world, 20).await;
    assert_eq!(told(&hook), ["alert.began", "alert.over"]);
    assert!(!world.ask(GetAlerts {}).await.alerts[0].is_open());
    assert_eq!(hook.refused(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_woken_and_a_restart_repeats_nothing() {
    let (mut world, hook) = listening().await;
    let time = |text: &str| text.parse().unwrap();
    let quiet = QuietHours { from: time("08:00:00"), until: time("12:00:00") };
    world.ask(set(&hook, Some(quiet))).await;
    // It is nine in the morning.
    goes_down(&world).await;
    minutes(&world, 5).await;
    assert_eq!(told(&hook), [""; 0]);
    world.clock.pass(SignedDuration::from_hours(3));
    minutes(&world, 5).await;
    assert_eq!(told(&hook), ["alert.began"]);
    world.crash().await;
    world.house.set_notify(Arc::new(Messengers::without_desktop()));
    minutes(&world, 5).await;
    assert_eq!(told(&hook), ["alert.began"], "what was told is remembered");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receiver_that_is_down_hears_of_it_later() {
    let (world, hook) = listening().await;
    let sent = world.ask(TestAlert { channel: AlertChannel::Webhook }).await;
    assert_eq!((sent.sentence.is_empty(), told(&hook)), (false, vec!["alert.trial".to_owned()]));
    assert_eq!(world.problem(TestAlert { channel: AlertChannel::Desktop }).await.code, "alerts.not_told");
    hook.faults().set_down(true).await;
    goes_down(&world).await;
    minutes(&world, 2).await;
    hook.faults().set_down(false).await;
    minutes(&world, 3).await;
    assert_eq!(told(&hook), ["alert.trial", "alert.began"]);
    // A secret that is not the receiver's is noticed at the trial.
    let wrong = Secret::new("whsec_bm90IHRoZSBzZWNyZXQgb2YgdGhlIHJlY2VpdmVyLg==");
    world.ask(SetAlerts { webhook_secret: Some(wrong), ..set(&hook, None) }).await;
    world.problem(TestAlert { channel: AlertChannel::Webhook }).await;
}
