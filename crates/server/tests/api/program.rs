//! The program as its users run it.

use crate::database;
use crate::server::fixture;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use tempfile::TempDir;

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_portico-server"))
}

pub(crate) fn run(arguments: &[&str]) -> Output {
    run_in(arguments, &[])
}

/// The same with variables of the environment.
pub(crate) fn run_in(arguments: &[&str], environment: &[(String, String)]) -> Output {
    let data = arguments
        .iter()
        .skip_while(|argument| **argument != "--data");
    let database = data.skip(1).map(Path::new).find_map(database::url);
    let mut program = program();
    if let Some(url) = database {
        program.env("PORTICO_DATABASE", url);
    }
    let environment = environment.iter().map(|(name, value)| (name, value));
    program.envs(environment).args(arguments).output().unwrap()
}

/// Serves the tests' content; returns the output of a server that cannot start.
pub(crate) fn serve(data: impl AsRef<Path>, more: &[&str]) -> Output {
    let content = fixture("content");
    let first = [
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--content",
        content.to_str().unwrap(),
        "--data",
        data.as_ref().to_str().unwrap(),
    ];
    run(&[&first[..], more].concat())
}

#[track_caller]
fn fails(arguments: &[&str], code: i32, reason: &str) {
    let output = run(arguments);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{said}");
    assert!(said.contains(reason), "{said}");
}

/// A running server, which ends with the test.
pub(crate) struct Running {
    child: Child,
    pub(crate) address: String,
    log: PathBuf,
}

impl Running {
    pub(crate) fn start(data: &Path) -> Self {
        Self::with(data, &[])
    }

    /// With additional options.
    pub(crate) fn with(data: &Path, more: &[&str]) -> Self {
        Self::launch(&mut program(), data, more)
    }

    /// With further options, and variables of the environment.
    pub(crate) fn in_environment(
        data: &Path,
        more: &[&str],
        environment: &[(String, String)],
    ) -> Self {
        let environment = environment.iter().map(|(name, value)| (name, value));
        Self::launch(program().envs(environment), data, more)
    }

    /// With so few descriptors that connections are scarce.
    #[cfg(unix)]
    pub(crate) fn with_descriptors(data: &Path, descriptors: u32, more: &[&str]) -> Self {
        let mut shell = Command::new("sh");
        let limit = format!("ulimit -n {descriptors} && exec \"$0\" \"$@\"");
        shell
            .args(["-c", &limit])
            .arg(env!("CARGO_BIN_EXE_portico-server"));
        Self::launch(&mut shell, data, more)
    }

    fn launch(command: &mut Command, data: &Path, more: &[&str]) -> Self {
        let log = data.with_extension("log");
        if let Some(url) = database::url(data) {
            command.env("PORTICO_DATABASE", url);
        }
        let mut child = command
            .args(["serve", "--demo", "--content"])
            .arg(fixture("content"))
            .arg("--data")
            .arg(data)
            .args(if more.contains(&"--listen") {
                &[][..]
            } else {
                &["--listen", "127.0.0.1:0"]
            })
            .args(more)
            .stdout(Stdio::piped())
            .stderr(File::create(&log).unwrap())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let address = line
            .trim()
            .strip_prefix("listening on http://")
            .unwrap()
            .to_owned();
        Self {
            child,
            address,
            log,
        }
    }

    /// Its log output so far.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap()
    }

    pub(crate) fn get(&self, path: &str) -> String {
        self.ask(path, "")
    }

    /// With headers, each with its line end.
    pub(crate) fn ask(&self, path: &str, headers: impl AsRef<[u8]>) -> String {
        let host = &self.address;
        let first = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n");
        let request = [first.as_bytes(), headers.as_ref(), b"\r\n"].concat();
        self.exchange(request).unwrap()
    }

    /// Sends a request that asks to close the connection, and returns the complete response.
    pub(crate) fn exchange(&self, request: impl AsRef<[u8]>) -> std::io::Result<String> {
        let mut stream = TcpStream::connect(&self.address)?;
        stream.write_all(request.as_ref())?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        Ok(String::from_utf8_lossy(&answer).into_owned())
    }

    #[cfg(unix)]
    fn stop(mut self) {
        let id = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &id])
                .status()
                .unwrap()
                .success()
        );
        assert!(self.child.wait().unwrap().success(), "it stops in order");
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_file(&self.log);
    }
}

