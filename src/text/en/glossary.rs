//! What the signs and terms of the screens mean.
//!
//! Thresholds come from the rules themselves, so that no sentence says another number than the one that is judged by.

use crate::domain::forms::engine::instrument::Measure;
use crate::domain::study::{Population, Study};
use crate::domain::verdict::Rules;
use crate::domain::verdict::response::Category;
use crate::domain::verdict::response::doi::{
    IMPROVED, LEAST_IMPROVED, MOST_WORSE, REGISTERED_IMPROVED, REGISTERED_WORSE, WORSE,
};
use crate::text::English;
use crate::text::facts::Facts as _;
use crate::text::glossary::Term;
use crate::text::short_visit;
use crate::text::totals::Totals as _;

/// Returns the word that stands for a term on the screen; a sign without one has none.
pub(super) fn word(term: Term) -> &'static str {
    match term {
        Term::Measure(measure) => English.measure(measure),
        Term::Better => "better",
        Term::Improved => "improved",
        Term::Worse => "worse",
        Term::MuchWorse => "WORSE",
        Term::Same => "same",
        Term::NoRatio => "n/c",
        Term::OpenEnzyme => "open",
        Term::Points => "p, points",
        Term::Hidden => "hidden",
        Term::Imacs => "IMACS, DOI",
        Term::Registered => "Registered",
        Term::Differs => "differs",
        Term::Met => "MET",
        Term::NotMet => "not met",
        Term::NotDecided => "not decided",
        Term::NotJudged => "not judged",
        Term::Tis => "TIS",
        Term::Categories => "categories",
        Term::TisBounds => "bounds",
        Term::UpperLimit => "x ULN",
        Term::MostAbnormal => "Most abnormal",
        Term::Deterioration => "Deterioration",
        Term::HaqCategories => "HAQ-DI",
        Term::MdaatTotals => "MYOACT, MITAX",
        Term::ShortVisit => "visits",
        Term::Day => "Day",
        Term::BaseBestLast => "base best last",
        Term::NextVisit => "Visit, State",
        Term::VisitState => "State",
        Term::Forms => "Forms",
        Term::Responders => "Responders",
        Term::Medians => "Medians",
        Term::Flow => "Flow",
        Term::Deviations => "Deviations",
        Term::AnalysisSets => "Analysis sets",
        Term::NoValue
        | Term::Arrow
        | Term::Warning
        | Term::Complete
        | Term::Begun
        | Term::FormComplete
        | Term::FormBegun
        | Term::FormBlank
        | Term::Due
        | Term::Overdue
        | Term::Missed
        | Term::Ahead
        | Term::HeldEarly
        | Term::HeldLate
        | Term::Unfit
        | Term::Level
        | Term::Passed
        | Term::MissingValue
        | Term::MetMark
        | Term::NotMetMark
        | Term::OpenMark
        | Term::Given
        | Term::Withheld
        | Term::Dose
        | Term::Stretch
        | Term::Beyond
        | Term::PartlyKnown
        | Term::Grade
        | Term::Point
        | Term::Curve
        | Term::Threshold
        | Term::BaselineLine
        | Term::SeriousUnseen
        | Term::Enrolled => "",
    }
}

