//! The few PIV commands a station needs (NIST SP 800-73-4 part 2), over any [`ApduLink`].
//!
//! Short APDUs only, so that every reader carries them: long commands go chained, long answers come in pieces
//! (61xx, GET RESPONSE).

mod administration;
pub mod management;

pub use administration::{Metadata, Reference, StoredManagement};

use super::{
    programming_key::{Error, LastTry, Pin},
    token_link::ApduLink,
};
use std::time::{Duration, Instant};
use zeroize::Zeroizing;

const APPLICATION: [u8; 11] = [
    0xA0, 0x00, 0x00, 0x03, 0x08, 0x00, 0x00, 0x10, 0x00, 0x01, 0x00,
];
const CHUID: [u8; 3] = [0x5F, 0xC1, 0x02];
const KEY_MANAGEMENT_CERTIFICATE: [u8; 3] = [0x5F, 0xC1, 0x0B];

const SELECT: u8 = 0xA4;
const VERIFY: u8 = 0x20;
const GET_DATA: u8 = 0xCB;
const GET_RESPONSE: u8 = 0xC0;
const GENERAL_AUTHENTICATE: u8 = 0x87;

/// Instructions that no data answers.
const WITHOUT_ANSWER: [u8; 5] = [
    VERIFY,
    CHANGE_REFERENCE,
    RESET_RETRY,
    PUT_DATA,
    SET_MANAGEMENT,
];
const CHANGE_REFERENCE: u8 = 0x24;
const RESET_RETRY: u8 = 0x2C;
const PUT_DATA: u8 = 0xDB;
const SET_MANAGEMENT: u8 = 0xFF;

const PIN_REFERENCE: u8 = 0x80;
const ECC_P256: u8 = 0x11;
const KEY_MANAGEMENT: u8 = 0x9D;

const OK: u16 = 0x9000;
const SECURITY_STATUS: u16 = 0x6982;
const BLOCKED: u16 = 0x6983;
const NOT_FOUND: u16 = 0x6A82;
/// The most data of one short command, and the class of a command that goes on (ISO 7816-4 section 5.1.1.1).
const MOST_DATA: usize = 255;
const CHAINED: u8 = 0x10;

/// More than the largest PIV object; a card that goes on and on is broken.
const MOST_BYTES: usize = 8192;
/// Pieces of one answer: twice as many as the largest object takes where a card gives 128 bytes at a time.
const MOST_PIECES: u32 = 128;
/// For all pieces of a command and its answer. The way to the card gives up a single piece by itself.
const PATIENCE: Duration = Duration::from_secs(30);
/// Room for an answer that holds a secret, in however many pieces it comes; certificates may outgrow it.
const ROOM: usize = 1024;

/// Where a card's PIN stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PinState {
    /// Given already in this session; the counter is full.
    Verified,
    /// So many tries are left, at least one.
    Tries(u8),
    /// None is left.
    Blocked,
    /// The card does not tell how many tries are left; it may be the last.
    Untold,
}

impl PinState {
    /// Refuses where no PIN may be sent: none is left, or it may be the last one and nobody risks that.
    ///
    /// # Errors
    /// [`Error::PinBlocked`], [`Error::LastPinTry`], [`Error::PinUntold`].
    pub fn lets_try(self, last_try: LastTry) -> Result<(), Error> {
        match (self, last_try) {
            (Self::Blocked, _) => Err(Error::PinBlocked),
            (Self::Tries(1), LastTry::Keep) => Err(Error::LastPinTry),
            (Self::Untold, LastTry::Keep) => Err(Error::PinUntold),
            (Self::Tries(_) | Self::Untold | Self::Verified, _) => Ok(()),
        }
    }
}

/// A card whose PIV application is selected.
pub struct Piv<L> {
    link: L,
    /// Whether the PIN was given in this session and no other after it.
    given: bool,
    /// Whether the card has answered the question for the tries that are left.
    tells: bool,
}

impl<L: ApduLink> Piv<L> {
    /// Selects the PIV application by its full identifier.
    pub fn select(link: L) -> Result<Self, Error> {
        let mut piv = Self {
            link,
            given: false,
            tells: false,
        };
        piv.select_again()?;
        Ok(piv)
    }

    fn select_again(&mut self) -> Result<(), Error> {
        match self.command(SELECT, 0x04, 0x00, &APPLICATION)?.1 {
            OK => Ok(()),
            _ => Err(Error::NotPiv),
        }
    }

    /// Lets the card go.
    pub fn into_link(self) -> L {
        self.link
    }

