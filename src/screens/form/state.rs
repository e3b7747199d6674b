//! The form engine: one field has the focus, what is typed goes into it, and an accepted answer
//! moves on.
//!
//! Leaving a field is never blocked: text that is not an answer yet stays with its field, marked.
//! What an accepted answer does to the record is in [`super::edit`].

use crate::domain::base::answer::Answer;
use crate::domain::base::ids::{FieldId, FormId, ParticipantId, VisitId};
use crate::domain::record::event::{FieldPath, Origin};
use crate::domain::record::session::FormCells;
use crate::domain::rules::checks::Question;
use crate::input::line::Line;
use std::collections::BTreeMap;

/// A form on the screen.
#[derive(Clone, Debug)]
pub struct FormState {
    /// The form.
    pub form: FormId,
    /// The visit; `None` while a participant is being enrolled.
    pub visit: Option<VisitId>,
    /// The field with the focus.
    pub focus: FieldId,
    /// The cursor is behind the last field: Enter goes on to the next form.
    pub at_end: bool,
    /// What is typed and not accepted yet.
    pub line: Line,
    /// Why the text cannot be accepted; a second `next` leaves it standing.
    pub refusal: Option<String>,
    /// The refusal came with the key that goes on; the next one leaves the text standing.
    pub(crate) refused_leaving: bool,
    /// How the focus came to the field with the last key.
    pub(crate) arrival: Arrival,
    /// The last key was an Enter that stayed: how many pictures were drawn by then, and why. The next one goes past the field.
    pub(crate) enter_stayed: Option<(u64, String)>,
    /// The last key asked for a question that did not come up: what is typed at once was meant to answer it,
    /// and is refused as one word, which stands here.
    pub(crate) asked_nothing: Option<String>,
    /// The earlier answer that was put into the field as text, while it stands there as it was put.
    pub(crate) repeated: Option<Repeated>,
    /// The answer that was opened as text while nothing has been typed into it; empty where a word was emptied.
    pub(crate) opened: Option<String>,
    /// The text that the user was already asked about and kept as text; leaving the field with it does not ask again.
    pub(crate) already_asked: Option<String>,
    /// The draft in the focused field is from before the program was started: a key asks first what becomes of it.
    pub(crate) draft_is_old: bool,
    /// The text that was last put aside without an answer in its place.
    pub(crate) declined: Option<Declined>,
    /// Text of other fields that was left without being accepted.
    pub unfinished: BTreeMap<FieldId, String>,
    /// The entry that stood in a field when text was begun in it; 0 for none.
    pub seen: BTreeMap<FieldId, u64>,
    /// How often the list of options was gone on in, with the field and the text for which that was done.
    pub(crate) options_page: Option<(FieldId, String, usize)>,
    /// Changes made since the form was opened, newest last.
    pub undo: Vec<Edit>,
    /// Answers of an enrolment, which is no session yet.
    pub local: FormCells,
    /// Whether an answer was sent from here since the form was opened, so that going out of it is leaving it.
    pub(crate) stored: bool,
    /// The reason that the last change since the form was opened was given; the next one is offered it.
    pub(crate) reason: Option<String>,
}

/// A text that is not gone on with, while nothing is stored in its place; undo brings it back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Declined {
    /// The field.
    pub(crate) field: FieldId,
    /// The text.
    pub(crate) text: String,
    /// The entry that stood in the field when it was begun.
    pub(crate) seen: Option<u64>,
    /// Whether leaving the form brings it back as well: it was begun anew over, not thrown away.
    pub(crate) returns: bool,
}

/// How the focus came to a field with the last key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Arrival {
    /// A key moved it there.
    #[default]
    ByHand,
    /// The field before went on by itself: an Enter pressed from habit would skip this one.
    WentOn,
    /// The same, and the field before was a choice: Backspace goes back to it.
    WentOnFromChoice,
}

/// An earlier answer that was put into a field as text and waits for Enter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Repeated {
    /// The answer.
    pub(crate) answer: Answer,
    /// Its text.
    pub(crate) text: String,
    /// The character that did it; a character typed behind it makes one word with this one.
    pub(crate) sign: Option<char>,
}

/// Where the focus goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Move {
    /// Nowhere.
    Stay,
    /// To the next field asked; behind the last one, to the end of the form.
    Next,
    /// To the field before.
    Previous,
    /// To the first field of the next section.
    NextSection,
    /// To the first field of this section, or of the one before.
    PreviousSection,
    /// To the first field.
    First,
    /// To the last field.
    Last,
    /// To the next required field that is empty.
    NextRequired,
    /// To this field.
    To(FieldId),
    /// To this field of another form of the visit.
    Other(FormId, FieldId),
    /// Out of the form.
    Close,
}

impl FormState {
    /// Opens a form on a field.
    pub fn new(form: FormId, visit: Option<VisitId>, focus: FieldId) -> Self {
        Self {
            form,
            visit,
            focus,
            at_end: false,
            line: Line::default(),
            refusal: None,
            refused_leaving: false,
            arrival: Arrival::ByHand,
            enter_stayed: None,
            asked_nothing: None,
            repeated: None,
            opened: None,
            already_asked: None,
            draft_is_old: false,
            declined: None,
            unfinished: BTreeMap::new(),
            seen: BTreeMap::new(),
            options_page: None,
            undo: Vec::new(),
            local: FormCells::new(),
            stored: false,
            reason: None,
        }
    }

