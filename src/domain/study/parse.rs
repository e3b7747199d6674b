//! The reader of the study file: text to [`Protocol`], or the first mistake with its place.
//!
//! Judges the file by itself; whether its forms exist and fit is judged in `study::assemble`.

pub mod keys;
mod rules;

use super::{
    EarlierScores, Population, Protocol, Reason, Terminal, Visit, Worsening, ZeroBaseline,
};
use crate::domain::base::data::{DataError, FileOrigin, Item, Marked, Marks, Source, Table};
use crate::domain::base::ids::{FormId, VisitId};
use crate::domain::forms::engine::instrument::{Measure, pattern};
use crate::domain::forms::engine::scoring::{Rand36Missing, ScoringRules};
use crate::domain::record::backup_status::Limits;
use crate::domain::record::rows;
use crate::domain::record::user::Role;
use std::collections::BTreeMap;

/// Reads a study file; `file` is its name in messages.
///
/// # Errors
/// The first mistake, with line, column and, for a wrong name, the nearest valid one.
pub fn parse_protocol(file: &str, text: &str) -> Result<Protocol, DataError> {
    read(file, text, FileOrigin::New).map(|protocol| protocol.value)
}

/// Reads a study file and keeps the places that later checks may point at.
pub(crate) fn read(
    file: &str,
    text: &str,
    origin: FileOrigin,
) -> Result<Marked<Protocol>, DataError> {
    let source = Source::new(file, text, origin);
    let tree = source.read()?;
    let root = Table::root(source, &tree, &keys::STUDY)?;
    let mut marks = source.marks();

    let id_form = root.need("participant-id")?;
    let participant_id = id_form.line()?;
    let example = root.need("participant-id-example")?;
    if !pattern::is_sound(participant_id) {
        return Err(id_form.error(format!("`participant-id` {}", pattern::UNSOUND)));
    }
    if !pattern::matches(participant_id, example.line()?) {
        return Err(example.error(format!(
            "`participant-id-example` does not have the form {participant_id} of `participant-id`"
        )));
    }
    let visits = visits(&root.need("visit")?, &mut marks)?;
    let (rules, eligibility) = rules::read(&root, &mut marks)?;
    let protocol = Protocol {
        id: root.need("id")?.line()?.to_owned(),
        title: root.need("title")?.line()?.to_owned(),
        version: root.need("version")?.line()?.to_owned(),
        target: root.need("target")?.whole()?,
        participant_id: participant_id.to_owned(),
        participant_id_example: example.line()?.to_owned(),
        scoring: ScoringRules {
            mmt_max: root
                .need("mmt-max")?
                .one_number_of("150 (both sides and neck) or 80 (one side)")?,
            haq_min_categories: root.need("haq-min-categories")?.whole()?,
            rand36_missing: root.need("rand36-missing")?.one_of(&[
                ("half-scale", Rand36Missing::HalfScale),
                ("any", Rand36Missing::Any),
            ])?,
        },
        population: root
            .need("population")?
            .one_of(&[("adult", Population::Adult), ("jdm", Population::Jdm)])?,
        zero_baseline: root.need("zero-baseline")?.one_of(&[
            ("worse", ZeroBaseline::Worse),
            ("unevaluable", ZeroBaseline::Unevaluable),
        ])?,
        worsening: worsening(root.get("worsening"))?,
        baseline: visit_of(&root.need("baseline")?, &visits)?,
        outcome: visit_of(&root.need("outcome")?, &visits)?,
        earlier_scores: earlier_scores(&root.need("earlier-scores")?)?,
        keep_reasons: reasons(&root.need("keep-reason")?)?,
        missing_reasons: reasons(&root.need("missing-reason")?)?,
        change_reasons: few_reasons(&root.need("change-reason")?)?,
        late_reasons: few_reasons(&root.need("late-reason")?)?,
        terminal: terminal(root.get("terminal"))?,
        backup_limits: backup_limits(root.get("safekeeping"))?,
        audit_hidden: match root.get("audit-hidden") {
            Some(item) => audit_hidden(&item, &mut marks)?,
            None => BTreeMap::new(),
        },
        visits,
        logs: match root.get("logs") {
            Some(item) => logs(&item, &mut marks)?,
            None => Vec::new(),
        },
        eligibility,
        rules,
    };
    order(&root, &protocol)?;
    Ok(Marked {
        value: protocol,
        marks,
    })
}