    /// The certificate of slot 9D in DER.
    pub fn key_management_certificate(&mut self) -> Result<Vec<u8>, Error> {
        let object = self
            .object(KEY_MANAGEMENT_CERTIFICATE)?
            .ok_or(Error::NoCertificate)?;
        // SP 800-73-4 part 1 appendix A: 70 certificate, 71 information; its low bit says gzip.
        if value(&object, 0x71)?.is_some_and(|info| info.first().is_some_and(|bits| bits & 1 == 1))
        {
            return Err(Error::BadAnswer("compressed certificate"));
        }
        let certificate = value(&object, 0x70)?.filter(|certificate| !certificate.is_empty());
        certificate.map(<[u8]>::to_vec).ok_or(Error::NoCertificate)
    }

    /// The 16-byte GUID of the card holder unique identifier, if the card has one.
    pub fn guid(&mut self) -> Result<Option<Vec<u8>>, Error> {
        let Some(object) = self.object(CHUID)? else {
            return Ok(None);
        };
        let guid = value(&object, 0x34)?
            .filter(|guid| guid.len() == 16 && guid.iter().any(|&byte| byte != 0));
        Ok(guid.map(<[u8]>::to_vec))
    }

    /// Asks for the tries left with an empty VERIFY, which uses none up. Some cards say that the PIN was given when it
    /// was not, and some refuse the question: their metadata are asked, where they have any.
    pub fn pin_state(&mut self) -> Result<PinState, Error> {
        let status = self.command(VERIFY, 0x00, PIN_REFERENCE, &[])?.1;
        let told = match status {
            OK if self.given => Some(PinState::Verified),
            OK => None,
            BLOCKED | 0x63C0 => Some(PinState::Blocked),
            status => match tries(status) {
                Some(left) => Some(PinState::Tries(left)),
                None if self.tells || !is_refusal(status) => return Err(Error::Refused { status }),
                None => None,
            },
        };
        if let Some(told) = told {
            self.tells |= status != OK;
            return Ok(told);
        }
        if self.given {
            return Ok(PinState::Verified);
        }
        let metadata = self.metadata(Reference::Pin)?;
        Ok(match metadata.and_then(|metadata| metadata.tries) {
            Some(0) => PinState::Blocked,
            Some(left) => PinState::Tries(left),
            None => PinState::Untold,
        })
    }

    /// Sends the PIN. Whether a try may be risked is the caller's question.
    pub fn verify(&mut self, pin: &Pin) -> Result<(), Error> {
        self.given = false;
        match self.command(VERIFY, 0x00, PIN_REFERENCE, &*pin.padded())?.1 {
            OK => {
                self.given = true;
                Ok(())
            }
            BLOCKED | 0x63C0 => Err(Error::PinBlocked),
            status => match tries(status) {
                Some(left) => Err(Error::WrongPin { left }),
                None => Err(Error::Refused { status }),
            },
        }
    }

    /// Ends the PIN's validity (SP 800-73-4 part 2 section 3.2.1, P1 = FF). A card of an older edition does not know
    /// that: it is started anew, and then has forgotten the management key too, which is told by true.
    pub fn forget_pin(&mut self) -> Result<bool, Error> {
        self.given = false;
        let status = self.command(VERIFY, 0xFF, PIN_REFERENCE, &[])?.1;
        if status == OK {
            return Ok(false);
        }
        match self.link.restart() {
            Err(error) if error.kind() == std::io::ErrorKind::Unsupported => {
                return Err(Error::Refused { status });
            }
            restarted => restarted.map_err(Error::lost)?,
        }
        self.select_again()?;
        Ok(true)
    }

    /// ECDH with the key in 9D: 7C { 82 empty, 85 point } gives 7C { 82 x }.
    pub fn key_management_agreement(
        &mut self,
        point: &[u8; 65],
    ) -> Result<Zeroizing<[u8; 32]>, Error> {
        let mut template = vec![0x7C, 0x45, 0x82, 0x00, 0x85, 0x41];
        template.extend_from_slice(point);
        let (answer, status) =
            self.command(GENERAL_AUTHENTICATE, ECC_P256, KEY_MANAGEMENT, &template)?;
        match status {
            OK => {}
            SECURITY_STATUS => return Err(Error::PinMissing),
            status => return Err(Error::Refused { status }),
        }
        let inside = value(&answer, 0x7C)?.ok_or(Error::BadAnswer("no authentication template"))?;
        let x = value(inside, 0x82)?.ok_or(Error::BadAnswer("no shared secret"))?;
        let mut secret = Zeroizing::new([0; 32]);
        if x.len() != secret.len() {
            return Err(Error::BadAnswer("shared secret of another length"));
        }
        secret.copy_from_slice(x);
        Ok(secret)
    }

