//! A CSV file as a table: headings, and rows that know their lines.
//!
//! A file that is not whole is refused as such. Must not know what a column means.

use crate::domain::record::imported::FileHash;
use crate::text::imports::{ImportFault, ImportWrong};

/// Most bytes of a file.
pub const MOST_BYTES: u64 = 64_000_000;

/// A file that was read.
#[derive(Debug)]
pub struct Table {
    /// Hash of its bytes.
    pub file: FileHash,
    /// The headings.
    pub headings: Vec<String>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A row.
#[derive(Debug)]
pub struct Row {
    /// Its line, from 1.
    pub line: u32,
    cells: csv::StringRecord,
}

impl Row {
    /// Returns what stands in a column.
    pub fn cell(&self, at: usize) -> &str {
        self.cells.get(at).unwrap_or_default()
    }
}

impl Table {
    /// Reads a file.
    ///
    /// # Errors
    /// When it is too large, not UTF-8, cut off, or has a row of another length.
    pub fn read(bytes: &[u8]) -> Result<Self, ImportFault> {
        if bytes.len() as u64 > MOST_BYTES {
            return Err(on(1, ImportWrong::TooLarge { most: MOST_BYTES }));
        }
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let of_line = before.iter().rev().take_while(|b| **b != b'\n').count();
            on(line_after(before), ImportWrong::NotUtf8 { before: of_line })
        })?;
        let is_whole = text.ends_with('\n') && text.matches('"').count() % 2 == 0;
        if !is_whole {
            let end = text.strip_suffix('\n').unwrap_or(text);
            return Err(on(line_after(end.as_bytes()), ImportWrong::Cut));
        }
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let mut rows = Vec::new();
        // The reader counts a line only when it has read on behind its CR, so lines are counted here.
        let (mut line, mut counted) = (1_u32, 0_usize);
        for cells in reader.records() {
            let cells = cells.map_err(|_| on(line, ImportWrong::Cut))?;
            let at = cells.position().map_or(0, csv::Position::byte);
            let at = usize::try_from(at).unwrap_or(usize::MAX);
            let rest = text.get(at..).unwrap_or_default();
            let begins = at + (rest.len() - rest.trim_start_matches(['\r', '\n']).len());
            let between = text.as_bytes().get(counted..begins).unwrap_or_default();
            line = line.saturating_add(line_after(between) - 1);
            counted = begins;
            rows.push(Row { line, cells });
        }
        let mut rows = rows.into_iter();
        let headings = rows.next().ok_or_else(|| on(1, ImportWrong::Cut))?;
        let headings: Vec<String> = headings.cells.iter().map(str::to_owned).collect();
        let rows: Vec<Row> = rows.collect();
        if let Some(row) = rows.iter().find(|row| row.cells.len() != headings.len()) {
            let what = ImportWrong::Cells {
                headings: headings.len(),
                cells: row.cells.len(),
            };
            return Err(on(row.line, what));
        }
        Ok(Self {
            file: FileHash::of(bytes),
            headings,
            rows,
        })
    }

    /// Returns a mistake in a column of a line.
    pub fn fault(&self, line: u32, at: usize, what: ImportWrong) -> ImportFault {
        let heading = self.headings.get(at).cloned().unwrap_or_default();
        ImportFault {
            line,
            column: Some((at + 1, heading)),
            what,
        }
    }
}

/// Returns a mistake in a whole line.
pub(super) fn on(line: u32, what: ImportWrong) -> ImportFault {
    ImportFault {
        line,
        column: None,
        what,
    }
}

/// Returns the line on which something stands behind these bytes.
fn line_after(bytes: &[u8]) -> u32 {
    let lines = bytes.iter().filter(|b| **b == b'\n').count();
    u32::try_from(lines).unwrap_or(u32::MAX).saturating_add(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_file_that_is_not_whole_is_refused_by_its_line() {
        for (bytes, fault) in [
            (&b"a,b\r\n1,2\r\n3"[..], on(3, ImportWrong::Cut)),
            (b"a,b\n1,\"x\n", on(2, ImportWrong::Cut)),
            (b"", on(1, ImportWrong::Cut)),
            (
                b"a,b\n1,2\n3,\xfc\n",
                on(3, ImportWrong::NotUtf8 { before: 2 }),
            ),
            (
                b"a,b\n1,\"x\ny\"\n3\n",
                on(
                    4,
                    ImportWrong::Cells {
                        headings: 2,
                        cells: 1,
                    },
                ),
            ),
        ] {
            assert_eq!(Table::read(bytes).unwrap_err(), fault);
        }
        let large = vec![b'a'; usize::try_from(MOST_BYTES).unwrap() + 1];
        assert_eq!(
            Table::read(&large).unwrap_err(),
            on(1, ImportWrong::TooLarge { most: MOST_BYTES })
        );
    }

    #[test]
    fn a_row_knows_its_line_behind_texts_of_several_lines() {
        let table = Table::read("\u{feff}a,b\r\n1,\"x\r\ny\"\r\n2,z\r\n".as_bytes()).unwrap();
        assert_eq!(table.headings, ["a", "b"]);
        let rows: Vec<_> = table
            .rows
            .iter()
            .map(|row| (row.line, row.cell(1)))
            .collect();
        assert_eq!(rows, [(2, "x\r\ny"), (4, "z")]);
    }

    proptest! {
        #[test]
        fn a_file_that_is_cut_anywhere_is_refused_or_ends_with_a_line(at in 0_usize..60) {
            let whole = b"a,b\r\n1,\"x\r\n\"\"y\"\r\n2,z\r\n3,\"q,\"\r\n";
            let cut = &whole[..at.min(whole.len())];
            match Table::read(cut) {
                Ok(table) => {
                    prop_assert!(cut.ends_with(b"\r\n"));
                    prop_assert!(table.rows.iter().all(|row| row.cells.len() == 2));
                }
                Err(fault) => prop_assert!(fault.line >= 1),
            }
        }
    }
}
