//! Blank forms on paper, for a day without the system: plain text of 80 columns, a form feed between forms.
//!
//! Everything on them comes from the study's own files, so that what is written by hand fits the fields in which it
//! is entered later. Writes nothing anywhere.

mod field;
mod lines;

use crate::domain::base::ids::FormId;
use crate::domain::forms::engine::instrument::{
    Choice, Field, FieldKind, Instrument, Kept, Respondent,
};
use crate::domain::study::{Study, Visit};
use field::field;
use lines::{Lines, beside};
use std::collections::BTreeSet;

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

/// Returns forms as text; at a visit without the fields that are not asked there, and with its name filled in.
pub fn print(study: &Study, forms: &[&Instrument], visit: Option<&Visit>) -> String {
    let pages: Vec<String> = forms.iter().map(|form| page(study, form, visit)).collect();
    pages.join(&FORM_FEED.to_string())
}

fn page(study: &Study, form: &Instrument, visit: Option<&Visit>) -> String {
    let mut lines = Lines::default();
    head(&mut lines, study, form, visit);
    reasons(&mut lines, study, form);
    let coded = legends(&mut lines, form);
    let baseline = visit.map(|visit| visit.id == study.protocol.baseline);
    for section in &form.sections {
        let asked = |field: &&Field| !(field.at_baseline && baseline == Some(false));
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
            field(&mut lines, study, form, one, baseline.is_none(), &coded);
        }
    }
    foot(&mut lines, study);
    lines.text()
}

fn head(lines: &mut Lines, study: &Study, form: &Instrument, visit: Option<&Visit>) {
    let protocol = &study.protocol;
    let version = format!("form {}, version {}", form.id, form.version);
    lines.put(beside(&protocol.id, &version));
    lines.add("", &protocol.title);
    lines.rule('=');
    lines.add("", &form.long_title);
    lines.add("", &format!("Recall period: {}", form.recall));
    lines.add("", &format!("Answered by: {}", respondent(form.respondent)));
    if let Some(credit) = &form.credit {
        lines.add("", credit);
    }
    lines.blank();
    if form.id == study.enrolment.id {
        lines.put(format!("Date {}   Time {}", field::DATE, field::TIME));
    } else {
        lines.put(format!(
            "Participant ____________  Initials ______  Date {}  Time {}",
            field::DATE,
            field::TIME
        ));
        match (form.kept, visit) {
            (Kept::Visits, Some(visit)) => lines.add("", &format!("Visit: {}", visit.label)),
            (Kept::Visits, None) => lines.put(visits(study, &form.id)),
            (Kept::Rows, _) => lines.put("Number of the row, when it is entered ______".to_owned()),
            (Kept::Once, _) => lines.put("Filled in once for each participant.".to_owned()),
        }
    }
    lines.put(
        "Assessor, printed name ______________________________  Role _____________".to_owned(),
    );
    lines.rule('-');
}

/// Returns the visits at which a form is filled in, as boxes, or a line to write the visit on.
fn visits(study: &Study, form: &FormId) -> String {
    let at: Vec<String> = study
        .protocol
        .visits
        .iter()
        .filter(|visit| visit.forms.contains(form))
        .map(|visit| format!("[ ] {}", visit.label))
        .collect();
    let line = format!("Visit: {}", at.join("  "));
    if line.chars().count() <= COLUMNS && !at.is_empty() {
        line
    } else {
        "Visit ________________________".to_owned()
    }
}

fn reasons(lines: &mut Lines, study: &Study, form: &Instrument) {
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
    lines.add(
        "",
        "Tick one box or write the value. Fields marked * need a value or the digit of a reason; a blank is never a zero.",
    );
    if !listed.is_empty() {
        lines.add("", &format!("Reasons: {}.", listed.join("; ")));
    }
}

/// Prints the long lists of options that several fields share once, and returns their names: at the fields their
/// codes stand alone.
fn legends(lines: &mut Lines, form: &Instrument) -> BTreeSet<String> {
    let mut coded = BTreeSet::new();
    for (name, choices) in &form.option_sets {
        let uses = form.fields().filter(
            |field| matches!(&field.kind, FieldKind::Choice { options, .. } if options == name),
        );
        let boxes = choices.iter().map(boxed);
        let long = boxes.map(|text| text.chars().count()).sum::<usize>() > 2 * COLUMNS;
        if long && uses.count() > 1 {
            lines.blank();
            lines.add("", &format!("Codes ({name}):"));
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

fn foot(lines: &mut Lines, study: &Study) {
    lines.blank();
    lines.rule('-');
    lines.put(
        "Remarks _______________________________________________________________________"
            .to_owned(),
    );
    lines.put("Signature ______________________________  Date ____-__-__  Time __:__".to_owned());
    lines.put(
        "Entered later by ______________________  on ____-__-__  because ________________"
            .to_owned(),
    );
    let hash: String = study.hash.chars().take(16).collect();
    lines.add(
        "",
        &format!(
            "Study file version {}, protocol {hash}. On entry, give the date and time above as the time of observation.",
            study.protocol.version
        ),
    );
}

fn respondent(respondent: Respondent) -> &'static str {
    match respondent {
        Respondent::Patient => "the patient",
        Respondent::Assessor => "the assessor of muscle strength",
        Respondent::Physician => "the physician",
        Respondent::Laboratory => "the laboratory's report",
        Respondent::Nurse => "whoever runs the visit",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::study::shipped::embedded_study;
    use unicode_width::UnicodeWidthStr as _;

    #[test]
    fn no_line_of_any_shipped_form_is_wider_than_the_paper() {
        let study = embedded_study().unwrap();
        let forms = forms(&study);
        assert_eq!(forms.len(), study.instruments.len() + 1, "all, each once");
        for visit in study.protocol.visits.iter().map(Some).chain([None]) {
            for form in &forms {
                let text = print(&study, &[form], visit);
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
            let text = print(&study, &[form], None);
            // Long ones are wrapped, so words are compared without their spaces.
            let dense = |text: &str| text.split_whitespace().collect::<String>();
            let printed = dense(&text);
            assert!(printed.contains(&dense(&form.long_title)), "{}", form.id);
            for field in form.fields() {
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
        let later = print(&study, &[form], Some(week));
        assert!(later.contains("Visit: Week 2") && !later.contains(&asked_once.label));
        let baseline = study.visit("baseline").unwrap();
        assert!(print(&study, &[form], Some(baseline)).contains(&asked_once.label));
        // Two forms are two pages.
        let both = print(&study, &[form, form], Some(week));
        assert_eq!(both.split(FORM_FEED).count(), 2);
        let row = print(&study, &[study.form("adverse-event").unwrap()], None);
        assert!(row.contains("Number of the row"), "{row}");
    }
}
