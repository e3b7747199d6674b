//! The review of a visit: how far it is, its signatures, what is open, what was decided, what can be done.

use crate::domain::base::ids::VisitId;
use crate::domain::record::signature;
use crate::domain::views::review::Point;
use crate::screens::canvas::{Canvas, Edge, cut, pad, part, scroll, wrap};
use crate::screens::lock::draw;
use crate::screens::look::Tone;
use crate::screens::review::state::{Line, ReviewState};
use crate::screens::scene::Scene;
use crate::screens::screen::Draw;
use crate::screens::workspace::Workspace;
use crate::text::Language;
use ratatui::layout::{Position, Rect};

/// Columns of a form's title before a point.
const TITLES: u16 = 20;

impl Draw for ReviewState {
    /// Draws the review; the cursor stands on a link.
    fn draw(&self, scene: &Scene<'_>, canvas: &mut Canvas<'_>, body: Rect) -> Option<Position> {
        let Scene { shared, look, .. } = *scene;
        let state = self;
        draw::banner(shared, Some(&state.visit), None, look, canvas, body);
        let width = body.width.saturating_sub(4);
        let mut y = body.y.saturating_add(1);
        // However many signatures there are, the points have half of the screen.
        let most = usize::from(body.height / 2).max(1);
        for (tone, line) in heading(shared, &state.visit, width).into_iter().take(most) {
            canvas.text(2, y, width, &look.plain(&line), look.style(tone));
            y = y.saturating_add(1);
        }
        let used = y.saturating_sub(body.y).saturating_add(1);
        let list = part(body, 0, used, body.width, body.height);
        let lines = shared.review_lines(&state.visit);
        let links: Vec<usize> = lines
            .iter()
            .enumerate()
            .filter(|(_, line)| line.is_link())
            .map(|(place, _)| place)
            .collect();
        let chosen = links.get(state.cursor).or(links.last()).copied();
        let first = scroll(chosen.unwrap_or(0), lines.len(), list.height);
        let mut cursor = None;
        for (y, (place, line)) in
            (list.top()..list.bottom()).zip(lines.iter().enumerate().skip(first))
        {
            let (tone, text) = words(line, shared.language);
            let own = chosen == Some(place);
            if own {
                canvas.text(0, y, 2, look.cursor(), look.style(Tone::Plain));
                cursor = Some(Position { x: 2, y });
            }
            let x = if matches!(line, Line::Heading(_)) {
                1
            } else {
                2
            };
            let room = body.width.saturating_sub(x).saturating_sub(1);
            let tone = if own { Tone::Focus } else { tone };
            canvas.text(x, y, room, &cut(&text, room, look), look.style(tone));
        }
        cursor
    }
}

fn words(line: &Line, language: &dyn Language) -> (Tone, String) {
    match line {
        Line::Heading(text) => (Tone::Heading, text.clone()),
        Line::Open(point) => (Tone::Warn, point_words(point, language)),
        Line::Seen(point) => (Tone::Plain, point_words(point, language)),
        Line::Act(_, text) => (Tone::Key, text.clone()),
        Line::Words(text) => (Tone::Muted, text.clone()),
    }
}

fn point_words(point: &Point, language: &dyn Language) -> String {
    let words = language.matter(&point.matter);
    let what = match point.label.as_str() {
        "" => words,
        label => format!("{label}: {words}"),
    };
    format!("{} {what}", pad(&point.title, TITLES, Edge::Left))
}

/// Returns visit, day and forms, then each signature with whether it stands.
fn heading(shared: &Workspace, visit: &VisitId, width: u16) -> Vec<(Tone, String)> {
    let planned = shared.planned(visit.as_str());
    let label = planned.map_or(visit.as_str(), |planned| planned.label.as_str());
    let Some(session) = shared.session(visit) else {
        return vec![(Tone::Plain, shared.language.review_not_begun(label))];
    };
    let forms = shared.forms_at(visit);
    let complete = forms
        .iter()
        .filter(|form| shared.progress(visit, form).is_complete())
        .count();
    let language = shared.language;
    let first = language.review_progress(label, session.date, complete, forms.len());
    let mut lines = vec![(Tone::Plain, first)];
    lines.extend(signatures(shared, visit, width));
    lines
}

/// Returns in short the newest signature that stands, or that none stands any more.
pub(crate) fn newest(shared: &Workspace, visit: &VisitId) -> Option<(Tone, String)> {
    let (record, session) = (shared.open.record.as_ref()?, shared.session(visit)?);
    if let Some(signature) = signature::standing(&record.participant.id, session).last() {
        let words = shared.language.newest_signature(
            signature.at.date_naive(),
            &signature.name,
            shared.language.signed_as(signature.meaning),
        );
        return Some((Tone::Good, words));
    }
    session.signatures.last().map(|signature| {
        let words = shared.language.void_signature(&signature.name);
        (Tone::Bad, words)
    })
}

/// Returns each signature on a visit in words, the newest first.
pub(crate) fn signatures(shared: &Workspace, visit: &VisitId, width: u16) -> Vec<(Tone, String)> {
    let (Some(record), Some(session)) = (&shared.open.record, shared.session(visit)) else {
        return Vec::new();
    };
    let who = &record.participant.id;
    let standing: Vec<u64> = signature::standing(who, session)
        .map(|signature| signature.seq)
        .collect();
    let each = session.signatures.iter().rev();
    each.flat_map(|signature| {
        let stands = standing.contains(&signature.seq);
        let tone = if stands { Tone::Good } else { Tone::Bad };
        let lines = wrap(&shared.language.signature(signature, stands), width).into_iter();
        lines.map(move |line| (tone, line))
    })
    .collect()
}
