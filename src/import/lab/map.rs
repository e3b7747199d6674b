//! The map of a laboratory: how its files are read, as a TOML file states it. Must not fill in what the file does not state.

use super::keys::MAP;
use super::moment::{Format, Zone};
use crate::domain::base::data::{DataError, FileOrigin, Item, Source, Table};
use crate::domain::base::ids::{FieldId, FormId};
use crate::domain::forms::engine::instrument::{Field, FieldKind, Instrument};
use crate::domain::forms::engine::typing::factor;
use crate::domain::study::Study;
use crate::domain::study::laboratory::NAME;
use crate::import::table::{Dialect, Encoding};
use std::collections::BTreeMap;

/// Most bytes of a file of results.
pub const MOST_BYTES: u64 = 16_000_000;

/// A map, to be used as an example and to begin with.
pub const EXAMPLE: &str = include_str!("example.toml");

/// How the files of a laboratory are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabMap {
    pub(super) dialect: Dialect,
    pub(super) decimal_mark: char,
    pub(super) format: Format,
    pub(super) zone: Zone,
    pub(super) visit: VisitBy,
    pub(super) site: Option<String>,
    pub(super) laboratory: Option<String>,
    pub(super) leaves_other_tests: bool,
    pub(super) columns: Columns,
    pub(super) units: BTreeMap<String, String>,
    pub(super) rules: Rules,
    pub(super) forms: BTreeMap<FormId, Facts>,
    pub(super) tests: Vec<Test>,
}

/// To which visit a sample belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum VisitBy {
    /// To the one that was held on its day.
    Day,
    /// To that one, else to the one in whose window its day lies.
    Window,
}

/// The headings of the columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Columns {
    pub(super) participant: String,
    pub(super) sampled: String,
    pub(super) sampled_time: Option<String>,
    /// Where each row is one result: the columns of test and result, and of what stands beside it.
    pub(super) each: Option<(String, ResultColumns)>,
}

/// The headings of the columns of a result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ResultColumns {
    pub(super) result: String,
    pub(super) unit: Option<String>,
    pub(super) lower: Option<String>,
    pub(super) upper: Option<String>,
}

/// What comes of a result that is no plain number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// It is a result below a limit.
    Limit,
    /// There is no result.
    Missing {
        reason: String,
        words: Option<String>,
    },
    /// Nothing is stored.
    LeaveOut,
}

/// The rules for results that are no plain numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Rules {
    pub(super) below: Option<Rule>,
    pub(super) above: Option<Rule>,
    pub(super) blank: Option<Rule>,
    pub(super) words: BTreeMap<String, Rule>,
}

/// The fields of a form that take facts of the sample.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Facts {
    pub(super) day: Option<FieldId>,
    pub(super) time: Option<FieldId>,
    pub(super) laboratory: Option<FieldId>,
}

/// Where the results of a test are stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Test {
    pub(super) form: FormId,
    pub(super) field: FieldId,
    /// Its code in the file, where each row is one result.
    pub(super) code: Option<String>,
    /// Its columns, where each row is one sample.
    pub(super) columns: Option<ResultColumns>,
    /// The unit of all its results.
    pub(super) unit: Option<String>,
    /// The unit in which it is stored.
    pub(super) store: Option<String>,
    pub(super) values: BTreeMap<String, String>,
}

