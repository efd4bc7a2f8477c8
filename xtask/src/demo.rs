//! `cargo xtask demo`: serves the portal, and an intranet page of another origin that embeds it, on
//! this machine.

use crate::build::programs::{PendingPrograms, Programs};
use crate::build::{self, Optimisation};
use crate::manifest::Manifest;
use crate::parallel::together;
use crate::project::Project;
use crate::tools::{self, Tools};
use crate::{console, http, process};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// The offset of the intranet example's port from the portal's: another origin.
pub(crate) const INTRANET_OFFSET: u16 = 10;

/// Builds everything and serves it until Ctrl-C.
pub(crate) fn run(project: &Project, port: u16, release: bool) -> Result<()> {
    let intranet = port + INTRANET_OFFSET;
    for port in [port, intranet] {
        if !http::is_free(port) {
            bail!("Port {port} is in use; stop the program that uses it, or pass --port N.");
        }
    }
    let tools = tools::for_build(project)?;
    let optimisation = match release {
        true => Optimisation::Release,
        false => Optimisation::Quick,
    };
    let waiting = Placeholder::put(project)?;
    let awaited = PendingPrograms::default();
    let programs = || awaited.wait(project);
    let portal = || build::build(project, &tools, optimisation, &programs);
    let backend = || {
        let server = build_server(project, release);
        awaited.are_compiled(&server);
        let server = server?;
        // If there is no portal yet, its address responds as soon as the server does.
        let early = waiting.is_some();
        let running = early.then(|| serve(project, &server, port, intranet));
        Ok((server, running.transpose()?))
    };
    let ((server, running), ()) = together(backend, portal)?;
    let running = match running {
        Some(running) => running,
        None => serve(project, &server, port, intranet)?,
    };
    let Some(mut running) = running else {
        return Ok(());
    };
    drop(waiting);
    println!("{}", console::table());
    println!("The portal:            http://127.0.0.1:{port}");
    println!("In a foreign intranet: http://127.0.0.1:{intranet}");
    println!("Stop both with Ctrl-C.");
    if build::is_quick(project) {
        println!(
            "This is a quick build of the portal, larger and slower than what is shipped. \
             The real one takes its place in a few minutes."
        );
        finish_meanwhile(project, tools);
    }
    while !running.wait(Duration::from_millis(500)) {
        running.check()?;
    }
    Ok(())
}

/// Makes the production build while users look at the quick one.
fn finish_meanwhile(project: &Project, tools: Tools) {
    let project = project.clone();
    std::thread::spawn(move || {
        let programs = || Programs::compile(&project);
        match build::build(&project, &tools, Optimisation::Release, &programs) {
            Ok(()) => {
                println!("The production build of the portal is ready: reload the page to see it.")
            }
            Err(error) => eprintln!("The portal is still a quick build: {error:#}"),
        }
    });
}

/// Starts both servers; returns `None` if Ctrl-C was pressed before they responded.
fn serve(project: &Project, server: &Path, port: u16, intranet: u16) -> Result<Option<Servers>> {
    let mut running = Servers::new()?;
    // The intranet server starts first, because the portal fetches its token keys from it.
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
    if running.until_answered(intranet, "/")? == WaitOutcome::Stopped {
        return Ok(None);
    }
    running.start(
        "portico-server",
        portal_command(project, server, port, intranet),
    )?;
    if running.until_answered(port, "/healthz")? == WaitOutcome::Stopped {
        return Ok(None);
    }
    Ok(Some(running))
}

/// Builds the backend, together with the programs that the portal's build needs. Returns the path
/// of the backend.
pub(crate) fn build_server(project: &Project, release: bool) -> Result<PathBuf> {
    let server = |profile: &[&str], guess| {
        console::step("Compiling the backend", guess, || {
            let mut cargo = process::cargo();
            cargo.args(["build", "--quiet", "--locked", "-p", "portico-server"]);
            cargo.args(["--bin", "portico-server"]).args(profile);
            process::run(cargo.current_dir(&project.root))
        })
    };
    let folder = if release {
        Programs::compile(project)?;
        server(&["--profile", "server"], "about 8 minutes the first time")?;
        "server"
    } else {
        // In a single call, so that all processors are busy until the end.
        let programs = Programs::NAMES.iter().flat_map(|name| ["--bin", name]);
        let also: Vec<_> = ["-p", "xtask-wasm"].into_iter().chain(programs).collect();
        server(&also, "about 2 minutes the first time")?;
        "debug"
    };
    Ok(project
        .target
        .join(folder)
        .join(format!("portico-server{}", std::env::consts::EXE_SUFFIX)))
}

