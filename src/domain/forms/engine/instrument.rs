//! The shape of an instrument: sections of fields in bedside order, as read from its file.
//!
//! Data only. Files are read in `parse`; scores and what is asked about answers are in the folder of the instrument,
//! behind `Scorer`. Nothing here knows a particular instrument.

mod condition;
pub mod needs;
pub mod parse;
pub mod pattern;

pub use condition::{Against, Comparison, Condition};

use super::scorer::Scorer;
use crate::domain::base::ids::{FieldId, FormId};
use crate::domain::record::participant::Sex;
use crate::domain::record::user::Role;
use crate::domain::treatment::units::Quantity;
use rust_decimal::Decimal;
use serde::Deserialize;

/// A form of the study.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instrument {
    /// Id, also the name of the form in the record.
    pub id: FormId,
    /// Name on the screen, at most 24 characters.
    pub title: String,
    /// Full name.
    pub long_title: String,
    /// Version of the layout, stored with exports.
    pub version: String,
    /// Who answers or observes.
    pub respondent: Respondent,
    /// Recall period, shown above the form.
    pub recall: String,
    /// Credit line that the licence asks for, shown on the form.
    pub credit: Option<String>,
    /// Where the facts come from.
    pub source: String,
    /// Core set measure that the form feeds.
    pub measure: Option<Measure>,
    /// How the form is scored.
    pub scoring: Scoring,
    /// Where the form is filled in.
    pub kept: Kept,
    /// Missing reasons that its fields allow, unless a field has its own list: a name from the table of reasons.
    pub missing: Vec<String>,
    /// Named option lists that fields refer to.
    pub option_sets: std::collections::BTreeMap<String, Vec<Choice>>,
    /// Sections in bedside order.
    pub sections: Vec<Section>,
}

fn default_reasons() -> Vec<String> {
    [
        "not-done",
        "not-applicable",
        "refused",
        "unable",
        "lost-sample",
        "other",
    ]
    .map(str::to_owned)
    .to_vec()
}

/// Where a form is filled in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kept {
    /// At the visits that name it.
    #[default]
    Visits,
    /// In rows beside the visits, as many as are needed.
    Rows,
    /// Once for each participant, beside the visits.
    Once,
}

/// Who answers an instrument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Respondent {
    /// The patient; earlier scores are never shown.
    Patient,
    /// The trained assessor of muscle strength.
    Assessor,
    /// The physician.
    Physician,
    /// The laboratory's report.
    Laboratory,
    /// The person who runs the visit.
    Nurse,
}

/// The six core set measures, in the order of every list of results.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, serde::Serialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    /// Physician global activity, VAS 0-10 cm.
    Phga,
    /// Patient global activity, VAS 0-10 cm.
    Ptga,
    /// Muscle strength, MMT-8 total.
    Mmt,
    /// Physical function, HAQ-DI.
    Haq,
    /// Muscle enzyme, the most abnormal one at baseline.
    Enzyme,
    /// Extramuscular activity, MDAAT extramuscular global VAS 0-10 cm.
    Extramuscular,
}

impl Measure {
    /// All six, in the order of every list of results.
    pub const ALL: [Self; 6] = [
        Self::Phga,
        Self::Ptga,
        Self::Mmt,
        Self::Haq,
        Self::Enzyme,
        Self::Extramuscular,
    ];

    /// Returns the name used in batch input and output.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Phga => "phga",
            Self::Ptga => "ptga",
            Self::Mmt => "mmt",
            Self::Haq => "haq",
            Self::Enzyme => "enzyme",
            Self::Extramuscular => "extramuscular",
        }
    }
}

/// How a form is scored; none when it is not.
pub type Scoring = Option<&'static dyn Scorer>;

/// A part of a form that is worked through in one go, such as one position of the patient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Id, unique in the form.
    pub id: String,
    /// Heading.
    pub title: String,
    /// One line of instruction under the heading.
    pub hint: Option<String>,
    /// Fields in bedside order.
    pub fields: Vec<Field>,
}

