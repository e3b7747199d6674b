//! The files of an export as one archive (zip), written from its begin to its end without going back.

use super::not_written;
use crate::cli::failure::Failure;
use crate::server::exports::spool::Spool;
use crate::text::DEFAULT;
use chrono::{DateTime, Datelike as _, FixedOffset, Timelike as _};
use std::fs::File;
use std::io::{self, Write};
use zip::write::{SimpleFileOptions, ZipWriter};
use zip::{CompressionMethod, DateTime as ZipTime};

/// Writes all files; each bears the time as of which the data are.
pub(super) fn write(
    spool: &Spool,
    at: DateTime<FixedOffset>,
    out: impl Write,
) -> Result<(), Failure> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(time(at))
        .large_file(true)
        .unix_permissions(0o640);
    let mut archive = ZipWriter::new_stream(out);
    for file in spool.files().map_err(not_written)? {
        archive
            .start_file(file.name.as_str(), options)
            .map_err(zip_fault)?;
        let mut bytes = File::open(spool.path(&file.name))?;
        io::copy(&mut bytes, &mut archive).map_err(not_written)?;
    }
    let mut out = archive.finish().map_err(zip_fault)?;
    out.flush().map_err(not_written)
}

/// Returns a time as an archive has it: no offset, even seconds, from 1980 on.
fn time(at: DateTime<FixedOffset>) -> ZipTime {
    let two = |number: u32| u8::try_from(number).unwrap_or_default();
    ZipTime::from_date_and_time(
        u16::try_from(at.year()).unwrap_or(1980),
        two(at.month()),
        two(at.day()),
        two(at.hour()),
        two(at.minute()),
        two(at.second()),
    )
    .unwrap_or_default()
}

fn zip_fault(error: zip::result::ZipError) -> Failure {
    Failure::from(DEFAULT.export_not_written(&error.to_string()))
}
