//! What is installed, and where: read from the program itself, the system and the study's directory. Changes nothing.

use super::Line;
use crate::cli::connect::{ServerAddress, server_address};
use crate::cli::failure::Failure;
use crate::cli::open::load_study;
use crate::cli::study_option::StudyOption;
use crate::domain::forms::table::FORMS;
use crate::domain::study::shipped::{STUDY, embedded_study};
use crate::server::Options;
use crate::study_directory;
use crate::text::DEFAULT;
use crate::text::commands::qualify::Looked;
use crate::tools::qualify::Seen;
use chrono::{Local, SecondsFormat, Utc};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

/// A time before this program was written, in seconds since 1970.
const NEVER_SET: i64 = 1_700_000_000;

/// Looks at everything, a line each.
pub(super) fn look(option: &StudyOption) -> Result<Vec<Line>, Failure> {
    let address = server_address(option)?;
    let dir = match &address {
        ServerAddress::Study(dir) => Some(dir.as_path()),
        ServerAddress::Socket(_) => None,
    };
    let mut found = vec![
        (Looked::Version, Ok(version())),
        (Looked::Program, program()),
        (Looked::Protocol, protocol(dir)),
        (Looked::Files, forms(dir)),
        (Looked::System, Ok(system())),
        (Looked::Clock, clock()),
        (Looked::TemporaryDirectory, place(&std::env::temp_dir())),
    ];
    match dir {
        Some(dir) if dir.exists() => {
            found.push((Looked::Permissions, permissions(dir)));
            found.push((Looked::Disk, place(dir)));
        }
        Some(dir) => {
            found.push((Looked::Directory, Ok(DEFAULT.not_made_yet(dir))));
        }
        None => {
            let text = DEFAULT.behind_socket().to_owned();
            found.push((Looked::Directory, Ok(text)));
        }
    }
    let lines = found
        .into_iter()
        .zip(1..)
        .map(|((what, seen), number)| Line {
            id: format!("IQ-{number:02}"),
            points: String::new(),
            what: DEFAULT.looked_at(what).to_owned(),
            seen,
        });
    Ok(lines.collect())
}

fn version() -> String {
    format!(
        "coreset {}, {} {}",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::ARCH,
        std::env::consts::OS
    )
}

fn program() -> Seen {
    let path = std::env::current_exe().map_err(|error| error.to_string())?;
    let bytes = fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(format!(
        "{} {}",
        path.display(),
        blake3::hash(&bytes).to_hex()
    ))
}

fn protocol(dir: Option<&Path>) -> Seen {
    let study = match dir {
        Some(dir) => load_study(dir).map_err(|failure| failure.message)?.0,
        None => embedded_study().map_err(|error| error.to_string())?,
    };
    let protocol = &study.protocol;
    Ok(DEFAULT.protocol_seen(&protocol.id, &protocol.version, &study.hash))
}

fn forms(dir: Option<&Path>) -> Seen {
    let own = match dir.filter(|dir| dir.exists()) {
        Some(dir) => study_directory::study_files(dir).map_err(|error| error.to_string())?,
        None => Vec::new(),
    };
    let embedded = FORMS.iter().chain([&STUDY]);
    let embedded = embedded.map(|file| (file.name.to_owned(), file.text.to_owned()));
    let files = embedded.chain(own).map(|(name, text)| {
        let hash = blake3::hash(text.as_bytes()).to_hex();
        let short: String = hash.chars().take(16).collect();
        format!("{name} {short}")
    });
    Ok(files.collect::<Vec<_>>().join(", "))
}

fn system() -> String {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let release = read("/etc/os-release");
    let name = release
        .lines()
        .find_map(|line| line.strip_prefix("PRETTY_NAME="))
        .map_or(DEFAULT.nameless_system(), |name| name.trim_matches('"'));
    format!(
        "{name}, Linux {}",
        read("/proc/sys/kernel/osrelease").trim()
    )
}

fn clock() -> Seen {
    let local = Local::now().fixed_offset();
    let utc = local.with_timezone(&Utc);
    // A host whose clock was never set shows the beginning of its calendar.
    let set = utc.timestamp() > NEVER_SET;
    let seen = DEFAULT.clock_seen(
        &local.to_rfc3339_opts(SecondsFormat::Secs, false),
        &utc.to_rfc3339_opts(SecondsFormat::Secs, true),
        set,
    );
    if set { Ok(seen) } else { Err(seen) }
}

/// Returns whether nobody else may enter the study's directory, which closes everything in it.
fn permissions(dir: &Path) -> Seen {
    let about = fs::metadata(dir).map_err(|error| error.to_string())?;
    let mode = about.permissions().mode() & 0o777;
    let open = mode & 0o077 != 0;
    let seen = DEFAULT.permissions_seen(dir, mode, open);
    if open { Err(seen) } else { Ok(seen) }
}

/// Returns the kind of file system and the free room of a place; too little room for a study fails.
fn place(dir: &Path) -> Seen {
    let about = rustix::fs::statfs(dir).map_err(|error| format!("{}: {error}", dir.display()))?;
    let magic = (about.f_type as u64 & 0xffff_ffff) as u32;
    let block = u64::try_from(about.f_bsize).unwrap_or_default();
    let free = about.f_bavail.saturating_mul(block);
    let floor = Options::default().floor_bytes + Options::default().reserve_bytes;
    let needed = (free < floor).then_some(floor >> 20);
    let seen = DEFAULT.room_seen(dir, &kind(magic), free >> 20, needed);
    match needed {
        Some(_) => Err(seen),
        None => Ok(seen),
    }
}

/// Returns the name of a file system by its number in linux/magic.h.
fn kind(magic: u32) -> String {
    let name = match magic {
        0xef53 => DEFAULT.ext_system(),
        0x5846_5342 => "xfs",
        0x9123_683e => "btrfs",
        0x2fc1_2fc1 => "zfs",
        0xf2f5_2010 => "f2fs",
        0x0102_1994 => "tmpfs",
        0x794c_7630 => "overlay",
        0x6969 => "NFS",
        other => return DEFAULT.other_system(other),
    };
    name.to_owned()
}
