//! What two forms of a visit both say: a quantity that is entered in each, and an answer that no result is raised.
//!
//! Which fields these are stand in the form files. Each is asked about once, at the field whose answer came later: whoever
//! entered it can look at the other one.

use super::{About, Question};
use crate::domain::base::answer::{Answer, Value};
use crate::domain::base::ids::FieldId;
use crate::domain::base::ratio::Exact;
use crate::domain::forms::engine::checks::VisitContext;
use crate::domain::forms::engine::instrument::{Field, FieldKind, Instrument};
use crate::domain::forms::engine::progress::{self, Setting};
use crate::domain::forms::engine::typing::{self, factor, in_unit_of_limits};
use crate::domain::forms::laboratory::SAMPLED_ON;
use crate::domain::record::session::{Cell, FormCells, Session};
use crate::domain::study::Study;
use crate::domain::study::laboratory;
use chrono::NaiveDate;
use rust_decimal::Decimal;

/// Name of the rule about two values of one quantity.
pub(super) const TWICE: &str = "entered-twice";
/// Name of the rule about an answer that no result is raised.
pub(super) const DENIED: &str = "denies-raised";

/// Returns the questions about a form of a visit, each with the field that it is asked at; at most one of a rule at a field.
pub(super) fn questions(
    study: &Study,
    instrument: &Instrument,
    context: &VisitContext<'_>,
) -> Vec<(FieldId, Question)> {
    let concerned = |field: &Field| field.same_quantity.is_some() || field.denies_raised.is_some();
    if context.row.is_some() || !instrument.fields().any(concerned) {
        return Vec::new();
    }
    let places = places(study, context);
    let own = places.iter().filter(|place| place.form.id == instrument.id);
    let asked = own.flat_map(|place| {
        let twice = place.twice(&places, context.session);
        let denied = place.denied(&places);
        let twice = twice.map(|about| Question::new(TWICE, about));
        let denied = denied.map(|about| Question::new(DENIED, about));
        let found = twice.into_iter().chain(denied);
        found.map(|question| (place.field.id.clone(), question))
    });
    asked.collect()
}

/// An answer that is asked for and may say the same as another one of the visit.
struct Place<'a> {
    form: &'a Instrument,
    cells: &'a FormCells,
    field: &'a Field,
    cell: &'a Cell,
    answer: &'a Answer,
}

fn places<'a>(study: &'a Study, context: &VisitContext<'a>) -> Vec<Place<'a>> {
    let session = context.session;
    let is_baseline = study.protocol.baseline == session.visit;
    let setting = Setting::of(is_baseline, context.participant.sex);
    let forms = session.forms.iter();
    let forms = forms.filter_map(|(id, cells)| Some((study.form(id.as_str())?, cells)));
    let places = forms.flat_map(|(form, cells)| {
        let fields = form.fields();
        let fields = fields
            .filter(|field| field.same_quantity.is_some() || field.denies_raised.is_some())
            .filter(|field| progress::asked(study.scoring(), form, setting, cells, field));
        fields.filter_map(move |field| {
            let cell = cells.get(&field.id)?;
            let answer = cell.answer.as_ref().filter(|own| own.value().is_some())?;
            Some(Place {
                form,
                cells,
                field,
                cell,
                answer,
            })
        })
    });
    places.collect()
}

