//! The daily glucocorticoid dose as a whole: drug, dose and frequency make it together.

use super::figure::figure;
use crate::domain::base::ids::FieldId;
use crate::domain::base::ratio::Exact;
use crate::domain::forms::engine::cells;
use crate::domain::forms::engine::checks::{About, Question, VisitContext};
use crate::domain::forms::engine::instrument::Instrument;
use crate::domain::treatment::equivalence::{Frequency, equivalent};

/// Prednisone equivalent above which it is asked whether the dose is a pulse, mg a day (site default).
const PULSE: Exact = Exact::int(100);

/// Returns the question about a daily dose in prednisone equivalents; the dose of another drug in
/// its own milligrams says nothing: dexamethasone 20 mg is more than hydrocortisone 200 mg.
pub(super) fn question(
    instrument: &Instrument,
    context: &VisitContext<'_>,
) -> Option<(FieldId, Question)> {
    let form = context.session.forms.get(context.form(instrument))?;
    if instrument.field("taken").is_some() && !cells::yes(form, "taken") {
        return None;
    }
    let drug = cells::code(form, "drug")?;
    let drug = figure(Some(instrument), form, drug).drug(drug)?;
    let frequency = Frequency::of(cells::code(form, "frequency")?)?;
    let dose = cells::number(form, "dose").value()?;
    let daily = equivalent(drug, dose, frequency, None).ok()?;
    (!daily.pulse && daily.mg_per_day > PULSE).then(|| {
        let (mg, limit) = (daily.mg_per_day, PULSE);
        let about = About::DailyDose { mg, limit };
        ("dose".into(), Question::new("daily-dose", about))
    })
}
