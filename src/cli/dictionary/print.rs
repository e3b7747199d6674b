//! The dictionary as text, and as the cells of a table.

use super::rows::{Choice, Dictionary, FieldRow, FormRow, NamesRow, ScoreRow, TakesRow};
use crate::text::Language;
use crate::text::commands::dictionary::DictionaryLine;
use rust_decimal::Decimal;
use std::fmt::Write as _;

/// The columns of the table.
const COLUMNS: [&str; 27] = [
    "form",
    "section",
    "field",
    "label",
    "kind",
    "required",
    "unit",
    "unit_field",
    "choices",
    "min",
    "max",
    "soft_min",
    "soft_max",
    "decimals",
    "max_length",
    "missing",
    "visible_when",
    "redcap",
    "oid",
    "domain",
    "category",
    "testcd",
    "test",
    "own",
    "variable",
    "loinc",
    "qualifiers",
];

/// Returns the heads of the columns, then a row for each field and each score.
pub(super) fn cells(dictionary: &Dictionary) -> Vec<Vec<String>> {
    let mut rows = vec![Vec::from(COLUMNS.map(str::to_owned))];
    for form in &dictionary.forms {
        for section in &form.sections {
            let of = |field| of_field(&form.form, &section.section, field);
            rows.extend(section.fields.iter().map(of));
        }
    }
    rows.extend(dictionary.scores.iter().map(of_score));
    rows
}

fn of_field(form: &str, section: &str, field: &FieldRow) -> Vec<String> {
    let TakesRow {
        kind,
        unit,
        unit_field,
        choices,
        code_list: _,
        min,
        max,
        soft_min,
        soft_max,
        decimals,
        max_length,
    } = &field.takes;
    let limit = |limit: &Option<Decimal>| limit.map(|limit| limit.to_string());
    let own = [
        form.to_owned(),
        section.to_owned(),
        field.field.clone(),
        field.label.clone(),
        (*kind).to_owned(),
        field.required.to_string(),
        unit.clone().unwrap_or_default(),
        unit_field.clone().unwrap_or_default(),
        coded(choices),
        limit(min).unwrap_or_default(),
        limit(max).unwrap_or_default(),
        limit(soft_min).unwrap_or_default(),
        limit(soft_max).unwrap_or_default(),
        decimals.map(|count| count.to_string()).unwrap_or_default(),
        max_length.map(|most| most.to_string()).unwrap_or_default(),
        field.missing.join(" | "),
        field.visible_when.clone().unwrap_or_default(),
    ];
    own.into_iter().chain(of_names(&field.names)).collect()
}

fn of_score(score: &ScoreRow) -> Vec<String> {
    let label = score.names.test.clone().unwrap_or_default();
    let own = [
        score.form.clone().unwrap_or_default(),
        String::new(),
        score.score.clone(),
        label,
        "score".to_owned(),
    ];
    let filled = own.len() + NAMES;
    let blank = std::iter::repeat_n(String::new(), COLUMNS.len().saturating_sub(filled));
    let own = own.into_iter().chain(blank);
    own.chain(of_names(&score.names)).collect()
}

/// How many columns are names.
const NAMES: usize = 10;

fn of_names(names: &NamesRow) -> [String; NAMES] {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    [
        names.redcap.clone(),
        names.oid.clone(),
        names.domain.clone(),
        text(&names.category),
        text(&names.testcd),
        text(&names.test),
        match names.testcd {
            Some(_) => names.own.to_string(),
            None => String::new(),
        },
        text(&names.variable),
        text(&names.loinc),
        qualified(names),
    ]
}

fn coded(choices: &[Choice]) -> String {
    let choices = choices.iter();
    let choices = choices.map(|choice| format!("{}={}", choice.code, choice.label));
    choices.collect::<Vec<_>>().join(" | ")
}

