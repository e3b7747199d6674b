//! Lists of values: terms of CDISC SDTM terminology of 2025-03-25, each list only as far as the program uses it.

use crate::domain::record::status::{Cause, Status};

/// A list of values.
#[derive(Debug)]
pub struct Codelist {
    /// Short name of CDISC.
    pub id: &'static str,
    /// Name in words.
    pub name: &'static str,
    /// Each value with what it stands for.
    pub terms: &'static [(&'static str, &'static str)],
}

impl Codelist {
    /// Returns whether a value is on the list.
    pub fn has(&self, value: &str) -> bool {
        self.terms.iter().any(|(term, _)| *term == value)
    }
}

macro_rules! list {
    ($(#[$doc:meta])* $name:ident, $id:literal, $words:literal, $($term:literal = $meaning:literal),+ $(,)?) => {
        $(#[$doc])*
        pub static $name: Codelist = Codelist {
            id: $id,
            name: $words,
            terms: &[$(($term, $meaning)),+],
        };
    };
}

list!(/// Yes or no.
    YES_NO, "NY", "No Yes Response", "N" = "No", "Y" = "Yes");
list!(/// Yes alone.
    YES, "NY_Y", "Yes Response", "Y" = "Yes");
list!(/// Sex.
    SEX, "SEX", "Sex", "F" = "Female", "M" = "Male");
list!(/// Unit of age.
    AGE_UNIT, "AGEU", "Age Unit", "YEARS" = "Years");
list!(/// Not done.
    NOT_DONE, "ND", "Not Done", "NOT DONE" = "Not done");
list!(/// Why nobody is in an arm.
    ARM_NULL, "ARMNULRS", "Arm Null Reason",
    "SCREEN FAILURE" = "Screen failure",
    "NOT ASSIGNED" = "Not assigned",
    "ASSIGNED, NOT TREATED" = "Assigned, not treated");
list!(/// Part of the trial.
    EPOCH, "EPOCH", "Epoch",
    "SCREENING" = "Before the first dose",
    "TREATMENT" = "From the first dose",
    "FOLLOW-UP" = "After the end of the treatment");
list!(/// What was done with the study drug.
    ACTION, "ACN", "Action Taken with Study Treatment",
    "DOSE NOT CHANGED" = "Dose not changed",
    "DOSE REDUCED" = "Dose reduced",
    "DOSE INCREASED" = "Dose increased",
    "DOSE RATE REDUCED" = "Dose rate reduced",
    "DRUG INTERRUPTED" = "Drug interrupted",
    "DRUG WITHDRAWN" = "Drug withdrawn",
    "NOT APPLICABLE" = "Not applicable",
    "UNKNOWN" = "Unknown");
list!(/// Outcome of an event.
    OUTCOME, "OUT", "Outcome of Event",
    "RECOVERED/RESOLVED" = "Recovered",
    "RECOVERING/RESOLVING" = "Recovering",
    "NOT RECOVERED/NOT RESOLVED" = "Not recovered",
    "RECOVERED/RESOLVED WITH SEQUELAE" = "Recovered with sequelae",
    "FATAL" = "Fatal",
    "UNKNOWN" = "Unknown");
list!(/// Grade by CTCAE.
    GRADE, "TOXGR", "Standard Toxicity Grade",
    "1" = "Mild", "2" = "Moderate", "3" = "Severe", "4" = "Life-threatening", "5" = "Death");
list!(/// Whether an event is related to the study drug.
    RELATED, "REL", "Relatedness", "RELATED" = "Related", "NOT RELATED" = "Not related");
list!(/// How often.
    FREQUENCY, "FREQ", "Frequency",
    "ONCE" = "Once",
    "QD" = "Once a day",
    "BID" = "Twice a day",
    "TID" = "Three times a day",
    "QID" = "Four times a day",
    "QOD" = "Every other day",
    "EVERY WEEK" = "Once a week",
    "EVERY 2 WEEKS" = "Every 2 weeks",
    "EVERY 4 WEEKS" = "Every 4 weeks",
    "PRN" = "When needed");
list!(/// Way of a drug into the body.
    ROUTE, "ROUTE", "Route of Administration",
    "ORAL" = "By mouth",
    "INTRAVENOUS" = "Into a vein",
    "SUBCUTANEOUS" = "Under the skin",
    "INTRAMUSCULAR" = "Into a muscle",
    "INTRA-ARTICULAR" = "Into a joint",
    "TOPICAL" = "On skin or eye",
    "RESPIRATORY (INHALATION)" = "Inhaled");
list!(/// Where a result lies to the limits of normal.
    RANGE, "NRIND", "Reference Range Indicator",
    "LOW" = "Below", "NORMAL" = "Within", "HIGH" = "Above");
list!(/// Sort of a criterion.
    CRITERION, "IECAT", "Category of Inclusion/Exclusion",
    "INCLUSION" = "Inclusion", "EXCLUSION" = "Exclusion");
list!(/// Sort of a row of disposition.
    DISPOSITION, "DSCAT", "Category of Disposition Event",
    "PROTOCOL MILESTONE" = "Protocol milestone", "DISPOSITION EVENT" = "Disposition event");
list!(/// What a row of disposition ends or reaches.
    DISPOSITION_OF, "DSSCAT", "Subcategory of Disposition Event",
    "STUDY PARTICIPATION" = "Study participation", "STUDY TREATMENT" = "Study treatment");
list!(/// Milestones, completion and reasons for non-completion.
    DISPOSED, "DSDECOD", "Milestones and Reasons for Non-Completion",
    "INFORMED CONSENT OBTAINED" = "Informed consent",
    "ENTERED INTO TRIAL" = "Enrolment",
    "COMPLETED" = "Completed",
    "SCREEN FAILURE" = "Screen failure",
    "LOST TO FOLLOW-UP" = "Cannot be reached",
    "DEATH" = "Death",
    "ADVERSE EVENT" = "Adverse event",
    "LACK OF EFFICACY" = "Lack of efficacy",
    "RECOVERY" = "Recovery",
    "PREGNANCY" = "Pregnancy",
    "PROTOCOL DEVIATION" = "Protocol deviation",
    "REQUIRES PROHIBITED MEDICATION" = "Needs a forbidden drug",
    "PHYSICIAN DECISION" = "Physician's decision",
    "WITHDRAWAL BY SUBJECT" = "Participant's decision",
    "OTHER" = "Another reason");
list!(/// What goes on.
    ONGOING, "STENRF", "Relation to Reference Period", "ONGOING" = "Goes on");

/// Returns the term of a status; `None` of one that is no disposition.
pub(super) fn disposed(status: &Status) -> Option<&'static str> {
    Some(match status {
        Status::TakesPart | Status::EnrolledByMistake => return None,
        Status::ScreenFailure { .. } => "SCREEN FAILURE",
        Status::TreatmentStopped { cause } | Status::Withdrawn { cause, .. } => because(*cause),
        Status::Lost { .. } => "LOST TO FOLLOW-UP",
        Status::Died { .. } => "DEATH",
        Status::Completed => "COMPLETED",
    })
}

fn because(cause: Cause) -> &'static str {
    match cause {
        Cause::AdverseEvent => "ADVERSE EVENT",
        Cause::LackOfEfficacy => "LACK OF EFFICACY",
        Cause::Recovery => "RECOVERY",
        Cause::Pregnancy => "PREGNANCY",
        Cause::ProtocolDeviation => "PROTOCOL DEVIATION",
        Cause::ProhibitedMedication => "REQUIRES PROHIBITED MEDICATION",
        Cause::PhysicianDecision => "PHYSICIAN DECISION",
        Cause::OwnDecision => "WITHDRAWAL BY SUBJECT",
        Cause::Other => "OTHER",
    }
}

