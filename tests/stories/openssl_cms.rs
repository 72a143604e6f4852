//! Envelopes exchanged with OpenSSL's command, both ways: what we seal it opens, what it seals we open, and
//! on our side the private key is behind the simulated token's socket and PIV commands.

use data_encoding::BASE64;
use keywright::model::SystemId;
use keywright::{
    bench::token::{self, NewToken, Token},
    device::{
        programming_key::{
            Agreement, Error as KeyError, LastTry, Pin, PivProgrammingKey, ProgrammingKey,
        },
        token_link::SocketLink,
    },
    secrets::{
        Error,
        certificate::Certificate,
        envelope::{self, AgreementKey},
        master::MasterSecrets,
        random::{Random, SeededRandom},
        recovery::RecoveryCode,
        signing::SigningKey,
    },
};
use std::{
    path::PathBuf,
    process::{Command, Output},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
};
use tempfile::TempDir;

/// A bench with one token, a recovery code, and a directory in which OpenSSL works.
struct Scene {
    directory: TempDir,
    stop: Arc<AtomicBool>,
    server: Option<JoinHandle<()>>,
    pin: String,
    /// The token's private key, exported for OpenSSL.
    token_key: AgreementKey,
    token: Certificate,
    recovery: RecoveryCode,
}

impl Scene {
    fn new(seed: &str) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let mut random = SeededRandom::new(seed.as_bytes());
        let file = directory.path().join("token.json");
        let NewToken { token, pin, .. } =
            Token::create(&mut random, "Programming key 1", &file).unwrap();
        let token_key = AgreementKey::from_bytes(&token.export_key_management_key()).unwrap();
        let certificate = Certificate::from_der(token.certificate()).unwrap();
        let stop = Arc::new(AtomicBool::new(false));
        let socket = directory.path().join("token.sock");
        let server = std::thread::spawn({
            let (stop, socket) = (Arc::clone(&stop), socket.clone());
            move || {
                token::serve(&socket, &Mutex::new(token), &stop, &token::Fuse::default()).unwrap();
            }
        });
        while !socket.exists() {
            std::thread::yield_now();
        }
        Self {
            recovery: RecoveryCode::generate(&mut random).unwrap(),
            pin: pin.to_string(),
            directory,
            stop,
            server: Some(server),
            token_key,
            token: certificate,
        }
    }

    fn plug_in(&self) -> PivProgrammingKey<SocketLink> {
        // The socket file stands before the listener's first accept; a refusal means a little later.
        let link = (0..100)
            .find_map(|_| {
                SocketLink::connect(self.directory.path()).ok().or_else(|| {
                    std::thread::sleep(std::time::Duration::from_millis(10));
                    None
                })
            })
            .unwrap();
        PivProgrammingKey::open(link).unwrap()
    }

    fn verified(&self) -> PivProgrammingKey<SocketLink> {
        let mut key = self.plug_in();
        key.verify_pin(&Pin::new(&self.pin).unwrap(), LastTry::Keep)
            .unwrap();
        key
    }

    fn both(&self) -> [Certificate; 2] {
        [self.token.clone(), self.recovery.recipient().unwrap().1]
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.path(name), bytes).unwrap();
    }

    /// Certificate and private key where OpenSSL finds them: `NAME.pem` and `NAME.key`.
    fn give(&self, name: &str, certificate: &Certificate, key: &AgreementKey) {
        self.write(
            &format!("{name}.pem"),
            pem("CERTIFICATE", certificate.der()).as_bytes(),
        );
        let secret = p256::SecretKey::from_slice(&*key.to_bytes()).unwrap();
        let der = secret.to_sec1_der().unwrap();
        self.write(
            &format!("{name}.key"),
            pem("EC PRIVATE KEY", &der).as_bytes(),
        );
    }

    fn give_both(&self) {
        let [token, _] = self.both();
        let (recovery_key, recovery) = self.recovery.recipient().unwrap();
        self.give("token", &token, &self.token_key);
        self.give("recovery", &recovery, &recovery_key);
    }

    fn openssl(&self, arguments: &str) -> Output {
        Command::new("openssl")
            .args(arguments.split(' '))
            .current_dir(self.directory.path())
            .output()
            .unwrap()
    }

    /// Runs OpenSSL, which must succeed.
    fn openssl_does(&self, arguments: &str) -> Vec<u8> {
        let output = self.openssl(arguments);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "openssl {arguments}: {said}");
        output.stdout
    }

    fn openssl_opens(&self, blob: &[u8], name: &str) -> Output {
        self.write("blob.der", blob);
        self.openssl(&format!(
            "cms -decrypt -binary -inform DER -in blob.der -recip {name}.pem -inkey {name}.key"
        ))
    }
}

