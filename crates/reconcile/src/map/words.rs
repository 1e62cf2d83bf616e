//! What a rule does, in words.

use crosswalk_model::{Case, Input, Rule, Step};

/// The input in words and a chip for each step: `("birthDate", ["date → age", "bands"])`.
pub fn words(rule: &Rule) -> (String, Vec<String>) {
    (input(&rule.input), rule.steps.iter().map(chip).collect())
}

fn input(input: &Input) -> String {
    match input {
        Input::Field(path) => path.to_string(),
        Input::Fields(paths) => paths.join(", "),
        Input::Constant(value) if value.is_empty() => "always empty".to_owned(),
        Input::Constant(value) => format!("always “{}”", value.display()),
        Input::Template(source) => format!("template “{source}”"),
    }
}

fn chip(step: &Step) -> String {
    let fixed = match step {
        Step::Trim => "trim",
        Step::Case(Case::Lower) => "lower",
        Step::Case(Case::Upper) => "upper",
        Step::Case(Case::Title) => "title",
        Step::List { .. } => "list",
        Step::Join { .. } => "join",
        Step::First => "prefer",
        Step::Date(_) => "date",
        Step::Age { on: None } => "date → age",
        Step::Bands(_) => "bands",
        Step::Phone { .. } => "phone",
        Step::Number => "number",
        Step::Text => "text",
        Step::Boolean => "yes or no",
        Step::Not => "turned round",
        Step::EmptyIsAbsent => "empty is unsaid",
        Step::KeyedHash => "keyed hash",
        with_details => return detailed(with_details),
    };
    fixed.to_owned()
}

fn detailed(step: &Step) -> String {
    match step {
        Step::Split { index, .. } if *index < 0 => format!("part {} from the end", index.unsigned_abs()),
        Step::Split { index, .. } => format!("part {}", i64::from(*index) + 1),
        Step::Lookup { table, .. } => format!("look up {table}"),
        Step::AddDays(days) => {
            let (count, way) = (days.unsigned_abs(), if *days < 0 { "earlier" } else { "later" });
            format!("{count} {} {way}", if count == 1 { "day" } else { "days" })
        }
        Step::Age { on: Some(on) } => format!("date → age on {on}"),
        Step::Default(value) => format!("or else “{}”", value.display()),
        Step::Reference { to } => format!("points at {to}"),
        Step::If(condition) => format!("only if {condition}"),
        _ => String::new(),
    }
}
