//! Every key of a study file, as the reader takes it and as `docs/study-file.md` lists it.

use crate::domain::base::data::keys::{Key, Keys, Takes};
use crate::domain::forms::engine::instrument::Measure;
use crate::domain::record::user::Role;
use crate::domain::treatment::equivalence::TABLE_VERSION;

/// A study file.
pub static STUDY: Keys = Keys {
    what: "a study",
    groups: &[IDENTITY, SCORING, REASONS, SCHEDULE, RULES, SITE],
};

const IDENTITY: &[Key] = &[
    Key::required(
        "id",
        Takes::Line(24),
        "Registry number; it stands on the screens and in the first entry of the record.",
    ),
    Key::required(
        "title",
        Takes::Line(60),
        "Title on the screens and on printed pages.",
    ),
    Key::required(
        "version",
        Takes::Line(24),
        "Version of this file; raise it with every change.",
    ),
    Key::required(
        "target",
        Takes::Whole(1, 1_000_000),
        "Planned number of participants, shown beside the number of those enrolled. More participants can be enrolled.",
    ),
    Key::required(
        "participant-id",
        Takes::Line(24),
        "Form of a participant's id: `9` is a digit, `A` a capital letter, `#` at the end the check character of all before it (ISO/IEC 7064, MOD 37,36), `\\|` divides alternatives, anything else is itself.",
    ),
    Key::required(
        "participant-id-example",
        Takes::Line(24),
        "An id of that form, shown when an id is refused.",
    ),
];

const SCORING: &[Key] = &[
    Key::required(
        "mmt-max",
        Takes::OneNumberOf(&[80, 150]),
        "Largest total of MMT-8: 150 with both sides and the neck, 80 with one side.",
    ),
    Key::required(
        "population",
        Takes::OneOf(&["adult", "jdm"]),
        "Whose category thresholds of the total improvement score apply: adult 20, 40, 60, juvenile 30, 45, 70.",
    ),
    Key::required(
        "zero-baseline",
        Takes::OneOf(&["worse", "unevaluable"]),
        "What a measure counts as that was 0 at baseline and is above 0 now. `worse` counts MMT-8, where more is better, as improved; `unevaluable` counts it as neither.",
    ),
    Key::optional(
        "worsening",
        Takes::Table(&WORSENING),
        "What counts as deterioration at a visit; the visit after it confirms it.",
    ),
    Key::required(
        "haq-min-categories",
        Takes::Whole(1, 8),
        "Fewest categories of the HAQ that need an answer for an index.",
    ),
    Key::required(
        "rand36-missing",
        Takes::OneOf(&["half-scale", "any"]),
        "When a scale of RAND-36 with unanswered items has a score: when half of its items are answered, or when any is.",
    ),
    Key::required(
        "earlier-scores",
        Takes::Table(&EARLIER_SCORES),
        "When whoever rates a measure now may see its earlier scores.",
    ),
    Key::default(
        "glucocorticoid-table",
        Takes::OneOf(&[TABLE_VERSION]),
        "\"prednisone-5mg-1\"",
        "Table of equivalent doses of glucocorticoids. Its version stands beside every dose that was computed with it.",
    ),
];

const REASONS: &[Key] = &[
    Key::required(
        "keep-reason",
        Takes::Tables(&REASON),
        "Reasons with which a value that was asked about is kept. The one with the code `laboratory` is offered only where a laboratory can confirm the value.",
    ),
    Key::required(
        "missing-reason",
        Takes::Tables(&REASON),
        "Reasons why a value is missing. Each form allows some of these.",
    ),
    Key::required(
        "change-reason",
        Takes::Tables(&REASON),
        "Reasons why an answer of a form that was left is changed; at most 8, with digits from 1 to 9.",
    ),
    Key::required(
        "late-reason",
        Takes::Tables(&REASON),
        "Reasons why something is entered later than it was observed; at most 8, with digits from 1 to 9.",
    ),
];

