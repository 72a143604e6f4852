//! The seam between the rules of the store and a database engine: values, rows and statements. The
//! statements themselves are files under `resources/sql`, one text for every engine, with parameters
//! `$1` to `$n` that engines bind by name (SQLite numbers `$n` by first appearance, PostgreSQL by `n`).

use super::Error;
use crate::model::{Id, Stamp, Uid};
use crate::time::UtcMillis;

/// The text of the statement in `resources/sql/<name>.sql`, or one that is put together of several such.
macro_rules! statement {
    ($($name:literal),+) => {
        concat!($(include_str!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/resources/sql/",
            $name,
            ".sql"
        ))),+)
    };
}
pub(crate) use statement;

/// The parameters of a statement, in order.
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$($crate::store::sql::Value::from($value)),*] };
}
pub(crate) use params;

/// A value in a parameter or a column. Truth values are 0 and 1, times whole milliseconds since 1970.
#[derive(Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    Null,
    /// A whole number.
    Int(i64),
    /// A truth value, as parameter only.
    Bool(bool),
    /// Text.
    Text(String),
    /// Bytes.
    Blob(Vec<u8>),
}

/// Shows the kind only: values are people's data.
impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Null => "Null",
            Self::Int(_) => "Int(..)",
            Self::Bool(_) => "Bool(..)",
            Self::Text(_) => "Text(..)",
            Self::Blob(_) => "Blob(..)",
        })
    }
}

macro_rules! whole_numbers {
    ($($kind:ty),*) => { $(impl From<$kind> for Value {
        fn from(value: $kind) -> Self { Self::Int(i64::from(value)) }
    })* };
}
whole_numbers!(i64, u32, u16, u8);

impl From<u64> for Value {
    fn from(value: u64) -> Self {
        Self::Int(i64::try_from(value).unwrap_or(i64::MAX))
    }
}
impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}
impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}
impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}
impl From<&String> for Value {
    fn from(value: &String) -> Self {
        Self::Text(value.clone())
    }
}
impl From<&[u8]> for Value {
    fn from(value: &[u8]) -> Self {
        Self::Blob(value.to_vec())
    }
}
impl From<Vec<u8>> for Value {
    fn from(value: Vec<u8>) -> Self {
        Self::Blob(value)
    }
}
impl From<&Vec<u8>> for Value {
    fn from(value: &Vec<u8>) -> Self {
        Self::Blob(value.clone())
    }
}
impl<const N: usize> From<[u8; N]> for Value {
    fn from(value: [u8; N]) -> Self {
        Self::Blob(value.to_vec())
    }
}
impl<Kind> From<Id<Kind>> for Value {
    fn from(id: Id<Kind>) -> Self {
        Self::Blob(id.as_bytes().to_vec())
    }
}
impl From<UtcMillis> for Value {
    fn from(time: UtcMillis) -> Self {
        Self::Int(time.0)
    }
}
impl From<&Uid> for Value {
    fn from(uid: &Uid) -> Self {
        Self::Blob(uid.as_bytes().to_vec())
    }
}
impl From<Stamp> for Value {
    fn from(stamp: Stamp) -> Self {
        Self::Text(stamp.to_string())
    }
}
impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// One row of an answer. Columns count from 0, in the order of the statement.
#[derive(Debug)]
pub struct Row<'a>(&'a [Value]);

impl<'a> Row<'a> {
    /// The row whose columns these are.
    pub fn new(columns: &'a [Value]) -> Self {
        Self(columns)
    }

    fn at(&self, column: usize) -> &'a Value {
        self.0.get(column).unwrap_or(&Value::Null)
    }

    /// Whether the column holds nothing.
    pub fn is_null(&self, column: usize) -> bool {
        matches!(self.at(column), Value::Null)
    }

    /// A whole number.
    pub fn int(&self, column: usize) -> Result<i64, Error> {
        match self.at(column) {
            Value::Int(value) => Ok(*value),
            Value::Bool(value) => Ok(i64::from(*value)),
            _ => Err(Error::Unreadable { what: "number" }),
        }
    }

    /// A whole number of a narrower kind.
    pub fn number<T: TryFrom<i64>>(&self, column: usize) -> Result<T, Error> {
        T::try_from(self.int(column)?).map_err(|_| Error::Unreadable { what: "number" })
    }

    /// A truth value.
    pub fn bool(&self, column: usize) -> Result<bool, Error> {
        Ok(self.int(column)? != 0)
    }

    /// A text.
    pub fn text(&self, column: usize) -> Result<&'a str, Error> {
        match self.at(column) {
            Value::Text(value) => Ok(value),
            _ => Err(Error::Unreadable { what: "text" }),
        }
    }

    /// Bytes.
    pub fn blob(&self, column: usize) -> Result<&'a [u8], Error> {
        match self.at(column) {
            Value::Blob(value) => Ok(value),
            _ => Err(Error::Unreadable { what: "bytes" }),
        }
    }

    /// Bytes of a fixed number.
    pub fn array<const N: usize>(&self, column: usize) -> Result<[u8; N], Error> {
        self.blob(column)?
            .try_into()
            .map_err(|_| Error::Unreadable { what: "bytes" })
    }

    /// An identity.
    pub fn id<Kind>(&self, column: usize) -> Result<Id<Kind>, Error> {
        self.array(column).map(Id::from_bytes)
    }

    /// A time.
    pub fn time(&self, column: usize) -> Result<UtcMillis, Error> {
        self.int(column).map(UtcMillis)
    }

    /// A text that stands for one of a list of words.
    pub fn word<T: std::str::FromStr>(&self, column: usize) -> Result<T, Error> {
        self.text(column)?
            .parse()
            .map_err(|_| Error::Unreadable { what: "word" })
    }

    /// A text that is a JSON document.
    pub fn document<T: serde::de::DeserializeOwned>(&self, column: usize) -> Result<T, Error> {
        Ok(serde_json::from_str(self.text(column)?)?)
    }

    /// What `read` makes of the column, or none where it holds nothing.
    pub fn maybe<T>(
        &self,
        column: usize,
        read: impl FnOnce(&Self, usize) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        if self.is_null(column) {
            Ok(None)
        } else {
            read(self, column).map(Some)
        }
    }
}

/// What is done with each row of an answer. It must not ask the same connection anything else.
pub type EachRow<'a> = &'a mut dyn FnMut(&Row<'_>) -> Result<(), Error>;

/// One connection of an engine, inside a transaction.
pub trait Connection {
    /// Runs a statement and hands over its rows one by one.
    fn rows(&self, sql: &'static str, params: &[Value], each: EachRow<'_>) -> Result<(), Error>;

    /// Runs a statement that answers with nothing; returns how many rows it touched.
    fn execute(&self, sql: &'static str, params: &[Value]) -> Result<u64, Error>;
}

impl dyn Connection + '_ {
    /// Every row of the answer, as `read` makes of it.
    pub(crate) fn all<T>(
        &self,
        sql: &'static str,
        params: &[Value],
        read: impl Fn(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Vec<T>, Error> {
        let mut found = Vec::new();
        self.rows(sql, params, &mut |row| {
            found.push(read(row)?);
            Ok(())
        })?;
        Ok(found)
    }

    /// The first row of the answer, or none.
    pub(crate) fn first<T>(
        &self,
        sql: &'static str,
        params: &[Value],
        read: impl Fn(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        let mut found = None;
        self.rows(sql, params, &mut |row| {
            if found.is_none() {
                found = Some(read(row)?);
            }
            Ok(())
        })?;
        Ok(found)
    }
}
