//! Facts of the record that are no answers, as items: enrolment, days of visits, statuses, consents, deviations, locks.
//!
//! One function each, so that the snapshot and the archive say the same.

use super::items::{Datum, Spot};
use super::own::{self, RECORD, VISIT};
use super::tree::{Part, Place};
use crate::domain::base::answer::{Answer, Value};
use crate::domain::base::ids::VisitId;
use crate::domain::forms::names::StudyNames;
use crate::domain::record::deviation::{DeviationCategory, DeviationWeight};
use crate::domain::record::enrolment_fact::{EnrolmentFact, facts as enrolment_facts};
use crate::domain::record::lock::Scope;
use crate::domain::record::participant::Participant;
use crate::domain::record::status::Status;
use crate::domain::study::Study;
use chrono::NaiveDate;

/// An item, where it stands, and what it holds; nothing where it holds none.
pub(super) type Fact = (Place, String, Option<Datum>);

fn own(event: Part, form: &str, group: &str, repeat: Option<String>) -> Place {
    let group = Part {
        oid: own::group(form, group),
        repeat,
    };
    [
        event,
        Part::one(crate::domain::forms::names::oids::form(form)),
        group,
    ]
}

fn said(text: &str) -> Option<Datum> {
    (!text.is_empty()).then(|| Datum::value(text))
}

/// Returns the facts of an enrolment, by a version of the study.
pub(super) fn enrolment(version: &Study, names: &StudyNames, who: &Participant) -> Vec<Fact> {
    let id = ("id", Answer::text(who.id.as_str()));
    let facts = enrolment_facts(who).into_iter().map(|fact| match fact {
        EnrolmentFact::Initials(text) => ("initials", Answer::text(&text)),
        EnrolmentFact::BirthYear(year) => ("birth-year", Answer::number(year.into(), None)),
        EnrolmentFact::Sex(sex) => ("sex", Answer::code(sex.key())),
        EnrolmentFact::Diagnosis(diagnosis) => ("diagnosis", Answer::code(diagnosis.key())),
        EnrolmentFact::Weight(kg) => ("weight", Answer::number(kg, Some("kg"))),
        EnrolmentFact::EnrolledOn(day) => (
            "enrolled-on",
            Answer::Value {
                value: Value::Date(day),
                unit: None,
            },
        ),
    });
    let all = std::iter::once(id).chain(facts);
    all.filter_map(|(field, answer)| {
        let at = (own::beside(), &version.enrolment.id, &field.into());
        let spot = Spot::of(version, names, at)?;
        let mut items = spot.items(version, Some(&answer))?;
        let (oid, datum) = items.pop()?;
        Some((spot.place, oid, datum))
    })
    .collect()
}

/// Returns the day of a visit.
pub(super) fn held_on(study: &Study, visit: &VisitId, day: NaiveDate) -> Fact {
    let place = own(own::event(study, visit), VISIT, "VISIT", None);
    (place, own::held_on(), Some(Datum::value(day.to_string())))
}

/// Returns what an unscheduled visit is for.
pub(super) fn visit_words(study: &Study, visit: &VisitId, words: &str) -> Fact {
    let place = own(own::event(study, visit), VISIT, "VISIT", None);
    (place, own::visit_words(), said(words))
}

fn record(group: &str, repeat: &str, items: Vec<(&str, Option<Datum>)>) -> Vec<Fact> {
    // A key of a repetition is never empty.
    let repeat = match repeat {
        "" => "-",
        repeat => repeat,
    };
    let place = own(own::beside(), RECORD, group, Some(repeat.to_owned()));
    let fact = |(id, datum)| (place.clone(), own::item_oid(RECORD, group, id), datum);
    items.into_iter().map(fact).collect()
}

/// Returns how somebody takes part, as an entry says it.
pub(super) fn status(seq: u64, day: NaiveDate, status: &Status, words: &str) -> Vec<Fact> {
    // A status of which nothing more is said is a text of its own.
    let detail = serde_json::to_value(status).ok();
    let detail = detail.filter(|detail| !detail.is_string());
    record(
        "STATUS",
        &seq.to_string(),
        vec![
            ("STATUS", Some(Datum::value(status.name().word()))),
            ("SINCE", Some(Datum::value(day.to_string()))),
            ("WORDS", said(words)),
            (
                "DETAIL",
                detail.map(|detail| Datum::value(detail.to_string())),
            ),
        ],
    )
}

/// Returns a consent to another version of the information.
pub(super) fn consent(version: &str, day: NaiveDate) -> Vec<Fact> {
    let day = Some(Datum::value(day.to_string()));
    record("CONSENT", version, vec![("DAY", day)])
}

/// Returns what was said of a deviation.
pub(super) fn deviation(
    key: &str,
    category: DeviationCategory,
    weight: DeviationWeight,
    words: &str,
) -> Vec<Fact> {
    record(
        "DEVIATION",
        key,
        vec![
            ("CATEGORY", Some(Datum::value(category.key()))),
            ("WEIGHT", Some(Datum::value(weight.key()))),
            ("WORDS", said(words)),
        ],
    )
}

/// Returns a lock on a part of what belongs to a participant, with its reason while it stands; none of the study's own,
/// which belongs to nobody.
pub(super) fn lock(scope: &Scope, reason: Option<&str>) -> Vec<Fact> {
    if scope.participant.is_none() {
        return Vec::new();
    }
    let key = match (&scope.visit, &scope.form) {
        (Some(visit), Some(form)) => format!("{visit}/{form}"),
        (Some(visit), None) => visit.to_string(),
        (None, _) => "all".to_owned(),
    };
    record("LOCK", &key, vec![("REASON", reason.map(Datum::value))])
}
