//! The words of the reports: headings, columns, what figures show, and the page of a patient.

use crate::domain::course::eligibility::{Finding, State};
use crate::domain::forms::engine::instrument::Measure;
use crate::domain::forms::enzymes::Enzyme;
use crate::domain::record::participant::{Diagnosis, Sex};
use crate::domain::record::signature::Meaning;
use crate::domain::verdict::Direction;
use crate::domain::views::overview::{AnalysisSet, Standing};
use chrono::NaiveDate;

/// Makes an enum of names that stand alone.
macro_rules! labels {
    ($($(#[$doc:meta])+ $label:ident;)+) => {
        /// A heading, a column or another name that stands alone.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum ReportLabel {
            $($(#[$doc])+ $label,)+
        }
    };
}

labels! {
    /// A participant.
    Participant;
    /// The study.
    Study;
    /// The mark of synthetic people.
    Synthetic;
    /// Who it is.
    Who;
    /// Initials.
    Initials;
    /// Year of birth.
    BirthYear;
    /// Sex.
    Sex;
    /// Diagnosis.
    Diagnosis;
    /// Weight at enrolment.
    Weight;
    /// Day of enrolment.
    Enrolled;
    /// How they take part.
    Status;
    /// How they took part over time.
    Course;
    /// A visit.
    Visit;
    /// The day it is planned for.
    Planned;
    /// The day it was held.
    Held;
    /// How it lies to its window.
    Window;
    /// Complete forms of all.
    Forms;
    /// Whether it is signed.
    Signed;
    /// Yes.
    Yes;
    /// No.
    No;
    /// Eligibility.
    Eligibility;
    /// A criterion.
    Criterion;
    /// What was found of it.
    Finding;
    /// Day of consent.
    Consent;
    /// The six measures.
    Measures;
    /// A measure.
    Measure;
    /// The change.
    Change;
    /// Where it counts as improved.
    ImprovedAt;
    /// Where it counts as worse.
    WorseAt;
    /// The verdicts.
    Verdicts;
    /// Points of a visit.
    Points;
    /// The total of the points.
    Total;
    /// A sum.
    Sum;
    /// The category of the total.
    Category;
    /// The IMACS definition.
    Imacs;
    /// The registered wording.
    Registered;
    /// Measures improved and worse.
    ImprovedWorse;
    /// Why it is not decided.
    Remarks;
    /// Strength by muscle.
    Strength;
    /// A muscle.
    Muscle;
    /// The enzyme that counts, as a multiple of its upper limit.
    EnzymeMultiple;
    /// The mean change in percent of the range.
    OfRange;
    /// Why something is hidden in the study's report.
    HiddenNote;
    /// Events without a category of special interest.
    OtherEvents;
    /// Physical function by category.
    Function;
    /// Activity by system.
    Activity;
    /// A system.
    System;
    /// The muscle enzymes.
    Enzymes;
    /// An enzyme.
    Enzyme;
    /// Treatment and events on one axis.
    Treatment;
    /// From when.
    From;
    /// To when.
    To;
    /// What it was.
    What;
    /// The CTCAE grade.
    Grade;
    /// Whether it is serious.
    Serious;
    /// It goes on.
    GoesOn;
    /// Values that are missing.
    Missing;
    /// A form.
    Form;
    /// A field.
    Field;
    /// A reason.
    Reason;
    /// Values kept against a check.
    Kept;
    /// The value.
    Value;
    /// Signatures.
    Signatures;
    /// What a signature means.
    Meaning;
    /// By whom.
    By;
    /// When.
    At;
    /// Whether it stands.
    Stands;
    /// It is void.
    Void;
    /// The entry as of which the data are.
    Head;
    /// Number of an entry.
    Entry;
    /// Hash of an entry.
    Hash;
    /// The program.
    Program;
    /// The version of the study.
    Version;
    /// A value that the reader does not see yet.
    Hidden;
    /// Not answered.
    Blank;
    /// Not asked at the visit.
    NotAsked;
    /// There is nothing to show.
    Nothing;
    /// How participants went through the trial.
    Flow;
    /// A step of the flow.
    Step;
    /// How many participants.
    Count;
    /// Screened.
    Screened;
    /// Failed the screening.
    ScreenFailed;
    /// Left before they entered.
    LeftBefore;
    /// Still in screening.
    InScreening;
    /// Entered the trial.
    Entered;
    /// Entered, without a dose.
    NotTreated;
    /// Got a dose.
    Treated;
    /// Go on.
    GoingOn;
    /// Stopped the treatment.
    Stopped;
    /// Withdrew.
    Withdrawn;
    /// Cannot be reached.
    Lost;
    /// Died.
    Died;
    /// Completed the trial.
    Completed;
    /// Enrolled by mistake.
    ByMistake;
    /// Characteristics at baseline.
    BaselineTable;
    /// A characteristic.
    Characteristic;
    /// Age at enrolment.
    Age;
    /// Women.
    Female;
    /// Dose of glucocorticoid, mg of prednisone a day.
    Prednisone;
    /// Visits by participant.
    Matrix;
    /// The total improvement score of each participant.
    Waterfall;
    /// Each measure over the visits.
    Spaghetti;
    /// The median.
    Median;
    /// Responders.
    Responders;
    /// As observed.
    AsObserved;
    /// Drop-outs as non-responders.
    Imputed;
    /// A share.
    Share;
    /// A confidence interval.
    Interval;
    /// Mean change.
    MeanChange;
    /// Adverse events.
    Events;
    /// Participants.
    Participants;
    /// All of them.
    All;
    /// A grade that is not entered.
    NoGrade;
    /// Exposure.
    Exposure;
    /// Doses given.
    DosesGiven;
    /// Deviations from the protocol.
    Deviations;
    /// A rule.
    Rule;
    /// Judged major.
    Major;
    /// Queries.
    Queries;
    /// Open queries by their age.
    Age7;
    /// Open queries by their age.
    Age30;
    /// Open queries by their age.
    AgeOlder;
    /// Oldest open query.
    Oldest;
    /// Completeness of the data.
    Completeness;
    /// Visits begun.
    Begun;
    /// Forms complete.
    FormsComplete;
    /// Visits signed.
    VisitsSigned;
    /// Patient's page: a score.
    PatientScore;
    /// Patient's page: the most that a score can be.
    PatientMost;
    /// Patient's page: what the bars show.
    PatientPercent;
    /// Patient's page: strength, in a word.
    PatientShortStrength;
    /// Patient's page: difficulty in daily life, in a word.
    PatientShortFunction;
    /// Patient's page: own judgement, in a word.
    PatientShortOwn;
    /// Patient's page: the physician's judgement, in a word.
    PatientShortPhysician;
    /// How old a query is.
    QueryAge;
    /// What the lines of each participant are.
    SpaghettiMethod;
    /// Patient's page: its title.
    PatientTitle;
    /// Patient's page: your strength.
    PatientStrength;
    /// Patient's page: daily activities.
    PatientFunction;
    /// Patient's page: how active the illness seemed.
    PatientActivity;
    /// Patient's page: as you judged it.
    PatientOwn;
    /// Patient's page: as the physician judged it.
    PatientPhysician;
    /// Patient's page: medicines.
    PatientMedicines;
    /// Patient's page: next visit.
    PatientNext;
    /// Patient's page: the first visit.
    PatientFirst;
    /// Patient's page: the newest visit.
    PatientLatest;
    /// Patient's page: in the figure.
    PatientFigure;
    /// Patient's page: no medicine is entered.
    PatientNoMedicine;
    /// Patient's page: questions.
    PatientQuestions;
    /// Patient's page: no visit is planned.
    PatientNoVisit;
    /// Patient's page: nothing to tell yet.
    PatientNothing;
    /// Patient's page: this is not told yet.
    PatientHidden;
    /// Patient's page: what it is.
    PatientAbout;
    /// Enrolled by mistake: nothing of the record counts.
    CountsNowhere;
    /// How a mean change and its interval are computed.
    MeanMethod;
    /// How the intervals of shares are computed.
    ShareMethod;
    /// How a baseline table is summarised.
    BaselineMethod;
    /// What counts as responding in the two ways.
    SetMethod;
    /// What an analysis of changes counts.
    ChangeMethod;
    /// What the bars of the waterfall are.
    WaterfallMethod;
    /// How the thresholds are drawn.
    ThresholdMethod;
    /// What the log axis shows.
    LogMethod;
    /// What the time axis shows.
    AxisMethod;
    /// What a HAQ table shows.
    FunctionMethod;
    /// What the table of muscles shows.
    StrengthMethod;
    /// What the MDAAT table shows.
    ActivityMethod;
    /// What the flow shows.
    FlowMethod;
    /// Of what events the grades are.
    EventsMethod;
    /// The system organ class is not kept.
    BySystemMethod;
    /// What a filled cell of the matrix means.
    MatrixMethod;
}

/// A sentence or a name of several parts.
#[derive(Clone, Copy, Debug)]
pub enum ReportLine<'a> {
    /// The title of a participant's report.
    ParticipantTitle(&'a str),
    /// The title of the study's report.
    StudyTitle(&'a str),
    /// As of which entry and day the data are.
    AsOf {
        /// Number of the entry.
        entry: u64,
        /// Its day.
        day: NaiveDate,
    },
    /// So many of so many.
    Of(u64, u64),
    /// Only some are shown.
    Shown {
        /// So many.
        shown: usize,
        /// Of so many.
        of: usize,
    },
    /// A figure of a measure over the visits.
    MeasureFigure {
        /// Its name.
        name: &'a str,
        /// Whether a larger value is better.
        rises: bool,
    },
    /// A sentence about a figure: what is at which visit.
    Described {
        /// What is drawn.
        what: &'a str,
        /// The numbers.
        numbers: &'a str,
    },
    /// Points of each measure at a visit.
    PointsAt {
        /// The visit.
        visit: &'a str,
        /// The total, or what there is of one.
        total: &'a str,
    },
    /// The score lies between two numbers.
    Between(&'a str, &'a str),
    /// So many of them are improved, and so many worse.
    ImprovedWorse(usize, usize),
    /// Aids and help raised the score of a category.
    RaisedByAids(u8),
    /// Side right and left.
    Sides(&'a str, &'a str),
    /// Values of a form are hidden at a visit.
    HiddenForm {
        /// The form.
        form: &'a str,
        /// The visit.
        visit: &'a str,
    },
    /// So many failed a criterion.
    FailedCriterion {
        /// Its label.
        label: &'a str,
        /// So many.
        count: u32,
    },
    /// A deviating quantity with its quartiles.
    MedianOf {
        /// The median.
        median: &'a str,
        /// First quartile.
        low: &'a str,
        /// Third quartile.
        high: &'a str,
        /// Of so many.
        of: usize,
    },
    /// So many in per cent of all.
    Percent {
        /// So many.
        count: u64,
        /// Per cent.
        percent: &'a str,
    },
    /// A median of so many.
    MedianScore {
        /// It.
        value: &'a str,
        /// Of so many.
        of: u32,
    },
    /// Days of age.
    Days(i64),
    /// Grade of events.
    GradeOf(u8),
    /// What is due and overdue.
    DueOverdue {
        /// Due within the week.
        due: u32,
        /// Overdue.
        overdue: u32,
        /// Missed.
        missed: u32,
    },
    /// Members of a set.
    Members(&'a str, u32),
    /// Enrolled of the planned number.
    EnrolledOf(usize, u32),
    /// Patient's page: for whom and as of when.
    PatientFor(&'a str, NaiveDate),
    /// Patient's page: a measure at two visits.
    PatientScore {
        /// The measure.
        measure: Measure,
        /// At the first visit.
        first: &'a str,
        /// At the newest visit.
        last: &'a str,
        /// The most that it can be.
        most: &'a str,
        /// Which way it went.
        direction: Direction,
    },
    /// Patient's page: a measure at one visit alone.
    PatientOnce {
        /// The measure.
        measure: Measure,
        /// Its value.
        value: &'a str,
        /// The most that it can be.
        most: &'a str,
    },
    /// Patient's page: infusions that were given.
    PatientInfusions(usize),
    /// Patient's page: a medicine and its dose.
    PatientMedicine(&'a str, &'a str),
    /// Patient's page: the next visit.
    PatientVisit {
        /// Its name.
        label: &'a str,
        /// First day of the window.
        from: NaiveDate,
        /// Last day of it.
        to: NaiveDate,
    },
}

/// The words of the reports.
pub trait Reports {
    /// Returns the code of the language, as BCP 47 has it.
    fn report_language(&self) -> &'static str;

    /// Returns a name that stands alone.
    fn report_label(&self, label: ReportLabel) -> &'static str;

    /// Returns a sentence or a name of several parts.
    fn report_line(&self, line: &ReportLine<'_>) -> String;

    /// Returns how far somebody is on the way into the trial.
    fn report_eligibility(&self, state: State) -> &'static str;

    /// Returns what was found of a criterion.
    fn report_finding(&self, finding: Finding) -> &'static str;

    /// Returns the word for a sex.
    fn report_sex(&self, sex: Sex) -> &'static str;

    /// Returns the name of a diagnosis.
    fn report_diagnosis(&self, diagnosis: Diagnosis) -> &'static str;

    /// Returns what a signature means.
    fn report_meaning(&self, meaning: Meaning) -> &'static str;

    /// Returns how a visit of the matrix stands.
    fn report_standing(&self, standing: Standing) -> &'static str;

    /// Returns the name of a set that is analysed.
    fn report_set(&self, set: AnalysisSet) -> &'static str;

    /// Returns a measure with its unit; the enzyme by the one that counts.
    fn report_measure(&self, measure: Measure, enzyme: Option<Enzyme>) -> String;
}
