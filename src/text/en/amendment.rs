//! What a new version of a study changes, in English.
//!
//! Keys are named as in the files, where whoever accepts an amendment finds them; what stands in no file is in words.

use super::English;
use crate::domain::study::version::change::{Change, Part, Place, Step, What};
use crate::domain::study::version::value::{Table, Value};
use crate::text::amendment::{Amendment, Waiting, folded, shorten, shorten_apart};

impl Amendment for English {
    fn content_change(&self, change: &Change) -> String {
        let (place, thing) = subject(change);
        // A text in a list is said already.
        let is_said = matches!(change.path.last(), Some(Step::Listed(_)));
        let what = what(&change.what, is_said);
        one_line(&format!("{place}: {thing} {what}"))
    }

    fn no_amendment(&self, version: u32) -> String {
        format!("Version {version} of the study is in force, and its files say the same.\n")
    }

    fn nothing_to_accept(&self, version: u32) -> String {
        format!(
            "nothing waits to be accepted: version {version} of the study is in force, and its files say the same"
        )
    }

    fn amendment_heading(&self, version: u32, waits: u32, changes: usize) -> String {
        let changed = match changes {
            1 => "1 change".to_owned(),
            many => format!("{many} changes"),
        };
        format!("Version {waits} against version {version}, which is in force: {changed}")
    }

    fn amendment_touches(&self, waits: &Waiting) -> String {
        touched(waits.sessions, waits.signed, waits.rows)
    }

    fn amendment_shown(&self, version: u32, waits: &Waiting, changes: &[String]) -> String {
        let heading = self.amendment_heading(version, waits.number, changes.len());
        let mut text = format!("{heading}\n");
        for change in changes {
            text += &folded(change, 2);
        }
        text + &folded(&self.amendment_touches(waits), 0)
    }

    fn how_to_accept(&self, id: &str) -> String {
        format!(
            "Nothing was written. A manager or an investigator puts this in force with\n  coreset amend --accept {id} --reason WORDS\nVisits of today or later are held by it when they are begun; --from DATE names\nanother day. With --reconsent, participants have to consent again.\n"
        )
    }

    fn with_past(&self) -> &'static str {
        "If it is, give --past with --from."
    }

    fn amendment_title(&self) -> &'static str {
        "Changed study files"
    }

    fn amendment_is_read(&self) -> &'static str {
        "What changes is being read."
    }

    fn amendment_needs_connection(&self) -> &'static str {
        "What changes is read when the server is reached again."
    }

    fn who_amends(&self) -> &'static str {
        "A manager or an investigator accepts it."
    }

    fn enter_accepts(&self) -> &'static str {
        "accept"
    }

    fn amend_reason(&self) -> &'static str {
        "Why is it put in force?"
    }

    fn amend_day(&self) -> &'static str {
        "From which day on?"
    }

    fn amend_day_means(&self) -> &'static str {
        "Visits of this day or later are held by it when they are begun."
    }

    fn amend_reconsent(&self) -> &'static str {
        "Do participants have to consent again?"
    }

    fn amend_yes_no(&self) -> &'static str {
        "1 yes, they do    2 no. Either puts it in force."
    }

    fn amend_past(&self) -> &'static str {
        "Is a day in the past meant?"
    }

    fn amend_past_answers(&self) -> &'static str {
        "1 yes, put it in force    2 no, another day"
    }

    fn amend_needs_reason(&self) -> &'static str {
        "Say why, then press Enter."
    }

    fn amend_needs_day(&self) -> &'static str {
        "Type the day as 2026-04-01, then press Enter."
    }

    fn amendment_not_sent(&self) -> &'static str {
        "Not sent: the server is not reached. Answer again when it is."
    }

    fn server_checks_amendment(&self) -> &'static str {
        "The server is checking it."
    }

    fn perhaps_amended(&self) -> &'static str {
        "The connection was lost, and it may be in force. Look again when the server is reached."
    }

    fn removed_by(&self, version: u32) -> String {
        removed(version)
    }

    fn removed_here(&self, version: u32) -> String {
        format!(
            "Removed by amendment {version}: what was entered stays to be read and is not changed."
        )
    }

    fn removed_short(&self) -> &'static str {
        "removed"
    }

    fn amended(&self, version: u32) -> String {
        format!("Version {version} of the study is in force.\n")
    }
}

