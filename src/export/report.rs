//! Reports to read and to print: one page of each participant and one of the study, or the page of a patient.
//!
//! Each is one HTML file that needs nothing else, with pictures drawn as SVG and a table for each of them. Must not compute a
//! score or a verdict of its own: it shows what the domain says, as the screens do.

mod charts;
mod page;
mod participant;
mod patient;
mod study;
mod svg;

use super::exporter::{Context, Exporter, Fault, Reads, Remark};
use super::files::Files;
use super::legible::{is_in_html, replaced};
use super::person::Person;
use participant::Told;
use std::io::Write as _;
use study::Tally;

/// The reports while they are written.
pub struct Report {
    context: Context,
    tally: Tally,
    remarks: Vec<Remark>,
}

impl Report {
    /// Begins the reports; no file is made before the first participant.
    pub fn begin(context: Context) -> Self {
        Self {
            context,
            tally: Tally::default(),
            remarks: Vec::new(),
        }
    }

    /// Returns whether the report of the study is written: not where one participant, or a patient's page, is wanted.
    fn is_of_study(&self) -> bool {
        self.context.selection.participant.is_none() && !self.context.options.for_patient
    }
}

fn write(files: &mut dyn Files, name: &str, text: &str) -> Result<Option<Remark>, Fault> {
    let legible = replaced(text, is_in_html);
    let mut file = files.create(name)?;
    let whole = legible.as_ref().map_or(text, |(legible, _)| legible);
    file.write_all(whole.as_bytes())?;
    file.flush()?;
    Ok(legible.map(|(_, count)| Remark::Replaced {
        file: name.to_owned(),
        count,
    }))
}

/// Returns an id as a part of a name of a file: what may not stand in one becomes its number.
fn file_part(id: &str) -> String {
    let keep = |char: char| char.is_ascii_alphanumeric() || matches!(char, '-' | '_');
    id.chars()
        .map(|char| match keep(char) {
            true => char.to_string(),
            false => format!("~{:x}", u32::from(char)),
        })
        .collect()
}

impl Exporter for Report {
    fn reads(&self) -> Reads {
        Reads::Records
    }

    fn participant(&mut self, person: &Person<'_>, files: &mut dyn Files) -> Result<(), Fault> {
        self.remarks.extend(Remark::hidden(person.record));
        let person = Told::of(&self.context, person.record);
        let part = file_part(person.id());
        if self.context.options.for_patient {
            let text = patient::text(&person);
            let replaced = write(files, &format!("patient-{part}.html"), &text)?;
            self.remarks.extend(replaced);
            return Ok(());
        }
        let text = participant::text(&person);
        let replaced = write(files, &format!("participant-{part}.html"), &text)?;
        self.remarks.extend(replaced);
        if self.is_of_study() {
            let seen = study::Seen::of(&person);
            self.tally.add(seen);
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>, files: &mut dyn Files) -> Result<Vec<Remark>, Fault> {
        if self.is_of_study() {
            let text = study::text(&self.context, &self.tally);
            let replaced = write(files, "study.html", &text)?;
            self.remarks.extend(replaced);
        }
        Ok(self.remarks)
    }
}

#[cfg(test)]
mod tests {
    use super::file_part;

    #[test]
    fn a_name_of_a_file_holds_no_path() {
        assert_eq!(file_part("01-001"), "01-001");
        assert_eq!(file_part("../a b"), "~2e~2e~2fa~20b");
    }
}
