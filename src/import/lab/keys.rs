//! Every key of the map of a laboratory, as the reader takes it and as `docs/exports/lab.md` lists it.

use crate::domain::base::data::keys::{ANY, Key, Keys, Takes};

/// A map: how the files of a laboratory are read.
pub static MAP: Keys = Keys {
    what: "a map",
    groups: &[FILE, SAMPLE, PARTS],
};

const FILE: &[Key] = &[
    Key::required(
        "encoding",
        Takes::OneOf(&["utf-8", "gb18030"]),
        "How the bytes of the file are characters; a byte order mark may stand at its start.",
    ),
    Key::required(
        "delimiter",
        Takes::OneOf(&["comma", "semicolon", "tab", "bar"]),
        "What stands between the cells of a line: `,`, `;`, a tab or `\\|`.",
    ),
    Key::required(
        "decimal-mark",
        Takes::OneOf(&["point", "comma"]),
        "The decimal mark of every number. Nothing may stand between thousands.",
    ),
];

const SAMPLE: &[Key] = &[
    Key::required(
        "sampled-format",
        Takes::Line(40),
        "How day and time of the sample are written: `%Y`, `%m`, `%d`, `%b` (Jan), `%H`, `%M`, `%S`, and what stands between them, such as `%d.%m.%Y %H:%M`. Without `%H` only the day is known.",
    ),
    Key::required(
        "time-zone",
        Takes::Line(40),
        "The clock of the laboratory: the name of a zone such as `Europe/Berlin`, or an offset such as `+08:00`. Times are brought to the clock of the study; a day without a time is taken as it stands.",
    ),
    Key::required(
        "visit",
        Takes::OneOf(&["day", "window"]),
        "To which visit a sample belongs, out of those that are begun: `day` is the one visit that was held on the day of the sample; `window` is that one too, and where there is none, the one visit in whose window the day lies.",
    ),
    Key::optional(
        "site",
        Takes::Line(20),
        "Whose rows are taken: what stands before the first `-` of a participant's id. A row of another site is refused.",
    ),
    Key::optional(
        "laboratory",
        Takes::Line(60),
        "Name of the laboratory, for the forms that take it.",
    ),
    Key::when(
        "other-tests",
        Takes::OneOf(&["refuse", "leave-out"]),
        "with a column `test`",
        "What comes of a row whose test is in no `[[test]]`.",
    ),
];

const PARTS: &[Key] = &[
    Key::required(
        "column",
        Takes::Table(&COLUMN),
        "The columns of the file by their headings.",
    ),
    Key::required(
        "unit",
        Takes::Table(&UNIT),
        "Which unit each spelling in the file is. A spelling that is not here is refused.",
    ),
    Key::optional(
        "below",
        Takes::Table(&BELOW),
        "What a result such as `<5` is; without it such a row is refused.",
    ),
    Key::optional(
        "above",
        Takes::Table(&RULE),
        "What a result such as `>1000` is; without it such a row is refused.",
    ),
    Key::optional(
        "blank",
        Takes::Table(&RULE),
        "What a blank result is; without it such a row is refused.",
    ),
    Key::optional(
        "word",
        Takes::Tables(&WORD),
        "What a result in words is, such as `haemolysed`; any other is refused.",
    ),
    Key::optional(
        "form",
        Takes::Tables(&FORM),
        "The forms in which facts of the sample are stored beside the results.",
    ),
    Key::required(
        "test",
        Takes::Tables(&TEST),
        "In which field the results of a test are stored.",
    ),
];

static COLUMN: Keys = Keys {
    what: "the columns",
    groups: &[&[
        Key::required(
            "participant",
            Takes::Line(100),
            "The participant's id, exactly as in the study.",
        ),
        Key::required(
            "sampled",
            Takes::Line(100),
            "When the sample was taken: the day, or day and time.",
        ),
        Key::optional(
            "sampled-time",
            Takes::Line(100),
            "The time, where it stands in a column of its own; it is read behind the day and a space.",
        ),
        Key::when(
            "test",
            Takes::Line(100),
            "where each row is one result",
            "The code of the test. Without it each row is one sample, and each test has a column of its own.",
        ),
        Key::when(
            "result",
            Takes::Line(100),
            "with a column `test`",
            "The result of the test.",
        ),
        Key::when(
            "unit",
            Takes::Line(100),
            "with a column `test`, unless each test has its `unit`",
            "The unit of the result and of its limits.",
        ),
        Key::optional(
            "lower-limit",
            Takes::Line(100),
            "The lower limit of normal; a blank one is none.",
        ),
        Key::optional(
            "upper-limit",
            Takes::Line(100),
            "The upper limit of normal; a blank one is none.",
        ),
    ]],
};

