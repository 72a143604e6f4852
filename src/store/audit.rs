//! The log as a chain: each entry's hash covers the one before it, so nothing can be changed, removed,
//! moved or put in without breaking every hash after it. Cutting off the end is found against the head
//! that a programming key signed last.
//!
//! ```text
//! hash(0) = SHA-256("keywright audit v1" || system id)
//! hash(n) = SHA-256(hash(n-1) || sequence u64 || time i64 || text(actor) || text(action) || text(subject kind)
//!                   || text(subject) || text(person) || text(facts) || text(commitments))
//! text(x) = length u32 || x;   numbers big endian
//! commitment = HMAC-SHA-256(salt of the person, sequence u64 || text(field) || text(value))
//! signed head = "keywright audit head v1" || system id || count u64 || hash(count)
//! ```
//!
//! Texts about a person stand beside the chain, which holds only commitments to them. Erasing a person
//! deletes the texts and the salt: the chain still verifies, and the commitments say nothing.

use std::collections::BTreeMap;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use super::Error;
use super::sql::Row;
use crate::model::{Generation, SystemId, UserId};
use crate::time::UtcMillis;

/// The action of the entry that erases a person.
pub const PERSON_ERASED: &str = "person-erased";

/// Who did something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// The station itself: resumption, housekeeping.
    Station,
    /// An operator, by the id of the user.
    Operator(UserId),
}

impl std::fmt::Display for Actor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Station => f.write_str("station"),
            Self::Operator(user) => write!(f, "{user}"),
        }
    }
}

/// An entry as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// From 1, without gaps.
    pub sequence: u64,
    /// When, by the station's clock.
    pub at: UtcMillis,
    /// `station`, or the id of the operator's user.
    pub actor: String,
    /// What was done, such as `user-added`.
    pub action: String,
    /// Kind of the record it was done to.
    pub subject_kind: String,
    /// Id of that record; none where there is none.
    pub subject: Option<[u8; 16]>,
    /// What is worth knowing and not personal.
    pub facts: Vec<(String, String)>,
    /// What is personal; none once erased.
    pub personal: Vec<(String, Option<String>)>,
}

/// The end of the chain: how many entries, and the hash of the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuditHead {
    /// How many entries there are.
    pub count: u64,
    /// The hash of the last.
    pub hash: [u8; 32],
}

impl AuditHead {
    /// The head of a log without entries.
    pub fn first(system: SystemId) -> Self {
        let mut hasher = Sha256::new();
        hasher.update(b"keywright audit v1");
        hasher.update(system.0);
        Self {
            count: 0,
            hash: hasher.finalize().into(),
        }
    }

    /// The bytes that are signed.
    pub fn message(&self, system: SystemId) -> Vec<u8> {
        let mut message = b"keywright audit head v1".to_vec();
        message.extend(system.0);
        message.extend(self.count.to_be_bytes());
        message.extend(self.hash);
        message
    }

    /// The short form for receipts: the count and the first 8 bytes of the hash.
    pub fn short(&self) -> String {
        let start = self.hash.get(..8).unwrap_or_default();
        format!("{}-{}", self.count, data_encoding::HEXUPPER.encode(start))
    }
}

/// A head as it was noted on a receipt or with a backup, in its short form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotedHead {
    count: u64,
    start: [u8; 8],
}

impl std::str::FromStr for NotedHead {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let parts = text.trim().split_once('-');
        let parsed = parts.and_then(|(count, start)| {
            let bytes = data_encoding::HEXUPPER_PERMISSIVE.decode(start.as_bytes());
            Some(Self {
                count: count.parse().ok()?,
                start: bytes.ok()?.try_into().ok()?,
            })
        });
        parsed.ok_or(Error::NotAHead)
    }
}

impl NotedHead {
    /// Whether a log that ended in `head` was noted so.
    fn is_of(&self, head: &AuditHead) -> bool {
        self.count == head.count && head.hash.starts_with(&self.start)
    }
}

/// A head with the signature a programming key's session made over it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedHead {
    /// What was signed.
    pub head: AuditHead,
    /// The signature, as the signer made it.
    pub signature: Vec<u8>,
    /// Which generation's signing key made it.
    pub signer: Generation,
    /// When.
    pub at: UtcMillis,
}

