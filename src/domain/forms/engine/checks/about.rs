//! What the questions about answers are about: a variant each, with the values that its words need. Must contain no
//! sentences: `text` makes them.

use crate::domain::base::bounds::Bounds;
use crate::domain::base::partial::PartialDate;
use crate::domain::base::ratio::Exact;
use crate::domain::forms::engine::instrument::Measure;
use crate::domain::treatment::abatacept::Crossing;
use crate::domain::treatment::adverse::Contradiction;
use crate::domain::treatment::usual_dose::Unusual;
use chrono::NaiveDate;
use rust_decimal::Decimal;

/// The earlier value that an answer is held against, where a question may name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// The value as a field shows it.
    pub value: String,
    /// Its unit.
    pub unit: Option<String>,
    /// Day of the visit.
    pub on: NaiveDate,
}

/// A total now and at the last visit that has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Was {
    /// At the last visit.
    pub before: Decimal,
    /// Now.
    pub now: Decimal,
}

/// On which side of another value one lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Below it.
    Below,
    /// Above it.
    Above,
}

/// What says that an organ was affected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Affected {
    /// An item of the same form is active.
    Now,
    /// The same form says that it was ever active.
    Ever,
    /// An earlier visit says so, on this day where it may be named.
    Before(Option<NaiveDate>),
}

