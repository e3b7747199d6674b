//! The list of participants, of which only a part is here, and keys that come before the reply they need.

use crate::support::bedside;
use crate::support::bedside::{Bedside, DAY, Owner, at, participant, study};
use chrono::Duration;
use coreset::domain::record::event::Event;
use coreset::domain::record::user::Role;
use coreset::domain::study::schedule::plan;
use coreset::domain::views::find::filter::Filter;
use coreset::protocol::messages::{Reply, Request};
use coreset::screens::effect::Msg;
use coreset::screens::participants::state::ListState;
use coreset::screens::stack::Layer;
use coreset::text;
use coreset::tools::demo;
use std::sync::Arc;

/// The list with so many participants, in the order of their ids.
fn many(count: usize) -> Bedside {
    let ids: Vec<String> = (1..=count).map(|n| format!("02-{n:03}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    Bedside::with("default", study(), &ids)
}

fn list(bedside: &Bedside) -> &ListState {
    match &bedside.model().layers[0] {
        Layer::Participants(list) => list,
        other => panic!("{other:?}"),
    }
}

fn held(bedside: &Bedside) -> usize {
    list(bedside)
        .found
        .as_ref()
        .map_or(0, |found| found.rows.len())
}

fn selected(bedside: &Bedside) -> &str {
    bedside
        .model()
        .selected()
        .map_or("", |row| row.participant.id.as_str())
}

/// The participant whose record is open.
fn opened(bedside: &Bedside) -> &str {
    let record = bedside.model().shared.open.record.as_ref().unwrap();
    record.participant.id.as_str()
}

/// The list while nothing is answered, after these keys, all of which then fail.
fn failed(keys: &str) -> Bedside {
    let mut bedside = many(30);
    bedside.holds = true;
    bedside.keys(keys);
    bedside.owner.fails = Some("The disk fails.".to_owned());
    bedside.holds = false;
    bedside.deliver_all();
    assert_eq!(bedside.layers(), ["participants"]);
    bedside
}

fn finds(bedside: &Bedside) -> usize {
    let finds =
        |request: &&Request| matches!(request, Request::Find { .. } | Request::FindNear { .. });
    bedside.mail.iter().filter(finds).count()
}

#[test]
fn three_screens_are_held_however_many_there_are() {
    let mut bedside = many(300);
    assert_eq!(
        (list(&bedside).matching(), list(&bedside).all()),
        (300, 300)
    );
    let most = 3 * 17;
    assert_eq!(held(&bedside), most);
    for _ in 0..299 {
        bedside.keys("down");
        assert!(held(&bedside) <= most);
        assert_ne!(selected(&bedside), "");
        bedside.must_not_show("…");
    }
    assert_eq!(selected(&bedside), "02-300");
    bedside.keys("home");
    assert_eq!(selected(&bedside), "02-001");
    bedside.keys("page-down page-down page-down up");
    assert_eq!(selected(&bedside), "02-051");
    bedside.keys("end page-up enter");
    assert_eq!(opened(&bedside), "02-283");
    // Moving about inside of what is held asks nothing.
    let mut bedside = many(300);
    let given = bedside.owner.rows_given;
    bedside.keys("down down up page-down page-up home");
    assert_eq!(bedside.owner.rows_given, given);
}

#[test]
fn a_larger_screen_gets_more_rows() {
    let mut bedside = many(300);
    bedside.tell(Msg::Resize(120, 100));
    assert!(held(&bedside) >= 93);
    assert!(
        !bedside
            .screen_of(120, 100, coreset::screens::look::Look::FULL)
            .contains('…')
    );
}

#[test]
fn each_letter_asks_and_only_the_newest_answer_counts() {
    let mut bedside = many(300);
    bedside.holds = true;
    bedside.keys("type:02-07");
    assert_eq!(finds(&bedside), 5);
    bedside.deliver();
    assert_eq!(
        list(&bedside).matching(),
        300,
        "an answer to what is not searched any more"
    );
    bedside.keys("backspace");
    bedside.holds = false;
    bedside.deliver_all();
    assert_eq!(list(&bedside).found.as_ref().unwrap().query, "02-0");
    let mut calm = many(300);
    calm.keys("type:02-0");
    assert!(list(&calm).matching() < 300);
    assert_eq!(calm.screen(), bedside.screen());
}

#[test]
fn enter_waits_for_the_rows_it_is_meant_for() {
    let mut bedside = many(300);
    bedside.holds = true;
    bedside.keys("type:02-123 enter 1 4 8 7");
    assert_eq!(bedside.layers(), ["participants"]);
    assert_eq!(bedside.model().shared.connection.typed_ahead.len(), 5);
    bedside.holds = false;
    bedside.deliver_all();
    assert_eq!(opened(&bedside), "02-123");
    assert_eq!(bedside.here(), "mmt8 biceps.r");
    assert!(bedside.model().shared.connection.typed_ahead.is_empty());
    bedside.assert_settled();
}

#[test]
fn one_key_at_a_time_or_in_a_burst_means_the_same() {
    // Without Esc, which gives up waiting.
    let script = "type:02-12 down enter 1 2 1 0 2 1 up 3 F6 type:walk enter";
    let mut calm = many(300);
    calm.keys(script);
    let mut burst = many(300);
    burst.holds = true;
    burst.keys(script);
    burst.holds = false;
    burst.deliver_all();
    let answers = |bedside: &Bedside| -> Vec<Event> {
        bedside.events().into_iter().skip(300).cloned().collect()
    };
    assert!(answers(&calm).len() > 4);
    assert_eq!(answers(&calm), answers(&burst));
    assert_eq!(calm.screen(), burst.screen());
}

#[test]
fn too_many_keys_are_said_and_esc_gives_up() {
    let mut bedside = many(3);
    bedside.holds = true;
    bedside.keys("enter");
    for _ in 0..80 {
        bedside.keys("1");
    }
    assert_eq!(bedside.model().shared.connection.typed_ahead.len(), 64);
    assert!(
        bedside.notice().starts_with("At most 64 keys wait"),
        "{}",
        bedside.notice()
    );
    bedside.keys("esc");
    assert!(bedside.model().shared.connection.typed_ahead.is_empty());
    bedside.holds = false;
    bedside.deliver_all();
    assert_eq!(bedside.layers(), ["participants"]);
    assert_eq!(list(&bedside).line.text(), "");
    // The quit key never waits.
    bedside.holds = true;
    bedside.keys("enter 1 ctrl-x");
    assert!(bedside.quit);
}

#[test]
fn keys_meant_for_what_failed_go_nowhere_else() {
    let mut bedside = failed("type:02-012 enter 1 4 8");
    assert_eq!(list(&bedside).line.text(), "02-012");
    assert_eq!(
        bedside.notice(),
        "The disk fails. 4 keys typed meanwhile did nothing."
    );
    assert!(
        bedside.mail.is_empty(),
        "what fails is not asked for again by itself"
    );
    bedside.owner.fails = None;
    bedside.keys("down enter");
    assert_eq!(opened(&bedside), "02-012");
    // The same with a record.
    let bedside = failed("enter 1 4 8");
    assert_eq!(list(&bedside).line.text(), "");
    assert_eq!(
        bedside.notice(),
        "The disk fails. 3 keys typed meanwhile did nothing."
    );
}

#[test]
fn the_cursor_stays_with_its_participant_when_the_list_comes_back() {
    let mut bedside = many(300);
    bedside.today("2026-03-05");
    bedside.keys("end up enter");
    assert_eq!(opened(&bedside), "02-299");
    bedside.keys("1 4 8 esc esc esc");
    assert_eq!(bedside.layers(), ["participants"]);
    // Whoever was assessed last now stands first.
    assert_eq!(list(&bedside).cursor, 0);
    assert_eq!(selected(&bedside), "02-299");
    assert!(held(&bedside) <= 51);
    bedside.keys("down");
    assert_eq!(selected(&bedside), "02-001");
}

#[test]
fn what_others_save_replaces_a_row_where_it_is() {
    let mut bedside = many(300);
    let me = bedside.seat;
    let other = bedside.joined_by("physio", "A. Physio", &[Role::Assessor]);
    bedside.sit(me).keys("down down down");
    let order = |bedside: &Bedside| -> Vec<String> {
        let rows = &list(bedside).found.as_ref().unwrap().rows;
        rows.iter()
            .map(|row| row.participant.id.to_string())
            .collect()
    };
    let before = order(&bedside);
    bedside.sit(other).today("2026-03-05");
    let given = bedside.owner.rows_given;
    bedside.keys("down enter 1 4 8");
    let theirs = bedside.owner.rows_given - given;
    bedside.sit(me);
    assert_eq!(order(&bedside), before);
    assert_eq!(selected(&bedside), "02-004");
    assert_eq!(list(&bedside).row(1).unwrap().visits.len(), 1);
    assert_eq!(theirs, 0, "nothing was asked again");
}

#[test]
fn a_new_participant_comes_in_without_moving_the_cursor_to_another() {
    let mut bedside = many(30);
    bedside.keys("down down down");
    let who = selected(&bedside).to_owned();
    let mut new = participant("01-001");
    new.enrolled_on = bedside::at("2026-03-04").date_naive();
    bedside.owner.now = bedside::at("2026-03-04");
    let enrolled = vec![Event::Enrolled { participant: new }];
    bedside.owner.store("other-1".to_owned(), enrolled);
    // The next thing that the owner says brings it.
    bedside.keys("up down");
    bedside.tell(Msg::Reply(Reply::Changed {
        entries: Vec::new(),
        summary: Some(Box::new(bedside.summary("01-001"))),
    }));
    assert_eq!(selected(&bedside), who);
    assert_eq!(list(&bedside).all(), 31);
    assert_eq!(
        list(&bedside).row(0).unwrap().participant.id.as_str(),
        "01-001"
    );
    assert_eq!(list(&bedside).cursor, 4);
}

#[test]
fn an_owner_that_gives_less_than_it_counts_is_not_asked_for_ever() {
    let mut bedside = many(300);
    bedside.holds = true;
    bedside.keys("end");
    for _ in 0..20 {
        let Some(Request::Find {
            query,
            filter,
            sort,
            from,
            ..
        }) = bedside.mail.pop_front()
        else {
            break;
        };
        bedside.tell(Msg::Reply(Reply::Found(
            coreset::protocol::messages::Found {
                query,
                filter,
                sort,
                from,
                matching: 300,
                all: 300,
                counts: Vec::new(),
                rows: Vec::new(),
            },
        )));
    }
    assert!(bedside.mail.is_empty());
}

#[test]
fn a_question_about_the_last_place_takes_no_key_typed_ahead() {
    let mut bedside = Bedside::enrolled();
    bedside.keys("enter 1 4 8 1");
    let place = bedside.place.clone();
    let mut again = Bedside::start("default", bedside.owner, None, "mk-2");
    again.app.model.shared.opening.resume = place;
    // Anew, with the first reply still on its way.
    let found = list(&again).found.clone().unwrap();
    if let Some(Layer::Participants(list)) = again.app.model.layers.first_mut() {
        *list = ListState::default();
    }
    again.holds = true;
    again.keys("page-down enter");
    again.mail.clear();
    again.tell(Msg::Reply(Reply::Found(found)));
    assert_eq!(again.top(), "picker");
    assert_eq!(again.notice(), "1 key typed meanwhile did nothing.");
}

/// Twenty synthetic participants in every state, on the second of March.
fn twenty() -> Bedside {
    let study = Arc::new(study());
    let mut owner = Owner::new(study.clone());
    let today = at(bedside::DAY).date_naive();
    for (number, events) in demo::participants(&study, 20, today, 7).enumerate() {
        owner.store(format!("demo-{number}"), events);
    }
    let mut bedside = Bedside::start("default", owner, None, "mk-1");
    let serious = "term=pneumonia grade=3 onset=2026-01-20 ongoing=y serious=y hospital=y";
    let form = "adverse-event#9";
    bedside
        .owner
        .fill("99-009", "log", bedside::DAY, form, serious);
    bedside
        .owner
        .fill("99-001", "baseline", "2026-03-01", "phga", "vas=4.1");
    // The list is read anew.
    bedside.keys("type:9 esc");
    bedside
}

/// Ids that the list shows, from the owner's rows.
fn ids(bedside: &Bedside) -> Vec<String> {
    let found = list(bedside).found.as_ref().unwrap();
    let id = |row: &coreset::domain::views::summary::Summary| row.participant.id.to_string();
    found.rows.iter().map(id).collect()
}

/// Ids of whom a filter lists by its rule, sorted.
fn ruled(bedside: &Bedside, filter: Filter) -> Vec<String> {
    let (study, today) = (&bedside.owner.study, bedside.owner.now.date_naive());
    let listed = bedside.owner.summaries().into_iter().filter(|summary| {
        let plan = plan(study, summary.who(), &summary.visits, today);
        filter.holds(study, summary, &plan, today)
    });
    let mut ids: Vec<String> = listed.map(|row| row.participant.id.to_string()).collect();
    ids.sort();
    ids
}

#[test]
fn one_key_goes_through_the_filters_that_list_anybody() {
    let mut bedside = twenty();
    let mut seen = Vec::new();
    loop {
        bedside.keys("F5");
        let filter = list(&bedside).filter;
        if filter == Filter::All {
            break;
        }
        let mut listed = ids(&bedside);
        listed.sort();
        assert_eq!(listed, ruled(&bedside, filter), "{filter:?}");
        assert!(!listed.is_empty(), "{filter:?}");
        let words = format!("{} {} of 20", text::DEFAULT.filter(filter), listed.len());
        bedside.must_show(&words);
        bedside.must_show("all participants");
        seen.push(filter);
        assert!(seen.len() < Filter::ALL.len());
    }
    let all = Filter::ALL.into_iter().skip(1);
    let anybody = all.filter(|filter| !ruled(&bedside, *filter).is_empty());
    assert_eq!(seen, anybody.collect::<Vec<_>>());
    assert!(seen.len() >= 4, "{seen:?}");
    bedside.must_show("20 of 20");
    bedside.must_not_show("all participants");
}

#[test]
fn a_digit_chooses_a_filter_and_each_has_its_count() {
    for (key, filter) in ('0'..).zip(Filter::ALL) {
        let mut bedside = twenty();
        bedside.keys("F6");
        assert_eq!(bedside.top(), "picker");
        for (line, filter) in bedside.picker().lines.iter().zip(Filter::ALL) {
            assert_eq!(line.label, text::DEFAULT.filter(filter));
            assert_eq!(line.aside, ruled(&bedside, filter).len().to_string());
        }
        bedside.type_text(&key.to_string());
        assert_eq!(
            (bedside.top(), list(&bedside).filter),
            ("participants", filter)
        );
        assert_eq!(list(&bedside).matching(), ruled(&bedside, filter).len());
        // The question stands on the one in use.
        bedside.keys("F6");
        assert_eq!(
            bedside.picker().cursor,
            key.to_digit(10).map(|at| at as usize)
        );
        bedside.keys("esc");
        assert_eq!(list(&bedside).filter, filter);
    }
    let mut bedside = twenty();
    bedside.keys("F6 7");
    bedside.must_show("screening 0 of 20");
    bedside.must_show("Nobody today.");
}

#[test]
fn typed_text_is_searched_among_those_of_the_filter() {
    let mut bedside = twenty();
    bedside.keys("F6 1");
    let due = ids(&bedside);
    let number = due[0].trim_start_matches("99-0").trim_start_matches('0');
    bedside.keys(&format!("type:{number}"));
    assert_eq!(selected(&bedside), due[0]);
    bedside.must_show(&format!("due this week {} of 20", due.len()));
    let other = (1..=20).map(|n| format!("99-{n:03}"));
    let other = other.clone().find(|id| !due.contains(id)).unwrap();
    bedside.keys(&format!("esc type:{other}"));
    assert_eq!(ids(&bedside), [""; 0]);
    bedside.must_show("Nobody matches.");
    bedside.keys("esc");
    assert_eq!(ids(&bedside), due);
    bedside.keys("esc");
    assert_eq!(
        (list(&bedside).filter, list(&bedside).matching()),
        (Filter::All, 20)
    );
    // What a filter lists is found by its word as well.
    for filter in Filter::ALL.into_iter().skip(1) {
        bedside.keys(&format!("esc type:{}", filter.word().unwrap()));
        let mut found = ids(&bedside);
        found.sort();
        assert_eq!(found, ruled(&bedside, filter), "{filter:?}");
    }
}

#[test]
fn without_anybody_to_list_the_key_says_so() {
    let mut bedside = Bedside::new();
    bedside.keys("F5");
    assert_eq!(bedside.notice(), "No filter lists anybody today.");
    assert_eq!(list(&bedside).filter, Filter::All);
}

#[test]
fn an_answer_to_another_filter_is_nothing() {
    let mut bedside = twenty();
    bedside.holds = true;
    bedside.keys("F5 F5 enter");
    let newest = list(&bedside).filter;
    bedside.deliver();
    assert!(!list(&bedside).is_answered());
    assert_eq!(bedside.top(), "participants");
    bedside.holds = false;
    bedside.deliver_all();
    let first = opened(&bedside).to_owned();
    assert!(ruled(&bedside, newest).contains(&first));
}

#[test]
fn the_study_counts_as_the_filters_list() {
    let mut bedside = twenty();
    let due = ruled(&bedside, Filter::DueThisWeek).len();
    let overdue = ruled(&bedside, Filter::Overdue).len();
    assert!(due > 0 && overdue > 0 && due != overdue);
    bedside.keys("F7");
    bedside.must_show(&format!("{due} due this week, {overdue} overdue, "));
    bedside.keys("down down enter");
    assert_eq!(opened(&bedside), "99-003");
    assert_eq!(bedside.layers(), ["participants", "study", "participant"]);
    bedside.keys("esc");
    assert_eq!(bedside.top(), "study");
}

#[test]
fn one_key_goes_through_the_orders_of_the_list_and_the_list_says_which() {
    let mut bedside = Bedside::with("default", study(), &["01-001", "01-002", "01-003"]);
    bedside
        .owner
        .fill("01-002", "baseline", "2026-03-01", "phga", "vas=4.1");
    bedside
        .owner
        .fill("01-003", "baseline", "2026-03-02", "phga", "vas=4.1");
    bedside.keys("type:9 esc");
    bedside.must_show("sorted by last visit");
    // Who was enrolled on that day and has no visit yet counts by that day.
    assert_eq!(ids(&bedside), ["01-001", "01-003", "01-002"]);
    bedside.keys("F8");
    bedside.must_show("sorted by id");
    assert_eq!(ids(&bedside), ["01-001", "01-002", "01-003"]);
    bedside.keys("down Enter");
    assert_eq!(
        bedside
            .model()
            .shared
            .open
            .record
            .as_ref()
            .unwrap()
            .participant
            .id
            .as_str(),
        "01-002"
    );
    bedside.keys("Esc");
    // The order stays when somebody was opened, and in the finder.
    bedside.must_show("sorted by id");
    bedside.keys(",");
    bedside.must_show("sorted by next due");
    bedside.keys("F8");
    bedside.must_show("sorted by verdict");
    bedside.keys("F8");
    bedside.must_show("sorted by last entry");
    bedside.keys("F8");
    bedside.must_show("sorted by last visit");
}

#[test]
fn the_last_entry_puts_a_participant_first_and_typing_keeps_that_order() {
    let mut bedside = Bedside::with("default", study(), &["01-001", "01-002", "01-003"]);
    // Each later than the one before, at visits whose days say another order.
    let mut minutes = 0;
    let mut fill = |bedside: &mut Bedside, id: &str, day: &str| {
        minutes += 1;
        bedside.owner.now = at(DAY) + Duration::minutes(minutes);
        bedside.owner.fill(id, "baseline", day, "phga", "vas=4.1");
    };
    fill(&mut bedside, "01-002", "2026-03-02");
    fill(&mut bedside, "01-001", "2026-03-01");
    fill(&mut bedside, "01-003", "2026-02-28");
    bedside.keys("F8 F8 F8 F8");
    bedside.must_show("sorted by last entry");
    assert_eq!(ids(&bedside), ["01-003", "01-001", "01-002"]);
    bedside.type_text("0");
    bedside.must_show("sorted by best match, then last entry");
    assert_eq!(ids(&bedside), ["01-003", "01-001", "01-002"]);
    bedside.type_text("1-");
    assert_eq!(ids(&bedside), ["01-003", "01-001", "01-002"]);
    bedside.keys("Esc");
    // Who was entered last goes first when the list is read again, and the keys ask for nothing.
    fill(&mut bedside, "01-002", "2026-03-02");
    bedside.keys("F8 F8 F8 F8 F8");
    assert_eq!(ids(&bedside), ["01-002", "01-003", "01-001"]);
    let searched = finds(&bedside);
    bedside.keys("down up down");
    assert_eq!(finds(&bedside), searched, "nothing is sorted again");
    assert_eq!(
        bedside.model().selected().unwrap().participant.id.as_str(),
        "01-003"
    );
}

#[test]
fn the_menu_names_the_orders_and_a_better_match_stays_first() {
    let mut bedside = Bedside::with("default", study(), &["01-003", "01-030", "01-001"]);
    bedside.keys("Ctrl-G A");
    assert_eq!(bedside.picker().title, "Sort the participants by");
    bedside.must_show("next due");
    bedside.keys("2");
    bedside.must_show("sorted by id");
    assert_eq!(ids(&bedside), ["01-001", "01-003", "01-030"]);
    bedside.keys("type:3");
    bedside.must_show("sorted by best match, then id");
    assert_eq!(ids(&bedside), ["01-003", "01-030"]);
    // A comma in what is typed is text.
    bedside.keys(",");
    assert_eq!(list(&bedside).line.text(), "3,");
}

#[test]
fn an_answer_in_another_order_is_not_shown() {
    let mut bedside = Bedside::with("default", study(), &["01-003", "01-001"]);
    bedside.holds = true;
    bedside.keys("F8 F8");
    bedside.deliver();
    assert!(!list(&bedside).is_answered());
    bedside.deliver_all();
    assert!(list(&bedside).is_answered());
    bedside.must_show("sorted by next due");
}

#[test]
fn full_width_digits_find_and_a_bound_character_in_the_search_says_that_it_is_a_part_of_it() {
    let mut bedside = many(12);
    bedside.type_text("\u{ff10}\u{ff12}\u{ff0d}\u{ff10}\u{ff10}\u{ff14}");
    assert_eq!(list(&bedside).line.text(), "02-004");
    bedside.keys("enter");
    assert_eq!(opened(&bedside), "02-004");
    let mut bedside = many(12);
    bedside
        .paste("\u{ff10}\u{ff12}\u{ff0d}\u{ff10}\u{ff10}\u{ff15}")
        .keys("enter");
    assert_eq!(opened(&bedside), "02-005");
    // At the offer to go on as well.
    bedside.keys("1 6 4");
    let mut again = bedside.restarted();
    again
        .type_text("\u{ff10}\u{ff12}\u{ff10}\u{ff10}\u{ff16}")
        .keys("enter");
    assert_eq!(opened(&again), "02-006");
    // `?` opens the help while nothing is typed, in its full-width form too; then it is a part of the search.
    for help in ["?", "\u{ff1f}"] {
        let mut bedside = many(2);
        bedside.type_text(help);
        assert_eq!(bedside.top(), "page", "{help}");
        let mut bedside = many(2);
        bedside.type_text("02").type_text(help);
        assert_eq!(list(&bedside).line.text(), "02?");
        assert_eq!(
            bedside.notice(),
            "? is a part of the search now; Esc empties it."
        );
    }
}
