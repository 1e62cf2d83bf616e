//! A running house: an engine over a data folder, its listener and the door of its screens.

mod assemble;
mod attach;
mod certificate;
mod error;
mod guest;
mod house;
mod places;
mod private;
mod seat;
mod stop;

pub use assemble::{Assembly, assemble};
pub use attach::{let_in, visit};
pub use certificate::Encryption;
pub use error::HostError;
pub use guest::Guest;
pub use house::{Belongings, House, HouseSettings};
pub use places::{data_folder, screens_folder};
pub use private::make_private_folder;
pub(crate) use private::{read_text, write_private};
pub use seat::Seat;
pub use stop::stopped;
