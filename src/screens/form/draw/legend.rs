//! Below the fields: what the focused one takes, or why its text is refused.

use super::row::{MeasuredLists, Words, choice};
use crate::domain::base::answer::Answer;
use crate::domain::course::facts::{Fact, Mark};
use crate::domain::forms::engine::instrument::{Choice, Field, FieldKind, Instrument};
use crate::domain::forms::engine::typing;
use crate::domain::forms::engine::typing::Typed;
use crate::domain::record::rows::SESSION;
use crate::domain::record::session::Cell;
use crate::input::action::{Action, Context};
use crate::screens::canvas::{Canvas, Edge, columns, columns_of, cut, cut_apart, pad, part, wrap};
use crate::screens::change;
use crate::screens::form::state::FormState;
use crate::screens::key_hints::hints;
use crate::screens::look::{Look, Tone};
use crate::screens::presence;
use crate::screens::queries;
use crate::screens::workspace::Workspace;
use crate::text::totals::ScoreLine;
use ratatui::layout::Rect;

/// Fewest rows of the legend, its rule included.
const FEWEST_ROWS: u16 = 5;

/// Returns the rows that the legend of a form takes: enough for its longest list of options, and the
/// same for all its fields, so that nothing jumps.
pub(super) fn legend_rows(
    instrument: &Instrument,
    fields: &[&Field],
    cut: &[&str],
    width: u16,
    height: u16,
) -> u16 {
    let mut lists = MeasuredLists::default();
    let longest = fields.iter().map(|field| {
        let options = lists.measure(instrument.choices(field), |choices| rows_of(choices, width));
        let is_cut = cut.contains(&field.label.as_str());
        let label = if is_cut {
            wrap(&field.label, width).len()
        } else {
            0
        };
        options.saturating_add(columns_of(label))
    });
    // One row is for the rule, and one for the current message.
    let needed = longest.max().unwrap_or(0).saturating_add(2);
    let spare = if height > 30 { 4 } else { 0 };
    let third = needed
        .max(FEWEST_ROWS)
        .saturating_add(spare)
        .min(height / 3);
    // A long list has half of the screen.
    third.max(needed.min(height / 2))
}

/// What follows from a form and is said beside it.
pub(super) struct Beside<'a> {
    /// Facts that stand nowhere else.
    pub(super) facts: &'a [Fact],
    /// The score of the form, with what is being typed.
    pub(super) score: &'a [ScoreLine],
    /// The label of the focused field, where it is cut in its row.
    pub(super) label: Option<&'a str>,
}

/// Draws what the focused field takes, or why its text is refused; of facts the gravest. A label that is cut in its row
/// stands whole above that.
pub(super) fn draw_legend(
    shared: &Workspace,
    state: &FormState,
    instrument: &Instrument,
    beside: &Beside<'_>,
    look: &Look,
    canvas: &mut Canvas<'_>,
    area: Rect,
) {
    let rule = look.rule().repeat(usize::from(area.width));
    canvas.text(area.x, area.y, area.width, &rule, look.style(Tone::Muted));
    presence::draw::in_form(shared, state, look, canvas, area);
    let area = part(area, 0, 1, area.width, area.height);
    if state.at_end {
        let language = shared.language;
        let questions = shared.open_questions(state);
        let text = match (&state.visit, questions.first()) {
            (Some(_), Some((_, question))) => language.end_asks(
                &language.question(&question.about),
                questions.len().saturating_sub(1),
            ),
            (Some(visit), None) if visit.as_str() == SESSION => language.end_of_row().to_owned(),
            (Some(visit), None) if shared.goes_on_in_events(visit, &state.form) => {
                language.end_opens_events().to_owned()
            }
            (Some(_), None) => language.end_of_form().to_owned(),
            (None, _) => language.end_of_enrolment().to_owned(),
        };
        let tone = if questions.is_empty() {
            Tone::Plain
        } else {
            Tone::Warn
        };
        write_lines(wrap(&text, area.width), tone, look, canvas, area);
        return;
    }
    let label = beside
        .label
        .map_or_else(Vec::new, |label| wrap(label, area.width));
    // At least one row is left for the values that the field takes.
    let rows = columns_of(label.len()).min(area.height.saturating_sub(1));
    write_lines(
        label,
        Tone::Plain,
        look,
        canvas,
        part(area, 0, 0, area.width, rows),
    );
    let area = part(area, 0, rows, area.width, area.height);
    if let Some(refusal) = &state.refusal {
        write_lines(
            wrap(&format!("! {refusal}"), area.width),
            Tone::Bad,
            look,
            canvas,
            area,
        );
        return;
    }
    let Some(field) = instrument.field(state.focus.as_str()) else {
        return;
    };
    let mut lines = notes(shared, state, field, beside.score);
    lines.extend(state.standing_question_words(shared, area.width));
    // A wide screen shows all facts beside the fields; here there is room for the first serious one alone.
    let grave = |fact: &&Fact| matches!(fact.mark, Mark::Warn | Mark::Bad);
    if let Some(fact) = beside.facts.iter().find(grave) {
        lines.push(format!("! {}", shared.language.fact(&fact.said)));
    }
    match &field.kind {
        FieldKind::Choice { .. } => {
            let rows = usize::from(area.height).saturating_sub(lines.len());
            let standing = shared.standing(state, &field.id);
            let window = Window {
                typed: state.line.text(),
                standing: standing.as_ref().and_then(|answer| answer.as_code()),
                page: state.options_page(),
                size: (area.width, rows),
            };
            lines.extend(options(shared, instrument.choices(field), &window, look));
        }
        _ => {
            let expectation = typing::expects(instrument, field);
            let words = shared.language.expectation(&expectation);
            lines.extend(wrap(&words, area.width));
        }
    }
    if lines.len() < usize::from(area.height) {
        let words = before(shared, state, instrument, field, area.width).unwrap_or_default();
        lines.extend(wrap(&words, area.width));
    }
    if lines.len() < usize::from(area.height) && !field.help.is_empty() {
        lines.extend(wrap(&field.help, area.width));
    }
    if lines.len() > usize::from(area.height)
        && let Some(last) = usize::from(area.height).checked_sub(1)
        && let Some(line) = lines.get_mut(last)
    {
        let more = format!("{} ? more", look.ellipsis());
        let room = area.width.saturating_sub(columns(&more));
        *line = format!(
            "{}{more}",
            cut(line, room, look).trim_end_matches(look.ellipsis())
        );
    }
    write_lines(lines, Tone::Muted, look, canvas, area);
}

