//! A counter inside this process: the workflow on the town's own system, an encoder in memory, fobs of every chip, and
//! the town's locks, which read a fob by themselves. Nothing waits, so that a fob can be pulled thousands of times.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use keywright::bench::card::{Body, Fob, Image, Medium};
use keywright::bench::door::{self, Doors};
use keywright::device::lock_service::LockHolds;
use keywright::device::programming_key::LastTry;
use keywright::medium::Chip;
use keywright::model::user::UserDetails;
use keywright::model::{
    Email, KeyId, KeyKind, LockKind, LockNumber, Revision, RoleId, SourceKind, UserId, UserRole,
    Validity,
};
use keywright::store::{KeyRecord, WrittenView};
use keywright::time::{Clock, UtcMillis};
use keywright::workflow::deploying::Install;
use keywright::workflow::editing::WantedSource;
use keywright::workflow::hardware::{BoxedProgrammingKey, open_bench_doors, open_bench_token};
use keywright::workflow::leaving::Emptied;
use keywright::workflow::people::{NewKey, NewSource, NewUser};
use keywright::workflow::places::NewLock;
use keywright::workflow::programming::{Devices, Programmed, Request};
use keywright::workflow::reading::ReadMedium;
use keywright::workflow::{Error, NewStation, Services, Station};

use super::scene::{NOW, OPERATOR, PASSWORD, Scene};
use crate::stories::device_on_bench::station;

/// A role that opens the shed.
const SHED: &str = "Shed";

/// A person with one key.
#[derive(Debug, Clone, Copy)]
pub(super) struct Holder {
    pub(super) user: UserId,
    pub(super) key: KeyId,
}

/// The town with a station and an encoder in this process.
pub(super) struct Counter {
    pub(super) station: Station,
    pub(super) encoder: station::Station,
    doors: Doors,
    made: u32,
    scene: Scene,
}

impl Counter {
    pub(super) fn new() -> Self {
        let scene = Scene::town();
        let station = scene.station();
        Self::at(station, scene)
    }

    /// A system that is no demo, at a clock that is handed to it, with the shed alone.
    pub(super) fn real(clock: Arc<dyn Clock>) -> Self {
        let scene = Scene::bare();
        let mut token = token_of(&scene);
        let new = NewStation {
            name: "Real",
            zone: "Europe/Helsinki".parse().unwrap(),
            demo: false,
            operator: Email::new(OPERATOR).unwrap(),
            password: PASSWORD,
        };
        let services = Services::of_this_computer(clock);
        let opened = Station::init(&scene.system, &new, &mut *token, services).unwrap();
        let mut station = opened.station;
        // Media leave the counter only where the loss of one way to the secrets is harmless.
        let _code = station.rehearse_recovery(&opened.recovery_code).unwrap();
        let group = station.add_blocking_group("All").unwrap();
        let lock = NewLock {
            name: SHED.to_owned(),
            kind: LockKind::Fob,
            clock: true,
            groups: [].into(),
            blocking_group: group,
        };
        let (lock, _number) = station.add_lock(lock).unwrap();
        let mut doors = open_bench_doors(&scene.bench_folder());
        let deployed = station.deploy(&[lock], Install::First, &mut *doors, &mut *token);
        assert!(deployed.unwrap()[0].outcome.is_ok());
        Self::at(station, scene)
    }

    fn at(mut station: Station, scene: Scene) -> Self {
        let shed = station.lock(SHED).unwrap().lock.id;
        let role = UserRole {
            id: RoleId::from_bytes([0; 16]),
            name: SHED.to_owned(),
            locks: [shed].into(),
            lock_groups: [].into(),
            access_times: None,
            expiry: None,
            features: [].into(),
            premises: None,
        };
        let _added = station.add_role(role).unwrap();
        Self {
            station,
            encoder: station::Station::new(),
            doors: Doors::open(&scene.bench_folder().join("state/doors")).unwrap(),
            made: 0,
            scene,
        }
    }

    /// A fob from the factory, with an application of somebody else on it or without.
    pub(super) fn blank(&mut self, chip: Chip, neighbour: bool) -> Medium {
        self.made += 1;
        let [a, b, c, d] = self.made.to_be_bytes();
        let mut medium = Medium::named(chip.as_str(), [4, 0xC0, a, b, c, d, 0x80]).unwrap();
        if let Medium::Desfire(image) = &mut medium
            && neighbour
        {
            image.applications.push(station::neighbour());
        }
        medium
    }

    /// A person with these roles and the draft of a fob.
    pub(super) fn person(&mut self, roles: &[&str]) -> Holder {
        self.made += 1;
        let name = format!("P{}", self.made);
        let new = Self::somebody(&self.station, &name, roles);
        let added = self.station.add_user(&new).unwrap();
        Holder {
            user: added.user.id,
            key: added.keys[0].0.id,
        }
    }

    /// Somebody with these roles and the draft of a fob, who is not there yet.
    pub(super) fn somebody(station: &Station, name: &str, roles: &[&str]) -> NewUser {
        let source = |role: &&str| NewSource {
            kind: SourceKind::Role {
                role: station.role(role).unwrap().value.id,
            },
            validity: Validity::ALWAYS,
        };
        NewUser {
            first_name: name.to_owned(),
            last_name: "Counter".to_owned(),
            email: Email::new(&format!("{name}@example.org")).unwrap(),
            details: UserDetails::default(),
            end_date: None,
            sources: roles.iter().map(source).collect(),
            keys: vec![NewKey {
                kind: KeyKind::Fob,
                without: [].into(),
                home_group: None,
            }],
            program: false,
            invite: false,
        }
    }

