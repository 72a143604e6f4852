//! Prints what unlocking takes with a programming key: commands and bytes through the smart card service, beside
//! OpenSC's `pkcs11-tool --derive` on the same simulated token in the same run, and what of our own processor it
//! takes beside the token's own time, by a model and as measured. Ends with 0 in any case and says what is missed.
//! Needs root or sudo for the service.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::cast_precision_loss,
    missing_docs
)]

#[allow(dead_code)]
#[path = "../tests/stories/piv_peers/firmware.rs"]
mod firmware;
#[allow(dead_code)]
#[path = "../tests/stories/piv_peers/service.rs"]
mod service;

use std::cell::Cell;
use std::path::Path;
use std::process::Command;
use std::rc::Rc;
use std::time::{Duration, Instant};

use keywright::bench::token::{NewToken, Token};
use keywright::device::card_service;
use keywright::device::enrolment::{self, Wishes};
use keywright::device::programming_key::{
    Agreement, LastTry, Pin, PivProgrammingKey, ProgrammingKey, Puk,
};
use keywright::device::token_link::{ApduLink, SocketLink};
use keywright::model::SystemId;
use keywright::secrets::certificate::Certificate;
use keywright::secrets::master::MasterSecrets;
use keywright::secrets::random::OsRandom;
use rustix::time::{ClockId, clock_gettime};

use self::firmware::Firmware;
use self::service::Service;

const RUNS: usize = 21;
const READER: &str = "Virtual PCD 00 00";
const PIN: &str = "27182818";
const SYSTEM: SystemId = SystemId([7; 8]);
/// What a token takes for the key agreement alone, in milliseconds: measured once with the PIV program of Nitrokey's
/// firmware on a PC. Chips take longer.
const AGREEMENT: f64 = 24.0;
/// What a command takes on the way to a token on USB and back, in milliseconds: measured with 15 bytes out and 17 back
/// through Linux's own USB stack.
const ROUND_TRIP: f64 = 0.6;
/// A bulk transfer of full speed, in bytes a millisecond: 19 packets of 64 bytes in each (USB 2.0, table 5-9).
const BYTES_A_MILLISECOND: f64 = 1_216.0;
/// Allowed share of the processor in the token's own time.
const SHARE: f64 = 10.0;

fn main() {
    let mut missed = Vec::new();
    let measured =
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| unlocking(&mut missed)));
    if measured.is_err() {
        missed.push("unlocking could not be measured to its end".to_owned());
    }
    match missed.as_slice() {
        [] => println!("\nEvery limit is kept."),
        _ => println!("\nMissed: {}.", missed.join("; ")),
    }
}

/// Several runs of one job.
struct Row {
    commands: u32,
    bytes: u32,
    took: Duration,
    cpu: Duration,
}

fn unlocking(missed: &mut Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let mut service = Service::start();
    let file = folder.path().join("token.json");
    let NewToken { token, pin, .. } = Token::create(&mut OsRandom, "Bench", &file).unwrap();
    service.plug_in(token);
    let certificate = certificate();
    let sealed = MasterSecrets::generate(SYSTEM, 1, 1_795_000_000, &mut OsRandom).unwrap();
    let recipients = std::slice::from_ref(&certificate);
    let envelope = sealed.seal(recipients, &mut OsRandom).unwrap();
    let ours = measured(&service, || unlock(&pin, &envelope));
    make_peer(folder.path());
    let theirs = measured(&service, || derive(folder.path(), &pin));

    println!(
        "Unlocking through the smart card service: finding the card, PIN, key agreement; ours opens the sealed secrets \
         with it too (median of {RUNS} runs)\n\n| who | commands | bytes | ms, simulated token | |\n|---|---|---|---|---|"
    );
    let ahead = ours.commands < theirs.commands && ours.bytes < theirs.bytes;
    for (who, row, verdict) in [
        ("pkcs11-tool --derive", &theirs, ""),
        ("ours", &ours, verdict(ahead)),
    ] {
        println!(
            "| {who} | {} | {} | {:.1} | {verdict} |",
            row.commands,
            row.bytes,
            milliseconds(row.took)
        );
    }
    if !ahead {
        missed.push("unlocking is not ahead of pkcs11-tool".to_owned());
    }
    let model = AGREEMENT
        + f64::from(ours.commands) * ROUND_TRIP
        + f64::from(ours.bytes) / BYTES_A_MILLISECOND;
    println!(
        "\nOur processor time, user and system, beside the token's own\n\n| the token | its ms | cpu ms | share % | allowed \
         | |\n|---|---|---|---|---|---|"
    );
    let modelled = format!(
        "by the model: {} commands, {} bytes, one agreement",
        ours.commands, ours.bytes
    );
    share(&modelled, model, milliseconds(ours.cpu), missed);
    let (own, cpu) = with_firmware();
    let measured = "Nitrokey's program on this computer, not optimised, each command measured";
    share(measured, own, cpu, missed);
}

