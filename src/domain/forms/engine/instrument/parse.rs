//! The reader of form files: text to [`Instrument`], or the first mistake with its place.
//!
//! Judges one file by itself. What takes the whole study (reasons, what the scoring needs) is
//! judged in `study::assemble`.

mod condition;
mod field;
pub mod keys;
mod kind;

use super::{Choice, Field, FieldKind, Instrument, Kept, Measure, Respondent, Scoring, Section};
use crate::domain::base::data::{DataError, FileOrigin, Item, Marked, Marks, Source, Table};
use crate::domain::base::ids::FormId;
use crate::domain::forms::engine::scorer::Scorer;
use crate::domain::record::rows;
use std::collections::BTreeMap;

/// The respondents by the names that files use.
const RESPONDENTS: [(&str, Respondent); 5] = [
    ("patient", Respondent::Patient),
    ("assessor", Respondent::Assessor),
    ("physician", Respondent::Physician),
    ("laboratory", Respondent::Laboratory),
    ("nurse", Respondent::Nurse),
];

/// Reads a form file that is scored in one of these ways or not at all; `file` is its name in messages. Keeps the
/// places that later checks may point at.
pub(crate) fn read(
    scorers: &[&'static dyn Scorer],
    file: &str,
    text: &str,
    origin: FileOrigin,
) -> Result<Marked<Instrument>, DataError> {
    let source = Source::new(file, text, origin);
    let tree = source.read()?;
    let root = Table::root(source, &tree, &keys::FORM)?;
    let mut marks = source.marks();

    let id = root.need("id")?;
    marks.keep("id", &id);
    if let Some(item) = root.get("scoring") {
        marks.keep("scoring", &item);
    }
    if let Some(item) = root.get("measure") {
        marks.keep("measure", &item);
    }
    let option_sets = match root.get("options") {
        Some(item) => options(&item)?,
        None => BTreeMap::new(),
    };
    let instrument = Instrument {
        id: FormId::new(id.name()?),
        title: root.need("title")?.line()?.to_owned(),
        long_title: root.need("long-title")?.line()?.to_owned(),
        version: root.need("version")?.line()?.to_owned(),
        respondent: root.need("respondent")?.one_of(&RESPONDENTS)?,
        recall: root.need("recall")?.line()?.to_owned(),
        credit: match root.get("credit") {
            Some(item) => Some(item.line()?.to_owned()),
            None => None,
        },
        source: root.need("source")?.text()?.to_owned(),
        measure: match root.get("measure") {
            Some(item) => Some(item.one_of(&Measure::ALL.map(|m| (m.key(), m)))?),
            None => None,
        },
        scoring: match root.get("scoring") {
            Some(item) => item.one_of(&words(scorers))?,
            None => None,
        },
        kept: kept(&root)?,
        missing: match root.get("missing") {
            Some(item) => reasons(&item, "missing", &mut marks)?,
            None => super::default_reasons(),
        },
        option_sets,
        sections: Vec::new(),
    };
    measure_fits(scorers, &root, &instrument)?;
    let instrument = sections(&root.need("section")?, instrument, &mut marks)?;
    limits(&instrument, &marks)?;
    error_fields(&root, &instrument)?;
    unused_options(&root, &instrument)?;
    Ok(Marked {
        value: instrument,
        marks,
    })
}

/// Returns the ways of scoring by the names that files use.
fn words(scorers: &[&'static dyn Scorer]) -> Vec<(&'static str, Scoring)> {
    let named = scorers.iter().map(|scorer| (scorer.name(), Some(*scorer)));
    std::iter::once(("none", None)).chain(named).collect()
}

/// Reads whether a form is kept in rows or filled in once.
fn kept(root: &Table<'_>) -> Result<Kept, DataError> {
    let rows = field::flag(root, "log", false)?;
    let once = field::flag(root, "once", false)?;
    match (rows, once, root.get("once"), root.get("measure")) {
        (true, true, Some(item), _) => {
            Err(item.error("a form is kept in rows (`log`) or filled in once (`once`), not both"))
        }
        (true, _, _, Some(item)) | (_, true, _, Some(item)) => {
            Err(item.error("a core set measure is assessed at visits, never in a `log` or `once`"))
        }
        (true, ..) => Ok(Kept::Rows),
        (false, true, ..) => Ok(Kept::Once),
        (false, false, ..) => Ok(Kept::Visits),
    }
}

/// Refuses a log whose rows cannot be taken out: a row is never removed, so it must be able to say that it is wrong.
fn error_fields(root: &Table<'_>, instrument: &Instrument) -> Result<(), DataError> {
    if instrument.kept != Kept::Rows {
        return Ok(());
    }
    let wrong = instrument.field(rows::IN_ERROR);
    let by_action = wrong.is_some_and(|field| field.by_action);
    // An action of the row also takes it back.
    let codes: &[&str] = if by_action { &["y", "n"] } else { &["y"] };
    let says_so = wrong.is_some_and(|field| {
        let choices = instrument.choices(field);
        let has = |code: &&str| choices.iter().any(|choice| choice.code == *code);
        !field.required && codes.iter().all(has)
    });
    let reason = instrument.field(rows::ERROR_REASON).is_some_and(|field| {
        let asked = field.visible_when.as_ref();
        field.required && asked.is_some_and(|when| when.field.as_str() == rows::IN_ERROR)
    });
    match root.get("log") {
        Some(item) if !says_so => Err(item.error(format!(
            "a log needs a field \"{}\": a choice with the code {}, `required = false`",
            rows::IN_ERROR,
            codes.join(" and ")
        ))),
        Some(item) if !reason && !by_action => Err(item.error(format!(
            "a log needs a required field \"{}\", asked when \"{}\" is y",
            rows::ERROR_REASON,
            rows::IN_ERROR
        ))),
        _ => Ok(()),
    }
}

/// Reads a list of reasons and keeps the place of each under `NAME.CODE`.
fn reasons(item: &Item<'_>, name: &str, marks: &mut Marks) -> Result<Vec<String>, DataError> {
    let mut codes = Vec::new();
    for (code, item) in item.names()? {
        marks.keep(format!("{name}.{code}"), &item);
        codes.push(code.to_owned());
    }
    Ok(codes)
}

fn options(item: &Item<'_>) -> Result<BTreeMap<String, Vec<Choice>>, DataError> {
    let mut sets = BTreeMap::new();
    for (set, _) in item.table()?.items() {
        let mut choices: Vec<Choice> = Vec::new();
        for item in set.list()? {
            let choice = choice(&item)?;
            let taken = choices
                .iter()
                .flat_map(|c| [Some(&c.code), c.key.as_ref()])
                .flatten();
            let new = [Some(&choice.code), choice.key.as_ref()];
            for taken in taken {
                if new.contains(&Some(taken)) {
                    return Err(
                        item.error(format!("\"{taken}\" enters two options of `{}`", set.key()))
                    );
                }
            }
            choices.push(choice);
        }
        sets.insert(set.key().to_owned(), choices);
    }
    Ok(sets)
}

fn choice(item: &Item<'_>) -> Result<Choice, DataError> {
    let table = item.table()?;
    let key = match table.get("key") {
        None => None,
        Some(item) => {
            let key = item.text()?;
            if key.chars().count() != 1 {
                return Err(item.error(format!("`key` must be a single character, not \"{key}\"")));
            }
            Some(key.to_owned())
        }
    };
    Ok(Choice {
        code: table.need("code")?.line()?.to_owned(),
        label: table.need("label")?.line()?.to_owned(),
        key,
    })
}

/// Reads the sections into the form; each field may refer to the fields before it.
fn sections(
    item: &Item<'_>,
    mut instrument: Instrument,
    marks: &mut Marks,
) -> Result<Instrument, DataError> {
    for item in item.list()? {
        let table = item.table()?;
        let id = table.need("id")?;
        let name = id.name()?.to_owned();
        if instrument.sections.iter().any(|s| s.id == name) {
            return Err(id.error(format!("the section \"{name}\" stands twice in this form")));
        }
        instrument.sections.push(Section {
            id: name,
            title: table.need("title")?.line()?.to_owned(),
            hint: match table.get("hint") {
                Some(item) => Some(item.line()?.to_owned()),
                None => None,
            },
            fields: Vec::new(),
        });
        for item in table.need("field")?.list()? {
            let field = field::read(&item.open_table()?, &instrument, marks)?;
            if let Some(section) = instrument.sections.last_mut() {
                section.fields.push(field);
            }
        }
    }
    Ok(instrument)
}

/// Refuses a core set measure that would come from another score than its own.
fn measure_fits(
    scorers: &[&'static dyn Scorer],
    root: &Table<'_>,
    instrument: &Instrument,
) -> Result<(), DataError> {
    let (Some(measure), Some(item)) = (instrument.measure, root.get("measure")) else {
        return Ok(());
    };
    let feeds = |scorer: &&&dyn Scorer| scorer.measures().contains(&measure);
    let name = match scorers.iter().find(feeds) {
        Some(own) if instrument.is_scored_by(*own) => return Ok(()),
        Some(own) => own.name(),
        None => "none",
    };
    Err(item.error(format!(
        "the measure {} needs `scoring = \"{name}\"`",
        measure.key()
    )))
}

/// Refuses results whose limit of normal is not a limit of the same form.
fn limits(instrument: &Instrument, marks: &Marks) -> Result<(), DataError> {
    let is_limit =
        |field: &Field| matches!(&field.kind, FieldKind::Lab { is_limit, .. } if *is_limit);
    for field in instrument.fields() {
        let FieldKind::Lab { uln_field, .. } = &field.kind else {
            continue;
        };
        let wrong = field.limits().find(|limit| {
            let named = instrument.field(limit.as_str());
            !named.is_some_and(is_limit)
        });
        if let Some(limit) = wrong {
            let key = match uln_field.as_ref() == Some(limit) {
                true => "uln",
                false => "lln",
            };
            let limits = instrument.fields().filter(|f| is_limit(f));
            return Err(marks.unknown(
                &format!("{key}.{}", field.id),
                format!("no field with `is-limit = true` is named \"{limit}\""),
                limit.as_str(),
                limits.map(|f| f.id.as_str()),
            ));
        }
    }
    Ok(())
}

/// Refuses option lists that no field uses: most often the name is misspelt in one of the two places.
fn unused_options(root: &Table<'_>, instrument: &Instrument) -> Result<(), DataError> {
    let used = |name: &str| {
        instrument
            .fields()
            .any(|f| matches!(&f.kind, FieldKind::Choice { options, .. } if options == name))
    };
    let Some(item) = root.get("options") else {
        return Ok(());
    };
    match item
        .table()?
        .items()
        .iter()
        .find(|(set, _)| !used(set.key()))
    {
        None => Ok(()),
        Some((set, _)) => Err(set.error(format!("no field uses the options `{}`", set.key()))),
    }
}