/// Returns what a term means in a study.
pub(super) fn meaning(term: Term, study: &Study) -> String {
    let (improved, worse) = (IMPROVED.percent, WORSE.percent);
    let said = match term {
        Term::Measure(measure) => return measure_words(measure, study),
        Term::Better => {
            return format!("better than at baseline, by less than {improved} % of the baseline");
        }
        Term::Improved => {
            return format!("better than at baseline by {improved} % of the baseline or more");
        }
        Term::Worse => {
            return format!("worse than at baseline, by less than {worse} % of the baseline");
        }
        Term::MuchWorse => {
            return format!("worse than at baseline by {worse} % of the baseline or more");
        }
        Term::Imacs => {
            return format!(
                "IMACS definition of improvement: at least {LEAST_IMPROVED} of the 6 measures improved by {improved} % or more, at most {MOST_WORSE} worse by {worse} % or more, and MMT-8 not among these"
            );
        }
        Term::Registered => {
            return format!(
                "the primary outcome as registered, read literally: at least {LEAST_IMPROVED} measures improved by more than {} %, at most {MOST_WORSE} worse by more than {} %, without a condition on MMT-8",
                REGISTERED_IMPROVED.percent, REGISTERED_WORSE.percent
            );
        }
        Term::Categories => return categories(study.protocol.population),
        Term::ShortVisit => return visits(study),
        Term::Same => "exactly as at baseline",
        Term::NoRatio => {
            "no percentage can be calculated, because the baseline is 0; the study file says how it counts"
        }
        Term::OpenEnzyme => {
            "it is not decided which enzyme counts, because something is blank at baseline, or what it counts as, because a result is only known to be below a limit"
        }
        Term::NoValue => "no value yet, or not asked here",
        Term::Arrow => "from the value at baseline to the later one",
        Term::Points => {
            "points of the total improvement score for the change in percent of the range of the measure"
        }
        Term::Hidden => {
            "the study hides earlier scores of this measure until its value at this visit is entered"
        }
        Term::Differs => "the registered wording and the IMACS definition come to another verdict",
        Term::Met => "all conditions of the definition are met",
        Term::NotMet => {
            "a condition of the definition is not met, and nothing still to be entered can change that"
        }
        Term::NotDecided => {
            "a value that is blank can still change the verdict; enter it or mark it missing"
        }
        Term::NotJudged => "this visit or the baseline visit does not ask for all six measures",
        Term::Tis => {
            "total improvement score, ACR/EULAR 2016: the sum of the points of all six measures, 0 to 100"
        }
        Term::TisBounds => {
            "the least and the most that the total can become with the values that are missing; unofficial and never exported as a score"
        }
        Term::UpperLimit => {
            "times the upper limit of normal; the enzyme with the largest multiple at baseline counts at all visits"
        }
        Term::MostAbnormal => {
            "the enzyme with the largest multiple of its upper limit of normal (ULN), and that multiple: \"CK 5.00 x\" is CK at 5 times its ULN. A haemolysed one cannot count. \"so far\": something that is blank can still change which one"
        }
        Term::Deterioration => {
            "criteria of ProDERM: physician VAS worse by 2 cm with MMT-8 worse by 20 %, or extramuscular VAS worse by 2 cm, or 3 of the 5 measures without the enzyme (of all 6 where the study says so) worse by 30 %; the next visit confirms it"
        }
        Term::Warning => "needs a look; the words beside it say why",
        Term::HaqCategories => {
            "the mean of the highest answers of 8 categories, 0 to 3; an aid or help raises a category to 2. \"12 over 8 categories\" is the sum and the number of categories answered. Without aids: the same without raising"
        }
        Term::MdaatTotals => {
            "MYOACT: sum of the organ scales over their maximum. MITAX: sum of the organ categories A to E over its maximum. \"suggested\" is the category by the rules; the one entered counts"
        }
        Term::Day => "days since the baseline visit, which is day 0",
        Term::Complete => "held in its window, all forms complete",
        Term::Begun => "begun; forms are missing",
        Term::FormComplete => "all that the form requires is answered or marked missing",
        Term::FormBegun => "begun; the form requires more answers",
        Term::FormBlank => "nothing that the form requires is answered yet",
        Term::Due => "due: not begun, and today is in its window",
        Term::Overdue => "overdue: not begun, and its window has closed",
        Term::Missed => "missed: not held, and a later visit was",
        Term::Ahead => "still to come, or nothing here",
        Term::HeldEarly => "held before its window opened",
        Term::HeldLate => "held after its window closed",
        Term::Unfit => {
            "an answer, the day of the visit or a fact of the enrolment is not by the rules, and counts nowhere"
        }
        Term::Level => {
            "height of the value on the scale of its measure, the same at all visits and for all participants; of an enzyme from 0 to the highest value of this participant"
        }
        Term::Passed => {
            "right of a height: the value counts as improved, or as worse, at that visit"
        }
        Term::MissingValue => "missing, with a reason; or not decided",
        Term::BaseBestLast => {
            "the values at baseline, at the best visit since, and at the last visit"
        }
        Term::MetMark => "the definition is met at this visit",
        Term::NotMetMark => "the definition is not met at this visit",
        Term::OpenMark => "not decided at this visit",
        Term::Given => "given on this day",
        Term::Withheld => "planned, and withheld on this day",
        Term::Dose => {
            "daily dose in mg of prednisone, at the day on which it began, and how long it was taken"
        }
        Term::Stretch => "from the first day to the last day",
        Term::Beyond => "began before the first day shown; goes on",
        Term::PartlyKnown => "the day is known in part only",
        Term::Grade => "CTCAE grade of an adverse event at its first day; ! means serious",
        Term::Point => "a value",
        Term::Curve => "the straight line between two values",
        Term::Threshold => "the value from which the measure counts as improved, or as worse",
        Term::BaselineLine => "the value at baseline",
        Term::SeriousUnseen => "a serious adverse event that no investigator has seen",
        Term::NextVisit => {
            "the next visit that is not held: due (in its window), late (its window has closed), early (its window opens later); \"all done\" when none is left"
        }
        Term::VisitState => {
            "done: all forms complete; open: begun; due: today is in its window; late: its window has closed; early: its window opens later; missed: not held, and a later visit was; ahead: still to come; closed: the participation ended before it"
        }
        Term::Forms => "complete forms of the visit, of all its forms",
        Term::Enrolled => "participants enrolled, of the number that is aimed at",
        Term::Responders => {
            "participants who meet the definition at the outcome visit, of those for whom it is decided; with an exact 95 % interval (Clopper-Pearson)"
        }
        Term::Medians => "medians at the outcome visit, with the number of participants",
        Term::Flow => {
            "all in the record were screened; who began the baseline visit or got a dose entered; each stands as it is said under Taking part"
        }
        Term::Deviations => {
            "departures from the protocol as they follow from what was entered; an investigator says which of them are major"
        }
        Term::AnalysisSets => {
            "full: who got a dose; per protocol: of them, who was assessed at the outcome visit in its window and on treatment, without a deviation that was judged major. Drop-outs failed: an endpoint that was missed, or came after the treatment had stopped, counts as no response; one that can still come counts nowhere. Site defaults"
        }
    };
    said.to_owned()
}

