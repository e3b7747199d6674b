//! A real sshd on loopback: several assessors at once, each as who the kernel says, and no way out of the program.
//!
//! One clinic for all of it, since it is slow to open; skipped, with the reason printed, where there can be none.

use crate::support::clinic::Clinic;
use crate::support::pty::Pty;
use std::fs;

const SIZE: (u16, u16) = (80, 24);

/// Who is just enrolled in every study of synthetic participants, with nothing entered yet.
const WHO: &str = "99-001";

/// Opens the baseline visit of the participant.
fn open_baseline(pty: &mut Pty) {
    pty.wait_for_text("Find:");
    pty.send(b"001\r");
    pty.wait_for_text("Baseline");
    pty.send(b"1");
    pty.wait_for_text("Patient global");
}

/// Returns who entered each answer of the participant: login, printed name, role, where from, value.
fn answers(clinic: &Clinic, form: &str) -> Vec<[String; 5]> {
    let mut found = Vec::new();
    let mut files: Vec<_> = fs::read_dir(clinic.study().join("journal"))
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    files.sort();
    for file in files {
        for line in fs::read_to_string(file).unwrap().lines() {
            let entry: serde_json::Value = serde_json::from_str(line).unwrap();
            let event = &entry["event"];
            if event["kind"] == "answered" && event["participant"] == WHO && event["form"] == form {
                let word = |name: &str| entry[name].as_str().unwrap().to_owned();
                found.push([
                    word("user"),
                    word("name"),
                    word("role"),
                    word("from"),
                    event["answer"].to_string(),
                ]);
            }
        }
    }
    found
}

#[test]
fn three_terminals_through_ssh_and_no_way_out() {
    let Some(mut clinic) = Clinic::open() else {
        return;
    };
    together(&clinic);
    survives_a_restart(&mut clinic);
    captive(&clinic);
    strangers(&clinic);
}

/// Two in one visit and one who reads: each sees what the others save, and who they are.
fn together(clinic: &Clinic) {
    let mut pt = clinic.terminal("pt", SIZE);
    let mut md = clinic.terminal("md", SIZE);
    let mut cra = clinic.terminal("cra", SIZE);
    for pty in [&mut pt, &mut md, &mut cra] {
        open_baseline(pty);
    }
    pt.wait_for_text("Petra Test, assessor");
    md.wait_for_text("Max Doctor, investigator");
    cra.wait_for_text("Clara Monitor, monitor");
    // Both open the physician's form; each is told of the other.
    pt.send(b"6");
    md.send(b"6");
    for (pty, other) in [(&mut pt, "Max Doctor"), (&mut md, "Petra Test")] {
        pty.wait_for_text("Physician global VAS");
        pty.wait_for_text(other);
    }
    cra.send(b"6");
    cra.wait_for_text("Physician global VAS");
    // One types; the others see it without a key.
    pt.send(b"4.7\r");
    pt.wait_for_text("saved #");
    for pty in [&mut md, &mut cra] {
        pty.wait_for_text("4.7");
    }
    // The other one changes another field meanwhile half typed.
    md.send(b"\x1b[B2");
    md.wait_for_text("saved #");
    for pty in [&mut pt, &mut cra] {
        pty.wait_for(|screen| {
            screen
                .contents()
                .lines()
                .any(|line| line.contains("category") && line.contains('2'))
        })
        .unwrap_or_else(|error| panic!("{error}"));
    }
    // Who reads changes nothing.
    cra.send(b"9");
    cra.wait_for_text("reads only");
    let by: Vec<_> = answers(clinic, "phga")
        .into_iter()
        .map(|[user, name, role, from, _]| [user, name, role, from])
        .collect();
    let expected = [
        ["pt", "Petra Test", "assessor", "127.0.0.1"],
        ["md", "Max Doctor", "investigator", "127.0.0.1"],
    ];
    assert_eq!(by, expected);
    for mut pty in [pt, md, cra] {
        pty.send(b"\x18");
        assert_eq!(pty.exit_code(), 0, "{}", pty.text());
    }
}

/// The server dies under a terminal in which something is half typed, and comes back.
fn survives_a_restart(clinic: &mut Clinic) {
    let mut pt = clinic.terminal("pt", SIZE);
    open_baseline(&mut pt);
    pt.send(b"1");
    pt.wait_for_text("Patient global VAS");
    pt.send(b"6.");
    pt.wait_for_text("6.");
    clinic.kill_server();
    pt.wait_for_text("NO CONNECTION");
    // Typing goes on.
    pt.send(b"1");
    clinic.start_server();
    pt.wait_for_text("Connected again");
    // The notice goes with the next key.
    pt.send(b"\x1b[B");
    pt.wait_for_text("saved #");
    let saved = answers(clinic, "ptga");
    assert_eq!(saved.len(), 1, "{saved:?}");
    assert!(saved[0][4].contains("6.1"), "{saved:?}");
    pt.send(b"\x18");
    assert_eq!(pt.exit_code(), 0);
}

