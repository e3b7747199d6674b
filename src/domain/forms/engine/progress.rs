//! How far a form is: which of its fields are asked, which are answered, what is still open.
//!
//! A field that stops being asked keeps its answer; it only stops counting. Nothing here changes
//! a cell.

use super::condition::{self, MAX_CHAIN};
use super::instrument::{Field, FieldKind, Instrument, Kept, Section};
use super::scoring::ScoringRules;
use super::typing;
use crate::domain::base::answer::Answer;
use crate::domain::base::ids::FieldId;
use crate::domain::record::participant::Sex;
use crate::domain::record::rows;
use crate::domain::record::session::FormCells;
use chrono::NaiveDate;

/// What decides whether a field is asked, besides the answers of its form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Whether the form is one of the baseline visit.
    pub is_baseline: bool,
    /// Sex of the participant; none where there is no participant yet, of whom everything is asked.
    pub sex: Option<Sex>,
}

impl Setting {
    /// Returns the setting of a form of a participant.
    pub fn of(is_baseline: bool, sex: Sex) -> Self {
        Self {
            is_baseline,
            sex: Some(sex),
        }
    }

    /// Returns the setting of a form of nobody in particular.
    pub fn of_nobody(is_baseline: bool) -> Self {
        Self {
            is_baseline,
            sex: None,
        }
    }
}

/// How far a form is. Only fields that are asked count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Fields with a value.
    pub answered: usize,
    /// Fields with a missing reason.
    pub missing: usize,
    /// Required fields with neither, and fields with something that is not by the rules.
    pub empty_required: usize,
    /// Required fields, and fields with something that is not by the rules.
    pub total_required: usize,
}

impl Progress {
    /// Returns whether nothing required is open.
    pub fn is_complete(self) -> bool {
        self.empty_required == 0
    }

    /// Returns how many required fields have a value or a reason.
    pub fn done_required(self) -> usize {
        self.total_required.saturating_sub(self.empty_required)
    }
}

/// Returns whether a field is asked at this visit, given what stands in its form.
pub fn asked(
    rules: &ScoringRules,
    instrument: &Instrument,
    setting: Setting,
    cells: &FormCells,
    field: &Field,
) -> bool {
    condition::hold(instrument, cells, field, &|field| {
        let other_scale = field.scale.is_some_and(|s| s != rules.mmt_max);
        (setting.is_baseline || !field.at_baseline)
            && setting.sex.is_none_or(|sex| field.is_for(sex))
            && (!other_scale || stands_in(cells, field))
    })
}

/// Returns the fields that hold an answer and are not asked, in bedside order: what stands there counts nowhere.
pub fn not_asked<'a>(
    rules: &ScoringRules,
    instrument: &'a Instrument,
    setting: Setting,
    cells: &FormCells,
) -> Vec<&'a Field> {
    let fields = instrument.fields();
    fields
        .filter(|field| {
            answer(cells, &field.id).is_some() && !asked(rules, instrument, setting, cells, field)
        })
        .collect()
}

/// Returns the fields whose answers count now and would no longer be asked for after these changes.
pub fn hidden_by<'a>(
    rules: &ScoringRules,
    instrument: &'a Instrument,
    setting: Setting,
    cells: &FormCells,
    changes: &[(FieldId, Option<Answer>)],
) -> Vec<&'a Field> {
    let after = changed(cells, changes);
    newly_hidden(rules, instrument, setting, (cells, &after))
}

/// Returns the cells of a form as changes leave them.
pub fn changed(cells: &FormCells, changes: &[(FieldId, Option<Answer>)]) -> FormCells {
    let mut after = cells.clone();
    for (field, answer) in changes {
        let cell = after.entry(field.clone()).or_default();
        cell.answer.clone_from(answer);
    }
    after
}

/// Returns the fields whose answers counted before and are not asked for after.
pub fn newly_hidden<'a>(
    rules: &ScoringRules,
    instrument: &'a Instrument,
    setting: Setting,
    (before, after): (&FormCells, &FormCells),
) -> Vec<&'a Field> {
    let known = not_asked(rules, instrument, setting, before);
    let mut hidden = not_asked(rules, instrument, setting, after);
    let is_new = |field: &&Field| {
        let stood = answer(before, &field.id).is_some();
        stood && !known.iter().any(|known| known.id == field.id)
    };
    hidden.retain(is_new);
    hidden
}

