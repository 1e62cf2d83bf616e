//! The display on which the real window stands: whether it is shown, and the button of its frame that closes it.

use x11rb::connection::Connection;
use x11rb::protocol::xproto::{
    Atom, AtomEnum, ClientMessageEvent, ConnectionExt, EventMask, MapState, Window,
};
use x11rb::rust_connection::RustConnection;

/// A display.
pub struct Desk {
    connection: RustConnection,
    root: Window,
}

impl Desk {
    /// The display of that name, such as `:7`.
    pub fn of(display: &str) -> Self {
        let (connection, screen) = x11rb::connect(Some(display)).expect("the display can be reached");
        let root = connection.setup().roots[screen].root;
        Self { connection, root }
    }

    /// Whether a window of this title can be seen.
    pub fn shows(&self, title: &str) -> bool {
        self.shown(title).is_some()
    }

    /// Presses the button that closes the window of this title.
    pub fn close(&self, title: &str) {
        let window = self.shown(title).expect("the window is shown");
        let [protocols, delete] =
            [b"WM_PROTOCOLS".as_slice(), b"WM_DELETE_WINDOW"].map(|name| self.atom(name));
        let event = ClientMessageEvent::new(32, window, protocols, [delete, x11rb::CURRENT_TIME, 0, 0, 0]);
        self.connection.send_event(false, window, EventMask::NO_EVENT, event).unwrap().check().unwrap();
        self.connection.flush().unwrap();
    }

    fn shown(&self, title: &str) -> Option<Window> {
        let all = self.connection.query_tree(self.root).ok()?.reply().ok()?.children;
        all.into_iter().find(|window| self.is_shown(*window) && self.title(*window).as_deref() == Some(title))
    }

    fn is_shown(&self, window: Window) -> bool {
        let asked = self.connection.get_window_attributes(window).ok().and_then(|asked| asked.reply().ok());
        asked.is_some_and(|window| window.map_state == MapState::VIEWABLE)
    }

    fn title(&self, window: Window) -> Option<String> {
        let name = self.connection.get_property(false, window, AtomEnum::WM_NAME, AtomEnum::ANY, 0, 64);
        String::from_utf8(name.ok()?.reply().ok()?.value).ok()
    }

    fn atom(&self, name: &[u8]) -> Atom {
        self.connection.intern_atom(false, name).unwrap().reply().unwrap().atom
    }
}
