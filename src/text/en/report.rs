//! The words of the reports, in English.

use crate::domain::course::eligibility::{Finding, State};
use crate::domain::forms::engine::instrument::Measure;
use crate::domain::forms::enzymes::Enzyme;
use crate::domain::record::participant::{Diagnosis, Sex};
use crate::domain::record::signature::Meaning;
use crate::domain::verdict::Direction;
use crate::domain::views::overview::{AnalysisSet, Standing};
use crate::text::English;
use crate::text::report::{ReportLabel, ReportLine, Reports};
use crate::text::totals::Totals as _;

impl Reports for English {
    fn report_language(&self) -> &'static str {
        "en-GB"
    }

    fn report_label(&self, label: ReportLabel) -> &'static str {
        self::label(label)
    }

    fn report_line(&self, line: &ReportLine<'_>) -> String {
        self::line(line)
    }

    fn report_eligibility(&self, state: State) -> &'static str {
        match state {
            State::Screening => "in screening",
            State::Failed => "not eligible",
            State::Eligible => "eligible",
            State::Exception => "takes part by an exception",
        }
    }

    fn report_finding(&self, finding: Finding) -> &'static str {
        match finding {
            Finding::Met => "met",
            Finding::NotMet => "not met",
            Finding::Open => "open",
            Finding::Contradicted => "answered as met, and the facts say that it is not",
        }
    }

    fn report_sex(&self, sex: Sex) -> &'static str {
        match sex {
            Sex::Female => "female",
            Sex::Male => "male",
        }
    }

    fn report_diagnosis(&self, diagnosis: Diagnosis) -> &'static str {
        match diagnosis {
            Diagnosis::Dermatomyositis => "dermatomyositis",
            Diagnosis::Amyopathic => "amyopathic dermatomyositis",
        }
    }

    fn report_meaning(&self, meaning: Meaning) -> &'static str {
        match meaning {
            Meaning::Assessed => "made these assessments",
            Meaning::Reviewed => "looked through them",
            Meaning::Approved => "answers for them",
        }
    }

    fn report_standing(&self, standing: Standing) -> &'static str {
        match standing {
            Standing::Done => "done",
            Standing::Begun => "begun",
            Standing::Due => "due",
            Standing::Overdue => "overdue",
            Standing::Missed => "missed",
            Standing::Ahead => "to come",
            Standing::Closed => "closed",
        }
    }

    fn report_set(&self, set: AnalysisSet) -> &'static str {
        match set {
            AnalysisSet::Full => "Full set",
            AnalysisSet::PerProtocol => "Set per protocol",
        }
    }

    fn report_measure(&self, measure: Measure, enzyme: Option<Enzyme>) -> String {
        match (measure, enzyme) {
            (Measure::Phga, _) => "Physician global activity, cm".to_owned(),
            (Measure::Ptga, _) => "Patient global activity, cm".to_owned(),
            (Measure::Mmt, _) => "MMT-8 strength".to_owned(),
            (Measure::Haq, _) => "HAQ-DI disability".to_owned(),
            (Measure::Enzyme, Some(enzyme)) => format!("{}, U/L", self.enzyme(enzyme)),
            (Measure::Enzyme, None) => "Muscle enzyme, U/L".to_owned(),
            (Measure::Extramuscular, _) => "Extramuscular activity, cm".to_owned(),
        }
    }
}

