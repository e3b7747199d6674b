//! Scores and verdicts that were kept with an entry, in words.

use crate::domain::forms::engine::instrument::Measure;
use crate::domain::record::kept_scores::{
    ComputedWith, FormScores, KeptJudgement, KeptNumber, KeptTotal, KeptValue, KeptVerdict, WhyOpen,
};
use crate::domain::views::recheck::{Differing, KeptDifference};
use crate::text::English;
use crate::text::totals::Totals as _;

/// Most decimals of a number in a line of the trail.
const DECIMALS: u32 = 3;

/// Says in a few words which scores of a form were kept: the main one, else how many; `None` where it has none.
pub(super) fn scores(scores: &FormScores) -> Option<String> {
    match (&scores.main, scores.parts.len()) {
        (Some(main), _) => Some(format!("{} {}", name(&main.name), short(&main.value))),
        (None, 0) => None,
        (None, 1) => Some("1 score".to_owned()),
        (None, count) => Some(format!("{count} scores")),
    }
}

/// Says in a few words which verdict was kept.
pub(super) fn verdict(verdict: &KeptVerdict) -> String {
    format!(
        "IMACS {}, registered wording {}, ACR/EULAR {}",
        judgement(&verdict.imacs),
        judgement(&verdict.registered),
        total(&verdict.total)
    )
}

/// Says what was kept, what is computed now, and with what each.
pub(super) fn difference(difference: &KeptDifference) -> String {
    let (what, then, now) = match &difference.differing {
        Differing::Score {
            name: of,
            then,
            now,
        } => {
            let exact = |value: &KeptValue| value_as(value, |number| number.to_string());
            (name(of), then.as_ref().map(exact), now.as_ref().map(exact))
        }
        Differing::Imacs { then, now } => (
            "the IMACS definition".to_owned(),
            then.as_ref().map(judgement),
            now.as_ref().map(judgement),
        ),
        Differing::Registered { then, now } => (
            "the registered wording".to_owned(),
            then.as_ref().map(judgement),
            now.as_ref().map(judgement),
        ),
        Differing::Total { then, now } => (
            "the ACR/EULAR score".to_owned(),
            then.as_ref().map(total),
            now.as_ref().map(total),
        ),
    };
    let when = match &difference.signed_by {
        Some(signer) => format!("when {signer} signed it"),
        None => "when the form was completed".to_owned(),
    };
    let or_none = |said: Option<String>| said.unwrap_or_else(|| "none".to_owned());
    format!(
        "{what} was {} {when} (entry {}; {}), and from the same answers it is {} now ({}). If the rule was not changed on purpose, one of the two is wrong: compare the versions.",
        or_none(then),
        difference.entry,
        with(&difference.with_then),
        or_none(now),
        with(&difference.with_now)
    )
}

fn with(with: &ComputedWith) -> String {
    format!("{}, protocol {}", with.program, with.protocol_hash)
}

/// Returns the name of a score; that of one without words of its own is its key.
fn name(key: &str) -> String {
    let words = match key {
        "vas" => "VAS",
        "haq_di" => "HAQ-DI",
        "haq_di_without_aids" => "HAQ-DI without aids",
        "mmt8_150" => "MMT-8 of 150",
        "mmt8_80" => "MMT-8 of 80",
        "extramuscular_vas" => "extramuscular VAS",
        "myoact" => "MYOACT",
        "mitax" => "MITAX",
        "most_abnormal" => "most abnormal enzyme",
        "prednisone_mg_per_day" => "prednisone mg/day",
        other => return other.replace('_', " "),
    };
    words.to_owned()
}

fn short(value: &KeptValue) -> String {
    value_as(value, |number| {
        let exact = number.to_string();
        let places = exact.split_once('.').map_or(0, |(_, places)| places.len());
        match exact.contains('/') || places > DECIMALS as usize {
            true => number.0.rounded(DECIMALS),
            false => exact,
        }
    })
}

