//! Below the fields: what the focused one takes, or why its text is refused.

use super::columns::MeasuredLists;
use super::earlier::before;
use super::options::{Window, options, rows_of};
use super::words::choice;
use crate::domain::base::answer::Answer;
use crate::domain::course::facts::{Fact, Mark};
use crate::domain::course::offered::Offered;
use crate::domain::forms::engine::instrument::{Field, FieldKind, Instrument};
use crate::domain::forms::engine::typing;
use crate::domain::forms::engine::typing::Typed;
use crate::domain::record::rows::SESSION;
use crate::screens::canvas::{Canvas, columns, columns_of, cut, part, wrap};
use crate::screens::form::state::FormState;
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
    /// The reasons for which the value of the focused field is kept although it is unusual.
    pub(super) kept: &'a [&'a str],
    /// The label of the focused field, where it is cut in its row.
    pub(super) label: Option<&'a str>,
}

/// Returns what is said at the end of a form, and how it is drawn.
fn end_words(shared: &Workspace, state: &FormState) -> (String, Tone) {
    let language = shared.language;
    let questions = shared.open_questions(state);
    let text = match (&state.visit, questions.first()) {
        (Some(_), Some((field, question))) => {
            let label = state.label_of(shared, field);
            let words = language.question(&question.about);
            // What it is about is said once.
            let label = Some(label.as_str()).filter(|label| !words.contains(label));
            let others = questions.iter().skip(1);
            let mut others: Vec<String> = others
                .map(|(field, _)| state.label_of(shared, field))
                .collect();
            others.dedup();
            language.end_asks(label, &words, &others)
        }
        (Some(visit), None) if visit.as_str() == SESSION => language.end_of_row().to_owned(),
        (Some(visit), None) if shared.goes_on_in_events(visit, &state.form) => {
            language.end_opens_events().to_owned()
        }
        (Some(_), None) => language.end_of_form().to_owned(),
        (None, _) => language.end_of_enrolment().to_owned(),
    };
    match questions.is_empty() {
        true => (text, Tone::Plain),
        false => (text, Tone::Warn),
    }
}

/// Returns the rows of the legend that what is said and offered at the end of a form takes; none before the end.
pub(super) fn end_rows(shared: &Workspace, state: &FormState, width: u16) -> u16 {
    let offers = state.offers(shared).len();
    if offers == 0 {
        return 0;
    }
    let words = wrap(&end_words(shared, state).0, width).len();
    // The rule and the current message; and what says what the letters do.
    columns_of(words.saturating_add(offers)).saturating_add(3)
}

/// Returns what the end of a form offers, each whole where all of them fit: else as many as there is room for, a line each,
/// and the keys of those that are left.
fn offer_lines(
    shared: &Workspace,
    state: &FormState,
    look: &Look,
    (width, rows): (u16, usize),
) -> Vec<String> {
    let (language, offers) = (shared.language, state.offers(shared));
    let each = offers.iter();
    let whole = each.flat_map(|(key, offer)| wrap(&language.offers_event(*key, offer), width));
    let whole: Vec<String> = whole.collect();
    if whole.len() <= rows {
        return whole;
    }
    let mut lines = vec![language.letters_enter_events().to_owned()];
    let fit = match offers.len() < rows {
        true => offers.len(),
        false => rows.saturating_sub(2),
    };
    let short = |(key, offer): &(char, Offered)| {
        let words = language.offers_event_in_short(*key, offer);
        cut(&words, width, look).to_string()
    };
    lines.extend(offers.iter().take(fit).map(short));
    let mut left = offers.iter().skip(fit).map(|(key, _)| *key);
    if let Some(first) = left.next() {
        let last = left.next_back().unwrap_or(first);
        lines.push(language.more_offers(offers.len().saturating_sub(fit), (first, last)));
    }
    lines
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
        let (text, tone) = end_words(shared, state);
        let mut lines = wrap(&text, area.width);
        let room = usize::from(area.height).saturating_sub(lines.len());
        lines.extend(offer_lines(shared, state, look, (area.width, room)));
        write_lines(lines, tone, look, canvas, area);
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
    let mut lines = notes(shared, state, field, beside);
    let notes = lines.len();
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
            let standing = shared.standing(state, &field.id);
            let standing = standing.filter(|_| state.line.is_empty());
            if let (FieldKind::Paragraph, Some(answer)) = (&field.kind, standing) {
                // Its row shows the start.
                let text = typing::show(instrument, field, &answer);
                let waits = state.unfinished.contains_key(&field.id);
                let text = match waits {
                    true => shared.language.saved_text(&text),
                    false => text,
                };
                lines.extend(wrap(&text, area.width));
            }
            let unit = shared.unit_of(state, field);
            let expectation = typing::expects(instrument, field, unit.as_deref());
            let words = shared.language.expectation(&expectation);
            lines.extend(wrap(&words, area.width));
        }
    }
    // Options come first; a note is whole where they leave room.
    let whole = lines.iter().take(notes);
    let whole: Vec<String> = whole.flat_map(|note| wrap(note, area.width)).collect();
    let others = lines.len().saturating_sub(notes);
    if whole.len().saturating_add(others) <= usize::from(area.height) {
        lines.splice(..notes, whole);
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
fn notes(shared: &Workspace, state: &FormState, field: &Field, beside: &Beside<'_>) -> Vec<String> {
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
        lines.push(match state.visit {
            Some(_) => shared.language.enter_takes_earlier(&text),
            // In an enrolment nothing was before.
            None => shared.language.enter_takes_today(&text),
        });
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
    for reason in beside.kept {
        let known = version
            .protocol
            .keep_reasons
            .iter()
            .find(|known| known.code == *reason);
        let label = known.map_or(*reason, |known| &known.label);
        lines.push(shared.language.kept_because(label));
    }
    lines.dedup();
    lines.extend(score_note(state, beside.score));
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
