//! The words of the screen of `screens::timeline`.

use crate::domain::base::measured::Measured;
use crate::domain::base::ratio::Exact;
use crate::domain::record::participant::Participant;
use crate::domain::verdict::Verdict;
use crate::domain::verdict::core_set::Reading;
use crate::domain::views::timeline::lane::{Moment, Span};
use crate::domain::views::timeline::track::Track;
use crate::domain::views::timeline::{Judgement, Stop};
use crate::text::English;
use crate::text::en::count;
use crate::text::en::facts::in_category;
use crate::text::en::screens::participant::{born, enrolled};
use crate::text::facts::Facts as _;
use crate::text::screens::form::Form as _;
use crate::text::screens::timeline::{ChartLine, RowName, Section, Timeline};
use crate::text::screens::visit::Visit as _;
use crate::text::totals::Totals as _;

impl Timeline for English {
    fn timeline_title(&self) -> &'static str {
        "Timeline"
    }

    fn participant_on_day(&self, who: &Participant, named: bool, day: i64) -> String {
        let named = match named {
            true => format!("{} {}, ", who.id, who.initials),
            false => String::new(),
        };
        format!(
            "{named}day {day} today, enrolled {}, {}, born {}, {}",
            enrolled(who),
            self.sex(who.sex),
            born(who),
            self.diagnosis(who.diagnosis),
        )
    }

    fn row_name(&self, row: RowName) -> &'static str {
        match row {
            RowName::Days => "Day",
            RowName::Visits => "Visit",
            RowName::Windows => "Window",
            RowName::Imacs => "IMACS",
            RowName::Registered => "Registered",
            RowName::Tis => "TIS",
            RowName::Deterioration => "Deterioration",
            RowName::ChartDays => "day",
            RowName::ChartValues => "value",
        }
    }

    fn section(&self, section: Section) -> &'static str {
        match section {
            Section::Quality => "Quality of life, RAND-36",
            Section::Verdicts => "Verdicts",
            Section::Lanes => "Given, taken, and what happened",
        }
    }

    fn base_to_last(&self) -> &'static str {
        "base to last"
    }

    fn window_signs(&self, early: &str, late: &str, missed: &str, overdue: &str) -> String {
        format!("{early} early  {late} late  {missed} missed  {overdue} overdue")
    }

    fn verdicts_hidden(&self) -> &'static str {
        "The verdicts show once every hidden measure is entered."
    }

    fn judged_at(&self, visit: &str, judged: Judgement) -> String {
        format!("{visit}: {}", self.judgement(judged))
    }

    fn tis_at(&self, visit: &str, verdict: &Verdict, dash: &str) -> String {
        format!("{visit}: {}", tis(verdict, dash))
    }

    fn deterioration_row(&self, first: &str, confirmed: &str) -> String {
        format!("{first}, confirmed at {confirmed}")
    }

    fn deterioration_not_confirmed(&self) -> &'static str {
        "not confirmed by a second visit"
    }

    fn more_rows(&self, above: usize, below: usize) -> String {
        match (above, below) {
            (0, below) => format!("{below} more rows below"),
            (above, 0) => format!("{above} more rows above"),
            (above, below) => format!("{above} more rows above, {below} below"),
        }
    }

    fn visit_on_day(&self, stop: &Stop, day: i64) -> String {
        let timing = self.timing(stop.timing);
        let removed = stop
            .planned
            .state
            .removed_by()
            .map_or_else(String::new, |by| {
                format!(", {}", crate::text::en::amendment::removed(by))
            });
        let forms = format!("{} of {} forms", stop.forms.0, stop.forms.1);
        let changed = English.earlier_days(&stop.earlier_days);
        let words = stop.words.as_ref();
        let timing = words.map_or(timing.clone(), |words| format!("{timing} ({words})"));
        match (stop.planned.state.date(), stop.planned.has_known_day) {
            (Some(held), true) => {
                format!(
                    "{}: {held}{changed}, day {day}, {timing}, {forms}{removed}",
                    stop.label
                )
            }
            (Some(held), false) => {
                format!(
                    "{}: {held}, not by the rules{changed}, {timing}, {forms}{removed}",
                    stop.label
                )
            }
            (None, _) if !stop.planned.has_known_window => format!("{}: {timing}", stop.label),
            (None, _) => format!(
                "{}: planned for {}, day {day} (window {} to {}), {timing}",
                stop.label,
                stop.planned.target,
                stop.planned.from.format("%d %b"),
                stop.planned.to.format("%d %b"),
            ),
        }
    }

    fn visit_judged(&self, verdict: &Verdict, dash: &str) -> String {
        let differs = match verdict.registered_differs {
            true => " (differs)",
            false => "",
        };
        format!(
            "IMACS {}: {} improved, {} worse; registered {}{differs}; TIS {}",
            self.judgement(Judgement::of(verdict, &verdict.doi)),
            verdict.doi.improved,
            verdict.doi.worse,
            self.judgement(Judgement::of(verdict, &verdict.registered)),
            tis(verdict, dash),
        )
    }

    fn track_reading(&self, track: &Track, reading: Option<&Reading>) -> String {
        let value = match reading {
            Some(Reading::Value(value)) => track.shown(*value),
            Some(Reading::Below(limit)) => track.shown(Measured::Below(*limit)),
            Some(Reading::Missing(reason)) => format!("missing ({reason})"),
            Some(Reading::NotAsked) => "not asked here".to_owned(),
            Some(Reading::Hidden) => "hidden".to_owned(),
            Some(Reading::Blank) | None => "not entered".to_owned(),
        };
        format!("{} {value}", self.track(&track.subject))
    }

    fn track_scale(&self, track: &Track, low: Exact, high: Exact) -> String {
        let mut text = format!("scale {low} to {high}");
        let (improved, worse) = track.thresholds();
        for (line, value) in [(ChartLine::Improved, improved), (ChartLine::Worse, worse)] {
            if let Some(value) = value {
                let value = track.shown_whole(value);
                text.push_str(&format!(", {}", self.chart_line(line, &value)));
            }
        }
        text
    }

    fn infusions(&self, given: usize, last: Option<&Span>) -> String {
        match last {
            Some(last) => format!(
                "{given} given, last {} {}",
                day(last.from.as_ref()),
                self.span(&last.what)
            ),
            None => "none given".to_owned(),
        }
    }

    fn doses(&self, first: Option<&str>, last: Option<&str>, arrow: &str) -> String {
        match (first, last) {
            (Some(first), Some(last)) if first != last => {
                format!("{first} {arrow} {last} mg/day prednisone")
            }
            (_, Some(last)) => format!("{last} mg/day prednisone"),
            (_, None) => "dose not known".to_owned(),
        }
    }

    fn drug_taken(&self, span: &Span) -> String {
        format!("{}, {}", self.span(&span.what), period(span))
    }

    fn events(&self, all: usize, serious: usize, ongoing: usize) -> String {
        let events = count(all, "event");
        let serious = match (all, serious) {
            (_, 0) => String::new(),
            (1, _) => ", serious (!)".to_owned(),
            (_, serious) => format!(", {serious} serious (!)"),
        };
        let ongoing = match ongoing {
            0 => String::new(),
            ongoing => format!(", {ongoing} ongoing"),
        };
        format!("{events}{serious}{ongoing}")
    }

    fn event_grade(&self, span: &Span) -> String {
        format!(
            "grade {}{}, {}",
            span.grade.map_or("?".to_owned(), |grade| grade.to_string()),
            if span.serious { " SERIOUS" } else { "" },
            period(span)
        )
    }

    fn track_hidden(&self, track: &Track) -> String {
        let name = self.track(&track.subject);
        format!("{name} is hidden until its value here is entered.")
    }

    fn chart_title(&self, track: &Track, last: Option<&str>, direction: bool) -> String {
        let base = track.baseline.map(|value| track.shown(value));
        let last = track.last.zip(last);
        let last = last.map(|(mark, visit)| format!("{} at {visit}", track.shown(mark.value)));
        let values = match (base, last) {
            (Some(base), Some(last)) => format!(": {base} at baseline, {last}"),
            (Some(base), None) => format!(": {base} at baseline"),
            (None, _) => String::new(),
        };
        let relative = track.change.as_ref().and_then(|change| change.relative());
        let relative = relative.map_or_else(String::new, |relative| format!(", {relative}"));
        let direction = match (direction, track.rises()) {
            (false, _) => "",
            (true, true) => "; higher is better",
            (true, false) => "; lower is better",
        };
        let name = self.track(&track.subject);
        format!("{name}{values}{relative}{direction}")
    }

    fn chart_has_no_value(&self) -> &'static str {
        "No visit has a value of it yet."
    }

    fn chart_line(&self, line: ChartLine, value: &str) -> String {
        let words = match line {
            ChartLine::Baseline => "baseline",
            ChartLine::Improved => "improved from",
            ChartLine::Worse => "worse from",
        };
        format!("{words} {value}")
    }
}

/// Returns the total improvement score in words.
fn tis(verdict: &Verdict, dash: &str) -> String {
    match (verdict.tis.total, verdict.tis.category) {
        (Some(total), Some(category)) => format!("{total}, {}", in_category(category)),
        _ if !verdict.not_asked.is_empty() => "not scored here".to_owned(),
        (None, Some(category)) => format!(
            "{} {dash} {}, {}",
            verdict.tis.low,
            verdict.tis.high,
            in_category(category)
        ),
        _ => format!(
            "{} {dash} {} (bounds, unofficial)",
            verdict.tis.low, verdict.tis.high
        ),
    }
}

/// Returns a day as far as it is known.
fn day(moment: Option<&Moment>) -> String {
    moment.map_or("day not known".to_owned(), |moment| English.moment(moment))
}

/// Returns from when to when something went on.
fn period(span: &Span) -> String {
    let from = day(span.from.as_ref());
    match &span.to {
        None => format!("since {from}"),
        Some(to) if span.from.as_ref() == Some(to) => from,
        Some(to) => format!("{from} to {}", English.moment(to)),
    }
}
