"""A mail server to send to, on aiosmtpd, and a reader of what it took, on Python's email library.

mail_server.py certificates FOLDER
    makes authorities and server certificates, good and bad
mail_server.py serve FOLDER --security starttls|tls|none [--certificate NAME] [--account NAME:PASSWORD]
    serves on 127.0.0.1 until it is killed and prints `ready PORT`. What it took lies in FOLDER/taken, with its
    envelope; a text that came whole and was not answered lies in FOLDER/unanswered.
    FOLDER/faults, read at each step, holds lines `STEP drop`, `STEP slow` or `STEP CODE`; steps are greeting, ehlo,
    starttls, auth, mail, rcpt, data and text, or `rcpt:ADDRESS` and `text:ADDRESS` for one reader.
mail_server.py read FILE
    prints a letter as JSON
"""

import argparse
import asyncio
import datetime
import email
import email.policy
import html.parser
import ipaddress
import json
import pathlib
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword



class Server(SMTP):
    def __init__(self, folder, handler, **options):
        super().__init__(handler, **options)
        self.folder = folder

    async def fault(self, *steps):
        """Does what FOLDER/faults says of a step. Whether it answered in the server's place."""
        faults = self.folder / "faults"
        lines = faults.read_text().splitlines() if faults.exists() else []
        for line in lines:
            step, what = line.split()
            if step not in steps:
                continue
            with open(self.folder / "met", "a") as met:
                met.write(line + "\n")
            if what == "drop":
                self.transport.abort()
                raise asyncio.CancelledError
            if what == "slow":
                await asyncio.sleep(60)
            else:
                await self.push(f"{what} told so by the story")
                return True
        return False

    async def _handle_client(self):
        with open(self.folder / "lines", "a") as lines:
            lines.write("connected\n")
        if self._tls_protocol is None and await self.fault("greeting"):
            return
        await super()._handle_client()

    async def smtp_EHLO(self, hostname):
        if not await self.fault("ehlo"):
            await super().smtp_EHLO(hostname)

    async def smtp_STARTTLS(self, arg):
        if not await self.fault("starttls"):
            await super().smtp_STARTTLS(arg)

    async def smtp_AUTH(self, arg):
        if not await self.fault("auth"):
            await super().smtp_AUTH(arg)

    async def smtp_MAIL(self, arg):
        if not await self.fault("mail"):
            await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg):
        address = arg.split("<")[-1].split(">")[0]
        if not await self.fault("rcpt", f"rcpt:{address}"):
            await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg):
        if not await self.fault("data"):
            await super().smtp_DATA(arg)


class Handler:
    def __init__(self, folder):
        self.folder = folder

    async def handle_DATA(self, server, session, envelope):
        def keep(folder):
            folder = self.folder / folder
            folder.mkdir(exist_ok=True)
            number = len(list(folder.glob("*.eml"))) + 1
            about = {
                "from": envelope.mail_from,
                "to": envelope.rcpt_tos,
                "tls": server.transport.get_extra_info("cipher") is not None,
                "account": (session.auth_data.login.decode() if session.auth_data else None),
            }
            (folder / f"{number}.json").write_text(json.dumps(about))
            (folder / f"{number}.eml").write_bytes(envelope.original_content)

        steps = ["text"] + [f"text:{reader}" for reader in envelope.rcpt_tos]
        try:
            answered = await server.fault(*steps)
        except asyncio.CancelledError:
            keep("unanswered")
            raise
        if answered:
            return "451 told before"
        keep("taken")
        return "250 OK"


