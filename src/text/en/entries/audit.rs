//! The audit trail in English. Of a passphrase nothing is said but that there was one.

use super::{NOT_BY_RULES, outcome as outcome_words};
use crate::domain::base::answer::Answer;
use crate::domain::base::ids::FormId;
use crate::domain::base::shown::shown_line;
use crate::domain::forms::engine::instrument::{Field, Instrument};
use crate::domain::forms::engine::typing;
use crate::domain::record::enrolment_fact;
use crate::domain::record::entry::{Entry, Receipt};
use crate::domain::record::event::{Event, Origin};
use crate::domain::record::lock::Scope;
use crate::domain::record::query::Step;
use crate::domain::record::refused::RefusedFor;
use crate::domain::record::server_run::StopReason;
use crate::domain::record::user::Role;
use crate::domain::study::Study;
use crate::domain::views::audit::{Action, Line, time};
use crate::domain::views::review::keep_reason;
use crate::text::English;
use crate::text::commands::users::Users as _;
use crate::text::en::amendment::removed;
use crate::text::en::kept;
use crate::text::en::screens::participant::{born, enrolled};
use crate::text::entries::Entries as _;
use crate::text::facts::Facts as _;

/// Returns what stands above a trail.
pub(super) fn title(study: &Study, hidden: &[FormId]) -> String {
    let mut text = format!(
        "Audit trail of {}, {}\n",
        plain(&study.protocol.id),
        plain(&study.protocol.title)
    );
    if !hidden.is_empty() {
        let forms: Vec<&str> = hidden.iter().map(FormId::as_str).collect();
        text += &format!("The study hides from your role: {}\n", forms.join(", "));
    }
    text
}

/// Returns the head of a record.
pub(super) fn head(head: &Receipt) -> String {
    format!("head  #{}  {}  {}", head.last, head.hash, time(head.at))
}

/// Returns an entry: a line for who, when and from where, then one for each thing that it says.
pub(super) fn entry(study: &Study, entry: &Entry, lines: &[Line]) -> String {
    let draft = &entry.draft;
    let by = &draft.by;
    let mut told = format!(
        "{}  #{}  {} ({}), {}, from {}\n",
        time(entry.recorded_at),
        entry.seq,
        plain(&by.name),
        plain(&by.user),
        plain(&by.role),
        plain(&by.from)
    );
    for line in lines {
        told += "    ";
        let place = [
            line.participant.as_ref().map(|id| id.as_str()),
            line.visit.as_ref().map(|id| id.as_str()),
            line.form.as_ref().map(|id| id.as_str()),
            line.field.as_ref().map(|id| id.as_str()),
        ];
        for part in place.into_iter().flatten() {
            told += &plain(part);
            told.push(' ');
        }
        if let Some(words) = removed_field(study, line) {
            told += &format!("({}) ", plain(&words));
        }
        told += action(line.action);
        let more = line_text(version_of(study, line), &draft.event, line);
        if !more.is_empty() {
            told += &format!(": {}", plain(&more));
        }
        let shown = |value: &Answer, is_unfit: bool| {
            let mark = if is_unfit { NOT_BY_RULES } else { "" };
            plain(&answer(study, line, value)) + mark
        };
        let old = line.old.as_ref();
        let old = old.map(|old| shown(old, line.is_old_unfit));
        let new = line.new.as_ref();
        let new = new.map(|new| shown(new, line.is_new_unfit));
        told += &match (old, new) {
            (Some(old), Some(new)) => format!(": {old} -> {new}"),
            (None, Some(new)) => format!(": {new}"),
            (Some(old), None) => format!(": {old} -> nothing"),
            (None, None) => String::new(),
        };
        if let Some(origin) = line.origin.and_then(origin) {
            told += &format!(" ({origin})");
        }
        if let Some(reason) = &draft.reason {
            told += &format!("; reason: {}", plain(reason));
        }
        if let Some(at) = draft.observed_at {
            told += &format!("; observed {}", time(at));
        }
        if let Some(late) = &draft.late {
            told += &format!("; entered late: {}", plain(late));
        }
        if let Some(from) = draft.imported {
            told += &format!("; from line {} of a file, BLAKE3 {}", from.line, from.file);
        }
        told.push('\n');
    }
    told
}

fn plain(text: &str) -> String {
    shown_line(text).into_owned()
}