/// Reads the names of the logs and keeps the place of each under `log.NAME`.
fn logs(item: &Item<'_>, marks: &mut Marks) -> Result<Vec<FormId>, DataError> {
    let mut logs = Vec::new();
    for (name, item) in item.names()? {
        marks.keep(format!("log.{name}"), &item);
        logs.push(FormId::new(name));
    }
    Ok(logs)
}

fn visit_of(item: &Item<'_>, visits: &[Visit]) -> Result<VisitId, DataError> {
    let name = item.text()?;
    match visits.iter().find(|visit| visit.id.as_str() == name) {
        Some(visit) => Ok(visit.id.clone()),
        None => Err(item.unknown(
            format!("no visit is named \"{name}\""),
            name,
            visits.iter().map(|visit| visit.id.as_str()),
        )),
    }
}

/// Refuses an outcome that is not after the baseline.
fn order(root: &Table<'_>, protocol: &Protocol) -> Result<(), DataError> {
    let place = |id: &VisitId| protocol.visits.iter().position(|visit| visit.id == *id);
    if place(&protocol.outcome) > place(&protocol.baseline) {
        return Ok(());
    }
    Err(root
        .need("outcome")?
        .error("the visit of the `outcome` must come after the `baseline`"))
}

fn earlier_scores(item: &Item<'_>) -> Result<BTreeMap<Measure, EarlierScores>, DataError> {
    let table = item.table()?;
    let mut scores = BTreeMap::new();
    for measure in Measure::ALL {
        let when = table.need(measure.key())?.one_of(&[
            ("show", EarlierScores::Show),
            ("after-entry", EarlierScores::AfterEntry),
            ("never", EarlierScores::Never),
        ])?;
        scores.insert(measure, when);
    }
    Ok(scores)
}

/// Reads what counts as deterioration; where the file does not say it, the published rule does.
fn worsening(item: Option<Item<'_>>) -> Result<Worsening, DataError> {
    let Some(item) = item else {
        return Ok(Worsening::default());
    };
    let table = item.table()?;
    table.need("preset")?.one_of(&[
        ("proderm", Worsening::Proderm),
        ("proderm-of-six", Worsening::ProdermOfSix),
    ])
}

/// Reads lock and passphrases; what the file does not say is as by default.
fn terminal(item: Option<Item<'_>>) -> Result<Terminal, DataError> {
    let usual = Terminal::default();
    let Some(item) = item else {
        return Ok(usual);
    };
    let table = item.table()?;
    let whole = |key: &str, usual: u32| table.get(key).map_or(Ok(usual), |item| item.whole());
    Ok(Terminal {
        lock_after_minutes: whole("lock-after-minutes", usual.lock_after_minutes)?,
        passphrase_least_length: whole("passphrase-least-length", usual.passphrase_least_length)?,
        passphrase_tries: whole("passphrase-tries", usual.passphrase_tries)?,
        passphrase_pause_minutes: whole(
            "passphrase-pause-minutes",
            usual.passphrase_pause_minutes,
        )?,
    })
}

/// Reads after how many days a backup and a tested restore are old; what the file does not say is as by default.
fn backup_limits(item: Option<Item<'_>>) -> Result<Limits, DataError> {
    let mut limits = Limits::default();
    if let Some(item) = item {
        let table = item.table()?;
        if let Some(item) = table.get("backup-days") {
            limits.backup_days = item.whole()?;
        }
        if let Some(item) = table.get("restore-test-days") {
            limits.restore_test_days = item.whole()?;
        }
    }
    Ok(limits)
}

