//! Datasets of subjects, visits, what was given and what happened, and the supplemental qualifiers.

use super::{
    DOMAIN, DTC, DY, ENDTC, ENDY, ENRTPT, ENTPT, EPOCH, FREE, REASND, SEQ, SPID, STAT, STDTC, STDY,
    STUDYID, USUBJID, VISIT, VISITNUM,
};
use crate::export::sdtm::codes;
use crate::export::sdtm::methods;
use crate::export::sdtm::variable::{Class, Dataset, Variable};

const BY_ROW: &[&str] = &["STUDYID", "USUBJID", "SEQ"];

pub(super) static DM: Dataset = Dataset {
    name: "DM",
    label: "Demographics",
    class: Class::SpecialPurpose,
    structure: "One record per subject",
    keys: &["STUDYID", "USUBJID"],
    variables: &[
        STUDYID,
        DOMAIN,
        USUBJID,
        Variable::text("SUBJID", "Subject Identifier for the Study", 40)
            .plain()
            .required(),
        Variable::moment("RFSTDTC", "Subject Reference Start Date/Time")
            .plain()
            .expected()
            .derived(&methods::FIRST_DOSE),
        Variable::moment("RFENDTC", "Subject Reference End Date/Time")
            .plain()
            .expected()
            .derived(&methods::LAST_DOSE),
        Variable::moment("RFXSTDTC", "Date/Time of First Study Treatment")
            .plain()
            .expected()
            .derived(&methods::FIRST_DOSE),
        Variable::moment("RFXENDTC", "Date/Time of Last Study Treatment")
            .plain()
            .expected()
            .derived(&methods::LAST_DOSE),
        Variable::moment("RFICDTC", "Date/Time of Informed Consent")
            .plain()
            .expected(),
        Variable::moment("RFPENDTC", "Date/Time of End of Participation")
            .plain()
            .expected()
            .derived(&methods::PARTICIPATION),
        Variable::moment("DTHDTC", "Date/Time of Death")
            .plain()
            .expected(),
        Variable::text("DTHFL", "Subject Death Flag", 1)
            .plain()
            .expected()
            .of(&codes::YES)
            .assigned(),
        Variable::text("SITEID", "Study Site Identifier", 20)
            .plain()
            .required()
            .assigned(),
        Variable::moment("BRTHDTC", "Date/Time of Birth").plain(),
        Variable::whole("AGE", "Age")
            .plain()
            .expected()
            .derived(&methods::AGE),
        Variable::text("AGEU", "Age Units", 5)
            .plain()
            .expected()
            .of(&codes::AGE_UNIT)
            .assigned(),
        Variable::text("SEX", "Sex", 1)
            .plain()
            .required()
            .of(&codes::SEX),
        Variable::text("RACE", "Race", 40).plain().expected(),
        Variable::text("ARMCD", "Planned Arm Code", 20)
            .plain()
            .expected()
            .derived(&methods::ARM),
        Variable::text("ARM", "Description of Planned Arm", 40)
            .plain()
            .expected()
            .derived(&methods::ARM),
        Variable::text("ACTARMCD", "Actual Arm Code", 20)
            .plain()
            .expected()
            .derived(&methods::ARM),
        Variable::text("ACTARM", "Description of Actual Arm", 40)
            .plain()
            .expected()
            .derived(&methods::ARM),
        Variable::text("ARMNRS", "Reason Arm and/or Actual Arm is Null", 40)
            .plain()
            .expected()
            .of(&codes::ARM_NULL)
            .derived(&methods::ARM),
        // Not collected: the column is there, since readers ask for it.
        Variable::text("COUNTRY", "Country", 3).plain().expected(),
        DTC,
        DY,
    ],
};

pub(super) static SV: Dataset = Dataset {
    name: "SV",
    label: "Subject Visits",
    class: Class::SpecialPurpose,
    structure: "One record per actual or planned visit per subject",
    keys: &["STUDYID", "USUBJID", "VISITNUM"],
    variables: &[
        STUDYID,
        DOMAIN,
        USUBJID,
        VISITNUM.required(),
        VISIT,
        Variable::text("PRESP", "Pre-specified", 1)
            .expected()
            .of(&codes::YES)
            .by_protocol(),
        Variable::text("OCCUR", "Occurrence", 1)
            .expected()
            .of(&codes::YES_NO),
        // SDTM has it behind the days; it stands here so that the last variable is a number.
        Variable::text("UPDES", "Description of Unplanned Visit", FREE),
        EPOCH,
        STDTC,
        ENDTC.expected(),
        STDY,
        ENDY,
    ],
};

