//! `coreset audit`: the audit trail as text, CSV or JSON lines, read part by part through the study's server.
//!
//! Printing is recorded as an entry before anything is printed; that entry is the last one printed, and the head is its
//! hash.

mod names;
mod print;

use super::StudyOption;
use super::connect::{CommandClient, Embedded, study_of, unexpected_reply};
use super::failure::{Failure, USAGE};
use crate::domain::base::ids::ParticipantId;
use crate::domain::record::entry::Entry;
use crate::domain::record::event::{Event, FieldPath};
use crate::domain::study::Study;
use crate::domain::views::audit::{Line, Teller};
use crate::protocol::messages::{Reply, Request};
use crate::text::DEFAULT;
use crate::text::prints::Unprinted;
use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use print::Printer;

/// Options of `coreset audit`.
#[derive(Args, Debug)]
#[command(
    after_help = "Times stand with their offset; in CSV in UTC too. The last line is the head: number, hash and time of the newest entry, which is the one that says that this was printed; `coreset verify --head HASH` checks a record against it. A value before and after is one of the whole trail, whatever is left out of the print.\n\nAs CSV the columns are fixed: a field that was answered is a row, and one entry may be several. As JSON each line is the entry's line in the journal, so that its hash can be computed again: it is BLAKE3 over all bytes of the line before `,\"hash\"`, in hex. What the study hides from your role (`audit-hidden` in its file) reads hidden-from-role in all three; the hash stays that of the whole entry, and cannot be computed again from what is printed.\n\nAn answer that was stored and is not by the rules counts nowhere. As text it is called so; as CSV the last column says which of them is, old, new or both; as JSON `not_by_the_rules` behind the hash lists the fields whose new answer is."
)]
pub struct AuditOptions {
    /// Only entries about this participant
    #[arg(long, value_name = "ID")]
    participant: Option<String>,
    /// Only entries by this user, or about them
    #[arg(long, value_name = "NAME")]
    user: Option<String>,
    /// Only entries stored on this day or later
    #[arg(long, value_name = "DATE", value_parser = day)]
    since: Option<NaiveDate>,
    /// Only entries stored on this day or earlier
    #[arg(long, value_name = "DATE", value_parser = day)]
    until: Option<NaiveDate>,
    /// Only the history of this field, with what was signed and locked over it
    #[arg(long, value_name = "VISIT/FORM/FIELD")]
    field: Option<String>,
    /// How it is printed
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// How the trail is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Two lines an entry
    #[default]
    Text,
    /// A table with fixed columns
    Csv,
    /// The entries as stored, one a line
    Json,
}

/// What is wanted of the trail.
#[derive(Debug, Default)]
struct Filter {
    user: Option<String>,
    since: Option<NaiveDate>,
    until: Option<NaiveDate>,
    field: Option<[String; 3]>,
}

impl Filter {
    fn of(options: &AuditOptions) -> Result<Self, Failure> {
        Ok(Self {
            user: options.user.clone(),
            since: options.since,
            until: options.until,
            field: options.field.as_deref().map(parts).transpose()?,
        })
    }

    /// Returns whether an entry is wanted, whatever field it is about.
    fn wants(&self, entry: &Entry) -> bool {
        let event = &entry.draft.event;
        let by = |user: &String| entry.draft.by.user == *user || event.user() == Some(user);
        let day = entry.recorded_at.date_naive();
        self.user.as_ref().is_none_or(by)
            && self.since.is_none_or(|since| day >= since)
            && self.until.is_none_or(|until| day <= until)
            && self.over_field(event)
    }

    fn over_field(&self, event: &Event) -> bool {
        let Some([visit, form, field]) = &self.field else {
            return true;
        };
        let place = |participant: ParticipantId| FieldPath {
            participant,
            visit: visit.as_str().into(),
            form: form.as_str().into(),
            field: field.as_str().into(),
        };
        // A lock on the whole study lies over the field of everybody.
        let participant = event.participant().cloned();
        event.concerns(&place(
            participant.unwrap_or_else(|| ParticipantId::new("")),
        ))
    }

    /// Returns whether a line of a wanted entry is wanted: not that of another field.
    fn wants_line(&self, line: &Line) -> bool {
        match (&self.field, &line.field) {
            (Some([_, _, wanted]), Some(field)) => wanted == field.as_str(),
            _ => true,
        }
    }
}

