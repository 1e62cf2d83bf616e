//! What stands in the form of the nightly backups, and the settings that it means. Pure.

use crate::texts;
use crosswalk_contract::{Nightly, SetBackups};
use crosswalk_model::{Secret, Time};

/// How many backups may be kept.
const KEPT: std::ops::RangeInclusive<u16> = 1..=366;

/// What is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// Whether one is made each night.
    pub is_on: bool,
    /// Into which folder.
    pub folder: String,
    /// At what time, as `02:30`.
    pub at: String,
    /// How many are kept.
    pub keep: String,
    /// Whether a passphrase opens them too.
    pub by_passphrase: bool,
    /// A new one.
    pub passphrase: String,
}

/// What is wrong with which field.
pub type Wrong = (&'static str, &'static str);

impl Typed {
    /// The question that saves it. Where a passphrase is kept already, an empty box leaves it as it is.
    pub fn asked(&self, has_passphrase: bool) -> Result<SetBackups, Wrong> {
        let nightly = self.is_on.then(|| self.nightly()).transpose()?;
        Ok(SetBackups { nightly, passphrase: self.secret(has_passphrase)? })
    }

    fn nightly(&self) -> Result<Nightly, Wrong> {
        let folder = self.folder.trim().to_owned();
        if folder.is_empty() {
            return Err(("folder", texts::form_missing()));
        }
        let at: Time = self.at.parse().map_err(|_| ("at", texts::alerts_bad_time()))?;
        let keep = self.keep.trim().parse().ok().filter(|keep| KEPT.contains(keep));
        Ok(Nightly { folder, at, keep: keep.ok_or(("keep", texts::backups_bad_keep()))? })
    }

    fn secret(&self, has_passphrase: bool) -> Result<Option<Secret>, Wrong> {
        match (self.by_passphrase, has_passphrase, self.passphrase.is_empty()) {
            (true, _, false) => Ok(Some(Secret::new(self.passphrase.clone()))),
            (true, true, true) | (false, false, _) => Ok(None),
            (true, false, true) => Err(("passphrase", texts::form_missing())),
            (false, true, _) => Ok(Some(Secret::new(String::new()))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed() -> Typed {
        let text = |text: &str| text.to_owned();
        Typed {
            is_on: true,
            folder: text(" /srv/backups "),
            at: text("02:30"),
            keep: text("7"),
            ..Typed::default()
        }
    }

    #[test]
    fn what_is_typed_is_what_is_made_each_night() {
        let asked = typed().asked(false).unwrap();
        let nightly = asked.nightly.unwrap();
        assert_eq!((nightly.folder.as_str(), nightly.keep), ("/srv/backups", 7));
        assert_eq!(nightly.at, Time::constant(2, 30, 0, 0));
        let off = Typed { is_on: false, folder: String::new(), ..typed() };
        assert_eq!(off.asked(false), Ok(SetBackups { nightly: None, passphrase: None }));
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (wrong, field) in [
            (Typed { folder: " ".into(), ..typed() }, "folder"),
            (Typed { at: "half past two".into(), ..typed() }, "at"),
            (Typed { keep: "0".into(), ..typed() }, "keep"),
            (Typed { keep: "367".into(), ..typed() }, "keep"),
            (Typed { by_passphrase: true, ..typed() }, "passphrase"),
        ] {
            assert_eq!(wrong.asked(false).unwrap_err().0, field, "{wrong:?}");
        }
    }

    #[test]
    fn a_passphrase_stays_until_it_is_replaced_or_taken_away() {
        let with = |by_passphrase, passphrase: &str, has| {
            Typed { by_passphrase, passphrase: passphrase.into(), ..typed() }.asked(has).unwrap().passphrase
        };
        assert_eq!(with(true, "", true), None, "it stays");
        assert_eq!(with(true, "new", true), Some(Secret::new("new")));
        assert_eq!(with(false, "", true), Some(Secret::new("")), "it is taken away");
        assert_eq!(with(false, "typed and switched off", false), None);
    }
}
