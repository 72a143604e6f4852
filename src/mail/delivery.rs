//! Handing a letter to a mail server (RFC 5321), step by step, so that it is known how far it came.

use std::net::{IpAddr, SocketAddr, ToSocketAddrs as _};
use std::time::Duration;

use lettre::address::Envelope;
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{Certificate, SmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};
use lettre::transport::smtp::{self};
use lettre::{Address, Message};

use super::{Error, Letter, Secret, Security, Server, Step};

/// How long a server may take for one answer. RFC 5321 section 4.5.3.2 allows minutes; nobody waits that long at a
/// counter, and what is put off is sent later.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long the farewell to a server that failed may take.
const FAREWELL: Duration = Duration::from_secs(2);

/// The answers that say yes (RFC 5321 section 4.3.2, RFC 4954 section 6). Another one, even a kind one, belongs to
/// another question: somebody on the line has put words between.
const SIGNED_IN: u16 = 235;
/// After DATA.
const GO_ON: u16 = 354;
/// After the text.
const TAKEN: u16 = 250;

/// The name this client gives in EHLO: it has none of its own, and must not tell that of the computer.
const CLIENT: &str = "localhost";

/// Hands a letter to the server. `Ok` once the server has taken it.
///
/// # Errors
/// [`Error`]; [`Error::Unsure`] alone leaves open whether the letter went.
pub fn deliver(server: &Server, letter: &Letter) -> Result<(), Error> {
    let (envelope, bytes) = sealed(server, letter)?;
    let mut line = connect(server)?;
    let outcome = sign_in(&mut line, server).and_then(|()| hand_over(&mut line, &envelope, &bytes));
    let _hurry = line.set_timeout(Some(FAREWELL));
    match &outcome {
        // Taken is taken, whatever becomes of the farewell.
        Ok(()) => drop(line.quit()),
        Err(_) => line.abort(),
    }
    outcome
}

/// Refuses what no letter could be sent with: a sender that is no address, an authority that is no certificate.
///
/// # Errors
/// [`Error::Settings`].
pub fn check(server: &Server) -> Result<(), Error> {
    let _sender = sender(server)?;
    match server.security {
        Security::Loopback => Ok(()),
        Security::StartTls | Security::Tls => trusted(server).map(drop),
    }
}

fn sender(server: &Server) -> Result<Mailbox, Error> {
    let wrong = Error::Settings { what: "sender" };
    if server.sender.chars().any(char::is_control) {
        return Err(wrong);
    }
    server.sender.parse().map_err(|_| wrong)
}

/// The letter as it goes on the wire, with its envelope.
fn sealed(server: &Server, letter: &Letter) -> Result<(Envelope, Vec<u8>), Error> {
    let sender = sender(server)?;
    // The library ends the program over a name with a line break in it.
    let forged = |text: &String| text.chars().any(char::is_control);
    if [&letter.to, &letter.name, &letter.subject]
        .into_iter()
        .any(forged)
    {
        return Err(Error::Address);
    }
    let reader: Address = letter.to.parse().map_err(|_| Error::Address)?;
    let envelope = Envelope::new(Some(sender.email.clone()), vec![reader.clone()])
        .map_err(|_| Error::Address)?;
    let message = Message::builder()
        .from(sender)
        .to(Mailbox::new(Some(letter.name.clone()), reader))
        .subject(letter.subject.clone())
        .message_id(None)
        .multipart(MultiPart::alternative_plain_html(
            letter.text.clone(),
            letter.html.clone(),
        ))
        .map_err(|_| Error::Address)?;
    Ok((envelope, message.formatted()))
}

fn connect(server: &Server) -> Result<SmtpConnection, Error> {
    let client = ClientId::Domain(CLIENT.to_owned());
    let places = places(server)?;
    let tls = match server.security {
        Security::Loopback => None,
        Security::StartTls | Security::Tls => Some(trusted(server)?),
    };
    let first = tls.as_ref().filter(|_| server.security == Security::Tls);
    let connected =
        SmtpConnection::connect(places.as_slice(), Some(PATIENCE), &client, first, None);
    let mut line = connected.map_err(|error| at_first(server, &error))?;
    if server.security == Security::StartTls {
        if !line.can_starttls() {
            line.abort();
            return Err(Error::NoTls);
        }
        let tls = tls.as_ref().ok_or(Error::NoTls)?;
        line.starttls(tls, &client)
            .map_err(|error| broken(&error, Step::Server))?;
    }
    if server.security != Security::Loopback && !line.is_encrypted() {
        line.abort();
        return Err(Error::NoTls);
    }
    Ok(line)
}

