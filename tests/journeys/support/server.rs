//! The real backend with its own data, on its own port.

use super::Result;
use super::program::Program;
use super::settings::{CONTENT, DIST, SERVER, setting, test_name};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A running backend that serves the built portal.
pub(crate) struct Server {
    program: Option<Program>,
    port: u16,
    data: TempDir,
    content: PathBuf,
    /// The folder with the built portal.
    portal: PathBuf,
    options: Vec<String>,
}

impl Server {
    /// Starts the demo organisation on a free port.
    pub(crate) fn start() -> Result<Self> {
        Self::on(0, true, &[])
    }

    /// Starts it on a given port, 0 for a free one, with further options.
    pub(crate) fn on(port: u16, demo: bool, options: &[&str]) -> Result<Self> {
        let mut options: Vec<String> = options.iter().map(|&option| option.to_owned()).collect();
        if demo {
            options.push("--demo".to_owned());
        }
        Self::of(setting(CONTENT)?, setting(DIST)?, port, options)
    }

    /// Starts another organisation as a demo.
    pub(crate) fn with_content(content: &Path) -> Result<Self> {
        let options = vec!["--demo".to_owned()];
        Self::of(content.to_owned(), setting(DIST)?, 0, options)
    }

    /// Starts the demo organisation with a portal that was built in another way.
    pub(crate) fn with_portal(portal: PathBuf) -> Result<Self> {
        Self::of(setting(CONTENT)?, portal, 0, vec!["--demo".to_owned()])
    }

    fn of(content: PathBuf, portal: PathBuf, port: u16, options: Vec<String>) -> Result<Self> {
        let mut server = Self {
            program: None,
            port,
            data: tempfile::tempdir()?,
            content,
            portal,
            options,
        };
        server.resume()?;
        Ok(server)
    }

    /// Stops it at once, like a crash.
    pub(crate) fn stop(&mut self) {
        self.program = None;
    }

    /// Restarts it on the same port with the same data.
    pub(crate) fn resume(&mut self) -> Result {
        let program = setting(SERVER)?;
        let listen = format!("127.0.0.1:{}", self.port);
        let mut command: Vec<&OsStr> = vec![program.as_os_str(), "serve".as_ref()];
        command.extend([
            "--content".as_ref(),
            self.content.as_os_str(),
            "--portal".as_ref(),
            self.portal.as_os_str(),
        ]);
        command.extend(["--data".as_ref(), self.data.path().as_os_str()]);
        command.extend::<[&OsStr; 2]>(["--listen".as_ref(), listen.as_ref()]);
        command.extend(self.options.iter().map(OsStr::new));
        let program = Program::start(&format!("{}.server", test_name()), "KILL", &command, &[])?;
        let address = program.says("listening on http://127.0.0.1:")?;
        self.port = address.parse()?;
        self.program = Some(program);
        Ok(())
    }

    /// The URL of the server.
    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}
