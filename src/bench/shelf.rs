//! Where the media of a bench lie while they are not in a field, and how their memory lasts: one file for each
//! medium, replaced as a whole before the answer that tells of the change leaves.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::Error;
use super::card::{Fob, Medium};

/// The media of a bench by name.
pub struct Shelf {
    folder: PathBuf,
    /// `None` stands for the medium in the field.
    media: BTreeMap<String, Option<Fob>>,
}

impl Shelf {
    /// Reads all media from a folder, which is made where it does not exist.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        fs::create_dir_all(folder)?;
        let mut shelf = Self {
            folder: folder.to_path_buf(),
            media: BTreeMap::new(),
        };
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let name = path
                .file_stem()
                .and_then(|name| name.to_str())
                .map(str::to_owned);
            if path.extension().is_some_and(|extension| extension == "fob")
                && let Some(name) = name
            {
                let medium = serde_json::from_slice(&fs::read(&path)?).map_err(|source| {
                    Error::MemoryUnreadable {
                        name: name.clone(),
                        source,
                    }
                })?;
                shelf.put(&name, medium);
            }
        }
        Ok(shelf)
    }

    /// Adds a new medium.
    pub fn add(&mut self, name: &str, medium: Medium) -> Result<(), Error> {
        check_name(name)?;
        if self.media.contains_key(name) {
            return Err(Error::NameTaken {
                name: name.to_owned(),
            });
        }
        keep(&self.path(name), &medium)?;
        self.put(name, medium);
        Ok(())
    }

    /// Every name.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.media.keys().map(String::as_str)
    }

    /// Takes a medium off the shelf; it must be given back.
    pub fn take(&mut self, name: &str) -> Result<Fob, Error> {
        let place = self.media.get_mut(name).ok_or_else(|| Error::Unknown {
            name: name.to_owned(),
        })?;
        place.take().ok_or_else(|| Error::InUse {
            name: name.to_owned(),
        })
    }

    /// Gives a medium back.
    pub fn give_back(&mut self, name: &str, fob: Fob) {
        drop(self.media.insert(name.to_owned(), Some(fob)));
    }

    /// A medium that lies on the shelf; `None` where it is in the field.
    pub fn get(&mut self, name: &str) -> Result<Option<&mut Fob>, Error> {
        let place = self.media.get_mut(name).ok_or_else(|| Error::Unknown {
            name: name.to_owned(),
        })?;
        Ok(place.as_mut())
    }

    fn put(&mut self, name: &str, medium: Medium) {
        let path = self.path(name);
        let fob = Fob::kept(medium, Box::new(move |medium| keep(&path, medium)));
        drop(self.media.insert(name.to_owned(), Some(fob)));
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.fob"))
    }
}

/// Whether a file may bear this name.
pub(super) fn check_name(name: &str) -> Result<(), Error> {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
    if name.is_empty() || name.len() > 64 || !name.chars().all(plain) {
        return Err(Error::NameUnusable {
            name: name.to_owned(),
        });
    }
    Ok(())
}

/// Replaces a file so that after a crash it holds the old or the new memory.
fn keep(path: &Path, medium: &Medium) -> io::Result<()> {
    let temporary = path.with_extension("new");
    let mut file = File::create(&temporary)?;
    file.write_all(&serde_json::to_vec(medium)?)?;
    file.sync_all()?;
    fs::rename(&temporary, path)?;
    match path.parent() {
        Some(folder) => File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::*;

    #[test]
    fn a_medium_outlasts_its_shelf() {
        let folder = tempfile::tempdir().unwrap();
        let mut shelf = Shelf::open(folder.path()).unwrap();
        let medium = Medium::named("ev1-8k", [4, 1, 2, 3, 4, 5, 6]).unwrap();
        shelf.add("anna", medium.clone()).unwrap();
        let mut fob = shelf.take("anna").unwrap();
        assert!(matches!(shelf.take("anna"), Err(Error::InUse { .. })));
        let mut random = |bytes: &mut [u8]| bytes.fill(7);
        // CreateApplication.
        let create = [0xCA, 0x57, 0x4B, 0xF5, 0x0F, 0x84];
        assert_eq!(fob.exchange(&create, &mut random).unwrap().answer, [0x00]);
        drop(fob);
        let mut again = Shelf::open(folder.path()).unwrap();
        assert_eq!(again.names().collect::<Vec<_>>(), ["anna"]);
        let kept = again.take("anna").unwrap().medium();
        assert_ne!(kept, medium);
        assert_eq!(kept.dump()["applications"][0]["aid"], "F54B57");
    }

    #[test]
    fn a_memory_that_cannot_be_kept_does_not_change() {
        let medium = Medium::named("ev1-8k", [4, 1, 2, 3, 4, 5, 6]).unwrap();
        let mut fob = Fob::kept(
            medium.clone(),
            Box::new(|_| Err(io::ErrorKind::StorageFull.into())),
        );
        let create = [0xCA, 0x57, 0x4B, 0xF5, 0x0F, 0x84];
        assert_eq!(
            fob.exchange(&create, &mut |bytes: &mut [u8]| bytes.fill(7)),
            None
        );
        assert_eq!(fob.medium(), medium);
    }

    #[test]
    fn a_name_that_could_leave_the_folder_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let mut shelf = Shelf::open(folder.path()).unwrap();
        for name in ["", "../x", "a/b", "a b", "."] {
            let medium = Medium::named("unknown", [4, 1, 2, 3, 4, 5, 6]).unwrap();
            assert!(
                matches!(shelf.add(name, medium), Err(Error::NameUnusable { .. })),
                "{name}"
            );
        }
    }
}
