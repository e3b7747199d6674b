//! A CSV file as a table: headings, and rows that know their lines.
//!
//! A file that is not whole is refused as such. Must not know what a column means.

use crate::domain::record::imported::{FileHash, FileLine};
use crate::text::imports::{ImportFault, ImportWrong};
use encoding_rs::DecoderResult;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Most bytes of a file.
pub const MOST_BYTES: u64 = 64_000_000;

/// How the bytes of a file are characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// GB 18030, the national standard of China, which holds GBK and GB 2312.
    Gb18030,
}

impl Encoding {
    /// Returns its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Gb18030 => "GB 18030",
        }
    }

    /// Returns the text of bytes; where they are none, how many bytes before the first that is wrong are.
    fn decode(self, bytes: &[u8]) -> Result<Cow<'_, str>, usize> {
        match self {
            Self::Utf8 => match std::str::from_utf8(bytes) {
                Ok(text) => Ok(text.into()),
                Err(error) => Err(error.valid_up_to()),
            },
            Self::Gb18030 => {
                let mut decoder = encoding_rs::GB18030.new_decoder_without_bom_handling();
                let room = decoder.max_utf8_buffer_length_without_replacement(bytes.len());
                let mut text = String::with_capacity(room.unwrap_or(bytes.len()));
                let (result, read) =
                    decoder.decode_to_string_without_replacement(bytes, &mut text, true);
                match result {
                    DecoderResult::InputEmpty => Ok(text.into()),
                    DecoderResult::OutputFull => Err(read),
                    DecoderResult::Malformed(wrong, after) => {
                        let wrong = usize::from(wrong) + usize::from(after);
                        Err(read.saturating_sub(wrong))
                    }
                }
            }
        }
    }
}

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dialect {
    /// How its bytes are characters.
    pub encoding: Encoding,
    /// What stands between cells.
    pub delimiter: u8,
    /// Most bytes.
    pub most: u64,
}

impl Dialect {
    /// UTF-8 with commas, as by RFC 4180.
    pub const RFC_4180: Self = Self {
        encoding: Encoding::Utf8,
        delimiter: b',',
        most: MOST_BYTES,
    };
}

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

    /// Returns whether nothing stands in any column.
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}

