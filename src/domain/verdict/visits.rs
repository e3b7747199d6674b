//! What the verdicts on several visits say together: the latest one, and confirmed deterioration.

use super::core_set::{CoreSet, core_set};
use super::judge::{Direction, MeasureVerdict, Rules, Verdict, judge, judge_by};
use super::response::Points;
use super::summary::VerdictSummary;
use crate::domain::base::ids::VisitId;
use crate::domain::record::session::ParticipantRecord;
use crate::domain::study::Study;

/// Returns the verdict for the list of participants: that of the latest visit after baseline which asks
/// for all measures and at which at least one can be compared.
pub fn summary_verdict(study: &Study, record: &ParticipantRecord) -> Option<VerdictSummary> {
    let later = study.protocol.visits.iter().rev();
    later
        .filter_map(|visit| record.session(visit.id.as_str()))
        .filter_map(|session| {
            let version = study.of(session);
            let baseline = record.session(baseline_of(version, &session.visit)?.as_str())?;
            let baseline = core_set(study, baseline);
            Some(judge(version, &baseline, &core_set(study, session)))
        })
        .find(|verdict| {
            let known = |m: &MeasureVerdict| m.direction != Direction::NotKnown;
            verdict.not_asked.is_empty() && verdict.measures.count(known) > 0
        })
        .map(|verdict| VerdictSummary {
            visit: verdict.visit,
            doi: verdict.doi.met,
            tis: verdict.tis.total.map(Points::to_decimal),
            category: verdict.tis.category,
        })
}

/// Returns the visit from which change is measured at a visit, by the version of that visit; `None` for one that does not
/// come after it.
pub fn baseline_of<'a>(version: &'a Study, visit: &VisitId) -> Option<&'a VisitId> {
    let baseline = &version.protocol.baseline;
    let first = version.visit_index(baseline.as_str())?;
    let comes_later = match version.visit_index(visit.as_str()) {
        Some(place) => place > first,
        // None begins before it.
        None => version.is_unplanned(visit.as_str()),
    };
    comes_later.then_some(baseline)
}

/// Two consecutive visits that both fulfil the criteria of deterioration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfirmedDeterioration {
    /// The first visit.
    pub first: VisitId,
    /// The visit that confirmed it.
    pub confirmed: VisitId,
}

/// Finds the first confirmed deterioration; `sets` are in visit order, the baseline first.
pub fn confirmed_deterioration(study: &Study, sets: &[CoreSet]) -> Option<ConfirmedDeterioration> {
    let (baseline, later) = sets.split_first()?;
    let rules = Rules::of(study);
    let judged: Vec<Verdict> = later
        .iter()
        .map(|set| judge_by(&rules, baseline, set))
        .collect();
    first_confirmed(&judged)
}

/// Finds the first confirmed deterioration among the verdicts on all visits after baseline that were held, in order.
pub fn first_confirmed<'a>(
    verdicts: impl IntoIterator<Item = &'a Verdict>,
) -> Option<ConfirmedDeterioration> {
    let mut before: Option<&VisitId> = None;
    for verdict in verdicts {
        let met = verdict.deterioration.met();
        if let (true, Some(first)) = (met, before) {
            return Some(ConfirmedDeterioration {
                first: first.clone(),
                confirmed: verdict.visit.clone(),
            });
        }
        before = met.then_some(&verdict.visit);
    }
    None
}