/// An entry as it is stored.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredEntry {
    /// From 1, without gaps.
    pub sequence: u64,
    /// Milliseconds since 1970.
    pub at: i64,
    /// As text.
    pub actor: String,
    /// What was done.
    pub action: String,
    /// Kind of the record.
    pub subject_kind: String,
    /// Its id, or no bytes.
    pub subject: Vec<u8>,
    /// Whose personal texts the entry commits to, or no bytes.
    pub person: Vec<u8>,
    /// JSON list of pairs of name and value.
    pub facts: String,
    /// JSON list of pairs of field and commitment in hexadecimal.
    pub commitments: String,
    /// The hash of the chain up to here.
    pub hash: [u8; 32],
    /// JSON list of the texts committed to; none once erased.
    pub texts: Option<String>,
    /// The person's salt; none once erased.
    pub salt: Option<[u8; 32]>,
}

/// Shows no text.
impl std::fmt::Debug for StoredEntry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "StoredEntry({}, {})", self.sequence, self.action)
    }
}

impl StoredEntry {
    pub(super) fn read(row: &Row<'_>) -> Result<Self, Error> {
        Ok(Self {
            sequence: row.number(0)?,
            at: row.int(1)?,
            actor: row.text(2)?.to_owned(),
            action: row.text(3)?.to_owned(),
            subject_kind: row.text(4)?.to_owned(),
            subject: row.blob(5)?.to_vec(),
            person: row.blob(6)?.to_vec(),
            facts: row.text(7)?.to_owned(),
            commitments: row.text(8)?.to_owned(),
            hash: row.array(9)?,
            texts: row.maybe(10, |row, n| row.text(n).map(str::to_owned))?,
            salt: row.maybe(11, Row::array)?,
        })
    }

    /// The hash of the chain after this entry, where `before` is the one before it.
    pub fn chained(&self, before: &[u8; 32]) -> [u8; 32] {
        let mut hasher = Sha256::new();
        hasher.update(before);
        hasher.update(self.sequence.to_be_bytes());
        hasher.update(self.at.to_be_bytes());
        for text in [
            self.actor.as_bytes(),
            self.action.as_bytes(),
            self.subject_kind.as_bytes(),
            &self.subject,
            &self.person,
            self.facts.as_bytes(),
            self.commitments.as_bytes(),
        ] {
            hasher.update(length(text));
            hasher.update(text);
        }
        hasher.finalize().into()
    }

    /// The entry as it is shown.
    pub(super) fn shown(&self) -> Result<AuditEntry, Error> {
        let fields: Vec<(String, String)> = serde_json::from_str(&self.commitments)?;
        let texts: Vec<String> = match &self.texts {
            Some(texts) => serde_json::from_str(texts)?,
            None => Vec::new(),
        };
        Ok(AuditEntry {
            sequence: self.sequence,
            at: UtcMillis(self.at),
            actor: self.actor.clone(),
            action: self.action.clone(),
            subject_kind: self.subject_kind.clone(),
            subject: self.subject.as_slice().try_into().ok(),
            facts: serde_json::from_str(&self.facts)?,
            personal: fields
                .into_iter()
                .enumerate()
                .map(|(number, (field, _))| (field, texts.get(number).cloned()))
                .collect(),
        })
    }

    /// Whether the texts beside the entry are the ones it commits to.
    fn texts_hold(&self, salt: &[u8; 32]) -> bool {
        let fields: Result<Vec<(String, String)>, _> = serde_json::from_str(&self.commitments);
        let texts: Result<Vec<String>, _> =
            serde_json::from_str(self.texts.as_deref().unwrap_or_default());
        let (Ok(fields), Ok(texts)) = (fields, texts) else {
            return false;
        };
        fields.len() == texts.len()
            && fields.iter().zip(&texts).all(|((field, known), text)| {
                let again = commitment(salt, self.sequence, field, text);
                again.as_bytes().ct_eq(known.as_bytes()).into()
            })
    }
}

fn length(text: &[u8]) -> [u8; 4] {
    u32::try_from(text.len()).unwrap_or(u32::MAX).to_be_bytes()
}

/// The commitment to a personal text, in hexadecimal.
pub(super) fn commitment(salt: &[u8; 32], sequence: u64, field: &str, text: &str) -> String {
    // HMAC takes a key of any length; this one has 32 bytes.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(salt) else {
        return String::new();
    };
    mac.update(&sequence.to_be_bytes());
    for part in [field.as_bytes(), text.as_bytes()] {
        mac.update(&length(part));
        mac.update(part);
    }
    data_encoding::HEXLOWER.encode(&mac.finalize().into_bytes())
}

