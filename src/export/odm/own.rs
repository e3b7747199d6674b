//! OIDs of what the program itself defines: facts of the record that no form of the study has an item for.
//!
//! A point in the part that stands for a form keeps them apart from every form of a study.

use super::tree::Part;
use crate::domain::base::ids::VisitId;
use crate::domain::forms::names::oids;
use crate::domain::record::deviation::{DeviationCategory, DeviationWeight};
use crate::domain::record::query::Step;
use crate::domain::record::rows;
use crate::domain::record::status::StatusName;
use crate::domain::study::Study;
use crate::domain::study::unplanned::is_unscheduled;

/// Part of the OIDs of the form of a visit's own facts.
pub(in crate::export) const VISIT: &str = "OWN.VISIT";
/// Part of the OIDs of the form of what is said of a participant.
pub(super) const RECORD: &str = "OWN.RECORD";
/// The study event of visits that no schedule plans and that may come again.
pub(super) const UNSCHEDULED: &str = "SE.UNSCHEDULED";
/// Code list of the steps of a query.
pub(super) const QUERY: &str = "CL.OWN.QUERY";
/// Code list of how participants take part.
const STATUS: &str = "CL.OWN.STATUS";
/// Code list of what deviations are about.
const CATEGORY: &str = "CL.OWN.CATEGORY";
/// Code list of how much they weigh.
const WEIGHT: &str = "CL.OWN.WEIGHT";

/// An item of the program's own.
pub(super) struct OwnItem {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) kind: &'static str,
    pub(super) list: Option<&'static str>,
}

/// An item group of the program's own.
pub(super) struct OwnGroup {
    pub(super) form: &'static str,
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) repeats: bool,
    pub(super) items: &'static [OwnItem],
}

const fn item(id: &'static str, name: &'static str, kind: &'static str) -> OwnItem {
    OwnItem {
        id,
        name,
        kind,
        list: None,
    }
}

const fn coded(id: &'static str, name: &'static str, list: &'static str) -> OwnItem {
    OwnItem {
        id,
        name,
        kind: "text",
        list: Some(list),
    }
}

/// Every item group of the program's own, with its items.
pub(super) static GROUPS: &[OwnGroup] = &[
    OwnGroup {
        form: VISIT,
        id: "VISIT",
        name: "Visit",
        repeats: false,
        items: &[
            item("HELD_ON", "Day of the assessments", "date"),
            item("WORDS", "What an unscheduled visit is for", "text"),
        ],
    },
    OwnGroup {
        form: RECORD,
        id: "STATUS",
        name: "Status, by the number of its entry",
        repeats: true,
        items: &[
            coded("STATUS", "How the participant takes part", STATUS),
            item("SINCE", "Since when", "date"),
            item("WORDS", "What was said of it", "text"),
            item("DETAIL", "Cause and what belongs to it, as JSON", "text"),
        ],
    },
    OwnGroup {
        form: RECORD,
        id: "CONSENT",
        name: "Consent, by the version consented to",
        repeats: true,
        items: &[item("DAY", "Day of the signature", "date")],
    },
    OwnGroup {
        form: RECORD,
        id: "DEVIATION",
        name: "Deviation as judged, by its name",
        repeats: true,
        items: &[
            coded("CATEGORY", "What it is about", CATEGORY),
            coded("WEIGHT", "How much it weighs", WEIGHT),
            item("WORDS", "What was said of it", "text"),
        ],
    },
    OwnGroup {
        form: RECORD,
        id: "LOCK",
        name: "Lock, by what is locked",
        repeats: true,
        items: &[item("REASON", "Why it is locked", "text")],
    },
];

/// Returns every code list of the program's own: OID, name, codes.
pub(super) fn code_lists() -> Vec<(&'static str, &'static str, Vec<&'static str>)> {
    let steps = [
        Step::Open,
        Step::Answer,
        Step::Propose,
        Step::Close,
        Step::Reopen,
    ];
    let weights = DeviationWeight::ALL.map(DeviationWeight::key);
    let categories = DeviationCategory::ALL.map(DeviationCategory::key);
    vec![
        (
            STATUS,
            "Status",
            StatusName::ALL.map(StatusName::word).into(),
        ),
        (CATEGORY, "Category", categories.into()),
        (WEIGHT, "Weight", weights.into()),
        (QUERY, "Query", steps.map(step).into()),
    ]
}

/// Returns the code of a step in a query; where the query stands follows from the last of them.
pub(super) fn step(step: Step) -> &'static str {
    match step {
        Step::Open => "open",
        Step::Answer => "answered",
        Step::Propose => "proposed",
        Step::Close => "closed",
        Step::Reopen => "reopened",
    }
}

/// Returns the OID of an item group of the program's own.
pub(super) fn group(form: &str, id: &str) -> String {
    oids::item_group(form, id)
}

/// Returns the OID of an item of the program's own.
pub(super) fn item_oid(form: &str, group: &str, id: &str) -> String {
    oids::item(form, &format!("{group}.{id}"))
}

/// Returns the OID of the item with the day of a visit.
pub(in crate::export) fn held_on() -> String {
    item_oid(VISIT, "VISIT", "HELD_ON")
}

/// Returns the OID of the item that says what an unscheduled visit is for.
pub(in crate::export) fn visit_words() -> String {
    item_oid(VISIT, "VISIT", "WORDS")
}

/// Returns the study event of a visit, or of what is kept beside the visits.
pub(super) fn event(study: &Study, visit: &VisitId) -> Part {
    let is_planned = || study.all_visits().any(|planned| planned.id == *visit);
    let number = visit.as_str().rsplit('-').next();
    match number.filter(|_| is_unscheduled(visit) && !is_planned()) {
        Some(number) => Part::of(UNSCHEDULED, number),
        None => Part::one(oids::study_event(visit.as_str())),
    }
}

/// Returns the study event of what is kept beside the visits.
pub(super) fn beside() -> Part {
    Part::one(oids::study_event(rows::SESSION))
}

/// Returns the OID of the metadata of a version of the study.
pub(super) fn version(study: &Study) -> String {
    format!("MDV.{}", study.number)
}

/// Returns the OID of a study.
pub(super) fn study(study: &Study) -> String {
    format!("S.{}", study.protocol.id)
}
