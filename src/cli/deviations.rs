//! `coreset deviations`: the deviations of all participants from the protocol, read participant by participant through the
//! study's server.

use super::StudyOption;
use super::connect::{CommandClient, Embedded, study_of};
use super::failure::{Failure, say};
use super::output::say_json;
use super::people::each_record;
use crate::domain::base::ids::{FormId, ParticipantId};
use crate::domain::base::shown::shown_line;
use crate::domain::course::deviations::{Deviation, Place, deviations};
use crate::domain::record::deviation::Judged;
use crate::domain::record::session::ParticipantRecord;
use crate::domain::study::Study;
use crate::domain::views::audit::{HIDDEN, is_hidden};
use crate::screens::deviations::words;
use crate::text;
use crate::text::Language;
use chrono::Local;
use clap::Args;
use serde_json::json;

/// Options of `coreset deviations`.
#[derive(Args, Debug)]
#[command(
    after_help = "A deviation is not entered: it follows from the record, and its key stays the same whatever else is entered. Which there are is in docs/scoring.md.\n\nAs JSON a line each: key, participant, rule (visit-window, missed-visit, missed-procedure, dose, forbidden-drug, late-report), day as far as it is known or null, place, what, why a visit was begun outside its window (null where nobody said), and what an investigator said: category, weight (major or minor), words, by; null where nobody has. What the study hides from your role (`audit-hidden` in its file) reads hidden-from-role."
)]
pub struct DeviationsOptions {
    /// As JSON, one object a line
    #[arg(long)]
    json: bool,
}

/// Prints the deviations of the study.
///
/// # Errors
/// When the server is not reached, or does not let the print be recorded.
pub fn run(option: &StudyOption, options: &DeviationsOptions) -> Result<(), Failure> {
    let language = text::DEFAULT;
    let embedded = Embedded::begin();
    let mut asker = CommandClient::existing(option)?;
    let study = study_of(&asker.welcome, embedded)?;
    asker.print("deviations", None)?;
    let hidden = study.protocol.hidden_from(&asker.welcome.roles);
    let today = Local::now().date_naive();
    let (mut count, mut deviating) = (0_usize, 0_usize);
    each_record(&asker, |record| {
        let found = deviations(&study, record, today);
        count += found.len();
        deviating += usize::from(!found.is_empty());
        let who = &record.participant.id;
        let told = found
            .iter()
            .map(|deviation| Told::of(&study, (who, deviation), record, &hidden, language));
        match options.json {
            true => say_json(&told.map(|told| told.as_json()).collect::<String>()),
            false => {
                let text: String = told.map(|told| told.in_words(language)).collect();
                say(text.as_bytes())
            }
        }
    })?;
    match options.json {
        true => Ok(()),
        false => say((language.deviations_listed(count, deviating) + "\n").as_bytes()),
    }
}

/// A deviation in words, without what the study hides from whoever asks.
struct Told<'a> {
    who: &'a ParticipantId,
    deviation: &'a Deviation,
    judged: Option<&'a Judged>,
    place: String,
    what: String,
}

impl<'a> Told<'a> {
    fn of(
        study: &Study,
        (who, deviation): (&'a ParticipantId, &'a Deviation),
        record: &'a ParticipantRecord,
        hidden: &[FormId],
        language: &dyn Language,
    ) -> Self {
        let hides = match &deviation.place {
            Place::Visit(_) => false,
            Place::Form(_, form) | Place::Row(form) => is_hidden(hidden, form),
        };
        Self {
            who,
            deviation,
            judged: record.deviations.get(&deviation.key),
            place: words::place(study, &deviation.place, language),
            what: match hides {
                true => HIDDEN.to_owned(),
                false => language.differs(&deviation.differs),
            },
        }
    }

    fn as_json(&self) -> String {
        let line = json!({
            "key": words::key(self.who, self.deviation),
            "participant": self.who,
            "rule": self.deviation.rule.key(),
            "day": self.deviation.day.as_ref().map(ToString::to_string),
            "place": self.place,
            "what": self.what,
            "why": self.deviation.why,
            "category": self.judged.map(|judged| judged.category.key()),
            "weight": self.judged.map(|judged| judged.weight.key()),
            "words": self.judged.map(|judged| judged.words.as_str()),
            "by": self.judged.map(|judged| judged.by.as_str()),
        });
        format!("{line}\n")
    }

    fn in_words(&self, language: &dyn Language) -> String {
        let key = words::key(self.who, self.deviation);
        let rule = language.deviation_rule(self.deviation.rule);
        let first = [key, words::day(self.deviation), rule.to_owned()];
        let first = first.into_iter().filter(|part| !part.is_empty());
        let first: Vec<String> = first.collect();
        let judged = self.judged.map(|judged| {
            let said = language.deviation_judged(judged.category, judged.weight, &judged.words);
            language.judged_by(&said, &judged.by)
        });
        let judged = judged.unwrap_or_else(|| language.not_judged().to_owned());
        let why = self.deviation.why.as_deref();
        let lines = [
            Some(first.join("  ")),
            Some(format!("    {}: {}", self.place, self.what)),
            why.map(|why| format!("    {}", language.why_outside(why))),
            Some(format!("    {judged}")),
        ];
        let lines = lines
            .iter()
            .flatten()
            .map(|line| shown_line(line).into_owned() + "\n");
        lines.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::course::deviations::{Differs, HowUndone, Rule};
    use crate::domain::record::deviation::{DeviationCategory, DeviationWeight};
    use crate::domain::sample::participant;

    #[test]
    fn what_is_hidden_from_a_role_is_not_told_by_a_deviation() {
        let study = crate::domain::sample::study();
        let deviation = Deviation {
            key: "missed-procedure/week-2/phga".to_owned(),
            rule: Rule::MissedProcedure,
            place: Place::Form("week-2".into(), "phga".into()),
            day: Some("2026-01-19".parse().unwrap()),
            differs: Differs::NotDone(HowUndone::Missing),
            why: None,
        };
        let who = "01-001".into();
        let mut record = ParticipantRecord::new(participant("01-001", "2026-01-05"));
        let judged = Judged {
            category: DeviationCategory::Procedure,
            weight: DeviationWeight::Minor,
            words: "the line was down".to_owned(),
            by: "M. Kern".to_owned(),
            seq: 7,
        };
        record.deviations.insert(deviation.key.clone(), judged);
        let told = |hidden: &[FormId]| {
            let told = Told::of(&study, (&who, &deviation), &record, hidden, text::DEFAULT);
            (told.as_json(), told.in_words(text::DEFAULT))
        };
        let (json, words) = told(&[]);
        assert!(
            words.contains("Week 2, phga: Reasons were entered"),
            "{words}"
        );
        assert!(words.contains("minor"), "{words}");
        assert!(json.contains("\"weight\":\"minor\""), "{json}");
        assert!(json.contains("\"key\":\"01-001/missed-procedure/week-2/phga\""));
        let (json, words) = told(&["phga".into()]);
        assert!(words.contains("Week 2, phga: hidden-from-role"), "{words}");
        assert!(!json.contains("Reasons"), "{json}");
    }
}
