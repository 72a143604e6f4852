use super::*;
use crate::secrets::random::{OsRandom, SeededRandom};
use proptest::prelude::*;
use tempfile::TempDir;

const SELECT: &[u8] = b"\x00\xA4\x04\x00\x0B\xA0\x00\x00\x03\x08\x00\x00\x10\x00\x01\x00\x00";
const ASK: &[u8] = b"\x00\x20\x00\x80";

fn new_token(directory: &TempDir) -> NewToken {
    Token::create(
        &mut SeededRandom::new(b"token"),
        "Token one",
        &directory.path().join("token.json"),
    )
    .unwrap()
}

fn verify(pin: &str) -> Vec<u8> {
    let mut command = b"\x00\x20\x00\x80\x08".to_vec();
    command.extend(pin.bytes());
    command.resize(13, 0xFF);
    command
}

fn status(answer: &[u8]) -> u16 {
    let (_, status) = answer.split_last_chunk().unwrap();
    u16::from_be_bytes(*status)
}

fn agreement(point: &[u8]) -> Vec<u8> {
    let template = [element(0x82, &[]), element(0x85, point)].concat();
    let data = element(0x7C, &template);
    let mut command = vec![0x00, 0x87, 0x11, 0x9D, u8::try_from(data.len()).unwrap()];
    command.extend(data);
    command.push(0);
    command
}

use objects::element;

fn wrong(pin: &str) -> String {
    pin.bytes()
        .map(|digit| char::from(b'0' + (digit - b'0' + 1) % 10))
        .collect()
}

#[test]
fn it_is_selected_by_its_full_name_and_by_its_beginning() {
    let directory = tempfile::tempdir().unwrap();
    let NewToken { mut token, .. } = new_token(&directory);
    assert_eq!(status(&token.apdu(ASK)), 0x6D00);
    for length in 5..=11_u8 {
        let mut select = SELECT[..4].to_vec();
        select.push(length);
        select.extend(&SELECT[5..5 + usize::from(length)]);
        let answer = token.apdu(&select);
        assert_eq!(status(&answer), 0x9000);
        assert_eq!(answer[0], 0x61);
    }
    assert_eq!(
        status(&token.apdu(b"\x00\xA4\x04\x00\x05\xA0\x00\x00\x05\x27")),
        0x6A82
    );
    assert_eq!(
        status(&token.apdu(b"\x00\xA4\x04\x00\x04\xA0\x00\x00\x03")),
        0x6A82
    );
}

#[test]
fn tries_are_counted_across_restarts_and_the_puk_gives_them_back() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("token.json");
    let NewToken { pin, puk, .. } = new_token(&directory);
    for (given, answer) in [
        (wrong(&pin), 0x63C2),
        (wrong(&pin), 0x63C1),
        (pin.to_string(), 0x9000),
        (wrong(&pin), 0x63C2),
        (wrong(&pin), 0x63C1),
        (wrong(&pin), 0x6983),
        (pin.to_string(), 0x6983),
    ] {
        let mut token = Token::load(&file).unwrap();
        let _properties = token.apdu(SELECT);
        assert_eq!(status(&token.apdu(&verify(&given))), answer);
    }
    let mut token = Token::load(&file).unwrap();
    let _properties = token.apdu(SELECT);
    assert_eq!(status(&token.apdu(ASK)), 0x6983);
    let unblock =
        |puk: &str, new: &str| [b"\x00\x2C\x00\x80\x10", puk.as_bytes(), new.as_bytes()].concat();
    assert_eq!(
        status(&token.apdu(&unblock(&wrong(&puk), "27182818"))),
        0x63C2
    );
    assert_eq!(status(&token.apdu(&unblock(&puk, "2718281x"))), 0x6A80);
    assert_eq!(status(&token.apdu(&unblock(&puk, "27182818"))), 0x9000);
    assert_eq!(status(&token.apdu(&verify(&pin))), 0x63C2);
    assert_eq!(status(&token.apdu(&verify("27182818"))), 0x9000);
}

#[test]
fn a_try_is_on_the_disk_before_the_answer() {
    let directory = tempfile::tempdir().unwrap();
    let NewToken { mut token, pin, .. } = new_token(&directory);
    let _properties = token.apdu(SELECT);
    // A disk that takes no more writes: the token gives no verdict, so there is no free guess.
    let place = directory.path().join("token.new");
    std::fs::create_dir(&place).unwrap();
    assert_eq!(status(&token.apdu(&verify(&pin))), 0x6581);
    assert_eq!(status(&token.apdu(&agreement(&[4; 65]))), 0x6982);
}

#[test]
fn the_pin_can_be_changed_and_is_asked_for_again() {
    let directory = tempfile::tempdir().unwrap();
    let NewToken { mut token, pin, .. } = new_token(&directory);
    let _properties = token.apdu(SELECT);
    let change = [b"\x00\x24\x00\x80\x10", pin.as_bytes(), b"314159\xFF\xFF"].concat();
    assert_eq!(status(&token.apdu(&change)), 0x9000);
    assert_eq!(status(&token.apdu(ASK)), 0x63C3);
    assert_eq!(status(&token.apdu(&verify("314159"))), 0x9000);
    assert_eq!(status(&token.apdu(ASK)), 0x9000);
    assert_eq!(status(&token.apdu(b"\x00\x20\xFF\x80")), 0x9000);
    assert_eq!(status(&token.apdu(ASK)), 0x63C3);
}

