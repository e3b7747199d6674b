//! Rows of what is computed: the scores of the forms, and the verdict of a visit against baseline.

use super::{Found, begin};
use crate::domain::base::ids::FormId;
use crate::domain::base::ratio::Exact;
use crate::domain::forms::engine::instrument::Measure;
use crate::domain::forms::engine::scoring::ScoringFacts;
use crate::domain::forms::names::scores::ScoreNames;
use crate::domain::forms::table::{Score, form_score};
use crate::domain::record::kept_scores::{FormScores, KeptNumber, KeptValue};
use crate::domain::record::session::Session;
use crate::domain::treatment::kidney::BySex;
use crate::domain::verdict::Verdict;
use crate::domain::verdict::kept::form_scores;
use crate::domain::verdict::response::Judgement;
use crate::domain::views::timeline::Stop;
use crate::export::sdtm::codes;
use crate::export::sdtm::row::{Row, Value};
use crate::export::sdtm::subject::{Subject, When};
use crate::export::table::number_text;

/// The names under which scores are kept, by their ids; of others it is the id without its form.
const KEPT: [(&str, &str); 9] = [
    ("haq.standard", "haq_di"),
    ("haq.alternative", "haq_di_without_aids"),
    ("mmt8.80", "mmt8_80"),
    ("mmt8.150", "mmt8_150"),
    ("mdaat.extramuscular", "extramuscular_vas"),
    ("enzymes.chosen", "most_abnormal"),
    ("glucocorticoid.daily", "prednisone_mg_per_day"),
    ("vital-signs.qtcf", "qtcf_ms"),
    ("disease.eular-acr", "eular_acr_2017"),
];

/// Units of scores that have one.
const UNITS: [(&str, &str); 6] = [
    ("ptga.vas", "cm"),
    ("phga.vas", "cm"),
    ("mdaat.extramuscular", "cm"),
    ("glucocorticoid.daily", "mg/day"),
    ("vital-signs.qtcf", "ms"),
    ("laboratory.egfr", "mL/min/1.73 m2"),
];

/// What is known of a score.
enum Computed {
    Number(Exact),
    Below(Exact),
    Code(String),
}

/// Returns the rows of all scores and verdicts.
pub(super) fn all(subject: &Subject<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for (stop, session) in subject.person.visits() {
        for (form, names) in by_form(subject.scores) {
            let Some(cells) = session.forms.get(form) else {
                continue;
            };
            let version = subject.study().of_form(session, form);
            let scores = form_scores(version, form, Some(cells));
            for score in names {
                let computed = match score.id.as_str() {
                    "laboratory.egfr" => filtration(subject, session, form),
                    "enzymes.multiple" => multiple(&scores),
                    id => scores.value(kept_name(id)).and_then(computed),
                };
                if let Some(computed) = computed {
                    found.extend(row(
                        subject,
                        (stop, session),
                        form.as_str(),
                        score,
                        computed,
                    ));
                }
            }
        }
        if let Some(verdict) = stop.seen_verdict() {
            found.extend(verdict_rows(subject, (stop, session), verdict));
        }
    }
    found
}

/// Returns the scores of each form, in the order of the names.
fn by_form(scores: &[ScoreNames]) -> Vec<(&FormId, Vec<&ScoreNames>)> {
    let mut forms: Vec<(&FormId, Vec<&ScoreNames>)> = Vec::new();
    for score in scores {
        let Some(form) = &score.form else { continue };
        match forms.iter_mut().find(|(known, _)| *known == form) {
            Some((_, names)) => names.push(score),
            None => forms.push((form, vec![score])),
        }
    }
    forms
}

fn kept_name(id: &str) -> &str {
    let listed = KEPT.iter().find(|(known, _)| *known == id);
    match (listed, id.split_once('.')) {
        (Some((_, kept)), _) => kept,
        (None, Some((_, "bohan-peter"))) => "bohan_peter",
        (None, Some((_, name))) => name,
        (None, None) => id,
    }
}

fn computed(value: &KeptValue) -> Option<Computed> {
    match value {
        KeptValue::Number(KeptNumber(number)) => Some(Computed::Number(*number)),
        KeptValue::Below(KeptNumber(limit)) => Some(Computed::Below(*limit)),
        KeptValue::Code(code) => Some(Computed::Code(code.clone())),
        KeptValue::Missing(_)
        | KeptValue::Blank
        | KeptValue::NoValue
        | KeptValue::NotAsked
        | KeptValue::NotDecided(_) => None,
    }
}

