//! Journeys: a file a story, named like the pain that it prevents.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod a_school_goes_through;
