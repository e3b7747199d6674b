//! Answers for whole visits: those of a synthetic participant with a major response, moved to the day of the visit.

use chrono::{Duration, NaiveDate};
use coreset::domain::base::answer::{Answer, Value};
use coreset::domain::base::ids::FieldId;
use coreset::domain::record::event::{Event, Origin};
use coreset::domain::record::participant::Sex;
use coreset::domain::study::Study;
use coreset::tools::demo;

/// Place of the one with a major response among the synthetic participants, counted from 0.
const MAJOR: usize = 8;

type Answers = Vec<(FieldId, Answer)>;

/// A synthetic participant who did every visit.
pub(super) struct Donor {
    visits: Vec<(String, NaiveDate)>,
    fills: Vec<(String, String, Answers)>,
}

impl Donor {
    /// Takes the first one who is female, as all of the trial are.
    pub(super) fn of(study: &Study) -> Self {
        let today = "2026-06-08".parse().unwrap();
        let mut found = (1..).map(|seed| {
            let mut all = demo::participants(study, MAJOR + 1, today, seed);
            all.nth(MAJOR).unwrap()
        });
        let is_female = |events: &Vec<Event>| {
            let mut enrolled = events.iter().filter_map(Event::enrolled);
            enrolled.any(|participant| participant.sex == Sex::Female)
        };
        let events = found.find(is_female).unwrap();
        let (mut visits, mut fills) = (Vec::new(), Vec::new());
        for event in events {
            match event {
                Event::SessionBegun { visit, date, .. } => visits.push((visit.to_string(), date)),
                Event::Filled {
                    visit,
                    form,
                    answers,
                    ..
                } => fills.push((visit.to_string(), form.to_string(), answers)),
                _ => {}
            }
        }
        Self { visits, fills }
    }

    /// Returns the answers of the forms of a visit, held on a day, for a participant.
    pub(super) fn answers(
        &self,
        id: &str,
        visit: &str,
        day: NaiveDate,
        asked: impl Fn(&str) -> bool,
    ) -> Vec<Event> {
        let own = self.visits.iter().find(|(known, _)| known == visit);
        let later = day - own.unwrap().1;
        let fills = self.fills.iter();
        let fills = fills.filter(|(at, form, _)| at == visit && asked(form));
        let events = fills.map(|(_, form, answers)| Event::Filled {
            participant: id.into(),
            visit: visit.into(),
            form: form.as_str().into(),
            answers: answers
                .iter()
                .map(|(field, answer)| (field.clone(), moved(answer, later)))
                .collect(),
            origin: Origin::Generated,
        });
        events.collect()
    }
}

/// An answer so much later, where it is a whole day.
fn moved(answer: &Answer, later: Duration) -> Answer {
    match answer.as_date() {
        Some(day) => Answer::Value {
            value: Value::Date(day + later),
            unit: None,
        },
        None => answer.clone(),
    }
}
