//! Invitations to a mail server of others: what arrives, what is refused, what breaks in between, and that nobody is
//! written to twice unless somebody wants it.

mod clock;
pub(crate) mod post;

use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::scene::{NOW, Run, Scene, finish, user_add};
use post::{ACCOUNT, Post, SECRET, Taken};

const PORTAL: &str = "https://keys.example.org";
/// Two minutes and fifteen days after [`NOW`].
const SOON: &str = "2026-11-23T10:02:00+02:00";
const LATE: &str = "2026-12-08T10:00:00+02:00";

fn at(scene: &Scene, time: &str, words: &[&str]) -> Run {
    let mut command = scene.command();
    finish(command.args(["--json", "--at", time]).args(words))
}

/// Adds a user with an invitation; what was answered.
fn invite(scene: &Scene, (first, last): (&str, &str), email: &str, language: &str) -> Value {
    let more = ["--role", "Resident A", "--invite", "--language", language];
    let words = user_add((first, last), email, &more);
    scene.run(words).done()
}

fn invited(scene: &Scene, email: &str) {
    let _answer = invite(scene, ("Aino", "Aalto"), email, "en");
}

fn standing(scene: &Scene, email: &str) -> Value {
    scene.run(["invitation", "show", email]).done()
}

/// The stories go on by minutes and back again: each time somebody says that the clock is right.
fn send(scene: &Scene) -> Run {
    scene.run(["--confirm-clock", "invitation", "send"])
}

/// The one item of a round that failed, with cause and remedy.
fn failed(run: &Run, code: &str) -> Value {
    let told = run.json();
    let items = told["items"].as_array().unwrap();
    let item = items.iter().find(|item| item["code"] == code);
    let item = item.unwrap_or_else(|| panic!("no {code} in {run:?}"));
    assert_eq!(run.code, 1, "{run:?}");
    for field in ["message", "remedy"] {
        let text = item[field].as_str().unwrap_or_default();
        assert!(text.len() > 20 && !text.contains('{'), "{field}: {item}");
    }
    item.clone()
}

/// What every letter must be, whoever it goes to.
fn is_whole(one: &Taken, language: &str) {
    let letter = &one.letter;
    assert_eq!(letter["type"], "multipart/alternative", "{letter}");
    assert_eq!(letter["html_language"], language, "{letter}");
    assert_eq!(
        (&letter["defects"], &letter["foreign"]),
        (&json!([]), &json!([]))
    );
    let (plain, marked) = (
        letter["plain"].as_str().unwrap(),
        letter["html"].as_str().unwrap(),
    );
    for twin in [plain, marked] {
        assert!(
            twin.contains(&one.way()) && twin.contains("Small town"),
            "{twin}"
        );
        assert!(twin.contains("2026-12-07"), "{twin}");
    }
    assert!(one.raw.is_ascii());
    for secret in [SECRET, super::scene::PASSWORD, ACCOUNT] {
        let found = one
            .raw
            .windows(secret.len())
            .any(|part| part == secret.as_bytes());
        assert!(!found, "{secret} stands in a letter");
    }
}

/// First name, last name, address, language, and how the letter begins.
type Reader = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

const READERS: [Reader; 4] = [
    ("Aino", "Aalto", "aino.aalto@example.org", "en", "Your keys"),
    ("Äijä", "Öhman", "oehman@example.org", "fi", "Avaimesi"),
    (
        "Åsa \"Ö\"",
        "O'Brien, Jr.",
        "asa+keys@example.org",
        "sv",
        "Dina nycklar",
    ),
    (
        "<b>Jörg</b>",
        "Groß & Söhne",
        "joerg@example.org",
        "de",
        "Ihre Schlüssel",
    ),
];

