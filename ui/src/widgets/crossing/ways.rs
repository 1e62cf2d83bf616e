//! Where the ways run between the boxes: arithmetic over what was measured.

use crosswalk_contract::Mood;

/// A box on the screen, in pixels from the frame's corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Box {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
}

impl Box {
    fn middle(self) -> f64 {
        self.y + self.height / 2.0
    }
}

/// What is drawn along a way.
#[derive(Clone, Debug, PartialEq)]
pub struct Lane {
    /// How wide, in pixels.
    pub width: f64,
    /// How it is.
    pub mood: Mood,
    /// Whether something passes now.
    pub moving: bool,
}

/// A way as it is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// Its path in SVG's words.
    pub path: String,
    /// Its middle, where a sign may stand.
    pub middle: (f64, f64),
    /// What is drawn along it.
    pub lane: Lane,
}

/// The ways from the sources into the roster.
pub fn into_roster(sources: &[(Box, Lane)], roster: Box) -> Vec<Way> {
    let ends = landings(sources, roster);
    let ways = sources
        .iter()
        .zip(ends)
        .map(|((source, lane), end)| way((source.x + source.width, source.middle()), (roster.x, end), lane));
    ways.collect()
}

/// The ways from the roster to the destinations.
pub fn out_of_roster(destinations: &[(Box, Lane)], roster: Box) -> Vec<Way> {
    let starts = landings(destinations, roster);
    let ways = destinations.iter().zip(starts).map(|((destination, lane), start)| {
        way((roster.x + roster.width, start), (destination.x, destination.middle()), lane)
    });
    ways.collect()
}

/// Where the ways of one side meet the roster: side by side around its middle, within its height.
fn landings(lanes: &[(Box, Lane)], roster: Box) -> Vec<f64> {
    let wanted: f64 = lanes.iter().map(|(_, lane)| lane.width + 22.0).sum();
    let scale = (roster.height * 0.9 / wanted.max(1.0)).min(1.0);
    let mut at = roster.middle() - wanted * scale / 2.0;
    let mut landings = Vec::new();
    for (_, lane) in lanes {
        let room = (lane.width + 22.0) * scale;
        landings.push(at + room / 2.0);
        at += room;
    }
    landings
}

fn way(from: (f64, f64), to: (f64, f64), lane: &Lane) -> Way {
    let middle = ((from.0 + to.0) / 2.0, (from.1 + to.1) / 2.0);
    let (x, (x1, y1), (x2, y2)) = (middle.0, from, to);
    let path = format!("M{x1:.1} {y1:.1}C{x:.1} {y1:.1} {x:.1} {y2:.1} {x2:.1} {y2:.1}");
    Way { path, middle, lane: lane.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lane() -> Lane {
        Lane { width: 10.0, mood: Mood::Good, moving: false }
    }

    fn at(x: f64, y: f64) -> Box {
        Box { x, y, width: 100.0, height: 40.0 }
    }

    const ROSTER: Box = Box { x: 300.0, y: 0.0, width: 100.0, height: 200.0 };

    #[test]
    fn a_single_way_meets_the_middle() {
        let ways = into_roster(&[(at(0.0, 80.0), lane())], ROSTER);
        assert_eq!(ways[0].path, "M100.0 100.0C200.0 100.0 200.0 100.0 300.0 100.0");
        assert_eq!(ways[0].middle, (200.0, 100.0));
    }

    #[test]
    fn ways_keep_apart_and_within_the_roster() {
        for count in 1..20 {
            let lanes: Vec<_> = (0..count).map(|n| (at(500.0, f64::from(n) * 50.0), lane())).collect();
            let landings = landings(&lanes, ROSTER);
            assert!(landings.iter().all(|y| (0.0..200.0).contains(y)), "{landings:?}");
            assert!(landings.is_sorted_by(|a, b| a < b), "{landings:?}");
        }
    }

    #[test]
    fn what_leaves_the_roster_starts_at_its_right() {
        let ways = out_of_roster(&[(at(500.0, 0.0), lane())], ROSTER);
        assert!(ways[0].path.starts_with("M400.0 100.0") && ways[0].path.ends_with("500.0 20.0"));
    }
}
