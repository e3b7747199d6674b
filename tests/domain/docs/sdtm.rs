//! The datasets of SDTM and the test codes that CDISC does not have, as tables.

use coreset::domain::forms::names::scores;
use coreset::domain::study::shipped::embedded_study;
use coreset::export::sdtm::tables;

/// Returns each dataset with what a row of it is, and its variables.
pub(super) fn datasets() -> String {
    let mut text =
        "| dataset | what it holds | a row | variables |\n|---|---|---|---|\n".to_owned();
    for dataset in tables::ALL {
        let names = dataset.variables.iter();
        let names: Vec<String> = names
            .map(|variable| dataset.name_of(variable).into_owned())
            .collect();
        text += &format!(
            "| {} | {} | {} | {} |\n",
            dataset.name,
            dataset.label,
            dataset.structure,
            names.join(" ")
        );
    }
    text
}

/// Returns each test code of our own with the field or score that it is of.
pub(super) fn own_tests() -> String {
    let mut lines: Vec<(String, String, String)> = Vec::new();
    let names = embedded_study().unwrap().names().unwrap();
    for (form, names) in names.forms() {
        for (field, names) in names.fields() {
            lines.extend(line(names, &format!("`{form}`, field `{field}`")));
        }
    }
    for score in scores::all().unwrap() {
        lines.extend(line(&score.names, &format!("score `{}`", score.id)));
    }
    lines.sort();
    let mut text = "| domain | code | test | category | from |\n|---|---|---|---|---|\n".to_owned();
    for (_, _, line) in lines {
        text += &line;
    }
    text
}

fn line(
    names: &coreset::domain::forms::names::FieldNames,
    from: &str,
) -> Option<(String, String, String)> {
    let code = names.testcd.as_ref().filter(|_| names.own)?;
    // A dose is found about the drug.
    let domain = match names.domain.as_str() {
        "CM" => "FA",
        domain => domain,
    };
    let category = names.category.as_deref().unwrap_or_default();
    let test = names.test.as_deref().unwrap_or_default();
    let text = format!("| {domain} | {code} | {test} | {category} | {from} |\n");
    Some((domain.to_owned(), code.clone(), text))
}