#[test]
fn agreement_needs_the_pin_and_a_point_on_the_curve() {
    let directory = tempfile::tempdir().unwrap();
    let NewToken { mut token, pin, .. } = new_token(&directory);
    let _properties = token.apdu(SELECT);
    let other = p256::SecretKey::from_slice(&[7; 32]).unwrap();
    let point = other.public_key().to_sec1_bytes();
    assert_eq!(status(&token.apdu(&agreement(&point))), 0x6982);
    assert_eq!(status(&token.apdu(&verify(&pin))), 0x9000);
    assert_eq!(status(&token.apdu(&agreement(&[4; 65]))), 0x6A80);
    assert_eq!(status(&token.apdu(&agreement(&point[..64]))), 0x6A80);
    for _ in 0..2 {
        let answer = token.apdu(&agreement(&point));
        assert_eq!(status(&answer), 0x9000);
        let ours = p256::SecretKey::from_slice(&*token.export_key_management_key()).unwrap();
        let shared = other.diffie_hellman(&ours.public_key());
        assert_eq!(answer[4..36], shared.raw_secret_bytes()[..]);
    }
}

#[test]
fn commands_come_in_parts_and_answers_go_in_pieces() {
    let directory = tempfile::tempdir().unwrap();
    let NewToken { mut token, pin, .. } = new_token(&directory);
    let _properties = token.apdu(SELECT);
    let mut whole = token.apdu(b"\x00\xCB\x3F\xFF\x05\x5C\x03\x5F\xC1\x0B\x00");
    while whole[whole.len() - 2] == 0x61 {
        let left = whole[whole.len() - 1];
        whole.truncate(whole.len() - 2);
        whole.extend(token.apdu(&[0x00, 0xC0, 0x00, 0x00, left]));
    }
    assert_eq!(status(&whole), 0x9000);
    assert!(
        whole
            .windows(token.certificate().len())
            .any(|window| window == token.certificate())
    );
    let extended = token.apdu(b"\x00\xCB\x3F\xFF\x00\x00\x05\x5C\x03\x5F\xC1\x0B\x00\x00");
    assert_eq!(extended, whole);

    assert_eq!(status(&token.apdu(&verify(&pin))), 0x9000);
    let point = p256::SecretKey::from_slice(&[7; 32])
        .unwrap()
        .public_key()
        .to_sec1_bytes();
    let command = agreement(&point);
    let data = &command[5..command.len() - 1];
    let first = [&[0x10, 0x87, 0x11, 0x9D, 30][..], &data[..30]].concat();
    let last = [
        &[
            0x00,
            0x87,
            0x11,
            0x9D,
            u8::try_from(data.len() - 30).unwrap(),
        ][..],
        &data[30..],
        &[0],
    ]
    .concat();
    assert_eq!(token.apdu(&first), [0x90, 0x00]);
    assert_eq!(token.apdu(&last), token.apdu(&command));
}

#[test]
fn the_objects_are_there_and_others_are_not() {
    let directory = tempfile::tempdir().unwrap();
    let NewToken { mut token, .. } = new_token(&directory);
    let _properties = token.apdu(SELECT);
    let discovery = token.apdu(b"\x00\xCB\x3F\xFF\x03\x5C\x01\x7E\x00");
    assert_eq!(discovery[..4], [0x7E, 0x12, 0x4F, 0x0B]);
    let holder = token.apdu(b"\x00\xCB\x3F\xFF\x05\x5C\x03\x5F\xC1\x02\x00");
    assert_eq!((holder[0], status(&holder)), (0x53, 0x9000));
    assert_eq!(
        status(&token.apdu(b"\x00\xCB\x3F\xFF\x05\x5C\x03\x5F\xC1\x0A\x00")),
        0x6A82
    );
}

#[test]
fn every_token_has_its_own_pin_and_key_and_never_the_factory_pin() {
    let directory = tempfile::tempdir().unwrap();
    let make =
        |name: &str| Token::create(&mut OsRandom, name, &directory.path().join(name)).unwrap();
    let (one, two) = (make("one"), make("two"));
    assert_ne!(*one.pin, *two.pin);
    assert_ne!(one.token.certificate(), two.token.certificate());
    assert_eq!(one.pin.len(), 8);
    assert!(matches!(
        Token::create(&mut OsRandom, "one", &directory.path().join("one")),
        Err(Error::Exists)
    ));
    let file = std::fs::read_to_string(directory.path().join("one")).unwrap();
    assert!(!file.contains(&*one.pin));
}

proptest! {
    #[test]
    fn any_commands_are_answered_with_a_status(
        commands in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..40), 1..10),
    ) {
        let directory = tempfile::tempdir().unwrap();
        let NewToken { mut token, .. } = new_token(&directory);
        let _properties = token.apdu(SELECT);
        for command in commands {
            prop_assert!(token.apdu(&command).len() >= 2);
        }
    }
}
