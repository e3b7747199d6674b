mod numbers;
mod reader;

use super::*;
use crate::domain::base::ratio::Exact;
use chrono::NaiveDate;
use proptest::prelude::*;
use reader::{File, Value};
use std::io::{self, Write};

fn at(year: i32) -> NaiveDateTime {
    let day = NaiveDate::from_ymd_opt(year, 3, 7).unwrap();
    day.and_hms_opt(8, 9, 5).unwrap()
}

fn variable(name: &str, kind: Kind) -> Variable {
    Variable {
        name: name.to_owned(),
        label: format!("About {name}"),
        kind,
    }
}

fn text(name: &str, width: usize) -> Variable {
    variable(name, Kind::Text { width })
}

fn number(name: &str) -> Variable {
    variable(name, Kind::Number)
}

/// The columns of a data set whose rows have 89 bytes, so that the filling has every length.
fn dataset() -> Dataset {
    Dataset {
        name: "QS".to_owned(),
        label: "Questionnaires".to_owned(),
        variables: vec![
            text("USUBJID", 20),
            number("QSSEQ"),
            text("QSORRES", 45),
            number("QSSTRESN"),
            number("VISITNUM"),
        ],
        modified: at(2024),
    }
}

fn with(change: impl FnOnce(&mut Dataset)) -> Option<XportFault> {
    let mut dataset = dataset();
    change(&mut dataset);
    let fault = dataset.fault();
    let begun = Writer::begin(Vec::new(), &dataset);
    match (&fault, begun) {
        (Some(fault), Err(Fault::Refused(refused))) => assert_eq!(*fault, refused),
        (None, Ok(_)) => {}
        (fault, begun) => panic!("{fault:?}, {begun:?}"),
    }
    fault
}

fn decimal(text: &str) -> Cell<'static> {
    Cell::Number(Exact::parse(text).unwrap())
}

