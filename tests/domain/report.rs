//! The reports: their numbers are those of the read models, nothing in them leaves the file, and each figure has a table.

use crate::demo::records;
use chrono::{DateTime, FixedOffset};
use coreset::cli::{status, timeline};
use coreset::domain::base::ids::{FormId, ParticipantId};
use coreset::domain::course::reconsent::owed_in;
use coreset::domain::record::session::{ParticipantRecord, Withheld};
use coreset::domain::record::status_history::StatusHistory;
use coreset::domain::study::Study;
use coreset::domain::study::shipped::embedded_study;
use coreset::domain::study::version::earlier::Earlier;
use coreset::domain::verdict::summary_verdict;
use coreset::domain::views::overview::{at_outcome, overview};
use coreset::domain::views::summary::{Summary, summarise};
use coreset::domain::views::timeline::lane::lanes;
use coreset::domain::views::timeline::tell;
use coreset::export::exporter::{Exporter, Options, Remark};
use coreset::export::files::InMemory;
use coreset::export::report::Report;
use coreset::export::{AsOf, Context, Person};
use coreset::text::DEFAULT;
use serde_json::Value;
use std::sync::Arc;
use std::time::Instant;

const SEED: u64 = 42;

fn at() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-03-02T09:00:00+01:00").unwrap()
}

fn context(study: &Study) -> Context {
    Context {
        program: "coreset test".to_owned(),
        is_demo: true,
        ..Context::of(
            Arc::new(study.clone()),
            AsOf {
                seq: 7,
                hash: "abc".to_owned(),
                at: at(),
            },
        )
        .unwrap()
    }
}

fn written(context: &Context, records: &[ParticipantRecord]) -> (InMemory, Vec<Remark>) {
    let mut files = InMemory::default();
    let mut report = Box::new(Report::begin(context.clone()));
    for record in records {
        let person = Person::of(context, record);
        report.participant(&person, &mut files).unwrap();
    }
    let remarks = report.finish(&mut files).unwrap();
    (files, remarks)
}

fn for_patient(study: &Study) -> Context {
    Context {
        options: Options {
            for_patient: true,
            ..Options::default()
        },
        ..context(study)
    }
}

/// The part of a page from the section of a name to the end of that.
fn section<'a>(page: &'a str, id: &str) -> &'a str {
    let from = page.find(&format!("<section id=\"{id}\"")).unwrap();
    let rest = &page[from..];
    &rest[..rest.find("</section>").unwrap()]
}

/// A piece of a page without its tags.
fn bare(markup: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for char in markup.chars() {
        match char {
            '<' => inside = true,
            '>' => inside = false,
            _ if !inside => out.push(char),
            _ => {}
        }
    }
    out.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

/// The rows of the tables of a piece of a page, each as the words of its cells.
fn rows(markup: &str) -> Vec<Vec<String>> {
    let rows = markup.split("<tr").skip(1);
    rows.map(|row| {
        let row = &row[..row.find("</tr>").unwrap()];
        let cells = row
            .split("</t")
            .filter(|cell| cell.contains("<td") || cell.contains("<th"));
        cells
            .map(|cell| {
                let from = cell.rfind("<td").max(cell.rfind("<th")).unwrap();
                bare(&cell[from..])
            })
            .collect()
    })
    .collect()
}

fn row<'a>(rows: &'a [Vec<String>], name: &str) -> &'a [String] {
    let found = rows.iter().find(|row| row[0] == name);
    &found.unwrap_or_else(|| panic!("no row {name}"))[1..]
}

/// The exact numbers of a piece of a page.
fn exact(markup: &str) -> Vec<String> {
    let values = markup.split("<data value=\"").skip(1);
    values
        .map(|rest| rest[..rest.find('"').unwrap()].replace("&lt;", "<"))
        .collect()
}

