//! Rows of DM, SV, DS, IE, DV and MH: who takes part, when, and what departs from the protocol.

use super::codes;
use super::row::Row;
use super::subject::{Subject, When, partial};
use super::variable::Dataset;
use crate::domain::base::ids::{FormId, VisitId};
use crate::domain::course::deviations::Place;
use crate::domain::course::eligibility::{self, Finding, State};
use crate::domain::forms::names::FormNames;
use crate::domain::record::deviation::DeviationWeight;
use crate::domain::record::participant::{Diagnosis, Sex};
use crate::domain::record::rows;
use crate::domain::record::status::{DataUse, Status, StatusName, WithdrawnBy};
use crate::domain::record::status_history::StatusSaid;
use crate::domain::views::timeline::Timing;
use chrono::Datelike as _;

/// Code and name of the one arm.
const ARM: (&str, &str) = ("ABATACEPT", "Abatacept");
/// The form of the disease at baseline.
const DISEASE: &str = "disease";

/// Returns the row of a subject.
pub(super) fn dm(subject: &Subject<'_>, dataset: &'static Dataset) -> Vec<Row> {
    let record = subject.record();
    let who = &record.participant;
    let statuses = &record.statuses;
    let first = subject.first_dose();
    let last = subject.last_dose();
    let mut row = subject.row(dataset);
    row.set("SUBJID", who.id.as_str());
    for stem in ["RFSTDTC", "RFXSTDTC"] {
        row.set(stem, first.map(When::text));
    }
    for stem in ["RFENDTC", "RFXENDTC"] {
        row.set(stem, last.map(When::text));
    }
    row.set("RFICDTC", subject.consent.map(|day| day.to_string()));
    let ended = statuses.visits_end();
    row.set("RFPENDTC", ended.map(|day| day.to_string()));
    let died = statuses
        .now()
        .filter(|said| said.status.name() == StatusName::Died);
    row.set("DTHDTC", died.map(|said| said.day.to_string()));
    row.set("DTHFL", died.map(|_| "Y"));
    let site = who.id.as_str().split_once('-');
    row.set("SITEID", site.map_or("1", |(site, _)| site));
    let reference = first.map(|first| first.day).or(subject.consent);
    let reference = reference.or_else(|| who.enrolled());
    let age = who.born().zip(reference);
    row.set("BRTHDTC", who.born().map(|year| year.to_string()));
    row.set("AGE", age.map(|(born, day)| i64::from(day.year() - born)));
    row.set("AGEU", age.map(|_| "YEARS"));
    row.set(
        "SEX",
        match who.sex {
            Sex::Female => "F",
            Sex::Male => "M",
        },
    );
    arm(subject, &mut row);
    subject.date(&mut row, ("DTC", "DY"), who.enrolled().map(When::from));
    vec![row]
}

fn arm(subject: &Subject<'_>, row: &mut Row) {
    let judged = eligibility::judge(subject.study(), subject.record());
    let state = judged.map(|judged| judged.state());
    let is_eligible = matches!(state, Some(State::Eligible | State::Exception));
    let is_treated = !subject.doses.is_empty();
    let has_begun = subject.record().visits().next().is_some();
    let failed = subject.record().statuses.name() == StatusName::ScreenFailure
        || state == Some(State::Failed);
    let is_planned = is_treated || (!failed && (is_eligible || has_begun));
    if is_planned {
        row.set("ARMCD", ARM.0);
        row.set("ARM", ARM.1);
    }
    if is_treated {
        row.set("ACTARMCD", ARM.0);
        row.set("ACTARM", ARM.1);
    }
    row.set(
        "ARMNRS",
        match (is_treated, is_planned, failed) {
            (true, ..) => "",
            (false, true, _) => "ASSIGNED, NOT TREATED",
            (false, false, true) => "SCREEN FAILURE",
            (false, false, false) => "NOT ASSIGNED",
        },
    );
}