/// Returns the term of how often a drug is taken, by the code of its form; nothing of one that is not known.
pub(super) fn frequency(code: &str) -> &'static str {
    match code {
        "once-daily" => "QD",
        "twice-daily" => "BID",
        "tid" => "TID",
        "qid" => "QID",
        "alternate-days" => "QOD",
        "weekly" => "EVERY WEEK",
        "every-2-weeks" => "EVERY 2 WEEKS",
        "every-4-weeks" => "EVERY 4 WEEKS",
        "once" => "ONCE",
        "as-needed" => "PRN",
        _ => "",
    }
}

/// Returns the term of a route, by the code of its form; nothing of one that CDISC has no term for.
pub(super) fn route(code: &str) -> &'static str {
    match code {
        "oral" => "ORAL",
        "iv" => "INTRAVENOUS",
        "sc" => "SUBCUTANEOUS",
        "im" => "INTRAMUSCULAR",
        "joint" => "INTRA-ARTICULAR",
        "topical" => "TOPICAL",
        "inhaled" => "RESPIRATORY (INHALATION)",
        _ => "",
    }
}

/// Returns the term of an outcome, by the code of the form of adverse events.
pub(super) fn outcome(code: &str) -> &'static str {
    match code {
        "recovered" => "RECOVERED/RESOLVED",
        "recovering" => "RECOVERING/RESOLVING",
        "not-recovered" => "NOT RECOVERED/NOT RESOLVED",
        "sequelae" => "RECOVERED/RESOLVED WITH SEQUELAE",
        "fatal" => "FATAL",
        "unknown" => "UNKNOWN",
        _ => "",
    }
}

/// Returns a unit as CDISC writes it.
pub(super) fn unit(code: &str) -> &str {
    match code {
        "/min" => "beats/min",
        "years" => "YEARS",
        "mg/week" => "mg/wk",
        "dose" => "DOSE",
        other => other,
    }
}

/// Returns a code of a form as a term: in capital letters, with blanks.
pub(super) fn term(code: &str) -> String {
    code.replace('-', " ").to_uppercase()
}
