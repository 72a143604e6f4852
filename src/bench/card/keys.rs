//! Authentication, keys and key settings of the simulated card. Must not know files.

use super::crypto::{Cipher, KeyKind, Vector, crc16, crc32, rotated};
use super::desfire::{Chain, Desfire, RandomBytes, Reply};
use super::image::Key;
use super::session::{Mode, Scheme, Session};
use super::status::{AUTHENTICATION, INTEGRITY, LENGTH, NO_SUCH_KEY, PERMISSION_DENIED, Status};

/// A challenge that waits for its answer.
pub(super) struct Challenge {
    scheme: Scheme,
    number: u8,
    cipher: Cipher,
    random: Vec<u8>,
    vector: Vector,
    /// What a card that keeps a factory key compares with too: what the same challenge says under that.
    kept: Option<(Cipher, Vec<u8>)>,
}

impl Desfire {
    pub(super) fn key(&self, number: u8) -> Result<&Key, Status> {
        match self.state.selected {
            None if number == 0 => Ok(&self.image.key),
            None => Err(NO_SUCH_KEY),
            Some(_) => self
                .application()?
                .keys
                .get(usize::from(number))
                .ok_or(NO_SUCH_KEY),
        }
    }

    /// 0A, 1A, AA: sends the card's challenge.
    pub(super) fn authenticate(
        &mut self,
        command: &[u8],
        random: RandomBytes<'_>,
    ) -> Result<Reply, Status> {
        self.state.session = None;
        let &[instruction, number] = command else {
            return Err(LENGTH);
        };
        let on_card_level = self.state.selected.is_none();
        let keeps = self.image.keeps_factory_key(on_card_level, number);
        let factory_master = Key::zero(KeyKind::Des);
        let key = match self.key(number)? {
            _ if keeps && on_card_level && instruction != 0xAA => &factory_master,
            key => key,
        };
        let fits = match instruction {
            0x0A => key.kind == KeyKind::Des,
            0x1A => key.kind != KeyKind::Aes,
            _ => key.kind == KeyKind::Aes,
        };
        let cipher = Cipher::new(key.kind, &key.bytes)
            .filter(|_| fits)
            .ok_or(AUTHENTICATION)?;
        let scheme = if instruction == 0x0A {
            Scheme::Old
        } else {
            Scheme::Ev1
        };
        let mut challenge = vec![0; cipher.challenge()];
        random(&mut challenge);
        let mut vector = [0; 16];
        let mut sent = challenge.clone();
        cipher.cbc_encrypt(&mut vector, &mut sent);
        let factory = Key::zero(key.kind);
        let kept = Cipher::new(factory.kind, &factory.bytes)
            .filter(|_| keeps)
            .map(|factory| {
                let mut random = sent.clone();
                factory.cbc_decrypt(&mut [0; 16], &mut random);
                (factory, random)
            });
        self.state.chain = Chain::Authentication(Challenge {
            scheme,
            number,
            cipher,
            random: challenge,
            vector,
            kept,
        });
        Ok(Reply::Challenge(sent))
    }

    /// The second frame of an authentication.
    pub(super) fn finish_authentication(
        &mut self,
        challenge: Challenge,
        token: &[u8],
    ) -> Result<Reply, Status> {
        let Challenge {
            scheme,
            number,
            cipher,
            random,
            mut vector,
            kept,
        } = challenge;
        if token.len() != 2 * random.len() {
            return Err(LENGTH);
        }
        let before = vector;
        let mut plain = token.to_vec();
        match scheme {
            Scheme::Old => cipher.undo_decipher(&mut plain),
            Scheme::Ev1 => cipher.cbc_decrypt(&mut vector, &mut plain),
        }
        let (theirs, returned) = plain.split_at(random.len());
        if returned != rotated(&random) {
            let (cipher, random) = kept.ok_or(AUTHENTICATION)?;
            let again = Challenge {
                scheme,
                number,
                cipher,
                random,
                vector: before,
                kept: None,
            };
            return self.finish_authentication(again, token);
        }
        let mut answer = rotated(theirs);
        if scheme == Scheme::Old {
            vector = [0; 16];
        }
        cipher.cbc_encrypt(&mut vector, &mut answer);
        let (_, session) = cipher.session(theirs, &random).ok_or(AUTHENTICATION)?;
        self.state.session = Some(Session {
            scheme,
            key_number: number,
            cipher: session,
            vector: [0; 16],
        });
        Ok(Reply::Proof(answer))
    }

    /// 64: the version of a key, for everyone.
    pub(super) fn get_key_version(&mut self, command: &[u8]) -> Result<Reply, Status> {
        let &[_, number] = command else {
            return Err(LENGTH);
        };
        self.hear(command);
        Ok(Reply::plain(vec![self.key(number)?.version()]))
    }

