//! `read.R`, `read.sps` and `read.do`: what reads the tables in R, SPSS and Stata with labels, value labels and types.
//!
//! Without them R turns an id such as `01` into the number 1, and nobody sees what a code means.

use crate::export::exporter::Fault;
use crate::export::files::Files;
use crate::export::table::{Column, Kind, Table};
use std::fmt::Write as _;
use std::io::Write as _;

/// Writes the three scripts.
pub(super) fn write(tables: &[(Table, u64)], files: &mut dyn Files) -> Result<(), Fault> {
    for (name, script) in [
        ("read.R", r(tables)),
        ("read.sps", spss(tables)),
        ("read.do", stata(tables)),
    ] {
        let mut file = files.create(name)?;
        file.write_all(script.as_bytes())?;
        file.flush()?;
    }
    Ok(())
}

/// Returns text between quotes as R and Stata write it, on one line.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push('\''),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn r(tables: &[(Table, u64)]) -> String {
    let mut out = String::from(
        "# Reads every table into a data frame of its name; run it in the folder of the files.\n\
         # Codes become factors with their meaning, in a column of their own name; ids stay text.\n\
         take <- function(file, columns) {\n\
         \x20 moment <- function(x) as.POSIXct(sub(\":(\\\\d\\\\d)$\", \"\\\\1\", x), format = \"%Y-%m-%dT%H:%M:%OS%z\", tz = \"UTC\")\n\
         \x20 data <- read.csv(file, colClasses = \"character\", na.strings = \"\", encoding = \"UTF-8\", check.names = FALSE)\n\
         \x20 for (name in names(columns)) {\n\
         \x20   column <- columns[[name]]\n\
         \x20   data[[name]] <- switch(column$type,\n\
         \x20     number = as.numeric(data[[name]]),\n\
         \x20     whole = as.integer(data[[name]]),\n\
         \x20     day = as.Date(data[[name]]),\n\
         \x20     moment = moment(data[[name]]),\n\
         \x20     code = factor(data[[name]], levels = column$codes, labels = column$labels),\n\
         \x20     data[[name]])\n\
         \x20   attr(data[[name]], \"label\") <- column$label\n\
         \x20   if (!is.null(column$unit)) attr(data[[name]], \"unit\") <- column$unit\n\
         \x20 }\n\
         \x20 data\n\
         }\n",
    );
    for (table, _) in tables {
        let _ = writeln!(
            out,
            "{} <- take({}, list(",
            table.name,
            quoted(&format!("{}.csv", table.name))
        );
        let columns: Vec<String> = table.columns.iter().map(r_column).collect();
        out.push_str(&columns.join(",\n"));
        out.push_str("\n))\n");
    }
    out.push_str("rm(take)\n");
    out
}

fn r_column(column: &Column) -> String {
    let kind = match &column.kind {
        Kind::Text | Kind::PartialDay | Kind::Time => "text",
        Kind::Code(_) => "code",
        Kind::Whole => "whole",
        Kind::Number => "number",
        Kind::Day => "day",
        Kind::Moment => "moment",
    };
    let mut out = format!(
        "  {} = list(type = {}, label = {}",
        column.name,
        quoted(kind),
        quoted(&column.label)
    );
    if let Some(unit) = &column.unit {
        let _ = write!(out, ", unit = {}", quoted(unit));
    }
    if let Kind::Code(codes) = &column.kind {
        let list = |texts: Vec<String>| format!("c({})", texts.join(", "));
        let own = codes.iter().map(|(code, _)| quoted(code)).collect();
        let labels = codes.iter().map(|(_, label)| quoted(label)).collect();
        let _ = write!(out, ", codes = {}, labels = {}", list(own), list(labels));
    }
    out.push(')');
    out
}

