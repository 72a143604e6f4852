//! What enrolment asks of a card: the management key, a new key in 9D, data objects, other PINs. Standard are all
//! but three instructions that YubiKeys brought and others took over: metadata, another management key, version.

use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::management::{Cipher, ManagementKey};
use super::{
    BLOCKED, CHANGE_REFERENCE, CHUID, ECC_P256, GENERAL_AUTHENTICATE, KEY_MANAGEMENT,
    KEY_MANAGEMENT_CERTIFICATE, NOT_FOUND, OK, PIN_REFERENCE, PUT_DATA, Piv, RESET_RETRY,
    SECURITY_STATUS, SET_MANAGEMENT, tries, value,
};
use crate::device::programming_key::{Error, Pin, Puk};
use crate::device::token_link::ApduLink;
use crate::secrets::random::Random;

const GENERATE: u8 = 0x47;
const METADATA: u8 = 0xF7;
const MANAGEMENT: u8 = 0x9B;
const PUK_REFERENCE: u8 = 0x81;
/// Read with the PIN only (SP 800-73-4 part 1, table 3): where ykman keeps a management key that the PIN protects.
const PRINTED: [u8; 3] = [0x5F, 0xC1, 0x09];
/// Where ykman notes that it does.
const ADMINISTRATION: [u8; 3] = [0x5F, 0xFF, 0x00];
const WRONG: u16 = 0x6300;
const INSTRUCTION_UNKNOWN: u16 = 0x6D00;

/// What metadata can be asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reference {
    /// The PIN.
    Pin,
    /// What unblocks it.
    Puk,
    /// The management key.
    Management,
}

/// What a card tells about one of its secrets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Metadata {
    /// Whether it still has the value it left the factory with.
    pub factory: Option<bool>,
    /// Tries left of a PIN or PUK.
    pub tries: Option<u8>,
    /// The cipher of the management key.
    pub cipher: Option<Cipher>,
}

/// What a card shows of the management key that it keeps.
#[derive(Clone, PartialEq, Eq)]
pub enum StoredManagement {
    /// The key. Wiped on drop.
    Key(Zeroizing<Vec<u8>>),
    /// None is kept.
    Nothing,
    /// The card does not show it now.
    Hidden {
        /// SW1 SW2.
        status: u16,
    },
}

impl StoredManagement {
    /// The key, where it was shown.
    pub fn key(self) -> Option<Zeroizing<Vec<u8>>> {
        match self {
            Self::Key(key) => Some(key),
            Self::Nothing | Self::Hidden { .. } => None,
        }
    }
}

/// Shows no key.
impl std::fmt::Debug for StoredManagement {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Key(_) => f.write_str("Key(..)"),
            Self::Nothing => f.write_str("Nothing"),
            Self::Hidden { status } => write!(f, "Hidden({status:04X})"),
        }
    }
}

/// What happened to a PIN or PUK that was to be changed.
enum Change {
    Done,
    Wrong(Option<u8>),
    Blocked,
}

impl<L: ApduLink> Piv<L> {
    /// What the card tells about a secret of its, without using up a try; none from cards that do not.
    pub fn metadata(&mut self, of: Reference) -> Result<Option<Metadata>, Error> {
        let reference = match of {
            Reference::Pin => PIN_REFERENCE,
            Reference::Puk => PUK_REFERENCE,
            Reference::Management => MANAGEMENT,
        };
        let (answer, status) = self.command(METADATA, 0x00, reference, &[])?;
        if status != OK || answer.is_empty() {
            return Ok(None);
        }
        let factory = match value(&answer, 0x05)? {
            Some([flag]) => Some(*flag != 0),
            _ => None,
        };
        let cipher = match value(&answer, 0x01)? {
            Some([number]) if of == Reference::Management => Cipher::of_number(*number),
            _ => None,
        };
        let tries = match value(&answer, 0x06)? {
            Some([_, left]) => Some(*left),
            _ => None,
        };
        Ok(Some(Metadata {
            factory,
            tries,
            cipher,
        }))
    }