impl LabMap {
    /// Reads a map for a study.
    ///
    /// # Errors
    /// The first mistake in it: an unknown key, one that is missing, or a form, a field or a unit that the study does not
    /// have.
    pub fn read(name: &str, text: &str, study: &Study) -> Result<Self, DataError> {
        let source = Source::new(name, text, FileOrigin::New);
        let tree = source.read()?;
        let root = Table::root(source, &tree, &MAP)?;
        let columns = columns(&root.need("column")?)?;
        let is_each = columns.each.is_some();
        let encoding = root
            .need("encoding")?
            .one_of(&[("utf-8", Encoding::Utf8), ("gb18030", Encoding::Gb18030)])?;
        let delimiter = root.need("delimiter")?.one_of(&[
            ("comma", b','),
            ("semicolon", b';'),
            ("tab", b'\t'),
            ("bar", b'|'),
        ])?;
        let decimal_mark = root
            .need("decimal-mark")?
            .one_of(&[("point", '.'), ("comma", ',')])?;
        let format = root.need("sampled-format")?;
        let format = Format::read(format.line()?).ok_or_else(|| {
            format.error("`sampled-format` must have `%Y`, a month and `%d`, perhaps `%H`, `%M` and `%S`, such as `%Y-%m-%d %H:%M`")
        })?;
        let zone = root.need("time-zone")?;
        let zone = Zone::read(zone.line()?).ok_or_else(|| {
            zone.error(
                "`time-zone` must be a zone such as Europe/Berlin, or an offset such as +08:00",
            )
        })?;
        let visit = root
            .need("visit")?
            .one_of(&[("day", VisitBy::Day), ("window", VisitBy::Window)])?;
        let line = |key: &str| -> Result<Option<String>, DataError> { optional(&root, key) };
        let (site, laboratory) = (line("site")?, line("laboratory")?);
        let leaves = |item: Item<'_>| item.one_of(&[("refuse", false), ("leave-out", true)]);
        let leaves_other_tests = match (root.get("other-tests"), is_each) {
            (Some(item), true) => leaves(item)?,
            (None, true) => leaves(root.need("other-tests")?)?,
            (Some(item), false) => {
                leaves(item)?;
                return Err(item.error("`other-tests` needs a column `test`"));
            }
            (None, false) => true,
        };
        let units = chosen(&root.need("unit")?)?;
        let rules = rules(&root)?;
        let mut forms = BTreeMap::new();
        if let Some(item) = root.get("form") {
            for item in item.list()? {
                let (id, facts) = facts(&item, study, laboratory.is_some())?;
                if forms.insert(id, facts).is_some() {
                    return Err(item.table()?.need("id")?.error("`id` stands in two forms"));
                }
            }
        }
        let mut tests: Vec<Test> = Vec::new();
        for item in root.need("test")?.list()? {
            let test = test(&item, study, &columns, &units)?;
            if let Some(code) = &test.code
                && tests.iter().any(|other| other.code.as_ref() == Some(code))
            {
                return Err(item
                    .table()?
                    .need("code")?
                    .error("`code` stands in two tests"));
            }
            tests.push(test);
        }
        Ok(Self {
            dialect: Dialect {
                encoding,
                delimiter,
                most: MOST_BYTES,
            },
            decimal_mark,
            format,
            zone,
            visit,
            site,
            laboratory,
            leaves_other_tests,
            columns,
            units,
            rules,
            forms,
            tests,
        })
    }
}

fn optional(table: &Table<'_>, key: &str) -> Result<Option<String>, DataError> {
    let item = table.get(key);
    item.map(|item| item.line().map(str::to_owned)).transpose()
}

/// Reads a table whose keys the author of the map chooses.
fn chosen(item: &Item<'_>) -> Result<BTreeMap<String, String>, DataError> {
    let mut all = BTreeMap::new();
    for (item, _) in item.table()?.items() {
        all.insert(item.key().trim().to_owned(), item.line()?.to_owned());
    }
    Ok(all)
}

fn columns(item: &Item<'_>) -> Result<Columns, DataError> {
    let table = item.table()?;
    let line = |key: &str| optional(&table, key);
    let (participant, sampled) = (table.need("participant")?, table.need("sampled")?);
    let (participant, sampled) = (participant.line()?, sampled.line()?);
    let (test, result) = (line("test")?, line("result")?);
    let (unit, lower, upper) = (line("unit")?, line("lower-limit")?, line("upper-limit")?);
    let each = match test {
        Some(test) => {
            let result =
                result.map_or_else(|| table.need("result")?.line().map(str::to_owned), Ok)?;
            Some((
                test,
                ResultColumns {
                    result,
                    unit,
                    lower,
                    upper,
                },
            ))
        }
        None => {
            for key in ["result", "unit", "lower-limit", "upper-limit"] {
                if let Some(item) = table.get(key) {
                    return Err(item.error(format!("`{key}` needs a column `test`")));
                }
            }
            None
        }
    };
    Ok(Columns {
        participant: participant.to_owned(),
        sampled: sampled.to_owned(),
        sampled_time: line("sampled-time")?,
        each,
    })
}