/// A field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Id, unique in the form.
    pub id: FieldId,
    /// Label on the screen, at most 40 characters.
    pub label: String,
    /// Words besides id and label by which "go to field" finds it.
    pub aliases: Vec<String>,
    /// What can be entered.
    pub kind: FieldKind,
    /// Definition shown by help, in our wording.
    pub help: String,
    /// Whether a complete form needs an answer or a reason here.
    pub required: bool,
    /// A fact (dose, limit, laboratory): `=` may repeat last visit's. Never true of ratings or results.
    pub fact: bool,
    /// Code that "rest absent" sets; without it the field is left alone by that key.
    pub absent: Option<String>,
    /// Missing reasons allowed here, when they differ from the form's.
    pub missing: Option<Vec<String>>,
    /// The field is asked only when this holds of another one.
    pub visible_when: Option<Condition>,
    /// Asked only at the baseline visit.
    pub at_baseline: bool,
    /// Sexes of which it is asked; empty for everybody.
    pub for_sex: Vec<Sex>,
    /// Asked only when this is the largest MMT-8 total of the study: 150 for the second side.
    pub scale: Option<u32>,
    /// Asked on any scale when this field is missing: the left side, when the right cannot be tested.
    pub stands_in_for: Option<FieldId>,
    /// CDISC test code, where the controlled terminology has one.
    pub cdisc: Option<String>,
    /// Name of what is measured, by which the forms of a visit that have it twice are compared.
    pub same_quantity: Option<String>,
    /// With which codes it says that no result of certain quantities is raised.
    pub denies_raised: Option<Denial>,
    /// Roles that may answer it; empty for everybody who enters.
    pub roles: Vec<Role>,
    /// In a log, whether a change is the course of things, such as an outcome, and needs no reason.
    pub follow_up: bool,
    /// In a log, whether an action of the row sets it, with a reason each time; the cursor never comes to it.
    pub by_action: bool,
}

impl Field {
    /// Returns whether somebody with these roles may answer the field.
    pub fn may_be_set_by(&self, roles: &[Role]) -> bool {
        self.roles.is_empty() || self.roles.iter().any(|role| roles.contains(role))
    }

    /// Returns whether the field is asked of participants of a sex.
    pub fn is_for(&self, sex: Sex) -> bool {
        self.for_sex.is_empty() || self.for_sex.contains(&sex)
    }

    /// Returns the fields of the limits of normal that belong to a result, the lower one first.
    pub fn limits(&self) -> impl Iterator<Item = &FieldId> {
        let (lower, upper) = match &self.kind {
            FieldKind::Lab {
                lln_field,
                uln_field,
                ..
            } => (lln_field.as_ref(), uln_field.as_ref()),
            FieldKind::Vas { .. }
            | FieldKind::Number { .. }
            | FieldKind::Choice { .. }
            | FieldKind::Text { .. }
            | FieldKind::Paragraph
            | FieldKind::Date
            | FieldKind::PartialDate { .. }
            | FieldKind::Time => (None, None),
        };
        lower.into_iter().chain(upper)
    }

    /// Returns the unit that its numbers have by themselves; `None` where they have none, or one is chosen beside them.
    pub fn own_unit(&self) -> Option<&str> {
        match &self.kind {
            FieldKind::Number { unit, .. } => unit.as_deref(),
            FieldKind::Lab { .. }
            | FieldKind::Vas { .. }
            | FieldKind::Choice { .. }
            | FieldKind::Text { .. }
            | FieldKind::Paragraph
            | FieldKind::Date
            | FieldKind::PartialDate { .. }
            | FieldKind::Time => None,
        }
    }
}

/// What a choice says of results: with one of the codes `is`, that none of these quantities is raised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Denial {
    /// Its codes.
    pub is: Vec<String>,
    /// The names of the quantities, as `same_quantity` of other fields has them.
    pub quantities: Vec<String>,
}

