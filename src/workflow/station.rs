//! A station with its system open: the store, who works at it, and the services it is handed.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use zeroize::Zeroizing;

use super::Error;
use super::authority::Authority;
use super::campaign;
use super::rights::rights_of;
use crate::access::Facts;
use crate::device::programming_key::ProgrammingKey;
use crate::model::{AdministratorRole, Email, Generation, Id, Permission, SystemId, User, UserId};
use crate::secrets::field::FieldKey;
use crate::secrets::master::MasterSecrets;
use crate::secrets::random::{OsRandom, Random, SeededRandom, bytes};
use crate::secrets::recovery::RecoveryCode;
use crate::secrets::slots::{self, Cost, Slots, StoreKey};
use crate::store::{self, Actor, Mode, NewSystem, Operator, Reading, Store, Stored, SystemInfo};
use crate::time::{Clock, UtcMillis, Zone};

/// What a station is handed, so that tests can put their own in its place.
pub struct Services {
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Fresh random bytes.
    pub random: Box<dyn Random + Send>,
    /// How long to wait for another program that has the system open for writing.
    pub patience: Duration,
    /// Where identities come from, if not from the two above.
    ids: Option<FixedIds>,
}

/// Identities that are the same each time: for a demo's people and places, never for what is secret.
struct FixedIds {
    time: i64,
    random: SeededRandom,
}

impl std::fmt::Debug for Services {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Services")
    }
}

impl Services {
    /// The computer's own randomness, with a clock.
    pub fn of_this_computer(clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            random: Box::new(OsRandom),
            patience: store::PATIENCE,
            ids: None,
        }
    }

    /// Gives identities that follow from `seed` and this time, until they are asked for as usual again (none).
    pub(super) fn fix_ids(&mut self, seed: Option<(&[u8], UtcMillis)>) {
        self.ids = seed.map(|(seed, time)| FixedIds {
            time: time.0,
            random: SeededRandom::new(seed),
        });
    }

    /// A new identity.
    ///
    /// # Errors
    /// [`Error::Secrets`] where there is no randomness.
    pub fn id<Kind>(&mut self) -> Result<Id<Kind>, Error> {
        if let Some(ids) = &mut self.ids {
            // Each a millisecond later, so that they sort in the order in which they were made.
            ids.time += 1;
            return Ok(Id::new(ids.time, bytes(&mut ids.random)?));
        }
        Ok(Id::new(self.clock.now().0, bytes(&mut *self.random)?))
    }

    /// The time now.
    pub fn now(&self) -> UtcMillis {
        self.clock.now()
    }
}

/// A station with a system open.
pub struct Station {
    path: PathBuf,
    store: Box<dyn Store>,
    /// Seals single fields of the store.
    pub(super) fields: FieldKey,
    /// Who works at it.
    pub operator: UserId,
    /// What it is handed.
    pub services: Services,
}

impl std::fmt::Debug for Station {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Station({})", self.path.display())
    }
}

/// The number that new slots give to the first password, the first operator's.
const FIRST_SLOT: u32 = 1;

/// What a new system starts with.
#[derive(Clone)]
pub struct NewStation<'a> {
    /// The system's name.
    pub name: &'a str,
    /// The zone of its access times.
    pub zone: Zone,
    /// Whether it takes bench tokens and set clocks, for ever.
    pub demo: bool,
    /// The first operator's sign-in id.
    pub operator: Email,
    /// The first operator's password.
    pub password: &'a str,
}

/// A new system, and the recovery code that is shown once.
pub struct Opened {
    /// The station.
    pub station: Station,
    /// The recovery code as it is printed. It opens everything: paper only.
    pub recovery_code: Zeroizing<String>,
}

impl Station {
    /// Makes a system file with its secrets: sealed for the programming key and for the recovery code, so
    /// that the loss of either is harmless. The programming key must have its PIN given.
    ///
    /// # Errors
    /// [`Error::Store`] where the file cannot be made, [`Error::Secrets`], [`Error::ProgrammingKey`].
    pub fn init(
        path: &Path,
        new: &NewStation<'_>,
        token: &mut dyn ProgrammingKey,
        mut services: Services,
    ) -> Result<Opened, Error> {
        token.check_factory_values()?;
        let slots_file = slots::file::beside(path);
        if path.exists() || slots_file.exists() {
            return Err(store::Error::FileExists.into());
        }
        // Whole under another name first: a station that dies here leaves nothing under the real one.
        let draft = Draft::new(path)?;
        let code = Self::enrolled(&draft, new, token, &mut services)?;
        draft.finish(path)?;
        let station = Self::open(path, &new.operator, new.password, Mode::Write, services)?;
        Ok(Opened {
            station,
            recovery_code: code.printed()?,
        })
    }

