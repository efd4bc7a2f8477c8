//! PostgreSQL for tests: a separate cluster without TCP, which is removed together with them.

#![allow(
    clippy::unwrap_used,
    reason = "where there is no cluster, whatever was to be tested over it has failed"
)]

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};

/// Creates a cluster in a separate folder, prints the location of its socket, and removes it when its input ends: when
/// the tests have ended in any way. Its collation does not sort by bytes, so that code that relies on that is detected.
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
    /// The cluster ends when this is closed.
    until: Option<ChildStdin>,
    keeper: Child,
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

    /// Creates a database, and returns its URL.
    pub(crate) fn create(&self, name: &str, template: &str) -> String {
        self.run(
            "postgres",
            &format!("CREATE DATABASE {name} TEMPLATE {template}"),
        );
        let host = self.folder.display().to_string().replace('/', "%2F");
        format!("postgres://postgres@{host}/{name}")
    }

    /// Runs a statement in a database as the superuser, and returns the plain output.
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

/// A command as a user who may run a cluster, which PostgreSQL does not allow root.
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
