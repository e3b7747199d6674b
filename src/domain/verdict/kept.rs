//! Computes what is kept with the completion of a form and with a signature: scores, and the verdict on the visit.
//!
//! Pure: the same study and the same answers always give the same.

use super::core_set::core_set;
use super::judge::{Verdict, judge};
use super::note::Note;
use super::response::{self, Category, Doi, Judgement};
use super::visits::baseline_of;
use crate::domain::base::ids::{FormId, VisitId};
use crate::domain::base::measured::Measured;
use crate::domain::base::ratio::Exact;
use crate::domain::forms::disease::DiseaseScore;
use crate::domain::forms::disease::classification::Points;
use crate::domain::forms::engine::cells::Reading;
use crate::domain::forms::engine::instrument::Measure;
use crate::domain::forms::engine::scoring::ScoringFacts;
use crate::domain::forms::enzymes::EnzymesScore;
use crate::domain::forms::glucocorticoid::GlucocorticoidScore;
use crate::domain::forms::haq::HaqScore;
use crate::domain::forms::mdaat::MdaatScore;
use crate::domain::forms::mmt8::{Mmt8Score, Total};
use crate::domain::forms::rand36::Rand36Score;
use crate::domain::forms::table::{Score, form_score};
use crate::domain::forms::vital_signs::{CorrectedQt, VitalSignsScore};
use crate::domain::record::kept_scores::{
    ComputedWith, FormScores, KeptForm, KeptJudgement, KeptNumber, KeptScore, KeptTotal, KeptValue,
    KeptVerdict, KeptVisit, WhyOpen,
};
use crate::domain::record::session::{FormCells, ParticipantRecord};
use crate::domain::study::Study;
use std::collections::BTreeSet;

/// Returns what is kept when a form is completed on a record as it stands; `program` is the one that computes it. `None`
/// of a form that has no score.
pub fn kept_form(
    study: &Study,
    record: &ParticipantRecord,
    visit: &VisitId,
    form: &FormId,
    program: &str,
) -> Option<KeptForm> {
    let study = study.of_place(record, visit.as_str(), form);
    let session = record.session(visit.as_str());
    let cells = session.and_then(|session| session.forms.get(form));
    let scores = form_scores(study, form, cells);
    scores.all().next()?;
    Some(KeptForm {
        with: computed_with(study, program),
        scores,
    })
}

/// Returns what is kept when a visit is signed on a record as it stands; `program` is the one that computes it.
pub fn kept_visit(
    study: &Study,
    record: &ParticipantRecord,
    visit: &VisitId,
    program: &str,
) -> KeptVisit {
    let root = study;
    let study = root.of_visit(record, visit.as_str());
    let session = record.session(visit.as_str());
    let planned = study.forms_at(record, visit.as_str()).iter();
    let begun = session.into_iter().flat_map(|session| session.forms.keys());
    let forms: BTreeSet<&FormId> = planned.chain(begun).collect();
    let scored = forms.into_iter().map(|form| {
        let cells = session.and_then(|session| session.forms.get(form));
        (form.clone(), form_scores(study, form, cells))
    });
    KeptVisit {
        with: computed_with(study, program),
        forms: scored
            .filter(|(_, scores)| scores.all().next().is_some())
            .collect(),
        verdict: kept_verdict(root, record, visit),
    }
}

/// Returns what scores are computed with in this study now.
pub fn computed_with(study: &Study, program: &str) -> ComputedWith {
    ComputedWith {
        program: program.to_owned(),
        protocol_hash: study.hash.clone(),
        version: study.content.clone(),
    }
}

/// Returns the scores of a form; none of one that the study does not have, or that has no score.
pub fn form_scores(study: &Study, form: &FormId, cells: Option<&FormCells>) -> FormScores {
    let blank = FormCells::new();
    let instrument = study.form(form.as_str());
    let score = instrument.and_then(|instrument| {
        let cells = cells.unwrap_or(&blank);
        // What is kept must follow from the answers that it is compared with later.
        form_score(study.scoring(), instrument, cells, &ScoringFacts::NONE)
    });
    match score {
        None => FormScores::default(),
        Some(Score::Sum(sum)) => {
            let open = sum.open > 0;
            main("sum", number_or(sum.value, open), Vec::new())
        }
        Some(Score::Mean(mean)) => main("mean", number_or(mean.value, false), Vec::new()),
        Some(Score::Vas(scale)) => main("vas", reading(&scale), Vec::new()),
        Some(Score::Haq(score)) => haq(&score),
        Some(Score::Rand36(score)) => rand36(&score),
        Some(Score::Mmt8(score)) => mmt8(&score),
        Some(Score::Mdaat(score)) => mdaat(&score),
        Some(Score::Enzymes(score)) => enzymes(&score),
        Some(Score::Glucocorticoid(score)) => glucocorticoid(&score),
        Some(Score::VitalSigns(score)) => vital_signs(&score),
        Some(Score::Disease(score)) => disease(&score),
        // All of it follows from who the participant is, or is a suggestion.
        Some(Score::Laboratory(_)) => FormScores::default(),
    }
}

