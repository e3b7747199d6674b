//! The report of one participant: a section a file.

mod course;
mod enzymes;
mod forms;
mod head;
mod measures;
mod remarks;
mod treatment;
mod verdicts;

use super::page::{Page, note, page, section};
use crate::domain::forms::engine::cells::Reading;
use crate::domain::record::session::{ParticipantRecord, Session};
use crate::domain::study::Study;
use crate::domain::views::timeline::lane::lanes;
use crate::domain::views::timeline::track::Track;
use crate::domain::views::timeline::{Stop, Timeline, tell};
use crate::export::exporter::Context;
use crate::text::report::{ReportLabel as L, ReportLine};
use crate::text::{Language, short_visit};
use maud::{Markup, html};

/// A participant as every section needs them.
pub(super) struct Told<'a> {
    pub(super) context: &'a Context,
    pub(super) study: &'a Study,
    pub(super) record: &'a ParticipantRecord,
    /// Visits, measures, verdicts, and what is kept beside the visits.
    pub(super) story: Timeline,
    pub(super) language: &'static dyn Language,
}

impl<'a> Told<'a> {
    /// Tells the story of a participant.
    pub(super) fn of(context: &'a Context, record: &'a ParticipantRecord) -> Self {
        let lanes = lanes(&context.study, record);
        Self {
            context,
            study: &context.study,
            record,
            story: tell(&context.study, record, lanes, context.today()),
            language: context.language,
        }
    }

    /// Returns the id.
    pub(super) fn id(&self) -> &'a str {
        self.record.participant.id.as_str()
    }

    pub(super) fn label(&self, label: L) -> &'static str {
        self.language.report_label(label)
    }

    pub(super) fn line(&self, line: &ReportLine<'_>) -> String {
        self.language.report_line(line)
    }

    /// Returns the visits that were begun, with their places.
    pub(super) fn held(&self) -> impl Iterator<Item = (usize, &Stop, &'a Session)> {
        let stops = self.story.stops.iter().enumerate();
        stops.filter_map(|(place, stop)| {
            let session = self.record.session(stop.planned.visit.as_str())?;
            Some((place, stop, session))
        })
    }

    /// Returns a value as it is read: exact where few decimals are enough, with its exact number for programs.
    pub(super) fn reading(&self, track: &Track, reading: &Reading) -> Markup {
        if let Some(value) = reading.measured() {
            return html! { data value=(value) { (track.shown_whole(value)) } };
        }
        html! { span.gap { (self.absent(reading)) } }
    }

    /// Says why there is no value.
    pub(super) fn absent(&self, reading: &Reading) -> String {
        match reading {
            Reading::Blank => self.label(L::Blank).to_owned(),
            Reading::NotAsked => self.label(L::NotAsked).to_owned(),
            Reading::Hidden => self.label(L::Hidden).to_owned(),
            Reading::Missing(reason) => self.reason(reason),
            Reading::Value(value) | Reading::Below(value) => value.to_string(),
        }
    }

    /// Returns the words of a reason why a value is missing.
    pub(super) fn reason(&self, code: &str) -> String {
        let known = self.study.missing_reason(code);
        known.map_or_else(|| code.replace('-', " "), |reason| reason.label.clone())
    }

    /// Returns the visits that were begun as named days of an axis.
    pub(super) fn named_days(&self) -> Vec<(i64, String)> {
        let held = self.held();
        held.map(|(_, stop, _)| (self.story.axis.day(stop.date()), stop.label.clone()))
            .collect()
    }

    /// Returns the same with short names, for small figures.
    pub(super) fn short_days(&self) -> Vec<(i64, String)> {
        let named = self.named_days().into_iter();
        named.map(|(day, name)| (day, short_visit(&name))).collect()
    }

    /// Returns first and last day of the visits that were begun.
    pub(super) fn days(&self) -> (i64, i64) {
        let days = || {
            self.held()
                .map(|(_, stop, _)| self.story.axis.day(stop.date()))
        };
        (days().min().unwrap_or(0), days().max().unwrap_or(0))
    }
}

/// Returns the whole page.
pub(super) fn text(person: &Told<'_>) -> String {
    let heading = person.line(&ReportLine::ParticipantTitle(person.id()));
    let body = if person.record.statuses.is_void() {
        note(person.label(L::CountsNowhere))
    } else {
        body(person)
    };
    page(
        person.context,
        &Page {
            running: person.id(),
            heading: &heading,
            kind: &person.study.protocol.title,
            body,
        },
    )
}

fn body(person: &Told<'_>) -> Markup {
    let part = |id: &str, heading: L, is_long: bool, body: Option<Markup>| {
        let body = body.unwrap_or_else(|| note(person.label(L::Nothing)));
        section(id, person.label(heading), is_long, &body)
    };
    html! {
        (part("who", L::Who, false, Some(course::who(person))))
        (part("course", L::Course, true, Some(course::course(person))))
        @if let Some(eligibility) = course::eligibility(person) {
            (part("eligibility", L::Eligibility, true, Some(eligibility)))
        }
        (part("measures", L::Measures, true, measures::measures(person)))
        (part("response", L::Verdicts, true, verdicts::verdicts(person)))
        (part("strength", L::Strength, false, forms::strength(person)))
        (part("function", L::Function, false, forms::function(person)))
        (part("activity", L::Activity, false, forms::activity(person)))
        (part("enzymes", L::Enzymes, false, enzymes::enzymes(person)))
        (part("treatment", L::Treatment, true, treatment::treatment(person)))
        (part("missing", L::Missing, true, remarks::missing(person)))
        (part("kept", L::Kept, true, remarks::kept(person)))
        (part("signatures", L::Signatures, true, head::signatures(person)))
        (part("head", L::Head, false, Some(head::head(person))))
    }
}
