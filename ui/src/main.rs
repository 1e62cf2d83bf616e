//! Starts the screens; everything else is in the library.

fn main() {
    crosswalk_ui::start();
}
