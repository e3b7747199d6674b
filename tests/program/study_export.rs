//! Exports that a server writes for screens: which may begin, whole files in the directory of the study, or none.

use crate::serve::{Foreground, connect, must_be_sound};
use crate::support::command::demo;
use crate::support::house::wait;
use crate::support::owner::*;
use coreset::domain::record::event::Event;
use coreset::domain::record::user::Role;
use coreset::domain::rules::{ExportFault, Refusal};
use coreset::protocol::messages::{Append, Client, ExportEnd, Placed, Reply, Request};
use coreset::server::exports::FOLDER;
use coreset::server::owner::{ConnectionId, Owner};
use rustix::process::{Pid, Signal, kill_process};
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, OnceLock};

const PROGRAM: &str = env!("CARGO_BIN_EXE_coreset");

fn copied(what: &str) -> Event {
    Event::Copied {
        what: what.to_owned(),
        participant: None,
    }
}

fn fault(reply: Reply) -> ExportFault {
    match reply {
        Reply::Failed(Refusal::Export { fault }) => fault,
        other => panic!("{other:?}"),
    }
}

/// Waits for the end of an export.
fn end(replies: &Receiver<Reply>) -> ExportEnd {
    loop {
        if let Reply::Exported { end, .. } = replies.recv_timeout(LONG).unwrap() {
            return end;
        }
    }
}