/// Returns an answer as the trail shows it.
pub(super) fn answer(study: &Study, line: &Line, answer: &Answer) -> String {
    match field_of(study, line) {
        Some((form, field)) => typing::words(form, field, answer).replace("  ", " "),
        // A field that no version of the study has is shown as it is stored.
        None => serde_json::to_string(answer).unwrap_or_default(),
    }
}

/// Returns the version of the study under which was begun what a line is about.
fn version_of<'a>(study: &'a Study, line: &Line) -> &'a Study {
    let (entry, day) = line.begun;
    study.begun_by(entry, day)
}

/// Returns the field that a line is about, by the version under which it was begun, else by the newest that has it.
fn field_of<'a>(study: &'a Study, line: &Line) -> Option<(&'a Instrument, &'a Field)> {
    let (form, field) = (line.form.as_ref()?.as_str(), line.field.as_ref()?.as_str());
    let own = version_of(study, line).form(form);
    let own = own.and_then(|form| Some((form, form.field(field)?)));
    own.or_else(|| study.known_field(form, field))
}

/// Names a field that an amendment took out of the study by the label that it had.
fn removed_field(study: &Study, line: &Line) -> Option<String> {
    let removal = study.field_removal(line.form.as_ref()?, line.field.as_ref()?)?;
    let (_, field) = field_of(study, line)?;
    Some(format!("\"{}\", {}", field.label, removed(removal.by)))
}

fn action(action: Action) -> &'static str {
    match action {
        Action::Answered => "answered",
        Action::Entered => "entered",
        Action::Changed => "changed",
        Action::Cleared => "cleared",
        Action::Filled => "filled",
        Action::Prompted => "prompted",
        Action::StudyOpened => "study opened",
        Action::FilesRecorded => "files recorded",
        Action::FileKept => "file kept",
        Action::Amended => "study amended",
        Action::Enrolled => "enrolled",
        Action::VisitBegun => "visit begun",
        Action::UnscheduledBegun => "unscheduled visit begun",
        Action::FormMoved => "form moved",
        Action::ConsentRenewed => "consent renewed",
        Action::DeviationJudged => "deviation judged",
        Action::VisitVoided => "visit begun by mistake",
        Action::EnrolmentCorrected => "enrolment corrected",
        Action::StatusChanged => "taking part",
        Action::VisitDated => "day of the visit changed",
        Action::Noted => "noted",
        Action::NoteRemoved => "note removed",
        Action::Shown => "shown",
        Action::Completed => "completed",
        Action::FormLeft => "form left",
        Action::Signed => "signed",
        Action::Locked => "locked",
        Action::Unlocked => "unlocked",
        Action::QueryOpened => "query opened",
        Action::QueryAnswered => "query answered",
        Action::QueryProposed => "query proposed",
        Action::QueryClosed => "query closed",
        Action::QueryReopened => "query reopened",
        Action::ClockMoved => "clock moved",
        Action::BackedUp => "backed up",
        Action::RestoreTested => "restore tested",
        Action::HeadMissing => "head missing",
        Action::HeadAccepted => "head accepted",
        Action::Restored => "restored",
        Action::Recovered => "recovered",
        Action::ServerStarted => "server started",
        Action::ServerStopped => "server stopped",
        Action::Refused => "refused",
        Action::TrailRead => "trail read",
        Action::CameIn => "came in",
        Action::WentOut => "went out",
        Action::Copied => "copied",
        Action::UserAdded => "user added",
        Action::UserNamed => "printed name corrected",
        Action::UserRoles => "user roles",
        Action::UserDisabled => "user disabled",
        Action::UserEnabled => "user enabled",
        Action::PassphraseSet => "passphrase set",
        Action::PassphraseCleared => "passphrase cleared",
        Action::PassphraseWrong => "passphrase wrong",
        Action::PassphraseRight => "passphrase right",
    }
}

/// Returns how an answer came into its field, where it was not typed.
fn origin(origin: Origin) -> Option<&'static str> {
    match origin {
        Origin::Typed => None,
        Origin::Bulk => Some("bulk"),
        Origin::Carried => Some("carried"),
        Origin::Undone => Some("undone"),
        Origin::Moved => Some("moved"),
        Origin::Generated => Some("generated"),
        Origin::Imported(_) => Some("imported"),
    }
}

