//! Contents of the study that comes with the program, with edits, and what the difference says of them.

use super::change::{Change, Part, Place, Step, Touch, What};
use super::content::Content;
use super::difference::difference;
use super::value::Value;
use crate::domain::base::data::DataFile;
use crate::domain::forms::table::FORMS;
use crate::domain::study::shipped::STUDY;
use std::sync::LazyLock;

mod edits;
mod properties;

/// The texts of a study, ready to be edited.
#[derive(Clone)]
pub(super) struct Texts {
    pub(super) study: String,
    pub(super) forms: Vec<(String, String)>,
}

impl Texts {
    pub(super) fn shipped() -> Self {
        let form = |file: &DataFile<'_>| (file.name.to_owned(), file.text.to_owned());
        Self {
            study: STUDY.text.to_owned(),
            forms: FORMS.iter().map(form).collect(),
        }
    }

    /// Puts one text for another that stands in the study file once.
    fn study(mut self, old: &str, new: &str) -> Self {
        assert_eq!(self.study.matches(old).count(), 1, "{old}");
        self.study = self.study.replace(old, new);
        self
    }

    /// Puts one text for another that stands in the file of a form once.
    fn form(mut self, id: &str, old: &str, new: &str) -> Self {
        let text = self.text(id);
        assert_eq!(text.matches(old).count(), 1, "{old}");
        *text = text.replace(old, new);
        self
    }

    pub(super) fn text(&mut self, id: &str) -> &mut String {
        let start = format!("\nid = \"{id}\"\n");
        let mut found = self.forms.iter_mut();
        let found = found.find(|(_, text)| text.contains(&start));
        &mut found.unwrap().1
    }

    pub(super) fn read(&self) -> Result<Content, String> {
        let forms: Vec<DataFile<'_>> = self
            .forms
            .iter()
            .map(|(name, text)| DataFile { name, text })
            .collect();
        let study = DataFile {
            name: "study.toml",
            text: &self.study,
        };
        Content::of(study, &forms).map_err(|error| error.to_string())
    }

    fn content(&self) -> Content {
        self.read().unwrap()
    }
}

/// Read once: it takes longer than everything else here.
static SHIPPED: LazyLock<Content> = LazyLock::new(|| Texts::shipped().content());

fn shipped() -> Content {
    SHIPPED.clone()
}

/// Returns the changes from the shipped study to an edited one, after the rules that hold for any two.
fn changes(edited: &Texts) -> Vec<Change> {
    let (old, new) = (shipped(), edited.content());
    let changes = difference(&old, &new);
    assert_eq!(changes.is_empty(), old.hash() == new.hash());
    assert_eq!(changes.is_empty(), difference(&new, &old).is_empty());
    changes
}

fn only(edited: &Texts) -> Change {
    let mut changes = changes(edited);
    assert_eq!(changes.len(), 1, "{changes:#?}");
    changes.remove(0)
}

