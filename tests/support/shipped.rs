//! The study and the forms that are shipped, and sessions whose answers these forms have read.
#![allow(dead_code)]

use chrono::{DateTime, NaiveDate};
use coreset::domain::base::answer::Answer;
use coreset::domain::base::ids::{FieldId, FormId, VisitId};
use coreset::domain::forms::engine::instrument::FieldKind;
use coreset::domain::forms::engine::progress;
use coreset::domain::forms::engine::scoring::ScoringFacts;
use coreset::domain::forms::engine::typing;
use coreset::domain::forms::table::form_score;
use coreset::domain::record::session::{FormCells, Session};
use coreset::domain::study::Study;
use coreset::domain::study::shipped::embedded_study;
use coreset::domain::verdict::core_set::core_set;
use coreset::domain::verdict::{Verdict, judge};
use coreset::text::totals::ScoreLine;

pub(crate) fn study() -> Study {
    embedded_study().unwrap()
}

pub(crate) fn session(visit: &str, date: &str) -> Session {
    let at = DateTime::parse_from_rfc3339("2026-01-05T09:00:00+01:00").unwrap();
    Session::new(VisitId::new(visit), date.parse().unwrap(), 1, at)
}

pub(crate) fn baseline() -> Session {
    session("baseline", "2026-01-05")
}

pub(crate) fn week_12() -> Session {
    session("week-12", "2026-03-30")
}

/// Reads a text as the form would; `!` and a reason stand for a value that is missing.
pub(crate) fn answer(
    study: &Study,
    session: &Session,
    form: &str,
    field: &str,
    text: &str,
) -> Answer {
    let instrument = study.form(form).unwrap();
    let Some(definition) = instrument.field(field) else {
        panic!("{form} has no field {field}");
    };
    if let Some(reason) = text.strip_prefix('!') {
        let allowed = instrument.reasons(definition);
        assert!(allowed.iter().any(|r| r == reason), "{form}.{field} {text}");
        return Answer::missing(reason);
    }
    if matches!(definition.kind, FieldKind::Choice { .. }) {
        let mut choices = instrument.choices(definition).iter();
        assert!(choices.any(|c| c.code == text), "{form}.{field} {text}");
        return Answer::code(text);
    }
    let unit = match &definition.kind {
        FieldKind::Lab { unit_field, .. } => session.answer(form, unit_field.as_str()),
        _ => None,
    };
    let unit = unit.and_then(Answer::as_code);
    let today = NaiveDate::from_ymd_opt(2026, 12, 31).unwrap();
    let typed = typing::read(instrument, definition, text, unit, today);
    typed
        .answer()
        .cloned()
        .unwrap_or_else(|| panic!("{form}.{field} {text}: {typed:?}"))
}

pub(crate) fn put(study: &Study, session: &mut Session, form: &str, field: &str, text: &str) {
    let answer = answer(study, session, form, field, text);
    let cell = session.cell_mut(&FormId::new(form), &FieldId::new(field));
    cell.answer = Some(answer);
}

/// Puts answers written as `field=text`, parted by blanks, into a form.
pub(crate) fn fill(study: &Study, session: &mut Session, form: &str, answers: &str) {
    for pair in answers.split_whitespace() {
        let (field, text) = pair.split_once('=').unwrap();
        put(study, session, form, field, text);
    }
}

/// Answers everything in a form that is still asked and has a code for "absent".
pub(crate) fn rest_absent(study: &Study, session: &mut Session, form: &str) {
    let instrument = study.form(form).unwrap();
    let setting = progress::Setting::of_nobody(session.visit == study.protocol.baseline);
    let cells = session.forms.entry(FormId::new(form)).or_default().clone();
    for section in &instrument.sections {
        for (field, answer) in
            progress::rest_absent(study.scoring(), instrument, setting, section, &cells)
        {
            session.cell_mut(&FormId::new(form), &field).answer = Some(answer);
        }
    }
}

pub(crate) fn cells<'a>(session: &'a Session, form: &str) -> &'a FormCells {
    &session.forms[form]
}

/// Returns the value of a line of a form's score.
pub(crate) fn scored(study: &Study, session: &Session, form: &str, label: &str) -> String {
    let lines = score_lines(study, session, form);
    let line = lines.iter().find(|line| line.label == label);
    line.unwrap_or_else(|| panic!("no line {label}: {lines:?}"))
        .value
        .clone()
}

pub(crate) fn score_lines(study: &Study, session: &Session, form: &str) -> Vec<ScoreLine> {
    let score = form_score(
        study.scoring(),
        study.form(form).unwrap(),
        cells(session, form),
        &ScoringFacts::NONE,
    )
    .unwrap();
    coreset::text::DEFAULT.score(&score)
}

pub(crate) fn judged(study: &Study, before: &Session, now: &Session) -> Verdict {
    judge(study, &core_set(study, before), &core_set(study, now))
}
