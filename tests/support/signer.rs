//! A terminal of an investigator at a visit that is complete. Include it beside `bedside`.
#![allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use super::bedside::{Bedside, Owner, at, study};
use coreset::domain::record::entry::{Assessor, Head};
use coreset::domain::record::event::Event;
use coreset::domain::record::session::Session;
use coreset::domain::record::user::Role;
use coreset::screens::look::{Glyphs, Look};
use coreset::screens::review::state::Line;
use coreset::screens::sign::sheet;
use coreset::screens::sign::sheet::Printing;
use coreset::screens::stack::Layer;
use coreset::text::English;
use coreset::text::questions::Questions as _;
use coreset::tools::demo;
use std::sync::Arc;

/// The participant.
pub const WHO: &str = "99-009";
/// The visit that is complete.
pub const VISIT: &str = "week-12";
/// The passphrase, as typed in a script.
pub const WORDS: &str = "correct_horse";
pub const ASCII: Look = Look {
    colour: false,
    glyphs: Glyphs::Ascii,
};

/// An owner with one participant whose last visit is complete, and passphrases of `md`, `pt` and `ma`.
pub fn owner() -> Owner {
    let study = Arc::new(study());
    let mut owner = Owner::new(study.clone());
    let all = demo::participants(&study, 14, at(super::bedside::DAY).date_naive(), 7);
    let own = all.into_iter().find(|events| {
        matches!(events.first(), Some(Event::Enrolled { participant }) if participant.id.as_str() == WHO)
    });
    owner.store("demo-1".to_owned(), own.unwrap());
    for user in ["md", "pt", "ma"] {
        let words = WORDS.replace('_', " ");
        owner.passphrases.insert(user.to_owned(), words);
    }
    owner
}

pub fn person(user: &str, name: &str, role: Role) -> Assessor {
    Assessor {
        user: user.to_owned(),
        name: name.to_owned(),
        role: role.key().to_owned(),
        from: "tty1".to_owned(),
    }
}

/// At the forms of the visit, as an investigator.
pub fn investigator() -> Bedside {
    at_visit(owner(), "md", Role::Investigator)
}

/// At the forms of the visit, as a user with one role.
pub fn at_visit(owner: Owner, user: &str, role: Role) -> Bedside {
    let name = format!("{}. Example", user.to_uppercase());
    let who = person(user, &name, role);
    let client = format!("{user}-1");
    let mut bedside = Bedside::start_as("default", owner, None, &client, who, &[role]);
    bedside.keys("enter 5");
    assert_eq!(bedside.top(), "visit");
    bedside
}

/// Moves the cursor of the review to the first line with these words.
#[track_caller]
pub fn to(bedside: &mut Bedside, words: &str) {
    let lines = links(bedside);
    let place = lines.iter().position(|line| line.contains(words));
    let place = place.unwrap_or_else(|| panic!("no line says {words:?}: {lines:#?}"));
    bedside.keys("home");
    for _ in 0..place {
        bedside.keys("down");
    }
}

/// The links of the review on top, as text.
#[track_caller]
pub fn links(bedside: &Bedside) -> Vec<String> {
    let Some(Layer::Review(state)) = bedside.model().layers.last() else {
        panic!("no review but {:?}", bedside.layers());
    };
    let lines = bedside.model().shared.review_lines(&state.visit);
    let words = |line: Line| match line {
        Line::Open(point) => Some(format!(
            "! {} {}: {}",
            point.title,
            point.label,
            English.matter(&point.matter)
        )),
        Line::Seen(point) => Some(format!(
            "  {} {}: {}",
            point.title,
            point.label,
            English.matter(&point.matter)
        )),
        Line::Act(_, words) => Some(words),
        Line::Heading(_) | Line::Words(_) => None,
    };
    lines.into_iter().filter_map(words).collect()
}

/// The visit as the owner has it.
pub fn session(bedside: &Bedside) -> &Session {
    bedside.record(WHO).session(VISIT).unwrap()
}

/// Signs the visit as approved; begins and ends at the review.
pub fn sign(bedside: &mut Bedside) {
    to(bedside, "Sign this visit");
    bedside.keys(&format!("enter 3 type:{WORDS} enter"));
    let said = bedside.notice().to_owned();
    assert!(said.starts_with("Signed by"), "{}", bedside.screen());
    assert_eq!(bedside.top(), "review");
}

/// The signature sheet of the visit, in pages or as one text.
pub fn sheet(bedside: &Bedside, pages: bool) -> String {
    let printing = Printing {
        head: Head {
            seq: bedside.count() as u64,
            hash: format!("{:064}", bedside.count()),
            at: Some(bedside.owner.now),
        },
        program: "test".to_owned(),
        columns: 80,
        pages,
    };
    let look = Look {
        colour: false,
        ..Look::FULL
    };
    sheet::as_text(&bedside.model().shared, &VISIT.into(), &printing, &look).unwrap()
}