#[test]
fn it_serves_is_copied_and_stops() {
    let data = TempDir::new().unwrap();
    let server = Running::start(data.path());
    assert!(server.get("/healthz").contains("200 OK"));
    assert!(server.get("/api/v1/portal").contains("Test Works"));
    let metrics = server.get("/metrics");
    assert!(metrics.contains("portico_http_requests_total"), "{metrics}");
    assert!(metrics.contains("route=\"/api/v1/portal\""), "{metrics}");

    let folder = data.path().to_str().unwrap();
    let copy = data.path().join("copy.db");
    let copy = copy.to_str().unwrap();
    assert!(
        run(&["backup", copy, "--data", folder]).status.success(),
        "while it serves"
    );
    fails(&["restore", copy, "--data", folder], 1, "stop it first");
    let second = serve(folder, &[]);
    assert_eq!(second.status.code(), Some(1));
    let said = String::from_utf8_lossy(&second.stderr);
    assert!(
        said.contains("Another server is using the data folder"),
        "{said}"
    );
    #[cfg(unix)]
    server.stop();
    assert!(run(&["restore", copy, "--data", folder]).status.success());
}

#[test]
fn what_cannot_work_is_said_in_a_sentence() {
    let data = TempDir::new().unwrap();
    let folder = data.path().to_str().unwrap();
    let content = fixture("content");
    let content = content.to_str().unwrap();
    let without_data = TempDir::new().unwrap();
    let empty = without_data.path().to_str().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    let serve = ["serve", "--content", content, "--data", folder];
    let with = |more: &[&'static str]| [&serve[..], more].concat();
    fails(
        &[&serve[..], &["--listen", &taken]].concat(),
        1,
        "is already in use",
    );
    fails(
        &with(&["--listen", "nonsense"]),
        1,
        "cannot listen on nonsense",
    );
    fails(
        &with(&["--portal", "/nowhere"]),
        1,
        "no built portal in /nowhere",
    );
    fails(
        &["serve", "--content", "/nowhere", "--data", folder],
        1,
        "no content folder",
    );
    fails(
        &with(&[
            "--listen",
            "127.0.0.1:0",
            "--token-keys",
            "/nowhere",
            "--token-issuer",
            "i",
            "--token-audience",
            "a",
        ]),
        1,
        "cannot be used",
    );
    fails(&["check", "--content", folder], 1, "organisation.yaml:1:");
    fails(&["backup", "x.db", "--data", empty], 1, "There is no data");
    fails(&["improvements", "--data", empty], 1, "There is no data");
    fails(
        &["restore", "/nowhere", "--data", folder],
        1,
        "There is no file",
    );
    fails(&with(&["--allow-origin", "*"]), 2, "an origin such as");
    fails(
        &with(&["--allow-origin", "https://x.example/path"]),
        2,
        "an origin such as",
    );
    fails(&with(&["--auth-header", "X-User"]), 2, "--trusted-proxy");
    fails(&with(&["--token-keys", "x"]), 2, "--token-issuer");
    fails(&["nonsense"], 2, "Usage");
}

#[test]
fn it_checks_content_and_prints_the_document() {
    let content = fixture("content");
    let checked = run(&["check", "--content", content.to_str().unwrap()]);
    assert_eq!(
        String::from_utf8_lossy(&checked.stdout),
        "Hint: files/evil.svg: nothing links to this file, so nobody can read it.\n\
         The content is valid: 5 services, 3 articles.\n"
    );
    let document: serde_json::Value = serde_json::from_slice(&run(&["openapi"]).stdout).unwrap();
    assert_eq!(document["info"]["title"], "Portico");
}
