//! Every key of a form file, as the reader takes it and as `docs/form-file.md` lists it.

use crate::domain::base::data::keys::{ANY, Key, Keys, Takes};
use crate::domain::forms::engine::instrument::Measure;
use crate::domain::record::participant::Sex;
use crate::domain::record::user::Role;
use crate::domain::treatment::units::Quantity;

/// A form file.
pub static FORM: Keys = Keys {
    what: "a form",
    groups: &[&[
        Key::required(
            "id",
            Takes::Name,
            "Id in the study file and in the record. A file of a site's own with the id of a form that comes with the program replaces that form.",
        ),
        Key::required("title", Takes::Line(24), "Name on the screens."),
        Key::required(
            "long-title",
            Takes::Line(100),
            "Full name, in the help and on paper.",
        ),
        Key::required(
            "version",
            Takes::Line(24),
            "Version of the form; raise it with every change.",
        ),
        Key::required(
            "respondent",
            Takes::OneOf(&["patient", "assessor", "physician", "laboratory", "nurse"]),
            "Who answers or observes. Beside a form that a patient answers, neither earlier scores nor the verdict are shown, whatever the study file says.",
        ),
        Key::required(
            "recall",
            Takes::Line(76),
            "Period that the answers are about, shown above the form.",
        ),
        Key::optional(
            "credit",
            Takes::Line(200),
            "Line that a licence asks for, shown on the form and on paper.",
        ),
        Key::required(
            "source",
            Takes::Text,
            "Where the form and its rules come from, shown in the help.",
        ),
        Key::optional(
            "measure",
            Takes::OneOf(&[
                Measure::Phga.key(),
                Measure::Ptga.key(),
                Measure::Mmt.key(),
                Measure::Haq.key(),
                Measure::Enzyme.key(),
                Measure::Extramuscular.key(),
            ]),
            "Core set measure that the form feeds. It needs the way of scoring of that measure, and no two forms of a study feed the same one.",
        ),
        Key::default(
            "scoring",
            Takes::Scoring,
            "\"none\"",
            "How the form is scored. `sum` and `mean` are for any form with numbers; the others read the fields of their own instrument and refuse a form that lacks one.",
        ),
        Key::default(
            "log",
            Takes::Bool,
            "false",
            "Whether the form is kept in rows beside the visits. A log needs the field `entered-in-error`, a choice with the codes `y` and `n` and `required = false`: a row is never removed. Without `by-action` there it also needs the required field `error-reason`, asked when that one is `y`, and the code `n` can be left out.",
        ),
        Key::default(
            "once",
            Takes::Bool,
            "false",
            "Whether the form is filled in once for each participant, beside the visits. Not together with `log` or `measure`.",
        ),
        Key::default(
            "missing",
            Takes::Ids("missing reason of the study"),
            "[\"not-done\", \"not-applicable\", \"refused\", \"unable\", \"lost-sample\", \"other\"]",
            "Reasons with which a field of the form can be missing, by the codes of the study file; an empty list allows none.",
        ),
        Key::when(
            "options",
            Takes::Table(&OPTION_SETS),
            "when a field is of kind `choice`",
            "Lists of options, each under a name that fields of kind `choice` refer to.",
        ),
        Key::required(
            "section",
            Takes::Tables(&SECTION),
            "Parts of the form in bedside order, each worked through in one go.",
        ),
    ]],
};

static OPTION_SETS: Keys = Keys {
    what: "the options",
    groups: &[&[Key::when(
        ANY,
        Takes::Tables(&OPTION),
        "one for each list that fields name",
        "A list of options under a name of your choice, in the order in which they are shown. A list that no field uses is refused.",
    )]],
};

static OPTION: Keys = Keys {
    what: "an option",
    groups: &[&[
        Key::required(
            "code",
            Takes::Line(24),
            "Code that is typed and stored. `sum`, `mean` and `jump` compute with codes that are numbers.",
        ),
        Key::required("label", Takes::Line(40), "What it means, in words."),
        Key::optional(
            "key",
            Takes::Character,
            "Another character that enters it, such as `*` for 10. No two options of a list have the same code or key.",
        ),
    ]],
};

