//! The signature sheet of a visit: everything that a signature stands under, for paper.
//!
//! Content and head are printed in full on the last page and in short on each, so that paper and record can be
//! compared later. What the study hides of earlier scores is hidden here too.

use crate::domain::base::answer::Answer;
use crate::domain::base::ids::{FormId, VisitId};
use crate::domain::base::shown::shown_line;
use crate::domain::forms::engine::instrument::{Field, FieldKind, Instrument};
use crate::domain::forms::engine::typing;
use crate::domain::record::entry::Head;
use crate::domain::record::query;
use crate::domain::record::session::{Cell, FormCells, ParticipantRecord, Session};
use crate::domain::record::signature;
use crate::domain::study::Study;
use crate::domain::views::review;
use crate::screens::canvas::{Edge, columns, pad, wrap};
use crate::screens::change;
use crate::screens::look::Look;
use crate::screens::sign::draw::short;
use crate::screens::workspace::Workspace;
use crate::text::Language;
use crate::text::prints::{Label, SheetLine};

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
    let record = shared.open.record.as_ref()?;
    let session = record.session(visit.as_str())?;
    // Of answers that are left out no hash can be computed.
    let content = match session.withheld.is_empty() {
        true => signature::content(&record.participant.id, session),
        false => shared.language.hidden().to_owned(),
    };
    let mut sheet = Sheet {
        width: printing.columns.clamp(40, 400),
        lines: Vec::new(),
    };
    title(shared, record, session, printing, &mut sheet);
    answers(shared, session, &mut sheet);
    let language = shared.language;
    sheet.heading(language.sheet_label(Label::Verdict));
    let width = sheet.width.saturating_sub(2);
    for (_, line) in change::draw::page_lines(shared, visit, None, look, width) {
        // These are a table, cut to the width already.
        sheet
            .lines
            .push(format!("  {}", shown_line(&line)).trim_end().to_owned());
    }
    signatures(language, record, session, &mut sheet);
    hashes(language, &content, &printing.head, &mut sheet);
    let lines = sheet.lines.iter().map(|line| look.plain(line));
    let lines: Vec<String> = lines.collect();
    if !printing.pages {
        return Some(lines.join("\n") + "\n");
    }
    let label = label(shared, visit);
    let foot = |page, of| {
        let foot = language.sheet_line(&SheetLine::Foot {
            participant: record.participant.id.as_str(),
            visit: &label,
            content: short(&content),
            entries: printing.head.seq,
            head: short(&printing.head.hash),
            page,
            of,
        });
        look.plain(&shown_line(&foot))
    };
    Some(paged(&lines, foot))
}

fn paged(lines: &[String], foot: impl Fn(usize, usize) -> String) -> String {
    let pages: Vec<&[String]> = lines.chunks(LINES).collect();
    let of = pages.len();
    let mut text = String::new();
    for (number, page) in (1..).zip(pages) {
        for line in page {
            text.push_str(line);
            text.push('\n');
        }
        text.push_str(&"\n".repeat(LINES - page.len() + 1));
        text.push_str(&foot(number, of));
        text.push('\n');
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
        for line in wrap(&shown_line(text), self.width.saturating_sub(indent)) {
            self.lines
                .push(format!("{before}{line}").trim_end().to_owned());
        }
    }

    fn heading(&mut self, text: &str) {
        self.put(0, "");
        self.underlined(text);
    }

    fn underlined(&mut self, text: &str) {
        self.put(0, text);
        self.put(0, &"=".repeat(usize::from(columns(text))));
    }

    fn pair(&mut self, name: &str, value: &str) {
        let mut lines = wrap(&shown_line(value), self.width.saturating_sub(16)).into_iter();
        let first = lines.next().unwrap_or_default();
        self.put(0, &format!("{}{first}", pad(name, 16, Edge::Left)));
        for line in lines {
            self.put(16, &line);
        }
    }
}

