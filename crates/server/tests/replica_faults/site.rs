//! The running parts: a PostgreSQL cluster, several servers with one upload folder or bucket, and the proxy in front of them.

use crate::client::Client;
use crate::cluster::Cluster;
use crate::object_store::{BUCKET, ObjectStore};
use crate::proxy::Proxy;
use crate::{Bug, Result};
use portico_server::db::{Location, LogCheck, Postgres, check_log};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// The number of servers.
const SERVERS: usize = 3;
/// The maximum size of a file in MiB; the quota of a user's files without a request is ten times as large.
pub(crate) const MAX_UPLOAD_MIB: u64 = 8;
const PROGRAM: &str = env!("CARGO_BIN_EXE_portico-server");
const DATABASE: &str = "replicas";

/// The storage of the uploads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Files {
    Folder,
    Bucket,
}

/// Servers behind a proxy.
pub(crate) struct Site {
    files: Files,
    servers: Vec<Server>,
    pub(crate) proxy: Proxy,
    pub(crate) cluster: Cluster,
    url: String,
    folder: TempDir,
}

/// A server, which may have been killed.
struct Server {
    process: Process,
    address: SocketAddr,
}

/// A process that is killed when it is dropped.
struct Process(Child);

impl Process {
    fn kill(&mut self) -> std::io::Result<()> {
        self.0.kill()?;
        self.0.wait().map(|_| ())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.kill();
    }
}

impl Site {
    /// Starts everything, and waits until all servers listen.
    pub(crate) fn start(bug: Option<Bug>, files: Files) -> Result<Self> {
        let (folder, cluster) = (TempDir::new()?, Cluster::start());
        let url = cluster.create(DATABASE, "template0");
        // They become one installation, although they start at the same time.
        let any = SocketAddr::from(([127, 0, 0, 1], 0));
        let spawned: Result<Vec<_>> = (0..SERVERS)
            .map(|number| spawn(folder.path(), files, &url, number, any))
            .collect();
        let mut servers = Vec::new();
        for process in spawned? {
            servers.push(listening(process)?);
        }
        let addresses: Vec<_> = servers.iter().map(|server| server.address).collect();
        Ok(Self {
            files,
            proxy: Proxy::start(&addresses, bug)?,
            servers,
            cluster,
            url,
            folder,
        })
    }

    /// The object store of the bucket.
    pub(crate) fn objects(&self) -> ObjectStore {
        ObjectStore::of(self.folder.path())
    }

    /// The number of servers.
    pub(crate) fn servers(&self) -> usize {
        self.servers.len()
    }

    /// Kills a server.
    pub(crate) fn kill(&mut self, number: usize) -> Result<()> {
        Ok(self.servers[number].process.kill()?)
    }

    /// Sends a signal to a server.
    pub(crate) fn signal(&self, number: usize, signal: &str) -> Result<()> {
        let id = self.servers[number].process.0.id().to_string();
        let sent = Command::new("kill").args(["-s", signal, &id]).status()?;
        match sent.success() {
            true => Ok(()),
            false => Err(format!("the signal {signal} was not sent").into()),
        }
    }

    /// Restarts a killed server at the same address.
    pub(crate) fn start_again(&mut self, number: usize) -> Result<()> {
        let address = self.servers[number].address;
        let process = spawn(self.folder.path(), self.files, &self.url, number, address)?;
        self.servers[number] = listening(process)?;
        Ok(())
    }

    /// A client that bypasses the proxy.
    pub(crate) fn client(&self, number: usize) -> Client {
        Client::new(self.servers[number].address)
    }

    /// Cuts all connections to the database.
    pub(crate) fn cut_connections(&self) {
        let cut = format!(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '{DATABASE}'"
        );
        self.cluster.run("postgres", &cut);
    }

    /// The result of a query, one line per row.
    pub(crate) fn rows(&self, sql: &str) -> Vec<String> {
        let answer = self.cluster.run(DATABASE, sql);
        answer.lines().map(str::to_owned).collect()
    }

    /// The whole log.
    pub(crate) fn log(&self) -> Result<LogCheck> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let at = Location::Postgres(Postgres::new(&self.url, 1)?);
        let log = runtime.block_on(check_log(&at))?;
        Ok(log.ok_or("there is no log")?)
    }

    /// The faults that `portico-server uploads check` reports; `None` if there are none.
    pub(crate) fn damaged_uploads(&self) -> Result<Option<String>> {
        let checked = Command::new(PROGRAM)
            .args(["uploads", "check", "--data"])
            .arg(self.folder.path())
            .envs(uploads(self.folder.path(), self.files))
            .env("PORTICO_DATABASE", &self.url)
            .output()?;
        let said = String::from_utf8_lossy(&checked.stderr).trim().to_owned();
        Ok((!checked.status.success()).then_some(said))
    }
}

/// The environment variables with the location of the uploads.
fn uploads(folder: &Path, files: Files) -> Vec<(String, String)> {
    let name = "PORTICO_UPLOADS".to_owned();
    match files {
        Files::Folder => vec![(name, folder.join("uploads").display().to_string())],
        Files::Bucket => {
            let bucket = (name, format!("s3://{BUCKET}"));
            [ObjectStore::of(folder).settings(), vec![bucket]].concat()
        }
    }
}

/// A server's process. Its output is in `target/tmp/replica_faults.<number>.log`.
fn spawn(
    folder: &Path,
    files: Files,
    url: &str,
    number: usize,
    address: SocketAddr,
) -> Result<Process> {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let log = format!("replica_faults.{number}.log");
    let log = File::create(Path::new(env!("CARGO_TARGET_TMPDIR")).join(log))?;
    let child = Command::new(PROGRAM)
        // The clients send as fast as they can.
        .args(["serve", "--demo", "--rate-limit", "off"])
        .args(["--max-upload", &MAX_UPLOAD_MIB.to_string()])
        .args(["--listen", &address.to_string(), "--content"])
        .arg(package.join("../../content"))
        .arg("--data")
        .arg(folder.join(format!("data-{number}")))
        .envs(uploads(folder, files))
        .env("PORTICO_DATABASE", url)
        .stdout(Stdio::piped())
        .stderr(log)
        .spawn()?;
    Ok(Process(child))
}

/// Waits until a server listens.
fn listening(mut process: Process) -> Result<Server> {
    let mut line = String::new();
    let out = process.0.stdout.take().ok_or("the server has no output")?;
    BufReader::new(out).read_line(&mut line)?;
    let address = line.trim().strip_prefix("listening on http://");
    let address = address.and_then(|address| address.parse().ok());
    let address = address
        .ok_or("a server did not start; its words are in target/tmp/replica_faults.*.log")?;
    Ok(Server { process, address })
}