/// Nothing but the program: no shell, no file, no port.
fn captive(clinic: &Clinic) {
    // Keys that leave other programs for a shell.
    let mut pt = clinic.terminal("pt", SIZE);
    pt.wait_for_text("Find:");
    pt.send(b"\x1a!sh\r:!sh\r\x03\x1c~C");
    pt.send(b"\x0c");
    pt.wait_for_text("Find:");
    pt.send(b"\x18");
    assert_eq!(pt.exit_code(), 0, "{}", pt.text());
    let shown = clinic.dir().display().to_string();
    let proof = clinic.dir().join("home/pt/proof");
    let touch = format!("touch {shown}/home/pt/proof");
    // Commands that are none of coreset's, in every disguise.
    for words in [
        "sh",
        "bash -i",
        "/bin/sh -c id",
        touch.as_str(),
        "score; touch proof",
        "score && touch proof",
        "score | tee proof",
        "score > proof",
        "$(touch proof)",
        "`touch proof`",
        "score $(touch proof)",
        "A=1 sh",
        "scp -t /tmp",
        "/usr/lib/openssh/sftp-server",
        "internal-sftp",
        "rsync --server . /tmp",
        "git-upload-pack /tmp",
        "serve --study /tmp/x",
        "demo --dir /tmp/x",
        "demo",
        "login",
        " --study /tmp/x",
        "score --study /etc",
        "verify --study /etc",
        "keys --check /etc/passwd",
        " --keymap /etc/passwd",
        "man",
        "\n/bin/sh",
    ] {
        let ran = clinic.run("/usr/bin/ssh", &["pt@clinic", words], "");
        let said = String::from_utf8_lossy(&ran.stderr).into_owned();
        assert_eq!(ran.status.code(), Some(2), "{words:?}: {ran:?}");
        assert!(ran.stdout.is_empty(), "{words:?}: {ran:?}");
        assert!(!said.contains("uid=") && !said.contains("root:"), "{said}");
    }
    let shell = clinic
        .terminal_with("pt", &["-t"], &["sh"], SIZE)
        .exit_code();
    assert_eq!(shell, 2);
    // What is coreset's runs, with its input and output.
    let ran = clinic.run("/usr/bin/ssh", &["pt@clinic", "score"], "not a case\n");
    assert!(
        String::from_utf8_lossy(&ran.stdout).contains("error"),
        "{ran:?}"
    );
    let ran = clinic.run("/usr/bin/ssh", &["pt@clinic", "user", "list"], "");
    assert!(
        String::from_utf8_lossy(&ran.stdout).contains("Petra Test"),
        "{ran:?}"
    );
    let ran = clinic.run("/usr/bin/ssh", &["pt@clinic", "user", "disable", "md"], "");
    assert!(
        String::from_utf8_lossy(&ran.stderr).contains("does not allow"),
        "{ran:?}"
    );
    // Copies, in and out.
    let local = clinic.dir().join("local");
    fs::write(&local, "text").unwrap();
    let local = local.to_str().unwrap();
    for (program, args) in [
        ("/usr/bin/scp", vec![local, "pt@clinic:proof"]),
        ("/usr/bin/scp", vec!["-O", local, "pt@clinic:proof"]),
        ("/usr/bin/scp", vec!["pt@clinic:/etc/passwd", local]),
        ("/usr/bin/sftp", vec!["-b", "/dev/null", "pt@clinic"]),
    ] {
        let ran = clinic.run(program, &args, "");
        assert!(!ran.status.success(), "{program} {args:?}: {ran:?}");
    }
    assert_eq!(fs::read_to_string(local).unwrap(), "text");
    // Ports, sockets and agents.
    let far = format!("{}:127.0.0.1:{}", clinic.free_port(), clinic.port());
    for forward in ["-L", "-R"] {
        let options = [
            "-o",
            "ExitOnForwardFailure=yes",
            forward,
            &far,
            "pt@clinic",
            "user",
            "list",
        ];
        let ran = clinic.run("/usr/bin/ssh", &options, "");
        let through = forward == "-L" && clinic.answers_at(&far);
        assert!(!through, "{forward}: {ran:?}");
        if forward == "-R" {
            assert!(!ran.status.success(), "{ran:?}");
        }
    }
    let to = format!("127.0.0.1:{}", clinic.port());
    let ran = clinic.run("/usr/bin/ssh", &["-W", &to, "pt@clinic"], "");
    assert!(!ran.status.success() && ran.stdout.is_empty(), "{ran:?}");
    // Environments that name files.
    for set in [
        "CORESET_STUDY=/etc",
        "CORESET_KEYMAP=/etc/passwd",
        "CORESET_SOCKET=/tmp/x",
    ] {
        let option = format!("SetEnv={set}");
        let ran = clinic.run(
            "/usr/bin/ssh",
            &["-o", &option, "pt@clinic", "user", "list"],
            "",
        );
        assert!(ran.status.success(), "{set}: {ran:?}");
    }
    assert!(!proof.exists());
    // The study's files are closed to whoever has an account.
    let listed = clinic.as_person("pt", &["ls", clinic.study().to_str().unwrap()]);
    assert!(!listed.status.success(), "{listed:?}");
}

/// An account that is not on the study's list is told so, and whom to ask.
fn strangers(clinic: &Clinic) {
    let mut eve = clinic.terminal("eve", SIZE);
    assert_eq!(eve.exit_code(), 3);
    let text = eve.text();
    assert!(text.contains("eve is not on the list of users"), "{text}");
    assert!(text.contains("coreset user add eve"), "{text}");
}
