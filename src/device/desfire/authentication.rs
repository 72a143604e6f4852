//! Mutual authentication: AES (AA) with our keys, and once ISO (1A) with the factory's DES master key.

use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::card::{Card, status};
use super::cipher::Chain;
use super::session::Session;
use crate::device::Error;

const AUTHENTICATE_AES: u8 = 0xAA;
const AUTHENTICATE_ISO: u8 = 0x1A;

/// The key of a session, by kind.
pub(super) enum SessionKey {
    Aes(Zeroizing<[u8; 16]>),
    Des(Zeroizing<[u8; 8]>),
}

/// The master key that a card leaves the factory with: DES, all zero.
#[derive(Debug, Clone, Copy)]
pub struct FactoryMaster;

impl Card<'_> {
    /// Opens a session with AES key `number`; `nonce` must be fresh and random.
    ///
    /// # Errors
    /// [`Error::FobRefused`] with status 0xAE when the card has another key, [`Error::AnswerForged`] when the card
    /// does not prove that it has the key.
    pub fn authenticate(
        &mut self,
        number: u8,
        key: &[u8; 16],
        nonce: &Zeroizing<[u8; 16]>,
    ) -> Result<(), Error> {
        let mut chain = Chain::aes(key);
        let card_nonce = self.handshake(AUTHENTICATE_AES, number, &mut chain, &**nonce)?;
        let mut session = Zeroizing::new([0; 16]);
        for (place, piece) in session.chunks_exact_mut(4).zip([
            &nonce[..4],
            &card_nonce[..4],
            &nonce[12..],
            &card_nonce[12..],
        ]) {
            place.copy_from_slice(piece);
        }
        self.begin(Session::new(&SessionKey::Aes(session), number));
        Ok(())
    }

    /// Opens a session with the factory's DES master key; the card's master level must be selected.
    ///
    /// # Errors
    /// As [`Card::authenticate`].
    pub fn authenticate_factory(
        &mut self,
        _key: FactoryMaster,
        nonce: &Zeroizing<[u8; 16]>,
    ) -> Result<(), Error> {
        let mut chain = Chain::des([0; 8]);
        let nonce = &nonce[..8];
        let card_nonce = self.handshake(AUTHENTICATE_ISO, 0, &mut chain, nonce)?;
        let mut session = Zeroizing::new([0; 8]);
        session[..4].copy_from_slice(&nonce[..4]);
        session[4..].copy_from_slice(&card_nonce[..4]);
        self.begin(Session::new(&SessionKey::Des(session), 0));
        Ok(())
    }

    /// Tries a key that must not work. `true` when the card refused it as it should.
    pub fn refuses(&mut self, attempt: Result<(), Error>) -> Result<bool, Error> {
        self.end();
        match attempt {
            Ok(()) => Ok(false),
            Err(error) if error.is_status(status::AUTHENTICATION_ERROR) => Ok(true),
            Err(error) => Err(error),
        }
    }

    /// The three passes; returns the card's random number.
    fn handshake(
        &mut self,
        code: u8,
        number: u8,
        chain: &mut Chain,
        nonce: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, Error> {
        self.end();
        let size = nonce.len();
        let mut card_nonce =
            Zeroizing::new(self.pass(code, &[number], status::ADDITIONAL_FRAME)?);
        if card_nonce.len() != size {
            return Err(self.refused_by_kind(code, card_nonce.len())?);
        }
        chain.decrypt(&mut card_nonce);
        let mut token = Zeroizing::new(Vec::with_capacity(2 * size));
        token.extend_from_slice(nonce);
        token.extend_from_slice(&rotated(&card_nonce));
        chain.encrypt(&mut token);
        let mut proof = Zeroizing::new(self.pass(status::ADDITIONAL_FRAME, &token, status::OK)?);
        if proof.len() != size {
            return Err(malformed());
        }
        chain.decrypt(&mut proof);
        if bool::from(proof.ct_eq(&rotated(nonce))) {
            Ok(card_nonce)
        } else {
            Err(Error::AnswerForged)
        }
    }

    /// What to say of a card whose nonce is of another length than our key's kind has: 16 bytes for 8, where the command
    /// is the one that DES keys of two and of three parts share. Its key is not ours then; a proof of zeros ends what it
    /// waits for, so that it takes the next command.
    fn refused_by_kind(&mut self, code: u8, length: usize) -> Result<Error, Error> {
        if code != AUTHENTICATE_ISO || length != THREE_KEY_NONCE {
            return Err(malformed());
        }
        let (status, _) = self.frame(status::ADDITIONAL_FRAME, &[0; 2 * THREE_KEY_NONCE])?;
        if status == status::OK {
            return Ok(Error::AnswerForged);
        }
        Ok(Error::FobRefused {
            command: code,
            status,
        })
    }

    /// One pass: sends a frame and expects exactly this status.
    fn pass(&mut self, code: u8, data: &[u8], expected: u8) -> Result<Vec<u8>, Error> {
        let (status, answer) = self.frame(code, data)?;
        match status {
            _ if status == expected => Ok(answer),
            status::OK | status::ADDITIONAL_FRAME => Err(malformed()),
            _ => Err(Error::FobRefused {
                command: code,
                status,
            }),
        }
    }
}

