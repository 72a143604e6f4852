use super::*;
use crate::secrets::random::SeededRandom;
use proptest::prelude::*;

const SYSTEM: SystemId = SystemId(*b"a system");
const OPERATOR: &str = "maija@example.com";
const PASSWORD: &str = "correct horse";

fn slots() -> (Slots, StoreKey, RecoveryCode) {
    let mut random = SeededRandom::new(b"slots");
    let key = StoreKey::generate(&mut random).unwrap();
    let code = RecoveryCode::generate(&mut random).unwrap();
    let mut slots = Slots::create(SYSTEM, &key, &mut random).unwrap();
    let one = slots.add_password(&key, OPERATOR, PASSWORD, Cost::LEAST, &mut random);
    let two = slots.add_recovery(&key, &code, &mut random);
    assert_eq!((one.unwrap(), two.unwrap()), (1, 2));
    (slots, key, code)
}

#[test]
fn password_and_recovery_code_give_the_same_store_key() {
    let (slots, key, code) = slots();
    let slots = Slots::from_bytes(&slots.to_bytes()).unwrap();
    assert_eq!(
        slots
            .open_with_password(" Maija@Example.com", PASSWORD)
            .unwrap(),
        key
    );
    assert_eq!(slots.open_with_recovery(&code).unwrap(), key);
    assert_eq!(slots.sequence(), 2);
    assert_eq!(
        slots
            .list()
            .iter()
            .map(|slot| slot.kind)
            .collect::<Vec<_>>(),
        [SlotKind::Password, SlotKind::Recovery]
    );
}

#[test]
fn wrong_passwords_operators_and_codes_open_nothing() {
    let (slots, ..) = slots();
    for (operator, password) in [
        (OPERATOR, "correct horsf"),
        ("kalle@example.com", PASSWORD),
        ("", ""),
    ] {
        assert!(matches!(
            slots.open_with_password(operator, password),
            Err(Error::WrongPassword)
        ));
    }
    let other = RecoveryCode::generate(&mut SeededRandom::new(b"other")).unwrap();
    assert!(matches!(
        slots.open_with_recovery(&other),
        Err(Error::WrongRecoveryCode)
    ));
}

#[test]
fn a_password_is_the_same_however_its_accents_are_typed() {
    let (mut slots, key, _) = slots();
    let mut random = SeededRandom::new(b"accents");
    let _number = slots
        .add_password(&key, "b", "p\u{e4}ssw\u{f6}rd", Cost::LEAST, &mut random)
        .unwrap();
    assert_eq!(
        slots
            .open_with_password("b", "pa\u{308}sswo\u{308}rd")
            .unwrap(),
        key
    );
}

#[test]
fn short_passwords_and_weak_costs_are_refused() {
    let (mut slots, key, _) = slots();
    let mut random = SeededRandom::new(b"short");
    let weak = Cost {
        memory: 8,
        passes: 1,
        lanes: 1,
    };
    assert!(matches!(
        slots.add_password(&key, "b", "1234567", Cost::LEAST, &mut random),
        Err(Error::PasswordTooShort)
    ));
    assert!(matches!(
        slots.add_password(&key, "b", "12345678", weak, &mut random),
        Err(Error::PasswordCost)
    ));
    assert_eq!((slots.list().len(), slots.sequence()), (2, 2));
}

#[test]
fn a_removed_slot_opens_no_more_and_the_last_one_stays() {
    let (mut slots, key, code) = slots();
    slots.remove(&key, 1).unwrap();
    assert!(slots.open_with_password(OPERATOR, PASSWORD).is_err());
    assert_eq!(slots.open_with_recovery(&code).unwrap(), key);
    assert!(matches!(slots.remove(&key, 2), Err(Error::LastSlot)));
    assert!(matches!(slots.remove(&key, 1), Err(Error::NoSuchSlot)));
    let number = slots
        .add_password(
            &key,
            OPERATOR,
            PASSWORD,
            Cost::LEAST,
            &mut SeededRandom::new(b"new"),
        )
        .unwrap();
    assert_eq!(number, 3);
}

#[test]
fn a_changed_password_takes_the_place_of_the_old_one() {
    let (mut slots, key, code) = slots();
    let mut random = SeededRandom::new(b"change");
    let mut change = |slots: &mut Slots, old: &str, new: &str| {
        slots.change_password(OPERATOR, old, new, Cost::LEAST, &mut random)
    };
    assert!(matches!(
        change(&mut slots, "not the one", "a new password"),
        Err(Error::WrongPassword)
    ));
    assert!(matches!(
        change(&mut slots, PASSWORD, "short"),
        Err(Error::PasswordTooShort)
    ));
    assert_eq!(slots.open_with_password(OPERATOR, PASSWORD).unwrap(), key);
    assert_eq!(change(&mut slots, PASSWORD, "a new password").unwrap(), 3);
    assert!(slots.open_with_password(OPERATOR, PASSWORD).is_err());
    assert_eq!(
        slots
            .open_with_password(OPERATOR, "a new password")
            .unwrap(),
        key
    );
    assert_eq!(slots.open_with_recovery(&code).unwrap(), key);
    assert_eq!(slots.list().len(), 2);
}