/// Returns the fields whose answers keep another one from being asked, the first of a chain that are asked themselves;
/// none where no answer does.
pub fn hidden_under<'a>(
    rules: &ScoringRules,
    instrument: &'a Instrument,
    setting: Setting,
    cells: &FormCells,
    field: &'a Field,
) -> Vec<&'a Field> {
    let mut under = field;
    for _ in 0..MAX_CHAIN {
        let deciding = decided_by(under);
        let deciding = deciding.iter().map(|id| instrument.field(id.as_str()));
        let deciding: Vec<&Field> = deciding.flatten().collect();
        let is_asked = |field: &&Field| asked(rules, instrument, setting, cells, field);
        let asked: Vec<&Field> = deciding.iter().copied().filter(is_asked).collect();
        match deciding.first() {
            Some(first) if asked.is_empty() => under = first,
            _ => return asked,
        }
    }
    Vec::new()
}

/// Returns whether the answer of a field decides whether another one is asked.
pub fn decides(instrument: &Instrument, field: &FieldId) -> bool {
    let mut fields = instrument.fields();
    fields.any(|other| decided_by(other).contains(field))
}

/// Returns the fields whose answers decide whether a field is asked.
fn decided_by(field: &Field) -> Vec<FieldId> {
    match &field.visible_when {
        Some(condition) => condition.fields().cloned().collect(),
        None => {
            let other = field.scale.and_then(|_| stood_in_for(field));
            other.into_iter().collect()
        }
    }
}

/// Returns the field of the other side of the body: `deltoid.l` for `deltoid.r` and back.
pub fn opposite(field: &FieldId) -> Option<FieldId> {
    let id = field.as_str();
    if let Some(muscle) = id.strip_suffix(".l") {
        Some(FieldId::new(format!("{muscle}.r")))
    } else {
        let muscle = id.strip_suffix(".r")?;
        Some(FieldId::new(format!("{muscle}.l")))
    }
}

/// Returns the field in whose place another is asked when there is no value in it.
pub fn stood_in_for(field: &Field) -> Option<FieldId> {
    let own = field.stands_in_for.clone();
    own.or_else(|| opposite(&field.id))
}

/// IMACS form 04: the left side is used where the right one cannot be tested.
fn stands_in(cells: &FormCells, field: &Field) -> bool {
    stood_in_for(field)
        .is_some_and(|right| matches!(answer(cells, &right), Some(Answer::Missing { .. })))
}

fn is_unfit(cells: &FormCells, field: &Field) -> bool {
    super::cells::is_unfit(cells, field.id.as_str())
}

fn answer<'a>(cells: &'a FormCells, field: &FieldId) -> Option<&'a Answer> {
    cells.get(field)?.answer.as_ref()
}

/// Returns whether a field must not stay empty, as long as it is asked.
pub fn is_owed(instrument: &Instrument, cells: &FormCells, field: &Field) -> bool {
    field.required && !is_excused(instrument, cells, field)
}

/// Returns whether a required field may stay empty: a row entered in error owes nothing but the reason, and a result that
/// there is none of owes no limits of normal.
fn is_excused(instrument: &Instrument, cells: &FormCells, field: &Field) -> bool {
    let in_error = instrument.kept == Kept::Rows
        && rows::is_in_error(cells)
        && field.id.as_str() != rows::ERROR_REASON;
    in_error || is_limit_of_nothing(instrument, cells, field)
}

/// Returns whether a field is a limit of normal, and each result that it is for is missing for a reason.
fn is_limit_of_nothing(instrument: &Instrument, cells: &FormCells, field: &Field) -> bool {
    if !matches!(&field.kind, FieldKind::Lab { is_limit: true, .. }) {
        return false;
    }
    let mut results = instrument.fields().filter(|result| {
        let mut limits = result.limits();
        limits.any(|limit| *limit == field.id)
    });
    let is_missing =
        |result: &Field| matches!(answer(cells, &result.id), Some(Answer::Missing { .. }));
    results.next().is_some_and(is_missing) && results.all(is_missing)
}

