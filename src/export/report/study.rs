//! The report of the study, put together of a small summary of each participant.
//!
//! Numbers that `coreset status` has too are those of the overview; the others are counted here, of the summaries alone.

mod analysis;
mod baseline;
mod conduct;
mod flow;
mod matrix;
mod mean;
mod safety;
mod seen;
mod trajectories;

use super::page::{Page, note, page, section};
use crate::domain::views::overview::{Overview, overview};
use crate::export::exporter::Context;
use crate::text::report::{ReportLabel as L, ReportLine};
use maud::{Markup, html};
pub(super) use seen::{OF_MEASURES, Seen};

/// What is kept of all participants until the end.
#[derive(Default)]
pub(super) struct Tally {
    all: Vec<Seen>,
}

impl Tally {
    /// Takes what is kept of one participant.
    pub(super) fn add(&mut self, seen: Seen) {
        self.all.push(seen);
    }
}

/// The study as every section needs it.
struct Whole<'a> {
    context: &'a Context,
    overview: Overview,
    all: &'a [Seen],
}

impl Whole<'_> {
    fn label(&self, label: L) -> &'static str {
        self.context.language.report_label(label)
    }

    fn line(&self, line: &ReportLine<'_>) -> String {
        self.context.language.report_line(line)
    }

    /// Returns those whose data count in an analysis.
    fn counted(&self) -> impl Iterator<Item = &Seen> {
        let used = |seen: &&Seen| !seen.summary.statuses.forbids_use();
        self.all.iter().filter(used)
    }
}

/// Picks at most so many, evenly in their order.
fn some<T>(all: &[T], most: usize) -> Vec<&T> {
    let count = all.len().min(most);
    let picked = (0..count).filter_map(|place| all.get(place * all.len() / count.max(1)));
    picked.collect()
}

/// Returns the whole page.
pub(super) fn text(context: &Context, tally: &Tally) -> String {
    let summaries = tally.all.iter().map(|seen| &seen.summary);
    let whole = Whole {
        context,
        overview: overview(&context.study, summaries, context.today()),
        all: &tally.all,
    };
    let protocol = &context.study.protocol;
    let heading = whole.line(&ReportLine::StudyTitle(&protocol.id));
    page(
        context,
        &Page {
            running: &protocol.id,
            heading: &heading,
            kind: &protocol.title,
            body: body(&whole),
        },
    )
}

fn body(whole: &Whole<'_>) -> Markup {
    let part = |id: &str, heading: L, is_long: bool, body: Option<Markup>| {
        let body = body.unwrap_or_else(|| note(whole.label(L::Nothing)));
        section(id, whole.label(heading), is_long, &body)
    };
    let overview = &whole.overview;
    let enrolled = ReportLine::EnrolledOf(overview.enrolled(), overview.target);
    let due = ReportLine::DueOverdue {
        due: overview.due_this_week,
        overdue: overview.overdue,
        missed: overview.missed,
    };
    html! {
        p { (whole.line(&enrolled)) ". " (whole.line(&due)) }
        (part("flow", L::Flow, false, Some(flow::flow(whole))))
        (part("baseline", L::BaselineTable, false, baseline::baseline(whole)))
        (part("matrix", L::Matrix, true, matrix::matrix(whole)))
        (part("waterfall", L::Waterfall, true, analysis::waterfall(whole)))
        (part("responders", L::Responders, true, Some(analysis::responders(whole))))
        (part("spaghetti", L::Spaghetti, true, trajectories::spaghetti(whole)))
        (part("mean-change", L::MeanChange, true, mean::changes(whole)))
        (part("events", L::Events, true, safety::events(whole)))
        (part("exposure", L::Exposure, false, safety::exposure(whole)))
        (part("deviations", L::Deviations, false, Some(conduct::deviations(whole))))
        (part("queries", L::Queries, false, conduct::queries(whole)))
        (part("completeness", L::Completeness, false, conduct::completeness(whole)))
        (part("head", L::Head, false, Some(conduct::head(whole))))
    }
}

#[cfg(test)]
mod tests {
    use super::some;

    #[test]
    fn some_are_picked_evenly_and_all_where_there_is_room() {
        let all: Vec<usize> = (0..10).collect();
        assert_eq!(some(&all, 5), [&0, &2, &4, &6, &8]);
        assert_eq!(some(&all, 20).len(), 10);
        assert!(some::<usize>(&[], 3).is_empty());
    }
}