pub(super) static CM: Dataset = Dataset {
    name: "CM",
    label: "Concomitant and Prior Medications",
    class: Class::Interventions,
    structure: "One record per medication at one dose, or per visit that asks for the dose",
    keys: BY_ROW,
    variables: &[
        STUDYID,
        DOMAIN,
        USUBJID,
        SEQ,
        SPID,
        Variable::text("TRT", "Reported Name of Drug, Med, or Therapy", FREE).required(),
        Variable::text("CAT", "Category for Medication", 40).assigned(),
        Variable::text("PRESP", "CM Pre-Specified", 1).of(&codes::YES),
        Variable::text("OCCUR", "CM Occurrence", 1).of(&codes::YES_NO),
        STAT,
        REASND,
        Variable::text("INDC", "Indication", FREE),
        Variable::number("DOSE", "Dose per Administration"),
        Variable::text("DOSU", "Dose Units", 20),
        Variable::text("DOSFRQ", "Dosing Frequency per Interval", 20).of(&codes::FREQUENCY),
        Variable::text("ROUTE", "Route of Administration", 40).of(&codes::ROUTE),
        VISITNUM,
        VISIT,
        EPOCH,
        STDTC,
        ENDTC.expected(),
        DTC,
        ENRTPT,
        ENTPT,
        DY,
        STDY,
        ENDY,
    ],
};

pub(super) static EX: Dataset = Dataset {
    name: "EX",
    label: "Exposure",
    class: Class::Interventions,
    structure: "One record per infusion that was given",
    keys: BY_ROW,
    variables: &[
        STUDYID,
        DOMAIN,
        USUBJID,
        SEQ,
        SPID,
        Variable::text("TRT", "Name of Treatment", 40)
            .required()
            .by_protocol(),
        Variable::number("DOSE", "Dose").expected(),
        Variable::text("DOSU", "Dose Units", 20)
            .expected()
            .by_protocol(),
        Variable::text("DOSFRM", "Dose Form", 40)
            .expected()
            .by_protocol(),
        Variable::text("DOSFRQ", "Dosing Frequency per Interval", 20)
            .of(&codes::FREQUENCY)
            .by_protocol(),
        Variable::text("ROUTE", "Route of Administration", 40)
            .of(&codes::ROUTE)
            .by_protocol(),
        Variable::text("LOT", "Lot Number", 200),
        Variable::text("ADJ", "Reason for Dose Adjustment", FREE),
        EPOCH,
        STDTC,
        ENDTC.expected(),
        STDY,
        ENDY,
    ],
};

const SERIOUS: Variable = Variable::text("SER", "Serious Event", 1)
    .expected()
    .of(&codes::YES_NO);

pub(super) static AE: Dataset = Dataset {
    name: "AE",
    label: "Adverse Events",
    class: Class::Events,
    structure: "One record per adverse event",
    keys: BY_ROW,
    variables: &[
        STUDYID,
        DOMAIN,
        USUBJID,
        SEQ,
        SPID,
        Variable::text("TERM", "Reported Term for the Adverse Event", FREE).required(),
        Variable::text("DECOD", "Dictionary-Derived Term", 200)
            .expected()
            .assigned(),
        // Terms are coded elsewhere: both columns are there for it.
        Variable::text("BODSYS", "Body System or Organ Class", 200)
            .expected()
            .assigned(),
        SERIOUS,
        Variable::text("ACN", "Action Taken with Study Treatment", 40)
            .expected()
            .of(&codes::ACTION),
        Variable::text("REL", "Causality", 20)
            .expected()
            .of(&codes::RELATED),
        Variable::text("RELNST", "Relationship to Non-Study Treatment", 200),
        Variable::text("OUT", "Outcome of Adverse Event", 40).of(&codes::OUTCOME),
        Variable {
            stem: "SCONG",
            label: "Congenital Anomaly or Birth Defect",
            ..SERIOUS
        },
        Variable {
            stem: "SDISAB",
            label: "Persist or Signif Disability/Incapacity",
            ..SERIOUS
        },
        Variable {
            stem: "SDTH",
            label: "Results in Death",
            ..SERIOUS
        },
        Variable {
            stem: "SHOSP",
            label: "Requires or Prolongs Hospitalization",
            ..SERIOUS
        },
        Variable {
            stem: "SLIFE",
            label: "Is Life Threatening",
            ..SERIOUS
        },
        Variable {
            stem: "SMIE",
            label: "Other Medically Important Serious Event",
            ..SERIOUS
        },
        Variable::text("TOXGR", "Standard Toxicity Grade", 1).of(&codes::GRADE),
        EPOCH,
        STDTC,
        ENDTC.expected(),
        ENRTPT,
        ENTPT,
        STDY,
        ENDY,
    ],
};

