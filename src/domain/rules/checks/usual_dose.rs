//! The dose of an immunosuppressant, in the log of medications and in the form of eligibility, against what is usual of that
//! drug. Drug, dose, unit and frequency make it together, so that it is asked about where the last of them is typed.

use super::{About, Question};
use crate::domain::base::answer::Answer;
use crate::domain::base::ids::FieldId;
use crate::domain::base::partial::PartialDate;
use crate::domain::base::ratio::Exact;
use crate::domain::course::eligibility::treatment;
use crate::domain::course::{MEDICATION, Measured, in_mg};
use crate::domain::forms::engine::cells;
use crate::domain::forms::engine::checks::VisitContext;
use crate::domain::forms::engine::instrument::{Field, Instrument};
use crate::domain::record::session::FormCells;
use crate::domain::study::Study;
use crate::domain::treatment::equivalence::Frequency;
use crate::domain::treatment::usual_dose::unusual;

/// Name of the rule.
pub(super) const RULE: &str = "usual-dose";

/// The fields of a medication that are typed before its dose is known, the first of which the question stands at.
const DOSE: &str = "dose";
const FREQUENCY: &str = "frequency";
const DRUG: &str = "immunosuppressant";

/// Returns the other field at which the same dose is asked about.
pub(super) fn other(field: &FieldId) -> Option<FieldId> {
    match field.as_str() {
        DOSE => Some(FREQUENCY.into()),
        FREQUENCY => Some(DOSE.into()),
        _ => None,
    }
}

/// Returns whether the question is asked while a field is typed and stands at another one.
pub(super) fn stands_elsewhere(field: &FieldId) -> bool {
    field.as_str() == FREQUENCY
}

/// Returns whether the rule asks at a field.
pub(super) fn asks(study: &Study, instrument: &Instrument, field: &FieldId) -> bool {
    let field = field.as_str();
    match instrument.id.as_str() {
        MEDICATION => [DOSE, FREQUENCY].contains(&field),
        _ if study.is_eligibility(&instrument.id) => {
            treatment::ALL.iter().any(|drug| drug.dose == field)
        }
        _ => false,
    }
}

/// Returns the question about a dose that is more than usual.
pub(super) fn question(
    study: &Study,
    (instrument, field, answer): (&Instrument, &Field, &Answer),
    context: &VisitContext<'_>,
    weights: &[Measured],
) -> Option<Question> {
    if !asks(study, instrument, &field.id) {
        return None;
    }
    let stored = context.session.forms.get(context.form(instrument));
    let mut cells = stored.cloned().unwrap_or_default();
    cells.entry(field.id.clone()).or_default().answer = Some(answer.clone());
    let taken = taken(instrument, field, &cells)?;
    let own = cells::number(&cells, "weight").value();
    let kg = own.or_else(|| weight(taken.since, weights));
    let found = unusual(taken.drug, taken.mg, taken.often, kg)?;
    let drug = instrument.choice(instrument.field(taken.field)?, taken.drug);
    let drug = drug.map_or_else(|| taken.drug.to_owned(), |choice| choice.label.clone());
    Some(Question::new(RULE, About::UsualDose { drug, found }))
}

/// A drug and how it is taken.
struct Taken<'a> {
    /// Field of the drug.
    field: &'static str,
    /// Its code.
    drug: &'a str,
    /// Each time, mg.
    mg: Exact,
    often: Frequency,
    since: Option<PartialDate>,
}

fn taken<'a>(form: &Instrument, field: &Field, cells: &'a FormCells) -> Option<Taken<'a>> {
    let code = |field: &str| cells::code(cells, field);
    let date = |field: &str| cells::answer(cells, field)?.as_text()?.parse().ok();
    let number = |field: &str| cells::number(cells, field).value();
    let (drug, mg, often, since) = if form.id.as_str() == MEDICATION {
        let mg = in_mg(number(DOSE)?, code("unit")?)?;
        (DRUG, mg, code(FREQUENCY)?, "start")
    } else {
        let mut all = treatment::ALL.iter();
        let own = all.find(|own| own.dose == field.id.as_str())?;
        let often = match code(own.unit)? {
            "mg/day" => "once-daily",
            "mg/week" => "weekly",
            _ => return None,
        };
        (own.drug, number(own.dose)?, often, own.taken)
    };
    // What is no longer asked keeps its answer, which does not count.
    let is_asked = cells::counts(form, cells, form.field(drug)?);
    Some(Taken {
        field: drug,
        drug: code(drug).filter(|_| is_asked)?,
        mg,
        often: Frequency::of(often)?,
        since: date(since),
    })
}

/// Returns the last weight known when a drug was begun, or the first one after that, kg.
fn weight(since: Option<PartialDate>, weights: &[Measured]) -> Option<Exact> {
    let mut before = weights.iter().rev();
    let then = before.find(|known| since.is_some_and(|on| known.weight.on <= on.latest()));
    then.or_else(|| weights.first())
        .map(|known| known.weight.kg)
}
