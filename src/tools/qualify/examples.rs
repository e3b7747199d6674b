//! Worked examples with known results, through the engine that the screens use; and the forms on paper.

use super::{Check, Seen, require};
use crate::domain::study::shipped::embedded_study;
use crate::text::DEFAULT;
use crate::tools::batch::score_line;
use crate::tools::blank;
use serde_json::Value;
use unicode_width::UnicodeWidthStr as _;

/// Cases with their results, a line each: hand-composed from the published rules.
const EXAMPLES: &str = include_str!("examples.jsonl");

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "CS-60",
        points: &[24],
        what: "Worked examples of the total improvement score come out as its published rule has them",
        run: || worked("TIS-"),
    },
    Check {
        id: "CS-61",
        points: &[24],
        what: "Worked examples of the definition of improvement come out as its published rule has them",
        run: || worked("DOI-"),
    },
    Check {
        id: "CS-62",
        points: &[24],
        what: "Worked examples of the HAQ disability index come out as its published rule has them",
        run: || worked("HAQ-"),
    },
    Check {
        id: "CS-70",
        points: &[22],
        what: "Every form of the study is printed blank on 80 columns",
        run: on_paper,
    },
];

fn worked(prefix: &str) -> Seen {
    let mut right = Vec::new();
    for line in EXAMPLES.lines() {
        let case: Value = serde_json::from_str(line).map_err(|error| error.to_string())?;
        let (Some(input), Some(expected)) = (case.get("input"), case.get("expected")) else {
            return Err("a case without input or result".to_owned());
        };
        let id = input.get("id").and_then(Value::as_str).unwrap_or_default();
        if !id.starts_with(prefix) {
            continue;
        }
        let got = score_line(&input.to_string()).map_err(|error| format!("{id}: {error}"))?;
        let got: Value = serde_json::from_str(&got).map_err(|error| error.to_string())?;
        if got != *expected {
            return Err(format!("{id}: {got} instead of {expected}"));
        }
        right.push(id.to_owned());
    }
    require(
        !right.is_empty(),
        format!("{} of {}: {}", right.len(), right.len(), right.join(", ")),
    )
}

fn on_paper() -> Seen {
    let study = embedded_study().map_err(|error| error.to_string())?;
    let forms = blank::forms(&study);
    let text = blank::print(&study, &forms, None, DEFAULT);
    let all = text.split(blank::FORM_FEED);
    let lines = all.clone().flat_map(str::lines);
    let (pages, widest) = (all.count(), lines.map(str::width).max().unwrap_or_default());
    require(
        widest <= blank::COLUMNS && pages == forms.len(),
        format!(
            "{pages} forms, {} lines, the widest {widest} columns",
            text.lines().count()
        ),
    )
}
