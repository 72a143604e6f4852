//! The USB layer on a real Linux USB stack: a guest under QEMU, booted by `tests/lab/run.sh`.

use std::path::Path;
use std::process::Command;

/// So many tests there are at least.
const LEAST: usize = 36;

#[test]
fn the_usb_layer_holds_on_a_real_kernel() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let run = Command::new("sh")
        .arg(root.join("tests/lab/run.sh"))
        .env("CARGO", env!("CARGO"))
        .output()
        .unwrap();
    let output = String::from_utf8_lossy(&run.stdout);
    let errors = String::from_utf8_lossy(&run.stderr);
    println!("{output}");
    assert!(run.status.success(), "{output}\n{errors}");
    let passed = output
        .lines()
        .find_map(|line| line.strip_suffix(" passed, 0 failed")?.trim().parse().ok());
    // A guest that ran nothing, or a part of it, has shown nothing.
    let least = match std::env::var_os("KEYWRIGHT_LAB_ONLY") {
        Some(_) => 1,
        None => LEAST,
    };
    assert!(
        passed.is_some_and(|passed: usize| passed >= least),
        "{output}"
    );
}
