//! Watches the encoder and the programming key. The encoder is shared with the thread that programs: while one
//! has it, the other waits.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use iced::futures::channel::mpsc::UnboundedSender;

use super::data::{Answer, EncoderState, Plugged, TokenState};
use super::{Config, Fault};
use crate::device::encoder::{FobState, MediumInfo};
use crate::device::piv::PinState;
use crate::device::{self};
use crate::window::preferences::Preferences;
use crate::workflow::hardware::{
    self, Bell, BoxedEncoder, CardListener, Cards, EncoderPort, Finder, OwnKeys, TokenName,
};
use crate::workflow::{self};

/// Time between two looks at the field.
const PAUSE: Duration = Duration::from_millis(250);
/// Time between two looks for an encoder that was not there, where nobody tells that it comes.
const RETRY: Duration = Duration::from_millis(500);
/// As [`RETRY`], where the system tells it.
const RETRY_TOLD: Duration = Duration::from_secs(5);
/// After a device came, so long its port may be on its way.
const ARRIVING: Duration = Duration::from_secs(2);
/// Time between two looks at the programming key where nobody tells that it comes and goes.
const TOKEN: Duration = Duration::from_secs(2);
/// As [`TOKEN`], where the system tells it. For cards the readers are asked more often.
const TOKEN_TOLD: Duration = Duration::from_secs(5);

/// Time between two questions to the readers whether a card is in them.
const CARDS: Duration = Duration::from_millis(500);
/// As [`CARDS`], where the smart card service has the readers and tells.
const CARDS_TOLD: Duration = Duration::from_secs(5);
/// As [`TOKEN`], on a bench, where a look costs nothing.
const TOKEN_ON_BENCH: Duration = Duration::from_millis(500);

/// The encoder in the hands of two threads.
pub(super) type Shared = Arc<Mutex<Reader>>;

/// The encoder, opened as soon as it is needed.
pub(super) struct Reader {
    config: Config,
    encoder: Option<BoxedEncoder>,
    finder: Finder,
    own: Option<OwnKeys>,
    /// What the watching thread told of the programming key is old: the keys it is judged by are others now, or another
    /// thread has told more.
    stale: bool,
}

impl Reader {
    pub(super) fn shared(config: &Config) -> Shared {
        let mut finder = Finder::new(config.encoder_ports.clone(), config.contact.clone());
        if let Some(path) = &config.preferences {
            let _first = finder.choose(Some(Preferences::read(path).encoder));
        }
        Arc::new(Mutex::new(Self {
            config: config.clone(),
            encoder: None,
            finder,
            own: None,
            stale: false,
        }))
    }

    /// The programming keys of the open system, by which the one that is plugged in is judged.
    pub(super) fn know(&mut self, own: OwnKeys) {
        self.own = Some(own);
        self.stale = true;
    }

    /// How the named programming key stands towards the open system.
    pub(super) fn token_state(&self, name: &TokenName) -> TokenState {
        match &self.own {
            Some(own) => own.look(name).map_or_else(missing, |(found, refused)| {
                match refused {
                    // Whosever it is, its PIN can be given its tries back here.
                    Some(error) if found.pin != PinState::Blocked => {
                        TokenState::Foreign(plugged(found), error.into())
                    }
                    _ => standing(found),
                }
            }),
            None => hardware::look_at_token(name).map_or_else(missing, standing),
        }
    }

    /// The number of the programming key that is plugged in.
    pub(super) fn plugged(&self) -> Option<String> {
        let name = self.config.token.as_ref()?;
        let (found, _) = self.own.as_ref()?.look(name).ok()?;
        Some(found.serial)
    }

    /// The encoder, opened now where it is not yet.
    pub(super) fn encoder(&mut self) -> Result<&mut BoxedEncoder, workflow::Error> {
        let encoder = if let Some(encoder) = self.encoder.take() {
            encoder
        } else if let Some(port) = &self.config.encoder {
            hardware::open_encoder(port)?
        } else {
            self.finder.open()?.1
        };
        Ok(self.encoder.insert(encoder))
    }

    /// The encoder is the one at this port from now on; with an empty name, the one that is found.
    pub(super) fn choose_encoder(&mut self, port: &str) {
        if self.finder.choose(Some(port.to_owned())) {
            self.encoder = None;
        }
    }

