//! Which source field leads to which target: arithmetic over a stream map, without the screen.

use crosswalk_contract::{FieldView, StreamView};
use crosswalk_model::Input;

/// The height of a row on the board in pixels; the styles know it as `--row`.
pub const ROW: f64 = 34.0;

/// A line from a source field to a target, by their places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// The source's place.
    pub from: usize,
    /// The target's place.
    pub to: usize,
}

/// The two sides of a stream and what leads from one to the other.
pub struct Board {
    /// The source fields with a sample or a kind: those in use first, in the order of their targets.
    pub sources: Vec<(String, String)>,
    /// What leads where; the mapped fields come first among the targets.
    pub lines: Vec<Line>,
}

impl Board {
    /// The board of a stream.
    pub fn of(stream: &StreamView) -> Self {
        let used: Vec<Vec<&str>> = stream.fields.iter().map(|field| inputs(field, stream)).collect();
        let mut names: Vec<&str> = Vec::new();
        let all = stream.source_fields.iter().map(|(name, _)| name.as_str());
        for name in used.iter().flatten().copied().chain(all) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let place = |name: &&str| names.iter().position(|known| known == name);
        let line = |to: usize, name: &&str| Some(Line { from: place(name)?, to });
        let lines = used.iter().enumerate();
        let lines =
            lines.flat_map(|(to, names)| names.iter().filter_map(move |name| line(to, name))).collect();
        let kind =
            |name: &str| stream.source_fields.iter().find(|(own, _)| own == name).map(|(_, it)| it.clone());
        let sample = |name: &str| real(name, stream).or_else(|| kind(name));
        let sources =
            names.iter().map(|name| ((*name).to_owned(), sample(name).unwrap_or_default())).collect();
        Self { sources, lines }
    }

    /// Whether a source field leads anywhere.
    pub fn is_used(&self, source: usize) -> bool {
        self.lines.iter().any(|line| line.from == source)
    }
}

/// What a field holds in the first of the real records that has it, masked where it is sensitive: known where some
/// target is made of this field alone.
fn real(name: &str, stream: &StreamView) -> Option<String> {
    let is_alone = |field: &FieldView| matches!(&field.map.rule.input, Input::Field(own) if *own == name);
    let place = stream.fields.iter().position(is_alone)?;
    let cells = stream.samples.iter().filter_map(|sample| sample.cells.get(place));
    cells.map(|(before, _)| before).find(|before| !before.is_empty()).cloned()
}

/// The source fields that a rule reads, as the stream names them. A path such as `class.title` begins at its first
/// part; a template reads what it names.
fn inputs<'a>(field: &FieldView, stream: &'a StreamView) -> Vec<&'a str> {
    let known = |name: &str| {
        let root = name.split('.').next().unwrap_or(name);
        let own = stream.source_fields.iter().map(|(own, _)| own.as_str());
        own.clone().find(|own| *own == name).or_else(|| own.clone().find(|own| *own == root))
    };
    match &field.map.rule.input {
        Input::Field(name) => known(name).into_iter().collect(),
        Input::Fields(names) => names.iter().filter_map(|name| known(name)).collect(),
        Input::Constant(_) => Vec::new(),
        Input::Template(text) => {
            let all = stream.source_fields.iter().map(|(own, _)| own.as_str());
            all.filter(|own| names_in(text).any(|word| word == *own)).collect()
        }
    }
}

fn names_in(template: &str) -> impl Iterator<Item = &str> {
    template.split(|letter: char| !letter.is_alphanumeric() && letter != '_')
}

/// The path of a line over a board whose width counts as 100.
pub fn path(line: Line) -> String {
    let middle = |place: usize| (place as f64 + 0.5) * ROW;
    let (from, to) = (middle(line.from), middle(line.to));
    format!("M0 {from:.1}C45 {from:.1} 45 {to:.1} 100 {to:.1}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosswalk_model::{FieldMap, Rule};

    fn field(to: &str, input: Input) -> FieldView {
        let map: FieldMap = Rule { input, steps: Vec::new() }.into_field(to.to_owned());
        FieldView {
            map,
            input: String::new(),
            chips: Vec::new(),
            kind: "text".into(),
            sensitive: false,
            sent: true,
        }
    }

    fn stream(fields: Vec<FieldView>) -> StreamView {
        let names = ["familyName", "givenName", "class", "notes"];
        StreamView {
            from: "user".into(),
            to: "people".into(),
            enabled: true,
            when: None,
            key: String::new(),
            fields,
            unmapped: Vec::new(),
            source_fields: names.map(|name| (name.to_owned(), "text".to_owned())).to_vec(),
            samples: Vec::new(),
        }
    }

    #[test]
    fn what_is_used_comes_first_and_leads_to_its_target() {
        let board = Board::of(&stream(vec![
            field("title", Input::Field("class.title".into())),
            field("name", Input::Fields(vec!["givenName".into(), "familyName".into()])),
            field("fixed", Input::Constant("x".into())),
        ]));
        let names: Vec<_> = board.sources.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["class", "givenName", "familyName", "notes"]);
        let lines: Vec<_> = board.lines.iter().map(|line| (line.from, line.to)).collect();
        assert_eq!(lines, [(0, 0), (1, 1), (2, 1)]);
        assert!(board.is_used(2) && !board.is_used(3));
    }

    #[test]
    fn a_template_leads_from_each_field_that_it_names() {
        let template = Input::Template("{{ givenName or '' }} {{ familyName }} (no notesless)".into());
        let board = Board::of(&stream(vec![field("name", template)]));
        assert_eq!(board.lines, [Line { from: 0, to: 0 }, Line { from: 1, to: 0 }]);
    }

    #[test]
    fn a_line_runs_from_middle_to_middle() {
        assert_eq!(path(Line { from: 0, to: 1 }), "M0 17.0C45 17.0 45 51.0 100 51.0");
    }
}
