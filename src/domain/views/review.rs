//! What is open at a visit and what was decided there: every point names its field, so that a screen can lead there.
//!
//! Pure, and over one visit; for the whole study the caller goes through its participants. What was typed at a
//! terminal and not accepted is in no record: the terminal adds it.

use crate::domain::base::answer::Answer;
use crate::domain::base::ids::{FieldId, FormId};
use crate::domain::forms::engine::cells::is_unfit;
use crate::domain::forms::engine::instrument::{Field, Instrument};
use crate::domain::forms::engine::progress::{self, Setting};
use crate::domain::forms::engine::typing;
use crate::domain::record::participant::Sex;
use crate::domain::record::query::State;
use crate::domain::record::rows;
use crate::domain::record::session::{Cell, FormCells, ParticipantRecord, Session};
use crate::domain::rules::checks;
use crate::domain::rules::checks::{About, Contexts};
use crate::domain::rules::order;
use crate::domain::study::Study;
use chrono::NaiveDate;

/// What a point is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Matter {
    /// A required field is empty.
    Empty,
    /// What is stored is not by the rules, so that it does not count.
    NotByRules {
        /// What is stored, in words.
        stored: String,
    },
    /// Text stands in a field that was not accepted.
    Unfinished {
        /// The text.
        text: String,
    },
    /// A check asks and nobody has answered.
    Asked(About),
    /// A query is not closed.
    Query {
        /// Where it stands.
        state: State,
        /// What was asked.
        question: String,
        /// Name of who asked.
        asked_by: String,
    },
    /// The form is complete, and nobody has left it so.
    NotLeft,
    /// There is no value, for a reason.
    Missing {
        /// The reason in the words of the study, and what was added.
        reason: String,
    },
    /// An answer that is no longer asked for, so that it does not count; the point leads to the answer that hides it.
    NotAsked {
        /// The answer in words.
        answer: String,
    },
    /// It was entered after its form had shown earlier scores that were hidden until then.
    AfterShown,
    /// A value was kept against a check.
    Kept {
        /// Name of the check's rule.
        rule: String,
        /// The reason in the words of the study, and what was added.
        reason: String,
    },
}

impl Matter {
    /// Returns whether a visit with such a point is not ready to be signed.
    pub fn hinders(&self) -> bool {
        match self {
            Self::Empty
            | Self::NotByRules { .. }
            | Self::Unfinished { .. }
            | Self::Asked(_)
            | Self::Query { .. } => true,
            Self::NotLeft
            | Self::Missing { .. }
            | Self::NotAsked { .. }
            | Self::AfterShown
            | Self::Kept { .. } => false,
        }
    }
}

/// One thing at a field or a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// What it is about.
    pub matter: Matter,
    /// The form.
    pub form: FormId,
    /// Its title; of a row of a log with the number.
    pub title: String,
    /// The field; none when it is about the form.
    pub field: Option<FieldId>,
    /// Label of the field; empty when it is about the form.
    pub label: String,
}

/// The points of a visit, in the order of its forms and fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Review {
    /// What somebody still has to do.
    pub open: Vec<Point>,
    /// What was decided, to be seen by who reviews.
    pub seen: Vec<Point>,
}

/// Returns what is open on a day and what was decided at a visit; nothing for a visit that was not begun.
pub fn review(study: &Study, record: &ParticipantRecord, visit: &str, today: NaiveDate) -> Review {
    let mut review = Review::default();
    let Some(session) = record.session(visit) else {
        return review;
    };
    let forms = forms(study.of(session), session).into_iter();
    let mut contexts = Contexts::new(record, &session.visit);
    // Of what the user does not see, the owner of the study checks what is checked.
    for id in forms.filter(|id| !session.withheld.contains_key(*id)) {
        let gone = study.place_removed(&session.visit, id, today).is_some();
        let study = study.of_form(session, id);
        if let Some(instrument) = study.form(id.as_str()) {
            let sight = Sight {
                study,
                session,
                sex: record.participant.sex,
                id,
                instrument,
                gone,
            };
            sight.look(&mut contexts, &mut review);
        }
    }
    review
}

