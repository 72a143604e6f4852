//! The answer to reset (ISO/IEC 7816-3, section 8): which protocols a card offers, and its sizes.

/// What a card says when it is powered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Atr {
    /// The protocols offered, in the card's order; T=0 where it names none.
    pub protocols: Vec<u8>,
    /// The only protocol the card speaks, if it stands in specific mode (TA2).
    pub specific: Option<u8>,
    /// Clock and baud rate factors (TA1); 0x11 where the card names none.
    pub factors: u8,
    /// TA1 holds in specific mode too (TA2 bit 5 is not set).
    pub factors_hold: bool,
    /// Extra guard time (TC1).
    pub guard: u8,
    /// Waiting integer of T=0 (TC2); 10 where the card names none.
    pub waiting_t0: u8,
    /// The most bytes a T=1 block to the card may carry (IFSC).
    pub ifsc: u8,
    /// Block and character waiting integers of T=1 (BWI in the high half, CWI in the low).
    pub waiting_t1: u8,
    /// T=1 blocks end in a CRC instead of an LRC.
    pub crc: bool,
    /// The historical bytes.
    pub historical: Vec<u8>,
}

impl Atr {
    /// Reads an ATR of 2 to 33 bytes.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(bytes: &[u8]) -> Result<Self, &'static str> {
        if bytes.len() > 33 {
            return Err("ATR too long");
        }
        let (start, format, mut rest) = match bytes {
            [start, format, rest @ ..] => (*start, *format, rest),
            _ => return Err("ATR too short"),
        };
        // 03 is 3F (inverse convention) as a reader that does not turn the bits round shows it.
        if !matches!(start, 0x3B | 0x3F | 0x03) {
            return Err("ATR begins wrongly");
        }
        let mut atr = Self {
            protocols: Vec::new(),
            specific: None,
            factors: 0x11,
            factors_hold: true,
            guard: 0,
            waiting_t0: 10,
            ifsc: 32,
            waiting_t1: 0x4D,
            crc: false,
            historical: Vec::new(),
        };
        let mut seen = TSeen::default();
        let mut present = format >> 4;
        let mut protocol = 0;
        // At most 31 bytes follow, so that this ends.
        for group in 1_u8..=31 {
            let mut take = |bit: u8| -> Result<Option<u8>, &'static str> {
                if present & bit == 0 {
                    return Ok(None);
                }
                let (first, after) = rest.split_first().ok_or("ATR cut short")?;
                rest = after;
                Ok(Some(*first))
            };
            let (ta, tb, tc, td) = (take(1)?, take(2)?, take(4)?, take(8)?);
            atr.group(group, protocol, [ta, tb, tc], &mut seen);
            let Some(td) = td else { break };
            protocol = td & 0x0F;
            present = td >> 4;
            if protocol != 15 && !atr.protocols.contains(&protocol) {
                atr.protocols.push(protocol);
            }
            seen.check |= protocol != 0;
        }
        if atr.protocols.is_empty() {
            atr.protocols.push(0);
        }
        let (historical, check) = rest
            .split_at_checked(usize::from(format & 0x0F))
            .ok_or("ATR cut short")?;
        atr.historical = historical.to_vec();
        let sum = bytes[1..].iter().fold(0, |sum, byte| sum ^ byte);
        match (seen.check, check) {
            (false, []) => Ok(atr),
            (true, [_]) if sum == 0 => Ok(atr),
            (true, [_]) => Err("ATR check byte wrong"),
            _ => Err("ATR of another length"),
        }
    }

    fn group(&mut self, group: u8, protocol: u8, [ta, tb, tc]: [Option<u8>; 3], seen: &mut TSeen) {
        match group {
            1 => {
                self.factors = ta.unwrap_or(0x11);
                self.guard = tc.unwrap_or(0);
            }
            2 => {
                if let Some(mode) = ta {
                    self.specific = Some(mode & 0x0F);
                    self.factors_hold = mode & 0x10 == 0;
                }
                self.waiting_t0 = tc.unwrap_or(10);
            }
            // The first bytes for T=1 count, later ones do not.
            _ if protocol == 1 && !seen.block => {
                seen.block = true;
                // 00 and FF are reserved.
                self.ifsc = ta.filter(|ifsc| !matches!(ifsc, 0 | 0xFF)).unwrap_or(32);
                self.waiting_t1 = tb.unwrap_or(0x4D);
                self.crc = tc.is_some_and(|tc| tc & 1 == 1);
            }
            _ => {}
        }
    }

    /// The protocol the card is in without any negotiation: that of its specific mode, else the first offered.
    pub fn protocol(&self) -> u8 {
        self.specific
            .or_else(|| self.protocols.first().copied())
            .unwrap_or(0)
    }

    /// The factors in force without any negotiation.
    pub fn factors_in_force(&self) -> u8 {
        if self.specific.is_some() && self.factors_hold {
            self.factors
        } else {
            0x11
        }
    }
}

#[derive(Default)]
struct TSeen {
    check: bool,
    block: bool,
}