/// Where the server listens. In the clear it must be this computer.
fn places(server: &Server) -> Result<Vec<SocketAddr>, Error> {
    let found = (server.host.as_str(), server.port).to_socket_addrs();
    let places: Vec<SocketAddr> = found.map_err(|_| Error::Unreachable)?.collect();
    let here = |place: &SocketAddr| match place.ip() {
        IpAddr::V4(address) => address.is_loopback(),
        IpAddr::V6(address) => address.is_loopback(),
    };
    if server.security == Security::Loopback && !places.iter().all(here) {
        return Err(Error::NoTls);
    }
    Ok(places)
}

/// The authorities of this computer and, where there is one, the company's own; the server's name must be right.
fn trusted(server: &Server) -> Result<TlsParameters, Error> {
    let mut tls = TlsParameters::builder(server.host.clone());
    if let Some(pem) = &server.authority {
        if !pem.contains("-----BEGIN CERTIFICATE-----") {
            return Err(Error::Settings { what: "authority" });
        }
        let authority = Certificate::from_pem(pem.as_bytes());
        tls =
            tls.add_root_certificate(authority.map_err(|_| Error::Settings { what: "authority" })?);
    }
    tls.build_rustls().map_err(|_| Error::Certificate)
}

fn sign_in(line: &mut SmtpConnection, server: &Server) -> Result<(), Error> {
    let Some(user) = &server.user else {
        return Ok(());
    };
    let password = server.password.as_ref().map(Secret::expose);
    let password = password.unwrap_or_default().to_owned();
    let credentials = Credentials::new(user.clone(), password);
    let signed_in = line.auth(&[Mechanism::Plain, Mechanism::Login], &credentials);
    match signed_in {
        Ok(answer) if answer.has_code(SIGNED_IN) => Ok(()),
        Ok(_) => Err(Error::Broken),
        Err(error) if error.is_permanent() || error.is_client() => Err(Error::SignIn),
        Err(error) => Err(broken(&error, Step::Server)),
    }
}

/// Sender, reader, text. Only an answer after the text says what became of it.
fn hand_over(line: &mut SmtpConnection, envelope: &Envelope, bytes: &[u8]) -> Result<(), Error> {
    let mut options = Vec::new();
    if !is_ascii(envelope) {
        if !line.server_info().supports_feature(Extension::SmtpUtfEight) {
            return Err(Error::Address);
        }
        options.push(MailParameter::SmtpUtfEight);
    }
    let sender = Mail::new(envelope.from().cloned(), options);
    let _taken = line
        .command(sender)
        .map_err(|error| broken(&error, Step::Server))?;
    for reader in envelope.to() {
        let reader = Rcpt::new(reader.clone(), Vec::new());
        let _taken = line
            .command(reader)
            .map_err(|error| broken(&error, Step::Reader))?;
    }
    let go_on = line
        .command(Data)
        .map_err(|error| broken(&error, Step::Letter))?;
    if !go_on.has_code(GO_ON) {
        return Err(Error::Broken);
    }
    match line.message(bytes) {
        Ok(answer) if answer.has_code(TAKEN) => Ok(()),
        Ok(_) => Err(Error::Unsure),
        Err(error) => Err(refused(&error, Step::Letter).unwrap_or(Error::Unsure)),
    }
}

fn is_ascii(envelope: &Envelope) -> bool {
    let mut addresses = envelope.to().iter().chain(envelope.from());
    addresses.all(|address| {
        let text: &str = address.as_ref();
        text.is_ascii()
    })
}

/// An answer of the server that says no.
fn refused(error: &smtp::Error, step: Step) -> Option<Error> {
    let status = error.status().map(u16::from)?;
    Some(if error.is_permanent() {
        Error::Refused { status, step }
    } else {
        Error::PutOff { status, step }
    })
}

/// What an error means before the text has gone.
fn broken(error: &smtp::Error, step: Step) -> Error {
    if let Some(refused) = refused(error, step) {
        return refused;
    }
    if is_certificate(error) {
        Error::Certificate
    } else if waited(error) {
        Error::TimedOut
    } else {
        Error::Broken
    }
}

