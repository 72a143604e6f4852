//! Secrets are wiped where they lay. This program has an allocator that looks at every block of memory as it is given
//! back: a secret that is still in it was not wiped. A program of its own, because an allocator serves all of it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    unsafe_code,
    reason = "a test; and no allocator can be written without"
)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::mem::ManuallyDrop;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};

use keywright::device::piv::management::{Cipher, ManagementKey};
use keywright::device::programming_key::{Pin, Puk};
use keywright::medium::LockKeys;
use keywright::model::{Generation, SystemId};
use keywright::secrets::certificate::Certificate;
use keywright::secrets::diversify::BaseKey;
use keywright::secrets::envelope::{self, AgreementKey};
use keywright::secrets::master::{KeyRole, MasterSecrets};
use keywright::secrets::random::{Random, SeededRandom};
use keywright::secrets::recovery::RecoveryCode;
use keywright::secrets::signing::SigningKey;
use keywright::secrets::slots::{Slots, StoreKey};
use zeroize::Zeroizing;

/// Bytes by which a secret is known: no eight random bytes stand anywhere by chance.
const NEEDLE: usize = 8;
const MOST: usize = 32;

static NEEDLES: [AtomicU64; MOST] = [const { AtomicU64::new(0) }; MOST];
/// The bytes with which a needle begins: most places are passed over by them.
static BEGINS: [AtomicBool; 256] = [const { AtomicBool::new(false) }; 256];
static KNOWN: AtomicUsize = AtomicUsize::new(0);
static WATCHING: AtomicBool = AtomicBool::new(false);
/// A bit for each needle that was found in memory given back.
static FOUND: AtomicU64 = AtomicU64::new(0);

/// The system's allocator, which looks before it takes back. What grows is copied into a new block, and the old one is
/// looked at as well.
struct Looking;

#[global_allocator]
static ALLOCATOR: Looking = Looking;

// SAFETY: memory comes from the system's allocator and goes back to it unchanged; it is only read in between, within
// its bounds and before it is given back.
unsafe impl GlobalAlloc for Looking {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as the caller promised. Zeros, so that every byte that is looked at was written.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        if WATCHING.load(Ordering::Relaxed) {
            // SAFETY: the block is the caller's, whole and written to since it was allocated.
            look(unsafe { std::slice::from_raw_parts(block, layout.size()) });
        }
        // SAFETY: as the caller promised.
        unsafe { System.dealloc(block, layout) }
    }
}

/// Marks every needle that stands in a block.
fn look(block: &[u8]) {
    let known = &NEEDLES[..KNOWN.load(Ordering::Relaxed)];
    for window in block.windows(NEEDLE) {
        if !BEGINS[usize::from(window[0])].load(Ordering::Relaxed) {
            continue;
        }
        let Ok(window) = window.try_into() else {
            return;
        };
        let window = u64::from_ne_bytes(window);
        for (place, needle) in known.iter().enumerate() {
            if needle.load(Ordering::Relaxed) == window {
                let _before = FOUND.fetch_or(1 << place, Ordering::Relaxed);
            }
        }
    }
}

