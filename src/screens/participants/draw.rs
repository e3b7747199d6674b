//! The list of participants.

use crate::domain::study::schedule;
use crate::domain::views::find::filter::Filter;
use crate::domain::views::find::order::Sort;
use crate::domain::views::summary::{Hideable, Summary};
use crate::input::action::{Action, Context};
use crate::screens::backup_status;
use crate::screens::canvas::{
    Canvas, Edge, columns, columns_of, cut, cut_apart, pad, scroll, widen,
};
use crate::screens::key_hints::hints;
use crate::screens::look::{Look, Tone};
use crate::screens::participants::state::ListState;
use crate::screens::scene::Scene;
use crate::screens::screen::Draw;
use crate::screens::workspace::Workspace;
use crate::text::Language;
use ratatui::layout::{Position, Rect};
use std::borrow::Cow;

impl Draw for ListState {
    /// Draws the list; the cursor stands in the finder.
    fn draw(&self, scene: &Scene<'_>, canvas: &mut Canvas<'_>, body: Rect) -> Option<Position> {
        let Scene { shared, look, .. } = *scene;
        let list = self;
        let wide = body.width >= 72;
        let find = shared.language.list_find();
        let y = body.y.saturating_add(1);
        let mut x = 2;
        x += canvas.text(x, y, body.width, find, look.style(Tone::Muted));
        let listed = match list.filter {
            Filter::All => list.all(),
            filter => list.count(filter),
        };
        let target = shared.study.protocol.target;
        let mut counted = shared
            .language
            .list_counted(list.matching(), listed, target);
        let mut width = body.width.saturating_sub(x).saturating_sub(24).max(8);
        if let Some([opens, in_short]) = opens(shared, list, look) {
            // The row names the participant whom Enter would open; the numbers beside the name are shortened for that.
            let among = shared.language.found_among(list.matching(), listed);
            let ways = [
                (&opens, counted.clone()),
                (&opens, among.clone()),
                (&in_short, among),
                (&in_short, String::new()),
            ];
            for (opens, numbers) in ways {
                let gap = if numbers.is_empty() { 2 } else { 4 };
                let right = body.width.saturating_sub(columns(&numbers) + gap);
                let from = right.saturating_sub(columns(opens));
                if from >= x.saturating_add(LEAST_LINE).saturating_add(2) {
                    canvas.text(from, y, columns(opens), opens, look.style(Tone::Heading));
                    width = from.saturating_sub(x).saturating_sub(2);
                    counted = numbers;
                    break;
                }
            }
        }
        let view = list.line.view(usize::from(width));
        canvas.text(x, y, width, &look.plain(view.text), look.style(Tone::Plain));
        let cursor = Position {
            x: x.saturating_add(columns_of(view.cursor)),
            y,
        };
        canvas.text_right(
            body.width.saturating_sub(2),
            y,
            24,
            &counted,
            look.style(Tone::Muted),
        );

        // The same row shows the filter, or the backup status where no filter is in use.
        let used = match list.filter {
            Filter::All => backup_status::draw(shared, look, canvas, body),
            _ => filter(shared, list, look, canvas, body),
        };
        sorted(list, used, shared.language, look, canvas, body);
        let y = body.y.saturating_add(3);
        let visits = VisitColumn::of(shared, body.width, look);
        let [id, initials, visit, state, window, forms, verdict] = shared.language.list_columns();
        let label = pad(visit, visits.width, Edge::Left).to_string();
        let window = match list.sort {
            Sort::LastEntry => shared.language.last_entry_column(),
            Sort::LastVisit | Sort::Id | Sort::NextDue | Sort::Verdict => window,
        };
        let heading = if wide {
            row("", id, initials, &label, state, window, forms, verdict)
        } else {
            let narrow = narrow_row("", id, initials, &label, state);
            narrow + &behind(list.sort, body.width, window, [forms, verdict])
        };
        canvas.text(
            0,
            y,
            body.width,
            &cut(&heading, body.width, look),
            look.style(Tone::Heading),
        );
        let top = y.saturating_add(1);
        let rows = body.bottom().saturating_sub(top);
        if list.matching() == 0 {
            let text = match (&list.found, list.all()) {
                (None, _) => shared.language.list_is_read(),
                (Some(_), 0) => shared.language.list_has_nobody(shared.may_enter()),
                (Some(_), _) if list.line.is_empty() => shared.language.nobody_today(),
                (Some(_), _) => shared.language.nobody_matches(),
            };
            canvas.text(2, top, body.width, text, look.style(Tone::Muted));
            return Some(cursor);
        }
        let first = scroll(list.cursor, list.matching(), rows);
        for (y, index) in (top..body.bottom()).zip(first..list.matching()) {
            let Some(summary) = list.row(index) else {
                // The rows are on their way.
                let marker = if index == list.cursor {
                    look.cursor()
                } else {
                    ""
                };
                canvas.text(0, y, 2, marker, look.style(Tone::Plain));
                canvas.text(2, y, body.width, look.ellipsis(), look.style(Tone::Muted));
                continue;
            };
            let chosen = index == list.cursor;
            // A serious event that no investigator has seen does not wait for a filter.
            let alarm = if summary.story.serious_unseen > 0 {
                "!"
            } else {
                ""
            };
            let cursor = if chosen { look.cursor() } else { " " };
            let marker = format!("{cursor}{alarm}");
            let sizes = (body.width, wide);
            let line = line(shared, summary, (&marker, &visits), list.sort, sizes, look);
            canvas.text(
                0,
                y,
                body.width,
                &cut(&line, body.width, look),
                look.style(Tone::Plain),
            );
            if chosen {
                canvas.paint(2, y, 16, look.style(Tone::Focus));
            }
        }
        Some(cursor)
    }
}

