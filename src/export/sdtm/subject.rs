//! A participant as the datasets need them: the dates that days and epochs are counted from, and the numbers of visits.

use super::row::{Row, Value};
use super::variable::Dataset;
use crate::domain::base::ids::{FieldId, FormId, VisitId};
use crate::domain::base::partial::PartialDate;
use crate::domain::base::ratio::Exact;
use crate::domain::course::{ABATACEPT, eligibility};
use crate::domain::forms::engine::cells;
use crate::domain::forms::engine::progress::{self, Setting};
use crate::domain::forms::names::StudyNames;
use crate::domain::forms::names::scores::ScoreNames;
use crate::domain::record::rows::valid_rows;
use crate::domain::record::session::{Cell, FormCells, ParticipantRecord, Session};
use crate::domain::study::Study;
use crate::domain::views::timeline::Stop;
use crate::export::exporter::Context;
use crate::export::person::Person;
use chrono::{NaiveDate, NaiveTime, TimeDelta};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A day with the time of day where it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct When {
    pub(super) day: NaiveDate,
    pub(super) time: Option<NaiveTime>,
}

impl When {
    /// Returns it as text.
    pub(super) fn text(self) -> String {
        match self.time {
            Some(time) => format!("{}T{}", self.day, time.format("%H:%M")),
            None => self.day.to_string(),
        }
    }
}

impl From<NaiveDate> for When {
    fn from(day: NaiveDate) -> Self {
        Self { day, time: None }
    }
}

/// An infusion that was given.
pub(super) struct Dose<'a> {
    pub(super) row: u32,
    pub(super) cells: &'a FormCells,
    pub(super) start: Option<When>,
    pub(super) end: Option<When>,
}

/// A participant.
pub(super) struct Subject<'a> {
    pub(super) person: &'a Person<'a>,
    pub(super) names: &'a StudyNames,
    pub(super) scores: &'a [ScoreNames],
    pub(super) as_of: NaiveDate,
    pub(super) doses: Vec<Dose<'a>>,
    pub(super) consent: Option<NaiveDate>,
    usubjid: String,
    numbers: BTreeMap<VisitId, Exact>,
}

impl<'a> Subject<'a> {
    pub(super) fn of(
        context: &'a Context,
        scores: &'a [ScoreNames],
        person: &'a Person<'a>,
    ) -> Self {
        let (study, record) = (&context.study, person.record);
        let numbers = numbers(study, &person.story().stops);
        Self {
            doses: doses(record),
            consent: eligibility::consent_day(study, record),
            usubjid: format!("{}-{}", study.protocol.id, record.participant.id),
            names: &context.names,
            scores,
            as_of: context.today(),
            numbers,
            person,
        }
    }

    pub(super) fn study(&self) -> &'a Study {
        self.person.study
    }

    pub(super) fn record(&self) -> &'a ParticipantRecord {
        self.person.record
    }

    /// Returns when the first dose was given.
    pub(super) fn first_dose(&self) -> Option<When> {
        self.doses.iter().filter_map(|dose| dose.start).min()
    }

    /// Returns when the last dose was given.
    pub(super) fn last_dose(&self) -> Option<When> {
        let ends = self.doses.iter().filter_map(|dose| dose.end.or(dose.start));
        ends.max()
    }

    /// Returns the day of the study.
    pub(super) fn study_day(&self, day: NaiveDate) -> Option<i64> {
        let from = (day - self.first_dose()?.day).num_days();
        Some(if from >= 0 { from + 1 } else { from })
    }

    /// Returns the part of the trial that a day lies in.
    pub(super) fn epoch(&self, day: NaiveDate) -> &'static str {
        let ended = self.record().statuses.treatment_ends();
        match self.first_dose() {
            Some(first) if day >= first.day => match ended {
                Some(ended) if day > ended => "FOLLOW-UP",
                Some(_) | None => "TREATMENT",
            },
            Some(_) | None => "SCREENING",
        }
    }

    /// Returns what of a form counts: answers of fields that are no longer asked stay in the record and count nowhere.
    pub(super) fn counting<'f>(
        &self,
        session: &Session,
        id: &FormId,
        form: &'f FormCells,
    ) -> Cow<'f, FormCells> {
        let version = self.study().of_form(session, id);
        let Some(instrument) = version.form(id.as_str()) else {
            return Cow::Owned(FormCells::new());
        };
        let is_baseline = session.visit == version.protocol.baseline;
        let setting = Setting::of(is_baseline, self.record().participant.sex);
        let held = instrument.fields().filter_map(|field| {
            let cell = form.get(&field.id)?;
            progress::asked(version.scoring(), instrument, setting, form, field)
                .then_some((&field.id, cell))
        });
        let held: Vec<(&FieldId, &Cell)> = held.collect();
        if held.len() == form.len() {
            return Cow::Borrowed(form);
        }
        let held = held.into_iter();
        Cow::Owned(held.map(|(id, cell)| (id.clone(), cell.clone())).collect())
    }

    /// Returns a row with what every one has.
    pub(super) fn row(&self, dataset: &'static Dataset) -> Row {
        let mut row = Row::new(dataset);
        row.set("STUDYID", self.study().protocol.id.as_str());
        row.set_known("DOMAIN", dataset.domain());
        row.set("USUBJID", self.usubjid.as_str());
        row
    }

    /// Sets the visit of a row.
    pub(super) fn visit(&self, row: &mut Row, stop: &Stop) {
        let number = self.numbers.get(&stop.planned.visit).copied();
        row.set("VISITNUM", number);
        row.set("VISIT", stop.label.to_uppercase());
    }

    /// Sets the visit of what is asked before the first one: number 0.
    pub(super) fn screening(&self, row: &mut Row) {
        row.set("VISITNUM", Exact::ZERO);
        row.set("VISIT", "SCREENING");
    }

    /// Sets a date and its day of the study; `date` and `day` are stems.
    pub(super) fn date(
        &self,
        row: &mut Row,
        (date, day): (&'static str, &'static str),
        when: Option<When>,
    ) {
        row.set(date, when.map(When::text));
        row.set(day, when.and_then(|when| self.study_day(when.day)));
    }

    /// Sets a date that may be known in part, and its day of the study where it is known whole.
    pub(super) fn partial(
        &self,
        row: &mut Row,
        (date, day): (&'static str, &'static str),
        when: Option<PartialDate>,
        time: Option<NaiveTime>,
    ) {
        match when.and_then(|when| when.whole()) {
            Some(whole) => self.date(row, (date, day), Some(When { day: whole, time })),
            None => row.set(date, when.map(|when| when.to_string())),
        }
    }

    /// Sets the part of the trial of a row, where its date is known whole.
    pub(super) fn set_epoch(&self, row: &mut Row, day: Option<NaiveDate>) {
        row.set(
            "EPOCH",
            day.map_or(Value::Empty, |day| self.epoch(day).into()),
        );
    }
}

