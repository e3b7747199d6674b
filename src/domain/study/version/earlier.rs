//! The versions of a study: by which of them a session, or a row of a log, was begun and is read ever after.
//!
//! Must not decide which version is in force; the record does (`files`).

use crate::domain::base::ids::FormId;
use crate::domain::record::event::Event;
use crate::domain::record::session::visit::LOG;
use crate::domain::record::session::{ParticipantRecord, Session};
use crate::domain::study::Study;
use chrono::NaiveDate;
use std::sync::Arc;

/// A version before the one in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// The study as it was, with the versions before it.
    pub study: Arc<Study>,
    /// Number of the entry by which the next version came into force.
    pub until: u64,
    /// Visits of this day or a later one are held by the next version when they are begun after that entry; all of them
    /// when nobody had to accept it.
    pub next_from: Option<NaiveDate>,
    /// Where participants have to consent again to the next version, the first day of which a consent is one to it: that of
    /// the acceptance, or the one from which the version holds where that is earlier.
    pub reconsent: Option<NaiveDate>,
}

impl Earlier {
    /// Returns whether what was begun by this entry, on this day if it is a visit, was begun before the next version.
    fn covers(&self, begun: u64, day: Option<NaiveDate>) -> bool {
        // What is not stored yet has no number.
        let before = begun != 0 && begun < self.until;
        let early = day
            .zip(self.next_from)
            .is_some_and(|(day, from)| day < from);
        before || early
    }
}

impl Study {
    /// Returns the version under which a visit was begun.
    pub fn of(&self, session: &Session) -> &Study {
        self.begun_by(session.begun, Some(session.date))
    }

    /// Returns the version under which a form of a session was begun: that of the visit, or for a row of a log and a form
    /// that is filled in once, the one in force when the first entry was made in it.
    pub fn of_form(&self, session: &Session, form: &FormId) -> &Study {
        match session.visit.as_str() == LOG {
            true => self.begun_by(session.first.get(form).copied().unwrap_or(0), None),
            false => self.of(session),
        }
    }

    /// Returns the version of a visit that is begun now, on this day.
    pub fn begun_on(&self, day: NaiveDate) -> &Study {
        self.begun_by(0, Some(day))
    }

    /// Returns the version of a visit of a participant: the one in force while it is not begun.
    pub fn of_visit(&self, record: &ParticipantRecord, visit: &str) -> &Study {
        record
            .session(visit)
            .map_or(self, |session| self.of(session))
    }

    /// Returns the version of a form at a visit of a participant, as [`Study::of_form`]; the one in force while nothing
    /// of it is stored.
    pub fn of_place(&self, record: &ParticipantRecord, visit: &str, form: &FormId) -> &Study {
        let session = record.session(visit);
        session.map_or(self, |session| self.of_form(session, form))
    }

    /// Returns the version of a visit of a participant, or of a form there or beside the visits: the one under which it was
    /// begun, or would be on this day.
    pub fn held(
        &self,
        record: &ParticipantRecord,
        visit: &str,
        form: Option<&FormId>,
        day: NaiveDate,
    ) -> &Study {
        match (record.session(visit), form) {
            (Some(session), Some(form)) => self.of_form(session, form),
            (Some(session), None) => self.of(session),
            (None, _) if visit == LOG => self,
            (None, _) => self.begun_on(day),
        }
    }

    /// Returns the version by which an event about this participant is judged: that of the form or visit that it writes
    /// to or names, the one in force for every other event. A visit that it begins is held by the version of the day of
    /// the beginning: the event's own, otherwise `day`.
    pub fn of_event(&self, record: &ParticipantRecord, event: &Event, day: NaiveDate) -> &Study {
        let day = event.begun_on().unwrap_or(day);
        match event.written() {
            Some((visit, _)) => self.held(record, visit.as_str(), event.form(), day),
            None => self,
        }
    }

    /// Returns a version by its number, if the study has had it.
    pub fn version(&self, number: u32) -> Option<&Study> {
        let earlier = self.earlier.iter().map(|earlier| &*earlier.study);
        std::iter::once(self)
            .chain(earlier)
            .find(|study| study.number == number)
    }

    /// Returns the version of what an entry began, 0 where it is not stored yet: of a visit on this day, or of a form beside
    /// the visits.
    pub fn begun_by(&self, begun: u64, day: Option<NaiveDate>) -> &Study {
        let newest_first = self.earlier.iter().rev();
        let before = newest_first.take_while(|earlier| earlier.covers(begun, day));
        before.last().map_or(self, |earlier| &earlier.study)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample;
    use chrono::DateTime;
    use std::sync::Arc;

    /// Version 3 since entry 50, for visits from 1 June on; version 2 since entry 20, which nobody had to accept.
    fn third() -> Study {
        let version = |number, earlier: &[Earlier]| Study {
            number,
            earlier: earlier.to_vec(),
            ..sample::study()
        };
        let mut earlier: Vec<Earlier> = Vec::new();
        for (number, until, next_from) in [(1, 20, None), (2, 50, Some("2026-06-01"))] {
            earlier.push(Earlier {
                study: Arc::new(version(number, &earlier)),
                until,
                next_from: next_from.map(|day| day.parse().unwrap()),
                reconsent: None,
            });
        }
        version(3, &earlier)
    }

    fn session(visit: &str, begun: u64, day: &str) -> Session {
        Session::new(
            visit.into(),
            day.parse().unwrap(),
            begun,
            DateTime::default(),
        )
    }

    #[test]
    fn a_visit_is_of_the_version_in_force_when_it_was_begun_and_held() {
        let study = third();
        for (begun, day, number) in [
            (19, "2026-05-01", 1),
            // A day named later moves no visit that was begun before.
            (19, "2026-07-01", 1),
            (21, "2026-05-01", 2),
            (49, "2026-06-01", 2),
            (51, "2026-05-31", 2),
            (51, "2026-06-01", 3),
            // What is not stored yet is begun now.
            (0, "2026-05-31", 2),
            (0, "2026-06-01", 3),
        ] {
            let session = session("baseline", begun, day);
            assert_eq!(study.of(&session).number, number, "{begun} {day}");
        }
        assert_eq!(study.version(2).map(|study| study.number), Some(2));
        assert_eq!(study.version(4), None);
    }

    #[test]
    fn a_row_is_of_the_version_in_force_at_its_first_entry() {
        let study = third();
        let mut session = session(LOG, 3, "2026-01-01");
        for (row, first, number) in [("m#1", 4, 1), ("m#2", 30, 2), ("m#3", 60, 3)] {
            let row = FormId::from(row);
            session.first.insert(row.clone(), first);
            assert_eq!(study.of_form(&session, &row).number, number);
        }
        assert_eq!(
            study.of_form(&session, &"m#4".into()).number,
            3,
            "a new one"
        );
    }

    #[test]
    fn an_earlier_version_knows_those_before_it() {
        let study = third();
        let second = study.version(2).unwrap();
        let old = session("baseline", 7, "2026-01-05");
        assert_eq!(second.of(&old).number, 1);
    }
}