    /// A role of the town, from when until when.
    pub(super) fn source(&self, role: &str, validity: Validity) -> WantedSource {
        let role = self.station.role(role).unwrap().value.id;
        WantedSource {
            id: None,
            kind: SourceKind::Role { role },
            validity,
        }
    }

    /// Gives a person the shed, now and for so many short windows to come, so that their table grows.
    pub(super) fn give_shed(&mut self, user: UserId, windows: i64) {
        let mut edit = self.station.user_edit(user).unwrap();
        let first: UtcMillis = "2026-11-23T08:00:00+02:00".parse().unwrap();
        for place in 0..windows {
            // Every other day, so that none joins another.
            let start = UtcMillis(first.0 + place * 2 * 86_400_000);
            let end = UtcMillis(start.0 + 4 * 3_600_000);
            let validity = Validity::new(Some(start), Some(end)).unwrap();
            edit.sources.push(self.source(SHED, validity));
        }
        let _edited = self.station.edit_user(&edit).unwrap();
    }

    /// Programs the key with what lies on the encoder.
    pub(super) fn program(&mut self, key: KeyId) -> Result<Programmed, Error> {
        self.write(Request::of(key))
    }

    /// As [`Counter::program`], with all that was asked.
    pub(super) fn write(&mut self, request: Request) -> Result<Programmed, Error> {
        self.with_devices(|station, devices| station.program_key(request, devices))
    }

    /// Reads what lies on the encoder.
    pub(super) fn read(&mut self) -> Result<ReadMedium, Error> {
        self.with_devices(|station, devices| station.read_medium(devices.encoder, devices.token))
    }

    /// Takes the key back: what lies on the encoder is emptied.
    pub(super) fn take_back(&mut self, key: KeyId) -> Result<Emptied, Error> {
        self.with_devices(|station, devices| station.empty_key(key, devices))
    }

    /// Deploys the shed once more, by the bench's own doors.
    pub(super) fn deploy(&mut self) -> Result<Revision, Error> {
        let lock = self.station.lock(SHED).unwrap().lock.id;
        let mut doors = open_bench_doors(&self.scene.bench_folder());
        let mut token = token_of(&self.scene);
        let done = self
            .station
            .deploy(&[lock], Install::First, &mut *doors, &mut *token)?;
        done.into_iter().next().unwrap().outcome
    }

    /// What the shed holds.
    pub(super) fn lock_holds(&self) -> LockHolds {
        let number = self.station.lock(SHED).unwrap().lock.number;
        let mut doors = open_bench_doors(&self.scene.bench_folder());
        doors.read(number).unwrap()
    }

    fn with_devices<T>(
        &mut self,
        work: impl FnOnce(&mut Station, &mut Devices<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut token = token_of(&self.scene);
        let mut devices = Devices {
            encoder: &mut self.encoder.driver,
            token: &mut *token,
            progress: &mut |_| {},
            cancel: &AtomicBool::new(false),
        };
        work(&mut self.station, &mut devices)
    }

    /// What the records say lies on the fob.
    pub(super) fn written(&self, key: KeyId) -> Option<WrittenView> {
        self.station
            .read(|reading| reading.written_view(key))
            .unwrap()
    }

    /// The key, as the records have it.
    pub(super) fn record(&self, key: KeyId) -> KeyRecord {
        self.station.read(|reading| reading.key(key)).unwrap()
    }

    /// What a lock of the town says to a fob with this memory: its reason, or `open`.
    pub(super) fn present(&self, medium: &Medium, lock: &str) -> &'static str {
        let number: LockNumber = self.station.lock(lock).unwrap().lock.number;
        let mut door = self.doors.door(number).unwrap();
        let mut fob = Fob::new(medium.clone());
        let now: UtcMillis = NOW.parse().unwrap();
        let now = keywright::lock::UtcSeconds(now.seconds());
        let visit = door::present(&mut door, &mut fob, &mut station::scatter, now).unwrap();
        visit.answer.reason().unwrap_or("open")
    }
}

fn token_of(scene: &Scene) -> BoxedProgrammingKey {
    open_bench_token(&scene.bench_folder(), &scene.pin, LastTry::Keep).unwrap()
}

/// The sizes of our image and blocklist files on a fob.
pub(super) fn sizes(medium: &Medium) -> [usize; 2] {
    let application = station::our_application(medium).unwrap();
    [1, 2].map(|number| match &application.files[&number].body {
        Body::Backup { data } => data.len(),
        other => panic!("{other:?}"),
    })
}

/// The memory of a fob, to be changed by hand.
pub(super) fn memory(medium: &mut Medium) -> &mut Image {
    match medium {
        Medium::Desfire(image) => image,
        Medium::Other(_) => panic!("no DESFire"),
    }
}

/// Does every piece of work, two at a time, each at a counter of its own.
pub(super) fn at_counters<T: Sync>(all: &[T], work: impl Fn(&mut Counter, &T) + Sync) {
    let next = AtomicUsize::new(0);
    std::thread::scope(|threads| {
        for _ in 0..2 {
            let _thread = threads.spawn(|| {
                while let Some(one) = all.get(next.fetch_add(1, Ordering::SeqCst)) {
                    work(&mut Counter::new(), one);
                }
            });
        }
    });
}