static UNIT: Keys = Keys {
    what: "the units",
    groups: &[&[Key::when(
        ANY,
        Takes::Line(20),
        "for each spelling",
        "The unit as the forms write it, such as `\"IU/L\" = \"U/L\"` or `\"\u{b5}kat/l\" = \"ukat/L\"`. A result is converted by the factors of the forms alone.",
    )]],
};

const TAKE: Takes = Takes::OneOf(&["missing", "leave-out"]);

/// Keys of each rule that may give a missing reason.
const MISSING: &[Key] = &[
    Key::when(
        "missing",
        Takes::Line(40),
        "with `take = \"missing\"`",
        "Code of the missing reason, one of the form's list.",
    ),
    Key::optional(
        "words",
        Takes::Line(100),
        "The words of the missing reason; without them what stands in the file, where it is not blank.",
    ),
];

const WHAT: &[Key] = &[Key::required(
    "take",
    TAKE,
    "`missing` stores that there is no result, and why; `leave-out` stores nothing.",
)];

static BELOW: Keys = Keys {
    what: "the results below a limit",
    groups: &[
        &[Key::required(
            "take",
            Takes::OneOf(&["limit", "missing", "leave-out"]),
            "`limit` stores that the result is below the number; the others as in `[above]`.",
        )],
        MISSING,
    ],
};

static RULE: Keys = Keys {
    what: "a rule for results",
    groups: &[WHAT, MISSING],
};

static WORD: Keys = Keys {
    what: "a word",
    groups: &[
        &[Key::required(
            "text",
            Takes::Line(100),
            "The result as it stands in the file, letter by letter.",
        )],
        WHAT,
        MISSING,
    ],
};

static FORM: Keys = Keys {
    what: "a form",
    groups: &[&[
        Key::required("id", Takes::Id("form"), "Id of the form."),
        Key::optional(
            "day",
            Takes::Id("field of the form"),
            "Field for the day of the sample.",
        ),
        Key::optional(
            "time",
            Takes::Id("field of the form"),
            "Field for the time of the sample.",
        ),
        Key::optional(
            "laboratory",
            Takes::Id("field of the form"),
            "Field for the name of the laboratory; it needs `laboratory` at the top.",
        ),
    ]],
};

static TEST: Keys = Keys {
    what: "a test",
    groups: &[&[
        Key::required(
            "field",
            Takes::Line(100),
            "The field, as form and field with `/` between them, such as `enzymes/ck`.",
        ),
        Key::when(
            "code",
            Takes::Line(100),
            "with a column `test`",
            "The code of the test in the file, letter by letter.",
        ),
        Key::when(
            "column",
            Takes::Line(100),
            "without a column `test`",
            "The column of its results.",
        ),
        Key::when(
            "unit-column",
            Takes::Line(100),
            "without a column `test`, unless it has its `unit`",
            "The column of their unit.",
        ),
        Key::optional(
            "lower-limit-column",
            Takes::Line(100),
            "The column of the lower limit of normal; only without a column `test`.",
        ),
        Key::optional(
            "upper-limit-column",
            Takes::Line(100),
            "The column of the upper limit of normal; only without a column `test`.",
        ),
        Key::when(
            "unit",
            Takes::Line(20),
            "where no column says it",
            "The unit of all its results, in one of the spellings of `[unit]`.",
        ),
        Key::when(
            "store",
            Takes::Line(20),
            "where the field has a choice of units",
            "The unit in which it is stored, unless the form has another one at that visit already. A result that is no exact decimal in it is refused.",
        ),
        Key::when(
            "values",
            Takes::Table(&VALUES),
            "where the field is a choice",
            "Which option each text in the file is.",
        ),
    ]],
};

static VALUES: Keys = Keys {
    what: "the values of a test",
    groups: &[&[Key::when(
        ANY,
        Takes::Line(40),
        "for each text",
        "The code of the option, such as `\"neg\" = \"negative\"`.",
    )]],
};
