//! `coreset status`: where the study stands, as text, or as JSON with exact numbers.

use super::StudyOption;
use super::connect::{CommandClient, Embedded, study_of, unexpected_reply};
use super::failure::{Failure, say};
use super::output::{HIDDEN, say_value};
use super::{AsciiOption, paper};
use crate::domain::course::reconsent::ConsentOwed;
use crate::domain::verdict::response::{Category, Judgement};
use crate::domain::views::overview::{
    Cell, Deviating, Flow, LeftOut, Median, Overview, Person, SetResult, Share,
};
use crate::domain::views::summary::Hideable;
use crate::protocol::messages::{Reply, Request};
use crate::screens::study;
use crate::text;
use crate::text::Language;
use clap::Args;
use serde_json::{Value, json};

/// Options of `coreset status`.
///
/// As JSON: `today`, `enrolled`, `target`, `due_this_week`, `overdue`, `missed`, `consents_owed` (participants who owe a renewed consent; each has `consent_owed` with the `version` that asks for it and the day
/// `from` which that holds, else null), `not_by_the_rules` (answers, days of visits
/// and facts of enrolments that are stored and count nowhere), `outcome` (the visit that is judged), `responders`, `responders_left_out` (participants in no count of
/// them: `to_come`, `missed`, `not_entered`, `data_not_used`, `hidden`, and `undecided` by verdict of those assessed), `median_tis`, `median_dose_change` (mg of prednisone a day), `no_server` (the last stretch without a server: `from` is when it
/// stopped or, where it left no stop and `stopped` is false, when it was last known to run; null when there was none),
/// `events`, `deviations` (`all`, `participants` with any, `major` that an investigator judged so, and `by_rule`), `flow` (how many came how far), `sets` (the full set, all who got a dose, and the set per protocol: `members`,
/// and responders `as_observed` and with `drop_outs_as_non_responders`), `participants`. Numbers that
/// are not counts are strings: a decimal, or `numerator/denominator` where none is exact; the limits of an interval
/// are percent, rounded to a tenth. A participant has `imacs` and `registered` (null while not decided or not judged)
/// and `undecided`, the reason while one of them is not decided or it is open which enzyme counts, else null. Where a
/// verdict rests on earlier scores that the user does not see yet, it is the word `hidden`, and so are `responders`, `sets`
/// and `median_tis` then.
#[derive(Args, Debug)]
pub struct StatusOptions {
    /// As JSON
    #[arg(long)]
    json: bool,
    /// Which characters.
    #[command(flatten)]
    pub(super) ascii: AsciiOption,
}

/// Prints where the study stands.
///
/// # Errors
/// When the server is not reached.
pub fn run(option: &StudyOption, options: &StatusOptions) -> Result<(), Failure> {
    let embedded = Embedded::begin();
    let asker = CommandClient::existing(option)?;
    let study = study_of(&asker.welcome, embedded)?;
    let overview = match asker.ask(&Request::Overview)? {
        Reply::Overview(overview) => overview,
        other => return Err(unexpected_reply(&other)),
    };
    let language = text::DEFAULT;
    let text = if options.json {
        return say_value(&as_json(&overview, language));
    } else {
        let absence = overview.absence.as_ref();
        let absence = absence.map(|absence| language.before_start(absence) + "\n");
        study::draw::as_text(
            &study,
            &overview,
            paper::columns(),
            &paper::look(&options.ascii),
            language,
        ) + &absence.unwrap_or_default()
    };
    say(text.as_bytes())
}

/// Returns an overview as JSON, its words in a language.
pub fn as_json(overview: &Overview, language: &dyn Language) -> Value {
    let events = &overview.events;
    json!({
        "today": overview.today.to_string(),
        "enrolled": overview.enrolled(),
        "target": overview.target,
        "due_this_week": overview.due_this_week,
        "overdue": overview.overdue,
        "missed": overview.missed,
        "consents_owed": overview.consents_owed,
        "not_by_the_rules": overview.unfit().0,
        "outcome": overview.outcome.as_str(),
        "flow": of_flow(&overview.flow),
        "sets": hideable(&overview.sets, |sets| sets.iter().map(of_set).collect()),
        "responders": hideable(&overview.responders, |shares| {
            shares.iter().map(of_share).collect()
        }),
        "responders_left_out": of_left_out(&overview.left_out),
        "median_tis": hideable(&overview.tis, |tis| json!(tis.as_ref().map(of_median))),
        "median_dose_change": overview.dose.as_ref().map(of_median),
        "no_server": overview.absence.as_ref().map(|absence| json!({
            "from": absence.from.to_rfc3339(),
            "to": absence.to.to_rfc3339(),
            "stopped": absence.stopped,
        })),
        "events": {
            "by_grade": events.grades,
            "serious_open": events.serious_open,
            "serious_unseen": events.serious_unseen,
        },
        "deviations": of_deviations(&overview.deviations),
        "participants": overview
            .people
            .iter()
            .map(|person| of_person(person, language))
            .collect::<Vec<_>>(),
    })
}

