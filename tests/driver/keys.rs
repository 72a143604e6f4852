//! The keyboard: text as it is typed, keys alone, held and with others.

use super::*;

impl<P: Program + 'static> Driver<P> {
    pub(super) fn hold_modifiers(&mut self, modifiers: Modifiers) {
        self.modifiers = modifiers;
        self.send(Event::Keyboard(keyboard::Event::ModifiersChanged(
            modifiers,
        )));
    }

    /// Types letters into what has the focus.
    pub fn type_text(&mut self, text: &str) {
        for letter in text.chars() {
            let letter: String = letter.into();
            self.key(
                Key::Character(letter.as_str().into()),
                Some(letter.as_str()),
                false,
            );
        }
    }

    /// Presses and releases a named key.
    pub fn press(&mut self, named: key::Named) {
        let text = match named {
            key::Named::Space => Some(" "),
            key::Named::Enter => Some("\r"),
            key::Named::Tab => Some("\t"),
            _ => None,
        };
        self.key(Key::Named(named), text, false);
    }

    /// Presses Enter on the numeric keypad, as a keyboard that has one says it.
    pub fn press_keypad_enter(&mut self) {
        let key = Key::Named(key::Named::Enter);
        let physical_key = key::Physical::Code(key::Code::NumpadEnter);
        self.send(Event::Keyboard(keyboard::Event::KeyPressed {
            key: key.clone(),
            modified_key: key.clone(),
            physical_key,
            location: keyboard::Location::Numpad,
            modifiers: self.modifiers,
            text: Some("\r".into()),
            repeat: false,
        }));
        self.send(Event::Keyboard(keyboard::Event::KeyReleased {
            key: key.clone(),
            modified_key: key,
            physical_key,
            location: keyboard::Location::Numpad,
            modifiers: self.modifiers,
        }));
    }

    /// Presses a named key, and hears nothing of what comes of it until something else is done: the screen stays as it
    /// is right after the press.
    pub fn press_unheard(&mut self, named: key::Named) {
        self.send_quietly(Event::Keyboard(keyboard::Event::KeyPressed {
            key: Key::Named(named),
            modified_key: Key::Named(named),
            physical_key: key::Physical::Unidentified(key::NativeCode::Unidentified),
            location: keyboard::Location::Standard,
            modifiers: self.modifiers,
            text: None,
            repeat: false,
        }));
    }

    /// A key that is held down sends itself again.
    pub fn hold(&mut self, named: key::Named) {
        self.key(Key::Named(named), None, true);
    }

    /// Presses a key while modifiers are held.
    pub fn press_with(&mut self, modifiers: Modifiers, key: Key) {
        self.hold_modifiers(modifiers);
        self.key(key, None, false);
        self.hold_modifiers(Modifiers::default());
    }

    pub(super) fn key(&mut self, key: Key, text: Option<&str>, repeat: bool) {
        let physical_key = key::Physical::Unidentified(key::NativeCode::Unidentified);
        self.send(Event::Keyboard(keyboard::Event::KeyPressed {
            key: key.clone(),
            modified_key: key.clone(),
            physical_key,
            location: keyboard::Location::Standard,
            modifiers: self.modifiers,
            text: text.map(Into::into),
            repeat,
        }));
        self.send(Event::Keyboard(keyboard::Event::KeyReleased {
            key: key.clone(),
            modified_key: key,
            physical_key,
            location: keyboard::Location::Standard,
            modifiers: self.modifiers,
        }));
    }
}
