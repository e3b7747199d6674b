//! M9 of the MDAAT's consistency rules: its overall scale against the physician's global one, which is another form.

use super::{About, Question};
use crate::domain::base::ids::FieldId;
use crate::domain::forms::engine::checks::VisitContext;
use crate::domain::forms::engine::instrument::{Instrument, Measure};
use crate::domain::forms::mdaat;
use crate::domain::study::Study;
use rust_decimal::Decimal;

/// M9: distance of the overall scale from the physician's, cm.
const OVERALL_DISTANCE: Decimal = Decimal::ONE;

/// Returns M9 about the MDAAT; also at the physician's global scale, since that may be entered after it.
pub(super) fn question(
    study: &Study,
    instrument: &Instrument,
    context: &VisitContext<'_>,
) -> Option<(FieldId, Question)> {
    if instrument.is_scored_by(mdaat::SCORER) {
        return m9(study, context, "all.vas");
    }
    if instrument.measure == Some(Measure::Phga) {
        return m9(study, context, "vas");
    }
    None
}

/// The overall scale of the MDAAT against the physician's global one; asked at the field given.
fn m9(study: &Study, context: &VisitContext<'_>, at: &str) -> Option<(FieldId, Question)> {
    let forms = || study.instruments.values();
    let form = forms().find(|form| form.is_scored_by(mdaat::SCORER))?;
    let global = forms()
        .find(|form| form.measure == Some(Measure::Phga) && !form.is_scored_by(mdaat::SCORER))?;
    let overall = context.now(form, "all.vas")?.as_number()?;
    let physician = context.now(global, "vas")?.as_number()?;
    let distance = overall
        .checked_sub(physician)
        .map(|distance| distance.abs());
    // A distance that no decimal holds is above every limit.
    let is_far = distance.is_none_or(|distance| distance > OVERALL_DISTANCE);
    is_far.then(|| {
        let about = About::FarFromGlobal {
            overall,
            physician,
            distance: OVERALL_DISTANCE,
        };
        (at.into(), Question::new("M9", about))
    })
}
