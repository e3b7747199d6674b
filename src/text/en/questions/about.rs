//! The questions about answers: each says what is unusual.

use crate::domain::forms::engine::checks::{About, Affected, Earlier, Side};
use crate::domain::forms::engine::instrument::Measure;
use crate::domain::treatment::adverse::Contradiction;
use crate::domain::treatment::usual_dose::{Per, Unusual};
use crate::text::en::glossary;
use crate::text::en::named::named;
use crate::text::en::totals::disease;
use crate::text::glossary::Term;
use chrono::NaiveDate;

/// Most fields that are named; more are counted.
const NAMED: usize = 8;

/// Says which answers will no longer count.
fn hides_answers(labels: &[String]) -> String {
    let count = match labels.len() {
        1 => "1 answer will no longer count".to_owned(),
        count => format!("{count} answers will no longer count"),
    };
    let named = named(labels, NAMED, "which the review lists");
    format!("{count}: {named}.")
}

/// Says what a dose makes in the time that the usual one is for.
fn usual_dose(drug: &str, found: &Unusual) -> String {
    let per = match found.per {
        Per::Day => "a day",
        Per::Week => "a week",
    };
    let (dose, usual) = (found.dose.rounded(2), found.usual);
    match found.kg {
        Some(kg) => format!(
            "{drug}: at {kg} kg this makes {dose} mg/kg {per}; usually at most {usual} mg/kg."
        ),
        None => format!("{drug}: this makes {dose} mg {per}; usually at most {usual} mg."),
    }
}

