//! Vital signs and ECG, in English.

use super::{grades, line};
use crate::domain::base::ids::FieldId;
use crate::domain::forms::vital_signs::{CorrectedQt, QT, VitalSignsScore};
use crate::text::totals::ScoreLine;

/// Says the corrected QT interval and the grades.
pub(super) fn lines(score: &VitalSignsScore) -> Vec<ScoreLine> {
    let head = grades::head(score.grades.len(), score.not_graded);
    let grades = score.grades.iter();
    [corrected(score.corrected), head]
        .into_iter()
        .chain(grades.map(|of| grades::grade(&of.graded, of.field, &[])))
        .collect()
}

/// Says the corrected interval beside the uncorrected one.
fn corrected(corrected: CorrectedQt) -> ScoreLine {
    ScoreLine {
        about: Some(FieldId::new(QT)),
        ..interval(corrected)
    }
}

fn interval(corrected: CorrectedQt) -> ScoreLine {
    let label = "QTcF";
    let formula = "QT / cube root of RR in seconds (Fridericia)";
    match corrected {
        CorrectedQt::Known { ms, above: None } => line(label, Some(format!("{ms} ms")), formula),
        CorrectedQt::Known {
            ms,
            above: Some(usual),
        } => {
            let note = format!("above {usual} ms, prolonged for the sex; {formula}");
            line(label, Some(format!("{ms} ms")), note)
        }
        CorrectedQt::NoEcg => line(label, None, "no ECG is entered"),
        CorrectedQt::Blank => line(label, None, "QT or RR is not entered"),
        CorrectedQt::OutOfRange => line(label, None, "QT and RR do not fit each other"),
    }
}
