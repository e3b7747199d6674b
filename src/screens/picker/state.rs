//! Short lists over the screen: missing reasons, keep reasons, confirmations, the menu.
//!
//! A digit or letter chooses. Where a choice writes into the record, Enter alone chooses nothing
//! until the cursor was moved, and a paste never does.

use crate::domain::base::answer::Answer;
use crate::domain::base::ids::{FieldId, FormId, VisitId};
use crate::domain::record::event;
use crate::domain::record::exports::Formats;
use crate::domain::record::participant::Alike;
use crate::domain::record::query::Step;
use crate::domain::rules::checks::{About, Question};
use crate::domain::rules::reasons::AskedBecause;
use crate::domain::study::Reason;
use crate::domain::views::find::filter::Filter;
use crate::domain::views::find::order::Sort;
use crate::input::action::Action;
use crate::screens::form::state::{Change, Mine, Move};
use crate::screens::queries::state::Choice;
use crate::screens::workspace::resume_point::ResumePoint;
use chrono::{DateTime, FixedOffset, NaiveDate};

/// What a choice is for.
#[derive(Clone, Debug)]
pub enum Purpose {
    /// Every action of a context.
    Menu,
    /// What is kept beside the visits.
    Logs,
    /// Why there is no value.
    Missing {
        /// The field.
        field: FieldId,
        /// Its label.
        label: String,
        /// Codes of the reasons allowed.
        reasons: Vec<String>,
    },
    /// Whether an unusual value stays.
    Keep {
        /// The field.
        field: FieldId,
        /// Its label.
        label: String,
        /// The value; none where a question about the whole form is asked at an empty field.
        answer: Option<Answer>,
        /// What the checks ask.
        questions: Vec<Question>,
        /// The reasons of the study that fit the field.
        reasons: Vec<Reason>,
        /// What is changed and why a reason for that is due, where one is: the reason chosen is that one too.
        change: Option<(String, AskedBecause)>,
        /// Where the focus goes afterwards.
        then: Move,
    },
    /// Which number is meant: a mark in it can be read in two ways.
    Reading {
        /// The field.
        field: FieldId,
        /// Its label.
        label: String,
        /// Both answers: with a decimal mark, and with one between thousands.
        answers: [Answer; 2],
        /// The same in words.
        words: [String; 2],
        /// Where the focus goes afterwards.
        then: Move,
    },
    /// Whether the draft in the focused field is gone on with.
    OldDraft {
        /// Label of the field.
        label: String,
        /// The start of the draft.
        text: String,
        /// Whether it was typed before the program was started.
        is_old: bool,
        /// What was typed over it and asked it, which may be a part of a longer word.
        typed: Option<TypedOver>,
    },
    /// Whether a change is made after which other answers no longer count.
    Hides {
        /// What will no longer count.
        about: About,
        /// The change.
        change: Change,
    },
    /// Which answer stays: somebody else changed the field after its text was begun.
    Which {
        /// The field.
        place: event::FieldPath,
        /// Its label.
        label: String,
        /// Who saved what and when.
        words: String,
        /// What stays when theirs is kept.
        theirs: String,
        /// What stays when the own one is saved.
        own: String,
        /// The own one.
        mine: Mine,
    },
    /// Which step is taken in the queries on a field.
    Query {
        /// The field.
        place: event::FieldPath,
        /// Its label.
        label: String,
        /// The steps.
        choices: Vec<Choice>,
    },
    /// Why an answer of a form that was left, or of a signed visit, is changed.
    Why {
        /// What is changed: the old value and the new one.
        text: String,
        /// Why that is asked.
        because: AskedBecause,
        /// The reason of the change before it, which Enter gives again.
        same: Option<String>,
        /// The change.
        change: Change,
    },
    /// Whether the rest of a section gets what means none there.
    RestAbsent {
        /// The section.
        title: String,
        /// Fields and the answers they would get.
        answers: Vec<(FieldId, Answer)>,
        /// The labels of the fields that are set, with the word that each gets.
        set: Vec<(String, String)>,
        /// Labels of empty fields that are left, since no answer there means that there is none.
        no_answer: Vec<String>,
        /// Labels of fields that are left, since they hold text that is not stored.
        text: Vec<String>,
    },
    /// Whether a visit outside its window is begun.
    Begin {
        /// The visit.
        visit: VisitId,
        /// What is unusual about it.
        words: String,
    },
    /// Why a visit is entered late.
    Late {
        /// The visit.
        visit: VisitId,
        /// When it was observed.
        observed_at: DateTime<FixedOffset>,
        /// Whether the visit is opened with the answer.
        opens: bool,
    },
    /// Why the day of a visit is changed.
    NewDay {
        /// The visit.
        visit: VisitId,
        /// The day that it has, and the one that it gets.
        days: (NaiveDate, NaiveDate),
        /// The change, and what changes with it.
        words: Vec<String>,
    },
    /// Which form comes before the visit that was meant.
    First {
        /// The form.
        form: FormId,
        /// Its title.
        title: String,
        /// The field that the reason is about.
        field: Option<FieldId>,
        /// Why it comes first.
        words: String,
    },
    /// Whether the participant just described is enrolled.
    Enrol {
        /// The participant in words.
        words: String,
        /// What is unusual about the answers.
        questions: Vec<String>,
        /// Participants with the same initials, year of birth and sex.
        alike: Vec<Alike>,
    },
    /// In which formats the data of the study are given out.
    Export,
    /// Which participants are listed.
    Filter {
        /// The one in use.
        filter: Filter,
        /// All, with how many participants each lists.
        counts: Vec<(Filter, usize)>,
    },
    /// In which order participants are listed.
    Sort {
        /// The one in use.
        sort: Sort,
    },
    /// Whether to go on where the program was left.
    Resume {
        /// Where.
        place: ResumePoint,
        /// The place in words.
        words: String,
    },
}

