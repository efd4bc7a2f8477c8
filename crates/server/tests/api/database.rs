//! The databases of the tests: an SQLite file in each data folder, or with `PORTICO_TEST_DATABASE=postgres` a database of
//! its own for each data folder, in a PostgreSQL cluster that is made for the tests and gone with them.

use portico_server::db::{Location, Postgres, SqlStore};
use sea_orm::{ConnectOptions, Database, DatabaseConnection};
use std::collections::HashMap;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread;
use tokio::runtime::Builder;

/// Makes a cluster in a folder of its own, says where its socket is, and removes it once its input ends: when the tests
/// have ended, however they ended. The order of its texts is none of bytes, so that whatever relies on one is found out.
const CLUSTER: &str = r#"
set -e
trap 'exit 1' INT TERM HUP
PATH="$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1):$PATH"
folder="$(mktemp -d /tmp/portico-postgres.XXXXXX)"
trap 'pg_ctl -D "$folder/data" -m immediate stop >/dev/null 2>&1 || :; rm -rf "$folder"' EXIT
initdb -D "$folder/data" -U postgres -A trust -E UTF8 -N \
    --locale=C.UTF-8 --locale-provider=icu --icu-locale=en >"$folder/initdb" 2>&1 || { cat "$folder/initdb" >&2; exit 1; }
cat >>"$folder/data/postgresql.conf" <<END
unix_socket_directories = '$folder'
listen_addresses = ''
max_connections = 400
fsync = off
full_page_writes = off
synchronous_commit = off
END
pg_ctl -D "$folder/data" -w -l "$folder/log" start >/dev/null || { cat "$folder/log" >&2; exit 1; }
echo "$folder"
cat >/dev/null
"#;

/// A cluster with databases.
pub(crate) struct Cluster {
    pub(crate) folder: PathBuf,
    made: Mutex<HashMap<PathBuf, String>>,
    /// When it is closed, the cluster goes.
    until: Option<ChildStdin>,
    keeper: Child,
}

/// Whether the tests use PostgreSQL.
pub(crate) fn is_postgres() -> bool {
    std::env::var("PORTICO_TEST_DATABASE").is_ok_and(|kind| kind == "postgres")
}

/// Where the database of a data folder is.
pub(crate) fn location(data: &Path) -> Location {
    match is_postgres() {
        true => Location::Postgres(Postgres::new(&shared().url(data), 2).unwrap()),
        false => Location::of(data),
    }
}

/// The URL of the PostgreSQL database of a data folder, where a test has made one.
pub(crate) fn url(data: &Path) -> Option<String> {
    let made =
        is_postgres().then(|| shared().made.lock().unwrap_or_else(PoisonError::into_inner))?;
    made.get(data).cloned()
}

/// Opens the store of a data folder.
pub(crate) async fn store(data: &Path) -> SqlStore {
    SqlStore::open(location(data)).await.unwrap()
}

/// A connection to the database of a data folder, beside those of any store.
pub(crate) async fn open(data: &Path) -> DatabaseConnection {
    let url = match location(data) {
        Location::File(file) => format!("sqlite://{}", file.display()),
        Location::Postgres(_) => shared().url(data),
    };
    let options = ConnectOptions::new(url).max_connections(1).to_owned();
    Database::connect(options).await.unwrap()
}

/// What lets a connection break the bonds between tables.
pub(crate) fn unbound() -> &'static str {
    match is_postgres() {
        true => "SET session_replication_role = replica",
        false => "PRAGMA foreign_keys = OFF",
    }
}

/// Removes the database of a data folder that nobody needs any more; files go with the folder.
pub(crate) fn discard(data: &Path) {
    if is_postgres() {
        shared().discard(data);
    }
}