fn haq(score: &HaqScore) -> FormScores {
    let open = score.open > 0;
    let standard = score.standard().and_then(|index| index.value());
    let alternative = score.alternative().and_then(|index| index.value());
    let without_aids = named("haq_di_without_aids", number_or(alternative, open));
    let categories = score.haq.categories.iter().map(|category| {
        let worst = category.standard.map(|score| Exact::int(score.into()));
        named(category.category.key(), number_or(worst, open))
    });
    let parts = std::iter::once(without_aids).chain(categories);
    main("haq_di", number_or(standard, open), parts.collect())
}

fn rand36(score: &Rand36Score) -> FormScores {
    let scales = score.scales.iter();
    let scales = scales.map(|of| named(of.scale.key(), number_or(of.value, false)));
    let change = score.change.map(|points| Exact::int(points.into()));
    let change = named("change_of_health", number_or(change, false));
    FormScores {
        main: None,
        parts: scales.chain([change]).collect(),
    }
}

fn mmt8(score: &Mmt8Score) -> FormScores {
    let total = |total: &Total| {
        let value = total.value.map(Exact::from);
        let name = format!("mmt8_{}", total.max);
        named(&name, number_or(value, total.blank > 0))
    };
    let [of_study, other] = &score.totals;
    FormScores {
        main: Some(total(of_study)),
        parts: vec![total(other)],
    }
}

fn mdaat(score: &MdaatScore) -> FormScores {
    let myoact = score.myoact.and_then(|myoact| myoact.ratio());
    let mitax = score.mitax.and_then(|mitax| mitax.ratio());
    let parts = vec![
        named("myoact", number_or(myoact, false)),
        named("mitax", number_or(mitax, false)),
    ];
    main("extramuscular_vas", reading(&score.extramuscular), parts)
}

fn enzymes(score: &EnzymesScore) -> FormScores {
    let chosen = match (&score.chosen, &score.open) {
        (_, Some(open)) if open.has_blanks() => KeptValue::Blank,
        // Nothing is left to enter: the enzyme stays open by a result that is only known to be below a limit.
        (_, Some(_)) => KeptValue::NotDecided(WhyOpen::BelowLimit),
        (Ok(Some(chosen)), None) => KeptValue::Code(chosen.enzyme.key().to_owned()),
        (Ok(None) | Err(_), None) => KeptValue::NoValue,
    };
    let multiples = score.results.iter().map(|result| {
        let name = format!("{}_times_uln", result.enzyme.key());
        let multiple = result.multiple.map_or(KeptValue::NoValue, measured);
        named(&name, multiple)
    });
    main("most_abnormal", chosen, multiples.collect())
}

fn glucocorticoid(score: &GlucocorticoidScore) -> FormScores {
    let value = match score {
        GlucocorticoidScore::NoneTaken => KeptValue::Number(KeptNumber(Exact::ZERO)),
        GlucocorticoidScore::Dose(_, _, equivalent) => {
            KeptValue::Number(KeptNumber(equivalent.mg_per_day))
        }
        GlucocorticoidScore::Blank | GlucocorticoidScore::FigureOpen => KeptValue::Blank,
        GlucocorticoidScore::NotKnown | GlucocorticoidScore::Failed(_) => KeptValue::NoValue,
    };
    main("prednisone_mg_per_day", value, Vec::new())
}

fn vital_signs(score: &VitalSignsScore) -> FormScores {
    let corrected = match score.corrected {
        CorrectedQt::Known { ms, .. } => KeptValue::Number(KeptNumber(Exact::from(ms))),
        CorrectedQt::Blank => KeptValue::Blank,
        CorrectedQt::NoEcg => KeptValue::NotAsked,
        CorrectedQt::OutOfRange => KeptValue::NoValue,
    };
    main("qtcf_ms", corrected, Vec::new())
}

fn disease(score: &DiseaseScore) -> FormScores {
    let found = &score.classified;
    let code = |code: &str| KeptValue::Code(code.to_owned());
    let points = |points: Points| KeptValue::Number(KeptNumber(points.exact()));
    let bohan_peter = score.bohan_peter.class;
    let parts = vec![
        named("eular_acr_reachable", code(found.class_reachable.code())),
        named("eular_acr_points_least", points(found.points.low)),
        named("eular_acr_points_most", points(found.points.high)),
        named(
            "bohan_peter",
            bohan_peter.map_or(KeptValue::NoValue, |class| code(class.code())),
        ),
    ];
    main("eular_acr_2017", code(found.class.code()), parts)
}

