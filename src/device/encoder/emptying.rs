//! Giving a fob back: our application goes, the factory's master key returns.

use std::sync::atomic::AtomicBool;

use super::FobEncoder;
use super::job::{EmptyJob, Phase, Progress, WriteReport};
use super::layout::APPLICATION;
use super::visit::Visit;
use crate::device::Error;
use crate::device::desfire::Aid;

/// Exchanges of an emptying that is not interrupted.
const EXPECTED: u32 = 11;

impl FobEncoder {
    /// Empties the fob.
    pub(super) fn empty_fob(
        &mut self,
        job: &EmptyJob,
        progress: &mut dyn FnMut(Progress),
        cancel: &AtomicBool,
    ) -> Result<WriteReport, Error> {
        let ((), report) = self.visit(
            Some(job.uid),
            &*job.keys,
            EXPECTED,
            progress,
            cancel,
            |visit, _| visit.give_back(),
        )?;
        Ok(report)
    }
}

impl Visit<'_> {
    /// Every step is told by the fob itself, so that a second run starts where the first one ended.
    fn give_back(&mut self) -> Result<(), Error> {
        let _ = self.identify()?;
        self.enter_phase(Phase::Empty);
        let version = self.card.key_version(0)?;
        let version = self.open_master_level(version)?;
        let applications = self.card.applications()?;
        if applications.contains(&APPLICATION) {
            if version == 0 {
                self.check_leftover()?;
                self.card.select(Aid::MASTER_LEVEL)?;
                let _ = self.open_master_level(version)?;
            }
            self.safe_point()?;
            if applications.len() == 1 {
                // Only this gives the memory back; an EV1 keeps that of a deleted application for ever.
                self.card.format()?;
            } else {
                self.card.delete_application(APPLICATION)?;
            }
        }
        if version == 0 {
            return Ok(());
        }
        self.safe_point()?;
        // The session may not outlive the removal on every card.
        self.card.select(Aid::MASTER_LEVEL)?;
        let _ = self.open_master_level(version)?;
        self.card.restore_factory_master_key()?;
        self.open_master_level(0).map(drop)
    }
}