impl Place<'_> {
    /// Returns whether its answer came after another one; what is not stored yet is the newest.
    fn is_after(&self, other: &Self) -> bool {
        self.cell.seq == 0 || (other.cell.seq != 0 && self.cell.seq > other.cell.seq)
    }

    /// Returns the value with its unit.
    fn value(&self) -> String {
        let value = typing::show(self.form, self.field, self.answer);
        match self.answer.unit() {
            Some(unit) => format!("{value} {unit}"),
            None => value,
        }
    }

    /// Returns the words of the option that is chosen.
    fn chosen(&self) -> String {
        let code = self.answer.as_code().unwrap_or_default();
        let chosen = self.form.choice(self.field, code);
        chosen.map_or_else(|| code.to_owned(), |choice| choice.label.clone())
    }

    /// Returns what is unusual about a quantity that another form of the visit has too.
    fn twice(&self, places: &[Self], session: &Session) -> Option<About> {
        let name = self.field.same_quantity.as_ref()?;
        let mut others = places.iter();
        let other = others.find(|other| {
            other.form.id != self.form.id
                && other.field.same_quantity.as_ref() == Some(name)
                && self.is_after(other)
                && self.is_of_one_sample(other, session)
                && self.differs(other)
        })?;
        Some(About::EnteredTwice {
            label: self.field.label.clone(),
            here: self.value(),
            there: other.value(),
            form: other.form.title.clone(),
        })
    }

    /// Returns what is unusual about an answer that no result is raised, or about a raised result; none where the other
    /// one came later.
    fn denied(&self, places: &[Self]) -> Option<About> {
        let denies = |denial: &Self, result: &Self| {
            let said = denial.field.denies_raised.as_ref();
            let (Some(said), Some(code)) = (said, denial.answer.as_code()) else {
                return false;
            };
            let named = result.field.same_quantity.as_ref();
            said.is.iter().any(|is| is == code)
                && named.is_some_and(|name| said.quantities.contains(name))
        };
        let mut others = places.iter().filter(|other| self.is_after(other));
        others.find_map(|other| {
            let (denial, result) = if denies(self, other) {
                (self, other)
            } else if denies(other, self) {
                (other, self)
            } else {
                return None;
            };
            Some(About::DeniesRaised {
                limit: result.raised_above()?,
                result: result.field.label.clone(),
                form: result.form.title.clone(),
                value: result.value(),
                denial: denial.field.label.clone(),
                answer: denial.chosen(),
            })
        })
    }

    /// Returns the upper limit of normal of a result that is above it.
    fn raised_above(&self) -> Option<String> {
        let FieldKind::Lab {
            quantity,
            uln_field: Some(limit),
            ..
        } = &self.field.kind
        else {
            return None;
        };
        let Some(Value::Number(number)) = self.answer.value() else {
            // All that is known of it is that it is below.
            return None;
        };
        let uln = self.cells.get(limit)?.answer.as_ref()?;
        let result = in_unit_of_limits(*quantity, *number, self.answer.unit())?;
        let upper = in_unit_of_limits(*quantity, uln.as_number()?, uln.unit())?;
        let field = self.form.field(limit.as_str())?;
        (result > upper).then(|| typing::show(self.form, field, uln))
    }

    /// Returns whether two results are of one sample, measured in one place; other numbers are of the visit.
    fn is_of_one_sample(&self, other: &Self, session: &Session) -> bool {
        if !matches!(self.field.kind, FieldKind::Lab { .. }) {
            return true;
        }
        let (day, own) = (self.sampled_on(session), self.laboratory());
        let is_same_place = own
            .zip(other.laboratory())
            .is_none_or(|(own, other)| laboratory::is_same_name(own, other));
        day.is_some() && day == other.sampled_on(session) && is_same_place
    }

    /// Returns the day of the sample: as the form says, or the day of the visit where it has no field for it.
    fn sampled_on(&self, session: &Session) -> Option<NaiveDate> {
        match self.form.field(SAMPLED_ON) {
            Some(field) => self.cells.get(&field.id)?.answer.as_ref()?.as_date(),
            None => session.day(),
        }
    }

    fn laboratory(&self) -> Option<&str> {
        let name = self.cells.get(laboratory::NAME)?;
        name.answer.as_ref()?.as_text()
    }

    /// Returns whether the values cannot be the same one, as far as that is known.
    fn differs(&self, other: &Self) -> bool {
        let (Some(own), Some(there)) = (self.answer.value(), other.answer.value()) else {
            return false;
        };
        let (here, other) = ((self.answer.unit(), self), (other.answer.unit(), other));
        match (own, there) {
            (Value::Number(own), Value::Number(there)) => {
                !is_same((*own, here), (*there, other)).unwrap_or(true)
            }
            // One below a limit can be any number below it.
            (Value::Number(number), Value::Below(limit)) => {
                is_at_least((*number, here), (*limit, other)).unwrap_or(false)
            }
            (Value::Below(limit), Value::Number(number)) => {
                is_at_least((*number, other), (*limit, here)).unwrap_or(false)
            }
            (Value::Below(_), Value::Below(_))
            | (Value::Code(_) | Value::Text(_) | Value::Date(_), _)
            | (
                Value::Number(_) | Value::Below(_),
                Value::Code(_) | Value::Text(_) | Value::Date(_),
            ) => false,
        }
    }
}

/// A number with its unit and the field that it stands in.
type Given<'a> = (Decimal, (Option<&'a str>, &'a Place<'a>));

/// Returns whether two numbers are one: in one unit exactly, in two units as far as the decimals of either go.
fn is_same((own, (unit, place)): Given<'_>, (other, (other_unit, _)): Given<'_>) -> Option<bool> {
    if unit == other_unit {
        return Some(own == other);
    }
    let FieldKind::Lab { quantity, .. } = &place.field.kind else {
        return None;
    };
    let from = factor(*quantity, unit?)?.exact().ok()?;
    let to = factor(*quantity, other_unit?)?.exact().ok()?;
    let converted = |number: Decimal, from: Exact, to: Exact| {
        let number = Exact::from_decimal(number).times(from).ok()?;
        number.over(to).ok()
    };
    let rounds_to = |number: Exact, written: Decimal| {
        let places = written.scale();
        number.rounded(places) == Exact::from_decimal(written).rounded(places)
    };
    let there = rounds_to(converted(own, from, to)?, other);
    Some(there || rounds_to(converted(other, to, from)?, own))
}

/// Returns whether a number is not below another one.
fn is_at_least(
    (own, (unit, place)): Given<'_>,
    (limit, (limit_unit, _)): Given<'_>,
) -> Option<bool> {
    if unit == limit_unit {
        return Some(own >= limit);
    }
    let FieldKind::Lab { quantity, .. } = &place.field.kind else {
        return None;
    };
    let own = in_unit_of_limits(*quantity, own, unit)?;
    Some(own >= in_unit_of_limits(*quantity, limit, limit_unit)?)
}
