//! The engine's news, by topic: what a page shows is asked anew when its topic has news.

use crate::bridge::{self, Heard};
use crosswalk_contract::EventKind;
use leptos::prelude::*;
use std::time::Duration;

/// What news can be about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Topic {
    /// Runs.
    Runs,
    /// Plans.
    Plans,
    /// Deliveries.
    Deliveries,
    /// Connections.
    Connections,
    /// Conflicts.
    Conflicts,
}

const TOPICS: [Topic; 5] =
    [Topic::Runs, Topic::Plans, Topic::Deliveries, Topic::Connections, Topic::Conflicts];
/// Bursts of events are answered by one question.
const PAUSE: Duration = Duration::from_millis(200);

/// The engine's news.
#[derive(Clone, Copy)]
pub struct News {
    counts: [RwSignal<u64>; TOPICS.len()],
    fresh: StoredValue<Vec<Topic>>,
    /// Whether the engine can be heard.
    pub reachable: RwSignal<bool>,
}

impl News {
    /// Starts listening to the engine.
    pub fn start() -> Self {
        let news = Self::silent();
        bridge::listen(move |heard| match heard {
            Heard::Event(event) => news.hear(&event),
            Heard::Reachable(reachable) => news.set_reachable(reachable),
        });
        news
    }

    /// News that never come, for the gallery.
    pub fn silent() -> Self {
        let counts = [(); TOPICS.len()].map(|()| RwSignal::new(0));
        Self { counts, fresh: StoredValue::new(Vec::new()), reachable: RwSignal::new(true) }
    }

    /// Makes the calling effect run again when one of these topics has news.
    pub fn follow(self, topics: &[Topic]) {
        for topic in topics {
            self.counts[place(*topic)].track();
        }
    }

    fn set_reachable(self, reachable: bool) {
        if self.reachable.get_untracked() == reachable {
            return;
        }
        self.reachable.set(reachable);
        if reachable {
            // Nobody knows what happened meanwhile.
            self.hear(&EventKind::Resync);
        }
    }

    fn hear(self, event: &EventKind) {
        let is_first = self.fresh.with_value(Vec::is_empty);
        self.fresh.update_value(|fresh| {
            for topic in topics(event) {
                if !fresh.contains(topic) {
                    fresh.push(*topic);
                }
            }
        });
        if is_first {
            set_timeout(move || self.tell(), PAUSE);
        }
    }

    fn tell(self) {
        let fresh = self.fresh.try_update_value(std::mem::take).unwrap_or_default();
        for topic in fresh {
            self.counts[place(topic)].update(|count| *count += 1);
        }
    }
}

fn place(topic: Topic) -> usize {
    TOPICS.iter().position(|known| *known == topic).unwrap_or_default()
}

fn topics(event: &EventKind) -> &'static [Topic] {
    match event {
        EventKind::Run { .. } => &[Topic::Runs],
        EventKind::Plan { .. } => &[Topic::Plans],
        EventKind::Delivery { .. } => &[Topic::Deliveries],
        EventKind::Connection { .. } => &[Topic::Connections],
        EventKind::Conflicts => &[Topic::Conflicts],
        EventKind::Resync => &TOPICS,
    }
}

/// The page's news.
pub fn news() -> News {
    expect_context()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_resync_concerns_every_topic() {
        assert!(TOPICS.iter().all(|topic| topics(&EventKind::Resync).contains(topic)));
        assert_eq!(topics(&EventKind::Conflicts), [Topic::Conflicts]);
    }
}
