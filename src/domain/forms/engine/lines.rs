//! The score of a form as lines for the screen, whatever the form.
//!
//! Lines say the result and how it came about; nothing here is stored or judged.

use super::cells::Reading;
use super::instrument::Instrument;
use super::scoring::ScoringRules;
use crate::domain::base::ids::FieldId;
use crate::domain::record::session::FormCells;

/// One line of a score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoreLine {
    /// What it is.
    pub label: String,
    /// The value, rounded for display; `-` when there is none.
    pub value: String,
    /// How it came about, or why there is none.
    pub note: String,
    /// The field beside which the note helps most, where there is one.
    pub about: Option<FieldId>,
}

/// The score of a form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormScore {
    /// Its lines, the main result first.
    pub lines: Vec<ScoreLine>,
}

impl FormScore {
    /// Adds a line.
    pub(in crate::domain::forms) fn line(
        &mut self,
        label: &str,
        value: Option<String>,
        note: String,
    ) {
        self.lines.push(ScoreLine {
            label: label.to_owned(),
            value: value.unwrap_or_else(|| "-".to_owned()),
            note,
            about: None,
        });
    }

    /// Puts the note of the last line beside a field.
    pub(in crate::domain::forms) fn about(&mut self, field: String) {
        if let Some(line) = self.lines.last_mut() {
            line.about = Some(FieldId::new(field));
        }
    }
}

/// Scores a form; `None` when the form has no score.
pub fn form_score(
    rules: &ScoringRules,
    instrument: &Instrument,
    cells: &FormCells,
) -> Option<FormScore> {
    let mut score = FormScore::default();
    instrument
        .scoring?
        .lines(&mut score, rules, instrument, cells);
    Some(score)
}

/// Returns a reading rounded to so many decimals, or why there is none.
pub(in crate::domain::forms) fn told(reading: &Reading, decimals: u32) -> (Option<String>, String) {
    match reading {
        Reading::Value(value) => (Some(value.rounded(decimals)), String::new()),
        Reading::Blank => (None, "not entered yet".to_owned()),
        Reading::Missing(reason) => (None, format!("missing: {reason}")),
        Reading::NotAsked => (None, "not asked at this visit".to_owned()),
    }
}
