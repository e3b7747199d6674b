//! `coreset timeline ID`: the participant's whole story as text, or as JSON with exact numbers.

use super::StudyOption;
use super::connect::{CommandClient, Embedded, study_of, unexpected_reply};
use super::failure::{Failure, say};
use super::output::{HIDDEN, say_value};
use super::status::of_owed;
use super::{AsciiOption, no_participant, paper};
use crate::domain::base::ids::ParticipantId;
use crate::domain::base::measured::{Amount, Measured};
use crate::domain::base::ratio::Exact;
use crate::domain::study::Study;
use crate::domain::verdict::Direction;
use crate::domain::verdict::core_set::Reading;
use crate::domain::views::timeline::lane::{Lane, Moment, Span, lanes};
use crate::domain::views::timeline::track::{Mark, Track};
use crate::domain::views::timeline::{Stop, Timeline, tell};
use crate::protocol::messages::{Reply, Request};
use crate::screens::timeline;
use crate::text;
use crate::text::Language;
use chrono::Local;
use clap::Args;
use serde_json::{Value, json};

/// Options of `coreset timeline`.
///
/// As JSON: `participant`, `initials`, `today`, `day_zero` (the date of day 0), `visits`, `measures`,
/// `quality_of_life`, `confirmed_deterioration`, `lanes`. Numbers are strings: a decimal, or
/// `numerator/denominator` where none is exact; with `<` or `>` in front where a result is only known to be below a limit. A visit has `timing` (within-window, early, late, missed, due,
/// overdue, ahead), `state` (done, open, due, early, late, missed, ahead, removed), `removed_by_amendment` with the number of
/// the version that took it out of the schedule where one did, and, after baseline, `verdict` with imacs and registered (met, not-met, open, not-judged), `tis`,
/// and `undecided`, the reason while a verdict or which enzyme counts is not decided, else null. A measure has `values` by visit, `baseline`, `best`, `nadir`, `last` and `change`. A day of a lane that is
/// known in part is written as it is known, such as `2026-03`; `to` is null while something goes on. What rests on earlier
/// scores that the user does not see yet is the word `hidden`.
#[derive(Args, Debug)]
pub struct TimelineOptions {
    /// Participant, such as 01-003
    #[arg(value_name = "ID")]
    id: String,
    /// As JSON
    #[arg(long)]
    json: bool,
    /// Which characters.
    #[command(flatten)]
    pub(super) ascii: AsciiOption,
}

/// Prints a participant's story.
///
/// # Errors
/// When the server is not reached, or there is no such participant.
pub fn run(option: &StudyOption, options: &TimelineOptions) -> Result<(), Failure> {
    let embedded = Embedded::begin();
    let mut asker = CommandClient::existing(option)?;
    let study = study_of(&asker.welcome, embedded)?;
    let answer = ask_timeline(&asker, &study, &options.id)?;
    asker.print("timeline", Some(answer.participant.id.clone()))?;
    let language = text::DEFAULT;
    let text = if options.json {
        return say_value(&as_json(&answer, language));
    } else {
        timeline::draw::as_text(
            &answer,
            paper::columns(),
            &paper::look(&options.ascii),
            language,
        )
    };
    say(text.as_bytes())
}

fn ask_timeline(asker: &CommandClient, study: &Study, id: &str) -> Result<Timeline, Failure> {
    let who = ParticipantId::new(id);
    match asker.ask(&Request::Record(who))? {
        Reply::Record {
            record: Some(record),
            ..
        } => {
            let lanes = lanes(study, &record);
            let today = Local::now().date_naive();
            Ok(tell(study, &record, lanes, today))
        }
        Reply::Record { record: None, .. } => {
            let example = &study.protocol.participant_id_example;
            Err(no_participant(id, Some(example)))
        }
        other => Err(unexpected_reply(&other)),
    }
}

fn exact(value: Exact) -> Value {
    Value::String(value.to_string())
}

/// Writes a result with its sign, such as `<800`.
fn measured(value: Measured) -> Value {
    Value::String(value.to_string())
}

/// Writes a number, or the one end that a `<` result leaves known, such as `>20`.
fn amount(value: Amount) -> Value {
    let mut text = String::new();
    match value.write_exact(&mut text) {
        true => Value::String(text),
        false => Value::Null,
    }
}

fn optional(value: Option<Exact>) -> Value {
    value.map_or(Value::Null, exact)
}

/// Returns a story as JSON, its words in a language.
pub fn as_json(timeline: &Timeline, language: &dyn Language) -> Value {
    let visit = |place: usize| {
        timeline
            .stops
            .get(place)
            .map(|stop| stop.planned.visit.as_str())
    };
    json!({
        "participant": timeline.participant.id.as_str(),
        "initials": timeline.participant.initials,
        "enrolled_on": timeline.participant.enrolled_on.to_string(),
        "taking_part": timeline.statuses.said().iter().map(|said| json!({
            "status": said.status.name().word(),
            "since": said.day.to_string(),
            "words": said.words,
        })).collect::<Vec<_>>(),
        "consent_owed": timeline.consent_owed.as_ref().map(of_owed),
        "today": timeline.today.to_string(),
        "day_zero": timeline.axis.zero.to_string(),
        "visits": timeline.stops.iter()
            .map(|stop| of_stop(timeline, stop, language)).collect::<Vec<_>>(),
        "measures": timeline.measures.iter().map(|track| of_track(track, &visit)).collect::<Vec<_>>(),
        "quality_of_life": timeline.quality.iter().map(|track| of_track(track, &visit)).collect::<Vec<_>>(),
        "confirmed_deterioration": match timeline.hides_verdict() {
            true => json!(HIDDEN),
            false => json!(timeline.confirmed.as_ref().map(|found| json!({
                "first": found.first.as_str(),
                "confirmed": found.confirmed.as_str(),
            }))),
        },
        "lanes": timeline.lanes.iter().map(|lane| of_lane(lane, language)).collect::<Vec<_>>(),
    })
}