#[test]
fn numbers_of_a_participant_are_those_of_the_timeline() {
    let study = embedded_study().unwrap();
    let context = context(&study);
    let mut judged = 0;
    for record in records(&study, 14, SEED) {
        let story = tell(&study, &record, lanes(&study, &record), context.today());
        let json = timeline::as_json(&story, DEFAULT);
        let (files, _) = written(&context, std::slice::from_ref(&record));
        let id = record.participant.id.as_str();
        let page = files.text(&format!("participant-{id}.html")).unwrap();
        let mut expected = Vec::new();
        for measure in json["measures"].as_array().unwrap() {
            let values = measure["values"].as_array().unwrap();
            expected.extend(values.iter().filter_map(|value| value["value"].as_str()));
            let change = measure["change"]["absolute"].as_str();
            expected.extend(change.filter(|change| !change.starts_with(['<', '>'])));
        }
        if story.stops.iter().any(|stop| stop.is_held()) {
            assert_eq!(exact(section(&page, "measures")), expected, "{id}");
        }
        let response = rows(section(&page, "response"));
        let verdicts = json["visits"].as_array().unwrap().iter();
        let verdicts: Vec<&Value> = verdicts
            .map(|v| &v["verdict"])
            .filter(|v| !v.is_null())
            .collect();
        for (place, verdict) in verdicts.iter().enumerate() {
            judged += 1;
            let total = &row(&response, "Total improvement score")[place];
            match verdict["tis"].as_str() {
                Some(tis) => assert_eq!(total, tis, "{id}"),
                None => assert!(total.starts_with("not decided"), "{id} {total}"),
            }
            let counts = format!("{} / {}", verdict["improved"], verdict["worse"]);
            assert_eq!(row(&response, "Improved / worse")[place], counts, "{id}");
        }
    }
    assert!(judged > 20, "{judged}");
}

#[test]
fn numbers_of_the_study_are_those_of_the_status() {
    let study = embedded_study().unwrap();
    let context = context(&study);
    let records = records(&study, 14, SEED);
    let summaries: Vec<Summary> = records
        .iter()
        .map(|record| Summary {
            outcome: at_outcome(&study, record).into(),
            ..summarise(&study, record, summary_verdict(&study, record))
        })
        .collect();
    let overview = overview(&study, summaries.iter(), context.today());
    let json = status::as_json(&overview, DEFAULT);
    let (files, _) = written(&context, &records);
    let page = files.text("study.html").unwrap();
    let flow = rows(section(&page, "flow"));
    for (name, key) in [
        ("Screened", "screened"),
        ("Entered the trial", "entered"),
        ("Got a dose", "treated"),
        ("Go on", "going_on"),
        ("Completed", "completed"),
    ] {
        assert_eq!(row(&flow, name), [json["flow"][key].to_string()], "{name}");
    }
    let responders = rows(section(&page, "responders"));
    let shares: Vec<&Value> = json["responders"]
        .as_array()
        .unwrap()
        .iter()
        .chain(json["sets"].as_array().unwrap().iter().flat_map(|set| {
            let observed = set["as_observed"].as_array().unwrap();
            observed
                .iter()
                .chain(set["drop_outs_as_non_responders"].as_array().unwrap())
        }))
        .collect();
    let told: Vec<&Vec<String>> = responders
        .iter()
        .filter(|row| row[1].contains('/'))
        .collect();
    assert_eq!(told.len(), shares.len());
    for (told, share) in told.iter().zip(shares) {
        assert_eq!(told[1], format!("{}/{}", share["count"], share["of"]));
        let interval = &share["interval_95"];
        if let (Some(low), Some(high)) = (interval[0].as_str(), interval[1].as_str()) {
            assert_eq!(told[3], format!("{low}–{high}"));
        }
    }
    let deviations = rows(section(&page, "deviations"));
    assert_eq!(
        row(&deviations, "All"),
        [json["deviations"]["all"].to_string()]
    );
    let events = rows(section(&page, "events"));
    let grades: Vec<String> = json["events"]["by_grade"]
        .as_array()
        .unwrap()
        .iter()
        .map(Value::to_string)
        .collect();
    assert_eq!(row(&events, "All")[..5], grades);
    let scores = rows(section(&page, "waterfall"));
    for person in json["participants"].as_array().unwrap() {
        if let Some(tis) = person["tis"].as_str() {
            assert_eq!(row(&scores, person["id"].as_str().unwrap())[0], tis);
        }
    }
    let matrix = rows(section(&page, "matrix"));
    assert_eq!(matrix.len(), 1 + records.len());
}

