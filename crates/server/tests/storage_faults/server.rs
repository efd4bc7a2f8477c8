//! The server's process.

use crate::Result;
use crate::client::Client;
use crate::fault::Storage;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A running server, which is killed when it is dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) client: Client,
}

impl Server {
    /// Starts a server on a storage, and waits until it listens.
    pub(crate) fn start(storage: &Storage) -> Result<Self> {
        let (child, origin) = spawn(storage, "127.0.0.1:0")?;
        Ok(Self {
            child,
            client: Client::new(origin),
        })
    }

    /// Restarts it at the same address, without giving it time to shut down.
    pub(crate) fn start_again(&mut self, storage: &Storage) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        let address = self.client.origin().trim_start_matches("http://");
        (self.child, _) = spawn(storage, address)?;
        Ok(())
    }
}

/// A listening process, and its address.
fn spawn(storage: &Storage, address: &str) -> Result<(Child, String)> {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/content");
    let mut child = Command::new(env!("CARGO_BIN_EXE_portico-server"))
        // The clients send as fast as they can.
        .args(["serve", "--demo", "--rate-limit", "off"])
        .args(["--listen", address, "--content"])
        .arg(content)
        .arg("--data")
        .arg(&storage.data)
        .envs(storage.variables())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let mut line = String::new();
    let out = child.stdout.take().ok_or("the server has no output")?;
    BufReader::new(out).read_line(&mut line)?;
    let origin = line.trim().strip_prefix("listening on ");
    let Some(origin) = origin.map(str::to_owned) else {
        let _ = child.kill();
        let _ = child.wait();
        return Err("the server did not start".into());
    };
    Ok((child, origin))
}

impl Drop for Server {
    /// Kills it without giving it time to shut down.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
