//! Keys, application and files of a fob, from whatever state it is in to the one a job wants.
//!
//! The order makes every interruption tell its own story: the application is made first, then the card's master key
//! is taken over, then keys 1 to 3 and the files come, and key 0 last. So a key 0 with a version means that all is
//! complete, and nothing that needs a key is ever done with a guess: the version byte says which key it is.

use super::job::{Expected, KeyRole, Phase, ProgramJob};
use super::layout::{
    APPLICATION, FACTORY_KEY, FileSpec, IMAGE_FILE, KEY_SETTINGS, SERVICE_KEYS, files, memory,
};
use super::visit::{Start, Visit};
use crate::device::Error;
use crate::device::desfire::{Aid, FactoryMaster, status};

/// What the files hold when the structure stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Footing {
    /// Nothing was ever written.
    Blank,
    /// Perhaps an image.
    Unknown,
}

/// Whether the application was just made, so that nothing needs to be asked about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Application {
    New,
    Found,
}

/// What becomes of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// It stands and serves.
    Keep,
    /// It is missing.
    Make,
    /// It was made by a damaged command of an interrupted run and never held anything.
    MakeAnew,
}

impl Visit<'_> {
    /// Brings keys and files to what the job wants and opens a session with the station's key. A fob that was taken for
    /// `bare` and has our application is not ours to write: somebody else began that.
    pub(super) fn prepare(
        &mut self,
        job: &ProgramJob,
        start: Start,
        bare: bool,
    ) -> Result<Footing, Error> {
        match job.expected {
            Expected::Factory => {
                if let Start::Again { changed } = start {
                    // What this very job may have made says nothing of anybody else.
                    self.proceed(job, bare && !changed)
                } else {
                    self.prepare_factory_fob(job, start, bare)
                }
            }
            Expected::Ours { generation, .. } if generation == job.generation => {
                if self.enter(job.generation)? {
                    Ok(Footing::Unknown)
                } else {
                    self.proceed(job, false)
                }
            }
            Expected::Ours { .. } => self.proceed(job, false),
        }
    }

    /// The straight way for a fob that should be as the factory made it. Turns to [`Visit::proceed`] when it is not.
    fn prepare_factory_fob(
        &mut self,
        job: &ProgramJob,
        start: Start,
        bare: bool,
    ) -> Result<Footing, Error> {
        let free = if let Start::Opened { free } = start {
            free
        } else {
            let _ = self.identify()?;
            let free = self.card.free_memory()?;
            if !self.opens_factory()? {
                return self.proceed(job, bare);
            }
            free
        };
        if check_memory(job, free).is_err() {
            // What is missing may be taken by our own application, which an interrupted run made.
            return self.proceed(job, bare);
        }
        self.safe_point()?;
        self.enter_phase(Phase::Files);
        match self.card.create_application(APPLICATION, KEY_SETTINGS) {
            Ok(()) => {}
            Err(error) if error.is_status(status::DUPLICATE_ERROR) => {
                return self.proceed(job, bare);
            }
            Err(error) => return Err(full(error, job, free)),
        }
        self.take_over_master_key(job)?;
        self.card.select(APPLICATION)?;
        self.complete(job, Application::New)
    }

    /// The careful way: asks first, then continues from there.
    fn proceed(&mut self, job: &ProgramJob, bare: bool) -> Result<Footing, Error> {
        if let Expected::Ours { .. } = job.expected {
            self.check_fence_before_keys(job)?;
        }
        self.enter_phase(Phase::Identify);
        self.card.select(Aid::MASTER_LEVEL)?;
        let _ = self.identify()?;
        let version = self.card.key_version(0)?;
        let version = self.open_master_level(version)?;
        if !job.may_meet(version) {
            return Err(Error::ChangedElsewhere {
                expected: job.expected_fence(),
                found: None,
            });
        }
        let application = if self.card.applications()?.contains(&APPLICATION) {
            if version == 0 {
                if bare {
                    return Err(self.begun_by_another()?);
                }
                // Made before the master key was taken over, by an interrupted run or by a stranger.
                self.check_leftover()?;
                self.card.select(Aid::MASTER_LEVEL)?;
                let _ = self.open_master_level(version)?;
            }
            Application::Found
        } else {
            let free = self.card.free_memory()?;
            check_memory(job, free)?;
            self.safe_point()?;
            self.enter_phase(Phase::Files);
            self.card
                .create_application(APPLICATION, KEY_SETTINGS)
                .map_err(|error| full(error, job, free))?;
            Application::New
        };
        if version != job.generation {
            self.take_over_master_key(job)?;
        } else if job.expected == Expected::Factory {
            self.factory_master_key_fails()?;
        }
        self.card.select(APPLICATION)?;
        self.complete(job, application)
    }

    /// What to say of our application on a fob that was taken for bare: its keys were never changed, or they were.
    fn begun_by_another(&mut self) -> Result<Error, Error> {
        self.card.select(APPLICATION)?;
        Ok(match self.card.key_version(0)? {
            0 => Error::Unfinished,
            _ => Error::ForeignMasterKey,
        })
    }

    /// Opens a session with the card's master key, which has this version. Returns the version of ours, 0 where the
    /// factory's opens: that is a DES key, and any version may stand in the parity bits of one. A key of our kind is
    /// never taken for such a one, and the factory's is not tried again where it was refused on this visit.
    pub(super) fn open_master_level(&mut self, version: u8) -> Result<u8, Error> {
        let mut foreign = Error::ForeignMasterKey;
        if version != 0 {
            match self.key(KeyRole::CardMaster, version) {
                Ok(key) if self.opens(0, &key)? => return Ok(version),
                Ok(_) => {}
                Err(error @ Error::NoKey { .. }) => foreign = error,
                Err(error) => return Err(error),
            }
        }
        let may_be_factory =
            !self.factory_refused && (version == 0 || self.master_key_is_des()? != Some(false));
        if may_be_factory && self.opens_factory()? {
            Ok(0)
        } else {
            Err(foreign)
        }
    }

    /// Tries the factory's master key, and remembers that it was refused.
    pub(super) fn opens_factory(&mut self) -> Result<bool, Error> {
        let nonce = self.nonce()?;
        match self.card.authenticate_factory(FactoryMaster, &nonce) {
            Ok(()) => Ok(true),
            Err(error) if error.is_status(status::AUTHENTICATION_ERROR) => {
                self.factory_refused = true;
                Ok(false)
            }
            Err(error) => Err(error),
        }
    }

    /// Whether the card's master key is for DES; `None` where the card keeps that to itself. The master level must be
    /// selected.
    fn master_key_is_des(&mut self) -> Result<Option<bool>, Error> {
        match self.card.key_settings() {
            Ok(settings) => Ok(Some(settings.keys & 0xC0 == 0x00)),
            Err(Error::FobRefused { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Selects our application and opens a session with the station's key; `false` when either is not there.
    pub(super) fn enter(&mut self, generation: u8) -> Result<bool, Error> {
        self.enter_phase(Phase::Identify);
        match self.card.select(APPLICATION) {
            Ok(()) => {}
            Err(error) if error.is_status(status::APPLICATION_NOT_FOUND) => return Ok(false),
            Err(error) => return Err(error),
        }
        let key = self.key(KeyRole::StationWrite, generation)?;
        self.opens(1, &key)
    }

    /// Before keys move to another generation, the image must be the one that the job starts from, and the files
    /// must have room for what the job brings: an outdated or impossible job must leave the fob alone altogether.
    /// With keys of the next generation and the old image no lock would open to it.
    fn check_fence_before_keys(&mut self, job: &ProgramJob) -> Result<(), Error> {
        let elsewhere = |found| Error::ChangedElsewhere {
            expected: job.expected_fence(),
            found,
        };
        match self.card.select(APPLICATION) {
            Ok(()) => {}
            Err(error) if error.is_status(status::APPLICATION_NOT_FOUND) => {
                return Err(elsewhere(None));
            }
            Err(error) => return Err(error),
        }
        let version = self.card.key_version(1)?;
        if version == 0 || !job.may_meet(version) {
            return Err(elsewhere(None));
        }
        if !self.enter(version)? {
            return Err(Error::OtherSystem);
        }
        let found = self.read_fence(job)?;
        if found != job.expected_fence() && found != job.format.fence_of(&job.image) {
            return Err(elsewhere(found));
        }
        let master = self.card.key_version(0)?;
        if master == 0 || !job.may_meet(master) {
            return Err(elsewhere(found));
        }
        let key = self.key(KeyRole::AppMaster, master)?;
        if !self.opens(0, &key)? {
            return Err(Error::OtherSystem);
        }
        self.plan_files(job, false, false).map(drop)
    }

    /// Puts our master key on the card and sees the factory's fail.
    fn take_over_master_key(&mut self, job: &ProgramJob) -> Result<(), Error> {
        self.safe_point()?;
        self.enter_phase(Phase::Keys);
        let key = self.key(KeyRole::CardMaster, job.generation)?;
        self.card.change_master_key(&key, job.generation)?;
        if job.expected == Expected::Factory {
            self.factory_master_key_fails()
        } else {
            Ok(())
        }
    }

    /// The factory's master key must not open the card any more. The master level must be selected.
    fn factory_master_key_fails(&mut self) -> Result<(), Error> {
        let nonce = self.nonce()?;
        let attempt = self.card.authenticate_factory(FactoryMaster, &nonce);
        if self.card.refuses(attempt)? {
            Ok(())
        } else {
            Err(Error::FactoryKeyWorks { key: 0xFF })
        }
    }

    /// An application under our number on a card with the factory's master key is ours only when it is exactly what an
    /// interrupted run leaves: factory keys, our settings, no files.
    pub(super) fn check_leftover(&mut self) -> Result<(), Error> {
        self.card.select(APPLICATION)?;
        for number in 0..=3 {
            let version = self.card.key_version(number).map_err(foreign)?;
            if version != 0 {
                return Err(Error::ForeignApplication);
            }
        }
        let untouched = self.opens(0, &FACTORY_KEY)?
            && self.card.key_settings()? == KEY_SETTINGS
            && self.card.files()?.is_empty();
        if untouched {
            Ok(())
        } else {
            Err(Error::ForeignApplication)
        }
    }

    /// Keys and files of the selected application.
    fn complete(&mut self, job: &ProgramJob, application: Application) -> Result<Footing, Error> {
        let new = application == Application::New;
        let elsewhere = Error::ChangedElsewhere {
            expected: job.expected_fence(),
            found: None,
        };
        self.enter_phase(Phase::Keys);
        let master = if new {
            0
        } else {
            self.card.key_version(0).map_err(foreign)?
        };
        if !job.may_meet(master) {
            return Err(elsewhere);
        }
        let key = self.key_of(KeyRole::AppMaster, master)?;
        if !self.opens(0, &key)? {
            return Err(if master == 0 {
                Error::ForeignApplication
            } else {
                Error::OtherSystem
            });
        }
        if !new && self.card.key_settings()? != KEY_SETTINGS {
            return Err(Error::ForeignApplication);
        }
        let plan = self.plan_files(job, new, master == 0)?;
        for (number, role) in SERVICE_KEYS {
            let version = if new {
                0
            } else {
                self.card.key_version(number)?
            };
            if version == job.generation {
                continue;
            }
            if !job.may_meet(version) {
                return Err(elsewhere);
            }
            self.safe_point()?;
            let old = self.key_of(role, version)?;
            let wanted = self.key(role, job.generation)?;
            self.card
                .change_key(number, &old, &wanted, job.generation)?;
        }
        self.complete_files(&plan)?;
        if master != job.generation {
            self.enter_phase(Phase::Keys);
            let wanted = self.key(KeyRole::AppMaster, job.generation)?;
            self.card.change_own_key(&wanted, job.generation)?;
        }
        let station = self.key(KeyRole::StationWrite, job.generation)?;
        if !self.opens(1, &station)? {
            return Err(Error::OtherSystem);
        }
        Ok(if master == 0 {
            Footing::Blank
        } else {
            Footing::Unknown
        })
    }

    /// What becomes of each file, in a session with the application's master key, and whether image and blocklist
    /// have room in them. `unfinished` says that no content was ever written. Writes nothing.
    fn plan_files(
        &mut self,
        job: &ProgramJob,
        new: bool,
        unfinished: bool,
    ) -> Result<[(FileSpec, Fate); 3], Error> {
        let existing = if new { Vec::new() } else { self.card.files()? };
        let mut plan = files(job.sizes).map(|file| (file, Fate::Make));
        if existing
            .iter()
            .any(|number| plan.iter().all(|(file, _)| file.number != *number))
        {
            return Err(Error::ForeignApplication);
        }
        let mut sizes = [job.sizes.image, job.sizes.blocklist, 0];
        for ((file, fate), size) in plan.iter_mut().zip(&mut sizes) {
            if !existing.contains(&file.number) {
                continue;
            }
            let found = self.card.file_settings(file.number)?;
            // A finished fob keeps the sizes it was made with. So does an unfinished one where they suffice:
            // who resumes cannot know how much was free at first, and a deleted file gives no memory back.
            let suffices = !unfinished || job.suffices(file.number, found.size);
            if file.is_exactly(&found) || (suffices && file.is_met_by(&found)) {
                *size = found.size;
                *fate = Fate::Keep;
            } else if unfinished {
                // Made by a damaged command of an interrupted run; it never held anything. What it took is lost to
                // the image where that has more than it needs.
                *fate = Fate::MakeAnew;
                let less = file.size().saturating_sub(found.size);
                if file.number == IMAGE_FILE && job.suffices(IMAGE_FILE, less) {
                    *file = file.with_size(less);
                    *size = less;
                }
            } else {
                return Err(Error::ForeignApplication);
            }
        }
        if sizes[0] < job.format.first_read {
            return Err(Error::FileTooShort);
        }
        job.check_room(sizes[0], sizes[1])?;
        if !new {
            self.check_memory(&plan)?;
        }
        Ok(plan)
    }

    /// Whether the files that are to be made fit what the fob has free.
    fn check_memory(&mut self, plan: &[(FileSpec, Fate)]) -> Result<(), Error> {
        let made = plan.iter().filter(|(_, fate)| *fate != Fate::Keep);
        let needed: u32 = made.map(|(file, _)| file.memory()).sum();
        if needed == 0 {
            return Ok(());
        }
        let free = self.card.free_memory()?;
        if free < needed {
            return Err(Error::FobFull { needed, free });
        }
        Ok(())
    }

    /// Makes the files that are missing.
    fn complete_files(&mut self, plan: &[(FileSpec, Fate)]) -> Result<(), Error> {
        self.enter_phase(Phase::Files);
        for (file, fate) in plan {
            if *fate == Fate::Keep {
                continue;
            }
            if *fate == Fate::MakeAnew {
                self.card.delete_file(file.number)?;
            }
            self.safe_point()?;
            file.create(&mut self.card)?;
        }
        Ok(())
    }

    /// The key with this version: the factory's for 0.
    fn key_of(&self, role: KeyRole, version: u8) -> Result<zeroize::Zeroizing<[u8; 16]>, Error> {
        if version == 0 {
            Ok(zeroize::Zeroizing::new(FACTORY_KEY))
        } else {
            self.key(role, version)
        }
    }
}

/// A refusal where our application would have answered.
fn foreign(error: Error) -> Error {
    if matches!(error, Error::FobRefused { .. }) {
        Error::ForeignApplication
    } else {
        error
    }
}

/// The fob's memory must suffice before anything is written.
fn check_memory(job: &ProgramJob, free: u32) -> Result<(), Error> {
    let needed = memory(job.sizes);
    if free < needed {
        Err(Error::FobFull { needed, free })
    } else {
        Ok(())
    }
}

/// A card that has memory but no room for another application says so in its own way.
fn full(error: Error, job: &ProgramJob, free: u32) -> Error {
    if error.is_status(status::OUT_OF_MEMORY) || error.is_status(status::COUNT_ERROR) {
        Error::FobFull {
            needed: memory(job.sizes),
            free,
        }
    } else {
        error
    }
}