/// The letter of this reader, as Python reads it.
fn is_the_readers(taken: &[Taken], (first, last, email, language, subject): Reader) {
    let one = taken.iter().find(|one| one.to() == email).unwrap();
    is_whole(one, language);
    assert_eq!(
        (&one.about["tls"], &one.about["account"]),
        (&json!(true), &json!(ACCOUNT))
    );
    assert_eq!(one.about["from"], "keys@example.org");
    let letter = &one.letter;
    assert_eq!(
        letter["to"],
        json!([[format!("{first} {last}"), email]]),
        "{letter}"
    );
    assert!(
        letter["subject"].as_str().unwrap().starts_with(subject),
        "{letter}"
    );
    let names = [&letter["plain"], &letter["html"]];
    let name = format!("{first} {last}");
    assert!(
        names
            .iter()
            .all(|text| text.as_str().unwrap().contains(&name)),
        "{letter}"
    );
    assert_eq!(letter["links"], json!([one.way()]));
    assert!(one.way().starts_with(&format!("{PORTAL}/invitation/")));
}

/// Accepted once; not after it was withdrawn, sent again, or ran out.
fn each_link_works_once(scene: &Scene, post: &Post, taken: &[Taken]) {
    let of = |email: &str| taken.iter().find(|one| one.to() == email).unwrap();
    let tokens: Vec<String> = READERS.iter().map(|one| of(one.2).token()).collect();
    let accept = |token: &str| scene.run_told(["invitation", "accept"], token);
    assert_eq!(accept(&tokens[0]).done()["state"], "accepted");
    let _told = accept(&tokens[0]).refused(1, "invitation-accepted");
    let _told = accept(&tokens[1].to_lowercase()).refused(1, "invitation-unknown");
    let again = scene.run(["invitation", "resend", READERS[0].2]);
    let _told = again.refused(1, "invitation-accepted");

    let revoked = scene.run(["invitation", "revoke", READERS[1].2]).done();
    assert_eq!(revoked["state"], "revoked");
    let _told = accept(&tokens[1]).refused(1, "invitation-unknown");
    // By its id too: what was withdrawn does not come back, with or without force.
    for name in [READERS[1].2, revoked["id"].as_str().unwrap()] {
        for words in [
            &["invitation", "resend", name][..],
            &["invitation", "resend", "--anyway", name],
        ] {
            let _told = scene.run(words).refused(1, "invitation-revoked");
        }
    }

    let _again = scene.run(["invitation", "resend", READERS[2].2]).done();
    let _told = accept(&tokens[2]).refused(1, "invitation-unknown");
    let _again = scene.run(["invitation", "resend", READERS[2].2]).done();
    assert_eq!(send(scene).done()["sent"], 1, "asked for twice, sent once");
    assert_eq!(accept(&post.taken()[4].token()).done()["state"], "accepted");

    let shown = at(scene, LATE, &["invitation", "show", READERS[3].2]).done();
    assert_eq!(shown["state"], "expired");
    let mut late = scene.command();
    let late = late.args(["--json", "--at", LATE, "invitation", "accept"]);
    let _told = Scene::told(late, &tokens[3]).refused(1, "invitation-expired");
    let _report = scene.run(["audit", "verify"]).done();
}

#[test]
fn letters_arrive_protected_in_the_readers_language_and_each_link_works_once() {
    let mut letters = 0;
    for security in ["starttls", "tls"] {
        let (scene, post) = (Scene::town(), Post::new(security, "good", true));
        let set = post.set(&scene, security, &["--portal", PORTAL]).done();
        assert_eq!(
            (&set["account_password"], &set["portal"]),
            (&json!(false), &json!(PORTAL))
        );
        let set = post.set_with_account(&scene, security, SECRET);
        assert_eq!(set.done()["account_password"], true);
        assert!(
            !set.stdout.contains(SECRET) && !set.stderr.contains(SECRET),
            "{set:?}"
        );
        for (first, last, email, language, _) in READERS {
            let added = invite(&scene, (first, last), email, language);
            assert_eq!(added["actions"][1]["outcome"], "done", "{added}");
            assert_eq!(standing(&scene, email)["state"], "queued");
        }
        assert_eq!(post.count(), 0, "nothing goes before it is sent");
        let sent = send(&scene).done();
        assert_eq!(
            (&sent["sent"], &sent["attempts"]),
            (&json!(4), &json!(4)),
            "{sent}"
        );
        assert_eq!(
            send(&scene).done()["attempts"],
            0,
            "nobody is written to twice"
        );
        let taken = post.taken();
        assert_eq!(taken.len(), READERS.len());
        for reader in READERS {
            is_the_readers(&taken, reader);
            letters += 1;
        }
        each_link_works_once(&scene, &post, &taken);
    }
    println!("{letters} letters over STARTTLS and TLS, in 4 languages, both twins read by Python");
}