    /// Returns how many times the user has moved on in the list of options of the focused field; a new text begins at 0.
    pub(crate) fn options_page(&self) -> usize {
        match &self.options_page {
            Some((field, text, page)) if *field == self.focus && text == self.line.text() => *page,
            Some(_) | None => 0,
        }
    }

    /// Goes on in a list of options that is longer than its space; behind the last part comes the first.
    pub(crate) fn show_more_options(&mut self) {
        let page = self.options_page().saturating_add(1);
        self.options_page = Some((self.focus.clone(), self.line.text().to_owned(), page));
    }

    /// Returns the place of one of its fields in the record; for an enrolment, a place that is never stored.
    pub fn place(&self, participant: &ParticipantId, field: &FieldId) -> FieldPath {
        FieldPath {
            participant: participant.clone(),
            visit: self
                .visit
                .clone()
                .unwrap_or_else(|| VisitId::from("enrolment")),
            form: self.form.clone(),
            field: field.clone(),
        }
    }

    /// Shows why the text cannot be accepted, while it is typed.
    pub(crate) fn show_refusal(&mut self, reason: String) {
        self.refusal = Some(reason);
        self.refused_leaving = false;
    }

    /// Leaves what is typed with its field, so that it is there when the focus comes back; an answer that
    /// was only opened stays as it is.
    pub(crate) fn keep_unfinished(&mut self) {
        let text = self.line.take();
        if !text.is_empty() && self.opened.is_none() {
            self.unfinished.insert(self.focus.clone(), text);
        }
        self.forget_word();
    }

    /// Forgets the text of a field that is no answer yet.
    pub(crate) fn forget_text(&mut self, field: &FieldId) {
        self.unfinished.remove(field);
        self.seen.remove(field);
        self.declined = self.declined.take().filter(|old| old.field != *field);
        if self.focus == *field && self.opened.is_none() {
            self.line = Line::default();
            self.forget_word();
        }
    }

    /// Forgets what is known of the word besides its text.
    pub(crate) fn forget_word(&mut self) {
        self.refusal = None;
        self.refused_leaving = false;
        self.opened = None;
        self.repeated = None;
        self.already_asked = None;
    }

    /// Puts the focus on a field. What was left unfinished there stands as an answer would: typing begins anew, and
    /// Backspace opens it.
    pub(crate) fn focus_on(&mut self, field: FieldId) {
        if field != self.focus {
            self.keep_unfinished();
        }
        self.focus = field;
        self.at_end = false;
        self.draft_is_old = false;
        self.forget_word();
    }

    /// Returns what is typed in the focused field and in no record: the word, or a draft that stands there.
    pub fn text_here(&self) -> &str {
        let draft = self.unfinished.get(&self.focus).map(String::as_str);
        match (self.line.text(), draft) {
            ("", Some(draft)) => draft,
            (text, _) => text,
        }
    }

    /// Puts the cursor behind the last field.
    pub(crate) fn go_to_end(&mut self) {
        self.keep_unfinished();
        self.at_end = true;
    }
}

/// One change of a form, so that it can be taken back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edit {
    /// Fields and what stood in them before.
    pub before: Vec<(FieldId, Option<Answer>)>,
    /// What had been said to the checks about these answers: field, check and reason.
    pub(crate) kept: Vec<(FieldId, String, String)>,
    /// Id of the request that made it; empty in an enrolment.
    pub(crate) request: String,
    /// Fields that somebody else has changed since.
    pub(crate) changed_by_others: Vec<FieldId>,
}

impl Edit {
    pub(crate) fn new(before: Vec<(FieldId, Option<Answer>)>) -> Self {
        Self {
            before,
            ..Self::default()
        }
    }

    /// Records that somebody else changed a field after this.
    pub(crate) fn mark_changed_by_others(&mut self, field: &FieldId) {
        let own = self.before.iter().any(|(before, _)| before == field);
        if own && !self.changed_by_others.contains(field) {
            self.changed_by_others.push(field.clone());
        }
    }
}

/// A change of a form, not made yet.
#[derive(Clone, Debug)]
pub enum Change {
    /// An answer for a field.
    Answer {
        /// The field.
        field: FieldId,
        /// The answer.
        answer: Answer,
        /// The questions that it was kept against, each with its reason.
        kept: Vec<(Question, String)>,
        /// Over whose answer it was chosen.
        instead: Option<String>,
        /// Where the focus goes afterwards.
        then: Move,
    },
    /// A field is made empty.
    Erase {
        /// The field.
        field: FieldId,
        /// What the user was told no longer counts after it; none where nothing does.
        agreed: Option<String>,
    },
    /// An earlier change is taken back.
    Undo {
        /// The change.
        edit: Edit,
        /// The same.
        agreed: Option<String>,
    },
    /// Several fields at once.
    Several {
        /// Fields and answers.
        answers: Vec<(FieldId, Answer)>,
        /// How they came.
        origin: Origin,
        /// The same.
        agreed: Option<String>,
        /// Where the focus goes afterwards.
        then: Move,
    },
}

/// What somebody wants to save over what another saved.
#[derive(Clone, Debug)]
pub enum Mine {
    /// An answer.
    Answer {
        /// The answer.
        answer: Answer,
        /// The questions that it was kept against, each with its reason.
        kept: Vec<(Question, String)>,
        /// Where the focus goes afterwards.
        then: Move,
    },
    /// A note.
    Note(String),
}