/// Bytes of the nonce of a DES key of three parts.
const THREE_KEY_NONCE: usize = 16;

fn malformed() -> Error {
    Error::AnswerMalformed {
        what: "authentication",
    }
}

/// The bytes turned left by one.
fn rotated(bytes: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut turned = bytes.to_vec();
    turned.rotate_left(1);
    Zeroizing::new(turned)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::super::card::Transceiver;
    use super::*;
    use data_encoding::HEXUPPER;

    fn hex(text: &str) -> Vec<u8> {
        HEXUPPER.decode(text.as_bytes()).unwrap()
    }

    /// Answers one frame after the other and insists on what it is sent.
    struct Script(Vec<(Vec<u8>, Vec<u8>)>);

    impl Transceiver for Script {
        fn transceive(&mut self, frame: &[u8]) -> Result<Vec<u8>, Error> {
            let (expected, answer) = self.0.remove(0);
            assert_eq!(frame, expected);
            Ok(answer)
        }
    }

    fn aes_script(challenge: &str, token: &str, proof: &str) -> Script {
        Script(vec![
            (vec![0xAA, 0x00], [vec![0xAF], hex(challenge)].concat()),
            (
                [vec![0xAF], hex(token)].concat(),
                [vec![0x00], hex(proof)].concat(),
            ),
        ])
    }

    fn nonce(text: &str) -> Zeroizing<[u8; 16]> {
        let mut bytes = hex(text);
        bytes.resize(16, 0);
        Zeroizing::new(bytes.try_into().unwrap())
    }

    #[test]
    fn aes_authentication_matches_the_published_example() {
        let mut script = aes_script(
            "B969FDFE56FD91FC9DE6F6F213B8FD1E",
            "36AAD7DF6E436BA08D18613830A70D5AD43E3D3F4A8D47541EEE623A934E4774",
            "800DB680BC146BD121D6578F2D2E2059",
        );
        let mut card = Card::new(&mut script);
        card.authenticate(0, &[0; 16], &nonce("F44B26F5686F3A391CD38EBD10772281"))
            .unwrap();
        // The session key of the example is the one of the published ChangeKey example.
        let new = hex("00102030405060708090A0B0B0A09080").try_into().unwrap();
        assert_eq!(
            card.session_mut()
                .unwrap()
                .change_own_key(0, &new, Some(0x10)),
            hex("E9F85E219496C2B58C1090DC3935FAE9E840CF61B383D9531946256B1F110C10")
        );
    }

    #[test]
    fn a_card_that_does_not_have_the_key_is_found_out() {
        let mut script = aes_script(
            "B969FDFE56FD91FC9DE6F6F213B8FD1E",
            "36AAD7DF6E436BA08D18613830A70D5AD43E3D3F4A8D47541EEE623A934E4774",
            "800DB680BC146BD121D6578F2D2E2058",
        );
        let mut card = Card::new(&mut script);
        let result = card.authenticate(0, &[0; 16], &nonce("F44B26F5686F3A391CD38EBD10772281"));
        assert_eq!(result, Err(Error::AnswerForged));
        assert!(card.session_mut().is_none());
    }

    #[test]
    fn factory_authentication_matches_the_published_example() {
        struct Factory(u8);
        impl Transceiver for Factory {
            fn transceive(&mut self, frame: &[u8]) -> Result<Vec<u8>, Error> {
                self.0 += 1;
                Ok(match self.0 {
                    1 => {
                        assert_eq!(frame, [0x1A, 0x00]);
                        [vec![0xAF], hex("D3C84E1AAB3AA692")].concat()
                    }
                    _ => [vec![0x00], hex("DC9A5F5B3F8DE04E")].concat(),
                })
            }
        }
        let mut factory = Factory(0);
        let mut card = Card::new(&mut factory);
        card.authenticate_factory(FactoryMaster, &nonce("FE07A026547F0BAE"))
            .unwrap();
        // Session key FE07A026682EB9D7: enciphering one zero block from a zero vector tells it apart from any other.
        let mut expected = vec![0; 8];
        Chain::des(hex("FE07A026682EB9D7").try_into().unwrap()).encrypt(&mut expected);
        let mut session = Session::new(
            &SessionKey::Des(Zeroizing::new(hex("FE07A026682EB9D7").try_into().unwrap())),
            0,
        );
        let key = [0x5A; 16];
        assert_eq!(
            card.session_mut()
                .unwrap()
                .change_own_key(0x80, &key, Some(1)),
            session.change_own_key(0x80, &key, Some(1))
        );
    }
}