def certificates(folder):
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    now = datetime.datetime.now(datetime.timezone.utc)
    day = datetime.timedelta(days=1)

    def named(name):
        return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])

    def write(name, key, *chain):
        pem = b"".join(one.public_bytes(serialization.Encoding.PEM) for one in chain)
        (folder / f"{name}.pem").write_bytes(pem)
        private = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        (folder / f"{name}.key").write_bytes(private)

    def authority(name):
        key = ec.generate_private_key(ec.SECP256R1())
        made = (
            x509.CertificateBuilder()
            .subject_name(named(name))
            .issuer_name(named(name))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - day)
            .not_valid_after(now + 30 * day)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(key, hashes.SHA256())
        )
        write(name, key, made)
        return key, made

    def server(name, issuer, host="localhost", until=30):
        key = ec.generate_private_key(ec.SECP256R1())
        signer, signed_by = issuer or (key, None)
        made = (
            x509.CertificateBuilder()
            .subject_name(named(host))
            .issuer_name(signed_by.subject if signed_by else named(host))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - 30 * day)
            .not_valid_after(now + until * day)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .sign(signer, hashes.SHA256())
        )
        write(name, key, made)

    office, stranger = authority("office"), authority("stranger")
    server("good", office)
    server("other-name", office, host="mail.example.org")
    server("expired", office, until=-1)
    server("strange", stranger)
    server("self-signed", None)


async def serve(folder, arguments):
    context = None
    if arguments.security != "none":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        base = folder / arguments.certificate
        context.load_cert_chain(base.with_suffix(".pem"), base.with_suffix(".key"))
    options = {"hostname": "mail.example.org", "enable_SMTPUTF8": True}
    if arguments.security == "starttls":
        options |= {"tls_context": context, "require_starttls": True}
    if arguments.account:
        wanted = LoginPassword(*(part.encode() for part in arguments.account.split(":", 1)))

        def authenticator(server, session, envelope, mechanism, data):
            return AuthResult(success=data == wanted, handled=False, auth_data=data)

        options |= {
            "authenticator": authenticator,
            "auth_required": True,
            "auth_require_tls": arguments.security == "starttls",
        }
    handler = Handler(folder)
    loop = asyncio.get_running_loop()
    listening = await loop.create_server(
        lambda: Server(folder, handler, loop=loop, **options),
        "127.0.0.1",
        arguments.port,
        ssl=context if arguments.security == "tls" else None,
    )
    print("ready", listening.sockets[0].getsockname()[1], flush=True)
    await listening.serve_forever()


class Marks(html.parser.HTMLParser):
    """Language, links and visible text of an HTML page."""

    def __init__(self):
        super().__init__()
        self.language, self.links, self.texts, self.others = None, [], [], []

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "html":
            self.language = attributes.get("lang")
        if tag == "a":
            self.links.append(attributes.get("href"))
        if tag in ("script", "img", "iframe", "link", "form"):
            self.others.append(tag)

    def handle_data(self, data):
        if data.strip():
            self.texts.append(data.strip())


def read(file):
    letter = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    plain, marked = letter.get_body(("plain",)), letter.get_body(("html",))
    marks = Marks()
    marks.feed(marked.get_content())
    defects = [str(part.defects) for part in letter.walk() if part.defects]
    return {
        "subject": str(letter["subject"]),
        "from": str(letter["from"]),
        "to": [[one.display_name, one.addr_spec] for one in letter["to"].addresses],
        "type": letter.get_content_type(),
        "headers": [name for name, _ in letter.items()],
        "plain": plain.get_content(),
        "html": " ".join(marks.texts),
        "html_language": marks.language,
        "links": marks.links,
        "foreign": marks.others,
        "defects": defects,
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("verb", choices=["certificates", "serve", "read"])
    parser.add_argument("path", type=pathlib.Path)
    parser.add_argument("--security", default="none")
    parser.add_argument("--certificate", default="good")
    parser.add_argument("--account")
    parser.add_argument("--port", type=int, default=0)
    arguments = parser.parse_args()
    if arguments.verb == "certificates":
        certificates(arguments.path)
    elif arguments.verb == "serve":
        asyncio.run(serve(arguments.path, arguments))
    else:
        json.dump(read(arguments.path), sys.stdout)


main()
