//! A small study made by hand, and sessions to put into it.

use chrono::{DateTime, NaiveDate};
use coreset::domain::base::answer::{Answer, Value};
use coreset::domain::base::ids::{FieldId, FormId, VisitId};
use coreset::domain::forms::engine::instrument::{
    Condition, Field, FieldKind, Instrument, Kept, Respondent, Scoring, Section,
};
use coreset::domain::forms::engine::scoring::ScoringRules;
use coreset::domain::forms::haq;
use coreset::domain::record::session::{Cell, FormCells, Session};
use coreset::domain::study::shipped::embedded_study;
use coreset::domain::study::{Protocol, Study, Visit, ZeroBaseline};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// Makes a study with a muscle scale and a rule for baselines of zero.
pub(crate) fn study(mmt_max: u32, zero: &str) -> Study {
    let visit = |id: &str, label: &str, day| Visit {
        id: VisitId::new(id),
        label: label.to_owned(),
        day,
        early: 0,
        late: 0,
        forms: Vec::new(),
    };
    let shipped = embedded_study().unwrap().protocol;
    let protocol = Protocol {
        scoring: ScoringRules {
            mmt_max,
            ..shipped.scoring
        },
        worsening: Default::default(),
        zero_baseline: match zero {
            "worse" => ZeroBaseline::Worse,
            _ => ZeroBaseline::Unevaluable,
        },
        baseline: VisitId::new("week-0"),
        outcome: VisitId::new("week-12"),
        earlier_scores: BTreeMap::new(),
        visits: vec![
            visit("week-0", "Week 0", 0),
            visit("week-4", "Week 4", 28),
            visit("week-12", "Week 12", 84),
        ],
        logs: Vec::new(),
        eligibility: None,
        ..shipped
    };
    Study {
        protocol,
        instruments: BTreeMap::from([(FormId::new("haq"), haq_form())]),
        enrolment: form("enrolment", None, Vec::new()),
        hash: String::new(),
        content: String::new(),
        number: 1,
        unplanned: Vec::new(),
        earlier: Vec::new(),
        own_names: Vec::new(),
    }
}

/// Makes a form of one section.
pub(crate) fn form(id: &str, scoring: Scoring, fields: Vec<Field>) -> Instrument {
    Instrument {
        id: FormId::new(id),
        title: id.to_owned(),
        long_title: id.to_owned(),
        version: "1".to_owned(),
        respondent: Respondent::Nurse,
        recall: String::new(),
        credit: None,
        source: String::new(),
        measure: None,
        scoring,
        kept: Kept::Visits,
        missing: Vec::new(),
        option_sets: BTreeMap::new(),
        sections: vec![Section {
            id: "all".to_owned(),
            title: "all".to_owned(),
            hint: None,
            fields,
        }],
    }
}

/// Makes a required choice field, which others can be changed from.
pub(crate) fn choice(id: &str) -> Field {
    Field {
        id: FieldId::new(id),
        label: id.to_owned(),
        aliases: Vec::new(),
        kind: FieldKind::Choice {
            options: "any".to_owned(),
            jump: None,
        },
        help: String::new(),
        required: true,
        fact: false,
        absent: None,
        missing: None,
        visible_when: None,
        cdisc: None,
        roles: Vec::new(),
        follow_up: false,
        by_action: false,
        same_quantity: None,
        denies_raised: None,
        at_baseline: false,
        for_sex: Vec::new(),
        scale: None,
        stands_in_for: None,
    }
}

fn haq_form() -> Instrument {
    let mut fields: Vec<Field> = (1..=20).map(|n| choice(&format!("item{n:02}"))).collect();
    for field in ["aid.cane", "aid.chair", "help.hygiene", "aid.other1"] {
        fields.push(choice(field));
    }
    fields.push(Field {
        visible_when: Some(Condition {
            field: FieldId::new("aid.other1"),
            is: vec!["y".to_owned()],
            compared: None,
            missing: false,
        }),
        ..choice("aid.other1.category")
    });
    form("haq", Some(haq::SCORER), fields)
}

/// Makes an empty session.
pub(crate) fn session(visit: &str) -> Session {
    let at = DateTime::parse_from_rfc3339("2026-01-05T09:00:00+01:00").unwrap();
    let day = NaiveDate::from_ymd_opt(2026, 1, 5).unwrap();
    Session::new(VisitId::new(visit), day, 1, at)
}

/// Puts answers into a form.
///
/// `#4.5` is the number 4.5, `#4.5 U/L` one with a unit, `<30 U/L` a result below quantification,
/// `!refused` a missing reason, anything else a code.
pub(crate) fn put(session: &mut Session, form: &str, answers: &[(&str, &str)]) {
    for (field, text) in answers {
        let cell = session.cell_mut(&FormId::new(form), &FieldId::new(*field));
        cell.answer = Some(answer(text));
    }
}

/// Makes the cells of a form alone.
pub(crate) fn cells(answers: &[(&str, &str)]) -> FormCells {
    let cell = |text: &str| Cell {
        answer: Some(answer(text)),
        ..Cell::default()
    };
    let all = answers.iter();
    all.map(|(field, text)| (FieldId::new(*field), cell(text)))
        .collect()
}

fn answer(text: &str) -> Answer {
    let number = |text: &str, wrap: fn(Decimal) -> Value| {
        let (number, unit) = text.split_once(' ').unwrap_or((text, ""));
        Answer::Value {
            value: wrap(number.parse().unwrap()),
            unit: (!unit.is_empty()).then(|| unit.to_owned()),
        }
    };
    if let Some(reason) = text.strip_prefix('!') {
        Answer::missing(reason)
    } else if let Some(text) = text.strip_prefix('#') {
        number(text, Value::Number)
    } else if let Some(text) = text.strip_prefix('<') {
        number(text, Value::Below)
    } else {
        Answer::code(text)
    }
}
