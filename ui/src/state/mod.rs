//! What all screens share: who and where we are, the engine's news, the theme, the toasts, the keys, the present
//! moment.

mod clock;
mod copy;
mod deed;
mod density;
mod file;
mod keys;
mod language;
mod load;
mod news;
mod paged;
mod picked;
mod place;
mod query;
mod status;
mod theme;
mod toasts;
mod typed;

pub use clock::{Now, now};
pub use copy::copying;
pub use deed::{Deed, deed};
pub use density::{is_roomy, set_roomy};
pub use file::{save_file, saving};
pub use keys::{bound, layer, listen as listen_to_keys, on_key, set_single, single};
pub use language::{
    SYSTEM as SYSTEM_LANGUAGE, choose as choose_language, kept as kept_language, start as start_language,
};
pub use load::{Face, Load, load, sifted};
pub use news::{News, Topic, news};
pub use paged::{Paged, paged};
pub use picked::Picked;
pub use place::{Crumb, crumbs, go, link, named, provide as provide_place, remember_navigation};
pub use query::{Query, SINCE, query};
pub use status::{provide as provide_status, school, status};
pub use theme::{Choice, Theme, theme};
pub use toasts::{Toast, Toasts, toasts};
pub use typed::{forget as forget_typed, keep as keep_typed, watch as watch_typing};