const SCHEDULE: &[Key] = &[
    Key::required(
        "visit",
        Takes::Tables(&VISIT),
        "The schedule, in the order of its days.",
    ),
    Key::required(
        "baseline",
        Takes::Id("visit"),
        "Visit that change is measured from.",
    ),
    Key::required(
        "outcome",
        Takes::Id("visit"),
        "Visit of the registered outcome; it comes after the baseline.",
    ),
    Key::optional(
        "logs",
        Takes::Ids("form with `log = true`"),
        "Forms that are kept in rows beside the visits, in the order in which they are shown.",
    ),
];

const RULES: &[Key] = &[
    Key::optional(
        "eligibility",
        Takes::Table(&ELIGIBILITY),
        "What must be settled before the first visit. Without it a visit can begin at once.",
    ),
    Key::optional(
        "abatacept",
        Takes::Table(&ABATACEPT),
        "How abatacept is given. Without it no dose and no day of an infusion is planned.",
    ),
    Key::optional(
        "forbidden-with-abatacept",
        Takes::Tables(&FORBIDDEN),
        "Drugs that are not to be taken together with abatacept. A row of medication that names one is asked about.",
    ),
    Key::optional(
        "adverse-event",
        Takes::Table(&ADVERSE_EVENT),
        "What the study asks about adverse events. Without it an investigator has 24 hours to see a serious one.",
    ),
];

const SITE: &[Key] = &[
    Key::optional(
        "terminal",
        Takes::Table(&TERMINAL),
        "When a screen locks, and what a passphrase must be.",
    ),
    Key::optional(
        "safekeeping",
        Takes::Table(&BACKUP_LIMITS),
        "After how many days the list of participants warns about backups.",
    ),
    Key::optional(
        "audit-hidden",
        Takes::Table(&AUDIT_HIDDEN),
        "Forms whose values, questions, notes, queries, reasons and kept scores a role does not see in the audit trail and in histories. Who did something and when stays visible. Whoever has another role that sees the form sees it.",
    ),
];

const EARLIER: Takes = Takes::OneOf(&["show", "after-entry", "never"]);

static EARLIER_SCORES: Keys = Keys {
    what: "the earlier scores",
    groups: &[&[
        Key::required(
            Measure::Phga.key(),
            EARLIER,
            "Physician global activity: at once, after this visit's own value is entered, or never during the visit.",
        ),
        Key::required(
            Measure::Ptga.key(),
            EARLIER,
            "Patient global activity, in the same way.",
        ),
        Key::required(Measure::Mmt.key(), EARLIER, "MMT-8, in the same way."),
        Key::required(Measure::Haq.key(), EARLIER, "HAQ-DI, in the same way."),
        Key::required(
            Measure::Enzyme.key(),
            EARLIER,
            "Muscle enzymes, in the same way.",
        ),
        Key::required(
            Measure::Extramuscular.key(),
            EARLIER,
            "Extramuscular activity, in the same way.",
        ),
    ]],
};

static REASON: Keys = Keys {
    what: "a reason",
    groups: &[&[
        Key::required(
            "code",
            Takes::Name,
            "Code in the record; no two reasons of a list have the same.",
        ),
        Key::required(
            "key",
            Takes::Digit,
            "Digit that picks it on the screen; no two reasons of a list have the same.",
        ),
        Key::required("label", Takes::Line(40), "Words on the screen."),
        Key::default(
            "needs-text",
            Takes::Bool,
            "false",
            "Whether words of one's own must be added.",
        ),
    ]],
};

static VISIT: Keys = Keys {
    what: "a visit",
    groups: &[&[
        Key::required(
            "id",
            Takes::Name,
            "Id in the record and in commands; no two visits have the same. `log` is taken: what is kept beside the visits stands under it.",
        ),
        Key::required("label", Takes::Line(10), "Name on the screen."),
        Key::required(
            "day",
            Takes::Whole(-3650, 36500),
            "Day after the baseline visit; for the baseline visit itself, after enrolment. Each visit's day is after that of the one before.",
        ),
        Key::required(
            "early",
            Takes::Whole(0, 3650),
            "Days before `day` on which the window opens.",
        ),
        Key::required(
            "late",
            Takes::Whole(0, 3650),
            "Days after `day` on which the window closes.",
        ),
        Key::required(
            "forms",
            Takes::SomeIds("form with neither `log` nor `once`"),
            "Forms of the visit in bedside order. `enrolment` belongs to no visit.",
        ),
    ]],
};