/// Columns that the text being typed has at the least.
const LEAST_LINE: u16 = 10;

/// Names the participant whom the key that opens would open, while something is typed; in full and in short.
fn opens(shared: &Workspace, list: &ListState, look: &Look) -> Option<[String; 2]> {
    let who = &list
        .selected()
        .filter(|_| !list.line.is_empty())?
        .participant;
    let keys = hints(
        &shared.keymap,
        Context::List,
        &[Action::Open],
        40,
        look.is_ascii(),
        shared.language,
    );
    let key = &keys.first()?.keys;
    let in_short = format!("{key} {} {}", who.id, who.initials);
    Some([shared.language.key_opens(key, who), in_short])
}

/// Says which filter is in use, how many it lists, and how to get back to all.
/// Returns the columns used.
fn filter(
    shared: &Workspace,
    list: &ListState,
    look: &Look,
    canvas: &mut Canvas<'_>,
    body: Rect,
) -> u16 {
    let y = body.y.saturating_add(2);
    let listed = list.count(list.filter);
    let language = shared.language;
    let words = language.filter_lists(list.filter, listed, list.all());
    let mut x = 2;
    x += canvas.text(x, y, body.width, &words, look.style(Tone::Heading));
    x += 2;
    let keys = hints(
        &shared.keymap,
        Context::List,
        &[Action::Back],
        40,
        look.is_ascii(),
        shared.language,
    );
    let Some(hint) = keys.first() else { return x };
    let way = language.back_to_all();
    // The text is removed first, then the filter.
    let times = if list.line.is_empty() { 1 } else { 2 };
    let needed = times * (columns(&hint.keys) + 1) + columns(way);
    if x.saturating_add(needed) > body.width {
        // Where there is no room, the keys are left out: the help lists them.
        return x;
    }
    for _ in 0..times {
        x += canvas.text(x, y, body.width, &hint.keys, look.style(Tone::Key));
        x += 1;
    }
    x.saturating_add(canvas.text(x, y, body.width, way, look.style(Tone::Muted)))
}

