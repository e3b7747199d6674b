//! The tables of participants, and of what was said of how they take part.

use super::Rows;
use super::columns::{PARTICIPANT, Put, codes, participant, table, yes_no};
use crate::domain::course::eligibility;
use crate::domain::forms::names::{StudyNames, oids};
use crate::domain::record::deviation::DeviationWeight;
use crate::domain::record::status::StatusName;
use crate::domain::study::Study;
use crate::export::exporter::Fault;
use crate::export::person::Person;
use crate::export::table::{Cell, Column, Kind, Table};

/// One row a participant, with those who were enrolled by mistake.
pub(super) struct Participants {
    table: Table,
}

impl Participants {
    pub(super) fn of(study: &Study, names: &StudyNames) -> Self {
        let enrolment = names.form(&study.enrolment.id);
        let item = |field: &str| {
            let known = enrolment?.field(&field.into())?;
            Some(known.oid.clone())
        };
        let diagnoses = study.enrolment.field("diagnosis");
        let diagnoses = diagnoses.map(|field| study.enrolment.choices(field));
        let diagnoses = diagnoses.unwrap_or_default().iter();
        let diagnoses = diagnoses.map(|choice| (choice.code.clone(), choice.label.clone()));
        let columns = vec![
            participant().of_item(item("id")),
            Column::new("initials", "Initials", Kind::Text)
                .required()
                .of_item(item("initials")),
            Column::new("birth_year", "Year of birth", Kind::Whole)
                .required()
                .of_item(item("birth-year")),
            Column::new("sex", "Sex", codes(["female", "male"]))
                .required()
                .of_item(item("sex")),
            Column::new("diagnosis", "Diagnosis", Kind::Code(diagnoses.collect()))
                .required()
                .of_item(item("diagnosis")),
            Column {
                unit: Some("kg".to_owned()),
                oid: item("weight"),
                ..Column::new("weight_kg", "Weight at enrolment", Kind::Number).required()
            },
            Column::new("enrolled_on", "Day of enrolment", Kind::Day)
                .required()
                .of_item(item("enrolled-on")),
            Column::new("consented_on", "Day of the consent", Kind::Day),
            Column::new("eligibility", "How far the eligibility is", Kind::Text),
            Column::new(
                "status",
                "How the participant takes part",
                codes(StatusName::ALL.map(StatusName::word)),
            )
            .required(),
            Column::new("status_since", "Since when", Kind::Day),
            Column::new("status_words", "What was said of it", Kind::Text),
            Column::new(
                "counts",
                "Counts in the study: not enrolled by mistake",
                yes_no(),
            )
            .required(),
            Column::new("deviations", "Deviations from the protocol", Kind::Whole).required(),
            Column::new("deviations_major", "Of them judged major", Kind::Whole).required(),
        ];
        let label = "Participants, those enrolled by mistake too";
        Self {
            table: Table {
                oid: enrolment.map(|known| oids::form(&known.oid)),
                ..table("participants", label, columns, &[PARTICIPANT])
            },
        }
    }
}

impl Rows for Participants {
    fn table(&self) -> &Table {
        &self.table
    }

    fn rows(&self, person: &Person<'_>, put: &mut Put<'_>) -> Result<(), Fault> {
        let who = &person.record.participant;
        let statuses = &person.record.statuses;
        let judged = eligibility::judge(person.study, person.record);
        let eligible = judged.map(|judged| eligibility_word(judged.state()));
        let now = statuses.now();
        let is_major = |key: &String| {
            let judged = person.record.deviations.get(key);
            judged.is_some_and(|judged| judged.weight == DeviationWeight::Major)
        };
        let deviations = person.deviations();
        let major = deviations.iter().filter(|own| is_major(&own.key)).count();
        put(&[
            Cell::text(person.id()),
            Cell::text(&who.initials),
            Cell::Whole(who.birth_year.into()),
            Cell::text(who.sex.key()),
            Cell::text(who.diagnosis.key()),
            Cell::Decimal(who.weight_kg),
            Cell::Day(who.enrolled_on),
            Cell::of(
                eligibility::consent_day(person.study, person.record),
                Cell::Day,
            ),
            Cell::of(eligible, Cell::text),
            Cell::text(statuses.name().word()),
            Cell::of(now.map(|said| said.day), Cell::Day),
            Cell::of(now.map(|said| said.words.as_str()), Cell::text),
            Cell::flag(!person.is_void()),
            Cell::count(deviations.len()),
            Cell::count(major),
        ])
    }
}

fn eligibility_word(state: eligibility::State) -> &'static str {
    use eligibility::State;
    match state {
        State::Screening => "screening",
        State::Eligible => "eligible",
        State::Exception => "exception",
        State::Failed => "failed",
    }
}

/// One row for each time that somebody said how a participant takes part.
pub(super) struct Statuses {
    table: Table,
}

impl Statuses {
    pub(super) fn new() -> Self {
        let columns = vec![
            participant(),
            Column::new("entry", "Number of the entry that says it", Kind::Whole).required(),
            Column::new(
                "status",
                "How the participant takes part",
                codes(StatusName::ALL.map(StatusName::word)),
            )
            .required(),
            Column::new("since", "Since when", Kind::Day).required(),
            Column::new("words", "What was said of it", Kind::Text),
        ];
        let label = "How participants took part, as it was said";
        Self {
            table: table("statuses", label, columns, &[PARTICIPANT, "entry"]),
        }
    }
}

impl Rows for Statuses {
    fn table(&self) -> &Table {
        &self.table
    }

    fn rows(&self, person: &Person<'_>, put: &mut Put<'_>) -> Result<(), Fault> {
        for said in person.record.statuses.said() {
            let name: StatusName = said.status.name();
            put(&[
                Cell::text(person.id()),
                Cell::count(said.seq),
                Cell::text(name.word()),
                Cell::Day(said.day),
                Cell::text(&said.words),
            ])?;
        }
        Ok(())
    }
}
