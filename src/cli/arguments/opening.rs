//! What may be written behind `open`, `demo` and `bench`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// `open FILE`.
#[derive(Debug, Default, Args)]
pub struct Open {
    /// The system file.
    pub file: Option<PathBuf>,
    /// How the window looks.
    #[command(flatten)]
    pub looks: Looks,
}

/// How the window looks.
#[derive(Debug, Clone, Default, Args)]
pub struct Looks {
    /// light, dark or high-contrast.
    #[arg(long, env = "KEYWRIGHT_THEME", value_name = "THEME")]
    pub theme: Option<String>,
    /// The scale of the window in per cent, 100 to 200.
    #[arg(long, env = "KEYWRIGHT_SCALE", value_name = "PERCENT")]
    pub scale: Option<u16>,
    /// The language of the window: en, fi, sv or de.
    #[arg(long, env = "KEYWRIGHT_LANGUAGE", value_name = "LANGUAGE", value_parser = super::LANGUAGES)]
    pub language: Option<String>,
}

/// `demo DIR`.
#[derive(Debug, Args)]
pub struct Demo {
    /// The folder to make: demo.keywright, bench, pin, operator, password.
    pub directory: PathBuf,
    /// Perform the main job and print it, without a window.
    #[arg(long)]
    pub headless: bool,
    /// Remove what an earlier demo left in the folder.
    #[arg(long)]
    pub fresh: bool,
    /// How the window looks.
    #[command(flatten)]
    pub looks: Looks,
}

/// `bench DIR [...]`.
#[derive(Debug, Args)]
pub struct Bench {
    /// The folder of the bench.
    pub directory: PathBuf,
    /// What to do on a running bench; left out, runs it in the foreground.
    #[command(subcommand)]
    pub action: Option<BenchAction>,
}

/// What can be done on a running bench.
#[derive(Debug, Subcommand)]
pub enum BenchAction {
    /// Makes a fob, or a programming key. The first programming key is plugged in at once; another with `insert`.
    New {
        /// fob or token.
        #[arg(value_parser = ["fob", "token"])]
        kind: String,
        /// Its name on the bench.
        name: String,
        /// The chip of a fob.
        #[arg(long, default_value = "ev1-4k")]
        chip: String,
        /// A programming key as it leaves the factory, with a management key for 3des, aes128, aes192 or aes256.
        #[arg(long, value_name = "CIPHER")]
        factory: Option<String>,
    },
    /// Plugs a programming key in; the one that was plugged in is pulled.
    Insert {
        /// Its name.
        name: String,
    },
    /// Pulls the programming key out.
    Remove {
        /// Only once it has answered so many commands more.
        #[arg(long)]
        after_exchange: Option<u32>,
    },
    /// Puts a programming key that is not plugged in into the contact slot, as a card.
    Seat {
        /// Its name.
        name: String,
    },
    /// Takes the card out of the contact slot.
    Unseat,
    /// Lays a medium on the encoder.
    Lay {
        /// Its name.
        name: String,
    },
    /// Takes away what lies on the encoder.
    Lift,
    /// Pulls the encoder out of its port.
    Unplug {
        /// Only once so many more card exchanges have been made.
        #[arg(long)]
        after_exchange: Option<u64>,
    },
    /// Plugs the encoder in again.
    Plug,
    /// Pulls the medium away once so many more exchanges have been made.
    Pull {
        /// After how many card exchanges from now.
        #[arg(long)]
        after_exchange: u64,
    },
    /// Holds a medium to a lock.
    Present {
        /// Its name.
        name: String,
        /// The lock's number, name or id.
        #[arg(long)]
        lock: String,
        /// When.
        #[arg(long)]
        at: Option<String>,
    },
    /// What a medium holds, as the bench sees it.
    Dump {
        /// Its name.
        name: String,
    },
    /// Exchanges, bytes each way and modelled microseconds since the last call.
    Stats,
}
