//! Reads the cells of a form into what the scorers take.
//!
//! Field names are fixed here for the forms that are scored. A blank stays a blank and a missing
//! reason stays a reason; neither becomes a number.

use super::enzyme::{AtBaseline, Enzyme, Known, UNITS_PER_MICROKATAL};
use super::haq::{self, AIDS, Category, CategoryAnswers, Haq};
use super::mdaat::{Assessed, Category as Mitax, System};
use super::mmt8::{Grade, Grades, Muscle, Side};
use crate::domain::answer::{Answer, Value};
use crate::domain::ids::FieldId;
use crate::domain::instrument::{Field, Instrument};
use crate::domain::ratio::Exact;
use crate::domain::session::FormCells;

/// What is known of a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Reading {
    /// Not entered, or not completely: it can still come.
    #[default]
    Blank,
    /// There is none and will be none, for this reason.
    Missing(String),
    /// There is none because the visit does not ask for it.
    NotAsked,
    /// The value.
    Value(Exact),
}

impl Reading {
    /// Returns the value, if there is one.
    pub fn value(&self) -> Option<Exact> {
        match self {
            Self::Value(value) => Some(*value),
            Self::Blank | Self::Missing(_) | Self::NotAsked => None,
        }
    }

    /// Turns a blank of a measure that the visit does not ask for into what it is.
    pub fn if_asked(self, asked: bool) -> Self {
        if self.is_blank() && !asked {
            Self::NotAsked
        } else {
            self
        }
    }

    /// Returns whether a value can still be entered.
    pub fn is_blank(&self) -> bool {
        *self == Self::Blank
    }
}

/// Returns the answer of a field.
pub fn answer<'a>(cells: &'a FormCells, field: &str) -> Option<&'a Answer> {
    cells.get(field)?.answer.as_ref()
}

/// Returns the code of a field, if it holds one.
pub fn code<'a>(cells: &'a FormCells, field: &str) -> Option<&'a str> {
    answer(cells, field)?.as_code()
}

/// Returns whether the option `y` is chosen.
pub fn yes(cells: &FormCells, field: &str) -> bool {
    code(cells, field) == Some("y")
}

/// Reads a number as it stands.
pub fn number(cells: &FormCells, field: &str) -> Reading {
    match answer(cells, field) {
        None => Reading::Blank,
        Some(Answer::Missing { reason, .. }) => Reading::Missing(reason.clone()),
        Some(given) => match given.as_number() {
            Some(number) => Reading::Value(Exact::from_decimal(number)),
            None => Reading::Missing("not-a-number".to_owned()),
        },
    }
}

/// Returns whether the form has the field, asks for it now, and it holds nothing.
fn asked_and_blank(instrument: &Instrument, cells: &FormCells, field: &str) -> bool {
    let Some(definition) = instrument.field(field) else {
        return false;
    };
    definition.required && counts(instrument, cells, definition) && answer(cells, field).is_none()
}

/// Returns whether the conditions of a field hold, its condition's field included: one that is no longer
/// asked keeps its answer, which then counts in no score.
pub fn counts(instrument: &Instrument, cells: &FormCells, field: &Field) -> bool {
    let mut field = field;
    // A chain of conditions longer than the form is a ring, whose fields are never asked.
    for _ in instrument.fields() {
        let Some(condition) = &field.visible_when else {
            return true;
        };
        let holds = match answer(cells, condition.field.as_str()) {
            Some(Answer::Missing { .. }) => condition.missing,
            Some(given) => given
                .as_code()
                .is_some_and(|code| condition.is.iter().any(|is| is == code)),
            None => false,
        };
        match instrument.field(condition.field.as_str()) {
            Some(other) if holds => field = other,
            _ => return false,
        }
    }
    false
}

/// Returns how many required fields of the form are blank.
pub fn open_fields(instrument: &Instrument, cells: &FormCells) -> usize {
    instrument
        .fields()
        .filter(|field| asked_and_blank(instrument, cells, field.id.as_str()))
        .count()
}