static ELIGIBILITY: Keys = Keys {
    what: "the eligibility",
    groups: &[&[
        Key::required(
            "form",
            Takes::Name,
            "Id of the form with `once = true` that must be complete before a visit begins.",
        ),
        Key::optional(
            "least-age",
            Takes::Whole(0, 120),
            "Least age in years on the day of consent. Without it the age is not computed.",
        ),
        Key::optional(
            "stable-months",
            Takes::Whole(0, 120),
            "Months for more than which the dose of the immunosuppressant must have been stable.",
        ),
        Key::optional(
            "glucocorticoid-per-kg",
            Takes::Positive,
            "Dose in mg of prednisone a day and a kg below which the glucocorticoid must be.",
        ),
        Key::optional(
            "transaminase-multiple",
            Takes::Positive,
            "Multiple of the upper limit of normal above which AST or ALT excludes.",
        ),
        Key::optional(
            "tuberculosis-years",
            Takes::Whole(0, 100),
            "Years that must have passed since the end of a treatment of tuberculosis.",
        ),
        Key::optional(
            "least-ejection-fraction",
            Takes::Positive,
            "Ejection fraction of the left ventricle in percent below which the heart excludes. A limit without which nothing is computed, as those after it.",
        ),
        Key::optional(
            "most-nyha-class",
            Takes::Whole(0, 4),
            "Class of heart failure of the New York Heart Association above which the heart excludes; 0 is none.",
        ),
        Key::optional(
            "most-qtcf",
            Takes::Positive,
            "QT corrected by Fridericia in ms above which the heart excludes.",
        ),
        Key::optional(
            "least-egfr",
            Takes::Positive,
            "Filtration rate by CKD-EPI 2021 in mL/min/1.73 m2 below which the kidney excludes.",
        ),
        Key::optional(
            "least-haemoglobin",
            Takes::Positive,
            "Haemoglobin in g/L below which the blood excludes.",
        ),
        Key::optional(
            "least-neutrophils",
            Takes::Positive,
            "Neutrophils in 10^9/L below which the blood excludes.",
        ),
        Key::optional(
            "least-platelets",
            Takes::Positive,
            "Platelets in 10^9/L below which the blood excludes.",
        ),
        Key::optional(
            "washout",
            Takes::Tables(&WASHOUT),
            "Days that must have passed since the last dose of an earlier biologic.",
        ),
    ]],
};

static WASHOUT: Keys = Keys {
    what: "a washout",
    groups: &[&[
        Key::required(
            "drug",
            Takes::Line(24),
            "Code of an option of the field `biologic` in the form of eligibility; no two washouts have the same.",
        ),
        Key::required("days", Takes::Whole(0, 3650), "Days since its last dose."),
    ]],
};

const ONE_DOSE: &str = "one of `tier`, `mg-per-kg` and `mg`";

static ABATACEPT: Keys = Keys {
    what: "the abatacept",
    groups: &[&[
        Key::when(
            "tier",
            Takes::Tables(&TIER),
            ONE_DOSE,
            "Doses by weight, from the lightest tier to the heaviest, which alone has no upper weight. Upper weights rise, and no heavier tier has a smaller dose.",
        ),
        Key::when(
            "mg-per-kg",
            Takes::Positive,
            ONE_DOSE,
            "Dose in mg for each kg.",
        ),
        Key::when(
            "mg",
            Takes::Positive,
            ONE_DOSE,
            "The same dose in mg for all.",
        ),
        Key::required(
            "days",
            Takes::Wholes(0, 3650),
            "Days of the first doses, rising from 0, the day of the first one.",
        ),
        Key::optional(
            "then-every",
            Takes::Whole(1, 3650),
            "Days between the doses that follow. Without it there are no more than those in `days`.",
        ),
        Key::optional(
            "last-day",
            Takes::Whole(1, 3650),
            "Last day on which a dose is planned.",
        ),
        Key::required(
            "early",
            Takes::Whole(0, 365),
            "Days that a dose may be early.",
        ),
        Key::required(
            "late",
            Takes::Whole(0, 365),
            "Days that a dose may be late.",
        ),
        Key::required(
            "weight-days",
            Takes::Whole(0, 3650),
            "Days before an infusion on which its weight may have been measured.",
        ),
    ]],
};

