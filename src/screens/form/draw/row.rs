//! One field on its row: label, value, last visit's value.

use crate::domain::base::answer::Answer;
use crate::domain::forms::engine::instrument::{Choice, Field, FieldKind, Instrument};
use crate::domain::forms::engine::typing;
use crate::domain::record::query::State;
use crate::domain::record::session::{Cell, FormCells};
use crate::screens::canvas::{Canvas, Edge, columns, columns_of, cut, cut_apart, pad};
use crate::screens::form::state::FormState;
use crate::screens::look::{Look, Tone};
use crate::screens::workspace::Workspace;
use crate::text::Language;
use ratatui::layout::Position;

/// Columns of a value that is a short code or on a scale, with its marks.
const CODE_WIDTH: u16 = 6;
/// Columns of any other value, where there are no more.
const VALUE_WIDTH: u16 = 13;
/// Columns of a value where there are enough.
const WIDE_VALUE: u16 = 24;
/// Columns of last visit's value at the least.
const LAST_WIDTH: u16 = 7;
/// Columns of a label, where there are no more.
const LABEL_WIDTH: u16 = 20;
/// Fewest columns in which both ends of a text say something.
const BOTH_ENDS: u16 = 12;
/// Columns of the marks behind an option in words.
const MARKS_WIDTH: u16 = 3;

/// How much is said of an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Words {
    /// The code and all of what it means.
    Full,
    /// The code and what it is called.
    Short,
    /// The code; of one that is a word for the program alone what it is called.
    Code,
}

impl Words {
    /// Returns what an option means, without its code; with one what it is called at the least.
    pub(super) fn label<'a>(self, choice: &'a Choice, choices: &[Choice]) -> &'a str {
        match self {
            Self::Full => choice.label.as_str(),
            Self::Short => short(&choice.label),
            Self::Code => shortest(&choice.label, choices),
        }
    }

    /// Returns an option in so many words, with the marks behind its code.
    pub(super) fn of(self, choice: &Choice, choices: &[Choice], marks: &str) -> String {
        // What an option is called takes a look at all others of its list, so that it is asked for only where it is said.
        let label = || self.label(choice, choices);
        if choice.code.len() > 2 {
            return format!("{}{marks}", label());
        }
        let code = format!("{}{marks}", choice.code);
        match self {
            Self::Code => code,
            Self::Full | Self::Short => format!("{} {}", pad(&code, 2, Edge::Left), label()),
        }
    }
}

/// Returns what an option is called, without what is said to explain it.
fn short(label: &str) -> &str {
    let name = label.split([':', '(']).next().unwrap_or(label).trim();
    if name.is_empty() { label } else { name }
}

/// Returns what an option is called up to the first comma, if that tells it from all others of its list.
fn shortest<'a>(label: &'a str, choices: &[Choice]) -> &'a str {
    fn start(label: &str) -> &str {
        short(label).split(',').next().unwrap_or(label)
    }
    let alike = choices
        .iter()
        .filter(|other| start(&other.label) == start(label));
    if alike.count() > 1 {
        short(label)
    } else {
        start(label)
    }
}

/// Lists of options that are measured, each once: the fields of a form share a few lists.
#[derive(Default)]
pub(super) struct MeasuredLists<'a>(Vec<(&'a [Choice], u16)>);

impl<'a> MeasuredLists<'a> {
    /// Returns what measuring a list says, or said before.
    pub(super) fn measure(
        &mut self,
        list: &'a [Choice],
        measure: impl FnOnce(&'a [Choice]) -> u16,
    ) -> u16 {
        if let Some((_, known)) = self.0.iter().find(|(known, _)| std::ptr::eq(*known, list)) {
            return *known;
        }
        let size = measure(list);
        self.0.push((list, size));
        size
    }
}

/// The ways to say the own value and last visit's, the best first.
const WAYS: [(Words, Words); 6] = [
    (Words::Full, Words::Full),
    (Words::Full, Words::Short),
    (Words::Short, Words::Short),
    (Words::Code, Words::Short),
    (Words::Short, Words::Code),
    (Words::Code, Words::Code),
];

/// What of a part of a form decides where the columns of its rows stand.
pub(super) struct Part<'a> {
    pub(super) instrument: &'a Instrument,
    pub(super) fields: &'a [&'a Field],
    /// What each of them had before, in the same order.
    pub(super) befores: &'a [Option<Before<'a>>],
    /// Whether there was a visit before.
    pub(super) has_earlier: bool,
}

