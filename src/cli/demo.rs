//! `demo DIR`: a demo system with its bench for the window, or the main job done on it: a person is added, the fob is
//! programmed and read back, an allowed door opens and another does not, and each verdict is held against
//! what the bench itself says the fob holds.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use serde_json::{Value, json};

use super::arguments::{Demo, Details, Global, OnlyTold, UserAdd};
use super::output::{Answer, Output};
use super::{Failure, Opening, Outcome, bench, session, told, user};
use crate::access::Facts;
use crate::device::programming_key::LastTry;
use crate::medium::Image;
use crate::model::Email;
use crate::secrets::random::{OsRandom, bytes};
use crate::time::{Clock, FixedClock, SystemClock};
use crate::workflow::deploying::Install;
use crate::workflow::{Access, Error, NewStation, Services, Station, demo, hardware};

const OPERATOR: &str = "locksmith@example.org";
/// A Monday at ten in Helsinki: cleaners are at work, newspapers long delivered.
const NOW: &str = "2026-11-23T10:00:00+02:00";

/// The programming key, as it is called on the bench.
const TOKEN: &str = "office";

/// The fobs that lie beside a demo's window, with their chip numbers.
const FOBS: [(&str, &str); 3] = [
    ("fob-1", "04DE3000000001"),
    ("fob-2", "04DE3000000002"),
    ("fob-3", "04DE3000000003"),
];
/// The chip number of the fob that the main job programs.
const DEMO_FOB: &str = "04DE3000000004";

/// The folder of a demo's bench. An earlier demo in the folder is removed first where that was asked for.
///
/// # Errors
/// What the operating system says.
pub fn bench_folder(directory: &Path) -> io::Result<PathBuf> {
    fs::create_dir_all(directory)?;
    Ok(directory.join("bench"))
}