fn written(dataset: &Dataset, rows: &[Vec<Cell<'_>>]) -> Vec<u8> {
    let mut writer = Writer::begin(Vec::new(), dataset).unwrap();
    for row in rows {
        writer.row(row).unwrap();
    }
    writer.finish().unwrap()
}

#[test]
fn the_records_before_the_rows_are_those_of_ts_140() {
    let dataset = Dataset {
        name: "VS".to_owned(),
        label: "Vital signs".to_owned(),
        variables: vec![
            Variable {
                name: "VSORRES".to_owned(),
                label: "Result".to_owned(),
                kind: Kind::Text { width: 200 },
            },
            Variable {
                name: "VSSEQ".to_owned(),
                label: String::new(),
                kind: Kind::Number,
            },
        ],
        modified: at(2024),
    };
    let blanks = |count: usize| " ".repeat(count);
    let records = [
        "HEADER RECORD*******LIBRARY HEADER RECORD!!!!!!!000000000000000000000000000000  "
            .to_owned(),
        format!(
            "SAS     SAS     SASLIB  9.4     LINUX   {}07MAR24:08:09:05",
            blanks(24)
        ),
        format!("07MAR24:08:09:05{}", blanks(64)),
        "HEADER RECORD*******MEMBER  HEADER RECORD!!!!!!!000000000000000001600000000140  "
            .to_owned(),
        "HEADER RECORD*******DSCRPTR HEADER RECORD!!!!!!!000000000000000000000000000000  "
            .to_owned(),
        format!(
            "SAS     VS      SASDATA 9.4     LINUX   {}07MAR24:08:09:05",
            blanks(24)
        ),
        format!("07MAR24:08:09:05{}Vital signs{}", blanks(16), blanks(37)),
        "HEADER RECORD*******NAMESTR HEADER RECORD!!!!!!!000000000200000000000000000000  "
            .to_owned(),
    ];
    let mut wanted: Vec<u8> = records.concat().into_bytes();
    // Text, no hash, 200 bytes, the first one.
    wanted.extend([0, 2, 0, 0, 0, 200, 0, 1]);
    wanted.extend(format!("VSORRES Result{}{}", blanks(34), blanks(8)).as_bytes());
    wanted.extend([0; 8]);
    wanted.extend(blanks(8).as_bytes());
    wanted.extend([0; 4 + 4 + 52]);
    // A number, no hash, 8 bytes, the second one, 200 bytes into the row.
    wanted.extend([0, 1, 0, 0, 0, 8, 0, 2]);
    wanted.extend(format!("VSSEQ   {}{}", blanks(40), blanks(8)).as_bytes());
    wanted.extend([0; 8]);
    wanted.extend(blanks(8).as_bytes());
    wanted.extend([0, 0, 0, 0, 0, 0, 0, 200]);
    wanted.extend([0; 52]);
    // Twice 140 bytes and 40 blanks are four records.
    wanted.extend(blanks(40).as_bytes());
    wanted.extend(
        b"HEADER RECORD*******OBS     HEADER RECORD!!!!!!!000000000000000000000000000000  ",
    );
    let empty = written(&dataset, &[]);
    assert_eq!(
        String::from_utf8_lossy(&empty),
        String::from_utf8_lossy(&wanted)
    );

    // A row of 208 bytes is filled up to three records.
    let file = written(&dataset, &[vec![Cell::Text("12/8"), decimal("-118.625")]]);
    wanted.extend(format!("12/8{}", blanks(196)).as_bytes());
    wanted.extend([0xC2, 0x76, 0xA0, 0, 0, 0, 0, 0]);
    wanted.extend(blanks(32).as_bytes());
    assert_eq!(file, wanted);
}

#[test]
fn a_file_of_any_number_of_rows_is_whole_records_and_gives_the_cells_back() {
    let dataset = dataset();
    for count in 0..=40 {
        let ids: Vec<String> = (1..=count).map(|row| format!("TEST-01-{row:03}")).collect();
        let rows: Vec<Vec<Cell<'_>>> = (1_i64..)
            .zip(&ids)
            .map(|(row, id)| {
                let missing = row % 3 == 0;
                vec![
                    Cell::Text(id),
                    Cell::Number(Exact::int(row)),
                    if missing {
                        Cell::Missing
                    } else {
                        Cell::Text("~ \"a\", b ")
                    },
                    if missing {
                        Cell::Missing
                    } else {
                        Cell::Number(Exact::fraction(-i128::from(row), 8).unwrap())
                    },
                    Cell::Missing,
                ]
            })
            .collect();
        let bytes = written(&dataset, &rows);
        assert_eq!(bytes.len() % 80, 0, "{count}");
        let file = File::read(&bytes);
        assert_eq!(
            (file.name.as_str(), file.label.as_str()),
            ("QS", "Questionnaires")
        );
        for (read, variable) in file.variables.iter().zip(&dataset.variables) {
            assert_eq!((&read.name, &read.label), (&variable.name, &variable.label));
            assert_eq!(read.width, variable.kind.width());
            assert_eq!(read.is_text, variable.kind != Kind::Number);
        }
        assert_eq!(file.rows.len(), ids.len());
        for ((row, id), cells) in (1_u32..).zip(&ids).zip(&file.rows) {
            let missing = row % 3 == 0;
            let eighths = Value::Number(-f64::from(row) / 8.0);
            let wanted = [
                Value::Text(id.clone()),
                Value::Number(row.into()),
                Value::Text(if missing { "" } else { "~ \"a\", b" }.to_owned()),
                if missing { Value::Missing } else { eighths },
                Value::Missing,
            ];
            assert_eq!(cells[..], wanted, "{row} of {count}");
        }
    }
}

proptest! {
    #[test]
    fn any_columns_that_are_taken_give_their_cells_back(
        widths in prop::collection::vec(prop::option::of(1..=200_usize), 0..12),
        seed in prop::collection::vec(("[ -~]{0,200}", any::<i32>(), any::<bool>()), 0..120),
    ) {
        let columns = widths.iter().copied().chain([Some(81), None]).enumerate();
        let variables: Vec<Variable> = columns.map(|(at, width)| {
            let name = format!("V{at}");
            width.map_or(number(&name), |width| text(&name, width))
        }).collect();
        let dataset = Dataset { variables, ..dataset() };
        let rows: Vec<Vec<Cell<'_>>> = seed.chunks_exact(dataset.variables.len()).map(|seed| {
            let cells = dataset.variables.iter().zip(seed);
            cells.map(|(variable, (text, number, is_missing))| match (is_missing, variable.kind) {
                (true, _) => Cell::Missing,
                (false, Kind::Text { width }) => Cell::Text(&text[..width.min(text.len())]),
                (false, Kind::Number) => Cell::Number(Exact::int((*number).into())),
            }).collect()
        }).collect();
        let bytes = written(&dataset, &rows);
        prop_assert_eq!(bytes.len() % 80, 0);
        let wanted: Vec<Vec<Value>> = rows.iter().map(|row| {
            let cells = row.iter().zip(&dataset.variables);
            cells.map(|(cell, variable)| match (cell, variable.kind) {
                (Cell::Text(text), _) => Value::Text(text.trim_end_matches(' ').to_owned()),
                (Cell::Number(number), _) => Value::Number(number.numerator() as f64),
                (Cell::Missing, Kind::Text { .. }) => Value::Text(String::new()),
                (Cell::Missing, Kind::Number) => Value::Missing,
            }).collect()
        }).collect();
        prop_assert_eq!(File::read(&bytes).rows, wanted);
    }
}

