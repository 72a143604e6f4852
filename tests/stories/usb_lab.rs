//! The USB layer on a real Linux USB stack: a guest under QEMU, booted by `tests/lab/run.sh`.

use std::path::Path;
use std::process::Command;

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
    assert!(output.contains(" passed, 0 failed"), "{output}");
}