fn rules(root: &Table<'_>) -> Result<Rules, DataError> {
    let mut rules = Rules::default();
    for (key, place) in [
        ("below", &mut rules.below),
        ("above", &mut rules.above),
        ("blank", &mut rules.blank),
    ] {
        if let Some(item) = root.get(key) {
            *place = Some(rule(&item.table()?, key == "below")?);
        }
    }
    let Some(item) = root.get("word") else {
        return Ok(rules);
    };
    for item in item.list()? {
        let table = item.table()?;
        let text = table.need("text")?;
        let word = text.line()?.trim().to_owned();
        if rules.words.insert(word, rule(&table, false)?).is_some() {
            return Err(text.error("`text` stands in two words"));
        }
    }
    Ok(rules)
}

/// What a rule takes a result for.
#[derive(Clone, Copy)]
enum Take {
    Limit,
    Missing,
    LeaveOut,
}

fn rule(table: &Table<'_>, is_below: bool) -> Result<Rule, DataError> {
    let take = table.need("take")?;
    let common = [("missing", Take::Missing), ("leave-out", Take::LeaveOut)];
    let take = match is_below {
        true => take.one_of(&[("limit", Take::Limit), common[0], common[1]])?,
        false => take.one_of(&common)?,
    };
    let words = optional(table, "words")?;
    match (take, table.get("missing"), &words) {
        (Take::Missing, None, _) => Err(table.error("`missing` is missing here")),
        (Take::Missing, Some(reason), _) => Ok(Rule::Missing {
            reason: reason.line()?.to_owned(),
            words,
        }),
        (Take::Limit | Take::LeaveOut, Some(item), _) => {
            item.line()?;
            Err(item.error("`missing` needs `take = \"missing\"`"))
        }
        (Take::Limit | Take::LeaveOut, None, Some(_)) => {
            Err(table.error("`words` needs `take = \"missing\"`"))
        }
        (Take::Limit, None, None) => Ok(Rule::Limit),
        (Take::LeaveOut, None, None) => Ok(Rule::LeaveOut),
    }
}

fn facts(
    item: &Item<'_>,
    study: &Study,
    has_laboratory: bool,
) -> Result<(FormId, Facts), DataError> {
    let table = item.table()?;
    let id = table.need("id")?;
    let name = id.text()?;
    let form = study
        .known_form(name)
        .ok_or_else(|| no_form(&id, name, study))?;
    let field = |key: &str, is_fit: fn(&Field) -> bool, wanted: &str| {
        let Some(item) = table.get(key) else {
            return Ok(None);
        };
        let name = item.text()?;
        let field = study
            .known_field(form.id.as_str(), name)
            .map(|(_, field)| field);
        let field = field.ok_or_else(|| no_field(&item, name, form))?;
        match is_fit(field) {
            true => Ok(Some(field.id.clone())),
            false => Err(item.error(format!("`{key}` must be a field for {wanted}"))),
        }
    };
    let laboratory = field(
        "laboratory",
        |field| matches!(field.kind, FieldKind::Text { .. }),
        "a text",
    )?;
    if let (Some(item), false) = (table.get("laboratory"), has_laboratory) {
        return Err(item.error(format!("`{NAME}` needs `{NAME}` at the top of the map")));
    }
    let facts = Facts {
        day: field("day", |field| field.kind == FieldKind::Date, "a date")?,
        time: field("time", |field| field.kind == FieldKind::Time, "a time")?,
        laboratory,
    };
    Ok((form.id.clone(), facts))
}

fn no_form(item: &Item<'_>, name: &str, study: &Study) -> DataError {
    let known: Vec<&str> = study.instruments.keys().map(FormId::as_str).collect();
    item.unknown(format!("no form is named \"{name}\""), name, known)
}

fn no_field(item: &Item<'_>, name: &str, form: &Instrument) -> DataError {
    let message = format!("the form {} has no field \"{name}\"", form.id);
    item.unknown(message, name, form.fields().map(|field| field.id.as_str()))
}