/// What is looked for: a name and the secret's bytes, each as they are and turned round, as numbers lie in memory.
struct Watch(Vec<&'static str>);

impl Watch {
    fn on(secrets: &[(&'static str, &[u8])]) -> Self {
        let mut names = Vec::new();
        for begins in &BEGINS {
            begins.store(false, Ordering::Relaxed);
        }
        for (name, bytes) in secrets {
            let forward: [u8; NEEDLE] = bytes[..NEEDLE].try_into().unwrap();
            let mut back: [u8; NEEDLE] = bytes[bytes.len() - NEEDLE..].try_into().unwrap();
            back.reverse();
            for form in [forward, back] {
                BEGINS[usize::from(form[0])].store(true, Ordering::Relaxed);
                NEEDLES[names.len()].store(u64::from_ne_bytes(form), Ordering::Relaxed);
                names.push(*name);
            }
        }
        KNOWN.store(names.len(), Ordering::Relaxed);
        FOUND.store(0, Ordering::Relaxed);
        Self(names)
    }

    /// The names of what was found in memory given back during some work.
    fn during(&self, work: impl FnOnce()) -> Vec<&'static str> {
        FOUND.store(0, Ordering::Relaxed);
        WATCHING.store(true, Ordering::Relaxed);
        work();
        WATCHING.store(false, Ordering::Relaxed);
        let found = FOUND.load(Ordering::Relaxed);
        let names = self.0.iter().enumerate();
        let mut names: Vec<&str> = names
            .filter(|(place, _)| found >> place & 1 == 1)
            .map(|(_, name)| *name)
            .collect();
        names.dedup();
        names
    }
}

/// Gives the same marked bytes to everybody.
struct Marked;

/// No character but those that a PIN may have, so that it serves as one too.
const MARK: [u8; 32] = *b"Wq7-Zr4+Xk9!Vd2#Uc8?Tb5=Sa3&Re6%";
const SYSTEM: SystemId = SystemId(*b"a system");

impl Random for Marked {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), keywright::secrets::Error> {
        for (byte, mark) in bytes.iter_mut().zip(MARK.iter().cycle()) {
            *byte = *mark;
        }
        Ok(())
    }
}

/// Whether dropping a value leaves its mark, and whether merely giving back its memory would have.
fn leaves<T>(watch: &Watch, make: impl Fn() -> T) -> (bool, bool) {
    let boxed = Box::new(make());
    let dropped = !watch.during(|| drop(boxed)).is_empty();
    let boxed = Box::new(ManuallyDrop::new(make()));
    let given_back = !watch.during(|| drop(boxed)).is_empty();
    (dropped, given_back)
}

fn every_type(watch: &Watch) {
    let key = || SigningKey::from_bytes(&MARK).unwrap();
    let text = std::str::from_utf8(&MARK).unwrap();
    let master = || MasterSecrets::generate(SYSTEM, 1, 0, &mut Marked).unwrap();
    let base = || Zeroizing::new(<[u8; 16]>::try_from(&MARK[..16]).unwrap());
    let lock = || LockKeys {
        generation: Generation::FIRST,
        read: base(),
        carry: base(),
    };
    // The allocator sees what is not wiped, in the value itself and in what it points to.
    assert_eq!(leaves(watch, || MARK), (true, true));
    assert!(leaves(watch, || MARK.to_vec()).0);
    assert!(leaves(watch, || text.to_owned()).0);
    // Secrets that lie in the value itself would be there and are gone.
    for (what, found) in [
        (
            "store key",
            leaves(watch, || StoreKey::generate(&mut Marked).unwrap()),
        ),
        ("signing key", leaves(watch, key)),
        (
            "agreement key",
            leaves(watch, || AgreementKey::from_bytes(&MARK).unwrap()),
        ),
        (
            "recovery code",
            leaves(watch, || RecoveryCode::generate(&mut Marked).unwrap()),
        ),
        ("master secrets", leaves(watch, master)),
        ("base key", leaves(watch, || BaseKey::new(base(), SYSTEM))),
        ("lock keys", leaves(watch, lock)),
        ("any 32 bytes", leaves(watch, || Zeroizing::new(MARK))),
    ] {
        assert_eq!(found, (false, true), "{what}");
    }
    // These lie elsewhere: the value only points to them.
    for (what, found) in [
        ("PIN", leaves(watch, || Pin::new(&text[..8]).unwrap())),
        ("PUK", leaves(watch, || Puk::new(&text[..8]).unwrap())),
        (
            "management key",
            leaves(watch, || {
                ManagementKey::new(Cipher::Aes192, &MARK[..24]).unwrap()
            }),
        ),
        ("seed", leaves(watch, || SeededRandom::new(&MARK))),
        (
            "any text",
            leaves(watch, || Zeroizing::new(text.to_owned())),
        ),
    ] {
        assert!(!found.0, "{what}");
    }
    println!("13 types of secrets are wiped on drop");
}

/// None of them shows its secret to a log or a panic.
fn no_type_shows_itself() {
    let master = MasterSecrets::generate(SYSTEM, 1, 0, &mut Marked).unwrap();
    let text = std::str::from_utf8(&MARK).unwrap();
    let shown = [
        format!("{:?}", StoreKey::generate(&mut Marked).unwrap()),
        format!("{:?}", SigningKey::from_bytes(&MARK).unwrap()),
        format!("{:?}", AgreementKey::from_bytes(&MARK).unwrap()),
        format!("{:?}", RecoveryCode::generate(&mut Marked).unwrap()),
        format!("{master:?}"),
        format!("{:?}", master.base_keys().unwrap()),
        format!("{:?}", Pin::new(&text[..8]).unwrap()),
        format!("{:?}", Puk::new(&text[..8]).unwrap()),
        format!(
            "{:?}",
            ManagementKey::new(Cipher::Aes192, &MARK[..24]).unwrap()
        ),
        format!("{:?}", SeededRandom::new(&MARK)),
    ];
    let lists = format!("{:?}", &MARK[..4]);
    let hex = data_encoding::HEXLOWER.encode(&MARK[..4]);
    for one in shown {
        let low = one.to_lowercase();
        assert!(!one.contains(&text[..4]), "{one}");
        assert!(
            !low.contains(&hex) && !one.contains(lists.trim_matches(['[', ']'])),
            "{one}"
        );
    }
}

/// The way of the secrets: made, sealed for a key and for the recovery code, opened again, everything derived from
/// them, something signed; the store key into a slot and out again.
fn the_whole_way(holder: &AgreementKey, certificate: &Certificate, password: &str) {
    let mut made_of = SeededRandom::new(b"of the whole way");
    let master = MasterSecrets::generate(SYSTEM, 1, 0, &mut made_of).unwrap();
    let code = RecoveryCode::generate(&mut made_of).unwrap();
    let printed = code.printed().unwrap();
    let again = RecoveryCode::parse(&printed).unwrap();
    let (_, recovery) = again.recipient().unwrap();
    let sealed = master
        .seal(&[certificate.clone(), recovery], &mut made_of)
        .unwrap();
    let mut agreement = AgreementKey::from_bytes(&holder.to_bytes()).unwrap();
    let content = envelope::open(&sealed, certificate, &mut agreement).unwrap();
    drop(content);
    let opened = MasterSecrets::open(&sealed, &SYSTEM, certificate, &mut agreement).unwrap();
    let keys = opened.secrets.base_keys().unwrap();
    for role in KeyRole::ALL {
        let _key = keys.fob_key(role, &[4, 1, 2, 3, 4, 5, 6]);
    }
    let _seal = opened.secrets.lock_seal_key(7).unwrap();
    let _image = opened.secrets.image_seal_key().unwrap();
    let signed = opened.secrets.signing_key().sign(b"something");
    assert!(signed.is_ok());
    let store = StoreKey::generate(&mut made_of).unwrap();
    let mut slots = Slots::create(SYSTEM, &store, &mut made_of).unwrap();
    let cost = keywright::secrets::slots::Cost::LEAST;
    let _slot = slots
        .add_password(&store, "o@example.org", password, cost, &mut made_of)
        .unwrap();
    let _slot = slots.add_recovery(&store, &code, &mut made_of).unwrap();
    let opened = slots.open_with_password("o@example.org", password).unwrap();
    assert!(opened == store && slots.open_with_recovery(&code).unwrap() == store);
}

#[test]
fn what_was_secret_is_wiped_before_its_memory_is_given_back() {
    every_type(&Watch::on(&[
        ("the mark", &MARK[..8]),
        ("its end", &MARK[..]),
    ]));
    no_type_shows_itself();

    // The same secrets as the whole way makes them, in the same order.
    let mut made_of = SeededRandom::new(b"of the whole way");
    let master = MasterSecrets::generate(SYSTEM, 1, 0, &mut made_of).unwrap();
    let holder = AgreementKey::generate(&mut SeededRandom::new(b"holder")).unwrap();
    let certificate =
        Certificate::self_signed(&holder.certifying_key().unwrap(), "Holder", [1; 16]).unwrap();
    let sealed = master
        .seal(
            std::slice::from_ref(&certificate),
            &mut SeededRandom::new(b"x"),
        )
        .unwrap();
    let mut agreement = AgreementKey::from_bytes(&holder.to_bytes()).unwrap();
    let content = envelope::open(&sealed, &certificate, &mut agreement).unwrap();
    // Two strings of 32 bytes stand in the document: the master key, then the scalar of the signing key.
    let documents = content.content.windows(34);
    let found: Vec<[u8; 32]> = documents
        .filter(|window| window[..2] == [0x04, 0x20])
        .map(|window| window[2..].try_into().unwrap())
        .collect();
    let [master_key, scalar] = found[..] else {
        panic!("{} strings", found.len());
    };
    assert_eq!(scalar, *master.signing_key().to_bytes());
    let keys = master.base_keys().unwrap();
    let bases: Vec<[u8; 16]> = KeyRole::ALL
        .iter()
        .map(|role| *keys.base(*role).expose())
        .collect();
    let fob = keys.fob_key(KeyRole::StationWrite, &[4, 1, 2, 3, 4, 5, 6]);
    let (seal, image) = (
        master.lock_seal_key(7).unwrap(),
        master.image_seal_key().unwrap(),
    );
    let code = RecoveryCode::generate(&mut made_of).unwrap();
    let printed = code.printed().unwrap();
    let password = "Wiped-Password-5f1c";
    let watch = Watch::on(&[
        ("master key", &master_key),
        ("signing key", &scalar),
        ("base key of the card", &bases[0]),
        ("base key of the application", &bases[1]),
        ("base key of station-write", &bases[2]),
        ("base key of lock-read", &bases[3]),
        ("base key of lock-carry", &bases[4]),
        ("key of a fob", &*fob),
        ("lock seal key", &*seal),
        ("image seal key", &*image),
        ("recovery code", printed.as_bytes()),
        ("password", password.as_bytes()),
    ]);
    let found = watch.during(|| the_whole_way(&holder, &certificate, password));
    assert!(found.is_empty(), "left in memory given back: {found:?}");
    println!("12 secrets: none in memory given back on the whole way");
}