/// What is unusual about an answer, or about a form as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// A number outside its usual range.
    OutOfRange {
        /// The number.
        number: Decimal,
        /// Its unit, also of the limit.
        unit: Option<String>,
        /// The side of the limit on which it lies.
        side: Side,
        /// The end of the usual range.
        limit: Decimal,
        /// Whether it was entered in another unit.
        converted: bool,
    },
    /// A number that should be below another one of the form and is not.
    NotBelow {
        /// Label of the field that should have the lower one.
        lower: String,
        /// Label of the other field.
        upper: String,
    },
    /// An age that somebody born in that year did not have on a date.
    AgeOn {
        /// The date.
        date: PartialDate,
        /// The year of birth.
        born: i32,
        /// The age, years.
        age: i32,
    },
    /// A diagnosis before the first symptom.
    DiagnosedBefore {
        /// When the diagnosis was made.
        diagnosed: PartialDate,
        /// When the first symptom appeared.
        symptom: PartialDate,
    },
    /// A date before birth.
    BeforeBirth {
        /// The date.
        date: PartialDate,
        /// The year of birth.
        born: i32,
    },
    /// Answers in the form are no longer asked for after this one, and count no more.
    HidesAnswers {
        /// The labels of their fields.
        labels: Vec<String>,
    },
    /// A number that can be read in two ways.
    TwoReadings {
        /// With a decimal mark.
        decimal: String,
        /// With a mark between thousands.
        whole: String,
    },
    /// A change against the last visit.
    Jump {
        /// The change that is still usual.
        limit: Decimal,
        /// The value at the last visit.
        was: Option<Earlier>,
    },
    /// A change against the last visit, in percent.
    JumpPercent {
        /// The change that is still usual, %.
        percent: Decimal,
        /// The value at the last visit.
        was: Option<Earlier>,
    },
    /// A weight that differs from the one at enrolment.
    JumpSinceEnrolment {
        /// The change that is still usual, %.
        percent: Decimal,
        /// The weight at enrolment, kg.
        kg: Decimal,
    },
    /// A change of a total against the last visit.
    TotalJump {
        /// The core set measure that the total is.
        measure: Measure,
        /// The change that is still usual.
        limit: Decimal,
        /// Both totals, where the question may name them.
        was: Option<Was>,
    },
    /// A result in microkatal/L that looks like one in U/L.
    LooksLikeUnits {
        /// The number.
        number: Decimal,
        /// The unit in which it was entered.
        unit: String,
    },
    /// A result that is many times its limit of normal.
    ManyLimits {
        /// The multiple that is still usual.
        multiple: Decimal,
    },
    /// A result that is the limit of the result before it, which came by itself.
    LimitAsResult {
        /// What the result before it is called.
        before: String,
    },
    /// A result that changed many times over since the last visit.
    ManyFold {
        /// The factor that is still usual.
        factor: Decimal,
        /// The value at the last visit.
        was: Option<Earlier>,
    },
    /// A limit of normal that differs from the last visit of the same laboratory.
    LimitChanged {
        /// The limit at the last visit.
        was: Option<Earlier>,
    },
    /// A unit was chosen after results were entered in the other one.
    OtherUnit {
        /// The unit that is chosen.
        unit: String,
        /// Labels of the results.
        labels: Vec<String>,
    },
    /// Right and left differ.
    RightLeft {
        /// The difference that is still usual.
        limit: Decimal,
        /// The points of the field that is asked about.
        here: Decimal,
        /// The points of the other side.
        there: Decimal,
    },
    /// A category and a mark on the line of one rating that do not go together.
    CategoryAndLine {
        /// Code of the category.
        code: String,
        /// Its label.
        label: Option<String>,
        /// The mark on the line, cm.
        line: Decimal,
    },
    /// A daily dose of a glucocorticoid that may be a pulse.
    DailyDose {
        /// The dose in prednisone equivalents, mg a day.
        mg: Exact,
        /// The dose that is still usual, mg a day.
        limit: Exact,
    },
    /// An item coded new that was there at the last visit.
    NewAgain {
        /// Its code then, and the day.
        was: Option<(u8, NaiveDate)>,
    },
    /// An item coded as lasting that was absent at the last visit.
    AbsentBefore {
        /// Its code then, and the day.
        was: Option<(u8, NaiveDate)>,
    },
    /// The scale of a system is marked, and none of its items is present.
    NoItemPresent {
        /// The mark, cm.
        scale: Decimal,
    },
    /// The scale of a system is at zero, and an item is active.
    ItemAtZero,
    /// Two grades of one finding are active.
    SeveralGrades,
    /// The extramuscular scale is far from the highest system.
    FarFromHighest {
        /// The extramuscular scale, cm.
        scale: Decimal,
        /// The distance that is still usual, cm.
        distance: Decimal,
        /// The side on which it lies.
        side: Side,
        /// The scale of the highest system, cm.
        highest: Decimal,
    },
    /// The overall scale is below one of its parts.
    BelowPart {
        /// The overall scale, cm.
        overall: Decimal,
        /// The distance that is still usual, cm.
        distance: Decimal,
        /// The scale of the part, cm.
        part: Decimal,
    },
    /// Lung function is active, and no number of a test is recorded.
    NoLungFunction,
    /// Other activity is rated, and not named.
    OtherWithoutName,
    /// The overall scale of the MDAAT is far from the physician's global one.
    FarFromGlobal {
        /// The overall scale, cm.
        overall: Decimal,
        /// The physician's global scale, cm.
        physician: Decimal,
        /// The distance that is still usual, cm.
        distance: Decimal,
    },
    /// The same quantity has two values in two forms of the visit.
    EnteredTwice {
        /// Its label.
        label: String,
        /// The value here, with its unit.
        here: String,
        /// The value in the other form.
        there: String,
        /// Title of the other form.
        form: String,
    },
    /// An answer says that no result is raised, and one of the visit is.
    DeniesRaised {
        /// Label of the result.
        result: String,
        /// Title of its form.
        form: String,
        /// The result, with its unit.
        value: String,
        /// Its upper limit of normal.
        limit: String,
        /// Label of the field that says so.
        denial: String,
        /// Its answer, in words.
        answer: String,
    },
    /// A drug that the study does not allow.
    Forbidden {
        /// Why, in the words of the study.
        reason: String,
    },
    /// A planned dose of abatacept that is another than the weight gives.
    PlannedDose {
        /// The weight, kg.
        kg: Exact,
        /// The dose that it gives, mg.
        rule: Exact,
        /// The dose entered, mg.
        entered: Exact,
    },
    /// A dose of abatacept was given after the end of the treatment.
    DoseAfterEnd {
        /// Day of the dose.
        on: NaiveDate,
        /// Day on which the treatment ended, as it was said.
        end: NaiveDate,
    },
    /// A dose of abatacept that was given is another than the planned one.
    GivenDose {
        /// The dose planned, mg.
        planned: Exact,
        /// The dose given, mg.
        given: Exact,
        /// Whether the infusion is said to be given whole.
        whole: bool,
    },
    /// A weight in another dose tier than the last one.
    WeightTier {
        /// Both weights and doses.
        crossing: Crossing,
        /// Day of the last weight.
        on: NaiveDate,
    },
    /// An infusion that ends before it begins.
    InfusionEndsFirst {
        /// When it began.
        start: String,
        /// When it ended.
        end: String,
    },
    /// An infusion of an unusual length.
    InfusionLength {
        /// When it began.
        start: String,
        /// When it ended.
        end: String,
        /// Minutes from start to end.
        minutes: i64,
        /// The fewest minutes and the most that are usual.
        usual: (i64, i64),
    },
    /// A medication that ends before it begins.
    MedicationEndsFirst,
    /// A dose that is stable since before the drug was taken.
    StableBeforeTaken,
    /// A class of the diagnosis that the items of Bohan and Peter do not make.
    ClassByItems {
        /// Code of the class that they make; none where they make none.
        class: Option<&'static str>,
        /// Code of the class that they would make were all present that is not known.
        reachable: Option<&'static str>,
    },
    /// A weight that is far from another one of the same person.
    WeightChange {
        /// The change that is still usual, %.
        percent: Decimal,
        /// The other weight, kg.
        kg: Exact,
        /// Its day; none of one in the same form.
        on: Option<NaiveDate>,
    },
    /// A dose of an immunosuppressant above the largest that is usual.
    UsualDose {
        /// The drug in words.
        drug: String,
        /// The dose, and the largest that is usual.
        found: Unusual,
    },
    /// The diagnosis is clinically amyopathic, and a form says that muscles are weak.
    AmyopathicWeak {
        /// Title of the form that has the diagnosis.
        said: String,
        /// Title of the form that has the weakness.
        form: String,
        /// Label of its field.
        field: String,
        /// What the field has, in words.
        answer: String,
    },
    /// An organ said to have never been affected, although it was or is.
    NeverAffected(Affected),
    /// A dose of glucocorticoid at a visit that is another than that of the log of medications.
    DoseAgainstLog {
        /// The visit.
        visit: String,
        /// Its day.
        on: NaiveDate,
        /// The dose that the visit has, mg of prednisone a day.
        visit_mg: Exact,
        /// The least and the most that the log makes of it.
        log_mg: Bounds<Exact>,
    },
    /// An event after which abatacept was stopped for good, and an infusion that was given later.
    InfusionAfterStop {
        /// The event in the words entered.
        term: String,
        /// Day of the infusion.
        on: NaiveDate,
    },
    /// An event for which abatacept was interrupted, and no infusion that says so.
    NoInfusionInterrupted,
    /// A visit at which was answered that no adverse event is new, and an event that began since the visit before.
    NoneNew {
        /// The visit.
        visit: String,
        /// Its day.
        on: NaiveDate,
        /// The visit before; none before the first one.
        since: Option<String>,
        /// The event in the words entered.
        term: String,
        /// When it began, as far as that is known.
        onset: String,
    },
    /// A visit at which was answered that the log has what is new or has changed of adverse events, and nothing in it began,
    /// changed or ended since the visit before.
    EventNotEntered {
        /// The visit.
        visit: String,
        /// Its day.
        on: NaiveDate,
        /// The visit before; none before the first one.
        since: Option<String>,
    },
    /// An infusion that an adverse event interrupted or left out, and no event that says so.
    NoEventInterrupts,
    /// A term that names a risk of special interest, and the event is said to be of none.
    TermOfInterest {
        /// The word of the list that the term has.
        word: String,
    },
    /// Answers about an adverse event that do not go together.
    Contradiction(Contradiction),
    /// A serious event none of whose criteria holds.
    SeriousWithoutCriterion,
}
