//! The three versions of the study, and how an investigator puts the next one in force.

use super::clinic::Clinic;
use coreset::domain::base::data::DataFile;
use coreset::domain::forms::table::FORMS;
use coreset::domain::record::user::Role;
use coreset::domain::study::named_files::study_from;
use coreset::domain::study::shipped::STUDY;
use coreset::domain::study::version::content::Content;
use coreset::domain::study::version::difference::difference;
use coreset::protocol::messages::{Amendment, EarlierFiles, SentStudy};
use std::sync::Arc;

type Files = Vec<(String, String)>;

fn replaced(text: &str, from: &str, to: &str) -> String {
    assert_eq!(text.matches(from).count(), 1, "{from}");
    text.replace(from, to)
}

/// The study that is shipped; then one with another label at the physician's global and a target of 30; then one without RAND-36
/// at week 12.
pub(super) fn files(version: usize) -> Files {
    let mut study = STUDY.text.to_owned();
    let mut files = Vec::new();
    if version >= 2 {
        study = replaced(&study, "\ntarget = 20\n", "\ntarget = 30\n");
        let form = FORMS.iter().find(|form| form.name == "phga.toml").unwrap();
        let text = form.text.replace("Physician global VAS", "Doctor's VAS");
        assert_ne!(text, form.text);
        files.push(("instruments/phga.toml".to_owned(), text));
    }
    if version >= 3 {
        let (before, last) = study.split_once("id = \"week-12\"").unwrap();
        let last = replaced(last, "\"rand36\", ", "");
        study = format!("{before}id = \"week-12\"{last}");
    }
    files.push(("study.toml".to_owned(), study));
    files
}

fn content(files: &Files) -> Content {
    let text = |name: &str| files.iter().find(|(known, _)| known.ends_with(name));
    let forms: Vec<DataFile<'_>> = FORMS
        .iter()
        .map(|form| DataFile {
            name: form.name,
            text: text(form.name).map_or(form.text, |(_, text)| text.as_str()),
        })
        .collect();
    let study = DataFile {
        name: "study.toml",
        text: &text("study.toml").unwrap().1,
    };
    Content::of(study, &forms).unwrap()
}

/// An investigator reads the next version, and puts it in force from today on, perhaps with a renewed consent.
pub(super) fn amend(clinic: &mut Clinic, number: u32, reconsent: bool) {
    let versions: Vec<Files> = (1..=number as usize).map(files).collect();
    let (new, old) = (
        content(&versions[number as usize - 1]),
        content(&versions[number as usize - 2]),
    );
    let changes = difference(&old, &new);
    assert!(!changes.is_empty());
    let owner = clinic.owner();
    owner.waits = Some(Amendment {
        number,
        content: new.hash(),
        changes,
        sessions: 0,
        signed: 0,
        rows: 0,
        refused: None,
    });
    let before = owner.accepted.len();
    clinic.list(Role::Investigator, |bedside| {
        bedside.app.model.shared.amendment_waits = true;
        bedside.keys("f7 f7").deliver_all();
        bedside.must_show(&format!("Version {number} against version {}", number - 1));
        bedside
            .keys("enter type:protocol_committee enter enter")
            .keys(if reconsent { "1" } else { "2" })
            .deliver_all();
    });
    let (today, owner) = (clinic.today, clinic.owner());
    assert_eq!(owner.accepted.len(), before + 1);
    let acceptance = &owner.accepted[before].acceptance;
    assert_eq!((acceptance.from, acceptance.reconsent), (today, reconsent));
    let by = owner.entries.len() as u64 + 1;
    clinic.in_force.push((by, today));
    let earlier = clinic.in_force.iter().zip(&versions).zip(1..);
    let earlier = earlier.map(|(((until, from), files), number)| EarlierFiles {
        number,
        until: *until,
        next_from: Some(*from),
        reconsent: None,
        protocol_hash: study_from(files.clone()).unwrap().hash,
        content: String::new(),
        files: files.clone(),
    });
    let next = versions.last().unwrap().clone();
    let sent = SentStudy {
        protocol_hash: study_from(next.clone()).unwrap().hash,
        version: number,
        earlier: earlier.collect(),
        files: next,
        ..SentStudy::default()
    };
    let study = Arc::new(sent.study(|| None).unwrap());
    clinic.owner().study = study;
}
