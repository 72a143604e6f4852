//! The authentication of ISO 7816-4 in three commands: GET CHALLENGE, EXTERNAL AUTHENTICATE, INTERNAL AUTHENTICATE.
//! It ends in the same session as the native one. The running vector goes on from the host's proof to the card's,
//! as in the public tool of the Proxmark; that, and the word for a wrong proof, could not be checked against a card.

use super::word;
use crate::bench::card::crypto::{Cipher, KeyKind, Vector};
use crate::bench::card::desfire::{Desfire, RandomBytes};
use crate::bench::card::session::{Scheme, Session};

/// The host's proof was wrong.
const NOT_PROVEN: u16 = 0x6300;
/// The command before this one is missing.
const OUT_OF_ORDER: u16 = 0x6985;
/// Data and key do not fit.
const WRONG_LENGTH: u16 = 0x6700;

/// How far an authentication has come. Any other command forgets it.
#[derive(Default)]
pub(in crate::bench::card) enum Proof {
    #[default]
    None,
    /// The card gave its challenge.
    Asked(Vec<u8>),
    /// The host has shown that it knows the key.
    Shown {
        number: u8,
        cipher: Cipher,
        theirs: Vec<u8>,
        vector: Vector,
    },
}

impl Desfire {
    /// 84: as many random bytes as are wanted, 8 or 16.
    pub(super) fn iso_challenge(
        &mut self,
        wanted: usize,
        random: RandomBytes<'_>,
    ) -> Result<Vec<u8>, u16> {
        if wanted != 8 && wanted != 16 {
            return Err(WRONG_LENGTH);
        }
        let mut challenge = vec![0; wanted];
        random(&mut challenge);
        self.state.proof = Proof::Asked(challenge.clone());
        Ok(challenge)
    }

    /// 82: the host's random bytes and the challenge, enciphered. P1 names the cipher or leaves it open, P2 the key.
    pub(super) fn iso_external(
        &mut self,
        before: Proof,
        [algorithm, which]: [u8; 2],
        token: &[u8],
    ) -> Result<(), u16> {
        self.state.session = None;
        let Proof::Asked(challenge) = before else {
            return Err(OUT_OF_ORDER);
        };
        let (number, cipher) = self.iso_key(algorithm, which)?;
        if challenge.len() != cipher.challenge() || token.len() != 2 * challenge.len() {
            return Err(WRONG_LENGTH);
        }
        let mut vector = [0; 16];
        let mut theirs = token.to_vec();
        cipher.cbc_decrypt(&mut vector, &mut theirs);
        if theirs.split_off(challenge.len()) != challenge {
            return Err(NOT_PROVEN);
        }
        self.state.proof = Proof::Shown {
            number,
            cipher,
            theirs,
            vector,
        };
        Ok(())
    }

    /// 88: the card's own random bytes and those of this command, enciphered. A session begins.
    pub(super) fn iso_internal(
        &mut self,
        before: Proof,
        [algorithm, which]: [u8; 2],
        data: &[u8],
        random: RandomBytes<'_>,
    ) -> Result<Vec<u8>, u16> {
        let Proof::Shown {
            number,
            cipher,
            theirs,
            mut vector,
        } = before
        else {
            return Err(OUT_OF_ORDER);
        };
        if self.iso_key(algorithm, which)?.0 != number {
            return Err(OUT_OF_ORDER);
        }
        if data.len() != theirs.len() {
            return Err(WRONG_LENGTH);
        }
        let mut own = vec![0; data.len()];
        random(&mut own);
        let mut answer = [own.as_slice(), data].concat();
        cipher.cbc_encrypt(&mut vector, &mut answer);
        let (_, session) = cipher.session(&theirs, &own).ok_or(NOT_PROVEN)?;
        self.state.session = Some(Session {
            scheme: Scheme::Ev1,
            key_number: number,
            cipher: session,
            vector: [0; 16],
        });
        Ok(answer)
    }

    /// The key that P2 names: bit 7 says that it is the application's.
    fn iso_key(&self, algorithm: u8, which: u8) -> Result<(u8, Cipher), u16> {
        if (which & 0x80 != 0) != self.state.selected.is_some() || which & 0x60 != 0 {
            return Err(0x6A86);
        }
        let number = which & 0x1F;
        let key = self.key(number).map_err(word)?;
        let fits = match algorithm {
            0x00 => true,
            0x02 => key.kind == KeyKind::Des,
            0x04 => key.kind == KeyKind::ThreeKeyDes,
            0x09 => key.kind == KeyKind::Aes,
            _ => false,
        };
        let cipher = Cipher::new(key.kind, &key.bytes).filter(|_| fits);
        Ok((number, cipher.ok_or(0x6A86_u16)?))
    }
}
