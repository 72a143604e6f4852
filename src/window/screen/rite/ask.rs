//! What is asked of the thread at each stage.

use super::{Entry, Kind, RiteDialog, Stage};
use crate::device::programming_key::LastTry;
use crate::window::desk::{Rite, RiteDone, Unlock, sheet_text};
use crate::window::screen::Ctx;

impl RiteDialog {
    /// What is to be done next; none where nothing is left to do.
    pub(super) fn rite(&self, ctx: Ctx<'_>, last_try: LastTry) -> Option<Rite> {
        let unlock = |entry| Unlock {
            pin: self.secret(entry),
            last_try,
        };
        Some(match (&self.kind, &self.stage) {
            (Kind::Add(new), Stage::First) => Rite::Prepare {
                label: new.label.trim().to_owned(),
                unlock: unlock(Entry::NewPin),
                puk: self.secret(Entry::Puk),
                renew: self.renew,
            },
            (Kind::Prepare, Stage::First) => Rite::Prepare {
                label: ctx.say("token-default-label"),
                unlock: unlock(Entry::NewPin),
                puk: self.secret(Entry::Puk),
                renew: self.renew,
            },
            (Kind::Add(new), Stage::Seal) if self.by_code() => Rite::AdmitByCode {
                new: new.clone(),
                code: self.secret(Entry::Code),
                unlock: unlock(Entry::NewPin),
                puk: self.secret(Entry::Puk),
            },
            (Kind::Add(_), Stage::Seal) => Rite::Seal(unlock(Entry::Pin)),
            (Kind::Add(new), Stage::Admit) => Rite::Admit {
                new: new.clone(),
                unlock: unlock(Entry::NewPin),
                puk: self.secret(Entry::Puk),
            },
            (Kind::Remove(key, _) | Kind::Lose(key, _), Stage::First) => Rite::Remove {
                key: *key,
                stolen: self.chosen == Some(true),
                unlock: unlock(Entry::Pin),
            },
            (Kind::Unblock, Stage::First) => Rite::Unblock {
                puk: self.secret(Entry::Puk),
                pin: self.secret(Entry::NewPin),
                last_puk_try: last_try,
            },
            (Kind::Recover, Stage::First) if self.chosen? => Rite::Renew {
                password: self.secret(Entry::Password),
                path: self.path.trim().into(),
                language: ctx.texts.language(),
                unlock: unlock(Entry::Pin),
            },
            (Kind::Recover, Stage::First) => Rite::Rehearse(self.secret(Entry::Code)),
            (_, Stage::Done(RiteDone::Sheet { system, code, date })) => Rite::WriteSheet {
                path: self.path.trim().into(),
                text: sheet_text(ctx.texts, system, code.expose(), date),
            },
            _ => return None,
        })
    }
}