impl Drop for Scene {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(server) = self.server.take() {
            let _ended = server.join();
        }
    }
}

fn pem(label: &str, der: &[u8]) -> String {
    let text = BASE64.encode(der);
    let lines: Vec<&str> = text
        .as_bytes()
        .chunks(64)
        .map(|line| std::str::from_utf8(line).unwrap())
        .collect();
    format!(
        "-----BEGIN {label}-----\n{}\n-----END {label}-----\n",
        lines.join("\n")
    )
}

#[test]
fn openssl_opens_what_we_sealed_with_either_key() {
    let scene = Scene::new("ours to openssl");
    scene.give_both();
    let mut random = SeededRandom::new(b"contents");
    let mut opened = 0;
    for length in [1, 15, 16, 17, 64, 127, 128, 255, 256, 1000, 20_000] {
        let mut content = vec![0; length];
        random.fill(&mut content).unwrap();
        let blob = envelope::seal(&content, &scene.both(), &mut random).unwrap();
        for name in ["token", "recovery"] {
            let output = scene.openssl_opens(&blob, name);
            assert!(
                output.status.success(),
                "{}",
                String::from_utf8_lossy(&output.stderr)
            );
            assert_eq!(output.stdout, content, "{length} bytes, {name}");
            opened += 1;
        }
    }
    println!("OpenSSL opened {opened} of our envelopes");
}

#[test]
fn openssl_refuses_our_envelope_with_changed_attributes_or_a_stranger() {
    let scene = Scene::new("attributes");
    scene.give_both();
    let (stranger, _) = RecoveryCode::generate(&mut SeededRandom::new(b"stranger"))
        .unwrap()
        .recipient()
        .unwrap();
    let [token, recovery] = scene.both();
    scene.give("stranger", &token, &stranger);
    let blob = envelope::seal(
        b"content",
        &[token, recovery.clone()],
        &mut SeededRandom::new(b"seal"),
    )
    .unwrap();
    assert_ne!(scene.openssl_opens(&blob, "stranger").stdout, b"content");
    // OpenSSL, too, finds the binding of the recipients broken: it is authenticated, not only present.
    let print = recovery.fingerprint();
    let place = blob.windows(32).position(|window| window == print).unwrap();
    let mut bent = blob.clone();
    bent[place] ^= 1;
    assert!(scene.openssl_opens(&blob, "token").status.success());
    assert!(!scene.openssl_opens(&bent, "token").status.success());
}

#[test]
fn we_open_what_openssl_sealed_through_the_token_and_by_the_recovery_code() {
    let scene = Scene::new("openssl to ours");
    scene.give_both();
    let [_, recovery] = scene.both();
    let (mut recovery_key, _) = scene.recovery.recipient().unwrap();
    let mut key = scene.verified();
    let certificate = key.certificate().clone();
    let mut opened = 0;
    for length in [1, 16, 33, 200, 5000] {
        let mut content = vec![0; length];
        SeededRandom::new(&length.to_be_bytes())
            .fill(&mut content)
            .unwrap();
        scene.write("content", &content);
        let _none = scene.openssl_does(
            "cms -encrypt -binary -aes-256-gcm -in content -outform DER -out sealed.der \
             -recip token.pem -keyopt ecdh_kdf_md:sha256 -recip recovery.pem -keyopt ecdh_kdf_md:sha256",
        );
        let blob = std::fs::read(scene.path("sealed.der")).unwrap();
        assert_eq!(envelope::recipient_count(&blob).unwrap(), 2);
        let by_token = envelope::open(&blob, &certificate, &mut Agreement(&mut key)).unwrap();
        let by_recovery = envelope::open(&blob, &recovery, &mut recovery_key).unwrap();
        assert_eq!(*by_token.content, content);
        assert_eq!(*by_recovery.content, content);
        assert!(by_token.bound.is_none());
        opened += 2;
    }
    println!("we opened {opened} envelopes of OpenSSL, half of them through the token");
}

