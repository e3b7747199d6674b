//! What comes of each cell of a file against the record, and the events that store what is new: the same for every import.
//!
//! What stands in the record is never overwritten: a difference becomes a query, once. Must not judge what the owner judges.

use crate::domain::base::answer::Answer;
use crate::domain::base::ids::{FieldId, FormId, ParticipantId, VisitId};
use crate::domain::forms::engine::instrument::{Field, FieldKind, Instrument};
use crate::domain::forms::engine::typing::{self, LAB_DECIMALS, limit_in_unit};
use crate::domain::record::event::{Event, FieldPath, Origin};
use crate::domain::record::imported::FileLine;
use crate::domain::record::query::Step;
use crate::domain::record::session::ParticipantRecord;
use crate::domain::record::user::User;
use crate::domain::rules::Ahead;
use crate::domain::study::Study;
use crate::text::Language;
use crate::text::imports::{ImportFault, Takes, Waits};
use chrono::{DateTime, FixedOffset, NaiveDateTime};
use rust_decimal::{Decimal, RoundingStrategy};

/// Most answers in one event, so that its line in the journal stays short.
const ANSWERS_PER_EVENT: usize = 48;

/// By what a file is planned beside the record: who takes it in, and when.
#[derive(Clone, Copy)]
pub struct Terms<'a> {
    /// Who takes it in.
    pub user: &'a User,
    /// The time by the clock of the study.
    pub now: DateTime<FixedOffset>,
    /// The newest entry of the record.
    pub seen: u64,
    /// The language of queries.
    pub language: &'a dyn Language,
}

impl Terms<'_> {
    /// Returns what the clock of the study shows.
    pub(super) fn clock(&self) -> NaiveDateTime {
        self.now.naive_local()
    }
}

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
    /// It belongs to something that differs, so it is not stored: no two samples are mixed.
    Held,
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
            Self::Held => "held",
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

    /// Adds the answers of a line that are new in a form.
    pub(super) fn fill(
        &mut self,
        (who, visit, form): (&ParticipantId, &VisitId, &FormId),
        answers: &[(FieldId, Answer)],
        line: FileLine,
    ) {
        let filled = answers
            .chunks(ANSWERS_PER_EVENT)
            .map(|answers| Event::Filled {
                participant: who.clone(),
                visit: visit.clone(),
                form: form.clone(),
                answers: answers.to_vec(),
                origin: Origin::Imported(line),
            });
        self.events.extend(filled.map(|event| (event, line)));
    }
}

/// Returns what of a plan the owner would refuse, row by row in the order of the events: the event, its line, and why.
pub(super) fn refused_by_rules<'p>(
    study: &Study,
    record: &ParticipantRecord,
    plan: &'p Plan,
    by: &Terms<'_>,
) -> Vec<(&'p Event, u32, String)> {
    let mut ahead = Ahead::of(study, record, by.user, (by.now, by.seen));
    let rows = plan.events.chunk_by(|one, next| one.1 == next.1);
    let mut refused = Vec::new();
    for row in rows.chain(plan.queries.chunks(1)) {
        let Err(refusal) = ahead.take(row) else {
            continue;
        };
        // The first event with which it comes; a beginning alone can be refused for want of what follows.
        let first = (1..row.len()).find(|count| {
            let before = row.get(..*count).unwrap_or_default();
            ahead.judge(before).as_ref().err() == Some(&refusal)
        });
        let at = first.unwrap_or(row.len()) - 1;
        let found = row.get(at);
        refused
            .extend(found.map(|(event, line)| (event, line.line, by.language.refusal(&refusal))));
    }
    refused
}

/// Returns which numbers a field takes in a unit; none where it takes something else.
pub(super) fn takes(field: &Field, unit: Option<&str>) -> Option<Takes> {
    let (min, max, decimals, unit) = match &field.kind {
        FieldKind::Number {
            min,
            max,
            decimals,
            unit,
            ..
        } => (*min, *max, *decimals, unit.as_deref()),
        FieldKind::Lab {
            quantity,
            min,
            max,
            is_limit,
            ..
        } => {
            let limit = |limit, rounding| limit_in_unit(*quantity, limit, unit?, rounding);
            let min = limit(*min, RoundingStrategy::AwayFromZero)?;
            let max = limit(*max, RoundingStrategy::ToZero)?;
            let step = Decimal::try_new(1, LAB_DECIMALS).unwrap_or_default();
            let min = if *is_limit { min.max(step) } else { min };
            (min, max, LAB_DECIMALS, unit)
        }
        FieldKind::Vas { .. } => (Decimal::ZERO, Decimal::TEN, 1, None),
        FieldKind::Choice { .. }
        | FieldKind::Text { .. }
        | FieldKind::Paragraph
        | FieldKind::Date
        | FieldKind::PartialDate { .. }
        | FieldKind::Time => return None,
    };
    Some(Takes {
        min,
        max,
        decimals,
        unit: unit.map(str::to_owned),
    })
}

/// Returns an answer as lists and queries show it, a reason why there is none with its words.
pub(super) fn shown(form: &Instrument, field: &Field, answer: &Answer) -> String {
    let shown = typing::show(form, field, answer);
    match answer {
        Answer::Missing {
            text: Some(words), ..
        } => format!("{shown}: {words}"),
        Answer::Missing { text: None, .. } | Answer::Value { .. } => shown,
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
    let mut known = record
        .cell(place)
        .into_iter()
        .flat_map(|cell| &cell.queries);
    let is_known = known.any(|query| query.question.starts_with(&says));
    (!is_known).then(|| Event::Queried {
        place: place.clone(),
        query: 0,
        step: Step::Open,
        text: language.import_differs(new, line),
    })
}
