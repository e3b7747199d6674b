//! Everything a key can be bound to, with its name in keymap files and its help text.
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

    /// Returns the heading of its keys in the help.
    pub fn title(self) -> &'static str {
        match self {
            Self::Global => "Everywhere",
            Self::List => "In a list",
            Self::Form => "In a form",
            Self::Picker => "In a choice",
            Self::Line => "On a line of text",
            Self::Page => "On a page",
            Self::Timeline => "On the timeline",
        }
    }

    /// Returns the context with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|c| c.name() == name)
    }
}

macro_rules! actions {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal, $short:literal;)+) => {
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

            /// Returns the words of the key hints, at most 12 characters.
            pub fn short(self) -> &'static str {
                match self { $(Self::$variant => $short,)+ }
            }

            /// Returns the sentence of the help screen.
            pub fn describe(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc),+).trim_ascii(),)+ }
            }
        }
    };
}

actions! {
    /// Accept and go to the next field or line
    Next = "next", "next";
    /// Go back to the field or line before
    Previous = "previous", "back";
    /// Open what the cursor is on, or choose it
    Open = "open", "open";
    /// Go one step back; harmless
    Back = "back", "out";
    /// Go to the next section or page
    NextSection = "next-section", "next part";
    /// Go to the section or page before
    PreviousSection = "previous-section", "part before";
    /// Go to the first field or line, or the start of the text
    First = "first", "first";
    /// Go to the last field or line, or the end of the text
    Last = "last", "last";
    /// Go to the next required field that is empty
    NextRequired = "next-required", "next empty";
    /// Go to a field by its name
    GoTo = "go-to", "go to field";
    /// Say why there is no value here
    Missing = "missing", "missing";
    /// Set all fields still empty in this section to absent
    RestAbsent = "rest-absent", "rest absent";
    /// Repeat last visit's fact; refused on ratings and results
    Repeat = "repeat", "repeat fact";
    /// Write a note on this field
    Note = "note", "note";
    /// Make this field empty
    Erase = "erase", "erase";
    /// Take back the last change of this form
    Undo = "undo", "undo";
    /// Show the change of all measures and the verdict on the whole screen
    Change = "change", "change";
    /// Show the history of this field
    History = "history", "history";
    /// Enter this visit late, from paper
    LateEntry = "late-entry", "late entry";
    /// Show the participant's whole story on one screen
    Timeline = "timeline", "timeline";
    /// Show the chart of the chosen measure, or go back from it
    Chart = "chart", "chart";
    /// Choose the next measure
    NextMeasure = "next-measure", "next measure";
    /// Choose the measure before
    PreviousMeasure = "previous-measure", "measure up";
    /// Show all participants by visits, and where the study stands
    Study = "study", "study";
    /// Queries: of this participant, or of the whole study from the list
    Queries = "queries", "queries";
    /// Ask about this field, or answer what was asked about it
    Query = "query", "query";
    /// List what was typed and left, over all participants
    Drafts = "drafts", "typed texts";
    /// Find a participant from anywhere; what is open here waits
    Find = "find", "find";
    /// List only the participants of the next filter
    NextFilter = "next-filter", "filter";
    /// Choose which participants are listed
    Filter = "filter", "filters";
    /// Sort the participants by the next: last visit, id, next due, verdict
    NextSort = "next-sort", "sort";
    /// Choose by what the participants are sorted
    Sort = "sort", "sorting";
    /// Show what is kept beside the visits: eligibility and the logs
    Logs = "logs", "logs";
    /// Review the visit, sign and lock it; on the study screen, lock the study
    Review = "review", "review";
    /// Enrol a participant, or begin a new row of a log
    New = "new", "new";
    /// Explain this place and list its keys
    Help = "help", "help";
    /// List every action by letter
    Menu = "menu", "all";
    /// Move the cursor one character to the left
    Left = "left", "left";
    /// Move the cursor one character to the right
    Right = "right", "right";
    /// Delete the character before the cursor
    DeleteBack = "delete-back", "delete";
    /// Delete the character under the cursor
    DeleteForward = "delete-forward", "delete";
    /// Delete the word before the cursor
    DeleteWord = "delete-word", "delete word";
    /// Delete everything before the cursor
    DeleteLine = "delete-line", "delete line";
    /// Lock the screen until your passphrase is typed
    Lock = "lock", "lock";
    /// Draw the screen anew
    Redraw = "redraw", "redraw";
    /// Leave the program; everything is kept
    Quit = "quit", "quit";
}