    /// A whole system under the name of a draft: file, slots, first operator, sealed secrets.
    fn enrolled(
        draft: &Draft,
        new: &NewStation<'_>,
        token: &mut dyn ProgrammingKey,
        services: &mut Services,
    ) -> Result<RecoveryCode, Error> {
        let name = crate::model::name(new.name)?;
        let system = SystemId(bytes(&mut *services.random)?);
        let (key, code) = make_slots(&draft.system, system, new, &mut *services.random)?;
        let settings = NewSystem {
            id: system,
            name,
            zone: new.zone,
            created: services.now(),
            demo: new.demo,
        };
        let store = store::create(
            &draft.system,
            key.expose(),
            &settings,
            options(Mode::Write, services.patience),
        )?;
        let operator: UserId = services.id()?;
        let own = Services::of_this_computer(Arc::clone(&services.clock));
        let mut station = Self {
            path: draft.system.clone(),
            store,
            fields: FieldKey::of(&key, system)?,
            operator,
            services: own,
        };
        station.enrol(new, system, token, &code)?;
        Ok(code)
    }

    /// Opens a system as an operator. Opened for reading, it stands beside a window that writes.
    ///
    /// # Errors
    /// [`Error::Secrets`] for a wrong password, [`Error::Store`] for a file that is missing, foreign or damaged.
    pub fn open(
        path: &Path,
        operator: &Email,
        password: &str,
        mode: Mode,
        services: Services,
    ) -> Result<Self, Error> {
        if !path.exists() {
            return Err(store::Error::FileMissing.into());
        }
        super::copies::refuse_other_files(path)?;
        let slots = slots::file::read(&slots::file::beside(path))?;
        let (slot, key) = slots.open_numbered(operator.as_str(), password)?;
        let opened = (Some(slot), &key);
        let (station, operators) = Self::with_key(path, operator, opened, mode, services)?;
        if mode == Mode::Write {
            // What an interrupted change of passwords left.
            station.prune_slots_but(&operators, slots, &key)?;
        }
        Ok(station)
    }

    /// Opens a system whose store key is at hand, with the number of the password's slot that gave it; none where the
    /// recovery code did. Answers with the operators too.
    ///
    /// # Errors
    /// As [`Station::open`]. A slot that is not the operator's own opens nothing: two addresses may have the same
    /// hint.
    pub(super) fn with_key(
        path: &Path,
        operator: &Email,
        (slot, key): (Option<u32>, &StoreKey),
        mode: Mode,
        services: Services,
    ) -> Result<(Self, Vec<Stored<Operator>>), Error> {
        let store = store::open(path, key.expose(), options(mode, services.patience))?;
        let (user, operators) = store.read(|reading| {
            Ok((
                reading.user_by_email(operator.as_str())?,
                reading.operators()?,
            ))
        })?;
        let user = user.ok_or_else(|| Error::Unknown {
            kind: "operator",
            name: operator.to_string(),
        })?;
        let own = operators.iter().find(|one| one.value.user == user.id);
        let own = own.ok_or_else(|| Error::NotOperator {
            user: operator.to_string(),
        })?;
        if slot.is_some_and(|slot| slot != own.slot) {
            return Err(crate::secrets::Error::WrongPassword.into());
        }
        let station = Self {
            path: path.to_path_buf(),
            fields: FieldKey::of(key, store.info()?.id)?,
            store,
            operator: user.id,
            services,
        };
        Ok((station, operators))
    }

