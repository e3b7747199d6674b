//! Opening only what is a file: a pipe in the place of one would be waited for without end.

use crate::text::store::Sort;
use rustix::fs::{FileType, Mode, OFlags};
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

/// Opens a file for reading.
///
/// # Errors
/// When it cannot be opened, or is a directory, a pipe, a socket or a device.
pub(super) fn open(path: &Path) -> io::Result<File> {
    // Without waiting, or the opening of a pipe would not return.
    let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK | OFlags::NOCTTY;
    let file = File::from(rustix::fs::open(path, flags, Mode::empty())?);
    match file.metadata()?.is_file() {
        true => Ok(file),
        false => Err(not_a_file()),
    }
}

/// Reads a file.
///
/// # Errors
/// As for [`open`], and when it cannot be read.
pub(super) fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open(path)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Returns what something is.
pub(super) fn kind_of(path: &Path) -> io::Result<Sort> {
    let mode = rustix::fs::stat(path)?.st_mode;
    Ok(match FileType::from_raw_mode(mode) {
        FileType::RegularFile => Sort::File,
        FileType::Directory => Sort::Directory,
        FileType::Fifo => Sort::Pipe,
        FileType::Socket => Sort::Socket,
        _ => Sort::Device,
    })
}

fn not_a_file() -> io::Error {
    io::Error::other("it is not a regular file")
}