fn all_pages(study: &Study) -> Vec<(String, String)> {
    let records = records(study, 14, SEED);
    let (files, _) = written(&context(study), &records);
    let (patients, _) = written(&for_patient(study), &records);
    let mut pages = Vec::new();
    for files in [files, patients] {
        for name in files.names() {
            let text = files.text(&name).unwrap();
            pages.push((name, text));
        }
    }
    assert_eq!(pages.len(), 14 + 1 + 14);
    pages
}

#[test]
fn no_page_refers_to_anything_outside_it_and_each_figure_has_a_title_and_a_table() {
    let study = embedded_study().unwrap();
    for (name, page) in all_pages(&study) {
        for word in [
            "<script", "<link", "http:", "https:", "src=", "href=", "@import", "<img",
        ] {
            assert!(!page.contains(word), "{name} has {word}");
        }
        assert_eq!(
            page.matches("url(").count(),
            page.matches("url(#").count(),
            "{name}"
        );
        assert!(
            page.contains("lang=\"en-GB\"") && page.contains("SYNTHETIC"),
            "{name}"
        );
        let figures = page.matches("<figure").count();
        for word in ["role=\"img\"", "<title id=", "<desc id="] {
            assert_eq!(page.matches(word).count(), figures, "{name}: {word}");
        }
        if !name.starts_with("patient-") {
            for part in page
                .split("<section")
                .skip(1)
                .filter(|part| part.contains("<figure"))
            {
                assert!(part.contains("<table"), "{name}: {}", &part[..60]);
            }
        }
    }
}

#[test]
fn the_same_data_give_the_same_bytes() {
    let study = embedded_study().unwrap();
    assert_eq!(all_pages(&study), all_pages(&study));
}

#[test]
fn a_study_without_anybody_and_a_participant_in_screening_have_their_reports() {
    let study = embedded_study().unwrap();
    let (files, _) = written(&context(&study), &[]);
    assert_eq!(files.names(), ["study.html"]);
    let first = records(&study, 1, SEED);
    let (files, _) = written(&context(&study), &first);
    let id = first[0].participant.id.as_str();
    let page = files.text(&format!("participant-{id}.html")).unwrap();
    assert!(section(&page, "measures").contains("None."));
    assert!(!files.text("study.html").unwrap().is_empty());
}

#[test]
fn one_participant_alone_has_no_report_of_the_study() {
    let study = embedded_study().unwrap();
    let records = records(&study, 1, SEED);
    let mut context = context(&study);
    context.selection.participant = Some(records[0].participant.id.clone());
    let (files, _) = written(&context, &records);
    assert_eq!(files.names().len(), 1);
}

#[test]
fn what_people_typed_is_never_read_as_markup() {
    let study = embedded_study().unwrap();
    let mut record = records(&study, 10, SEED).remove(9);
    let hostile = "</style><script>\"'&";
    record.participant.initials = hostile.to_owned();
    record.participant.id = ParticipantId::new(hostile);
    for context in [context(&study), for_patient(&study)] {
        let (files, _) = written(&context, std::slice::from_ref(&record));
        for name in files.names() {
            assert!(!name.contains('/') && !name.contains('<'), "{name}");
            let page = files.text(&name).unwrap();
            assert!(!page.contains("<script"), "{name}");
            assert_eq!(page.matches("</style>").count(), 1, "{name}");
        }
    }
}