/// Returns what a copy is of.
fn copied(what: &str) -> String {
    match what {
        "audit" => "a listing of the audit trail".to_owned(),
        "check" => "what the rules find".to_owned(),
        "deviations" => "the deviations from the protocol".to_owned(),
        other => other.replace('-', " "),
    }
}

fn over(scope: &Scope, reason: &str) -> String {
    format!("the {}: {reason}", English.part(scope.part()))
}

fn roles(roles: &[Role]) -> String {
    let words: Vec<&str> = roles.iter().map(|role| English.role(*role)).collect();
    words.join(", ")
}

/// Says more about an event, and since when there was no server where it is a start.
pub(super) fn line_text(study: &Study, event: &Event, line: &Line) -> String {
    let absence = line.absence.as_ref();
    let absence = absence.map(|absence| format!("; {}", English.no_server(absence)));
    text(study, event) + &absence.unwrap_or_default()
}

/// Says why a server stopped.
fn stopped(why: StopReason) -> &'static str {
    match why {
        StopReason::Told => "told to",
        StopReason::Idle => "nobody used it",
        StopReason::Closed => "the program that had the study to itself ended",
        StopReason::Fault => "the study could not be reached any more",
    }
}

/// Says why something was refused.
fn refused_for(why: RefusedFor) -> &'static str {
    match why {
        RefusedFor::NotListed => "not on the list of users",
        RefusedFor::Disabled => "the user is disabled",
        RefusedFor::Role => "no role of the user allows it",
        RefusedFor::Lock => "it is locked",
        RefusedFor::Forged => "the screens never send such a request",
        RefusedFor::NoPassphrase => "no passphrase was set or given",
        RefusedFor::Paused => "a passphrase tried during the pause",
        RefusedFor::Several => "several reasons",
    }
}

fn times(count: u64) -> String {
    match count {
        1 => "once".to_owned(),
        count => format!("{count} times"),
    }
}