fn label(label: ReportLabel) -> &'static str {
    use ReportLabel as L;
    match label {
        L::Participant => "Participant",
        L::Study => "Study",
        L::Synthetic => "SYNTHETIC: no real people",
        L::Who => "Who",
        L::Initials => "Initials",
        L::BirthYear => "Born",
        L::Sex => "Sex",
        L::Diagnosis => "Diagnosis",
        L::Weight => "Weight at enrolment",
        L::Enrolled => "Enrolled",
        L::Status => "Status",
        L::Course => "Course",
        L::Visit => "Visit",
        L::Planned => "Planned",
        L::Held => "Held",
        L::Window => "Timing",
        L::Forms => "Forms complete",
        L::Signed => "Signed",
        L::Yes => "yes",
        L::No => "no",
        L::Eligibility => "Eligibility",
        L::Criterion => "Criterion",
        L::Finding => "Finding",
        L::Consent => "Consent",
        L::Measures => "Core set measures",
        L::Measure => "Measure",
        L::Change => "Change",
        L::ImprovedAt => "Improved at",
        L::WorseAt => "Worse at",
        L::Verdicts => "Response",
        L::Points => "Points of the total improvement score",
        L::Total => "Total improvement score",
        L::Sum => "Total",
        L::Category => "Category",
        L::Imacs => "IMACS definition of improvement",
        L::Registered => "Registered wording",
        L::ImprovedWorse => "Improved / worse",
        L::Remarks => "Remarks",
        L::Strength => "Muscle strength (MMT-8)",
        L::Muscle => "Muscle",
        L::EnzymeMultiple => "Muscle enzyme, multiple of ULN",
        L::OfRange => "Mean improvement at the outcome visit, percent of the range of each measure",
        L::HiddenNote => {
            "Hidden from whoever made this report until the assessments that are under way are complete: scores that rest on earlier ones would tell them."
        }
        L::OtherEvents => "other",
        L::Function => "Physical function (HAQ)",
        L::Activity => "Disease activity by system (MDAAT)",
        L::System => "System",
        L::Enzymes => "Muscle enzymes",
        L::Enzyme => "Enzyme",
        L::Treatment => "Treatment and adverse events",
        L::From => "From",
        L::To => "To",
        L::What => "What",
        L::Grade => "Grade",
        L::Serious => "Serious",
        L::GoesOn => "goes on",
        L::Missing => "Missing values",
        L::Form => "Form",
        L::Field => "Field",
        L::Reason => "Reason",
        L::Kept => "Values kept against a check",
        L::Value => "Value",
        L::Signatures => "Signatures",
        L::Meaning => "Meaning",
        L::By => "By",
        L::At => "At",
        L::Stands => "Stands",
        L::Void => "void",
        L::Head => "Head of the record",
        L::Entry => "Entry",
        L::Hash => "Hash",
        L::Program => "Program",
        L::Version => "Version of the study",
        L::Hidden => "hidden",
        L::Blank => "blank",
        L::NotAsked => "not asked",
        L::Nothing => "None.",
        L::Flow => "Flow of participants",
        L::Step => "Step",
        L::Count => "Participants",
        L::Screened => "Screened",
        L::ScreenFailed => "Screening failed",
        L::LeftBefore => "Left before entry",
        L::InScreening => "In screening",
        L::Entered => "Entered the trial",
        L::NotTreated => "Entered, no dose yet",
        L::Treated => "Got a dose",
        L::GoingOn => "Go on",
        L::Stopped => "Off treatment",
        L::Withdrawn => "Withdrew",
        L::Lost => "Lost",
        L::Died => "Died",
        L::Completed => "Completed",
        L::ByMistake => "Enrolled by mistake",
        L::BaselineTable => "Characteristics at baseline",
        L::Characteristic => "Characteristic",
        L::Age => "Age, years",
        L::Female => "Female",
        L::Prednisone => "Glucocorticoid, mg of prednisone a day",
        L::Matrix => "Visits by participant",
        L::Waterfall => "Total improvement score of each participant",
        L::Spaghetti => "Measures over the visits",
        L::Median => "Median",
        L::Responders => "Responders",
        L::AsObserved => "as observed",
        L::Imputed => "drop-outs as non-responders",
        L::Share => "Share",
        L::Interval => "95 % interval",
        L::MeanChange => "Mean change from baseline",
        L::Events => "Adverse events",
        L::Participants => "Participants",
        L::All => "All",
        L::NoGrade => "No grade",
        L::Exposure => "Exposure to the study drug",
        L::DosesGiven => "Doses given",
        L::Deviations => "Deviations from the protocol",
        L::Rule => "What was not kept",
        L::Major => "Judged major",
        L::Queries => "Open queries",
        L::Age7 => "Up to 7 days",
        L::Age30 => "8 to 30 days",
        L::AgeOlder => "Older than 30 days",
        L::Oldest => "Oldest",
        L::Completeness => "Completeness of the data",
        L::Begun => "Visits begun",
        L::FormsComplete => "Forms complete",
        L::VisitsSigned => "Visits signed",
        L::PatientScore => "What was looked at",
        L::PatientMost => "At most",
        L::PatientPercent => {
            "Bars in percent of the most that is possible. Of strength a long bar is good, of the others a short one."
        }
        L::PatientShortStrength => "Strength",
        L::PatientShortFunction => "Difficulty",
        L::PatientShortOwn => "Illness (you)",
        L::PatientShortPhysician => "Illness (doctor)",
        L::QueryAge => "Age of the query",
        L::SpaghettiMethod => {
            "A thin line is one participant; the bold line with diamonds is the median of those with a value. Table: median, first to third quartile, how many have a value. The enzyme is the one that counts in each participant."
        }
        L::PatientTitle => "Your visits so far",
        L::PatientStrength => "Your strength",
        L::PatientFunction => "Your daily activities",
        L::PatientActivity => "How active the illness seemed",
        L::PatientOwn => "In your own judgement",
        L::PatientPhysician => "In your doctor's judgement",
        L::PatientMedicines => "Your medicines",
        L::PatientNext => "Your next visit",
        L::PatientFirst => "First visit",
        L::PatientLatest => "Latest visit",
        L::PatientFigure => "Your scores at the first and at the latest visit",
        L::PatientNoMedicine => "No medicine that you take now is written down.",
        L::PatientQuestions => {
            "Please ask your study team about anything on this page. Do not change your medicines because of it."
        }
        L::PatientNoVisit => "No further visit is planned now.",
        L::PatientNothing => "There is nothing to tell about this yet.",
        L::PatientHidden => {
            "This is told to you later, when your study team has finished its assessments."
        }
        L::PatientAbout => {
            "This page shows in plain words what was found at your visits. The numbers alone do not say how you are."
        }
        L::CountsNowhere => {
            "This participant was enrolled by mistake: nothing of the record counts, and nothing of it is shown."
        }
        L::MeanMethod => {
            "Interval of the mean by Student's t with n - 1 degrees of freedom; above 30 degrees the quantile of the next smaller number that is tabulated (40, 60, 120) counts, which makes it a little too wide. Not shown for fewer than 2."
        }
        L::ShareMethod => {
            "Intervals are exact (Clopper and Pearson), rounded to a tenth of a percent; none is computed for more than 1000 participants."
        }
        L::BaselineMethod => {
            "Participants who entered the trial. Median (first to third quartile) and how many have a value; or number (percent)."
        }
        L::SetMethod => {
            "The full set is all who got a dose; the set per protocol those of them who were assessed at the outcome visit in its window, on treatment and without a major deviation. With drop-outs as non-responders, an endpoint that cannot come any more counts as no response."
        }
        L::ChangeMethod => {
            "Positive is improvement, in the unit of the measure. Participants with a value at baseline and at the visit; a result below a limit (<) has no exact number and is left out."
        }
        L::WaterfallMethod => {
            "One bar a participant with a score at the outcome visit, the largest first; patterns are the categories."
        }
        L::ThresholdMethod => {
            "Long dashes: at this value and beyond it the measure counts as improved (20 % of baseline). Dots: it counts as worse (25 %). A hollow mark is a result below a limit (<)."
        }
        L::LogMethod => {
            "Multiples of the upper limit of normal, on an axis on which each step doubles. A hollow mark is a result below a limit (<)."
        }
        L::AxisMethod => {
            "Days from the baseline visit. Bars are spans of days, and run to the edge where an end is not known; a diamond is an infusion, a hollow diamond one that was left out; a thick frame a serious event."
        }
        L::FunctionMethod => {
            "Score of each category, 0 without difficulty to 3 unable. A + says that aids or help raised it to 2."
        }
        L::StrengthMethod => {
            "Grades 0 to 10, right / left; T a trace, which counts 0; NT could not be tested. The change is that of the sum of both sides from baseline to the last visit."
        }
        L::ActivityMethod => "Visual analogue scale of each system, cm; NA not assessed.",
        L::FlowMethod => {
            "The boxes of the CONSORT 2010 diagram without the allocation, which a trial of one arm does not have."
        }
        L::EventsMethod => "Events of participants who were not enrolled by mistake.",
        L::BySystemMethod => {
            "By category of special interest; \"other\" are all events without one. The system organ class of the CTCAE term is not entered in this study."
        }
        L::MatrixMethod => {
            "A number in brackets is the days that a visit lay before (-) or after (+) its window."
        }
    }
}

