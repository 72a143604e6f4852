//! Where random bytes come from. Everything that needs them is handed a [`Random`], so that tests can
//! repeat a run byte for byte; only the program's start chooses [`OsRandom`].

use super::Error;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

/// A source of random bytes.
pub trait Random {
    /// Fills `bytes` wholly, or fails and leaves them without meaning.
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), Error>;
}

/// `N` bytes from a source.
pub fn bytes<const N: usize>(random: &mut dyn Random) -> Result<[u8; N], Error> {
    let mut out = [0; N];
    random.fill(&mut out)?;
    Ok(out)
}

/// `N` bytes from a source that wipe themselves.
pub fn secret_bytes<const N: usize>(random: &mut dyn Random) -> Result<Zeroizing<[u8; N]>, Error> {
    let mut out = Zeroizing::new([0; N]);
    random.fill(out.as_mut_slice())?;
    Ok(out)
}

/// The operating system's generator. The only source for real systems.
#[derive(Debug, Clone, Copy, Default)]
pub struct OsRandom;

impl Random for OsRandom {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), Error> {
        getrandom::fill(bytes).map_err(|error| Error::NoRandomness(error.to_string()))
    }
}

/// A repeatable source: block `i` is HMAC-SHA-256(seed, label || i). **For demo systems and tests only**:
/// who knows the seed knows every key made from it.
pub struct SeededRandom {
    seed: Zeroizing<Vec<u8>>,
    block: u64,
    left: Zeroizing<Vec<u8>>,
}

impl SeededRandom {
    /// A source that gives the same bytes for the same seed, however they are asked for.
    pub fn new(seed: &[u8]) -> Self {
        Self {
            seed: Zeroizing::new(seed.to_vec()),
            block: 0,
            left: Zeroizing::new(Vec::new()),
        }
    }

    fn next_block(&mut self) -> Result<(), Error> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.seed).map_err(|_| Error::BadKey)?;
        mac.update(b"keywright seeded random");
        mac.update(&self.block.to_be_bytes());
        self.block += 1;
        self.left.extend_from_slice(&mac.finalize().into_bytes());
        Ok(())
    }
}

impl std::fmt::Debug for SeededRandom {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SeededRandom(..)")
    }
}

impl Random for SeededRandom {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), Error> {
        while self.left.len() < bytes.len() {
            self.next_block()?;
        }
        bytes.copy_from_slice(&self.left[..bytes.len()]);
        let _used = self.left.drain(..bytes.len());
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_bytes_in_any_portions() {
        let whole: [u8; 100] = bytes(&mut SeededRandom::new(b"seed")).unwrap();
        let mut portions = SeededRandom::new(b"seed");
        let mut joined = Vec::new();
        for length in [1_usize, 31, 32, 36] {
            let mut part = vec![0; length];
            portions.fill(&mut part).unwrap();
            joined.extend(part);
        }
        assert_eq!(joined, whole);
    }

    #[test]
    fn another_seed_gives_other_bytes() {
        let one: [u8; 32] = bytes(&mut SeededRandom::new(b"a")).unwrap();
        let two: [u8; 32] = bytes(&mut SeededRandom::new(b"b")).unwrap();
        assert_ne!(one, two);
    }

    #[test]
    fn the_system_generator_answers_and_does_not_repeat() {
        let one: [u8; 32] = bytes(&mut OsRandom).unwrap();
        let two: [u8; 32] = bytes(&mut OsRandom).unwrap();
        assert_ne!(one, two);
    }
}
