//! The options that say where the study is.

use clap::Args;
use std::path::PathBuf;

/// Where the study is.
#[derive(Args, Clone, Debug, Default)]
pub struct StudyOption {
    /// Directory of the study; made on the first run [default: coreset/NCT04946669 in your data directory]
    #[arg(long, value_name = "DIR", env = "CORESET_STUDY", global = true)]
    pub study: Option<PathBuf>,
    /// Socket of the study's server, which is then not started from here [env: CORESET_SOCKET, when no DIR is named]
    #[arg(long, value_name = "PATH", global = true)]
    pub socket: Option<PathBuf>,
    /// The command that was given, as it names itself to a server; empty for the screens.
    #[arg(skip)]
    pub command: String,
}