static SECTION: Keys = Keys {
    what: "a section",
    groups: &[&[
        Key::required(
            "id",
            Takes::Name,
            "Id; no two sections of a form have the same.",
        ),
        Key::required("title", Takes::Line(60), "Heading over its fields."),
        Key::optional(
            "hint",
            Takes::Line(76),
            "One line of instruction under the heading.",
        ),
        Key::required("field", Takes::Tables(&FIELD), "Fields in bedside order."),
    ]],
};

/// A field, before its kind is known.
static FIELD: Keys = Keys {
    what: "a field",
    groups: &[SHARED],
};

const SHARED: &[Key] = &[
    Key::required(
        "id",
        Takes::Name,
        "Id in the record; no two fields of a form have the same.",
    ),
    Key::required("label", Takes::Line(40), "Words on the screen."),
    Key::required(
        "kind",
        Takes::OneOf(&[
            "vas",
            "number",
            "lab",
            "choice",
            "text",
            "paragraph",
            "date",
            "partial-date",
            "time",
        ]),
        "What is entered: a scale of 0.0 to 10.0 cm, a number, a laboratory result, an option, a line of text, text of several lines (at most 20,000 characters, and what fits an entry), a date that is not after today, a date that may be known in part, a time of day.",
    ),
    Key::optional(
        "aliases",
        Takes::Lines(40),
        "Other words by which going to a field finds it.",
    ),
    Key::optional(
        "help",
        Takes::Text,
        "Definition that the help of the field shows, in wording of your own.",
    ),
    Key::default(
        "required",
        Takes::Bool,
        "true",
        "Whether a complete form needs an answer or a missing reason here.",
    ),
    Key::default(
        "fact",
        Takes::Bool,
        "false",
        "Whether `=` may repeat what the last visit had. Never for a rating or a result, which are judged anew.",
    ),
    Key::optional(
        "absent",
        Takes::Id("option of a field of kind `choice`"),
        "Code that setting the rest of a section enters. Without it that key leaves the field alone; a result of a test that may not have been done has none.",
    ),
    Key::optional(
        "missing",
        Takes::Ids("missing reason of the study"),
        "Reasons with which this field can be missing, in place of those of the form.",
    ),
    Key::optional(
        "visible-when",
        Takes::Table(&CONDITION),
        "When the field is asked; always without it.",
    ),
    Key::default(
        "at-baseline",
        Takes::Bool,
        "false",
        "Whether the field is asked at the baseline visit alone.",
    ),
    Key::optional(
        "for-sex",
        Takes::SomeOf(&[Sex::Female.key(), Sex::Male.key()]),
        "Sexes of which the field is asked; without it of everybody. An answer of anybody else is refused, and the field is owed by nobody else.",
    ),
    Key::optional(
        "scale",
        Takes::OneNumberOf(&[80, 150]),
        "The field is asked only where this is the `mmt-max` of the study: 150 for the second side.",
    ),
    Key::optional(
        "stands-in-for",
        Takes::Id("field before this one"),
        "The field is asked on any scale when that one is missing: the left side, when the right cannot be tested. Needs `scale`.",
    ),
    Key::optional(
        "cdisc",
        Takes::Line(8),
        "CDISC test code, where the controlled terminology has one. The dictionary and exports take it from here for a field that only a site has; a form that comes with the program has its names in `names.toml`.",
    ),
    Key::optional(
        "roles",
        Takes::SomeOf(&[Role::Assessor.key(), Role::Investigator.key()]),
        "Roles that may answer the field; without it everybody who enters.",
    ),
    Key::default(
        "follow-up",
        Takes::Bool,
        "false",
        "Whether a change of the field needs no reason once its row was left, as for an outcome. Only in a log.",
    ),
    Key::default(
        "by-action",
        Takes::Bool,
        "false",
        "Whether an action of the row sets the field, with a reason each time, and the cursor never comes to it. Only for `entered-in-error` of a log.",
    ),
];