/// Says what is unusual, in one or two sentences.
pub(super) fn question(about: &About) -> String {
    match about {
        About::OutOfRange {
            number,
            unit,
            side,
            limit,
            converted,
        } => {
            let front = match (converted, unit) {
                (true, Some(unit)) => format!("In {unit}: "),
                (true, None) | (false, _) => String::new(),
            };
            let unit = after_space(unit.as_deref());
            let (height, side) = match side {
                Side::Below => ("low", below_or_above(*side)),
                Side::Above => ("high", below_or_above(*side)),
            };
            format!("{front}{number}{unit} is unusually {height} ({side} {limit}).")
        }
        About::NotBelow { lower, upper } => {
            format!("Not in order: {lower} is not below {upper}.")
        }
        About::AgeOn { date, born, age } => {
            format!("Somebody born in {born} was not {age} years old on {date}.")
        }
        About::DiagnosedBefore { diagnosed, symptom } => {
            format!("The diagnosis ({diagnosed}) is before the first symptom ({symptom}).")
        }
        About::BeforeBirth { date, born } => {
            format!("{date} is before the year of birth, {born}.")
        }
        About::HidesAnswers { labels } => hides_answers(labels),
        About::TwoReadings { decimal, whole } => {
            format!("It can be read as {decimal} or as {whole}.")
        }
        About::Jump { limit, was } => format!(
            "This differs by more than {limit} from the last visit{}.",
            it_was(was.as_ref())
        ),
        About::JumpPercent { percent, was } => format!(
            "This differs by more than {percent} % from the last visit{}.",
            it_was(was.as_ref())
        ),
        About::JumpSinceEnrolment { percent, kg } => {
            format!("This differs by more than {percent} % from the weight at enrolment, {kg} kg.")
        }
        About::TotalJump {
            measure,
            limit,
            was,
        } => {
            let values = was.map_or_else(String::new, |was| {
                format!(" ({}, it was {})", was.now, was.before)
            });
            format!(
                "The {} differs by more than {limit} from the last visit{values}.",
                total(*measure)
            )
        }
        About::LooksLikeUnits { number, unit } => {
            format!("{number} {unit} looks like a value in U/L. Which unit does the report give?")
        }
        About::ManyLimits { multiple } => {
            format!("The result is more than {multiple} times its limit of normal.")
        }
        About::LimitAsResult { before } => format!(
            "This is the upper limit of {before}, which stands there already. Was the limit typed one field too late?"
        ),
        About::ManyFold { factor, was } => format!(
            "This is a change of more than {factor}-fold since the last visit{}.",
            it_was(was.as_ref())
        ),
        About::LimitChanged { was } => format!(
            "The limit of normal differs from the last visit of this laboratory{}.",
            it_was(was.as_ref())
        ),
        About::OtherUnit { unit, labels } => format!(
            "The unit is {unit}, but these were typed in the other unit and still count in it: {}. Type again those that are wrong.",
            labels.join(", ")
        ),
        About::RightLeft { limit, here, there } => {
            format!("Right and left differ by more than {limit}: {here} here, {there} there.")
        }
        About::CategoryAndLine { code, label, line } => {
            let label = label.as_ref().map(|label| format!(" ({label})"));
            let label = label.unwrap_or_default();
            format!("Category {code}{label} and {line:.1} on the line do not go together.")
        }
        About::DailyDose { mg, limit } => format!(
            "This makes {} mg of prednisone a day, more than {limit}. A pulse is recorded as medication, not here.",
            mg.rounded(1)
        ),
        About::NewAgain { was } => format!(
            "It is coded new, but was there at the last visit{}.",
            code_then(*was)
        ),
        About::AbsentBefore { was } => format!(
            "It was absent at the last visit, so now it would be new (4){}.",
            code_then(*was)
        ),
        About::NoItemPresent { scale } => {
            format!("The scale is at {scale:.1}, but none of its items is present.")
        }
        About::ItemAtZero => "The scale is at 0.0, but an item is coded 2, 3 or 4.".to_owned(),
        About::SeveralGrades => {
            "More than one severity of this finding is coded 2, 3 or 4.".to_owned()
        }
        About::FarFromHighest {
            scale,
            distance,
            side,
            highest,
        } => format!(
            "The extramuscular scale, {scale:.1}, is more than {distance} {} the highest system, {highest:.1}.",
            below_or_above(*side)
        ),
        About::BelowPart {
            overall,
            distance,
            part,
        } => format!(
            "The overall scale, {overall:.1}, is more than {distance} below one of its parts, {part:.1}."
        ),
        About::NoLungFunction => {
            "Lung function is coded 2, 3 or 4, but neither FVC nor DLCO is recorded.".to_owned()
        }
        About::OtherWithoutName => "Other disease activity is rated, but not named.".to_owned(),
        About::FarFromGlobal {
            overall,
            physician,
            distance,
        } => format!(
            "The overall scale of the MDAAT, {overall:.1}, and the physician's global scale, {physician:.1}, differ by more than {distance}."
        ),
        About::EnteredTwice {
            label,
            here,
            there,
            form,
        } => format!("{label} is {here} here, but {there} in {form} of this visit."),
        About::DeniesRaised {
            result,
            form,
            value,
            limit,
            denial,
            answer,
        } => format!(
            "{denial}: {answer}, but {result} is {value} in {form}, above its upper limit of {limit}."
        ),
        About::Forbidden { reason } => reason.clone(),
        About::PlannedDose { kg, rule, entered } => {
            format!("The dose for {kg} kg is {rule} mg, not {entered} mg.")
        }
        About::DoseAfterEnd { on, end } => format!(
            "The treatment is said to have ended on {end}, and this dose is of {on}: check both days."
        ),
        About::GivenDose {
            planned,
            given,
            whole,
        } => {
            let whole = if *whole { "Given whole, but " } else { "" };
            format!("{whole}{given} mg were given and {planned} mg planned: check both doses.")
        }
        About::WeightTier { crossing, on } => format!(
            "{} kg is in another dose tier than {} kg on {on}: {} mg instead of {} mg.",
            crossing.to_kg.rounded(1),
            crossing.from_kg.rounded(1),
            crossing.to_mg,
            crossing.from_mg
        ),
        About::InfusionEndsFirst { start, end } => {
            format!("The end, {end}, is before the start, {start}: check both times.")
        }
        About::InfusionLength {
            start,
            end,
            minutes,
            usual: (shortest, longest),
        } => format!(
            "From {start} to {end} are {minutes} minutes; {shortest} to {longest} are usual."
        ),
        About::MedicationEndsFirst => {
            "The medication ends before it begins: check both dates.".to_owned()
        }
        About::StableBeforeTaken => {
            "The dose is stable since before the drug was taken: check both dates.".to_owned()
        }
        About::ClassByItems { class, reachable } => {
            let class = disease::of_code(*class);
            let most = match disease::of_code(*reachable) {
                most if most == class => String::new(),
                most => format!(", at most {most}"),
            };
            format!("By the items of Bohan and Peter it is another class: {class}{most}.")
        }
        About::WeightChange { percent, kg, on } => {
            let other = match on {
                Some(on) => format!("the last weight ({kg} kg on {on})"),
                None => format!("the other weight of this form ({kg} kg)"),
            };
            format!("This differs by more than {percent} % from {other}.")
        }
        About::UsualDose { drug, found } => usual_dose(drug, found),
        About::AmyopathicWeak {
            said,
            form,
            field,
            answer,
        } => format!(
            "The disease is clinically amyopathic ({said}), but muscles are weak: {field}, {answer} ({form})."
        ),
        About::NeverAffected(affected) => never_affected(*affected),
        About::DoseAgainstLog {
            visit,
            on,
            visit_mg,
            log_mg,
        } => {
            let (low, high) = (log_mg.low.rounded(2), log_mg.high.rounded(2));
            let logged = match low == high {
                true => low,
                false => format!("{low} to {high}"),
            };
            format!(
                "At {visit} ({on}) the dose is {} mg of prednisone a day, but {logged} by the log of medications: check both.",
                visit_mg.rounded(2)
            )
        }
        About::InfusionAfterStop { term, on } => format!(
            "Abatacept was stopped for good for \"{term}\", but an infusion was given later, on {on}: check both."
        ),
        About::NoInfusionInterrupted => {
            "Abatacept was interrupted for this event, but no infusion since it began is interrupted or left out: check both."
                .to_owned()
        }
        About::NoneNew {
            visit,
            on,
            since,
            term,
            onset,
        } => {
            let since = since.as_deref().unwrap_or("consent");
            format!(
                "At {visit} ({on}) no adverse event was new since {since}, but \"{term}\" began on {onset}: check both."
            )
        }
        About::EventNotEntered { visit, on, since } => {
            let since = since.as_deref().unwrap_or("consent");
            format!(
                "At {visit} ({on}) new or changed adverse events were said to be in the log, but nothing there began, changed or ended since {since}: check both."
            )
        }
        About::NoEventInterrupts => {
            "This infusion was interrupted or left out for an adverse event, but the log has no event of that day that says so: check both."
                .to_owned()
        }
        About::TermOfInterest { word } => format!(
            "The term has \"{word}\", but the event is said to be of no special interest: check both."
        ),
        About::Contradiction(found) => contradiction(*found).to_owned(),
        About::SeriousWithoutCriterion => {
            "The event is serious, but none of the criteria is answered with yes.".to_owned()
        }
    }
}

