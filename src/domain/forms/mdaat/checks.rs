//! The MDAAT's consistency rules M1 to M8 (site rules over the form's codes 0 to 4).
//!
//! Each rule is asked at the field that it names first. A blank or missing field proves nothing
//! and breaks no rule.

use crate::domain::base::answer::Answer;
use crate::domain::base::ids::FieldId;
use crate::domain::forms::engine::checks::{About, Question, Side, VisitContext};
use crate::domain::forms::engine::instrument::{Field, FieldKind, Instrument};
use rust_decimal::Decimal;

/// The systems with items of their own, muscle and "other" included.
pub(super) const SYSTEMS: [&str; 8] = ["con", "cut", "ske", "gi", "pul", "car", "oth", "mus"];
/// The system that the extramuscular scale leaves out.
const MUSCLE: &str = "mus";
/// The system that need not be answered.
const OTHER: &str = "oth";
/// Grades of one finding, of which one at a time can be active; 7a and 7b can go together.
const SIBLINGS: [&[&str]; 5] = [
    &["ske.13a", "ske.13b", "ske.13c"],
    &["gi.15a", "gi.15b"],
    &["gi.16a", "gi.16b", "gi.16c"],
    &["pul.19a", "pul.19b"],
    &["mus.25a", "mus.25b", "mus.25c"],
];
/// M1: a finding of a visit at most this long ago cannot be new, days.
const M1_DAYS: i64 = 35;
/// M2: what was absent at a visit at most this long ago is new, days.
const M2_DAYS: i64 = 56;
/// M3: a system is involved above this, cm (as in ProDERM).
const INVOLVED: Decimal = Decimal::from_parts(5, 0, 0, false, 1);
/// M5: distance of the extramuscular scale from the highest system, cm.
const M5_DISTANCE: Decimal = Decimal::TWO;
/// M6: distance of the overall scale from others, cm.
const OVERALL_DISTANCE: Decimal = Decimal::ONE;

/// Returns M1 or M2 about one item: its code against the last visit's.
pub(super) fn item_question(
    instrument: &Instrument,
    field: &Field,
    answer: &Answer,
    context: &VisitContext<'_>,
) -> Option<Question> {
    if !is_item(instrument, field) {
        return None;
    }
    let now = code(answer)?;
    let (session, earlier) = context.before(instrument, field.id.as_str())?;
    let before = code(earlier)?;
    let days = (context.session.day()? - session.day()?).num_days();
    let was = context.names_earlier.then_some((before, session.date));
    match (before, now) {
        (1..=3, 4) if days <= M1_DAYS => Some(Question::new("M1", About::NewAgain { was })),
        (0, 1..=3) if days <= M2_DAYS => Some(Question::new("M2", About::AbsentBefore { was })),
        _ => None,
    }
}

/// Returns the questions about the form as a whole.
pub(super) fn questions(
    instrument: &Instrument,
    context: &VisitContext<'_>,
) -> Vec<(FieldId, Question)> {
    let form = Form {
        instrument,
        context,
    };
    let items = instrument.fields().filter_map(|field| {
        let answer = context.now(instrument, field.id.as_str())?;
        let question = item_question(instrument, field, answer, context)?;
        Some((field.id.clone(), question))
    });
    items
        .chain(SYSTEMS.iter().filter_map(|system| form.m3(system)))
        .chain(SIBLINGS.iter().filter_map(|group| form.m4(group)))
        .chain(form.m5())
        .chain(form.m6())
        .chain(form.m7())
        .chain(form.m8())
        .collect()
}

/// The MDAAT of one session.
struct Form<'a> {
    instrument: &'a Instrument,
    context: &'a VisitContext<'a>,
}

