//! What the settings tell of the computer, and whether Crosswalk starts with it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crosswalk_contract::{GetComputer, ListAudit, SetAutostart};
use crosswalk_engine::{Computer, ServiceComputer};
use crosswalk_tests::World;

/// A desktop that can be told, unless it is locked.
#[derive(Default)]
struct Desktop {
    starts: AtomicBool,
    locked: AtomicBool,
}

impl Computer for Desktop {
    fn folder(&self) -> Option<String> {
        Some("the folder".into())
    }

    fn starts_by_itself(&self) -> Option<bool> {
        Some(self.starts.load(Ordering::SeqCst))
    }

    fn start_by_itself(&self, on: bool) -> Result<(), String> {
        if self.locked.load(Ordering::SeqCst) {
            return Err("The computer did not take it: a policy forbids it.".into());
        }
        self.starts.store(on, Ordering::SeqCst);
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desktop_can_be_told_and_a_service_cannot() {
    let world = World::new().await;
    let desktop = Arc::new(Desktop::default());
    world.house.set_computer(desktop.clone());
    let now = world.ask(GetComputer {}).await;
    assert_eq!((now.folder.as_deref(), now.autostart), (Some("the folder"), Some(false)));
    assert_eq!(world.ask(SetAutostart { on: true }).await.autostart, Some(true));
    let newest = world.ask(ListAudit { about: Some("computer".into()), since: None, cursor: None }).await;
    assert_eq!(newest.rows[0].action, "computer.autostart");

    desktop.locked.store(true, Ordering::SeqCst);
    let refused = world.problem(SetAutostart { on: false }).await;
    assert!(refused.happened.contains("a policy forbids it"), "{}", refused.happened);
    assert_eq!(world.ask(GetComputer {}).await.autostart, Some(true), "nothing was changed");

    world.house.set_computer(Arc::new(ServiceComputer("here".into())));
    let service = world.ask(GetComputer {}).await;
    assert_eq!((service.folder.as_deref(), service.autostart), (Some("here"), None));
    assert_eq!(world.problem(SetAutostart { on: true }).await.code, "computer");
}
