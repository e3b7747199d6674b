//! Any word in any field of any form that comes with the program: what is stored is what the whole word means in that
//! one field, or nothing, and no other field changes. In a choice the key that completes it ends the word.
//!
//! `CORESET_WORDS` and `CORESET_WORDS_SEED` set how many words, and the seed of the first round; what fails names its
//! round, and `CORESET_WORDS=1` with that seed runs it again.

use crate::support::bedside;
use crate::support::bedside::{Bedside, Owner};
use crate::support::narrative::with_narrative;
use coreset::domain::base::answer::{Answer, Value};
use coreset::domain::forms::engine::instrument::{Choice, Field, FieldKind, Instrument};
use coreset::domain::forms::engine::typing;
use coreset::domain::forms::engine::typing::{Typed, plain_char};
use coreset::domain::record::event::{Event, Origin};
use coreset::domain::record::rows::SESSION;
use coreset::domain::record::user::Role;
use coreset::domain::study::Study;
use coreset::domain::study::shipped::embedded_study;
use coreset::screens::form::state::FormState;
use std::collections::BTreeMap;

/// Words of one run where nothing else is asked for.
const WORDS: u64 = 20_000;

/// Words typed at one bedside before the next begins.
const WORDS_EACH: u64 = 125;

/// Seed of the first round where none is given.
const SEED: u64 = 1;

/// Random numbers from a seed (SplitMix64).
pub(crate) struct Draw(pub(crate) u64);

impl Draw {
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % end as u64) as usize
    }

    fn one(&mut self, of: &str) -> char {
        let of: Vec<char> = of.chars().collect();
        of[self.below(of.len())]
    }

    /// Up to so many characters of a set.
    fn some(&mut self, of: &str, most: usize) -> String {
        (0..self.below(most + 1)).map(|_| self.one(of)).collect()
    }
}

const DIGITS: &str = "0123456789";
const ALL_DIGITS: &str = "0123456789０１２３４５６７８９";
const MARKS: &str = ".,。．｡，、٫·・";
const ANY: &str = "0123456789.,/:<>+*-=?!#;'()[] abcdefghijklmnopqrstuvwxyzABTUNK\
                   ０３５９。．｡，、٫：－–—−／＋＜＝？＊ＴＹＮ·・漢é";

/// An option as a word can be made of it: code, label and key.
type WordOption = (String, String, Option<String>);

/// The options of a field; none where it is no choice.
pub(crate) fn word_options(form: &Instrument, field: &Field) -> Vec<WordOption> {
    let choices = form.choices(field).iter();
    let of = |choice: &Choice| {
        (
            choice.code.clone(),
            choice.label.clone(),
            choice.key.clone(),
        )
    };
    choices.map(of).collect()
}

/// A word for a field: anything, or something like what the field takes.
pub(crate) fn word(draw: &mut Draw, field: &Field, options: &[WordOption]) -> String {
    let rest = draw.some(ANY, 2);
    match (draw.below(9), &field.kind) {
        (0 | 1, _) => draw.one(ANY).to_string() + &draw.some(ANY, 8),
        (2, _) => {
            let (whole, mark) = (draw.some(ALL_DIGITS, 4), draw.some(MARKS, 1));
            whole + &mark + &draw.some(ALL_DIGITS, 3)
        }
        // What is bound to a character in front of an answer.
        (3, _) => draw.one("-+=/?－＋＝").to_string() + &draw.some(DIGITS, 3),
        (_, FieldKind::Choice { .. }) => {
            let (code, label, key) = options[draw.below(options.len())].clone();
            match draw.below(4) {
                0 => code + &rest,
                1 => key.unwrap_or(code) + &rest,
                2 => label + &rest,
                _ => {
                    let letters = 1 + draw.below(label.chars().count());
                    label.chars().take(letters).collect::<String>() + &rest
                }
            }
        }
        (4 | 5, FieldKind::Date | FieldKind::PartialDate { .. }) => {
            let mut date = format!("202{}", draw.below(7));
            for _ in 0..draw.below(4) {
                date.push(draw.one("-/.。－"));
                date.push_str(&draw.some(DIGITS, 2));
            }
            date
        }
        (6, FieldKind::Date | FieldKind::PartialDate { .. }) => {
            draw.one("tTｔ").to_string() + &draw.some("-+－", 1) + &draw.some(DIGITS, 3)
        }
        (_, FieldKind::Paragraph) => draw.one("aé1").to_string() + &draw.some("ab. \n漢", 12),
        (_, FieldKind::Time) => {
            draw.some(DIGITS, 2) + &draw.some(":.：。-", 1) + &draw.some(DIGITS, 3)
        }
        _ => draw.some(DIGITS, 3) + &draw.some(".,", 1) + &draw.some(DIGITS, 2),
    }
}