impl Part<'_> {
    /// Returns the columns of label, value and last visit's value when they are said in these words; the last are none
    /// where there was no visit before.
    fn needs(&self, (own, before): (Words, Words)) -> [u16; 3] {
        let mut needs = [0, 0, if self.has_earlier { LAST_WIDTH } else { 0 }];
        let [labels, values, lasts] = &mut needs;
        let mut lists = MeasuredLists::default();
        for field in self.fields {
            *labels = columns(&field.label).max(*labels);
            *values = self.value_width(field, own, &mut lists).max(*values);
        }
        for last in self.befores.iter().flatten().filter(|_| self.has_earlier) {
            *lasts = columns(&said(last, before)).max(*lasts);
        }
        needs
    }

    fn value_width<'a>(
        &'a self,
        field: &'a Field,
        words: Words,
        lists: &mut MeasuredLists<'a>,
    ) -> u16 {
        match &field.kind {
            FieldKind::Vas { .. } => CODE_WIDTH,
            FieldKind::Choice { .. } => {
                let widest = lists.measure(self.instrument.choices(field), |choices| {
                    let said = |choice| columns(&words.of(choice, choices, ""));
                    choices.iter().map(said).max().unwrap_or(0)
                });
                let marks = if words == Words::Code { 0 } else { MARKS_WIDTH };
                widest.saturating_add(marks).max(CODE_WIDTH)
            }
            FieldKind::Text { .. } | FieldKind::Lab { .. } | FieldKind::Number { .. } => {
                match words {
                    Words::Full => WIDE_VALUE,
                    Words::Short | Words::Code => VALUE_WIDTH,
                }
            }
            FieldKind::Date | FieldKind::PartialDate { .. } | FieldKind::Time => VALUE_WIDTH,
        }
    }

    fn has_text(&self) -> bool {
        let is_text = |field: &&Field| matches!(field.kind, FieldKind::Text { .. });
        self.fields.iter().any(is_text)
    }

    /// Returns the columns that show everything whole.
    pub(super) fn whole(&self) -> u16 {
        total(self.needs((Words::Full, Words::Full)))
    }

    /// Returns each row as a part of its own.
    fn rows(&self) -> impl Iterator<Item = Self> {
        let rows = self.fields.chunks(1).zip(self.befores.chunks(1));
        rows.map(|(fields, befores)| Self {
            fields,
            befores,
            ..*self
        })
    }

    /// Returns the fewest columns in which no row is cut, each divided by itself.
    pub(super) fn uncut(&self) -> u16 {
        let needs = self.rows().map(|row| row.needs((Words::Code, Words::Code)));
        needs.map(total).max().unwrap_or(0)
    }
}

/// Returns the columns of a row of parts so wide, with the marker before and a blank behind each.
fn total([label, value, last]: [u16; 3]) -> u16 {
    let last = if last > 0 { last.saturating_add(1) } else { 0 };
    let parts = label.saturating_add(value).saturating_add(last);
    parts.saturating_add(2 + 1 + 1)
}

/// Where the parts of a field's row stand.
#[derive(Clone, Copy)]
pub(super) struct Columns {
    value: u16,
    last: u16,
    width: u16,
    words: Words,
    last_words: Words,
}

impl Columns {
    /// Divides the rows of a part of a form: in the most words with which nothing is cut. Last visit's values get
    /// their columns only where there was a visit before.
    pub(super) fn of(part: &Part<'_>, width: u16) -> Self {
        let mut ways = WAYS.into_iter().map(|way| (way, part.needs(way)));
        let fitting = ways.find(|(_, needs)| total(*needs) <= width);
        let ((words, last_words), [label, value, last]) = fitting.unwrap_or_else(|| {
            let way = (Words::Code, Words::Code);
            (way, part.needs(way))
        });
        let needed = total([label, value, last]);
        let over = needed.saturating_sub(width);
        // Of what does not fit in codes either, last visit's value yields first; then the label, but for what it needs
        // to be told from others; the answer itself at last.
        let last_gives = over.min(last.saturating_sub(LAST_WIDTH));
        let over = over.saturating_sub(last_gives);
        let label_gives = over.min(label.saturating_sub(LABEL_WIDTH));
        let value_gives = over
            .saturating_sub(label_gives)
            .min(value.saturating_sub(VALUE_WIDTH));
        // Text that somebody writes takes what nothing else does.
        let free = width.saturating_sub(needed);
        let spare = if part.has_text() { free } else { 0 };
        let last = last.saturating_sub(last_gives);
        let value = value.saturating_sub(value_gives).saturating_add(spare);
        let last_at = width.saturating_sub(last);
        let value_at = last_at.saturating_sub(value).saturating_sub(1);
        Self {
            value: value_at,
            last: last_at,
            width,
            words,
            last_words,
        }
    }

