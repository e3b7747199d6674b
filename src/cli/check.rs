//! `coreset check`: every rule over the whole study again, read participant by participant through its server.

use super::StudyOption;
use super::connect::{CommandClient, Embedded, study_of};
use super::failure::{Failure, say};
use super::output::say_json;
use super::people::each_record;
use crate::domain::base::ids::FormId;
use crate::domain::base::shown::shown_line;
use crate::domain::record::entry::PROGRAM;
use crate::domain::views::audit::{HIDDEN, hides_verdict, is_hidden};
use crate::domain::views::recheck::{Finding, Found, kept_differences, recheck};
use crate::text;
use crate::text::Language;
use chrono::Local;
use clap::Args;
use serde_json::json;

/// Options of `coreset check`.
#[derive(Args, Debug)]
#[command(
    after_help = "Runs over every answer that stands: required fields of visits begun, limits, jumps and contradictions, the logs, eligibility, signatures that a change made void, queries that are not closed, and scores and verdicts kept when a form was completed or a visit was signed that are computed otherwise now from the same answers. What an assessor kept with a reason is listed as kept and is no finding. Exit code 0: nothing found, 1: something found.\n\nEarlier scores that you do not see yet are not checked; such a form is listed as hidden and is no finding.\n\nAs JSON a line each: participant, visit, form, field, rule, text, and kept with the reason or null."
)]
pub struct CheckOptions {
    /// As JSON, one object a line
    #[arg(long)]
    json: bool,
}

/// Checks the study and prints what is found.
///
/// # Errors
/// When the server is not reached, or something is found.
pub fn run(option: &StudyOption, options: &CheckOptions) -> Result<(), Failure> {
    let language = text::DEFAULT;
    let embedded = Embedded::begin();
    let mut asker = CommandClient::existing(option)?;
    let study = study_of(&asker.welcome, embedded)?;
    asker.print("check", None)?;
    let hidden = study.protocol.hidden_from(&asker.welcome.roles);
    let today = Local::now().date_naive();
    let (mut findings, mut kept) = (0_u64, 0_u64);
    let all = each_record(&asker, |record| {
        let mut found = recheck(&study, record, today);
        found.extend(kept_differences(&study, record, PROGRAM));
        let mut text = String::new();
        for finding in found {
            match (&finding.found, &finding.kept) {
                // Nobody can settle these.
                (Found::Hidden | Found::AfterShown { .. }, _) => {}
                (_, Some(_)) => kept += 1,
                (_, None) => findings += 1,
            }
            let told = Told::of(&finding, &hidden, language);
            text += &match options.json {
                true => told.as_json(),
                false => told.in_words(language),
            };
        }
        match options.json {
            true => say_json(&text),
            false => say(text.as_bytes()),
        }
    })?;
    if !options.json {
        let checked = language.checked(all, findings, kept) + "\n";
        say(checked.as_bytes())?;
    }
    if findings == 0 {
        return Ok(());
    }
    Err(Failure::new(language.findings(findings)).hint(language.settle_findings()))
}

/// A finding in words, without those about a form that the study hides from whoever asks: they may hold its values.
struct Told<'a> {
    finding: &'a Finding,
    text: String,
    kept: Option<&'a str>,
}

impl<'a> Told<'a> {
    fn of(finding: &'a Finding, hidden: &[FormId], language: &dyn Language) -> Self {
        let form = finding.form.as_ref();
        let of_form = form.is_some_and(|form| is_hidden(hidden, form));
        let of_verdict = finding.found.is_of_verdict() && hides_verdict(hidden);
        let (text, kept) = match of_form || of_verdict {
            true => (HIDDEN.to_owned(), finding.kept.as_ref().map(|_| HIDDEN)),
            false => (language.found(&finding.found), finding.kept.as_deref()),
        };
        Self {
            finding,
            text,
            kept,
        }
    }

    fn as_json(&self) -> String {
        let line = json!({
            "participant": self.finding.participant,
            "visit": self.finding.visit,
            "form": self.finding.form,
            "field": self.finding.field,
            "rule": self.finding.rule,
            "text": self.text,
            "kept": self.kept,
        });
        format!("{line}\n")
    }

    fn in_words(&self, language: &dyn Language) -> String {
        let text = language.finding(self.finding, &self.text, self.kept);
        shown_line(&text).into_owned() + "\n"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::kept_scores::{ComputedWith, KeptJudgement};
    use crate::domain::views::recheck::{Differing, KeptDifference};

    #[test]
    fn what_is_hidden_from_a_role_is_not_told_by_its_findings() {
        let finding = Finding {
            participant: "01-001".into(),
            visit: "week-2".into(),
            form: Some("phga".into()),
            field: Some("vas".into()),
            rule: "jump".to_owned(),
            found: Found::Empty {
                label: "9.0".to_owned(),
            },
            kept: Some("seen".to_owned()),
        };
        let language = text::DEFAULT;
        let told = Told::of(&finding, &["ptga".into()], language);
        assert_eq!(
            told.in_words(language),
            "01-001 week-2 phga vas  jump: \"9.0\" is empty and has no reason. Kept: seen.\n"
        );
        let told = Told::of(&finding, &["phga".into()], language);
        let text = told.in_words(language) + &told.as_json();
        assert!(!text.contains("9.0") && !text.contains("seen"), "{text}");
    }

    #[test]
    fn a_verdict_is_not_told_where_a_form_that_it_is_read_from_is_hidden() {
        let with = |program: &str| ComputedWith {
            program: program.to_owned(),
            protocol_hash: "ab".to_owned(),
            version: String::new(),
        };
        let finding = Finding {
            participant: "01-001".into(),
            visit: "week-12".into(),
            form: None,
            field: None,
            rule: "kept-verdict".to_owned(),
            found: Found::KeptDiffers(Box::new(KeptDifference {
                differing: Differing::Imacs {
                    then: Some(KeptJudgement::Met),
                    now: Some(KeptJudgement::NotMet),
                },
                entry: 9,
                signed_by: Some("M. Kern".to_owned()),
                with_then: with("coreset 1"),
                with_now: with("coreset 2"),
            })),
            kept: None,
        };
        let language = text::DEFAULT;
        let told = Told::of(&finding, &["rand36".into()], language);
        assert_eq!(
            told.in_words(language),
            "01-001 week-12 - -  kept-verdict: the IMACS definition was met when M. Kern signed it (entry 9; coreset 1, protocol ab), and from the same answers it is not met now (coreset 2, protocol ab). If the rule was not changed on purpose, one of the two is wrong: compare the versions.\n"
        );
        let told = Told::of(&finding, &["phga".into()], language);
        let text = told.in_words(language) + &told.as_json();
        assert!(!text.contains("met"), "{text}");
    }
}