#[test]
fn without_a_portal_a_code_for_the_counter_is_sent_and_a_trial_invites_nobody() {
    let (scene, post) = (Scene::town(), Post::new("starttls", "good", false));
    let added = invite(&scene, ("Aino", "Aalto"), "aino@example.org", "fi");
    assert_eq!(added["actions"][1]["code"], "mail-not-set", "{added}");
    let _told = send(&scene).refused(1, "mail-not-set");
    assert_eq!(standing(&scene, "aino@example.org")["state"], "queued");
    let _told = scene
        .run(["system", "mail", "--port", "25"])
        .refused(2, "usage");
    let trial = post.set(&scene, "starttls", &["--test"]).done();
    assert_eq!(trial["test"], "locksmith@example.org");
    assert_eq!(send(&scene).done()["sent"], 1);
    let taken = post.taken();
    assert_eq!(taken[0].to(), "locksmith@example.org");
    is_whole(&taken[1], "fi");
    assert_eq!(taken[1].letter["links"], json!([]));
    let sloppy = taken[1].way().to_lowercase().replace('-', " ");
    let accepted = scene.run_told(["invitation", "accept"], &sloppy).done();
    assert_eq!(
        (&accepted["name"], &accepted["state"]),
        (&json!("Aino Aalto"), &json!("accepted"))
    );
    let again = scene.run(["invitation", "add", "aino@example.org"]);
    let _told = again.refused(1, "invitation-accepted");

    invited(&scene, "eino@example.org");
    let _sent = send(&scene).done();
    let code = post.taken()[2].way();
    let _new = scene.run(["invitation", "add", "eino@example.org"]).done();
    let told = scene.run_told(["invitation", "accept"], &code);
    let _told = told.refused(1, "invitation-unknown");
    for wrong in ["http://keys.example.org", "https://keys example.org"] {
        let set = scene.run(["system", "mail", "--portal", wrong]);
        let _told = set.refused(1, "mail-settings");
    }
    let forgotten = scene.run(["system", "mail", "--forget"]).done();
    assert_eq!(forgotten, json!({"set": false}));
}

/// What a server does, what it is called, and where it leaves the invitation.
const FAULTS: &[(&str, &str, &str)] = &[
    ("greeting 554", "mail-sender-refused", "failed"),
    ("greeting 421", "mail-put-off", "queued"),
    ("greeting drop", "mail-line-broken", "queued"),
    ("ehlo drop", "mail-line-broken", "queued"),
    ("starttls 454", "mail-put-off", "queued"),
    ("starttls drop", "mail-line-broken", "queued"),
    ("auth 535", "mail-sign-in", "failed"),
    ("auth 454", "mail-put-off", "queued"),
    ("auth drop", "mail-line-broken", "queued"),
    ("mail 550", "mail-sender-refused", "failed"),
    ("mail 451", "mail-put-off", "queued"),
    ("mail drop", "mail-line-broken", "queued"),
    ("rcpt 550", "mail-recipient-refused", "failed"),
    ("rcpt 451", "mail-put-off", "queued"),
    ("rcpt drop", "mail-line-broken", "queued"),
    ("data 554", "mail-refused", "failed"),
    ("data 451", "mail-put-off", "queued"),
    ("data drop", "mail-line-broken", "queued"),
    ("text 554", "mail-refused", "failed"),
    ("text 452", "mail-put-off", "queued"),
    ("text drop", "mail-unsure", "unsure"),
    ("rcpt slow", "mail-server-slow", "queued"),
];

