//! What is said to hold for a moment is taken back when the moment is over, without a key.

use crate::support::bedside::Bedside;
use coreset::domain::record::event::Event;
use coreset::screens::effect::Msg;

fn at_question() -> Bedside {
    let mut bedside = Bedside::enrolled();
    bedside.keys("enter 1 4 9 5");
    assert!(bedside.picker().text[0].contains("Right and left differ"));
    bedside
}

#[test]
fn a_question_says_in_a_moment_only_as_long_as_the_moment_lasts() {
    let mut bedside = at_question();
    bedside.must_show("Enter      keep it, and say why (in a moment)");
    assert!(bedside.model().pause().is_some());
    bedside.tell(Msg::Paused);
    bedside.must_not_show("in a moment");
    bedside.must_show("Enter      keep it, and say why");
    // Nothing is waited for any more, so that nobody is woken.
    assert_eq!(bedside.model().pause(), None);
    bedside.keys("enter");
    assert!(bedside.picker().armed);
}

#[test]
fn what_was_said_of_a_key_that_came_too_early_is_said_again_without_the_moment() {
    let mut bedside = at_question();
    bedside.keys("3");
    let said = "In a moment, Enter keeps the value and asks why; Backspace goes back to it.";
    assert_eq!(bedside.notice(), said);
    bedside.tell(Msg::Paused);
    let said = "Enter keeps the value and asks why; Backspace goes back to it.";
    assert_eq!(bedside.notice(), said);
    bedside.must_not_show("a moment");
    // Lines that were just opened are told the same way.
    let mut bedside = at_question();
    bedside.tell(Msg::Paused);
    bedside.keys("enter").burst("5");
    assert!(
        bedside.notice().contains("in a moment"),
        "{}",
        bedside.notice()
    );
    bedside.tell(Msg::Paused);
    assert_eq!(
        bedside.notice(),
        "Press one of the keys shown, or move to a line and press Enter."
    );
}

#[test]
fn nothing_is_waited_for_where_no_key_of_habit_counts() {
    let mut bedside = Bedside::enrolled();
    assert_eq!(bedside.model().pause(), None);
    bedside.keys("enter 1 4");
    assert_eq!(bedside.model().pause(), None);
    bedside.keys("ctrl-g");
    assert_eq!(bedside.model().pause(), None);
}

#[test]
fn the_number_of_the_last_save_follows_the_reason_of_a_kept_value_and_what_an_answer_brought_about()
{
    let mut bedside = at_question();
    bedside.tell(Msg::Paused);
    bedside.keys("enter 5");
    let newest = |bedside: &Bedside| bedside.owner.entries.last().unwrap().seq;
    bedside.must_show(&format!("saved #{}", newest(&bedside)));
    // A question about the form as a whole is kept by an entry of its own.
    let mut bedside = Bedside::after(|owner| {
        owner.fill(
            "01-001",
            "baseline",
            crate::support::bedside::DAY,
            "phga",
            "likert=2",
        );
    });
    bedside.keys("enter 1 6 4.7 enter esc");
    let last = bedside.owner.entries.last().unwrap();
    assert!(
        matches!(last.draft.event, Event::Completed { .. }),
        "{last:?}"
    );
    bedside.must_show(&format!("saved #{}", newest(&bedside)));
}
