//! Batch lines with two sets of core set measures: the verdicts on their change.

mod write;

mod read;

use super::{Case, refuse};
use crate::domain::base::measured::{Amount, Edge, Measured};
use crate::domain::base::ratio::{Exact, RatioError};
use crate::domain::forms::engine::instrument::Measure;
use crate::domain::forms::enzymes::{
    AtBaseline, ByEnzyme, Candidate, Enzyme, Known, OpenChoice, choices, least_that_counts, select,
};
use crate::domain::study::{Population, ZeroBaseline};
use crate::domain::verdict::response::tis;
use crate::domain::verdict::response::{
    ByMeasure, Change, EnzymeScenario, Scale, deterioration_over, limit_decides,
    registered_literal_over, rider_2004_over,
};
use crate::text::English;
use crate::text::totals::Totals as _;
use read::{read_scale, read_uln, read_values};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt::Write;
use write::{or_null, quoted, write_doi, write_tis};

type Raw<'a> = Option<&'a RawValue>;

/// Reads a value that is given, `null` included: a result that is `null` can still come, one that is absent was not
/// measured.
fn given<'de: 'a, 'a, D: Deserializer<'de>>(deserializer: D) -> Result<Raw<'a>, D::Error> {
    <&RawValue>::deserialize(deserializer).map(Some)
}

