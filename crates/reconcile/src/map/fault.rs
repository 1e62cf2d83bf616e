//! Why a rule cannot be compiled.

use super::survey::{NESTED_LOOPS, NODES};
use super::{condition, patterns, template};

/// Why a rule cannot be compiled; the sentence becomes the message of a finding.
#[derive(Debug, PartialEq, thiserror::Error)]
pub(crate) enum Fault {
    #[error("The condition is longer than {} characters. Make it shorter.", condition::LONGEST)]
    LongCondition,
    #[error(
        "The condition cannot be read near character {0}. Check its brackets, quotation marks and operators."
    )]
    Condition(isize),
    #[error(
        "The condition has more than {NODES} parts or more than {NESTED_LOOPS} loops inside each other. Make it simpler."
    )]
    BigCondition,
    #[error("The condition builds a record, which conditions may not do. Compare fields instead.")]
    Building,
    #[error("The pattern of matches must be written out between quotation marks.")]
    ComputedPattern,
    #[error(
        "The pattern of matches cannot be used: it is wrong, longer than {} characters or too large.",
        patterns::LONGEST
    )]
    Pattern,
    #[error("The template is longer than {} characters. Make it shorter.", template::LONGEST)]
    LongTemplate,
    #[error("The template cannot be read near line {0}. Check its brackets, quotation marks and filters.")]
    Template(usize),
    #[error("The template uses “{0}”, which templates here do not know. They know fields, filters and if.")]
    TemplateWord(String),
    #[error("The mapping has no lookup table called {0}. Add it, or name another.")]
    Table(String),
    #[error("The date {0} is not one of the form yyyy-mm-dd. Correct it.")]
    Date(String),
    #[error("The band {0} is not written as low-high or low+. Correct it.")]
    Band(String),
    #[error("The country code {0} is not one to three digits, such as 64. Correct it.")]
    Country(String),
    #[error("Nothing is said about what stands between the parts. Give the separator.")]
    Separator,
    #[error("The roster has nothing called {0} to point at. Name one of its entities.")]
    Entity(String),
    #[error("The roster has no field {field} of {entity}. Choose one of its fields.")]
    Field { entity: String, field: String },
    #[error("The field {0} is sensitive and may not be a key. Use $id, or a keyed hash.")]
    SensitiveKey(String),
    #[error("The field {0} is written twice. The first rule is used; take the other out.")]
    Twice(String),
}
