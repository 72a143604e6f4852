//! The token of an invitation: random, in a link or as a code to be told. The store keeps its SHA-256 alone.

use data_encoding::BASE64URL_NOPAD;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::secrets::{self, random::Random, recovery};

/// Bytes of a token in a link.
const LINK: usize = 32;
/// Bytes of a token that people tell: 16 characters. 80 bits are out of reach for guessing at a counter.
const CODE: usize = 10;

/// See the module. Wiped when it goes.
pub struct Token(Zeroizing<Vec<u8>>);

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(..)")
    }
}

impl Token {
    /// A new one for a link.
    ///
    /// # Errors
    /// Where there is no randomness.
    pub fn for_link(random: &mut dyn Random) -> Result<Self, secrets::Error> {
        Self::new(random, LINK)
    }

    /// A new one to be told.
    ///
    /// # Errors
    /// Where there is no randomness.
    pub fn for_telling(random: &mut dyn Random) -> Result<Self, secrets::Error> {
        Self::new(random, CODE)
    }

    fn new(random: &mut dyn Random, length: usize) -> Result<Self, secrets::Error> {
        let mut bytes = Zeroizing::new(vec![0; length]);
        random.fill(&mut bytes)?;
        Ok(Self(bytes))
    }

    /// What stands in a letter: 43 characters of base 64 for a link, or 16 of Crockford's base 32 in groups of four.
    ///
    /// # Errors
    /// Never in practice; see [`recovery::base32`].
    pub fn written(&self) -> Result<Zeroizing<String>, secrets::Error> {
        if self.0.len() == LINK {
            return Ok(Zeroizing::new(BASE64URL_NOPAD.encode(&self.0)));
        }
        let characters = Zeroizing::new(recovery::base32()?.encode(&self.0));
        Ok(recovery::grouped(&characters))
    }

    /// What somebody typed or clicked; none where it cannot be a token.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let bytes = match BASE64URL_NOPAD.decode(text.as_bytes()) {
            Ok(bytes) if bytes.len() == LINK => bytes,
            _ => {
                let typed = recovery::typed(text);
                recovery::base32().ok()?.decode(typed.as_bytes()).ok()?
            }
        };
        let bytes = Zeroizing::new(bytes);
        [LINK, CODE].contains(&bytes.len()).then_some(Self(bytes))
    }

    /// By what the store knows it.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(&*self.0).into()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::secrets::random::SeededRandom;

    #[test]
    fn a_code_is_read_as_people_type_it_and_a_link_to_the_letter() {
        let mut random = SeededRandom::new(b"token");
        let code = Token::for_telling(&mut random).unwrap();
        let written = code.written().unwrap();
        assert_eq!(written.split('-').map(str::len).collect::<Vec<_>>(), [4; 4]);
        let sloppy = format!(
            " {} ",
            written.to_lowercase().replace('-', " ").replace('0', "o")
        );
        assert_eq!(Token::parse(&sloppy).unwrap().hash(), code.hash());

        let link = Token::for_link(&mut random).unwrap();
        let written = link.written().unwrap();
        assert_eq!(written.len(), 43);
        assert_eq!(Token::parse(&written).unwrap().hash(), link.hash());
        if let Some(other) = Token::parse(&written.to_lowercase()) {
            assert_ne!(other.hash(), link.hash());
        }
        for none in ["", "ABCD-EFGH", "ABCD-EFGH-JKMN-PQR!", "åäö"] {
            assert!(Token::parse(none).is_none(), "{none}");
        }
        assert!(!format!("{code:?}").contains(&written[..4]));
    }
}