static CONDITION: Keys = Keys {
    what: "a condition",
    groups: &[&[
        Key::required(
            "field",
            Takes::Id("field before this one"),
            "The other field.",
        ),
        Key::when(
            "is",
            Takes::SomeIds("option of that field"),
            "unless `missing = true`, or a number is compared",
            "Codes of which that field, of kind `choice`, has one.",
        ),
        Key::optional(
            "below",
            Takes::Number,
            "The number of that field, of kind `number` or `vas`, is below this one. While it is not entered, the field is not asked.",
        ),
        Key::optional("above", Takes::Number, "The same: it is above this one."),
        Key::optional(
            "below-field",
            Takes::Id("field before this one"),
            "The number of that field is below the one of this field, which has the same unit; of kind `lab`, the same quantity and `unit-field`. While either is not entered, or only known to be below a limit that leaves it open, the field is not asked.",
        ),
        Key::optional(
            "above-field",
            Takes::Id("field before this one"),
            "The same: it is above the one of this field.",
        ),
        Key::default(
            "missing",
            Takes::Bool,
            "false",
            "Whether the field is also asked when that one is missing.",
        ),
    ]],
};

static DENIAL: Keys = Keys {
    what: "what an answer denies",
    groups: &[&[
        Key::required(
            "is",
            Takes::SomeIds("option of this field"),
            "Codes that say so.",
        ),
        Key::required(
            "quantities",
            Takes::SomeIds("`same-quantity` of results"),
            "What is not raised.",
        ),
    ]],
};

/// The kinds of fields with the keys that a field of each can have.
pub static KINDS: [(&str, &Keys); 9] = [
    ("vas", &VAS),
    ("number", &NUMBER),
    ("lab", &LAB),
    ("choice", &CHOICE),
    ("text", &TEXT),
    ("paragraph", &PARAGRAPH),
    ("date", &DATE),
    ("partial-date", &PARTIAL_DATE),
    ("time", &TIME),
];

static VAS: Keys = Keys {
    what: "a field of kind vas",
    groups: &[
        SHARED,
        &[
            Key::required("low", Takes::Line(40), "Words at 0.0 cm."),
            Key::required("high", Takes::Line(40), "Words at 10.0 cm."),
            Key::optional(
                "jump",
                Takes::Positive,
                "Change in cm against the last visit beyond which is asked; 4 without it.",
            ),
        ],
    ],
};

/// Key of the fields that more than one form of a visit may have.
const MEASURED: &[Key] = &[Key::optional(
    "same-quantity",
    Takes::Name,
    "Name of what is measured. Fields of the forms of one visit with the same name are held against each other, and a difference is asked about where the later one was entered; results of two days of sampling (field `sampled-on`, else the day of the visit) or of two laboratories are not.",
)];

static NUMBER: Keys = Keys {
    what: "a field of kind number",
    groups: &[
        SHARED,
        MEASURED,
        &[
            Key::optional(
                "unit",
                Takes::Line(16),
                "Unit, shown and stored with the value.",
            ),
            Key::default(
                "decimals",
                Takes::Whole(0, 6),
                "0",
                "Decimals that can be typed.",
            ),
            Key::required("min", Takes::Number, "Smallest value that is taken."),
            Key::required(
                "max",
                Takes::Number,
                "Largest value that is taken; `min`, `soft-min`, `soft-max` and `max` never fall.",
            ),
            Key::optional("soft-min", Takes::Number, "Value below which is asked."),
            Key::optional("soft-max", Takes::Number, "Value above which is asked."),
            Key::optional(
                "jump",
                Takes::Positive,
                "Change against the last visit beyond which is asked.",
            ),
            Key::optional(
                "jump-percent",
                Takes::Positive,
                "Change against the last visit in percent beyond which is asked. The first weight of a record is held against the weight at enrolment.",
            ),
            Key::default(
                "year",
                Takes::Bool,
                "false",
                "Whether the number is a year, which cannot be after that of today.",
            ),
        ],
    ],
};