/// The placeholder page, which reloads itself until the portal has replaced it.
const BEING_BUILT: &str = "<!doctype html>
<html lang=\"en\">
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width\">
<meta http-equiv=\"refresh\" content=\"3\">
<title>Portico is being built</title>
<h1>The portal is being built</h1>
<p>The server is running already. This page shows the portal as soon as it is there; the terminal says how far it is.</p>
</html>
";

/// A placeholder for a portal that was never built; removed if the build fails.
struct Placeholder(PathBuf);

impl Placeholder {
    fn put(project: &Project) -> Result<Option<Self>> {
        if Manifest::read(&project.dist).is_some() {
            return Ok(None);
        }
        let page = project.dist.join("index.html");
        fs::create_dir_all(&project.dist)
            .and_then(|()| fs::write(&page, BEING_BUILT))
            .with_context(|| format!("{} cannot be written", page.display()))?;
        Ok(Some(Self(page)))
    }
}

impl Drop for Placeholder {
    fn drop(&mut self) {
        if fs::read_to_string(&self.0).is_ok_and(|page| page == BEING_BUILT) {
            let _ = fs::remove_file(&self.0);
        }
    }
}

fn portal_command(project: &Project, server: &Path, port: u16, intranet: u16) -> Command {
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

/// The first event: the expected response, or Ctrl-C.
#[derive(PartialEq, Eq)]
enum WaitOutcome {
    Given,
    Stopped,
}

/// The servers, which stop when this value is dropped.
struct Servers {
    servers: Vec<(&'static str, Child)>,
    /// Receives Ctrl-C.
    stop: Receiver<()>,
}

impl Servers {
    fn new() -> Result<Self> {
        let (sender, stop) = channel();
        ctrlc::set_handler(move || {
            let _ = sender.send(());
        })
        .context("The handler for Ctrl-C cannot be installed")?;
        Ok(Self {
            servers: Vec::new(),
            stop,
        })
    }

    /// Waits a moment; returns true if Ctrl-C was pressed.
    fn wait(&self, moment: Duration) -> bool {
        !matches!(
            self.stop.recv_timeout(moment),
            Err(RecvTimeoutError::Timeout)
        )
    }

    fn start(&mut self, name: &'static str, mut command: Command) -> Result<()> {
        let child = command
            .spawn()
            .map_err(|error| process::could_not_start(&command, &error))?;
        self.servers.push((name, child));
        Ok(())
    }

    /// Waits until a server responds, or Ctrl-C is pressed.
    fn until_answered(&mut self, port: u16, path: &str) -> Result<WaitOutcome> {
        let start = Instant::now();
        while !http::answers(port, path) {
            self.check()?;
            if self.wait(Duration::from_millis(50)) {
                return Ok(WaitOutcome::Stopped);
            }
            if start.elapsed() > Duration::from_secs(60) {
                bail!(
                    "No server responded on port {port} within a minute; the servers' own output is above."
                );
            }
        }
        Ok(WaitOutcome::Given)
    }

    /// Fails if a server has exited by itself.
    fn check(&mut self) -> Result<()> {
        for (name, child) in &mut self.servers {
            if let Some(status) = child
                .try_wait()
                .context("The state of a server cannot be read")?
            {
                bail!("{name} stopped ({status}); its own output is above.");
            }
        }
        Ok(())
    }
}

impl Drop for Servers {
    fn drop(&mut self) {
        for (_, child) in &mut self.servers {
            // SIGTERM instead of SIGKILL: a stopping server completes requests in progress. Ctrl-C
            // in a terminal has already sent a signal; a second one does no harm.
            let asked = Command::new("kill").arg(child.id().to_string()).status();
            if !asked.is_ok_and(|status| status.success()) {
                let _ = child.kill();
            }
        }
        for (_, child) in &mut self.servers {
            let _ = child.wait();
        }
    }
}