    /// The thread that works has told how the programming key stands: what was watched before is old.
    pub(super) fn note_token_told(&mut self) {
        self.stale = true;
    }

    /// Lets go of an encoder that is gone.
    pub(super) fn after(&mut self, error: &workflow::Error) {
        if let workflow::Error::Encoder(device::Error::Unplugged { .. } | device::Error::Closed) =
            error
        {
            self.encoder = None;
        }
    }
}

/// A lock that a thread left by a panic still guards a usable encoder: every job begins by asking the fob.
pub(super) fn hold(shared: &Shared) -> MutexGuard<'_, Reader> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Watches until nobody listens.
pub(super) fn watch(config: &Config, shared: &Shared, outbox: &UnboundedSender<Answer>) {
    let mut watcher = Watcher {
        config,
        outbox,
        encoder: None,
        ports: Vec::new(),
        token: None,
        lying: None,
        encoder_due: Instant::now(),
        ports_due: Instant::now(),
        token_due: Instant::now(),
        token_pause: TOKEN,
        cards: None,
        cards_due: Instant::now() + CARDS,
        listener: matches!(config.token, Some(TokenName::Usb(_) | TokenName::Pcsc(_)))
            .then(CardListener::start),
        told: false,
        moved: None,
    };
    if matches!(config.token, Some(TokenName::Bench(_))) {
        watcher.token_pause = TOKEN_ON_BENCH;
    }
    let bell = Bell::hang();
    watcher.told = bell.is_told();
    if bell.is_told() && matches!(config.token, Some(TokenName::Usb(_) | TokenName::Pcsc(_))) {
        watcher.token_pause = TOKEN_TOLD;
    }
    while !outbox.is_closed() {
        {
            let mut reader = hold(shared);
            if std::mem::take(&mut reader.stale) {
                watcher.token = None;
                watcher.token_due = Instant::now();
            }
            watcher.look_at_encoder(&mut reader);
            watcher.look_at_ports(&reader);
            watcher.look_at_token(&mut reader);
            watcher.look_for_cards();
        }
        if bell.wait(Instant::now() + PAUSE) {
            watcher.look_now();
        }
    }
    hardware::leave_readers();
}

struct Watcher<'a> {
    config: &'a Config,
    outbox: &'a UnboundedSender<Answer>,
    encoder: Option<EncoderState>,
    ports: Vec<EncoderPort>,
    token: Option<TokenState>,
    lying: Option<Vec<u8>>,
    encoder_due: Instant,
    ports_due: Instant,
    token_due: Instant,
    token_pause: Duration,
    cards: Option<Cards>,
    cards_due: Instant,
    listener: Option<CardListener>,
    /// The system tells of what is plugged into USB.
    told: bool,
    moved: Option<Instant>,
}

