//! Templates in minijinja, bounded: length, fuel, and how much text goes in and comes out.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crosswalk_model::Value;
use minijinja::value::Value as Shown;
use minijinja::{Environment, ErrorKind, Output, State, UndefinedBehavior, filters, tests};

use super::fault::Fault;
use super::needs::Needs;
use super::odd::Odd;
use super::record::RecordView;
use super::{syntax, text, title};

/// Characters of a template.
pub(crate) const LONGEST: usize = 2_000;
/// Characters that go in from one field, and that come out.
const TEXT: usize = 4_096;
/// Items of a list that go in.
const ITEMS: usize = 1_000;
/// Instructions of one rendering.
const FUEL: u64 = 10_000;
const NAME: &str = "rule";

/// A template, ready to be filled from many records.
pub(crate) struct Template {
    environment: Environment<'static>,
    needs: Needs,
}

impl Template {
    /// Compiles a template.
    pub fn new(source: &str) -> Result<Self, Fault> {
        if source.chars().count() > LONGEST {
            return Err(Fault::LongTemplate);
        }
        let mut environment = environment();
        let unread = |error: minijinja::Error| Fault::Template(error.line().unwrap_or(1));
        environment.add_template_owned(NAME, syntax::template(source)?).map_err(unread)?;
        let template = environment.get_template(NAME).map_err(unread)?;
        match template.render(()) {
            Err(error) if is_unknown(error.kind()) => return Err(unread(error)),
            _ => {}
        }
        let mut needs = Needs::default();
        for path in template.undeclared_variables(true) {
            needs.add(&path.split('.').collect::<Vec<_>>(), false);
        }
        Ok(Self { environment, needs })
    }

    /// Fills it from a record. Absent when the template asks for fields and none is there; empty when all that
    /// are there are empty.
    pub fn fill(&self, record: &dyn RecordView) -> Result<(Option<Value>, Option<Odd>), Odd> {
        let values: Vec<(&str, Cow<'_, Value>)> = self.needs.of(record).collect();
        if !self.needs.is_empty() && values.iter().all(|(_, value)| value.is_empty()) {
            return Ok(((!values.is_empty()).then_some(Value::Null), None));
        }
        let shown: BTreeMap<String, Shown> =
            values.iter().map(|(name, value)| ((*name).to_owned(), show(value))).collect();
        let rendered = self.environment.get_template(NAME).and_then(|template| template.render(shown));
        let text = rendered.map_err(|_| failed())?;
        Ok(match clip(&text) {
            clipped if clipped.len() < text.len() => (Some(Value::text(clipped)), Some(long_text())),
            _ => (Some(Value::Text(text)), None),
        })
    }

    /// The paths that it reads.
    pub fn paths(&self) -> Vec<String> {
        self.needs.paths()
    }
}

fn is_unknown(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::UnknownFilter
            | ErrorKind::UnknownFunction
            | ErrorKind::UnknownTest
            | ErrorKind::UnknownMethod
            | ErrorKind::SyntaxError
    )
}

fn failed() -> Odd {
    Odd::dropped(
        "template_failed",
        "The template could not be filled from this record; the value was left out. Look at what it does with \
         fields that are empty or of another kind.",
    )
}

fn long_text() -> Odd {
    Odd::note("long_text", format!("The text was cut after {TEXT} characters. Make the template shorter."))
}

fn environment() -> Environment<'static> {
    let mut environment = Environment::empty();
    environment.set_fuel(Some(FUEL));
    environment.set_undefined_behavior(UndefinedBehavior::Chainable);
    environment.set_formatter(plain);
    environment.add_filter("upper", |text: Cow<'_, str>| text.to_uppercase());
    environment.add_filter("lower", |text: Cow<'_, str>| text.to_lowercase());
    environment.add_filter("title", |text: Cow<'_, str>| title::title(&text));
    environment.add_filter("trim", |text: Cow<'_, str>| text::trim(text.into_owned()));
    environment.add_filter("replace", replace);
    environment.add_filter("default", default);
    environment.add_filter("join", join);
    environment.add_filter("first", filters::first);
    environment.add_filter("last", filters::last);
    environment.add_filter("length", filters::length);
    environment.add_test("defined", tests::is_defined);
    environment.add_test("undefined", tests::is_undefined);
    environment
}

/// Writes a value as people read it: nothing for what is not there, yes and no, lists with commas.
fn plain(out: &mut Output<'_>, _: &mut State<'_, '_>, value: &Shown) -> Result<(), minijinja::Error> {
    Ok(out.write_str(&words(value))?)
}

fn words(value: &Shown) -> Cow<'_, str> {
    if value.is_undefined() || value.is_none() {
        return Cow::Borrowed("");
    }
    if let Some(text) = value.as_str() {
        return Cow::Borrowed(text);
    }
    if value.kind() == minijinja::value::ValueKind::Bool {
        return Cow::Borrowed(if value.is_true() { "yes" } else { "no" });
    }
    if value.kind() == minijinja::value::ValueKind::Seq {
        return Cow::Owned(join(value.clone(), Some(", ".into())));
    }
    Cow::Owned(value.to_string())
}

fn join(value: Shown, separator: Option<String>) -> String {
    let Ok(items) = value.try_iter() else { return words(&value).into_owned() };
    let items: Vec<Shown> = items.collect();
    let texts: Vec<Cow<'_, str>> = items.iter().map(words).filter(|text| !text.is_empty()).collect();
    texts.join(separator.as_deref().unwrap_or_default())
}

fn default(value: Shown, otherwise: Shown) -> Shown {
    if words(&value).trim().is_empty() { otherwise } else { value }
}

/// Replaces text as often as the result stays short.
fn replace(text: Cow<'_, str>, from: Cow<'_, str>, to: Cow<'_, str>) -> String {
    let often = TEXT / to.len().max(1) + 1;
    clip(&text.replacen(&*from, &to, often)).to_owned()
}

fn clip(text: &str) -> &str {
    text.char_indices().nth(TEXT).map_or(text, |(end, _)| &text[..end])
}

fn show(value: &Value) -> Shown {
    match value {
        Value::Null => Shown::UNDEFINED,
        Value::Bool(truth) => Shown::from(*truth),
        Value::Int(number) => Shown::from(*number),
        Value::Text(text) => Shown::from(clip(text)),
        Value::Ref(_) => text::as_text(value).map_or(Shown::UNDEFINED, |text| Shown::from(&*text)),
        Value::List(list) => list.iter().take(ITEMS).map(show).collect(),
        Value::Map(map) => {
            let shown: BTreeMap<String, Shown> =
                map.iter().take(ITEMS).map(|(name, value)| (name.to_string(), show(value))).collect();
            Shown::from_object(shown)
        }
    }
}