/// Says how much of what was begun an amendment is about, and what becomes of it.
fn touched(sessions: usize, signed: usize, rows: usize) -> String {
    let visits = match sessions {
        1 => format!("1 visit ({signed} signed)"),
        many => format!("{many} visits ({signed} signed)"),
    };
    let rows = match rows {
        0 => None,
        1 => Some("1 row of a log".to_owned()),
        many => Some(format!("{many} rows of logs")),
    };
    let what = match (sessions, rows) {
        (0, None) => return "It changes nothing that was begun.".to_owned(),
        (0, Some(rows)) => rows,
        (_, None) => visits,
        (_, Some(rows)) => format!("{visits} and {rows}"),
    };
    format!(
        "It changes {what} that were begun; they stay under the version that they were begun under."
    )
}

/// Says by which version something was taken out of the study.
pub(in crate::text) fn removed(version: u32) -> String {
    format!("removed by amendment {version}")
}

/// Returns where the change is, and the thing that is changed.
fn subject(change: &Change) -> (String, String) {
    let Some((last, before)) = change.path.split_last() else {
        return part(&change.part);
    };
    let mut place = match &change.part {
        Part::Study => "study".to_owned(),
        Part::Visit(visit) => format!("visit {visit}"),
        Part::Form(form) => format!("form {form}"),
        Part::Section { .. } | Part::Field { .. } | Part::Options { .. } | Part::Option { .. } => {
            let (place, thing) = part(&change.part);
            format!("{place}, {thing}")
        }
    };
    let mut before = before.iter().peekable();
    while let Some(at) = before.next() {
        // The key of a list is said together with what stands in it.
        if let (None, Step::Key(key), Step::Named(_) | Step::Numbered(_)) =
            (before.peek(), at, last)
        {
            return (place, format!("{} {}", word(key), step(last)));
        }
        match at {
            Step::Key(key) => place.push_str(&format!(", {}", word(key))),
            Step::Named(_) | Step::Numbered(_) | Step::Listed(_) => {
                place.push_str(&format!(" {}", step(at)));
            }
        }
    }
    (place, step(last))
}

/// Returns where a part lies, and the part.
fn part(part: &Part) -> (String, String) {
    match part {
        Part::Study => ("study".to_owned(), "the file".to_owned()),
        Part::Visit(visit) => ("study".to_owned(), format!("visit {visit}")),
        Part::Form(form) => ("study".to_owned(), format!("form {form}")),
        Part::Section { form, section } => (format!("form {form}"), format!("section {section}")),
        Part::Field { form, field } => (format!("form {form}"), format!("field {field}")),
        Part::Options { form, list } => (format!("form {form}"), format!("options {list}")),
        Part::Option { form, list, code } => {
            (format!("form {form}"), format!("option {code} of {list}"))
        }
    }
}

fn step(step: &Step) -> String {
    match step {
        Step::Key(key) => word(key).to_owned(),
        Step::Named(name) => name.clone(),
        Step::Numbered(number) => number.to_string(),
        Step::Listed(text) => format!("\"{text}\""),
    }
}

/// Returns the words for a key that says too little by itself, or the key.
fn word(key: &str) -> &str {
    match key {
        "early" => "window before",
        "late" => "window after",
        _ => key,
    }
}

fn what(what: &What, is_said: bool) -> String {
    match what {
        What::Added(_) if is_said => "added".to_owned(),
        What::Removed(_) if is_said => "removed".to_owned(),
        What::Added(value) => format!("added{}", in_brackets(value)),
        What::Removed(value) => format!("removed{}", in_brackets(value)),
        What::Moved { from, to } if from == to => {
            format!("moved among the others, still {}", place(to))
        }
        What::Moved { from, to } => format!("moved from {} to {}", place(from), place(to)),
        What::Changed {
            from: Value::Text(from),
            to: Value::Text(to),
        } => {
            let (from, to) = shorten_apart(from, to);
            format!("\"{from}\" becomes \"{to}\"")
        }
        What::Changed { from, to } => {
            let (from, to) = shorten_apart(&shown(from), &shown(to));
            format!("{from} becomes {to}")
        }
    }
}

