//! The three forms of a printed trail.

use super::Format;
use crate::cli::failure::Failure;
use crate::cli::output::table::csv_rows;
use crate::cli::output::{say, say_json, say_table};
use crate::domain::base::answer::Answer;
use crate::domain::base::ids::{FieldId, FormId};
use crate::domain::record::entry::{Entry, Receipt};
use crate::domain::record::event::Origin;
use crate::domain::study::Study;
use crate::domain::views::audit::Line;
use crate::text::entries::Entries as _;
use crate::text::{English, Language};
use chrono::{DateTime, FixedOffset, SecondsFormat, Utc};
use serde_json::json;

/// The columns of the CSV, in their order; new ones would come at the end.
pub(super) const COLUMNS: [&str; 25] = [
    "seq",
    "recorded_at",
    "recorded_at_utc",
    "observed_at",
    "observed_at_utc",
    "user",
    "name",
    "role",
    "from",
    "participant",
    "visit",
    "form",
    "field",
    "action",
    "text",
    "old",
    "new",
    "origin",
    "reason",
    "late",
    "program",
    "request",
    "hash",
    "prev",
    "not_by_the_rules",
];

/// Prints entries in one of the forms.
pub(super) struct Printer<'a> {
    format: Format,
    study: &'a Study,
    language: &'a dyn Language,
}

impl<'a> Printer<'a> {
    pub(super) fn new(format: Format, study: &'a Study, language: &'a dyn Language) -> Self {
        Self {
            format,
            study,
            language,
        }
    }

    /// Puts out what this printed.
    pub(super) fn say(&self, printed: &str) -> Result<(), Failure> {
        match self.format {
            Format::Text => say(printed.as_bytes()),
            Format::Json => say_json(printed),
            Format::Csv => say_table(printed),
        }
    }

    /// Returns what stands above the entries.
    pub(super) fn begin(&self, hidden: &[FormId]) -> Result<String, Failure> {
        match self.format {
            Format::Csv => csv_rows([COLUMNS.map(str::to_owned).to_vec()]),
            Format::Json => Ok(String::new()),
            Format::Text => {
                let title = self.language.audit_title(self.study, hidden);
                Ok(title + "\n")
            }
        }
    }

    /// Returns an entry with those of its lines that are wanted.
    pub(super) fn entry(&self, entry: &Entry, lines: &[Line]) -> Result<String, Failure> {
        match self.format {
            Format::Text => Ok(self.language.audit_entry(self.study, entry, lines)),
            Format::Csv => csv_rows(lines.iter().map(|line| row(self.study, entry, line))),
            Format::Json => {
                let entry = serde_json::to_string(entry).map_err(failed)?;
                Ok(with_unfit(entry, lines)? + "\n")
            }
        }
    }

    /// Returns the head, which stands below the entries.
    pub(super) fn end(&self, head: &Receipt) -> Result<String, Failure> {
        match self.format {
            Format::Text => Ok(format!("\n{}\n", self.language.audit_head(head))),
            Format::Json => {
                let at = head.at.to_rfc3339_opts(SecondsFormat::Millis, false);
                let head = json!({ "head": { "seq": head.last, "hash": head.hash, "at": at } });
                Ok(format!("{head}\n"))
            }
            Format::Csv => {
                let cells = COLUMNS.map(|column| match column {
                    "seq" => head.last.to_string(),
                    "recorded_at" => local(head.at),
                    "recorded_at_utc" => utc(head.at),
                    "action" => "head".to_owned(),
                    "hash" => head.hash.clone(),
                    _ => String::new(),
                });
                csv_rows([cells.to_vec()])
            }
        }
    }
}

/// Puts the fields whose new answer is not by the rules behind the hash of an entry: all before it is what the hash covers.
fn with_unfit(entry: String, lines: &[Line]) -> Result<String, Failure> {
    let unfit = lines.iter().filter(|line| line.is_new_unfit);
    let fields: Vec<&FieldId> = unfit.filter_map(|line| line.field.as_ref()).collect();
    match (fields.is_empty(), entry.strip_suffix('}')) {
        (false, Some(open)) => {
            let fields = serde_json::to_string(&fields).map_err(failed)?;
            Ok(format!("{open},\"not_by_the_rules\":{fields}}}"))
        }
        (true, _) | (false, None) => Ok(entry),
    }
}

fn failed(error: impl std::fmt::Display) -> Failure {
    Failure::new(error.to_string())
}

