//! OIDs of ODM: one function each. They follow from ids and from the names of forms alone, so they are the same in every
//! version of a study.

use std::fmt::Write as _;

/// The code list of the reasons why a value is missing.
pub const MISSING: &str = "CL.MISSING";

/// Returns the OID of a form, from its part.
pub fn form(form: &str) -> String {
    format!("FO.{form}")
}

/// Returns the OID of a section, the item group, of a form.
pub fn item_group(form: &str, section: &str) -> String {
    format!("IG.{form}.{}", section.to_ascii_uppercase())
}

/// Returns the OID of a field, the item, of a form.
pub fn item(form: &str, field: &str) -> String {
    format!("I.{form}.{}", field.to_ascii_uppercase())
}

/// Returns the OID of a list of options, the code list, of a form.
pub fn code_list(form: &str, options: &str) -> String {
    format!("CL.{form}.{}", options.to_ascii_uppercase())
}

/// Returns the OID of a visit, the study event.
pub fn study_event(visit: &str) -> String {
    format!("SE.{}", visit.to_ascii_uppercase())
}

/// Returns the OID of a unit. What is neither a letter nor a digit stands as `_` and its code in hex, so that no two units
/// have the same.
pub fn unit(unit: &str) -> String {
    let mut oid = "MU.".to_owned();
    for c in unit.chars() {
        if c.is_ascii_alphanumeric() {
            oid.push(c);
        } else {
            let _ = write!(oid, "_{:x}_", u32::from(c));
        }
    }
    oid
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_oid_says_what_it_is_of() {
        assert_eq!(form("HAQ"), "FO.HAQ");
        assert_eq!(item_group("HAQ", "items1"), "IG.HAQ.ITEMS1");
        assert_eq!(item("HAQ", "aid.other1.text"), "I.HAQ.AID.OTHER1.TEXT");
        assert_eq!(code_list("HAQ", "difficulty"), "CL.HAQ.DIFFICULTY");
        assert_eq!(study_event("week-12"), "SE.WEEK-12");
        assert_eq!(unit("U/L"), "MU.U_2f_L");
        assert_eq!(unit("%"), "MU._25_");
    }

    proptest! {
        #[test]
        fn no_two_units_have_one_oid(a in "[a-zA-Z0-9_/^%. ]{1,8}", b in "[a-zA-Z0-9_/^%. ]{1,8}") {
            prop_assert_eq!(unit(&a) == unit(&b), a == b);
        }
    }
}
