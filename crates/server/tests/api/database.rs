//! The databases of the tests: an SQLite file in each data folder, or with `PORTICO_TEST_DATABASE=postgres` a separate
//! database for each data folder, in a PostgreSQL cluster that exists only during the tests.

use crate::cluster::Cluster;
use portico_server::db::{Location, Postgres, SqlStore};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, Statement, TryGetable,
};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread;
use tokio::runtime::Builder;

/// The cluster that all tests share, and its databases by data folder.
struct Shared {
    cluster: Cluster,
    made: Mutex<HashMap<PathBuf, String>>,
}

/// Whether the tests use PostgreSQL.
pub(crate) fn is_postgres() -> bool {
    std::env::var("PORTICO_TEST_DATABASE").is_ok_and(|kind| kind == "postgres")
}

/// The location of a data folder's database.
pub(crate) fn location(data: &Path) -> Location {
    match is_postgres() {
        true => Location::Postgres(Postgres::new(&shared().url(data), 2).unwrap()),
        false => Location::of(data),
    }
}

/// The URL of a data folder's PostgreSQL database, if a test has created one.
pub(crate) fn url(data: &Path) -> Option<String> {
    let made =
        is_postgres().then(|| shared().made.lock().unwrap_or_else(PoisonError::into_inner))?;
    made.get(data).cloned()
}

/// Opens the store of a data folder.
pub(crate) async fn store(data: &Path) -> SqlStore {
    SqlStore::open(location(data)).await.unwrap()
}

/// An additional connection to the database of a data folder.
pub(crate) async fn open(data: &Path) -> DatabaseConnection {
    let url = match location(data) {
        Location::File(file) => format!("sqlite://{}", file.display()),
        Location::Postgres(_) => shared().url(data),
    };
    let options = ConnectOptions::new(url).max_connections(1).to_owned();
    Database::connect(options).await.unwrap()
}

/// Executes SQL on the database of a data folder.
pub(crate) async fn execute(data: &Path, sql: &str) {
    let db = open(data).await;
    db.execute_unprepared(sql).await.unwrap();
    db.close().await.unwrap();
}

/// The first column of the rows that a query of the database of a data folder returns.
pub(crate) async fn column<T: TryGetable>(data: &Path, sql: &str) -> Vec<T> {
    let db = open(data).await;
    let query = Statement::from_string(db.get_database_backend(), sql);
    let rows = db.query_all_raw(query).await.unwrap();
    db.close().await.unwrap();
    let values = rows.iter().map(|row| row.try_get_by_index(0).unwrap());
    values.collect()
}

/// The same for a column of texts.
pub(crate) async fn texts(data: &Path, sql: &str) -> Vec<String> {
    column(data, sql).await
}

/// What lets a connection break the bonds between tables.
pub(crate) fn unbound() -> &'static str {
    match is_postgres() {
        true => "SET session_replication_role = replica",
        false => "PRAGMA foreign_keys = OFF",
    }
}

/// Removes the database of a data folder that is no longer used; files are removed with the folder.
pub(crate) fn discard(data: &Path) {
    if is_postgres() {
        shared().discard(data);
    }
}

/// Copies the database of one data folder to another with PostgreSQL's own tools.
pub(crate) fn dump(from: &Path, to: &Path) {
    let shared = shared();
    let cluster = &shared.cluster;
    let name = |data: &Path| shared.url(data).rsplit('/').next().unwrap().to_owned();
    let (from, to) = (name(from), name(to));
    cluster.run("postgres", &format!("DROP DATABASE {to}"));
    cluster.create(&to, "template0");
    let copy = format!(
        "pg_dump -U postgres -h {0} -Fc {from} | pg_restore -U postgres -h {0} -d {to} --exit-on-error",
        cluster.folder.display()
    );
    let done = Command::new("bash")
        .args(["-o", "pipefail", "-c", &copy])
        .output()
        .unwrap();
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
}

/// The shared cluster and its databases.
fn shared() -> &'static Shared {
    static SHARED: OnceLock<Shared> = OnceLock::new();
    SHARED.get_or_init(|| {
        let cluster = Cluster::start();
        let template = cluster.create("template", "template0");
        let migrate = thread::spawn(move || {
            let runtime = Builder::new_current_thread().enable_all().build().unwrap();
            let postgres = Postgres::new(&template, 1).unwrap();
            runtime.block_on(async { SqlStore::open(postgres).await.map(drop).unwrap() });
        });
        migrate.join().unwrap();
        // Each database is a separate installation.
        cluster.run("template", "DELETE FROM installation");
        let gone =
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'template'";
        cluster.run("postgres", gone);
        Shared {
            cluster,
            made: Mutex::default(),
        }
    })
}

impl Shared {
    /// The URL of a data folder's database, which is created if necessary.
    fn url(&self, data: &Path) -> String {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(url) = made.get(data) {
            return url.clone();
        }
        let name = format!("test_{}", made.len());
        let url = self.cluster.create(&name, "template");
        made.insert(data.to_owned(), url.clone());
        url
    }

    fn discard(&self, data: &Path) {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(url) = made.insert(data.to_owned(), String::new()) {
            let name = url.rsplit('/').next().unwrap_or_default();
            self.cluster.run(
                "postgres",
                &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
            );
        }
    }
}