fn local(at: DateTime<FixedOffset>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, false)
}

fn utc(at: DateTime<FixedOffset>) -> String {
    at.with_timezone(&Utc)
        .to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// Returns the cells of a line, in the order of [`COLUMNS`]. Whatever language its reader speaks, a table that programs
/// read stays the same: its words are English.
fn row(study: &Study, entry: &Entry, line: &Line) -> Vec<String> {
    fn id(id: Option<&str>) -> String {
        id.unwrap_or_default().to_owned()
    }
    let draft = &entry.draft;
    let shown = |answer: &Option<Answer>| {
        let answer = answer.as_ref();
        answer.map_or_else(String::new, |answer| {
            English.audit_answer(study, line, answer)
        })
    };
    let cells: [String; COLUMNS.len()] = [
        entry.seq.to_string(),
        local(entry.recorded_at),
        utc(entry.recorded_at),
        draft.observed_at.map(local).unwrap_or_default(),
        draft.observed_at.map(utc).unwrap_or_default(),
        draft.by.user.clone(),
        draft.by.name.clone(),
        draft.by.role.clone(),
        draft.by.from.clone(),
        id(line.participant.as_ref().map(|id| id.as_str())),
        id(line.visit.as_ref().map(|id| id.as_str())),
        id(line.form.as_ref().map(|id| id.as_str())),
        id(line.field.as_ref().map(|id| id.as_str())),
        line.action.key().to_owned(),
        English.audit_text(study, &draft.event, line),
        shown(&line.old),
        shown(&line.new),
        id(line.origin.map(Origin::key)),
        draft.reason.clone().unwrap_or_default(),
        draft.late.clone().unwrap_or_default(),
        entry.program.clone(),
        entry.request.clone(),
        entry.hash.clone(),
        entry.prev.clone(),
        match (line.is_old_unfit, line.is_new_unfit) {
            (false, false) => String::new(),
            (true, false) => "old".to_owned(),
            (false, true) => "new".to_owned(),
            (true, true) => "both".to_owned(),
        },
    ];
    cells.to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::entry::{Assessor, Draft};
    use crate::domain::record::event::{Event, FieldPath};
    use crate::domain::sample::{number, study};
    use crate::domain::views::audit::Action;

    fn entry() -> Entry {
        let by = Assessor {
            user: "mk".to_owned(),
            name: "M. \"K\", Kern".to_owned(),
            role: "assessor".to_owned(),
            from: "10.0.0.7".to_owned(),
        };
        let mut draft = Draft::new(
            by,
            Event::Answered {
                place: FieldPath {
                    participant: "01-001".into(),
                    visit: "week-2".into(),
                    form: "mixed".into(),
                    field: "vas".into(),
                },
                answer: number("5.0"),
                origin: Origin::Undone,
            },
        );
        draft.reason = Some("typed\u{1b}[2J wrong".to_owned());
        draft.late = Some("a day on paper".to_owned());
        draft.observed_at = DateTime::parse_from_rfc3339("2026-01-04T23:30:00+01:00").ok();
        Entry {
            seq: 12,
            recorded_at: DateTime::parse_from_rfc3339("2026-01-05T00:30:00.25+01:00").unwrap(),
            program: "0.1.0".to_owned(),
            request: "mk-1-1".to_owned(),
            draft,
            salt: None,
            more: 0,
            prev: "p".to_owned(),
            hash: "h".to_owned(),
        }
    }

    fn line() -> Line {
        let Event::Answered { place, .. } = entry().draft.event else {
            panic!("an answer");
        };
        Line {
            absence: None,
            action: Action::Changed,
            participant: Some(place.participant),
            visit: Some(place.visit),
            form: Some(place.form),
            field: Some(place.field),
            old: Some(number("4.0")),
            new: Some(number("5.0")),
            is_old_unfit: false,
            is_new_unfit: false,
            origin: Some(Origin::Undone),
            begun: (0, None),
        }
    }

    #[test]
    fn text_has_all_on_two_lines_and_controls_no_terminal() {
        let study = study();
        let printed = Printer::new(Format::Text, &study, &English)
            .entry(&entry(), &[line()])
            .unwrap();
        assert_eq!(
            printed,
            "2026-01-05 00:30:00 +01:00  #12  M. \"K\", Kern (mk), assessor, from 10.0.0.7\n    \
             01-001 week-2 mixed vas changed: 4.0 -> 5.0 (undone); reason: typed\\u{1b}[2J wrong; \
             observed 2026-01-04 23:30:00 +01:00; entered late: a day on paper\n"
        );
    }

    #[test]
    fn csv_is_read_back_as_it_was_with_both_times() {
        let study = study();
        let printer = Printer::new(Format::Csv, &study, &English);
        let mut text = csv_rows([COLUMNS.map(str::to_owned).to_vec()]).unwrap();
        text += &printer.entry(&entry(), &[line()]).unwrap();
        let head = Receipt {
            request: String::new(),
            first: 12,
            last: 12,
            hash: "h".to_owned(),
            at: entry().recorded_at,
        };
        text += &printer.end(&head).unwrap();
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), 2);
        let columns = reader.headers().unwrap();
        let cell = |row: usize, name: &str| {
            let place = columns.iter().position(|column| column == name).unwrap();
            rows[row][place].to_owned()
        };
        assert_eq!(cell(0, "name"), "M. \"K\", Kern");
        assert_eq!(cell(0, "recorded_at"), "2026-01-05T00:30:00.250+01:00");
        assert_eq!(cell(0, "recorded_at_utc"), "2026-01-04T23:30:00.250Z");
        assert_eq!(cell(0, "observed_at_utc"), "2026-01-04T22:30:00.000Z");
        assert_eq!(
            (cell(0, "old"), cell(0, "new")),
            ("4.0".into(), "5.0".into())
        );
        assert_eq!(
            (cell(0, "action"), cell(0, "text"), cell(0, "origin")),
            ("changed".into(), String::new(), "undone".into())
        );
        assert_eq!(cell(0, "late"), "a day on paper");
        assert_eq!(
            (cell(1, "action"), cell(1, "hash")),
            ("head".into(), "h".into())
        );
    }

    #[test]
    fn the_lines_of_a_text_are_marked_in_text_and_escaped_in_csv_and_json() {
        let study = study();
        let mut entry = entry();
        let new = Answer::text("one\ntwo");
        if let Event::Answered { answer, .. } = &mut entry.draft.event {
            *answer = new.clone();
        }
        let line = Line {
            new: Some(new),
            ..line()
        };
        let printed = |format| {
            let printer = Printer::new(format, &study, &English);
            printer.entry(&entry, std::slice::from_ref(&line)).unwrap()
        };
        for (format, words) in [
            (Format::Text, "4.0 -> one\u{21b5}two (undone)"),
            (Format::Csv, "one\\u{a}two"),
            (Format::Json, "one\\ntwo"),
        ] {
            let text = printed(format);
            assert!(text.contains(words), "{text}");
        }
        assert_eq!(printed(Format::Text).lines().count(), 2);
        assert_eq!(printed(Format::Csv).lines().count(), 1);
        assert_eq!(printed(Format::Json).lines().count(), 1);
    }

    #[test]
    fn what_is_not_by_the_rules_is_called_so_in_all_three_forms() {
        let study = study();
        let printed = |format, is_old_unfit, is_new_unfit| {
            let line = Line {
                is_old_unfit,
                is_new_unfit,
                ..line()
            };
            let printer = Printer::new(format, &study, &English);
            printer.entry(&entry(), &[line]).unwrap()
        };
        for (old, new, words, cell) in [
            (false, false, "4.0 -> 5.0 (undone)", ""),
            (true, false, "4.0, not by the rules -> 5.0 (undone)", "old"),
            (false, true, "4.0 -> 5.0, not by the rules (undone)", "new"),
            (
                true,
                true,
                "4.0, not by the rules -> 5.0, not by the rules (undone)",
                "both",
            ),
        ] {
            let text = printed(Format::Text, old, new);
            assert!(text.contains(words), "{text}");
            let csv = printed(Format::Csv, old, new);
            let mut rows = csv::ReaderBuilder::new()
                .has_headers(false)
                .from_reader(csv.as_bytes());
            let row = rows.records().next().unwrap().unwrap();
            assert_eq!(&row[COLUMNS.len() - 1], cell);
            // What the hash covers stays as it is stored.
            let json = printed(Format::Json, old, new);
            let stored = serde_json::to_string(&entry()).unwrap();
            let stored = stored.strip_suffix('}').unwrap();
            let rest = json.strip_prefix(stored).unwrap();
            let marked = if new {
                r#","not_by_the_rules":["vas"]}"#
            } else {
                "}"
            };
            assert_eq!(rest, format!("{marked}\n"));
        }
    }
}
