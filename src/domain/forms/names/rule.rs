//! What a name for the outside may be: its characters and its length, as the formats that take it have them.

use std::fmt;

/// Most characters of a name in REDCap.
pub const REDCAP: usize = 26;

/// Most characters of the name of a field in REDCap: the longest suffix of a column beside it still fits.
pub const FIELD: usize = 20;

/// Most characters of a test code of SDTM.
pub const TEST_CODE: usize = 8;

/// Most characters of the name of a test of SDTM.
pub const TEST: usize = 40;

/// Most characters of the part of an OID that stands for a form.
pub const OID: usize = 26;

/// Ends that no name has, since columns beside a value and those of REDCap have them.
pub const SUFFIXES: [&str; 16] = [
    "_mr",
    "_mrw",
    "_lim",
    "_unit",
    "_note",
    "_prec",
    "_off",
    "_at",
    "_by",
    "_ver",
    "_complete",
    "_missing",
    "_mwords",
    "_limit",
    "_precision",
    "_offset",
];

/// Names that REDCap has for itself, or that every file has.
pub const RESERVED: [&str; 3] = ["record_id", "participant", "visit"];

/// Why a name cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It has other characters than small letters, digits and single `_`, or no letter first.
    Redcap,
    /// It is longer than so many characters.
    TooLong(usize),
    /// It ends as the name of a column beside a value does.
    Suffix(&'static str),
    /// The formats have it for themselves.
    Reserved,
    /// It has other characters than capital letters and digits, or no letter first.
    Code,
    /// It has other characters than capital letters, digits and `_`, or no letter first.
    Oid,
    /// It is not two capital letters.
    Domain,
    /// It is not digits, a hyphen and a digit.
    Loinc,
    /// The check digit of the code would be this one.
    CheckDigit(u32),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Redcap => {
                f.write_str("write small letters, digits and single `_`, a letter first")
            }
            Self::TooLong(most) => write!(f, "write at most {most} characters"),
            Self::Suffix(suffix) => write!(
                f,
                "write another end than `{suffix}`, which the columns beside a value have"
            ),
            Self::Reserved => f.write_str("write another name, every file has this one for itself"),
            Self::Code => f.write_str("write capital letters and digits, a letter first"),
            Self::Oid => f.write_str("write capital letters, digits and `_`, a letter first"),
            Self::Domain => f.write_str("write the two capital letters of a domain, such as QS"),
            Self::Loinc => f.write_str("write a code of LOINC such as 718-7"),
            Self::CheckDigit(digit) => {
                write!(f, "its check digit would be {digit}; look the code up")
            }
        }
    }
}

/// Checks the name of a form in REDCap.
///
/// # Errors
/// What it may not be.
pub fn form(name: &str) -> Result<(), Fault> {
    words(name)?;
    at_most(name, REDCAP)
}

/// Checks the name of a field or of a score in REDCap.
///
/// # Errors
/// What it may not be.
pub fn field(name: &str) -> Result<(), Fault> {
    words(name)?;
    at_most(name, FIELD)?;
    if let Some(suffix) = SUFFIXES.into_iter().find(|suffix| name.ends_with(suffix)) {
        return Err(Fault::Suffix(suffix));
    }
    match RESERVED.contains(&name) || name.starts_with("redcap_") {
        true => Err(Fault::Reserved),
        false => Ok(()),
    }
}

