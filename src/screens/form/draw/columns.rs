//! Where the parts of the rows stand: label, value, last visit's value.

use super::words::{Before, Words, said};
use crate::domain::forms::engine::instrument::{Choice, Field, FieldKind, Instrument};
use crate::screens::canvas::columns;

/// Columns of a value that is a short code or on a scale, with its marks.
const CODE_WIDTH: u16 = 6;
/// Columns of any other value, where there are no more.
const VALUE_WIDTH: u16 = 13;
/// Columns of a number without a unit, where a label would be cut: four digits, a point, three decimals and a mark.
const NUMBER_WIDTH: u16 = 9;
/// Columns of a value where there are enough.
const WIDE_VALUE: u16 = 24;
/// Columns of last visit's value at the least.
const LAST_WIDTH: u16 = 7;
/// Columns of a label, where there are no more.
const LABEL_WIDTH: u16 = 20;
/// Columns of the marks behind an option in words.
const MARKS_WIDTH: u16 = 3;

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
        let earlier = self.fields.iter().zip(self.befores);
        // A text of several lines is cut, and takes no columns from the others.
        let earlier = earlier.filter(|(field, _)| field.kind != FieldKind::Paragraph);
        let earlier = earlier.filter_map(|(_, last)| last.as_ref());
        for last in earlier.filter(|_| self.has_earlier) {
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
                let in_words = || self.instrument.choices(field).iter().any(Choice::is_word);
                // Of a short code the mark stands in what is left of its column.
                let marks = match words {
                    Words::Code => u16::from(in_words()),
                    Words::Full | Words::Short => MARKS_WIDTH,
                };
                widest.saturating_add(marks).max(CODE_WIDTH)
            }
            FieldKind::Text { .. }
            | FieldKind::Paragraph
            | FieldKind::Number { unit: Some(_), .. } => match words {
                Words::Full => WIDE_VALUE,
                Words::Short | Words::Code => VALUE_WIDTH,
            },
            // A bare number is short, so that its label has what it leaves.
            FieldKind::Lab { .. } | FieldKind::Number { unit: None, .. } => match words {
                Words::Full => WIDE_VALUE,
                Words::Short => VALUE_WIDTH,
                Words::Code => NUMBER_WIDTH,
            },
            FieldKind::Date | FieldKind::PartialDate { .. } | FieldKind::Time => VALUE_WIDTH,
        }
    }

    fn has_text(&self) -> bool {
        let is_text =
            |field: &&Field| matches!(field.kind, FieldKind::Text { .. } | FieldKind::Paragraph);
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
    /// Column of the value.
    pub(super) value: u16,
    /// Column of last visit's value.
    pub(super) last: u16,
    /// All columns.
    pub(super) width: u16,
    /// How much is said of the value.
    pub(super) words: Words,
    /// How much is said of last visit's value.
    pub(super) last_words: Words,
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