pub(super) static DS: Dataset = Dataset {
    name: "DS",
    label: "Disposition",
    class: Class::Events,
    structure: "One record per milestone or disposition event",
    keys: BY_ROW,
    variables: &[
        STUDYID,
        DOMAIN,
        USUBJID,
        SEQ,
        Variable::text("TERM", "Reported Term for the Disposition Event", FREE).required(),
        Variable::text("DECOD", "Standardized Disposition Term", 40)
            .required()
            .of(&codes::DISPOSED)
            .assigned(),
        Variable::text("CAT", "Category for Disposition Event", 20)
            .expected()
            .of(&codes::DISPOSITION)
            .assigned(),
        Variable::text("SCAT", "Subcategory for Disposition Event", 20)
            .of(&codes::DISPOSITION_OF)
            .assigned(),
        EPOCH,
        STDTC,
        STDY,
    ],
};

pub(super) static DV: Dataset = Dataset {
    name: "DV",
    label: "Protocol Deviations",
    class: Class::Events,
    structure: "One record per deviation",
    keys: BY_ROW,
    variables: &[
        STUDYID,
        DOMAIN,
        USUBJID,
        SEQ,
        SPID,
        Variable::text("TERM", "Protocol Deviation Term", FREE)
            .required()
            .assigned(),
        Variable::text("DECOD", "Protocol Deviation Coded Term", 40).assigned(),
        Variable::text("CAT", "Category for Protocol Deviation", 40),
        Variable::text("SCAT", "Subcategory for Protocol Deviation", 40),
        VISITNUM,
        VISIT,
        EPOCH,
        STDTC,
        STDY,
    ],
};

pub(super) static MH: Dataset = Dataset {
    name: "MH",
    label: "Medical History",
    class: Class::Events,
    structure: "One record per diagnosis of the trial",
    keys: BY_ROW,
    variables: &[
        STUDYID,
        DOMAIN,
        USUBJID,
        SEQ,
        Variable::text("TERM", "Reported Term for the Medical History", 200).required(),
        Variable::text("CAT", "Category for Medical History", 40).assigned(),
        STDTC,
        DTC.called("Date/Time of the Diagnosis"),
        STDY,
        DY.called("Study Day of the Diagnosis"),
    ],
};

macro_rules! supplement {
    ($name:ident, $domain:literal) => {
        pub(super) static $name: Dataset = Dataset {
            name: concat!("SUPP", $domain),
            label: concat!("Supplemental Qualifiers for ", $domain),
            class: Class::Relationship,
            structure: "One record per supplemental qualifier of a record",
            keys: &["STUDYID", "RDOMAIN", "USUBJID", "IDVAR", "IDVARVAL", "QNAM"],
            variables: &[
                STUDYID,
                Variable::text("RDOMAIN", "Related Domain Abbreviation", 2)
                    .plain()
                    .required()
                    .assigned(),
                USUBJID,
                Variable::text("IDVAR", "Identifying Variable", 8)
                    .plain()
                    .expected()
                    .assigned(),
                Variable::text("IDVARVAL", "Identifying Variable Value", 20)
                    .plain()
                    .expected()
                    .assigned(),
                Variable::text("QNAM", "Qualifier Variable Name", 8)
                    .plain()
                    .required()
                    .assigned(),
                Variable::text("QLABEL", "Qualifier Variable Label", 40)
                    .plain()
                    .required()
                    .assigned(),
                Variable::text("QVAL", "Data Value", FREE)
                    .plain()
                    .required(),
                Variable::text("QORIG", "Origin", 20)
                    .plain()
                    .required()
                    .assigned(),
                Variable::text("QEVAL", "Evaluator", 40).plain(),
            ],
        };
    };
}

supplement!(SUPPAE, "AE");
supplement!(SUPPCM, "CM");
supplement!(SUPPDS, "DS");
supplement!(SUPPEG, "EG");
supplement!(SUPPEX, "EX");
supplement!(SUPPIS, "IS");
supplement!(SUPPLB, "LB");
supplement!(SUPPVS, "VS");