#[test]
fn algorithms_outside_the_profile_are_refused_by_name() {
    let scene = Scene::new("profile");
    scene.give_both();
    scene.write("content", b"content");
    let [token, _] = scene.both();
    for (options, sealed_with) in [
        ("-aes-256-gcm -recip token.pem", "SHA-1 derivation"),
        (
            "-aes-128-gcm -recip token.pem -keyopt ecdh_kdf_md:sha256",
            "AES-128",
        ),
        (
            "-aes-256-cbc -recip token.pem -keyopt ecdh_kdf_md:sha256",
            "CBC",
        ),
        (
            "-aes-256-gcm -recip token.pem -keyopt ecdh_kdf_md:sha256 -keyopt ecdh_cofactor_mode:1",
            "cofactor",
        ),
    ] {
        let _none = scene.openssl_does(&format!(
            "cms -encrypt -binary -in content -outform DER -out sealed.der {options}"
        ));
        let blob = std::fs::read(scene.path("sealed.der")).unwrap();
        let result = envelope::open(&blob, &token, &mut scene.token_key.clone());
        assert!(
            matches!(
                result,
                Err(Error::EnvelopeUnsupported(_) | Error::EnvelopeDamaged(_))
            ),
            "{sealed_with}: {result:?}"
        );
    }
}

#[test]
fn openssl_prints_our_envelope_and_believes_our_certificates() {
    let scene = Scene::new("print");
    scene.give_both();
    let blob = envelope::seal(b"content", &scene.both(), &mut SeededRandom::new(b"seal")).unwrap();
    scene.write("blob.der", &blob);
    let printed =
        String::from_utf8(scene.openssl_does("cms -cmsout -print -inform DER -in blob.der"))
            .unwrap();
    for wanted in [
        "id-smime-ct-authEnvelopedData",
        "dhSinglePass-stdDH-sha256kdf-scheme",
        "id-aes256-wrap",
        "aes-256-gcm",
        "Programming key 1",
        "Keywright recovery code",
        "2.25.271855097144038151217001411315104717775",
    ] {
        assert!(printed.contains(wanted), "{wanted} is not in\n{printed}");
    }
    assert_eq!(printed.matches("d.kari").count(), 2);
    // Written again by OpenSSL, not a byte differs: it is DER.
    let again = scene.openssl_does("cms -cmsout -inform DER -in blob.der -outform DER");
    assert_eq!(again, blob);
    for name in ["token", "recovery"] {
        let verdict = scene.openssl_does(&format!(
            "verify -x509_strict -check_ss_sig -partial_chain -trusted {name}.pem {name}.pem"
        ));
        assert_eq!(
            String::from_utf8(verdict).unwrap(),
            format!("{name}.pem: OK\n")
        );
    }
}

#[test]
fn openssl_believes_our_signatures() {
    let scene = Scene::new("signatures");
    let key = SigningKey::generate(&mut SeededRandom::new(b"signer")).unwrap();
    let public = p256::PublicKey::from_sec1_bytes(&key.public_key().compressed()).unwrap();
    let spki = p256::pkcs8::EncodePublicKey::to_public_key_der(&public).unwrap();
    scene.write("public.pem", pem("PUBLIC KEY", spki.as_bytes()).as_bytes());
    for message in [
        &b"keywright/image/1 one"[..],
        b"keywright audit head v1 two",
        b"",
    ] {
        let signature = key.sign(message).unwrap();
        let signature = p256::ecdsa::Signature::from_slice(&signature)
            .unwrap()
            .to_der();
        scene.write("signature", signature.as_bytes());
        scene.write("message", message);
        let said =
            scene.openssl_does("dgst -sha256 -verify public.pem -signature signature message");
        assert_eq!(said, b"Verified OK\n");
    }
}