/// Returns the forms of a session: those planned for the visit, then others that hold something.
fn forms<'a>(study: &'a Study, session: &'a Session) -> Vec<&'a FormId> {
    let mut forms: Vec<&FormId> = study.forms_of(session).iter().collect();
    let others = session.forms.keys().filter(|id| !forms.contains(id));
    let others: Vec<&FormId> = others.collect();
    forms.extend(others);
    forms
}

/// Returns the title of a form; of a row of a log with its number.
pub fn title(study: &Study, id: &FormId) -> String {
    let title = study.form(id.as_str()).map(|form| form.title.clone());
    let title = title.unwrap_or_else(|| id.to_string());
    match rows::split(id.as_str()) {
        Some((_, number)) => format!("{title} {number}"),
        None => title,
    }
}

/// Returns a reason for keeping a value in words: the label of its code, and what was added.
pub fn keep_reason(study: &Study, reason: &str) -> String {
    let (code, added) = reason.split_once(": ").unwrap_or((reason, ""));
    let known = study.protocol.keep_reasons.iter();
    match known.into_iter().find(|known| known.code == code) {
        Some(known) if added.is_empty() => known.label.clone(),
        Some(known) => format!("{}: {added}", known.label),
        None => reason.to_owned(),
    }
}

/// Returns why there is no value, in words: the label of the reason, and what was added.
pub fn missing_reason(study: &Study, reason: &str, text: Option<&str>) -> String {
    let label = study.missing_reason(reason).map(|known| &known.label);
    let label = label.map_or(reason, String::as_str);
    match text.filter(|text| !text.is_empty()) {
        Some(text) => format!("{label}: {text}"),
        None => label.to_owned(),
    }
}

/// One form of the visit that is looked at.
struct Sight<'a> {
    study: &'a Study,
    session: &'a Session,
    sex: Sex,
    id: &'a FormId,
    instrument: &'a Instrument,
    /// Whether an amendment took the form away, so that nobody answers it any more.
    gone: bool,
}

impl<'a> Sight<'a> {
    fn look(&self, contexts: &mut Contexts<'a>, review: &mut Review) {
        let blank = FormCells::new();
        let cells = self.session.forms.get(self.id).unwrap_or(&blank);
        let is_baseline = self.study.protocol.baseline == self.session.visit;
        let setting = Setting::of(is_baseline, self.sex);
        let mut empty =
            progress::empty_required(self.study.scoring(), self.instrument, setting, cells);
        empty.retain(|field| !self.gone || is_unfit(cells, field.id.as_str()));
        let scoring = self.study.scoring();
        let not_asked = progress::not_asked(scoring, self.instrument, setting, cells);
        let questions = self.questions(contexts);
        for field in self.instrument.fields() {
            if empty.iter().any(|empty| empty.id == field.id) {
                let unfit = cells.get(&field.id).and_then(|cell| cell.unfit.as_ref());
                let matter = unfit.map_or(Matter::Empty, |stored| Matter::NotByRules {
                    stored: typing::words(self.instrument, field, stored),
                });
                review.open.push(self.at(matter, field));
            }
            let asked = questions.iter().filter(|(at, _)| *at == field.id);
            let asked = asked.map(|(_, question)| Matter::Asked(question.about.clone()));
            review
                .open
                .extend(asked.map(|matter| self.at(matter, field)));
            let Some(cell) = cells.get(&field.id) else {
                continue;
            };
            self.look_at_queries(field, cell, review);
            if not_asked.iter().any(|hidden| hidden.id == field.id) {
                let under = progress::hidden_under(scoring, self.instrument, setting, cells, field);
                let under = under.first().copied();
                review.seen.extend(self.not_asked(field, under, cell));
                continue;
            }
            self.look_at(field, cell, review);
        }
        let left = self.session.completed.contains_key(self.id);
        let visit = &self.session.visit;
        if !left
            && !self.gone
            && order::is_complete(self.study, Some(self.session), self.sex, visit, self.id)
        {
            review.open.push(Point {
                matter: Matter::NotLeft,
                form: self.id.clone(),
                title: title(self.study, self.id),
                field: None,
                label: String::new(),
            });
        }
    }

