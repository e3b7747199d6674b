//! `dictionary.csv`: one row a field in the 18 columns that REDCap takes, and by it the columns of the data.
//!
//! Must not know what a field means to the study.

use super::data::fault;
use crate::domain::forms::names::redcap;
use crate::export::exporter::Fault;
use crate::export::files::Files;
use rust_decimal::Decimal;

/// Name of the file.
pub(super) const FILE: &str = "dictionary.csv";

/// The headings of REDCap, each with its own words.
pub(super) const COLUMNS: [&str; 18] = [
    "Variable / Field Name",
    "Form Name",
    "Section Header",
    "Field Type",
    "Field Label",
    "Choices, Calculations, OR Slider Labels",
    "Field Note",
    "Text Validation Type OR Show Slider Number",
    "Text Validation Min",
    "Text Validation Max",
    "Identifier?",
    "Branching Logic (Show field only if...)",
    "Required Field?",
    "Custom Alignment",
    "Question Number (surveys only)",
    "Matrix Group Name",
    "Matrix Ranking?",
    "Field Annotation",
];

/// Most options that stand below each other; more are a list that opens.
const MOST_RADIO: usize = 7;

/// What a field takes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Takes {
    /// Text on one line.
    #[default]
    Line,
    /// Text on several lines.
    Lines,
    /// One of these options: code and label.
    Choice(Vec<(String, String)>),
    /// What REDCap checks by a rule of this name.
    Checked(&'static str),
}

/// A row of the dictionary.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) name: String,
    pub(super) form: String,
    pub(super) section: String,
    pub(super) takes: Takes,
    pub(super) label: String,
    /// What stands small below the field.
    pub(super) note: String,
    pub(super) bounds: Option<(Decimal, Decimal)>,
    /// When it is shown, as REDCap logic; always where empty.
    pub(super) when: String,
    pub(super) required: bool,
    /// A value that the study's program sets.
    pub(super) is_read_only: bool,
}

/// The dictionary, and the columns of the data that follow from it.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) items: Vec<Item>,
    /// The names of the columns of the data, and whether each holds text that somebody typed.
    pub(super) columns: Vec<(String, bool)>,
}

impl Sheet {
    /// Returns a dictionary with nothing in it; the first form takes the record id.
    pub(super) fn begin() -> Self {
        let columns = [
            redcap::RECORD,
            redcap::EVENT,
            redcap::REPEATED,
            redcap::INSTANCE,
        ];
        Self {
            items: Vec::new(),
            columns: columns.map(|name| (name.to_owned(), false)).into(),
        }
    }

    /// Adds the record id, as the first field of a form.
    pub(super) fn add_record(&mut self, form: &str) {
        self.items.push(Item {
            name: redcap::RECORD.to_owned(),
            form: form.to_owned(),
            label: "Participant".to_owned(),
            required: true,
            ..Item::default()
        });
    }

    /// Adds a field; returns the place of its column in the data.
    pub(super) fn add(&mut self, item: Item) -> usize {
        let is_line = matches!(item.takes, Takes::Line | Takes::Lines);
        let is_text = is_line && !item.is_read_only;
        self.columns.push((item.name.clone(), is_text));
        self.items.push(item);
        self.columns.len() - 1
    }

    /// Ends a form; returns the place of the column of how far it is.
    pub(super) fn end(&mut self, form: &str) -> usize {
        let name = format!("{form}{}", redcap::COMPLETE);
        self.columns.push((name, false));
        self.columns.len() - 1
    }

    /// Writes the dictionary.
    pub(super) fn write(&self, files: &mut dyn Files) -> Result<(), Fault> {
        let mut out = super::data::writer(files, FILE)?;
        out.write_record(COLUMNS).map_err(fault)?;
        for item in &self.items {
            out.write_record(row(item)).map_err(fault)?;
        }
        Ok(out.flush()?)
    }
}

fn row(item: &Item) -> [String; 18] {
    let (kind, choices, check) = match &item.takes {
        Takes::Line => ("text", String::new(), ""),
        Takes::Lines => ("notes", String::new(), ""),
        Takes::Checked(rule) => ("text", String::new(), *rule),
        Takes::Choice(options) => {
            let kind = match options.len() > MOST_RADIO {
                true => "dropdown",
                false => "radio",
            };
            (kind, choices(options), "")
        }
    };
    let (min, max) = match item.bounds {
        Some((min, max)) => (min.normalize().to_string(), max.normalize().to_string()),
        None => Default::default(),
    };
    let yes = |flag: bool| if flag { "y" } else { "" }.to_owned();
    let annotation = if item.is_read_only { "@READONLY" } else { "" };
    [
        item.name.clone(),
        item.form.clone(),
        line(&item.section),
        kind.to_owned(),
        line(&item.label),
        choices,
        line(&item.note),
        check.to_owned(),
        min,
        max,
        String::new(),
        item.when.clone(),
        yes(item.required),
        String::new(),
        String::new(),
        String::new(),
        String::new(),
        annotation.to_owned(),
    ]
}

fn choices(options: &[(String, String)]) -> String {
    let option = |(code, label): &(String, String)| {
        // A bar ends an option, and REDCap takes none without a label.
        let label = line(label).replace('|', "/");
        let label = if label.is_empty() { code } else { &label };
        format!("{code}, {label}")
    };
    let options: Vec<String> = options.iter().map(option).collect();
    options.join(" | ")
}

/// Returns a text on one line.
fn line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}
