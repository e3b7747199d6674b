//! The lines of a form: headings, fields, its end.

use crate::domain::forms::engine::instrument::{Field, Instrument};
use crate::domain::record::rows;
use crate::input::action::{Action, Context};
use crate::screens::canvas::{columns, wrap};
use crate::screens::form::state::FormState;
use crate::screens::workspace::Workspace;
use crate::text::screens::form::End;

/// Columns between the start of a heading's row and what it says besides, the title aside.
pub(super) const HINT_GAP: u16 = 3;

/// One line of the list of fields.
pub(super) enum Line<'a> {
    /// The title of a section, and what fits behind it.
    Heading(&'a str, Option<String>),
    /// What a heading says besides, where it does not fit behind it.
    Hint(String),
    /// A field.
    Field(&'a Field),
    /// A row of the text that is being written in the field above.
    Written(usize),
    /// The end of the form.
    End,
    /// What the licence asks for.
    Credit(String),
}

/// Returns the lines of a form: the credit that its licence asks for, then section by section.
pub(super) fn lines<'a>(
    shared: &Workspace,
    instrument: &'a Instrument,
    fields: &[&'a Field],
    width: u16,
) -> Vec<Line<'a>> {
    let credit = instrument.credit.as_deref().unwrap_or_default();
    let mut lines: Vec<Line<'a>> = wrap(credit, width).into_iter().map(Line::Credit).collect();
    for section in &instrument.sections {
        let own: Vec<_> = fields
            .iter()
            .filter(|field| section.fields.iter().any(|f| f.id == field.id))
            .collect();
        if own.is_empty() {
            continue;
        }
        let hint = section.hint.as_deref().map(|hint| shared.with_key(hint));
        // A heading goes up to the edge of the fields.
        let needed = |hint: &String| columns(&section.title) + HINT_GAP + columns(hint);
        let fits = |hint: &String| needed(hint) <= width.saturating_add(2);
        let (beside, below) = match hint {
            Some(hint) if fits(&hint) => (Some(hint), None),
            below => (None, below),
        };
        lines.push(Line::Heading(&section.title, beside));
        if let Some(hint) = below {
            let below = wrap(&hint, width.saturating_sub(2));
            lines.extend(below.into_iter().map(Line::Hint));
        }
        lines.extend(own.into_iter().map(|field| Line::Field(field)));
    }
    lines.push(Line::End);
    lines
}

/// Returns what the end of a form says: what is open in it.
pub(super) fn end_text(shared: &Workspace, state: &FormState) -> String {
    let Some(visit) = &state.visit else {
        return shared.language.end_line(End::Enrolment);
    };
    let progress = shared.progress(visit, &state.form);
    let in_error =
        rows::split(state.form.as_str()).is_some() && rows::is_in_error(&shared.form_cells(state));
    let end = match (progress.is_complete(), in_error) {
        (false, _) => End::Empty(progress.empty_required),
        (true, true) => End::InError,
        (true, false) => End::Complete,
    };
    shared.language.end_line(end)
}

impl Workspace {
    /// Returns a sentence of a form file that names the action on the rest of a section, with its key behind that.
    fn with_key(&self, sentence: &str) -> String {
        let small = sentence.to_lowercase();
        let words = self.language.rest_in_forms().into_iter();
        let mut ends =
            words.filter_map(|words| Some(small.find(words)?.saturating_add(words.len())));
        let parts = ends.next().and_then(|end| sentence.split_at_checked(end));
        match (parts, self.way(Context::Form, Action::RestAbsent)) {
            (Some((named, rest)), Some(key)) => format!("{named} ({key}){rest}"),
            (None, _) | (_, None) => sentence.to_owned(),
        }
    }
}
