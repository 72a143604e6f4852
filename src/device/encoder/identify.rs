//! Which chip lies on the encoder, and how far it came. Old and unknown chips are refused by name.

use std::sync::atomic::AtomicBool;

use zeroize::Zeroizing;

use super::job::{FobKeys, FobState, KeyRole, MediumInfo};
use super::layout::APPLICATION;
use super::visit::Visit;
use super::{FobEncoder, Phase};
use crate::device::Error;
use crate::device::desfire::{Version, status};
use crate::device::pn532::Target;

/// Kinds of chip that are accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chip {
    /// MIFARE DESFire EV1.
    Ev1,
    /// MIFARE DESFire EV2.
    Ev2,
    /// MIFARE DESFire EV3.
    Ev3,
}

impl Chip {
    /// Name of the chip.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ev1 => "MIFARE DESFire EV1",
            Self::Ev2 => "MIFARE DESFire EV2",
            Self::Ev3 => "MIFARE DESFire EV3",
        }
    }

    /// Reads the kind from GetVersion: vendor NXP, type DESFire, major version of the hardware.
    fn from_version(version: &Version) -> Result<Self, Error> {
        let refused = |chip| Err(Error::ChipRefused { chip });
        match version.hardware {
            [0x04, 0x01, _, 0x00, ..] => refused("MIFARE DESFire D40 (MF3ICD40)"),
            [0x04, 0x01, _, 0x01, ..] => Ok(Self::Ev1),
            [0x04, 0x01, _, 0x12 | 0x22, ..] => Ok(Self::Ev2),
            [0x04, 0x01, _, 0x33, ..] => Ok(Self::Ev3),
            [0x04, 0x08, ..] => refused("MIFARE DESFire Light"),
            [0x04, 0x04, ..] => refused("NTAG"),
            _ => refused("unknown"),
        }
    }
}

/// Refuses by ATQA, SAK and chip number what no command should be sent to; returns the chip number.
pub(super) fn accepted(target: &Target) -> Result<[u8; 7], Error> {
    if target.sak & 0x08 != 0 {
        return Err(Error::ChipRefused {
            chip: "MIFARE Classic",
        });
    }
    if target.sak & 0x20 == 0 {
        let chip = if target.sak == 0x00 {
            "MIFARE Ultralight or NTAG"
        } else {
            "unknown"
        };
        return Err(Error::ChipRefused { chip });
    }
    match *target.uid {
        [0x08, _, _, _] => Err(Error::RandomUid),
        [0x04, ..] => target
            .uid
            .as_slice()
            .try_into()
            .map_err(|_| Error::ChipRefused { chip: "unknown" }),
        _ => Err(Error::ChipRefused { chip: "unknown" }),
    }
}

/// Keys for an operation that needs none.
struct NoKeys;

impl FobKeys for NoKeys {
    fn key(&self, _: KeyRole, _: &[u8; 7], generation: u8) -> Result<Zeroizing<[u8; 16]>, Error> {
        Err(Error::NoKey { generation })
    }
}

