//! Which data a command is about.

use crate::db::{Location, Postgres};
use clap::Args;
use std::convert::Infallible;
use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// How many connections to PostgreSQL read.
const READERS: u32 = 8;

/// The database that stands in for the one in the data folder.
#[derive(Debug, Args)]
pub(super) struct DatabaseArgs {
    /// A PostgreSQL database to use in place of the SQLite file in the data folder, such as
    /// postgres://portico@db.example/portico.
    ///
    /// Set the environment variable if the URL holds a password: everybody on the machine can read the command line.
    #[arg(
        long,
        value_name = "URL",
        env = "PORTICO_DATABASE",
        hide_env_values = true
    )]
    database: Option<DatabaseUrl>,
    /// How many connections to PostgreSQL read; one more writes.
    #[arg(long, value_name = "N", default_value_t = READERS, value_parser = clap::value_parser!(u32).range(1..=1000))]
    database_connections: u32,
}

/// A database that is only read, or the folder that it is in.
#[derive(Debug, Args)]
pub(super) struct DataArgs {
    /// The data folder; not needed with a PostgreSQL database.
    #[arg(long, value_name = "DIR", required_unless_present = "database")]
    data: Option<PathBuf>,
    #[command(flatten)]
    database: DatabaseArgs,
}

impl DataArgs {
    pub(super) fn location(&self) -> Result<Location, String> {
        let data = self.data.as_deref();
        self.database.location(data.unwrap_or(Path::new("")))
    }
}

impl DatabaseArgs {
    /// Where the database of a data folder is.
    pub(super) fn location(&self, data: &Path) -> Result<Location, String> {
        match &self.database {
            Some(DatabaseUrl(url)) => {
                let postgres = Postgres::new(url, self.database_connections)?;
                Ok(Location::Postgres(postgres))
            }
            None => Ok(Location::of(data)),
        }
    }
}

/// A URL as it was given. It is looked at later, since an error would be shown with the password in it.
#[derive(Clone)]
struct DatabaseUrl(String);

impl FromStr for DatabaseUrl {
    type Err = Infallible;

    fn from_str(url: &str) -> Result<Self, Infallible> {
        Ok(Self(url.to_owned()))
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DatabaseUrl")
    }
}