/// Returns the multiple of the limit of the enzyme that counts.
fn multiple(scores: &FormScores) -> Option<Computed> {
    let KeptValue::Code(enzyme) = scores.value("most_abnormal")? else {
        return None;
    };
    computed(scores.value(&format!("{enzyme}_times_uln"))?)
}

/// Returns the filtration rate, which follows from who the participant is.
fn filtration(subject: &Subject<'_>, session: &Session, form: &FormId) -> Option<Computed> {
    let version = subject.study().of_form(session, form);
    let facts = ScoringFacts {
        participant: Some(&subject.record().participant),
        baseline: None,
    };
    let cells = session.forms.get(form)?;
    let instrument = version.form(form.as_str())?;
    match form_score(version.scoring(), instrument, cells, &facts)? {
        Score::Laboratory(score) => match score.filtration.ok()?.estimate {
            BySex::Known(rate) => Some(Computed::Number(rate.shown().ok()?)),
            BySex::Both { .. } => None,
        },
        _ => None,
    }
}

type Held<'a> = (&'a Stop, &'a Session);

fn row(
    subject: &Subject<'_>,
    (stop, session): Held<'_>,
    form: &str,
    score: &ScoreNames,
    computed: Computed,
) -> Option<Found> {
    let mut row = begin(subject, form, &score.names)?;
    match computed {
        Computed::Number(number) => {
            row.set("STRESC", number_text(number));
            row.set("STRESN", number);
        }
        Computed::Below(limit) => row.set("STRESC", format!("<{}", number_text(limit))),
        Computed::Code(code) => row.set("STRESC", codes::term(&code)),
    }
    let unit = UNITS.iter().find(|(id, _)| *id == score.id);
    row.set("STRESU", unit.map(|(_, unit)| *unit));
    row.set("DRVFL", "Y");
    if *row.get("CAT") == Value::Empty {
        let of_form = subject.names.form(&form.into());
        row.set("CAT", of_form.and_then(|names| names.category.as_deref()));
    }
    Some(at(subject, (stop, session), row))
}

/// Sets when and at which visit it was found.
fn at(subject: &Subject<'_>, (stop, session): Held<'_>, mut row: Row) -> Found {
    let day = session.day();
    subject.visit(&mut row, stop);
    subject.set_epoch(&mut row, day);
    subject.date(&mut row, ("DTC", "DY"), day.map(When::from));
    Found { row, day }
}

/// Returns what the verdict says under the id of a score; nothing while that is not decided.
fn of_verdict(verdict: &Verdict, id: &str) -> Option<Computed> {
    let points = |points: Option<crate::domain::verdict::response::Points>| {
        points.map(|points| Computed::Number(Exact::from_decimal(points.to_decimal())))
    };
    let judged = |judgement: Judgement| match judgement {
        Judgement::Met => Some(Computed::Code("met".to_owned())),
        Judgement::NotMet => Some(Computed::Code("not-met".to_owned())),
        Judgement::Open | Judgement::NotJudged => None,
    };
    let of = |measure: Measure| points(verdict.measures.get(measure).points);
    match id {
        "tis" => points(verdict.tis.total),
        "tis.category" => {
            let category = verdict.tis.category?;
            Some(Computed::Code(category.key().to_owned()))
        }
        "tis.phga" => of(Measure::Phga),
        "tis.ptga" => of(Measure::Ptga),
        "tis.mmt" => of(Measure::Mmt),
        "tis.haq" => of(Measure::Haq),
        "tis.enzyme" => of(Measure::Enzyme),
        "tis.extramuscular" => of(Measure::Extramuscular),
        "doi" => judged(Judgement::of(verdict, &verdict.doi)),
        "registered" => judged(Judgement::of(verdict, &verdict.registered)),
        "worsening" if verdict.not_asked.is_empty() && verdict.undecided().is_none() => {
            let met = if verdict.deterioration.met() {
                "met"
            } else {
                "not-met"
            };
            Some(Computed::Code(met.to_owned()))
        }
        _ => None,
    }
}

fn verdict_rows(subject: &Subject<'_>, held: Held<'_>, verdict: &Verdict) -> Vec<Found> {
    let of_verdict_alone = subject.scores.iter().filter(|score| score.form.is_none());
    of_verdict_alone
        .filter_map(|score| {
            let computed = of_verdict(verdict, &score.id)?;
            let mut found = row(subject, held, "", score, computed)?;
            let category = match score.id.split('.').next() {
                Some("tis") => "TOTAL IMPROVEMENT SCORE",
                Some("worsening") => "DETERIORATION",
                Some(_) | None => "DEFINITION OF IMPROVEMENT",
            };
            found.row.set("CAT", category);
            Some(found)
        })
        .collect()
}
