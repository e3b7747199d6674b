//! The short lists and questions: what each of them says, and the lines that it offers.

use crate::domain::base::answer::Answer;
use crate::domain::course::totals::LogSummary;
use crate::domain::record::exports::Formats;
use crate::domain::record::participant::Alike;
use crate::domain::rules::reasons::AskedBecause;
use crate::domain::study::{Reason, Study};
use crate::domain::views::find::order::Sort;
use crate::input::action::{Action, Context};
use crate::screens::canvas::{Edge, pad};
use crate::screens::form::state::Change;
use crate::screens::picker::state::{NO_KEY, Pick, PickLine, Picker, Purpose};
use crate::screens::workspace::Workspace;
use crate::text::Language;

/// Columns of the name of a format, with what keeps it from the words behind it.
const FORMAT: u16 = 14;

impl Picker {
    /// Opens the menu of these actions of a context: letter, action, keys.
    pub fn menu(
        choices: Vec<(char, Action, String)>,
        context: Context,
        language: &dyn Language,
    ) -> Self {
        Self {
            purpose: Purpose::Menu,
            title: language.menu().to_owned(),
            text: Vec::new(),
            lines: choices
                .into_iter()
                .map(|(key, action, aside)| PickLine {
                    key,
                    label: language.action(action, context).to_owned(),
                    aside,
                    pick: Pick::Do(action),
                })
                .collect(),
            cursor: Some(0),
            filter: None,
            armed: true,
            not_taken: 0,
            unseen: None,
            guarded: false,
            just_opened: false,
            takes_words: false,
            word: String::new(),
            later: None,
        }
    }

    /// Opens the list of what is kept beside the visits.
    pub fn logs(beside: Vec<LogSummary>, language: &dyn Language) -> Self {
        let lines = ('1'..='9').zip(beside).map(|(key, beside)| PickLine {
            key,
            label: beside.title,
            aside: language.fact(&beside.state.said),
            pick: Pick::Kept(beside.form),
        });
        Self {
            purpose: Purpose::Logs,
            title: language.beside_the_visits().to_owned(),
            text: Vec::new(),
            lines: lines.collect(),
            cursor: Some(0),
            filter: None,
            armed: true,
            not_taken: 0,
            unseen: None,
            guarded: false,
            just_opened: false,
            takes_words: false,
            word: String::new(),
            later: None,
        }
    }