    /// The first operator, the secrets of the first generation and the programming key that carries them.
    fn enrol(
        &mut self,
        new: &NewStation<'_>,
        system: SystemId,
        token: &mut dyn ProgrammingKey,
        code: &RecoveryCode,
    ) -> Result<(), Error> {
        let now = self.services.now();
        let created = u64::from(now.seconds());
        let random = &mut *self.services.random;
        let secrets = MasterSecrets::generate(system, Generation::FIRST.get(), created, random)?;
        let (_, recovery) = code.recipient()?;
        let envelope = secrets.seal(&[token.certificate().clone(), recovery], random)?;
        let public_key = secrets.signing_key().public_key().compressed();

        let user = operator_user(self.operator, &new.operator);
        let role = AdministratorRole {
            id: self.services.id()?,
            name: "Administrator".to_owned(),
            permissions: Permission::ALL.into_iter().collect(),
            premises: std::collections::BTreeSet::new(),
        };
        let operator = Operator {
            id: self.services.id()?,
            user: user.id,
            slot: FIRST_SLOT,
            roles: [role.id].into(),
        };
        let programming_key = store::ProgrammingKey {
            id: self.services.id()?,
            label: token.label(),
            serial: token.serial().to_owned(),
            certificate: token.certificate().der().to_vec(),
            operators: [operator.id].into(),
        };
        self.store.change(Actor::Operator(user.id), now, |change| {
            change.insert_user(&user)?;
            change.insert_administrator_role(&role)?;
            change.insert_operator(&operator)?;
            change.insert_programming_key(&programming_key)?;
            change.insert_envelope(Generation::FIRST, &envelope, &public_key)
        })?;
        // Proof that the sealed secrets open again before anything relies on them.
        Authority::unlock(self, token)?.sign_trail(self)
    }

    /// Where the system file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The store.
    pub fn store(&self) -> &dyn Store {
        &*self.store
    }

    /// From now on everything is a rehearsal: what is changed is seen by this station alone, and gone with it. For
    /// telling what a change would do; media, locks and programming keys are not to be touched then.
    ///
    /// # Errors
    /// What the store says.
    pub fn rehearse(&self) -> Result<(), Error> {
        Ok(self.store.rehearse()?)
    }

    /// What the system is.
    ///
    /// # Errors
    /// What the store says.
    pub fn info(&self) -> Result<SystemInfo, Error> {
        Ok(self.store.info()?)
    }