/// The keys that open eligibility.
const ELIGIBILITY: &str = "enter 1";

/// The places where words are typed: the day, and the keys that open a form from the list of participants.
const PLACES: [(&str, &str); 21] = [
    (bedside::DAY, "enter 1 1"),
    (bedside::DAY, "enter 1 2"),
    (bedside::DAY, "enter 1 3"),
    (bedside::DAY, "enter 1 4"),
    (bedside::DAY, "enter 1 5"),
    (bedside::DAY, "enter 1 6"),
    (bedside::DAY, "enter 1 7"),
    (bedside::DAY, "enter 1 8"),
    ("2026-05-25", "enter enter 1"),
    ("2026-05-25", "enter enter 2"),
    ("2026-05-25", "enter enter 3"),
    ("2026-05-25", "enter enter 4"),
    ("2026-05-25", "enter enter 5"),
    ("2026-05-25", "enter enter 6"),
    ("2026-05-25", "enter enter 7"),
    ("2026-05-25", "enter enter 8"),
    (bedside::DAY, "enter 6 enter"),
    (bedside::DAY, "enter 7 enter"),
    (bedside::DAY, "enter 8 enter"),
    (bedside::DAY, "ctrl-n"),
    // Who is not found eligible has that form opened in place of a visit.
    (bedside::DAY, ELIGIBILITY),
];

/// How many places there are.
pub(crate) fn place_count() -> usize {
    PLACES.len()
}

/// A bedside at one of the places: something stands in every log, and before week 12 in every form that has facts.
pub(crate) fn at(study: &Study, place: usize) -> Bedside {
    let (day, keys) = PLACES[place];
    let mut study = study.clone();
    if keys != ELIGIBILITY {
        study.protocol.eligibility = None;
    }
    let mut owner = Bedside::with("default", study, &["01-001"]).owner;
    let fill = |owner: &mut Owner, visit: &str, form: &str, answers: &str| {
        owner.fill("01-001", visit, bedside::DAY, form, answers);
    };
    if day != bedside::DAY {
        fill(
            &mut owner,
            "baseline",
            "ptga",
            "vas=5.0 likert=3 obtained=1",
        );
        fill(&mut owner, "baseline", "haq", "obtained=1");
        fill(&mut owner, "baseline", "mmt8", "tester=1");
        let enzymes = "laboratory=Central_lab unit=U/L haemolysed=n ck=1260 ck.uln=170";
        fill(&mut owner, "baseline", "enzymes", enzymes);
        let dose = "taken=y drug=1 dose=20 frequency=1 route=1 weight=62.5";
        fill(&mut owner, "baseline", "glucocorticoid", dose);
    } else if keys != ELIGIBILITY {
        fill(
            &mut owner,
            "baseline",
            "enzymes",
            "laboratory=Central unit=U/L haemolysed=n",
        );
        fill(&mut owner, "baseline", "glucocorticoid", "taken=y drug=1");
    }
    for (form, answers) in [
        (
            "medication#1",
            "class=other name=aspirin route=iv ongoing=n",
        ),
        ("abatacept#1", "number=1 state=interrupted given=750"),
        ("adverse-event#1", "term=rash serious=y ongoing=n"),
    ] {
        fill(&mut owner, SESSION, form, answers);
    }
    owner.now = bedside::at(day);
    let roles = [Role::Assessor, Role::Investigator];
    let mut bedside = Bedside::start_as("default", owner, None, "mk-1", bedside::who(), &roles);
    bedside.keys(keys);
    // A question that comes by itself takes a digit once Enter has shown its lines.
    while bedside.top() == "picker" {
        bedside.keys("enter");
        if bedside.top() == "picker" {
            bedside.keys("1");
        }
    }
    assert_eq!(bedside.top(), "form", "{keys} on {day}");
    bedside
}

