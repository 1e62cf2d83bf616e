//! Which rows are in sight: arithmetic, so that a hundred thousand rows cost as much as sixty.

/// Rows that are drawn beyond what is in sight, so that scrolling shows no gap.
const SPARE: u64 = 8;

/// The rows that are drawn, and the room that the others would take.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    /// The first row that is drawn.
    pub first: u64,
    /// The row after the last that is drawn.
    pub end: u64,
    /// Pixels above.
    pub above: f64,
    /// Pixels below.
    pub below: f64,
}

impl Window {
    /// The window over so many rows of a height, when `(top, height)` pixels of them are in sight and one may be open.
    pub fn of(total: u64, row: f64, (top, height): (f64, f64), open: Option<(u64, f64)>) -> Self {
        let open = open.filter(|(index, _)| *index < total);
        let first = index_at(top, row, open).saturating_sub(SPARE).min(total);
        let end = (index_at(top + height, row, open) + 1 + SPARE).min(total);
        let whole = edge(total, row, open);
        Self { first, end, above: edge(first, row, open), below: whole - edge(end, row, open) }
    }
}

/// Where a row begins.
fn edge(index: u64, row: f64, open: Option<(u64, f64)>) -> f64 {
    let extra = open.filter(|(opened, _)| *opened < index).map_or(0.0, |(_, extra)| extra);
    index as f64 * row + extra
}

/// Where a row begins and ends, with what is open in it.
pub fn edges(index: u64, row: f64, open: Option<(u64, f64)>) -> (f64, f64) {
    (edge(index, row, open), edge(index + 1, row, open))
}

/// The row at this many pixels from the top.
fn index_at(pixels: f64, row: f64, open: Option<(u64, f64)>) -> u64 {
    let plain = |pixels: f64| (pixels.max(0.0) / row) as u64;
    match open {
        Some((opened, extra)) if pixels >= edge(opened + 1, row, None) => plain(pixels - extra).max(opened),
        _ => plain(pixels),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROW: f64 = 34.0;

    fn whole(total: u64, open: Option<(u64, f64)>) -> f64 {
        edge(total, ROW, open)
    }

    #[test]
    fn few_rows_are_drawn_whatever_the_length() {
        for top in [0.0, 1_000.0, 1_700_000.0, 3_399_000.0] {
            let window = Window::of(100_000, ROW, (top, 800.0), None);
            assert!(window.end - window.first <= 60, "{window:?}");
            assert!(window.first as f64 * ROW <= top && window.end as f64 * ROW >= top + 800.0, "{window:?}");
        }
    }

    #[test]
    fn the_room_adds_up_with_and_without_an_open_row() {
        for open in [None, Some((0, 120.0)), Some((500, 120.0)), Some((999, 120.0)), Some((5_000, 120.0))] {
            for top in [0.0, 16_900.0, 17_100.0, 33_000.0] {
                let window = Window::of(1_000, ROW, (top, 800.0), open);
                let open = open.filter(|(index, _)| *index < 1_000);
                let drawn = edge(window.end, ROW, open) - edge(window.first, ROW, open);
                let sum = window.above + drawn + window.below;
                assert!((sum - whole(1_000, open)).abs() < 0.001, "{window:?}");
            }
        }
    }

    #[test]
    fn an_open_row_stays_drawn_while_its_inside_is_in_sight() {
        let open = Some((10, 2_000.0));
        for top in [0.0, 400.0, 1_500.0, 2_300.0] {
            let window = Window::of(1_000, ROW, (top, 300.0), open);
            assert!(window.first <= 10 && window.end > 10, "{top}: {window:?}");
        }
    }

    #[test]
    fn nothing_is_nothing() {
        assert_eq!(
            Window::of(0, ROW, (0.0, 800.0), None),
            Window { first: 0, end: 0, above: 0.0, below: 0.0 }
        );
    }
}