/// Returns the number of each visit.
fn numbers(study: &Study, stops: &[Stop]) -> BTreeMap<VisitId, Exact> {
    let mut numbers = BTreeMap::new();
    let mut last = 0_i128;
    let mut beside = 0_i128;
    for stop in stops {
        let id = &stop.planned.visit;
        let place = study.all_visits().position(|visit| visit.id == *id);
        let hundredths = match place.and_then(|place| i128::try_from(place).ok()) {
            Some(place) => {
                last = (place + 1) * 100;
                beside = 0;
                last
            }
            None => {
                beside += 1;
                last + beside
            }
        };
        if let Ok(number) = Exact::fraction(hundredths, 100) {
            numbers.insert(id.clone(), number);
        }
    }
    numbers
}

/// Returns the infusions that were given, by row.
fn doses(record: &ParticipantRecord) -> Vec<Dose<'_>> {
    let rows = valid_rows(record, ABATACEPT);
    let given = rows.into_iter().filter(|row| {
        let state = cells::code(row.cells, "state");
        matches!(state, Some("whole" | "interrupted"))
    });
    given
        .map(|row| {
            let on = day(row.cells, "date");
            let at = |field: &str| time(row.cells, field);
            let start = on.map(|day| When {
                day,
                time: at("start"),
            });
            let end = on.zip(at("end")).map(|(day, time)| {
                let is_next = at("start").is_some_and(|start| time < start);
                let next = day.checked_add_signed(TimeDelta::days(1));
                When {
                    day: next.filter(|_| is_next).unwrap_or(day),
                    time: Some(time),
                }
            });
            Dose {
                row: row.number,
                cells: row.cells,
                start,
                end,
            }
        })
        .collect()
}

/// Returns a whole date.
pub(super) fn day(form: &FormCells, field: &str) -> Option<NaiveDate> {
    cells::answer(form, field)?.as_date()
}

/// Returns a time of day.
pub(super) fn time(form: &FormCells, field: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(text(form, field), "%H:%M").ok()
}

/// Returns a text; nothing where there is none.
pub(super) fn text<'a>(form: &'a FormCells, field: &str) -> &'a str {
    let answer = cells::answer(form, field);
    answer
        .and_then(|answer| answer.as_text())
        .unwrap_or_default()
}

/// Returns a code; nothing where there is none.
pub(super) fn code<'a>(form: &'a FormCells, field: &str) -> &'a str {
    cells::code(form, field).unwrap_or_default()
}

/// Returns a date that may be known in part.
pub(super) fn partial(form: &FormCells, field: &str) -> Option<PartialDate> {
    let answer = cells::answer(form, field)?;
    match answer.as_date() {
        Some(day) => Some(day.into()),
        None => answer.as_text()?.parse().ok(),
    }
}
