//! APDUs as commands of T=0 (ISO/IEC 7816-3, section 12.2), for readers that leave that to us: a command with data
//! has no Le there, and its answer is fetched with GET RESPONSE. The reader itself handles the procedure bytes.

use zeroize::Zeroizing;

use super::{Error, t1::append};

const GET_RESPONSE: u8 = 0xC0;
/// The longest answer APDU.
const MOST_ANSWER: usize = 65_538;
/// Pieces of one answer.
const MOST_PIECES: usize = 512;

/// One short command APDU with its whole answer; `exchange` carries one command of T=0.
///
/// # Errors
/// [`Error::Unsupported`] for extended APDUs, [`Error::CardProtocol`], and what `exchange` says.
pub fn transmit(
    apdu: &[u8],
    mut exchange: impl FnMut(&[u8]) -> Result<Zeroizing<Vec<u8>>, Error>,
) -> Result<Zeroizing<Vec<u8>>, Error> {
    let Case {
        mut command,
        expected,
    } = case(apdu)?;
    let mut whole = Zeroizing::new(Vec::new());
    let mut repeated = false;
    for _ in 0..MOST_PIECES {
        let answer = exchange(&command)?;
        let (data, status) = answer
            .split_last_chunk::<2>()
            .ok_or(Error::CardProtocol("no status"))?;
        if whole.len() + data.len() > MOST_ANSWER {
            return Err(Error::TooLong);
        }
        append(&mut whole, data);
        let [first, second] = *status;
        match first {
            // The card names the length it wants: once, and only where data is expected.
            0x6C if expected && !repeated => {
                repeated = true;
                if let Some(length) = command.get_mut(4) {
                    *length = second;
                }
            }
            0x61 if expected => {
                command = Zeroizing::new(vec![
                    command.first().copied().unwrap_or(0) & 0x0F,
                    GET_RESPONSE,
                    0x00,
                    0x00,
                    second,
                ]);
                repeated = false;
            }
            _ => {
                append(&mut whole, status);
                return Ok(whole);
            }
        }
    }
    Err(Error::CardProtocol("endless answer"))
}

struct Case {
    command: Zeroizing<Vec<u8>>,
    /// The command says that data is expected.
    expected: bool,
}

/// The command of T=0 for a short APDU of any of the four cases.
fn case(apdu: &[u8]) -> Result<Case, Error> {
    let with = |command: Vec<u8>, expected| Case {
        command: Zeroizing::new(command),
        expected,
    };
    Ok(match apdu {
        [a, b, c, d] => with(vec![*a, *b, *c, *d, 0], false),
        [_, _, _, _, _] => with(apdu.to_vec(), true),
        [_, _, _, _, length @ 1..=255, data @ ..] if data.len() == usize::from(*length) => {
            with(apdu.to_vec(), false)
        }
        [_, _, _, _, length @ 1..=255, data @ ..] if data.len() == usize::from(*length) + 1 => {
            with(apdu[..apdu.len() - 1].to_vec(), true)
        }
        _ => return Err(Error::Unsupported("not a short APDU")),
    })
}