fn words(name: &str) -> Result<(), Fault> {
    let mut parts = name.split('_');
    let plain = |part: &str| {
        part.bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    let starts = name.starts_with(|c: char| c.is_ascii_lowercase());
    match starts && parts.all(|part| !part.is_empty() && plain(part)) {
        true => Ok(()),
        false => Err(Fault::Redcap),
    }
}

fn at_most(name: &str, most: usize) -> Result<(), Fault> {
    match name.len() > most {
        true => Err(Fault::TooLong(most)),
        false => Ok(()),
    }
}

/// Checks a test code or the name of a variable of SDTM.
///
/// # Errors
/// What it may not be.
pub fn code(code: &str) -> Result<(), Fault> {
    let plain = code
        .bytes()
        .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    match plain && code.starts_with(|c: char| c.is_ascii_uppercase()) {
        true => at_most(code, TEST_CODE),
        false => Err(Fault::Code),
    }
}

/// Checks the part of an OID that stands for a form: without a point, so that none is another with a part behind it.
///
/// # Errors
/// What it may not be.
pub fn oid(part: &str) -> Result<(), Fault> {
    let fits = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_';
    match part.bytes().all(fits) && part.starts_with(|c: char| c.is_ascii_uppercase()) {
        true => at_most(part, OID),
        false => Err(Fault::Oid),
    }
}

/// Checks a domain of SDTM.
///
/// # Errors
/// What it may not be.
pub fn domain(domain: &str) -> Result<(), Fault> {
    match domain.len() == 2 && domain.bytes().all(|b| b.is_ascii_uppercase()) {
        true => Ok(()),
        false => Err(Fault::Domain),
    }
}

/// Checks a code of LOINC: one to five digits, a hyphen, and the check digit that follows from them.
///
/// # Errors
/// What it may not be.
pub fn loinc(code: &str) -> Result<(), Fault> {
    let (number, check) = code.split_once('-').ok_or(Fault::Loinc)?;
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if number.is_empty()
        || number.len() > 5
        || check.len() != 1
        || !digits(number)
        || !digits(check)
    {
        return Err(Fault::Loinc);
    }
    let right = check_digit(number);
    match check.parse() == Ok(right) {
        true => Ok(()),
        false => Err(Fault::CheckDigit(right)),
    }
}

/// Returns the check digit by Luhn's rule (modulo 10), which LOINC has for its codes: every second digit from the right is
/// doubled.
fn check_digit(number: &str) -> u32 {
    let digits = number.chars().rev().filter_map(|c| c.to_digit(10));
    let sum: u32 = digits
        .enumerate()
        .map(|(place, digit)| match place % 2 == 0 {
            true => digit * 2 / 10 + digit * 2 % 10,
            false => digit,
        })
        .sum();
    (10 - sum % 10) % 10
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_the_characters_and_the_length_that_every_format_takes() {
        for (name, said) in [
            ("haq_item01", Ok(())),
            ("a", Ok(())),
            ("", Err(Fault::Redcap)),
            ("Haq", Err(Fault::Redcap)),
            ("1a", Err(Fault::Redcap)),
            ("_a", Err(Fault::Redcap)),
            ("a__b", Err(Fault::Redcap)),
            ("a_", Err(Fault::Redcap)),
            ("a-b", Err(Fault::Redcap)),
            ("a2345678901234567890", Ok(())),
            ("a23456789012345678901", Err(Fault::TooLong(20))),
            ("enz_unit", Err(Fault::Suffix("_unit"))),
            ("haq_complete", Err(Fault::Suffix("_complete"))),
            ("record_id", Err(Fault::Reserved)),
            ("redcap_event_name", Err(Fault::Reserved)),
        ] {
            assert_eq!(field(name), said, "{name:?}");
        }
        assert_eq!(form("a2345678901234567890123456"), Ok(()));
        assert_eq!(form("a23456789012345678901234567"), Err(Fault::TooLong(26)));
    }

    #[test]
    fn every_suffix_of_a_column_in_redcap_fits_behind_the_longest_name() {
        for suffix in &SUFFIXES[..10] {
            assert!(FIELD + suffix.len() <= REDCAP, "{suffix}");
        }
    }

    #[test]
    fn the_check_digit_of_a_code_of_loinc_is_verified() {
        // Codes that LOINC has published.
        for good in ["718-7", "6690-2", "2160-0", "14682-9", "98979-8", "29463-7"] {
            assert_eq!(loinc(good), Ok(()), "{good}");
        }
        assert_eq!(loinc("718-8"), Err(Fault::CheckDigit(7)));
        assert_eq!(loinc("781-7"), Err(Fault::CheckDigit(5)));
        for bad in [
            "", "718", "718-", "-7", "718-77", "123456-7", "a18-7", "718 -7",
        ] {
            assert_eq!(loinc(bad), Err(Fault::Loinc), "{bad:?}");
        }
    }

    #[test]
    fn a_code_of_sdtm_has_at_most_eight_capital_letters_and_digits() {
        assert_eq!(code("HAQ0101"), Ok(()));
        assert_eq!(code("HAQDISTD9"), Err(Fault::TooLong(8)));
        for bad in ["", "haq", "1AB", "A_B"] {
            assert_eq!(code(bad), Err(Fault::Code), "{bad:?}");
        }
        assert_eq!(domain("QS"), Ok(()));
        assert_eq!(domain("QSX"), Err(Fault::Domain));
        assert_eq!(oid("MMT8"), Ok(()));
        assert_eq!(oid("A.B"), Err(Fault::Oid));
    }
}