impl Watcher<'_> {
    /// Something was plugged in or pulled out. The smart card service may take a reader a little later than we
    /// looked, and a port appears a little after its adapter: more looks follow.
    fn look_now(&mut self) {
        let now = Instant::now();
        (self.encoder_due, self.token_due) = (now, now);
        self.ports_due = now;
        self.moved = Some(now);
    }

    /// Time until the next look for a port that is not there.
    fn retry(&self, now: Instant) -> Duration {
        if self.moved.is_some_and(|moved| now < moved + ARRIVING) {
            return PAUSE;
        }
        // A port that is there and silent is waited for, and so is one that no adapter on USB brings.
        let comes_by_usb = match &self.config.encoder {
            Some(port) => {
                !port.exists() && port.starts_with("/dev") && !port.starts_with("/dev/pts")
            }
            None => self.config.encoder_ports.is_none(),
        };
        if self.told && comes_by_usb {
            RETRY_TOLD
        } else {
            RETRY
        }
    }

    fn look_at_encoder(&mut self, reader: &mut Reader) {
        let now = Instant::now();
        if now < self.encoder_due {
            return;
        }
        match self.presence(reader) {
            Ok(Some(state)) => self.say_encoder(state),
            Ok(None) => {}
            Err(error) => {
                reader.after(&error);
                self.encoder_due = now + self.retry(now);
                self.lying = None;
                self.say_encoder(match error {
                    workflow::Error::NoEncoder => EncoderState::Unnamed,
                    error => EncoderState::Missing(Fault::from(error)),
                });
            }
        }
    }

    /// The ports where an encoder may be, where that has changed and none was named.
    fn look_at_ports(&mut self, reader: &Reader) {
        let now = Instant::now();
        if self.config.encoder.is_some() || now < self.ports_due {
            return;
        }
        self.ports_due = now + self.retry(now);
        let ports = reader.finder.ports();
        if ports != self.ports {
            self.ports.clone_from(&ports);
            let _gone = self.outbox.unbounded_send(Answer::Ports(ports));
        }
    }

    /// What lies there, where that has changed.
    fn presence(&mut self, reader: &mut Reader) -> Result<Option<EncoderState>, workflow::Error> {
        // One that was opened anew may be another.
        let anew = reader.encoder.is_none();
        let encoder = reader.encoder()?;
        let seen = encoder.presence()?;
        let known = !anew
            && !matches!(
                self.encoder,
                None | Some(EncoderState::Missing(_) | EncoderState::Unnamed)
            );
        if known && seen == self.lying {
            return Ok(None);
        }
        if seen.is_none() {
            self.lying = None;
            return Ok(Some(EncoderState::Empty));
        }
        match encoder.look() {
            Ok(Some(info)) => {
                self.lying = seen;
                Ok(Some(state_of(info)))
            }
            Ok(None) => {
                self.lying = None;
                Ok(Some(EncoderState::Empty))
            }
            // Laid down while we looked: look again next time.
            Err(error) if error.is_interruption() => Ok(None),
            Err(error @ (device::Error::Unplugged { .. } | device::Error::Closed)) => {
                Err(error.into())
            }
            Err(error) => {
                self.lying = seen;
                let error = workflow::Error::from(error);
                Ok(Some(EncoderState::Unusable(Some(error.into()))))
            }
        }
    }

    /// A card in a reader comes and goes without a word: where one did, the programming key is looked at.
    fn look_for_cards(&mut self) {
        let now = Instant::now();
        let told = self.listener.as_ref().is_some_and(CardListener::is_told);
        if self.listener.as_ref().is_some_and(CardListener::moved) {
            self.cards_due = now;
        }
        let Some(name) = self.config.token.as_ref().filter(|_| now >= self.cards_due) else {
            return;
        };
        let cards = hardware::cards(name);
        if self.cards.is_some() && self.cards != cards {
            self.token_due = now;
        }
        self.cards = cards;
        self.cards_due = now + if told { CARDS_TOLD } else { CARDS };
    }

    fn look_at_token(&mut self, reader: &mut Reader) {
        let now = Instant::now();
        if now < self.token_due {
            return;
        }
        let moved = self.moved.is_some_and(|moved| now < moved + RETRY);
        self.token_due = now + if moved { RETRY } else { self.token_pause };
        let state = match &self.config.token {
            None => TokenState::Unnamed,
            Some(name) => reader.token_state(name),
        };
        if self.token.as_ref() != Some(&state) {
            self.token = Some(state.clone());
            let _gone = self.outbox.unbounded_send(Answer::Token(state));
        }
    }

    fn say_encoder(&mut self, state: EncoderState) {
        if self.encoder.as_ref() != Some(&state) {
            self.encoder = Some(state.clone());
            let _gone = self.outbox.unbounded_send(Answer::Encoder(state));
        }
    }
}

fn state_of(info: MediumInfo) -> EncoderState {
    match info.state {
        FobState::Factory => EncoderState::New(info.uid),
        FobState::Started | FobState::Ours { .. } => EncoderState::Programmed(info.uid),
        FobState::Foreign => EncoderState::Unusable(None),
    }
}

fn standing(found: hardware::TokenState) -> TokenState {
    match found.pin {
        PinState::Verified | PinState::Untold => TokenState::Ready(plugged(found), None),
        PinState::Tries(left) => TokenState::Ready(plugged(found), Some(left)),
        PinState::Blocked => TokenState::Blocked(plugged(found)),
    }
}

fn plugged(found: hardware::TokenState) -> Plugged {
    Plugged {
        label: found.label,
        serial: found.serial,
    }
}

fn missing(error: workflow::Error) -> TokenState {
    if error.is_token_gone() {
        TokenState::Missing(error.into())
    } else {
        TokenState::Barred(error.into())
    }
}
