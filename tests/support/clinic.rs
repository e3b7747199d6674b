//! A clinic on loopback: a real sshd with its own accounts, keys, port and configuration, and the study's
//! server under an account of its own.
//!
//! Accounts are files that are put over /etc/passwd and /etc/group in a mount namespace of each process
//! started here, so that the machine's own stay as they are. Needs root, Debian's openssh-server and
//! mounts; [`Clinic::open`] says what is missing.
#![allow(dead_code, reason = "each test file uses a part")]
#![allow(clippy::expect_used)] // a test that cannot go on has failed

use super::pty::{LIMIT, Pty};
use rustix::process::{Pid, Signal, kill_process};
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Account of the server.
pub(crate) const SERVER: u32 = 61_000;
/// Group of those who may reach it.
const ASSESSORS: u32 = 61_010;
/// Login, number, printed name.
pub(crate) const PEOPLE: [(&str, u32, &str); 4] = [
    ("pt", 61_001, "Petra Test"),
    ("md", 61_002, "Max Doctor"),
    ("cra", 61_003, "Clara Monitor"),
    // Has an account, and is not on the study's list.
    ("eve", 61_004, "Eve Unknown"),
];

/// A clinic; everything in it ends with it.
pub(crate) struct Clinic {
    dir: TempDir,
    port: u16,
    sshd: Child,
    server: Option<Child>,
}

/// Returns why there can be no clinic on this machine.
fn missing() -> Option<String> {
    if !rustix::process::geteuid().is_root() {
        return Some("only root can start an sshd for several accounts".to_owned());
    }
    for tool in [
        "/usr/sbin/sshd",
        "/usr/bin/ssh",
        "/usr/bin/ssh-keygen",
        "/usr/bin/unshare",
    ] {
        if !Path::new(tool).exists() {
            return Some(format!(
                "{tool} is not there (Debian: openssh-server, openssh-client)"
            ));
        }
    }
    let unshared = Command::new("unshare").args(["-m", "true"]).output();
    match unshared {
        Ok(output) if output.status.success() => None,
        _ => Some("mounts are not allowed here".to_owned()),
    }
}