/// What stands in the fields of an enrolment; nothing elsewhere, where the events tell.
fn local(form: &FormState) -> BTreeMap<String, Answer> {
    let cells = form.local.iter();
    let answers = cells.filter_map(|(id, cell)| Some((id.to_string(), cell.answer.clone()?)));
    answers.collect()
}

/// Types one word and Enter into the field with the focus, and holds what came of it against what the word means.
fn type_one(bedside: &mut Bedside, draw: &mut Draw) {
    let state = bedside.form().clone();
    let shared = &bedside.model().shared;
    let instrument = shared.instrument(&state).unwrap().clone();
    let field = instrument.field(state.focus.as_str()).unwrap().clone();
    let unit = shared.unit_of(&state, &field);
    let (today, repeats) = (shared.today(), field.fact);
    let stood = shared.standing(&state, &field.id);
    let options = word_options(&instrument, &field);
    let text = word(draw, &field, &options);
    let read = |text: &str| typing::read(&instrument, &field, text, unit.as_deref(), today);
    let is_choice = matches!(field.kind, FieldKind::Choice { .. });
    let (count, before) = (bedside.count(), local(&state));

    let mut elsewhere = false;
    let mut typed = String::new();
    for c in text.chars() {
        match c {
            '\n' => bedside.keys("alt-enter").deliver_all(),
            c => bedside.type_text(&c.to_string()).deliver_all(),
        };
        typed.push(c);
        elsewhere |= bedside.top() != "form";
        let gone =
            bedside.top() != "form" || bedside.form().focus != state.focus || bedside.form().at_end;
        // One that need not be answered waits for Enter.
        if is_choice && field.required && matches!(read(&typed), Typed::Full(_)) {
            assert!(
                gone || bedside.form().line.is_empty(),
                "{typed:?} is whole in {state:?}"
            );
        }
        if gone && is_choice {
            break;
        }
    }
    let went_on =
        bedside.top() == "form" && (bedside.form().focus != state.focus || bedside.form().at_end);
    if !went_on {
        bedside.keys("enter").deliver_all();
    }

    let here = format!("{typed:?} in {} {}", state.form, field.id);
    let mut meant = read(&typed).answer().cloned();
    if repeats && typed.chars().next().map(plain_char) == Some('=') {
        let visit = state.visit.as_ref();
        let shared = &bedside.model().shared;
        let last = visit
            .and_then(|visit| shared.last_answer(visit, state.form.as_str(), field.id.as_str()));
        if let Some(last) = last.filter(|_| is_choice || typed.chars().count() == 1) {
            meant = Some(last.clone());
        }
        if matches!(field.kind, FieldKind::Text { .. } | FieldKind::Paragraph) {
            // In front of a text that is repeated the sign is no part of the word.
            return;
        }
    }
    let mut stored = None;
    for event in bedside.since(count) {
        let (place, answer) = match event {
            Event::Answered {
                place,
                answer,
                origin,
            } => {
                let is_limit = field.limits().any(|limit| *limit == place.field);
                if *origin == Origin::Carried && is_limit {
                    continue;
                }
                (place, answer)
            }
            Event::Cleared { .. } | Event::Filled { .. } => panic!("{event:?} by {here}"),
            _ => continue,
        };
        assert_eq!(place.field, field.id, "by {here}");
        assert_eq!(place.form, state.form, "by {here}");
        assert_eq!(Some(answer), meant.as_ref(), "by {here}");
        stored = Some(answer.clone());
    }
    if state.visit.is_none() && bedside.top() == "form" {
        let mut after = local(bedside.form());
        let (was, is) = (
            after.remove(field.id.as_str()),
            before.get(field.id.as_str()),
        );
        if was.as_ref() != is {
            // Today waits in the day of enrolment, and an Enter without a word takes it.
            let waits = field.id.as_str() == "enrolled-on" && meant.is_none();
            let today = Value::Date("2026-03-02".parse().unwrap());
            let taken = was.as_ref().and_then(Answer::value) == Some(&today);
            assert!(was == meant || waits && taken, "{was:?} by {here}");
            stored = was;
        }
        let mut before = before.clone();
        before.remove(field.id.as_str());
        assert_eq!(after, before, "by {here}");
    }
    // Nothing is lost without a word: it is stored, asked about, or stands there refused.
    let is_same = !elsewhere && bedside.top() == "form" && bedside.form().form == state.form;
    if stored.is_none() && meant != stood && !typed.trim().is_empty() && is_same {
        assert_eq!(bedside.form().focus, field.id, "{here}");
        assert!(!bedside.form().at_end, "{here}");
        let said = bedside.form().refusal.is_some() || !bedside.notice().is_empty();
        assert!(said, "{here}");
    }
}

