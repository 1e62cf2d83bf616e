//! Takes a seat in the house with what a desktop brings along.

use std::sync::Arc;

use crosswalk_daemon::host::{Seat, screens_folder};
use crosswalk_daemon::{Belongings, DemoSchool, HostError, HouseSettings, demo, story};
use crosswalk_engine::{SystemClock, Tuning};
use crosswalk_server::AppSettings;

use crate::keychain::{self, Keychain};
use crate::paths::Wishes;

/// The sizes of school that can be invented.
const FEWEST: usize = 100;
const MOST: usize = 20_000;

/// Opens the house, or becomes a guest of the service that owns the data folder.
pub async fn open(wishes: &Wishes) -> Result<Seat, HostError> {
    let folder = wishes.data();
    // What a restore could not finish brings its own key along.
    crosswalk_store::finish_restore(&folder)?;
    if wishes.demo {
        demo::begin_anew(&folder)?;
    }
    let program = std::env::current_exe().ok();
    let app = AppSettings { port: 0, screens: screens_folder(program.as_deref()) };
    let in_keychain = keychain::is_for(&folder);
    let pupils = wishes.pupils.unwrap_or(story::PUPILS).clamp(FEWEST, MOST);
    let town = DemoSchool::new(pupils, false, Arc::new(SystemClock));
    let belongings = Belongings {
        keys: move |lock: &_| keychain::data_key(lock, in_keychain),
        vault: in_keychain.then(|| Arc::new(Keychain) as _),
        town: Some(Arc::new(town) as _),
        clock: None,
    };
    // Another program may use the listener's port; the window opens all the same, and says where it listens.
    let tuning = Tuning::unattended();
    let settings = HouseSettings { folder, any_port: true, app, tuning, ..HouseSettings::default() };
    let seat = Seat::take(settings, belongings).await?;
    if let Seat::Own(house) = &seat {
        demo::go_on(&house.engine, wishes.demo).await;
    }
    Ok(seat)
}
