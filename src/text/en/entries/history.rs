//! The entries of a field in words, newest first.
//!
//! Every entry says when it was stored, by whom and from where; what is empty in the journal is left out here.

use super::{NOT_BY_RULES, outcome as outcome_words};
use crate::domain::base::answer::Answer;
use crate::domain::forms::engine::typing;
use crate::domain::record::entry::Entry;
use crate::domain::record::event::{Event, FieldPath, Origin};
use crate::domain::record::lock::Scope;
use crate::domain::record::moved::MoveSide;
use crate::domain::record::participant::Participant;
use crate::domain::record::query::Step;
use crate::domain::study::Study;
use crate::domain::views::by_rules::is_by_rules;
use crate::domain::views::review::keep_reason;
use crate::text::English;
use crate::text::entries::{Entries as _, HistoryLine, Weight};
use crate::text::facts::Facts as _;

/// Returns the entries of a field, given oldest first, in words: each as its lines, newest first.
pub(super) fn entries(
    study: &Study,
    participant: Option<&Participant>,
    place: &FieldPath,
    entries: &[Entry],
) -> Vec<Vec<HistoryLine>> {
    let mut standing: Option<Answer> = None;
    let mut all = Vec::new();
    for (number, entry) in entries.iter().enumerate() {
        let after = entries.get(number + 1..).unwrap_or_default();
        let fits = |answer: &Answer| is_by_rules(study, participant, place, answer, entry, after);
        let what = what(study, place, entry, &mut standing, fits);
        all.push(one(entry, what));
    }
    all.reverse();
    all
}

fn one(entry: &Entry, what: String) -> Vec<HistoryLine> {
    let line = |weight, text: String| HistoryLine { weight, text };
    let draft = &entry.draft;
    let mut lines = vec![line(Weight::What, what)];
    if let Some(reason) = &draft.reason {
        lines.push(line(Weight::More, format!("Reason: {reason}")));
    }
    if let Some(observed) = draft.observed_at.filter(|at| *at != entry.recorded_at) {
        let at = observed.format("%Y-%m-%d %H:%M %:z");
        let why = draft.late.as_ref();
        let why = why.map_or_else(String::new, |why| format!("; entered late: {why}"));
        lines.push(line(Weight::More, format!("Observed {at}{why}")));
    }
    let by = &draft.by;
    lines.push(line(
        Weight::Who,
        format!(
            "#{} stored {} by {}, {}, from {}",
            entry.seq,
            entry.recorded_at.format("%Y-%m-%d %H:%M:%S %:z"),
            by.name,
            by.role,
            by.from
        ),
    ));
    lines
}

/// Says what happened, and keeps what stands in the field after it; `fits` tells whether an answer of the entry is by
/// the rules.
fn what(
    study: &Study,
    place: &FieldPath,
    entry: &Entry,
    standing: &mut Option<Answer>,
    fits: impl Fn(&Answer) -> bool,
) -> String {
    let event = &entry.draft.event;
    let shown = |answer: Option<&Answer>| match answer {
        Some(answer) => show(study, place, answer),
        None => "empty".to_owned(),
    };
    let mut changed = |answer: Option<Answer>, origin: Origin| {
        let before = std::mem::replace(standing, answer);
        let unfit = standing.as_ref().is_some_and(|answer| !fits(answer));
        let mark = if unfit { NOT_BY_RULES } else { "" };
        let new = shown(standing.as_ref()) + mark;
        let how = origin_words(origin);
        match before {
            None => format!("{new}  ({how})"),
            before => format!("{} -> {new}  ({how})", shown(before.as_ref())),
        }
    };
    match event {
        Event::Answered { answer, origin, .. } => changed(Some(answer.clone()), *origin),
        Event::Cleared { origin, .. } => changed(None, *origin),
        Event::Filled {
            answers, origin, ..
        } => {
            let own = answers.iter().find(|(field, _)| *field == place.field);
            changed(own.map(|(_, answer)| answer.clone()), *origin)
        }
        Event::Noted { text, .. } if text.is_empty() => "Note removed".to_owned(),
        Event::Noted { text, .. } => format!("Note: {text}"),
        Event::Prompted {
            rule,
            rule_version,
            value,
            outcome,
            reason,
            ..
        } => {
            let value = if value.is_empty() { "empty" } else { value };
            let outcome = outcome_words(*outcome);
            let reason = reason.as_deref().map(|reason| keep_reason(study, reason));
            let reason = reason.map_or_else(String::new, |reason| format!(": {reason}"));
            format!(
                "Asked about {value} by rule {rule} (version {rule_version}); {outcome}{reason}"
            )
        }
        Event::Queried {
            step, text, query, ..
        } => {
            let step = match step {
                Step::Open => "opened".to_owned(),
                Step::Answer => format!("{query} answered"),
                Step::Propose => format!("{query} proposed as resolved"),
                Step::Close => format!("{query} closed"),
                Step::Reopen => format!("{query} reopened"),
            };
            match text.is_empty() {
                true => format!("Query {step}"),
                false => format!("Query {step}: {text}"),
            }
        }
        Event::SessionDated { before, date, .. } => {
            format!("Day of the visit changed from {before} to {date}")
        }
        Event::FormMoved {
            side,
            other,
            other_visit,
            answers,
            ..
        } => {
            let own = answers.iter().find(|moved| moved.field == place.field);
            let answer = own.map(|moved| moved.answer.clone());
            let answer = answer.filter(|_| *side == MoveSide::Here);
            let change = changed(answer, Origin::Moved);
            let moved = English.form_moved(*side, other, &study.label_of_visit(other_visit));
            let source = own.filter(|_| *side == MoveSide::Here);
            let source = source.map(|moved| format!(", entry {}", moved.source));
            format!("{change}: {moved}{}", source.unwrap_or_default())
        }
        Event::SessionVoided { .. } => "Visit begun by mistake: this counts no more".to_owned(),
        Event::FormLeft { .. } => "Form left".to_owned(),
        Event::Completed { .. } => "Form left complete".to_owned(),
        Event::Signed { meaning, .. } => format!("Visit signed as {}", English.signed_as(*meaning)),
        Event::Locked { scope, reason } => lock_words(scope, "locked", reason),
        Event::Unlocked { scope, reason } => lock_words(scope, "unlocked", reason),
        Event::StudyOpened { .. }
        | Event::FilesRecorded { .. }
        | Event::FileKept { .. }
        | Event::Amended { .. }
        | Event::Enrolled { .. }
        | Event::StatusChanged { .. }
        | Event::EnrolmentCorrected { .. }
        | Event::SessionBegun { .. }
        | Event::UnscheduledBegun { .. }
        | Event::ConsentRenewed { .. }
        | Event::DeviationJudged { .. }
        | Event::Shown { .. }
        | Event::ClockMoved { .. }
        | Event::ServerStarted { .. }
        | Event::ServerStopped { .. }
        | Event::Refused { .. }
        | Event::TrailRead { .. }
        | Event::HeadMissing { .. }
        | Event::HeadAccepted { .. }
        | Event::Restored { .. }
        | Event::LoggedIn { .. }
        | Event::LoggedOut { .. }
        | Event::Copied { .. }
        | Event::UserAdded { .. }
        | Event::UserRoles { .. }
        | Event::UserNamed { .. }
        | Event::UserDisabled { .. }
        | Event::UserEnabled { .. }
        | Event::PassphraseSet { .. }
        | Event::PassphraseCleared { .. }
        | Event::PassphraseWrong { .. }
        | Event::PassphraseRight { .. }
        | Event::BackedUp { .. }
        | Event::RestoreTested { .. }
        | Event::Recovered { .. } => String::new(),
    }
}