/// Returns what is to be said of the focused field at this moment, before what it takes.
fn notes(shared: &Workspace, state: &FormState, field: &Field, score: &[ScoreLine]) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(news) = state.changed_here(shared) {
        lines.push(shared.language.changed_yours_is_not(&news));
    }
    if let (false, Some(Typed::Ready(answer))) = (state.line.is_empty(), state.typed(shared))
        && matches!(field.kind, FieldKind::Choice { .. })
    {
        let text = state.line.text();
        let form = shared.instrument(state);
        let meant = form.and_then(|form| choice(form, field, &answer));
        // What letters of a label mean is said in full.
        let meant = meant.filter(|meant| !meant.code.eq_ignore_ascii_case(text));
        let meant = meant.map_or(text, |meant| &meant.label);
        lines.push(shared.language.enter_takes(meant));
    }
    if let Some(repeated) = state.repeated.as_ref().filter(|_| state.is_repeated())
        && let Some(form) = shared.instrument(state)
    {
        let text = typing::show(form, field, &repeated.answer);
        lines.push(shared.language.enter_takes_earlier(&text));
    }
    if state.line.is_empty() && state.unfinished.contains_key(&state.focus) {
        lines.push(shared.language.draft_here().to_owned());
    }
    let version = state.visit.as_ref();
    let version = version.map_or(&*shared.study, |visit| shared.study_of(visit, &state.form));
    let cell = state
        .visit
        .as_ref()
        .and_then(|visit| shared.cells(visit, &state.form)?.get(&state.focus));
    let queries = cell.map_or(&[][..], |cell| cell.queries.as_slice());
    lines.extend(queries::draw::about(queries, shared.language));
    if let (Some(stored), Some(instrument)) = (
        cell.and_then(|cell| cell.unfit.as_ref()),
        shared.instrument(state),
    ) {
        let stored = typing::words(instrument, field, stored);
        lines.extend(shared.language.stored_not_by_rules(&stored));
    }
    if let Some(Answer::Missing { reason, text }) = cell.and_then(|cell| cell.answer.as_ref()) {
        let label = version
            .missing_reason(reason)
            .map_or(reason.as_str(), |r| &r.label);
        lines.push(shared.language.missing_because(label, text.as_deref()));
    }
    if let Some(note) = cell.and_then(|cell| cell.note.as_ref()) {
        lines.push(format!("* {note}"));
    }
    for (_, reason) in cell.map(|cell| cell.kept.as_slice()).unwrap_or_default() {
        let known = version
            .protocol
            .keep_reasons
            .iter()
            .find(|known| known.code == *reason);
        let label = known.map_or(reason.as_str(), |known| &known.label);
        lines.push(shared.language.kept_because(label));
    }
    lines.dedup();
    lines.extend(score_note(state, score));
    lines
}

/// Returns what the score of the form says about the focused field, such as a suggested category.
fn score_note(state: &FormState, score: &[ScoreLine]) -> Option<String> {
    let line = score
        .iter()
        .find(|line| line.about.as_ref() == Some(&state.focus))?;
    Some(format!("{}: {}", line.label, line.note))
}

fn write_lines(lines: Vec<String>, tone: Tone, look: &Look, canvas: &mut Canvas<'_>, area: Rect) {
    for (y, line) in (area.top()..area.bottom()).zip(lines) {
        canvas.text(
            area.x,
            y,
            area.width,
            &cut(&line, area.width, look),
            look.style(tone),
        );
    }
}

