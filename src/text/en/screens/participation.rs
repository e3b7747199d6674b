//! The words of the screen of `screens::participation`.

use crate::domain::record::status::StatusName;
use crate::domain::record::status_history::StatusSaid;
use crate::domain::views::status_effect::StatusEffect;
use crate::text::English;
use crate::text::en::count;
use crate::text::facts::Facts as _;
use crate::text::screens::participation::{Participation, Question};

impl Participation for English {
    fn participation(&self) -> &'static str {
        "Taking part"
    }

    fn takes_part_now(&self, said: &[StatusSaid]) -> Vec<String> {
        let mut lines: Vec<String> = said
            .iter()
            .rev()
            .map(|said| self.status_since(said.day, &said.status, &said.words))
            .collect();
        match lines.first_mut() {
            None => vec!["Now: takes part; nothing else was said.".to_owned()],
            Some(first) => {
                *first = format!("Now: {first}.");
                let rest = lines.iter_mut().skip(1);
                rest.for_each(|line| *line = format!("Before: {line}."));
                lines
            }
        }
    }

    fn event_in_log(&self, row: u32, term: &str) -> String {
        format!("{term} (row {row})")
    }

    fn asks_status(&self, question: Question) -> &'static str {
        match question {
            Question::Status => "How does the participant take part?",
            Question::Cause => "Why?",
            Question::By => "Who decided it?",
            Question::Data => "What may be done with the data?",
            Question::Attempts => "How often was it tried to reach the participant?",
            Question::Event => "Which adverse event led to the death?",
            Question::Day => "Since which day?",
            Question::Words => "In your own words:",
            Question::Agree => "Is all of this right?",
        }
    }

    fn status_typed_as(&self, question: Question, needs_words: bool) -> &'static str {
        match question {
            Question::Attempts => "A number, 1 to 99.",
            Question::Day => "Enter is today; else as 2026-03-02, or t-3 for three days ago.",
            Question::Words if needs_words => "What happened, in a few words.",
            Question::Words => "What else is to be said; Enter alone where nothing is.",
            Question::Status
            | Question::Cause
            | Question::By
            | Question::Data
            | Question::Event
            | Question::Agree => "",
        }
    }

    fn choose_status(&self, name: StatusName) -> &'static str {
        match name {
            StatusName::TakesPart => "takes part: what was said before is taken back",
            StatusName::ScreenFailure => "screen failure: does not enter the trial",
            StatusName::TreatmentStopped => "treatment stopped, visits go on",
            StatusName::Withdrawn => "withdrawn from the trial",
            StatusName::Lost => "lost to follow-up",
            StatusName::Died => "died",
            StatusName::Completed => "completed the trial as planned",
            StatusName::EnrolledByMistake => "enrolled by mistake: counts nowhere",
        }
    }

    fn no_event_led(&self) -> &'static str {
        "none that is in the log"
    }

    fn criteria_not_met(&self, criteria: &[String]) -> String {
        match criteria {
            [] => "The form of eligibility names no criterion that is not met: say why in words."
                .to_owned(),
            criteria => format!("Not met: {}.", criteria.join("; ")),
        }
    }

    fn status_effect(&self, effect: &StatusEffect) -> String {
        match effect {
            StatusEffect::Closes(visits) => {
                format!("Can come no more: {}.", visits.join(", "))
            }
            StatusEffect::Reopens(visits) => format!("Can come again: {}.", visits.join(", ")),
            StatusEffect::EndsTreatment => "No dose of abatacept is due any more.".to_owned(),
            StatusEffect::ResumesTreatment => "Doses of abatacept are due again.".to_owned(),
            StatusEffect::DropsOut => {
                "Counts as a non-responder where drop-outs do, unless the outcome was assessed on treatment.".to_owned()
            }
            StatusEffect::CountsNowhere {
                visits,
                serious,
                queries,
            } => {
                let begun = match visits {
                    0 => "No visit was begun.".to_owned(),
                    1 => "1 visit was begun: it stays readable.".to_owned(),
                    visits => format!("{visits} visits were begun: they stay readable."),
                };
                let unseen = match (serious, queries) {
                    (0, 0) => String::new(),
                    (serious, queries) => format!(
                        " Out of sight with it: {}, {}.",
                        count(*serious, "serious adverse event"),
                        match queries {
                            1 => "1 open query".to_owned(),
                            queries => format!("{queries} open queries"),
                        }
                    ),
                };
                format!("Counts nowhere, and nothing more is stored. {begun}{unseen}")
            }
            StatusEffect::CountsAgain => {
                "Counts again, and is entered again, with all that was entered before.".to_owned()
            }
            StatusEffect::LeavesAnalyses => {
                "Counts in no analysis any more: none of the data are used.".to_owned()
            }
            StatusEffect::JoinsAnalyses => "Counts in the analyses again.".to_owned(),
            StatusEffect::InNoSet => {
                "Got no dose of the study drug, and counts in no analysis set.".to_owned()
            }
            StatusEffect::DropsOutNoMore => "No longer counts as a drop-out.".to_owned(),
        }
    }

    fn say_so(&self) -> [&'static str; 2] {
        ["yes, say so", "no, back to the questions"]
    }

    fn status_said(&self, id: &str, said: &str) -> String {
        format!("{id}: {said}.")
    }

    fn mistake_is_for_investigator(&self) -> &'static str {
        "Only an investigator says whether somebody was enrolled by mistake."
    }

    fn status_needs_words(&self) -> &'static str {
        "Say in a few words what happened."
    }

    fn attempts_are(&self, most: u32) -> String {
        format!("A number from 1 to {most}.")
    }

    fn participation_of_open(&self) -> &'static str {
        "That is said of a participant: open one first."
    }

    fn nothing_said(&self) -> &'static str {
        "Nothing was said of the participation."
    }
}