impl Form<'_> {
    fn vas(&self, system: &str) -> Option<Decimal> {
        self.context
            .now(self.instrument, &format!("{system}.vas"))?
            .as_number()
    }

    fn code(&self, item: &str) -> Option<u8> {
        code(self.context.now(self.instrument, item)?)
    }

    fn is_blank(&self, field: &str) -> bool {
        let form = self.instrument.id.as_str();
        self.context.session.answer(form, field).is_none()
    }

    fn items<'b>(&'b self, system: &'b str) -> impl Iterator<Item = &'b Field> {
        self.instrument
            .fields()
            .filter(move |field| {
                let id = field.id.as_str();
                id.split_once('.').is_some_and(|(first, _)| first == system)
            })
            .filter(|field| is_item(self.instrument, field))
    }

    /// A scale against the items of its system.
    fn m3(&self, system: &str) -> Option<(FieldId, Question)> {
        let vas = self.vas(system)?;
        let codes: Vec<u8> = self
            .items(system)
            .filter_map(|item| self.code(item.id.as_str()))
            .collect();
        let blank = self
            .items(system)
            .any(|item| self.is_blank(item.id.as_str()));
        let absent = !blank && !codes.is_empty() && codes.iter().all(|c| *c == 0);
        let about = if vas > INVOLVED && absent {
            About::NoItemPresent { scale: vas }
        } else if vas.is_zero() && codes.iter().any(|c| (2..=4).contains(c)) {
            About::ItemAtZero
        } else {
            return None;
        };
        Some((
            FieldId::new(format!("{system}.vas")),
            Question::new("M3", about),
        ))
    }

    /// Grades of one finding that exclude each other; asked at the second.
    fn m4(&self, group: &[&str]) -> Option<(FieldId, Question)> {
        let mut active = group
            .iter()
            .filter(|item| self.code(item).is_some_and(|code| (2..=4).contains(&code)));
        let (_, second) = (active.next()?, active.next()?);
        let question = Question::new("M4", About::SeveralGrades);
        Some((FieldId::from(*second), question))
    }

    /// The extramuscular scale against the highest system.
    fn m5(&self) -> Option<(FieldId, Question)> {
        let global = self.vas("emg")?;
        let systems = || SYSTEMS.iter().filter(|system| **system != MUSCLE);
        let highest = systems().filter_map(|system| self.vas(system)).max()?;
        // A system that is still blank can turn out to be the highest.
        let all_rated = systems()
            .filter(|system| **system != OTHER)
            .map(|system| format!("{system}.vas"))
            .all(|id| self.instrument.field(&id).is_none() || !self.is_blank(&id));
        let side = if global < highest.saturating_sub(M5_DISTANCE) {
            Side::Below
        } else if global > highest.saturating_add(M5_DISTANCE) && all_rated {
            Side::Above
        } else {
            return None;
        };
        let about = About::FarFromHighest {
            scale: global,
            distance: M5_DISTANCE,
            side,
            highest,
        };
        Some(("emg.vas".into(), Question::new("M5", about)))
    }

    /// The overall scale covers both the extramuscular and the muscle one.
    fn m6(&self) -> Option<(FieldId, Question)> {
        let overall = self.vas("all")?;
        let part = self.vas("emg").max(self.vas(MUSCLE))?;
        (overall < part.saturating_sub(OVERALL_DISTANCE)).then(|| {
            let about = About::BelowPart {
                overall,
                distance: OVERALL_DISTANCE,
                part,
            };
            ("all.vas".into(), Question::new("M6", about))
        })
    }

    /// A change of lung function needs today's numbers, wherever in the visit they stand; the
    /// values of the test before (`...-before`) are not enough.
    fn m7(&self) -> Option<(FieldId, Question)> {
        let active = (2..=4).contains(&self.code("pul.18c")?);
        let measured = self
            .context
            .session
            .forms
            .values()
            .flatten()
            .any(|(id, cell)| {
                let id = id.as_str().to_lowercase();
                (id.contains("fvc") || id.contains("dlco"))
                    && !id.ends_with("-before")
                    && cell.answer.as_ref().and_then(Answer::as_number).is_some()
            });
        (active && !measured).then(|| {
            let question = Question::new("M7", About::NoLungFunction);
            ("pul.18c".into(), question)
        })
    }

    /// Other activity needs a name.
    fn m8(&self) -> Option<(FieldId, Question)> {
        let rated = self.vas(OTHER).is_some_and(|vas| vas > Decimal::ZERO)
            || self.code("oth.cf").is_some_and(|code| code > 0);
        let named = self
            .context
            .now(self.instrument, "oth.text")
            .and_then(Answer::as_text)
            .is_some_and(|text| !text.trim().is_empty());
        (rated && !named).then(|| {
            let question = Question::new("M8", About::OtherWithoutName);
            ("oth.text".into(), question)
        })
    }
}

/// Returns whether a field is an item coded 0 to 4, not a scale, a number or a yes-or-no.
pub(super) fn is_item(instrument: &Instrument, field: &Field) -> bool {
    let has = |code: &str| instrument.choices(field).iter().any(|c| c.code == code);
    matches!(field.kind, FieldKind::Choice { .. }) && has("0") && has("4")
}

pub(super) fn code(answer: &Answer) -> Option<u8> {
    answer.as_code()?.parse().ok().filter(|code| *code <= 4)
}
