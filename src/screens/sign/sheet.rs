//! The signature sheet of a visit: everything that a signature stands under, for paper.
//!
//! Content and head are printed in full on the last page and in short on each, so that paper and record can be
//! compared later. What the study hides of earlier scores is hidden here too.

use crate::domain::base::answer::Answer;
use crate::domain::base::ids::{FormId, VisitId};
use crate::domain::forms::engine::instrument::{Field, FieldKind, Instrument};
use crate::domain::forms::engine::typing;
use crate::domain::record::entry::Head;
use crate::domain::record::query;
use crate::domain::record::session::{Cell, FormCells, ParticipantRecord, Session};
use crate::domain::record::signature;
use crate::domain::views::review;
use crate::screens::canvas::{Edge, columns, pad, wrap};
use crate::screens::change;
use crate::screens::form::enrol::{diagnosis_word, sex_word};
use crate::screens::look::Look;
use crate::screens::sign::draw::short;
use crate::screens::workspace::Workspace;

/// Columns of a page.
pub const COLUMNS: u16 = 80;
/// Lines of a page without its last one: A4 and Letter both hold them with margins.
const LINES: usize = 58;
/// Columns of a label before its answer.
const LABELS: u16 = 36;

/// What is printed beside the visit itself.
#[derive(Clone, Debug)]
pub struct Printing {
    /// The newest entry of the record.
    pub head: Head,
    /// Version of the program.
    pub program: String,
    /// Columns, at least 40.
    pub columns: u16,
    /// In pages, each with its number and the hashes in short.
    pub pages: bool,
}

/// Returns the sheet of a visit of the record that a model shows; nothing when the visit was not begun.
pub fn as_text(
    shared: &Workspace,
    visit: &VisitId,
    printing: &Printing,
    look: &Look,
) -> Option<String> {
    let record = shared.record.as_ref()?;
    let session = record.session(visit.as_str())?;
    let content = signature::content(&record.participant.id, session);
    let mut sheet = Sheet {
        width: printing.columns.clamp(40, 400),
        lines: Vec::new(),
    };
    title(shared, record, session, printing, &mut sheet);
    answers(shared, session, &mut sheet);
    sheet.heading("Change and verdict");
    let width = sheet.width.saturating_sub(2);
    for (_, line) in change::draw::page_lines(shared, visit, None, look, width) {
        // These are a table, cut to the width already.
        sheet.lines.push(format!("  {line}").trim_end().to_owned());
    }
    signatures(record, session, &mut sheet);
    hashes(&content, &printing.head, &mut sheet);
    let lines = sheet.lines.iter().map(|line| look.plain(line));
    let lines: Vec<String> = lines.collect();
    if !printing.pages {
        return Some(lines.join("\n") + "\n");
    }
    let label = label(shared, visit);
    let foot = format!(
        "{} {label}  content {}  head {} {}",
        record.participant.id,
        short(&content),
        printing.head.seq,
        short(&printing.head.hash)
    );
    Some(paged(&lines, &look.plain(&foot)))
}

fn paged(lines: &[String], foot: &str) -> String {
    let pages: Vec<&[String]> = lines.chunks(LINES).collect();
    let of = pages.len();
    let mut text = String::new();
    for (number, page) in (1..).zip(pages) {
        for line in page {
            text.push_str(line);
            text.push('\n');
        }
        text.push_str(&"\n".repeat(LINES - page.len() + 1));
        text.push_str(&format!("{foot}  page {number} of {of}\n"));
        if number < of {
            text.push('\u{c}');
        }
    }
    text
}

/// The sheet so far.
struct Sheet {
    width: u16,
    lines: Vec<String>,
}

impl Sheet {
    /// Writes text from a column on; what does not fit goes on below it.
    fn put(&mut self, indent: u16, text: &str) {
        let before = " ".repeat(usize::from(indent));
        if text.is_empty() {
            self.lines.push(String::new());
        }
        for line in wrap(text, self.width.saturating_sub(indent)) {
            self.lines
                .push(format!("{before}{line}").trim_end().to_owned());
        }
    }

    fn heading(&mut self, text: &str) {
        self.put(0, "");
        self.put(0, text);
        self.put(0, &"=".repeat(usize::from(columns(text))));
    }

    fn pair(&mut self, name: &str, value: &str) {
        let mut lines = wrap(value, self.width.saturating_sub(16)).into_iter();
        let first = lines.next().unwrap_or_default();
        self.put(0, &format!("{}{first}", pad(name, 16, Edge::Left)));
        for line in lines {
            self.put(16, &line);
        }
    }
}

fn label(shared: &Workspace, visit: &VisitId) -> String {
    let planned = shared.study.visit(visit.as_str());
    planned.map_or_else(|| visit.to_string(), |planned| planned.label.clone())
}

fn title(
    shared: &Workspace,
    record: &ParticipantRecord,
    session: &Session,
    printing: &Printing,
    sheet: &mut Sheet,
) {
    let (protocol, who) = (&shared.study.protocol, &record.participant);
    sheet.put(0, "Signature sheet");
    sheet.put(0, "===============");
    if shared.demo {
        sheet.put(0, "DEMO: synthetic participants, no trial data.");
    }
    sheet.pair("Study", &format!("{}  {}", protocol.id, protocol.title));
    let hash = short(&shared.study.hash);
    sheet.pair("Protocol", &format!("version {}, {hash}", protocol.version));
    let words = format!(
        "{} {}, {}, born {}, {}",
        who.id,
        who.initials,
        sex_word(who.sex),
        who.birth_year,
        diagnosis_word(who.diagnosis)
    );
    sheet.pair("Participant", &words);
    let visit = format!(
        "{}, held on {}",
        label(shared, &session.visit),
        session.date
    );
    sheet.pair("Visit", &visit);
    let printed = format!(
        "{} by {}{}, coreset {}",
        signature::moment(shared.now),
        shared.who.name,
        match shared.who.role.as_str() {
            "" => String::new(),
            role => format!(", {role}"),
        },
        printing.program
    );
    sheet.pair("Printed", &printed);
    if let Some(words) = shared.lock_mark(Some(&session.visit), None) {
        sheet.pair("State", &words);
    }
}

