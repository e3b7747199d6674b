//! What the dictionary of a study says in English.

use crate::text::English;
use crate::text::commands::dictionary::{Dictionary, DictionaryLine};

impl Dictionary for English {
    fn dictionary_line(&self, line: &DictionaryLine<'_>) -> String {
        match line {
            DictionaryLine::Limits { hard, soft, unit } => {
                let mut text = format!("from {} to {}", hard.0, hard.1);
                match soft {
                    ("", "") => {}
                    (least, "") => text += &format!("; asked about below {least}"),
                    ("", most) => text += &format!("; asked about above {most}"),
                    (least, most) => {
                        text += &format!("; asked about below {least} and above {most}");
                    }
                }
                if !unit.is_empty() {
                    text += &format!("; {unit}");
                }
                text
            }
            DictionaryLine::UnitIn(field) => format!("unit as entered in {field}"),
            DictionaryLine::Missing(reasons) => format!("missing: {reasons}"),
            DictionaryLine::AskedWhen(condition) => format!("asked when {condition}"),
            DictionaryLine::Scores => "scores: what is computed".to_owned(),
        }
    }
}