/// Returns a value as JSON, or the word for one that the user does not see yet.
fn hideable<T>(value: &Hideable<T>, of: impl Fn(&T) -> Value) -> Value {
    value.seen().map_or_else(|| json!(HIDDEN), of)
}

fn of_left_out(left_out: &LeftOut) -> Value {
    json!({
        "to_come": left_out.to_come,
        "missed": left_out.missed,
        "not_entered": left_out.not_entered,
        "data_not_used": left_out.unused,
        "hidden": left_out.hidden,
        "undecided": left_out
            .undecided()
            .map(|(property, count)| (property.key().to_owned(), json!(count)))
            .collect::<serde_json::Map<_, _>>(),
    })
}

fn of_deviations(deviations: &Deviating) -> Value {
    json!({
        "all": deviations.all(),
        "participants": deviations.people,
        "major": deviations.major,
        "by_rule": deviations
            .by_rule()
            .map(|(rule, count)| (rule.key().to_owned(), json!(count)))
            .collect::<serde_json::Map<_, _>>(),
    })
}

fn of_flow(flow: &Flow) -> Value {
    json!({
        "enrolled_by_mistake": flow.void,
        "screened": flow.screened,
        "failed": flow.failed,
        "failed_by": flow
            .failed_by
            .iter()
            .map(|(field, count)| (field.to_string(), json!(count)))
            .collect::<serde_json::Map<_, _>>(),
        "left_before_entry": flow.left_before,
        "in_screening": flow.screening,
        "failing_not_said": flow.not_said_failed,
        "entered": flow.entered,
        "treated": flow.treated,
        "going_on": flow.going_on,
        "treatment_stopped": flow.stopped,
        "withdrawn": flow.withdrawn,
        "lost": flow.lost,
        "died": flow.died,
        "completed": flow.completed,
    })
}

fn of_set(set: &SetResult) -> Value {
    json!({
        "set": set.set.key(),
        "members": set.members,
        "as_observed": set.observed.iter().map(of_share).collect::<Vec<_>>(),
        "drop_outs_as_non_responders": set.imputed.iter().map(of_share).collect::<Vec<_>>(),
    })
}

fn of_share(share: &Share) -> Value {
    json!({
        "verdict": share.key,
        "count": share.count,
        "of": share.of,
        "percent": share.percent().map(|percent| percent.to_string()),
        "interval_95": share.interval.map(|(low, high)| [low.to_string(), high.to_string()]),
    })
}

fn of_median(median: &Median) -> Value {
    json!({ "value": median.value.to_string(), "of": median.of })
}

fn of_person(person: &Person, language: &dyn Language) -> Value {
    json!({
        "id": person.id.as_str(),
        "initials": person.initials,
        "enrolled_on": person.enrolled_on.to_string(),
        "status": person.status.word(),
        "status_since": person.since.map(|day| day.to_string()),
        "consent_owed": person.consent_owed.as_ref().map(of_owed),
        "not_by_the_rules": person.unfit,
        "deviations": person.deviations,
        "major_deviations": person.major,
        "visits": person.cells.iter().map(of_cell).collect::<Vec<_>>(),
        "imacs": hideable(&person.outcome, |outcome| {
            json!(outcome.imacs.and_then(Judgement::decided))
        }),
        "registered": hideable(&person.outcome, |outcome| {
            json!(outcome.registered.and_then(Judgement::decided))
        }),
        "undecided": person.undecided().map(|why| language.undecided(&why)),
        "tis": hideable(&person.outcome, |outcome| {
            json!(outcome.tis.map(|tis| tis.to_string()))
        }),
        "tis_category": hideable(&person.outcome, |outcome| {
            json!(outcome.category.map(Category::key))
        }),
    })
}

/// Returns a renewed consent that is owed as JSON.
pub(super) fn of_owed(owed: &ConsentOwed) -> Value {
    json!({ "version": owed.version, "from": owed.from.to_string() })
}

fn of_cell(cell: &Cell) -> Value {
    json!({
        "visit": cell.visit.as_str(),
        "standing": cell.standing.word(),
        "date": cell.date.to_string(),
        "days_off_window": cell.off,
        "forms_complete": cell.complete,
        "forms": cell.forms,
        "removed_by_amendment": cell.removed,
        "not_by_the_rules": cell.unfit,
    })
}