#[test]
fn what_the_format_cannot_hold_of_a_data_set_is_refused() {
    assert_eq!(with(|_| {}), None);
    for name in ["", "NINECHARS", "qs", "1QS", "Q-S", "Q S", "Ä"] {
        let name = name.to_owned();
        let fault = Some(XportFault::Name { name: name.clone() });
        assert_eq!(with(|dataset| dataset.name = name.clone()), fault);
        assert_eq!(with(|dataset| dataset.variables[1].name = name), fault);
    }
    for name in ["A", "_", "EIGHT_8C"] {
        assert_eq!(with(|dataset| dataset.name = name.to_owned()), None);
    }
    for label in [
        "x".repeat(41),
        "\u{e9}".to_owned(),
        "a\nb".to_owned(),
        "\0".to_owned(),
    ] {
        let fault = |of: &str| XportFault::Label {
            of: of.to_owned(),
            label: label.clone(),
        };
        let own = with(|dataset| dataset.label = label.clone());
        assert_eq!(own, Some(fault("QS")));
        let variable = with(|dataset| dataset.variables[4].label = label.clone());
        assert_eq!(variable, Some(fault("VISITNUM")));
    }
    assert_eq!(with(|dataset| dataset.label = "x".repeat(40)), None);
    for (year, taken) in [
        (1959, false),
        (1960, true),
        (2059, true),
        (2060, false),
        (-1, false),
    ] {
        let fault = with(|dataset| dataset.modified = at(year));
        assert_eq!(fault, (!taken).then_some(XportFault::Year { year }));
    }
    let twice = with(|dataset| dataset.variables[3] = number("USUBJID"));
    let name = "USUBJID".to_owned();
    assert_eq!(twice, Some(XportFault::Twice { name }));
    for (width, taken) in [
        (0, false),
        (1, true),
        (200, true),
        (201, false),
        (usize::MAX, false),
    ] {
        let fault = with(|dataset| dataset.variables.insert(0, text("T", width)));
        let variable = "T".to_owned();
        assert_eq!(
            fault,
            (!taken).then_some(XportFault::Width { variable, width })
        );
    }
    let many = |count: usize| {
        with(|dataset| {
            dataset.variables = (0..count).map(|at| number(&format!("V{at}"))).collect();
        })
    };
    assert_eq!(many(0), Some(XportFault::NoVariables));
    assert_eq!(many(9_999), None);
    assert_eq!(
        many(10_000),
        Some(XportFault::TooManyVariables { count: 10_000 })
    );
}