    /// Returns the point of an answer that does not count, at the field that hides it.
    fn not_asked(&self, field: &Field, under: Option<&Field>, cell: &Cell) -> Option<Point> {
        let answer = match cell.answer.as_ref()? {
            Answer::Missing { reason, text } => missing_reason(self.study, reason, text.as_deref()),
            answer => typing::words(self.instrument, field, answer),
        };
        Some(Point {
            field: Some(under.unwrap_or(field).id.clone()),
            ..self.at(Matter::NotAsked { answer }, field)
        })
    }

    fn look_at_queries(&self, field: &Field, cell: &Cell, review: &mut Review) {
        let open = cell.queries.iter();
        for query in open.filter(|query| query.state != State::Closed) {
            let matter = Matter::Query {
                state: query.state,
                question: query.question.clone(),
                asked_by: query.asked_by.clone(),
            };
            review.open.push(self.at(matter, field));
        }
    }

    fn look_at(&self, field: &Field, cell: &Cell, review: &mut Review) {
        if let Some(Answer::Missing { reason, text }) = &cell.answer {
            let reason = missing_reason(self.study, reason, text.as_deref());
            let matter = Matter::Missing { reason };
            review.seen.push(self.at(matter, field));
        }
        if self.session.is_after_shown(self.id, cell) {
            review.seen.push(self.at(Matter::AfterShown, field));
        }
        for (rule, reason) in &cell.kept {
            let (rule, reason) = (rule.clone(), keep_reason(self.study, reason));
            let matter = Matter::Kept { rule, reason };
            review.seen.push(self.at(matter, field));
        }
    }

    /// Returns what the checks ask of the form as it stands.
    fn questions(&self, contexts: &mut Contexts<'a>) -> Vec<(FieldId, checks::Question)> {
        match self.gone {
            true => Vec::new(),
            false => checks::open_in(contexts, self.study, self.id),
        }
    }

