//! Adverse events by category and grade, and how much of the study drug was given.

use super::{Seen, Whole};
use crate::domain::base::ratio::Exact;
use crate::domain::course::ADVERSE_EVENT;
use crate::export::report::charts::bars::{Bar, Bars, ROW, draw, size};
use crate::export::report::page::{Figure, cell, note, numbers, table};
use crate::text::report::{ReportLabel as L, ReportLine};
use maud::{Markup, html};
use std::collections::{BTreeMap, BTreeSet};

/// Grades 1 to 5, and one that is not entered.
const COLUMNS: usize = 6;

#[derive(Default)]
struct Counted {
    events: [u32; COLUMNS],
    people: BTreeSet<usize>,
    serious: u32,
}

impl Counted {
    fn all(&self) -> u32 {
        self.events.iter().sum()
    }

    fn add(&mut self, who: usize, grade: Option<u8>, serious: bool) {
        let place = grade.map_or(COLUMNS - 1, |grade| usize::from(grade).saturating_sub(1));
        if let Some(count) = self.events.get_mut(place) {
            *count += 1;
        }
        self.people.insert(who);
        self.serious += u32::from(serious);
    }
}

/// Those who were not enrolled by mistake.
fn people<'a>(whole: &'a Whole<'_>) -> impl Iterator<Item = (usize, &'a Seen)> {
    let real = |(_, seen): &(usize, &Seen)| !seen.summary.statuses.is_void();
    whole.all.iter().enumerate().filter(real)
}

/// The table; none without an event.
pub(super) fn events(whole: &Whole<'_>) -> Option<Markup> {
    let mut by_category: BTreeMap<Option<&str>, Counted> = BTreeMap::new();
    let mut all = Counted::default();
    for (who, seen) in people(whole) {
        for event in &seen.events {
            let own = by_category.entry(event.special.as_deref()).or_default();
            own.add(who, event.grade, event.serious);
            all.add(who, event.grade, event.serious);
        }
    }
    if all.all() == 0 {
        return None;
    }
    let name = |special: Option<&str>| match special {
        None => whole.label(L::OtherEvents).to_owned(),
        Some(code) => special_label(whole, code),
    };
    // Those without a category come last.
    let mut lines: Vec<(String, &Counted)> = by_category
        .iter()
        .filter(|(special, _)| special.is_some())
        .map(|(special, counted)| (name(*special), counted))
        .collect();
    lines.extend(by_category.get(&None).map(|counted| (name(None), counted)));
    lines.push((whole.label(L::All).to_owned(), &all));
    let rows: Vec<Vec<Markup>> = lines
        .iter()
        .map(|(name, counted)| {
            let mut row = vec![cell(name)];
            row.extend(counted.events.iter().map(|count| cell(count.to_string())));
            row.push(cell(counted.all().to_string()));
            row.push(cell(counted.serious.to_string()));
            row.push(cell(counted.people.len().to_string()));
            row
        })
        .collect();
    let grades = (1..=5).map(|grade| whole.line(&ReportLine::GradeOf(grade)));
    let others = [L::NoGrade, L::All, L::Serious, L::Participants];
    let columns = grades.chain(others.map(|label| whole.label(label).to_owned()));
    Some(html! {
        (figure(whole, &lines).markup())
        (table(None, &numbers(whole.label(L::Category), columns), &rows, true))
        (note(whole.label(L::BySystemMethod)))
        (note(whole.label(L::EventsMethod)))
    })
}

fn figure(whole: &Whole<'_>, lines: &[(String, &Counted)]) -> Figure {
    let title = whole.label(L::Events).to_owned();
    let grades = (1..=5).map(|grade| whole.line(&ReportLine::GradeOf(grade)));
    let most = lines
        .iter()
        .map(|(_, counted)| counted.all())
        .max()
        .unwrap_or(1);
    let bars = Bars {
        key: grades.chain([whole.label(L::NoGrade).to_owned()]).collect(),
        bars: lines
            .iter()
            .map(|(name, counted)| Bar {
                name: name.clone(),
                parts: counted
                    .events
                    .iter()
                    .map(|count| Some(Exact::from(*count)))
                    .collect(),
                end: counted.all().to_string(),
            })
            .collect(),
        most: Exact::from(most),
        row: ROW,
        told: true,
        steps: Vec::new(),
    };
    let told: Vec<String> = lines
        .iter()
        .map(|(name, counted)| format!("{name} {}", counted.all()))
        .collect();
    Figure {
        id: "events-by-grade".to_owned(),
        about: whole.line(&ReportLine::Described {
            what: &title,
            numbers: &told.join(", "),
        }),
        title,
        size: size(&bars),
        drawing: draw(&bars),
    }
}

/// Returns the words of a category of special interest.
fn special_label(whole: &Whole<'_>, code: &str) -> String {
    let form = whole.context.study.form(ADVERSE_EVENT);
    let field = form.and_then(|form| form.field("special"));
    let choices = form.zip(field).map(|(form, field)| form.choices(field));
    let mut choices = choices.into_iter().flatten();
    let known = choices.find(|choice| choice.code == code);
    let label = known.map(|choice| choice.label.clone());
    label.unwrap_or_else(|| code.replace('-', " "))
}

/// How many got how many doses; none while nobody got any.
pub(super) fn exposure(whole: &Whole<'_>) -> Option<Markup> {
    let mut by_count: BTreeMap<u16, u32> = BTreeMap::new();
    let mut doses = 0_u64;
    for (_, seen) in people(whole) {
        let given = seen.summary.story.doses_given;
        if given > 0 {
            *by_count.entry(given).or_default() += 1;
            doses += u64::from(given);
        }
    }
    if by_count.is_empty() {
        return None;
    }
    let treated: u32 = by_count.values().sum();
    let mut rows: Vec<Vec<Markup>> = by_count
        .iter()
        .map(|(given, count)| vec![cell(given.to_string()), cell(count.to_string())])
        .collect();
    rows.push(vec![
        html! { (whole.label(L::Sum)) ": " (doses) },
        cell(treated.to_string()),
    ]);
    let columns = numbers(whole.label(L::DosesGiven), [whole.label(L::Count)]);
    Some(table(None, &columns, &rows, true))
}