/// Goes to the next field, with nothing open and nothing typed; false where the form is no longer there.
fn goes_on(bedside: &mut Bedside, state: &FormState) -> bool {
    for _ in 0..6 {
        if bedside.top() == "form" {
            break;
        }
        bedside.keys("esc").deliver_all();
    }
    if bedside.top() != "form" {
        return false;
    }
    let here = bedside.form();
    if here.form != state.form || here.visit != state.visit {
        return false;
    }
    if !bedside.waits().is_empty() {
        // A draft of several lines would ask before the next word is typed over it; open, it goes letter by letter.
        if !bedside.text().is_empty() {
            bedside.keys("home");
        }
        bedside.keys("delete");
        for _ in bedside.text().to_owned().chars() {
            bedside.keys("delete");
        }
    }
    bedside.keys(if bedside.form().at_end {
        "home"
    } else {
        "down"
    });
    if bedside.form().at_end {
        bedside.keys("home");
    }
    let state = bedside.form().clone();
    bedside.model().shared.lock_words(&state).is_none()
}

fn from_environment(name: &str, otherwise: u64) -> u64 {
    let given = std::env::var(name).ok();
    given.map_or(otherwise, |text| text.parse().expect(name))
}

#[test]
fn any_word_in_any_field_stores_what_the_whole_word_means_there_or_nothing() {
    let count = from_environment("CORESET_WORDS", WORDS);
    let seed = from_environment("CORESET_WORDS_SEED", SEED);
    let study = with_narrative(embedded_study().unwrap());
    let rounds = count.div_ceil(WORDS_EACH);
    for round in seed..seed.saturating_add(rounds) {
        let mut draw = Draw(round);
        let place = draw.below(PLACES.len());
        println!("round {round} at {:?}", PLACES[place]);
        let mut bedside = at(&study, place);
        // Words reach every part of a long form.
        for _ in 0..draw.below(40) {
            bedside.keys("down");
            if bedside.form().at_end {
                bedside.keys("home");
            }
        }
        for _ in 0..WORDS_EACH {
            let state = bedside.form().clone();
            type_one(&mut bedside, &mut draw);
            if !goes_on(&mut bedside, &state) {
                bedside = at(&study, place);
            }
        }
    }
}
