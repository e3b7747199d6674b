//! Totals of scored forms against the last visit. The totals themselves come from the scores.

use super::{About, Question, Was};
use crate::domain::base::ids::FieldId;
use crate::domain::forms::engine::checks::VisitContext;
use crate::domain::forms::engine::instrument::{Instrument, Measure};
use crate::domain::record::session::{ParticipantRecord, Session};
use crate::domain::study::Study;
use crate::domain::verdict::core_set;
use crate::domain::verdict::core_set::{CoreSet, Reading};

/// Totals that the form checks compare, where the scores give them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// MMT-8 total, both on the study's scale.
    pub mmt: Option<Was>,
    /// HAQ disability index, 0-3.
    pub haq: Option<Was>,
}

impl Totals {
    /// Returns the totals of a visit, and of the last one before it in the schedule that has each.
    pub fn of(study: &Study, record: &ParticipantRecord, visit: &str) -> Self {
        let set = |session: &Session| core_set::core_set(study, session);
        let Some(now) = record.session(visit).map(set) else {
            return Self::default();
        };
        let earlier = study.sessions_before(record, visit).into_iter();
        let earlier: Vec<CoreSet> = earlier.map(set).collect();
        let last = earlier.iter().find(|set| set.mmt.value().is_some());
        let same_scale = last.is_none_or(|set| set.mmt_max == now.mmt_max);
        let was = |of: fn(&CoreSet) -> &Reading| {
            let before = earlier.iter().find_map(|set| of(set).value())?;
            Some(Was {
                before: before.to_decimal()?,
                now: of(&now).value()?.to_decimal()?,
            })
        };
        Self {
            // Totals on two scales say nothing of each other.
            mmt: was(|set| &set.mmt).filter(|_| same_scale),
            haq: was(|set| &set.haq),
        }
    }

    /// Returns the total that is a core set measure.
    fn of_measure(&self, measure: Measure) -> Option<Was> {
        match measure {
            Measure::Mmt => self.mmt,
            Measure::Haq => self.haq,
            Measure::Phga | Measure::Ptga | Measure::Enzyme | Measure::Extramuscular => None,
        }
    }
}

/// Returns whether the question about a total can be asked at a field.
pub(super) fn asks_at(study: &Study, instrument: &Instrument, field: &FieldId) -> bool {
    let jump = instrument
        .scoring
        .and_then(|scorer| scorer.total_jump(study.scoring()));
    let first = instrument.fields().next();
    jump.is_some() && first.is_some_and(|first| first.id == *field)
}

/// Returns the question about a total that differs much from that of the last visit.
pub(super) fn question(
    study: &Study,
    instrument: &Instrument,
    totals: &Totals,
    visit: &VisitContext<'_>,
) -> Option<(FieldId, Question)> {
    let jump = instrument.scoring?.total_jump(study.scoring())?;
    let (measure, limit) = (jump.measure, jump.limit);
    let was = totals.of_measure(measure)?;
    let change = was.now.checked_sub(was.before).map(|change| change.abs());
    // A change that no decimal holds is above every limit.
    if change.is_some_and(|change| change <= limit) {
        return None;
    }
    let field = instrument.fields().next()?.id.clone();
    let about = About::TotalJump {
        measure,
        limit: limit.normalize(),
        was: visit.names_earlier.then_some(was),
    };
    Some((field, Question::new(jump.rule, about)))
}
