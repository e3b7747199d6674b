//! Blank forms on paper, for a day without the system: plain text of 80 columns, a form feed between forms.
//!
//! Everything on them comes from the study's own files, so that what is written by hand fits the fields in which it
//! is entered later. Writes nothing anywhere.

mod field;
mod lines;

use crate::domain::forms::engine::instrument::{Choice, Field, FieldKind, Instrument, Kept};
use crate::domain::study::{Study, Visit};
use crate::text::Language;
use crate::text::prints::FormLine;
use field::field;
use lines::{Lines, beside};
use std::collections::BTreeSet;
use unicode_width::UnicodeWidthStr as _;

/// Columns of a printed form.
pub const COLUMNS: usize = 80;
/// What stands between two forms.
pub const FORM_FEED: char = '\u{c}';

/// Returns all forms of a study in the order of a participant's way through it: enrolment, eligibility, the forms of
/// the visits in bedside order, the logs.
pub fn forms(study: &Study) -> Vec<&Instrument> {
    let mut forms = vec![&study.enrolment];
    forms.extend(study.eligibility());
    for id in study.protocol.visits.iter().flat_map(|visit| &visit.forms) {
        let Some(form) = study.form(id.as_str()) else {
            continue;
        };
        if forms.iter().all(|known| known.id != form.id) {
            forms.push(form);
        }
    }
    forms.extend(study.logs());
    forms
}

/// What a page is made of.
#[derive(Clone, Copy)]
struct Page<'a> {
    study: &'a Study,
    form: &'a Instrument,
    visit: Option<&'a Visit>,
    language: &'a dyn Language,
}

impl Page<'_> {
    fn say(&self, line: &FormLine<'_>) -> String {
        self.language.form_line(line)
    }
}

/// Returns forms as text; at a visit without the fields that are not asked there, and with its name filled in.
pub fn print(
    study: &Study,
    forms: &[&Instrument],
    visit: Option<&Visit>,
    language: &dyn Language,
) -> String {
    let pages = forms.iter().map(|form| {
        page(&Page {
            study,
            form,
            visit,
            language,
        })
    });
    let pages: Vec<String> = pages.collect();
    pages.join(&FORM_FEED.to_string())
}

fn page(page: &Page<'_>) -> String {
    let Page {
        study, form, visit, ..
    } = *page;
    let mut lines = Lines::default();
    head(&mut lines, page);
    reasons(&mut lines, page);
    let coded = legends(&mut lines, page);
    let baseline = visit.map(|visit| visit.id == study.protocol.baseline);
    for section in &form.sections {
        let asked = |field: &&Field| {
            // A row of a paper form is struck out by hand.
            !(field.by_action || field.at_baseline && baseline == Some(false))
        };
        let printed: Vec<&Field> = section.fields.iter().filter(asked).collect();
        if printed.is_empty() {
            continue;
        }
        lines.blank();
        lines.add("", &section.title.to_uppercase());
        if let Some(hint) = &section.hint {
            lines.add("  ", hint);
        }
        for one in printed {
            field(&mut lines, page, one, baseline.is_none(), &coded);
        }
    }
    foot(&mut lines, page);
    lines.text()
}

fn head(lines: &mut Lines, page: &Page<'_>) {
    let Page {
        study, form, visit, ..
    } = *page;
    let protocol = &study.protocol;
    let version = page.say(&FormLine::Version {
        form: form.id.as_str(),
        version: &form.version,
    });
    lines.put(beside(&protocol.id, &version));
    lines.add("", &protocol.title);
    lines.rule('=');
    lines.add("", &form.long_title);
    lines.add("", &page.say(&FormLine::Recall(&form.recall)));
    lines.add("", &page.say(&FormLine::AnsweredBy(form.respondent)));
    if let Some(credit) = &form.credit {
        lines.add("", credit);
    }
    lines.blank();
    let (date, time) = (field::DATE, field::TIME);
    if form.id == study.enrolment.id {
        lines.put(page.say(&FormLine::When { date, time }));
    } else {
        lines.put(page.say(&FormLine::WhoAndWhen { date, time }));
        match (form.kept, visit) {
            (Kept::Visits, Some(visit)) => {
                lines.add("", &page.say(&FormLine::Visit(&visit.label)));
            }
            (Kept::Visits, None) => lines.put(visits(page)),
            (Kept::Rows, _) => lines.put(page.say(&FormLine::Row)),
            (Kept::Once, _) => lines.put(page.say(&FormLine::Once)),
        }
    }
    lines.put(page.say(&FormLine::Assessor));
    lines.rule('-');
}

/// Returns the visits at which a form is filled in, as boxes, or a line to write the visit on.
fn visits(page: &Page<'_>) -> String {
    let at: Vec<String> = page
        .study
        .protocol
        .visits
        .iter()
        .filter(|visit| visit.forms.contains(&page.form.id))
        .map(|visit| format!("[ ] {}", visit.label))
        .collect();
    let line = page.say(&FormLine::Visit(&at.join("  ")));
    if line.width() <= COLUMNS && !at.is_empty() {
        line
    } else {
        page.say(&FormLine::WhichVisit)
    }
}

