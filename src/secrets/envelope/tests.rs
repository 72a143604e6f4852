use super::*;
use crate::secrets::random::SeededRandom;
use data_encoding::HEXUPPER;
use proptest::prelude::*;

fn recipient(name: &str) -> (AgreementKey, Certificate) {
    let mut random = SeededRandom::new(name.as_bytes());
    let key = AgreementKey::generate(&mut random).unwrap();
    let serial = bytes(&mut random).unwrap();
    let certificate =
        Certificate::self_signed(&key.certifying_key().unwrap(), name, serial).unwrap();
    (key, certificate)
}

fn two() -> (Vec<u8>, [(AgreementKey, Certificate); 2]) {
    let both = [recipient("one"), recipient("two")];
    let certificates = [both[0].1.clone(), both[1].1.clone()];
    let blob = seal(
        b"the content",
        &certificates,
        &mut SeededRandom::new(b"seal"),
    )
    .unwrap();
    (blob, both)
}

#[test]
fn every_recipient_opens_the_same_content() {
    let (blob, both) = two();
    assert_eq!(recipient_count(&blob).unwrap(), 2);
    let mut prints = [both[0].1.fingerprint(), both[1].1.fingerprint()];
    prints.sort_unstable();
    for (mut key, certificate) in both {
        let opened = open(&blob, &certificate, &mut key).unwrap();
        assert_eq!(*opened.content, b"the content");
        assert_eq!(opened.bound.unwrap(), prints);
    }
}

#[test]
fn what_a_recipient_could_not_open_is_not_handed_out() {
    let both = [recipient("one"), recipient("two")].map(|(_, certificate)| certificate);
    // What seal draws first is the content key, then each ephemeral key in turn.
    let mut random = SeededRandom::new(b"seal");
    let blob = seal(b"the content", &both, &mut random).unwrap();
    let mut random = SeededRandom::new(b"seal");
    let _content_key = secret_bytes::<32>(&mut random).unwrap();
    let ephemerals = [(); 2].map(|()| AgreementKey::generate(&mut random).unwrap());
    let prints = fingerprints(&both).unwrap();
    let check = |blob: &[u8], content: &[u8], prints: &Vec<_>, which: usize, side: usize| {
        check_opens(blob, (content, prints), &both[which], &ephemerals[side]).is_ok()
    };
    for (which, one) in both.iter().enumerate() {
        assert!(check(&blob, b"the content", &prints, which, which));
        assert!(!check(&blob, b"the content", &prints, which, 1 - which));
        assert!(!check(&blob, b"the contend", &prints, which, which));
        let fewer = vec![one.fingerprint()];
        assert!(!check(&blob, b"the content", &fewer, which, which));
        for position in 0..blob.len() {
            let mut damaged = blob.clone();
            damaged[position] ^= 1;
            let opens = check(&damaged, b"the content", &prints, which, which);
            assert!(!opens, "{position}");
        }
    }
}

#[test]
fn a_stranger_and_a_wrong_private_key_are_refused() {
    let (blob, both) = two();
    let (mut stranger, certificate) = recipient("stranger");
    assert!(matches!(
        open(&blob, &certificate, &mut stranger),
        Err(Error::NotARecipient)
    ));
    assert!(matches!(
        open(&blob, &both[0].1, &mut stranger),
        Err(Error::EnvelopeTampered)
    ));
}

#[test]
fn a_certificate_swapped_under_the_same_name_is_refused() {
    let (key, certificate) = recipient("one");
    let blob = seal(b"x", &[certificate], &mut SeededRandom::new(b"swap")).unwrap();
    let mut random = SeededRandom::new(b"one");
    let mut same = AgreementKey::generate(&mut random).unwrap();
    assert_eq!(same.point(), key.point());
    let serial: [u8; 16] = bytes(&mut random).unwrap();
    let genuine = Certificate::self_signed(&same.certifying_key().unwrap(), "one", serial).unwrap();
    // Same issuer, serial and key, but a bent signature: another certificate, another fingerprint.
    let mut der = genuine.der().to_vec();
    *der.last_mut().unwrap() ^= 1;
    let swapped = Certificate::from_der(&der).unwrap();
    assert!(matches!(
        open(&blob, &swapped, &mut same),
        Err(Error::EnvelopeTampered)
    ));
}

#[test]
fn every_single_bit_of_the_blob_counts() {
    let (blob, both) = two();
    let mut tried = 0;
    for place in 0..blob.len() {
        for bit in 0..8 {
            let mut bent = blob.clone();
            bent[place] ^= 1 << bit;
            for (key, certificate) in &both {
                let result = open(&bent, certificate, &mut key.clone());
                assert!(result.is_err(), "byte {place} bit {bit}");
                tried += 1;
            }
        }
    }
    assert_eq!(tried, blob.len() * 16);
}

