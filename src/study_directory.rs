//! Reading the files of a study directory: what a site has put in place of what comes with the program.
//!
//! A directory may hold `study.toml`, which replaces the study file, and `instruments/*.toml`, each
//! of which adds a form or replaces the one with its id. Reads files, never writes; what the texts
//! say is judged in `domain`.

use crate::domain::base::data::DataError;
use crate::domain::rules::MapFault;
use crate::domain::study::Study;
use crate::domain::study::named_files::{FORMS_DIRECTORY, STUDY_FILE, study_from};
use std::fmt;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// Most bytes of a file of a study.
pub const FILE: u64 = 1 << 20;

/// Most bytes of all files of a study together.
pub const TOGETHER: u64 = 4 << 20;

/// The directory of the maps of laboratories, below that of the study.
pub const IMPORTS: &str = "imports";

/// Most bytes of a map.
pub const MAP: u64 = 256 << 10;

/// Why a study could not be loaded from its directory.
#[derive(Debug)]
pub enum LoadError {
    /// A file or directory could not be read.
    Read {
        /// Which one.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// A file, or all files together, are larger than a study's files may be.
    TooLarge {
        /// The file; none where it is all of them together.
        path: Option<PathBuf>,
        /// Most bytes.
        limit: u64,
    },
    /// A file holds a mistake.
    Data(DataError),
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read { path, error } => write!(
                f,
                "{} could not be read ({error}); check that it is there, is a file with text in UTF-8, and may be read by you",
                path.display()
            ),
            Self::TooLarge {
                path: Some(path),
                limit,
            } => write!(
                f,
                "{} is larger than {} MiB, which is the most for a file of a study; check that it is the right file, and shorten it",
                path.display(),
                limit >> 20
            ),
            Self::TooLarge { path: None, limit } => write!(
                f,
                "the files of the study are larger than {} MiB together; take out of the directory {FORMS_DIRECTORY} what the study does not use",
                limit >> 20
            ),
            Self::Data(error) => write!(f, "{error}"),
        }
    }
}

impl std::error::Error for LoadError {}

impl From<DataError> for LoadError {
    fn from(error: DataError) -> Self {
        Self::Data(error)
    }
}

/// Returns the study of a directory.
///
/// # Errors
/// A file that cannot be read, or the first mistake in one.
pub fn load_study(directory: &Path) -> Result<Study, LoadError> {
    Ok(study_from(study_files(directory)?)?)
}

/// Returns the files by which a directory's study differs from the one that comes with the program, with their texts.
///
/// # Errors
/// A file that cannot be read.
pub fn study_files(directory: &Path) -> Result<Vec<(String, String)>, LoadError> {
    let mut paths = Vec::new();
    let found = entries(directory)?;
    let study = directory.join(STUDY_FILE);
    if found.contains(&study) {
        paths.push(study);
    }
    let forms = directory.join(FORMS_DIRECTORY);
    if found.contains(&forms) {
        paths.extend(
            entries(&forms)?
                .into_iter()
                .filter(|path| path.extension().is_some_and(|end| end == "toml")),
        );
    }
    let mut files = Vec::new();
    let mut left = TOGETHER;
    for path in paths {
        match read(&path) {
            Ok(Some(text)) => {
                let size = u64::try_from(text.len()).unwrap_or(u64::MAX);
                left = left.checked_sub(size).ok_or(LoadError::TooLarge {
                    path: None,
                    limit: TOGETHER,
                })?;
                files.push((path.display().to_string(), text));
            }
            Ok(None) => {
                return Err(LoadError::TooLarge {
                    path: Some(path),
                    limit: FILE,
                });
            }
            Err(error) => return Err(LoadError::Read { path, error }),
        }
    }
    Ok(files)
}

/// Reads a file; `None` where it is larger than a file of a study may be, of which no more is read. A pipe in the place of
/// one would be waited for without end.
fn read(path: &Path) -> io::Result<Option<String>> {
    let file = path.metadata()?;
    if !file.is_file() {
        return Err(io::Error::other("it is not a regular file"));
    }
    if file.len() > FILE {
        return Ok(None);
    }
    // It may grow meanwhile.
    let mut text = String::new();
    std::fs::File::open(path)?
        .take(FILE + 1)
        .read_to_string(&mut text)?;
    let size = u64::try_from(text.len()).unwrap_or(u64::MAX);
    Ok((size <= FILE).then_some(text))
}