impl Table {
    /// Reads a file.
    ///
    /// # Errors
    /// When it is empty, too large, in another encoding, cut off, or has a NUL or a row of another length.
    pub fn read(bytes: &[u8], dialect: Dialect) -> Result<Self, ImportFault> {
        let most = dialect.most;
        if bytes.len() as u64 > most {
            return Err(on(1, ImportWrong::TooLarge { most }));
        }
        if bytes.is_empty() {
            return Err(on(1, ImportWrong::Empty));
        }
        let at_byte = |at: usize, what: fn(usize, &'static str) -> ImportWrong| {
            let before = bytes.get(..at).unwrap_or_default();
            let of_line = before.iter().rev().take_while(|b| **b != b'\n').count();
            on(line_after(before), what(of_line, dialect.encoding.name()))
        };
        let text = dialect.encoding.decode(bytes).map_err(|at| {
            at_byte(at, |before, encoding| ImportWrong::OtherEncoding {
                before,
                encoding,
            })
        })?;
        // No character of either encoding has such a byte in it.
        if let Some(at) = bytes.iter().position(|b| *b == 0) {
            return Err(at_byte(at, |before, _| ImportWrong::Nul { before }));
        }
        let is_whole = text.ends_with('\n') && text.matches('"').count() % 2 == 0;
        if !is_whole {
            let end = text.strip_suffix('\n').unwrap_or(&text);
            return Err(on(line_after(end.as_bytes()), ImportWrong::Cut));
        }
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(dialect.delimiter)
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
        let headings = rows.next().ok_or_else(|| on(1, ImportWrong::Empty))?;
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

    /// Returns the columns by their headings.
    ///
    /// # Errors
    /// When a heading stands twice.
    pub fn columns(&self) -> Result<BTreeMap<&str, usize>, ImportFault> {
        let mut columns = BTreeMap::new();
        for (at, name) in self.headings.iter().enumerate() {
            if columns.insert(name.as_str(), at).is_some() {
                return Err(self.fault(1, at, ImportWrong::Twice));
            }
        }
        Ok(columns)
    }

    /// Returns a line of the file.
    pub(super) fn line(&self, line: u32) -> FileLine {
        let file = self.file;
        FileLine { file, line }
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

    fn read(bytes: &[u8]) -> Result<Table, ImportFault> {
        Table::read(bytes, Dialect::RFC_4180)
    }

    #[test]
    fn a_file_that_is_not_whole_is_refused_by_its_line() {
        for (bytes, fault) in [
            (&b"a,b\r\n1,2\r\n3"[..], on(3, ImportWrong::Cut)),
            (b"a,b\n1,\"x\n", on(2, ImportWrong::Cut)),
            (b"", on(1, ImportWrong::Empty)),
            (b"\n\r\n", on(1, ImportWrong::Empty)),
            (
                b"a,b\n1,2\n3,\xfc\n",
                on(
                    3,
                    ImportWrong::OtherEncoding {
                        before: 2,
                        encoding: "UTF-8",
                    },
                ),
            ),
            (b"a,b\n1,\0\n", on(2, ImportWrong::Nul { before: 2 })),
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
            assert_eq!(read(bytes).unwrap_err(), fault);
        }
        let large = vec![b'a'; usize::try_from(MOST_BYTES).unwrap() + 1];
        assert_eq!(
            read(&large).unwrap_err(),
            on(1, ImportWrong::TooLarge { most: MOST_BYTES })
        );
    }

    #[test]
    fn a_row_knows_its_line_behind_texts_of_several_lines() {
        let table = read("\u{feff}a,b\r\n1,\"x\r\ny\"\r\n2,z\r\n".as_bytes()).unwrap();
        assert_eq!(table.headings, ["a", "b"]);
        let rows: Vec<_> = table
            .rows
            .iter()
            .map(|row| (row.line, row.cell(1)))
            .collect();
        assert_eq!(rows, [(2, "x\r\ny"), (4, "z")]);
    }

    #[test]
    fn the_bytes_of_the_other_encoding_are_read_or_refused_by_line_and_byte() {
        let chinese = Dialect {
            encoding: Encoding::Gb18030,
            delimiter: b';',
            ..Dialect::RFC_4180
        };
        // "姓名;值", then a character of four bytes, behind its byte order mark.
        let bytes = b"\x84\x31\x95\x33\xd0\xd5\xc3\xfb;\xd6\xb5\r\n\x94\x39\xda\x33;1\r\n";
        let table = Table::read(bytes, chinese).unwrap();
        assert_eq!(table.headings, ["\u{59d3}\u{540d}", "\u{503c}"]);
        assert_eq!(table.rows[0].cell(0), "\u{1f4a9}");
        let wrong = |before| {
            let encoding = "GB 18030";
            ImportWrong::OtherEncoding { before, encoding }
        };
        for (bytes, line, before) in [
            (&b"a;b\n1;\xd6\n"[..], 2, 2),
            (b"a;b\n1;\x81\x30\x20\n", 2, 2),
            (b"a;b\n1;\xff\n", 2, 2),
            (b"a;b\n1;2\n\xd6", 3, 0),
        ] {
            let fault = Table::read(bytes, chinese).unwrap_err();
            assert_eq!(fault, on(line, wrong(before)), "{bytes:?}");
        }
    }

    proptest! {
        #[test]
        fn a_table_that_is_written_comes_back(
            cells in proptest::collection::vec(
                proptest::array::uniform3("[ -~\u{e9}\u{4e2d}\u{20ac}\u{1f4a9}\r\n\"]{0,6}"), 1..6),
            delimiter in proptest::sample::select(vec![b',', b';', b'\t', b'|']),
            is_chinese in any::<bool>(),
            has_mark in any::<bool>(),
        ) {
            // A line of nothing is no row; a first line needs headings.
            prop_assume!(cells.iter().all(|row| row.iter().any(|cell| !cell.is_empty())));
            let mut out = csv::WriterBuilder::new()
                .delimiter(delimiter)
                .quote_style(csv::QuoteStyle::Always)
                .from_writer(Vec::new());
            cells.iter().for_each(|row| out.write_record(row).unwrap());
            let mark = if has_mark { "\u{feff}" } else { "" };
            let text = format!("{mark}{}", String::from_utf8(out.into_inner().unwrap()).unwrap());
            let (encoding, bytes) = match is_chinese {
                true => (Encoding::Gb18030, encoding_rs::GB18030.encode(&text).0.into_owned()),
                false => (Encoding::Utf8, text.into_bytes()),
            };
            let dialect = Dialect { encoding, delimiter, ..Dialect::RFC_4180 };
            let table = Table::read(&bytes, dialect).unwrap();
            let rows = table.rows.iter().map(|row| [row.cell(0), row.cell(1), row.cell(2)]);
            let first = [&table.headings[0], &table.headings[1], &table.headings[2]];
            let mut read = vec![first.map(String::as_str)];
            read.extend(rows);
            let written: Vec<[&str; 3]> = cells
                .iter()
                .map(|row| [row[0].as_str(), row[1].as_str(), row[2].as_str()])
                .collect();
            prop_assert_eq!(read, written);
        }

        #[test]
        fn a_file_that_is_cut_anywhere_is_refused_or_ends_with_a_line(at in 0_usize..60) {
            let whole = b"a,b\r\n1,\"x\r\n\"\"y\"\r\n2,z\r\n3,\"q,\"\r\n";
            let cut = &whole[..at.min(whole.len())];
            match read(cut) {
                Ok(table) => {
                    prop_assert!(cut.ends_with(b"\r\n"));
                    prop_assert!(table.rows.iter().all(|row| row.cells.len() == 2));
                }
                Err(fault) => prop_assert!(fault.line >= 1),
            }
        }
    }
}