#[test]
fn every_step_that_fails_has_its_own_word_and_only_what_did_not_go_is_tried_again() {
    let (scene, post) = (Scene::town(), Post::new("starttls", "good", true));
    let _set = post.set_with_account(&scene, "starttls", SECRET).done();
    let mut repeated = 0;
    for (number, (fault, code, state)) in FAULTS.iter().enumerate() {
        let email = format!("f{number}@example.org");
        invited(&scene, &email);
        post.faults(fault);
        let (before, met) = (post.count(), post.met());
        let item = failed(&send(&scene), code);
        assert_eq!(item["state"], *state, "{fault}: {item}");
        assert_eq!(post.met(), met + 1, "{fault}: met once");
        assert_eq!(post.count(), before, "{fault}");
        let user = scene.run(["user", "show", &email]).done();
        assert_eq!(
            user["sources"].as_array().unwrap().len(),
            1,
            "{fault}: {user}"
        );
        // Whatever the cause was, at the same minute nothing is tried again by itself.
        assert_eq!(send(&scene).done()["attempts"], 0, "{fault}");
        post.faults("");
        let later = at(&scene, SOON, &["invitation", "send"]).done();
        let expected = usize::from(*state == "queued");
        assert_eq!(later["sent"], expected, "{fault}: {later}");
        assert_eq!(post.count(), before + expected, "{fault}");
        repeated += expected;
        if *state != "queued" {
            let again = scene.run(["invitation", "resend", &email]);
            if *state == "unsure" {
                let _told = again.refused(1, "mail-unsure");
                let _again = scene
                    .run(["invitation", "resend", &email, "--anyway"])
                    .done();
            }
            assert_eq!(send(&scene).done()["sent"], 1, "{fault}");
            assert_eq!(post.count(), before + 1, "{fault}");
        }
    }
    assert_eq!(post.unanswered(), 1);
    let readers: Vec<String> = post.taken().iter().map(|one| one.to().to_owned()).collect();
    let each: std::collections::BTreeSet<&String> = readers.iter().collect();
    assert_eq!(
        (readers.len(), each.len()),
        (FAULTS.len(), FAULTS.len()),
        "each got one letter"
    );
    println!(
        "{} faults of a mail server, each said by its own code; {repeated} tried again by themselves, 0 letters twice",
        FAULTS.len()
    );
}

#[test]
fn one_reader_who_is_refused_does_not_keep_the_others_waiting() {
    let (scene, post) = (Scene::town(), Post::new("tls", "good", false));
    let _set = post.set(&scene, "tls", &[]).done();
    for name in ["a", "b", "c", "d"] {
        invited(&scene, &format!("{name}@example.org"));
    }
    post.faults("rcpt:b@example.org 550\nrcpt:c@example.org 451\n");
    let run = send(&scene);
    assert_eq!(
        failed(&run, "mail-recipient-refused")["email"],
        "b@example.org"
    );
    assert_eq!(
        failed(&run, "mail-put-off")["next_attempt_at"],
        "2026-11-23T08:01:00Z"
    );
    let told = run.json();
    assert_eq!(
        [&told["sent"], &told["failed"], &told["put_off"]],
        [2, 1, 1],
        "{told}"
    );
    let taken = post.taken();
    let mut readers: Vec<&str> = taken.iter().map(Taken::to).collect();
    readers.sort_unstable();
    assert_eq!(readers, ["a@example.org", "d@example.org"]);
}

