//! The certificate of a recipient: it names a public key, so that an envelope can say for whom it is.
//!
//! No chain is checked and no date: a programming key is trusted because an operator enrolled it, and its
//! certificate is known by its fingerprint. Read are the issuer, the serial number and the P-256 key, byte
//! for byte as they stand (RFC 5280 section 4.1).

use super::{
    Error,
    signing::SigningKey,
    tlv::{
        BIT_STRING, CONTEXT, Elements, INTEGER, Malformed, OCTET_STRING, OID, SEQUENCE, SET, tlv,
    },
};
use const_oid::ObjectIdentifier;
use der::Decode;
use p256::ecdsa::Signature;
use sha2::{Digest, Sha256};

pub(super) const EC_PUBLIC_KEY: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
pub(super) const PRIME256V1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
const ECDSA_WITH_SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2");
const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");
const KEY_USAGE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.15");

const UTF8_STRING: u8 = 0x0C;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
const BOOLEAN: u8 = 0x01;

/// An X.509 certificate whose key is a point of P-256.
#[derive(Clone, PartialEq, Eq)]
pub struct Certificate {
    der: Vec<u8>,
    issuer_and_serial: Vec<u8>,
    subject: Vec<u8>,
    point: [u8; 65],
}

impl Certificate {
    /// Reads DER. Refuses other keys than P-256, points off the curve, and bytes left over.
    pub fn from_der(der: &[u8]) -> Result<Self, Error> {
        let fields =
            read(der).map_err(|Malformed| Error::CertificateUnusable("not X.509 in DER"))?;
        if fields.algorithm != EC_PUBLIC_KEY.as_bytes()
            || fields.curve != Some(PRIME256V1.as_bytes())
        {
            return Err(Error::CertificateUnusable("its key is not on P-256"));
        }
        let point: [u8; 65] = fields
            .point
            .try_into()
            .map_err(|_| Error::CertificateUnusable("its point is not uncompressed"))?;
        let _on_curve = p256::PublicKey::from_sec1_bytes(&point)
            .map_err(|_| Error::CertificateUnusable("its point is off the curve"))?;
        Ok(Self {
            der: der.to_vec(),
            issuer_and_serial: tlv(SEQUENCE, &[fields.issuer, fields.serial]).to_vec(),
            subject: fields.subject.to_vec(),
            point,
        })
    }

    /// A certificate a key makes about itself, with this common name and serial number (its top bit is
    /// cleared, so that it stays positive). It is valid from 2000 on without end, because it names a key
    /// and promises nothing; the same key, name and serial give the same bytes.
    pub fn self_signed(
        key: &SigningKey,
        common_name: &str,
        serial: [u8; 16],
    ) -> Result<Self, Error> {
        let xy = key.public_key().xy();
        let signed = to_be_signed(&xy, common_name, serial);
        let signature = key.sign_digest(&Sha256::digest(&signed).into())?;
        let signature = Signature::from_slice(&signature)
            .map_err(|_| Error::BadKey)?
            .to_der();
        Self::whole(&signed, signature.as_bytes())
    }

    /// As [`Certificate::self_signed`] for a key that only signs where it is: `sign` turns the SHA-256 digest into
    /// an ECDSA signature in DER (RFC 3279 section 2.2.3), or fails for reasons that it keeps.
    pub fn self_signed_by(
        point: &[u8; 65],
        common_name: &str,
        serial: [u8; 16],
        sign: &mut dyn FnMut(&[u8; 32]) -> Option<Vec<u8>>,
    ) -> Result<Self, Error> {
        let xy = point.strip_prefix(&[4]).and_then(|xy| xy.try_into().ok());
        let signed = to_be_signed(xy.ok_or(Error::BadKey)?, common_name, serial);
        let digest = Sha256::digest(&signed).into();
        let signature = sign(&digest).ok_or(Error::BadKey)?;
        let certificate = Self::whole(&signed, &signature)?;
        super::signing::PublicKey::from_sec1(point)?.verify_der(&digest, &signature)?;
        Ok(certificate)
    }

    fn whole(signed: &[u8], signature: &[u8]) -> Result<Self, Error> {
        let der = tlv(
            SEQUENCE,
            &[
                signed,
                &signature_algorithm(),
                &tlv(BIT_STRING, &[&[0], signature]),
            ],
        );
        Self::from_der(&der)
    }

    /// The whole certificate in DER.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// SHA-256 over the DER: what an envelope binds and an operator compares.
    pub fn fingerprint(&self) -> [u8; 32] {
        Sha256::digest(&self.der).into()
    }

    /// The public point: 04, x, y.
    pub fn point(&self) -> &[u8; 65] {
        &self.point
    }

    /// `IssuerAndSerialNumber` (RFC 5652 section 10.2.4) in DER: the recipient's name in an envelope.
    pub fn issuer_and_serial(&self) -> &[u8] {
        &self.issuer_and_serial
    }

    /// The subject in the form of RFC 4514, for people. Empty if it cannot be read.
    pub fn subject(&self) -> String {
        x509_cert::name::Name::from_der(&self.subject)
            .map(|name| name.to_string())
            .unwrap_or_default()
    }

    /// What people call its holder: the common name (RFC 4519 section 2.3), or the whole subject where it has none.
    pub fn name(&self) -> String {
        let subject = x509_cert::name::Name::from_der(&self.subject).ok();
        let common = subject.and_then(|name| name.common_name().ok().flatten());
        common.map_or_else(|| self.subject(), |name| name.value().into_owned())
    }
}

impl std::fmt::Debug for Certificate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Certificate({})", self.subject())
    }
}