/// Returns a row for each visit that was begun, and for each planned one that was missed.
pub(super) fn sv(subject: &Subject<'_>, dataset: &'static Dataset) -> Vec<Row> {
    let person = &subject.person;
    let mut found = Vec::new();
    let screened = person.beside().zip(subject.study().eligibility());
    if screened.is_some_and(|(session, form)| session.forms.contains_key(&form.id)) {
        let mut row = subject.row(dataset);
        subject.screening(&mut row);
        row.set("PRESP", "Y");
        row.set("OCCUR", "Y");
        subject.set_epoch(&mut row, subject.consent);
        subject.date(&mut row, ("STDTC", "STDY"), subject.consent.map(When::from));
        subject.date(&mut row, ("ENDTC", "ENDY"), None);
        found.push(row);
    }
    for stop in &person.story().stops {
        let session = subject.record().session(stop.planned.visit.as_str());
        let is_missed = stop.timing == Timing::Missed;
        let wanted = person.wants_visit(&stop.planned.visit, session);
        if !wanted || (session.is_none() && !is_missed) {
            continue;
        }
        let mut row = subject.row(dataset);
        subject.visit(&mut row, stop);
        row.set("PRESP", stop.planned.is_planned.then_some("Y"));
        row.set("OCCUR", if session.is_some() { "Y" } else { "N" });
        row.set("UPDES", stop.words.as_deref());
        let day = session.and_then(|session| session.day());
        subject.set_epoch(&mut row, day);
        subject.date(&mut row, ("STDTC", "STDY"), day.map(When::from));
        subject.date(&mut row, ("ENDTC", "ENDY"), day.map(When::from));
        found.push(row);
    }
    found
}

/// Returns a row for each milestone, and for each status that holds.
pub(super) fn ds(subject: &Subject<'_>, dataset: &'static Dataset) -> Vec<Row> {
    let record = subject.record();
    let mut found = Vec::new();
    let mut milestone = |term: &str, decod: &str, day: chrono::NaiveDate| {
        let mut row = subject.row(dataset);
        row.set("TERM", term);
        row.set("DECOD", decod);
        row.set("CAT", "PROTOCOL MILESTONE");
        row.set("SCAT", "STUDY PARTICIPATION");
        subject.set_epoch(&mut row, Some(day));
        subject.date(&mut row, ("STDTC", "STDY"), Some(day.into()));
        found.push(row);
    };
    let consented = "INFORMED CONSENT OBTAINED";
    if let Some(day) = subject.consent {
        milestone(consented, consented, day);
    }
    if let Some(day) = record.participant.enrolled() {
        milestone("ENROLLED", "ENTERED INTO TRIAL", day);
    }
    for (version, renewed) in &record.consents {
        milestone(&format!("{consented}: {version}"), consented, renewed.day);
    }
    found.extend(
        holding(record.statuses.said())
            .into_iter()
            .filter_map(|said| disposition(subject, dataset, said)),
    );
    found
}

/// Returns the statuses that hold: the last one, and that the treatment stopped before it.
fn holding(said: &[StatusSaid]) -> Vec<&StatusSaid> {
    let since = said
        .iter()
        .rposition(|said| said.status == Status::TakesPart);
    let since = since.map_or(said, |place| said.get(place + 1..).unwrap_or_default());
    let Some((last, before)) = since.split_last() else {
        return Vec::new();
    };
    let is_stop = |said: &&StatusSaid| said.status.name() == StatusName::TreatmentStopped;
    let stopped = before.iter().rfind(is_stop).filter(|_| !is_stop(&last));
    stopped.into_iter().chain([last]).collect()
}

fn disposition(subject: &Subject<'_>, dataset: &'static Dataset, said: &StatusSaid) -> Option<Row> {
    let decod = codes::disposed(&said.status)?;
    let mut row = subject.row(dataset);
    row.set(
        "TERM",
        match said.words.trim() {
            "" => decod,
            words => words,
        },
    );
    row.set("DECOD", decod);
    row.set("CAT", "DISPOSITION EVENT");
    let of_treatment = said.status.name() == StatusName::TreatmentStopped;
    row.set(
        "SCAT",
        match of_treatment {
            true => "STUDY TREATMENT",
            false => "STUDY PARTICIPATION",
        },
    );
    if let Status::Withdrawn { by, data, .. } = &said.status {
        let by = match by {
            WithdrawnBy::Participant => "PARTICIPANT",
            WithdrawnBy::Investigator => "INVESTIGATOR",
            WithdrawnBy::Sponsor => "SPONSOR",
        };
        let data = match data {
            DataUse::Collect => "COLLECT",
            DataUse::Keep => "KEEP",
            DataUse::Nothing => "NOTHING",
        };
        row.supplement("DSWDBY", "Who decided the withdrawal", by);
        row.supplement("DSDATUSE", "What may be done with the data", data);
    }
    subject.set_epoch(&mut row, Some(said.day));
    subject.date(&mut row, ("STDTC", "STDY"), Some(said.day.into()));
    Some(row)
}