fn line(line: &ReportLine<'_>) -> String {
    use ReportLine as L;
    match *line {
        L::ParticipantTitle(id) => format!("Participant {id}"),
        L::StudyTitle(id) => format!("Report of study {id}"),
        L::AsOf { entry, day } => format!("Data as of entry {entry}, {day}"),
        L::Of(some, all) => format!("{some} of {all}"),
        L::Shown { shown, of } => {
            format!(
                "Shown are {shown} of {of}, evenly picked in their order; all numbers are of all."
            )
        }
        L::MeasureFigure { name, rises } => match rises {
            true => format!("{name} (higher is better)"),
            false => format!("{name} (lower is better)"),
        },
        L::Described { what, numbers } => format!("{what}: {numbers}"),
        L::PointsAt { visit, total } => format!("{visit}, total {total}"),
        L::Between(low, high) => format!("not decided, {low} to {high}"),
        L::ImprovedWorse(improved, worse) => format!("{improved} / {worse}"),
        L::RaisedByAids(score) => format!("{score}+"),
        L::Sides(right, left) => format!("{right} / {left}"),
        L::HiddenForm { form, visit } => {
            format!(
                "{form}, {visit}: hidden from whoever made this report until their own assessment is complete."
            )
        }
        L::FailedCriterion { label, count } => format!("{label}: {count}"),
        L::MedianOf {
            median,
            low,
            high,
            of,
        } => format!("{median} ({low} to {high}), n = {of}"),
        L::Percent { count, percent } => format!("{count} ({percent} %)"),
        L::MedianScore { value, of } => format!("Median {value} of {of} participants"),
        L::Days(1) => "1 day".to_owned(),
        L::Days(days) => format!("{days} days"),
        L::GradeOf(grade) => format!("Grade {grade}"),
        L::DueOverdue {
            due,
            overdue,
            missed,
        } => format!(
            "Due within a week: {due} participants. Overdue: {overdue} participants. Missed: {missed} visits."
        ),
        L::Members(set, count) => format!("{set}, {count} members"),
        L::EnrolledOf(enrolled, target) => format!("{enrolled} enrolled of {target} planned"),
        L::PatientFor(id, day) => format!("Participant {id}, as of {day}"),
        L::PatientScore {
            measure,
            first,
            last,
            most,
            direction,
        } => {
            let went = went(measure, direction);
            format!(
                "{} was {first} at your first visit and {last} at your latest visit, of at most {most}. {went}",
                scale(measure)
            )
        }
        L::PatientOnce {
            measure,
            value,
            most,
        } => format!(
            "{} was {value} at your latest visit, of at most {most}.",
            scale(measure)
        ),
        L::PatientInfusions(1) => "You have had 1 infusion of abatacept.".to_owned(),
        L::PatientInfusions(count) => format!("You have had {count} infusions of abatacept."),
        L::PatientMedicine(name, "") => name.to_owned(),
        L::PatientMedicine(name, dose) => format!("{name}, {dose}"),
        L::PatientVisit { label, from, to } => match from == to {
            true => format!("{label}: on {from}."),
            false => format!("{label}: on a day from {from} to {to}."),
        },
    }
}

/// Names the scale of a measure for a patient, and which end of it is good.
fn scale(measure: Measure) -> &'static str {
    match measure {
        Measure::Mmt => "Your strength (more is stronger)",
        Measure::Haq => "Your difficulty with daily activities (less is better)",
        Measure::Ptga => "The illness in your own judgement (less is better)",
        Measure::Phga => "The illness in your doctor's judgement (less is better)",
        Measure::Extramuscular => "The illness outside the muscles (less is better)",
        Measure::Enzyme => "The muscle enzyme in your blood (less is better)",
    }
}

/// Says which way something went, without a verdict.
fn went(measure: Measure, direction: Direction) -> &'static str {
    match (measure, direction) {
        (Measure::Mmt, Direction::Better) => "You were stronger.",
        (Measure::Mmt, Direction::Worse) => "You were weaker.",
        (Measure::Haq, Direction::Better) => "Daily life was easier.",
        (Measure::Haq, Direction::Worse) => "Daily life was harder.",
        (_, Direction::Better) => "It seemed less active.",
        (_, Direction::Worse) => "It seemed more active.",
        (_, Direction::Same) => "It was the same.",
        (_, Direction::NotKnown | Direction::Undefined) => "",
    }
}