/// What a field takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// A visual analogue scale: 0.0-10.0 cm in steps of 0.1, never with a default.
    Vas {
        /// Words at 0.
        low: String,
        /// Words at 10.
        high: String,
        /// Change against the last visit that is asked about.
        jump: Option<Decimal>,
    },
    /// An exact decimal number.
    Number {
        /// Unit, shown and stored with the value.
        unit: Option<String>,
        /// Decimals allowed.
        decimals: u32,
        /// Smallest possible value.
        min: Decimal,
        /// Largest possible value.
        max: Decimal,
        /// Below this it is asked about.
        soft_min: Option<Decimal>,
        /// Above this it is asked about.
        soft_max: Option<Decimal>,
        /// Change against the last visit that is asked about, absolute.
        jump: Option<Decimal>,
        /// Change against the last visit that is asked about, in percent.
        jump_percent: Option<Decimal>,
        /// Whether it is a year, which cannot be after that of today.
        year: bool,
    },
    /// A laboratory result in one of the units of its quantity, possibly below quantification (`<`). Limits are in the
    /// stored unit of the quantity, for enzymes U/L.
    Lab {
        /// What is measured.
        quantity: Quantity,
        /// Field of the same form that holds the unit's code.
        unit_field: FieldId,
        /// Field of the same form that holds the lower limit of normal.
        lln_field: Option<FieldId>,
        /// Field of the same form that holds the upper limit of normal.
        uln_field: Option<FieldId>,
        /// Smallest possible result.
        min: Decimal,
        /// Largest possible value.
        max: Decimal,
        /// Below this it is asked about.
        soft_min: Decimal,
        /// Above this it is asked about.
        soft_max: Decimal,
        /// Whether this is a limit of normal rather than a result: no `<`, above 0.
        is_limit: bool,
    },
    /// One option of a list.
    Choice {
        /// Name of a list in the form's `options`.
        options: String,
        /// Difference of numeric codes against the last visit that is asked about.
        jump: Option<Decimal>,
    },
    /// Text on one line.
    Text {
        /// Longest text, in characters.
        max_length: usize,
        /// Form that it must have, see [`pattern`]; none in the field `id` of enrolment takes the study's.
        pattern: Option<String>,
    },
    /// Text of several lines, such as a narrative.
    Paragraph,
    /// A calendar date, not in the future.
    Date,
    /// A date of which the day, or the month and the day, may be unknown; stored as text.
    PartialDate {
        /// Whether it may be after today.
        future: bool,
    },
    /// A time of day, hours and minutes; stored as text such as `09:05`.
    Time,
}

/// One option of a choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Code that is typed and stored.
    pub code: String,
    /// What it means.
    pub label: String,
    /// A single other key that enters it, such as `*` for 10.
    pub key: Option<String>,
}

/// Most characters of a code that is itself typed as fast as a key.
const SHORT_CODE: usize = 2;

impl Choice {
    /// Returns what it is called, without what is said to explain it.
    pub fn name(&self) -> &str {
        let name = self.label.split([':', '(']).next();
        match name.map(str::trim) {
            None | Some("") => &self.label,
            Some(name) => name,
        }
    }

    /// Returns whether its code is a word, which is no key.
    pub fn is_word(&self) -> bool {
        self.code.chars().count() > SHORT_CODE
    }

    /// Returns what somebody types to enter it: its code, or its key where that is shorter than a code in words.
    pub fn typed(&self) -> &str {
        match &self.key {
            Some(key) if self.is_word() => key,
            Some(_) | None => &self.code,
        }
    }
}

impl Instrument {
    /// Returns whether the form is scored in this way.
    pub fn is_scored_by(&self, scorer: &dyn Scorer) -> bool {
        self.scoring.is_some_and(|own| own.name() == scorer.name())
    }

    /// Returns all fields in bedside order.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.sections.iter().flat_map(|section| &section.fields)
    }

    /// Returns the field of an id.
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields().find(|field| field.id.as_str() == id)
    }

    /// Returns the section that a field stands in.
    pub fn section_of(&self, id: &str) -> Option<&Section> {
        self.sections
            .iter()
            .find(|section| section.fields.iter().any(|f| f.id.as_str() == id))
    }

    /// Returns the options of a choice field; none for other kinds.
    pub fn choices(&self, field: &Field) -> &[Choice] {
        match &field.kind {
            FieldKind::Choice { options, .. } => {
                self.option_sets.get(options).map_or(&[], Vec::as_slice)
            }
            _ => &[],
        }
    }

    /// Returns the option of a code.
    pub fn choice(&self, field: &Field, code: &str) -> Option<&Choice> {
        let mut choices = self.choices(field).iter();
        choices.find(|choice| choice.code == code)
    }

    /// Returns the codes of the missing reasons that a field allows.
    pub fn reasons<'a>(&'a self, field: &'a Field) -> &'a [String] {
        field.missing.as_deref().unwrap_or(&self.missing)
    }
}
