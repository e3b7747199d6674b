//! How what is computed is computed, in the words of Define-XML.

use super::variable::Method;

/// Numbers of rows.
pub static SEQUENCE: Method = Method {
    name: "SEQ",
    words: "Number of the row within the subject and the dataset, in the order of visits, forms and fields, or of the log.",
};
/// Days of the study.
pub static STUDY_DAY: Method = Method {
    name: "DY",
    words: "Days from the day of RFSTDTC, plus 1 on that day and after it; there is no day 0. Empty where the date is not known whole or there was no dose.",
};
/// Epochs.
pub static EPOCH: Method = Method {
    name: "EPOCH",
    words: "SCREENING before the day of the first dose, TREATMENT from that day on, FOLLOW-UP after the day on which the treatment ended. Empty where the date is not known whole.",
};
/// Age.
pub static AGE: Method = Method {
    name: "AGE",
    words: "Year of RFSTDTC, else of the consent, else of the enrolment, less the year of birth: only the year of birth is collected, so that completed years may be one less.",
};
/// First dose.
pub static FIRST_DOSE: Method = Method {
    name: "RFSTDTC",
    words: "Begin of the first infusion that was given.",
};
/// Last dose.
pub static LAST_DOSE: Method = Method {
    name: "RFENDTC",
    words: "End of the last infusion that was given.",
};
/// End of the participation.
pub static PARTICIPATION: Method = Method {
    name: "RFPENDTC",
    words: "Day after which no visit comes, as the status says; empty while the subject takes part.",
};
/// Arm.
pub static ARM: Method = Method {
    name: "ARM",
    words: "The one arm of the trial for who is eligible or began the baseline visit, else the reason in ARMNRS; the actual arm for who had a dose.",
};
/// Results in the stored unit.
pub static STANDARD: Method = Method {
    name: "STRES",
    words: "The result in the stored unit of its quantity by an exact factor, the code of a choice, or the number. A result below a limit keeps its sign and has no number. Fractions without an exact decimal are rounded to 10 decimals.",
};
/// Side of the limits.
pub static RANGE: Method = Method {
    name: "NRIND",
    words: "The result against the limits beside it, in its own unit; empty where what is known does not decide.",
};
/// Last observation before the exposure.
pub static LAST_BEFORE: Method = Method {
    name: "LOBXFL",
    words: "Y on the last row with a result of a test on the day of the first dose or before; what was found on that day counts as found before the dose.",
};
/// Scores and verdicts.
pub static DERIVED: Method = Method {
    name: "DRVFL",
    words: "Y on rows that are computed by the program: scores of forms, and the verdict of a visit against baseline.",
};
/// Visit numbers.
pub static VISIT_NUMBER: Method = Method {
    name: "VISITNUM",
    words: "Place of the visit in the schedule, from 1, and 0 for screening; of a visit that no schedule plans that of the planned visit before it, and hundredths in their order.",
};