impl FobEncoder {
    /// Looks at what lies on the encoder.
    pub(super) fn look_at_fob(&mut self) -> Result<Option<MediumInfo>, Error> {
        let never = AtomicBool::new(false);
        let result = self.visit(None, &NoKeys, 8, &mut |_| {}, &never, |visit, _| {
            visit.survey()
        });
        match result {
            Ok((info, _)) => Ok(Some(info)),
            Err(Error::NoFob) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The same before a first programming, beginning as that does; a fob that the factory's master key opens is held.
    pub(super) fn look_at_new_fob(&mut self) -> Result<Option<MediumInfo>, Error> {
        let since = self.chip.traffic();
        let never = AtomicBool::new(false);
        let result = self.visit(None, &NoKeys, 8, &mut |_| {}, &never, |visit, _| {
            let (chip, free) = (visit.identify()?, visit.card.free_memory()?);
            if visit.opens_factory()? {
                let info = visit.found(chip, free, FobState::Factory);
                Ok((info, visit.card.leave()))
            } else {
                Ok((visit.survey_of(chip, free)?, None))
            }
        });
        match result {
            Ok(((info, session), _)) => {
                if info.state == FobState::Factory && session.is_some() {
                    self.hold((info.uid, info.free), session, since);
                }
                Ok(Some(info))
            }
            Err(Error::NoFob) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

impl Visit<'_> {
    /// Reads GetVersion, checks kind and chip number.
    pub(super) fn identify(&mut self) -> Result<Chip, Error> {
        self.enter_phase(Phase::Identify);
        let version = self.card.version().map_err(|error| match error {
            // A card that does not know the command at all is none of ours.
            Error::FobRefused {
                status: status::ILLEGAL_COMMAND,
                ..
            } => Error::ChipRefused { chip: "unknown" },
            other => other,
        })?;
        let chip = Chip::from_version(&version)?;
        if version.uid == [0; 7] {
            return Err(Error::RandomUid);
        }
        if version.uid == self.uid {
            Ok(chip)
        } else {
            Err(Error::ChipRefused { chip: "unknown" })
        }
    }

    /// Everything that can be told without our keys.
    fn survey(&mut self) -> Result<MediumInfo, Error> {
        let chip = self.identify()?;
        let free = self.card.free_memory()?;
        self.survey_of(chip, free)
    }

    fn survey_of(&mut self, chip: Chip, free: u32) -> Result<MediumInfo, Error> {
        let master = self.card.key_version(0)?;
        let state = match self.card.select(APPLICATION) {
            Ok(()) => match self.card.key_version(0)? {
                0 => FobState::Started,
                _ if master == 0 => FobState::Foreign,
                generation => FobState::Ours { generation },
            },
            Err(error) if error.is_status(status::APPLICATION_NOT_FOUND) => {
                self.bare_state(master)?
            }
            Err(error) => return Err(error),
        };
        Ok(self.found(chip, free, state))
    }

    fn found(&self, chip: Chip, free: u32, state: FobState) -> MediumInfo {
        MediumInfo {
            uid: self.uid,
            chip,
            state,
            free,
        }
    }

    /// State of a fob without our application, whose master key has this version.
    fn bare_state(&mut self, version: u8) -> Result<FobState, Error> {
        if version != 0 {
            // An AES master key with a version may be ours, between two steps; a session with our keys will tell.
            match self.card.key_settings() {
                Ok(settings) if settings.keys & 0xC0 == 0x80 => return Ok(FobState::Started),
                // The factory's is a DES key, and its version is what its parity bits happen to be.
                Ok(settings) if settings.keys & 0xC0 == 0x00 => {}
                Ok(_) | Err(Error::FobRefused { .. }) => return Ok(FobState::Foreign),
                Err(error) => return Err(error),
            }
        }
        Ok(if !self.factory_refused && self.opens_factory()? {
            drop(self.card.leave());
            FobState::Factory
        } else {
            FobState::Foreign
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::*;

    fn target(sak: u8, uid: &[u8]) -> Target {
        Target {
            atqa: [3, 0x44],
            sak,
            uid: uid.to_vec(),
            ats: vec![0x75, 0x77, 0x81, 0x02, 0x80],
        }
    }

    fn version(kind: u8, major: u8) -> Version {
        Version {
            hardware: [4, kind, 1, major, 0, 0x18, 5],
            software: [4, 1, 1, 1, 4, 0x18, 5],
            uid: [4; 7],
        }
    }

    #[test]
    fn chips_without_a_safe_cipher_are_refused_by_name() {
        let seven = [4, 1, 2, 3, 4, 5, 6];
        let refused = |chip| Err(Error::ChipRefused { chip });
        assert_eq!(
            accepted(&target(0x08, &seven[..4])),
            refused("MIFARE Classic")
        );
        assert_eq!(accepted(&target(0x28, &seven)), refused("MIFARE Classic"));
        assert_eq!(
            accepted(&target(0x00, &seven)),
            refused("MIFARE Ultralight or NTAG")
        );
        assert_eq!(
            accepted(&target(0x20, &[8, 1, 2, 3])),
            Err(Error::RandomUid)
        );
        assert_eq!(accepted(&target(0x20, &seven)), Ok(seven));
        assert_eq!(
            Chip::from_version(&version(1, 0)),
            Err(Error::ChipRefused {
                chip: "MIFARE DESFire D40 (MF3ICD40)"
            })
        );
        assert_eq!(Chip::from_version(&version(1, 1)), Ok(Chip::Ev1));
        assert_eq!(Chip::from_version(&version(1, 0x12)), Ok(Chip::Ev2));
        assert_eq!(Chip::from_version(&version(1, 0x33)), Ok(Chip::Ev3));
        assert!(Chip::from_version(&version(0x04, 0x30)).is_err());
        assert!(Chip::from_version(&version(1, 0x77)).is_err());
    }
}
