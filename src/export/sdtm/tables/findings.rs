//! Datasets of what was found: one layout, with what each domain has beside it.

use super::{
    DOMAIN, DTC, DY, EPOCH, FREE, REASND, SEQ, SPID, STAT, STUDYID, USUBJID, VISIT, VISITNUM,
};
use crate::export::sdtm::codes;
use crate::export::sdtm::methods;
use crate::export::sdtm::variable::{Class, Dataset, Variable};

const BY_ROW: &[&str] = &["STUDYID", "USUBJID", "SEQ"];

const TESTCD: Variable = Variable::text("TESTCD", "Test or Question Short Name", 8)
    .required()
    .assigned();
const TEST: Variable = Variable::text("TEST", "Test or Question Name", 40)
    .required()
    .assigned();
const CAT: Variable = Variable::text("CAT", "Category", 40).assigned();
const ORRES: Variable =
    Variable::text("ORRES", "Result or Finding in Original Units", FREE).expected();
const ORRESU: Variable = Variable::text("ORRESU", "Original Units", 40).expected();
const ORNRLO: Variable = Variable::text("ORNRLO", "Normal Range Lower Limit-Original Units", 40);
const ORNRHI: Variable = Variable::text("ORNRHI", "Normal Range Upper Limit-Original Units", 40);
const STRESC: Variable = Variable::text("STRESC", "Result or Finding in Standard Format", FREE)
    .expected()
    .derived(&methods::STANDARD);
const STRESN: Variable = Variable::number("STRESN", "Numeric Result/Finding in Standard Units")
    .expected()
    .derived(&methods::STANDARD);
const STRESU: Variable = Variable::text("STRESU", "Standard Units", 40)
    .expected()
    .assigned();
const STNRLO: Variable = Variable::number("STNRLO", "Normal Range Lower Limit-Standard Units")
    .derived(&methods::STANDARD);
const STNRHI: Variable = Variable::number("STNRHI", "Normal Range Upper Limit-Standard Units")
    .derived(&methods::STANDARD);
const NRIND: Variable = Variable::text("NRIND", "Reference Range Indicator", 20)
    .of(&codes::RANGE)
    .derived(&methods::RANGE);
const NAM: Variable = Variable::text("NAM", "Laboratory Name", 200);
const LOINC: Variable = Variable::text("LOINC", "LOINC Code", 10).assigned();
const SPEC: Variable = Variable::text("SPEC", "Specimen Type", 40).assigned();
const SPCCND: Variable = Variable::text("SPCCND", "Specimen Condition", 40);
const LOC: Variable = Variable::text("LOC", "Location", 100);
const LAT: Variable = Variable::text("LAT", "Laterality", 20);
const POS: Variable = Variable::text("POS", "Position of Subject", 20);
const METHOD: Variable = Variable::text("METHOD", "Method of Test or Examination", 200);
const LOBXFL: Variable = Variable::text("LOBXFL", "Last Observation Before Exposure Flag", 1)
    .expected()
    .of(&codes::YES)
    .derived(&methods::LAST_BEFORE);
const FAST: Variable = Variable::text("FAST", "Fasting Status", 1).of(&codes::YES_NO);
const DRVFL: Variable = Variable::text("DRVFL", "Derived Flag", 1)
    .of(&codes::YES)
    .derived(&methods::DERIVED);
const TPT: Variable = Variable::text("TPT", "Planned Time Point Name", 40).assigned();
const OBJ: Variable = Variable::text("OBJ", "Object of the Observation", 80)
    .required()
    .assigned();
const BDAGNT: Variable = Variable::text("BDAGNT", "Binding Agent", 100).assigned();

macro_rules! findings {
    ($name:ident, $domain:literal, $label:literal, $class:ident,
     [$($about:ident),*], [$($limits:ident),*], [$($standard:ident),*], [$($how:ident),*], [$($when:ident),*]) => {
        pub(super) static $name: Dataset = Dataset {
            name: $domain,
            label: $label,
            class: Class::$class,
            structure: "One record per test, visit and place on the body",
            keys: BY_ROW,
            variables: &[
                STUDYID, DOMAIN, USUBJID, SEQ, SPID, TESTCD, TEST, $($about,)* CAT, ORRES, ORRESU,
                $($limits,)* STRESC, STRESN, STRESU, $($standard,)* STAT, REASND, LOINC,
                $($how,)* LOBXFL, DRVFL, VISITNUM, VISIT, EPOCH, $($when,)* DTC, DY,
            ],
        };
    };
}

findings!(
    CV,
    "CV",
    "Cardiovascular System Findings",
    Findings,
    [],
    [],
    [],
    [],
    []
);
findings!(EG, "EG", "ECG Test Results", Findings, [], [], [], [], []);
findings!(
    FA,
    "FA",
    "Findings About Events or Interventions",
    FindingsAbout,
    [OBJ],
    [],
    [],
    [],
    []
);
findings!(
    IS,
    "IS",
    "Immunogenicity Specimen Assessments",
    Findings,
    [BDAGNT],
    [],
    [],
    [METHOD],
    []
);
findings!(
    LB,
    "LB",
    "Laboratory Test Results",
    Findings,
    [],
    [ORNRLO, ORNRHI],
    [STNRLO, STNRHI, NRIND],
    [NAM, SPEC, SPCCND, METHOD, FAST],
    [TPT]
);
findings!(
    MB,
    "MB",
    "Microbiology Specimen",
    Findings,
    [],
    [],
    [],
    [],
    []
);
findings!(
    MK,
    "MK",
    "Musculoskeletal System Findings",
    Findings,
    [POS],
    [],
    [],
    [LOC, LAT],
    []
);
findings!(QS, "QS", "Questionnaires", Findings, [], [], [], [], []);
findings!(
    RE,
    "RE",
    "Respiratory System Findings",
    Findings,
    [],
    [],
    [],
    [],
    []
);
findings!(
    RS,
    "RS",
    "Disease Response and Clin Classification",
    Findings,
    [],
    [],
    [],
    [],
    []
);
findings!(SR, "SR", "Skin Response", Findings, [], [], [], [], []);
findings!(VS, "VS", "Vital Signs", Findings, [POS], [], [], [LOC], []);

pub(super) static IE: Dataset = Dataset {
    name: "IE",
    label: "Inclusion/Exclusion Criteria Not Met",
    class: Class::Findings,
    structure: "One record per criterion that is not met",
    keys: BY_ROW,
    variables: &[
        STUDYID,
        DOMAIN,
        USUBJID,
        SEQ,
        SPID,
        TESTCD,
        TEST,
        CAT.required().of(&codes::CRITERION),
        ORRES.required(),
        Variable::text("STRESC", "Result or Finding in Standard Format", 1)
            .required()
            .of(&codes::YES_NO)
            .derived(&methods::STANDARD),
        EPOCH,
        DTC,
        DY,
    ],
};
