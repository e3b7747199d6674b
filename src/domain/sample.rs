//! A small study for the tests of this module, with one form of each sort the rules know.
//!
//! Its limits are chosen to be easy to check by hand; it is not a study file.

use super::study::version::earlier::Earlier;
use super::study::{Population, Protocol, Reason, Study, Terminal, Visit, ZeroBaseline};
use crate::domain::base::answer::Answer;
use crate::domain::base::ids::{FormId, VisitId};
use crate::domain::forms::engine::instrument::{
    Choice, Condition, Field, FieldKind, Instrument, Kept, Measure, Respondent, Scoring, Section,
};
use crate::domain::forms::engine::scoring::{Rand36Missing, ScoringRules};
use crate::domain::forms::{enzymes, haq, mdaat, mmt8, vas};
use crate::domain::record::entry::{Assessor, Draft, Entry};
use crate::domain::record::event::Event;
use crate::domain::record::participant::{Diagnosis, Participant, Sex};
use crate::domain::record::session::{Cell, FormCells, Session};
use crate::domain::treatment::units::Quantity;
use chrono::{DateTime, NaiveDate};
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::sync::Arc;

const GRADES: &[&str] = &["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "T"];

/// Returns the sample study: MMT-8 over 150, baseline, weeks 2, 4 and 12.
pub(crate) fn study() -> Study {
    let forms = [mixed(), phga(), mmt8(), haq(), enzymes(), mdaat()];
    let reason = |code: &str, key| Reason {
        code: code.into(),
        key,
        label: code.into(),
        needs_text: false,
    };
    let visit = |id: &str, label: &str, day, early, late, forms: &[&str]| Visit {
        id: id.into(),
        label: label.into(),
        day,
        early,
        late,
        forms: forms.iter().map(|id| FormId::from(*id)).collect(),
    };
    Study {
        protocol: Protocol {
            id: "NCT00000000".into(),
            title: "Sample".into(),
            version: "1".into(),
            target: 20,
            participant_id: "99-999".into(),
            participant_id_example: "01-003".into(),
            scoring: ScoringRules {
                mmt_max: 150,
                haq_min_categories: 6,
                rand36_missing: Rand36Missing::HalfScale,
            },
            population: Population::Adult,
            zero_baseline: ZeroBaseline::Worse,
            worsening: Default::default(),
            baseline: "baseline".into(),
            outcome: "week-12".into(),
            earlier_scores: BTreeMap::new(),
            keep_reasons: vec![reason("confirmed", '1')],
            missing_reasons: vec![reason("refused", '3')],
            change_reasons: vec![reason("typing", '1')],
            late_reasons: vec![reason("paper", '1')],
            terminal: Terminal::default(),
            backup_limits: Default::default(),
            audit_hidden: BTreeMap::new(),
            logs: Vec::new(),
            eligibility: None,
            rules: Default::default(),
            visits: vec![
                visit("baseline", "Baseline", 0, 0, 14, &["mixed", "phga"]),
                visit("week-2", "Week 2", 14, 3, 3, &["mixed"]),
                visit("week-4", "Week 4", 28, 3, 3, &["mixed"]),
                visit("week-12", "Week 12", 84, 7, 7, &["mixed", "mdaat"]),
            ],
        },
        enrolment: mixed(),
        instruments: forms.map(|form| (form.id.clone(), form)).into(),
        hash: String::new(),
        content: String::new(),
        number: 1,
        unplanned: Vec::new(),
        earlier: Vec::new(),
        own_names: Vec::new(),
    }
}

/// Returns a study whose second version, which holds from a day on, is what the edit makes of the first.
pub(crate) fn amended(first: Study, from: &str, edit: impl FnOnce(&mut Study)) -> Study {
    let mut next = Study {
        number: 2,
        ..first.clone()
    };
    edit(&mut next);
    next.earlier = vec![Earlier {
        study: Arc::new(first),
        until: 100,
        next_from: Some(from.parse().unwrap()),
        reconsent: None,
    }];
    next
}

/// Returns a form of one section with the option lists that the sample fields use.
pub(crate) fn form(id: &str, scoring: Scoring, fields: Vec<Field>) -> Instrument {
    let list = |codes: &[&str]| {
        let choice = |code: &&str| Choice {
            code: (*code).into(),
            label: if *code == "8" { "good" } else { "code" }.into(),
            key: (*code == "10").then(|| "*".into()),
        };
        codes.iter().map(choice).collect::<Vec<_>>()
    };
    let keyed = |code: &str, key: &str| Choice {
        code: code.into(),
        label: code.into(),
        key: Some(key.into()),
    };
    Instrument {
        id: id.into(),
        title: id.into(),
        long_title: id.into(),
        version: "1".into(),
        respondent: Respondent::Physician,
        recall: "now".into(),
        credit: None,
        source: "sample".into(),
        measure: None,
        scoring,
        kept: Kept::Visits,
        missing: vec!["refused".into()],
        option_sets: BTreeMap::from([
            ("yes-no".into(), list(&["y", "n"])),
            ("grade".into(), list(GRADES)),
            ("0-3".into(), list(&["0", "1", "2", "3"])),
            ("0-4".into(), list(&["0", "1", "2", "3", "4"])),
            ("0-4-na".into(), list(&["0", "1", "2", "3", "4", "NA"])),
            ("sex".into(), vec![keyed("female", "f"), keyed("male", "m")]),
            ("unit".into(), list(&["U/L", "ukat/L"])),
        ]),
        sections: vec![Section {
            id: "section".into(),
            title: "Section".into(),
            hint: None,
            fields,
        }],
    }
}

/// Returns a required field.
pub(crate) fn field(id: &str, kind: FieldKind) -> Field {
    Field {
        id: id.into(),
        label: id.into(),
        aliases: vec![],
        kind,
        help: String::new(),
        required: true,
        fact: false,
        absent: None,
        missing: None,
        visible_when: None,
        at_baseline: false,
        for_sex: Vec::new(),
        scale: None,
        stands_in_for: None,
        cdisc: None,
        roles: Vec::new(),
        follow_up: false,
        by_action: false,
        same_quantity: None,
        denies_raised: None,
    }
}

fn when(mut field: Field, other: &str) -> Field {
    field.visible_when = Some(Condition {
        field: other.into(),
        is: vec!["y".into()],
        compared: None,
        missing: false,
    });
    field
}

fn optional(mut field: Field) -> Field {
    field.required = false;
    field
}

fn absent(mut field: Field) -> Field {
    field.absent = Some("n".into());
    field
}

/// Returns a scale from 0 to 10 cm.
pub(crate) fn vas() -> FieldKind {
    FieldKind::Vas {
        low: "inactive".into(),
        high: "extreme".into(),
        jump: None,
    }
}

/// Returns one option of a list.
pub(crate) fn choice(options: &str) -> FieldKind {
    FieldKind::Choice {
        options: options.into(),
        jump: None,
    }
}

/// Returns a number in kg with limits.
pub(crate) fn kilograms(decimals: u32, min: &str, max: &str) -> FieldKind {
    FieldKind::Number {
        unit: Some("kg".into()),
        decimals,
        min: decimal(min),
        max: decimal(max),
        soft_min: None,
        soft_max: None,
        jump: None,
        jump_percent: None,
        year: false,
    }
}

/// Returns a laboratory result with soft limits in U/L.
pub(crate) fn lab(uln: Option<&str>, soft_min: &str, soft_max: &str) -> FieldKind {
    FieldKind::Lab {
        quantity: Quantity::EnzymeActivity,
        min: Decimal::ZERO,
        unit_field: "unit".into(),
        lln_field: None,
        uln_field: uln.map(Into::into),
        max: decimal("200000"),
        soft_min: decimal(soft_min),
        soft_max: decimal(soft_max),
        is_limit: false,
    }
}

/// Returns a limit of normal with soft limits in U/L.
pub(crate) fn limit(soft_min: &str, soft_max: &str) -> FieldKind {
    let mut kind = lab(None, soft_min, soft_max);
    if let FieldKind::Lab { is_limit, .. } = &mut kind {
        *is_limit = true;
    }
    kind
}

/// Returns text on one line.
pub(crate) fn text(max_length: usize, pattern: Option<&str>) -> FieldKind {
    FieldKind::Text {
        max_length,
        pattern: pattern.map(Into::into),
    }
}

fn mixed() -> Instrument {
    let yes_no = |id: &str| field(id, choice("yes-no"));
    let mut form = form(
        "mixed",
        None,
        vec![
            absent(yes_no("rash")),
            absent(when(yes_no("site"), "rash")),
            optional(when(yes_no("biopsy"), "site")),
            field("vas", vas()),
            when(yes_no("ring.a"), "ring.b"),
            when(yes_no("ring.b"), "ring.a"),
        ],
    );
    let mut history = field("history", FieldKind::Date);
    history.at_baseline = true;
    let mut weight = optional(field("weight", kilograms(1, "20", "300")));
    if let FieldKind::Number {
        soft_min,
        soft_max,
        jump_percent,
        ..
    } = &mut weight.kind
    {
        *soft_min = Some(decimal("35"));
        *soft_max = Some(decimal("160"));
        *jump_percent = Some(decimal("10"));
    }
    form.sections.push(Section {
        id: "general".into(),
        title: "General".into(),
        hint: None,
        fields: vec![history, weight],
    });
    form
}

fn phga() -> Instrument {
    let fields = vec![field("vas", vas()), field("likert", choice("0-4"))];
    let mut form = form("phga", Some(vas::SCORER), fields);
    form.measure = Some(Measure::Phga);
    form
}

fn mmt8() -> Instrument {
    let grade = |id: &str| field(id, choice("grade"));
    let mut left = grade("deltoid.l");
    left.scale = Some(150);
    left.stands_in_for = Some("deltoid.r".into());
    form(
        "mmt8",
        Some(mmt8::SCORER),
        vec![grade("neckflex"), grade("deltoid.r"), left],
    )
}

fn haq() -> Instrument {
    form(
        "haq",
        Some(haq::SCORER),
        vec![field("item01", choice("0-3"))],
    )
}

fn enzymes() -> Instrument {
    let fields = vec![
        field("laboratory", text(40, None)),
        field("unit", choice("unit")),
        field("ck", lab(Some("ck.uln"), "10", "20000")),
        field("ck.uln", limit("100", "500")),
        field("ast", lab(None, "3", "1500")),
    ];
    form("enzymes", Some(enzymes::SCORER), fields)
}

fn mdaat() -> Instrument {
    let ids = [
        "con.vas",
        "con.01",
        "con.02",
        "ske.vas",
        "ske.13a",
        "ske.13b",
        "ske.13c",
        "pul.vas",
        "pul.18c",
        "pul.18c.fvc",
        "pul.18c.fvc-before",
        "oth.text",
        "oth.vas",
        "oth.cf",
        "emg.vas",
        "mus.vas",
        "mus.25a",
        "all.vas",
    ];
    let fields = ids.map(|id| match id {
        "oth.text" => optional(field(id, text(60, None))),
        _ if id.starts_with("pul.18c.") => optional(field(id, kilograms(2, "0", "9"))),
        _ if id.ends_with(".vas") => field(id, vas()),
        _ => field(id, choice("0-4-na")),
    });
    form("mdaat", Some(mdaat::SCORER), fields.into())
}

/// Returns an exact decimal.
pub(crate) fn decimal(text: &str) -> Decimal {
    Decimal::from_str_exact(text).unwrap()
}

/// Returns a date.
pub(crate) fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Returns a number without a unit.
pub(crate) fn number(text: &str) -> Answer {
    Answer::number(decimal(text), None)
}

/// Returns cells with these answers.
pub(crate) fn cells(answers: &[(&str, Answer)]) -> FormCells {
    answers
        .iter()
        .map(|(id, answer)| {
            let cell = Cell {
                answer: Some(answer.clone()),
                ..Cell::default()
            };
            ((*id).into(), cell)
        })
        .collect()
}

/// Returns a session with one form.
pub(crate) fn session(visit: &str, day: &str, form: &str, answers: &[(&str, Answer)]) -> Session {
    let at = DateTime::parse_from_rfc3339("2026-01-01T00:00:00Z").unwrap();
    let mut session = Session::new(VisitId::from(visit), date(day), 1, at);
    session.forms.insert(form.into(), cells(answers));
    session
}

/// Returns a participant enrolled on a day.
pub(crate) fn participant(id: &str, enrolled_on: &str) -> Participant {
    Participant {
        id: id.into(),
        initials: "AB".into(),
        birth_year: 1970,
        sex: Sex::Female,
        diagnosis: Diagnosis::Dermatomyositis,
        weight_kg: Decimal::from(62),
        enrolled_on: date(enrolled_on),
    }
}

/// An entry of an event, at this number.
pub(crate) fn entry(seq: u64, event: Event) -> Entry {
    let by = Assessor {
        user: "mk".to_owned(),
        name: "M. Kern".to_owned(),
        role: "assessor".to_owned(),
        from: "pts/1".to_owned(),
    };
    let at = date("2026-01-05")
        .and_time(chrono::NaiveTime::MIN)
        .and_utc();
    Entry {
        seq,
        ..Entry::preview(Draft::new(by, event), at.fixed_offset())
    }
}
