//! Words for how somebody takes part.

use crate::domain::record::status::{Cause, DataUse, Status, StatusName, WithdrawnBy};
use chrono::NaiveDate;

/// Names a status.
pub(super) fn name(name: StatusName) -> &'static str {
    match name {
        StatusName::TakesPart => "takes part",
        StatusName::ScreenFailure => "screen failure",
        StatusName::TreatmentStopped => "treatment stopped, followed",
        StatusName::Withdrawn => "withdrawn",
        StatusName::Lost => "lost to follow-up",
        StatusName::Died => "died",
        StatusName::Completed => "completed",
        StatusName::EnrolledByMistake => "enrolled by mistake",
    }
}

/// Says a status with all that is said with it.
pub(super) fn since(day: NaiveDate, status: &Status, words: &str) -> String {
    let more = match status {
        Status::TakesPart | Status::Completed | Status::EnrolledByMistake => String::new(),
        Status::ScreenFailure { criteria } => criteria
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(", "),
        Status::TreatmentStopped { cause } => self::cause(*cause).to_owned(),
        Status::Withdrawn { by, cause, data } => format!(
            "by {}, {}; {}",
            withdrawn_by(*by),
            self::cause(*cause),
            data_use(*data)
        ),
        Status::Lost { attempts: 1 } => "1 attempt".to_owned(),
        Status::Lost { attempts } => format!("{attempts} attempts"),
        Status::Died { event } => {
            let row = event
                .as_ref()
                .and_then(|event| event.as_str().split_once('#'));
            row.map_or_else(String::new, |(_, row)| format!("adverse event {row}"))
        }
    };
    let said = [more.as_str(), words].into_iter();
    let said: Vec<&str> = said.filter(|part| !part.is_empty()).collect();
    let name = name(status.name());
    let since = match status {
        Status::Died { .. } | Status::Completed => "on",
        Status::EnrolledByMistake => "said on",
        Status::TakesPart
        | Status::ScreenFailure { .. }
        | Status::TreatmentStopped { .. }
        | Status::Withdrawn { .. }
        | Status::Lost { .. } => "since",
    };
    match said.is_empty() {
        true => format!("{name} {since} {day}"),
        false => format!("{name} {since} {day}: {}", said.join("; ")),
    }
}

/// Names why a treatment or a participation ended.
pub(super) fn cause(cause: Cause) -> &'static str {
    match cause {
        Cause::AdverseEvent => "adverse event",
        Cause::LackOfEfficacy => "lack of efficacy",
        Cause::Recovery => "recovery",
        Cause::Pregnancy => "pregnancy",
        Cause::ProtocolDeviation => "protocol deviation",
        Cause::ProhibitedMedication => "requires prohibited medication",
        Cause::PhysicianDecision => "physician's decision",
        Cause::OwnDecision => "participant's own decision",
        Cause::Other => "another reason, in words",
    }
}

/// Names who decided a withdrawal.
pub(super) fn withdrawn_by(by: WithdrawnBy) -> &'static str {
    match by {
        WithdrawnBy::Participant => "the participant",
        WithdrawnBy::Investigator => "the investigator",
        WithdrawnBy::Sponsor => "the sponsor",
    }
}

/// Says what may be done with the data.
pub(super) fn data_use(data: DataUse) -> &'static str {
    match data {
        DataUse::Collect => "data are used, and more are collected",
        DataUse::Keep => "data so far are used, no more are collected",
        DataUse::Nothing => "data are used no more",
    }
}
