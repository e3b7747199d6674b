//! One participant: who, the visits of the schedule, and what is kept beside the visits.

use crate::domain::course::deviations::Deviation;
use crate::domain::course::eligibility::judge;
use crate::domain::course::facts::Fact;
use crate::domain::course::totals::LogSummary;
use crate::domain::forms::engine::instrument::Kept;
use crate::domain::record::signature;
use crate::domain::study::fit;
use crate::domain::study::schedule::{PlannedVisit, VisitState};
use crate::screens::canvas::{
    Canvas, Edge, columns, columns_of, cut, cut_apart, pad, part, scroll, widen,
};
use crate::screens::change;
use crate::screens::deviations::words;
use crate::screens::line_keys::line_key;
use crate::screens::lock;
use crate::screens::logs::draw::{fact_rows, table, tone as tone_of, write_rows};
use crate::screens::look::{Look, Tone};
use crate::screens::participant::state::Visits;
use crate::screens::participation;
use crate::screens::presence;
use crate::screens::scene::Scene;
use crate::screens::screen::Draw;
use crate::screens::workspace::Workspace;
use ratatui::layout::{Position, Rect};

/// Columns of the window of a visit, or of what an unscheduled one is for.
const WINDOW: u16 = 17;
/// Columns of a visit's label, and those of a row with all its columns.
const VISITS: u16 = 11;
const WIDE_ROW: u16 = 76;
/// The same of a row with fewer.
const NARROW_ROW: u16 = 48;
/// Columns of the title of what is kept beside the visits.
const TITLES: u16 = 16;
/// Rows above the lines: a blank one, who it is, another blank one, the names of the columns.
const HEAD: u16 = 4;
/// Rows that the change of a visit takes below the lines.
const STRIP: u16 = 8;

impl Draw for Visits {
    /// Draws the lines of a participant; the cursor stands on the chosen one.
    fn draw(&self, scene: &Scene<'_>, canvas: &mut Canvas<'_>, body: Rect) -> Option<Position> {
        let Scene { shared, look, .. } = *scene;
        let visits = self;
        let who = &shared.open.record.as_ref()?.participant;
        let words = {
            let kg = fit::weight(&shared.study, who).is_some();
            shared.language.who(who, kg)
        };
        let line = body.width.saturating_sub(3);
        let words = if columns(&words) > line {
            // Where there is no room, the weight is left out before the day is cut.
            shared.language.who_without_weight(who)
        } else {
            words
        };
        let content = Content::of(shared);
        let deviates = !content.deviations.is_empty();
        let all = columns_of(content.count())
            .saturating_add(STRIP)
            .saturating_add(HEAD);
        // A low screen has no blank row at the top, and the line of the deviations takes the place of it where it must.
        let top = u16::from(body.height > 10 && !(deviates && body.height < all));
        let line = part(body, 2, top, body.width.saturating_sub(3), 1);
        let words = cut(&words, line.width, look);
        canvas.text(line.x, line.y, line.width, &words, look.style(Tone::Plain));
        let blank = part(body, 2, top + 1, body.width.saturating_sub(3), 1);
        presence::draw::at_participant(shared, look, canvas, blank);
        let first = part(body, 2, 0, body.width.saturating_sub(3), 1);
        let locked = lock::draw::banner(shared, None, None, look, canvas, body);
        // On a low screen the first row says who it is.
        let place = if locked || top == 0 { blank } else { first };
        participation::draw::banner(shared, look, canvas, place);
        let wide = body.width >= 76;
        let y = body.y.saturating_add(top + 2);
        let [visit, state, planned, window, held, forms] = shared.language.visits_columns();
        let label = pad(visit, visit_width(shared, body.width, wide), Edge::Left).to_string();
        let heading = row(
            "", "", &label, state, planned, window, held, forms, "", wide,
        );
        let heading = cut(&heading, body.width, look);
        canvas.text(0, y, body.width, &heading, look.style(Tone::Heading));
        let rest = part(body, 0, top + 3, body.width, body.height);
        lines(shared, visits, (&content, wide), look, canvas, rest)
    }
}

/// What the page lists, worked out once for a picture of it.
struct Content {
    /// The visits.
    plan: Vec<PlannedVisit>,
    /// What is kept beside them.
    beside: Vec<LogSummary>,
    /// The deviations, which have a line together.
    deviations: Vec<Deviation>,
}

impl Content {
    fn of(shared: &Workspace) -> Self {
        Self {
            plan: shared.plan(),
            beside: shared.kept_beside(),
            deviations: shared.deviations(),
        }
    }

    /// Returns how many lines there are.
    fn count(&self) -> usize {
        self.plan.len() + self.beside.len() + usize::from(!self.deviations.is_empty())
    }
}

