//! What stands before the rows: the records about the file, the data set and its variables.
//!
//! Numbers are big-endian, texts filled with blanks. Takes a data set without fault; must not judge it.

use super::{Dataset, Kind, LABEL, NAME, RECORD};

/// What SAS itself would say of the version and the system that wrote a file.
const WRITTEN_BY: &[u8; 16] = b"9.4     LINUX   ";

/// Bytes of what the file says about a variable.
const ABOUT: usize = 140;

/// Returns all records before the rows.
pub(super) fn of(dataset: &Dataset) -> Vec<u8> {
    let when = dataset.modified.format("%d%b%y:%H:%M:%S").to_string();
    let when = when.to_ascii_uppercase();
    let mut file = Vec::new();
    heading(&mut file, b"LIBRARY ", "000000000000000000000000000000");
    file.extend(b"SAS     SAS     SASLIB  ");
    file.extend(WRITTEN_BY);
    padded(&mut file, "", 24);
    padded(&mut file, &when, 16);
    padded(&mut file, &when, RECORD);
    // How long the heading and each description of a variable are.
    heading(&mut file, b"MEMBER  ", "000000000000000001600000000140");
    heading(&mut file, b"DSCRPTR ", "000000000000000000000000000000");
    file.extend(b"SAS     ");
    padded(&mut file, &dataset.name, NAME);
    file.extend(b"SASDATA ");
    file.extend(WRITTEN_BY);
    padded(&mut file, "", 24);
    padded(&mut file, &when, 16);
    padded(&mut file, &when, 32);
    padded(&mut file, &dataset.label, LABEL);
    padded(&mut file, "", 8);
    let count = dataset.variables.len();
    heading(
        &mut file,
        b"NAMESTR ",
        &format!("000000{count:04}00000000000000000000"),
    );
    let mut position = 0_u32;
    for (number, variable) in (1_u16..).zip(&dataset.variables) {
        let (kind, width) = match variable.kind {
            Kind::Number => (1, 8),
            Kind::Text { width } => (2, u16::try_from(width).unwrap_or(u16::MAX)),
        };
        let end = file.len() + ABOUT;
        for short in [kind, 0, width, number] {
            file.extend(u16::to_be_bytes(short));
        }
        padded(&mut file, &variable.name, NAME);
        padded(&mut file, &variable.label, LABEL);
        // How it is to be printed: no format, of no width, no decimals, to the left.
        padded(&mut file, "", 8);
        file.extend([0; 8]);
        // How it is to be read: the same.
        padded(&mut file, "", 8);
        file.extend([0; 4]);
        file.extend(position.to_be_bytes());
        file.resize(end, 0);
        position = position.saturating_add(u32::from(width));
    }
    let full = file.len().next_multiple_of(RECORD);
    file.resize(full, b' ');
    heading(&mut file, b"OBS     ", "000000000000000000000000000000");
    file
}

/// Adds a record that says what follows, with numbers in 30 digits.
fn heading(file: &mut Vec<u8>, what: &[u8; 8], numbers: &str) {
    file.extend(b"HEADER RECORD*******");
    file.extend(what);
    file.extend(b"HEADER RECORD!!!!!!!");
    padded(file, numbers, 32);
}

/// Adds a text that fits, filled with blanks.
pub(super) fn padded(file: &mut Vec<u8>, text: &str, width: usize) {
    let end = file.len() + width;
    file.extend(text.as_bytes());
    file.resize(end, b' ');
}