static LAB: Keys = Keys {
    what: "a field of kind lab",
    groups: &[
        SHARED,
        MEASURED,
        &[
            Key::default(
                "quantity",
                Takes::OneOf(&[
                    Quantity::Haemoglobin.key(),
                    Quantity::BloodCells.key(),
                    Quantity::Creatinine.key(),
                    Quantity::FiltrationRate.key(),
                    Quantity::EnzymeActivity.key(),
                    Quantity::Bilirubin.key(),
                    Quantity::Albumin.key(),
                    Quantity::Crp.key(),
                    Quantity::Glucose.key(),
                    Quantity::Potassium.key(),
                    Quantity::UrineProtein.key(),
                    Quantity::ProteinOverCreatinine.key(),
                    Quantity::Weight.key(),
                    Quantity::Height.key(),
                    Quantity::Temperature.key(),
                    Quantity::EcgInterval.key(),
                    Quantity::BloodPressure.key(),
                ]),
                "\"enzyme-activity\"",
                "What is measured. Its first unit is that of the limits below: for enzymes U/L.",
            ),
            Key::required(
                "unit-field",
                Takes::Id("field before this one"),
                "Field that holds the unit: a choice whose codes are units of the quantity, for enzymes `U/L` and `ukat/L`, or one of them. 1 ukat/L is 60 U/L.",
            ),
            Key::optional(
                "lln-field",
                Takes::Name,
                "Field of the same form that holds the lower limit of normal; it has `is-limit = true`. Limits that are named so come by themselves with the result, where the laboratory had them before.",
            ),
            Key::optional(
                "uln-field",
                Takes::Name,
                "Field of the same form that holds the upper limit of normal; it has `is-limit = true`.",
            ),
            Key::default(
                "min",
                Takes::Number,
                "0",
                "Smallest result that is taken, in the first unit of the quantity; a result with `<` and a limit can be smaller.",
            ),
            Key::required(
                "max",
                Takes::Positive,
                "Largest value that is taken, in the first unit of the quantity.",
            ),
            Key::required(
                "soft-min",
                Takes::Number,
                "Value below which is asked, in the first unit of the quantity.",
            ),
            Key::required(
                "soft-max",
                Takes::Number,
                "Value above which is asked, in the first unit of the quantity.",
            ),
            Key::default(
                "is-limit",
                Takes::Bool,
                "false",
                "Whether this is a limit rather than a result: above 0, and no `<` for a result below quantification.",
            ),
        ],
    ],
};

static CHOICE: Keys = Keys {
    what: "a field of kind choice",
    groups: &[
        SHARED,
        &[
            Key::optional(
                "denies-raised",
                Takes::Table(&DENIAL),
                "With which answers the field says that no result of certain quantities is above its upper limit of normal. Where one of the same visit is, that is asked about.",
            ),
            Key::required(
                "options",
                Takes::Id("list in `[options]`"),
                "List that is chosen from.",
            ),
            Key::optional(
                "jump",
                Takes::Positive,
                "Difference of codes that are numbers against the last visit beyond which is asked. Without it the way of scoring decides.",
            ),
        ],
    ],
};

static TEXT: Keys = Keys {
    what: "a field of kind text",
    groups: &[
        SHARED,
        &[
            Key::required(
                "max-length",
                Takes::Whole(1, 2000),
                "Most characters that are taken.",
            ),
            Key::optional(
                "pattern",
                Takes::Line(80),
                "Form that the text must have: `9` is a digit, `A` a capital letter, `#` at the end the check character of all before it (ISO/IEC 7064, MOD 37,36), `\\|` divides alternatives, anything else is itself. Without one, the field `id` of enrolment has the study's `participant-id`.",
            ),
        ],
    ],
};

static PARAGRAPH: Keys = Keys {
    what: "a field of kind paragraph",
    groups: &[SHARED],
};

static DATE: Keys = Keys {
    what: "a field of kind date",
    groups: &[SHARED],
};

static PARTIAL_DATE: Keys = Keys {
    what: "a field of kind partial-date",
    groups: &[
        SHARED,
        &[Key::default(
            "future",
            Takes::Bool,
            "false",
            "Whether the date may be after today.",
        )],
    ],
};

static TIME: Keys = Keys {
    what: "a field of kind time",
    groups: &[SHARED],
};
