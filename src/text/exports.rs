//! Why data cannot be handed over in the format of another program.

/// Why a SAS transport file cannot hold a data set or a row of it. Rows are counted from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum XportFault {
    /// The name of a data set or a variable is none.
    Name {
        /// The name.
        name: String,
    },
    /// A label is too long or no printable ASCII.
    Label {
        /// The name of what it describes.
        of: String,
        /// The label.
        label: String,
    },
    /// The file has only two digits for the year of the last change.
    Year {
        /// The year.
        year: i32,
    },
    /// There is no variable.
    NoVariables,
    /// There are too many variables.
    TooManyVariables {
        /// How many there are.
        count: usize,
    },
    /// Two variables have the same name.
    Twice {
        /// The name.
        name: String,
    },
    /// A text variable has no width, or one that is too large.
    Width {
        /// The variable.
        variable: String,
        /// Its width in bytes.
        width: usize,
    },
    /// The last variable is one of texts: a row could end like the filling behind the last one.
    LastIsText {
        /// The variable.
        variable: String,
    },
    /// A row is so short that other programs do not count rows rightly.
    RowTooShort {
        /// Its bytes.
        bytes: usize,
        /// Fewest bytes of a row.
        least: usize,
    },
    /// A row has more or fewer cells than there are variables.
    CellCount {
        /// The row.
        row: u64,
        /// How many variables there are.
        variables: usize,
        /// How many cells the row has.
        cells: usize,
    },
    /// A text is wider than its variable.
    TooLong {
        /// The row.
        row: u64,
        /// The variable.
        variable: String,
        /// The width of the variable in bytes.
        width: usize,
        /// The bytes of the text.
        bytes: usize,
    },
    /// A text has a character that is no printable ASCII.
    NotAscii {
        /// The row.
        row: u64,
        /// The variable.
        variable: String,
        /// The character.
        char: char,
    },
    /// A text stands where a number belongs, or a number where a text does.
    OtherKind {
        /// The row.
        row: u64,
        /// The variable.
        variable: String,
    },
}

/// Why data cannot be handed over in the format of another program.
pub trait Exports {
    /// Says what a SAS transport file cannot hold.
    fn xport_fault(&self, fault: &XportFault) -> String;
}
