//! Every dataset with its variables, DM first.

mod findings;
mod special;

use super::codes;
use super::methods;
use super::variable::{Dataset, Variable};

/// All datasets, in the order in which they are listed.
pub static ALL: &[&Dataset] = &[
    &special::DM,
    &special::SV,
    &special::CM,
    &special::EX,
    &special::AE,
    &special::DS,
    &special::DV,
    &special::MH,
    &findings::CV,
    &findings::EG,
    &findings::FA,
    &findings::IE,
    &findings::IS,
    &findings::LB,
    &findings::MB,
    &findings::MK,
    &findings::QS,
    &findings::RE,
    &findings::RS,
    &findings::SR,
    &findings::VS,
    &special::SUPPAE,
    &special::SUPPCM,
    &special::SUPPDS,
    &special::SUPPEG,
    &special::SUPPEX,
    &special::SUPPIS,
    &special::SUPPLB,
    &special::SUPPVS,
];

/// Returns the place of a dataset by its name.
pub fn place(name: &str) -> Option<usize> {
    ALL.iter().position(|dataset| dataset.name == name)
}

/// Returns a dataset by its name.
pub fn named(name: &str) -> Option<&'static Dataset> {
    ALL.iter().copied().find(|dataset| dataset.name == name)
}

/// Most characters of a text that somebody typed.
const FREE: u16 = 2_000;

const STUDYID: Variable = Variable::text("STUDYID", "Study Identifier", 40)
    .plain()
    .required()
    .by_protocol();
const DOMAIN: Variable = Variable::text("DOMAIN", "Domain Abbreviation", 2)
    .plain()
    .required()
    .assigned();
const USUBJID: Variable = Variable::text("USUBJID", "Unique Subject Identifier", 80)
    .plain()
    .required()
    .assigned();
const SEQ: Variable = Variable::whole("SEQ", "Sequence Number")
    .required()
    .derived(&methods::SEQUENCE);
const SPID: Variable = Variable::text("SPID", "Sponsor-Defined Identifier", 80).assigned();
const VISITNUM: Variable = Variable::number("VISITNUM", "Visit Number")
    .plain()
    .expected()
    .derived(&methods::VISIT_NUMBER);
const VISIT: Variable = Variable::text("VISIT", "Visit Name", 80)
    .plain()
    .by_protocol();
const EPOCH: Variable = Variable::text("EPOCH", "Epoch", 20)
    .plain()
    .of(&codes::EPOCH)
    .derived(&methods::EPOCH);
const DTC: Variable = Variable::moment("DTC", "Date/Time of Collection").expected();
const DY: Variable = Variable::whole("DY", "Study Day of Collection").derived(&methods::STUDY_DAY);
const STDTC: Variable = Variable::moment("STDTC", "Start Date/Time").expected();
const ENDTC: Variable = Variable::moment("ENDTC", "End Date/Time");
const STDY: Variable = Variable::whole("STDY", "Study Day of Start").derived(&methods::STUDY_DAY);
const ENDY: Variable = Variable::whole("ENDY", "Study Day of End").derived(&methods::STUDY_DAY);
const ENRTPT: Variable = Variable::text("ENRTPT", "End Relative to Reference Time Point", 10)
    .of(&codes::ONGOING)
    .assigned();
const ENTPT: Variable = Variable::moment("ENTPT", "End Reference Time Point").assigned();
const STAT: Variable = Variable::text("STAT", "Completion Status", 8).of(&codes::NOT_DONE);
const REASND: Variable = Variable::text("REASND", "Reason Not Done", FREE);
