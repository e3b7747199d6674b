//! Logins and logouts: recorded once each, over lost connections, servers that are started anew, and a full disk.

use crate::support::house::{House, wait};
use crate::support::owner::*;
use coreset::domain::record::entry::Entry;
use coreset::domain::record::event::Event;
use coreset::protocol::messages::{Hello, Reply, Request};
use coreset::server::Options;
use coreset::server::limits::Limits;
use coreset::server::owner::Owner;

/// Returns all entries, asked for by one who shows no screens and so neither comes in nor goes out.
fn trail(owner: &Owner) -> Vec<Entry> {
    let me = own_account(&coreset::server::peer::this_process().user);
    let hello = hello(&me.user, false);
    let reader = try_sit(owner, me, hello).unwrap();
    let all = Request::Trail {
        participant: None,
        after: 0,
    };
    let reply = reader.ask(all);
    owner.leave(reader.seat);
    match reply {
        Reply::Trail { entries, .. } => entries,
        other => panic!("{other:?}"),
    }
}

/// Returns who came and went, `+` and `-` with the user.
fn logins(entries: &[Entry]) -> Vec<String> {
    let word = |entry: &Entry| match &entry.draft.event {
        Event::LoggedIn {
            user,
            command: None,
        } => Some(format!("+{user}")),
        Event::LoggedOut { user } => Some(format!("-{user}")),
        _ => None,
    };
    entries.iter().filter_map(word).collect()
}

#[test]
fn a_terminal_comes_in_and_goes_out_and_a_command_does_not_go_out() {
    let dir = tempfile::tempdir().unwrap();
    let owner = Owner::start(open(dir.path())).unwrap();
    let mk = sit(&owner, own_account("mk"));
    let other = sit(&owner, own_account("mk"));
    let command = try_sit(&owner, own_account("mk"), hello("mk", false)).unwrap();
    owner.leave(command.seat);
    owner.leave(mk.seat);
    let entries = trail(&owner);
    assert_eq!(logins(&entries), ["+mk", "+mk", "-mk"]);
    let came = &entries[3].draft;
    assert_eq!(
        (came.by.user.as_str(), came.by.from.as_str()),
        ("mk", "10.0.0.7")
    );
    assert_eq!(came.by.role, "assessor");
    drop(other);
}

#[test]
fn who_comes_shares_the_sync_of_what_they_save_and_is_stored_before_it() {
    let dir = tempfile::tempdir().unwrap();
    let owner = Owner::start(open(dir.path())).unwrap();
    let mk = sit(&owner, own_account("mk"));
    let last = mk.save(vec![enrol("01-001")]);
    let syncs = owner.figures().syncs();
    let entries = trail(&owner);
    assert_eq!(
        entries[3].draft.event,
        Event::LoggedIn {
            user: "mk".to_owned(),
            command: None
        }
    );
    assert_eq!((entries[4].seq, last), (5, 5));
    // One of them is that of the start.
    assert!(syncs <= 3, "{syncs}");
}

#[test]
fn a_client_that_is_still_in_has_not_come_twice() {
    let dir = tempfile::tempdir().unwrap();
    let again = Hello {
        client: "mk-7".to_owned(),
        ..hello("mk", true)
    };
    let owner = Owner::start(open(dir.path())).unwrap();
    let lost = try_sit(&owner, own_account("mk"), again.clone()).unwrap();
    // The new connection is there before the server has seen the end of the old one.
    let back = try_sit(&owner, own_account("mk"), again.clone()).unwrap();
    owner.leave(lost.seat);
    assert_eq!(logins(&trail(&owner)), ["+mk"]);
    owner.leave(back.seat);
    assert_eq!(logins(&trail(&owner)), ["+mk", "-mk"]);
    // Its logout was recorded, so it logs in anew.
    try_sit(&owner, own_account("mk"), again).unwrap();
    assert_eq!(logins(&trail(&owner)), ["+mk", "-mk", "+mk"]);
}

#[test]
fn a_server_that_is_started_anew_lets_all_go_and_come_again() {
    let mut house = House::new(Limits::default());
    let me = coreset::server::peer::this_process().user;
    let one = house.guest("one");
    house.start_anew();
    assert!(matches!(one.next(), Reply::Lost(_)));
    assert!(matches!(one.next(), Reply::Back(_)));
    let (came, went) = (format!("+{me}"), format!("-{me}"));
    let known = logins(&trail(&house.owner));
    assert_eq!(known, [came.clone(), went.clone(), came.clone()]);
    drop(one);
    let all = [came.clone(), went.clone(), came, went];
    wait(|| (logins(&trail(&house.owner)) == all).then_some(())).unwrap();
}

#[test]
fn on_a_full_disk_they_come_in_all_the_same() {
    let dir = tempfile::tempdir().unwrap();
    drop(Owner::start(open(dir.path())).map(|owner| drop(sit(&owner, own_account("mk")))));
    let full = Options {
        floor_bytes: u64::MAX,
        ..options()
    };
    let owner = Owner::start(open_with(dir.path(), full).unwrap()).unwrap();
    let mk = sit(&owner, own_account("mk"));
    let Reply::Found(_) = mk.ask(Request::Find {
        filter: coreset::domain::views::find::filter::Filter::All,
        sort: coreset::domain::views::find::order::Sort::default(),
        query: String::new(),
        from: 0,
        count: 1,
    }) else {
        panic!("not read");
    };
    assert_eq!(logins(&trail(&owner)), ["+mk", "-mk"]);
}