/// Removes what an earlier demo left in the folder, and nothing else.
///
/// # Errors
/// What the operating system says.
pub fn clear(directory: &Path) -> io::Result<()> {
    if !directory.exists() {
        return Ok(());
    }
    let bench = directory.join("bench");
    // A bench's folder has its lock file; anything else of that name is somebody's own.
    if bench.join("lock").exists() {
        fs::remove_dir_all(bench)?;
    }
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if name.starts_with("demo.keywright")
            || ["pin", "operator", "password"].contains(&name.as_str())
        {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

pub(super) fn run(global: &Global, demo: &Demo, output: &Output) -> Outcome {
    let place = Place::new(&demo.directory);
    let made = place.make(output, Arc::new(FixedClock(NOW.parse()?)))?;
    let global = place.global(global);
    main_job(&global, &place, &made, output)
}

/// Makes a demo, or takes the one that is there, and says how a window opens it: as its operator, under the
/// clock of the computer, with new fobs on the bench.
///
/// # Errors
/// How the command line ends.
pub fn open(global: &Global, demo: &Demo) -> Result<Opening, ExitCode> {
    let output = Output::new(global);
    let opening = prepare(global, demo, &output);
    opening.map_err(|failure| output.end(Err(failure)))
}

fn prepare(global: &Global, demo: &Demo, output: &Output) -> Result<Opening, Failure> {
    let place = Place::new(&demo.directory);
    if !place.system.exists() {
        let _made = place.make(output, Arc::new(SystemClock))?;
        for (name, uid) in FOBS {
            let new =
                json!({"verb": "new", "kind": "fob", "name": name, "chip": "ev1-4k", "uid": uid});
            let _fob = bench::request(&place.bench, &new)?;
        }
        let _laid = bench::request(&place.bench, &json!({"verb": "lay", "name": "fob-1"}))?;
    }
    let folder = place.bench.display();
    output.say(&format!(
        "a new fob lies on the encoder; another is laid with: keywright bench {folder} lay fob-2"
    ));
    output.say(&format!(
        "the PIN of the programming key stands in {}/pin",
        demo.directory.display()
    ));
    let global = Global {
        at: global.at.clone(),
        ..place.global(global)
    };
    let note = (TOKEN.to_owned(), demo.directory.join("pin"));
    Ok(Opening {
        note: Some(note),
        ..Opening::of(&global)
    })
}

/// Where a demo's files are.
struct Place {
    directory: PathBuf,
    system: PathBuf,
    bench: PathBuf,
}

/// What making a demo prints.
struct Made {
    users: u64,
    locks: usize,
}

impl Place {
    fn new(directory: &Path) -> Self {
        Self {
            directory: directory.to_path_buf(),
            system: directory.join("demo.keywright"),
            bench: directory.join("bench"),
        }
    }

    /// The options under which the verbs of the main job run, as a person would give them.
    fn global(&self, given: &Global) -> Global {
        Global {
            system: Some(self.system.clone()),
            encoder: Some(self.bench.join("encoder")),
            token: Some(format!("bench:{}", self.bench.display())),
            lock_service: None,
            pin_file: Some(self.directory.join("pin")),
            operator: Some(OPERATOR.to_owned()),
            password_file: Some(self.directory.join("password")),
            at: Some(NOW.to_owned()),
            ..given.clone()
        }
    }

    fn is_there(&self) -> Failure {
        let folder = self.directory.display().to_string();
        Error::DemoThere { folder }.into()
    }

    /// The system with its token, its people and places, every lock deployed.
    fn make(&self, output: &Output, clock: Arc<dyn Clock>) -> Result<Made, Failure> {
        if self.system.exists() {
            return Err(self.is_there());
        }
        let token = bench::request(
            &self.bench,
            &json!({"verb": "new", "kind": "token", "name": TOKEN}),
        );
        let token = token.map_err(|failure| match failure {
            // One that was cut off while it was made.
            Failure::Bench { code, .. } if code == "bench-name-taken" => self.is_there(),
            other => other,
        })?;
        let pin = token["pin"].as_str().unwrap_or_default().to_owned();
        let password = data_encoding::HEXLOWER.encode(&bytes::<8>(&mut OsRandom)?);
        for (name, text) in [
            ("pin", pin.as_str()),
            ("operator", OPERATOR),
            ("password", &password),
        ] {
            write_private(&self.directory.join(name), text)?;
        }
        let name = hardware::TokenName::Bench(self.bench.clone());
        let mut token = hardware::open_token(&name, &pin, LastTry::Keep)?;
        let new = NewStation {
            name: "Kiinteistö Oy Keinulauta",
            zone: "Europe/Helsinki".parse()?,
            demo: true,
            operator: Email::new(OPERATOR)?,
            password: &password,
        };
        let services = Services::of_this_computer(clock);
        let opened = Station::init(&self.system, &new, &mut *token, services)?;
        let mut station = opened.station;
        output.say(&format!(
            "made {} with the programming key {}",
            self.system.display(),
            token.label()
        ));
        demo::fill(&mut station)?;
        let records = station.read(|reading| reading.locks())?;
        let locks: Vec<_> = records.iter().map(|record| record.lock.id).collect();
        let mut service = hardware::open_bench_doors(&self.bench);
        for deployment in station.deploy(&locks, Install::First, &mut *service, &mut *token)? {
            let _revision = deployment.outcome?;
        }
        let users = station.read(|reading| reading.user_count())?;
        output.say(&format!(
            "{users} users, {} locks deployed by signed configuration",
            locks.len()
        ));
        Ok(Made {
            users,
            locks: locks.len(),
        })
    }
}

/// Adds a cleaner with a fob, programs it, reads it back, and tries doors.
fn main_job(global: &Global, place: &Place, made: &Made, output: &Output) -> Outcome {
    let new = json!({"verb": "new", "kind": "fob", "name": "demo-fob", "chip": "ev1-4k", "uid": DEMO_FOB});
    let fob = bench::request(&place.bench, &new)?;
    let _laid = bench::request(&place.bench, &json!({"verb": "lay", "name": "demo-fob"}))?;
    let _counted = bench::request(&place.bench, &json!({"verb": "stats"}))?;
    let added = user::add_user(global, &cleaner(), output)?;
    let first = bench::request(&place.bench, &json!({"verb": "stats"}))?;
    output.say(&format!("added Marja Siivonen, Cleaner until the end of 2027; her fob {} is programmed and read back", fob["uid"].as_str().unwrap_or_default()));
    output.say(&format!("  first programming: {}", traffic(&first)));
    let read = super::key::read(global, output)?;
    let reading = bench::request(&place.bench, &json!({"verb": "stats"}))?;
    output.say(&format!(
        "  read on its own: signature {}, {}",
        read.json["signature"].as_str().unwrap_or_default(),
        traffic(&reading)
    ));
    let _lifted = bench::request(&place.bench, &json!({"verb": "lift"}))?;
    let doors = try_doors(global, place, output)?;
    let agreed = doors.iter().all(|door| door["agrees"] == json!(true));
    let answer = Answer::with_text(
        json!({
            "users": made.users,
            "locks": made.locks,
            "user": added.json["user"],
            "keys": added.json["keys"],
            "actions": added.json["actions"],
            "difference": added.json["difference"],
            "first_programming": first,
            "reading": reading,
            "read": read.json,
            "doors": doors,
            "agreed": agreed,
        }),
        Some("every verdict agrees with what the bench says the fob holds".to_owned()),
    );
    if agreed {
        Ok(answer)
    } else {
        Err(Failure::Bench {
            code: "demo-disagreement".to_owned(),
            message: "a lock decided otherwise than the fob's content says".to_owned(),
        })
    }
}

fn cleaner() -> UserAdd {
    UserAdd {
        only_told: OnlyTold::default(),
        first: "Marja".to_owned(),
        last: "Siivonen".to_owned(),
        email: "marja.siivonen@example.org".to_owned(),
        roles: vec!["Cleaner@..2027-12-31".to_owned()],
        premises: Vec::new(),
        keys: vec!["fob".to_owned()],
        without_source: Vec::new(),
        home_group: Some("North".to_owned()),
        draft: false,
        program: true,
        invite: true,
        details: Details {
            language: Some("fi".to_owned()),
            ..Details::default()
        },
    }
}

/// Doors and times that show each kind of answer.
const VISITS: [(&str, &str); 5] = [
    ("A main door", "2026-11-23T10:05:00+02:00"),
    ("D laundry", "2026-11-24T07:30:00+02:00"),
    ("A main door", "2026-11-23T22:00:00+02:00"),
    ("A 1 door", "2026-11-23T10:06:00+02:00"),
    ("B main door", "2028-01-03T10:00:00+02:00"),
];

fn try_doors(global: &Global, place: &Place, output: &Output) -> Result<Vec<Value>, Failure> {
    let dump = bench::request(&place.bench, &json!({"verb": "dump", "name": "demo-fob"}))?;
    let station = Station::open(
        &place.system,
        &session::operator(global)?,
        &told::password(global)?,
        Access::Read,
        session::services(global),
    )?;
    let (facts, zone) = (station.facts()?, station.info()?.zone);
    let image = image_in(&dump)?;
    let mut doors = Vec::new();
    for (name, at) in VISITS {
        let lock = station.lock(name)?.lock;
        let visit = json!({"verb": "present", "name": "demo-fob", "lock": lock.number, "at": at});
        let mut answer = bench::request(&place.bench, &visit)?;
        let expected = expectation(&facts, &image, lock.number, at.parse()?, zone);
        let decision = answer["decision"].as_str().unwrap_or_default().to_owned();
        let agrees = decision == expected;
        let reason = answer["reason"]
            .as_str()
            .map(|reason| format!(": {reason}"))
            .unwrap_or_default();
        output.say(&format!(
            "  {at}  {name:<12} {decision}{reason}  ({} exchanges, {} bytes; by the dump: {expected})",
            answer["decision_exchanges"], answer["decision_bytes"]
        ));
        answer["name"] = json!(name);
        answer["at"] = json!(at);
        answer["by_the_dump"] = json!(expected);
        answer["agrees"] = json!(agrees);
        doors.push(answer);
    }
    Ok(doors)
}

/// What the fob's bare content says about a door, judged without any lock: straight from the table. It is read by this
/// program's own reader of the format, and says open or denied only: neither signature nor expiry interval is judged.
/// The independent judge of every verdict and reason is `tests/peers/verdict.py`, to which the stories give the dump.
fn expectation(
    facts: &Facts,
    image: &Image,
    lock: crate::model::LockNumber,
    at: crate::time::UtcMillis,
    zone: crate::time::Zone,
) -> &'static str {
    let (weekday, quarter) = zone.week_quarter(at);
    let minute = at.floor_minutes();
    let by_lock = facts.by_lock(image.table());
    let opens = by_lock.get(&lock).is_some_and(|conditions| {
        conditions.iter().any(|one| {
            one.window.start.is_none_or(|start| start <= minute)
                && one.window.end.is_none_or(|end| minute < end)
                && one
                    .access_times
                    .as_ref()
                    .is_none_or(|times| times.allows(weekday, quarter))
        })
    });
    if opens { "open" } else { "denied" }
}

/// The image file in a dump of the bench.
fn image_in(dump: &Value) -> Result<Image, Failure> {
    let mut application = crate::medium::layout::AID_ON_WIRE;
    // The dump writes application numbers highest byte first, the wire lowest first.
    application.reverse();
    let found = files(dump)
        .find(|file| file.0 == application && file.1 == 1)
        .map(|file| file.2);
    let bytes = found.ok_or_else(|| Failure::Bench {
        code: "demo-no-image".to_owned(),
        message: "the dump holds no image".to_owned(),
    })?;
    Ok(Image::parse(&bytes)?)
}

/// (application, file, content) of everything in a dump.
fn files(dump: &Value) -> impl Iterator<Item = ([u8; 3], u64, Vec<u8>)> {
    let hex = |value: &Value| {
        data_encoding::HEXLOWER_PERMISSIVE
            .decode(value.as_str().unwrap_or_default().as_bytes())
            .unwrap_or_default()
    };
    let applications = dump["applications"].as_array().cloned().unwrap_or_default();
    applications.into_iter().flat_map(move |application| {
        let mut id = [0; 3];
        for (place, byte) in hex(&application["aid"]).into_iter().take(3).enumerate() {
            id[place] = byte;
        }
        let files = application["files"].as_array().cloned().unwrap_or_default();
        files
            .into_iter()
            .map(move |file| {
                (
                    id,
                    file["number"].as_u64().unwrap_or(u64::MAX),
                    hex(&file["data"]),
                )
            })
            .collect::<Vec<_>>()
    })
}

fn traffic(stats: &Value) -> String {
    let millis = stats["microseconds"].as_u64().unwrap_or_default() / 1000;
    format!(
        "{} exchanges, {} bytes out, {} in, {millis} ms on real hardware by the model",
        stats["exchanges"], stats["bytes_out"], stats["bytes_in"]
    )
}

/// A file that only its owner reads.
fn write_private(path: &Path, text: &str) -> Result<(), Failure> {
    let wrong = |error: io::Error| Error::DemoFolder {
        reason: format!("{}: {error}", path.display()),
    };
    let mut options = fs::OpenOptions::new();
    let _options = options.write(true).create_new(true);
    #[cfg(unix)]
    let _options = std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(wrong)?;
    io::Write::write_all(&mut file, format!("{text}\n").as_bytes()).map_err(wrong)?;
    Ok(())
}