/// Returns the text of a map of a laboratory. Its name is no path: what stands elsewhere is never read, nor what a link there
/// leads to.
///
/// # Errors
/// When it is no name, or no such map is there.
pub fn import_map(directory: &Path, name: &str) -> Result<String, MapFault> {
    let plain = |c: char| c.is_ascii_alphanumeric() || ['.', '-', '_'].contains(&c);
    let is_name = name.starts_with(|c: char| c.is_ascii_alphanumeric())
        && name.chars().all(plain)
        && name.ends_with(".toml")
        && name.len() <= 64;
    if !is_name {
        return Err(MapFault::Name);
    }
    let folder = directory.join(IMPORTS);
    let path = folder.join(name);
    let unreadable = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => MapFault::NotThere,
        _ => MapFault::Unreadable {
            error: error.to_string(),
        },
    };
    let not_a_map = MapFault::NotAMap { most: MAP };
    let is_folder = folder.symlink_metadata().map_err(unreadable)?.is_dir();
    let file = path.symlink_metadata().map_err(unreadable)?;
    if !is_folder || !file.is_file() || file.len() > MAP {
        return Err(not_a_map);
    }
    let mut bytes = Vec::new();
    let opened = std::fs::File::open(&path).map_err(unreadable)?;
    // It may grow meanwhile.
    let read = opened.take(MAP + 1).read_to_end(&mut bytes);
    read.map_err(unreadable)?;
    match String::from_utf8(bytes) {
        Ok(text) if text.len() as u64 <= MAP => Ok(text),
        Ok(_) | Err(_) => Err(not_a_map),
    }
}

/// Returns the files of [`study_files`] under their names inside the directory; those elsewhere are left out.
pub fn inside(directory: &Path, files: Vec<(String, String)>) -> Vec<(String, String)> {
    let own = files.into_iter().filter_map(|(name, text)| {
        let inside = Path::new(&name).strip_prefix(directory).ok()?;
        Some((inside.to_str()?.to_owned(), text))
    });
    own.collect()
}

/// Returns what a directory holds, sorted by name.
fn entries(directory: &Path) -> Result<Vec<PathBuf>, LoadError> {
    let wrap = |error| LoadError::Read {
        path: directory.to_path_buf(),
        error,
    };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(directory).map_err(wrap)? {
        paths.push(entry.map_err(wrap)?.path());
    }
    paths.sort();
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::fs::symlink;

    #[test]
    fn a_map_is_read_from_its_directory_and_nothing_from_elsewhere() {
        let dir = tempfile::tempdir().unwrap();
        let own = dir.path();
        let map = |name: &str| import_map(own, name);
        assert_eq!(map("lab.toml"), Err(MapFault::NotThere));
        fs::create_dir(own.join(IMPORTS)).unwrap();
        let write = |name: &str, text: &[u8]| fs::write(own.join(name), text).unwrap();
        write("imports/lab.toml", b"site = \"01\"");
        write("study.toml", b"id");
        assert_eq!(map("lab.toml").as_deref(), Ok("site = \"01\""));
        for name in [
            "../study.toml",
            "..",
            "",
            "-",
            ".lab.toml",
            "./lab.toml",
            "/etc/passwd",
            "lab",
            "a/b.toml",
            "lab.toml\0",
            "imports/lab.toml",
            "l\u{e4}b.toml",
            &"a".repeat(99),
        ] {
            assert_eq!(map(name), Err(MapFault::Name), "{name:?}");
        }
        assert_eq!(map("other.toml"), Err(MapFault::NotThere));
        symlink("../study.toml", own.join("imports/link.toml")).unwrap();
        fs::create_dir(own.join("imports/folder.toml")).unwrap();
        write("imports/bytes.toml", b"\xff");
        write("imports/large.toml", &vec![b'#'; 300 << 10]);
        for name in ["link.toml", "folder.toml", "bytes.toml", "large.toml"] {
            assert_eq!(map(name), Err(MapFault::NotAMap { most: MAP }), "{name}");
        }
        fs::rename(own.join("imports"), own.join("away")).unwrap();
        symlink("away", own.join("imports")).unwrap();
        assert_eq!(map("lab.toml"), Err(MapFault::NotAMap { most: MAP }));
    }
}