/// Returns text between quotes as SPSS writes it, on one line of at most 120 characters.
fn spss_quoted(text: &str) -> String {
    let mut out = String::from("'");
    for c in text.chars().take(120) {
        match c {
            '\'' => out.push_str("''"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('\'');
    out
}

fn spss(tables: &[(Table, u64)]) -> String {
    let mut out = String::from(
        "* Reads one table after the other, each into a data set of its name; run it in the folder of the files.\n\
         SET UNICODE=ON DECIMAL=DOT.\n",
    );
    for (table, _) in tables {
        let _ = writeln!(
            out,
            "GET DATA /TYPE=TXT /FILE='{}.csv' /ENCODING='UTF8' /ARRANGEMENT=DELIMITED /DELIMITERS=',' /QUALIFIER='\"' /FIRSTCASE=2 /VARIABLES=",
            table.name
        );
        for column in &table.columns {
            let format = match &column.kind {
                Kind::Text => "A1000",
                Kind::Code(_) => "A40",
                Kind::PartialDay | Kind::Time => "A10",
                Kind::Moment => "A40",
                Kind::Whole | Kind::Number => "F20.10",
                Kind::Day => "SDATE10",
            };
            let _ = writeln!(out, "  {} {format}", column.name);
        }
        let _ = writeln!(out, "  .\nDATASET NAME {}.", table.name);
        out.push_str("VARIABLE LABELS\n");
        for column in &table.columns {
            let _ = writeln!(out, "  {} {}", column.name, spss_quoted(&column.label));
        }
        out.push_str("  .\n");
        for column in &table.columns {
            let Kind::Code(codes) = &column.kind else {
                continue;
            };
            if codes.is_empty() {
                continue;
            }
            let _ = writeln!(out, "VALUE LABELS {}", column.name);
            for (code, label) in codes {
                let _ = writeln!(out, "  {} {}", spss_quoted(code), spss_quoted(label));
            }
            out.push_str("  .\n");
        }
    }
    out
}

fn stata(tables: &[(Table, u64)]) -> String {
    let mut out = String::from(
        "* Reads one table after the other and saves each as a file of Stata; run it in the folder of the files.\n\
         version 14\n",
    );
    for (table, _) in tables {
        let _ = writeln!(
            out,
            "import delimited using {}, clear varnames(1) case(preserve) encoding(utf-8) stringcols(_all) bindquote(strict)",
            quoted(&format!("{}.csv", table.name))
        );
        for column in &table.columns {
            let name = &column.name;
            match &column.kind {
                Kind::Whole | Kind::Number => {
                    let _ = writeln!(out, "destring {name}, replace");
                }
                Kind::Day => {
                    let _ = writeln!(
                        out,
                        "generate double {name}_d = date({name}, \"YMD\")\nformat {name}_d %td\ndrop {name}\nrename {name}_d {name}"
                    );
                }
                Kind::Code(codes) if !codes.is_empty() => stata_codes(&mut out, name, codes),
                Kind::Text | Kind::Code(_) | Kind::PartialDay | Kind::Time | Kind::Moment => {}
            }
            // A label of Stata holds 80 characters.
            let label: String = column.label.chars().take(80).collect();
            let _ = writeln!(out, "label variable {name} {}", quoted(&label));
        }
        let _ = writeln!(
            out,
            "save {}, replace",
            quoted(&format!("{}.dta", table.name))
        );
    }
    out
}

/// Turns text codes into numbers with labels; the code stands before its meaning.
fn stata_codes(out: &mut String, name: &str, codes: &[(String, String)]) {
    let _ = writeln!(out, "generate int {name}_c = .");
    for (number, (code, label)) in codes.iter().enumerate() {
        let number = number + 1;
        let _ = writeln!(
            out,
            "replace {name}_c = {number} if {name} == {}",
            quoted(code)
        );
        let label: String = format!("{code}: {label}").chars().take(200).collect();
        let _ = writeln!(
            out,
            "label define {name}_l {number} {}, add",
            quoted(&label)
        );
    }
    let _ = writeln!(
        out,
        "label values {name}_c {name}_l\ndrop {name}\nrename {name}_c {name}"
    );
}
