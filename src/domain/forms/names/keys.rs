//! Every key of a file of names.

use super::rule;
use crate::domain::base::data::keys::{ANY, Key, Keys, Takes};

const REDCAP: Key = Key::required(
    "redcap",
    Takes::Line(rule::REDCAP),
    "Name in REDCap and in CSV: small letters, digits and single `_`, a letter first.",
);

const DOMAIN: Key = Key::required(
    "domain",
    Takes::Line(2),
    "Domain of SDTM, two capital letters.",
);

const TEST_CODE: Key = Key::optional(
    "testcd",
    Takes::Line(rule::TEST_CODE),
    "Test code of SDTM: capital letters and digits, a letter first.",
);

const TEST: Key = Key::optional(
    "test",
    Takes::Line(rule::TEST),
    "Name of the test; needs `testcd`.",
);

const OWN: Key = Key::default(
    "own",
    Takes::Bool,
    "false",
    "Whether the code is our own, since CDISC has published none.",
);

const LOINC: Key = Key::optional(
    "loinc",
    Takes::Line(7),
    "Code of LOINC of the stored unit, with its check digit.",
);

/// A file of names.
pub(super) static FORM: Keys = Keys {
    what: "a file of names",
    groups: &[&[
        Key::required("form", Takes::Name, "Id of the form that is named."),
        REDCAP,
        Key::required(
            "oid",
            Takes::Line(rule::OID),
            "Part of OIDs in ODM that stands for the form: capital letters, digits and `_`, a letter first.",
        ),
        DOMAIN,
        Key::optional(
            "category",
            Takes::Line(40),
            "Category of SDTM of its tests.",
        ),
        Key::required(
            "field",
            Takes::Table(&FIELDS),
            "Names of each field of any version of the form, in the order of the bedside.",
        ),
    ]],
};

static FIELDS: Keys = Keys {
    what: "the fields",
    groups: &[&[Key::optional(
        ANY,
        Takes::Table(&FIELD),
        "Names of the field with this id.",
    )]],
};

static FIELD: Keys = Keys {
    what: "the names of a field",
    groups: &[&[
        REDCAP,
        Key::optional(
            "domain",
            Takes::Line(2),
            "Domain of SDTM, where it is not that of the form.",
        ),
        Key::optional(
            "category",
            Takes::Line(40),
            "Category of SDTM, where it is not that of the form.",
        ),
        TEST_CODE,
        TEST,
        OWN,
        Key::optional(
            "variable",
            Takes::Line(8),
            "Variable of SDTM that the answer goes into, where it is no result of a test.",
        ),
        LOINC,
        Key::optional(
            "qualifiers",
            Takes::Table(&QUALIFIERS),
            "What tells the test from others with its code, such as the place on the body.",
        ),
    ]],
};

static QUALIFIERS: Keys = Keys {
    what: "the qualifiers",
    groups: &[&[Key::optional(
        ANY,
        Takes::Line(100),
        "Value of the variable of SDTM with this name behind the two letters of the domain.",
    )]],
};

/// The file of scores.
pub(super) static SCORES: Keys = Keys {
    what: "the file of scores",
    groups: &[&[Key::required(
        "score",
        Takes::Table(&SCORES_BY_ID),
        "Names of each score.",
    )]],
};

static SCORES_BY_ID: Keys = Keys {
    what: "the scores",
    groups: &[&[Key::optional(
        ANY,
        Takes::Table(&SCORE),
        "Names of the score with this id.",
    )]],
};

static SCORE: Keys = Keys {
    what: "the names of a score",
    groups: &[&[
        Key::optional(
            "form",
            Takes::Id("form"),
            "Form that it is computed from; none of a verdict.",
        ),
        REDCAP,
        DOMAIN,
        TEST_CODE,
        TEST,
        OWN,
        LOINC,
    ]],
};
