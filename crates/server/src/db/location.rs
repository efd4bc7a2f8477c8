//! The location of a database: a file, or a PostgreSQL server.

use super::database_file;
use sea_orm::sqlx::postgres::PgConnectOptions;
use std::fmt;
use std::path::{Path, PathBuf};

/// The location of a database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// An SQLite database in a file.
    File(PathBuf),
    /// A PostgreSQL database.
    Postgres(Postgres),
}

/// The connection parameters of a PostgreSQL database.
#[derive(Clone, PartialEq, Eq)]
pub struct Postgres {
    url: String,
    /// The number of connections for reading.
    pub(super) readers: u32,
}

impl Location {
    /// The SQLite database of a data folder.
    #[must_use]
    pub fn of(data: &Path) -> Self {
        Self::File(database_file(data))
    }

    /// Returns an error if there is no database file yet. A remote database is not checked.
    ///
    /// # Errors
    /// One sentence.
    pub fn exists(&self) -> Result<(), String> {
        match self {
            Self::File(file) if !file.exists() => {
                let folder = file.parent().unwrap_or(file);
                Err(format!("There is no data in {}.", folder.display()))
            }
            _ => Ok(()),
        }
    }
}

impl From<&Path> for Location {
    /// The SQLite database of a data folder.
    fn from(data: &Path) -> Self {
        Self::of(data)
    }
}

impl From<Postgres> for Location {
    fn from(postgres: Postgres) -> Self {
        Self::Postgres(postgres)
    }
}

/// The location in messages; never contains a password.
impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(file) => file.parent().unwrap_or(file).display().fmt(f),
            Self::Postgres(postgres) => postgres.fmt(f),
        }
    }
}

impl Postgres {
    /// A database by its URL, such as `postgres://portico@db.example/portico`, read over this many
    /// connections.
    ///
    /// # Errors
    /// One sentence without the URL, which may contain a password.
    pub fn new(url: &str, readers: u32) -> Result<Self, String> {
        let rest = ["postgres://", "postgresql://"];
        let rest = rest.iter().find_map(|scheme| url.strip_prefix(scheme));
        let Some(rest) = rest.filter(|rest| !rest.is_empty()) else {
            let reason = "The database URL is not one of PostgreSQL; \
                          it looks like postgres://portico@db.example/portico.";
            return Err(reason.to_owned());
        };
        let url = format!("postgres://{rest}");
        match url.parse::<PgConnectOptions>() {
            Ok(_) => Ok(Self { url, readers }),
            Err(error) => Err(format!("The database URL cannot be used: {error}.")),
        }
    }

    /// The URL, with its password.
    pub(super) fn url(&self) -> &str {
        &self.url
    }
}

impl fmt::Display for Postgres {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Ok(options) = self.url.parse::<PgConnectOptions>() else {
            return f.write_str("the PostgreSQL database");
        };
        let name = options.get_database().unwrap_or(options.get_username());
        let host = options.get_host();
        match options.get_socket() {
            Some(socket) => write!(f, "the database {name} in {}", socket.display()),
            None => write!(f, "the database {name} on {host}"),
        }
    }
}

impl fmt::Debug for Postgres {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Postgres({self})")
    }
}
