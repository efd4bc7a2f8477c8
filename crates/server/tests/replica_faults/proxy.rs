//! A simple proxy in front of several servers: each connection carries one request and goes to the next server. A
//! server that refuses a connection or is silent is left out for a moment; when a server closes a connection, so does
//! the proxy to the client.

use crate::{Bug, Result};
use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How long a server is left out after it has refused a connection.
const LEFT_OUT: Duration = Duration::from_millis(500);
/// How long a server may be silent. Afterwards the client gets no response, and the server is left out as well.
const SILENT: Duration = Duration::from_secs(5);
/// The maximum length of a request head, in bytes.
const HEAD: usize = 64 * 1024;
/// The response if no server listens.
const NONE: &[u8] = b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";

/// A running proxy, which ends with the process.
pub(crate) struct Proxy {
    address: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    servers: Vec<Upstream>,
    /// Counts the connections.
    next: AtomicUsize,
    bug: Option<Bug>,
}

struct Upstream {
    address: SocketAddr,
    /// The number of its requests.
    asked: AtomicUsize,
    left_out: Mutex<Option<Instant>>,
}

impl Proxy {
    /// Starts a proxy in front of servers.
    pub(crate) fn start(servers: &[SocketAddr], bug: Option<Bug>) -> Result<Self> {
        let upstream = |address: &SocketAddr| Upstream {
            address: *address,
            asked: AtomicUsize::new(0),
            left_out: Mutex::default(),
        };
        let shared = Arc::new(Shared {
            servers: servers.iter().map(upstream).collect(),
            next: AtomicUsize::new(0),
            bug,
        });
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let proxy = Self {
            address: listener.local_addr()?,
            shared: Arc::clone(&shared),
        };
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let shared = Arc::clone(&shared);
                // Every failure is a broken connection for the client.
                thread::spawn(move || shared.serve(&client));
            }
        });
        Ok(proxy)
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// The number of requests of each server.
    pub(crate) fn asked(&self) -> Vec<usize> {
        let servers = self.shared.servers.iter();
        servers
            .map(|server| server.asked.load(Ordering::Relaxed))
            .collect()
    }
}

impl Upstream {
    fn left_out(&self) -> MutexGuard<'_, Option<Instant>> {
        self.left_out.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_left_out(&self) -> bool {
        self.left_out()
            .is_some_and(|since| since.elapsed() < LEFT_OUT)
    }

    fn leave_out(&self) {
        *self.left_out() = Some(Instant::now());
    }
}

impl Shared {
    fn serve(&self, mut client: &TcpStream) -> io::Result<()> {
        let Some((head, rest)) = head(client)? else {
            return Ok(());
        };
        let Some((number, server)) = self.connect() else {
            return client.write_all(NONE);
        };
        let head = self.rewritten(head, number);
        server.set_read_timeout(Some(SILENT))?;
        (&server).write_all(head.as_bytes())?;
        (&server).write_all(&rest)?;
        thread::scope(|scope| {
            scope.spawn(|| {
                let sent = io::copy(&mut &*client, &mut &server);
                // The server has to learn that nothing more will be sent.
                let _ = server.shutdown(match sent {
                    Ok(_) => Shutdown::Write,
                    Err(_) => Shutdown::Both,
                });
            });
            let answered = io::copy(&mut &server, &mut client);
            if answered.is_err_and(|error| error.kind() == io::ErrorKind::WouldBlock) {
                self.servers[number].leave_out();
            }
            let _ = client.shutdown(Shutdown::Both);
            let _ = server.shutdown(Shutdown::Both);
        });
        Ok(())
    }

    /// A connection to the next server that accepts one.
    fn connect(&self) -> Option<(usize, TcpStream)> {
        for _ in 0..self.servers.len() {
            let number = self.next.fetch_add(1, Ordering::Relaxed) % self.servers.len();
            let server = &self.servers[number];
            if server.is_left_out() {
                continue;
            }
            match TcpStream::connect(server.address) {
                Ok(stream) => {
                    server.asked.fetch_add(1, Ordering::Relaxed);
                    return Some((number, stream));
                }
                Err(_) => server.leave_out(),
            }
        }
        None
    }

    /// The head for the server, which is modified only for a seeded bug.
    fn rewritten(&self, head: String, number: usize) -> String {
        let changed = |name: &str, change: &dyn Fn(&str) -> String| {
            let lines = head.split("\r\n").map(|line| match line.split_once(':') {
                Some((known, value)) if known.eq_ignore_ascii_case(name) => {
                    format!("{known}: {}", change(value.trim()))
                }
                _ => line.to_owned(),
            });
            lines.collect::<Vec<_>>().join("\r\n")
        };
        match self.bug {
            Some(Bug::PerServerKeys) => changed("idempotency-key", &|key| {
                format!("{key}-at-server-{number}")
            }),
            Some(Bug::IgnoredTags) => changed("if-match", &|_| "*".to_owned()),
            _ => head,
        }
    }
}

/// The head of a request and the beginning of its body; `None` if there is no request.
fn head(mut client: &TcpStream) -> io::Result<Option<(String, Vec<u8>)>> {
    let mut bytes = Vec::new();
    let mut part = [0; 4096];
    while bytes.len() < HEAD {
        let read = client.read(&mut part)?;
        bytes.extend_from_slice(&part[..read]);
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            let rest = bytes.split_off(end + 4);
            let head = String::from_utf8(bytes).map_err(io::Error::other)?;
            return Ok(Some((head, rest)));
        }
        if read == 0 {
            return Ok(None);
        }
    }
    Err(io::Error::other("the head of a request has no end"))
}
