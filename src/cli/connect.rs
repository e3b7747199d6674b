//! The connection of a command or of the screens to a study's server: its address, how it is started and reached, and
//! one request after another.

use super::StudyOption;
use super::failure::{CLOSED, Failure, UNAVAILABLE};
use super::open::{origin, own_study_dir, progress, user_name};
use super::waiting::{self, WITHOUT_A_WORD, Waiting};
use crate::domain::base::data::DataError;
use crate::domain::base::ids::ParticipantId;
use crate::domain::record::entry::Receipt;
use crate::domain::record::event::Event;
use crate::domain::record::imported::FileLine;
use crate::domain::study::Study;
use crate::domain::study::shipped::embedded_study;
use crate::link::heads::HeadFile;
use crate::link::start::{NotStarted, Starter};
use crate::link::{LinkError, Reach, Remote, Replies};
use crate::protocol;
use crate::protocol::messages::{Append, Client as _, Hello, Reply, Request, Welcome};
use crate::server::{self, StoreError};
use crate::text::DEFAULT;
use rustix::rand::{GetRandomFlags, getrandom};
use std::env;
use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// Seconds after which a server that was started in the background ends when its last client has left.
const UNTIL_IDLE: u64 = 60;
/// How long a command waits for an answer, also over a server that is started again meanwhile.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long somebody who logs in waits for the server's greeting, so that no session hangs without a word.
const LOGIN_TIME: Duration = Duration::from_secs(2);

/// The address of a study's server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServerAddress {
    /// At this socket; it is never started from here.
    Socket(PathBuf),
    /// In this study directory; it is started when there is none.
    Study(PathBuf),
}

/// Returns the address that the command line or the environment names: a socket, else a study directory, else
/// the default one of this user.
///
/// # Errors
/// When none is named and the user has no home.
pub fn server_address(option: &StudyOption) -> Result<ServerAddress, Failure> {
    if let Some(socket) = &option.socket {
        return Ok(ServerAddress::Socket(socket.clone()));
    }
    if let Some(dir) = &option.study {
        return Ok(ServerAddress::Study(std::path::absolute(dir)?));
    }
    if let Some(socket) = env::var_os("CORESET_SOCKET").filter(|path| !path.is_empty()) {
        return Ok(ServerAddress::Socket(socket.into()));
    }
    Ok(ServerAddress::Study(std::path::absolute(own_study_dir(
        option,
    )?)?))
}

/// Connects to the server of a study, and starts it first where the address is a study directory; as a command of that
/// name, or as screens.
///
/// # Errors
/// When the server is not reached, cannot be started, or does not know the user.
pub fn connect(
    address: &ServerAddress,
    command: Option<&str>,
    replies: Replies,
) -> Result<(Remote, Welcome, String), Failure> {
    let hello = hello(command)?;
    let client = hello.client.clone();
    let reach = reach(address)?;
    let file = head_file(address).ok();
    let waiting = Waiting::begin();
    let connected = Remote::connect_keeping(file, hello, replies, reach);
    drop(waiting);
    match connected {
        Ok((remote, welcome)) => Ok((remote, welcome, client)),
        Err(error) => Err(failure(&error, address)),
    }
}

/// Asks the server of a study whether it takes in who runs this, and ends the connection again.
///
/// A server that is not started from here has two seconds.
///
/// # Errors
/// When the server does not greet in time, with a code of its own, or does not know the user, in its words.
pub fn check_login(address: &ServerAddress) -> Result<(), Failure> {
    let (hello, reach) = (hello(Some("login"))?, reach(address)?);
    let (sender, asked) = mpsc::channel();
    // A call of the system that waits cannot be ended from here, so it has a thread that the process may leave behind.
    thread::Builder::new()
        .name("admission".to_owned())
        .spawn(move || {
            let connected = Remote::connect(hello, Box::new(drop), reach);
            let _ = sender.send(connected.map(|_| ()));
        })?;
    let answer = match address {
        ServerAddress::Socket(_) => asked.recv_timeout(LOGIN_TIME).ok(),
        ServerAddress::Study(_) => asked.recv().ok(),
    };
    let error = match answer {
        Some(Ok(())) => return Ok(()),
        Some(Err(error)) => error,
        None => LinkError::Silent,
    };
    let failure = failure(&error, address);
    Err(match (&error, address) {
        (LinkError::Refused(_), _) | (_, ServerAddress::Study(_)) => failure,
        _ => failure.code(UNAVAILABLE),
    })
}

fn hello(command: Option<&str>) -> Result<Hello, Failure> {
    Ok(Hello {
        client: client_name()?,
        from: origin(),
        command: command.unwrap_or_default().to_owned(),
        head: None,
    })
}

