//! How much of what was begun an amendment is about.

use super::change::Touch;
use crate::domain::base::ids::FormId;
use crate::domain::record::rows;
use crate::domain::record::session::{ParticipantRecord, has_answer};
use crate::domain::study::Study;
use crate::domain::study::visit_summary::VisitSummary;

/// Returns whether a visit that was begun, or a form of it, is touched; `study` is the version in force.
pub fn visit(touches: &[Touch], study: &Study, begun: &VisitSummary) -> bool {
    let version = study.version(begun.version).unwrap_or(study);
    let planned = version.visit(begun.visit.as_str());
    touches.iter().any(|touch| match touch {
        Touch::Nothing => false,
        Touch::Study => true,
        Touch::Visit(visit) => *visit == begun.visit,
        Touch::Form(form) => planned.is_some_and(|planned| planned.forms.contains(form)),
    })
}

/// Returns whether a log, or a form beside the visits, is touched; `study` is the version in force.
pub fn is_beside(touches: &[Touch], study: &Study) -> bool {
    touches.iter().any(|touch| match touch {
        Touch::Form(form) => study.versions().any(|version| {
            let mut beside = version.logs().chain(version.eligibility());
            beside.any(|kept| kept.id == *form)
        }),
        Touch::Nothing | Touch::Study | Touch::Visit(_) => false,
    })
}

/// Returns how many rows of logs, and forms beside the visits, have an answer and are touched.
pub fn rows(touches: &[Touch], record: &ParticipantRecord) -> usize {
    let is_touched = |form: &FormId| {
        let name = rows::form_of(form.as_str());
        let mut touches = touches.iter();
        touches.any(|touch| match touch {
            Touch::Form(form) => form.as_str() == name,
            Touch::Nothing | Touch::Study | Touch::Visit(_) => false,
        })
    };
    let session = record.session(rows::SESSION).into_iter();
    let forms = session.flat_map(|session| &session.forms);
    forms
        .filter(|(form, cells)| has_answer(cells) && is_touched(form))
        .count()
}
