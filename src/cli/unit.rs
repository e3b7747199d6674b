//! The unit files with which systemd runs the server of a study, made for this program and study.
//!
//! They are printed and must not be installed from here: the administrator of the host decides.

use super::failure::Failure;
use crate::domain::base::shown::is_unseen;
use crate::text::DEFAULT;
use std::env;
use std::path::{Path, PathBuf};

const STUDY: &str = "/var/lib/coreset";
const SOCKET: &str = "/run/coreset/socket";
/// Where systemd keeps the state of services.
const STATE: &str = "/var/lib";

/// Returns both unit files in one text, each under a comment that says where it goes.
///
/// # Errors
/// When a path cannot stand in a unit file.
pub fn files(study: Option<&Path>, socket: Option<&Path>) -> Result<String, Failure> {
    let program = path_in_unit(&env::current_exe()?)?;
    let study = path_in_unit(&absolute(study, STUDY)?)?;
    let socket = path_in_unit(&absolute(socket, SOCKET)?)?;
    let place = match Path::new(&study).strip_prefix(STATE) {
        Ok(state) if !state.as_os_str().is_empty() => format!(
            "# Made by systemd, for this user alone.\nStateDirectory={}\nStateDirectoryMode=0700",
            state.display()
        ),
        _ => format!(
            "# Make it first: install -d -o coreset -g coreset -m 0700 {study}\nReadWritePaths={study}"
        ),
    };
    Ok(format!(
        "\
# The server of a study for several assessors on this host. Two files; cut this text at the lines of `=`, or
#   coreset serve --print-unit | csplit --prefix=unit - '/^# =/' '{{*}}'
#
# Once, as root:
#   useradd --system --user-group --home-dir /nonexistent --shell /usr/sbin/nologin coreset
#   groupadd assessors; usermod -aG assessors LOGIN    # for each assessor
#   systemctl daemon-reload; systemctl enable --now coreset.socket
#   sudo -u coreset {program} user add LOGIN --role manager --socket {socket}

# ===== /etc/systemd/system/coreset.socket =====
[Unit]
Description=coreset, socket of the study in {study}

[Socket]
ListenStream={socket}
# Who may try; who is let in, and as what, the study's own list of users says.
SocketUser=coreset
SocketGroup=assessors
SocketMode=0660
DirectoryMode=0755

[Install]
WantedBy=sockets.target

# ===== /etc/systemd/system/coreset.service =====
[Unit]
Description=coreset, server of the study in {study}
Requires=coreset.socket
After=coreset.socket local-fs.target

[Service]
Type=notify
ExecStart={program} serve --study {study} --socket {socket}
User=coreset
Group=coreset
{place}
UMask=0077
Restart=on-failure
RestartSec=1
# The record of a large study is proven before the first client is taken.
TimeoutStartSec=5min
TimeoutStopSec=40
# It needs its own files and its socket, and nothing else.
NoNewPrivileges=yes
CapabilityBoundingSet=
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectClock=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectControlGroups=yes
ProtectProc=invisible
# No network. Users of a directory service are looked up through its own local socket (sssd, nslcd).
RestrictAddressFamilies=AF_UNIX
IPAddressDeny=any
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
MemoryDenyWriteExecute=yes
RemoveIPC=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM

[Install]
WantedBy=multi-user.target
"
    ))
}

fn absolute(path: Option<&Path>, usual: &str) -> Result<PathBuf, Failure> {
    Ok(std::path::absolute(path.unwrap_or(Path::new(usual)))?)
}

/// Returns a path as it stands in a unit file, which reads `%` and blanks in its own way.
fn path_in_unit(path: &Path) -> Result<String, Failure> {
    let odd = |c: char| is_unseen(c) || c.is_whitespace() || "%$\"'\\".contains(c);
    match path.to_str() {
        Some(text) if !text.contains(odd) => Ok(text.to_owned()),
        _ => Err(DEFAULT.not_for_unit(path).into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(study: Option<&str>, socket: Option<&str>) -> String {
        files(study.map(Path::new), socket.map(Path::new)).unwrap()
    }

    #[test]
    fn the_usual_study_is_kept_by_systemd_and_another_is_only_let_through() {
        let usual = lines(None, None);
        assert!(usual.contains("\nStateDirectory=coreset\nStateDirectoryMode=0700\n"));
        assert!(usual.contains("\nListenStream=/run/coreset/socket\n"));
        assert!(usual.contains(" serve --study /var/lib/coreset --socket /run/coreset/socket\n"));
        let own = lines(Some("/srv/trial"), Some("/run/trial.sock"));
        assert!(own.contains("\nReadWritePaths=/srv/trial\n") && !own.contains("StateDirectory"));
        assert!(own.contains("\nListenStream=/run/trial.sock\n"));
    }

    #[test]
    fn every_line_is_a_section_a_setting_a_comment_or_blank() {
        for line in lines(None, None).lines() {
            let setting = line.split_once('=').is_some_and(|(key, _)| {
                !key.is_empty() && key.chars().all(|c| c.is_ascii_alphabetic())
            });
            let section = matches!(line, "[Unit]" | "[Socket]" | "[Service]" | "[Install]");
            assert!(
                setting || section || line.is_empty() || line.starts_with('#'),
                "{line}"
            );
        }
    }

    #[test]
    fn a_path_that_systemd_would_read_otherwise_is_refused() {
        for path in [
            "/srv/my trial",
            "/srv/%h",
            "/srv/$HOME",
            "/srv/a\nUser=root",
            "/srv/\"x\"",
        ] {
            assert!(files(Some(Path::new(path)), None).is_err(), "{path:?}");
        }
    }
}