/// Reads enzymes; `null` in their place is `null` for each of them, so that none counts as not measured.
pub(super) fn null_each<'de: 'a, 'a, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<EnzymesInput<'a>>, D::Error> {
    let given = Option::<EnzymesInput<'a>>::deserialize(deserializer)?;
    if given.is_some() {
        return Ok(given);
    }
    let null: &'static RawValue = serde_json::from_str("null").map_err(D::Error::custom)?;
    Ok(Some(EnzymesInput {
        ck: Some(null),
        aldolase: Some(null),
        ldh: Some(null),
        ast: Some(null),
        alt: Some(null),
    }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ScaleInput<'a> {
    #[serde(borrow, default)]
    vas_max: Raw<'a>,
    #[serde(borrow, default)]
    mmt_max: Raw<'a>,
    #[serde(borrow, default)]
    haq_max: Raw<'a>,
    #[serde(borrow, default)]
    extramuscular_max: Raw<'a>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EnzymesInput<'a> {
    #[serde(borrow, default, deserialize_with = "given")]
    ck: Raw<'a>,
    #[serde(borrow, default, deserialize_with = "given")]
    aldolase: Raw<'a>,
    #[serde(borrow, default, deserialize_with = "given")]
    ldh: Raw<'a>,
    #[serde(borrow, default, deserialize_with = "given")]
    ast: Raw<'a>,
    #[serde(borrow, default, deserialize_with = "given")]
    alt: Raw<'a>,
}

impl<'a> EnzymesInput<'a> {
    fn get(&self, enzyme: Enzyme) -> Raw<'a> {
        match enzyme {
            Enzyme::Ck => self.ck,
            Enzyme::Aldolase => self.aldolase,
            Enzyme::Ldh => self.ldh,
            Enzyme::Ast => self.ast,
            Enzyme::Alt => self.alt,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ValuesInput<'a> {
    #[serde(borrow, default)]
    phga: Raw<'a>,
    #[serde(borrow, default)]
    ptga: Raw<'a>,
    #[serde(borrow, default)]
    mmt: Raw<'a>,
    #[serde(borrow, default)]
    haq: Raw<'a>,
    #[serde(borrow, default)]
    extramuscular: Raw<'a>,
    #[serde(borrow, default, deserialize_with = "null_each")]
    enzymes: Option<EnzymesInput<'a>>,
}

impl<'a> ValuesInput<'a> {
    fn get(&self, measure: Measure) -> Raw<'a> {
        match measure {
            Measure::Phga => self.phga,
            Measure::Ptga => self.ptga,
            Measure::Mmt => self.mmt,
            Measure::Haq => self.haq,
            Measure::Enzyme => None,
            Measure::Extramuscular => self.extramuscular,
        }
    }
}

/// A set of measures, read and checked.
struct Values {
    measures: ByMeasure<Option<Exact>>,
    enzymes: ByEnzyme<Known>,
}

pub(super) fn score(case: &Case<'_>, out: &mut String) -> Result<(), String> {
    refuse(
        &[
            ("answers", case.answers.is_some()),
            ("aids", case.aids.is_some()),
            ("help", case.help.is_some()),
        ],
        "response",
    )?;
    let population = match case.population.as_deref() {
        Some("adult") => Population::Adult,
        Some("jdm") => Population::Jdm,
        Some(other) => return Err(format!("population `{other}` is not `adult` or `jdm`")),
        None => return Err("`population` is missing; give `adult` or `jdm`".to_owned()),
    };
    let scale = read_scale(case.scale.as_ref().ok_or("`scale` is missing")?)?;
    let uln = read_uln(case.uln.as_ref())?;
    let read = |name: &str, values: &Option<ValuesInput<'_>>| {
        let values = values
            .as_ref()
            .ok_or_else(|| format!("`{name}` is missing"))?;
        read_values(name, values, &scale)
    };
    let baseline = read("baseline", &case.baseline)?;
    let followup = read("followup", &case.followup)?;
    judge(out, population, &scale, &uln, &baseline, &followup).map_err(|error| error.to_string())
}

fn judge(
    out: &mut String,
    population: Population,
    scale: &Scale,
    uln: &ByEnzyme<Known>,
    baseline: &Values,
    followup: &Values,
) -> Result<(), RatioError> {
    let candidates = ByEnzyme::make(|enzyme| Candidate {
        value: baseline.enzymes.get(enzyme).measured(),
        uln: uln.get(enzyme).value(),
    });
    let entries = entries(uln, baseline);
    let change_of = |enzyme: Enzyme| {
        let range = uln.get(enzyme).value().map(|uln| enzyme.range(uln));
        range.transpose().and_then(|range| {
            let before = match baseline.enzymes.get(enzyme).measured() {
                Some(Measured::Below(limit)) => {
                    let least = least_that_counts(&entries, enzyme)?;
                    Some(Amount::between(least, Edge::just_below(limit)))
                }
                at => at.map(Amount::from),
            };
            let now = followup.enzymes.get(enzyme).measured().map(Amount::from);
            Change::of_amounts(Measure::Enzyme, before, now, range)
        })
    };
    let (open, scenarios) = open_enzyme(&entries, followup, change_of)?;
    let selected = match open {
        Some(_) => None,
        None => select(&candidates)?.map(|selected| selected.enzyme),
    };
    let mut failed = Ok(());
    let changes = ByMeasure::make(|measure| {
        let change = match (measure, selected) {
            (Measure::Enzyme, Some(enzyme)) => change_of(enzyme),
            _ => Change::between(
                measure,
                *baseline.measures.get(measure),
                *followup.measures.get(measure),
                scale.max(measure),
            ),
        };
        change.unwrap_or_else(|error| {
            failed = Err(error);
            Change::missing(measure)
        })
    });
    failed?;

    // A batch is judged as it stands: nothing more will be entered, but for an enzyme that is `null` at baseline.
    let closed = ByMeasure::default();
    let worse = ZeroBaseline::Worse;
    let rider = |zero| rider_2004_over(&changes, scale, &closed, &scenarios, zero);
    let (doi, unevaluable) = (rider(worse), rider(ZeroBaseline::Unevaluable));
    let registered = registered_literal_over(&changes, scale, &closed, &scenarios, worse);

    out.push_str(",\"enzyme_selected\":");
    match selected {
        Some(enzyme) => quoted(out, enzyme.key()),
        None => out.push_str("null"),
    }
    write_doi(out, &changes, &doi);
    let d = deterioration_over(&changes, scale, &scenarios, worse)?;
    // Writing to a string cannot fail.
    let _ = write!(
        out,
        ",\"doi_zero_unevaluable\":{{\"met\":{}}},\"registered_literal\":{{\"n_improved\":{},\"n_worse\":{},\"met\":{}}},\
         \"worsening\":{{\"a_phga2cm_mmt20\":{},\"b_extramuscular2cm\":{},\"n_of_5_worse30\":{},\"met_3of5\":{},\"n_of_6_worse30\":{},\"met_3of6\":{}}}",
        or_null(unevaluable.met),
        registered.improved,
        registered.worse,
        or_null(registered.met),
        d.physician_and_strength,
        d.extramuscular,
        d.of_five,
        d.met(),
        d.of_six
            .exact()
            .map_or(Cow::Borrowed("null"), |of_six| of_six.to_string().into()),
        or_null(d.met_of_six()),
    );
    let tis = tis::score_over(&changes, &scenarios, population);
    write_tis(out, &changes, &tis);
    let why = match open {
        Some(open) => Some(English.open_choice_of_case(&open)),
        None => limit_decides(&changes.enzyme, [&doi, &registered], &tis)
            .then(|| English.limit_decides().to_owned()),
    };
    if let Some(why) = why {
        let _ = write!(out, ",\"open\":\"{why}\"");
    }
    Ok(())
}

/// Returns why it is open which enzyme counts, with the scenarios of the enzyme measure; none when it is decided.
fn open_enzyme(
    entries: &ByEnzyme<AtBaseline>,
    followup: &Values,
    change_of: impl Fn(Enzyme) -> Result<Change, RatioError>,
) -> Result<(Option<OpenChoice>, Vec<EnzymeScenario>), RatioError> {
    let is_open = |entry: &AtBaseline| {
        matches!(entry.value, Known::Blank | Known::Below(_)) || entry.uln == Known::Blank
    };
    // What is known throughout leaves one choice.
    if !entries.iter().any(|(_, entry)| is_open(entry)) {
        return Ok((None, Vec::new()));
    }
    let choices = choices(entries)?;
    let Some(open) = OpenChoice::of(entries, &choices) else {
        return Ok((None, Vec::new()));
    };
    let scenarios = choices.enzymes.iter().map(|enzyme| {
        let measured = followup.enzymes.get(*enzyme).measured().is_some();
        Ok(EnzymeScenario {
            change: change_of(*enzyme)?,
            blank: entries.get(*enzyme).value == Known::Blank && measured,
            may_not_count: false,
        })
    });
    let none = choices.none.then(|| Ok(EnzymeScenario::none()));
    let scenarios: Result<Vec<EnzymeScenario>, RatioError> = scenarios.chain(none).collect();
    Ok((Some(open), scenarios?))
}

/// Returns the enzymes at baseline with their limits.
fn entries(uln: &ByEnzyme<Known>, baseline: &Values) -> ByEnzyme<AtBaseline> {
    ByEnzyme::make(|enzyme| AtBaseline {
        value: *baseline.enzymes.get(enzyme),
        uln: *uln.get(enzyme),
        may_be_unfit: false,
    })
}