    /// The cipher of the management key: as the card tells, else the first for which it makes a witness.
    pub fn management_cipher(&mut self) -> Result<Option<Cipher>, Error> {
        let told = self.metadata(Reference::Management)?;
        if let Some(cipher) = told.and_then(|metadata| metadata.cipher) {
            return Ok(Some(cipher));
        }
        for cipher in Cipher::ALL {
            if self.witness(cipher)?.is_some() {
                return Ok(Some(cipher));
            }
        }
        Ok(None)
    }

    /// Proves the management key, and has the card prove that it knows it too (SP 800-73-4 part 2, table A-5).
    /// False where the card knows another one; nothing is used up then.
    pub fn prove_management(
        &mut self,
        key: &ManagementKey,
        random: &mut dyn Random,
    ) -> Result<bool, Error> {
        let Some(witness) = self.witness(key.cipher())? else {
            return Ok(false);
        };
        let Some(witness) = key.decrypt(&witness) else {
            return Err(Error::BadAnswer("witness of another length"));
        };
        let mut challenge = vec![0; key.cipher().block()];
        random.fill(&mut challenge).map_err(Error::NoRandomness)?;
        let (proven, asked) = (element(0x80, &witness)?, element(0x81, &challenge)?);
        let proof = Zeroizing::new([&proven[..], &asked[..]].concat());
        let template = element(0x7C, &proof)?;
        let (answer, status) = self.command(
            GENERAL_AUTHENTICATE,
            key.cipher().number(),
            MANAGEMENT,
            &template,
        )?;
        if status != OK {
            return Ok(false);
        }
        let inside = value(&answer, 0x7C)?.ok_or(Error::BadAnswer("no authentication template"))?;
        let response = value(inside, 0x82)?.unwrap_or_default();
        let expected = key.encrypt(&challenge).unwrap_or_default();
        if expected.is_empty() || !bool::from(response.ct_eq(&expected)) {
            return Err(Error::BadAnswer(
                "the card does not know its own management key",
            ));
        }
        Ok(true)
    }

    /// A random block under the management key; none where the card has no such key.
    fn witness(&mut self, cipher: Cipher) -> Result<Option<Vec<u8>>, Error> {
        let ask = [0x7C, 0x02, 0x80, 0x00];
        let (answer, status) =
            self.command(GENERAL_AUTHENTICATE, cipher.number(), MANAGEMENT, &ask)?;
        if status != OK {
            return Ok(None);
        }
        let inside = value(&answer, 0x7C)?.ok_or(Error::BadAnswer("no authentication template"))?;
        Ok(value(inside, 0x80)?.map(<[u8]>::to_vec))
    }

    /// Puts another management key in the place of the one that was proven.
    pub fn set_management(&mut self, key: &ManagementKey) -> Result<(), Error> {
        let length = u8::try_from(key.expose().len()).map_err(|_| Error::ManagementKeyShape)?;
        let mut data = Zeroizing::new(Vec::with_capacity(key.expose().len() + 3));
        data.extend([key.cipher().number(), MANAGEMENT, length]);
        data.extend_from_slice(key.expose());
        match self.command(SET_MANAGEMENT, 0xFF, 0xFF, &data)?.1 {
            OK => Ok(()),
            INSTRUCTION_UNKNOWN => Err(Error::ManagementKeyFixed),
            status => Err(Error::Refused { status }),
        }
    }

    /// Makes a new key in 9D; gives its point. The old one is gone. The management key must be proven.
    pub fn generate_key_management(&mut self) -> Result<[u8; 65], Error> {
        let template = [0xAC, 0x03, 0x80, 0x01, ECC_P256];
        let (answer, status) = self.command(GENERATE, 0x00, KEY_MANAGEMENT, &template)?;
        if status != OK {
            return Err(Error::Refused { status });
        }
        // 7F49 is a tag of two bytes; its inside begins after them.
        let rest = answer.strip_prefix(&[0x7F]).unwrap_or_default();
        let inside = value(rest, 0x49)?.ok_or(Error::BadAnswer("no public key"))?;
        let point = value(inside, 0x86)?.ok_or(Error::BadAnswer("no public key"))?;
        point
            .try_into()
            .map_err(|_| Error::BadAnswer("public key of another length"))
    }

