//! The secrets that the program makes up itself, as the test finds them beside it: opened with the bench's token on a
//! copy of the system, so that nothing of what is searched is touched.

use keywright::device::programming_key::{Agreement, LastTry};
use keywright::model::Email;
use keywright::secrets::envelope;
use keywright::secrets::master::{KeyRole, MasterSecrets};
use keywright::time::SystemClock;
use keywright::workflow::{Access, Services, Station, hardware};

use super::super::scene::{OPERATOR, Scene, copy_tree};
use super::Canary;

/// Canaries by where they may be.
pub(super) struct Derived {
    /// Nowhere but in the memory of a station with its programming key.
    pub(super) of_the_station: Vec<Canary>,
    /// In the fob and in the locks, too.
    pub(super) at_the_doors: Vec<Canary>,
}

/// The secrets of the scene's system, and the keys of the fob with this chip number.
pub(super) fn of(scene: &Scene, uid: &str) -> Derived {
    let copy = tempfile::tempdir().unwrap();
    copy_tree(scene.root(), copy.path());
    let station = Station::open(
        &copy.path().join("town.keywright"),
        &Email::new(OPERATOR).unwrap(),
        &scene.password,
        Access::Read,
        Services::of_this_computer(std::sync::Arc::new(SystemClock)),
    )
    .unwrap();
    let stored = station.read(|reading| Ok((reading.system()?, reading.envelopes()?)));
    let (system, envelopes) = stored.unwrap();
    let folder = scene.bench_folder();
    let mut token = hardware::open_bench_token(&folder, &scene.pin, LastTry::Keep).unwrap();
    let certificate = token.certificate().clone();
    let cms = &envelopes[0].cms;
    let content = envelope::open(cms, &certificate, &mut Agreement(&mut *token)).unwrap();
    let strings: Vec<Vec<u8>> = content
        .content
        .windows(34)
        .filter(|window| window[..2] == [0x04, 0x20])
        .map(|window| window[2..].to_vec())
        .collect();
    let [master_key, scalar] = &strings[..] else {
        panic!("{} strings of 32 bytes in the envelope", strings.len());
    };
    let mut agreement = Agreement(&mut *token);
    let opened = MasterSecrets::open(cms, &system.id, &certificate, &mut agreement).unwrap();
    let secrets = opened.secrets;
    assert_eq!(scalar.as_slice(), &*secrets.signing_key().to_bytes());
    let keys = secrets.base_keys().unwrap();
    let uid = data_encoding::HEXUPPER_PERMISSIVE.decode(uid.as_bytes());
    let uid: [u8; 7] = uid.unwrap().try_into().unwrap();
    let mut of_the_station = vec![
        Canary::new("system master key", master_key),
        Canary::new("signing key", scalar),
        Canary::new("image seal key", &*secrets.image_seal_key().unwrap()),
    ];
    let mut at_the_doors = Vec::new();
    for role in KeyRole::ALL {
        of_the_station.push(Canary::new("base key", keys.base(role).expose()));
        at_the_doors.push(Canary::new("key of the fob", &*keys.fob_key(role, &uid)));
    }
    for lock in 0..3 {
        let key = secrets.lock_seal_key(lock).unwrap();
        at_the_doors.push(Canary::new("lock seal key", &*key));
    }
    Derived {
        of_the_station,
        at_the_doors,
    }
}

/// The management key that a token on a second bench was given when it was made ready: its own memory knows it.
pub(super) fn management_key(scene: &Scene, name: &str) -> Vec<u8> {
    let tokens = scene.root().join(name).join("state/tokens");
    let mut files = Vec::new();
    super::files_below(&tokens, &mut files);
    let texts = files.iter().map(std::fs::read_to_string);
    let mut states = texts.filter_map(|text| serde_json::from_str(&text.unwrap()).ok());
    let state: serde_json::Value = states.next().unwrap();
    let key = state["management"]["key"]
        .as_str()
        .unwrap_or_else(|| panic!("{state}"));
    let key = data_encoding::HEXLOWER_PERMISSIVE
        .decode(key.as_bytes())
        .unwrap();
    assert!(!key.starts_with(&[1, 2, 3, 4]), "it is the factory's");
    key
}