/// Says what was added or removed: by its label where it has one.
fn in_brackets(value: &Value) -> String {
    let label = |key: &str| value.get(key).and_then(Value::as_text);
    let said = match (label("label").or_else(|| label("title")), codes(value)) {
        (Some(label), _) => format!("\"{label}\""),
        (None, Some(codes)) => codes,
        (None, None) => shown(value),
    };
    format!(" ({})", shorten(&said))
}

/// Returns the codes of a list of options; none of anything else.
fn codes(value: &Value) -> Option<String> {
    let options = value.as_list()?.iter();
    let codes = options.map(|option| option.get("code")?.as_text());
    let codes: Vec<&str> = codes.collect::<Option<_>>()?;
    (!codes.is_empty()).then(|| codes.join(", "))
}

fn place(place: &Place) -> String {
    match &place.section {
        Some(section) => format!("place {} of {section}", place.number),
        None => format!("place {}", place.number),
    }
}

/// Shows a value as a file has it.
fn shown(value: &Value) -> String {
    match value {
        Value::Text(text) => format!("\"{text}\""),
        Value::Number(digits) => digits.clone(),
        Value::Bool(value) => value.to_string(),
        Value::List(values) => {
            let values: Vec<String> = values.iter().map(shown).collect();
            format!("[{}]", values.join(", "))
        }
        Value::Table(table) if table.is_empty() => "{}".to_owned(),
        Value::Table(table) => format!("{{ {} }}", keys(table)),
    }
}

fn keys(table: &Table) -> String {
    let pairs = table
        .iter()
        .map(|(key, value)| format!("{key} = {}", shown(value)));
    pairs.collect::<Vec<_>>().join(", ")
}

