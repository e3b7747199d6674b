//! What is longer than its space: labels in their rows, lists of options, lists to choose from.

use crate::support::bedside::{Bedside, study};
use coreset::domain::base::ids::{FormId, VisitId};
use coreset::domain::forms::engine::instrument::{Choice, FieldKind, Instrument};
use coreset::domain::record::rows::{SESSION, row_id};
use coreset::domain::study::{Reason, Study};
use coreset::screens::form::state::FormState;
use coreset::screens::look::Look;
use coreset::screens::stack::Layer;
use std::collections::{BTreeMap, BTreeSet};

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (60, 20)];
/// What stands between the fields and what is beside them.
const BAR: char = '│';

/// Text without its blanks: words are broken into lines, and a character in double width has a blank cell behind it.
fn bare(text: &str) -> String {
    text.split_whitespace().collect()
}

/// The lines of a screen, without what stands beside the fields.
fn left(screen: &str) -> Vec<String> {
    let lines = screen.lines();
    lines
        .map(|line| line.split(BAR).next().unwrap_or_default().to_owned())
        .collect()
}

/// Every form of a study, with the visit at which it is opened here.
fn forms(study: &Study) -> Vec<(FormId, Option<VisitId>)> {
    let visits: BTreeMap<&FormId, &VisitId> = study
        .protocol
        .visits
        .iter()
        .flat_map(|visit| visit.forms.iter().map(move |form| (form, &visit.id)))
        .collect();
    let mut forms: Vec<_> = visits
        .iter()
        .map(|(form, visit)| ((*form).clone(), Some((*visit).clone())))
        .collect();
    let session = || Some(VisitId::from(SESSION));
    forms.extend(
        study
            .protocol
            .eligibility
            .clone()
            .map(|form| (form, session())),
    );
    let logs = study
        .logs()
        .map(|form| (row_id(form.id.as_str(), 1), session()));
    forms.extend(logs);
    forms.push((study.enrolment.id.clone(), None));
    forms
}

fn instrument<'a>(study: &'a Study, form: &FormId) -> &'a Instrument {
    let id = form.as_str();
    let form = coreset::domain::record::rows::split(id).map_or(id, |(form, _)| form);
    study.form(form).unwrap_or(&study.enrolment)
}

/// The study with all fields asked, whatever the others say.
fn all_asked(mut study: Study) -> Study {
    for form in study.instruments.values_mut() {
        for field in form
            .sections
            .iter_mut()
            .flat_map(|section| &mut section.fields)
        {
            field.visible_when = None;
            field.at_baseline = false;
            field.scale = None;
            field.stands_in_for = None;
        }
    }
    study
}

#[test]
fn every_label_is_whole_in_its_row_or_below_the_fields_and_no_two_look_the_same_when_cut() {
    let complete = coreset::domain::study::shipped::embedded_study().unwrap();
    let (mut checked, mut cut) = (0, 0);
    for study in [complete.clone(), all_asked(complete)] {
        let mut bedside = Bedside::with("default", study.clone(), &["01-001"]);
        bedside.keys("Enter");
        for (form, visit) in forms(&study) {
            let fields: Vec<_> = instrument(&study, &form)
                .sections
                .iter()
                .flat_map(|section| &section.fields)
                .collect();
            for (width, height) in SIZES {
                let mut rows: BTreeMap<String, &str> = BTreeMap::new();
                for field in &fields {
                    let state = FormState::new(form.clone(), visit.clone(), field.id.clone());
                    bedside.app.model.layers.push(Layer::Form(state));
                    let screen = bedside.screen_of(width, height, Look::FULL);
                    bedside.app.model.layers.pop();
                    let lines = left(&screen);
                    // One that is not asked has no row.
                    let marked = lines.iter().find_map(|line| line.strip_prefix("▸ "));
                    let Some(row) = marked else { continue };
                    checked += 1;
                    if bare(row).starts_with(&bare(&field.label)) {
                        continue;
                    }
                    cut += 1;
                    let place = format!("{} of {form} at {width}x{height}", field.id);
                    let rule = lines.iter().position(|line| line.contains("────"));
                    let below = lines[rule.unwrap()..].concat();
                    assert!(
                        bare(&below).contains(&bare(&field.label)),
                        "{place}:\n{screen}"
                    );
                    // Nothing is answered: what differs is the label.
                    let label = row.trim_end_matches(['·', '_', ' ']).to_owned();
                    if let Some(other) = rows.insert(label, &field.label) {
                        assert_eq!(other, field.label, "{place}:\n{screen}");
                    }
                }
            }
        }
    }
    // Few have so little room that a label is cut: at most one in a hundred.
    let few = (1..=checked / 100).contains(&cut);
    assert!(checked > 1_000 && few, "{checked} checked, {cut} cut");
}

