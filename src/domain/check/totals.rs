//! Totals of scored forms against the last visit. The totals themselves come from the scores.

use super::{Context, Question, may_name_earlier};
use crate::domain::ids::FieldId;
use crate::domain::instrument::{Instrument, Scoring};
use crate::domain::measures::{self, CoreSet, Reading};
use crate::domain::session::{ParticipantRecord, Session};
use crate::domain::study::Study;
use rust_decimal::Decimal;

/// Change of the HAQ disability index that is asked about (site default).
const HAQ_JUMP: Decimal = Decimal::from_parts(15, 0, 0, false, 1);
/// Share of the largest MMT-8 total that is asked about: a fifth, so 30 of 150 and 16 of 80 (site default).
const MMT_SHARE: Decimal = Decimal::from_parts(5, 0, 0, false, 0);

/// A total now and at the last visit that has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Was {
    /// At the last visit.
    pub before: Decimal,
    /// Now.
    pub now: Decimal,
}

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
        let set = |session: &Session| measures::core_set(study, session);
        let Some(now) = record.session(visit).map(set) else {
            return Self::default();
        };
        let before = study.visit_index(visit).unwrap_or(0);
        let planned = study.protocol.visits.get(..before).unwrap_or_default();
        let earlier: Vec<CoreSet> = planned
            .iter()
            .rev()
            .filter_map(|visit| record.session(visit.id.as_str()))
            .map(set)
            .collect();
        let was = |of: fn(&CoreSet) -> &Reading| {
            let before = earlier.iter().find_map(|set| of(set).value())?;
            Some(Was {
                before: before.to_decimal()?,
                now: of(&now).value()?.to_decimal()?,
            })
        };
        Self {
            mmt: was(|set| &set.mmt),
            haq: was(|set| &set.haq),
        }
    }
}

pub(super) fn question(
    study: &Study,
    instrument: &Instrument,
    context: &Context<'_>,
) -> Option<(FieldId, Question)> {
    let (rule, name, was, limit) = match instrument.scoring {
        Scoring::Mmt8 => {
            let limit = study.mmt_max() / MMT_SHARE;
            ("mmt-total", "MMT-8 total", context.totals.mmt?, limit)
        }
        Scoring::Haq => ("haq-di", "HAQ-DI", context.totals.haq?, HAQ_JUMP),
        _ => return None,
    };
    if (was.now - was.before).abs() <= limit {
        return None;
    }
    let limit = limit.normalize();
    let values = if may_name_earlier(study, instrument) {
        format!(" ({}, it was {})", was.now, was.before)
    } else {
        String::new()
    };
    let field = instrument.fields().next()?.id.clone();
    let text = format!("The {name} differs by more than {limit} from the last visit{values}.");
    Some((field, Question::new(rule, text)))
}
