//! Gives out the rows of a file one by one. Memory does not grow with the file.

use std::io::{Chain, Cursor, Read};

use super::decode::Decoded;
use super::encoding::{Chosen, EncodingEvidence, EncodingFound, choose};
use super::header::HeaderFound;
use super::note::{NoteKind, Notes};
use super::sample::{Sample, records, take, text};
use super::scan::{Caps, Record, Scanner};
use super::sniff::DelimiterFound;
use super::{DelimitedError, HeadingMatch, Note, Options, Row, clean, header, not_text, sniff};

/// What was found out about a file before its first row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The encoding, and why.
    pub encoding: EncodingFound,
    /// The delimiter, and why.
    pub delimiter: DelimiterFound,
    /// The line of the headings, from 1.
    pub header_line: u64,
    /// Which of [`Options::expected`] fits best; none when nothing was expected.
    pub layout: Option<usize>,
    /// How the headings fit that layout.
    pub matched: Option<HeadingMatch>,
}

/// The rows of a file that is being read. After an error it gives nothing more.
pub struct Rows<R> {
    text: Decoded<Chain<Cursor<Vec<u8>>, R>>,
    piece: String,
    at: usize,
    scanner: Scanner,
    headings: Vec<String>,
    facts: Facts,
    notes: Notes,
    ended: bool,
}

/// Everything that is settled by looking at the beginning of the file.
struct Survey {
    chosen: Chosen,
    delimiter: DelimiterFound,
    header: HeaderFound,
    caps: Caps,
}

impl<R: Read> Rows<R> {
    /// Looks at the beginning of the file, and reads as far as the headings.
    ///
    /// # Errors
    /// When the file is empty, is no text, or its headings are not recognised.
    pub fn open(mut source: R, options: &Options) -> Result<Self, DelimitedError> {
        let sample = take(&mut source, options.sample_bytes)?;
        let survey = survey(&sample, options)?;
        let mut start = Cursor::new(sample.bytes);
        start.set_position(survey.chosen.mark as u64);
        let mut rows = Self {
            text: Decoded::new(start.chain(source), &survey.chosen),
            piece: String::new(),
            at: 0,
            scanner: Scanner::new(survey.delimiter.delimiter.byte(), survey.caps),
            headings: Vec::new(),
            facts: Facts {
                encoding: survey.chosen.found(),
                delimiter: survey.delimiter,
                header_line: 0,
                layout: survey.header.layout,
                matched: None,
            },
            notes: Notes::default(),
            ended: false,
        };
        rows.note_doubts();
        rows.read_header(survey.header, options)?;
        Ok(rows)
    }

    /// The headings, cleaned and unique.
    #[must_use]
    pub fn headings(&self) -> &[String] {
        &self.headings
    }

    /// What was found out about the file.
    #[must_use]
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// What was odd so far; complete once the last row was read.
    #[must_use]
    pub fn notes(&self) -> &[Note] {
        self.notes.all()
    }

    /// Whether the file ended in the middle of a row, so that it may have been cut off.
    #[must_use]
    pub fn is_cut_off(&self) -> bool {
        self.has_note(&NoteKind::CutOff)
    }

    fn has_note(&self, kind: &NoteKind) -> bool {
        self.notes.all().iter().any(|note| note.kind == *kind)
    }

    fn note_doubts(&mut self) {
        if self.facts.encoding.evidence == EncodingEvidence::Guess {
            self.notes.add(NoteKind::EncodingGuessed { name: self.facts.encoding.name }, None);
        }
        if !self.facts.delimiter.certain {
            let taken = self.facts.delimiter.delimiter.name();
            self.notes.add(NoteKind::DelimiterDoubtful { taken }, None);
        }
    }

    fn read_header(&mut self, header: HeaderFound, options: &Options) -> Result<(), DelimitedError> {
        let declared = usize::from(self.facts.delimiter.declared);
        for skipped in 0..header.skip {
            let record = self.next_record()?;
            if let Some(record) = record.filter(|_| skipped >= declared) {
                self.notes.add(NoteKind::TitleSkipped, Some(record.line));
            }
        }
        let Some(record) = self.next_record()? else { return Err(DelimitedError::Empty) };
        self.facts.header_line = record.line;
        self.headings = clean::headings(&record.cells, record.line, &mut self.notes);
        let layout = header.layout.and_then(|layout| options.expected.get(layout));
        self.facts.matched = layout.map(|map| map.match_headings(&self.headings));
        Ok(())
    }

    fn next_record(&mut self) -> Result<Option<Record>, DelimitedError> {
        loop {
            if let Some(record) = self.scanner.next_record(&self.piece, &mut self.at)? {
                return Ok(Some(record));
            }
            self.at = 0;
            let line = self.scanner.line();
            let more = self.text.next_piece(&mut self.piece, line, &mut self.notes);
            if !more.map_err(|source| DelimitedError::Unreadable { line, source })? {
                return self.scanner.finish();
            }
        }
    }

    fn next_row(&mut self) -> Result<Option<Row>, DelimitedError> {
        while let Some(record) = self.next_record()? {
            if record.is_blank() {
                self.notes.add(NoteKind::BlankRow, Some(record.line));
            } else {
                return Ok(Some(self.row(record)));
            }
        }
        Ok(None)
    }

    fn row(&mut self, record: Record) -> Row {
        let Record { line, mut cells, odd_quotes, unended } = record;
        if odd_quotes {
            self.notes.add(NoteKind::OddQuote, Some(line));
        }
        let width = self.headings.len();
        if cells.len() < width && unended && !self.has_note(&NoteKind::ShortRow) {
            self.notes.add(NoteKind::CutOff, Some(line));
        } else if cells.len() < width {
            self.notes.add(NoteKind::ShortRow, Some(line));
        } else if cells.iter().skip(width).any(|cell| !cell.trim().is_empty()) {
            self.notes.add(NoteKind::LongRow, Some(line));
        }
        cells.truncate(width);
        Row { line, cells }
    }
}

impl<R: Read> Iterator for Rows<R> {
    type Item = Result<Row, DelimitedError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let row = self.next_row().transpose();
        self.ended = !matches!(row, Some(Ok(_)));
        row
    }
}

fn survey(sample: &Sample, options: &Options) -> Result<Survey, DelimitedError> {
    if let Some(kind) = not_text::kind_of(&sample.bytes) {
        return Err(DelimitedError::NotText { kind });
    }
    let chosen = choose(&sample.bytes, options.encoding.as_deref())?;
    let text = text(sample, &chosen).map_err(|source| DelimitedError::Unreadable { line: 1, source })?;
    if text.trim().is_empty() {
        return Err(DelimitedError::Empty);
    }
    let caps = Caps { cell_bytes: options.max_cell_bytes, columns: options.max_columns };
    let delimiter = sniff::find(&text, sample.whole, caps, options);
    let first = records(&text, sample.whole, delimiter.delimiter.byte(), caps, 200);
    let header = header::find(&first, delimiter.declared, options)?;
    Ok(Survey { chosen, delimiter, header, caps })
}
