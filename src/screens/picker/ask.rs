//! The short lists and questions: what each of them says, and the lines that it offers.

use crate::domain::base::answer::Answer;
use crate::domain::course::totals::LogSummary;
use crate::domain::study::{Reason, Study};
use crate::domain::views::find::order::Sort;
use crate::input::action::Action;
use crate::screens::form::state::Change;
use crate::screens::picker::state::{NO_KEY, Pick, PickLine, Picker, Purpose, count};
use crate::screens::workspace::Workspace;
use crate::text::Language;

impl Picker {
    /// Opens the menu of these actions: letter, action, keys.
    pub fn menu(choices: Vec<(char, Action, String)>, language: &dyn Language) -> Self {
        Self {
            purpose: Purpose::Menu,
            title: "Menu".to_owned(),
            text: Vec::new(),
            lines: choices
                .into_iter()
                .map(|(key, action, aside)| PickLine {
                    key,
                    label: language.action(action).to_owned(),
                    aside,
                    pick: Pick::Do(action),
                })
                .collect(),
            cursor: Some(0),
            filter: None,
            armed: true,
            guarded: false,
        }
    }

    /// Opens the list of what is kept beside the visits.
    pub fn logs(beside: Vec<LogSummary>) -> Self {
        let lines = ('1'..='9').zip(beside).map(|(key, beside)| PickLine {
            key,
            label: beside.title,
            aside: beside.state.text,
            pick: Pick::Kept(beside.form),
        });
        Self {
            purpose: Purpose::Logs,
            title: "Beside the visits".to_owned(),
            text: Vec::new(),
            lines: lines.collect(),
            cursor: Some(0),
            filter: None,
            armed: true,
            guarded: false,
        }
    }

    /// Opens a question.
    pub fn new(purpose: Purpose, study: &Study) -> Self {
        let reasons = |reasons: Vec<&Reason>| {
            reasons
                .into_iter()
                .map(|reason| PickLine {
                    // The study's own digit: a reason has the same one on every form.
                    key: reason.key,
                    label: reason.label.clone(),
                    aside: String::new(),
                    pick: Pick::Reason(reason.clone()),
                })
                .collect::<Vec<_>>()
        };
        let yes_no = |yes: &str, no: &str| vec![line('1', yes, Pick::Yes), line('0', no, Pick::No)];
        let (title, text, lines, cursor) = match &purpose {
            Purpose::Menu | Purpose::Logs => ("Menu".to_owned(), Vec::new(), Vec::new(), Some(0)),
            Purpose::Missing {
                label,
                reasons: codes,
                ..
            } => (
                "No value".to_owned(),
                vec![format!("Why is there no value for {label}?")],
                reasons(
                    codes
                        .iter()
                        .filter_map(|code| study.missing_reason(code))
                        .collect(),
                ),
                None,
            ),
            Purpose::Keep {
                label, questions, ..
            } => (
                format!("{label}: is this right?"),
                questions
                    .iter()
                    .map(|question| question.text.clone())
                    .collect(),
                {
                    let mut lines = reasons(study.protocol.keep_reasons.iter().collect());
                    lines.push(line('0', "no, back to the field", Pick::No));
                    lines
                },
                None,
            ),
            Purpose::Reading { label, words, .. } => (
                format!("{label}: which number is it?"),
                vec![Workspace::reading_question(words).text],
                vec![
                    line('1', &words[0], Pick::Reading(true)),
                    line('2', &words[1], Pick::Reading(false)),
                    line('0', "neither, back to the field", Pick::No),
                ],
                None,
            ),
            Purpose::Which {
                label,
                words,
                theirs,
                own,
                ..
            } => (
                format!("{label}: which stays?"),
                vec![format!("{words}.")],
                vec![line('1', theirs, Pick::Theirs), line('2', own, Pick::Yes)],
                None,
            ),
            Purpose::Query { label, choices, .. } => (
                format!("{label}: query"),
                Vec::new(),
                ('1'..='9')
                    .zip(choices)
                    .map(|(key, (words, query, step))| line(key, words, Pick::Step(*query, *step)))
                    .collect(),
                None,
            ),
            Purpose::Why { text, .. } => (
                "Reason for the change".to_owned(),
                vec![text.clone()],
                {
                    let mut lines = reasons(study.protocol.change_reasons.iter().collect());
                    lines.push(line('0', "no, keep the old value", Pick::No));
                    lines
                },
                None,
            ),
            Purpose::RestAbsent { title, answers } => (
                "Rest absent".to_owned(),
                vec![format!(
                    "{title}: set the {} still empty to absent, each as its own entry?",
                    count(answers.len(), "field")
                )],
                yes_no("yes, all absent", "no"),
                None,
            ),
            Purpose::Begin { words, .. } => (
                "Outside the window".to_owned(),
                vec![words.clone()],
                vec![
                    line('1', "open it all the same", Pick::Yes),
                    line(
                        '2',
                        "entered from paper: observed on another day",
                        Pick::Late,
                    ),
                    line('0', "no", Pick::No),
                ],
                None,
            ),
            Purpose::Late { observed_at, .. } => (
                "Late entry".to_owned(),
                vec![format!(
                    "Observed {}. Why is it entered late?",
                    observed_at.format("%Y-%m-%d %H:%M")
                )],
                reasons(study.protocol.late_reasons.iter().collect()),
                None,
            ),
            Purpose::Enrol { words, questions } => (
                "Enrol".to_owned(),
                {
                    let check = "Check the id and the initials against the source.".to_owned();
                    let mut text = vec![words.clone()];
                    text.extend(questions.iter().cloned());
                    text.push(check);
                    text
                },
                yes_no("enrol", "back to the form"),
                None,
            ),
            Purpose::Filter { filter, counts } => (
                "Which participants".to_owned(),
                Vec::new(),
                ('0'..='9')
                    .zip(counts)
                    .map(|(key, (filter, count))| PickLine {
                        aside: count.to_string(),
                        ..line(key, filter.words(), Pick::Filter(*filter))
                    })
                    .collect(),
                counts.iter().position(|(known, _)| known == filter),
            ),
            Purpose::Sort { sort } => (
                "Sort the participants by".to_owned(),
                Vec::new(),
                ('1'..='9')
                    .zip(Sort::ALL)
                    .map(|(key, sort)| line(key, sort.words(), Pick::Sort(sort)))
                    .collect(),
                Sort::ALL.iter().position(|known| known == sort),
            ),
            Purpose::Resume { words, .. } => (
                "Go on where you were?".to_owned(),
                vec![
                    words.clone(),
                    "Esc, or the id of somebody else, leaves it waiting.".to_owned(),
                ],
                // No digit of a participant's id may answer this.
                vec![
                    line(NO_KEY, "go on there", Pick::Yes),
                    line(NO_KEY, "no, and forget it", Pick::Forget),
                ],
                Some(0),
            ),
        };
        Self {
            armed: match &purpose {
                Purpose::Keep { .. } | Purpose::Which { .. } | Purpose::Reading { .. } => false,
                // What was not typed in the field was chosen by a key of its own.
                Purpose::Why { change, .. } => !matches!(
                    change,
                    Change::Answer {
                        answer: Answer::Value { .. },
                        instead: None,
                        ..
                    }
                ),
                _ => true,
            },
            guarded: false,
            filter: None,
            purpose,
            title,
            text,
            lines,
            cursor,
        }
    }
}

fn line(key: char, label: &str, pick: Pick) -> PickLine {
    PickLine {
        key,
        label: label.to_owned(),
        aside: String::new(),
        pick,
    }
}