/// Says by what the list is sorted, at the right of what stands in that row already; where there is no room for it, in
/// the empty row above the finder.
fn sorted(
    list: &ListState,
    used: u16,
    language: &dyn Language,
    look: &Look,
    canvas: &mut Canvas<'_>,
    body: Rect,
) {
    let searched = !list.line.is_empty();
    let [full, short] = language.list_sorted(list.sort, searched);
    let free = body.width.saturating_sub(4);
    let beside = (body.y.saturating_add(2), free.saturating_sub(used));
    let above = (body.y, free);
    // In short it does not say that a better match goes first.
    let ways = match searched {
        false => [
            (&full, beside),
            (&short, beside),
            (&full, above),
            (&short, above),
        ],
        true => [
            (&full, beside),
            (&full, above),
            (&short, beside),
            (&short, above),
        ],
    };
    let fitting = ways.iter().find(|(text, (_, room))| columns(text) <= *room);
    if let Some((text, (y, room))) = fitting {
        let right = body.width.saturating_sub(2);
        canvas.text_right(right, *y, *room, text, look.style(Tone::Muted));
    }
}

/// Columns of a visit's label.
const VISITS: u16 = 10;
/// Columns of the narrow row, and of a wide one with a verdict.
const NARROW_ROW: u16 = 40;
const WIDE_ROW: u16 = 82;

/// Returns the columns of the visits' labels: as many as they take, where there are so many.
fn visit_width(shared: &Workspace, width: u16) -> u16 {
    let labels = shared.study.protocol.visits.iter();
    let row = if width >= 72 { WIDE_ROW } else { NARROW_ROW };
    let free = width.saturating_sub(row);
    widen(labels.map(|visit| visit.label.as_str()), VISITS, free)
}

/// The column of the visits' labels: how wide it is, and each label of the schedule in it, as it is told from the others.
struct VisitColumn {
    width: u16,
    labels: Vec<String>,
}

impl VisitColumn {
    fn of(shared: &Workspace, width: u16, look: &Look) -> Self {
        let width = visit_width(shared, width);
        let visits = shared.study.protocol.visits.iter();
        let labels: Vec<&str> = visits.map(|visit| visit.label.as_str()).collect();
        let labels = cut_apart(&labels, width.saturating_sub(1), look);
        Self { width, labels }
    }

    fn label(&self, shared: &Workspace, visit: &str, look: &Look) -> Cow<'_, str> {
        let place = shared.study.visit_index(visit);
        if let Some(label) = place.and_then(|place| self.labels.get(place)) {
            return Cow::Borrowed(label);
        }
        // A visit that an amendment takes out of the schedule from a later day on.
        let known = shared.study.known_visit(visit);
        let label = known.map_or("", |known| known.label.as_str());
        Cow::Owned(cut(label, self.width.saturating_sub(1), look))
    }
}

/// Columns of the state of a visit in a wide row, of its window, and of its forms.
const STATE: u16 = 7;
const WINDOW: u16 = 17;
const FORMS: u16 = 5;

/// Returns what a narrow row has behind the state, where there is room for it: the verdict where the list is sorted by
/// it, else the window and the forms of the next visit.
fn behind(sort: Sort, width: u16, window: &str, [forms, verdict]: [&str; 2]) -> String {
    if width < NARROW_ROW - 2 + WINDOW + FORMS {
        return String::new();
    }
    match sort {
        Sort::Verdict => verdict.to_owned(),
        Sort::LastVisit | Sort::Id | Sort::NextDue | Sort::LastEntry => {
            format!("{}{forms}", pad(window, WINDOW, Edge::Left))
        }
    }
}

/// Columns of a wide row before the verdict.
const BEFORE_VERDICT: u16 = 59;

