//! The log as a file for others.

use std::fs::{File, OpenOptions};
use std::io::{BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::{Error, Station};
use crate::model::Permission;
use crate::store::AuditEntry;

/// How many entries are read at once.
const STRETCH: u32 = 1000;

impl Station {
    /// Writes the whole log, the newest entry first, as a CSV file that is not there yet. Answers with the number of
    /// entries. The file stands under its name once it is whole.
    ///
    /// # Errors
    /// [`Error::RightMissing`], [`Error::FileNotWritten`], [`Error::Store`]. Then nothing stands under the name.
    pub fn export_log(&self, path: &Path) -> Result<u64, Error> {
        self.require(Permission::ViewLog)?;
        let failed = |error: std::io::Error| not_written(path, &error);
        write_whole(path, |out| {
            let head = [
                "number", "time", "operator", "action", "kind", "record", "facts", "personal",
            ];
            writeln!(out, "{}", head.join(",")).map_err(failed)?;
            let (mut before, mut count) = (None, 0);
            loop {
                let page = self.read(|reading| reading.audit_page(before, STRETCH))?;
                let Some(last) = page.last() else {
                    return Ok(count);
                };
                before = Some(last.sequence);
                for entry in &page {
                    writeln!(out, "{}", csv_line(entry)).map_err(failed)?;
                    count += 1;
                }
            }
        })
    }
}

fn not_written(path: &Path, error: &std::io::Error) -> Error {
    Error::FileNotWritten {
        file: path.display().to_string(),
        reason: error.to_string(),
    }
}

/// Writes a file that is not there yet: beside its name, brought to the disk, then under it. Cut off or refused, it
/// leaves nothing under the name; what is left beside it goes with the next try.
fn write_whole<T>(
    path: &Path,
    work: impl FnOnce(&mut dyn Write) -> Result<T, Error>,
) -> Result<T, Error> {
    let failed = |error: std::io::Error| not_written(path, &error);
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    let part = PathBuf::from(name);
    if path.exists() {
        return Err(failed(ErrorKind::AlreadyExists.into()));
    }
    let written = private_file(&part).map_err(failed).and_then(|file| {
        let mut out = BufWriter::new(file);
        let answer = work(&mut out)?;
        out.flush().map_err(failed)?;
        out.get_ref().sync_all().map_err(failed)?;
        Ok(answer)
    });
    let named = written.and_then(|answer| {
        if path.exists() {
            return Err(failed(ErrorKind::AlreadyExists.into()));
        }
        std::fs::rename(&part, path).map_err(failed)?;
        Ok(answer)
    });
    if named.is_err() {
        let _cleaned = std::fs::remove_file(&part);
    }
    named
}

/// An empty file that nobody but its owner may read: the log tells of people.
fn private_file(path: &Path) -> std::io::Result<File> {
    // What an interrupted run left may have other rights, so it is not written into.
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut options = OpenOptions::new();
    let options = options.write(true).create_new(true);
    #[cfg(unix)]
    let options = std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options.open(path)
}

fn csv_line(entry: &AuditEntry) -> String {
    let pairs = |pairs: &mut dyn Iterator<Item = (&String, &String)>| {
        pairs
            .map(|(name, value)| format!("{name}={value}"))
            .collect::<Vec<_>>()
            .join("; ")
    };
    let subject = entry.subject.map(|id| data_encoding::HEXLOWER.encode(&id));
    let facts = pairs(&mut entry.facts.iter().map(|(name, value)| (name, value)));
    let told = entry.personal.iter();
    let told = pairs(&mut told.filter_map(|(name, value)| Some((name, value.as_ref()?))));
    [
        entry.sequence.to_string(),
        entry.at.to_string(),
        entry.actor.clone(),
        entry.action.clone(),
        entry.subject_kind.clone(),
        subject.unwrap_or_default(),
        facts,
        told,
    ]
    .map(|field| csv_field(&field))
    .join(",")
}

/// A field in quotes. A spreadsheet takes what begins with these signs for a formula, so they get a mark before them.
fn csv_field(text: &str) -> String {
    let mark = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        "'"
    } else {
        ""
    };
    format!("\"{mark}{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::*;

    #[test]
    fn a_field_of_the_log_is_no_formula_and_keeps_its_quotes() {
        assert_eq!(csv_field("plain, text"), "\"plain, text\"");
        assert_eq!(csv_field("say \"hi\""), "\"say \"\"hi\"\"\"");
        assert_eq!(csv_field("=1+1"), "\"'=1+1\"");
    }

    #[test]
    fn what_cannot_be_written_whole_leaves_nothing_and_may_be_tried_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log.csv");
        let names = || {
            let all = std::fs::read_dir(folder.path()).unwrap();
            let names = all.map(|one| one.unwrap().file_name().into_string().unwrap());
            names.collect::<Vec<_>>()
        };
        let broken = write_whole::<()>(&path, |out| {
            out.write_all(&vec![b'x'; 100_000]).unwrap();
            Err(crate::store::Error::DiskFailed.into())
        });
        assert!(broken.is_err());
        assert!(names().is_empty(), "{:?}", names());
        // What a station that died in between left is no hindrance.
        std::fs::write(
            folder.path().join("log.csv.part"),
            b"half of an earlier one",
        )
        .unwrap();
        let text = |text: &'static str| {
            write_whole(&path, move |out| {
                out.write_all(text.as_bytes()).unwrap();
                Ok(7)
            })
        };
        assert_eq!(text("whole").unwrap(), 7);
        assert_eq!(names(), ["log.csv"]);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = std::fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        // Nothing is written over.
        assert!(matches!(text("again"), Err(Error::FileNotWritten { .. })));
        assert_eq!(std::fs::read(&path).unwrap(), b"whole");
        assert_eq!(names(), ["log.csv"]);
    }
}
