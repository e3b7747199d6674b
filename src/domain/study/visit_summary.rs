//! How far a visit is: its day, its forms, its signature. Small enough to hold for ten thousand participants.

use crate::domain::base::ids::{FormId, VisitId};
use crate::domain::forms::engine::instrument::{Instrument, Measure};
use crate::domain::forms::engine::progress::{self, Setting};
use crate::domain::forms::enzymes::{self, Enzyme};
use crate::domain::record::participant::{Participant, Sex};
use crate::domain::record::session::{FormCells, Session, has_answer};
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
    /// The days that it was said to be held on before, oldest first.
    pub earlier_days: Vec<NaiveDate>,
    /// Forms that are complete.
    pub complete: u16,
    /// Forms of the visit, also those that an amendment takes away from a day on; [`VisitSummary::asked`] has those of a
    /// day.
    pub forms: u16,
    /// For each of these forms that is not complete and that an amendment takes away: the day from which it does.
    pub ending: Vec<NaiveDate>,
    /// Core set measures whose form has an answer.
    pub answered: Vec<Measure>,
    /// Core set measures whose form is complete and gives a value; without those that are left out for a user.
    pub entered: Vec<Measure>,
    /// Whether a signature stands on it.
    pub signed: bool,
    /// The forms that were chosen for it, where no schedule plans it; empty else.
    pub chosen: Vec<FormId>,
    /// Number of the version of the study under which it was begun; 0 where that is not known.
    pub version: u32,
}

impl VisitSummary {
    /// Returns how many forms the visit has on a day. Nobody has to finish what an amendment took away.
    pub fn asked(&self, day: NaiveDate) -> u16 {
        let ended = self.ending.iter().filter(|from| **from <= day).count();
        self.forms
            .saturating_sub(u16::try_from(ended).unwrap_or(u16::MAX))
    }

    /// Returns whether every form that the visit has on a day is complete.
    pub fn is_complete(&self, day: NaiveDate) -> bool {
        self.complete >= self.asked(day)
    }
}

/// Returns whether the form of a core set measure gives it a value in a session, by the version of the study given; one
/// that is left out for a user gives none.
pub fn has_value(study: &Study, sex: Sex, session: &Session, form: &Instrument) -> bool {
    let Some(cells) = session.forms.get(&form.id) else {
        return false;
    };
    let scored = form.measure.and_then(|measure| {
        let scorer = form.scoring?;
        scorer.measures().contains(&measure).then_some(scorer)
    });
    match scored {
        // Which enzyme counts is decided at baseline: a value of any is one.
        Some(scorer) if scorer == enzymes::SCORER => Enzyme::ALL.into_iter().any(|enzyme| {
            let lab = enzymes::cells::lab(Some(form), cells, enzyme);
            lab.value.measured().is_some()
        }),
        Some(scorer) => {
            let reading = scorer.reading(study.scoring(), Some(form), cells);
            reading.value().is_some()
        }
        None => {
            let is_baseline = session.visit == study.protocol.baseline;
            let setting = Setting::of(is_baseline, sex);
            progress::progress(study.scoring(), form, setting, cells).answered > 0
        }
    }
}

/// Returns how far the forms of one visit are.
pub fn summarise_visit(
    study: &Study,
    participant: &Participant,
    session: &Session,
) -> VisitSummary {
    let (root, study) = (study, study.of(session));
    let is_baseline = session.visit == study.protocol.baseline;
    let setting = Setting::of(is_baseline, participant.sex);
    let blank = FormCells::new();
    let is_complete = |form: &Instrument| match session.withheld.get(&form.id) {
        Some(how_far) => how_far.is_complete(),
        None => {
            let cells = session.forms.get(&form.id).unwrap_or(&blank);
            progress::complete(study.scoring(), form, setting, cells)
        }
    };
    let is_answered = |form: &Instrument| {
        // A form without an answer is not left out.
        session.withheld.contains_key(&form.id)
            || session.forms.get(&form.id).is_some_and(has_answer)
    };
    let planned = study.forms_of(session);
    let (mut complete, mut forms) = (0_u16, 0_u16);
    let mut ending = Vec::new();
    let (mut answered, mut entered) = (Vec::new(), Vec::new());
    for form in planned.iter().filter_map(|id| study.form(id.as_str())) {
        let done = is_complete(form);
        let removal = root.place_removal(&session.visit, &form.id);
        match removal.filter(|_| !done).map(|removal| removal.from) {
            None => forms = forms.saturating_add(1),
            Some(Some(from)) => {
                forms = forms.saturating_add(1);
                ending.push(from);
            }
            // Taken away before anybody could begin it under another version.
            Some(None) => {}
        }
        complete = complete.saturating_add(u16::from(done));
        answered.extend(form.measure.filter(|_| is_answered(form)));
        entered.extend(
            form.measure
                .filter(|_| done && has_value(study, participant.sex, session, form)),
        );
    }
    // A form that the visit does not ask for is in it where it was moved, or asked by an earlier file of the study.
    let others = session.forms.keys().chain(session.withheld.keys());
    let others = others.filter(|id| !planned.contains(id));
    for form in others.filter_map(|id| study.form(id.as_str())) {
        let new = |known: &[Measure]| form.measure.filter(|measure| !known.contains(measure));
        answered.extend(new(&answered).filter(|_| is_answered(form)));
        let done = || is_complete(form) && has_value(study, participant.sex, session, form);
        entered.extend(new(&entered).filter(|_| done()));
    }
    VisitSummary {
        visit: session.visit.clone(),
        date: session.date,
        unfit_date: session.unfit_date,
        earlier_days: session.days_before().collect(),
        complete,
        forms,
        ending,
        answered,
        entered,
        chosen: session
            .unscheduled
            .as_ref()
            .map_or_else(Vec::new, |chosen| chosen.forms.clone()),
        signed: signature::is_signed(&participant.id, session),
        version: study.number,
    }
}