fn main(name: &str, value: KeptValue, parts: Vec<KeptScore>) -> FormScores {
    FormScores {
        main: Some(named(name, value)),
        parts,
    }
}

fn named(name: &str, value: KeptValue) -> KeptScore {
    KeptScore {
        name: name.to_owned(),
        value,
    }
}

/// Returns a number as it is kept, or why there is none.
fn number_or(number: Option<Exact>, open: bool) -> KeptValue {
    match number {
        Some(number) => KeptValue::Number(KeptNumber(number)),
        None if open => KeptValue::Blank,
        None => KeptValue::NoValue,
    }
}

fn measured(result: Measured) -> KeptValue {
    match result {
        Measured::At(number) => KeptValue::Number(KeptNumber(number)),
        Measured::Below(limit) => KeptValue::Below(KeptNumber(limit)),
    }
}

fn reading(reading: &Reading) -> KeptValue {
    match reading {
        Reading::Below(limit) => KeptValue::Below(KeptNumber(*limit)),
        Reading::Value(value) => KeptValue::Number(KeptNumber(*value)),
        Reading::Missing(reason) => KeptValue::Missing(reason.clone()),
        // The owner, who keeps scores, hides nothing from itself.
        Reading::Blank | Reading::Hidden => KeptValue::Blank,
        Reading::NotAsked => KeptValue::NotAsked,
    }
}

/// Returns the verdict on a visit as it is kept; `None` for one that is not after baseline, and where either was not
/// begun.
pub fn kept_verdict(
    study: &Study,
    record: &ParticipantRecord,
    visit: &VisitId,
) -> Option<KeptVerdict> {
    let now = record.session(visit.as_str())?;
    let version = study.of(now);
    let baseline = record.session(baseline_of(version, visit)?.as_str())?;
    let (before, after) = (core_set(study, baseline), core_set(study, now));
    let verdict = judge(version, &before, &after);
    Some(KeptVerdict {
        imacs: judgement(&verdict, &verdict.doi),
        registered: judgement(&verdict, &verdict.registered),
        total: total(&verdict),
    })
}

fn judgement(verdict: &Verdict, doi: &Doi) -> KeptJudgement {
    match Judgement::of(verdict, doi) {
        Judgement::Met => KeptJudgement::Met,
        Judgement::NotMet => KeptJudgement::NotMet,
        Judgement::NotJudged => KeptJudgement::NotDecided(not_asked(verdict)),
        Judgement::Open if verdict.open_choice.is_some() => {
            KeptJudgement::NotDecided(WhyOpen::EnzymeOpen)
        }
        Judgement::Open if verdict.open_below_limit => {
            KeptJudgement::NotDecided(WhyOpen::BelowLimit)
        }
        Judgement::Open => KeptJudgement::NotDecided(WhyOpen::Blank),
    }
}

fn total(verdict: &Verdict) -> KeptTotal {
    if let (Some(points), Some(category)) = (verdict.tis.total, verdict.tis.category) {
        return known(points, category);
    }
    let lacking = verdict.tis.missing();
    let is_blank = |measure: &Measure| {
        let of = verdict.measures.get(*measure);
        let unfit = |note: &Note| matches!(note, Note::MaybeHaemolysed(_));
        of.baseline.is_blank()
            || of.now.is_blank()
            || *measure == Measure::Enzyme && verdict.notes.iter().any(unfit)
    };
    KeptTotal::NotDecided(if !verdict.not_asked.is_empty() {
        not_asked(verdict)
    } else if verdict.open_choice.is_some() {
        WhyOpen::EnzymeOpen
    } else if lacking.iter().any(is_blank) {
        WhyOpen::Blank
    } else if verdict.open_below_limit && lacking == [Measure::Enzyme] {
        WhyOpen::BelowLimit
    } else {
        WhyOpen::Missing(keys(&lacking))
    })
}

fn known(points: response::Points, category: Category) -> KeptTotal {
    KeptTotal::Known {
        points: KeptNumber(Exact::from_decimal(points.to_decimal())),
        category: category.key().to_owned(),
    }
}

fn not_asked(verdict: &Verdict) -> WhyOpen {
    WhyOpen::NotAsked(keys(&verdict.not_asked))
}

fn keys(measures: &[Measure]) -> Vec<String> {
    let keys = measures.iter().map(|measure| measure.key().to_owned());
    keys.collect()
}
