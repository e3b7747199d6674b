//! The lasting line of every screen: that the record lacks what somebody was told of it, or that changed files of the study
//! wait to be accepted, and what to do.

use crate::input::action::{Action, Context};
use crate::protocol::messages::OwnHead;
use crate::screens::canvas::{Canvas, cut, wrap};
use crate::screens::look::{Look, Tone};
use crate::screens::model::Model;
use crate::screens::workspace::Workspace;
use crate::text::Language;
use crate::text::screens::around::WayToAmendment;
use ratatui::layout::Rect;

/// Most lines that it takes of a screen.
const LINES: usize = 3;

/// Draws the line under the header, on every screen; returns what is left of the body.
pub(crate) fn banner(model: &Model, look: &Look, canvas: &mut Canvas<'_>, body: Rect) -> Rect {
    let shared = &model.shared;
    let Some((tone, words)) = in_words(shared, model.way_to_amendment(), shared.language) else {
        return body;
    };
    let width = body.width.saturating_sub(2);
    let mut left = body;
    for line in wrap(&format!("! {words}"), width).into_iter().take(LINES) {
        let line = cut(&line, width, look);
        canvas.text(1, left.y, width, &line, look.style(tone));
        left.y = left.y.saturating_add(1);
        left.height = left.height.saturating_sub(1);
    }
    left
}

/// Says what is missing: to this account first, then what stops everybody, then the newest of the others; then what waits.
fn in_words(
    shared: &Workspace,
    way: WayToAmendment,
    language: &dyn Language,
) -> Option<(Tone, String)> {
    let heads = &shared.heads;
    if let OwnHead::Missing { seq } = heads.own {
        return Some((Tone::Bad, language.own_head_missing(seq)));
    }
    let stops = heads.missing.iter().find(|head| head.proven);
    if let Some(missing) = stops.or_else(|| heads.missing.last()) {
        let words = language.head_missing(&missing.user, missing.seq, missing.proven);
        return Some((Tone::Bad, words));
    }
    let waits = shared.amendment_waits;
    let keys = shared.keymap.keys(Context::List, Action::Study);
    let key = keys.first().map(|key| language.key(key, true));
    waits.then(|| {
        let words = language.amendment_waits(shared.study.number, key.as_deref(), way);
        (Tone::Warn, words)
    })
}