/// What an error means where not even the greeting came. With TLS from the first byte, a certificate shows here.
fn at_first(server: &Server, error: &smtp::Error) -> Error {
    match broken(error, Step::Server) {
        Error::Broken if server.security == Security::Tls && is_no_tls(error) => Error::NoTls,
        Error::Broken | Error::TimedOut if never_came(error) => Error::Unreachable,
        told => told,
    }
}

/// Nobody listens there, or no way leads there. The library tells it apart from a line that was there and broke.
fn never_came(error: &smtp::Error) -> bool {
    use std::io::ErrorKind as Kind;
    let connecting = causes(error).any(|text| text.starts_with("connection error"));
    connecting
        && io_kinds(error).any(|kind| {
            matches!(
                kind,
                Kind::ConnectionRefused
                    | Kind::HostUnreachable
                    | Kind::NetworkUnreachable
                    | Kind::NetworkDown
                    | Kind::AddrNotAvailable
                    | Kind::TimedOut
            )
        })
}

/// A certificate was refused: rustls tells it as its own error, somewhere inside.
fn is_certificate(error: &smtp::Error) -> bool {
    causes(error).any(|text| text.contains("certificate"))
}

/// What came first was no TLS: the server greets in the clear.
fn is_no_tls(error: &smtp::Error) -> bool {
    causes(error).any(|text| text.contains("corrupt message"))
}

/// A socket that waited in vain says so as a time-out or as one that would block.
fn waited(error: &smtp::Error) -> bool {
    use std::io::ErrorKind as Kind;
    error.is_timeout()
        || io_kinds(error).any(|kind| matches!(kind, Kind::TimedOut | Kind::WouldBlock))
}

fn io_kinds(error: &smtp::Error) -> impl Iterator<Item = std::io::ErrorKind> + '_ {
    std::iter::successors(std::error::Error::source(error), |error| error.source())
        .filter_map(|error| error.downcast_ref::<std::io::Error>())
        .map(std::io::Error::kind)
}

fn causes(error: &smtp::Error) -> impl Iterator<Item = String> + '_ {
    let first: &(dyn std::error::Error + 'static) = error;
    std::iter::successors(Some(first), |error| error.source())
        .map(|error| error.to_string().to_lowercase())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn server() -> Server {
        Server {
            host: "mail.example.org".to_owned(),
            port: 465,
            security: Security::Tls,
            sender: "Keys of Koivu <keys@example.org>".to_owned(),
            user: None,
            password: None,
            authority: None,
        }
    }

    fn letter(name: &str, text: &str) -> Letter {
        Letter {
            to: "aino@example.org".to_owned(),
            name: name.to_owned(),
            subject: "Schlüssel für Äänekoski".to_owned(),
            text: text.to_owned(),
            html: "<p>x</p>".to_owned(),
        }
    }

    #[test]
    fn whatever_stands_in_a_letter_the_wire_is_ascii_with_short_lines_and_one_reader() {
        let (envelope, bytes) =
            sealed(&server(), &letter("Åsa \"Ö\" Mäkelä", ".\n..x\nÄö")).unwrap();
        assert!(bytes.is_ascii());
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.lines().all(|line| line.len() <= 998));
        assert_eq!(text.matches("\nTo:").count(), 1, "{text}");
        assert!(text.contains("=?utf-8?"), "{text}");
        assert_eq!(envelope.to().len(), 1);
        assert!(is_ascii(&envelope));
    }

    #[test]
    fn a_line_break_in_a_name_or_subject_never_becomes_a_header() {
        for forged in [
            "A\r\nBcc: all@example.org",
            "A\nBcc: all@example.org",
            "A\rBcc: x@example.org",
        ] {
            let mut one = letter(forged, "text");
            forged.clone_into(&mut one.subject);
            assert_eq!(
                sealed(&server(), &one).err(),
                Some(Error::Address),
                "{forged:?}"
            );
        }
    }

    #[test]
    fn in_the_clear_only_this_computer_is_spoken_to() {
        let away = Server {
            host: "192.0.2.1".to_owned(),
            security: Security::Loopback,
            ..server()
        };
        assert_eq!(deliver(&away, &letter("Aino", "x")), Err(Error::NoTls));
    }
}
