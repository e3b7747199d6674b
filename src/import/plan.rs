//! What comes of each cell of a file against the record, and the events that store what is new: the same for every import.
//!
//! What stands in the record is never overwritten: a difference becomes a query, once. Must not judge what the owner judges.

use crate::domain::base::ids::{FormId, VisitId};
use crate::domain::record::event::{Event, FieldPath};
use crate::domain::record::imported::FileLine;
use crate::domain::record::query::Step;
use crate::domain::record::session::ParticipantRecord;
use crate::text::Language;
use crate::text::imports::{ImportFault, Waits};

/// Most answers in one event, so that its line in the journal stays short.
pub(super) const ANSWERS_PER_EVENT: usize = 48;

/// What comes of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// A visit begins.
    Begins,
    /// It is stored.
    New,
    /// It stands in the record.
    Same,
    /// The record says something else.
    Differs,
    /// The field is not asked: it is left out.
    NotAsked,
    /// The file does not say of whom or of which visit it is: it is not stored, and stays in the list.
    Waits(Waits),
}

impl Verdict {
    /// Returns the word in lists.
    pub fn word(self) -> &'static str {
        match self {
            Self::Begins => "begins",
            Self::New => "new",
            Self::Same => "same",
            Self::Differs => "differs",
            Self::NotAsked => "not-asked",
            Self::Waits(_) => "waits",
        }
    }
}

/// A cell of the file against the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// Its line.
    pub line: u32,
    /// The visit; none where it is not known.
    pub visit: Option<VisitId>,
    /// The form, or row of a log; none of a visit.
    pub form: Option<FormId>,
    /// The field; with `.note` behind it its note.
    pub field: String,
    /// What the record says.
    pub old: String,
    /// What the file says.
    pub new: String,
    /// What comes of it.
    pub verdict: Verdict,
}

/// What the file says of a participant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Each cell that says something, in the order of the events.
    pub cells: Vec<Planned>,
    /// What stores what is new, all or nothing, each with its line.
    pub events: Vec<(Event, FileLine)>,
    /// The queries that ask about what differs and were not opened before; each is a request of its own.
    pub queries: Vec<(Event, FileLine)>,
    /// The rows that are refused, each with its first mistake; nothing of them is in the events.
    pub refused: Vec<ImportFault>,
}

impl Plan {
    /// Adds a cell to the list, and asks about it where it differs and nobody was asked the same before.
    pub(super) fn tell(
        &mut self,
        (record, language): (&ParticipantRecord, &dyn Language),
        (place, end): (&FieldPath, &str),
        line: FileLine,
        (old, new): (String, String),
        verdict: Verdict,
    ) {
        if verdict == Verdict::Differs {
            let query = query(record, language, place, &new, line);
            self.queries.extend(query.map(|query| (query, line)));
        }
        self.cells.push(Planned {
            line: line.line,
            visit: Some(place.visit.clone()),
            form: Some(place.form.clone()),
            field: format!("{}{end}", place.field),
            old,
            new,
            verdict,
        });
    }
}

/// Returns the query about a difference; none where one of an import asks about the same value already: a laboratory sends
/// what it sent before again, in a longer file.
fn query(
    record: &ParticipantRecord,
    language: &dyn Language,
    place: &FieldPath,
    new: &str,
    line: FileLine,
) -> Option<Event> {
    let says = language.import_says(new);
    let session = record.session(place.visit.as_str());
    let cells = session.and_then(|session| session.forms.get(&place.form));
    let cell = cells.and_then(|cells| cells.get(&place.field));
    let mut known = cell.into_iter().flat_map(|cell| &cell.queries);
    let is_known = known.any(|query| query.question.starts_with(&says));
    (!is_known).then(|| Event::Queried {
        place: place.clone(),
        query: 0,
        step: Step::Open,
        text: language.import_differs(new, line),
    })
}