    /// Divides each row of a part: alike, so that values stand below each other; a row whose label that would cut is
    /// divided by itself, so that a long value of another row takes nothing of it.
    pub(super) fn of_rows(part: &Part<'_>, width: u16) -> Vec<Self> {
        let alike = Self::of(part, width);
        let is_cut = |field: &Field| columns(&field.label) > alike.label();
        part.rows()
            .map(|row| match row.fields.iter().any(|field| is_cut(field)) {
                true => Self::of(&row, width),
                false => alike,
            })
            .collect()
    }

    /// Returns the columns of a label.
    pub(super) fn label(&self) -> u16 {
        self.value.saturating_sub(3)
    }
}

/// What a field had before: an option, or a text.
pub(super) enum Before<'a> {
    /// An option, of these.
    Choice(&'a Choice, &'a [Choice]),
    /// Anything else, in words.
    Text(String),
    /// What is not by the rules: in words, and with the mark of what is no answer.
    Unfit(String, String),
}

/// Returns what a field had at the last visit that has it, where it may be seen now.
pub(super) fn last<'a>(
    shared: &'a Workspace,
    state: &FormState,
    instrument: &'a Instrument,
    field: &Field,
    shows_last: bool,
) -> Option<Before<'a>> {
    let visit = state.visit.as_ref().filter(|_| shows_last || field.fact)?;
    let cell = shared.last_cell(visit, state.form.as_str(), field.id.as_str())?;
    if let Some(stored) = &cell.unfit {
        let stored = typing::show(instrument, field, stored);
        let words = shared.language.not_by_rules(&stored);
        return Some(Before::Unfit(words, format!("{stored} !")));
    }
    let answer = cell.answer.as_ref()?;
    Some(match choice(instrument, field, answer) {
        Some(choice) => Before::Choice(choice, instrument.choices(field)),
        None => Before::Text(typing::show(instrument, field, answer)),
    })
}

/// Returns last visit's value as it stands at the end of a row.
fn said(before: &Before<'_>, words: Words) -> String {
    match before {
        // One blank is enough here, where nothing stands below each other.
        Before::Choice(choice, choices) => {
            format!("({})", words.of(choice, choices, "").replace("  ", " "))
        }
        Before::Text(text) => format!("({text})"),
        Before::Unfit(in_words, marked) => match words {
            Words::Full => format!("({in_words})"),
            Words::Short | Words::Code => format!("({marked})"),
        },
    }
}

/// Returns the option that an answer is.
pub(super) fn choice<'a>(
    instrument: &'a Instrument,
    field: &Field,
    answer: &Answer,
) -> Option<&'a Choice> {
    let code = answer.as_code()?;
    let mut choices = instrument.choices(field).iter();
    choices.find(|choice| choice.code == code)
}

/// Returns the mark of text that is no answer: apart from the text where both fit.
fn mark(text: &str, room: u16) -> &'static str {
    if columns(text).saturating_add(2) <= room {
        " !"
    } else {
        "!"
    }
}

/// One field on its row.
pub(super) struct Row<'a> {
    pub(super) state: &'a FormState,
    pub(super) instrument: &'a Instrument,
    pub(super) field: &'a Field,
    pub(super) cells: &'a FormCells,
    pub(super) columns: Columns,
    /// Its label, cut to its columns.
    pub(super) label: &'a str,
    pub(super) language: &'a dyn Language,
    /// What it had at the last visit, where that may be seen.
    pub(super) before: Option<&'a Before<'a>>,
}

