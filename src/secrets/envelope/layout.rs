//! How an envelope lies in DER: RFC 5652 (frame), 5083 (AuthEnvelopedData), 5084 (GCM), 5753 (agreement).
//!
//! ```text
//! ContentInfo { id-ct-authEnvelopedData, [0] { version 0, RecipientInfos,
//!     { id-data, { aes256-GCM, { nonce 12, tag length 16 } }, [0] ciphertext },
//!     [1] { contentType, recipientBinding }, tag } }
//! RecipientInfo [1] { version 3, [0] { [1] { id-ecPublicKey, ephemeral } },
//!     { dhSinglePass-stdDH-sha256kdf, { aes256-wrap } }, { { { issuer, serial }, wrapped key } } }
//! recipientBinding ::= SEQUENCE { recipientInfosDigest OCTET STRING (32),
//!     fingerprints SEQUENCE OF OCTET STRING (32) }
//! ```

use super::super::{
    Error,
    certificate::{Certificate, EC_PUBLIC_KEY, PRIME256V1},
    tlv::{
        BIT_STRING, CONTEXT, CONTEXT_0_PRIMITIVE, Elements, INTEGER, Malformed, OCTET_STRING, OID,
        SEQUENCE, SET, tlv,
    },
};
use super::agreement::ephemeral_algorithm;
use const_oid::ObjectIdentifier;
use zeroize::Zeroizing;

pub(super) const AES256_WRAP: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.1.45");
const AES256_GCM: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.1.46");
const AUTH_ENVELOPED_DATA: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.23");
const DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
const STD_DH_SHA256_KDF: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.1.11.1");
/// 2.25.271855097144038151217001411315104717775, an arc that needs no registry (X.667). Its last number is
/// longer than the crate's type holds, so it stands here as its content bytes.
const RECIPIENT_BINDING: [u8; 20] = [
    0x69, 0x83, 0x99, 0x85, 0xB1, 0xC8, 0x8B, 0xA1, 0xA2, 0xCA, 0x8B, 0x90, 0xC9, 0xA1, 0xA6, 0xD4,
    0x8C, 0xFE, 0xB7, 0x4F,
];
const NULL: u8 = 0x05;
const UNCOMPRESSED_BITS: usize = 66;

/// The authenticated attributes, as the elements inside their SET.
pub(super) struct Attributes(Vec<u8>);

impl Attributes {
    /// What GCM authenticates: the attributes under the universal SET tag (RFC 5083 section 2.2).
    pub(super) fn authenticated(&self) -> Zeroizing<Vec<u8>> {
        tlv(SET, &[&self.0])
    }
}

/// The attributes for these recipients.
pub(super) fn attributes(infos_digest: &[u8; 32], fingerprints: &[[u8; 32]]) -> Attributes {
    let content_type = attribute(CONTENT_TYPE.as_bytes(), &tlv(OID, &[DATA.as_bytes()]));
    let prints: Vec<u8> = fingerprints
        .iter()
        .flat_map(|print| tlv(OCTET_STRING, &[print]).to_vec())
        .collect();
    let binding = tlv(
        SEQUENCE,
        &[
            &tlv(OCTET_STRING, &[infos_digest]),
            &tlv(SEQUENCE, &[&prints]),
        ],
    );
    Attributes(sorted(vec![
        content_type,
        attribute(&RECIPIENT_BINDING, &binding),
    ]))
}

fn attribute(oid: &[u8], value: &[u8]) -> Vec<u8> {
    tlv(SEQUENCE, &[&tlv(OID, &[oid]), &tlv(SET, &[value])]).to_vec()
}

/// DER wants the elements of a SET OF in ascending order.
fn sorted(mut elements: Vec<Vec<u8>>) -> Vec<u8> {
    elements.sort_unstable();
    elements.concat()
}

/// One `KeyAgreeRecipientInfo` with its tag.
pub(super) fn recipient_info(
    ephemeral: &[u8; 65],
    issuer_and_serial: &[u8],
    wrapped_key: &[u8; 40],
) -> Vec<u8> {
    let public_key = tlv(BIT_STRING, &[&[0], ephemeral]);
    let originator = tlv(
        CONTEXT[0],
        &[&tlv(CONTEXT[1], &[&ephemeral_algorithm(), &public_key])],
    );
    let wrap = tlv(SEQUENCE, &[&tlv(OID, &[AES256_WRAP.as_bytes()])]);
    let algorithm = tlv(
        SEQUENCE,
        &[&tlv(OID, &[STD_DH_SHA256_KDF.as_bytes()]), &wrap],
    );
    let key = tlv(
        SEQUENCE,
        &[issuer_and_serial, &tlv(OCTET_STRING, &[wrapped_key])],
    );
    let version = tlv(INTEGER, &[&[3]]);
    tlv(
        CONTEXT[1],
        &[&version, &originator, &algorithm, &tlv(SEQUENCE, &[&key])],
    )
    .to_vec()
}