fn key(key: &str) -> Step {
    Step::Key(key.to_owned())
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn number(digits: &str) -> Value {
    Value::Number(digits.to_owned())
}

fn changed(from: Value, to: Value) -> What {
    What::Changed { from, to }
}

fn moved(from: usize, to: usize) -> What {
    let place = |number| Place {
        section: None,
        number,
    };
    What::Moved {
        from: place(from),
        to: place(to),
    }
}

fn field(form: &str, field: &str) -> Part {
    Part::Field {
        form: form.into(),
        field: field.into(),
    }
}

fn option(form: &str, list: &str, code: &str) -> Part {
    Part::Option {
        form: form.into(),
        list: list.to_owned(),
        code: code.to_owned(),
    }
}

fn section(form: &str, section: &str) -> Part {
    Part::Section {
        form: form.into(),
        section: section.to_owned(),
    }
}

#[test]
fn the_same_files_under_other_names_in_another_order_are_the_same_version() {
    let mut other = Texts::shipped();
    other.forms.reverse();
    for (at, (name, _)) in other.forms.iter_mut().enumerate() {
        *name = format!("{at}.toml");
    }
    assert_eq!(changes(&other), []);
}

#[test]
fn a_form_that_the_study_does_not_use_is_no_part_of_the_version() {
    let without = "logs = [\"medication\", \"abatacept\"]";
    let old = Texts::shipped().study(
        "logs = [\"medication\", \"abatacept\", \"adverse-event\"]",
        without,
    );
    let new = old.clone().form(
        "adverse-event",
        "title = \"Adverse event\"",
        "title = \"Event\"",
    );
    assert_eq!(old.content().hash(), new.content().hash());
    assert_eq!(difference(&old.content(), &new.content()), []);
}

#[test]
fn help_source_and_words_to_find_a_field_by_make_no_version() {
    let edited = Texts::shipped()
        .form(
            "phga",
            "Overall disease activity now",
            "Disease activity now",
        )
        .form(
            "phga",
            "source = \"Rider 2011",
            "source = \"Rider et al. 2011",
        )
        .form("phga", "aliases = [\"global\"]\n", "")
        .form("medication", "follow-up = true\n", "");
    assert_eq!(changes(&edited), []);
}

#[test]
fn options_named_like_help_are_a_part_of_the_version() {
    let named = |text: &str| {
        text.replace("activity = [", "source = [")
            .replace("options = \"activity\"", "options = \"source\"")
    };
    let mut old = Texts::shipped();
    *old.text("phga") = named(old.text("phga"));
    let new = old
        .clone()
        .form("phga", "label = \"mild\"", "label = \"slight\"");
    assert_ne!(old.content().hash(), new.content().hash());
    assert_eq!(
        difference(&old.content(), &new.content()),
        [Change {
            part: option("phga", "source", "1"),
            path: vec![key("label")],
            what: changed(text("mild"), text("slight")),
        }]
    );
}

#[test]
fn comments_white_space_and_the_spelling_of_a_value_make_no_version() {
    let mut edited = Texts::shipped()
        .study(
            "mmt-max = 150",
            "# Settled.\n  mmt-max   =  1_50 # both sides",
        )
        .study(
            "glucocorticoid-per-kg = 1\n",
            "glucocorticoid-per-kg = +1.00\n",
        )
        .study("population = \"adult\"", "population = 'adult'")
        .form("enrolment", "max = 300\n", "max = 300.0\n");
    edited.study = edited.study.replace('\n', "\r\n");
    assert_eq!(changes(&edited), []);
}

#[test]
fn the_order_of_keys_makes_no_version() {
    let edited = Texts::shipped()
        .study(
            "mmt-max = 150\npopulation = \"adult\"",
            "population = \"adult\"\nmmt-max = 150",
        )
        .study(
            "id = \"week-2\"\nlabel = \"Week 2\"",
            "label = \"Week 2\"\nid = \"week-2\"",
        )
        .study("{ below = 60, mg = 500 }", "{ mg = 500, below = 60 }");
    assert_eq!(changes(&edited), []);
}

#[test]
fn texts_that_run_together_to_the_same_have_different_hashes() {
    let names = "names = [\"tofacitinib\", \"baricitinib\"";
    let one = Texts::shipped().study(names, "names = [\"tofacitinibb\", \"aricitinib\"");
    let hashes = [Texts::shipped(), one].map(|texts| texts.content().hash());
    assert_ne!(hashes[0], hashes[1]);
}

/// The hash stands in records: the same content has it for ever.
#[test]
fn the_way_of_hashing_stays() {
    let table = |pairs: &[(&str, Value)]| {
        let own = pairs.iter().cloned();
        Value::Table(own.map(|(key, value)| (key.to_owned(), value)).collect())
    };
    let content = Content {
        study: table(&[
            ("id", text("X")),
            ("mmt-max", number("150")),
            ("logs", Value::List(vec![text("a"), text("b")])),
        ]),
        forms: [("a".into(), table(&[("log", Value::Bool(true))]))].into(),
    };
    let mut bytes = String::from("w17:coreset-content-1");
    bytes.push_str("d3:k2:idt1:Xk4:logsl2:t1:at1:bk7:mmt-maxn3:150");
    bytes.push_str("f1:i1:ad1:k3:logb1:");
    let expected = blake3::hash(bytes.as_bytes()).to_hex().to_string();
    assert_eq!(content.hash(), expected);
}

#[test]
fn a_mistake_in_a_file_is_reported_with_its_place() {
    let broken = Texts::shipped().study("mmt-max = 150", "mmt-max = 100");
    let error = broken.read().unwrap_err();
    assert!(error.starts_with("study.toml:15:11: "), "{error}");
}
