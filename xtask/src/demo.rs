//! `cargo xtask demo`: the portal and a foreign intranet page around it, served on this machine.

use crate::project::Project;
use crate::{build, http, process, say};
use anyhow::{Context, Result, bail};
use std::path::PathBuf;
use std::process::{Child, Command};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// How many ports after the portal's the intranet example listens: another origin.
pub(crate) const INTRANET_OFFSET: u16 = 10;

/// Builds everything and serves it until Ctrl-C.
pub(crate) fn run(project: &Project, port: u16, release: bool) -> Result<()> {
    let intranet = port + INTRANET_OFFSET;
    for port in [port, intranet] {
        if !http::is_free(port) {
            bail!("Port {port} is in use; stop the program that uses it, or pass --port N.");
        }
    }
    build::run(project)?;
    let server = build_server(project, release)?;

    let (sender, stop) = channel();
    ctrlc::set_handler(move || {
        let _ = sender.send(());
    })
    .context("Ctrl-C cannot be watched for")?;

    let mut running = Running::default();
    // The intranet first: the portal asks it for the keys of its tokens.
    let mut node = Command::new("node");
    node.arg("examples/intranet/server.mjs")
        .current_dir(&project.root);
    node.args([
        "--port",
        &intranet.to_string(),
        "--portal-url",
        &format!("http://127.0.0.1:{port}"),
    ]);
    running.start("The intranet example", node)?;
    if running.until_answered(intranet, "/", &stop)? == Answer::Stopped {
        return Ok(());
    }
    running.start(
        "portico-server",
        portal_command(project, &server, port, intranet),
    )?;
    if running.until_answered(port, "/healthz", &stop)? == Answer::Stopped {
        return Ok(());
    }
    println!("\nThe portal:            http://127.0.0.1:{port}");
    println!("In a foreign intranet: http://127.0.0.1:{intranet}");
    println!("Stop both with Ctrl-C.");
    while !wait(&stop, Duration::from_millis(500)) {
        running.check()?;
    }
    Ok(())
}

/// Builds the backend and returns the path of its program.
pub(crate) fn build_server(project: &Project, release: bool) -> Result<PathBuf> {
    let (profile, folder) = if release {
        ("server", "server")
    } else {
        ("dev", "debug")
    };
    let guess = if release {
        "about 8 minutes at the first time"
    } else {
        "about 4 minutes at the first time"
    };
    say::step("Building the backend", guess, || {
        let mut cargo = process::cargo();
        cargo.args([
            "build",
            "--quiet",
            "--locked",
            "-p",
            "portico-backend",
            "--bin",
            "portico-server",
        ]);
        process::run(
            cargo
                .args(["--profile", profile])
                .current_dir(&project.root),
        )
    })?;
    Ok(project
        .target
        .join(folder)
        .join(format!("portico-server{}", std::env::consts::EXE_SUFFIX)))
}

fn portal_command(project: &Project, server: &PathBuf, port: u16, intranet: u16) -> Command {
    let issuer = format!("http://127.0.0.1:{intranet}");
    let mut command = Command::new(server);
    command.current_dir(&project.root).args([
        "serve",
        "--demo",
        "--content",
        "content",
        "--data",
        "data/demo",
    ]);
    command.args(["--portal", "dist", "--listen", &format!("127.0.0.1:{port}")]);
    command.args([
        "--allow-origin",
        &issuer,
        "--allow-origin",
        &format!("http://localhost:{intranet}"),
    ]);
    command.args(["--token-keys", &format!("{issuer}/jwks.json")]);
    command.args(["--token-issuer", &issuer, "--token-audience", "portico"]);
    command
}

/// Waits a moment; true when Ctrl-C came.
fn wait(stop: &Receiver<()>, moment: Duration) -> bool {
    !matches!(stop.recv_timeout(moment), Err(RecvTimeoutError::Timeout))
}

/// What came first: the awaited answer, or Ctrl-C.
#[derive(PartialEq, Eq)]
enum Answer {
    Given,
    Stopped,
}

/// The servers; both stop when this is dropped.
#[derive(Default)]
struct Running(Vec<(&'static str, Child)>);

impl Running {
    fn start(&mut self, name: &'static str, mut command: Command) -> Result<()> {
        let child = command
            .spawn()
            .map_err(|error| process::could_not_start(&command, &error))?;
        self.0.push((name, child));
        Ok(())
    }

    /// Waits until a server answers, or Ctrl-C comes.
    fn until_answered(&mut self, port: u16, path: &str, stop: &Receiver<()>) -> Result<Answer> {
        let start = Instant::now();
        while !http::answers(port, path) {
            self.check()?;
            if wait(stop, Duration::from_millis(50)) {
                return Ok(Answer::Stopped);
            }
            if start.elapsed() > Duration::from_secs(60) {
                bail!(
                    "Nothing answers on port {port} within a minute; the servers' own words are above."
                );
            }
        }
        Ok(Answer::Given)
    }

    /// Fails when one of them ended by itself.
    fn check(&mut self) -> Result<()> {
        for (name, child) in &mut self.0 {
            if let Some(status) = child.try_wait().context("A server cannot be watched")? {
                bail!("{name} stopped ({status}); its own words are above.");
            }
        }
        Ok(())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        for (_, child) in &mut self.0 {
            // Asked, not killed: a stopping server finishes the requests that run. Ctrl-C in a terminal has
            // asked already; a second time does no harm.
            let asked = Command::new("kill").arg(child.id().to_string()).status();
            if !asked.is_ok_and(|status| status.success()) {
                let _ = child.kill();
            }
        }
        for (_, child) in &mut self.0 {
            let _ = child.wait();
        }
    }
}