/// Returns how far a form is.
pub fn progress(
    rules: &ScoringRules,
    instrument: &Instrument,
    setting: Setting,
    cells: &FormCells,
) -> Progress {
    let mut progress = Progress::default();
    for field in instrument.fields() {
        if !asked(rules, instrument, setting, cells, field) {
            continue;
        }
        let cell = cells.get(&field.id);
        let answer = cell.and_then(|cell| cell.answer.as_ref());
        match answer {
            Some(Answer::Value { .. }) => progress.answered += 1,
            Some(Answer::Missing { .. }) => progress.missing += 1,
            None => {}
        }
        if is_owed(instrument, cells, field) {
            progress.total_required += 1;
            progress.empty_required += usize::from(answer.is_none());
        } else if cell.is_some_and(|cell| cell.unfit.is_some())
            && !is_excused(instrument, cells, field)
        {
            // It need not have an answer, and must not keep this one.
            progress.total_required += 1;
            progress.empty_required += 1;
        }
    }
    progress
}

/// Returns whether every required field of a form has a value or a reason.
pub fn complete(
    rules: &ScoringRules,
    instrument: &Instrument,
    setting: Setting,
    cells: &FormCells,
) -> bool {
    progress(rules, instrument, setting, cells).is_complete()
}

/// Returns the next empty required field in bedside order after this one, going on from the top at
/// the end; this one itself only when no other is left. None when the form is complete.
pub fn next_required(
    rules: &ScoringRules,
    instrument: &Instrument,
    setting: Setting,
    cells: &FormCells,
    after: &FieldId,
) -> Option<FieldId> {
    let open = empty_required(rules, instrument, setting, cells);
    let place = |id: &FieldId| instrument.fields().position(|field| field.id == *id);
    let here = place(after);
    open.iter()
        .find(|field| here.is_none_or(|here| place(&field.id) > Some(here)))
        .or_else(|| open.first())
        .map(|field| field.id.clone())
}

/// Returns the required fields that have neither a value nor a reason, and those in which something stands that is not by
/// the rules, in bedside order.
pub fn empty_required<'a>(
    rules: &ScoringRules,
    instrument: &'a Instrument,
    setting: Setting,
    cells: &FormCells,
) -> Vec<&'a Field> {
    let fields = instrument.fields();
    fields
        .filter(|field| {
            let owed = field.required && answer(cells, &field.id).is_none();
            (owed || is_unfit(cells, field))
                && !is_excused(instrument, cells, field)
                && asked(rules, instrument, setting, cells, field)
        })
        .collect()
}

/// Returns the fields of a section that "rest absent" sets, with the answer for each: those asked,
/// still empty, and with a code for absent. Ratings without such a code are left alone.
pub fn rest_absent(
    rules: &ScoringRules,
    instrument: &Instrument,
    setting: Setting,
    section: &Section,
    cells: &FormCells,
) -> Vec<(FieldId, Answer)> {
    empty_in(rules, instrument, setting, section, cells)
        .filter_map(|field| Some((field.id.clone(), absent(instrument, field)?)))
        .collect()
}

/// Returns the fields of a section that are asked and hold nothing.
pub fn empty_in<'a>(
    rules: &ScoringRules,
    instrument: &Instrument,
    setting: Setting,
    section: &'a Section,
    cells: &FormCells,
) -> impl Iterator<Item = &'a Field> {
    let fields = section.fields.iter();
    fields
        .filter(move |field| answer(cells, &field.id).is_none() && !is_unfit(cells, field))
        .filter(move |field| asked(rules, instrument, setting, cells, field))
}