/// Returns the names in the directory of the exports.
fn names(study: &Path) -> Vec<String> {
    let Ok(items) = fs::read_dir(study.join(FOLDER)) else {
        return Vec::new();
    };
    let name = |item: std::io::Result<fs::DirEntry>| item.unwrap().file_name();
    let mut names: Vec<String> = items
        .map(|item| name(item).into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// An owner of a study with some participants, a manager, a monitor and an assessor.
fn clinic(dir: &Path) -> Owner {
    let owner = Owner::start(open(dir)).unwrap();
    let own = sit(&owner, own_account("mk"));
    own.save(vec![
        add("ann", &[Role::Assessor]),
        add("mona", &[Role::Monitor]),
        add("ines", &[Role::Investigator]),
    ]);
    for number in 1..20 {
        own.save(vec![enrol(&format!("01-{number:03}"))]);
    }
    drop(own);
    owner
}

#[test]
fn an_entry_stands_for_one_export_of_its_own_user() {
    let dir = tempfile::tempdir().unwrap();
    let owner = clinic(dir.path());
    let (ann, mona) = (sit(&owner, account("ann")), sit(&owner, account("mona")));
    let ines = sit(&owner, account("ines"));
    assert!(
        ann.refused(vec![copied("export-csv")])
            .contains("does not allow this")
    );
    let entry = mona.save(vec![copied("export-csv")]);
    let not_said = ExportFault::NotSaid { entry };
    assert_eq!(fault(ann.ask(Request::Export { entry })), not_said);
    assert_eq!(fault(ines.ask(Request::Export { entry })), not_said);
    // No other entry of hers stands for one, nor one that is not there.
    let other = mona.save(vec![copied("check")]);
    for entry in [0, 1, other, other + 1, u64::MAX] {
        let not_said = ExportFault::NotSaid { entry };
        assert_eq!(fault(mona.ask(Request::Export { entry })), not_said);
    }
    assert_eq!(
        mona.ask(Request::Export { entry }),
        Reply::ExportBegun { entry }
    );
    let ExportEnd::Done(placed) = end(&mona.replies) else {
        panic!("no end");
    };
    assert!(placed.as_of < entry);
    let again = fault(mona.ask(Request::Export { entry }));
    assert_eq!(again, ExportFault::BegunBefore { entry });
    // Nor after the owner was started anew.
    assert!(owner.finish(LONG));
    let owner = Owner::start(open(dir.path())).unwrap();
    let mona = sit(&owner, account("mona"));
    assert_eq!(fault(mona.ask(Request::Export { entry })), not_said);
    let names = names(dir.path());
    assert_eq!(names, [format!("csv-{}-{entry}", placed.as_of)]);
    assert_eq!(placed.folder, format!("{FOLDER}/{}", names[0]));
    // As the other directories of the study.
    for folder in [FOLDER, &placed.folder] {
        let meta = fs::metadata(dir.path().join(folder)).unwrap();
        assert_eq!(meta.permissions().mode() & 0o777, 0o700, "{folder}");
    }
}

#[test]
fn roles_are_those_of_the_moment_at_which_an_export_begins() {
    let dir = tempfile::tempdir().unwrap();
    let owner = clinic(dir.path());
    let mona = sit(&owner, account("mona"));
    let entry = mona.save(vec![copied("export-csv")]);
    let own = sit(&owner, own_account("mk"));
    own.save(vec![Event::UserRoles {
        user: "mona".to_owned(),
        roles: vec![Role::Assessor],
    }]);
    let refused = mona.ask(Request::Export { entry });
    assert!(
        matches!(refused, Reply::Failed(Refusal::NotAllowed { .. })),
        "{refused:?}"
    );
    assert!(names(dir.path()).is_empty());
}

#[test]
fn a_study_without_data_leaves_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let owner = Owner::start(open(dir.path())).unwrap();
    let own = sit(&owner, own_account("mk"));
    let entry = own.save(vec![copied("export-csv")]);
    assert_eq!(
        fault(own.ask(Request::Export { entry })),
        ExportFault::NoData
    );
    assert!(names(dir.path()).is_empty());
}

/// Joins as a manager of the house, and does something on the owner's thread at the moment at which an export begins: its
/// thread has then read nothing but, at the most, the first ids.
fn at_begin(
    owner: &Arc<Owner>,
    act: impl Fn(&Owner, ConnectionId) + Send + 'static,
) -> (ConnectionId, String, Receiver<Reply>) {
    let (give, replies) = mpsc::channel();
    let seat = Arc::new(OnceLock::new());
    let (weak, own) = (Arc::downgrade(owner), Arc::clone(&seat));
    let taker = Box::new(move |reply| {
        if let (Reply::ExportBegun { .. }, Some(owner)) = (&reply, weak.upgrade()) {
            act(&owner, *own.get().unwrap());
        }
        let _ = give.send(reply);
    });
    let hello = hello("mk", true);
    let client = hello.client.clone();
    let (id, _) = owner.join(own_account("mk"), hello, taker).unwrap();
    seat.set(id).unwrap();
    (id, client, replies)
}

fn begin(owner: &Owner, (seat, client, replies): &(ConnectionId, String, Receiver<Reply>)) {
    owner.ask(
        *seat,
        Request::Append(Append {
            request: format!("{client}-1"),
            events: vec![copied("export-csv")],
            ..Append::default()
        }),
    );
    let entry = loop {
        if let Reply::Appended { receipt, .. } = replies.recv_timeout(LONG).unwrap() {
            break receipt.last;
        }
    };
    owner.ask(*seat, Request::Export { entry });
}

#[test]
fn an_export_that_is_stopped_leaves_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let owner = Arc::new(clinic(dir.path()));
    let stops = |owner: &Owner, seat| {
        owner.ask(seat, Request::StopExport);
    };
    let sitter = at_begin(&owner, stops);
    begin(&owner, &sitter);
    assert_eq!(end(&sitter.2), ExportEnd::Stopped);
    assert!(names(dir.path()).is_empty());
}

#[test]
fn an_export_ends_with_its_connection_and_with_the_server() {
    let dir = tempfile::tempdir().unwrap();
    let owner = Arc::new(clinic(dir.path()));
    let sitter = at_begin(&owner, |owner, seat| owner.leave(seat));
    begin(&owner, &sitter);
    // The directory is made by the export, and what is in it is gone with the export.
    let is_empty =
        || (dir.path().join(FOLDER).exists() && names(dir.path()).is_empty()).then_some(());
    wait(is_empty).unwrap();
    let sitter = at_begin(&owner, |_, _| {});
    begin(&owner, &sitter);
    assert!(owner.finish(LONG));
    let whole = |name: &String| !name.starts_with('.');
    assert!(
        names(dir.path()).iter().all(whole),
        "{:?}",
        names(dir.path())
    );
}

fn serve(study: &Path) -> Foreground {
    let mut server = Command::new(PROGRAM);
    server
        .env("XDG_STATE_HOME", env!("CARGO_TARGET_TMPDIR"))
        .args(["serve", "--study"])
        .arg(study)
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let mut server = Foreground(server.spawn().unwrap());
    server.ready();
    server
}