    /// Reads from one consistent view.
    ///
    /// # Errors
    /// What the store says.
    pub fn read<T>(
        &self,
        work: impl FnMut(&Reading<'_>) -> Result<T, store::Error>,
    ) -> Result<T, Error> {
        Ok(self.store.read(work)?)
    }

    /// Performs one confirmed change set in the operator's name.
    ///
    /// # Errors
    /// [`Error::RightMissing`], or what the store says; then nothing was changed.
    pub fn change<T>(
        &self,
        mut work: impl FnMut(&mut store::Change<'_>) -> Result<T, store::Error>,
    ) -> Result<T, Error> {
        self.change_set(|change| Ok(work(change)?))
    }

    /// As [`Station::change`], at a time at which the clock was looked at before.
    ///
    /// # Errors
    /// As [`Station::change`].
    pub(super) fn change_at<T>(
        &self,
        now: UtcMillis,
        mut work: impl FnMut(&mut store::Change<'_>) -> Result<T, store::Error>,
    ) -> Result<T, Error> {
        self.change_set_at(now, |change| Ok(work(change)?))
    }

    /// As [`Station::change`], for work that may refuse by more than the store does.
    ///
    /// # Errors
    /// What `work` says, [`Error::RightMissing`], or what the store says; then nothing was changed.
    pub fn change_set<T>(
        &self,
        work: impl FnMut(&mut store::Change<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.change_set_at(self.services.now(), work)
    }

    fn change_set_at<T>(
        &self,
        now: UtcMillis,
        mut work: impl FnMut(&mut store::Change<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut refusal = None;
        let actor = Actor::Operator(self.operator);
        let outcome = self.store.change(actor, now, |change| {
            // As they are before the change: who gives up a right may still do so.
            let rights = rights_of(change, self.operator)?;
            let done = work(change).and_then(|done| {
                rights.allow_each(change.performed())?;
                // It may have been the last that a campaign waited for.
                campaign::advance(change)?;
                Ok(done)
            });
            done.map_err(|error| match error {
                Error::Store(error) => error,
                other => {
                    refusal = Some(other);
                    store::Error::Abandoned
                }
            })
        });
        match refusal {
            Some(refusal) => Err(refusal),
            None => Ok(outcome?),
        }
    }

    /// Everything the rules need beside people and keys.
    ///
    /// # Errors
    /// What the store says.
    pub fn facts(&self) -> Result<Facts, Error> {
        self.read(|reading| reading.facts()).map(rule_facts)
    }
}

/// A system that is being made, under a name that nobody opens.
struct Draft {
    system: PathBuf,
}

impl Draft {
    /// A fresh draft beside `path`; what an earlier one left there goes.
    fn new(path: &Path) -> Result<Self, Error> {
        let mut name = path.file_name().unwrap_or_default().to_os_string();
        name.push(".draft");
        let draft = Self {
            system: path.with_file_name(name),
        };
        for file in draft.files() {
            match std::fs::remove_file(&file) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(disk(&error));
                }
                _ => {}
            }
        }
        Ok(draft)
    }

    /// Every file that a draft may leave.
    fn files(&self) -> Vec<PathBuf> {
        let ending = |ending: &str| {
            let mut name = self.system.as_os_str().to_os_string();
            name.push(ending);
            PathBuf::from(name)
        };
        ["", "-wal", "-shm", ".lock", ".part", ".slots"]
            .map(ending)
            .to_vec()
    }

    /// Gives the draft its real name: the slots first, since a system without them cannot be opened.
    fn finish(&self, path: &Path) -> Result<(), Error> {
        #[cfg(unix)]
        {
            // People and doors: nobody else on this computer needs to read even the ciphertext.
            let private = std::os::unix::fs::PermissionsExt::from_mode(0o600);
            std::fs::set_permissions(&self.system, private).map_err(|error| disk(&error))?;
        }
        let slots = slots::file::beside(&self.system);
        std::fs::rename(slots, slots::file::beside(path)).map_err(|error| disk(&error))?;
        std::fs::rename(&self.system, path).map_err(|error| disk(&error))?;
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        let folder = std::fs::File::open(folder.unwrap_or(Path::new(".")))
            .and_then(|folder| folder.sync_all());
        folder.map_err(|error| disk(&error))?;
        for left in self.files() {
            // The lock file of the draft: of no more use, and harmless where it cannot be removed.
            let _gone = std::fs::remove_file(left);
        }
        Ok(())
    }
}

fn disk(error: &std::io::Error) -> Error {
    let full = error.kind() == std::io::ErrorKind::StorageFull;
    if full {
        store::Error::DiskFull.into()
    } else {
        store::Error::DiskFailed.into()
    }
}

/// The store's facts as the rules take them.
pub fn rule_facts(facts: store::Facts) -> Facts {
    Facts::new(
        facts.roles.into_iter().map(|role| role.value),
        facts.premises.into_iter().map(|premises| premises.value),
        facts.locks.into_iter().map(|record| record.lock),
        facts.lock_groups.into_iter().map(|group| group.value),
        facts.blocking_groups.into_iter().map(|group| group.value),
    )
}

/// SQLCipher wipes its keys in any case. Wiping and locking every row buffer as well costs a list of people
/// ten times its time, and guards only against who can read this process, which nobody may: it is not dumpable.
fn options(mode: Mode, patience: Duration) -> store::Options {
    let random = Box::new(|buffer: &mut [u8]| OsRandom.fill(buffer).is_ok());
    store::Options {
        wipe_memory: false,
        patience,
        ..store::Options::new(mode, random)
    }
}

/// The store key in its slots: one for the operator's password, one for the recovery code.
fn make_slots(
    path: &Path,
    system: SystemId,
    new: &NewStation<'_>,
    random: &mut dyn Random,
) -> Result<(StoreKey, RecoveryCode), Error> {
    let key = StoreKey::generate(random)?;
    let code = RecoveryCode::generate(random)?;
    let mut slots = Slots::create(system, &key, random)?;
    let number = slots.add_password(
        &key,
        new.operator.as_str(),
        new.password,
        Cost::STANDARD,
        random,
    )?;
    debug_assert_eq!(number, FIRST_SLOT);
    let _number = slots.add_recovery(&key, &code, random)?;
    slots::file::write(&slots::file::beside(path), &slots)?;
    Ok((key, code))
}

/// The first operator as a user; the name is what stands before the @ until somebody writes a better one.
fn operator_user(id: UserId, email: &Email) -> User {
    let local = email
        .as_str()
        .split('@')
        .next()
        .unwrap_or_default()
        .to_owned();
    User {
        id,
        first_name: local,
        last_name: "Operator".to_owned(),
        email: email.clone(),
        details: crate::model::user::UserDetails::default(),
        end_date: None,
    }
}