fn of_stop(timeline: &Timeline, stop: &Stop, language: &dyn Language) -> Value {
    let verdict = stop.seen_verdict().map(|verdict| {
        json!({
            "imacs": stop.imacs().map(|judged| judged.key()),
            "registered": stop.registered().map(|judged| judged.key()),
            "improved": verdict.doi.improved,
            "worse": verdict.doi.worse,
            "tis": verdict.tis.total.map(|total| total.to_string()),
            "tis_category": verdict.tis.category.map(|category| category.key()),
            "undecided": verdict.undecided().map(|why| language.undecided(&why)),
            "deterioration": verdict.deterioration.met(),
        })
    });
    let known = stop.planned.has_known_window;
    let mut value = json!({
        "visit": stop.planned.visit.as_str(),
        "label": stop.label,
        "unscheduled_for": stop.words,
        "state": stop.planned.state.word(),
        "timing": stop.timing.key(),
        "date": stop.planned.state.date().map(|date| date.to_string()),
        "date_by_rules": stop.planned.has_known_day,
        "planned": known.then(|| stop.planned.target.to_string()),
        "window": known.then(|| [stop.planned.from.to_string(), stop.planned.to.to_string()]),
        "day": timeline.axis.day(stop.date()),
        "forms_complete": stop.forms.0,
        "forms": stop.forms.1,
        "verdict": match stop.verdict_hidden {
            true => json!(HIDDEN),
            false => json!(verdict),
        },
    });
    mark_removed(&mut value, stop.planned.state.removed_by());
    value
}

fn of_track<'a>(track: &Track, visit: &impl Fn(usize) -> Option<&'a str>) -> Value {
    let mark = |mark: Option<Mark>| {
        mark.map(|mark| json!({ "visit": visit(mark.place), "value": measured(mark.value) }))
    };
    let values: Vec<Value> = track
        .values
        .iter()
        .enumerate()
        .filter_map(|(place, reading)| {
            let value = match reading {
                Reading::Value(value) => json!({ "visit": visit(place), "value": exact(*value) }),
                Reading::Below(limit) => {
                    json!({ "visit": visit(place), "value": measured(Measured::Below(*limit)) })
                }
                Reading::Missing(reason) => json!({ "visit": visit(place), "missing": reason }),
                Reading::Hidden => json!({ "visit": visit(place), "value": HIDDEN }),
                Reading::Blank | Reading::NotAsked => return None,
            };
            Some(value)
        })
        .collect();
    let direction = match track.direction() {
        Direction::Better => "better",
        Direction::Worse => "worse",
        Direction::Same => "same",
        Direction::Undefined => "undefined",
        Direction::NotKnown => "not-known",
    };
    let change = track.change.as_ref();
    let relative = change.and_then(|change| match change.change.relative {
        crate::domain::verdict::response::Relative::Percent(percent) => Some(percent),
        _ => None,
    });
    if track.is_hidden() {
        return json!({
            "measure": track.key(),
            "label": crate::text::DEFAULT.track(&track.subject),
            "higher_is_better": track.rises(),
            "values": values,
            "baseline": HIDDEN,
            "best": HIDDEN,
            "nadir": HIDDEN,
            "last": HIDDEN,
            "change": HIDDEN,
        });
    }
    json!({
        "measure": track.key(),
        "label": crate::text::DEFAULT.track(&track.subject),
        "higher_is_better": track.rises(),
        "values": values,
        "baseline": track.baseline.map_or(Value::Null, measured),
        "best": mark(track.best),
        "nadir": mark(track.nadir),
        "last": mark(track.last),
        "change": track.difference().map(|difference| json!({
            "absolute": amount(difference),
            "improvement_percent": relative.map_or(Value::Null, amount),
            "direction": direction,
            "points": change.and_then(|change| change.points).map(|points| points.to_string()),
        })),
    })
}

fn of_lane(lane: &Lane, language: &dyn Language) -> Value {
    let mut value = json!({
        "kind": lane.kind.key(),
        "label": language.lane(&lane.name),
        "spans": lane.spans.iter().map(|span| of_span(span, language)).collect::<Vec<_>>(),
    });
    mark_removed(&mut value, lane.removed);
    value
}

/// Says which version took something out of the study, where one did.
fn mark_removed(value: &mut Value, removed: Option<u32>) {
    if let (Some(by), Value::Object(fields)) = (removed, value) {
        fields.insert("removed_by_amendment".to_owned(), json!(by));
    }
}

fn of_span(span: &Span, language: &dyn Language) -> Value {
    let day = |moment: &Option<Moment>| moment.as_ref().map(|moment| language.moment(moment));
    json!({
        "from": day(&span.from),
        "to": day(&span.to),
        "dose": optional(span.dose),
        "grade": span.grade,
        "serious": span.serious,
        "withheld": span.withheld,
        "text": language.span(&span.what),
    })
}