#[test]
fn a_data_set_that_pandas_would_read_short_is_refused() {
    let last = with(|dataset| dataset.variables.push(text("QSSTAT", 8)));
    let variable = "QSSTAT".to_owned();
    assert_eq!(last, Some(XportFault::LastIsText { variable }));
    for width in 1..=200 {
        let bytes = width + 8;
        let fault = with(|dataset| dataset.variables = vec![text("A", width), number("B")]);
        let short = XportFault::RowTooShort { bytes, least: 81 };
        assert_eq!(fault, (bytes < 81).then_some(short));
    }
}

fn row() -> [Cell<'static>; 5] {
    let texts = [Cell::Text("TEST-01-001"), Cell::Text("3")];
    [
        texts[0],
        decimal("1"),
        texts[1],
        decimal("3"),
        Cell::Missing,
    ]
}

/// Returns the row with another cell at one place.
fn changed_row<'a>(at: usize, cell: Cell<'a>) -> [Cell<'a>; 5] {
    let mut cells: [Cell<'a>; 5] = row();
    cells[at] = cell;
    cells
}

#[test]
fn a_row_that_does_not_fit_is_refused_and_leaves_nothing_in_the_file() {
    let mut writer = Writer::begin(Vec::new(), &dataset()).unwrap();
    let good = row();
    writer.row(&good).unwrap();
    let mut refused = |cells: &[Cell<'_>]| match writer.row(cells) {
        Err(Fault::Refused(fault)) => fault,
        other => panic!("{other:?}"),
    };
    let long = "x".repeat(46);
    let (row, variable) = (2, || "QSORRES".to_owned());
    for cells in [
        &good[..4],
        &[good.as_slice(), &[Cell::Missing]].concat(),
        &[],
    ] {
        let fault = XportFault::CellCount {
            row,
            variables: 5,
            cells: cells.len(),
        };
        assert_eq!(refused(cells), fault);
    }
    assert_eq!(
        refused(&changed_row(2, Cell::Text(&long))),
        XportFault::TooLong {
            row,
            variable: variable(),
            width: 45,
            bytes: 46
        }
    );
    for char in ['\u{b5}', '\0', '\t', '\n', '\u{7f}', '\u{2265}'] {
        let text = format!("3 {char}");
        assert_eq!(
            refused(&changed_row(2, Cell::Text(&text))),
            XportFault::NotAscii {
                row,
                variable: variable(),
                char
            }
        );
    }
    assert_eq!(
        refused(&changed_row(2, decimal("3"))),
        XportFault::OtherKind {
            row,
            variable: variable()
        }
    );
    assert_eq!(
        refused(&changed_row(1, Cell::Text("3"))),
        XportFault::OtherKind {
            row,
            variable: "QSSEQ".to_owned()
        }
    );
    writer
        .row(&changed_row(2, Cell::Text(&long[..45])))
        .unwrap();
    let file = File::read(&writer.finish().unwrap());
    assert_eq!(file.rows.len(), 2);
    assert_eq!(file.rows[1][2], Value::Text("x".repeat(45)));
}

/// Takes some bytes and no more.
struct Full(usize);

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = bytes.len().min(self.0);
        self.0 -= taken;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_file_that_is_not_taken_whole_is_a_fault() {
    let row = [Cell::Missing; 5];
    let whole = written(&dataset(), &[row.to_vec()]).len();
    let write = |room: usize| {
        let mut writer = Writer::begin(Full(room), &dataset())?;
        writer.row(&row)?;
        writer.finish()
    };
    for room in 0..whole {
        assert!(matches!(write(room), Err(Fault::Io(_))), "{room}");
    }
    assert!(write(whole).is_ok());
}

#[test]
fn a_fault_is_told_in_words() {
    let dataset = Dataset {
        variables: vec![text("A", 9), number("B")],
        ..dataset()
    };
    let fault = Writer::begin(Vec::new(), &dataset).unwrap_err();
    assert_eq!(
        fault.to_string(),
        "a row has 17 bytes; pandas loses rows of fewer than 81: widen a text"
    );
}
