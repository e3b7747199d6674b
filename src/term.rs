//! The terminal: line mode, screen, keys and signals, and the loop that drives a program on them.
//!
//! The only place with threads, environment and standard output for the screens. It knows nothing of
//! forms: a [`Program`] gets messages and is drawn, and what it wants done comes back as effects.
//!
//! Who does what:
//!
//! - crossterm: raw mode and its undoing, the size, and the codes for the alternate screen, a shown or
//!   hidden cursor, its longer moves, clearing, wrapping and the synchronised update ([`mode`], [`writer`]);
//! - ratatui: the frame as cells, and which of them differ from the last one;
//! - our own, since crossterm cannot do it or writes more bytes: colours and attributes of what differs
//!   only, the shortest moves of the cursor, characters of plain terminals ([`writer`]); what is left in
//!   order when a frame is stuck, at a signal and at a panic ([`mode`], [`exit`]); one poll for keys,
//!   replies and sizes ([`drive`]). Keys are decoded by [`crate::input::decode`]: crossterm would read
//!   standard input itself, and has no limit on a paste.

pub mod caps;
pub mod drive;
pub mod exit;
pub mod inbox;
pub mod mode;
pub mod signals;
pub mod writer;

pub use drive::Program;
pub use inbox::{Inbox, ReplySink};

use crate::protocol::messages::Client;
use caps::{Caps, Refusal, Wishes};
use drive::{Driver, Left};
use exit::Ending;
use mode::Mode;
use rustix::stdio::{stdin, stdout};
use rustix::termios::isatty;
use std::io;
use std::path::PathBuf;

/// Why the screens could not be shown to the end.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no fit terminal.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The terminal failed.
    #[error("the terminal could not be read or written ({0}): open a new one and start again")]
    Terminal(#[source] io::Error),
}

/// What the driver is told by whoever starts it.
pub struct Setup {
    /// What the terminal can show, from [`look`].
    pub caps: Caps,
    /// Run once when the program must go at once (a signal, a hang-up, a panic), on a thread of its
    /// own, for at most [`exit::FINISH`]; a normal end leaves it alone.
    pub finish: Box<dyn FnOnce() + Send>,
    /// File that a panic is noted in, without answers or names.
    pub report: Option<PathBuf>,
}

/// Looks at the environment and at both ends, and returns what the terminal can show.
///
/// # Errors
/// [`Refusal`], one line that says what to do.
pub fn look(wishes: Wishes) -> Result<Caps, Refusal> {
    require_terminal()?;
    caps::decide(|name| std::env::var(name).ok(), wishes)
}

fn require_terminal() -> Result<(), Refusal> {
    caps::require_terminal(isatty(stdin()), isatty(stdout()))
}

/// Runs a program on the terminal until it quits.
///
/// After a hang-up, SIGHUP, SIGTERM, SIGINT or a panic this does not return: the terminal is given
/// back and the process ends with 129, 143, 130 or 101.
///
/// # Errors
/// [`Error`] when there is no terminal or it fails; it is given back then, too.
pub fn run<P: Program>(
    program: &mut P,
    client: &dyn Client,
    inbox: &Inbox,
    setup: Setup,
) -> Result<(), Error> {
    require_terminal()?;
    let caught = signals::catch().map_err(Error::Terminal)?;
    let mode = Mode::start().map_err(Error::Terminal)?;
    let ending = Ending::new(mode, setup.finish);
    exit::on_panic(&ending, setup.report);
    let left = signals::serve(caught, &ending, inbox.sink())
        .and_then(|()| Driver::new(program, ending.mode(), client, inbox, setup.caps).run());
    match left {
        Ok(Left::HungUp) => ending.leave(exit::HUNG_UP),
        Ok(Left::Quit) => {
            ending.mode().end();
            exit::on_panic_no_more();
            Ok(())
        }
        Err(error) => {
            ending.mode().end();
            exit::on_panic_no_more();
            Err(Error::Terminal(error))
        }
    }
}