#[test]
fn a_server_that_cannot_be_trusted_gets_neither_password_nor_letter() {
    let scene = Scene::town();
    let mut tried = 0;
    let mut refuses = |post: &Post, security: &str, more: &[&str], code: &str, state: &str| {
        tried += 1;
        let _set = post.set_with_account(&scene, security, SECRET).done();
        if !more.is_empty() {
            let _set = scene.run([&["system", "mail"], more].concat()).done();
        }
        let email = format!("t{tried}@example.org");
        invited(&scene, &email);
        let run = send(&scene);
        let item = failed(&run, code);
        assert_eq!(item["state"], state, "{security} {code}: {item}");
        assert_eq!(post.count(), 0, "{security} {code}");
        let _gone = scene.run(["invitation", "revoke", &email]).done();
    };
    let wrong = "mail-server-certificate";
    for security in ["starttls", "tls"] {
        for certificate in ["other-name", "expired", "strange", "self-signed"] {
            let post = Post::new(security, certificate, true);
            refuses(&post, security, &[], wrong, "failed");
        }
        let good = Post::new(security, "good", true);
        refuses(&good, security, &["--no-authority"], wrong, "failed");
        // One that offers no protection, or had it taken away on the line.
        let bare = Post::new("none", "good", false);
        refuses(&bare, security, &[], "mail-server-without-tls", "failed");
    }
    let gone = Post::new("none", "good", false);
    let port = gone.port.to_string();
    drop(gone);
    let other = Post::new("none", "good", false);
    let nobody = "mail-server-unreachable";
    refuses(&other, "starttls", &["--port", &port], nobody, "queued");
    refuses(&other, "tls", &["--port", &port], nobody, "queued");
    println!("{tried} servers that cannot be trusted or are not there: 0 letters");
}

#[test]
fn a_wrong_password_is_tried_once_for_all_and_the_right_one_sends_what_waited() {
    let (scene, post) = (Scene::town(), Post::new("tls", "good", true));
    let _set = post.set_with_account(&scene, "tls", "wrong").done();
    for name in ["a", "b", "c"] {
        invited(&scene, &format!("{name}@example.org"));
    }
    let run = send(&scene);
    let _item = failed(&run, "mail-sign-in");
    let told = run.json();
    assert_eq!(
        (&told["failed"], &told["attempts"]),
        (&json!(3), &json!(1)),
        "{told}"
    );
    assert_eq!(post.connections(), 1, "more could lock the account");
    assert_eq!(send(&scene).done()["attempts"], 0);
    let _set = post.set_with_account(&scene, "tls", SECRET).done();
    assert_eq!(send(&scene).done()["sent"], 3);
    assert_eq!(post.count(), 3);
}

