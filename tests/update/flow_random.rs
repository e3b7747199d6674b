//! Any keys, on any screen, with an owner that answers late or refuses: nothing breaks, and what is
//! shown is what is stored.

use crate::support::bedside::{Bedside, all_keys, study};
use coreset::domain::base::ids::ParticipantId;
use coreset::domain::record::event::Event;
use coreset::domain::record::user::Role;
use coreset::input::action::{Action, Context};
use coreset::input::key::Key;
use coreset::input::keymap::Keymap;
use coreset::screens::effect::Msg;
use coreset::screens::look::{Glyphs, Look};
use coreset::screens::picker::state::{Pick, Purpose};
use coreset::screens::stack::Layer;
use proptest::prelude::*;

const KEYMAPS: [&str; 4] = ["default", "vi", "emacs", "numpad"];

/// Ways to where the random keys begin.
const STARTS: [&str; 17] = [
    "",
    "enter",
    "enter 1",
    "enter 1 1",
    "enter 1 2",
    "enter 1 4 8 1",
    "enter 1 5",
    "enter 1 7",
    "enter 5 1 8",
    "insert type:01-0",
    "enter f3",
    "enter f3 space",
    "enter 1 2 f3",
    "f3",
    "f7",
    "enter 1 4 8 esc f10",
    "enter 1 4 8 esc f10 end enter type:x enter",
];

const DAYS: [&str; 4] = ["2026-03-02", "2026-03-16", "2026-05-25", "2027-01-01"];

