//! How a person wants the window: kept in a file of the person, not in the system.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::ui::Look;
use super::ui::theme::{Mode, Scale, TextSize};
use crate::i18n::Language;

/// What a person chose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    /// The language, as its tag.
    pub language: String,
    /// The colours: light, dark or high-contrast.
    pub theme: String,
    /// The size of text: normal, large or larger.
    pub text_size: String,
    /// The scale of the window in per cent.
    pub scale: u16,
    /// After how many minutes without a key or a press the window locks itself; 0 = never.
    pub auto_lock: u16,
    /// The serial port of the encoder, by a name that stays; empty where it is found by itself.
    pub encoder: String,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            language: "en".to_owned(),
            theme: "light".to_owned(),
            text_size: "normal".to_owned(),
            scale: 100,
            auto_lock: 10,
            encoder: String::new(),
        }
    }
}

/// The words of the colours.
pub fn mode_word(mode: Mode) -> &'static str {
    match mode {
        Mode::Light => "light",
        Mode::Dark => "dark",
        Mode::HighContrast => "high-contrast",
    }
}

/// The words of the sizes of text.
pub fn size_word(size: TextSize) -> &'static str {
    match size {
        TextSize::Normal => "normal",
        TextSize::Large => "large",
        TextSize::Larger => "larger",
    }
}

impl Preferences {
    /// What is in the file; the usual where there is none, or no such file.
    pub fn read(path: &Path) -> Self {
        std::fs::read_to_string(path)
            .ok()
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default()
    }

    /// Writes the file, with the folder it lies in.
    ///
    /// # Errors
    /// What the operating system says.
    pub fn write(&self, path: &Path) -> std::io::Result<()> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let text = serde_json::to_string_pretty(self).map_err(std::io::Error::other)?;
        let draft = path.with_extension("part");
        std::fs::write(&draft, text)?;
        std::fs::rename(draft, path)
    }

    /// Where the file of this person is, if the person has a folder at all.
    pub fn usual_path() -> Option<PathBuf> {
        let named = |name| std::env::var_os(name).filter(|value| !value.is_empty());
        let folder = named("XDG_CONFIG_HOME")
            .map(PathBuf::from)
            .or_else(|| named("HOME").map(|home| Path::new(&home).join(".config")))?;
        Some(folder.join("keywright/window.json"))
    }

    /// The language.
    pub fn language(&self) -> Language {
        Language::of(&self.language)
    }

    /// The colours.
    pub fn mode(&self) -> Mode {
        let mut known = Mode::ALL.into_iter();
        known
            .find(|mode| mode_word(*mode) == self.theme)
            .unwrap_or_default()
    }

    /// The size of text.
    pub fn text_size(&self) -> TextSize {
        let mut known = TextSize::ALL.into_iter();
        known
            .find(|size| size_word(*size) == self.text_size)
            .unwrap_or_default()
    }

    /// The look.
    pub fn look(&self) -> Look {
        Look::new(self.mode(), self.text_size())
    }

    /// The scale.
    pub fn scale(&self) -> Scale {
        Scale::percent(self.scale)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn what_was_chosen_is_there_again_and_a_broken_file_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keywright/window.json");
        assert_eq!(Preferences::read(&path), Preferences::default());
        let chosen = Preferences {
            language: "fi".to_owned(),
            theme: mode_word(Mode::Dark).to_owned(),
            text_size: size_word(TextSize::Larger).to_owned(),
            scale: 150,
            auto_lock: 0,
            encoder: "/dev/serial/by-id/usb-FTDI_1234-if00-port0".to_owned(),
        };
        chosen.write(&path).unwrap();
        let read = Preferences::read(&path);
        assert_eq!(read, chosen);
        assert_eq!(read.language(), Language::Finnish);
        assert_eq!(
            (read.mode(), read.text_size()),
            (Mode::Dark, TextSize::Larger)
        );
        std::fs::write(&path, "{").unwrap();
        assert_eq!(Preferences::read(&path), Preferences::default());
    }
}
