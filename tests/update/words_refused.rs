//! Words that the owner does not store come back to their line: nothing typed is lost because somebody else was faster.

use crate::support::bedside;
use crate::support::bedside::{Bedside, Owner};
use crate::support::signer::to;
use coreset::domain::record::event::Event;
use coreset::domain::record::lock::Scope;
use coreset::domain::record::user::Role;
use coreset::input::action::Action;
use coreset::text::screens::drafts::TypedFor;

fn complete(owner: &mut Owner) {
    let day = bedside::DAY;
    owner.fill("01-001", "baseline", day, "phga", "vas=4.7 likert=2");
    owner
        .passphrases
        .insert("md".to_owned(), "correct horse".to_owned());
}

/// Somebody else locks the visit, and this terminal does not know it yet.
fn lock_behind(bedside: &mut Bedside) {
    let lock = Event::Locked {
        scope: Scope::visit(&"01-001".into(), &"baseline".into()),
        reason: "checked".to_owned(),
    };
    bedside.owner.store_unjudged("x-1-1", vec![lock]);
}

fn waits(bedside: &Bedside) -> Vec<(TypedFor, String)> {
    let waiting = bedside.model().waiting().into_iter();
    waiting.map(|draft| (draft.typed_for, draft.text)).collect()
}

#[test]
fn a_note_on_a_visit_that_somebody_locked_meanwhile_waits_again() {
    let mut bedside = Bedside::after(complete);
    bedside.keys("enter 1 6 home");
    bedside.act(Action::Note);
    bedside.type_text("sore");
    lock_behind(&mut bedside);
    let count = bedside.count();
    bedside.keys("enter");
    assert_eq!(bedside.count(), count);
    assert_eq!(waits(&bedside), [(TypedFor::Note, "sore".to_owned())]);
}

#[test]
fn the_reason_for_a_lock_that_somebody_else_set_meanwhile_waits_again() {
    let mut bedside = Bedside::after(complete);
    let seat = bedside.joined_by("md", "M. Doctor", &[Role::Investigator]);
    bedside.sit(seat);
    bedside.keys("enter 1 f10");
    to(&mut bedside, "Lock this visit");
    bedside.keys("enter").type_text("all is done").keys("enter");
    lock_behind(&mut bedside);
    let count = bedside.count();
    bedside.type_text("correct horse").keys("enter");
    assert_eq!(bedside.count(), count);
    let reason = "all is done".to_owned();
    assert_eq!(waits(&bedside), [(TypedFor::Lock, reason)]);
}
