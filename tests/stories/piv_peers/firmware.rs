//! The PIV application of Nitrokey's firmware as a process (tests/peers/piv-firmware), built once.

use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use keywright::device::token_link::ApduLink;

/// A token that lives as long as the value.
pub struct Firmware {
    process: Child,
    folder: tempfile::TempDir,
}

impl Firmware {
    pub fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut process = Command::new(program())
            .arg(folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut ready = String::new();
        let said = process.stdout.take().unwrap();
        let _bytes = BufReader::new(said).read_line(&mut ready).unwrap();
        assert_eq!(ready, "ready\n");
        Self { process, folder }
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}

impl Drop for Firmware {
    fn drop(&mut self) {
        let _gone = self.process.kill();
        let _ended = self.process.wait();
    }
}

fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("piv-firmware");
        let built = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--locked", "--manifest-path"])
            .arg(root.join("tests/peers/piv-firmware/Cargo.toml"))
            .arg("--target-dir")
            .arg(&target)
            .status()
            .unwrap();
        assert!(
            built.success(),
            "the firmware does not build: run installer/prerequisites.sh"
        );
        target.join("debug/piv-firmware")
    })
}

/// A link that breaks after so many commands.
pub struct Cut<L> {
    pub link: L,
    pub left: u32,
}

impl<L: ApduLink> ApduLink for Cut<L> {
    fn transmit(&mut self, command: &[u8]) -> io::Result<Vec<u8>> {
        self.left = self.left.checked_sub(1).ok_or(io::ErrorKind::BrokenPipe)?;
        self.link.transmit(command)
    }
}