/// Reads the grades of `mmt8`; a side that the form does not have counts as untestable.
pub fn grades(instrument: Option<&Instrument>, cells: &FormCells) -> Grades {
    let grade = |muscle: Muscle, side: Side| {
        let field = muscle.field(side);
        match answer(cells, &field) {
            Some(Answer::Missing { .. }) => Grade::Untestable,
            Some(given) => given.as_code().and_then(Grade::of).unwrap_or(Grade::Blank),
            None if instrument.is_some_and(|form| form.field(&field).is_none()) => {
                Grade::Untestable
            }
            None => Grade::Blank,
        }
    };
    Grades {
        neck: grade(Muscle::NeckFlexors, Side::Right),
        paired: Muscle::PAIRED
            .map(|muscle| (grade(muscle, Side::Right), grade(muscle, Side::Left))),
    }
}

/// Returns the field of an item of `haq` or `rand36`, numbered from 1.
pub fn item_field(item: usize) -> String {
    format!("item{item:02}")
}

/// Scores the cells of `haq`; items left blank are left out.
pub fn haq(cells: &FormCells) -> Haq {
    let item = |n: usize| {
        let score = code(cells, &item_field(n))?.parse::<u8>().ok()?;
        (score <= 3).then_some(score)
    };
    haq::score(|category| {
        let listed = AIDS.iter().filter(|aid| aid.category == category);
        let mut aids: Vec<String> = listed
            .filter(|aid| yes(cells, &format!("aid.{}", aid.field)))
            .map(|aid| aid.label.to_owned())
            .collect();
        for other in ["other1", "other2"] {
            let assigned = code(cells, &format!("aid.{other}.category"));
            if yes(cells, &format!("aid.{other}")) && assigned == Some(category.key()) {
                let words = answer(cells, &format!("aid.{other}.text")).and_then(Answer::as_text);
                aids.push(words.unwrap_or("other aid").to_owned());
            }
        }
        if yes(cells, &format!("help.{}", category.key())) {
            aids.push("help".to_owned());
        }
        CategoryAnswers {
            items: category.items().filter_map(item).collect(),
            aids,
        }
    })
}

/// Returns how many items, aids and help questions of `haq` are blank though the index needs them.
pub fn haq_open(instrument: Option<&Instrument>, cells: &FormCells) -> usize {
    match instrument {
        // Pain is on the form but not in the index.
        Some(form) => form
            .fields()
            .map(|field| field.id.as_str())
            .filter(|id| ["item", "aid.", "help."].iter().any(|p| id.starts_with(p)))
            .filter(|id| !id.ends_with(".text"))
            .filter(|id| asked_and_blank(form, cells, id))
            .count(),
        None => Category::ALL
            .into_iter()
            .flat_map(Category::items)
            .filter(|item| answer(cells, &item_field(*item)).is_none())
            .count(),
    }
}

/// Field that says whether the sample was haemolysed.
const HAEMOLYSED: &str = "haemolysed";

/// A laboratory result in U/L.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lab {
    /// The value in U/L; a result below quantification counts as its limit.
    pub value: Reading,
    /// Whether the result is below the limit of quantification.
    pub below: bool,
    /// Upper limit of normal in U/L, above 0.
    pub uln: Option<Exact>,
    /// Whether the limit is blank and can still be entered.
    pub uln_blank: bool,
    /// Whether the sample was haemolysed and the result therefore cannot count.
    pub spoilt: bool,
    /// Whether it is still to be answered if the sample was haemolysed, and the result would then not count.
    pub may_be_spoilt: bool,
}

impl Lab {
    /// Returns what is known of it when the enzyme that counts is chosen.
    pub fn at_baseline(&self) -> AtBaseline {
        AtBaseline {
            value: match &self.value {
                _ if self.spoilt => Known::Gone,
                Reading::Value(value) => Known::Value(*value),
                Reading::Blank => Known::Blank,
                Reading::Missing(_) | Reading::NotAsked => Known::Gone,
            },
            uln: match (self.uln, self.uln_blank) {
                (Some(uln), _) => Known::Value(uln),
                (None, true) => Known::Blank,
                (None, false) => Known::Gone,
            },
            may_be_unfit: self.may_be_spoilt,
        }
    }
}

/// Returns whether a form asks for a field now; one that is not known is taken to ask for all.
fn asks(instrument: Option<&Instrument>, cells: &FormCells, field: &str) -> bool {
    instrument.is_none_or(|form| {
        let field = form.field(field);
        field.is_some_and(|field| counts(form, cells, field))
    })
}