impl Clinic {
    /// Opens a clinic whose study holds synthetic participants and the first three people; `None`, with a
    /// printed reason, where that cannot be.
    pub(crate) fn open() -> Option<Self> {
        if let Some(reason) = missing() {
            eprintln!("skipped: {reason}");
            return None;
        }
        let dir = tempfile::Builder::new()
            .prefix("clinic-")
            .tempdir_in("/tmp")
            .unwrap();
        let root = dir.path();
        fs::set_permissions(root, fs::Permissions::from_mode(0o755)).unwrap();
        accounts(root);
        // The program where every account may run it.
        let program = root.join("coreset");
        fs::copy(env!("CARGO_BIN_EXE_coreset"), &program).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        let port = free_port();
        configure(root, port);
        let mut clinic = Self {
            sshd: start_sshd(root),
            dir,
            port,
            server: None,
        };
        clinic.make_study();
        clinic.start_server();
        for (user, role) in [
            ("pt", "assessor"),
            ("md", "investigator"),
            ("cra", "monitor"),
        ] {
            let name = PEOPLE.iter().find(|(login, ..)| *login == user).unwrap().2;
            let added = clinic.as_server(&["user", "add", user, "--name", name, "--role", role]);
            assert!(added.status.success(), "{added:?}");
        }
        Some(clinic)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Returns the study's directory.
    pub(crate) fn study(&self) -> PathBuf {
        self.path("study")
    }

    /// Returns the file by which the server is reached.
    pub(crate) fn socket(&self) -> PathBuf {
        self.path("run/socket")
    }

    fn make_study(&self) {
        let study = self.study();
        fs::create_dir(&study).unwrap();
        let run = self.path("run");
        fs::create_dir(&run).unwrap();
        for path in [&study, &run] {
            chown(path, Some(SERVER), Some(ASSESSORS)).unwrap();
        }
        let dir = study.to_str().unwrap();
        let made = self.as_server(&["demo", "--dir", dir, "--only-make"]);
        assert!(made.status.success(), "{made:?}");
    }

    /// Starts the study's server and waits until it is ready.
    pub(crate) fn start_server(&mut self) {
        let (study, socket) = (self.study(), self.socket());
        let mut command = self.inside(SERVER);
        command
            .arg(self.path("coreset"))
            .args(["serve", "--study"])
            .arg(study)
            .arg("--socket")
            .arg(&socket)
            .stdout(Stdio::piped());
        let mut server = command.spawn().unwrap();
        wait_for_line(server.stdout.take().unwrap(), "is served at");
        self.server = Some(server);
    }

    /// Ends the server as a power cut of the process would.
    pub(crate) fn kill_server(&mut self) {
        let mut server = self.server.take().unwrap();
        server.kill().unwrap();
        server.wait().unwrap();
    }

    /// Runs the program as the account of the server.
    pub(crate) fn as_server(&self, args: &[&str]) -> Output {
        let mut command = self.inside(SERVER);
        command
            .arg(self.path("coreset"))
            .args(args)
            .env("XDG_STATE_HOME", self.path("state"))
            .env("CORESET_SOCKET", self.socket());
        command.output().unwrap()
    }

    /// Returns a command that runs what is appended to it among the clinic's accounts, as one of them.
    fn inside(&self, uid: u32) -> Command {
        let mut command = Command::new("unshare");
        let root = self.dir.path().display();
        let script = format!(
            "mount --bind {root}/passwd /etc/passwd && mount --bind {root}/group /etc/group && \
             mount --bind {root}/shadow /etc/shadow && exec setpriv --reuid {uid} --regid {ASSESSORS} --clear-groups \"$@\""
        );
        command.args(["--mount", "sh", "-c", &script, "sh"]);
        command
    }

    /// Runs a command as one of the people, on the host and without sshd.
    pub(crate) fn as_person(&self, user: &str, command: &[&str]) -> Output {
        let (_, uid, _) = PEOPLE.iter().find(|(login, ..)| *login == user).unwrap();
        self.inside(*uid).args(command).output().unwrap()
    }

    /// Returns the directory of everything.
    pub(crate) fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// Returns the port of sshd.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Returns a port that nobody listens at.
    pub(crate) fn free_port(&self) -> u16 {
        free_port()
    }

    /// Returns whether an sshd answers at the near end of a forwarding.
    pub(crate) fn answers_at(&self, forwarding: &str) -> bool {
        let near = forwarding.split(':').next().unwrap().parse().unwrap();
        let Ok(mut stream) = std::net::TcpStream::connect(("127.0.0.1", near)) else {
            return false;
        };
        stream
            .set_read_timeout(Some(Duration::from_secs(2)))
            .unwrap();
        let mut said = [0; 4];
        std::io::Read::read_exact(&mut stream, &mut said).is_ok() && said == *b"SSH-"
    }

    /// Returns an ssh command as one of the people, with options before the host and words after it.
    pub(crate) fn ssh(&self, user: &str, options: &[&str], words: &[&str]) -> Vec<String> {
        let mut args = vec![
            "-F".to_owned(),
            self.path("client_config").display().to_string(),
        ];
        args.extend(options.iter().map(|option| (*option).to_owned()));
        args.push(format!("{user}@clinic"));
        args.extend(words.iter().map(|word| (*word).to_owned()));
        args
    }

    /// Opens a terminal of one of the people.
    pub(crate) fn terminal(&self, user: &str, size: (u16, u16)) -> Pty {
        let mut pty = self.terminal_with(user, &["-tt"], &[], size);
        super::visit::put_off_passphrase(&mut pty);
        pty
    }

    /// Opens a terminal with options and words of ssh.
    pub(crate) fn terminal_with(
        &self,
        user: &str,
        options: &[&str],
        words: &[&str],
        size: (u16, u16),
    ) -> Pty {
        let args = self.ssh(user, options, words);
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        Pty::start(Path::new("/usr/bin/ssh"), &args, &[], size)
    }

    /// Runs ssh, scp or sftp to its end, with something on its standard input.
    pub(crate) fn run(&self, program: &str, args: &[&str], input: &str) -> Output {
        let mut command = Command::new(program);
        command
            .arg("-F")
            .arg(self.path("client_config"))
            .args(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // Whoever does not read it has refused already.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        bounded(child)
    }
}

impl Drop for Clinic {
    fn drop(&mut self) {
        if let Some(server) = &mut self.server {
            let _ = kill_process(Pid::from_child(server), Signal::TERM);
            let _ = server.wait();
        }
        let _ = kill_process(Pid::from_child(&self.sshd), Signal::TERM);
        let _ = self.sshd.wait();
    }
}

/// Waits for the end of a process, for a bounded time.
fn bounded(child: Child) -> Output {
    let pid = Pid::from_child(&child);
    let (done, ended) = mpsc::channel();
    std::thread::spawn(move || {
        let _ = done.send(child.wait_with_output());
    });
    match ended.recv_timeout(LIMIT) {
        Ok(output) => output.unwrap(),
        Err(_) => {
            let _ = kill_process(pid, Signal::KILL);
            ended.recv().unwrap().unwrap()
        }
    }
}

fn wait_for_line(from: impl std::io::Read + Send + 'static, wanted: &'static str) {
    let (found, seen) = mpsc::channel();
    std::thread::spawn(move || {
        for line in BufReader::new(from).lines().map_while(Result::ok) {
            if line.contains(wanted) {
                let _ = found.send(());
            }
        }
    });
    seen.recv_timeout(LIMIT)
        .expect("the server is ready in time");
}

/// Writes the clinic's own accounts, after those that the machine has.
fn accounts(root: &Path) {
    let mut passwd = fs::read_to_string("/etc/passwd").unwrap();
    let mut shadow = fs::read_to_string("/etc/shadow").unwrap();
    let mut group = fs::read_to_string("/etc/group").unwrap();
    let mut add = |login: &str, uid: u32, name: &str| {
        let home = root.join("home").join(login);
        fs::create_dir_all(&home).unwrap();
        chown(&home, Some(uid), Some(ASSESSORS)).unwrap();
        passwd.push_str(&format!(
            "{login}:x:{uid}:{ASSESSORS}:{name}:{}:/bin/sh\n",
            home.display()
        ));
        shadow.push_str(&format!("{login}:*:20000:0:99999:7:::\n"));
    };
    add("coreset", SERVER, "coreset");
    for (login, uid, name) in PEOPLE {
        add(login, uid, name);
    }
    group.push_str(&format!("assessors:x:{ASSESSORS}:\n"));
    for (name, text, mode) in [
        ("passwd", passwd, 0o644),
        ("shadow", shadow, 0o600),
        ("group", group, 0o644),
    ] {
        let path = root.join(name);
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
    }
}

/// Writes keys and configurations: the server's as the documents have them, and the client's.
fn configure(root: &Path, port: u16) {
    for key in ["host_key", "user_key"] {
        let made = Command::new("ssh-keygen")
            .args(["-q", "-t", "ed25519", "-N", "", "-f"])
            .arg(root.join(key))
            .output()
            .unwrap();
        assert!(made.status.success(), "{made:?}");
    }
    fs::copy(root.join("user_key.pub"), root.join("authorized_keys")).unwrap();
    let shown = root.display();
    let server = format!(
        "ListenAddress 127.0.0.1\nPort {port}\nHostKey {shown}/host_key\nPidFile {shown}/sshd.pid\n\
         AuthorizedKeysFile {shown}/authorized_keys\nStrictModes no\nUsePAM no\n\
         PasswordAuthentication no\nKbdInteractiveAuthentication no\nMaxStartups 100\n\
         Subsystem sftp internal-sftp\nAcceptEnv LANG LC_*\nPermitUserEnvironment no\n\
         Match Group assessors\n{}",
        forced(&format!("{shown}/coreset"), &format!("{shown}/run/socket"))
    );
    fs::write(root.join("sshd_config"), server).unwrap();
    let client = format!(
        "Host clinic\n HostName 127.0.0.1\n Port {port}\n IdentityFile {shown}/user_key\n IdentitiesOnly yes\n\
         IdentityAgent none\n UserKnownHostsFile /dev/null\n StrictHostKeyChecking no\n LogLevel ERROR\n\
         ConnectTimeout 10\n SendEnv LANG LC_*\n"
    );
    fs::write(root.join("client_config"), client).unwrap();
}

/// Returns the lines of the documented set-up of sshd, with these paths.
fn forced(program: &str, socket: &str) -> String {
    let document = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/administration.md");
    let document = fs::read_to_string(document).unwrap();
    let set_up = document.split("Match Group assessors\n").nth(1).unwrap();
    let set_up = set_up.split("```").next().unwrap();
    let text = set_up.replace("/usr/bin/coreset", program);
    assert!(
        text.contains("ForceCommand"),
        "the documented set-up has changed"
    );
    text.replace("/run/coreset/socket", socket)
}

fn start_sshd(root: &Path) -> Child {
    let script = format!(
        "mount --bind {0}/passwd /etc/passwd && mount --bind {0}/group /etc/group && \
         mount --bind {0}/shadow /etc/shadow && mkdir -p /run/sshd && exec /usr/sbin/sshd -D -e -f {0}/sshd_config",
        root.display()
    );
    let mut command = Command::new("unshare");
    command.args(["--mount", "sh", "-c", &script]);
    let log = fs::File::create(root.join("sshd.log")).unwrap();
    let mut sshd = command.stderr(log).stdin(Stdio::null()).spawn().unwrap();
    let begun = Instant::now();
    loop {
        let log = fs::read_to_string(root.join("sshd.log")).unwrap();
        if log.contains("Server listening") {
            return sshd;
        }
        let ended = sshd.try_wait().unwrap();
        assert!(ended.is_none() && begun.elapsed() < LIMIT, "sshd: {log}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}
