//! The spelling of conditions and templates, before their libraries read them.
//!
//! `$key`, `$id` and `$parent` are no names to CEL and minijinja; they become `_key`, `_id` and `_parent`.
//! Templates are held to what cannot run away: fields, filters and `if`. Loops, assignments and macros could
//! double a text again and again, and `*` repeats one, so they are refused.

use std::iter::Peekable;
use std::str::Chars;

use super::fault::Fault;

const STATEMENTS: [&str; 4] = ["if", "elif", "else", "endif"];

/// The field that a name in a condition or template stands for.
pub(crate) fn field_of(name: &str) -> &str {
    match name {
        "_key" => "$key",
        "_id" => "$id",
        "_parent" => "$parent",
        name => name,
    }
}

/// How deep brackets, and in conditions choices (`? :`), may nest: the libraries' parsers call themselves for each,
/// and would run out of stack.
const NESTING: usize = 12;

/// A condition as CEL reads it.
pub(crate) fn condition(source: &str) -> Result<String, Fault> {
    let mut out = String::with_capacity(source.len());
    let mut letters = source.chars().peekable();
    let (mut open, mut choices) = (0_usize, 0);
    while let Some(letter) = letters.next() {
        open = still_open(open, letter);
        choices += usize::from(letter == '?');
        if open + choices > NESTING {
            return Err(Fault::BigCondition);
        }
        match letter {
            '$' => out.push('_'),
            '"' | '\'' => quoted(letter, &mut letters, &mut out),
            other => out.push(other),
        }
    }
    Ok(out)
}

/// How many brackets are open after a letter.
fn still_open(open: usize, letter: char) -> usize {
    match letter {
        '(' | '[' | '{' => open + 1,
        ')' | ']' | '}' => open.saturating_sub(1),
        _ => open,
    }
}

/// Copies a text in quotation marks up to and with its end.
fn quoted(mark: char, letters: &mut Peekable<Chars<'_>>, out: &mut String) {
    out.push(mark);
    while let Some(letter) = letters.next() {
        out.push(letter);
        if letter == '\\' {
            out.extend(letters.next());
        } else if letter == mark {
            return;
        }
    }
}

/// A template as minijinja reads it.
pub(crate) fn template(source: &str) -> Result<String, Fault> {
    let mut out = String::with_capacity(source.len());
    let mut letters = source.chars().peekable();
    while let Some(letter) = letters.next() {
        out.push(letter);
        if letter != '{' {
            continue;
        }
        let Some(kind) = letters.next_if(|next| matches!(next, '{' | '%' | '#')) else { continue };
        out.push(kind);
        match kind {
            '{' => expression('}', &mut letters, &mut out)?,
            '%' => statement(&mut letters, &mut out)?,
            _ => comment(&mut letters, &mut out),
        }
    }
    Ok(out)
}

/// Copies what stands in braces, up to the mark that ends it and the brace after it.
fn expression(end: char, letters: &mut Peekable<Chars<'_>>, out: &mut String) -> Result<(), Fault> {
    let mut open = 0;
    while let Some(letter) = letters.next() {
        match letter {
            '$' => out.push('_'),
            '"' | '\'' => quoted(letter, letters, out),
            '*' | '{' => return Err(Fault::TemplateWord(letter.to_string())),
            other => out.push(other),
        }
        if letter == end && letters.next_if_eq(&'}').is_some() {
            out.push('}');
            return Ok(());
        }
        open = still_open(open, letter);
        if letter == '}' || open > NESTING {
            return Err(Fault::TemplateWord(letter.to_string()));
        }
    }
    Ok(())
}

fn statement(letters: &mut Peekable<Chars<'_>>, out: &mut String) -> Result<(), Fault> {
    while let Some(letter) = letters.next_if(|c| c.is_whitespace() || matches!(c, '-' | '+')) {
        out.push(letter);
    }
    let mut word = String::new();
    while let Some(letter) = letters.next_if(|c| c.is_alphanumeric() || *c == '_') {
        word.push(letter);
    }
    if !STATEMENTS.contains(&word.as_str()) {
        return Err(Fault::TemplateWord(word));
    }
    out.push_str(&word);
    expression('%', letters, out)
}

fn comment(letters: &mut Peekable<Chars<'_>>, out: &mut String) {
    while let Some(letter) = letters.next() {
        out.push(letter);
        if letter == '#' && letters.next_if_eq(&'}').is_some() {
            out.push('}');
            return;
        }
    }
}