/// Shows what would break the line or colour it as its escape.
fn one_line(text: &str) -> String {
    let piece = |c: char| {
        if c.is_control() {
            c.escape_default().to_string()
        } else {
            c.to_string()
        }
    };
    text.chars().map(piece).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::base::data::DataFile;
    use crate::domain::forms::table::FORMS;
    use crate::domain::study::shipped::STUDY;
    use crate::domain::study::version::content::Content;
    use crate::domain::study::version::difference::difference;

    /// Returns the lines about an edit of the study file, or of the form that holds the text.
    fn lines(old: &str, new: &str) -> Vec<String> {
        let edit = |text: &str| text.replacen(old, new, 1);
        let study = edit(STUDY.text);
        let forms: Vec<String> = FORMS.iter().map(|file| edit(file.text)).collect();
        let changed = |(file, text): (&DataFile<'static>, &String)| *text != file.text;
        let edited = FORMS.iter().zip(&forms).filter(|pair| changed(*pair));
        let edits = edited.count() + usize::from(study != STUDY.text);
        assert_eq!(edits, 1, "{old}");
        let files: Vec<DataFile<'_>> = FORMS
            .iter()
            .zip(&forms)
            .map(|(file, text)| DataFile {
                name: file.name,
                text,
            })
            .collect();
        let study = DataFile {
            name: STUDY.name,
            text: &study,
        };
        let shipped = Content::of(STUDY, FORMS).unwrap();
        let edited = Content::of(study, &files).unwrap();
        difference(&shipped, &edited)
            .iter()
            .map(|change| English.content_change(change))
            .collect()
    }

    #[test]
    fn each_change_is_one_line() {
        let note = "[[section.field]]\nid = \"note\"\nlabel = \"Note\"\nkind = \"text\"\nmax-length = 80\n\n";
        let likert = "[[section.field]]\nid = \"likert\"\nlabel = \"Physician";
        let visit = "[[visit]]\nid = \"week-16\"\nlabel = \"Week 16\"\nday = 112\nearly = 7\nlate = 7\nforms = [\"phga\"]\n\n";
        let safekeeping = "[safekeeping]";
        for (old, new, line) in [
            (
                "label = \"with much difficulty\"",
                "label = \"with great difficulty\"",
                "form haq, option 2 of difficulty: label \"with much difficulty\" becomes \"with great difficulty\"",
            ),
            (
                "day = 84\nearly = 7\nlate = 7",
                "day = 84\nearly = 7\nlate = 14",
                "visit week-12: window after 7 becomes 14",
            ),
            (
                likert,
                &format!("{note}{likert}"),
                "form phga: field note added (\"Note\")",
            ),
            (
                safekeeping,
                &format!("{visit}{safekeeping}"),
                "study: visit week-16 added (\"Week 16\")",
            ),
            (
                "mmt-max = 150",
                "mmt-max = 80",
                "study: mmt-max 150 becomes 80",
            ),
            (
                "passphrase-least-length = 8",
                "passphrase-least-length = 12",
                "study, terminal: passphrase-least-length 8 becomes 12",
            ),
            (
                "\nneeds-text = true\n\n# Why a value is missing",
                "\n\n# Why a value is missing",
                "study, keep-reason other: needs-text removed (true)",
            ),
            (
                "    { drug = \"adalimumab\", days = 70 },\n",
                "",
                "study, eligibility: washout adalimumab removed ({ days = 70, drug = \"adalimumab\" })",
            ),
            (
                "mg = 750",
                "mg = 800",
                "study, abatacept, tier 2: mg 750 becomes 800",
            ),
            (
                "days = [0, 14, 28]",
                "days = [0, 14]",
                "study, abatacept: days [0, 14, 28] becomes [0, 14]",
            ),
            (
                "forms = [\"ptga\", \"phga\", \"glucocorticoid\", \"vital-signs\", \"laboratory\", \"events-asked\"]",
                "forms = [\"phga\", \"ptga\", \"haq\", \"glucocorticoid\", \"vital-signs\", \"laboratory\", \"events-asked\"]",
                "visit week-2, forms: \"phga\" moved from place 2 to place 1|visit week-2, forms: \"haq\" added",
            ),
            (
                "[safekeeping]",
                "[audit-hidden]\nmonitor = [\"phga\"]\n\n[safekeeping]",
                "study: audit-hidden added ({ monitor = [\"phga\"] })",
            ),
            (
                "soft-max = 160\nhelp = \"\"\"\nWeight at enrolment",
                "soft-max = 150.5\nhelp = \"\"\"\nWeight at enrolment",
                "form enrolment, field weight: soft-max 160 becomes 150.5",
            ),
        ] {
            assert_eq!(lines(old, new).join("|"), line);
        }
    }

    #[test]
    fn a_list_of_options_is_said_by_its_codes() {
        let option = |code: &str| {
            let table = [("code".to_owned(), Value::Text(code.to_owned()))];
            Value::Table(table.into())
        };
        let change = Change {
            part: Part::Options {
                form: "haq".into(),
                list: "pain".to_owned(),
            },
            path: Vec::new(),
            what: What::Added(Value::List(vec![option("0"), option("1")])),
        };
        assert_eq!(
            English.content_change(&change),
            "form haq: options pain added (0, 1)"
        );
    }

    #[test]
    fn a_field_that_moved_to_another_section_is_said_with_both() {
        let place = |section: &str, number| Place {
            section: Some(section.to_owned()),
            number,
        };
        let change = Change {
            part: Part::Field {
                form: "haq".into(),
                field: "item01".into(),
            },
            path: Vec::new(),
            what: What::Moved {
                from: place("items1", 1),
                to: place("items2", 3),
            },
        };
        assert_eq!(
            English.content_change(&change),
            "form haq: field item01 moved from place 1 of items1 to place 3 of items2"
        );
    }

    #[test]
    fn a_text_of_several_lines_is_said_on_one() {
        let change = Change {
            part: Part::Form("haq".into()),
            path: vec![Step::Key("credit".to_owned())],
            what: What::Added(Value::Text("one\ntwo\u{1b}[31m".to_owned())),
        };
        assert_eq!(
            English.content_change(&change),
            "form haq: credit added (\"one\\ntwo\\u{1b}[31m\")"
        );
    }

    #[test]
    fn long_values_keep_what_tells_them_apart() {
        let line = lines(
            "\"infliximab\"]\nreason",
            "\"infliximab\", \"tnf blocker\"]\nreason",
        );
        assert_eq!(
            line,
            ["study, forbidden-with-abatacept tnf, names: \"tnf blocker\" added"]
        );
        let line = lines(
            "A TNF inhibitor with abatacept: more infections, no more effect.",
            "A TNF inhibitor with abatacept: many infections, no more effect.",
        );
        assert_eq!(
            line,
            [
                "study, forbidden-with-abatacept tnf: reason \"A TNF inhibi…abatacept: more infections,…more effect.\" becomes \"A TNF inhibi…abatacept: many infections,…more effect.\""
            ]
        );
    }
}
