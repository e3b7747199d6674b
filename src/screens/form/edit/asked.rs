//! What is recorded of a question or a refusal.

use crate::domain::base::shown::LINE_END;
use crate::domain::base::text::made_fit;
use crate::domain::record::event::{Event, FieldPath, PromptOutcome};
use crate::domain::rules::checks;
use crate::domain::rules::text_limits::TEXT;

/// Returns the entry that a check asked about a value, and what came of it. What was typed stands there as it was shown:
/// whoever typed a character that nobody sees sent no forged entry.
pub(crate) fn asked(
    place: FieldPath,
    rule: &str,
    value: &str,
    outcome: PromptOutcome,
    reason: Option<&str>,
) -> Event {
    Event::Prompted {
        place,
        rule: rule.to_owned(),
        rule_version: checks::RULE_VERSION.to_owned(),
        value: in_one_line(value),
        outcome,
        reason: reason.map(in_one_line),
    }
}

fn in_one_line(text: &str) -> String {
    let line = text.replace('\n', &LINE_END.to_string());
    made_fit(&line, TEXT).into_owned()
}