fn label(shared: &Workspace, visit: &VisitId) -> String {
    let planned = shared.planned(visit.as_str());
    planned.map_or_else(|| visit.to_string(), |planned| planned.label.clone())
}

fn title(
    shared: &Workspace,
    record: &ParticipantRecord,
    session: &Session,
    printing: &Printing,
    sheet: &mut Sheet,
) {
    let language = shared.language;
    let study = shared.study.of(session);
    let (protocol, who) = (&study.protocol, &record.participant);
    sheet.underlined(language.sheet_label(Label::Title));
    if shared.demo {
        sheet.put(0, &language.sheet_line(&SheetLine::Demo));
    }
    let mut pair = |label, value: &str| sheet.pair(language.sheet_label(label), value);
    pair(
        Label::Study,
        &format!("{}  {}", protocol.id, protocol.title),
    );
    let hash = short(match study.content.is_empty() {
        true => &study.hash,
        false => &study.content,
    });
    let version = language.sheet_line(&SheetLine::Protocol {
        version: &protocol.version,
        hash,
    });
    pair(Label::Protocol, &version);
    let words = language.sheet_line(&SheetLine::Participant {
        who,
        sex: language.sex(who.sex),
        diagnosis: language.diagnosis(who.diagnosis),
    });
    pair(Label::Participant, &words);
    let visit = language.sheet_line(&SheetLine::Held {
        visit: &label(shared, &session.visit),
        date: session.date,
    });
    pair(Label::Visit, &visit);
    let printed = language.sheet_line(&SheetLine::Printed {
        at: shared.now,
        name: &shared.account.who.name,
        role: &shared.account.who.role,
        program: &printing.program,
    });
    pair(Label::Printed, &printed);
    if let Some(words) = shared.lock_mark(Some(&session.visit), None) {
        pair(Label::State, &words);
    }
    if let Some(words) = shared.removed_words(&session.visit, None) {
        pair(Label::State, &words);
    }
}

fn answers(shared: &Workspace, session: &Session, sheet: &mut Sheet) {
    let language = shared.language;
    sheet.heading(language.sheet_label(Label::Answers));
    let mut forms: Vec<&FormId> = shared.forms_at(&session.visit).iter().collect();
    let others = session.forms.keys().chain(session.withheld.keys());
    let others: Vec<&FormId> = others.filter(|id| !forms.contains(id)).collect();
    forms.extend(others);
    let blank = FormCells::new();
    for (place, id) in forms.into_iter().enumerate() {
        let Some(instrument) = shared.form_at(&session.visit, id) else {
            continue;
        };
        let cells = session.forms.get(id).unwrap_or(&blank);
        if place > 0 {
            sheet.put(0, "");
        }
        if session.withheld.contains_key(id) {
            let title = review::title(shared.study_of(&session.visit, id), id);
            sheet.put(0, &title);
            sheet.put(2, language.hidden());
            continue;
        }
        let complete = shared.progress(&session.visit, id).is_complete();
        let title = review::title(shared.study_of(&session.visit, id), id);
        let owed = !complete && shared.removed(&session.visit, Some(id)).is_none();
        sheet.put(
            0,
            &match !owed {
                true => title,
                false => language.sheet_line(&SheetLine::NotComplete { form: &title }),
            },
        );
        let visit_removed = shared.removed(&session.visit, None).is_some();
        let removed = shared.removed_words(&session.visit, Some(id));
        if let Some(words) = removed.filter(|_| !visit_removed) {
            sheet.put(2, &words);
        }
        let asked = shared.asked(instrument, Some(&session.visit), cells);
        let mut hidden = Vec::new();
        for field in instrument.fields() {
            let cell = cells.get(&field.id);
            let answered = cell.is_some_and(|cell| cell.stored().is_some());
            if asked.iter().any(|asked| asked.id == field.id) {
                let version = shared.study_of(&session.visit, id);
                one(language, version, instrument, field, cell, sheet);
            } else if answered {
                hidden.push(field.label.as_str());
            }
        }
        if !hidden.is_empty() {
            let line = SheetLine::NotAsked { labels: &hidden };
            sheet.put(2, &language.sheet_line(&line));
        }
    }
}

