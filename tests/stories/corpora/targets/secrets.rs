//! What lies in the system file and beside it: envelopes and slots.

use std::sync::OnceLock;

use keywright::model::SystemId;
use keywright::secrets::Error;
use keywright::secrets::certificate::Certificate;
use keywright::secrets::envelope::{self, AgreementKey, KeyAgreement};
use keywright::secrets::master::MasterSecrets;
use keywright::secrets::random::SeededRandom;

const SYSTEM: SystemId = SystemId(*b"a system");

fn recipient() -> &'static (AgreementKey, Certificate) {
    static RECIPIENT: OnceLock<(AgreementKey, Certificate)> = OnceLock::new();
    RECIPIENT.get_or_init(|| {
        let key = AgreementKey::generate(&mut SeededRandom::new(b"token")).unwrap();
        let certificate =
            Certificate::self_signed(&key.certifying_key().unwrap(), "token", [1; 16]).unwrap();
        (key, certificate)
    })
}

fn told<T>(result: Result<T, Error>) -> &'static str {
    result.map_or_else(|error| error.code(), |_| "taken")
}

/// The first byte says whether the rest is an envelope, the document inside one, or a certificate.
pub mod cms_envelope {
    use super::*;

    pub fn verdict(bytes: &[u8]) -> String {
        let Some((kind, bytes)) = bytes.split_first() else {
            return "empty".to_owned();
        };
        let (key, certificate) = recipient();
        let mut agreement: Box<dyn KeyAgreement> = Box::new(key.clone());
        match kind % 3 {
            0 => {
                let named = envelope::is_for(bytes, certificate);
                let count = envelope::recipient_count(bytes).unwrap_or(0);
                let opened = MasterSecrets::open(bytes, &SYSTEM, certificate, &mut *agreement);
                format!("{}, {count}; {}", told(named), told(opened))
            }
            1 => {
                let recipients = std::slice::from_ref(certificate);
                let sealed =
                    envelope::seal(bytes, recipients, &mut SeededRandom::new(b"seal")).unwrap();
                let opened = envelope::open(&sealed, certificate, &mut *agreement).unwrap();
                assert_eq!(*opened.content, bytes);
                told(MasterSecrets::open(
                    &sealed,
                    &SYSTEM,
                    certificate,
                    &mut *agreement,
                ))
                .to_owned()
            }
            _ => {
                let read = Certificate::from_der(bytes);
                let subject = read.as_ref().map_or(0, |one| one.subject().len());
                format!("{}, {subject}", told(read))
            }
        }
    }
}

/// The file of slots. With an odd first byte its checksums are made to fit.
pub mod slots_file {
    use super::told;
    use keywright::secrets::slots::Slots;
    use sha2::{Digest, Sha256};

    pub fn verdict(bytes: &[u8]) -> String {
        let Some((kind, bytes)) = bytes.split_first() else {
            return "empty".to_owned();
        };
        let mut bytes = bytes.to_vec();
        if kind % 2 == 1
            && let Some(length) = bytes.get(8..12).and_then(|four| four.first_chunk::<4>())
        {
            let end = usize::try_from(u32::from_be_bytes(*length))
                .unwrap()
                .saturating_add(12 + 32);
            if let Some(copy) = bytes.get(..end) {
                let digest = Sha256::digest(copy);
                bytes.truncate(end);
                bytes.extend_from_slice(&digest);
            }
        }
        let read = Slots::from_bytes(&bytes);
        if let Ok(slots) = &read {
            assert!(slots.list().len() <= 1000);
            // What is written again is the same for every reader.
            let again = Slots::from_bytes(&slots.to_bytes()).unwrap();
            assert_eq!(again.to_bytes(), slots.to_bytes());
        }
        told(read).to_owned()
    }
}
