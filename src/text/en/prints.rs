//! What is printed in English: blank forms, the signature sheet, and what commands that print answer when they cannot.

use crate::domain::forms::engine::instrument::Respondent;
use crate::domain::record::signature::moment;
use crate::text::English;
use crate::text::commands::users::Users as _;
use crate::text::en::screens::participant::born;
use crate::text::entries::Entries as _;
use crate::text::prints::{Advice, Compared, FormLine, Label, Prints, SheetLine, Unprinted};
use crate::text::screens::form::Form as _;

impl Prints for English {
    fn sheet_label(&self, label: Label) -> &'static str {
        match label {
            Label::Title => "Signature sheet",
            Label::Study => "Study",
            Label::Protocol => "Protocol",
            Label::Participant => "Participant",
            Label::Visit => "Visit",
            Label::Printed => "Printed",
            Label::State => "State",
            Label::Answers => "Answers",
            Label::Verdict => "Change and verdict",
            Label::Signatures => "Signatures",
            Label::PrintedName => "Printed name",
            Label::Login => "Login",
            Label::Role => "Role",
            Label::Meaning => "Meaning",
            Label::SignedAt => "Signed at",
            Label::Entry => "Entry",
            Label::Record => "The record",
            Label::Content => "Content",
            Label::Head => "Head",
            Label::Entries => "Entries",
        }
    }

    fn sheet_line(&self, line: &SheetLine<'_>) -> String {
        match *line {
            SheetLine::Demo => "DEMO: synthetic participants, no trial data.".to_owned(),
            SheetLine::Protocol { version, hash } => format!("version {version}, {hash}"),
            SheetLine::Participant {
                who,
                sex,
                diagnosis,
            } => format!(
                "{} {}, {sex}, born {}, {diagnosis}",
                who.id, who.initials, born(who)
            ),
            SheetLine::Held { visit, date } => format!("{visit}, held on {date}"),
            SheetLine::Printed {
                at,
                name,
                role,
                program,
            } => {
                let comma = if role.is_empty() { "" } else { ", " };
                format!("{} by {name}{comma}{role}, coreset {program}", moment(at))
            }
            SheetLine::NotComplete { form } => format!("{form} (not complete)"),
            SheetLine::NotAsked { labels } => {
                format!("Answered, no longer asked and not counted: {}", labels.join("; "))
            }
            SheetLine::NotByRules { stored } => {
                format!("not by the rules, not counted: \"{stored}\"")
            }
            SheetLine::Missing { reason } => format!("missing: {reason}"),
            SheetLine::Kept { rule, reason } => format!("kept against {rule}: {reason}"),
            SheetLine::Note { note } => format!("note: {note}"),
            SheetLine::Query { state, question } => {
                format!("query, {}: {question}", self.query_state(state))
            }
            SheetLine::NotSigned => "Nobody has signed this visit.".to_owned(),
            SheetLine::Meaning(meaning) => {
                format!("{}: {}", self.signed_as(meaning), self.signer_says(meaning))
            }
            SheetLine::Stands => "It stands.".to_owned(),
            SheetLine::Void { since: Some(since) } => {
                format!("VOID since the visit changed at {}", moment(since))
            }
            SheetLine::Void { since: None } => "VOID: an answer has changed since".to_owned(),
            SheetLine::Entries { count, newest } => {
                let newest = newest.map(moment);
                let newest = newest.map_or_else(String::new, |at| format!(", the newest of {at}"));
                format!("{count}{newest}")
            }
            SheetLine::HowToVerify => {
                "`coreset verify --head HASH` says whether the record still holds all these entries."
                    .to_owned()
            }
            SheetLine::Foot {
                participant,
                visit,
                content,
                entries,
                head,
                page,
                of,
            } => format!(
                "{participant} {visit}  content {content}  head {entries} {head}  page {page} of {of}"
            ),
        }
    }

    fn form_line(&self, line: &FormLine<'_>) -> String {
        match *line {
            FormLine::Version { form, version } => format!("form {form}, version {version}"),
            FormLine::Recall(recall) => format!("Recall period: {recall}"),
            FormLine::AnsweredBy(who) => format!("Answered by: {}", respondent(who)),
            FormLine::When { date, time } => format!("Date {date}   Time {time}"),
            FormLine::WhoAndWhen { date, time } => {
                format!("Participant ____________  Initials ______  Date {date}  Time {time}")
            }
            FormLine::Visit(visit) => format!("Visit: {visit}"),
            FormLine::WhichVisit => "Visit ________________________".to_owned(),
            FormLine::Row => "Number of the row, when it is entered ______".to_owned(),
            FormLine::Once => "Filled in once for each participant.".to_owned(),
            FormLine::Assessor => {
                "Assessor, printed name ______________________________  Role _____________"
                    .to_owned()
            }
            FormLine::HowTo => "Tick one box or write the value. Fields marked * need a value or the digit of a reason; a blank is never a zero.".to_owned(),
            FormLine::Reasons(reasons) => format!("Reasons: {}.", reasons.join("; ")),
            FormLine::Codes(name) => format!("Codes ({name}):"),
            FormLine::Roles(roles) => {
                let roles: Vec<&str> = roles.iter().map(|role| self.role(*role)).collect();
                format!("answered by: {}", roles.join(" or "))
            }
            FormLine::OnlyIf {
                label,
                is,
                compared,
                missing,
            } => {
                let compared = compared.map(|compared| match compared {
                    Compared::Below(other) => format!("below {other}"),
                    Compared::Above(other) => format!("above {other}"),
                });
                let is: Vec<&str> = is.iter().copied().chain(compared.as_deref()).collect();
                let missing = if missing { ", or missing" } else { "" };
                format!("only if \"{label}\" is {}{missing}", is.join(" or "))
            }
            FormLine::AtBaseline => "at baseline only".to_owned(),
            FormLine::ForSex(sexes) => {
                let sexes: Vec<&str> = sexes.iter().map(|sex| self.sex(*sex)).collect();
                format!("asked of: {}", sexes.join(" or "))
            }
            FormLine::OtherSide => "only where the other side cannot be tested".to_owned(),
            FormLine::NoValue(keys) => format!("no value, reason ({}): [ ]", keys.join(" ")),
            FormLine::Usual {
                expects,
                least,
                most,
                unit,
            } => match (least, most) {
                (Some(least), Some(most)) => format!("{expects}; usually {least} to {most}{unit}"),
                (Some(least), None) => format!("{expects}; usually {least}{unit} or more"),
                (None, Some(most)) => format!("{expects}; usually {most}{unit} or less"),
                (None, None) => expects.to_owned(),
            },
            FormLine::Day => "year, month, day".to_owned(),
            FormLine::PartialDay => {
                "year, month, day; leave out the day, or day and month, when not known".to_owned()
            }
            FormLine::Clock => "24 hours".to_owned(),
            FormLine::Remarks => {
                "Remarks _______________________________________________________________________"
                    .to_owned()
            }
            FormLine::Signature => {
                "Signature ______________________________  Date ____-__-__  Time __:__".to_owned()
            }
            FormLine::EnteredLater => {
                "Entered later by ______________________  on ____-__-__  because ________________"
                    .to_owned()
            }
            FormLine::Foot { version, hash } => format!(
                "Study file version {version}, protocol {hash}. On entry, give the date and time above as the time of observation."
            ),
        }
    }

    fn unprinted(&self, why: &Unprinted<'_>) -> Advice {
        let (what, hint) = match *why {
            Unprinted::NoParticipant { given, example } => (
                format!("there is no participant {given} in this study"),
                match example {
                    Some(example) => {
                        format!("an id looks like {example}; `coreset status` lists all")
                    }
                    None => "`coreset status` lists all".to_owned(),
                },
            ),
            Unprinted::NoVisit { given, visits } => (
                format!("there is no visit {given} in this study"),
                format!("the visits are {}", visits.join(", ")),
            ),
            Unprinted::NotBegun { participant, visit } => (
                format!("{participant} has not begun {visit}"),
                "a sheet is printed of a visit that was held".to_owned(),
            ),
            Unprinted::FieldName => (
                "a field is named by its visit, form and id, with / between them".to_owned(),
                "such as week-12/phga/vas, or log/adverse-event#3/grade".to_owned(),
            ),
        };
        Advice { what, hint }
    }
}

fn respondent(respondent: Respondent) -> &'static str {
    match respondent {
        Respondent::Patient => "the patient",
        Respondent::Assessor => "the assessor of muscle strength",
        Respondent::Physician => "the physician",
        Respondent::Laboratory => "the laboratory's report",
        Respondent::Nurse => "the person who runs the visit",
    }
}