#[test]
fn a_slot_of_the_standard_cost_opens() {
    let mut random = SeededRandom::new(b"standard");
    let key = StoreKey::generate(&mut random).unwrap();
    let mut slots = Slots::create(SYSTEM, &key, &mut random).unwrap();
    let _number = slots
        .add_password(&key, OPERATOR, PASSWORD, Cost::STANDARD, &mut random)
        .unwrap();
    let begun = std::time::Instant::now();
    assert_eq!(slots.open_with_password(OPERATOR, PASSWORD).unwrap(), key);
    println!("one try of a password took {:?}", begun.elapsed());
}

#[test]
fn another_store_key_changes_nothing() {
    let (mut slots, ..) = slots();
    let other = StoreKey::generate(&mut SeededRandom::new(b"other")).unwrap();
    assert!(matches!(
        slots.remove(&other, 1),
        Err(Error::SlotsOfAnotherKey)
    ));
    assert_eq!(slots.list().len(), 2);
}

#[test]
fn slots_altered_with_a_fitting_checksum_are_refused_at_opening() {
    let (mut slots, _, code) = slots();
    let _gone = slots.entries.remove(0);
    let forged = Slots::from_bytes(&slots.to_bytes()).unwrap();
    assert!(matches!(
        forged.open_with_recovery(&code),
        Err(Error::SlotsOfAnotherKey)
    ));
}

#[test]
fn either_copy_alone_is_enough_and_the_newer_one_counts() {
    let (mut slots, key, code) = slots();
    let old = slots.to_bytes();
    slots.remove(&key, 1).unwrap();
    let new = slots.to_bytes();
    let half = old.len() / 2;

    for damaged in [
        [&vec![0; half][..], &new[half..]].concat(),
        [&new[..half], &vec![0xFF; half][..]].concat(),
        new[..half].to_vec(),
        [&old[..half], &new[half..]].concat(),
        [&new[..half], &old[half..]].concat(),
    ] {
        let read = Slots::from_bytes(&damaged).unwrap();
        assert_eq!((read.sequence(), read.list().len()), (3, 1));
        assert_eq!(read.open_with_recovery(&code).unwrap(), key);
    }
    assert!(matches!(
        Slots::from_bytes(&vec![0; 8192]),
        Err(Error::SlotsDamaged)
    ));
}

#[test]
fn every_flipped_bit_in_both_copies_is_noticed() {
    let (slots, ..) = slots();
    let bytes = slots.to_bytes();
    let half = bytes.len() / 2;
    let used = bytes[..half].iter().rposition(|&byte| byte != 0).unwrap() + 1;
    for place in 0..used {
        let mut bent = bytes.clone();
        bent[place] ^= 1 << (place % 8);
        bent[half + place] ^= 1 << (place % 8);
        assert!(Slots::from_bytes(&bent).is_err(), "byte {place}");
    }
}

#[test]
fn a_slot_file_is_replaced_whole_and_only_the_owner_reads_it() {
    let directory = tempfile::tempdir().unwrap();
    let path = file::beside(&directory.path().join("house.keywright"));
    assert!(path.ends_with("house.keywright.slots"));
    let (mut slots, key, _) = slots();
    file::write(&path, &slots).unwrap();
    slots.remove(&key, 1).unwrap();
    // What a cut before the rename leaves behind does not matter.
    std::fs::write(path.with_extension("slots.new"), b"torn").unwrap();
    assert_eq!(file::read(&path).unwrap().sequence(), 2);
    file::write(&path, &slots).unwrap();
    assert_eq!(file::read(&path).unwrap().sequence(), 3);
    assert_eq!(std::fs::read_dir(directory.path()).unwrap().count(), 1);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn no_name_and_no_key_stands_in_the_file() {
    let (slots, key, _) = slots();
    let bytes = slots.to_bytes();
    let contains = |wanted: &[u8]| bytes.windows(wanted.len()).any(|window| window == wanted);
    assert!(!contains(b"maija") && !contains(b"example") && !contains(key.expose()));
    assert_eq!(format!("{key:?}"), "StoreKey(..)");
}

proptest! {
    #[test]
    fn any_bytes_are_refused_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let with_magic = [b"KWSLOTS1", &bytes[..]].concat();
        prop_assert!(Slots::from_bytes(&bytes).is_err());
        prop_assert!(Slots::from_bytes(&with_magic).is_err());
    }
}

#[cfg(unix)]
#[test]
fn an_unknown_operator_takes_as_long_as_a_wrong_password() {
    let (slots, ..) = slots();
    // What this thread worked: others on the machine do not count.
    let worked = || {
        let now = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
        std::time::Duration::try_from(now).unwrap()
    };
    let took = |operator: &str| {
        let start = worked();
        assert!(
            slots
                .open_with_password(operator, "wrong password")
                .is_err()
        );
        worked().saturating_sub(start)
    };
    let least = |operator: &str| (0..5).map(|_| took(operator)).min().unwrap();
    let (known, unknown) = (least(OPERATOR), least("nobody@example.org"));
    assert!(
        unknown * 2 > known && known * 2 > unknown,
        "{known:?} {unknown:?}"
    );
}