/// Begins an export over the socket, waits until a condition holds for what is told of it, and returns that.
fn export_until(study: &Path, is_it: impl Fn(&Reply) -> bool) -> (impl Client, Reply) {
    let (remote, _, replies) = connect(study, 2, 1).unwrap();
    let request = format!("{}-1", crate::serve::hello(1).client);
    let stamp = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap();
    remote.send(Request::Append(Append {
        request: format!("{request}-{}", stamp.as_nanos()),
        events: vec![copied("export-csv")],
        ..Append::default()
    }));
    loop {
        match replies.recv_timeout(LONG).unwrap() {
            Reply::Appended { receipt, .. } => remote.send(Request::Export {
                entry: receipt.last,
            }),
            reply if is_it(&reply) => return (remote, reply),
            Reply::ExportBegun { .. } | Reply::Exporting { .. } => {}
            other => panic!("{other:?}"),
        }
    }
}

fn files(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = fs::read_dir(dir).unwrap().map(|file| {
        let file = file.unwrap();
        let name = file.file_name().into_string().unwrap();
        (name, fs::read(file.path()).unwrap())
    });
    files.collect()
}

fn is_end(reply: &Reply) -> bool {
    matches!(reply, Reply::Exported { .. })
}

fn placed(reply: Reply) -> Placed {
    match reply {
        Reply::Exported {
            end: ExportEnd::Done(placed),
            ..
        } => placed,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_files_of_a_server_are_those_of_the_command() {
    let dir = tempfile::tempdir().unwrap();
    let study = dir.path().join("study");
    demo(&study, "14");
    let server = serve(&study);
    let (client, told) = export_until(&study, is_end);
    let placed = placed(told);
    let out = dir.path().join("out");
    let run = |args: &[&str]| {
        let output = Command::new(PROGRAM)
            .env("XDG_STATE_HOME", env!("CARGO_TARGET_TMPDIR"))
            .args(args)
            .arg("--study")
            .arg(&study)
            .output()
            .unwrap();
        assert!(output.status.success(), "{args:?} {output:?}");
    };
    run(&["export", "csv", "--out", out.to_str().unwrap()]);
    let mut own = files(&study.join(&placed.folder));
    let mut of_command = files(&out);
    assert_eq!(own.len(), placed.files);
    let manifest = |files: &mut BTreeMap<String, Vec<u8>>| -> serde_json::Value {
        let bytes = files.remove("manifest.json").unwrap();
        serde_json::from_slice(&bytes).unwrap()
    };
    let (told, of_the_command) = (manifest(&mut own), manifest(&mut of_command));
    assert_eq!(own, of_command);
    for part in ["study", "program", "as_of", "options", "formats", "files"] {
        assert_eq!(told[part], of_the_command[part], "{part}");
    }
    assert_eq!(told["as_of"]["entry"], placed.as_of);
    // What stands there is nothing to the record, nor to a copy of it.
    let copy = dir.path().join("copy");
    run(&["backup", copy.to_str().unwrap()]);
    assert!(!copy.join(FOLDER).exists());
    drop((client, server));
    must_be_sound(&study);
}

#[test]
fn a_server_that_is_killed_while_it_exports_leaves_nothing_that_counts() {
    let dir = tempfile::tempdir().unwrap();
    let study = dir.path().join("study");
    demo(&study, "300");
    let begun = |reply: &Reply| matches!(reply, Reply::Exporting { done: 1.., .. });
    for signal in [Signal::KILL, Signal::TERM] {
        let mut server = serve(&study);
        let (client, _) = export_until(&study, begun);
        let pid = Pid::from_raw(i32::try_from(server.0.id()).unwrap()).unwrap();
        kill_process(pid, signal).unwrap();
        server.0.wait().unwrap();
        drop(client);
        let names = names(&study);
        match signal {
            Signal::KILL => assert!(
                matches!(names.as_slice(), [one] if one.starts_with(".coreset-export-")),
                "{names:?}"
            ),
            // It removes what it wrote, and what the one before left when the export began.
            _ => assert!(names.is_empty(), "{names:?}"),
        }
    }
    let server = serve(&study);
    let (client, told) = export_until(&study, is_end);
    let placed = placed(told);
    assert_eq!(names(&study).len(), 1);
    assert!(study.join(placed.folder).join("manifest.json").exists());
    drop((client, server));
    must_be_sound(&study);
}