/// Draws visits and logs, then what there is to see of the one under the cursor.
fn lines(
    shared: &Workspace,
    visits: &Visits,
    (content, wide): (&Content, bool),
    look: &Look,
    canvas: &mut Canvas<'_>,
    area: Rect,
) -> Option<Position> {
    let Content {
        plan,
        beside,
        deviations,
    } = content;
    let room = visit_width(shared, area.width, wide);
    let visits_of = |planned: &PlannedVisit| shared.planned(planned.visit.as_str());
    let labels: Vec<&str> = plan
        .iter()
        .map(|planned| visits_of(planned).map_or("", |visit| visit.label.as_str()))
        .collect();
    let labels = cut_apart(&labels, room.saturating_sub(1), look);
    let titles = beside.iter().map(|kept| kept.title.as_str());
    let titles = widen(titles, TITLES, area.width / 4);
    let count = content.count();
    let rows = u16::try_from(count).unwrap_or(u16::MAX);
    // Blank rows are the first to go, then what stands below; never a line.
    let spare = area.height.saturating_sub(rows.saturating_add(STRIP));
    let gap = u16::from(spare >= 2 && !beside.is_empty());
    let list = part(area, 0, 0, area.width, rows.saturating_add(gap));
    let first = scroll(visits.cursor, count, list.height);
    let mut position = None;
    for index in first..count {
        let shown = u16::try_from(index - first).unwrap_or(u16::MAX);
        let apart = if index >= plan.len() { gap } else { 0 };
        let y = list.y.saturating_add(shown).saturating_add(apart);
        if y >= list.bottom() {
            break;
        }
        let chosen = index == visits.cursor;
        let kept = index.checked_sub(plan.len()).and_then(|i| beside.get(i));
        let (text, tone) = match (plan.get(index), kept) {
            (Some(planned), _) => (
                {
                    let label = labels.get(index).map_or("", String::as_str);
                    let label = pad(label, room, Edge::Left).to_string();
                    line(shared, planned, &label, index, chosen, wide, look)
                },
                tone(&planned.state),
            ),
            (None, Some(kept)) => (
                {
                    let words = shared.language.fact(&kept.state.said);
                    beside_line((&kept.title, &words), index, chosen, titles, look)
                },
                tone_of(kept.state.mark),
            ),
            (None, None) => (
                {
                    let title = shared.language.deviations_title();
                    let words = shared
                        .language
                        .deviations_in_short(deviations.len(), shared.count_major(deviations));
                    beside_line((title, &words), index, chosen, titles, look)
                },
                Tone::Warn,
            ),
        };
        let text = cut(&text, area.width, look);
        canvas.text(0, y, area.width, &text, look.style(tone));
        if chosen {
            canvas.paint(2, y, 18, look.style(Tone::Focus));
            position = Some(Position { x: 2, y });
        }
    }
    let gap = u16::from(spare >= 1);
    let below = part(
        area,
        0,
        list.height.saturating_add(gap),
        area.width,
        area.height,
    );
    let kept = visits.cursor.checked_sub(plan.len());
    match kept.and_then(|kept| beside.get(kept)) {
        Some(kept) => glance(shared, kept, look, canvas, below),
        None if kept.is_some() => first_deviations(shared, deviations, look, canvas, below),
        None => {
            if let Some(planned) = plan.get(visits.cursor) {
                change::draw::strip(shared, &planned.visit, look, canvas, below);
            }
        }
    }
    position
}

/// Draws the first deviations.
fn first_deviations(
    shared: &Workspace,
    deviations: &[Deviation],
    look: &Look,
    canvas: &mut Canvas<'_>,
    area: Rect,
) {
    let language = shared.language;
    let width = area.width.saturating_sub(3);
    for (y, deviation) in (area.top()..area.bottom()).zip(deviations) {
        let rule = language.deviation_rule(deviation.rule);
        let place = words::place(&shared.study, &deviation.place, language);
        let line = cut(&format!("{place}: {rule}"), width, look);
        canvas.text(2, y, width, &line, look.style(Tone::Plain));
    }
}

/// Draws the first rows of a log, or what keeps a participant out.
fn glance(shared: &Workspace, kept: &LogSummary, look: &Look, canvas: &mut Canvas<'_>, area: Rect) {
    let form = shared.study.known_form(kept.form.as_str());
    if form.is_some_and(|form| form.kept == Kept::Rows) {
        let lines = shared.log_lines(&kept.form);
        if !lines.is_empty() && area.height > 1 {
            table(
                &kept.form,
                &lines,
                None,
                shared.language,
                look,
                canvas,
                area,
            );
        }
        return;
    }
    let record = shared.open.record.as_ref();
    let judged = record.and_then(|record| judge(&shared.study, record));
    let reasons = judged.map_or_else(Vec::new, |judged| judged.reasons());
    let facts: Vec<Fact> = reasons.into_iter().map(Fact::plain).collect();
    let area = part(area, 2, 0, area.width.saturating_sub(3), area.height);
    write_rows(
        &fact_rows(&facts, area.width, shared.language),
        look,
        canvas,
        area,
    );
}

/// Returns the columns of the visits' labels: as many as they take, where there are so many.
fn visit_width(shared: &Workspace, width: u16, wide: bool) -> u16 {
    let labels = shared.study.protocol.visits.iter();
    let free = width.saturating_sub(if wide { WIDE_ROW } else { NARROW_ROW });
    widen(labels.map(|visit| visit.label.as_str()), VISITS, free)
}

