//! What amendments took out of a study: visits, logs, forms. What was entered there stays and is read by its own version.
//!
//! Must not decide what may be written there; `rules` does.

use crate::domain::base::ids::{FieldId, FormId, VisitId};
use crate::domain::forms::engine::instrument::{Field, Instrument, Measure};
use crate::domain::record::rows;
use crate::domain::record::session::{ParticipantRecord, has_answer};
use crate::domain::study::{Study, Visit};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// A visit in the list of a participant's visits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listed<'a> {
    /// The visit, by the newest version that has it.
    pub visit: &'a Visit,
    /// Number of the version that took it out of the schedule; `None` of one that still holds.
    pub removed: Option<u32>,
}

/// That an amendment took something out of the study.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Removal {
    /// Number of the version that did.
    pub by: u32,
    /// Day from which that holds; always where nobody had to accept it.
    pub from: Option<NaiveDate>,
}

impl Removal {
    /// Returns the number of the version, where it holds on a day.
    pub fn on(self, day: NaiveDate) -> Option<u32> {
        self.from.is_none_or(|from| from <= day).then_some(self.by)
    }
}

impl Study {
    /// Returns the visits of a participant on a day: those of the schedule, and in their old places those that an
    /// amendment took out of it and that were begun. One that is taken out from a later day on is still in it.
    pub fn listed_visits(
        &self,
        is_begun: impl Fn(&VisitId) -> bool,
        today: NaiveDate,
    ) -> Vec<Listed<'_>> {
        let own = self.protocol.visits.iter();
        let mut listed: Vec<Listed<'_>> = own
            .map(|visit| Listed {
                visit,
                removed: None,
            })
            .collect();
        for version in self.versions().skip(1) {
            let mut before: Option<&VisitId> = None;
            for visit in &version.protocol.visits {
                let known = listed.iter().any(|other| other.visit.id == visit.id);
                let removed = self.visit_removed(&visit.id, today);
                if !known && (removed.is_none() || is_begun(&visit.id)) {
                    let place = listed
                        .iter()
                        .position(|other| Some(&other.visit.id) == before);
                    listed.insert(
                        place.map_or(0, |place| place + 1),
                        Listed { visit, removed },
                    );
                }
                if known || removed.is_none() || is_begun(&visit.id) {
                    before = Some(&visit.id);
                }
            }
        }
        listed
    }

    /// Returns the visits of a participant on a day, as [`Study::listed_visits`], and among them those that no schedule
    /// plans: each behind the last planned one that was held before its day, or behind the baseline visit. `begun` are those that were begun, with
    /// their days.
    pub fn visits_of(&self, begun: &[(&VisitId, NaiveDate)], today: NaiveDate) -> Vec<Listed<'_>> {
        let day = |id: &VisitId| {
            let mut begun = begun.iter();
            begun.find(|(known, _)| *known == id).map(|(_, day)| *day)
        };
        let mut listed = self.listed_visits(|id| day(id).is_some(), today);
        let own = begun.iter().filter_map(|(id, day)| {
            let known = self
                .is_unplanned(id.as_str())
                .then(|| self.visit(id.as_str()));
            Some((*day, known.flatten()?))
        });
        let mut own: Vec<(NaiveDate, &Visit)> = own.collect();
        own.sort_by_key(|(day, visit)| (*day, self.unplanned_index(visit.id.as_str())));
        for (held, visit) in own {
            let is_before = |listed: &Listed<'_>| {
                let visit = &listed.visit.id;
                let held_before = match self.is_unplanned(visit.as_str()) {
                    true => day(visit) <= Some(held),
                    false => day(visit) < Some(held) || *visit == self.protocol.baseline,
                };
                day(visit).is_some() && held_before
            };
            let place = listed.iter().rposition(is_before);
            let removed = None;
            listed.insert(
                place.map_or(0, |place| place + 1),
                Listed { visit, removed },
            );
        }
        listed
    }

    /// Returns the visits of the schedule, then those that only earlier versions have.
    pub fn all_visits(&self) -> impl Iterator<Item = &Visit> {
        let mut seen = BTreeSet::new();
        let visits = self.versions().flat_map(|version| &version.protocol.visits);
        visits.filter(move |visit| seen.insert(&visit.id))
    }

    /// Returns the visit of an id, by the newest version that has it.
    pub fn known_visit(&self, id: &str) -> Option<&Visit> {
        self.versions().find_map(|version| version.visit(id))
    }

    /// Returns the label of a visit, by the newest version that has it; its id where none has.
    pub fn label_of_visit(&self, visit: &VisitId) -> String {
        let known = self.known_visit(visit.as_str());
        known.map_or_else(|| visit.to_string(), |known| known.label.clone())
    }

    /// Returns the form of an id, or of a row of a log, by the newest version that has it.
    pub fn known_form(&self, id: &str) -> Option<&Instrument> {
        self.versions().find_map(|version| version.form(id))
    }

    /// Returns a field of a form, or of a row of a log, by the newest version that has it.
    pub fn known_field(&self, form: &str, field: &str) -> Option<(&Instrument, &Field)> {
        self.versions().find_map(|version| {
            let form = version.form(form)?;
            Some((form, form.field(field)?))
        })
    }

    /// Returns what took a field out of its form, or its form out of the study.
    pub fn field_removal(&self, form: &FormId, field: &FieldId) -> Option<Removal> {
        self.removal(|version| {
            let form = version.form(form.as_str());
            form.is_some_and(|form| form.field(field.as_str()).is_some())
        })
    }

    /// Returns the number of the version that took a visit out of the schedule; `None` where the schedule of the day has
    /// it, or none ever had.
    pub fn visit_removed(&self, visit: &VisitId, day: NaiveDate) -> Option<u32> {
        let removal = self.removal(|version| version.visit(visit.as_str()).is_some());
        removal?.on(day)
    }

    /// Returns the number of the version that took away a form at a visit, a row of a log, or a form beside the visits, as
    /// [`Study::place_removal`]; `None` where it is kept on the day.
    pub fn place_removed(&self, visit: &VisitId, form: &FormId, day: NaiveDate) -> Option<u32> {
        self.place_removal(visit, form)?.on(day)
    }

    /// Returns what took away a form at a visit, a row of a log, or a form beside the visits: with its visit, or out of the
    /// study as a whole. `None` while it is kept, or where none ever had it.
    pub fn place_removal(&self, visit: &VisitId, form: &FormId) -> Option<Removal> {
        let removal = self.removal(|version| version.has_place(visit, form))?;
        Some(match visit.as_str() {
            // What stands beside the visits is always that of the newest version.
            rows::SESSION => Removal {
                from: None,
                ..removal
            },
            _ => removal,
        })
    }

    /// Returns the forms beside the visits that an amendment took away and in which something of a participant stands,
    /// each with the number of the version that did: logs first, then the form of eligibility.
    pub fn removed_beside(
        &self,
        record: &ParticipantRecord,
        today: NaiveDate,
    ) -> Vec<(&Instrument, u32)> {
        let session = VisitId::new(rows::SESSION);
        let mut found: Vec<(&Instrument, u32)> = Vec::new();
        for version in self.versions().skip(1) {
            for form in version.logs().chain(version.eligibility()) {
                let known = found.iter().any(|(other, _)| other.id == form.id);
                if known || !is_used(record, &form.id) {
                    continue;
                }
                if let Some(by) = self.place_removed(&session, &form.id, today) {
                    found.push((form, by));
                }
            }
        }
        found
    }

    /// Returns the number of the version with which no form for a measure was left in the study; `None` while there is one,
    /// or where there never was.
    pub fn measure_removed(&self, measure: Measure) -> Option<u32> {
        let removal = self.removal(|version| {
            let mut forms = version.instruments.values();
            forms.any(|form| form.measure == Some(measure))
        });
        removal.map(|removal| removal.by)
    }

    /// Returns this version and those before it, the newest first.
    pub fn versions(&self) -> impl Iterator<Item = &Study> {
        let earlier = self.earlier.iter().rev().map(|earlier| &*earlier.study);
        std::iter::once(self).chain(earlier)
    }

    fn has_place(&self, visit: &VisitId, form: &FormId) -> bool {
        if visit.as_str() != rows::SESSION {
            // A visit that is kept goes on with the forms of the version under which it was begun.
            return self.visit(visit.as_str()).is_some() && self.form(form.as_str()).is_some();
        }
        let mut beside = self.logs().chain(self.eligibility());
        beside.any(|kept| kept.id.as_str() == rows::form_of(form.as_str()))
    }

    /// Returns what took something away that versions before this one have; `None` where this one has it.
    fn removal(&self, has: impl Fn(&Study) -> bool) -> Option<Removal> {
        if has(self) {
            return None;
        }
        let mut by = self.number;
        let mut from = self.earlier.last()?.next_from;
        for earlier in self.earlier.iter().rev() {
            // Each version without it holds from a day of its own.
            from = from.min(earlier.next_from);
            if has(&earlier.study) {
                return Some(Removal { by, from });
            }
            by = earlier.study.number;
        }
        None
    }
}