#[test]
fn every_truncation_is_refused() {
    let (blob, both) = two();
    for length in 0..blob.len() {
        assert!(open(&blob[..length], &both[0].1, &mut both[0].0.clone()).is_err());
    }
    let longer = [&blob[..], &[0]].concat();
    assert!(open(&longer, &both[0].1, &mut both[0].0.clone()).is_err());
}

#[test]
fn an_envelope_needs_recipients_and_each_once() {
    let (_, certificate) = recipient("one");
    let mut random = SeededRandom::new(b"r");
    assert!(matches!(
        seal(b"", &[], &mut random),
        Err(Error::Recipients)
    ));
    let twice = [certificate.clone(), certificate];
    assert!(matches!(
        seal(b"", &twice, &mut random),
        Err(Error::Recipients)
    ));
}

#[test]
fn sealing_again_uses_a_fresh_content_key() {
    let (_, certificate) = recipient("one");
    let recipients = [certificate];
    let mut random = SeededRandom::new(b"again");
    let one = seal(b"same", &recipients, &mut random).unwrap();
    let two = seal(b"same", &recipients, &mut random).unwrap();
    let (one, two) = (Envelope::read(&one).unwrap(), Envelope::read(&two).unwrap());
    assert_ne!(one.encrypted, two.encrypted);
    assert_ne!(one.nonce, two.nonce);
    assert_ne!(one.infos[0].ephemeral, two.infos[0].ephemeral);
    assert_ne!(one.infos[0].wrapped_key, two.infos[0].wrapped_key);
}

#[test]
fn a_failing_programming_key_keeps_its_own_reason() {
    let (blob, both) = two();
    let mut fails = |_: &[u8; 65]| -> Result<Zeroizing<[u8; 32]>, crate::secrets::AgreementError> {
        Err("the token was pulled".into())
    };
    let Err(Error::Agreement(source)) = open(&blob, &both[0].1, &mut fails) else {
        panic!("opened")
    };
    assert_eq!(source.to_string(), "the token was pulled");
}

#[test]
fn key_wrap_follows_rfc_3394_section_4_6() {
    let hex = |text: &str| HEXUPPER.decode(text.as_bytes()).unwrap();
    let key: [u8; 32] = hex("000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F")
        .try_into()
        .unwrap();
    let wrapped: [u8; 40] =
        hex("28C9F404C4B810F4CBCCB35CFB87F8263F5786E2D80ED326CBC7F0E71A99F43BFB988B9B7A02DD21")
            .try_into()
            .unwrap();
    let content_key = unwrap(&key, &wrapped).unwrap();
    assert_eq!(
        content_key.as_slice(),
        hex("00112233445566778899AABBCCDDEEFF000102030405060708090A0B0C0D0E0F")
    );
}

#[test]
fn agreement_follows_the_first_cavp_vector_for_p_256() {
    let hex = |text: &str| HEXUPPER.decode(text.as_bytes()).unwrap();
    let private: [u8; 32] = hex("7D7DC5F71EB29DDAF80D6214632EEAE03D9058AF1FB6D22ED80BADB62BC1A534")
        .try_into()
        .unwrap();
    let mut point = [4; 65];
    point[1..].copy_from_slice(&hex(
        "700C48F77F56584C5CC632CA65640DB91B6BACCE3A4DF6B42CE7CC838833D287\
         DB71E509E3FD9B060DDB20BA5C51DCC5948D46FBF640DFE0441782CAB85FA4AC",
    ));
    let shared = AgreementKey::from_bytes(&private)
        .unwrap()
        .shared_secret(&point);
    assert_eq!(
        shared.unwrap().as_slice(),
        hex("46FC62106420FF012E54A434FBDD2D25CCC5852060561E68040DD7778997BD7B")
    );
}

proptest! {
    #[test]
    fn any_bytes_are_refused_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let (_, certificate) = recipient("one");
        prop_assert!(is_for(&bytes, &certificate).is_err());
    }

    #[test]
    fn a_mangled_envelope_is_refused_without_panic(
        place: prop::sample::Index, take in 0_usize..8, put in proptest::collection::vec(any::<u8>(), 0..8),
    ) {
        let (mut blob, both) = two();
        let whole = blob.clone();
        let from = place.index(blob.len());
        let to = (from + take).min(blob.len());
        let _old: Vec<u8> = blob.splice(from..to, put).collect();
        let result = open(&blob, &both[0].1, &mut both[0].0.clone());
        prop_assert_eq!(result.is_ok(), blob == whole);
    }
}
