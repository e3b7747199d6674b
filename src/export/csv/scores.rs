//! Scores: the core set measures with their change and the verdict of each visit, in one row a visit.

use super::Rows;
use super::columns::{PARTICIPANT, Put, VISIT, codes, participant, visit, yes_no};
use crate::domain::base::ids::VisitId;
use crate::domain::base::measured::{Amount, Measured};
use crate::domain::forms::engine::cells::Reading;
use crate::domain::forms::engine::instrument::Measure;
use crate::domain::forms::enzymes::Enzyme;
use crate::domain::study::Study;
use crate::domain::verdict::response::{Category, Judgement, Outcome, Relative};
use crate::domain::verdict::{MeasureVerdict, Verdict};
use crate::domain::views::timeline::Stop;
use crate::domain::views::timeline::track::Track;
use crate::export::exporter::Fault;
use crate::export::person::Person;
use crate::export::table::{Cell, Column, Kind, Table};

/// The table of scores.
pub(super) struct Scores {
    table: Table,
}

/// Columns of each measure, with what they hold.
const OF_MEASURE: [(&str, &str); 10] = [
    ("", "value"),
    ("_limit", "sign of a result below a limit"),
    ("_missing", "why there is no value"),
    ("_change", "improvement since baseline, in its unit"),
    (
        "_change_sign",
        "sign of an improvement known to one side only",
    ),
    ("_percent", "improvement in percent of baseline"),
    (
        "_percent_sign",
        "sign of a percentage known to one side only",
    ),
    ("_of_range", "improvement in percent of the range"),
    (
        "_outcome",
        "what the definition of improvement counts it as",
    ),
    ("_points", "points of the total improvement score"),
];

/// Columns of the verdict, with what they hold.
const OF_VERDICT: [(&str, &str); 17] = [
    ("imacs", "IMACS definition of improvement"),
    ("registered", "the registered wording, read literally"),
    ("improved", "measures improved by 20 %"),
    ("worse", "measures worse by more than 25 %"),
    ("tis", "total improvement score"),
    ("tis_low", "its least, with missing measures at 0"),
    (
        "tis_high",
        "its most, with missing measures at their most points",
    ),
    ("tis_category", "category of the total"),
    ("tis_category_low", "category of its least"),
    ("tis_category_high", "category of its most"),
    (
        "deterioration",
        "criteria of deterioration met at this visit",
    ),
    (
        "worse_of_five",
        "of five measures without the enzyme, worse by 30 %",
    ),
    ("enzyme_counted", "enzyme that counts, chosen at baseline"),
    ("enzyme_open", "it is open which enzyme counts"),
    ("undecided", "why a verdict is not decided"),
    (
        "hidden",
        "the user who exported does not see the verdict yet",
    ),
    (
        "verdict_version",
        "version of the study by which it is judged",
    ),
];

impl Scores {
    pub(super) fn of(study: &Study) -> Self {
        let outcomes = ["improved", "worse", "neither", "missing", "open"];
        let mut columns = vec![
            participant(),
            visit(),
            Column::new("held_on", "Day of the assessments", Kind::Day),
            Column::new(
                "day",
                "Days since the day of the baseline visit",
                Kind::Whole,
            ),
        ];
        for measure in Measure::ALL {
            for (suffix, label) in OF_MEASURE {
                let kind = match suffix {
                    "_limit" => codes(["<"]),
                    "_change_sign" | "_percent_sign" => codes(["<", ">"]),
                    "_missing" => Kind::Text,
                    "_outcome" => codes(outcomes),
                    _ => Kind::Number,
                };
                let name = format!("{}{suffix}", measure.key());
                let label = format!("{}: {label}", measure_label(measure));
                let mut column = Column::new(name, label, kind);
                if suffix.is_empty() {
                    column.unit = Some(unit(measure, study));
                }
                columns.push(column);
            }
        }
        for (name, label) in OF_VERDICT {
            columns.push(Column::new(name, label, verdict_kind(name)));
        }
        Self {
            table: Table {
                name: "scores".to_owned(),
                label: "Core set measures, change since baseline, and verdicts".to_owned(),
                columns,
                key: vec![PARTICIPANT.to_owned(), VISIT.to_owned()],
                oid: None,
            },
        }
    }
}

fn verdict_kind(name: &str) -> Kind {
    match name {
        "imacs" | "registered" => codes(["met", "not-met", "open", "not-judged"]),
        "improved" | "worse" | "worse_of_five" | "verdict_version" => Kind::Whole,
        "tis" | "tis_low" | "tis_high" => Kind::Number,
        "tis_category" | "tis_category_low" | "tis_category_high" => codes(CATEGORIES),
        "deterioration" | "enzyme_open" | "hidden" => yes_no(),
        "enzyme_counted" => codes(Enzyme::ALL.map(Enzyme::key)),
        _ => Kind::Text,
    }
}

/// The names of all categories.
const CATEGORIES: [&str; 4] = ["none", "minimal", "moderate", "major"];

fn measure_label(measure: Measure) -> &'static str {
    match measure {
        Measure::Phga => "Physician global activity",
        Measure::Ptga => "Patient global activity",
        Measure::Mmt => "MMT-8",
        Measure::Haq => "HAQ-DI",
        Measure::Enzyme => "Muscle enzyme",
        Measure::Extramuscular => "Extramuscular global activity",
    }
}

fn unit(measure: Measure, study: &Study) -> String {
    match measure {
        Measure::Phga | Measure::Ptga | Measure::Extramuscular => "cm".to_owned(),
        Measure::Mmt => format!("0-{}", study.protocol.scoring.mmt_max),
        Measure::Haq => "0-3".to_owned(),
        Measure::Enzyme => "U/L".to_owned(),
    }
}

