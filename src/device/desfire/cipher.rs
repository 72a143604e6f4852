//! The block ciphers of the fob, chained by hand: the channel carries one initialisation vector through encryption,
//! decryption and MAC alike, which no ready-made mode offers.

use aes::Aes128;
use aes::cipher::{Block, BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};
use des::Des;
use zeroize::Zeroizing;

/// A keyed block cipher with its chaining value.
pub(super) struct Chain {
    cipher: Cipher,
    /// The last cipher block that went either way; only the first block size bytes count.
    vector: [u8; 16],
}

/// AES-128, or single DES as the factory's master key asks for.
enum Cipher {
    Aes(Box<Aes128>),
    Des(Box<Des>),
}

impl Chain {
    /// AES-128 with a zero vector.
    pub(super) fn aes(key: &[u8; 16]) -> Self {
        Self {
            cipher: Cipher::Aes(Box::new(Aes128::new(&(*key).into()))),
            vector: [0; 16],
        }
    }

    /// Single DES with a zero vector.
    pub(super) fn des(key: [u8; 8]) -> Self {
        Self {
            cipher: Cipher::Des(Box::new(Des::new(&key.into()))),
            vector: [0; 16],
        }
    }

    /// Block size in bytes.
    pub(super) fn block(&self) -> usize {
        match self.cipher {
            Cipher::Aes(_) => 16,
            Cipher::Des(_) => 8,
        }
    }

    /// Encrypts whole blocks in place (CBC from the current vector). A rest shorter than a block stays as it is.
    pub(super) fn encrypt(&mut self, data: &mut [u8]) {
        let size = self.block();
        for block in data.chunks_exact_mut(size) {
            xor(block, &self.vector);
            self.cipher.encrypt(block);
            self.vector[..size].copy_from_slice(block);
        }
    }

    /// Decrypts whole blocks in place (CBC from the current vector). A rest shorter than a block stays as it is.
    pub(super) fn decrypt(&mut self, data: &mut [u8]) {
        let size = self.block();
        for block in data.chunks_exact_mut(size) {
            let mut next = [0; 16];
            next[..size].copy_from_slice(block);
            self.cipher.decrypt(block);
            xor(block, &self.vector);
            self.vector = next;
        }
    }

    /// CMAC (NIST SP 800-38B) started from the current vector; the result becomes the vector. Eight bytes of it go
    /// over the air.
    pub(super) fn mac(&mut self, message: &[u8]) -> [u8; 8] {
        let size = self.block();
        let (whole_key, padded_key) = self.cipher.subkeys();
        let mut padded = message.to_vec();
        let whole = !message.is_empty() && message.len().is_multiple_of(size);
        if !whole {
            padded.push(0x80);
            padded.resize(padded.len().next_multiple_of(size), 0);
        }
        let last = padded.len() - size;
        xor(
            &mut padded[last..],
            if whole { &*whole_key } else { &*padded_key },
        );
        self.encrypt(&mut padded);
        let mut short = [0; 8];
        short.copy_from_slice(&self.vector[..8]);
        short
    }
}

impl Cipher {
    /// Encrypts one block in place.
    fn encrypt(&self, block: &mut [u8]) {
        match self {
            Self::Aes(cipher) => with_block::<Aes128>(block, |block| cipher.encrypt_block(block)),
            Self::Des(cipher) => with_block::<Des>(block, |block| cipher.encrypt_block(block)),
        }
    }

    /// Decrypts one block in place.
    fn decrypt(&self, block: &mut [u8]) {
        match self {
            Self::Aes(cipher) => with_block::<Aes128>(block, |block| cipher.decrypt_block(block)),
            Self::Des(cipher) => with_block::<Des>(block, |block| cipher.decrypt_block(block)),
        }
    }

    /// The two CMAC subkeys: for a whole last block, and for a padded one.
    fn subkeys(&self) -> (Zeroizing<[u8; 16]>, Zeroizing<[u8; 16]>) {
        let (size, constant) = match self {
            Self::Aes(_) => (16, 0x87),
            Self::Des(_) => (8, 0x1B),
        };
        let mut first = Zeroizing::new([0; 16]);
        self.encrypt(&mut first[..size]);
        double(&mut first[..size], constant);
        let mut second = first.clone();
        double(&mut second[..size], constant);
        (first, second)
    }
}

/// Lends a slice of one block to the cipher crates' array type.
fn with_block<C: aes::cipher::BlockSizeUser>(bytes: &mut [u8], act: impl FnOnce(&mut Block<C>)) {
    if let Ok(block) = <&mut Block<C>>::try_from(bytes) {
        act(block);
    }
}

/// Multiplication by x in the field of CMAC.
fn double(block: &mut [u8], constant: u8) {
    let carry = block.first().is_some_and(|byte| byte & 0x80 != 0);
    let mut next = 0;
    for byte in block.iter_mut().rev() {
        let high = *byte >> 7;
        *byte = *byte << 1 | next;
        next = high;
    }
    if let (true, Some(last)) = (carry, block.last_mut()) {
        *last ^= constant;
    }
}

/// `target ^= other`, as far as both reach.
pub(super) fn xor(target: &mut [u8], other: &[u8]) {
    for (byte, other) in target.iter_mut().zip(other) {
        *byte ^= other;
    }
}
