//! Reads a transport file as TS-140 lays it out, apart from what writes it.

/// What a file says.
#[derive(Debug, PartialEq)]
pub(super) struct File {
    pub(super) name: String,
    pub(super) label: String,
    pub(super) variables: Vec<Variable>,
    pub(super) rows: Vec<Vec<Value>>,
}

/// What a file says about a variable.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Variable {
    pub(super) name: String,
    pub(super) label: String,
    pub(super) is_text: bool,
    pub(super) width: usize,
    position: usize,
}

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Text(String),
    Number(f64),
    Missing,
}

fn text(bytes: &[u8]) -> String {
    let text = std::str::from_utf8(bytes).unwrap();
    text.trim_end_matches(' ').to_owned()
}

fn short(bytes: &[u8]) -> usize {
    usize::from(u16::from_be_bytes(bytes.try_into().unwrap()))
}

/// Returns a number of the format; every one that is rounded to 53 bits is a double, exactly.
pub(super) fn number(bytes: [u8; 8]) -> f64 {
    let word = u64::from_be_bytes(bytes);
    let fraction = word & ((1 << 56) - 1);
    assert_eq!(fraction as f64 as u64, fraction, "more than 53 bits");
    let power = i32::from(bytes[0] & 0x7f) - 64;
    let size = fraction as f64 * 16_f64.powi(power - 14);
    if bytes[0] & 0x80 == 0 { size } else { -size }
}

impl File {
    pub(super) fn read(bytes: &[u8]) -> Self {
        assert_eq!(bytes.len() % 80, 0);
        let record = |at: usize| &bytes[80 * at..80 * (at + 1)];
        let headings = [(0, "LIBRARY "), (3, "MEMBER  "), (4, "DSCRPTR ")];
        for (at, what) in headings.into_iter().chain([(7, "NAMESTR ")]) {
            assert_eq!(&record(at)[..20], b"HEADER RECORD*******");
            assert_eq!(&record(at)[20..28], what.as_bytes());
        }
        let count: usize = text(&record(7)[54..58]).parse().unwrap();
        let described = (count * 140).next_multiple_of(80);
        let variables = bytes[640..640 + count * 140]
            .chunks(140)
            .map(|about| Variable {
                name: text(&about[8..16]),
                label: text(&about[16..56]),
                is_text: short(&about[0..2]) == 2,
                width: short(&about[4..6]),
                position: usize::try_from(u32::from_be_bytes(about[84..88].try_into().unwrap()))
                    .unwrap(),
            });
        let variables: Vec<Variable> = variables.collect();
        assert!(bytes[640 + described..].starts_with(b"HEADER RECORD*******OBS     "));
        let width: usize = variables.iter().map(|variable| variable.width).sum();
        let data = &bytes[640 + described + 80..];
        let rows = data.chunks_exact(width);
        assert!(rows.remainder().len() < 80);
        assert!(rows.remainder().iter().all(|byte| *byte == b' '));
        let cell = |row: &[u8], variable: &Variable| {
            let cell = &row[variable.position..][..variable.width];
            if variable.is_text {
                Value::Text(text(cell))
            } else if cell == b".\0\0\0\0\0\0\0" {
                Value::Missing
            } else {
                Value::Number(number(cell.try_into().unwrap()))
            }
        };
        Self {
            name: text(&record(5)[8..16]),
            label: text(&record(6)[32..72]),
            rows: rows
                .map(|row| {
                    variables
                        .iter()
                        .map(|variable| cell(row, variable))
                        .collect()
                })
                .collect(),
            variables,
        }
    }
}
