//! The data folder or database that a command uses.

use crate::db::{Location, Postgres};
use clap::Args;
use std::convert::Infallible;
use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// The default number of PostgreSQL connections for reading.
const READERS: u32 = 8;

/// The database that replaces the one in the data folder.
#[derive(Debug, Args)]
pub(super) struct DatabaseArgs {
    /// A PostgreSQL database to use in place of the SQLite file in the data folder, such as
    /// postgres://portico@db.example/portico.
    ///
    /// Set the environment variable if the URL contains a password: every user of the machine can read the command line.
    #[arg(
        long,
        value_name = "URL",
        env = "PORTICO_DATABASE",
        hide_env_values = true
    )]
    database: Option<DatabaseUrl>,
    /// The number of PostgreSQL connections for reading; one more is used for writing.
    #[arg(long, value_name = "N", default_value_t = READERS, value_parser = clap::value_parser!(u32).range(1..=1000))]
    database_connections: u32,
}

/// The database of a command that needs no other data, or its folder.
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
    /// The location of a data folder's database.
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

/// An unparsed URL. It is parsed later, because clap would print the password in an error message.
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