/// Reads the forms hidden from roles and keeps the place of each under `hidden.ROLE.FORM`.
fn audit_hidden(
    item: &Item<'_>,
    marks: &mut Marks,
) -> Result<BTreeMap<Role, Vec<FormId>>, DataError> {
    let table = item.table()?;
    let mut hidden = BTreeMap::new();
    for role in Role::ALL {
        let Some(item) = table.get(role.key()) else {
            continue;
        };
        let mut forms = Vec::new();
        for (form, item) in item.names()? {
            marks.keep(format!("hidden.{role}.{form}"), &item);
            forms.push(FormId::new(form));
        }
        hidden.insert(role, forms);
    }
    Ok(hidden)
}

fn reasons(item: &Item<'_>) -> Result<Vec<Reason>, DataError> {
    let mut reasons: Vec<Reason> = Vec::new();
    for item in item.list()? {
        let table = item.table()?;
        let (code, key) = (table.need("code")?, table.need("key")?);
        let reason = Reason {
            code: code.name()?.to_owned(),
            key: digit(&key)?,
            label: table.need("label")?.line()?.to_owned(),
            needs_text: table
                .get("needs-text")
                .map_or(Ok(false), |item| item.bool())?,
        };
        if reasons.iter().any(|other| other.code == reason.code) {
            return Err(code.error(format!("the reason \"{}\" stands twice", reason.code)));
        }
        if let Some(other) = reasons.iter().find(|other| other.key == reason.key) {
            return Err(key.error(format!(
                "the key {} already picks \"{}\"",
                reason.key, other.code
            )));
        }
        reasons.push(reason);
    }
    Ok(reasons)
}

/// Most reasons in a list that is chosen from by digit beside other lines.
const FEW: usize = 8;

/// Reads reasons of which there may be [`FEW`] at most.
fn few_reasons(item: &Item<'_>) -> Result<Vec<Reason>, DataError> {
    let few = reasons(item)?;
    for reason in item.list()? {
        let key = reason.table()?.need("key")?;
        if key.text()? == "0" {
            return Err(key.error("the key 0 goes back here; a reason has one of 1 to 9"));
        }
    }
    match item.list()?.into_iter().nth(FEW) {
        None => Ok(few),
        Some(one_more) => Err(one_more.error(format!(
            "there can be {FEW} reasons here, and this is one more"
        ))),
    }
}

fn digit(item: &Item<'_>) -> Result<char, DataError> {
    let text = item.text()?;
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(key), None) if key.is_ascii_digit() => Ok(key),
        _ => Err(item.error(format!("`key` must be one digit, not \"{text}\""))),
    }
}

fn visits(item: &Item<'_>, marks: &mut Marks) -> Result<Vec<Visit>, DataError> {
    let mut visits: Vec<Visit> = Vec::new();
    for item in item.list()? {
        let table = item.table()?;
        let (id, day) = (table.need("id")?, table.need("day")?);
        let name = id.name()?;
        if visits.iter().any(|visit| visit.id.as_str() == name) {
            return Err(id.error(format!("the visit \"{name}\" stands twice")));
        }
        if name == rows::SESSION {
            return Err(id.error(format!(
                "no visit can be named \"{name}\": what is kept beside the visits stands under that name"
            )));
        }
        let mut forms = Vec::new();
        let listed = table.need("forms")?;
        listed.list()?;
        for (form, item) in listed.names()? {
            marks.keep(format!("visit.{name}.{form}"), &item);
            forms.push(FormId::new(form));
        }
        let visit = Visit {
            id: VisitId::new(name),
            label: table.need("label")?.line()?.to_owned(),
            day: day.whole()?,
            early: table.need("early")?.whole()?,
            late: table.need("late")?.whole()?,
            forms,
        };
        if let Some(last) = visits.last()
            && visit.day <= last.day
        {
            return Err(day.error(format!(
                "visits stand in the order of their days, and {} is not after {} of \"{}\"",
                visit.day, last.day, last.id
            )));
        }
        visits.push(visit);
    }
    Ok(visits)
}