/// One line: our share in what a token takes.
fn share(token: &str, own: f64, cpu: f64, missed: &mut Vec<String>) {
    let share = 100.0 * cpu / own;
    println!(
        "| {token} | {own:.1} | {cpu:.2} | {share:.2} | {SHARE:.0} | {} |",
        verdict(share <= SHARE)
    );
    if share > SHARE {
        missed.push(format!(
            "processor time of unlocking: {share:.2} % of {token}"
        ));
    }
}

/// A way that measures how long the card takes for its answers.
struct Timed {
    link: SocketLink,
    took: Rc<Cell<Duration>>,
}

impl ApduLink for Timed {
    fn transmit(&mut self, command: &[u8]) -> std::io::Result<Vec<u8>> {
        let begun = Instant::now();
        let answer = self.link.transmit(command);
        self.took.set(self.took.get() + begun.elapsed());
        answer
    }
}

/// The medians of what the firmware took for the commands of one unlocking, and of our processor time, in milliseconds.
fn with_firmware() -> (f64, f64) {
    let firmware = Firmware::start();
    let (pin, puk) = (Pin::new(PIN).unwrap(), Puk::new("31415926").unwrap());
    let wishes = Wishes {
        pin: &pin,
        puk: Some(&puk),
        management: None,
        label: "Bench",
        renew: false,
        last_try: LastTry::Keep,
    };
    let link = SocketLink::connect(firmware.folder()).unwrap();
    drop(enrolment::enrol(link, &wishes, &mut OsRandom, &mut |_| ()).unwrap());
    let open = |took: &Rc<Cell<Duration>>| {
        let link = SocketLink::connect(firmware.folder()).unwrap();
        let took = Rc::clone(took);
        PivProgrammingKey::open(Timed { link, took }).unwrap()
    };
    let sealed = MasterSecrets::generate(SYSTEM, 1, 1_795_000_000, &mut OsRandom).unwrap();
    let certificate = open(&Rc::default()).certificate().clone();
    let recipients = std::slice::from_ref(&certificate);
    let envelope = sealed.seal(recipients, &mut OsRandom).unwrap();
    let (mut own, mut ours) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let took = Rc::default();
        let cpu = cpu_time();
        opened_with(open(&took), PIN, &envelope);
        ours.push(cpu_time().saturating_sub(cpu));
        own.push(took.get());
    }
    (milliseconds(median(own)), milliseconds(median(ours)))
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn measured(service: &Service, mut work: impl FnMut()) -> Row {
    let (mut rows, mut times) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let _before = service.take();
        let (start, cpu) = (Instant::now(), cpu_time());
        work();
        times.push((start.elapsed(), cpu_time().saturating_sub(cpu)));
        rows.push(service.take());
    }
    rows.sort_unstable();
    let (commands, bytes) = rows[RUNS / 2];
    let (took, cpu): (Vec<_>, Vec<_>) = times.into_iter().unzip();
    Row {
        commands,
        bytes,
        took: median(took),
        cpu: median(cpu),
    }
}

fn open() -> PivProgrammingKey<card_service::PcscLink> {
    PivProgrammingKey::open(card_service::open(READER).unwrap()).unwrap()
}

fn certificate() -> Certificate {
    open().certificate().clone()
}

/// What a station does before a change set.
fn unlock(pin: &str, envelope: &[u8]) {
    opened_with(open(), pin, envelope);
}

fn opened_with<L: ApduLink>(mut key: PivProgrammingKey<L>, pin: &str, envelope: &[u8]) {
    key.verify_pin(&Pin::new(pin).unwrap(), LastTry::Keep)
        .unwrap();
    let recipient = key.certificate().clone();
    let opened = MasterSecrets::open(envelope, &SYSTEM, &recipient, &mut Agreement(&mut key));
    let _secrets = opened.unwrap();
}

/// A key to agree with.
fn make_peer(folder: &Path) {
    let at = folder.display();
    run(
        "openssl",
        &format!("ecparam -name prime256v1 -genkey -noout -out {at}/peer.pem"),
    );
    run(
        "openssl",
        &format!("ec -in {at}/peer.pem -pubout -outform DER -out {at}/peer.der"),
    );
}

fn derive(folder: &Path, pin: &str) {
    let at = folder.display();
    run(
        "pkcs11-tool",
        &format!(
            "--login --pin {pin} --derive -m ECDH1-DERIVE --id 03 -i {at}/peer.der -o {at}/secret.bin"
        ),
    );
    let secret = std::fs::read(folder.join("secret.bin")).unwrap();
    assert_eq!(secret.len(), 32);
}

fn run(program: &str, line: &str) {
    let output = Command::new("timeout")
        .args(["30", program])
        .args(line.split_whitespace())
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} {line}: {text}");
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// User and system time of this thread.
fn cpu_time() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(
        time.tv_sec.unsigned_abs(),
        u32::try_from(time.tv_nsec).unwrap(),
    )
}

fn verdict(held: bool) -> &'static str {
    if held { "PASS" } else { "over" }
}