fn lock_words(scope: &Scope, done: &str, reason: &str) -> String {
    let word = English.part(scope.part());
    let mut chars = word.chars();
    let first = chars.next().map(|c| c.to_ascii_uppercase());
    let word: String = first.into_iter().chain(chars).collect();
    format!("{word} {done}: {reason}")
}

fn show(study: &Study, place: &FieldPath, answer: &Answer) -> String {
    let form = study.form(place.form.as_str());
    let field = form.and_then(|form| Some((form, form.field(place.field.as_str())?)));
    let known = || study.known_field(place.form.as_str(), place.field.as_str());
    let field = field.or_else(known);
    field.map_or_else(String::new, |(form, field)| {
        typing::show(form, field, answer)
    })
}

fn origin_words(origin: Origin) -> &'static str {
    match origin {
        Origin::Typed => "typed",
        Origin::Bulk => "set with the rest of its part",
        Origin::Carried => "carried over",
        Origin::Undone => "put back by undo",
        Origin::Moved => "moved with its form",
        Origin::Generated => "made by the generator",
        Origin::Imported(_) => "taken in from a file",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::entry::{Assessor, Draft};
    use crate::domain::record::event::PromptOutcome;
    use crate::domain::sample::study;

    #[test]
    fn a_value_is_kept_for_the_label_of_its_reason_and_the_words_added() {
        let mut study = study();
        study.protocol.keep_reasons[0].label = "confirmed at the source".to_owned();
        let place = FieldPath {
            participant: "01-001".into(),
            visit: "baseline".into(),
            form: "mixed".into(),
            field: "vas".into(),
        };
        let by = Assessor {
            user: "mk".to_owned(),
            name: "M. Kern".to_owned(),
            role: "assessor".to_owned(),
            from: "tty1".to_owned(),
        };
        let what = |outcome, reason: Option<&str>| {
            let event = Event::Prompted {
                place: place.clone(),
                rule: "soft-range".to_owned(),
                rule_version: "1".to_owned(),
                value: "9.9".to_owned(),
                outcome,
                reason: reason.map(str::to_owned),
            };
            let entry = Entry {
                seq: 7,
                recorded_at: chrono::DateTime::default(),
                program: String::new(),
                request: String::new(),
                draft: Draft::new(by.clone(), event),
                salt: None,
                more: 0,
                prev: String::new(),
                hash: String::new(),
            };
            entries(&study, None, &place, &[entry])[0][0].text.clone()
        };
        let asked = "Asked about 9.9 by rule soft-range (version 1); ";
        for (reason, words) in [
            ("confirmed", "confirmed at the source"),
            ("confirmed: twice", "confirmed at the source: twice"),
            ("some words", "some words"),
        ] {
            assert_eq!(
                what(PromptOutcome::Kept, Some(reason)),
                format!("{asked}kept: {words}")
            );
        }
        assert_eq!(
            what(PromptOutcome::Corrected, None),
            format!("{asked}gone back to the field")
        );
    }
}