#[test]
fn the_hint_of_every_section_is_whole() {
    let study = study();
    let mut bedside = Bedside::with("default", study.clone(), &["01-001"]);
    bedside.keys("Enter");
    for (form, visit) in forms(&study) {
        for section in &instrument(&study, &form).sections {
            let (Some(hint), Some(first)) = (&section.hint, section.fields.first()) else {
                continue;
            };
            // The key of the action that it names stands behind its word.
            let named = |hint: &str, word: &str| hint.replace(word, &format!("{word} (Ctrl-R)"));
            let hint = named(&named(hint, "Rest absent"), "rest absent");
            for (width, height) in SIZES {
                let state = FormState::new(form.clone(), visit.clone(), first.id.clone());
                bedside.app.model.layers.push(Layer::Form(state));
                let screen = bedside.screen_of(width, height, Look::FULL);
                bedside.app.model.layers.pop();
                let lines = left(&screen);
                if lines.iter().any(|line| line.starts_with("▸ ")) {
                    let shown = bare(&lines.concat());
                    assert!(
                        shown.contains(&bare(&hint)),
                        "{hint} at {width}x{height}:\n{screen}"
                    );
                }
            }
        }
    }
}

/// A study in which a field of a form has forty options in double width, and a value forty reasons to be missing.
fn forty() -> (Study, FormId, String, Vec<Choice>) {
    let mut study = study();
    let choices: Vec<Choice> = (1..=40)
        .map(|number| Choice {
            code: format!("{number:02}"),
            label: format!("選項肌力評估的等級第{number}種"),
            key: None,
        })
        .collect();
    let is_choice = |kind: &FieldKind| matches!(kind, FieldKind::Choice { .. });
    let form = FormId::from("mmt8");
    let instrument = study.instruments.get_mut(form.as_str()).unwrap();
    let fields = instrument
        .sections
        .iter()
        .flat_map(|section| &section.fields);
    let field = fields.clone().find(|field| is_choice(&field.kind)).unwrap();
    let FieldKind::Choice { options, .. } = &field.kind else {
        unreachable!()
    };
    let (options, field) = (options.clone(), field.id.as_str().to_owned());
    instrument.option_sets.insert(options, choices.clone());
    let keys = ('1'..='9').chain('a'..='z').chain('A'..='E');
    let reasons: Vec<Reason> = keys
        .enumerate()
        .map(|(place, key)| Reason {
            code: format!("reason-{place}"),
            key,
            label: format!("沒有數值的原因第{}種", place + 1),
            needs_text: false,
        })
        .collect();
    instrument.missing = reasons.iter().map(|reason| reason.code.clone()).collect();
    study.protocol.missing_reasons.extend(reasons);
    (study, form, field, choices)
}

fn open(study: &Study, form: &FormId, field: &str) -> Bedside {
    let mut bedside = Bedside::with("default", study.clone(), &["01-001"]);
    bedside.keys("Enter");
    let visit = study.protocol.baseline.clone();
    let state = FormState::new(form.clone(), Some(visit), field.into());
    bedside.app.model.layers.push(Layer::Form(state));
    bedside
}