    fn at(&self, matter: Matter, field: &Field) -> Point {
        Point {
            matter,
            form: self.id.clone(),
            title: title(self.study, self.id),
            field: Some(field.id.clone()),
            label: field.label.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::query::Query;
    use crate::domain::sample::{number, participant, session, study};
    use chrono::DateTime;

    fn record(answers: &[(&str, Answer)]) -> ParticipantRecord {
        let mut record = ParticipantRecord::new(participant("01-001", "2026-01-05"));
        let visit = session("week-2", "2026-01-19", "mixed", answers);
        record.sessions.insert(visit.visit.clone(), visit);
        record
    }

    fn today() -> NaiveDate {
        "2026-03-02".parse().unwrap()
    }

    fn told(points: &[Point]) -> Vec<(&str, &Matter)> {
        let field = |point: &'_ Point| point.field.as_ref().map_or("", |id| id.as_str()).to_owned();
        assert!(points.iter().all(|point| !point.title.is_empty()));
        points
            .iter()
            .map(|point| {
                assert_eq!(field(point).is_empty(), point.label.is_empty());
                let id = point.field.as_ref().map_or("", |id| id.as_str());
                (id, &point.matter)
            })
            .collect()
    }

    #[test]
    fn what_is_empty_is_open_until_it_has_an_answer_or_a_reason() {
        let study = study();
        let open = |record: &ParticipantRecord| {
            let review = review(&study, record, "week-2", today());
            told(&review.open)
                .into_iter()
                .map(|(field, matter)| (field.to_owned(), matter.clone()))
                .collect::<Vec<_>>()
        };
        let point = |field: &str, matter| (field.to_owned(), matter);
        assert_eq!(
            open(&record(&[])),
            [point("rash", Matter::Empty), point("vas", Matter::Empty)]
        );
        // A rash asks for its site as well.
        assert_eq!(
            open(&record(&[("rash", Answer::code("y"))])),
            [point("site", Matter::Empty), point("vas", Matter::Empty)]
        );
        let mut all = record(&[
            ("rash", Answer::code("n")),
            ("vas", Answer::missing("refused")),
        ]);
        assert_eq!(open(&all), [point("", Matter::NotLeft)]);
        let seen = review(&study, &all, "week-2", today()).seen;
        assert_eq!(seen.len(), 1);
        let reason = study.missing_reason("refused").unwrap().label.clone();
        assert_eq!(seen[0].matter, Matter::Missing { reason });
        let visit = all.sessions.get_mut("week-2").unwrap();
        visit.completed.insert("mixed".into(), 7);
        assert_eq!(open(&all), []);
        assert_eq!(review(&study, &all, "baseline", today()), Review::default());
    }

    #[test]
    fn an_answer_that_another_one_hides_is_seen_and_leads_to_that_one() {
        let study = study();
        let record = record(&[
            ("rash", Answer::code("n")),
            ("site", Answer::code("y")),
            ("biopsy", Answer::missing("refused")),
            ("vas", number("4.7")),
        ]);
        let seen = review(&study, &record, "week-2", today()).seen;
        let told: Vec<_> = seen
            .iter()
            .map(|point| (point.field.as_ref().unwrap().as_str(), point.label.as_str()))
            .collect();
        let form = study.form("mixed").unwrap();
        let label = |id: &str| form.field(id).unwrap().label.as_str();
        assert_eq!(told, [("rash", label("site")), ("rash", label("biopsy"))]);
        for point in &seen {
            let hidden = matches!(&point.matter, Matter::NotAsked { answer } if !answer.is_empty());
            assert!(hidden && !point.matter.hinders(), "{point:?}");
        }
    }

    #[test]
    fn a_query_is_open_until_it_is_closed_and_a_kept_value_is_only_seen() {
        let study = study();
        let mut record = record(&[("rash", Answer::code("n")), ("vas", number("4.7"))]);
        let visit = record.sessions.get_mut("week-2").unwrap();
        let cell = visit.cell_mut(&"mixed".into(), &"vas".into());
        cell.kept
            .push(("jump".to_owned(), "nonsense: seen twice".to_owned()));
        cell.queries.push(Query {
            id: 4,
            state: State::New,
            question: "Really?".to_owned(),
            asked_by: "M. Onitor".to_owned(),
            asked_at: DateTime::default(),
            last: None,
            seq: 4,
        });
        let seen = review(&study, &record, "week-2", today());
        let open = told(&seen.open);
        let query = Matter::Query {
            state: State::New,
            question: "Really?".to_owned(),
            asked_by: "M. Onitor".to_owned(),
        };
        assert_eq!(open[0], ("vas", &query));
        let kept = Matter::Kept {
            rule: "jump".to_owned(),
            reason: "nonsense: seen twice".to_owned(),
        };
        assert_eq!(told(&seen.seen), [("vas", &kept)]);
        assert!(query.hinders() && !kept.hinders() && !Matter::NotLeft.hinders());
        let visit = record.sessions.get_mut("week-2").unwrap();
        visit.cell_mut(&"mixed".into(), &"vas".into()).queries[0].state = State::Closed;
        let closed = review(&study, &record, "week-2", today());
        assert_eq!(told(&closed.open).len(), 1, "{:?}", closed.open);
        let known = study.protocol.keep_reasons.first();
        if let Some(known) = known {
            assert_eq!(keep_reason(&study, &known.code), known.label);
        }
    }
}