/// The SET of all recipient information.
pub(super) fn recipient_infos(infos: Vec<Vec<u8>>) -> Vec<u8> {
    tlv(SET, &[&sorted(infos)]).to_vec()
}

/// The whole envelope.
pub(super) fn write(
    infos: &[u8],
    nonce: &[u8; 12],
    encrypted: &[u8],
    attributes: &Attributes,
    authentication_tag: &[u8],
) -> Vec<u8> {
    let parameters = tlv(
        SEQUENCE,
        &[&tlv(OCTET_STRING, &[nonce]), &tlv(INTEGER, &[&[16]])],
    );
    let cipher = tlv(
        SEQUENCE,
        &[&tlv(OID, &[AES256_GCM.as_bytes()]), &parameters],
    );
    let content = tlv(
        SEQUENCE,
        &[
            &tlv(OID, &[DATA.as_bytes()]),
            &cipher,
            &tlv(CONTEXT_0_PRIMITIVE, &[encrypted]),
        ],
    );
    let data = tlv(
        SEQUENCE,
        &[
            &tlv(INTEGER, &[&[0]]),
            infos,
            &content,
            &tlv(CONTEXT[1], &[&attributes.0]),
            &tlv(OCTET_STRING, &[authentication_tag]),
        ],
    );
    tlv(
        SEQUENCE,
        &[
            &tlv(OID, &[AUTH_ENVELOPED_DATA.as_bytes()]),
            &tlv(CONTEXT[0], &[&data]),
        ],
    )
    .to_vec()
}

/// An envelope as read.
pub(super) struct Envelope<'a> {
    pub(super) infos_whole: &'a [u8],
    pub(super) infos: Vec<Info<'a>>,
    pub(super) nonce: &'a [u8; 12],
    pub(super) encrypted: &'a [u8],
    pub(super) authenticated: Option<Zeroizing<Vec<u8>>>,
    pub(super) binding: Option<Binding>,
    pub(super) tag: &'a [u8; 16],
}

/// The way in for one recipient.
pub(super) struct Info<'a> {
    pub(super) ephemeral: [u8; 65],
    pub(super) user_material: Option<&'a [u8]>,
    pub(super) issuer_and_serial: &'a [u8],
    pub(super) wrapped_key: &'a [u8; 40],
}

/// What the envelope says about its recipients.
pub(super) struct Binding {
    pub(super) infos_digest: [u8; 32],
    pub(super) fingerprints: Vec<[u8; 32]>,
}

impl From<Malformed> for Error {
    fn from(_: Malformed) -> Self {
        Self::EnvelopeDamaged("not the expected DER")
    }
}

impl<'a> Envelope<'a> {
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self, Error> {
        let mut frame = Elements::new(Elements::only(bytes, SEQUENCE)?)?;
        expect(
            frame.take(OID)?,
            AUTH_ENVELOPED_DATA,
            "not AuthEnvelopedData",
        )?;
        let mut data = Elements::new(Elements::only(frame.take(CONTEXT[0])?, SEQUENCE)?)?;
        frame.end()?;

        if data.take(INTEGER)? != [0] {
            return Err(Error::EnvelopeUnsupported("version"));
        }
        let infos_whole = data.take_whole(SET)?;
        let infos = read_infos(infos_whole)?;
        let (nonce, encrypted) = read_content(data.enter(SEQUENCE)?)?;
        let attributes = data.take_if(CONTEXT[1])?;
        let binding = attributes.map(read_attributes).transpose()?;
        let tag = fixed(data.take(OCTET_STRING)?)?;
        data.end()?;
        Ok(Self {
            infos_whole,
            infos,
            nonce,
            encrypted,
            authenticated: attributes.map(|inside| tlv(SET, &[inside])),
            binding,
            tag,
        })
    }

    pub(super) fn info_for(&self, recipient: &Certificate) -> Option<&Info<'a>> {
        self.infos
            .iter()
            .find(|info| info.issuer_and_serial == recipient.issuer_and_serial())
    }
}

fn read_infos(whole: &[u8]) -> Result<Vec<Info<'_>>, Error> {
    let mut set = Elements::new(Elements::only(whole, SET)?)?;
    let mut infos = Vec::new();
    while !set.is_empty() {
        let Some(inside) = set.take_if(CONTEXT[1])? else {
            return Err(Error::EnvelopeUnsupported(
                "recipient without key agreement",
            ));
        };
        infos.push(read_info(Elements::new(inside)?)?);
    }
    Ok(infos)
}