fn answers(shared: &Workspace, session: &Session, sheet: &mut Sheet) {
    sheet.heading("Answers");
    let planned = shared.study.visit(session.visit.as_str());
    let mut forms: Vec<&FormId> = planned.iter().flat_map(|visit| &visit.forms).collect();
    let others = session.forms.keys().filter(|id| !forms.contains(id));
    let others: Vec<&FormId> = others.collect();
    forms.extend(others);
    let blank = FormCells::new();
    for (place, id) in forms.into_iter().enumerate() {
        let Some(instrument) = shared.study.form(id.as_str()) else {
            continue;
        };
        let cells = session.forms.get(id).unwrap_or(&blank);
        if place > 0 {
            sheet.put(0, "");
        }
        let complete = shared.progress(&session.visit, id).is_complete();
        let state = if complete { "" } else { " (not complete)" };
        sheet.put(0, &format!("{}{state}", review::title(&shared.study, id)));
        let asked = shared.asked(instrument, Some(&session.visit), cells);
        for field in instrument.fields() {
            let cell = cells.get(&field.id);
            let answered = cell.is_some_and(|cell| cell.answer.is_some());
            if answered || asked.iter().any(|asked| asked.id == field.id) {
                one(shared, instrument, field, cell, sheet);
            }
        }
    }
}

/// Writes a field with its answer, and below it what was said about it.
fn one(
    shared: &Workspace,
    instrument: &Instrument,
    field: &Field,
    cell: Option<&Cell>,
    sheet: &mut Sheet,
) {
    let answer = match cell.and_then(|cell| cell.answer.as_ref()) {
        None => "-".to_owned(),
        Some(Answer::Missing { reason, text }) => {
            let reason = review::missing_reason(&shared.study, reason, text.as_deref());
            format!("missing: {reason}")
        }
        Some(answer) if matches!(field.kind, FieldKind::Vas { .. }) && answer.unit().is_none() => {
            format!("{} cm", typing::words(instrument, field, answer))
        }
        Some(answer) => typing::words(instrument, field, answer),
    };
    let room = LABELS.min(sheet.width / 2);
    let label = wrap(&field.label, room.saturating_sub(1));
    let value = wrap(&answer, sheet.width.saturating_sub(room.saturating_add(2)));
    for place in 0..label.len().max(value.len()) {
        let part = |lines: &[String]| lines.get(place).cloned().unwrap_or_default();
        sheet.lines.push(
            format!("  {}{}", pad(&part(&label), room, Edge::Left), part(&value))
                .trim_end()
                .to_owned(),
        );
    }
    let Some(cell) = cell else { return };
    for (rule, reason) in &cell.kept {
        let reason = review::keep_reason(&shared.study, reason);
        sheet.put(6, &format!("kept against {rule}: {reason}"));
    }
    if let Some(note) = &cell.note {
        sheet.put(6, &format!("note: {note}"));
    }
    let open = cell.queries.iter();
    for asked in open.filter(|asked| asked.state != query::State::Closed) {
        let words = format!("query, {}: {}", asked.state.word(), asked.question);
        sheet.put(6, &words);
    }
}

fn signatures(record: &ParticipantRecord, session: &Session, sheet: &mut Sheet) {
    sheet.heading("Signatures");
    let standing: Vec<u64> = signature::standing(&record.participant.id, session)
        .map(|signature| signature.seq)
        .collect();
    if session.signatures.is_empty() {
        sheet.put(0, "Nobody has signed this visit.");
    }
    for (place, signed) in session.signatures.iter().enumerate() {
        if place > 0 {
            sheet.put(0, "");
        }
        sheet.pair("Printed name", &signed.name);
        sheet.pair("Role", &signed.role);
        let meaning = signed.meaning;
        sheet.pair(
            "Meaning",
            &format!("{}: {}", meaning.word(), meaning.says()),
        );
        sheet.pair("Signed at", &signature::moment(signed.at));
        let since = signed
            .voided
            .as_ref()
            .map(|void| signature::moment(void.at));
        let state = match since {
            _ if standing.contains(&signed.seq) => "It stands.".to_owned(),
            Some(since) => format!("VOID since an answer changed at {since}"),
            None => "VOID: an answer has changed since".to_owned(),
        };
        sheet.pair("State", &state);
        sheet.pair("Entry", &signed.seq.to_string());
    }
}

fn hashes(content: &str, head: &Head, sheet: &mut Sheet) {
    sheet.heading("The record");
    sheet.pair("Content", content);
    sheet.pair("Head", &head.hash);
    let at = head.at.map(signature::moment);
    let at = at.map_or_else(String::new, |at| format!(", the newest of {at}"));
    sheet.pair("Entries", &format!("{}{at}", head.seq));
    sheet.put(
        0,
        "`coreset verify --head HASH` says whether the record still holds all these entries.",
    );
}
