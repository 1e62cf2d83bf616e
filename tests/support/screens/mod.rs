//! The screens, driven as a person drives them: by the words that are read, the keys and the pointer.
//!
//! [`in_browser`] starts a real Chromium and hands a story its [`Screen`]; [`Served`] is a house that serves the
//! screens over HTTP. The real window is driven by the same [`Screen`]; see `window`. What the stage lacks is said
//! aloud, and nothing is pretended.

pub mod access;
pub mod browser;
pub mod clock;
#[cfg(target_os = "linux")]
pub mod desk;
pub mod evidence;
pub mod presses;
pub mod program;
pub mod screen;
pub mod served;
pub mod surroundings;
#[cfg(target_os = "linux")]
pub mod window;
pub mod words;

pub use browser::in_browser;
pub use clock::MorningClock;
#[cfg(target_os = "linux")]
pub use desk::Desk;
pub use program::Program;
pub use screen::Screen;
pub use served::Served;
#[cfg(target_os = "linux")]
pub use window::Account;
pub use words::word;