/// Returns the row of a participant, with all columns when there is so much width.
fn line(
    shared: &Workspace,
    summary: &Summary,
    (marker, visits): (&str, &VisitColumn),
    sort: Sort,
    (width, wide): (u16, bool),
    look: &Look,
) -> String {
    let who = &summary.participant;
    let plan = schedule::plan(
        &shared.study,
        summary.who(),
        &summary.visits,
        shared.today(),
    );
    // Nothing more is entered of somebody who was enrolled by mistake, so that no visit of theirs comes next.
    let is_void = summary.statuses.is_void();
    let next = schedule::next_visit(&plan, shared.today()).filter(|_| !is_void);
    let label = next
        .map(|next| visits.label(shared, next.visit.as_str(), look))
        .unwrap_or_default();
    let label = pad(&label, visits.width, Edge::Left).to_string();
    let language = shared.language;
    let ended = summary.statuses.visits_end().is_some();
    let state = match next.filter(|_| !ended) {
        Some(next) => language.visit_state(next.state),
        None if ended => language.ended(summary.statuses.name()),
        None => language.all_visits_done(),
    };
    let window = match sort {
        // What the list is sorted by is seen.
        Sort::LastEntry => summary
            .last_entry
            .map(|at| at.format("%d %b %H:%M").to_string()),
        Sort::LastVisit | Sort::Id | Sort::NextDue | Sort::Verdict => next.map(|next| {
            format!(
                "{} {} {}",
                next.from.format("%d %b"),
                look.rule(),
                next.to.format("%d %b")
            )
        }),
    }
    .unwrap_or_default();
    let forms = next
        .and_then(|next| {
            let begun = summary
                .visits
                .iter()
                .find(|visit| visit.visit == next.visit);
            // Of this participant, whoever is open: a visit that is not begun has the forms of today.
            let (complete, forms) = match begun {
                Some(visit) => {
                    let asked = visit.asked(shared.today());
                    (visit.complete, usize::from(asked))
                }
                None => {
                    let today = shared.study.begun_on(shared.today());
                    (0, today.visit(next.visit.as_str())?.forms.len())
                }
            };
            Some(format!("{complete}/{forms}"))
        })
        .unwrap_or_default();
    if !wide {
        let narrow = narrow_row(marker, who.id.as_str(), &who.initials, &label, state);
        let verdict = verdict(shared, summary, WINDOW + FORMS);
        return narrow + &behind(sort, width, &window, [&forms, &verdict]);
    }
    let room = width.saturating_sub(BEFORE_VERDICT + visits.width - VISITS);
    row(
        marker,
        who.id.as_str(),
        &who.initials,
        &label,
        state,
        &window,
        &forms,
        &verdict(shared, summary, room),
    )
}

/// Returns the verdict of the latest visit that has one, in so many columns.
fn verdict(shared: &Workspace, summary: &Summary, room: u16) -> String {
    let verdict = match &summary.verdict {
        Hideable::Seen(Some(verdict)) => verdict,
        Hideable::Seen(None) => return String::new(),
        Hideable::Hidden => return shared.language.hidden().to_owned(),
    };
    let label = shared
        .study
        .visit(verdict.visit.as_str())
        .map_or("", |visit| visit.label.as_str());
    let language = shared.language;
    let doi = language.list_verdict(verdict.doi);
    // Cut short, "not decided" could be read as "not met".
    let doi = match verdict.doi {
        None if columns(label) + 1 + columns(doi) > room => language.list_verdict_open(),
        _ => doi,
    };
    match (verdict.tis, verdict.category) {
        (Some(tis), _) => format!("{label} {doi} {}", tis.normalize()),
        (None, Some(category)) => format!("{label} {doi} {}", language.category(category)),
        (None, None) => format!("{label} {doi}"),
    }
}

#[expect(clippy::too_many_arguments, reason = "one argument a column")]
fn row(
    marker: &str,
    id: &str,
    initials: &str,
    visit: &str,
    state: &str,
    window: &str,
    forms: &str,
    verdict: &str,
) -> String {
    let left = |text, width| pad(text, width, Edge::Left);
    // "all done" takes a column of the window, which is then empty or short.
    let gap = if columns(state) >= STATE { " " } else { "" };
    let state = format!("{}{gap}{window}", left(state, STATE));
    format!(
        "{}{}{}{}{}{} {verdict}",
        left(marker, 2),
        left(id, 8),
        left(initials, 9),
        left(visit, 10),
        left(&state, STATE + WINDOW),
        left(forms, FORMS)
    )
}

fn narrow_row(marker: &str, id: &str, initials: &str, visit: &str, state: &str) -> String {
    let left = |text, width| pad(text, width, Edge::Left);
    format!(
        "{}{}{}{}{}",
        left(marker, 2),
        left(id, 8),
        left(initials, 9),
        left(visit, 10),
        left(state, 9)
    )
}