fn reasons(lines: &mut Lines, page: &Page<'_>) {
    let Page { study, form, .. } = *page;
    let asked = |code: &String| {
        form.fields()
            .any(|field| form.reasons(field).contains(code))
    };
    let listed: Vec<String> = study
        .protocol
        .missing_reasons
        .iter()
        .filter(|reason| asked(&reason.code))
        .map(|reason| format!("{} {}", reason.key, reason.label))
        .collect();
    lines.add("", &page.say(&FormLine::HowTo));
    if !listed.is_empty() {
        lines.add("", &page.say(&FormLine::Reasons(&listed)));
    }
}

/// Prints the long lists of options that several fields share once, and returns their names: at the fields their
/// codes stand alone.
fn legends(lines: &mut Lines, page: &Page<'_>) -> BTreeSet<String> {
    let form = page.form;
    let mut coded = BTreeSet::new();
    for (name, choices) in &form.option_sets {
        let uses = form.fields().filter(
            |field| matches!(&field.kind, FieldKind::Choice { options, .. } if options == name),
        );
        let boxes = choices.iter().map(boxed);
        let long = boxes.map(|text| text.chars().count()).sum::<usize>() > 2 * COLUMNS;
        if long && uses.count() > 1 {
            lines.blank();
            lines.add("", &page.say(&FormLine::Codes(name)));
            for choice in choices {
                lines.add("  ", &format!("{} = {}", choice.code, choice.label));
            }
            coded.insert(name.clone());
        }
    }
    coded
}

/// Returns an option with its box.
fn boxed(choice: &Choice) -> String {
    match choice.label.starts_with(&choice.code) {
        true => format!("[ ] {}", choice.label),
        false => format!("[ ] {} {}", choice.code, choice.label),
    }
}

fn foot(lines: &mut Lines, page: &Page<'_>) {
    lines.blank();
    lines.rule('-');
    lines.put(page.say(&FormLine::Remarks));
    lines.put(page.say(&FormLine::Signature));
    lines.put(page.say(&FormLine::EnteredLater));
    let hash: String = page.study.hash.chars().take(16).collect();
    let version = &page.study.protocol.version;
    let foot = page.say(&FormLine::Foot {
        version,
        hash: &hash,
    });
    lines.add("", &foot);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::study::shipped::embedded_study;
    use crate::text::DEFAULT;

    #[test]
    fn no_line_of_any_shipped_form_is_wider_than_the_paper() {
        let study = embedded_study().unwrap();
        let forms = forms(&study);
        assert_eq!(forms.len(), study.instruments.len() + 1, "all, each once");
        for visit in study.protocol.visits.iter().map(Some).chain([None]) {
            for form in &forms {
                let text = print(&study, &[form], visit, DEFAULT);
                for line in text.lines() {
                    assert!(line.width() <= COLUMNS, "{}: {line:?}", form.id);
                    assert_eq!(line.trim_end(), line);
                }
            }
        }
    }

    #[test]
    fn every_field_and_option_and_reason_of_every_form_is_on_paper() {
        let study = embedded_study().unwrap();
        for form in forms(&study) {
            let text = print(&study, &[form], None, DEFAULT);
            // Long ones are wrapped, so words are compared without their spaces.
            let dense = |text: &str| text.split_whitespace().collect::<String>();
            let printed = dense(&text);
            assert!(printed.contains(&dense(&form.long_title)), "{}", form.id);
            for field in form.fields().filter(|field| !field.by_action) {
                assert!(
                    printed.contains(&dense(&field.label)),
                    "{} {}",
                    form.id,
                    field.id
                );
                for choice in form.choices(field) {
                    let option = dense(&format!("[ ]{}", choice.code));
                    assert!(printed.contains(&option), "{} {option}", field.id);
                }
                if let FieldKind::Number {
                    unit: Some(unit), ..
                } = &field.kind
                {
                    assert!(printed.contains(unit.as_str()), "{} {unit}", field.id);
                }
                for code in form.reasons(field) {
                    let label = &study.missing_reason(code).unwrap().label;
                    assert!(printed.contains(&dense(label)), "{} {code}", field.id);
                }
            }
            for line in ["Signature", "Assessor, printed name", "Time __:__"] {
                assert!(text.contains(line), "{} {line}", form.id);
            }
        }
    }

    #[test]
    fn a_visit_has_its_name_filled_in_and_no_field_of_another() {
        let study = embedded_study().unwrap();
        let week = study.visit("week-2").unwrap();
        let form = study.form("mdaat").unwrap();
        let asked_once = form.fields().find(|field| field.at_baseline).unwrap();
        let later = print(&study, &[form], Some(week), DEFAULT);
        assert!(later.contains("Visit: Week 2") && !later.contains(&asked_once.label));
        let baseline = study.visit("baseline").unwrap();
        assert!(print(&study, &[form], Some(baseline), DEFAULT).contains(&asked_once.label));
        // Two forms are two pages.
        let both = print(&study, &[form, form], Some(week), DEFAULT);
        assert_eq!(both.split(FORM_FEED).count(), 2);
        let row = print(
            &study,
            &[study.form("adverse-event").unwrap()],
            None,
            DEFAULT,
        );
        assert!(row.contains("Number of the row"), "{row}");
    }
}
