//! The third-party intranet of `examples/`, with a backend that trusts its tokens.

use super::program::{Program, free_port, listening};
use super::settings::{INTRANET, setting, test_name};
use super::{Result, Server};
use std::ffi::OsStr;

/// A host page on one origin, and the portal on another.
pub(crate) struct Intranet {
    port: u16,
    server: Server,
    _program: Program,
}

impl Intranet {
    /// Starts both. The host's tokens expire after this many seconds.
    pub(crate) fn start(token_seconds: u32) -> Result<Self> {
        let (portal_port, port) = (free_port()?, free_port()?);
        let script = setting(INTRANET)?;
        let (portal, listen) = (format!("http://127.0.0.1:{portal_port}"), port.to_string());
        let seconds = token_seconds.to_string();
        let mut command: Vec<&OsStr> = vec!["node".as_ref(), script.as_os_str()];
        for word in [
            "--port",
            &listen,
            "--portal-url",
            &portal,
            "--token-seconds",
            &seconds,
        ] {
            command.push(word.as_ref());
        }
        let program = Program::start(&format!("{}.intranet", test_name()), "TERM", &command, &[])?;
        listening(port)?;
        let origin = format!("http://127.0.0.1:{port}");
        let keys = format!("{origin}/jwks.json");
        let trust = [
            "--allow-origin",
            &origin,
            "--token-keys",
            &keys,
            "--token-issuer",
            &origin,
        ];
        let audience = ["--token-audience", "portico"];
        let server = Server::on(portal_port, true, &[&trust[..], &audience[..]].concat())?;
        Ok(Self {
            port,
            server,
            _program: program,
        })
    }

    /// The URL of the portal itself.
    pub(crate) fn portal(&self) -> String {
        self.server.url()
    }

    /// The URL of the host page.
    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}