#[test]
fn what_the_user_does_not_see_is_said_to_be_hidden_and_told_in_no_number() {
    let study = embedded_study().unwrap();
    let mut record = records(&study, 10, SEED).remove(9);
    let form = FormId::new("mmt8");
    for session in record.sessions.values_mut() {
        if session.forms.contains_key(&form) {
            let how_far = Withheld {
                asked: 0,
                answered: 0,
            };
            session.withhold(&form, how_far);
        }
    }
    let (files, remarks) = written(&context(&study), std::slice::from_ref(&record));
    assert!(
        remarks
            .iter()
            .any(|remark| matches!(remark, Remark::Hidden { .. }))
    );
    let id = record.participant.id.as_str();
    let page = files.text(&format!("participant-{id}.html")).unwrap();
    let measures = section(&page, "measures");
    assert!(!measures.contains("measure-mmt"));
    let told = rows(measures);
    let strength = row(&told, "MMT-8 strength");
    assert!(
        strength
            .iter()
            .all(|cell| ["hidden", "not asked", ""].contains(&cell.as_str())),
        "{strength:?}"
    );
    let response = rows(section(&page, "response"));
    assert!(row(&response, "Total improvement score").contains(&"hidden".to_owned()));
    let whole = files.text("study.html").unwrap();
    assert!(section(&whole, "waterfall").contains("Hidden from"));
    let (files, _) = written(&for_patient(&study), std::slice::from_ref(&record));
    let page = files.text(&format!("patient-{id}.html")).unwrap();
    assert!(section(&page, "strength").contains("later"));
}

#[test]
fn a_patients_page_has_no_word_of_a_verdict() {
    let study = embedded_study().unwrap();
    let (files, _) = written(&for_patient(&study), &records(&study, 14, SEED));
    for name in files.names() {
        let page = bare(&files.text(&name).unwrap()).to_lowercase();
        for word in [
            "imacs",
            "tis ",
            "improvement score",
            "responder",
            "verdict",
            "mmt",
            "haq",
            "mdaat",
        ] {
            assert!(!page.contains(word), "{name} says {word}");
        }
    }
}

#[test]
fn a_figure_of_many_draws_some_and_says_so() {
    let study = embedded_study().unwrap();
    let one = records(&study, 14, SEED).remove(13);
    let many: Vec<ParticipantRecord> = (0..130)
        .map(|number| {
            let mut record = one.clone();
            record.participant.id = ParticipantId::new(format!("99-{number:03}"));
            record
        })
        .collect();
    let begun = Instant::now();
    let (files, _) = written(&context(&study), &many);
    // Told, not asserted: how long it takes depends on the machine.
    println!("a report of a participant: {:?}", begun.elapsed() / 130);
    let page = files.text("study.html").unwrap();
    assert!(section(&page, "waterfall").contains("Shown are 120 of 130"));
}

#[test]
fn a_renewed_consent_that_is_owed_is_named_with_its_participant() {
    let study = embedded_study().unwrap();
    let mut records = records(&study, 10, SEED);
    let from = at().date_naive();
    let amended = |reconsent| {
        let mut next = study.clone();
        next.number += 1;
        next.earlier.push(Earlier {
            study: Arc::new(study.clone()),
            until: u64::MAX,
            next_from: Some(from),
            reconsent,
        });
        next
    };
    // Somebody who comes no more owes nothing.
    for record in &mut records {
        record.statuses = StatusHistory::default();
    }
    let says = |study: &Study| {
        let (files, _) = written(&context(study), &records);
        let mut owing = files.names();
        owing.retain(|name| files.text(name).unwrap().contains("owes a renewed consent"));
        owing
    };
    assert_eq!(says(&amended(None)), Vec::<String>::new());
    let asks = amended(Some(from));
    let owing = records.iter().filter(|own| owed_in(&asks, own).is_some());
    let mut expected: Vec<String> = owing
        .map(|own| format!("participant-{}.html", own.participant.id))
        .collect();
    assert!(!expected.is_empty() && expected.len() < records.len());
    expected.push("study.html".to_owned());
    assert_eq!(says(&asks), expected);
}
