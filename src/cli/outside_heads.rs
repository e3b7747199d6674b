//! Files of heads that were kept outside of a study: lines of number, hash, time and where it comes from.

use super::failure::{CLOSED, Failure, USAGE};
use crate::server::OutsideHead;
use crate::text::DEFAULT;
use chrono::{DateTime, FixedOffset, SecondsFormat};
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

/// Reads a file of heads; blank lines and those that begin with `#` say nothing.
///
/// # Errors
/// When it lies in the study itself, cannot be read, or has a line that is no head.
pub(super) fn read(study: &Path, file: &Path) -> Result<Vec<OutsideHead>, Failure> {
    let unread = |error: io::Error| {
        Failure::new(DEFAULT.heads_not_read(file, &error.to_string())).code(CLOSED)
    };
    let real = file.canonicalize().map_err(unread)?;
    if study
        .canonicalize()
        .is_ok_and(|study| real.starts_with(study))
    {
        return Err(Failure::from(DEFAULT.heads_in_study(file)).code(USAGE));
    }
    let text = fs::read_to_string(&real).map_err(unread)?;
    let mut heads = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let head = head(line);
        heads.push(
            head.ok_or_else(|| Failure::from(DEFAULT.no_head_in_line(file, number)).code(USAGE))?,
        );
    }
    Ok(heads)
}

fn head(line: &str) -> Option<OutsideHead> {
    let mut words = line.splitn(4, ' ');
    let seq = words.next()?.parse().ok().filter(|seq| *seq > 0)?;
    let hash = words.next()?.to_ascii_lowercase();
    let at = DateTime::parse_from_rfc3339(words.next()?).ok()?;
    let source = words.next().unwrap_or(DEFAULT.unnamed_place()).to_owned();
    let hex = hash.len() == 64 && hash.bytes().all(|digit| digit.is_ascii_hexdigit());
    hex.then_some(OutsideHead {
        seq,
        hash,
        at,
        source,
    })
}

/// Returns the file of heads beside the directory of a backup.
pub(super) fn beside(backup: &Path) -> io::Result<PathBuf> {
    let backup = std::path::absolute(backup)?;
    let mut name = backup
        .file_name()
        .ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?
        .to_owned();
    name.push(".heads");
    Ok(backup.with_file_name(name))
}

/// Appends a head to a file.
///
/// # Errors
/// When it cannot be written.
pub(super) fn append(
    file: &Path,
    (seq, hash): (u64, &str),
    at: DateTime<FixedOffset>,
    source: &str,
) -> io::Result<()> {
    let at = at.to_rfc3339_opts(SecondsFormat::Millis, false);
    let line = format!("{seq} {hash} {at} {source}\n");
    let mut file = OpenOptions::new()
        .append(true)
        .create(true)
        .mode(0o600)
        .open(file)?;
    file.write_all(line.as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_appended_is_read_and_what_is_no_head_is_named_by_its_line() {
        let dir = tempfile::tempdir().unwrap();
        let study = dir.path().join("study");
        fs::create_dir(&study).unwrap();
        let file = beside(&dir.path().join("backup")).unwrap();
        assert_eq!(file, dir.path().join("backup.heads"));
        let at = DateTime::parse_from_rfc3339("2026-03-02T10:00:00.125+01:00").unwrap();
        let hash = "ab".repeat(32);
        for seq in [3, 7] {
            append(&file, (seq, &hash), at, "a backup of the trial").unwrap();
        }
        let read_back = read(&study, &file).unwrap();
        let seqs: Vec<u64> = read_back.iter().map(|head| head.seq).collect();
        assert_eq!(seqs, [3, 7]);
        assert_eq!(read_back[1].source, "a backup of the trial");
        for bad in ["7", "0 ab", "x y z", &format!("7 {hash} yesterday here")] {
            fs::write(&file, format!("# heads\n\n{bad}\n")).unwrap();
            let failure = read(&study, &file).unwrap_err();
            assert!(
                failure.message.contains(":3: this is no head"),
                "{failure:?}"
            );
        }
    }

    #[test]
    fn a_file_inside_the_study_is_refused_under_any_name() {
        let dir = tempfile::tempdir().unwrap();
        let study = dir.path().join("study");
        fs::create_dir(&study).unwrap();
        fs::write(study.join("heads"), "").unwrap();
        let link = dir.path().join("link");
        std::os::unix::fs::symlink(study.join("heads"), &link).unwrap();
        for file in [study.join("heads"), link] {
            let failure = read(&study, &file).unwrap_err();
            assert!(failure.message.contains("inside the study"), "{failure:?}");
            assert_eq!(failure.code, USAGE);
        }
    }
}
