//! Command and answer APDUs (ISO 7816-4 section 5.1), as a card sees them.

/// SW1 SW2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Status(u16);

impl Status {
    pub(super) const OK: Self = Self(0x9000);
    pub(super) const MEMORY_FAILURE: Self = Self(0x6581);
    pub(super) const WRONG_LENGTH: Self = Self(0x6700);
    pub(super) const SECURITY: Self = Self(0x6982);
    pub(super) const BLOCKED: Self = Self(0x6983);
    pub(super) const CONDITIONS: Self = Self(0x6985);
    pub(super) const WRONG_DATA: Self = Self(0x6A80);
    pub(super) const NOT_FOUND: Self = Self(0x6A82);
    pub(super) const WRONG_PARAMETERS: Self = Self(0x6A86);
    pub(super) const REFERENCE_UNKNOWN: Self = Self(0x6A88);
    pub(super) const INSTRUCTION_UNKNOWN: Self = Self(0x6D00);

    /// 63Cx.
    pub(super) fn tries(left: u8) -> Self {
        Self(0x63C0 | u16::from(left & 0x0F))
    }

    /// 9000, or 61xx while bytes wait for GET RESPONSE; 00 stands for 256 and more.
    pub(super) fn remaining(bytes: usize) -> Self {
        match u8::try_from(bytes) {
            Ok(0) => Self::OK,
            Ok(few) => Self(0x6100 | u16::from(few)),
            Err(_) => Self(0x6100),
        }
    }
}

/// Data and status as one answer.
pub(super) fn answer(data: &[u8], status: Status) -> Vec<u8> {
    [data, &status.0.to_be_bytes()].concat()
}

/// One command.
#[derive(Debug)]
pub(super) struct Command {
    class: u8,
    pub(super) instruction: u8,
    pub(super) p1: u8,
    pub(super) p2: u8,
    pub(super) data: Vec<u8>,
    /// The most bytes of the answer. 256 where the command says nothing: tools leave it out.
    pub(super) expected: usize,
}

const CHAINING: u8 = 0x10;

impl Command {
    /// Short and extended commands of all four cases; none if the lengths do not fit, or of another class.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let (&[class, instruction, p1, p2], body) = bytes.split_first_chunk()?;
        if class & !CHAINING != 0 {
            return None;
        }
        let (data, expected) = read_body(body)?;
        Some(Self {
            class,
            instruction,
            p1,
            p2,
            data: data.to_vec(),
            expected,
        })
    }

    pub(super) fn is_chained(&self) -> bool {
        self.class & CHAINING != 0
    }

    pub(super) fn is_get_response(&self) -> bool {
        self.instruction == 0xC0
    }

    pub(super) fn continues_in(&self, next: &Self) -> bool {
        (self.instruction, self.p1, self.p2) == (next.instruction, next.p1, next.p2)
    }

    pub(super) fn append(&mut self, next: Self) {
        self.data.extend(next.data);
        self.class = next.class;
        self.expected = next.expected;
    }
}

/// Data and the length of the answer.
fn read_body(body: &[u8]) -> Option<(&[u8], usize)> {
    match body {
        [] => Some((&[], 256)),
        [length] => Some((&[], short(*length))),
        [0, high, low] => Some((&[], extended(*high, *low))),
        [0, high, low, rest @ ..] => {
            let length = usize::from(u16::from_be_bytes([*high, *low]));
            match rest.split_at_checked(length)? {
                (data, []) => Some((data, 256)),
                (data, [high, low]) => Some((data, extended(*high, *low))),
                _ => None,
            }
        }
        [length, rest @ ..] => match rest.split_at_checked(usize::from(*length))? {
            (data, []) => Some((data, 256)),
            (data, [length]) => Some((data, short(*length))),
            _ => None,
        },
    }
}

fn short(length: u8) -> usize {
    if length == 0 {
        256
    } else {
        usize::from(length)
    }
}

fn extended(high: u8, low: u8) -> usize {
    match u16::from_be_bytes([high, low]) {
        0 => 65_536,
        length => usize::from(length),
    }
}
