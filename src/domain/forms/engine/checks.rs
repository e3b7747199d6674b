//! What the questions of all instruments share: the question, what it may look at, ranges and amounts.
//!
//! Must not know a study: whether an earlier value may be named is for the caller to find out.

mod about;

use super::instrument::{Field, Instrument, Measure};
use super::typing;
use crate::domain::base::answer::{Answer, Value};
use crate::domain::base::ids::FormId;
use crate::domain::record::participant::Participant;
use crate::domain::record::session::Session;
use crate::domain::record::status_history::StatusHistory;
use rust_decimal::Decimal;

pub use about::{About, Affected, Earlier, Side, Was};

/// A question about an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Name of the rule, such as `soft-range` or `M3`.
    pub rule: String,
    /// What is unusual.
    pub about: About,
}

impl Question {
    pub(crate) fn new(rule: &str, about: About) -> Self {
        let rule = rule.to_owned();
        Self { rule, about }
    }
}

/// What the questions about a form may look at besides the answer itself.
#[derive(Clone, Copy, Debug)]
pub struct VisitContext<'a> {
    /// The participant.
    pub participant: &'a Participant,
    /// How they take part, as it was said.
    pub statuses: &'a StatusHistory,
    /// The session that is assessed.
    pub session: &'a Session,
    /// The participant's earlier sessions, the latest first.
    pub earlier: &'a [&'a Session],
    /// The row of a log that is looked at; none for a form of a visit, which its instrument names.
    pub row: Option<&'a FormId>,
    /// Whether a question may name an earlier value of the form.
    pub names_earlier: bool,
}

impl<'a> VisitContext<'a> {
    /// Returns the id under which the cells of the form that is looked at stand.
    pub fn form<'b>(&'b self, instrument: &'b Instrument) -> &'b FormId {
        self.row.unwrap_or(&instrument.id)
    }

    /// Returns the value that another field of this session has.
    pub fn now(&self, instrument: &Instrument, field: &str) -> Option<&'a Answer> {
        self.session
            .answer(self.form(instrument).as_str(), field)
            .filter(|answer| answer.value().is_some())
    }

    /// Returns the latest earlier value of a field, with its session.
    pub fn before(
        &self,
        instrument: &Instrument,
        field: &str,
    ) -> Option<(&'a Session, &'a Answer)> {
        self.earlier.iter().find_map(|session| {
            let answer = session.answer(instrument.id.as_str(), field)?;
            answer.value()?;
            Some((*session, answer))
        })
    }

    /// Returns an earlier value as a question names it; none where it may not.
    pub fn earlier(
        &self,
        instrument: &Instrument,
        field: &Field,
        session: &Session,
        before: &Answer,
    ) -> Option<Earlier> {
        self.names_earlier.then(|| Earlier {
            value: typing::show(instrument, field, before),
            unit: before.unit().map(str::to_owned),
            on: session.date,
        })
    }
}

/// The change of a total against the last visit that is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TotalJump {
    /// Name of the rule.
    pub rule: &'static str,
    /// The core set measure that the total is.
    pub measure: Measure,
    /// A larger change is asked about; above 0.
    pub limit: Decimal,
}

/// Returns the question about a number outside its soft limits; limits and number in one unit, to which the number may
/// have been converted.
pub fn soft_range(
    number: Decimal,
    min: Option<Decimal>,
    max: Option<Decimal>,
    unit: Option<&str>,
    converted: bool,
) -> Option<Question> {
    let below = min.filter(|min| number < *min);
    let above = || max.filter(|max| number > *max);
    let (side, limit) = match below {
        Some(min) => (Side::Below, min),
        None => (Side::Above, above()?),
    };
    let about = About::OutOfRange {
        number,
        unit: unit.map(str::to_owned),
        side,
        limit,
        converted,
    };
    Some(Question::new("soft-range", about))
}

/// Returns an answer as a number that a change can be taken of.
pub fn amount(instrument: &Instrument, answer: &Answer) -> Option<Decimal> {
    match answer.value()? {
        Value::Number(number) => Some(*number),
        Value::Code(code) => match instrument.scoring {
            Some(scorer) => scorer.points(code),
            None => Decimal::from_str_exact(code).ok(),
        },
        Value::Below(_) | Value::Text(_) | Value::Date(_) => None,
    }
}
