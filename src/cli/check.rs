//! `coreset check`: every rule over the whole study again, read participant by participant through its server.

use super::StudyOption;
use super::connect::{CommandClient, Embedded, study_of, unexpected_reply};
use super::failure::{Failure, say};
use super::open::progress_of;
use crate::domain::base::ids::{FormId, ParticipantId};
use crate::domain::views::audit::{HIDDEN, is_hidden};
use crate::domain::views::find::filter::Filter;
use crate::domain::views::find::order::Sort;
use crate::domain::views::recheck::{Finding, Found, recheck};
use crate::protocol::messages::{Reply, Request};
use crate::text;
use crate::text::Language;
use chrono::Local;
use clap::Args;
use serde_json::json;

/// Participants that are asked for at a time.
const PART: usize = 500;

/// Options of `coreset check`.
#[derive(Args, Debug)]
#[command(
    after_help = "Runs over every answer that stands: required fields of visits begun, limits, jumps and contradictions, the logs, eligibility, signatures that a change made void, and queries that are not closed. What an assessor kept with a reason is listed as kept and is no finding. Exit code 0: nothing found, 1: something found.\n\nAs JSON a line each: participant, visit, form, field, rule, text, and kept with the reason or null."
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
    let embedded = Embedded::begin();
    let asker = CommandClient::existing(option)?;
    let study = study_of(&asker.welcome, embedded)?;
    let hidden = study.protocol.hidden_from(&asker.welcome.roles);
    let (today, language) = (Local::now().date_naive(), text::DEFAULT);
    let people = people(&asker)?;
    let mut progress = progress_of("Checking the study");
    let all = u64::try_from(people.len()).unwrap_or(u64::MAX);
    let (mut findings, mut kept) = (0_u64, 0_u64);
    for (who, done) in people.into_iter().zip(1..) {
        let record = match asker.ask(&Request::Record(who))? {
            Reply::Record { record, .. } => record,
            other => return Err(unexpected_reply(&other)),
        };
        let found = record.map_or_else(Vec::new, |record| recheck(&study, &record, today));
        let mut text = String::new();
        for mut finding in found {
            hide(&hidden, &mut finding);
            match &finding.kept {
                Some(_) => kept += 1,
                None => findings += 1,
            }
            text += &match options.json {
                true => as_json(&finding, language),
                false => in_words(&finding, language),
            };
        }
        say(text.as_bytes())?;
        // The line of the progress is only for long work.
        if all > 50 {
            progress(done, all);
        }
    }
    if !options.json {
        say(
            format!("{all} participants checked: {findings} found, {kept} kept with a reason\n")
                .as_bytes(),
        )?;
    }
    if findings == 0 {
        return Ok(());
    }
    let found = if findings == 1 { "finding" } else { "findings" };
    Err(Failure::new(format!("{findings} {found}"))
        .hint("open the field in coreset: correct it, or keep it with a reason"))
}

/// Returns all participants.
fn people(asker: &CommandClient) -> Result<Vec<ParticipantId>, Failure> {
    let mut people = Vec::new();
    loop {
        let part = Request::Find {
            query: String::new(),
            filter: Filter::All,
            sort: Sort::default(),
            from: people.len(),
            count: PART,
        };
        let found = match asker.ask(&part)? {
            Reply::Found(found) => found,
            other => return Err(unexpected_reply(&other)),
        };
        let before = people.len();
        people.extend(found.rows.into_iter().map(|row| row.participant.id));
        if people.len() == before || people.len() >= found.all {
            people.sort();
            people.dedup();
            return Ok(people);
        }
    }
}

/// Takes out the words about a form that the study hides from whoever asks, which may hold its values.
fn hide(hidden: &[FormId], finding: &mut Finding) {
    if finding
        .form
        .as_ref()
        .is_some_and(|form| is_hidden(hidden, form))
    {
        finding.found = Found::InWords(HIDDEN.to_owned());
        finding.kept = finding.kept.take().map(|_| HIDDEN.to_owned());
    }
}

fn as_json(finding: &Finding, language: &dyn Language) -> String {
    let line = json!({
        "participant": finding.participant,
        "visit": finding.visit,
        "form": finding.form,
        "field": finding.field,
        "rule": finding.rule,
        "text": said(finding, language),
        "kept": finding.kept,
    });
    format!("{line}\n")
}

fn said(finding: &Finding, language: &dyn Language) -> String {
    match &finding.found {
        Found::InWords(text) => text.clone(),
        Found::Eligibility(reason) => language.reason(reason),
    }
}

fn in_words(finding: &Finding, language: &dyn Language) -> String {
    let mut text = format!("{} {}", finding.participant, finding.visit);
    for part in [
        finding.form.as_ref().map(FormId::as_str),
        finding.field.as_ref().map(|field| field.as_str()),
    ] {
        text.push(' ');
        text += part.unwrap_or("-");
    }
    text += &format!("  {}: {}", finding.rule, said(finding, language));
    if let Some(reason) = &finding.kept {
        text += &format!(" Kept: {reason}.");
    }
    let plain: String = text.chars().filter(|c| !c.is_control()).collect();
    plain + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_hidden_from_a_role_is_not_told_by_its_findings() {
        let mut finding = Finding {
            participant: "01-001".into(),
            visit: "week-2".into(),
            form: Some("phga".into()),
            field: Some("vas".into()),
            rule: "jump".to_owned(),
            found: Found::InWords("It was 4.0 and is 9.0.".to_owned()),
            kept: Some("seen".to_owned()),
        };
        hide(&["ptga".into()], &mut finding);
        assert_eq!(
            in_words(&finding, text::DEFAULT),
            "01-001 week-2 phga vas  jump: It was 4.0 and is 9.0. Kept: seen.\n"
        );
        hide(&["phga".into()], &mut finding);
        let text = in_words(&finding, text::DEFAULT) + &as_json(&finding, text::DEFAULT);
        assert!(!text.contains("9.0") && !text.contains("seen"), "{text}");
    }
}
