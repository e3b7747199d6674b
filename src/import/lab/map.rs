//! The map of a laboratory: how its files are read, as a TOML file states it. Must not fill in what the file does not state.

mod fields;

use super::keys::MAP;
use super::moment::{Format, Zone};
use super::result::number;
use crate::domain::base::data::{DataError, FileOrigin, Item, Source, Table};
use crate::domain::base::ids::{FieldId, FormId};
use crate::domain::base::text::says_nothing;
use crate::domain::forms::engine::instrument::FieldKind;
use crate::domain::study::Study;
use crate::import::table::{Dialect, Encoding};
use fields::{facts, test};
use std::collections::{BTreeMap, BTreeSet};

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
        let units = units(&root.need("unit")?, study)?;
        let rules = rules(&root, study, decimal_mark)?;
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

/// Reads which unit each spelling is.
fn units(item: &Item<'_>, study: &Study) -> Result<BTreeMap<String, String>, DataError> {
    let mut known: BTreeSet<&str> = BTreeSet::new();
    for version in study.versions() {
        for form in version.instruments.values() {
            for field in form.fields() {
                known.extend(field.own_unit());
                if let FieldKind::Lab { unit_field, .. } = &field.kind {
                    let units = form.field(unit_field.as_str());
                    let units = units.map_or(&[][..], |units| form.choices(units));
                    known.extend(units.iter().map(|unit| unit.code.as_str()));
                }
            }
        }
    }
    for (item, _) in item.table()?.items() {
        let unit = item.line()?;
        if !known.contains(unit) {
            let message = format!("no form has a unit \"{unit}\"");
            return Err(item.unknown(message, unit, known.iter().copied()));
        }
    }
    chosen(item)
}

/// Checks that no two of these columns are one.
fn distinct(table: &Table<'_>, keys: &[&str]) -> Result<(), DataError> {
    let mut headings = BTreeSet::new();
    for item in keys.iter().filter_map(|key| table.get(key)) {
        let heading = item.line()?;
        if !headings.insert(heading.to_owned()) {
            return Err(item.error(format!("the column {heading} is two things here")));
        }
    }
    Ok(())
}

fn columns(item: &Item<'_>) -> Result<Columns, DataError> {
    let table = item.table()?;
    distinct(
        &table,
        &[
            "participant",
            "sampled",
            "sampled-time",
            "test",
            "result",
            "unit",
            "lower-limit",
            "upper-limit",
        ],
    )?;
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

fn rules(root: &Table<'_>, study: &Study, mark: char) -> Result<Rules, DataError> {
    let mut rules = Rules::default();
    for (key, place) in [
        ("below", &mut rules.below),
        ("above", &mut rules.above),
        ("blank", &mut rules.blank),
    ] {
        if let Some(item) = root.get(key) {
            *place = Some(rule(&item.table()?, study, key == "below")?);
        }
    }
    let Some(item) = root.get("word") else {
        return Ok(rules);
    };
    for item in item.list()? {
        let table = item.table()?;
        let text = table.need("text")?;
        let word = text.line()?.trim().to_owned();
        let rest = word.trim_start_matches(['<', '>']).trim_start();
        if number(mark, rest).is_some() {
            return Err(text.error("`text` is a number, and a number is a result"));
        }
        if rules
            .words
            .insert(word, rule(&table, study, false)?)
            .is_some()
        {
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

fn rule(table: &Table<'_>, study: &Study, is_below: bool) -> Result<Rule, DataError> {
    let take = table.need("take")?;
    let common = [("missing", Take::Missing), ("leave-out", Take::LeaveOut)];
    let take = match is_below {
        true => take.one_of(&[("limit", Take::Limit), common[0], common[1]])?,
        false => take.one_of(&common)?,
    };
    let words = optional(table, "words")?;
    if let (Some(item), Some(words)) = (table.get("words"), &words)
        && says_nothing(words)
    {
        return Err(item.error("`words` says nothing"));
    }
    if let Some(item) = table.get("missing") {
        let reason = item.line()?;
        if study.missing_reason(reason).is_none() {
            return Err(item.error(format!("the study has no missing reason \"{reason}\"")));
        }
    }
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