    /// 45: key settings and number of keys.
    pub(super) fn get_key_settings(&mut self, command: &[u8]) -> Result<Reply, Status> {
        if command.len() != 1 {
            return Err(LENGTH);
        }
        let settings = self.settings()?;
        if settings & 0x02 == 0 {
            self.need_master()?;
        }
        self.hear(command);
        let count = if self.state.selected.is_none() {
            1 | self.image.key.kind.settings()
        } else {
            let application = self.application()?;
            let count = u8::try_from(application.keys.len()).unwrap_or(u8::MAX);
            count | application.kind.settings() | if application.iso_files { 0x20 } else { 0 }
        };
        Ok(Reply::plain(vec![settings, count]))
    }

    /// 54: new key settings, enciphered.
    pub(super) fn change_key_settings(&mut self, command: &[u8]) -> Result<Reply, Status> {
        self.need_master()?;
        if self.settings()? & 0x08 == 0 {
            return Err(PERMISSION_DENIED);
        }
        let session = self.state.session.as_mut().ok_or(AUTHENTICATION)?;
        let settings = session.open(Mode::Full, &command[..1], &command[1..], 1)?[0];
        let selected = self.state.selected;
        self.change(1, |image| match selected {
            None => image.settings = settings & 0x0F,
            Some(aid) => {
                for application in image
                    .applications
                    .iter_mut()
                    .filter(|application| application.aid == aid)
                {
                    application.settings = settings;
                }
            }
        });
        Ok(Reply::done())
    }

    /// C4: a new key. On the card level the two top bits of the key number choose the new cipher.
    pub(super) fn change_key(&mut self, command: &[u8]) -> Result<Reply, Status> {
        let &[_, which, ref cryptogram @ ..] = command else {
            return Err(LENGTH);
        };
        let (number, kind) = self.target(which)?;
        let old = self.key(number)?.clone();
        self.may_change(number)?;
        let session = self.state.session.as_mut().ok_or(AUTHENTICATION)?;
        let same = session.key_number == number;
        let length = kind.size() + usize::from(kind == KeyKind::Aes);
        let check = match (session.scheme, same) {
            (Scheme::Old, true) => 2,
            (Scheme::Old, false) | (Scheme::Ev1, true) => 4,
            (Scheme::Ev1, false) => 8,
        };
        if cryptogram.len() != (length + check).next_multiple_of(session.cipher.block()) {
            return Err(LENGTH);
        }
        let plain = session.decipher(cryptogram)?;
        let mut rest = session.check(&command[..2], &plain, length)?;
        let mut bytes = plain[..kind.size()].to_vec();
        if !same {
            for (byte, other) in bytes.iter_mut().zip(&old.bytes) {
                *byte ^= other;
            }
            let own = match session.scheme {
                Scheme::Old => crc16(&bytes).to_vec(),
                Scheme::Ev1 => crc32(&bytes).to_vec(),
            };
            rest = rest.strip_prefix(own.as_slice()).ok_or(INTEGRITY)?;
        }
        if rest.iter().any(|byte| *byte != 0) {
            return Err(INTEGRITY);
        }
        let aes_version = if kind == KeyKind::Aes {
            plain[kind.size()]
        } else {
            0
        };
        self.set_key(
            number,
            Key {
                kind,
                bytes,
                aes_version,
            },
        );
        if same {
            self.state.session = None;
            return Ok(Reply::Bare);
        }
        Ok(Reply::done())
    }

    fn target(&self, which: u8) -> Result<(u8, KeyKind), Status> {
        if self.state.selected.is_none() {
            let kind = KeyKind::from_settings(which).ok_or(NO_SUCH_KEY)?;
            return if which & !0xC0 == 0 {
                Ok((0, kind))
            } else {
                Err(NO_SUCH_KEY)
            };
        }
        Ok((which, self.application()?.kind))
    }

    /// Who may change key `number`, by the key settings.
    fn may_change(&self, number: u8) -> Result<(), Status> {
        let shown = self
            .state
            .session
            .as_ref()
            .map(|session| session.key_number)
            .ok_or(AUTHENTICATION)?;
        let settings = self.settings()?;
        let needed = match (number, settings >> 4) {
            (0, _) if settings & 0x01 == 0 => return Err(PERMISSION_DENIED),
            (0, _) => 0,
            (_, 0x0F) => return Err(PERMISSION_DENIED),
            (number, 0x0E) => number,
            (number, change) if number == change => 0,
            (_, change) => change,
        };
        if shown == needed {
            Ok(())
        } else {
            Err(AUTHENTICATION)
        }
    }

    fn set_key(&mut self, number: u8, key: Key) {
        let selected = self.state.selected;
        self.change(key.bytes.len(), |image| match selected {
            None => image.key = key,
            Some(aid) => {
                let application = image
                    .applications
                    .iter_mut()
                    .find(|application| application.aid == aid);
                if let Some(place) =
                    application.and_then(|found| found.keys.get_mut(usize::from(number)))
                {
                    *place = key;
                }
            }
        });
    }
}