/// What a verified log amounts to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuditReport {
    /// The end of the chain.
    pub head: AuditHead,
    /// How many entries the last signature covers; what comes after could have been cut off unnoticed.
    pub signed: u64,
    /// How many people were erased.
    pub erased: u64,
}

/// Checks a signature over a message by the signing key of a generation.
pub type VerifySignature<'a> = &'a dyn Fn(&[u8], &[u8], Generation) -> bool;

/// Walks a log from its first entry.
pub struct Verifier<'a> {
    system: SystemId,
    verify_signature: VerifySignature<'a>,
    head: AuditHead,
    heads: Vec<SignedHead>,
    next_head: usize,
    unexplained: BTreeMap<Vec<u8>, u64>,
    erased: u64,
    noted: &'a [NotedHead],
}

impl std::fmt::Debug for Verifier<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Verifier(at {})", self.head.count)
    }
}

impl<'a> Verifier<'a> {
    /// A walk that checks against these signed heads, in the order of their counts.
    pub fn new(
        system: SystemId,
        heads: Vec<SignedHead>,
        verify_signature: VerifySignature<'a>,
        noted: &'a [NotedHead],
    ) -> Self {
        Self {
            system,
            verify_signature,
            head: AuditHead::first(system),
            heads,
            next_head: 0,
            unexplained: BTreeMap::new(),
            erased: 0,
            noted,
        }
    }

    /// Takes the next entry.
    ///
    /// # Errors
    /// [`Error::LogBroken`] where it does not follow, or is not what somebody noted.
    pub fn take(&mut self, entry: &StoredEntry) -> Result<(), Error> {
        let expected = self.head.count + 1;
        let broken = |fault| Error::LogBroken {
            sequence: expected,
            fault,
        };
        if entry.sequence != expected {
            return Err(broken("missing"));
        }
        let hash = entry.chained(&self.head.hash);
        if hash != entry.hash {
            return Err(broken("changed"));
        }
        if !entry.person.is_empty() {
            match entry.salt {
                Some(salt) if !entry.texts_hold(&salt) => return Err(broken("personal text")),
                None if entry.texts.is_some() => return Err(broken("personal text")),
                None => {
                    let _first = self
                        .unexplained
                        .entry(entry.person.clone())
                        .or_insert(expected);
                }
                Some(_) => {}
            }
        } else if entry.texts.is_some() {
            return Err(broken("personal text"));
        }
        if entry.action == PERSON_ERASED {
            let _explained = self.unexplained.remove(&entry.subject);
            self.erased += 1;
        }
        self.head = AuditHead {
            count: expected,
            hash,
        };
        let mut noted = self.noted.iter().filter(|noted| noted.count == expected);
        if noted.any(|noted| !noted.is_of(&self.head)) {
            return Err(broken("noted head"));
        }
        self.check_signed_heads()
    }

    /// Compares the head with every signature that was made at its count.
    fn check_signed_heads(&mut self) -> Result<(), Error> {
        while let Some(signed) = self.heads.get(self.next_head) {
            if signed.head.count > self.head.count {
                break;
            }
            let message = self.head.message(self.system);
            let holds = signed.head == self.head
                && (self.verify_signature)(&message, &signed.signature, signed.signer);
            if !holds {
                return Err(Error::LogBroken {
                    sequence: self.head.count,
                    fault: "signed head",
                });
            }
            self.next_head += 1;
        }
        Ok(())
    }

    /// Ends the walk; `recorded` is the head that the system's settings hold.
    ///
    /// # Errors
    /// [`Error::LogBroken`] where entries are missing at the end, or texts are missing that nobody erased.
    pub fn finish(self, recorded: AuditHead) -> Result<AuditReport, Error> {
        let after = self.head.count + 1;
        if self.noted.iter().any(|noted| noted.count > self.head.count) {
            return Err(Error::LogBroken {
                sequence: after,
                fault: "cut off before a noted head",
            });
        }
        if self.next_head < self.heads.len() {
            return Err(Error::LogBroken {
                sequence: after,
                fault: "cut off before a signed head",
            });
        }
        if recorded != self.head {
            return Err(Error::LogBroken {
                sequence: after,
                fault: "cut off",
            });
        }
        if let Some((_, sequence)) = self.unexplained.first_key_value() {
            return Err(Error::LogBroken {
                sequence: *sequence,
                fault: "personal text removed",
            });
        }
        Ok(AuditReport {
            head: self.head,
            signed: self.heads.last().map_or(0, |signed| signed.head.count),
            erased: self.erased,
        })
    }
}
