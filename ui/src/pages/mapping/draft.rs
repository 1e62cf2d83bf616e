//! A rule while it is edited: texts that become a rule again, or say where they cannot.

use super::steps::{self, StepDraft};
use crate::texts;
use crosswalk_model::{FieldMap, FieldPolicy, Input, Rule, Value};

/// The kinds of input.
pub const INPUTS: [&str; 4] = ["field", "fields", "constant", "template"];

/// A rule while it is edited.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The field that is written.
    pub to: String,
    /// One of [`INPUTS`].
    pub kind: String,
    /// What stands in the box of that kind.
    pub input: String,
    /// The steps.
    pub steps: Vec<StepDraft>,
    /// Who wins.
    pub policy: FieldPolicy,
    /// Why it is sent.
    pub purpose: String,
}

impl Draft {
    /// A draft of a field that nothing is mapped to yet.
    pub fn new(to: &str) -> Self {
        Self::of(&Rule::copy(String::new()).into_field(to.to_owned()))
    }

    /// A draft of a rule as it stands.
    pub fn of(map: &FieldMap) -> Self {
        let (kind, input) = match &map.rule.input {
            Input::Field(name) => ("field", name.to_string()),
            Input::Fields(names) => ("fields", names.join(", ")),
            Input::Constant(value) => ("constant", text_of(value)),
            Input::Template(text) => ("template", text.clone()),
        };
        Self {
            to: map.to.to_string(),
            kind: kind.to_owned(),
            input,
            steps: map.rule.steps.iter().map(steps::draft_of).collect(),
            policy: map.policy,
            purpose: map.purpose.clone().unwrap_or_default(),
        }
    }

    /// The rule, or the sentence that says what is missing.
    pub fn map(&self) -> Result<FieldMap, String> {
        let input = self.input()?;
        let steps = self.steps.iter().map(steps::step_of).collect::<Result<_, _>>()?;
        let purpose = Some(self.purpose.trim().to_owned()).filter(|purpose| !purpose.is_empty());
        Ok(FieldMap { to: self.to.clone().into(), rule: Rule { input, steps }, policy: self.policy, purpose })
    }

    fn input(&self) -> Result<Input, String> {
        let text = self.input.trim();
        if text.is_empty() && self.kind != "constant" {
            return Err(texts::draft_no_input().to_owned());
        }
        Ok(match self.kind.as_str() {
            "fields" => Input::Fields(items(text).into_iter().map(Into::into).collect()),
            "constant" => Input::Constant(value_of(text)),
            "template" => Input::Template(self.input.clone()),
            _ => Input::Field(text.to_owned().into()),
        })
    }
}

/// The items of a list with commas between.
pub fn items(text: &str) -> Vec<String> {
    text.split(',').map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect()
}

/// A value as it is typed: yes and no as `true` and `false`, whole numbers as digits, all else as text. Text that
/// would be read as one of those stands in quotation marks.
pub fn value_of(text: &str) -> Value {
    match serde_json::from_str::<Value>(text) {
        Ok(value @ (Value::Bool(_) | Value::Int(_) | Value::Text(_) | Value::Null)) => value,
        _ => Value::text(text),
    }
}

/// A value as it would be typed.
pub fn text_of(value: &Value) -> String {
    match value {
        Value::Text(text) if value_of(text) == *value => text.clone(),
        other => serde_json::to_string(other).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosswalk_model::Step;

    #[test]
    fn a_rule_comes_back_as_it_was() {
        let rules = [
            Rule::copy("email").then(Step::Trim),
            Rule::fields(["preferredFirstName", "givenName"]).then(Step::First),
            Rule::constant("pupil"),
            Rule::constant("0042"),
            Rule::constant("42"),
            Rule::constant(42),
            Rule::constant(true),
            Rule::constant(""),
            Rule::template("{{ givenName }} {{ familyName }}"),
        ];
        for rule in rules {
            let map =
                FieldMap { policy: FieldPolicy::Ask, purpose: Some("why".into()), ..rule.into_field("x") };
            assert!(Draft::of(&map).map() == Ok(map.clone()), "{:?}", Draft::of(&map));
        }
    }

    #[test]
    fn a_rule_without_input_says_so() {
        assert_eq!(Draft::new("x").map(), Err(texts::draft_no_input().to_owned()));
    }

    #[test]
    fn lists_are_split_at_commas() {
        assert_eq!(items(" a, b ,,c"), ["a", "b", "c"]);
        assert!(items(" , ").is_empty());
    }
}