impl Row<'_> {
    /// Returns what is stored and is not by the rules: in words where there is room, else with the mark of what is no
    /// answer.
    fn unfit(&self, stored: &Answer, room: u16, look: &Look) -> String {
        let stored = typing::show(self.instrument, self.field, stored);
        let words = self.language.not_by_rules(&stored);
        if columns(&words) <= room {
            return words;
        }
        let mark = mark(&stored, room);
        let room = room.saturating_sub(columns(mark));
        format!("{}{mark}", cut(&stored, room, look))
    }

    /// Draws the row; returns the cursor when the field has the focus.
    pub(super) fn draw(&self, look: &Look, canvas: &mut Canvas<'_>, y: u16) -> Option<Position> {
        let focused = self.field.id == self.state.focus && !self.state.at_end;
        let cell = self.cells.get(&self.field.id);
        let answer = cell.and_then(|cell| cell.answer.as_ref());
        let Columns {
            value: value_x,
            last: last_x,
            width,
            ..
        } = self.columns;
        if focused {
            canvas.text(0, y, 2, look.cursor(), look.style(Tone::Plain));
        }
        let label_width = self.columns.label();
        canvas.text(2, y, label_width, self.label, look.style(Tone::Plain));
        if last_x < width {
            let room = width.saturating_sub(last_x);
            let last = self.last(room, look);
            canvas.text(last_x, y, room, &last, look.style(Tone::Muted));
        }
        let unfinished = self.state.unfinished.get(&self.field.id);
        let room = last_x.saturating_sub(value_x).saturating_sub(1);
        if focused && !self.state.line.is_empty() {
            // A word that is refused has its mark behind it, as a draft has; the mark takes the cursor's column where
            // there is no other.
            let refused = self.state.refusal.is_some();
            let mark = if refused {
                mark(self.state.line.text(), room.saturating_sub(1))
            } else {
                ""
            };
            let at_end = self.state.line.is_at_end();
            let taken = if at_end { 0 } else { columns(mark) };
            let for_text = room.saturating_sub(taken);
            let view = self.state.line.view(usize::from(for_text));
            let text = look.plain(view.text);
            let used = canvas.text(value_x, y, for_text, &text, look.style(Tone::Focus));
            let rest = room.saturating_sub(used);
            let x = value_x.saturating_add(used);
            canvas.text(x, y, rest, mark, look.style(Tone::Bad));
            return Some(Position {
                x: value_x.saturating_add(columns_of(view.cursor)),
                y,
            });
        }
        let (text, tone) = match (unfinished, answer) {
            (Some(text), _) => {
                let mark = mark(text, room);
                let room = room.saturating_sub(columns(mark));
                (format!("{}{mark}", cut(text, room, look)), Tone::Warn)
            }
            (None, Some(answer)) => (self.value(answer, cell, room, look), Tone::Value),
            (None, None) => match cell.and_then(|cell| cell.unfit.as_ref()) {
                Some(stored) => (self.unfit(stored, room, look), Tone::Bad),
                None if self.field.required => (look.empty().to_owned(), Tone::Muted),
                None => (String::new(), Tone::Muted),
            },
        };
        let style = if focused {
            look.style(Tone::Focus)
        } else {
            look.style(tone)
        };
        let shown = if focused && text.trim().is_empty() {
            " ".to_owned()
        } else {
            text
        };
        canvas.text(value_x, y, room, &cut(&shown, room, look), style);
        focused.then_some(Position { x: value_x, y })
    }

    /// Returns a value with its marks: `?` kept although unusual, `*` with a note, `Q` asked about.
    fn value(&self, answer: &Answer, cell: Option<&Cell>, room: u16, look: &Look) -> String {
        let marks = cell.map_or(String::new(), |cell| {
            let kept = if cell.kept.is_empty() { "" } else { "?" };
            let note = if cell.note.is_some() { "*" } else { "" };
            let open = cell
                .queries
                .iter()
                .any(|query| query.state != State::Closed);
            let query = if open { " Q" } else { "" };
            format!("{kept}{note}{query}")
        });
        if let Some(choice) = choice(self.instrument, self.field, answer) {
            return self.whole_or_apart(choice, &marks, self.columns.words, room, look);
        }
        let mut text = typing::show(self.instrument, self.field, answer);
        let unit = answer
            .unit()
            .filter(|_| matches!(self.field.kind, FieldKind::Number { .. }));
        if let Some(unit) = unit {
            text = format!("{text} {unit}");
        }
        format!("{text}{marks}")
    }

    /// Returns an option in a width; one that is cut shows what tells it from the others.
    fn whole_or_apart(
        &self,
        choice: &Choice,
        marks: &str,
        words: Words,
        room: u16,
        look: &Look,
    ) -> String {
        let choices = self.instrument.choices(self.field);
        let text = words.of(choice, choices, "");
        let room = room.saturating_sub(columns(marks));
        if columns(&text) <= room {
            return words.of(choice, choices, marks);
        }
        let each = choices.iter();
        let all: Vec<String> = each.map(|choice| words.of(choice, choices, "")).collect();
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        let place = all.iter().position(|other| *other == text);
        let cut = cut_apart(&all, room, look);
        let cut = place.and_then(|place| cut.get(place));
        format!("{}{marks}", cut.unwrap_or(&text))
    }

    /// Returns last visit's answer, where it may be seen now.
    fn last(&self, room: u16, look: &Look) -> String {
        let Some(before) = self.before else {
            return String::new();
        };
        let words = self.columns.last_words;
        match before {
            Before::Choice(choice, _)
                if columns(&said(before, words)) > room && room >= BOTH_ENDS =>
            {
                let inside = room.saturating_sub(2);
                format!("({})", self.whole_or_apart(choice, "", words, inside, look))
            }
            // The mark is at the end, and is not what is cut.
            Before::Unfit(_, marked) if columns(&said(before, words)) > room => {
                let marked = format!("{marked})");
                let text = marked.strip_suffix(" !)").unwrap_or(&marked);
                format!("({}!)", cut(text, room.saturating_sub(3), look))
            }
            before => cut(&said(before, words), room, look),
        }
    }
}