fn reach(address: &ServerAddress) -> Result<Reach, Failure> {
    Ok(match address.clone() {
        ServerAddress::Socket(path) => Box::new(move || protocol::connect(&path)),
        ServerAddress::Study(dir) => {
            let until_idle = env::var("CORESET_UNTIL_IDLE").ok();
            let until_idle = until_idle.and_then(|seconds| seconds.parse().ok());
            let program = env::current_exe()?;
            let until_idle = until_idle.unwrap_or(UNTIL_IDLE);
            let mut starter = Starter::new(program, &dir, until_idle, Box::new(progress()));
            Box::new(move || starter.reach())
        }
    })
}

/// Returns where this account keeps the newest head that it was told of a study.
///
/// # Errors
/// Why it keeps none: there is no home, or its file cannot be written.
pub fn head_file(address: &ServerAddress) -> Result<HeadFile, String> {
    let (ServerAddress::Socket(path) | ServerAddress::Study(path)) = address;
    let path = std::path::absolute(path).map_err(|error| error.to_string())?;
    let file = HeadFile::of(&path).ok_or_else(|| DEFAULT.account_without_home().to_owned())?;
    let why = |error: io::Error| format!("{}: {error}", file.path().display());
    file.prepare().map_err(why)?;
    file.read().map_err(why)?;
    Ok(file)
}

/// Checks that a directory holds a study; opening it reports anything else that is wrong.
///
/// # Errors
/// When it holds none.
pub fn check_exists(dir: &Path) -> Result<(), Failure> {
    match server::is_study(dir) {
        Err(error @ StoreError::NotAStudy { .. }) => Err(Failure::new(error.to_string())
            .hint(DEFAULT.make_study())
            .code(CLOSED)),
        _ => Ok(()),
    }
}

fn failure(error: &LinkError, address: &ServerAddress) -> Failure {
    if let LinkError::Unreachable(why) = error
        && let Some(own) = why
            .get_ref()
            .and_then(|own| own.downcast_ref::<NotStarted>())
    {
        return own.clone().into();
    }
    let message = DEFAULT.unreached(&error.told());
    let hint = match (error, address) {
        (LinkError::Unreachable(_), ServerAddress::Socket(path)) => DEFAULT.check_server(path),
        // The sentence may say it already.
        (LinkError::Refused(_), _) if !message.contains("coreset user") => {
            DEFAULT.ask_manager(&user_name())
        }
        _ => String::new(),
    };
    Failure::new(message).hint(hint).code(CLOSED)
}

/// Returns a name that no other client has ever had.
///
/// # Errors
/// When the system has no random numbers.
pub fn client_name() -> Result<String, Failure> {
    let mut bytes = [0; 8];
    getrandom(&mut bytes, GetRandomFlags::empty()).map_err(io::Error::from)?;
    let mut name = format!("{}-{}-", user_name(), std::process::id());
    for byte in bytes {
        let _ = write!(name, "{byte:02x}");
    }
    Ok(name)
}

/// The study that comes with the program, read on a thread while the connection is made.
#[derive(Debug)]
pub struct Embedded(Option<JoinHandle<Result<Study, DataError>>>);

impl Embedded {
    /// Begins to read it.
    pub fn begin() -> Self {
        Self(thread::Builder::new().spawn(embedded_study).ok())
    }

    fn get(self) -> Result<Study, DataError> {
        let read = self.0.and_then(|reading| reading.join().ok());
        // If the thread could not be started or failed, read it here.
        read.unwrap_or_else(embedded_study)
    }
}

/// Returns the study that a welcome speaks of.
///
/// # Errors
/// When it is not the one that the server has: the two programs differ.
pub fn study_of(welcome: &Welcome, embedded: Embedded) -> Result<Study, Failure> {
    let study = welcome.study.study(|| embedded.get().ok());
    study.ok_or_else(|| {
        let own = env!("CARGO_PKG_VERSION");
        let differs = DEFAULT.protocol_differs(&welcome.program, own);
        Failure::from(differs).code(CLOSED)
    })
}

/// The connection of a command: sends one request after another and waits for each reply.
pub struct CommandClient {
    remote: Remote,
    replies: Receiver<Reply>,
    client: String,
    sent: u64,
    /// The server's welcome.
    pub welcome: Welcome,
}

impl CommandClient {
    /// Connects without screens to a study that must exist: a mistyped path must not become an empty study.
    ///
    /// # Errors
    /// As [`connect`], and when the directory holds no study.
    pub fn existing(option: &StudyOption) -> Result<Self, Failure> {
        if let ServerAddress::Study(dir) = server_address(option)? {
            check_exists(&dir)?;
        }
        Self::new(option)
    }

    /// Connects without screens.
    ///
    /// # Errors
    /// As [`connect`].
    pub fn new(option: &StudyOption) -> Result<Self, Failure> {
        let (sender, replies) = mpsc::channel();
        let put = Box::new(move |reply| {
            // The receiver is gone after the last reply.
            let _ = sender.send(reply);
        });
        let (remote, welcome, client) =
            connect(&server_address(option)?, Some(&option.command), put)?;
        Ok(Self {
            remote,
            replies,
            client,
            sent: 0,
            welcome,
        })
    }

