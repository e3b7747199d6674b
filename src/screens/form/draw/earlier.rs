//! What a field had at earlier visits, in words.

use super::words::{Words, choice};
use crate::domain::base::answer::Answer;
use crate::domain::forms::engine::instrument::{Field, FieldKind, Instrument};
use crate::domain::forms::engine::typing;
use crate::domain::record::session::Cell;
use crate::screens::canvas::columns;
use crate::screens::change;
use crate::screens::form::state::FormState;
use crate::screens::workspace::Workspace;

/// Returns what the field had at the last visit that has it and at baseline, in words, where that may be seen.
pub(crate) fn before(
    shared: &Workspace,
    state: &FormState,
    instrument: &Instrument,
    field: &Field,
    width: u16,
) -> Option<String> {
    let visit = state.visit.as_ref()?;
    if !field.fact && !change::update::shows_last(shared, state) {
        return None;
    }
    let had: Vec<(&str, &Cell)> = shared
        .earlier_sessions(visit)
        .filter_map(|session| {
            let form = session.forms.get(&state.form)?;
            let cell = form.get(&field.id).filter(|cell| cell.stored().is_some())?;
            let label = shared.planned(session.visit.as_str())?.label.as_str();
            Some((label, cell, shared.is_baseline(&session.visit)))
        })
        .enumerate()
        .filter(|(place, (_, _, baseline))| *place == 0 || *baseline)
        .map(|(_, (label, cell, _))| (label, cell))
        .collect();
    // A number of the last visit stands in the row already; of what is not by the rules there is more to say.
    let is_choice = matches!(field.kind, FieldKind::Choice { .. });
    let is_short = |(_, cell): &(&str, &Cell)| !is_choice && cell.unfit.is_none();
    if had.is_empty() || had.len() == 1 && had.iter().all(is_short) {
        return None;
    }
    let said = |words: Words| {
        let answer = |answer: &Answer| match choice(instrument, field, answer) {
            Some(choice) => {
                let choices = instrument.choices(field);
                words.of(choice, choices, "").replace("  ", " ")
            }
            None => typing::words(instrument, field, answer),
        };
        let text = |cell: &Cell| match (&cell.answer, &cell.unfit) {
            (_, Some(stored)) => {
                let stored = typing::show(instrument, field, stored);
                shared.language.not_by_rules(&stored)
            }
            (Some(stored), None) => answer(stored),
            (None, None) => String::new(),
        };
        match had.as_slice() {
            [(last, now), (first, then)]
                if now.answer == then.answer && now.unfit == then.unfit =>
            {
                format!("{last}, {first}: {}", text(now))
            }
            had => {
                let each = had
                    .iter()
                    .map(|(label, answer)| format!("{label}: {}", text(answer)));
                each.collect::<Vec<_>>().join("; ")
            }
        }
    };
    let full = said(Words::Full);
    if columns(&full) <= width {
        return Some(full);
    }
    Some(said(Words::Short))
}
