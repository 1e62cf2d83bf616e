//! Compiling a crosswalk: what cannot be compiled becomes a finding and maps to nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use cel::Env;
use crosswalk_model::{
    Crosswalk, Direction, Entity, FieldMap, Finding, Name, Rule, Severity, Step, StreamMap,
};

use super::MapContext;
use super::bands::Band;
use super::condition::Condition;
use super::fault::Fault;
use super::input::CompiledInput;
use super::lookup::{Lookup, Table};
use super::phone::Country;
use super::rule::CompiledRule;
use super::step::CompiledStep;
use super::stream::{CompiledField, CompiledStream, Target};
use super::words::words;
use super::{dates, privacy};

/// A crosswalk, ready to be run over many records.
pub struct Compiled {
    streams: Vec<CompiledStream>,
}

impl Compiled {
    /// Compiles every enabled stream map. A rule that cannot be compiled is told in a finding that names its
    /// stream and field, and its field maps to nothing; without a key or condition the whole map does
    /// ([`CompiledStream::is_broken`]).
    pub fn new(crosswalk: &Crosswalk, context: &MapContext) -> (Self, Vec<Finding>) {
        let tables = crosswalk.lookups.iter().map(|(name, table)| (name.clone(), Table::new(name, table)));
        let mut compiler =
            Compiler { context, env: Condition::env(), tables: tables.collect(), findings: Vec::new() };
        let enabled = crosswalk.streams.iter().filter(|map| map.enabled);
        let streams = enabled.map(|map| compiler.stream(map)).collect();
        (Self { streams }, compiler.findings)
    }

    /// The maps that read a stream or entity, in the order of the crosswalk.
    pub fn streams_from(&self, from: &str) -> impl Iterator<Item = &CompiledStream> {
        self.streams.iter().filter(move |stream| stream.from == from)
    }

    /// Every enabled map, in the order of the crosswalk.
    pub fn streams(&self) -> &[CompiledStream] {
        &self.streams
    }
}

struct Compiler<'a> {
    context: &'a MapContext,
    env: Arc<Env>,
    tables: BTreeMap<Name, Arc<Table>>,
    findings: Vec<Finding>,
}

