//! What stands outside of a record: heads that were told before, and study files that somebody changes.

use super::entry::{enrolled, participant};
use super::scratch::{Scratch, ScratchClient};
use super::{Check, Seen, require};
use crate::domain::record::event::Event;
use crate::domain::study::shipped::STUDY;
use crate::protocol::messages::{Reply, Request};
use crate::server::{OutsideHead, verify, verify_outside};

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "CS-57",
        points: &[7],
        what: "A record written anew, sound in itself, lacks the heads that were kept outside",
        run: another,
    },
    Check {
        id: "CS-58",
        points: &[7],
        what: "A record put back to an earlier copy lacks the heads that were kept outside",
        run: rolled_back,
    },
    Check {
        id: "CS-59",
        points: &[25],
        what: "A changed study file changes nothing before it is accepted, and says so",
        run: changed_file,
    },
];

/// Returns the newest head of an open study, as an account keeps it.
fn head(scratch: &Scratch) -> Result<OutsideHead, String> {
    match scratch.connect("site")?.ask(Request::Head)? {
        Reply::Head(head) => Ok(OutsideHead {
            seq: head.seq,
            hash: head.hash,
            at: head.at.ok_or("the record is empty")?,
            source: "an account".to_owned(),
        }),
        other => Err(format!("answered with {other:?}")),
    }
}

/// Verifies by itself, and with a head from outside: returns whether it is sound to each, and how many heads it holds.
fn both(scratch: &Scratch, head: &OutsideHead) -> Result<(bool, bool, usize), String> {
    let path = scratch.path();
    let alone = verify(&path).map_err(|error| error.to_string())?;
    let heads = std::slice::from_ref(head);
    let with = verify_outside(&path, None, heads, &mut |_, _| {});
    let with = with.map_err(|error| error.to_string())?;
    Ok((alone.is_sound(), with.is_sound(), with.outside))
}

fn another() -> Seen {
    let mut first = Scratch::with_people()?;
    let head = head(&first)?;
    first.close();
    let mut second = Scratch::with_people()?;
    second.connect("site")?.trail()?;
    second.close();
    let (own, other) = (both(&first, &head)?, both(&second, &head)?);
    require(
        own == (true, true, 1) && other == (true, false, 0),
        format!(
            "its own record holds head #{}; another one, sound in itself, does not",
            head.seq
        ),
    )
}

fn rolled_back() -> Seen {
    let mut scratch = Scratch::with_people()?;
    let copy = tempfile::tempdir().map_err(|error| error.to_string())?;
    scratch.close();
    let to = copy.path().join("study");
    copy_all(&scratch.path(), &to)?;
    scratch.restart()?;
    let site = scratch.connect("site")?;
    site.save(vec![Event::Copied {
        what: "audit".to_owned(),
        participant: None,
    }])?;
    drop(site);
    let head = head(&scratch)?;
    scratch.close();
    let now = both(&scratch, &head)?;
    std::fs::remove_dir_all(scratch.path()).map_err(|error| error.to_string())?;
    copy_all(&to, &scratch.path())?;
    let before = both(&scratch, &head)?;
    require(
        now == (true, true, 1) && before == (true, false, 0),
        format!("head #{} is held before, and missing after", head.seq),
    )
}

fn copy_all(from: &std::path::Path, to: &std::path::Path) -> Result<(), String> {
    let copied = || -> std::io::Result<()> {
        std::fs::create_dir_all(to)?;
        for entry in std::fs::read_dir(from)? {
            let entry = entry?;
            let target = to.join(entry.file_name());
            match entry.file_type()?.is_dir() {
                true => copy_all(&entry.path(), &target).map_err(std::io::Error::other)?,
                false => drop(std::fs::copy(entry.path(), target)?),
            }
        }
        Ok(())
    };
    copied().map_err(|error| error.to_string())
}

/// Returns how many versions of the study the record names.
fn amendments(site: &ScratchClient<'_>) -> Result<usize, String> {
    let trail = site.trail()?;
    let kinds = trail.iter().map(|entry| entry.draft.event.kind());
    Ok(kinds.filter(|kind| *kind == "amended").count())
}

fn changed_file() -> Seen {
    let mut scratch = Scratch::of_file(STUDY.text)?;
    let who = participant().id;
    let (before, versions) = {
        let site = scratch.connect("site")?;
        site.save(vec![enrolled()])?;
        (site.record(&who)?, amendments(&site)?)
    };
    let changed = STUDY
        .text
        .replace("haq-min-categories = 6", "haq-min-categories = 7");
    require(changed != STUDY.text, "the study file has such a rule")?;
    scratch.change_file(&changed);
    scratch.restart()?;
    let site = scratch.connect("site")?;
    let waits = match site.ask(Request::Amendment)? {
        Reply::Amendment(waits) => waits.is_some(),
        other => return Err(format!("answered with {other:?}")),
    };
    let amended = amendments(&site)? != versions;
    let after = site.record(&who)?;
    require(
        waits && !amended && before == after,
        format!(
            "an amendment waits: {waits}; it is in force: {amended}; {who} reads as before: {}",
            before == after
        ),
    )
}
