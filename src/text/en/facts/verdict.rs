//! Notes and words of a verdict.

use crate::domain::forms::enzymes::{Enzyme, OpenChoice};
use crate::domain::verdict::response::{Category, Judgement};
use crate::domain::verdict::{Note, Undecided};
use crate::text::English;
use crate::text::en::amendment::removed;
use crate::text::totals::Totals as _;

/// Says what the reader should see beside a verdict.
pub(super) fn note(note: &Note) -> String {
    match note {
        Note::NotComparable(error) => {
            format!("The enzymes at baseline cannot be compared: {error}.")
        }
        Note::NotJudged(measure, error) => {
            format!("{} cannot be judged: {error}.", English.measure(*measure))
        }
        Note::Removed { measure, by } => format!(
            "{} is not judged: its form was {}.",
            English.measure(*measure),
            removed(*by)
        ),
        Note::NotByRules(measure) => format!(
            "{}: what is stored is not by the rules and does not count.",
            English.measure(*measure)
        ),
        Note::OtherScale => "MMT-8 totals of different scales cannot be compared.".to_owned(),
        Note::MaybeHaemolysed(enzymes) => format!(
            "Not answered at this visit: whether the sample was haemolysed. {} would then not count. Answer it.",
            names(enzymes.iter().copied())
        ),
        Note::OpenChoice(open) => choice(open),
        Note::NoneAbnormal(enzyme) => format!(
            "No enzyme was abnormal at baseline; {} counts.",
            English.enzyme(*enzyme)
        ),
        Note::NotCompared { enzyme, unlimited } => format!(
            "Without a ULN at baseline and so not compared with {}: {}.",
            English.enzyme(*enzyme),
            names(unlimited.iter().copied())
        ),
        Note::OtherLimit { enzyme, old, new } => format!(
            "The ULN of {} is {new} U/L now and was {old} U/L; the range keeps the one of baseline.",
            English.enzyme(*enzyme)
        ),
        Note::NoLimit(enzyme) => format!(
            "The ULN of {} at baseline is not entered; the total improvement score needs it.",
            English.enzyme(*enzyme)
        ),
        Note::BelowLimit(enzyme) => format!(
            "{} is only known to be below a limit (<), and the values below it count differently: not decided.",
            English.enzyme(*enzyme)
        ),
        Note::Haemolysed(enzyme) => format!(
            "{} is from a haemolysed sample and does not count.",
            English.enzyme(*enzyme)
        ),
    }
}

/// Says why something of a verdict is not decided, and what to do.
pub(super) fn undecided(why: &Undecided) -> String {
    match why {
        Undecided::Choice(open) => choice(open),
        Undecided::BelowLimit => {
            "Not decided: a result is only known to be below its limit (<), and the values below it differ."
                .to_owned()
        }
        Undecided::Blank => {
            "Not decided: a value that is blank can still change it. Enter it or mark it missing."
                .to_owned()
        }
    }
}

/// Says why it is open which enzyme counts, and what to do.
fn choice(open: &OpenChoice) -> String {
    let what = English.open_choice(open);
    match open.has_blanks() {
        true => {
            format!("Not decided which enzyme counts: {what}. Enter it there or mark it missing.")
        }
        false => format!("Not decided which enzyme counts: {what}."),
    }
}

fn names(enzymes: impl Iterator<Item = Enzyme>) -> String {
    let names = enzymes.map(|enzyme| English.enzyme(enzyme));
    names.collect::<Vec<_>>().join(", ")
}

/// Returns the word for what a definition of improvement says of a visit.
pub(super) fn judgement(judgement: Judgement) -> &'static str {
    match judgement {
        Judgement::Met => "MET",
        Judgement::NotMet => "not met",
        Judgement::Open => "not decided yet",
        Judgement::NotJudged => "not judged here",
    }
}

/// Returns the category of a score behind its number.
pub(in crate::text::en) fn in_category(of: Category) -> &'static str {
    match of {
        Category::None => "no category",
        Category::Minimal | Category::Moderate | Category::Major => category(of),
    }
}

/// Returns the word for a category of the total improvement score.
pub(super) fn category(category: Category) -> &'static str {
    match category {
        Category::None => "none",
        Category::Minimal => "minimal",
        Category::Moderate => "moderate",
        Category::Major => "major",
    }
}