/// What a line of a picker does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pick {
    /// Do an action in the layer below.
    Do(Action),
    /// Open this form or log.
    Kept(FormId),
    /// A reason.
    Reason(Reason),
    /// The reason of the change before, as it was written.
    Same(String),
    /// A step in a query, which is 0 for a new one.
    Step(u64, Step),
    /// Yes; or the own one.
    Yes,
    /// What is given out.
    Export(Formats),
    /// A filter of the list.
    Filter(Filter),
    /// An order of the list.
    Sort(Sort),
    /// The first reading of a number, or the second.
    Reading(bool),
    /// The other's.
    Theirs,
    /// From paper, observed on another day.
    Late,
    /// Forget what waits; by Enter on its line alone.
    Forget,
    /// Begin a new word.
    Anew,
    /// No: what stands stays, and what was typed over it is taken away.
    KeepOld,
    /// No: one step back.
    No,
}

/// One line of a picker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PickLine {
    /// Key that chooses it.
    pub key: char,
    /// Words.
    pub label: String,
    /// At the right edge: the key that does the same without the menu.
    pub aside: String,
    /// What it does.
    pub pick: Pick,
}

/// A picker on the screen.
#[derive(Clone, Debug)]
pub struct Picker {
    /// What it is for.
    pub purpose: Purpose,
    /// Heading.
    pub title: String,
    /// What is asked, a sentence a line.
    pub text: Vec<String>,
    /// Lines to choose from.
    pub lines: Vec<PickLine>,
    /// The chosen line; `None` where Enter must not choose unasked.
    pub cursor: Option<usize>,
    /// What was typed to narrow the menu; `None` while a letter chooses its line at once.
    pub filter: Option<String>,
    /// Whether keys choose. A question that comes up while somebody types takes no digit typed ahead:
    /// Enter opens its reasons.
    pub armed: bool,
    /// How many keys in a row it has not taken.
    pub(crate) not_taken: usize,
    /// How many pictures had been drawn when it came up by itself; `None` where it was opened by a key of its own.
    pub(crate) unseen: Option<u64>,
    /// A digit came last; the Enter that belongs to it, which comes soon after it, opens nothing.
    pub(crate) guarded: bool,
    /// An Enter opened its lines, and no key has come since that somebody pressed who could have read them: what comes
    /// at once belongs to a value that was meant for the next field.
    pub just_opened: bool,
    /// Its lines came up between two fields: what is typed there may be the first character of the next value. A key marks
    /// its line, and Enter takes it.
    pub(crate) takes_words: bool,
    /// What was typed since a line was last chosen from by an arrow or Enter; one key marks its line, more are refused whole.
    pub(crate) word: String,
    /// What is said in place of the notice once no key has come at once.
    pub(crate) later: Option<String>,
}

/// The key that begins the words which narrow the menu.
pub(crate) const FILTERS: char = '/';

