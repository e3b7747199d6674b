//! A small disk in memory that can be filled up and freed; needs root, else its tests say that they were not tried.
#![allow(dead_code, reason = "each test file uses a part")]

use std::path::Path;
use std::process::Command;

/// A small disk in memory, unmounted at the end.
pub(crate) struct Disk(pub(crate) tempfile::TempDir);

impl Disk {
    pub(crate) fn mount(size: &str) -> Option<Self> {
        let dir = tempfile::tempdir().unwrap();
        let done = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"])
            .arg(dir.path())
            .output();
        match done {
            Ok(output) if output.status.success() => Some(Self(dir)),
            Ok(output) => {
                eprintln!("not tried: {}", String::from_utf8_lossy(&output.stderr));
                None
            }
            Err(error) => {
                eprintln!("not tried: {error}");
                None
            }
        }
    }

    pub(crate) fn remount(&self, how: &str) {
        let status = Command::new("mount")
            .args(["-o", &format!("remount,{how}")])
            .arg(self.0.path())
            .status();
        assert!(status.unwrap().success());
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0.path()).status();
    }
}

/// Writes a file until the disk is full.
pub(crate) fn fill_up(path: &Path) {
    use std::io::Write;
    let mut file = std::fs::File::create(path).unwrap();
    let mut size = 1 << 16;
    while size > 0 {
        if file.write_all(&vec![7; size]).is_err() {
            size /= 2;
        }
    }
}

/// Removes what filled the disk, and waits until its room is there: a child that another test is just starting may still
/// hold the file for a moment.
pub(crate) fn make_room(filler: &Path) {
    std::fs::remove_file(filler).unwrap();
    let begun = std::time::Instant::now();
    let room = || {
        let disk = rustix::fs::statvfs(filler.parent().unwrap()).unwrap();
        disk.f_bavail * disk.f_frsize
    };
    while room() < 4 << 20 {
        assert!(begun.elapsed().as_secs() < 60, "{} bytes are free", room());
        std::thread::yield_now();
    }
}
