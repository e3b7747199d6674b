//! How far a visit is: its day, its forms, its signature. Small enough to hold for ten thousand participants.

use crate::domain::base::ids::{ParticipantId, VisitId};
use crate::domain::forms::engine::instrument::{Instrument, Measure};
use crate::domain::forms::engine::progress;
use crate::domain::record::session::{FormCells, Session};
use crate::domain::record::signature;
use crate::domain::study::Study;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One visit in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitSummary {
    /// The visit.
    pub visit: VisitId,
    /// Its day, as it is stored.
    pub date: NaiveDate,
    /// Whether that day is not by the rules.
    pub unfit_date: bool,
    /// Forms that are complete.
    pub complete: u16,
    /// Forms of the visit.
    pub forms: u16,
    /// Core set measures whose form is complete.
    pub entered: Vec<Measure>,
    /// Whether a signature stands on it.
    pub signed: bool,
    /// Number of the version of the study under which it was begun; 0 where that is not known.
    pub version: u32,
}

/// Returns how far the forms of one visit are.
pub fn summarise_visit(
    study: &Study,
    participant: &ParticipantId,
    session: &Session,
) -> VisitSummary {
    let study = study.of(session);
    let baseline = session.visit == study.protocol.baseline;
    let blank = FormCells::new();
    let is_complete = |form: &Instrument| match session.withheld.get(&form.id) {
        Some(how_far) => how_far.is_complete(),
        None => {
            let cells = session.forms.get(&form.id).unwrap_or(&blank);
            progress::complete(study.scoring(), form, baseline, cells)
        }
    };
    let planned = study
        .visit(session.visit.as_str())
        .map_or(&[][..], |visit| &visit.forms);
    let (mut complete, mut forms) = (0_u16, 0_u16);
    let mut entered = Vec::new();
    for form in planned.iter().filter_map(|id| study.form(id.as_str())) {
        let done = is_complete(form);
        forms = forms.saturating_add(1);
        complete = complete.saturating_add(u16::from(done));
        entered.extend(form.measure.filter(|_| done));
    }
    // A form that the visit does not ask for is in it where it was moved, or asked by an earlier file of the study.
    let others = session.forms.keys().chain(session.withheld.keys());
    let others = others.filter(|id| !planned.contains(id));
    for form in others.filter_map(|id| study.form(id.as_str())) {
        let new = form.measure.filter(|measure| !entered.contains(measure));
        entered.extend(new.filter(|_| is_complete(form)));
    }
    VisitSummary {
        visit: session.visit.clone(),
        date: session.date,
        unfit_date: session.unfit_date,
        complete,
        forms,
        entered,
        signed: signature::is_signed(participant, session),
        version: study.number,
    }
}