fn read_info(mut info: Elements<'_>) -> Result<Info<'_>, Error> {
    if info.take(INTEGER)? != [3] {
        return Err(Error::EnvelopeUnsupported("version of a recipient"));
    }
    let ephemeral = read_originator(info.take(CONTEXT[0])?)?;
    let user_material = info
        .take_if(CONTEXT[1])?
        .map(|inside| Elements::only(inside, OCTET_STRING))
        .transpose()?;
    read_agreement_algorithm(info.enter(SEQUENCE)?)?;
    let mut keys = info.enter(SEQUENCE)?;
    let mut key = keys.enter(SEQUENCE)?;
    keys.end()?;
    info.end()?;
    let issuer_and_serial = key.take_whole(SEQUENCE)?;
    let wrapped_key = fixed(key.take(OCTET_STRING)?)?;
    key.end()?;
    Ok(Info {
        ephemeral,
        user_material,
        issuer_and_serial,
        wrapped_key,
    })
}

/// The ephemeral point, checked to lie on the curve before any private key meets it.
fn read_originator(inside: &[u8]) -> Result<[u8; 65], Error> {
    let mut key = Elements::new(Elements::only(inside, CONTEXT[1])?)?;
    let mut algorithm = key.enter(SEQUENCE)?;
    expect(algorithm.take(OID)?, EC_PUBLIC_KEY, "originator key")?;
    // RFC 5753 section 3.1.1: parameters absent, or NULL, or the curve of the recipient.
    let curve = algorithm.take_if(OID)?;
    let null = algorithm.take_if(NULL)?;
    algorithm.end()?;
    if curve.is_some_and(|curve| curve != PRIME256V1.as_bytes())
        || null.is_some_and(|null| !null.is_empty())
    {
        return Err(Error::EnvelopeUnsupported("originator curve"));
    }
    let bits: &[u8; UNCOMPRESSED_BITS] = fixed(key.take(BIT_STRING)?)?;
    key.end()?;
    let [0, 4, xy @ ..] = bits else {
        return Err(Error::EnvelopeUnsupported("originator point"));
    };
    let mut point = [4; 65];
    point[1..].copy_from_slice(xy);
    let _on_curve = p256::PublicKey::from_sec1_bytes(&point)
        .map_err(|_| Error::EnvelopeDamaged("originator point"))?;
    Ok(point)
}

fn read_agreement_algorithm(mut algorithm: Elements<'_>) -> Result<(), Error> {
    expect(algorithm.take(OID)?, STD_DH_SHA256_KDF, "key agreement")?;
    let mut wrap = algorithm.enter(SEQUENCE)?;
    algorithm.end()?;
    expect(wrap.take(OID)?, AES256_WRAP, "key wrap")?;
    Ok(wrap.end()?)
}

fn read_content(mut content: Elements<'_>) -> Result<(&[u8; 12], &[u8]), Error> {
    expect(content.take(OID)?, DATA, "content type")?;
    let mut cipher = content.enter(SEQUENCE)?;
    expect(cipher.take(OID)?, AES256_GCM, "content cipher")?;
    let mut parameters = cipher.enter(SEQUENCE)?;
    cipher.end()?;
    let nonce = fixed(parameters.take(OCTET_STRING)?)?;
    // The default would be 12 and is not taken.
    if parameters.take(INTEGER)? != [16] {
        return Err(Error::EnvelopeUnsupported("tag length"));
    }
    parameters.end()?;
    let encrypted = content.take(CONTEXT_0_PRIMITIVE)?;
    content.end()?;
    Ok((nonce, encrypted))
}

fn read_attributes(inside: &[u8]) -> Result<Binding, Error> {
    let mut attributes = Elements::new(inside)?;
    let mut content_type = false;
    let mut binding = None;
    while !attributes.is_empty() {
        let mut attribute = attributes.enter(SEQUENCE)?;
        let oid = attribute.take(OID)?;
        let value = attribute.take(SET)?;
        attribute.end()?;
        if oid == CONTENT_TYPE.as_bytes() && !content_type {
            expect(Elements::only(value, OID)?, DATA, "content type attribute")?;
            content_type = true;
        } else if oid == RECIPIENT_BINDING && binding.is_none() {
            binding = Some(read_binding(value)?);
        } else {
            return Err(Error::EnvelopeUnsupported("attribute"));
        }
    }
    match binding {
        Some(binding) if content_type => Ok(binding),
        _ => Err(Error::EnvelopeUnsupported(
            "attributes without the recipients",
        )),
    }
}

fn read_binding(value: &[u8]) -> Result<Binding, Error> {
    let mut binding = Elements::new(Elements::only(value, SEQUENCE)?)?;
    let infos_digest = *fixed(binding.take(OCTET_STRING)?)?;
    let mut prints = binding.enter(SEQUENCE)?;
    binding.end()?;
    let mut fingerprints = Vec::new();
    while !prints.is_empty() {
        fingerprints.push(*fixed(prints.take(OCTET_STRING)?)?);
    }
    Ok(Binding {
        infos_digest,
        fingerprints,
    })
}

fn expect(found: &[u8], wanted: ObjectIdentifier, what: &'static str) -> Result<(), Error> {
    if found == wanted.as_bytes() {
        Ok(())
    } else {
        Err(Error::EnvelopeUnsupported(what))
    }
}

fn fixed<const N: usize>(bytes: &[u8]) -> Result<&[u8; N], Error> {
    bytes
        .try_into()
        .map_err(|_| Error::EnvelopeDamaged("a field of another length"))
}