/// The numbers of the options or lines in sight, and how many are said to be above and below.
fn in_sight(screen: &str) -> (Vec<usize>, usize, usize) {
    let text: String = screen.split_whitespace().collect();
    let numbers = text.split('第').skip(1).filter_map(|rest| {
        let (number, _) = rest.split_once('種')?;
        number.parse().ok()
    });
    let count = |word: &str| {
        let mut words = screen
            .split([' ', ',', ':', '─', '┘'])
            .filter(|word| !word.is_empty());
        let mut last = "";
        words
            .find_map(|next| {
                let found = (next == word).then(|| last.parse::<usize>().ok()).flatten();
                last = next;
                found
            })
            .unwrap_or(0)
    };
    (
        numbers.collect(),
        count("above"),
        count("below") + count("more"),
    )
}

#[test]
fn a_list_of_options_longer_than_its_space_is_gone_through_and_says_what_is_above_and_below() {
    let (study, form, field, choices) = forty();
    for (width, height) in [(80, 24), (60, 20), (40, 12)] {
        let mut bedside = open(&study, &form, &field);
        let mut seen: BTreeSet<usize> = BTreeSet::new();
        let first = bedside.screen_of(width, height, Look::FULL);
        for _ in 0..choices.len() {
            let screen = bedside.screen_of(width, height, Look::FULL);
            let (shown, above, below) = in_sight(&screen);
            assert!(!shown.is_empty(), "{width}x{height}:\n{screen}");
            assert_eq!(
                above + shown.len() + below,
                40,
                "{width}x{height}:\n{screen}"
            );
            assert_eq!(shown.iter().min(), Some(&(above + 1)), "{screen}");
            seen.extend(shown);
            bedside.keys("right");
            if bedside.screen_of(width, height, Look::FULL) == first {
                break;
            }
        }
        assert_eq!(seen.len(), 40, "{width}x{height}");
        assert_eq!(
            bedside.screen_of(width, height, Look::FULL),
            first,
            "the first part again"
        );
        assert!(bedside.sent.is_empty(), "looking answers nothing");
        // What is typed narrows the list, from its beginning.
        bedside.keys("right").type_text("3");
        let (shown, ..) = in_sight(&bedside.screen_of(width, height, Look::FULL));
        assert_eq!(shown.first(), Some(&30), "{width}x{height}");
        // The part with the answer that stands is in sight.
        bedside.type_text("5");
        assert_ne!(bedside.form().focus.as_str(), field);
        bedside.keys("up");
        let screen = bedside.screen_of(width, height, Look::FULL);
        let (shown, above, below) = in_sight(&screen);
        assert!(
            shown.contains(&35) && above > 0,
            "{width}x{height}:\n{screen}"
        );
        assert!(above + below < 40, "{screen}");
    }
}

#[test]
fn a_list_to_choose_from_longer_than_the_screen_says_how_many_lines_are_above_and_below() {
    let (study, form, field, _) = forty();
    for (width, height) in [(80, 24), (60, 20), (40, 12)] {
        let mut bedside = open(&study, &form, &field);
        bedside.keys(". Enter");
        assert_eq!(bedside.top(), "picker");
        for number in 1..=40 {
            bedside.keys("down");
            let screen = bedside.screen_of(width, height, Look::FULL);
            // Only the box.
            let lines = screen.lines().filter(|line| line.contains(['│', '┌', '└']));
            let boxed: Vec<&str> = lines.collect();
            let (shown, above, below) = in_sight(&boxed.join("\n"));
            assert!(
                shown.contains(&number),
                "{number} at {width}x{height}:\n{screen}"
            );
            assert_eq!(
                above + shown.len() + below,
                40,
                "{width}x{height}:\n{screen}"
            );
        }
    }
}

#[test]
fn the_help_says_whole_what_each_key_does() {
    let mut bedside = Bedside::with("default", study(), &["01-001"]);
    for keys in ["f1", "esc enter f1", "esc 1 1 f1"] {
        bedside.keys(keys);
        let screen = bedside.screen_of(60, 200, Look::FULL);
        let cut: Vec<&str> = screen.lines().filter(|line| line.contains('…')).collect();
        assert!(cut.is_empty(), "{cut:?}");
        assert!(screen.contains("Keys here"), "{screen}");
    }
}