/// Copies the database of a data folder into that of another one, by PostgreSQL's own tools.
pub(crate) fn dump(from: &Path, to: &Path) {
    let cluster = shared();
    let name = |data: &Path| cluster.url(data).rsplit('/').next().unwrap().to_owned();
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

/// The cluster that all tests share.
fn shared() -> &'static Cluster {
    static SHARED: OnceLock<Cluster> = OnceLock::new();
    SHARED.get_or_init(|| {
        let cluster = Cluster::start();
        let template = cluster.create("template", "template0");
        let migrate = thread::spawn(move || {
            let runtime = Builder::new_current_thread().enable_all().build().unwrap();
            let postgres = Postgres::new(&template, 1).unwrap();
            runtime.block_on(async { SqlStore::open(postgres).await.map(drop).unwrap() });
        });
        migrate.join().unwrap();
        // Each database is an installation of its own.
        cluster.run("template", "DELETE FROM installation");
        let gone =
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'template'";
        cluster.run("postgres", gone);
        cluster
    })
}

/// A command as somebody whom PostgreSQL lets run a cluster: root is nobody of these.
fn as_postgres(program: &str) -> Command {
    let is_root = Command::new("id").arg("-u").output().unwrap().stdout == b"0\n";
    if !is_root {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args([
        "--reuid=postgres",
        "--regid=postgres",
        "--clear-groups",
        program,
    ]);
    command
}

impl Cluster {
    /// Starts a cluster.
    pub(crate) fn start() -> Self {
        let mut command = as_postgres("sh");
        command.args(["-c", CLUSTER]).current_dir("/");
        let command = command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut keeper = command.spawn().unwrap();
        let mut folder = String::new();
        let said = keeper.stdout.take().unwrap();
        BufReader::new(said).read_line(&mut folder).unwrap();
        assert!(
            !folder.is_empty(),
            "there is no PostgreSQL cluster; install Debian's postgresql"
        );
        Self {
            folder: PathBuf::from(folder.trim()),
            made: Mutex::default(),
            until: keeper.stdin.take(),
            keeper,
        }
    }

    /// Stops or starts the cluster.
    pub(crate) fn control(&self, arguments: &[&str]) {
        let script = r#"PATH="$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1):$PATH" exec pg_ctl -w "$@""#;
        let mut control = as_postgres("sh");
        control
            .args(["-c", script, "pg_ctl", "-D"])
            .arg(self.folder.join("data"));
        control
            .arg("-l")
            .arg(self.folder.join("log"))
            .args(arguments);
        let done = control
            .current_dir("/")
            .stdout(Stdio::null())
            .status()
            .unwrap();
        assert!(done.success(), "pg_ctl {arguments:?}");
    }

    /// The URL of the database of a data folder, which is made where there is none.
    fn url(&self, data: &Path) -> String {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(url) = made.get(data) {
            return url.clone();
        }
        let name = format!("test_{}", made.len());
        let url = self.create(&name, "template");
        made.insert(data.to_owned(), url.clone());
        url
    }

    fn discard(&self, data: &Path) {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(url) = made.insert(data.to_owned(), String::new()) {
            let name = url.rsplit('/').next().unwrap_or_default();
            self.run(
                "postgres",
                &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
            );
        }
    }

    /// Makes a database; its URL.
    pub(crate) fn create(&self, name: &str, template: &str) -> String {
        self.run(
            "postgres",
            &format!("CREATE DATABASE {name} TEMPLATE {template}"),
        );
        let host = self.folder.display().to_string().replace('/', "%2F");
        format!("postgres://postgres@{host}/{name}")
    }

    /// Runs a statement in a database, as whoever may do everything; what it answers, without frills.
    #[track_caller]
    pub(crate) fn run(&self, database: &str, sql: &str) -> String {
        let mut psql = Command::new("psql");
        psql.args([
            "-X",
            "-q",
            "-A",
            "-t",
            "-v",
            "ON_ERROR_STOP=1",
            "-U",
            "postgres",
            "-h",
        ]);
        psql.arg(&self.folder).args(["-d", database, "-c", sql]);
        let done = psql.output().unwrap();
        let said = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "{sql}: {said}");
        String::from_utf8_lossy(&done.stdout).trim().to_owned()
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.until.take());
        let _ = self.keeper.wait();
    }
}