impl Rows for Scores {
    fn table(&self) -> &Table {
        &self.table
    }

    fn rows(&self, person: &Person<'_>, put: &mut Put<'_>) -> Result<(), Fault> {
        for (stop, session) in person.visits() {
            let place = person.story().place(&stop.planned.visit);
            let verdict = stop.seen_verdict();
            let mut row = vec![
                Cell::text(person.id()),
                Cell::text(stop.planned.visit.as_str()),
                Cell::of(session.day(), Cell::Day),
                Cell::Whole(person.story().axis.day(stop.date())),
            ];
            for track in &person.story().measures {
                let now = place.and_then(|place| track.values.get(place));
                of_measure(&mut row, now, of_track(track, verdict));
            }
            of_verdict(&mut row, person, stop, verdict, &session.visit);
            put(&row)?;
        }
        Ok(())
    }
}

fn of_track<'a>(track: &Track, verdict: Option<&'a Verdict>) -> Option<&'a MeasureVerdict> {
    Some(verdict?.measures.get(track.measure()?))
}

fn of_measure<'a>(
    row: &mut Vec<Cell<'a>>,
    now: Option<&'a Reading>,
    judged: Option<&MeasureVerdict>,
) {
    let measured = now.and_then(Reading::measured);
    row.push(Cell::of(measured, |value| Cell::Exact(value.number())));
    row.push(Cell::text(measured.map_or("", Measured::sign)));
    row.push(match now {
        Some(Reading::Missing(reason)) => Cell::text(reason),
        Some(Reading::Hidden) => Cell::text("hidden"),
        Some(Reading::NotAsked) => Cell::text("not-asked"),
        Some(Reading::Blank) => Cell::text("blank"),
        Some(Reading::Value(_) | Reading::Below(_)) | None => Cell::Empty,
    });
    let change = judged.map(|judged| &judged.change);
    amount(row, change.and_then(|change| change.improvement));
    amount(
        row,
        change.and_then(|change| match change.relative {
            Relative::Percent(percent) | Relative::PercentOrZeroWorse(percent) => Some(percent),
            Relative::Missing | Relative::ZeroWorse | Relative::ZeroBetter => None,
        }),
    );
    let of_range = change.and_then(|change| change.of_range);
    row.push(Cell::of(of_range.and_then(Amount::exact), Cell::Exact));
    row.push(Cell::of(judged, |judged| {
        Cell::text(outcome(judged.outcome))
    }));
    let points = judged.and_then(|judged| judged.points);
    row.push(Cell::of(points, |points| {
        Cell::Decimal(points.to_decimal())
    }));
}

/// Adds a number, or the one end that is known of it, and the sign of that.
fn amount(row: &mut Vec<Cell<'_>>, amount: Option<Amount>) {
    let (number, sign) = match amount {
        Some(Amount::Is(number)) => (Some(number), ""),
        Some(between @ Amount::Between(_)) => match between.one_end() {
            Some((end, true)) => (Some(end), ">"),
            Some((end, false)) => (Some(end), "<"),
            None => (None, ""),
        },
        None => (None, ""),
    };
    row.push(Cell::of(number, Cell::Exact));
    row.push(Cell::text(sign));
}

fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Improved => "improved",
        Outcome::Worse => "worse",
        Outcome::Neither => "neither",
        Outcome::Missing => "missing",
        Outcome::Open => "open",
    }
}

fn of_verdict<'a>(
    row: &mut Vec<Cell<'a>>,
    person: &Person<'_>,
    stop: &'a Stop,
    verdict: Option<&'a Verdict>,
    visit: &VisitId,
) {
    let judgement = |judged: Option<Judgement>| Cell::of(judged, |judged| Cell::text(judged.key()));
    let count = |count: usize| Cell::count(count);
    row.push(judgement(stop.imacs()));
    row.push(judgement(stop.registered()));
    row.push(Cell::of(verdict, |verdict| count(verdict.doi.improved)));
    row.push(Cell::of(verdict, |verdict| count(verdict.doi.worse)));
    let tis = verdict.map(|verdict| &verdict.tis);
    let points = |points: Option<crate::domain::verdict::response::Points>| {
        Cell::of(points, |points| Cell::Decimal(points.to_decimal()))
    };
    row.push(points(tis.and_then(|tis| tis.total)));
    row.push(points(tis.map(|tis| tis.low)));
    row.push(points(tis.map(|tis| tis.high)));
    let category = |category: Option<Category>| Cell::of(category, |own| Cell::text(own.key()));
    row.push(category(tis.and_then(|tis| tis.category)));
    row.push(category(tis.map(|tis| tis.category_low)));
    row.push(category(tis.map(|tis| tis.category_high)));
    row.push(Cell::of(verdict, |verdict| {
        Cell::flag(verdict.deterioration.met())
    }));
    row.push(Cell::of(verdict, |verdict| {
        count(verdict.deterioration.of_five)
    }));
    let decided = verdict.filter(|verdict| verdict.open_choice.is_none());
    let enzyme = decided.and_then(|verdict| verdict.enzyme.as_ref());
    row.push(Cell::of(enzyme, |own| Cell::text(own.enzyme.key())));
    row.push(Cell::of(verdict, |verdict| {
        Cell::flag(verdict.open_choice.is_some())
    }));
    let undecided = verdict.and_then(Verdict::undecided);
    row.push(Cell::of(undecided, |why| {
        Cell::owned(person.language.undecided(&why))
    }));
    row.push(Cell::flag(stop.verdict_hidden));
    let version = person.study.of_visit(person.record, visit.as_str()).number;
    row.push(Cell::of(verdict, |_| Cell::Whole(version.into())));
}