/// Reads a day of the command line.
fn day(text: &str) -> Result<NaiveDate, String> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d");
    day.map_err(|_| DEFAULT.day_is_written().to_owned())
}

fn parts(text: &str) -> Result<[String; 3], Failure> {
    let words: Vec<String> = text.split('/').map(str::to_owned).collect();
    <[String; 3]>::try_from(words)
        .ok()
        .filter(|words| words.iter().all(|word| !word.is_empty()))
        .ok_or_else(|| super::unprinted(&Unprinted::FieldName).code(USAGE))
}

/// Prints the trail.
///
/// # Errors
/// When the server is not reached, or does not let the print be recorded.
pub fn run(option: &StudyOption, options: &AuditOptions) -> Result<(), Failure> {
    let filter = Filter::of(options)?;
    let embedded = Embedded::begin();
    let mut asker = CommandClient::existing(option)?;
    let study = study_of(&asker.welcome, embedded)?;
    let participant = options.participant.as_deref().map(ParticipantId::new);
    if let Some(who) = &participant {
        known(&asker, &study, who)?;
    }
    if let Some(user) = &filter.user {
        names::user(&asker, user)?;
    }
    if let Some(place) = &filter.field {
        names::field(&asker, &study, place)?;
    }
    let head = asker.print("audit", participant.clone())?;
    let hidden = study.protocol.hidden_from(&asker.welcome.roles);
    let printer = Printer::new(options.format, &study, DEFAULT);
    printer.say(&printer.begin(&hidden)?)?;
    let mut teller = Teller::new();
    let mut after = Some(0);
    // Entries that are not told yet: the rest of their request may still come.
    let mut waiting: Vec<Entry> = Vec::new();
    while let Some(from) = after {
        let part = Request::Trail {
            participant: participant.clone(),
            after: from,
        };
        let entries = match asker.ask(&part)? {
            Reply::Trail { entries, next } => {
                after = next.filter(|next| *next < head.last);
                entries
            }
            other => return Err(unexpected_reply(&other)),
        };
        waiting.extend(entries.into_iter().filter(|entry| entry.seq <= head.last));
        let whole = match after {
            Some(_) => whole_requests(&waiting),
            None => waiting.len(),
        };
        let mut out = String::new();
        for (number, entry) in waiting.iter().enumerate().take(whole) {
            let rest = waiting.get(number + 1..).unwrap_or_default();
            let mut lines = teller.tell(&study, entry, rest);
            if filter.wants(entry) {
                lines.retain(|line| filter.wants_line(line));
                out += &printer.entry(entry, &lines)?;
            }
        }
        waiting.drain(..whole);
        printer.say(&out)?;
    }
    printer.say(&printer.end(&head)?)
}

/// Returns how many entries belong to requests of which all has come: all but those of the last one.
fn whole_requests(entries: &[Entry]) -> usize {
    let last = entries.last().map(|entry| &entry.request);
    let mut earlier = entries.iter();
    earlier
        .rposition(|entry| Some(&entry.request) != last)
        .map_or(0, |number| number + 1)
}

/// Refuses an id that nobody has: an empty trail would look like one that says nothing.
fn known(asker: &CommandClient, study: &Study, who: &ParticipantId) -> Result<(), Failure> {
    match asker.ask(&Request::Record(who.clone()))? {
        Reply::Record {
            record: Some(_), ..
        } => Ok(()),
        Reply::Record { record: None, .. } => {
            let example = &study.protocol.participant_id_example;
            Err(super::no_participant(who.as_str(), Some(example)))
        }
        other => Err(unexpected_reply(&other)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_said_how_to_be_written() {
        assert_eq!(day("2026-03-02").ok(), NaiveDate::from_ymd_opt(2026, 3, 2));
        for odd in ["yesterday", "2026-13-01", "2026-02-30", ""] {
            assert!(day(odd).unwrap_err().contains("2026-03-02"), "{odd}");
        }
    }

    #[test]
    fn a_field_is_named_by_three_words() {
        assert_eq!(
            parts("log/adverse-event#3/grade").unwrap(),
            ["log", "adverse-event#3", "grade"]
        );
        for odd in ["", "phga/vas", "a/b/c/d", "a//c", "/b/c"] {
            assert_eq!(parts(odd).unwrap_err().code, USAGE, "{odd}");
        }
    }
}
