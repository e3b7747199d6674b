//! Why a text is no answer.

use crate::domain::base::partial::typed::Fault;
use crate::domain::forms::engine::instrument::Choice;
use rust_decimal::Decimal;

/// Why a text is refused: what is wrong with it, and what is allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It has other characters than a number.
    NotNumber {
        /// What was typed.
        text: String,
        /// Whether a whole number is asked for.
        whole: bool,
    },
    /// It has other characters than a year.
    NotYear {
        /// What was typed.
        text: String,
    },
    /// It has more decimals than are allowed.
    Decimals {
        /// What was typed.
        text: String,
        /// Decimals that are allowed; a whole number is asked for at 0.
        allowed: u32,
        /// The number that it is where the point stands between thousands, if that one can be stored.
        thousands: Option<String>,
        /// The nearest numbers that can be stored: the one below and the one above, or the same in fewer decimals.
        near: Vec<Decimal>,
    },
    /// It is below the smallest possible value.
    TooSmall {
        /// What was typed.
        text: String,
        /// The smallest possible value.
        min: Decimal,
        /// The unit of both, where they have one.
        unit: Option<String>,
    },
    /// It is above the largest possible value.
    TooLarge {
        /// What was typed.
        text: String,
        /// The largest possible value.
        max: Decimal,
        /// The unit of both, where they have one.
        unit: Option<String>,
    },
    /// It is beyond the end of a visual analogue scale, 10.0 cm.
    BeyondScale {
        /// What was typed.
        text: String,
        /// The same in cm, where it looks like millimetres on paper.
        centimetres: Option<String>,
    },
    /// It is a year after this one.
    FutureYear {
        /// What was typed.
        text: String,
        /// The last year that is allowed.
        this_year: i32,
    },
    /// A laboratory result whose unit was not chosen yet.
    NoUnit,
    /// A limit of normal with `<` in front.
    LimitBelow,
    /// It is none of the options.
    NoOption {
        /// What was typed.
        text: String,
        /// Whether the options are grades.
        grades: bool,
        /// What makes an option of it.
        remedy: Remedy,
    },
    /// Free text with a character that may not stand in it, such as a mark that turns the direction of what follows.
    Unprintable,
    /// A reason that is a mark or one letter.
    SaysNothing,
    /// Free text that is too long.
    TooLong {
        /// How many characters it has.
        length: usize,
        /// How many it may have.
        max_length: usize,
    },
    /// Free text that takes more bytes than an entry has room for.
    TooManyBytes {
        /// How many it takes.
        bytes: usize,
    },
    /// It does not have the form that the field asks for.
    OtherForm {
        /// What was typed.
        text: String,
        /// The form: `9` a digit, `A` a capital letter, `#` the check character, `|` between alternatives, anything else itself.
        pattern: String,
    },
    /// Its check character does not fit what stands before it: one of its characters is mistyped.
    CheckCharacter {
        /// What was typed.
        text: String,
    },
    /// It does not have the form of a time.
    NotTime {
        /// What was typed.
        text: String,
    },
    /// It is later than the last time of a day, 23:59.
    NoSuchTime {
        /// What was typed.
        text: String,
    },
    /// A time whose hours or minutes are missing.
    UnfinishedTime,
    /// It is no date that can be taken.
    Date {
        /// What was typed.
        text: String,
        /// What is wrong with it.
        fault: Fault,
        /// Whether a year or a month alone would do.
        partial: bool,
    },
    /// A date whose month or day is missing where a whole one is needed.
    UnfinishedDate,
    /// A date that is begun, where a year or a month alone would do.
    UnfinishedPart,
}

/// What makes an option of a text that is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// Delete its last character, this one.
    DeleteLast(String),
    /// Delete from its end, several times, until this is left.
    DeleteBackTo {
        /// What can stay.
        good: String,
        /// Its last character, which goes first.
        last: String,
    },
    /// Choose one of these.
    Choose(Vec<Choice>),
}