#[cfg(debug_assertions)]
#[test]
fn a_station_killed_between_intent_and_result_never_writes_twice_by_itself() {
    let (scene, post) = (Scene::town(), Post::new("starttls", "good", false));
    let _set = post.set(&scene, "starttls", &[]).done();
    let (mut deaths, mut stages) = (0, std::collections::BTreeMap::<String, usize>::new());
    for point in 1.. {
        let email = format!("k{point}@example.org");
        invited(&scene, &email);
        let before = post.count();
        let mut command = scene.command();
        let command = command.env("KEYWRIGHT_FAILPOINT", point.to_string());
        let run = finish(command.args(["--json", "--at", NOW, "invitation", "send"]));
        if run.code != -1 {
            assert_eq!(run.done()["sent"], 1);
            break;
        }
        deaths += 1;
        let gone = post.count() - before;
        let shown = standing(&scene, &email);
        let state = shown["state"].as_str().unwrap().to_owned();
        *stages.entry(format!("{state}, {gone} gone")).or_default() += 1;
        match (state.as_str(), gone) {
            ("queued", 0) => assert_eq!(send(&scene).done()["sent"], 1),
            ("sent", 1) => assert_eq!(send(&scene).done()["attempts"], 0),
            ("sending", 0 | 1) => {
                assert_eq!(send(&scene).done()["attempts"], 0, "nothing by itself");
                let later = at(&scene, SOON, &["invitation", "send"]).done();
                assert_eq!(later["attempts"], 0, "nor later");
                let shown = at(&scene, LATE, &["invitation", "show", &email]).done();
                assert_eq!(
                    (&shown["state"], &shown["code"]),
                    (&json!("unsure"), &json!("mail-unsure"))
                );
                let told = scene.run(["invitation", "resend", &email]);
                let _told = told.refused(1, "mail-unsure");
                let _again = scene
                    .run(["invitation", "resend", &email, "--anyway"])
                    .done();
                assert_eq!(send(&scene).done()["sent"], 1);
                if gone == 1 {
                    let earlier = post.taken()[before].way();
                    let told = scene.run_told(["invitation", "accept"], &earlier);
                    let _told = told.refused(1, "invitation-unknown");
                }
            }
            other => panic!("point {point}: {other:?}"),
        }
        assert_eq!(standing(&scene, &email)["state"], "sent");
        assert_eq!(
            post.count(),
            before + gone.max(1) + usize::from(state == "sending" && gone == 1)
        );
        let _report = scene.run(["audit", "verify"]).done();
    }
    assert!(
        stages.keys().any(|stage| stage.starts_with("sending, 0")),
        "{stages:?}"
    );
    assert!(
        stages.keys().any(|stage| stage.starts_with("sending, 1")),
        "{stages:?}"
    );
    println!("{deaths} deaths of a station that sends: {stages:?}");
}

#[test]
fn a_station_killed_while_the_server_takes_the_letter_leaves_the_decision_to_a_person() {
    let (scene, post) = (Scene::town(), Post::new("tls", "good", false));
    let _set = post.set(&scene, "tls", &[]).done();
    invited(&scene, "aino@example.org");
    post.faults("text slow");
    let mut command = scene.command();
    let command = command.args(["--json", "--at", NOW, "invitation", "send"]);
    let mut process = command.stdout(Stdio::null()).spawn().unwrap();
    let since = Instant::now();
    while post.met() == 0 {
        assert!(
            since.elapsed() < Duration::from_secs(20),
            "it never came so far"
        );
        std::thread::sleep(Duration::from_millis(20));
    }
    // Another station stands aside meanwhile; one that only looks sees what goes on.
    assert_eq!(standing(&scene, "aino@example.org")["state"], "sending");
    assert_eq!(send(&scene).code, 4);
    process.kill().unwrap();
    let _ended = process.wait().unwrap();
    post.faults("");
    assert_eq!(send(&scene).done()["attempts"], 0);
    assert_eq!(post.count(), 0);
    let told = scene.run(["invitation", "resend", "aino@example.org"]);
    let _told = told.refused(1, "mail-unsure");
    let _again = scene
        .run(["invitation", "resend", "aino@example.org", "--anyway"])
        .done();
    assert_eq!(send(&scene).done()["sent"], 1);
    assert_eq!(post.count(), 1);
}