/// Returns what "rest absent" sets in a field; none where it leaves the field alone.
pub fn absent(instrument: &Instrument, field: &Field) -> Option<Answer> {
    let code = field.absent.as_deref()?;
    // A date or a laboratory result cannot be absent: it is missing, for a reason.
    if matches!(
        field.kind,
        FieldKind::Date | FieldKind::PartialDate { .. } | FieldKind::Time | FieldKind::Lab { .. }
    ) {
        return None;
    }
    typing::read(instrument, field, code, None, NaiveDate::MIN)
        .answer()
        .cloned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{cells, study};
    use crate::domain::study::Study;

    fn ask(study: &Study, baseline: bool, answers: &[(&str, Answer)], id: &str) -> bool {
        let form = study.form("mixed").unwrap();
        let field = form.field(id).unwrap();
        asked(
            study.scoring(),
            form,
            Setting::of_nobody(baseline),
            &cells(answers),
            field,
        )
    }

    #[test]
    fn a_field_is_asked_when_its_condition_holds() {
        let study = study();
        let rash = |code: &str| [("rash", Answer::code(code))];
        assert!(!ask(&study, false, &[], "site"));
        assert!(!ask(&study, false, &rash("n"), "site"));
        assert!(ask(&study, false, &rash("y"), "site"));
        // A condition on a field that is itself not asked does not hold.
        let hidden = [("rash", Answer::code("n")), ("site", Answer::code("y"))];
        assert!(!ask(&study, false, &hidden, "biopsy"));
        let shown = [("rash", Answer::code("y")), ("site", Answer::code("y"))];
        assert!(ask(&study, false, &shown, "biopsy"));
        // Two fields that wait for each other are never asked.
        let ring = [("ring.a", Answer::code("y")), ("ring.b", Answer::code("y"))];
        assert!(!ask(&study, false, &ring, "ring.a"));
    }

    #[test]
    fn a_baseline_field_is_asked_once() {
        let study = study();
        assert!(ask(&study, true, &[], "history"));
        assert!(!ask(&study, false, &[], "history"));
    }

    #[test]
    fn a_field_for_one_sex_is_asked_of_nobody_else_and_hides_what_hangs_on_it() {
        let mut form = study().form("mixed").unwrap().clone();
        let rash = form.sections[0].fields.first_mut().unwrap();
        rash.for_sex = vec![Sex::Female];
        let study = study();
        let stands = cells(&[
            ("rash", Answer::code("y")),
            ("site", Answer::code("y")),
            ("vas", Answer::missing("refused")),
        ]);
        let count = |setting: Setting| {
            let far = progress(study.scoring(), &form, setting, &stands);
            (far.answered, far.empty_required, far.total_required)
        };
        assert_eq!(count(Setting::of(false, Sex::Female)), (2, 0, 3));
        assert_eq!(count(Setting::of_nobody(false)), (2, 0, 3));
        assert_eq!(count(Setting::of(false, Sex::Male)), (0, 0, 1));
        let hidden = not_asked(
            study.scoring(),
            &form,
            Setting::of(false, Sex::Male),
            &stands,
        );
        let hidden: Vec<&str> = hidden.iter().map(|field| field.id.as_str()).collect();
        assert_eq!(hidden, ["rash", "site"]);
    }

    #[test]
    fn the_left_side_is_asked_on_the_larger_scale_or_in_place_of_the_right() {
        let mut study = study();
        study.protocol.scoring.mmt_max = 150;
        let form = study.form("mmt8").unwrap().clone();
        let left = form.field("deltoid.l").unwrap();
        assert!(asked(
            study.scoring(),
            &form,
            Setting::of_nobody(false),
            &cells(&[]),
            left
        ));
        study.protocol.scoring.mmt_max = 80;
        assert!(!asked(
            study.scoring(),
            &form,
            Setting::of_nobody(false),
            &cells(&[]),
            left
        ));
        let graded = cells(&[("deltoid.r", Answer::code("8"))]);
        assert!(!asked(
            study.scoring(),
            &form,
            Setting::of_nobody(false),
            &graded,
            left
        ));
        let untestable = cells(&[("deltoid.r", Answer::missing("unable"))]);
        assert!(asked(
            study.scoring(),
            &form,
            Setting::of_nobody(false),
            &untestable,
            left
        ));
    }

    #[test]
    fn progress_counts_what_is_asked_and_keeps_what_is_hidden() {
        let study = study();
        let form = study.form("mixed").unwrap();
        // Required: rash, vas, and site once there is a rash.
        let empty = progress(
            study.scoring(),
            form,
            Setting::of_nobody(false),
            &cells(&[]),
        );
        assert_eq!((empty.empty_required, empty.total_required), (2, 2));
        let some = cells(&[
            ("rash", Answer::code("y")),
            ("vas", Answer::missing("refused")),
        ]);
        let some = progress(study.scoring(), form, Setting::of_nobody(false), &some);
        assert_eq!((some.answered, some.missing), (1, 1));
        assert_eq!((some.empty_required, some.total_required), (1, 3));
        assert_eq!(some.done_required(), 2);
        let hidden = cells(&[
            ("rash", Answer::code("n")),
            ("site", Answer::code("y")),
            ("vas", Answer::missing("refused")),
        ]);
        assert_eq!(
            progress(study.scoring(), form, Setting::of_nobody(false), &hidden).answered,
            1
        );
        assert!(complete(
            study.scoring(),
            form,
            Setting::of_nobody(false),
            &hidden
        ));
        assert!(!complete(
            study.scoring(),
            form,
            Setting::of_nobody(true),
            &hidden
        ));
        assert!(hidden.get("site").unwrap().answer.is_some());
    }

    #[test]
    fn answers_that_another_one_hides_are_named_with_it() {
        let study = study();
        let form = study.form("mixed").unwrap();
        let rules = study.scoring();
        let stands = cells(&[
            ("rash", Answer::code("y")),
            ("site", Answer::code("y")),
            ("biopsy", Answer::code("y")),
        ]);
        let ids = |fields: Vec<&Field>| -> Vec<String> {
            fields.iter().map(|field| field.id.to_string()).collect()
        };
        let hidden = |answer| {
            let changes = [("rash".into(), answer)];
            ids(hidden_by(
                rules,
                form,
                Setting::of_nobody(false),
                &stands,
                &changes,
            ))
        };
        assert_eq!(
            ids(not_asked(rules, form, Setting::of_nobody(false), &stands)),
            [""; 0]
        );
        // The chain goes with it, also when the deciding answer is emptied.
        assert_eq!(hidden(Some(Answer::code("n"))), ["site", "biopsy"]);
        assert_eq!(hidden(None), ["site", "biopsy"]);
        assert_eq!(hidden(Some(Answer::code("y"))), [""; 0]);
        let mut after = stands.clone();
        after.entry("rash".into()).or_default().answer = Some(Answer::code("n"));
        assert_eq!(
            ids(not_asked(rules, form, Setting::of_nobody(false), &after)),
            ["site", "biopsy"]
        );
        for field in ["site", "biopsy"] {
            let field = form.field(field).unwrap();
            let under = hidden_under(rules, form, Setting::of_nobody(false), &after, field);
            assert_eq!(ids(under), ["rash"]);
        }
        // What is hidden already, or has no answer, is not asked about.
        let again = [("rash".into(), None)];
        assert!(hidden_by(rules, form, Setting::of_nobody(false), &after, &again).is_empty());
        assert!(decides(form, &"rash".into()) && !decides(form, &"vas".into()));
    }

    #[test]
    fn the_next_required_field_goes_round_once() {
        let study = study();
        let form = study.form("mixed").unwrap();
        let next = |answers: &[(&str, Answer)], after: &str| {
            next_required(
                study.scoring(),
                form,
                Setting::of_nobody(false),
                &cells(answers),
                &after.into(),
            )
            .map(|id| id.as_str().to_owned())
        };
        assert_eq!(next(&[], "rash").as_deref(), Some("vas"));
        assert_eq!(next(&[], "vas").as_deref(), Some("rash"));
        let rash = [("rash", Answer::code("n"))];
        assert_eq!(next(&rash, "vas").as_deref(), Some("vas"));
        let all = [
            ("rash", Answer::code("n")),
            ("vas", Answer::missing("refused")),
        ];
        assert_eq!(next(&all, "rash"), None);
    }

    #[test]
    fn rest_absent_fills_empty_fields_that_have_a_code_for_it() {
        let study = study();
        let form = study.form("mixed").unwrap();
        let section = form.section_of("rash").unwrap();
        let rest = |answers: &[(&str, Answer)]| {
            rest_absent(
                study.scoring(),
                form,
                Setting::of_nobody(false),
                section,
                &cells(answers),
            )
        };
        assert_eq!(rest(&[]), [("rash".into(), Answer::code("n"))]);
        assert_eq!(
            rest(&[("rash", Answer::code("y"))]),
            [("site".into(), Answer::code("n"))]
        );
        assert_eq!(rest(&[("rash", Answer::missing("refused"))]), []);
    }
}
