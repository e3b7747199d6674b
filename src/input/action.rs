//! Everything a key can be bound to, with its name in keymap files. What users read of it is in `text::en::keys`; the
//! comments here say the same for readers of the code.
//!
//! The order is the order of the help screen.

/// Where a key is looked up: the kind of the topmost layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Context {
    /// Everywhere, looked up last.
    Global,
    /// A list to move in and open from: participants, visits, forms.
    List,
    /// A form: fields to answer. A character that the focused field can take is text, not a key.
    Form,
    /// A short list over the screen to choose from by digit or cursor, and questions.
    Picker,
    /// A line of text: note, search.
    Line,
    /// A screen to read: change, help.
    Page,
    /// A participant's timeline and the chart of a measure.
    Timeline,
}

impl Context {
    /// All contexts, in the order of the help screen.
    pub const ALL: &'static [Self] = &[
        Self::List,
        Self::Form,
        Self::Picker,
        Self::Line,
        Self::Page,
        Self::Timeline,
        Self::Global,
    ];

    /// Returns the name of its table in keymap files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Global => "global",
            Self::List => "list",
            Self::Form => "form",
            Self::Picker => "picker",
            Self::Line => "line",
            Self::Page => "page",
            Self::Timeline => "timeline",
        }
    }

    /// Returns whether a form's sections are what [`Action::NextSection`] moves by here; elsewhere it moves by pages.
    pub fn has_sections(self) -> bool {
        match self {
            Self::Form => true,
            Self::Global | Self::List | Self::Picker | Self::Line | Self::Page | Self::Timeline => {
                false
            }
        }
    }

    /// Returns the context with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|c| c.name() == name)
    }
}

/// What ends the word in a choice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Advance {
    /// The key that completes it.
    #[default]
    Key,
    /// Enter, as in every other field.
    Enter,
}

impl Advance {
    /// All, in the order of the help.
    pub const ALL: &'static [Self] = &[Self::Key, Self::Enter];

    /// Returns the name in keymap files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::Enter => "enter",
        }
    }

    /// Returns the one with this name.
    pub fn named(name: &str) -> Option<Self> {
        let mut all = Self::ALL.iter().copied();
        all.find(|advance| advance.name() == name)
    }

    /// Returns the other one.
    pub fn other(self) -> Self {
        match self {
            Self::Key => Self::Enter,
            Self::Enter => Self::Key,
        }
    }
}

macro_rules! actions {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal;)+) => {
        /// What a key does.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Action {
            /// All actions, in the order of the help screen.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Returns the action with this name in keymap files.
            pub fn named(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)+ _ => None }
            }

            /// Returns the name in keymap files.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }
        }
    };
}

actions! {
    /// Accept and go to the next field; elsewhere, go to the next visit or line
    Next = "next";
    /// Go to the previous field, visit or line
    Previous = "previous";
    /// Open what the cursor is on, or choose it
    Open = "open";
    /// Go one step back; nothing is lost
    Back = "back";
    /// Go to the next section or page
    NextSection = "next-section";
    /// Go to the previous section or page
    PreviousSection = "previous-section";
    /// Go to the first field or line, or the start of the text
    First = "first";
    /// Go to the last field or line, or the end of the text
    Last = "last";
    /// Go to the next required field that is empty
    NextRequired = "next-required";
    /// Go to a field by its name
    GoTo = "go-to";
    /// Say why there is no value here
    Missing = "missing";
    /// Set the empty fields of this section to no or none
    RestAbsent = "rest-absent";
    /// Repeat last visit's answer; not for ratings and results
    Repeat = "repeat";
    /// Write a note on this field
    Note = "note";
    /// Make this field empty
    Erase = "erase";
    /// Undo the last change of this form
    Undo = "undo";
    /// Let a choice wait for Enter, or go on by its key again
    Advance = "advance";
    /// Show the change of all measures and the verdict on the whole screen
    Change = "change";
    /// Show the history of this field
    History = "history";
    /// Enter this visit late, from paper
    LateEntry = "late-entry";
    /// Show the participant's timeline on one screen
    Timeline = "timeline";
    /// Show the chart of the chosen measure, or go back from it
    Chart = "chart";
    /// Choose the next measure
    NextMeasure = "next-measure";
    /// Choose the previous measure
    PreviousMeasure = "previous-measure";
    /// Show the study: all participants by visits, responders, events
    Study = "study";
    /// List the queries of this participant; from the list, of the study
    Queries = "queries";
    /// Ask about this field, or answer what was asked about it
    Query = "query";
    /// List texts that were typed but not saved, of all participants
    Drafts = "drafts";
    /// Find another participant; what is open here stays open
    Find = "find";
    /// List only the participants of the next filter
    NextFilter = "next-filter";
    /// Choose which participants are listed
    Filter = "filter";
    /// Sort the participants by the next: last visit, id, next due, verdict, last entry
    NextSort = "next-sort";
    /// Choose the order of the participants
    Sort = "sort";
    /// Open eligibility or a log; on the study screen, the screening log
    Logs = "logs";
    /// Say how somebody takes part: failed the screening, left, died, completed
    Participation = "participation";
    /// Correct the enrolment; on a visit, undo that it was begun
    Correct = "correct";
    /// Move a form of a visit that was entered at the wrong place
    MoveForm = "move-form";
    /// Review the visit, sign and lock it; on the study screen, lock the study
    Review = "review";
    /// Give the data of the study out as files, on the study screen
    Export = "export";
    /// Enrol; begin an unscheduled visit, or a new row of a log
    New = "new";
    /// Mark this row of a log as entered in error, or take that back
    InError = "entered-in-error";
    /// Explain this place and list its keys
    Help = "help";
    /// List every action by letter
    Menu = "menu";
    /// Move the cursor one character to the left
    Left = "left";
    /// Move the cursor one character to the right
    Right = "right";
    /// Delete the character before the cursor
    DeleteBack = "delete-back";
    /// Delete the character under the cursor
    DeleteForward = "delete-forward";
    /// Delete the word before the cursor
    DeleteWord = "delete-word";
    /// Delete everything before the cursor
    DeleteLine = "delete-line";
    /// Begin a new line in a field of several lines
    NewLine = "new-line";
    /// Lock the screen until your passphrase is typed
    Lock = "lock";
    /// Set or change your passphrase
    Passphrase = "passphrase";
    /// Draw the screen again
    Redraw = "redraw";
    /// Leave the program; everything is kept
    Quit = "quit";
}