fn value_as(value: &KeptValue, number: impl Fn(&KeptNumber) -> String) -> String {
    match value {
        KeptValue::Number(value) => number(value),
        KeptValue::Below(limit) => format!("<{}", number(limit)),
        KeptValue::Code(code) => code.clone(),
        KeptValue::Missing(reason) => format!("missing ({reason})"),
        KeptValue::Blank => "blank".to_owned(),
        KeptValue::NoValue => "without a value".to_owned(),
        KeptValue::NotAsked => "not asked".to_owned(),
        KeptValue::NotDecided(why) => not_decided(why),
    }
}

fn judgement(judgement: &KeptJudgement) -> String {
    match judgement {
        KeptJudgement::Met => "met".to_owned(),
        KeptJudgement::NotMet => "not met".to_owned(),
        KeptJudgement::NotDecided(why) => not_decided(why),
    }
}

fn total(total: &KeptTotal) -> String {
    match total {
        KeptTotal::Known { points, category } => {
            format!("{} ({category})", points.0.rounded(1))
        }
        KeptTotal::NotDecided(why) => not_decided(why),
    }
}

fn not_decided(why: &WhyOpen) -> String {
    let why = match why {
        WhyOpen::Blank => "a value is blank".to_owned(),
        WhyOpen::EnzymeOpen => "it is open which enzyme counts".to_owned(),
        WhyOpen::BelowLimit => "a result is only known to be below its limit".to_owned(),
        WhyOpen::NotAsked(measures) => format!("not asked: {}", names(measures)),
        WhyOpen::Missing(measures) => format!("missing: {}", names(measures)),
    };
    format!("not decided ({why})")
}

fn names(measures: &[String]) -> String {
    let name = |key: &String| {
        let known = Measure::ALL.into_iter().find(|known| known.key() == key);
        known.map_or_else(|| key.clone(), |known| English.measure(known).to_owned())
    };
    measures.iter().map(name).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::base::ratio::Exact;
    use crate::domain::record::kept_scores::KeptScore;

    fn number(top: i128, bottom: i128) -> KeptValue {
        KeptValue::Number(KeptNumber(Exact::fraction(top, bottom).unwrap()))
    }

    fn score(name: &str, value: KeptValue) -> KeptScore {
        KeptScore {
            name: name.to_owned(),
            value,
        }
    }

    #[test]
    fn a_form_is_told_by_its_main_score_or_by_how_many_it_has() {
        let told = |main: Option<KeptScore>, parts: usize| {
            let parts = vec![score("pain", KeptValue::Blank); parts];
            scores(&FormScores { main, parts })
        };
        for (value, words) in [
            (number(9, 8), "HAQ-DI 1.125"),
            (number(8, 7), "HAQ-DI 1.143"),
            (number(2, 1), "HAQ-DI 2"),
            (number(1, 16), "HAQ-DI 0.063"),
            (
                KeptValue::Missing("refused".to_owned()),
                "HAQ-DI missing (refused)",
            ),
            (KeptValue::NoValue, "HAQ-DI without a value"),
            (
                KeptValue::NotDecided(WhyOpen::BelowLimit),
                "HAQ-DI not decided (a result is only known to be below its limit)",
            ),
        ] {
            let main = Some(score("haq_di", value));
            assert_eq!(told(main, 9).as_deref(), Some(words));
        }
        assert_eq!(told(None, 9).as_deref(), Some("9 scores"));
        assert_eq!(told(None, 1).as_deref(), Some("1 score"));
        assert_eq!(told(None, 0), None);
    }

    #[test]
    fn a_verdict_is_told_in_one_line_with_why_it_is_not_decided() {
        let said = verdict(&KeptVerdict {
            imacs: KeptJudgement::Met,
            registered: KeptJudgement::NotDecided(WhyOpen::EnzymeOpen),
            total: KeptTotal::NotDecided(WhyOpen::Missing(vec![
                "mmt".to_owned(),
                "other".to_owned(),
            ])),
        });
        assert_eq!(
            said,
            "IMACS met, registered wording not decided (it is open which enzyme counts), ACR/EULAR not decided (missing: MMT-8, other)"
        );
        let points = KeptNumber(Exact::fraction(105, 2).unwrap());
        let category = "moderate".to_owned();
        assert_eq!(
            total(&KeptTotal::Known { points, category }),
            "52.5 (moderate)"
        );
    }
}