    /// An ECDSA signature in DER over a SHA-256 digest, by the key in 9D. Needs the PIN before.
    pub fn key_management_signature(&mut self, digest: &[u8; 32]) -> Result<Vec<u8>, Error> {
        let template = [&[0x7C, 0x24, 0x82, 0x00, 0x81, 0x20][..], digest].concat();
        let (answer, status) =
            self.command(GENERAL_AUTHENTICATE, ECC_P256, KEY_MANAGEMENT, &template)?;
        match status {
            OK => {}
            SECURITY_STATUS => return Err(Error::PinMissing),
            status => return Err(Error::Refused { status }),
        }
        let inside = value(&answer, 0x7C)?.ok_or(Error::BadAnswer("no authentication template"))?;
        let signature = value(inside, 0x82)?.ok_or(Error::BadAnswer("no signature"))?;
        Ok(signature.to_vec())
    }

    /// Writes the certificate of 9D, not compressed.
    pub fn put_key_management_certificate(&mut self, der: &[u8]) -> Result<(), Error> {
        let content = [&element(0x70, der)?[..], &[0x71, 0x01, 0x00, 0xFE, 0x00]].concat();
        self.put_object(KEY_MANAGEMENT_CERTIFICATE, &content)
    }

    /// Writes a card holder unique identifier with this GUID: no agency, no end, no signature.
    pub fn put_guid(&mut self, guid: &[u8; 16]) -> Result<(), Error> {
        // The FASC-N of a card that no agency issued (SP 800-73-4 part 1, section 3.3).
        const FASC_N: [u8; 25] = [
            0xD4, 0xE7, 0x39, 0xDA, 0x73, 0x9C, 0xED, 0x39, 0xCE, 0x73, 0x9D, 0x83, 0x68, 0x58,
            0x21, 0x08, 0x42, 0x10, 0x84, 0x21, 0xC8, 0x42, 0x10, 0xC3, 0xEB,
        ];
        let content = [
            &element(0x30, &FASC_N)?[..],
            &element(0x34, guid)?,
            &element(0x35, b"20991231")?,
            &[0x3E, 0x00, 0xFE, 0x00],
        ];
        self.put_object(CHUID, &content.concat())
    }

    /// The management key that the card keeps for who knows the PIN: 88 { 89 key }, as ykman has it.
    pub fn stored_management(&mut self) -> Result<StoredManagement, Error> {
        let object = match self.object(PRINTED) {
            Ok(object) => object.map(Zeroizing::new),
            Err(Error::Refused { status }) => return Ok(StoredManagement::Hidden { status }),
            Err(error) => return Err(error),
        };
        let Some(object) = object else {
            return Ok(StoredManagement::Nothing);
        };
        // Other programs keep other things there.
        let protected = value(&object, 0x88).ok().flatten();
        let key = protected.and_then(|inside| value(inside, 0x89).ok().flatten());
        Ok(key.map_or(StoredManagement::Nothing, |key| {
            StoredManagement::Key(Zeroizing::new(key.to_vec()))
        }))
    }

    /// Whether the card shows what is kept for who knows the PIN to nobody else. Leaves the PIN forgotten, and where the
    /// card had to be started afresh for that, this `key` proven again.
    pub fn guards_stored_management(
        &mut self,
        key: &ManagementKey,
        random: &mut dyn Random,
    ) -> Result<bool, Error> {
        self.put_object(PRINTED, &[0x88, 0x00])?;
        let afresh = self.forget_pin()?;
        let status = SECURITY_STATUS;
        let guarded = self.stored_management()? == StoredManagement::Hidden { status };
        if afresh && !self.prove_management(key, random)? {
            return Err(Error::ManagementKeyUnknown);
        }
        Ok(guarded)
    }

