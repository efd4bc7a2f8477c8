//! Starts a server with temporary data.

use anyhow::{Context, Result};
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// A running server, which is stopped on drop.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: SocketAddr,
    _data: TempDir,
}

impl Server {
    /// Starts the demo organisation on a free local port, without rate limits per address.
    pub(crate) async fn start(program: &Path, content: &Path) -> Result<Self> {
        let data = TempDir::new().context("The data folder cannot be created")?;
        let mut command = Command::new(program);
        command.args([
            "serve",
            "--demo",
            "--listen",
            "127.0.0.1:0",
            "--rate-limit",
            "off",
        ]);
        command.arg("--content").arg(content);
        command.arg("--data").arg(data.path().join("data"));
        command.stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().context("The server does not start")?;
        let output = child.stdout.take().context("The server says nothing")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        let address = line.trim().rsplit("http://").next().unwrap_or_default();
        let address = address.parse().context("The server does not listen")?;
        Ok(Self {
            child,
            address,
            _data: data,
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