/// Returns an option as the legend shows it: the keys that enter it, and what it means; in short what it is called.
fn item(choice: &Choice, choices: &[Choice], words: Words) -> String {
    let label = words.label(choice, choices);
    let code = &choice.code;
    match &choice.key {
        None => format!("{code} {label}"),
        // A code is shown where it is short enough to be a key: whoever types it must not wonder what it did.
        Some(key) if code.chars().count() > 2 || *code == label => format!("{key} {label}"),
        Some(key) if words == Words::Full || key.chars().all(char::is_alphanumeric) => {
            format!("{key} {code} {label}")
        }
        // In short a sign takes the place of the blank, for a list of grades must leave room for its form.
        Some(key) => format!("{code}{key}{label}"),
    }
}

fn items(choices: &[Choice], words: Words) -> Vec<String> {
    let each = choices.iter();
    each.map(|choice| item(choice, choices, words)).collect()
}

/// Returns how many options fit beside each other.
fn across(items: &[String], width: u16) -> usize {
    let longest = items.iter().map(|item| columns(item)).max().unwrap_or(0);
    let fit = usize::from(width.saturating_add(2) / longest.saturating_add(2));
    fit.min(items.len()).max(1)
}

/// Returns the rows that a list of options takes in as many columns as fit.
fn rows_of(choices: &[Choice], width: u16) -> u16 {
    let items = items(choices, Words::Short);
    columns_of(items.len().div_ceil(across(&items, width)))
}

/// What of a list of options is in sight.
struct Window<'a> {
    /// What is typed.
    typed: &'a str,
    /// The code of the answer that stands.
    standing: Option<&'a str>,
    /// How often the list was gone on in.
    page: usize,
    /// Columns and rows.
    size: (u16, usize),
}

/// Returns options in at most so many rows: all they mean where that fits, else what they are called. Of a list that is
/// longer still, those that begin as what is typed; if these are too many, the part with the answer that stands or a
/// later part, and at the end how many are above and below it.
fn options(
    shared: &Workspace,
    choices: &[Choice],
    window: &Window<'_>,
    look: &Look,
) -> Vec<String> {
    let (width, rows) = window.size;
    for words in [Words::Full, Words::Short, Words::Code] {
        let items = items(choices, words);
        let fits = items.iter().all(|item| columns(item) <= width);
        if fits && items.len().div_ceil(across(&items, width)) <= rows {
            return in_columns(&items, width, look);
        }
    }
    let typed = window.typed.trim().to_lowercase();
    let begins = |text: &str| text.to_lowercase().starts_with(&typed);
    let is_meant = |choice: &&Choice| {
        let key = choice.key.as_deref().is_some_and(begins);
        key || begins(&choice.code) || begins(&choice.label)
    };
    let mut meant: Vec<&Choice> = choices.iter().filter(is_meant).collect();
    if meant.is_empty() {
        meant = choices.iter().collect();
    }
    let said = |choice: &&Choice| item(choice, choices, Words::Code);
    let items: Vec<String> = meant.iter().map(said).collect();
    // A label that is cut must still differ from every other label, shown or not.
    let texts: Vec<&str> = items.iter().map(String::as_str).collect();
    let items = cut_apart(&texts, width, look);
    let across = across(&items, width);
    if items.len().div_ceil(across) <= rows {
        return in_columns(&items, width, look);
    }
    let most = rows.saturating_sub(1).max(1).saturating_mul(across);
    let stands = meant
        .iter()
        .position(|choice| typed.is_empty() && window.standing == Some(choice.code.as_str()));
    let parts = items.len().div_ceil(most).max(1);
    let part = (stands.unwrap_or(0) / most).wrapping_add(window.page) % parts;
    let above = part.saturating_mul(most);
    let shown: Vec<String> = items.iter().skip(above).take(most).cloned().collect();
    let below = items.len().saturating_sub(above + shown.len());
    let mut lines = in_columns(&shown, width, look);
    let keys = hints(
        &shared.keymap,
        Context::Form,
        &[Action::Right],
        usize::from(width),
        look.is_ascii(),
        shared.language,
    );
    let key = keys.first().map(|hint| hint.keys.as_str());
    let more = shared.language.more_options(above, below, key);
    lines.push(format!("{} {more}", look.ellipsis()));
    lines
}

/// Returns texts in as many columns as fit, each read downwards.
fn in_columns(items: &[String], width: u16, look: &Look) -> Vec<String> {
    let across = across(items, width);
    let rows = items.len().div_ceil(across).max(1);
    let longest = items.iter().map(|item| columns(item)).max().unwrap_or(0);
    let column = (width / columns_of(across)).min(longest.saturating_add(3));
    let room = match across {
        ..=1 => width,
        _ => column.saturating_sub(1),
    };
    let items: Vec<&str> = items.iter().map(String::as_str).collect();
    let items = cut_apart(&items, room, look);
    (0..rows)
        .map(|row| {
            let cells = items.iter().skip(row).step_by(rows);
            let line: String = cells
                .map(|item| pad(item, column, Edge::Left).to_string())
                .collect();
            line.trim_end().to_owned()
        })
        .collect()
}

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