/// Returns whether something stands in a form beside the visits, or in a row of it.
fn is_used(record: &ParticipantRecord, form: &FormId) -> bool {
    let session = record.session(rows::SESSION);
    session.is_some_and(|session| {
        let mut forms = session.forms.iter();
        forms.any(|(id, cells)| rows::form_of(id.as_str()) == form.as_str() && has_answer(cells))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample;
    use crate::domain::study::version::earlier::Earlier;
    use std::sync::Arc;

    /// A study whose second version lacks a visit, from a day on.
    fn without(visit: &str, from: &str) -> Study {
        let mut study = Study {
            number: 2,
            ..sample::study()
        };
        study.protocol.visits.retain(|own| own.id.as_str() != visit);
        study.earlier = vec![Earlier {
            study: Arc::new(sample::study()),
            until: 10,
            next_from: Some(from.parse().unwrap()),
            reconsent: None,
        }];
        study
    }

    fn listed(study: &Study, begun: &[&str], today: &str) -> Vec<(String, Option<u32>)> {
        let is_begun = |id: &VisitId| begun.contains(&id.as_str());
        let listed = study.listed_visits(is_begun, today.parse().unwrap());
        let pairs = listed.iter();
        pairs
            .map(|listed| (listed.visit.id.to_string(), listed.removed))
            .collect()
    }

    #[test]
    fn a_visit_that_was_removed_stands_in_its_old_place_once_it_was_begun() {
        let study = without("week-2", "2026-03-01");
        let ids = |found: &[(String, Option<u32>)]| {
            let ids = found.iter().map(|(id, _)| id.as_str());
            ids.collect::<Vec<_>>().join(" ")
        };
        let old = listed(&sample::study(), &[], "2026-03-01");
        let begun = listed(&study, &["week-2"], "2026-03-01");
        assert_eq!(ids(&begun), ids(&old));
        let removed: Vec<_> = begun.iter().filter(|(_, by)| by.is_some()).collect();
        assert_eq!(removed, [&("week-2".to_owned(), Some(2))]);
        let not_begun = listed(&study, &[], "2026-03-01");
        assert_eq!(not_begun.len(), old.len() - 1);
        // Until the day from which the amendment holds it is in the schedule.
        assert_eq!(listed(&study, &[], "2026-02-28"), old);
    }

    #[test]
    fn a_form_is_removed_with_its_visit_or_from_the_whole_study() {
        let study = without("week-2", "2026-03-01");
        let day = "2026-03-01".parse().unwrap();
        let at = |visit: &str, form: &str| study.place_removed(&visit.into(), &form.into(), day);
        assert_eq!(at("week-2", "mixed"), Some(2));
        assert_eq!(at("baseline", "mixed"), None);
        assert_eq!(at("week-99", "mixed"), None);
        let mut study = without("week-99", "2026-03-01");
        study.instruments.remove("mixed");
        let removed = |day: &str| {
            let day = day.parse().unwrap();
            study.place_removed(&"baseline".into(), &"mixed".into(), day)
        };
        assert_eq!(removed("2026-03-01"), Some(2));
        assert_eq!(removed("2026-02-28"), None);
    }

    /// The study of the versions given, each with the day from which the next one holds; `true` has a form.
    fn versions(having: &[(bool, Option<NaiveDate>)]) -> Study {
        let mut earlier: Vec<Earlier> = Vec::new();
        let mut last = sample::study();
        for (place, (has, next_from)) in having.iter().enumerate() {
            let mut study = Study {
                number: u32::try_from(place).unwrap() + 1,
                earlier: earlier.clone(),
                ..sample::study()
            };
            if !has {
                study.instruments.remove("mixed");
            }
            earlier.push(Earlier {
                study: Arc::new(study.clone()),
                until: 10,
                next_from: *next_from,
                reconsent: None,
            });
            last = study;
        }
        last
    }

    proptest::proptest! {
        /// What is removed on a day is what the version of that day lacks, for what one version took away for good.
        #[test]
        fn what_is_removed_on_a_day_is_what_the_version_of_that_day_lacks(
            with in 1_usize..4,
            without in 0_usize..4,
            from in proptest::collection::vec(proptest::option::of(0_u64..20), 8),
            day in 0_u64..20,
        ) {
            let first: NaiveDate = "2026-03-01".parse().unwrap();
            let on = |days: u64| first + chrono::Days::new(days);
            let having = (0..with + without).map(|place| (place < with, from[place].map(on)));
            let study = versions(&having.collect::<Vec<_>>());
            let (visit, form) = ("week-2".into(), "mixed".into());
            let lacks = !study.begun_on(on(day)).instruments.contains_key(&form);
            let removed = study.place_removed(&visit, &form, on(day));
            proptest::prop_assert_eq!(removed.is_some(), lacks);
            let by = u32::try_from(with).unwrap() + 1;
            proptest::prop_assert!(removed.is_none_or(|found| found == by));
        }
    }
}
