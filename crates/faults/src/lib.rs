//! Faults by number: at every file, database and network operation of the house stands a hook, and a test can say
//! "the 37th of them fails like this", or "the process ends there".
//!
//! Start with [`at`], which is the hook, and [`Script`], which says what is to fail. [`enter`] names the stage of the
//! work, so that figures can be told by stage. Without a script the hook looks at one flag and goes on.
//!
//! What it is *not*: no error of its own reaches the code above, each layer raises the error that the real thing
//! would have raised; nothing of it is in a release ([`PRESENT`]), where every function here is empty; and it decides
//! nothing by chance, so that a number always means the same operation.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod fault;
mod point;
mod rule;
#[cfg(debug_assertions)]
mod script;
mod stage;

pub use fault::Fault;
pub use point::Point;
pub use rule::{BadRule, Rule, Script};
pub use stage::{Stage, Within, enter};

/// Whether this build can raise faults. A release cannot.
pub const PRESENT: bool = cfg!(debug_assertions);

/// One operation that the hook saw: in which stage, and what it was.
pub type Seen = (Stage, Point);

/// What a script did since it was armed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Every operation, in order.
    pub seen: Vec<Seen>,
    /// The operations that failed, and how.
    pub raised: Vec<(Stage, Point, Fault)>,
}

/// The hook before an operation.
///
/// # Errors
/// The fault that a script wants here; the caller raises it as its own layer's error.
#[inline]
pub fn at(point: Point) -> Result<(), Fault> {
    #[cfg(debug_assertions)]
    return script::pass(point);
    #[cfg(not(debug_assertions))]
    {
        let _nothing_is_to_fail = point;
        Ok(())
    }
}

/// The hook before a file operation.
///
/// # Errors
/// What the operating system would have said.
#[inline]
pub fn io(point: Point) -> std::io::Result<()> {
    at(point).map_err(Fault::io)
}

/// Begins to count operations and to raise what a script wants; whatever was armed before is forgotten.
pub fn arm(script: Script) {
    #[cfg(debug_assertions)]
    script::arm(script);
    #[cfg(not(debug_assertions))]
    drop(script);
}

/// Ends counting and raising. Without anything armed there is nothing to tell.
pub fn disarm() -> Report {
    #[cfg(debug_assertions)]
    return script::disarm();
    #[cfg(not(debug_assertions))]
    Report::default()
}

/// By how many seconds a script has moved the clock; a clock of a test adds it.
pub fn clock_is_off_by() -> i64 {
    #[cfg(debug_assertions)]
    return script::clock_is_off_by();
    #[cfg(not(debug_assertions))]
    0
}

#[cfg(test)]
mod tests;