    /// Keeps the management key for who knows the PIN.
    pub fn store_management(&mut self, key: &ManagementKey) -> Result<(), Error> {
        let content = element(0x88, &element(0x89, key.expose())?)?;
        self.put_object(PRINTED, &content)?;
        // Flag 02: the PIN protects the management key. Cards without that object do without.
        match self.put_object(ADMINISTRATION, &[0x80, 0x03, 0x81, 0x01, 0x02]) {
            Ok(()) | Err(Error::Refused { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Puts another PIN in the place of the factory's.
    pub fn change_factory_pin(&mut self, new: &Pin) -> Result<(), Error> {
        match self.change(PIN_REFERENCE, b"123456\xFF\xFF", &*new.padded())? {
            Change::Done => {
                // By the standard it counts as given then.
                self.given = true;
                Ok(())
            }
            Change::Wrong(Some(left)) => Err(Error::WrongPin { left }),
            Change::Wrong(None) => match self.pin_state()? {
                super::PinState::Tries(left) => Err(Error::WrongPin { left }),
                _ => Err(Error::PinBlocked),
            },
            Change::Blocked => Err(Error::PinBlocked),
        }
    }

    /// Puts another PUK in the place of the factory's. A try is used up only where it was not there.
    pub fn change_factory_puk(&mut self, new: &Puk) -> Result<(), Error> {
        self.change_puk(b"12345678", new)
    }

    /// That this is the PUK: it is changed into itself, which uses up a try only where it is wrong.
    pub fn confirm_puk(&mut self, puk: &Puk) -> Result<(), Error> {
        self.change_puk(&*puk.padded(), puk)
    }

    fn change_puk(&mut self, old: &[u8], new: &Puk) -> Result<(), Error> {
        match self.change(PUK_REFERENCE, old, &*new.padded())? {
            Change::Done => Ok(()),
            Change::Blocked | Change::Wrong(Some(0)) => Err(Error::PukBlocked),
            Change::Wrong(left) => Err(Error::WrongPuk { left }),
        }
    }

    /// Gives a blocked PIN its tries back, with another value (RESET RETRY COUNTER).
    pub fn unblock_pin(&mut self, puk: &Puk, new: &Pin) -> Result<(), Error> {
        let mut data = Zeroizing::new([0; 16]);
        data[..8].copy_from_slice(&*puk.padded());
        data[8..].copy_from_slice(&*new.padded());
        match self.command(RESET_RETRY, 0x00, PIN_REFERENCE, &*data)?.1 {
            OK => Ok(()),
            BLOCKED | 0x63C0 => Err(Error::PukBlocked),
            WRONG => Err(Error::WrongPuk { left: None }),
            status => match tries(status) {
                Some(left) => Err(Error::WrongPuk { left: Some(left) }),
                None => Err(Error::Refused { status }),
            },
        }
    }

    fn change(&mut self, reference: u8, old: &[u8], new: &[u8]) -> Result<Change, Error> {
        let mut data = Zeroizing::new([0xFF; 16]);
        for (place, byte) in old.iter().chain(new).take(16).enumerate() {
            data[place] = *byte;
        }
        match self.command(CHANGE_REFERENCE, 0x00, reference, &*data)?.1 {
            OK => Ok(Change::Done),
            BLOCKED | 0x63C0 => Ok(Change::Blocked),
            WRONG => Ok(Change::Wrong(None)),
            status => match tries(status) {
                Some(left) => Ok(Change::Wrong(Some(left))),
                None => Err(Error::Refused { status }),
            },
        }
    }

    /// PUT DATA. The management key must be proven.
    fn put_object(&mut self, tag: [u8; 3], content: &[u8]) -> Result<(), Error> {
        let mut data = Zeroizing::new(Vec::with_capacity(content.len() + 9));
        data.extend([0x5C, 0x03]);
        data.extend(tag);
        data.extend_from_slice(&element(0x53, content)?);
        match self.command(PUT_DATA, 0x3F, 0xFF, &data)?.1 {
            OK => Ok(()),
            status => Err(Error::Refused { status }),
        }
    }

    /// The certificate of slot 9D in DER; none where the card says that there is none, rather than refusing it.
    pub fn certificate_if_any(&mut self) -> Result<Option<Vec<u8>>, Error> {
        match self.key_management_certificate() {
            Ok(der) => Ok(Some(der)),
            Err(Error::NoCertificate | Error::Refused { status: NOT_FOUND }) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// One BER-TLV element with a tag of one byte. Keys are among what it may hold, so it is wiped, and never grows.
fn element(tag: u8, content: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
    let mut out = Zeroizing::new(Vec::with_capacity(content.len() + 4));
    out.push(tag);
    match u16::try_from(content.len()).map(u16::to_be_bytes) {
        Ok([0, low @ 0..=0x7F]) => out.push(low),
        Ok([0, low]) => out.extend([0x81, low]),
        Ok([high, low]) => out.extend([0x82, high, low]),
        Err(_) => return Err(Error::BadAnswer("object too long")),
    }
    out.extend_from_slice(content);
    Ok(out)
}
