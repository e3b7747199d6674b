//! The classes of the disease, in English.

use super::line;
use crate::domain::base::bounds::Bounds;
use crate::domain::base::ratio::Exact;
use crate::domain::forms::disease::DiseaseScore;
use crate::domain::forms::disease::bohan_peter::{self, Certainty};
use crate::domain::forms::disease::classification::{Class, Classified, Subgroup};
use crate::text::totals::ScoreLine;

/// Says both classes and the subgroup.
pub(super) fn lines(score: &DiseaseScore) -> Vec<ScoreLine> {
    vec![
        eular(score),
        subgroup(score),
        bohan_peter(&score.bohan_peter),
    ]
}

/// Says the class of EULAR/ACR 2017, or between which classes it is open.
fn eular(score: &DiseaseScore) -> ScoreLine {
    let found = &score.classified;
    let chance = found.probability.as_ref().map(probability);
    let value = match (found.is_settled(), &chance) {
        (true, Some(chance)) => format!("{}, {chance}", class(found.class)),
        (true, None) => class(found.class).to_owned(),
        (false, _) => {
            let (least, most) = (class(found.class), class(found.class_reachable));
            format!("{least} to {most}")
        }
    };
    line("EULAR/ACR", Some(value), eular_note(score, chance))
}

fn eular_note(score: &DiseaseScore, chance: Option<String>) -> String {
    let found = &score.classified;
    let biopsy = match score.biopsy_read {
        Some(true) => "with biopsy",
        Some(false) | None => "without biopsy",
    };
    let mut notes = vec![format!("2017, {} points {biopsy}", points(found))];
    if let Some(chance) = chance {
        notes.push(format!("probability {chance}, for information"));
    }
    notes.push(match (found.is_settled(), score.biopsy_read) {
        (true, Some(_)) => "settled".to_owned(),
        (true, None) => "open: it is not known whether a biopsy was read".to_owned(),
        (false, _) => "open: what is not known could change it".to_owned(),
    });
    if score.weak_jo1 {
        notes.push("a weak anti-Jo-1 counts as not known".to_owned());
    }
    if found.biopsy_wanted {
        notes.push("no skin sign and no biopsy: the authors ask for a biopsy".to_owned());
    }
    notes.join("; ")
}

fn points(found: &Classified) -> String {
    let Bounds { low, high } = found.points;
    match low == high {
        true => low.to_string(),
        false => format!("{low} to {high}"),
    }
}

/// Says the probability in percent with one decimal; never 0 or 100, which it cannot be.
fn probability(chance: &Bounds<Exact>) -> String {
    let (low, high) = (percent(chance.low), percent(chance.high));
    match low == high {
        true => format!("{low} %"),
        false => format!("{low} to {high} %"),
    }
}

fn percent(chance: Exact) -> String {
    let percent = match chance.times(Exact::int(100)) {
        Ok(percent) => percent.rounded(1),
        Err(error) => return error.to_string(),
    };
    match percent.as_str() {
        "100.0" => ">99.9".to_owned(),
        "0.0" => "<0.1".to_owned(),
        _ => percent,
    }
}

fn class(class: Class) -> &'static str {
    match class {
        Class::No => "no IIM",
        Class::Possible => "possible",
        Class::Probable => "probable",
        Class::Definite => "definite",
    }
}

fn subgroup(score: &DiseaseScore) -> ScoreLine {
    let label = "Subgroup";
    match score.classified.subgroup {
        Some(found) => {
            let full = in_full(found.subgroup);
            let note = match found.is_settled {
                true => full.to_owned(),
                false => format!("{full}; open: what is not known could change it"),
            };
            line(label, Some(found.subgroup.code().to_owned()), note)
        }
        None if score.classified.class < Class::Probable => {
            line(label, None, "from a probable class on")
        }
        None => line(label, None, "the age at the first symptom is not known"),
    }
}

fn in_full(subgroup: Subgroup) -> &'static str {
    match subgroup {
        Subgroup::Polymyositis => "polymyositis, or immune-mediated necrotising myopathy",
        Subgroup::InclusionBody => "inclusion body myositis",
        Subgroup::Amyopathic => "amyopathic dermatomyositis",
        Subgroup::Dermatomyositis => "dermatomyositis",
        Subgroup::JuvenileDermatomyositis => "juvenile dermatomyositis",
        Subgroup::JuvenileOther => "juvenile myositis other than dermatomyositis",
    }
}

/// Says the class of Bohan and Peter, and the one that could be reached.
pub(in crate::text::en) fn bohan_peter(found: &bohan_peter::Classified) -> ScoreLine {
    let said = |class: Option<bohan_peter::Class>| match class {
        Some(class) => of_bohan_peter(class),
        None => "no class".to_owned(),
    };
    let excluded = "other myopathies must have been excluded";
    let note = match found.class == found.reachable {
        true => excluded.to_owned(),
        false => {
            let most = said(found.reachable);
            format!("{most} if all that is not known were present; {excluded}")
        }
    };
    line("Bohan-Peter", Some(said(found.class)), note)
}

/// Says a class of Bohan and Peter by its code.
pub(in crate::text::en) fn of_code(code: Option<&str>) -> String {
    let known = bohan_peter::Class::ALL.into_iter();
    let class = known.into_iter().find(|class| Some(class.code()) == code);
    class.map_or_else(|| "no class".to_owned(), of_bohan_peter)
}

fn of_bohan_peter(class: bohan_peter::Class) -> String {
    let (name, certainty) = match class {
        bohan_peter::Class::Polymyositis(certainty) => ("PM", certainty),
        bohan_peter::Class::Dermatomyositis(certainty) => ("DM", certainty),
    };
    let certainty = match certainty {
        Certainty::Possible => "possible",
        Certainty::Probable => "probable",
        Certainty::Definite => "definite",
    };
    format!("{certainty} {name}")
}