/// Reads one enzyme of `enzymes` in U/L. A value whose unit is not entered yet is blank: units are never guessed.
/// What the form does not ask for is not blank: it cannot come any more.
pub fn lab(instrument: Option<&Instrument>, cells: &FormCells, enzyme: Enzyme) -> Lab {
    let in_units = |field: &str| match number(cells, field) {
        Reading::Value(value) => {
            let unit = answer(cells, field).and_then(Answer::unit);
            match unit.or_else(|| code(cells, "unit")) {
                None => Reading::Blank,
                Some("U/L") => Reading::Value(value),
                Some("ukat/L" | "µkat/L" | "μkat/L") => {
                    value.times(UNITS_PER_MICROKATAL).map_or_else(
                        |_| Reading::Missing("too-many-digits".to_owned()),
                        Reading::Value,
                    )
                }
                Some(_) => Reading::Missing("unknown-unit".to_owned()),
            }
        }
        other => other,
    };
    let given = answer(cells, enzyme.key()).and_then(Answer::value);
    let limit_field = format!("{}.uln", enzyme.key());
    let limit = in_units(&limit_field);
    let haemolysis_open = answer(cells, HAEMOLYSED).is_none()
        && instrument.is_some_and(|form| asks(Some(form), cells, HAEMOLYSED));
    Lab {
        value: in_units(enzyme.key()).if_asked(asks(instrument, cells, enzyme.key())),
        below: matches!(given, Some(Value::Below(_))),
        uln: limit.value().filter(|uln| uln.is_positive()),
        uln_blank: limit.is_blank() && asks(instrument, cells, &limit_field),
        spoilt: enzyme.spoilt_by_haemolysis() && yes(cells, HAEMOLYSED),
        may_be_spoilt: enzyme.spoilt_by_haemolysis() && haemolysis_open,
    }
}

fn assessed<T>(cells: &FormCells, field: &str, read: impl Fn(&Answer) -> Option<T>) -> Assessed<T> {
    match answer(cells, field) {
        Some(Answer::Missing { .. }) => Assessed::NotAssessed,
        Some(given) => read(given).map_or(Assessed::Blank, Assessed::Value),
        None => Assessed::Blank,
    }
}

/// Reads an organ scale of `mdaat`.
pub fn organ_vas(cells: &FormCells, system: System) -> Assessed<Exact> {
    assessed(cells, &format!("{}.vas", system.key()), |given| {
        given.as_number().map(Exact::from_decimal)
    })
}

/// Reads an item code 0 to 4 of `mdaat`.
pub fn mdaat_code(cells: &FormCells, system: System, item: &str) -> Assessed<u8> {
    assessed(cells, &format!("{}.{item}", system.key()), |given| {
        given
            .as_code()?
            .parse::<u8>()
            .ok()
            .filter(|code| *code <= 4)
    })
}

/// Reads a MITAX category that the physician entered.
pub fn mitax_entered(cells: &FormCells, system: System) -> Assessed<Mitax> {
    assessed(cells, &format!("mitax.{}", system.key()), |given| {
        Mitax::of(given.as_code()?)
    })
}

/// Reads whether a system was ever affected; `None` while that is not known.
pub fn ever_affected(cells: &FormCells, system: System) -> Option<bool> {
    match code(cells, &format!("ever.{}", system.key()))? {
        "y" => Some(true),
        "n" => Some(false),
        _ => None,
    }
}

/// Returns the cells of `mdaat` with what earlier visits say of each system's history: ever affected
/// when a flag or an active item said so, else as flagged. What stands in the cells themselves stays.
pub fn with_history<'a>(
    cells: &FormCells,
    earlier: impl Iterator<Item = &'a FormCells> + Clone,
) -> FormCells {
    let mut cells = cells.clone();
    for system in System::ALL {
        if ever_affected(&cells, system).is_some() {
            continue;
        }
        let active = |cells: &FormCells| {
            let code = |item: &str| mdaat_code(cells, system, item);
            let items = system.items().iter();
            items
                .copied()
                .any(|(item, _)| matches!(code(item), Assessed::Value(1..)))
        };
        let affected = earlier
            .clone()
            .any(|cells| ever_affected(cells, system) == Some(true) || active(cells));
        let known = earlier
            .clone()
            .any(|cells| ever_affected(cells, system).is_some());
        if affected || known {
            let cell = cells
                .entry(FieldId::new(format!("ever.{}", system.key())))
                .or_default();
            cell.answer = Some(Answer::code(if affected { "y" } else { "n" }));
        }
    }
    cells
}