    /// Opens a question.
    pub fn new(purpose: Purpose, study: &Study, language: &dyn Language) -> Self {
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
            Purpose::Menu | Purpose::Logs => {
                (language.menu().to_owned(), Vec::new(), Vec::new(), Some(0))
            }
            Purpose::Missing {
                label,
                reasons: codes,
                ..
            } => (
                language.no_value().to_owned(),
                vec![language.why_missing(label)],
                reasons(
                    codes
                        .iter()
                        .filter_map(|code| study.missing_reason(code))
                        .collect(),
                ),
                None,
            ),
            Purpose::Keep {
                label,
                questions,
                reasons: fitting,
                change,
                ..
            } => (
                language.is_this_right(label),
                {
                    let asked = questions.iter();
                    let asked = asked.map(|question| language.question(&question.about));
                    let mut words: Vec<String> = asked.collect();
                    if let Some((text, because)) = change {
                        words.push(text.clone());
                        words.push(language.why_reason_is_asked(*because));
                        words.push(language.one_reason_for_both().to_owned());
                    }
                    words
                },
                {
                    let mut lines = reasons(fitting.iter().collect());
                    lines.push(line('0', language.back_to_field(), Pick::No));
                    lines
                },
                None,
            ),
            Purpose::Reading { label, words, .. } => (
                language.which_number(label),
                vec![language.question(&Workspace::reading_question(words).about)],
                vec![
                    line('1', &words[0], Pick::Reading(true)),
                    line('2', &words[1], Pick::Reading(false)),
                    line('0', language.neither_number(), Pick::No),
                ],
                None,
            ),
            Purpose::OldDraft {
                label,
                text,
                is_old,
                ..
            } => (
                language.old_draft(label),
                vec![language.old_draft_waits(text, *is_old)],
                vec![
                    line('1', &language.go_on_with(text), Pick::Yes),
                    line('2', language.begin_anew(), Pick::Anew),
                ],
                None,
            ),
            Purpose::Hides { about, .. } => (
                language.hides_answers().to_owned(),
                vec![language.question(about)],
                vec![
                    // No digit, and no Enter too many, takes answers out of what counts.
                    line(NO_KEY, language.hide_them(), Pick::Yes),
                    line('0', language.keep_old_value(), Pick::No),
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
                language.which_stays(label),
                vec![format!("{words}.")],
                // Whichever is chosen, the other one is discarded.
                vec![
                    line(NO_KEY, theirs, Pick::Theirs),
                    line(NO_KEY, own, Pick::Yes),
                ],
                None,
            ),
            Purpose::Query { label, choices, .. } => (
                language.query_on(label),
                Vec::new(),
                ('1'..='9')
                    .zip(choices)
                    .map(|(key, (words, query, step))| line(key, words, Pick::Step(*query, *step)))
                    .collect(),
                None,
            ),
            Purpose::Why {
                text,
                because,
                same,
                ..
            } => (
                language.reason_for_change().to_owned(),
                {
                    let mut words = vec![text.clone(), language.why_reason_is_asked(*because)];
                    words.extend(same.iter().map(|reason| language.reason_before(reason)));
                    words
                },
                {
                    let same = same.iter().map(|reason| {
                        line(NO_KEY, language.same_reason(), Pick::Same(reason.clone()))
                    });
                    let mut lines: Vec<PickLine> = same.collect();
                    lines.extend(reasons(study.protocol.change_reasons.iter().collect()));
                    let stays = match because {
                        AskedBecause::Row => {
                            // No digit alone takes a row out.
                            lines.iter_mut().for_each(|line| line.key = NO_KEY);
                            language.leave_row()
                        }
                        AskedBecause::Signed | AskedBecause::Left(_) => language.keep_old_value(),
                    };
                    lines.push(line('0', stays, Pick::KeepOld));
                    lines
                },
                same.as_ref().map(|_| 0),
            ),
            Purpose::RestAbsent {
                title,
                set,
                no_answer,
                text,
                ..
            } => (
                language.rest_absent().to_owned(),
                vec![language.set_rest_absent(title, set, no_answer, text)],
                yes_no(&language.all_absent(set), language.no()),
                None,
            ),
            Purpose::Begin { words, .. } => (
                language.outside_window().to_owned(),
                vec![words.clone()],
                vec![
                    line('1', language.open_all_the_same(), Pick::Yes),
                    line('2', language.entered_from_paper(), Pick::Late),
                    line('0', language.no(), Pick::No),
                ],
                None,
            ),
            Purpose::NewDay { words, .. } => (
                language.reason_for_change().to_owned(),
                words.clone(),
                {
                    let mut lines = reasons(study.protocol.change_reasons.iter().collect());
                    lines.push(line('0', language.keep_old_day(), Pick::No));
                    lines
                },
                None,
            ),
            Purpose::First {
                form, title, words, ..
            } => (
                language.comes_first(title),
                vec![words.clone()],
                // No digit that was meant for the visit is an answer of this form.
                vec![line(
                    NO_KEY,
                    language.open_it_now(),
                    Pick::Kept(form.clone()),
                )],
                Some(0),
            ),
            Purpose::Late { observed_at, .. } => (
                language.late().to_owned(),
                vec![language.why_entered_late(*observed_at)],
                reasons(study.protocol.late_reasons.iter().collect()),
                None,
            ),
            Purpose::Enrol {
                words,
                questions,
                alike,
            } => (
                language.enrol().to_owned(),
                {
                    let check = language.check_against_source().to_owned();
                    let mut text = vec![words.clone()];
                    text.extend(questions.iter().cloned());
                    let same = |other: &Alike| language.same_person(&other.id, other.enrolled_on);
                    text.extend(alike.iter().map(same));
                    text.push(check);
                    text
                },
                match alike.is_empty() {
                    true => yes_no(language.do_enrol(), language.back_to_form()),
                    // No digit by habit enrols the same person twice.
                    false => vec![
                        line(NO_KEY, language.enrol_somebody_else(), Pick::Yes),
                        line('0', language.back_to_form(), Pick::No),
                    ],
                },
                None,
            ),
            Purpose::Export => (
                language.export_formats().to_owned(),
                Vec::new(),
                ('1'..='9')
                    .zip(Formats::all())
                    .map(|(key, formats)| {
                        let name = pad(formats.key(), FORMAT, Edge::Left);
                        let what = language.export_format(formats);
                        line(key, &format!("{name}{what}"), Pick::Export(formats))
                    })
                    .collect(),
                Some(0),
            ),
            Purpose::Filter { filter, counts } => (
                language.which_participants().to_owned(),
                Vec::new(),
                ('0'..='9')
                    .zip(counts)
                    .map(|(key, (filter, count))| PickLine {
                        aside: count.to_string(),
                        ..line(key, language.filter(*filter), Pick::Filter(*filter))
                    })
                    .collect(),
                counts.iter().position(|(known, _)| known == filter),
            ),
            Purpose::Sort { sort } => (
                language.sort_by().to_owned(),
                Vec::new(),
                ('1'..='9')
                    .zip(Sort::ALL)
                    .map(|(key, sort)| line(key, language.sort(sort), Pick::Sort(sort)))
                    .collect(),
                Sort::ALL.iter().position(|known| known == sort),
            ),
            Purpose::Resume { words, .. } => (
                language.go_on_where_you_were().to_owned(),
                vec![words.clone(), language.leaves_it_waiting().to_owned()],
                // No digit of a participant's id may answer this.
                vec![
                    line(NO_KEY, language.go_on_there(), Pick::Yes),
                    line(NO_KEY, language.forget_it(), Pick::Forget),
                ],
                Some(0),
            ),
        };
        Self {
            armed: is_armed(&purpose),
            not_taken: 0,
            unseen: None,
            guarded: false,
            just_opened: false,
            takes_words: false,
            word: String::new(),
            later: None,
            filter: None,
            purpose,
            title,
            text,
            lines,
            cursor,
        }
    }
}

