//! The term of an adverse event against its special interest: a term that names one of the risks is not of none.

use super::{About, Question};
use crate::domain::base::answer::Answer;
use crate::domain::base::ids::FieldId;
use crate::domain::course::ADVERSE_EVENT;
use crate::domain::forms::engine::checks::VisitContext;
use crate::domain::forms::engine::instrument::Instrument;
use crate::domain::treatment::adverse::terms;

/// Name of the rule.
pub(super) const RULE: &str = "special-interest";

/// Returns the question about a term of special interest beside "none of these"; asked at that field.
pub(super) fn question(
    instrument: &Instrument,
    context: &VisitContext<'_>,
) -> Option<(FieldId, Question)> {
    if instrument.id.as_str() != ADVERSE_EVENT {
        return None;
    }
    let none = context.now(instrument, "special").and_then(Answer::as_code) == Some("none");
    let term = context.now(instrument, "term")?.as_text()?;
    let word = terms::word_of_interest(term).filter(|_| none)?.to_owned();
    let about = About::TermOfInterest { word };
    Some(("special".into(), Question::new(RULE, about)))
}
