//! Why the content of an event is not stored, in English: what cannot be, and what to do.

mod moves;
mod status;

use super::questions::text_name;
use crate::domain::record::event::Origin;
use crate::domain::rules::{ContentFault, HiddenUntil};
use crate::text::en::{English, code_point};
use crate::text::questions::Questions as _;
use crate::text::screens::around::Around as _;

/// Most characters that a sentence repeats of what a client sent.
const REPEATED: usize = 40;

/// Says what of the content is not so.
pub(super) fn fault(fault: &ContentFault) -> String {
    match fault {
        ContentFault::NoParticipant { participant } => format!(
            "Not saved: participant {} is not enrolled. Enrol the participant first.",
            plain(participant.as_str())
        ),
        ContentFault::IdTaken { participant } => format!(
            "Not saved: a participant {} is enrolled already. Give the new participant an id of their own.",
            plain(participant.as_str())
        ),
        ContentFault::NoVisit { visit } => format!(
            "Not saved: the schedule has no visit {}. Open a visit of the schedule.",
            quoted(visit.as_str())
        ),
        ContentFault::Removed { part, by } => format!(
            "Not saved: {part} was {}. What was entered stays to be read; ask about it with a query.",
            super::amendment::removed(*by)
        ),
        ContentFault::NoForm { form } => format!(
            "Not saved: the study has no form {}. Open a form of the visit.",
            quoted(form.as_str())
        ),
        ContentFault::NotAsked { form, visit } => format!(
            "Not saved: {form} is not asked at {}. Open it where it is asked.",
            quoted(visit.as_str())
        ),
        ContentFault::NoRow { form, row, next } => format!(
            "Not saved: {form} has no row {row}, and its next one is row {next}. Begin that row."
        ),
        ContentFault::EmptyRow { form, row } => format!(
            "Not saved: nothing was entered in {form} {row}, so that it cannot be an error. Nothing is to be done."
        ),
        ContentFault::NoField { form, field } => format!(
            "Not saved: {form} has no field {}. Choose a field of the form.",
            quoted(field)
        ),
        ContentFault::NoSuchPart => "Not locked: that is no part of the study. Name a participant, a visit of theirs, or a form of that visit.".to_owned(),
        ContentFault::NotOfField { label, value } => format!(
            "Not saved: \"{label}\" does not take {}. Enter a value that help names for this field.",
            quoted(value)
        ),
        ContentFault::NoUnit { label, unit: Some(unit) } => format!(
            "Not saved: \"{label}\" is not measured in {}. Choose a unit of the form.",
            quoted(unit)
        ),
        ContentFault::NoUnit { label, unit: None } => {
            format!("Not saved: \"{label}\" needs a unit. Choose one first.")
        }
        ContentFault::NoMissingReason { label, reason } => format!(
            "Not saved: \"{label}\" cannot be missing for the reason {}. Choose a reason of the list.",
            quoted(reason)
        ),
        ContentFault::MissingWithoutWords { label } => format!(
            "Not saved: this reason why \"{label}\" is missing needs words. Add them."
        ),
        ContentFault::Hidden { label } => format!(
            "Not saved: \"{label}\" is not asked any more, given what stands in the form now. What was typed waits in its field."
        ),
        ContentFault::FalseOrigin { label, origin } => {
            format!("Not saved: the answer of \"{label}\" {}", not_so(*origin))
        }
        ContentFault::ScoresClaimed { form } => format!(
            "Not saved: the request brings its own scores of {}. The server computes them: send it without scores.",
            quoted(form)
        ),
        ContentFault::ShownClaimed { form } => format!(
            "Not saved: the request says that earlier scores of {} were left out until now. The server records that itself: send it without.",
            quoted(form)
        ),
        ContentFault::NothingFilled => {
            "Not saved: no field is filled in. Answer at least one.".to_owned()
        }
        ContentFault::DayInFuture { day, today } => format!(
            "Not saved: the day {day} is after today, {today}. Look at the day, and at the clocks of the host and of this terminal."
        ),
        ContentFault::DayBeforeBirth { day, born } => format!(
            "Not saved: the day {day} is before the year of birth, {born}. Look at the day."
        ),
        ContentFault::BeforeConsent { day, consent } => format!(
            "Not saved: the day {day} is before the consent of {consent}. Look at the day of the visit, and at that of the consent."
        ),
        ContentFault::SamePerson {
            participant,
            enrolled_on,
        } => format!(
            "Not enrolled: {}, enrolled on {enrolled_on}, has the same initials, year of birth and sex. Enrol again, and say that it is somebody else.",
            plain(participant.as_str())
        ),
        ContentFault::OutOfOrder(wrong) => format!(
            "Not saved: {} Look at the day of both.",
            English.out_of_order(wrong)
        ),
        ContentFault::NotBegun { visit } => format!(
            "Not saved: {} was not begun. Open it on its day first.",
            quoted(visit.as_str())
        ),
        ContentFault::OtherDay { day } => format!(
            "Not saved: the day of this visit was changed meanwhile; it is {day} now. Look at it, then change it again."
        ),
        ContentFault::Status(fault) => status::fault(fault),
        ContentFault::Move(fault) => moves::fault(fault),
        ContentFault::BeforeBaseline { visit, held: None } => format!(
            "Not saved: {visit} was not begun, and nothing comes before it. Enter {visit} first."
        ),
        ContentFault::BeforeBaseline {
            visit,
            held: Some(held),
        } => format!(
            "Not saved: {visit} was held on {held}, and nothing comes before it. Look at the day."
        ),
        ContentFault::BaselineOf { visit } => format!(
            "Not saved: {visit} comes after this visit and hangs on it. Take {visit} out first if it was begun by mistake as well."
        ),
        ContentFault::OutcomeHeld { visit } => format!(
            "Not saved: {visit} was begun, so that no early end is assessed. Enter what belongs to it there."
        ),
        ContentFault::NoForms => {
            "Not saved: an unscheduled visit asks one form at least, each once. Choose its forms."
                .to_owned()
        }
        ContentFault::WithoutVersion => {
            "Not saved: name the version of the information that was signed.".to_owned()
        }
        ContentFault::SameConsent { version } => format!(
            "Not saved: the consent to version {} is of that day already. Nothing is to be done.",
            plain(version)
        ),
        ContentFault::ConsentBefore { day, first } => format!(
            "Not saved: {day} is before the first consent or the enrolment, {first}. Look at the day."
        ),
        ContentFault::NoDeviation { key } => format!(
            "Not saved: nothing that is entered makes a deviation {}. Look at the list again.",
            quoted(key)
        ),
        ContentFault::JudgedSince => {
            "Not saved: somebody else judged this deviation meanwhile. Look at it again.".to_owned()
        }
        ContentFault::VoidedSince { visit } => format!(
            "Not saved: {visit} was said to be begun by mistake meanwhile, and is open again. Look at it, and enter this again if it belongs there."
        ),
        ContentFault::WrittenSince { visit } => format!(
            "Not saved: something was entered at {visit} since you looked at it. Look at it again."
        ),
        ContentFault::OtherFacts => {
            "Not saved: somebody else corrected this enrolment meanwhile. Look at it again.".to_owned()
        }
        ContentFault::SameFacts => {
            "Not saved: the enrolment says so already. Nothing is to be done.".to_owned()
        }
        ContentFault::SameDay { day } => format!(
            "Not saved: {day} is the day of this visit already. Nothing is to be done."
        ),
        ContentFault::OtherVersion { day, held, own } => format!(
            "Not saved: on {day} version {held} of the study held, and this visit was entered by version {own}. Its day stays within that version: look at the day."
        ),
        ContentFault::Begun { visit } => format!(
            "Not saved: {} was begun already. Open it again to see it.",
            quoted(visit.as_str())
        ),
        ContentFault::ObservedBeforeBirth { observed, born } => format!(
            "Not saved: it would be observed on {}, before the year of birth, {born}. Look at the day of observation.",
            observed.format("%Y-%m-%d")
        ),
        ContentFault::NoCheck { label, rule } => format!(
            "Not saved: no check named {} asks at \"{label}\". Leave coreset and start it again, so that it is as new as its server.",
            quoted(rule)
        ),
        ContentFault::NotAnswered { label, rule } => format!(
            "Not saved: the answer at \"{label}\" is unusual ({}), and nobody said why it stays. Enter it again and answer the question.",
            quoted(rule)
        ),
        ContentFault::HidesUnseen { label, count } => {
            let answers = match count {
                1 => "1 answer that was".to_owned(),
                more => format!("{more} answers that were"),
            };
            format!(
                "Not saved: with this answer at \"{label}\", {answers} entered meanwhile would no longer count. Look at the form as it stands now, then answer again."
            )
        }
        ContentFault::HiddenForm { form, until } => {
            let why = match until {
                Some(HiddenUntil::Entered { visit }) => English.form_hidden(form, Some(visit)),
                Some(HiddenUntil::Signed { visit }) => {
                    English.form_hidden_until_signed(form, visit)
                }
                None => English.form_hidden(form, None),
            };
            format!("Not saved: {why}")
        }
        ContentFault::NoKeepReason { label } => format!(
            "Not saved: an unusual value of \"{label}\" is kept for a reason of the study only. Choose one of the list."
        ),
        ContentFault::NoPrint { what } => format!(
            "Not recorded: there is nothing to print as {} there. Begin a visit first.",
            quoted(what)
        ),
        ContentFault::UnfitCharacter { what, character } => format!(
            "Not saved: {} has a character that nobody sees ({}). Take it out.",
            text_name(*what),
            code_point(*character)
        ),
        ContentFault::SaysNothing { what } => {
            format!("Not saved: {} says nothing. Say it in words.", text_name(*what))
        }
    }
}

fn not_so(origin: Origin) -> &'static str {
    match origin {
        Origin::Typed => "was not typed. Enter it again.",
        Origin::Moved => "was not moved with its form. Type it instead.",
        Origin::Bulk => "is not what the rest of its section is set to. Enter it by itself.",
        Origin::Carried => {
            "stands at no earlier visit, and is no limit of the laboratory. Type it instead."
        }
        Origin::Undone => "never stood there, so that it cannot be put back. Type it instead.",
        Origin::Imported(_) => "has an answer, which no file replaces. Try the file again.",
        Origin::Generated => "cannot be made by the generator outside a demo. Type it instead.",
    }
}

/// Returns what a client sent, in quotation marks, cut and without control characters.
fn quoted(text: &str) -> String {
    format!("\"{}\"", plain(text))
}

/// Returns what a client sent, cut and without control characters.
fn plain(text: &str) -> String {
    let shown: String = text.chars().take(REPEATED).collect();
    let cut = if shown.len() < text.len() { "..." } else { "" };
    format!("{}{cut}", shown.escape_debug())
}