struct Fields<'a> {
    serial: &'a [u8],
    issuer: &'a [u8],
    subject: &'a [u8],
    algorithm: &'a [u8],
    curve: Option<&'a [u8]>,
    point: &'a [u8],
}

fn read(der: &[u8]) -> Result<Fields<'_>, Malformed> {
    let mut certificate = Elements::new(Elements::only(der, SEQUENCE)?)?;
    let mut signed = certificate.enter(SEQUENCE)?;
    let _version = signed.take_if(CONTEXT[0])?;
    let serial = signed.take_whole(INTEGER)?;
    let _algorithm = signed.take(SEQUENCE)?;
    let issuer = signed.take_whole(SEQUENCE)?;
    let _validity = signed.take(SEQUENCE)?;
    let subject = signed.take_whole(SEQUENCE)?;
    let mut key = signed.enter(SEQUENCE)?;
    let mut identifier = key.enter(SEQUENCE)?;
    let algorithm = identifier.take(OID)?;
    let curve = identifier.take_if(OID)?;
    let bits = key.take(BIT_STRING)?;
    key.end()?;
    let _algorithm = certificate.take(SEQUENCE)?;
    let _signature = certificate.take(BIT_STRING)?;
    certificate.end()?;
    let [0, point @ ..] = bits else {
        return Err(Malformed);
    };
    Ok(Fields {
        serial,
        issuer,
        subject,
        algorithm,
        curve,
        point,
    })
}

fn to_be_signed(xy: &[u8; 64], common_name: &str, mut serial: [u8; 16]) -> Vec<u8> {
    serial[0] = serial[0] & 0x7F | 0x40;
    let attribute = tlv(
        SEQUENCE,
        &[
            &tlv(OID, &[COMMON_NAME.as_bytes()]),
            &tlv(UTF8_STRING, &[common_name.as_bytes()]),
        ],
    );
    let name = tlv(SEQUENCE, &[&tlv(SET, &[&attribute])]);
    let validity = tlv(
        SEQUENCE,
        &[
            &tlv(UTC_TIME, &[b"000101000000Z"]),
            // RFC 5280 section 4.1.2.5: no well-defined end.
            &tlv(GENERALIZED_TIME, &[b"99991231235959Z"]),
        ],
    );
    let public_key = tlv(
        SEQUENCE,
        &[
            &tlv(
                SEQUENCE,
                &[
                    &tlv(OID, &[EC_PUBLIC_KEY.as_bytes()]),
                    &tlv(OID, &[PRIME256V1.as_bytes()]),
                ],
            ),
            &tlv(BIT_STRING, &[&[0, 4], xy]),
        ],
    );
    // digitalSignature and keyAgreement, critical.
    let usage = tlv(
        SEQUENCE,
        &[
            &tlv(OID, &[KEY_USAGE.as_bytes()]),
            &tlv(BOOLEAN, &[&[0xFF]]),
            &tlv(OCTET_STRING, &[&tlv(BIT_STRING, &[&[3, 0x88]])]),
        ],
    );
    let version_3 = tlv(CONTEXT[0], &[&tlv(INTEGER, &[&[2]])]);
    let extensions = tlv(0xA3, &[&tlv(SEQUENCE, &[&usage])]);
    tlv(
        SEQUENCE,
        &[
            &version_3,
            &tlv(INTEGER, &[&serial]),
            &signature_algorithm(),
            &name,
            &validity,
            &name,
            &public_key,
            &extensions,
        ],
    )
    .to_vec()
}

fn signature_algorithm() -> Vec<u8> {
    tlv(SEQUENCE, &[&tlv(OID, &[ECDSA_WITH_SHA256.as_bytes()])]).to_vec()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::*;
    use crate::secrets::random::SeededRandom;
    use der::Encode;
    use proptest::prelude::*;

    fn certificate() -> Certificate {
        let key = SigningKey::generate(&mut SeededRandom::new(b"certificate")).unwrap();
        Certificate::self_signed(&key, "Keywright test", [0xFF; 16]).unwrap()
    }

    #[test]
    fn a_self_signed_certificate_is_x509_to_another_reader() {
        let ours = certificate();
        let other = x509_cert::Certificate::from_der(ours.der()).unwrap();
        let signed = other.tbs_certificate();
        assert_eq!(signed.subject().to_string(), "CN=Keywright test");
        assert_eq!(
            signed
                .subject_public_key_info()
                .subject_public_key
                .raw_bytes(),
            ours.point()
        );
        let name = [
            signed.issuer().to_der().unwrap(),
            signed.serial_number().to_der().unwrap(),
        ]
        .concat();
        assert_eq!(*ours.issuer_and_serial(), **tlv(SEQUENCE, &[&name]));
        assert_eq!(other.to_der().unwrap(), ours.der());
    }

    #[test]
    fn the_same_key_makes_the_same_certificate() {
        assert_eq!(certificate().fingerprint(), certificate().fingerprint());
        assert_eq!(certificate().subject(), "CN=Keywright test");
        assert_eq!(certificate().name(), "Keywright test");
    }

    #[test]
    fn a_truncated_certificate_is_refused_at_every_length() {
        let whole = certificate();
        for length in 0..whole.der().len() {
            assert!(Certificate::from_der(&whole.der()[..length]).is_err());
        }
    }

    proptest! {
        #[test]
        fn hostile_bytes_are_read_without_panic(place in 0_usize..400, byte: u8, tail in proptest::collection::vec(any::<u8>(), 0..40)) {
            let mut bytes = certificate().der().to_vec();
            let place = place % bytes.len();
            bytes[place] = byte;
            let _read = Certificate::from_der(&bytes);
            let _read = Certificate::from_der(&tail);
        }
    }
}