#[derive(Clone, Debug)]
enum Step {
    /// Some key that the keymap binds somewhere, or some character.
    Key(prop::sample::Index),
    /// The first key of an action, where the program is then.
    Act(prop::sample::Index),
    /// An answer typed out.
    Text(&'static str),
    Paste(&'static str),
    Holds(bool),
    Deliver,
    Refuses(bool),
    /// The line drops; the program is started again.
    Killed,
    Day(usize),
    Size(u16, u16),
    /// Somebody else saves this in a field of the first form but one.
    Other(usize, &'static str),
    /// The owner is gone; whether it had done what was sent.
    Lost(bool),
    Back,
    Idle,
    Unlock,
}

/// Fields in which somebody else is at work: form and field.
const CONTESTED: [(&str, &str); 5] = [
    ("mmt8", "deltoid.r"),
    ("mmt8", "deltoid.l"),
    ("haq", "item01"),
    ("phga", "vas"),
    ("enzymes", "ck"),
];

fn step() -> impl Strategy<Value = Step> {
    let texts = [
        "4.7",
        "8",
        "10",
        "1",
        "0",
        "*",
        ".",
        "<5",
        "99999999",
        "62.5",
        "01-003",
        "ab",
        "neck",
        "6",
        "yes",
        "漢字",
        "2026-02-28",
        "t-3",
        "1.2.3",
    ];
    let pastes = ["4.7", "1", "yes\nno", "", "1260\t", "é漢", "01-001"];
    prop_oneof![
        20 => any::<prop::sample::Index>().prop_map(Step::Key),
        12 => any::<prop::sample::Index>().prop_map(Step::Act),
        14 => prop::sample::select(texts.to_vec()).prop_map(Step::Text),
        2 => prop::sample::select(pastes.to_vec()).prop_map(Step::Paste),
        1 => any::<bool>().prop_map(Step::Holds),
        2 => Just(Step::Deliver),
        1 => any::<bool>().prop_map(Step::Refuses),
        1 => Just(Step::Killed),
        1 => (0..DAYS.len()).prop_map(Step::Day),
        2 => (1u16..=200, 1u16..=60).prop_map(|(columns, rows)| Step::Size(columns, rows)),
        2 => (0..CONTESTED.len(), prop::sample::select(vec!["1", "2", "3"]))
            .prop_map(|(place, answer)| Step::Other(place, answer)),
        1 => any::<bool>().prop_map(Step::Lost),
        3 => Just(Step::Back),
        1 => Just(Step::Idle),
        2 => Just(Step::Unlock),
    ]
}

/// Draws the screen in one of its six looks.
fn draw(bedside: &Bedside, turn: usize) {
    let (columns, rows) = bedside.model().shared.size;
    let look = Look {
        colour: turn.is_multiple_of(2),
        glyphs: [Glyphs::Ascii, Glyphs::Utf8, Glyphs::Console][turn / 2 % 3],
    };
    let screen = bedside.screen_of(columns, rows, look);
    if look.is_ascii() {
        assert!(screen.is_ascii(), "{screen}");
    }
}

/// Types the passphrase, where it is asked for and seen.
fn unlock(bedside: &mut Bedside) {
    let model = bedside.model();
    if model.shared.lock.locked.is_some() && !model.shared.is_too_small() && !bedside.lost {
        bedside.keys("ctrl-u type:right enter");
    }
}

/// What holds after each step.
fn check(bedside: &Bedside) {
    let model = bedside.model();
    assert!(
        matches!(model.layers.first(), Some(Layer::Participants(_))),
        "{:?}",
        bedside.layers()
    );
    if let Some(form) = model.form() {
        let instrument = model.shared.instrument(form).unwrap();
        assert!(instrument.field(form.focus.as_str()).is_some());
        assert!(!form.at_end || form.line.is_empty());
        assert_eq!(form.visit.is_some(), model.shared.open.record.is_some());
    }
}

fn opened(bedside: &Bedside) -> Option<ParticipantId> {
    let record = bedside.model().shared.open.record.as_ref();
    record.map(|record| record.participant.id.clone())
}

/// What was sent since is about a participant whose record was open before or is open now; whoever was left for a
/// look at somebody else is left for good while that one is open. A lock of the study is about nobody.
fn check_sent(bedside: &Bedside, from: usize, mut open: Vec<ParticipantId>) {
    open.extend(opened(bedside));
    for (request, drafts) in bedside.sent.iter().skip(from) {
        for event in drafts {
            let enrols = matches!(event, Event::Enrolled { .. });
            assert!(
                enrols || event.participant().is_none_or(|who| open.contains(who)),
                "{request}: {event:?}"
            );
        }
    }
}

fn take(mut bedside: Bedside, step: &Step) -> Bedside {
    let keymap = bedside.model().shared.keymap.clone();
    let context = bedside.model().context();
    match step {
        Step::Key(index) => {
            let keys = all_keys(&keymap);
            bedside.key(*index.get(&keys));
        }
        Step::Act(index) => {
            let action = *index.get(Action::ALL);
            if let Some(key) = keymap.keys(context, action).first() {
                bedside.key(*key);
            }
        }
        Step::Text(text) => {
            bedside.type_text(text);
        }
        Step::Paste(text) => {
            bedside.paste(text);
        }
        Step::Holds(holds) => bedside.holds = *holds,
        Step::Deliver => {
            bedside.deliver();
        }
        Step::Refuses(refuses) => {
            bedside.owner.refuses = refuses.then(|| "The disk is full.".to_owned());
        }
        Step::Killed => {
            // What was sent arrives; what was refused is gone with the program, and it said so.
            bedside.deliver_all();
            let size = bedside.model().shared.size;
            let client = format!("mk-{}", bedside.count() + bedside.keys);
            let name = KEYMAPS
                .into_iter()
                .find(|name| Keymap::builtin(name).as_ref() == Some(&*keymap))
                .unwrap();
            let keys = bedside.keys;
            bedside = Bedside::start(name, bedside.owner, bedside.place, &client);
            bedside.app.model.shared.account.passphrase = true;
            bedside.keys = keys;
            bedside.tell(Msg::Resize(size.0, size.1));
        }
        Step::Day(day) => {
            bedside.today(DAYS[*day]);
        }
        Step::Size(columns, rows) => {
            bedside.tell(Msg::Resize(*columns, *rows));
        }
        Step::Other(place, answer) => {
            let (form, field) = CONTESTED[*place];
            let day = bedside.owner.now.date_naive().to_string();
            bedside.owner.try_fill(
                "01-001",
                "baseline",
                &day,
                form,
                &format!("{field}={answer}"),
            );
            bedside.spread();
        }
        Step::Lost(done) if !bedside.lost => {
            match done {
                true => bedside.lose_replies(),
                false => bedside.lose(),
            };
        }
        Step::Back if bedside.lost => {
            bedside.back();
        }
        Step::Lost(_) | Step::Back => {}
        Step::Idle => {
            bedside.tell(Msg::Idle);
        }
        Step::Unlock => unlock(&mut bedside),
    }
    bedside
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 64,
        max_shrink_iters: 600,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn whatever_is_typed_the_record_and_the_screen_agree(
        keymap in 0..KEYMAPS.len(),
        start in prop::sample::select(STARTS.to_vec()),
        steps in prop::collection::vec(step(), 1..200),
    ) {
        let mut bedside = Bedside::with(KEYMAPS[keymap], study(), &["01-001", "01-002"]);
        bedside.owner.passphrases.insert("mk".to_owned(), "right".to_owned());
        bedside.app.model.shared.account.passphrase = true;
        let (seat, roles) = (bedside.seat, vec![Role::Assessor, Role::Investigator]);
        bedside.app.model.shared.account.roles.clone_from(&roles);
        bedside.owner.seats[seat].roles = roles;
        bedside.keys(start);
        let mut refused = false;
        let mut met = Vec::new();
        for (turn, step) in steps.iter().enumerate() {
            let sent = bedside.sent.len();
            met.extend(opened(&bedside));
            bedside = take(bedside, step);
            refused |= bedside.owner.refuses.is_some();
            check(&bedside);
            draw(&bedside, turn);
            if !refused && !matches!(step, Step::Deliver | Step::Killed) {
                check_sent(&bedside, sent, met.clone());
            }
        }
        // The owner takes everything again; leaving sends once more what was refused.
        bedside.owner.refuses = None;
        bedside.holds = false;
        if bedside.lost {
            bedside.back();
        }
        bedside.deliver_all();
        bedside.tell(Msg::Resize(80, 24));
        unlock(&mut bedside);
        prop_assert!(bedside.model().shared.lock.locked.is_none());
        // Under the finder a record may be older; it is read again when one goes back to it.
        let back = bedside.model().shared.keymap.keys(Context::Global, Action::Back)[0];
        for _ in 0..8 {
            if bedside.model().is_in_finder() {
                bedside.key(back);
                bedside.deliver_all();
            }
        }
        prop_assert!(!bedside.model().is_in_finder());
        let leave = bedside.model().shared.keymap.keys(Context::Global, Action::Quit)[0];
        bedside.key(leave);
        bedside.deliver_all();
        bedside.assert_settled();
        let Some(Layer::Participants(list)) = bedside.model().layers.first() else {
            panic!("there is no list");
        };
        let stored = bedside.owner.summaries();
        // Out of sight it may be older; it is read again when it comes back.
        let seen = bedside.model().layers.len() == 1;
        for row in list.found.iter().flat_map(|found| &found.rows).filter(|_| seen) {
            prop_assert!(stored.contains(row));
        }
    }
}

// The offer to go on.

const IDS: [&str; 5] = ["01-001", "01-010", "01-100", "10-001", "11-011"];

/// Participants whose ids look alike, and the offer to go on with `1` in MMT-8 of 01-001.
fn offered(keymap: &str) -> Bedside {
    let mut bedside = Bedside::with("default", study(), &IDS);
    bedside.keys("type:01-001 enter 1 4 8 1");
    let again = Bedside::start(keymap, bedside.owner, bedside.place, "mk-2");
    assert!(is_offered(&again));
    again
}

fn is_offered(bedside: &Bedside) -> bool {
    let offers = |layer: &Layer| match layer {
        Layer::Picker(picker) => matches!(picker.purpose, Purpose::Resume { .. }),
        _ => false,
    };
    bedside.model().layers.iter().any(offers)
}

/// The offer is on top, and its chosen line forgets.
fn would_forget(bedside: &Bedside) -> bool {
    let Some(Layer::Picker(picker)) = bedside.model().layers.last() else {
        return false;
    };
    let line = picker.cursor.and_then(|cursor| picker.lines.get(cursor));
    line.is_some_and(|line| line.pick == Pick::Forget)
}

/// What is remembered holds the `1`.
fn is_kept(bedside: &Bedside) -> bool {
    let place = bedside.place.clone().unwrap_or_default();
    let mut typed = place.drafts.iter().map(|draft| draft.text.as_str());
    place.text == "1" || typed.any(|text| text == "1")
}

#[derive(Clone, Debug)]
enum AtOffer {
    Key(prop::sample::Index),
    Act(prop::sample::Index),
    Paste(&'static str),
}

fn at_offer() -> impl Strategy<Value = AtOffer> {
    let pastes = vec!["1", "0", "01-010", "yes\n", "\n", ""];
    prop_oneof![
        3 => any::<prop::sample::Index>().prop_map(AtOffer::Key),
        3 => any::<prop::sample::Index>().prop_map(AtOffer::Act),
        1 => prop::sample::select(pastes).prop_map(AtOffer::Paste),
    ]
}

/// Ways to type an id that name it exactly.
fn spelled(id: &str, way: usize) -> String {
    match way {
        0 => id.to_owned(),
        1 => id.replace('-', ""),
        // As the finder takes it, though not as it is printed.
        _ => format!("{id} "),
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 128,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn the_offer_to_go_on_forgets_nothing_but_by_enter_on_its_line(
        keymap in 0..KEYMAPS.len(),
        steps in prop::collection::vec(at_offer(), 1..24),
    ) {
        let mut bedside = offered(KEYMAPS[keymap]);
        let map = bedside.model().shared.keymap.clone();
        for step in steps {
            if !is_offered(&bedside) || bedside.model().shared.lock.locked.is_some() || bedside.quit {
                break;
            }
            let context = bedside.model().context();
            let key = match step {
                AtOffer::Paste(text) => {
                    bedside.paste(text);
                    None
                }
                AtOffer::Key(index) => Some(*index.get(&all_keys(&map))),
                AtOffer::Act(index) => map.keys(context, *index.get(Action::ALL)).first().copied(),
            };
            // An Alt key that is not bound is Esc and the key itself, each judged where it is taken.
            let taken: Vec<Key> = match key {
                Some(key) if map.lookup(context, &key).is_none() => {
                    key.unglued().map_or_else(|| vec![key], Vec::from)
                }
                key => Vec::from_iter(key),
            };
            for key in &taken {
                let forgets = is_offered(&bedside) && would_forget(&bedside);
                let opens = map.lookup(bedside.model().context(), key) == Some(Action::Open);
                bedside.key(*key);
                if forgets && opens {
                    prop_assert!(!is_kept(&bedside));
                    return Ok(());
                }
            }
            prop_assert!(is_kept(&bedside), "{key:?}: {:?}", bedside.place);
        }
        prop_assert_eq!(bedside.stored("baseline", "mmt8", "deltoid.l"), "");
        // Who opened another form from the finder is offered that one first.
        let is_offered_there = bedside.place.as_ref().is_some_and(|place| place.text == "1");
        let again = bedside.restarted();
        prop_assert!(is_kept(&again), "{:?}", again.place);
        again.must_show(match is_offered_there {
            true => "with \"1\" open",
            false => "Text waits in 1 other field too.",
        });
    }

    #[test]
    fn whoever_is_typed_at_the_offer_to_go_on_is_the_one_on_top(
        keymap in 0..KEYMAPS.len(),
        moves in prop::collection::vec(prop::sample::select(vec!["down", "up", "tab"]), 0..4),
        who in 0..IDS.len(),
        way in 0..3_usize,
        holds in any::<bool>(),
    ) {
        let mut bedside = offered(KEYMAPS[keymap]);
        bedside.keys(&moves.join(" "));
        bedside.holds = holds;
        bedside.type_text(&spelled(IDS[who], way)).keys("enter");
        bedside.holds = false;
        bedside.deliver_all();
        prop_assert_eq!(opened(&bedside), Some(IDS[who].into()));
        prop_assert!(bedside.screen().lines().next().unwrap().contains(IDS[who]));
        prop_assert!(is_kept(&bedside));
    }
}