fn measure_words(measure: Measure, study: &Study) -> String {
    let scale = Rules::of(study).scale;
    let range = scale
        .max(measure)
        .map_or_else(String::new, |max| format!(", 0 to {max}"));
    let words = match measure {
        Measure::Phga => "global disease activity as the physician judges it, cm on a line",
        Measure::Ptga => "global disease activity as the patient judges it, cm on a line",
        Measure::Mmt => "strength of 8 muscles; more is better",
        Measure::Haq => "Health Assessment Questionnaire, disability index",
        Measure::Enzyme => {
            return "the muscle enzyme that counts: the most abnormal at baseline; its range is a multiple of the upper limit of normal".to_owned();
        }
        Measure::Extramuscular => "disease activity outside the muscles (MDAAT), cm on a line",
    };
    let better = match measure {
        Measure::Mmt => "",
        Measure::Phga | Measure::Ptga | Measure::Haq | Measure::Enzyme | Measure::Extramuscular => {
            "; less is better"
        }
    };
    format!("{words}{range}{better}")
}

fn categories(population: Population) -> String {
    let from: Vec<String> = Category::ALL
        .into_iter()
        .filter(|category| *category != Category::None)
        .map(|category| {
            let word = English.category(category);
            format!("{word} from {}", category.threshold(population))
        })
        .collect();
    let who = match population {
        Population::Adult => "adults",
        Population::Jdm => "children",
    };
    format!(
        "of the total improvement score for {who}: {}",
        from.join(", ")
    )
}

/// Names each visit by its short name, as far as that is another one.
fn visits(study: &Study) -> String {
    let visits = &study.protocol.visits;
    let named: Vec<String> = visits
        .iter()
        .map(|visit| format!("{} {}", short_visit(&visit.label), visit.label))
        .collect();
    format!(
        "a visit in short is its first letter and its number: {}",
        named.join(", ")
    )
}