static TIER: Keys = Keys {
    what: "a tier",
    groups: &[&[
        Key::when(
            "below",
            Takes::Positive,
            "one of `below` and `up-to`, neither in the last tier",
            "Weight in kg that the tier ends below.",
        ),
        Key::when(
            "up-to",
            Takes::Positive,
            "one of `below` and `up-to`, neither in the last tier",
            "Weight in kg that the tier ends with; that weight belongs to it.",
        ),
        Key::required("mg", Takes::Positive, "Dose in mg."),
    ]],
};

static FORBIDDEN: Keys = Keys {
    what: "a forbidden drug",
    groups: &[&[
        Key::required(
            "id",
            Takes::Name,
            "Id of the rule; no two of them have the same.",
        ),
        Key::required(
            "names",
            Takes::SomeLines(40),
            "Names of drugs of which a row of medication has one, in small or capital letters.",
        ),
        Key::required(
            "reason",
            Takes::Line(100),
            "Sentence that the question shows.",
        ),
    ]],
};

static ADVERSE_EVENT: Keys = Keys {
    what: "the adverse events",
    groups: &[&[Key::required(
        "serious-hours",
        Takes::Whole(1, 720),
        "Hours from the site's knowledge of a serious event until an investigator must have seen it.",
    )]],
};

static WORSENING: Keys = Keys {
    what: "worsening",
    groups: &[&[Key::required(
        "preset",
        Takes::OneOf(&["proderm", "proderm-of-six"]),
        "`proderm`: physician global worse by 2 cm with MMT-8 worse by 20 %, or extramuscular global worse by 2 cm, or 3 of the 5 measures without the enzyme worse by 30 %; `proderm-of-six` counts 3 of all 6 instead.",
    )]],
};

static TERMINAL: Keys = Keys {
    what: "the terminal",
    groups: &[&[
        Key::default(
            "lock-after-minutes",
            Takes::Whole(0, 1440),
            "10",
            "Minutes without a key after which the screen locks; 0 is never.",
        ),
        Key::default(
            "passphrase-least-length",
            Takes::Whole(1, 64),
            "8",
            "Fewest characters of a passphrase. There is no rule about kinds of characters.",
        ),
        Key::default(
            "passphrase-tries",
            Takes::Whole(1, 100),
            "5",
            "Wrong passphrases in a row before there is a pause.",
        ),
        Key::default(
            "passphrase-pause-minutes",
            Takes::Whole(1, 1440),
            "15",
            "Minutes of that pause.",
        ),
    ]],
};

static BACKUP_LIMITS: Keys = Keys {
    what: "the safekeeping",
    groups: &[&[
        Key::default(
            "backup-days",
            Takes::Whole(1, 365),
            "1",
            "Days after which the list of participants warns that the newest backup is old.",
        ),
        Key::default(
            "restore-test-days",
            Takes::Whole(1, 3650),
            "90",
            "Days after which it warns that the newest test of a restore is old.",
        ),
    ]],
};

static AUDIT_HIDDEN: Keys = Keys {
    what: "what is hidden in the audit",
    groups: &[&[
        Key::optional(
            Role::Assessor.key(),
            Takes::Ids("form"),
            "Forms hidden from an assessor.",
        ),
        Key::optional(
            Role::Investigator.key(),
            Takes::Ids("form"),
            "Forms hidden from an investigator.",
        ),
        Key::optional(
            Role::Monitor.key(),
            Takes::Ids("form"),
            "Forms hidden from a monitor.",
        ),
        Key::optional(
            Role::Manager.key(),
            Takes::Ids("form"),
            "Forms hidden from a manager.",
        ),
    ]],
};