/// Says more about an event; an answer says nothing here.
pub(super) fn text(study: &Study, event: &Event) -> String {
    match event {
        Event::StudyOpened {
            protocol,
            protocol_hash,
            demo,
        } => {
            let demo = if *demo { ", synthetic data" } else { "" };
            format!("{protocol}, protocol {protocol_hash}{demo}")
        }
        Event::FilesRecorded {
            protocol,
            protocol_hash,
            files,
        } => {
            let own = files
                .iter()
                .map(|file| format!("{} {}", file.name, file.hash));
            let own: Vec<String> = own.collect();
            let own = match own.as_slice() {
                [] => "no files of the site's own".to_owned(),
                own => own.join(", "),
            };
            format!("{protocol}, protocol {protocol_hash}; {own}")
        }
        Event::FileKept {
            name,
            hash,
            part,
            parts,
            text: _,
        } => format!("{name}, part {part} of {parts}, {hash}"),
        Event::Amended {
            version,
            content,
            protocol,
            protocol_hash,
            files,
            accepted,
        } => {
            let files = files
                .iter()
                .map(|file| format!("{} {}", file.name, file.hash));
            let files: Vec<String> = files.collect();
            let accepted = accepted.as_ref().map(|accepted| {
                let consent = match accepted.reconsent {
                    true => ", participants consent again",
                    false => "",
                };
                format!("; from {}{consent}: {}", accepted.from, accepted.reason)
            });
            format!(
                "version {version} ({content}) of {protocol}, protocol {protocol_hash}; {}{}",
                files.join(", "),
                accepted.unwrap_or_default()
            )
        }
        Event::Enrolled { participant } => format!(
            "{}, born {}, enrolled on {}",
            participant.initials,
            born(participant),
            enrolled(participant)
        ),
        Event::SessionVoided { last, .. } => {
            format!("what was entered at it up to entry {last} counts no more")
        }
        Event::EnrolmentCorrected {
            before,
            participant,
        } => {
            let changes = enrolment_fact::changes(before, participant).into_iter();
            let words = changes.map(|change| English.fact_change(&change));
            words.collect::<Vec<_>>().join("; ")
        }
        Event::StatusChanged {
            day, status, words, ..
        } => English.status_since(*day, status, words),
        Event::UnscheduledBegun {
            date, words, forms, ..
        } => {
            let titles: Vec<String> = forms
                .iter()
                .map(|form| {
                    let known = study.known_form(form.as_str());
                    known.map_or_else(|| form.to_string(), |known| known.title.clone())
                })
                .collect();
            format!("assessed on {date}: {words}; asks {}", titles.join(", "))
        }
        Event::FormMoved {
            side,
            other,
            other_visit,
            answers,
            ..
        } => {
            let count = match answers.len() {
                1 => "1 answer".to_owned(),
                count => format!("{count} answers"),
            };
            let moved = English.form_moved(*side, other, &study.label_of_visit(other_visit));
            format!("{count} {moved}")
        }
        Event::ConsentRenewed { version, day, .. } => {
            format!("version {version} of the information, signed on {day}")
        }
        Event::DeviationJudged {
            key,
            category,
            weight,
            words,
            ..
        } => {
            let judged = English.deviation_judged(*category, *weight, words);
            format!("{key}: {judged}")
        }
        Event::SessionBegun { date, .. } => format!("assessed on {date}"),
        Event::SessionDated { before, date, .. } => {
            format!("assessed on {date}, not on {before}")
        }
        Event::Noted { text, .. } => text.clone(),
        Event::Shown { withheld: true, .. } => {
            "earlier scores, hidden until this form was entered, were shown".to_owned()
        }
        Event::Shown { .. } => "earlier scores were on the screen".to_owned(),
        Event::FormLeft { .. } => "left".to_owned(),
        Event::Completed { kept, .. } => {
            let scores = kept.as_ref().and_then(|kept| kept::scores(&kept.scores));
            let scores = scores.map_or_else(String::new, |scores| format!("; {scores}"));
            format!("left with everything required in it{scores}")
        }
        Event::Signed {
            meaning,
            content,
            kept,
            ..
        } => {
            let verdict = kept.as_ref().and_then(|kept| kept.verdict.as_ref());
            let verdict = verdict.map(|verdict| format!("; {}", kept::verdict(verdict)));
            format!(
                "{}, content {content}{}",
                English.signed_as(*meaning),
                verdict.unwrap_or_default()
            )
        }
        Event::Locked { scope, reason } | Event::Unlocked { scope, reason } => over(scope, reason),
        Event::Queried {
            query, step, text, ..
        } => {
            let query = match step {
                Step::Open => String::new(),
                Step::Answer | Step::Propose | Step::Close | Step::Reopen => {
                    format!("query #{query}: ")
                }
            };
            let text = format!("{query}{text}");
            text.trim_end_matches(": ").to_owned()
        }
        Event::ClockMoved { expected, shown } => format!(
            "the clock showed {} where {} was expected",
            time(*shown),
            time(*expected)
        ),
        Event::BackedUp { head, entries } | Event::RestoreTested { head, entries } => {
            format!("{entries} entries, up to {head}")
        }
        Event::HeadMissing {
            user,
            seq,
            hash,
            proven,
        } => {
            let proven = if *proven {
                ", with the server's proof"
            } else {
                ""
            };
            format!("{user} was told entry {seq} ({hash}){proven}; the record does not hold it")
        }
        Event::HeadAccepted { seq, hash, reason } => {
            format!("entries up to {seq} ({hash}) may be missing: {reason}")
        }
        Event::Restored { entries, head } => {
            format!("from a backup of {entries} entries, up to {head}")
        }
        Event::Recovered {
            entries, rescued, ..
        } => format!("{rescued} of {entries} entries were rescued from a damaged record"),
        Event::Copied { what, .. } => copied(what),
        Event::UserAdded {
            user,
            name,
            roles: given,
        } => format!("{user} ({name}): {}", roles(given)),
        Event::UserRoles { user, roles: given } => format!("{user}: {}", roles(given)),
        Event::ServerStarted { program, boot } => {
            let boot = boot.as_ref().map(|boot| format!(", boot {}", boot.id));
            format!("coreset {program}{}", boot.unwrap_or_default())
        }
        Event::ServerStopped { why, .. } => stopped(*why).to_owned(),
        Event::Refused {
            user,
            what,
            why,
            count,
            first,
            last,
        } => {
            let user = user.as_deref().unwrap_or("several users");
            let span = match count {
                1 => format!("at {}", time(*first)),
                _ => format!("from {} to {}", time(*first), time(*last)),
            };
            let (times, why) = (times(*count), refused_for(*why));
            format!("{user}, {what} {times} {span}: {why}")
        }
        Event::UserNamed { user, name } => format!("{user} is printed as {name}"),
        Event::LoggedIn {
            user,
            command: Some(command),
        } => format!("{user}, coreset {command}"),
        Event::LoggedIn {
            user,
            command: None,
        }
        | Event::TrailRead { user }
        | Event::LoggedOut { user }
        | Event::UserDisabled { user }
        | Event::UserEnabled { user }
        | Event::PassphraseSet { user, .. }
        | Event::PassphraseCleared { user }
        | Event::PassphraseWrong { user }
        | Event::PassphraseRight { user } => user.clone(),
        Event::Prompted {
            rule,
            rule_version,
            value,
            outcome,
            reason,
            ..
        } => {
            let outcome = outcome_words(*outcome);
            let reason = reason.as_deref().map_or(String::new(), |reason| {
                format!(": {}", keep_reason(study, reason))
            });
            format!("rule {rule} (version {rule_version}) asked about {value}; {outcome}{reason}")
        }
        // Told with the answer before and after.
        Event::Answered { .. } | Event::Cleared { .. } | Event::Filled { .. } => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::entry::{Assessor, Draft};
    use crate::domain::record::event::{FieldPath, PromptOutcome};
    use crate::domain::record::own_file::OwnFile;
    use crate::domain::record::server_run::BootClock;
    use crate::domain::sample::{number, study};
    use crate::domain::views::audit::Teller;
    use chrono::DateTime;

    fn stored(event: Event) -> Entry {
        let by = Assessor {
            user: "mk".to_owned(),
            name: "M. Kern".to_owned(),
            role: "assessor".to_owned(),
            from: "tty1".to_owned(),
        };
        Entry {
            seq: 7,
            ..Entry::preview(Draft::new(by, event), DateTime::default())
        }
    }

    fn place() -> FieldPath {
        FieldPath {
            participant: "01-001".into(),
            visit: "baseline".into(),
            form: "mixed".into(),
            field: "vas".into(),
        }
    }

    #[test]
    fn answers_are_shown_in_words_of_their_field() {
        let study = study();
        let filled = Event::Filled {
            participant: "01-001".into(),
            visit: "baseline".into(),
            form: "mixed".into(),
            answers: vec![
                ("rash".into(), Answer::code("y")),
                ("vas".into(), Answer::missing("not-done")),
                ("gone".into(), number("2.0")),
            ],
            origin: Origin::Typed,
        };
        let lines = Teller::new().tell(&study, &stored(filled), &[]);
        let shown: Vec<String> = lines
            .iter()
            .map(|line| answer(&study, line, line.new.as_ref().unwrap()))
            .collect();
        let unknown = serde_json::to_string(&number("2.0")).unwrap();
        assert_eq!(shown, ["y code", "not done", &unknown]);
    }

    #[test]
    fn a_question_is_told_with_what_came_of_it() {
        let mut study = study();
        study.protocol.keep_reasons[0].label = "confirmed at the source".to_owned();
        let told = |outcome, reason: Option<&str>| {
            let event = Event::Prompted {
                place: place(),
                rule: "soft-range".to_owned(),
                rule_version: "1".to_owned(),
                value: "9.9".to_owned(),
                outcome,
                reason: reason.map(str::to_owned),
            };
            text(&study, &event)
        };
        let asked = "rule soft-range (version 1) asked about 9.9; ";
        assert_eq!(
            told(PromptOutcome::Kept, Some("confirmed: twice")),
            format!("{asked}kept: confirmed at the source: twice")
        );
        assert_eq!(
            told(PromptOutcome::Corrected, None),
            format!("{asked}gone back to the field")
        );
    }

    #[test]
    fn nothing_of_a_passphrase_is_told() {
        let study = study();
        let proof = "c0ffee".to_owned();
        let user = "anna".to_owned();
        for event in [
            Event::PassphraseSet {
                user: user.clone(),
                proof,
            },
            Event::PassphraseCleared { user: user.clone() },
            Event::PassphraseWrong { user: user.clone() },
            Event::PassphraseRight { user },
        ] {
            assert_eq!(text(&study, &event), "anna");
            let stored = stored(event);
            let lines = Teller::new().tell(&study, &stored, &[]);
            let told = entry(&study, &stored, &lines);
            assert!(told.contains("    passphrase "), "{told}");
            assert!(!told.contains("c0ffee"), "{told}");
        }
    }

    #[test]
    fn what_the_server_records_by_itself_is_told_in_words() {
        let study = study();
        let user = || "anna".to_owned();
        let at = |minute: u32| {
            let time = format!("2026-03-02T17:{minute:02}:00+01:00");
            DateTime::parse_from_rfc3339(&time).unwrap()
        };
        let refused = |user, count, last| Event::Refused {
            user,
            what: "login".to_owned(),
            why: RefusedFor::NotListed,
            count,
            first: at(1),
            last,
        };
        for (event, words) in [
            (
                Event::ServerStopped {
                    why: StopReason::Idle,
                    boot: None,
                },
                "server stopped: nobody used it",
            ),
            (
                Event::LoggedIn {
                    user: user(),
                    command: Some("audit".to_owned()),
                },
                "came in: anna, coreset audit",
            ),
            (Event::TrailRead { user: user() }, "trail read: anna"),
            (
                refused(Some(user()), 1, at(1)),
                "refused: anna, login once at 2026-03-02 17:01:00 +01:00: not on the list of users",
            ),
            (
                refused(None, 7, at(2)),
                "refused: several users, login 7 times from 2026-03-02 17:01:00 +01:00 to 2026-03-02 17:02:00 +01:00: not on the list of users",
            ),
            (
                Event::UserNamed {
                    user: user(),
                    name: "A. Berg".to_owned(),
                },
                "printed name corrected: anna is printed as A. Berg",
            ),
            (
                Event::Copied {
                    what: "check".to_owned(),
                    participant: None,
                },
                "copied: what the rules find",
            ),
        ] {
            let stored = stored(event);
            let lines = Teller::new().tell(&study, &stored, &[]);
            let told = entry(&study, &stored, &lines);
            assert_eq!(told.lines().nth(1), Some(&*format!("    {words}")));
        }
    }

    #[test]
    fn a_start_is_told_with_the_time_without_a_server_before_it() {
        let study = study();
        let mut teller = Teller::new();
        let mut tell = |minute: u32, event: Event| {
            let time = format!("2026-03-02T17:{minute:02}:00+01:00");
            let stored = Entry {
                recorded_at: DateTime::parse_from_rfc3339(&time).unwrap(),
                ..stored(event)
            };
            let lines = teller.tell(&study, &stored, &[]);
            line_text(&study, &stored.draft.event, &lines[0])
        };
        let started = || Event::ServerStarted {
            program: "0.1.0".to_owned(),
            boot: Some(BootClock {
                id: "b1".to_owned(),
                up: 7,
            }),
        };
        let stopped = Event::ServerStopped {
            why: StopReason::Told,
            boot: None,
        };
        assert_eq!(tell(0, started()), "coreset 0.1.0, boot b1");
        assert_eq!(tell(19, stopped), "told to");
        assert_eq!(
            tell(20, started()),
            "coreset 0.1.0, boot b1; no server from 2026-03-02 17:19:00 +01:00 to 2026-03-02 17:20:00 +01:00"
        );
        assert_eq!(
            tell(40, started()),
            "coreset 0.1.0, boot b1; no server until 2026-03-02 17:40:00 +01:00; the one before left no stop, and ran until 2026-03-02 17:20:00 +01:00 at least"
        );
    }

    #[test]
    fn the_files_of_a_study_are_told_by_name_and_hash() {
        let study = study();
        let told = |files: Vec<OwnFile>| {
            let event = Event::FilesRecorded {
                protocol: "NCT1".to_owned(),
                protocol_hash: "ab".to_owned(),
                files,
            };
            text(&study, &event)
        };
        let file = OwnFile::new("study.toml", None, "x");
        let form = OwnFile::new("instruments/haq.toml", Some("haq".into()), "y");
        let words = format!(
            "NCT1, protocol ab; study.toml {}, instruments/haq.toml {}",
            file.hash, form.hash
        );
        assert_eq!(told(vec![file, form]), words);
        assert_eq!(
            told(Vec::new()),
            "NCT1, protocol ab; no files of the site's own"
        );
    }
}