fn beside_line(
    (title, words): (&str, &str),
    index: usize,
    chosen: bool,
    titles: u16,
    look: &Look,
) -> String {
    let marker = if chosen { look.cursor() } else { "" };
    format!(
        "{}{}{}{words}",
        pad(marker, 2, Edge::Left),
        pad(&line_key(index), 3, Edge::Left),
        pad(title, titles, Edge::Left),
    )
}

fn line(
    shared: &Workspace,
    planned: &PlannedVisit,
    label: &str,
    index: usize,
    chosen: bool,
    wide: bool,
    look: &Look,
) -> String {
    let visit = shared.planned(planned.visit.as_str());
    let held = match &planned.state {
        VisitState::Done { date }
        | VisitState::Open { date }
        | VisitState::Removed { date, .. } => {
            let mark = if planned.has_known_day { "" } else { "!" };
            format!("{date}{mark}")
        }
        VisitState::Due
        | VisitState::Early { .. }
        | VisitState::Late { .. }
        | VisitState::Missed
        | VisitState::Ahead
        | VisitState::Closed { .. } => String::new(),
    };
    let target = match (planned.is_planned, planned.has_known_window) {
        (false, _) => String::new(),
        (true, true) => planned.target.to_string(),
        (true, false) => shared.language.day_not_known().to_owned(),
    };
    let forms = visit
        .filter(|_| !held.is_empty())
        .map(|visit| {
            let forms = shared.forms_at(&visit.id);
            let complete = forms.iter();
            let complete = complete.filter(|f| shared.progress(&visit.id, f).is_complete());
            format!("{}/{}", complete.count(), forms.len())
        })
        .unwrap_or_default();
    let session = shared.session(&planned.visit);
    let unscheduled = session.and_then(|session| session.unscheduled.as_ref());
    let window = match planned.has_known_window {
        // In no window: what it is for stands there.
        false if !planned.is_planned => {
            let words = unscheduled.map_or("", |own| own.words.as_str());
            cut(&look.plain(words), WINDOW - 1, look)
        }
        true => format!(
            "{} {} {}",
            planned.from.format("%d %b"),
            look.rule(),
            planned.to.format("%d %b")
        ),
        false => shared.language.day_not_known().to_owned(),
    };
    let signed = session
        .zip(shared.open.record.as_ref())
        .and_then(|(session, record)| signature::mark(&record.participant.id, session))
        .map(|mark| shared.language.signed_mark(mark));
    let locked = lock::draw::is_locked(shared, Some(&planned.visit), None);
    let marker = if chosen { look.cursor() } else { "" };
    let number = line_key(index);
    if let Some(by) = planned.state.removed_by() {
        let words = shared.language.removed_by(by);
        let signed = signed.unwrap_or_default();
        return removed_row(
            [marker, &number, label, &words, &held, &forms, signed],
            wide,
        );
    }
    row(
        marker,
        &number,
        label,
        if locked {
            shared.language.locked_here()
        } else {
            shared.language.visit_state(planned.state)
        },
        &target,
        &window,
        &held,
        &forms,
        signed.unwrap_or_default(),
        wide,
    )
}

#[expect(clippy::too_many_arguments, reason = "one argument a column")]
fn row(
    marker: &str,
    number: &str,
    visit: &str,
    state: &str,
    planned: &str,
    window: &str,
    held: &str,
    forms: &str,
    signed: &str,
    wide: bool,
) -> String {
    let left = |text, width| pad(text, width, Edge::Left);
    let first = format!(
        "{}{}{}{}{}",
        left(marker, 2),
        left(number, 3),
        left(visit, 11),
        left(state, 9),
        left(planned, 12)
    );
    if wide {
        let (window, held) = (left(window, WINDOW), left(held, 12));
        format!("{first}{window}{held}{forms} {signed}")
    } else {
        format!("{first}{forms} {signed}")
    }
}

/// Returns the row of a visit that an amendment took out of the schedule: it has no day for which it is planned.
fn removed_row(cells: [&str; 7], wide: bool) -> String {
    let [marker, number, visit, words, held, forms, signed] = cells;
    let left = |text, width| pad(text, width, Edge::Left);
    let (marker, number, visit) = (left(marker, 2), left(number, 3), left(visit, 11));
    match wide {
        true => {
            let (words, held) = (left(words, 38), left(held, 12));
            format!("{marker}{number}{visit}{words}{held}{forms} {signed}")
        }
        false => format!(
            "{marker}{number}{visit}{} {forms} {signed}",
            left(words, 21)
        ),
    }
}

fn tone(state: &VisitState) -> Tone {
    match state {
        VisitState::Done { .. } => Tone::Good,
        VisitState::Late { .. } | VisitState::Missed => Tone::Warn,
        VisitState::Ahead | VisitState::Removed { .. } => Tone::Muted,
        _ => Tone::Plain,
    }
}