/// The key of a line that only Enter chooses.
pub(crate) const NO_KEY: char = ' ';

impl Picker {
    /// Returns whether Enter and Esc alone answer it, and a character begins a search instead.
    pub(crate) fn yields_to_search(&self) -> bool {
        matches!(self.purpose, Purpose::Resume { .. })
    }

    /// Returns the lines in sight: in a menu that was narrowed those that have every word typed.
    pub fn shown(&self) -> Vec<&PickLine> {
        let Some(filter) = &self.filter else {
            return self.lines.iter().collect();
        };
        let filter = filter.to_lowercase();
        let words: Vec<&str> = filter.split_whitespace().collect();
        let has = |line: &&PickLine| {
            // The name of an action is a word that people look for, such as "timeline".
            let name = match &line.pick {
                Pick::Do(action) => action.name(),
                _ => "",
            };
            let text = format!("{} {} {name}", line.label, line.aside).to_lowercase();
            words.iter().all(|word| text.contains(word))
        };
        self.lines.iter().filter(has).collect()
    }

    /// Returns whether a character is one of the words that narrow the menu, whatever else the keymap does with it.
    pub(crate) fn takes(&self, c: char) -> bool {
        self.filter.is_some() && (c.is_alphanumeric() || c == ' ')
    }

    /// Takes a character of the words that narrow the menu; returns whether it was one.
    ///
    /// A letter that is a line's own key goes on choosing that line as long as nothing was typed: `/`, or a character
    /// that is no key, begins the words.
    pub(crate) fn narrow(&mut self, c: char) -> bool {
        if !matches!(self.purpose, Purpose::Menu) {
            return false;
        }
        let is_key = self.line_of(c).is_some();
        match &mut self.filter {
            Some(words) => words.push(c),
            None if c == FILTERS => self.filter = Some(String::new()),
            None if c.is_alphanumeric() && !is_key => {
                self.filter = Some(c.to_string());
            }
            None => return false,
        }
        self.cursor = Some(0);
        true
    }

    /// Takes back the last character of the words, or with the last one the narrowing; returns whether there was any.
    pub(crate) fn widen(&mut self) -> bool {
        let Some(words) = &mut self.filter else {
            return false;
        };
        if words.pop().is_none() {
            self.filter = None;
        }
        self.cursor = Some(0);
        true
    }

    /// Shows the whole menu again; returns whether it was narrowed.
    pub(crate) fn show_all(&mut self) -> bool {
        let narrowed = self.filter.take().is_some();
        if narrowed {
            self.cursor = Some(0);
        }
        narrowed
    }

    /// Returns whether the last key marked a line that Enter takes.
    pub fn marks_line(&self) -> bool {
        !self.word.is_empty() && self.cursor.is_some()
    }

    /// Returns the line of a key; a capital that no line has of its own stands for the small letter.
    pub fn line_of(&self, c: char) -> Option<&PickLine> {
        let keyed = || self.lines.iter().filter(|line| line.key != NO_KEY);
        let exactly = keyed().find(|line| line.key == c);
        exactly.or_else(|| keyed().find(|line| line.key.eq_ignore_ascii_case(&c)))
    }
}

/// What was typed over a draft from before the start.
#[derive(Clone, Debug)]
pub enum TypedOver {
    /// A character.
    Char(char),
    /// A paste.
    Paste(String),
}

/// What begins a visit.
#[derive(Clone, Debug)]
pub enum First {
    /// An answer, or several.
    Change(Change),
    /// A note with these words.
    Note(String),
}

/// What words are written for.
#[derive(Clone, Debug)]
pub enum WordsFor {
    /// A note on a field.
    Note,
    /// A step in a query, which is 0 for a new one.
    Query {
        /// The query.
        query: u64,
        /// The step.
        step: Step,
    },
    /// A missing reason that needs words: its code.
    Missing(String),
    /// A keep reason that needs words.
    Keep {
        /// Its code.
        code: String,
        /// The value kept, if there is one.
        answer: Option<Answer>,
        /// What the checks asked.
        questions: Vec<Question>,
        /// Where the focus goes afterwards.
        then: Move,
    },
    /// The reason for beginning a visit outside its window, by what is entered there first.
    Outside(First),
    /// A reason for a change that needs words.
    Why {
        /// Its code.
        code: String,
        /// The change.
        change: Change,
    },
}
