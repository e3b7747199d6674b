//! Rows of what was found: of each answer that is the result of a test, of each score, and of each verdict.
//!
//! Which answers are results, and of which test, the names of the forms say; nothing is known of a form here.

mod answers;
mod scores;

pub(super) use answers::reason;

use super::row::{Row, Value};
use super::subject::Subject;
use super::tables;
use super::variable::Dataset;
use crate::domain::forms::names::FieldNames;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What findings about an event or an intervention are about, by form.
const ABOUT: [(&str, &str); 2] = [
    ("disease", "INFLAMMATORY MYOPATHY"),
    ("glucocorticoid", "GLUCOCORTICOID"),
];

/// A row with its day, for what is decided once all rows are there.
pub(super) struct Found {
    row: Row,
    day: Option<NaiveDate>,
}

/// Returns the rows of findings of each dataset.
pub(super) fn all(subject: &Subject<'_>) -> BTreeMap<&'static str, Vec<Row>> {
    let mut found = answers::all(subject);
    found.extend(scores::all(subject));
    mark_last_before(subject, &mut found);
    let mut rows: BTreeMap<&'static str, Vec<Row>> = BTreeMap::new();
    for Found { row, .. } in found {
        rows.entry(row.dataset.name).or_default().push(row);
    }
    rows
}

/// Returns the dataset of a domain; what is found in one that holds something else stands among the findings about it.
pub(super) fn dataset_of(domain: &str) -> Option<&'static Dataset> {
    let own = tables::named(domain).filter(|dataset| dataset.place("LOBXFL").is_some());
    own.or_else(|| tables::named("FA"))
}

/// Begins the row of a test.
fn begin(subject: &Subject<'_>, form: &str, names: &FieldNames) -> Option<Row> {
    let code = names.testcd.as_deref()?;
    let dataset = dataset_of(&names.domain).filter(|_| names.domain != "IE")?;
    let mut row = subject.row(dataset);
    row.set("SPID", names.oid.as_str());
    row.set("TESTCD", code);
    row.set("TEST", names.test.as_deref());
    row.set("CAT", names.category.as_deref());
    row.set("LOINC", names.loinc.as_deref());
    for (stem, value) in &names.qualifiers {
        if !row.set_known(stem, value.as_str()) {
            row.supplement(&format!("{}{stem}", names.domain), stem, value);
        }
    }
    if dataset.name == "FA" {
        let about = ABOUT.iter().find(|(id, _)| *id == form);
        let about = about.map_or_else(|| super::codes::term(form), |(_, own)| (*own).to_owned());
        row.set("OBJ", about);
    }
    Some(row)
}

/// Marks the last result of each test before the first dose.
fn mark_last_before(subject: &Subject<'_>, found: &mut [Found]) {
    let Some(first) = subject.first_dose() else {
        return;
    };
    let mut last: BTreeMap<Vec<String>, (NaiveDate, usize)> = BTreeMap::new();
    for (place, Found { row, day }) in found.iter().enumerate() {
        let Some(day) = day.filter(|day| *day <= first.day) else {
            continue;
        };
        if *row.get("STRESC") == Value::Empty {
            continue;
        }
        let test = [
            "TESTCD", "CAT", "BDAGNT", "LOC", "LAT", "SPEC", "METHOD", "TPT",
        ];
        let mut key = vec![row.dataset.name.to_owned()];
        key.extend(test.map(|stem| row.text(stem).to_owned()));
        let known = last.entry(key).or_insert((day, place));
        if known.0 <= day {
            *known = (day, place);
        }
    }
    for (_, place) in last.into_values() {
        if let Some(found) = found.get_mut(place) {
            found.row.set("LOBXFL", "Y");
        }
    }
}