/// Says that an organ was affected after all.
fn never_affected(affected: Affected) -> String {
    match affected {
        Affected::Now => {
            "It is said to have never been active, but an item of this system is present: check both."
                .to_owned()
        }
        Affected::Ever => {
            "The category is \"never affected\", but it is said to have been active before: check both."
                .to_owned()
        }
        Affected::Before(on) => {
            let on = on.map_or_else(String::new, |on| format!(" on {on}"));
            format!("It is said to have never been affected, but it was at an earlier visit{on}: check both.")
        }
    }
}

/// Says which answers about an adverse event do not go together, and what to look at.
pub(super) fn contradiction(found: Contradiction) -> &'static str {
    match found {
        Contradiction::EndBeforeOnset => "The event ends before it began: check both dates.",
        Contradiction::AwareBeforeOnset => {
            "The site knew of the event before it began: check both dates."
        }
        Contradiction::Grade5NotFatal => {
            "Grade 5 is death, but the outcome is not fatal: check grade and outcome."
        }
        Contradiction::FatalNotGrade5 => {
            "The outcome is fatal, but the grade is not 5: check grade and outcome."
        }
        Contradiction::DeathNotFatal => {
            "The event results in death, but the outcome is not fatal: check both."
        }
        Contradiction::FatalWithoutDeath => {
            "The event is fatal, but \"results in death\" is answered with no: check both."
        }
        Contradiction::FatalOngoing => {
            "The outcome is fatal, but the event goes on: enter the day of death as its end."
        }
        Contradiction::RecoveredOngoing => {
            "The outcome is recovered, but the event goes on: enter its end or another outcome."
        }
        Contradiction::EndedNotRecovered => {
            "The event has ended, but the outcome is not recovered: check end and outcome."
        }
        Contradiction::GraveNotSerious => {
            "An event of grade 4 or 5 or with a fatal outcome is serious: check grade and seriousness."
        }
        Contradiction::CriterionNotSerious => {
            "A criterion of seriousness was answered with yes before: an event with one is serious."
        }
        Contradiction::Grade4NotThreatening => {
            "Grade 4 is life-threatening, but that criterion is answered with no: check both."
        }
    }
}