    /// Appends events, all or none.
    ///
    /// # Errors
    /// What the owner of the study says against it.
    pub fn append(&mut self, events: Vec<Event>) -> Result<(), Failure> {
        self.appended(events).map(|_| ())
    }

    /// Appends events for a reason, all or none.
    ///
    /// # Errors
    /// What the owner of the study says against it.
    pub fn append_because(&mut self, reason: &str, events: Vec<Event>) -> Result<(), Failure> {
        let reason = Some(reason.to_owned());
        self.sent(Append {
            reason,
            events,
            ..Append::default()
        })
        .map(|_| ())
    }

    /// Appends events, all or none; returns the proof that they are stored.
    ///
    /// # Errors
    /// What the owner of the study says against it.
    pub fn appended(&mut self, events: Vec<Event>) -> Result<Receipt, Failure> {
        self.sent(Append {
            events,
            ..Append::default()
        })
    }

    /// Appends what a file of others says, each event with its line there, all or none: it follows from the record as it stood
    /// after the entry `seen`, and what others changed since is not overwritten.
    ///
    /// # Errors
    /// What the owner of the study says against it, and that somebody else was first.
    pub fn imported_on(
        &mut self,
        seen: u64,
        events: Vec<Event>,
        imported: Vec<FileLine>,
    ) -> Result<Receipt, Failure> {
        self.sent(Append {
            seen,
            events,
            imported,
            ..Append::default()
        })
    }

    fn sent(&mut self, append: Append) -> Result<Receipt, Failure> {
        self.sent += 1;
        let request = Request::Append(Append {
            request: format!("{}-{}", self.client, self.sent),
            ..append
        });
        match self.ask(&request)? {
            Reply::Appended { receipt, .. } => Ok(receipt),
            Reply::Refused { refusal, .. } => Err(Failure::new(DEFAULT.refusal(&refusal))),
            other => Err(unexpected_reply(&other)),
        }
    }

    /// Records that something is given out, of a participant or of the whole study; must be called before its first byte
    /// is put out. Returns the proof that it is stored.
    ///
    /// # Errors
    /// What the owner of the study says against it.
    pub fn print(
        &mut self,
        what: &str,
        participant: Option<ParticipantId>,
    ) -> Result<Receipt, Failure> {
        self.appended(vec![Event::Copied {
            what: what.to_owned(),
            participant,
        }])
    }

    /// Returns an id for a request that is sent once.
    pub fn request_id(&self, what: &str) -> String {
        format!("{}-{what}", self.client)
    }

    /// Asks, and waits for the answer; when the server is lost meanwhile it is asked again.
    ///
    /// # Errors
    /// When there is no answer in time, or reading failed.
    pub fn ask(&self, request: &Request) -> Result<Reply, Failure> {
        self.send(request);
        self.wait(request)
    }

    /// Asks, and does not wait for the answer.
    pub fn send(&self, request: &Request) {
        self.remote.send(request.clone());
    }

    /// Waits for the answer to the request that was sent last; when the server is lost meanwhile it is asked again.
    ///
    /// # Errors
    /// When there is no answer in time, or reading failed.
    pub fn wait(&self, request: &Request) -> Result<Reply, Failure> {
        let until = Instant::now() + PATIENCE;
        let mut lost = None;
        let mut word = Some(Instant::now() + WITHOUT_A_WORD);
        loop {
            let left = |until: Instant| until.saturating_duration_since(Instant::now());
            let reply = self.replies.recv_timeout(left(word.unwrap_or(until)));
            if word.is_some() && reply == Err(RecvTimeoutError::Timeout) {
                word = None;
                waiting::tell();
                continue;
            }
            match reply {
                Ok(news) if news.is_news() => {}
                Ok(Reply::Lost(why)) => {
                    if matches!(request, Request::SetPassphrase { .. } | Request::Unlock(_)) {
                        return Err(Failure::from(DEFAULT.passphrase_in_doubt()).code(CLOSED));
                    }
                    lost = Some(why);
                }
                Ok(Reply::Back(_)) => {
                    lost = None;
                    self.send(request);
                }
                Ok(Reply::Failed(why)) => return Err(Failure::new(DEFAULT.refusal(&why))),
                Ok(reply) => return Ok(reply),
                Err(_) => {
                    let why = lost.map_or_else(
                        || DEFAULT.no_answer().to_owned(),
                        |why| DEFAULT.unreached(&why),
                    );
                    return Err(Failure::new(why).code(CLOSED));
                }
            }
        }
    }
}

/// Returns the failure for a reply that does not fit the request.
pub fn unexpected_reply(reply: &Reply) -> Failure {
    match reply {
        Reply::Conflict { .. } => DEFAULT.somebody_was_first().into(),
        _ => DEFAULT.unexpected_answer().into(),
    }
}