/// Writes a field with its answer, and below it what was said about it.
fn one(
    language: &dyn Language,
    version: &Study,
    instrument: &Instrument,
    field: &Field,
    cell: Option<&Cell>,
    sheet: &mut Sheet,
) {
    let answer = match cell.and_then(|cell| cell.answer.as_ref()) {
        None => match cell.and_then(|cell| cell.unfit.as_ref()) {
            None => "-".to_owned(),
            Some(stored) => {
                let stored = typing::words(instrument, field, stored);
                language.sheet_line(&SheetLine::NotByRules { stored: &stored })
            }
        },
        Some(Answer::Missing { reason, text }) => {
            let reason = review::missing_reason(version, reason, text.as_deref());
            language.sheet_line(&SheetLine::Missing { reason: &reason })
        }
        Some(answer) if matches!(field.kind, FieldKind::Vas { .. }) && answer.unit().is_none() => {
            format!("{} cm", typing::words(instrument, field, answer))
        }
        Some(answer) => typing::words(instrument, field, answer),
    };
    let room = LABELS.min(sheet.width / 2);
    let label = wrap(&shown_line(&field.label), room.saturating_sub(1));
    let value = wrap(
        &shown_line(&answer),
        sheet.width.saturating_sub(room.saturating_add(2)),
    );
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
        let reason = review::keep_reason(version, reason);
        let reason = reason.as_str();
        sheet.put(6, &language.sheet_line(&SheetLine::Kept { rule, reason }));
    }
    if let Some(note) = &cell.note {
        sheet.put(6, &language.sheet_line(&SheetLine::Note { note }));
    }
    let open = cell.queries.iter();
    for asked in open.filter(|asked| asked.state != query::State::Closed) {
        let asked = SheetLine::Query {
            state: asked.state,
            question: &asked.question,
        };
        sheet.put(6, &language.sheet_line(&asked));
    }
}

fn signatures(
    language: &dyn Language,
    record: &ParticipantRecord,
    session: &Session,
    sheet: &mut Sheet,
) {
    sheet.heading(language.sheet_label(Label::Signatures));
    let standing: Vec<u64> = signature::standing(&record.participant.id, session)
        .map(|signature| signature.seq)
        .collect();
    if session.signatures.is_empty() {
        sheet.put(0, &language.sheet_line(&SheetLine::NotSigned));
    }
    for (place, signed) in session.signatures.iter().enumerate() {
        if place > 0 {
            sheet.put(0, "");
        }
        let mut pair = |label, value: &str| sheet.pair(language.sheet_label(label), value);
        pair(Label::PrintedName, &signed.name);
        pair(Label::Login, &signed.user);
        pair(Label::Role, &signed.role);
        let meaning = language.sheet_line(&SheetLine::Meaning(signed.meaning));
        pair(Label::Meaning, &meaning);
        pair(Label::SignedAt, &signature::moment(signed.at));
        let state = match &signed.voided {
            _ if standing.contains(&signed.seq) => SheetLine::Stands,
            void => SheetLine::Void {
                since: void.as_ref().map(|void| void.at),
            },
        };
        pair(Label::State, &language.sheet_line(&state));
        pair(Label::Entry, &signed.seq.to_string());
    }
}

fn hashes(language: &dyn Language, content: &str, head: &Head, sheet: &mut Sheet) {
    sheet.heading(language.sheet_label(Label::Record));
    let mut pair = |label, value: &str| sheet.pair(language.sheet_label(label), value);
    pair(Label::Content, content);
    pair(Label::Head, &head.hash);
    let entries = language.sheet_line(&SheetLine::Entries {
        count: head.seq,
        newest: head.at,
    });
    pair(Label::Entries, &entries);
    sheet.put(0, &language.sheet_line(&SheetLine::HowToVerify));
}