impl Compiler<'_> {
    fn stream(&mut self, map: &StreamMap) -> CompiledStream {
        let side = if self.outbound() { &map.from } else { &map.to };
        let entity = side.parse::<Entity>().map_err(Fault::Entity);
        let entity = entity.map_err(|fault| self.broken(map, None, fault)).ok();
        let when = map.when.as_deref().map(|source| Condition::new(source, &self.env)).transpose();
        let when = when.map_err(|fault| self.broken(map, None, fault));
        let key = self.key(map, entity).map_err(|fault| self.broken(map, Some("$key".into()), fault)).ok();
        let ready = entity.is_some() && when.is_ok();
        CompiledStream {
            from: map.from.clone(),
            to: map.to.clone(),
            when: when.ok().flatten(),
            key: key.filter(|_| ready),
            fields: entity.map(|entity| self.fields(map, entity)).unwrap_or_default(),
            uses_today: uses_today(map),
        }
    }

    fn outbound(&self) -> bool {
        self.context.direction == Direction::Outbound
    }

    fn key(&self, map: &StreamMap, entity: Option<Entity>) -> Result<CompiledRule, Fault> {
        let key = self.rule(&map.key, true)?;
        let hashed = map.key.steps.contains(&Step::KeyedHash);
        if let Some(entity) = entity.filter(|_| self.outbound() && !hashed)
            && let Some(path) = key.input.paths().into_iter().find(|path| privacy::reveals(entity, path))
        {
            return Err(Fault::SensitiveKey(path));
        }
        Ok(key)
    }

    fn fields(&mut self, map: &StreamMap, entity: Entity) -> Vec<CompiledField> {
        let mut seen = BTreeSet::new();
        let mut fields = Vec::with_capacity(map.fields.len());
        for field in &map.fields {
            if !seen.insert(&field.to) {
                self.warn(map, field, Fault::Twice(field.to.to_string()));
                continue;
            }
            match self.field(field, entity) {
                Ok(rule) if self.may_leave(map, field, &rule, entity) => {
                    fields.push(CompiledField { target: self.target(map, field, entity), rule });
                }
                Ok(_) => {}
                Err(fault) => self.warn(map, field, fault),
            }
        }
        fields
    }

    fn field(&self, field: &FieldMap, entity: Entity) -> Result<CompiledRule, Fault> {
        let tells = |rule: &CompiledInput| {
            let mut paths = if self.outbound() { rule.paths() } else { vec![field.to.to_string()] };
            paths.drain(..).all(|path| privacy::tellable(entity, &path))
        };
        let input = CompiledInput::new(&field.rule.input)?;
        if self.outbound()
            && let Some(path) = input.paths().into_iter().find(|path| !privacy::knows(entity, path))
        {
            return Err(Fault::Field { entity: entity.to_string(), field: path });
        }
        let tells = tells(&input);
        self.with_steps(input, &field.rule, tells)
    }

    /// A sensitive field is sent only for a stated purpose.
    fn may_leave(&mut self, map: &StreamMap, field: &FieldMap, rule: &CompiledRule, entity: Entity) -> bool {
        let purpose = field.purpose.as_deref().is_some_and(|purpose| !purpose.trim().is_empty());
        if !self.outbound() || purpose {
            return true;
        }
        let Some(path) = rule.input.paths().into_iter().find(|path| privacy::sensitive(entity, path)) else {
            return true;
        };
        let message = format!(
            "{path} is sensitive and is not sent, because no purpose is stated. State one in the mapping if the \
             destination needs it."
        );
        let finding = Finding::warning("purpose_missing", map.from.clone(), "", message).on(field.to.clone());
        self.findings.push(Finding { severity: Severity::Note, ..finding });
        false
    }

    /// Inbound, a name such as `externalIds.nsn` is written below the roster's field.
    fn target(&mut self, map: &StreamMap, field: &FieldMap, entity: Entity) -> Target {
        if self.outbound() {
            return Target::of(&field.to, false);
        }
        let root = field.to.split('.').next().unwrap_or_default();
        if entity.field(root).is_none() {
            let fault = Fault::Field { entity: entity.to_string(), field: field.to.to_string() };
            let finding = Finding::warning("unknown_field", map.from.clone(), "", fault.to_string());
            self.findings.push(Finding { severity: Severity::Note, ..finding.on(field.to.clone()) });
            return Target::of(&field.to, false);
        }
        Target::of(&field.to, true)
    }

    fn rule(&self, rule: &Rule, tells: bool) -> Result<CompiledRule, Fault> {
        self.with_steps(CompiledInput::new(&rule.input)?, rule, tells)
    }

    fn with_steps(&self, input: CompiledInput, rule: &Rule, tells: bool) -> Result<CompiledRule, Fault> {
        let steps = rule.steps.iter().map(|step| self.step(step, tells)).collect::<Result<_, _>>()?;
        Ok(CompiledRule { input, steps, words: words(rule) })
    }

    fn step(&self, step: &Step, tells: bool) -> Result<CompiledStep, Fault> {
        Ok(match step {
            Step::Trim => CompiledStep::Trim,
            Step::Case(case) => CompiledStep::Case(*case),
            Step::Split { separator, index } => {
                CompiledStep::Split { separator: between(separator)?, index: *index }
            }
            Step::List { separator } => CompiledStep::List { separator: between(separator)? },
            Step::Join { separator } => CompiledStep::Join { separator: separator.clone() },
            Step::First => CompiledStep::First,
            Step::Lookup { table, otherwise } => self.lookup(table, otherwise.as_ref(), tells)?,
            Step::Date(shape) => CompiledStep::Date(*shape),
            Step::AddDays(days) => CompiledStep::AddDays(*days),
            Step::Age { on } => self.age(on.as_deref())?,
            Step::Bands(bands) => {
                CompiledStep::Bands(bands.iter().map(|band| Band::new(band)).collect::<Result<_, _>>()?)
            }
            Step::Phone { country } => CompiledStep::Phone(Country::new(country)?),
            Step::Number => CompiledStep::Number,
            Step::Text => CompiledStep::Text,
            Step::Boolean => CompiledStep::Boolean,
            Step::Not => CompiledStep::Not,
            Step::Default(value) => CompiledStep::Default(value.clone()),
            Step::EmptyIsAbsent => CompiledStep::EmptyIsAbsent,
            Step::KeyedHash => CompiledStep::KeyedHash(Box::new(self.context.hash_key)),
            Step::Reference { to } => CompiledStep::Reference { to: self.pointed_at(to)? },
            Step::If(source) => CompiledStep::If(Box::new(Condition::new(source, &self.env)?)),
        })
    }

    fn lookup(&self, table: &Name, otherwise: Option<&String>, tells: bool) -> Result<CompiledStep, Fault> {
        let table = self.tables.get(table).cloned().ok_or_else(|| Fault::Table(table.to_string()))?;
        Ok(CompiledStep::Lookup(Lookup { table, otherwise: otherwise.cloned(), tells }))
    }

    fn age(&self, on: Option<&str>) -> Result<CompiledStep, Fault> {
        let on = on
            .map_or(Some(self.context.today), dates::iso)
            .ok_or(Fault::Date(on.unwrap_or_default().into()))?;
        Ok(CompiledStep::Age { on })
    }

    fn pointed_at(&self, to: &Name) -> Result<Name, Fault> {
        if self.outbound() {
            return Ok(to.clone());
        }
        to.parse::<Entity>().map(|entity| entity.as_str().into()).map_err(Fault::Entity)
    }

    fn warn(&mut self, map: &StreamMap, field: &FieldMap, fault: Fault) {
        let finding = Finding::warning("bad_rule", map.from.clone(), "", fault.to_string());
        self.findings.push(finding.on(field.to.clone()));
    }

    fn broken(&mut self, map: &StreamMap, field: Option<Name>, fault: Fault) {
        let finding = Finding::warning("bad_rule", map.from.clone(), "", fault.to_string()).as_error();
        self.findings.push(Finding { field, ..finding });
    }
}

fn between(separator: &str) -> Result<String, Fault> {
    if separator.is_empty() { Err(Fault::Separator) } else { Ok(separator.to_owned()) }
}

fn uses_today(map: &StreamMap) -> bool {
    let rules = map.fields.iter().map(|field| &field.rule).chain([&map.key]);
    rules.flat_map(|rule| &rule.steps).any(|step| matches!(step, Step::Age { on: None }))
}