#[test]
fn two_who_send_at_once_write_to_each_reader_once() {
    let (scene, post) = (Scene::town(), Post::new("starttls", "good", false));
    let _set = post.set(&scene, "starttls", &[]).done();
    let readers = 6;
    for number in 0..readers {
        invited(&scene, &format!("d{number}@example.org"));
    }
    let codes: Vec<i32> = std::thread::scope(|threads| {
        let one = || send(&scene).code;
        let running: Vec<_> = (0..4).map(|_| threads.spawn(one)).collect();
        running.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert!(
        codes.contains(&0) && codes.iter().all(|code| [0, 4].contains(code)),
        "{codes:?}"
    );
    let _rest = send(&scene).done();
    let readers_of = |taken: Vec<Taken>| -> Vec<String> {
        let mut readers: Vec<String> = taken.iter().map(|one| one.to().to_owned()).collect();
        readers.sort();
        readers
    };
    let expected: Vec<String> = (0..readers)
        .map(|number| format!("d{number}@example.org"))
        .collect();
    assert_eq!(readers_of(post.taken()), expected);
}

#[test]
fn neither_password_nor_token_nor_address_is_left_in_files_or_logs() {
    let (scene, post) = (Scene::town(), Post::new("starttls", "good", true));
    let set = post.set_with_account(&scene, "starttls", SECRET);
    let _set = set.done();
    invited(&scene, "canary.reader@example.org");
    let mut command = scene.command();
    let command = command.env("KEYWRIGHT_LOG", "trace");
    let sent = finish(command.args(["--json", "--at", NOW, "invitation", "send"]));
    assert_eq!(sent.done()["sent"], 1);
    let code = post.taken()[0].way();
    let plain = SECRET.as_bytes().to_vec();
    let mut files = vec![scene.root().to_path_buf()];
    let (mut searched, mut bytes) = (0, 0);
    while let Some(path) = files.pop() {
        if path.is_dir() {
            files.extend(
                std::fs::read_dir(path)
                    .unwrap()
                    .map(|entry| entry.unwrap().path()),
            );
            continue;
        }
        // Not the wires of the bench, which wait for somebody to write.
        if !path.symlink_metadata().unwrap().is_file() {
            continue;
        }
        let content = std::fs::read(&path).unwrap();
        (searched, bytes) = (searched + 1, bytes + content.len());
        for secret in [&plain, code.as_bytes(), b"canary.reader@example.org"] {
            let found = content.windows(secret.len()).any(|part| part == secret);
            assert!(
                !found,
                "{} holds {}",
                path.display(),
                String::from_utf8_lossy(secret)
            );
        }
    }
    for (what, text) in [
        ("log", &sent.stderr),
        ("log", &set.stderr),
        ("answer", &set.stdout),
    ] {
        for secret in [SECRET, &code, "canary.reader@example.org"] {
            assert!(!text.contains(secret), "{what}: {text}");
        }
    }
    assert!(
        !sent.stdout.contains(SECRET) && !sent.stdout.contains(&code),
        "{}",
        sent.stdout
    );
    println!("{searched} files, {bytes} bytes: neither password, code nor address");
}

#[test]
fn a_letter_that_waits_in_a_backup_is_not_sent_again_when_that_comes_back() {
    let (scene, post) = (Scene::town(), Post::new("starttls", "good", false));
    let (first, later) = ("a@example.org", "b@example.org");
    let _set = post.set(&scene, "starttls", &["--portal", PORTAL]).done();
    // One was refused and one was never tried: both wait in the copy.
    post.faults("rcpt 550");
    invited(&scene, first);
    let _item = failed(&send(&scene), "mail-recipient-refused");
    invited(&scene, later);
    let copy = super::restored::backup(&scene, "old.keywright");
    post.faults("");
    let _again = scene.run(["invitation", "resend", first]).done();
    assert_eq!(send(&scene).done()["sent"], 2);

    let _restored = scene.run(["system", "restore", &copy]).done();
    let told = at(&scene, LATE, &["invitation", "send"]).done();
    assert_eq!(told["attempts"], 0, "{told}");
    // Nor when what kept them back is mended.
    let _set = post.set(&scene, "starttls", &["--portal", PORTAL]).done();
    assert_eq!(send(&scene).done()["attempts"], 0);
    assert_eq!(post.count(), 2);
    for email in [first, later] {
        let shown = standing(&scene, email);
        assert_eq!(
            (&shown["state"], &shown["code"]),
            (&json!("unsure"), &json!("mail-unsure")),
            "{shown}"
        );
        let told = scene.run(["invitation", "resend", email]);
        let _told = told.refused(1, "mail-unsure");
    }
    let _again = scene
        .run(["invitation", "resend", first, "--anyway"])
        .done();
    assert_eq!(send(&scene).done()["sent"], 1);
    assert_eq!(post.count(), 3);
}
