//! Who else is at the same participant: short and quiet, and gone when they are.

use crate::domain::base::ids::VisitId;
use crate::screens::canvas::{Canvas, columns, cut};
use crate::screens::form::state::FormState;
use crate::screens::look::{Look, Tone};
use crate::screens::presence::Presence;
use crate::screens::workspace::Workspace;
use ratatui::layout::Rect;

/// Returns who somebody is: `● A. Physio, assessor`.
fn who(other: &Presence, look: &Look) -> String {
    let name = look.plain(&other.name);
    match other.role.as_str() {
        "" => format!("{} {name}", look.person()),
        role => format!("{} {name}, {role}", look.person()),
    }
}

/// Writes who else is in a form at the right of the rule above its legend.
pub fn in_form(
    shared: &Workspace,
    state: &FormState,
    look: &Look,
    canvas: &mut Canvas<'_>,
    rule: Rect,
) {
    let Some(visit) = &state.visit else { return };
    let others: Vec<&Presence> = shared.others_in(visit, &state.form).collect();
    let name = |other: &Presence| format!("{} {}", look.person(), look.plain(&other.name));
    // Names go before roles where there are several; the visit lists them all.
    let words = match others.as_slice() {
        [] => return,
        [one] => shared.language.is_here(&who(one, look)),
        [first, second] => shared
            .language
            .are_here(&name(first), &look.plain(&second.name)),
        [first, more @ ..] => shared.language.and_more_here(&name(first), more.len()),
    };
    let words = format!(" {words} ");
    let room = rule.width.saturating_sub(2);
    let words = cut(&words, room, look);
    let x = rule
        .right()
        .saturating_sub(columns(&words))
        .saturating_sub(1);
    canvas.text(x, rule.y, room, &words, look.style(Tone::Plain));
}

/// Writes under the forms of a visit who is in which of them.
pub fn at_visit(
    shared: &Workspace,
    visit: &VisitId,
    look: &Look,
    canvas: &mut Canvas<'_>,
    area: Rect,
) {
    let here = shared
        .others()
        .filter(|other| other.location.visit.as_ref() == Some(visit));
    lines(shared, here, visit, look, canvas, area);
}

fn lines<'a>(
    shared: &Workspace,
    others: impl Iterator<Item = &'a Presence>,
    visit: &VisitId,
    look: &Look,
    canvas: &mut Canvas<'_>,
    area: Rect,
) {
    for (y, other) in (area.top()..area.bottom()).zip(others) {
        let form = other
            .location
            .form
            .as_ref()
            .filter(|_| other.location.visit.as_ref() == Some(visit));
        let place = form
            .and_then(|form| shared.study.known_form(form.as_str()))
            .map(|form| format!(": {}", form.title))
            .unwrap_or_default();
        let words = format!("{}{place}", who(other, look));
        canvas.text(
            area.x,
            y,
            area.width,
            &cut(&words, area.width, look),
            look.style(Tone::Plain),
        );
    }
}

/// Writes on one line who else is at the participant, and where.
pub fn at_participant(shared: &Workspace, look: &Look, canvas: &mut Canvas<'_>, line: Rect) {
    let words: Vec<String> = shared
        .others()
        .map(|other| {
            let visit = other.location.visit.as_ref();
            let visit = visit.and_then(|visit| shared.planned(visit.as_str()));
            let form = other.location.form.as_ref();
            let form = form.and_then(|form| shared.study.known_form(form.as_str()));
            let mut words = who(other, look);
            if let Some(visit) = visit {
                words.push_str(&format!(": {}", visit.label));
            }
            if let Some(form) = form {
                words.push_str(&format!(", {}", form.title));
            }
            words
        })
        .collect();
    let words = words.join("  ");
    canvas.text(
        line.x,
        line.y,
        line.width,
        &cut(&words, line.width, look),
        look.style(Tone::Plain),
    );
}