fn test(
    item: &Item<'_>,
    study: &Study,
    columns: &Columns,
    units: &BTreeMap<String, String>,
) -> Result<Test, DataError> {
    let table = item.table()?;
    let place = table.need("field")?;
    let path = place.line()?;
    let (form, field) = path
        .split_once('/')
        .ok_or_else(|| place.error("`field` must be form and field, such as enzymes/ck"))?;
    let own = study
        .known_form(form)
        .ok_or_else(|| no_form(&place, form, study))?;
    let known = study.known_field(form, field);
    let (instrument, field) = known.ok_or_else(|| no_field(&place, field, own))?;
    let line = |key: &str| optional(&table, key);
    let is_each = columns.each.is_some();
    let (mine, others) = match is_each {
        true => (
            "code",
            &[
                "column",
                "unit-column",
                "lower-limit-column",
                "upper-limit-column",
            ][..],
        ),
        false => ("column", &["code"][..]),
    };
    let named = table.need(mine)?.line()?.to_owned();
    for key in others {
        if let Some(item) = table.get(key) {
            item.line()?;
            let message = match is_each {
                true => format!("`{key}` is for a map without a column `test`"),
                false => format!("`{key}` needs a column `test`"),
            };
            return Err(item.error(message));
        }
    }
    let (code, columns_of) = match is_each {
        true => (Some(named.trim().to_owned()), None),
        false => (
            None,
            Some(ResultColumns {
                result: named,
                unit: line("unit-column")?,
                lower: line("lower-limit-column")?,
                upper: line("upper-limit-column")?,
            }),
        ),
    };
    let unit = match table.get("unit") {
        Some(item) => {
            let spelling = item.line()?;
            let known = units.get(spelling).ok_or_else(|| {
                let known = units.keys().map(String::as_str);
                item.unknown(format!("`[unit]` has no \"{spelling}\""), spelling, known)
            })?;
            Some(known.clone())
        }
        None => None,
    };
    let unit_column = match &columns_of {
        Some(own) => own.unit.is_some(),
        None => columns
            .each
            .as_ref()
            .is_some_and(|(_, own)| own.unit.is_some()),
    };
    let test = Test {
        form: instrument.id.clone(),
        field: field.id.clone(),
        code,
        columns: columns_of,
        unit,
        store: line("store")?,
        values: table
            .get("values")
            .map(|item| chosen(&item))
            .transpose()?
            .unwrap_or_default(),
    };
    fits(&table, &test, (instrument, field), unit_column)?;
    Ok(test)
}

/// Checks that a test has what its field needs, and nothing that it cannot have.
fn fits(
    table: &Table<'_>,
    test: &Test,
    (form, field): (&Instrument, &Field),
    unit_column: bool,
) -> Result<(), DataError> {
    let only = |key: &str, kind: &str| match table.get(key) {
        Some(item) => Err(item.error(format!("`{key}` is for {kind}"))),
        None => Ok(()),
    };
    let has_unit = || match (unit_column, &test.unit) {
        (false, None) => Err(table.error("`unit` is missing here: no column says it")),
        (true, Some(_)) => Err(table
            .need("unit")?
            .error("`unit` stands in a column already")),
        (true, None) | (false, Some(_)) => Ok(()),
    };
    match &field.kind {
        FieldKind::Lab {
            quantity,
            unit_field,
            is_limit: false,
            ..
        } => {
            only("values", "a field that is a choice")?;
            has_unit()?;
            let store = table.need("store")?;
            let code = store.line()?;
            let units = form.field(unit_field.as_str());
            let units = units.map_or(&[][..], |units| form.choices(units)).iter();
            let mut units = units.map(|unit| unit.code.as_str());
            match units.clone().any(|unit| unit == code) && factor(*quantity, code).is_some() {
                true => Ok(()),
                false => {
                    let known: Vec<&str> = units.by_ref().collect();
                    let message = format!("the field has no unit \"{code}\"");
                    Err(store.unknown(message, code, known))
                }
            }
        }
        FieldKind::Number { .. } => {
            only("values", "a field that is a choice")?;
            only("store", "a field with a choice of units")?;
            match field.own_unit() {
                Some(_) => has_unit(),
                None => Ok(()),
            }
        }
        FieldKind::Choice { .. } => {
            only("store", "a field with a choice of units")?;
            let values = table.need("values")?.table()?;
            for (item, _) in values.items() {
                let code = item.line()?;
                let known = || {
                    form.choices(field)
                        .iter()
                        .map(|choice| choice.code.as_str())
                };
                if !known().any(|known| known == code) {
                    let message = format!("the field has no option \"{code}\"");
                    return Err(item.unknown(message, code, known()));
                }
            }
            Ok(())
        }
        FieldKind::Lab { is_limit: true, .. }
        | FieldKind::Vas { .. }
        | FieldKind::Text { .. }
        | FieldKind::Paragraph
        | FieldKind::Date
        | FieldKind::PartialDate { .. }
        | FieldKind::Time => Err(table
            .need("field")?
            .error("`field` must be a laboratory result, a number or a choice")),
    }
}
