//! Who still has to consent again after an amendment that asks for it.
//!
//! Compares days alone: a site names the versions of its information as it likes, so no name says which amendment it is for.

use super::eligibility;
use crate::domain::record::session::ParticipantRecord;
use crate::domain::record::status_history::StatusHistory;
use crate::domain::study::Study;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A renewed consent that is still to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentOwed {
    /// Number of the version of the study that asks for it.
    pub version: u32,
    /// From which day of a visit on that version holds.
    pub from: NaiveDate,
}

/// The days on which somebody consented.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consents {
    /// The first time, where that is known.
    pub first: Option<NaiveDate>,
    /// The latest time that it was renewed.
    pub renewed: Option<NaiveDate>,
}

impl Consents {
    /// Returns those of a record.
    pub fn of(study: &Study, record: &ParticipantRecord) -> Self {
        Self {
            first: eligibility::consent_day(study, record),
            renewed: record.consents.values().map(|renewed| renewed.day).max(),
        }
    }
}

/// Returns the renewed consent that somebody owes, whose day of enrolment counts where that of the first consent is not
/// known. Who consented for the first time once the version held was told of it, and who no longer comes owes nothing.
pub fn owed(
    study: &Study,
    statuses: &StatusHistory,
    enrolled: Option<NaiveDate>,
    consents: Consents,
) -> Option<ConsentOwed> {
    if statuses.visits_end().is_some() {
        return None;
    }
    let later = study.earlier.iter().skip(1);
    let numbers = later
        .map(|next| next.study.number)
        .chain(std::iter::once(study.number));
    let asking = study.earlier.iter().zip(numbers);
    let asking =
        asking.filter_map(|(before, next)| Some((before.next_from?, before.reconsent?, next)));
    // A consent to the newest version that asks for one is one to all before it.
    let (from, since, version) = asking.last()?;
    let first = consents.first.or(enrolled);
    let knows = first.is_none_or(|first| first >= from)
        || consents.renewed.is_some_and(|renewed| renewed >= since);
    (!knows).then_some(ConsentOwed { version, from })
}

/// Returns the renewed consent that is owed in a record.
pub fn owed_in(study: &Study, record: &ParticipantRecord) -> Option<ConsentOwed> {
    let enrolled = record.participant.enrolled();
    owed(
        study,
        &record.statuses,
        enrolled,
        Consents::of(study, record),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::status::Status;
    use crate::domain::sample::{amended, date, study};
    use proptest::prelude::*;

    /// A study whose version 2 holds from 1 April on and was accepted on 20 March.
    fn asking() -> Study {
        let mut study = amended(study(), "2026-04-01", |_| ());
        study.earlier[0].reconsent = Some(date("2026-03-20"));
        study
    }

    fn with(first: &str, renewed: Option<&str>) -> Option<ConsentOwed> {
        let consents = Consents {
            first: Some(date(first)),
            renewed: renewed.map(date),
        };
        owed(&asking(), &StatusHistory::default(), None, consents)
    }

    #[test]
    fn who_consented_before_the_version_held_owes_a_consent_until_one_is_of_its_acceptance_or_later()
     {
        let owes = Some(ConsentOwed {
            version: 2,
            from: date("2026-04-01"),
        });
        assert_eq!(with("2026-01-05", None), owes);
        assert_eq!(with("2026-03-31", None), owes);
        assert_eq!(with("2026-04-01", None), None, "told of it the first time");
        // One to an earlier version of the information, entered late or not.
        assert_eq!(with("2026-01-05", Some("2026-03-19")), owes);
        // Signed ahead of the day from which the version holds.
        assert_eq!(with("2026-01-05", Some("2026-03-20")), None);
        assert_eq!(with("2026-01-05", Some("2026-05-01")), None);
    }

    #[test]
    fn the_day_of_enrolment_counts_where_no_consent_is_known_and_who_left_owes_nothing() {
        let owed_by = |statuses: &StatusHistory| {
            let enrolled = Some(date("2026-01-05"));
            owed(&asking(), statuses, enrolled, Consents::default()).is_some()
        };
        let mut statuses = StatusHistory::default();
        assert!(owed_by(&statuses));
        let lost = Status::Lost { attempts: 3 };
        statuses.say(date("2026-02-01"), lost, String::new(), 4);
        assert!(!owed_by(&statuses));
        statuses.say(date("2026-03-01"), Status::TakesPart, String::new(), 5);
        assert!(owed_by(&statuses), "found again");
    }

    #[test]
    fn the_newest_amendment_that_asks_counts_and_one_that_does_not_ask_changes_nothing() {
        let mut second = asking();
        second.earlier[0].reconsent = None;
        let consents = Consents {
            first: Some(date("2026-01-05")),
            renewed: None,
        };
        let owed = |study: &Study, consents| owed(study, &StatusHistory::default(), None, consents);
        assert_eq!(owed(&second, consents), None);
        // A third version that asks for nothing leaves what the second asked for.
        let mut third = asking();
        let mut last = third.earlier[0].clone();
        last.study = std::sync::Arc::new(Study {
            number: 2,
            ..third.clone()
        });
        (last.next_from, last.reconsent) = (Some(date("2026-06-01")), None);
        third.number = 3;
        third.earlier.push(last);
        assert_eq!(owed(&third, consents).map(|owed| owed.version), Some(2));
        // One that asks again is not answered by the consent to the second.
        third.earlier[1].reconsent = Some(date("2026-05-20"));
        let renewed = Consents {
            renewed: Some(date("2026-04-02")),
            ..consents
        };
        assert_eq!(owed(&third, renewed).map(|owed| owed.version), Some(3));
    }

    proptest! {
        /// Whatever the days, a consent of today settles what is owed, and a later day of it never brings it back.
        #[test]
        fn a_later_consent_never_owes_more(first in 0_u64..200, renewed in 0_u64..200, later in 0_u64..200) {
            let day = |days: u64| date("2026-01-01").checked_add_days(chrono::Days::new(days));
            let owes = |renewed| {
                let consents = Consents { first: day(first), renewed };
                owed(&asking(), &StatusHistory::default(), None, consents).is_some()
            };
            prop_assert!(owes(day(renewed)) || !owes(day(renewed + later)));
            prop_assert!(owes(None) || !owes(day(renewed)));
        }
    }
}
