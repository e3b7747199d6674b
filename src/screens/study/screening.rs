//! The screening log: each participant with the days of enrolment and consent, and how far they came.

use crate::domain::study::Study;
use crate::domain::views::overview::{Overview, Person};
use crate::screens::canvas::{Edge, cut, pad, wrap};
use crate::screens::look::{Look, Tone};
use crate::text::Language;
use chrono::NaiveDate;

/// Columns of an id, and of a day.
const ID: u16 = 9;
const DAY: u16 = 12;
/// Columns of how far somebody came.
const OUTCOME: u16 = 14;
/// Columns from which the day of the enrolment has room beside that of the consent.
const BOTH_DAYS: u16 = 72;

/// Returns what stands above the log: how many came how far, and the names of the columns.
pub(super) fn heads(
    overview: &Overview,
    width: u16,
    look: &Look,
    language: &dyn Language,
) -> Vec<(Tone, String)> {
    let flow = language.flow(&overview.flow).into_iter().take(1);
    let flow = flow.flat_map(|line| wrap(&look.plain(&line), width));
    let mut lines: Vec<(Tone, String)> = flow.map(|line| (Tone::Plain, line)).collect();
    let [id, enrolled, consent, outcome, since] = language.screening_columns();
    let columns = [id, enrolled, consent, outcome, since].map(str::to_owned);
    lines.push((Tone::Heading, row(columns, width, look)));
    lines
}

/// Returns what is said of how far a participant came: which criteria are not met.
pub(super) fn said(study: &Study, person: &Person, language: &dyn Language) -> String {
    let form = study.protocol.eligibility.as_ref();
    let form = form.and_then(|form| study.known_form(form.as_str()));
    let label = |field: &str| {
        let known = form.and_then(|form| form.field(field));
        known.map_or_else(|| field.to_owned(), |known| known.label.clone())
    };
    let criteria = person.screened.criteria().iter();
    let criteria: Vec<String> = criteria.map(|field| label(field.as_str())).collect();
    language.screening_more(&person.screened, &criteria)
}

/// Returns the line of a participant.
pub(super) fn line(
    study: &Study,
    person: &Person,
    width: u16,
    look: &Look,
    language: &dyn Language,
) -> String {
    let screened = &person.screened;
    let day = |day: Option<NaiveDate>| {
        day.map_or_else(|| language.no_day().to_owned(), |day| day.to_string())
    };
    let since = screened.on().map(|on| on.to_string());
    let said = said(study, person, language);
    let more = since.into_iter().chain((!said.is_empty()).then_some(said));
    let columns = [
        person.id.to_string(),
        person.enrolled_on.to_string(),
        day(person.consent),
        language.screened(screened).to_owned(),
        more.collect::<Vec<_>>().join("  "),
    ];
    row(columns, width, look)
}

fn row(columns: [String; 5], width: u16, look: &Look) -> String {
    let [id, enrolled, consent, outcome, since] = columns;
    let left = |text: &str, width: u16| pad(text, width, Edge::Left).to_string();
    let enrolled = match width >= BOTH_DAYS {
        true => left(&enrolled, DAY),
        false => String::new(),
    };
    let whole = format!(
        "{}{enrolled}{}{}{since}",
        left(&id, ID),
        left(&consent, DAY),
        left(&outcome, OUTCOME)
    );
    cut(&look.plain(&whole), width, look).to_string()
}

/// Returns the whole log as text, `width` columns wide where that is enough for the longest line.
pub fn as_text(
    study: &Study,
    overview: &Overview,
    width: u16,
    look: &Look,
    language: &dyn Language,
) -> String {
    let width = width.clamp(40, 400);
    let heads = heads(overview, width, look, language).into_iter();
    let heads = heads.map(|(_, line)| line);
    // What names the criteria is not cut.
    let people = overview.people.iter();
    let people = people.map(|person| line(study, person, u16::MAX, look, language));
    let lines = heads.chain(people);
    lines.map(|line| format!("{}\n", line.trim_end())).collect()
}
