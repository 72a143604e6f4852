//! What comes off a medium or to a lock: image, blocklist, event record, configuration.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use keywright::medium::{Configuration, PublicKey, TrustedKey};
use keywright::model::{
    BlockingGroupNumber, Generation, LockGroupNumber, LockId, LockNumber, Revision, SystemId,
};
use keywright::secrets::signing::SigningKey;

const SYSTEM: SystemId = SystemId([0x4B, 0x57, 0x10, 0x20, 0x30, 0x40, 0x50, 0x60]);

fn key() -> &'static SigningKey {
    static KEY: OnceLock<SigningKey> = OnceLock::new();
    KEY.get_or_init(|| SigningKey::from_bytes(&[0x2A; 32]).unwrap())
}

fn public() -> PublicKey {
    static PUBLIC: OnceLock<PublicKey> = OnceLock::new();
    *PUBLIC.get_or_init(|| PublicKey::from_sec1(&key().public_key().compressed()).unwrap())
}

/// Writes the signature over everything else into its place, so that the way behind it is open.
fn sign(bytes: &mut [u8], domain: &[u8], before: &[u8], fields: usize, length: usize) {
    let (Some(head), Some(rest)) = (bytes.get(..fields), bytes.get(fields + 64..length)) else {
        return;
    };
    let signature = key().sign(&[domain, before, head, rest].concat()).unwrap();
    bytes[fields..fields + 64].copy_from_slice(&signature);
}

fn configuration() -> Configuration {
    Configuration {
        system: SYSTEM,
        lock: LockNumber(100),
        id: LockId::from_bytes([3; 16]),
        signer: Generation::FIRST,
        revision: Revision(2),
        issued: 1_795_248_000,
        blocking_group: BlockingGroupNumber(3),
        blocklist_version: 0,
        clock: true,
        groups: BTreeSet::from([LockGroupNumber(2), LockGroupNumber(300)]),
        trusted: vec![TrustedKey {
            generation: Generation::FIRST,
            key: public(),
        }],
        transitions: Vec::new(),
    }
}

fn told<T>(result: Result<T, keywright::medium::Error>) -> &'static str {
    result.map_or_else(|error| error.code(), |_| "taken")
}

/// The image as a station reads it, and as a lock does once it is signed.
pub mod medium_image {
    use keywright::lock::{Dump, Presented, UtcSeconds, decide, exchange};
    use keywright::medium::image::{IMAGE_LIMIT, head};
    use keywright::medium::{Fence, Image};
    use keywright::model::Generation;

    pub fn verdict(bytes: &[u8]) -> String {
        let parsed = Image::parse(bytes);
        if let Ok(image) = &parsed {
            assert!(bytes.starts_with(image.as_bytes()), "one form only");
            let sealed = |_: &[u8]| [0; 64];
            let (header, table) = (image.header(), image.table());
            let again = Image::build_on(image, IMAGE_LIMIT, header, table, &sealed).unwrap();
            assert_eq!(again.table(), table);
            assert_eq!(Image::parse(again.as_bytes()).as_ref(), Ok(&again));
        }
        let fence = Fence::read(bytes).map(|fence| fence.is_some());
        let mut signed = bytes.to_vec();
        if let Ok(length) = head::length(bytes) {
            super::sign(&mut signed, b"keywright/image/1", &[], 40, length);
        }
        let list = signed.get(400..).unwrap_or_default().to_vec();
        let mut medium = Dump {
            image: signed.clone(),
            blocklist: list,
            ..Dump::default()
        };
        let mut configuration = super::configuration();
        if let Some(system) = bytes.get(4..12) {
            configuration.system.0.copy_from_slice(system);
        }
        let mut presented = Presented {
            uid: [4; 7],
            generation: Generation::FIRST,
        };
        if let Some(uid) = bytes.get(12..19) {
            presented.uid.copy_from_slice(uid);
        }
        let now = Some(UtcSeconds(1_795_248_000));
        let verdict = decide(&configuration, &presented, &mut medium, now, None).unwrap();
        assert!(medium.reads.len() <= 4);
        let read: u32 = medium.reads.iter().map(|read| read.2).sum();
        assert!(read <= 500, "{read} bytes for one decision");
        if let Some(header) = &verdict.header {
            let _ = exchange(&configuration, header, &mut medium, None).unwrap();
        }
        format!(
            "{}; fence {fence:?}; {}",
            super::told(parsed),
            verdict.decision
        )
    }
}

/// The blocklist, unsigned and signed.
pub mod medium_blocklist {
    use keywright::medium::{Blocklist, blocklist::FIELDS};

    pub fn verdict(bytes: &[u8]) -> String {
        let mut bytes = bytes.to_vec();
        if let Some(&[high, low]) = bytes.get(12..14).and_then(|two| two.first_chunk::<2>()) {
            let length = usize::from(u16::from_be_bytes([high, low])).min(bytes.len());
            let system = super::SYSTEM.0;
            super::sign(
                &mut bytes,
                b"keywright/blocklist/1",
                &system,
                FIELDS,
                length,
            );
        }
        let parsed = Blocklist::parse(&bytes);
        if let Ok(list) = &parsed {
            assert!(bytes.starts_with(list.as_bytes()));
            assert!(list.keys().count() <= 500);
            assert_eq!(list.verify(super::SYSTEM, &super::public()), Ok(()));
        }
        super::told(parsed).to_owned()
    }
}

/// A record of a lock.
pub mod event_record {
    use keywright::medium::Event;

    pub fn verdict(bytes: &[u8]) -> String {
        let mut record = [0; 16];
        for (place, byte) in record.iter_mut().zip(bytes) {
            *place = *byte;
        }
        let parsed = Event::parse(&record);
        if let Ok(event) = parsed {
            let again = event.encode(&[7; 16]).unwrap();
            assert_eq!(again[..12], record[..12], "one form only");
        }
        assert!(Event::decode(&record, &[7; 16]).is_err() || parsed.is_ok());
        super::told(parsed).to_owned()
    }
}

/// The configuration of a lock, unsigned and signed.
pub mod lock_configuration {
    use keywright::lock::take_configuration;
    use keywright::medium::SignedConfiguration;

    pub fn verdict(bytes: &[u8]) -> String {
        let mut bytes = bytes.to_vec();
        if let Some(&[high, low]) = bytes.get(2..4).and_then(|two| two.first_chunk::<2>()) {
            let length = usize::from(u16::from_be_bytes([high, low])).min(bytes.len());
            super::sign(&mut bytes, b"keywright/lock/1", &[], 48, length);
        }
        let parsed = SignedConfiguration::parse(&bytes);
        if let Ok(signed) = &parsed {
            assert!(bytes.starts_with(signed.as_bytes()));
            let _ = signed.open_keys(&[5; 32]);
        }
        let taken = take_configuration(Some(&super::configuration()), &bytes);
        let first = take_configuration(None, &bytes);
        format!(
            "{}; {}; first {}",
            super::told(parsed),
            taken.map_or_else(|error| error.code(), |_| "taken over"),
            first.is_ok()
        )
    }
}