fn qualified(names: &NamesRow) -> String {
    let qualifiers = names.qualifiers.iter();
    let qualifiers = qualifiers.map(|(variable, value)| format!("{variable}={value}"));
    qualifiers.collect::<Vec<_>>().join(" | ")
}

/// Returns the dictionary as text: names in columns, what a field takes below them.
pub(super) fn text(dictionary: &Dictionary, language: &dyn Language) -> String {
    let mut text = String::new();
    for form in &dictionary.forms {
        let _ = writeln!(text, "{}  {}", form.form, form.title);
        columns(&mut text, "  ", &[&form.redcap, &form.oid, &form.domain]);
        let missing = form.missing.join(", ");
        let missing = language.dictionary_line(&DictionaryLine::Missing(&missing));
        let _ = writeln!(text, "  {missing}");
        for section in &form.sections {
            let _ = writeln!(text, "\n  {}  {}", section.section, section.title);
            columns(&mut text, "  ", &[&section.oid]);
            for field in &section.fields {
                of_field_as_text(&mut text, form, field, language);
            }
        }
        text.push('\n');
    }
    if !dictionary.scores.is_empty() {
        let _ = writeln!(
            text,
            "{}",
            language.dictionary_line(&DictionaryLine::Scores)
        );
        for score in &dictionary.scores {
            named(&mut text, &score.score, "score", &score.names);
            let label = score.names.test.as_deref().unwrap_or_default();
            let _ = writeln!(text, "      {label}");
        }
    }
    text
}

fn of_field_as_text(text: &mut String, form: &FormRow, field: &FieldRow, language: &dyn Language) {
    named(text, &field.field, field.takes.kind, &field.names);
    let mark = if field.required { "*" } else { " " };
    let mut lines = vec![format!("{mark} {}", field.label)];
    let takes = &field.takes;
    if !takes.choices.is_empty() {
        lines.push(format!("  {}", coded(&takes.choices)));
    }
    let mut say = |line: DictionaryLine<'_>| {
        lines.push(format!("  {}", language.dictionary_line(&line)));
    };
    if let (Some(min), Some(max)) = (takes.min, takes.max) {
        let soft = |limit: Option<Decimal>| limit.map(|l| l.to_string()).unwrap_or_default();
        let hard = (min.to_string(), max.to_string());
        let soft = (soft(takes.soft_min), soft(takes.soft_max));
        say(DictionaryLine::Limits {
            hard: (&hard.0, &hard.1),
            soft: (&soft.0, &soft.1),
            unit: takes.unit.as_deref().unwrap_or_default(),
        });
    }
    if let Some(other) = &takes.unit_field {
        say(DictionaryLine::UnitIn(other));
    }
    if let Some(condition) = &field.visible_when {
        say(DictionaryLine::AskedWhen(condition));
    }
    if field.missing != form.missing {
        say(DictionaryLine::Missing(&field.missing.join(", ")));
    }
    for line in lines {
        let _ = writeln!(text, "    {line}");
    }
}

/// Puts the names of a field or a score, in columns.
fn named(text: &mut String, id: &str, kind: &str, names: &NamesRow) {
    let code = names.testcd.as_ref().or(names.variable.as_ref());
    let mut code = format!("{}.{}", names.domain, code.map_or("", String::as_str));
    if code.ends_with('.') {
        code.pop();
    }
    let own = if names.own { "(own)" } else { "" };
    let loinc = names.loinc.as_deref().map(|code| format!("LOINC {code}"));
    let _ = write!(text, "  {id:<26} {kind:<12} ");
    let cells = [
        format!("{:<20}", names.redcap),
        format!("{:<17}", format!("{code} {own}")),
        format!("{:<32}", names.oid),
        loinc.unwrap_or_default(),
        qualified(names),
    ];
    let line = cells.join(" ");
    let _ = writeln!(text, "{}", line.trim_end());
}

fn columns(text: &mut String, indent: &str, cells: &[&str]) {
    let _ = writeln!(text, "{indent}{}", cells.join("  "));
}