/// Returns a row for each criterion that is not met.
pub(super) fn ie(subject: &Subject<'_>, dataset: &'static Dataset) -> Vec<Row> {
    let Some(judged) = eligibility::judge(subject.study(), subject.record()) else {
        return Vec::new();
    };
    let Some(form) = subject.study().eligibility() else {
        return Vec::new();
    };
    let names = subject.names.form(&form.id);
    let not_met = judged.criteria.iter().filter(|own| match own.finding {
        Finding::NotMet | Finding::Contradicted => true,
        Finding::Met | Finding::Open => false,
    });
    not_met
        .filter_map(|criterion| {
            let names = names
                .and_then(|names: &FormNames| names.field(&criterion.field.as_str().into()))?;
            let is_inclusion = criterion.field.starts_with("in.");
            let mut row = subject.row(dataset);
            row.set("SPID", names.oid.as_str());
            row.set("TESTCD", names.testcd.as_deref());
            row.set("TEST", names.test.as_deref());
            row.set(
                "CAT",
                if is_inclusion {
                    "INCLUSION"
                } else {
                    "EXCLUSION"
                },
            );
            let answer = if is_inclusion { "N" } else { "Y" };
            row.set("ORRES", answer);
            row.set("STRESC", answer);
            subject.set_epoch(&mut row, judged.consent);
            subject.date(&mut row, ("DTC", "DY"), judged.consent.map(When::from));
            Some(row)
        })
        .collect()
}

/// Returns a row for each deviation.
pub(super) fn dv(subject: &Subject<'_>, dataset: &'static Dataset) -> Vec<Row> {
    let person = &subject.person;
    let beside = VisitId::new(rows::SESSION);
    let mut found = Vec::new();
    for deviation in person.deviations() {
        let (at, _): (Option<&VisitId>, Option<&FormId>) = match &deviation.place {
            Place::Visit(visit) => (Some(visit), None),
            Place::Form(visit, form) => (Some(visit), Some(form)),
            Place::Row(row) => (None, Some(row)),
        };
        let place = at.unwrap_or(&beside);
        if !person.wants_visit(place, subject.record().session(place.as_str())) {
            continue;
        }
        let mut row = subject.row(dataset);
        row.set("SPID", deviation.key.as_str());
        row.set("TERM", person.language.differs(&deviation.differs));
        row.set("DECOD", codes::term(deviation.rule.key()));
        if let Some(judged) = subject.record().deviations.get(&deviation.key) {
            row.set(
                "CAT",
                match judged.weight {
                    DeviationWeight::Major => "MAJOR",
                    DeviationWeight::Minor => "MINOR",
                },
            );
            row.set("SCAT", codes::term(judged.category.key()));
        }
        let stop = at.and_then(|visit| person.story().place(visit));
        if let Some(stop) = stop.and_then(|place| person.story().stops.get(place)) {
            subject.visit(&mut row, stop);
        }
        let day = deviation.day.and_then(|day| day.whole());
        subject.set_epoch(&mut row, day);
        subject.partial(&mut row, ("STDTC", "STDY"), deviation.day, None);
        found.push(row);
    }
    found
}

/// Returns the row of the diagnosis of the trial.
pub(super) fn mh(subject: &Subject<'_>, dataset: &'static Dataset) -> Vec<Row> {
    let record = subject.record();
    let mut row = subject.row(dataset);
    row.set(
        "TERM",
        match record.participant.diagnosis {
            Diagnosis::Dermatomyositis => "DERMATOMYOSITIS",
            Diagnosis::Amyopathic => "AMYOPATHIC DERMATOMYOSITIS",
        },
    );
    row.set("CAT", "PRIMARY DIAGNOSIS");
    let form = FormId::from(DISEASE);
    let told = record
        .sessions
        .values()
        .find_map(|session| session.forms.get(&form));
    if let Some(cells) = told {
        let began = partial(cells, "first-symptom");
        subject.partial(&mut row, ("STDTC", "STDY"), began, None);
        let diagnosed = partial(cells, "diagnosed");
        subject.partial(&mut row, ("DTC", "DY"), diagnosed, None);
    }
    vec![row]
}