#[test]
fn master_secrets_live_through_a_token_its_loss_and_the_recovery_code() {
    let scene = Scene::new("life");
    scene.give_both();
    let system = SystemId(*b"a system");
    let mut random = SeededRandom::new(b"life");
    let secrets = MasterSecrets::generate(system, 1, 1_795_305_600, &mut random).unwrap();
    let blob = secrets.seal(&scene.both(), &mut random).unwrap();

    // Without the PIN the token says so, and the reason comes through.
    let mut key = scene.plug_in();
    let certificate = key.certificate().clone();
    assert_eq!(certificate, scene.token);
    let Err(Error::Agreement(source)) =
        MasterSecrets::open(&blob, &system, &certificate, &mut Agreement(&mut key))
    else {
        panic!("opened without PIN")
    };
    assert!(matches!(
        source.downcast_ref::<KeyError>(),
        Some(KeyError::PinMissing)
    ));
    drop(key);

    let mut key = scene.verified();
    let opened =
        MasterSecrets::open(&blob, &system, &certificate, &mut Agreement(&mut key)).unwrap();
    assert_eq!(opened.recipients, scene.both());
    let public = secrets.signing_key().public_key();
    assert_eq!(opened.secrets.signing_key().public_key(), public);
    drop(key);

    // The token is lost: the printed code opens, and the new envelope is for the code alone.
    let typed = RecoveryCode::parse(&scene.recovery.printed().unwrap().to_lowercase()).unwrap();
    let (mut recovery_key, recovery) = typed.recipient().unwrap();
    let mut opened = MasterSecrets::open(&blob, &system, &recovery, &mut recovery_key).unwrap();
    opened.recipients.retain(|one| *one != certificate);
    let blob = opened
        .secrets
        .seal(&opened.recipients, &mut random)
        .unwrap();
    let mut key = scene.verified();
    assert!(matches!(
        MasterSecrets::open(&blob, &system, &certificate, &mut Agreement(&mut key)),
        Err(Error::NotARecipient)
    ));
    assert!(!scene.openssl_opens(&blob, "token").status.success());
    assert!(scene.openssl_opens(&blob, "recovery").status.success());
}

#[test]
fn an_envelope_of_another_program_is_no_master_envelope() {
    let scene = Scene::new("unbound");
    scene.give_both();
    let system = SystemId(*b"a system");
    let mut random = SeededRandom::new(b"unbound");
    let secrets = MasterSecrets::generate(system, 1, 0, &mut random).unwrap();
    let [token, _] = scene.both();
    let blob = secrets
        .seal(std::slice::from_ref(&token), &mut random)
        .unwrap();
    let content = scene.openssl_opens(&blob, "token").stdout;
    scene.write("content", &content);
    let _none = scene.openssl_does(
        "cms -encrypt -binary -aes-256-gcm -in content -outform DER -out sealed.der \
         -recip token.pem -keyopt ecdh_kdf_md:sha256",
    );
    let sealed = std::fs::read(scene.path("sealed.der")).unwrap();
    let mut key = scene.token_key.clone();
    assert_eq!(
        *envelope::open(&sealed, &token, &mut key).unwrap().content,
        content
    );
    assert!(matches!(
        MasterSecrets::open(&sealed, &system, &token, &mut key),
        Err(Error::EnvelopeTampered)
    ));
}

#[test]
fn a_bit_flipped_in_any_byte_of_a_master_envelope_is_refused_by_every_key() {
    let scene = Scene::new("flips");
    let system = SystemId(*b"a system");
    let mut random = SeededRandom::new(b"flips");
    let secrets = MasterSecrets::generate(system, 7, 1_795_305_600, &mut random).unwrap();
    let blob = secrets.seal(&scene.both(), &mut random).unwrap();
    let [token, _] = scene.both();
    let (recovery_key, recovery) = scene.recovery.recipient().unwrap();
    let keys = [(token, scene.token_key.clone()), (recovery, recovery_key)];
    let mut refused = 0;
    for place in 0..blob.len() {
        let mut bent = blob.clone();
        bent[place] ^= 1 << (place % 8);
        for (certificate, key) in &keys {
            let result = MasterSecrets::open(&bent, &system, certificate, &mut key.clone());
            assert!(result.is_err(), "byte {place}");
            refused += 1;
        }
    }
    for seed in 0..32_u8 {
        let mut wrong = AgreementKey::generate(&mut SeededRandom::new(&[seed])).unwrap();
        for (certificate, _) in &keys {
            assert!(matches!(
                MasterSecrets::open(&blob, &system, certificate, &mut wrong),
                Err(Error::EnvelopeTampered)
            ));
            refused += 1;
        }
    }
    assert_eq!(refused, blob.len() * 2 + 64);
    println!(
        "{refused} altered envelopes and wrong keys refused; the blob has {} bytes",
        blob.len()
    );
}