fn below_or_above(side: Side) -> &'static str {
    match side {
        Side::Below => "below",
        Side::Above => "above",
    }
}

/// Returns the name of the total that is a core set measure.
fn total(measure: Measure) -> &'static str {
    match measure {
        Measure::Mmt => "MMT-8 total",
        Measure::Haq => "HAQ-DI",
        Measure::Phga | Measure::Ptga | Measure::Enzyme | Measure::Extramuscular => {
            glossary::word(Term::Measure(measure))
        }
    }
}

fn after_space(unit: Option<&str>) -> String {
    unit.map_or_else(String::new, |unit| format!(" {unit}"))
}

/// Returns ` (it was 4.7 on 2026-01-05)`, or nothing where the earlier value may not be named.
fn it_was(was: Option<&Earlier>) -> String {
    was.map_or_else(String::new, |was| {
        let unit = after_space(was.unit.as_deref());
        format!(" (it was {}{unit} on {})", was.value, was.on)
    })
}

/// Returns ` (2 on 2026-01-05)`, or nothing where the earlier code may not be named.
fn code_then(was: Option<(u8, NaiveDate)>) -> String {
    was.map_or_else(String::new, |(code, on)| format!(" ({code} on {on})"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::forms::engine::checks::Was;
    use crate::domain::sample::decimal;

    #[test]
    fn an_earlier_value_is_named_only_where_it_is_given() {
        let jump = |was| {
            let limit = decimal("4");
            question(&About::Jump { limit, was })
        };
        assert_eq!(
            jump(None),
            "This differs by more than 4 from the last visit."
        );
        let was = |unit: Option<&str>| Earlier {
            value: "1.0".to_owned(),
            unit: unit.map(str::to_owned),
            on: "2026-01-05".parse().unwrap(),
        };
        assert_eq!(
            jump(Some(was(None))),
            "This differs by more than 4 from the last visit (it was 1.0 on 2026-01-05)."
        );
        assert_eq!(
            jump(Some(was(Some("kg")))),
            "This differs by more than 4 from the last visit (it was 1.0 kg on 2026-01-05)."
        );
        let was = Some((2, "2026-01-05".parse().unwrap()));
        assert_eq!(
            question(&About::NewAgain { was }),
            "It is coded new, but was there at the last visit (2 on 2026-01-05)."
        );
        assert_eq!(
            question(&About::AbsentBefore { was: None }),
            "It was absent at the last visit, so now it would be new (4)."
        );
    }

    #[test]
    fn a_number_out_of_range_is_told_with_its_unit_and_the_limit_that_it_passed() {
        let told = |side, unit: Option<&str>, converted| {
            question(&About::OutOfRange {
                number: decimal("9.60"),
                unit: unit.map(str::to_owned),
                side,
                limit: decimal("10"),
                converted,
            })
        };
        assert_eq!(
            told(Side::Below, Some("U/L"), true),
            "In U/L: 9.60 U/L is unusually low (below 10)."
        );
        assert_eq!(
            told(Side::Above, None, false),
            "9.60 is unusually high (above 10)."
        );
    }

    #[test]
    fn a_total_is_named_as_its_form_names_it() {
        let told = |measure, was| {
            let limit = decimal("1.5");
            question(&About::TotalJump {
                measure,
                limit,
                was,
            })
        };
        let was = Was {
            before: decimal("0.5"),
            now: decimal("2.125"),
        };
        assert_eq!(
            told(Measure::Haq, Some(was)),
            "The HAQ-DI differs by more than 1.5 from the last visit (2.125, it was 0.5)."
        );
        assert_eq!(
            told(Measure::Mmt, None),
            "The MMT-8 total differs by more than 1.5 from the last visit."
        );
    }
}