/// Returns whether a question comes by itself, so that keys which were typed before it was seen are not meant for it.
pub(super) fn comes_by_itself(picker: &Picker) -> bool {
    let offered = matches!(
        picker.purpose,
        Purpose::First { .. } | Purpose::Resume { .. } | Purpose::OldDraft { .. }
    );
    offered || !picker.armed
}

/// Returns whether the keys of a question choose at once: those that somebody opened by a key which means just that.
fn is_armed(purpose: &Purpose) -> bool {
    match purpose {
        Purpose::Keep { .. }
        | Purpose::Hides { .. }
        | Purpose::Which { .. }
        | Purpose::Reading { .. }
        | Purpose::Begin { .. }
        | Purpose::NewDay { .. }
        | Purpose::Enrol { .. } => false,
        // A row is taken out by a key of its own, and no digit chooses there.
        Purpose::Why {
            because: AskedBecause::Row,
            ..
        } => true,
        Purpose::OldDraft { typed, .. } => typed.is_none(),
        // An answer that was not typed in the field was chosen by a key of its own.
        Purpose::Why { change, .. } => !matches!(
            change,
            Change::Answer {
                answer: Answer::Value { .. },
                instead: None,
                ..
            }
        ),
        Purpose::Menu
        | Purpose::Logs
        | Purpose::Missing { .. }
        | Purpose::Query { .. }
        | Purpose::RestAbsent { .. }
        | Purpose::First { .. }
        | Purpose::Late { .. }
        | Purpose::Export
        | Purpose::Filter { .. }
        | Purpose::Sort { .. }
        | Purpose::Resume { .. } => true,
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