    /// The inside of a data object, or none if the card has no such object.
    fn object(&mut self, tag: [u8; 3]) -> Result<Option<Vec<u8>>, Error> {
        let request = [0x5C, 0x03, tag[0], tag[1], tag[2]];
        let (answer, status) = self.command(GET_DATA, 0x3F, 0xFF, &request)?;
        match status {
            OK => {
                let inside = value(&answer, 0x53)?.ok_or(Error::BadAnswer("no data object"))?;
                Ok(Some(inside.to_vec()))
            }
            NOT_FOUND => Ok(None),
            status => Err(Error::Refused { status }),
        }
    }

    /// One command with its whole answer, put together from its pieces.
    fn command(
        &mut self,
        instruction: u8,
        p1: u8,
        p2: u8,
        data: &[u8],
    ) -> Result<(Zeroizing<Vec<u8>>, u16), Error> {
        let end = Instant::now() + PATIENCE;
        let mut pieces = data.chunks(MOST_DATA);
        let mut last = pieces.next().unwrap_or_default();
        for next in pieces {
            let command = short_command(CHAINED, instruction, p1, p2, last)?;
            let status = self.transmit(&command, &mut Vec::new(), end)?;
            if status != OK {
                return Ok((Zeroizing::default(), status));
            }
            last = next;
        }
        let mut command = short_command(0x00, instruction, p1, p2, last)?;
        if !WITHOUT_ANSWER.contains(&instruction) {
            command.push(0x00);
        }
        // With room for any secret, so that none is left behind where a growing buffer stood before.
        let mut whole = Zeroizing::new(Vec::with_capacity(ROOM));
        let mut status = self.transmit(&command, &mut whole, end)?;
        if status >> 8 == 0x6C && !WITHOUT_ANSWER.contains(&instruction) {
            // The length the card wants instead.
            let wanted = status.to_be_bytes()[1];
            if let Some(last) = command.last_mut() {
                *last = wanted;
            }
            status = self.transmit(&command, &mut whole, end)?;
        }
        let mut pieces_left = MOST_PIECES;
        while status >> 8 == 0x61 {
            let next = [0x00, GET_RESPONSE, 0x00, 0x00, status.to_be_bytes()[1]];
            let before = whole.len();
            status = self.transmit(&next, &mut whole, end)?;
            pieces_left -= 1;
            let idle = whole.len() == before && status >> 8 == 0x61;
            if idle || whole.len() > MOST_BYTES || pieces_left == 0 {
                return Err(Error::BadAnswer("endless answer"));
            }
        }
        Ok((whole, status))
    }

    fn transmit(
        &mut self,
        command: &[u8],
        whole: &mut Vec<u8>,
        end: Instant,
    ) -> Result<u16, Error> {
        if Instant::now() >= end {
            return Err(Error::BadAnswer("endless answer"));
        }
        let answer = Zeroizing::new(self.link.transmit(command).map_err(Error::lost)?);
        let (data, status) = answer
            .split_last_chunk()
            .ok_or(Error::BadAnswer("no status"))?;
        whole.extend_from_slice(data);
        Ok(u16::from_be_bytes(*status))
    }
}

/// One command without the length of its answer; with room for it, so that nothing is left behind where it grew.
fn short_command(
    class: u8,
    instruction: u8,
    p1: u8,
    p2: u8,
    data: &[u8],
) -> Result<Zeroizing<Vec<u8>>, Error> {
    let mut command = Zeroizing::new(Vec::with_capacity(data.len() + 6));
    command.extend([class, instruction, p1, p2]);
    if !data.is_empty() {
        command.push(u8::try_from(data.len()).map_err(|_| Error::BadAnswer("command too long"))?);
        command.extend_from_slice(data);
    }
    Ok(command)
}

/// Whether a card says so of what it does not offer (ISO 7816-4, table 6: checking errors but the last).
fn is_refusal(status: u16) -> bool {
    matches!(status >> 8, 0x67..=0x6E)
}

/// 63Cx with x from 1.
fn tries(status: u16) -> Option<u8> {
    let [kind, detail] = status.to_be_bytes();
    (kind == 0x63 && (0xC1..=0xCF).contains(&detail)).then_some(detail & 0x0F)
}

/// The value of the first element with this one-byte tag (BER-TLV, lengths to 65,535).
fn value(mut bytes: &[u8], wanted: u8) -> Result<Option<&[u8]>, Error> {
    const CUT: Error = Error::BadAnswer("cut data object");
    while let [tag, rest @ ..] = bytes {
        let (length, rest) = match rest {
            [0x82, high, low, rest @ ..] => (usize::from(u16::from_be_bytes([*high, *low])), rest),
            [0x81, length, rest @ ..] | [length @ 0..=0x7F, rest @ ..] => {
                (usize::from(*length), rest)
            }
            _ => return Err(CUT),
        };
        let (inside, rest) = rest.split_at_checked(length).ok_or(CUT)?;
        if *tag == wanted {
            return Ok(Some(inside));
        }
        bytes = rest;
    }
    Ok(None)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    struct Answers(Vec<Vec<u8>>, Vec<Vec<u8>>);

    impl ApduLink for Answers {
        fn transmit(&mut self, command: &[u8]) -> std::io::Result<Vec<u8>> {
            self.1.push(command.to_vec());
            if self.0.is_empty() {
                return Err(std::io::ErrorKind::BrokenPipe.into());
            }
            Ok(self.0.remove(0))
        }
    }

    fn card(answers: &[&[u8]]) -> Piv<Answers> {
        let mut all = vec![vec![0x90, 0x00]];
        all.extend(answers.iter().map(|answer| answer.to_vec()));
        Piv::select(Answers(all, Vec::new())).unwrap()
    }

    #[test]
    fn the_application_is_selected_by_its_full_name() {
        let piv = card(&[]);
        assert_eq!(
            piv.link.1,
            [b"\x00\xA4\x04\x00\x0B\xA0\x00\x00\x03\x08\x00\x00\x10\x00\x01\x00\x00".to_vec()]
        );
    }

    #[test]
    fn an_answer_in_pieces_is_put_together() {
        let mut piv = card(&[
            b"\x53\x06\x70\x04\x61\x04",
            b"\x01\x02\x61\x02",
            b"\x03\x04\x90\x00",
        ]);
        assert_eq!(piv.key_management_certificate().unwrap(), [1, 2, 3, 4]);
        assert_eq!(
            piv.link.1[1],
            b"\x00\xCB\x3F\xFF\x05\x5C\x03\x5F\xC1\x0B\x00"
        );
        assert_eq!(piv.link.1[2], b"\x00\xC0\x00\x00\x04");
    }

    #[test]
    fn a_card_that_names_the_length_is_asked_again() {
        let mut piv = card(&[b"\x6C\x06", b"\x53\x04\x70\x02\x01\x02\x90\x00"]);
        assert_eq!(piv.key_management_certificate().unwrap(), [1, 2]);
        assert_eq!(*piv.link.1[2].last().unwrap(), 6);
    }

    #[test]
    fn the_pin_goes_out_filled_up_and_the_tries_are_read() {
        let mut piv = card(&[b"\x63\xC3", b"\x63\xC2", b"\x69\x83", b"\x90\x00"]);
        assert_eq!(piv.pin_state().unwrap(), PinState::Tries(3));
        let pin = Pin::new("314159").unwrap();
        assert!(matches!(piv.verify(&pin), Err(Error::WrongPin { left: 2 })));
        assert!(matches!(piv.verify(&pin), Err(Error::PinBlocked)));
        piv.verify(&pin).unwrap();
        assert_eq!(piv.link.1[1], b"\x00\x20\x00\x80");
        assert_eq!(piv.link.1[2], b"\x00\x20\x00\x80\x08314159\xFF\xFF");
    }

    #[test]
    fn the_agreement_has_the_template_of_the_standard() {
        let mut answer = vec![0x7C, 0x22, 0x82, 0x20];
        answer.extend([7; 32]);
        answer.extend([0x90, 0x00]);
        let mut piv = card(&[&answer, b"\x69\x82", b"\x6A\x80"]);
        let point = [4; 65];
        assert_eq!(*piv.key_management_agreement(&point).unwrap(), [7; 32]);
        assert_eq!(
            piv.link.1[1][..11],
            *b"\x00\x87\x11\x9D\x47\x7C\x45\x82\x00\x85\x41"
        );
        assert!(matches!(
            piv.key_management_agreement(&point),
            Err(Error::PinMissing)
        ));
        assert!(matches!(
            piv.key_management_agreement(&point),
            Err(Error::Refused { status: 0x6A80 })
        ));
    }

    proptest! {
        #[test]
        fn any_answers_are_read_without_panic(
            answers in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..80), 0..8),
        ) {
            let answers: Vec<&[u8]> = answers.iter().map(Vec::as_slice).collect();
            let _certificate = card(&answers).key_management_certificate();
            let _guid = card(&answers).guid();
            let _state = card(&answers).pin_state();
            let _secret = card(&answers).key_management_agreement(&[4; 65]);
        }
    }
}
