//! Over a real connection to the program itself: cut, killed, gone on with.

use super::{png, sum};
use crate::program::Running;
use serde_json::Value;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;
use tempfile::TempDir;

/// A signed-in client that makes a connection for each request.
struct Client {
    cookie: String,
}

impl Client {
    fn new(server: &Running) -> Self {
        let body = br#"{"persona": "p-anna"}"#;
        let mut client = Self {
            cookie: String::new(),
        };
        let head = "POST /api/v1/session\r\nContent-Type: application/json";
        let answer = client.ask(server, head, body);
        let cookie = line(&answer, "set-cookie");
        client.cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        client
    }

    /// Sends the head of a request, and so much of its body as is given.
    fn open(&self, server: &Running, head: &str, length: usize, body: &[u8]) -> TcpStream {
        let mut stream = TcpStream::connect(&server.address).unwrap();
        let (line, headers) = head.split_once("\r\n").unwrap_or((head, ""));
        write!(
            stream,
            "{line} HTTP/1.1\r\nHost: {0}\r\nOrigin: http://{0}\r\nX-Portico-Request: 1\r\nCookie: {1}\r\n\
             Connection: close\r\nContent-Length: {length}\r\nTus-Resumable: 1.0.0\r\n{headers}\r\n\r\n",
            server.address, self.cookie
        )
        .unwrap();
        stream.write_all(body).unwrap();
        stream
    }

    fn ask(&self, server: &Running, head: &str, body: &[u8]) -> String {
        let mut answer = String::new();
        let mut stream = self.open(server, head, body.len(), body);
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    fn announce(&self, server: &Running, length: usize) -> String {
        let head = format!(
            "POST /api/v1/uploads\r\nUpload-Length: {length}\r\nUpload-Metadata: filename YS5wbmc="
        );
        line(&self.ask(server, &head, b""), "location").to_owned()
    }

    fn patch(path: &str, offset: usize) -> String {
        format!(
            "PATCH {path}\r\nUpload-Offset: {offset}\r\nContent-Type: application/offset+octet-stream"
        )
    }

    fn upload(&self, server: &Running, path: &str) -> Value {
        let answer = self.ask(server, &format!("GET {path}"), b"");
        let (_, body) = answer.split_once("\r\n\r\n").unwrap();
        serde_json::from_str(body).unwrap()
    }

    /// Waits until so much has arrived.
    fn wait(&self, server: &Running, path: &str, bytes: u64) {
        for _ in 0..4000 {
            let upload = self.upload(server, path);
            match upload["received"].as_u64() {
                Some(received) if received >= bytes => return,
                Some(_) => std::thread::sleep(Duration::from_millis(5)),
                None => panic!("it is gone: {upload}"),
            }
        }
        panic!("so much never arrived");
    }

    fn offset(&self, server: &Running, path: &str) -> usize {
        let answer = self.ask(server, &format!("HEAD {path}"), b"");
        line(&answer, "upload-offset").parse().unwrap()
    }
}

fn line<'a>(answer: &'a str, name: &str) -> &'a str {
    let mut lines = answer.lines().filter_map(|line| line.split_once(": "));
    let found = lines.find(|(found, _)| found.eq_ignore_ascii_case(name));
    found
        .map(|(_, value)| value)
        .unwrap_or_else(|| panic!("no {name}: {answer}"))
}

#[test]
fn an_upload_survives_a_cut_and_a_killed_server() {
    let data = TempDir::new().unwrap();
    let bytes = png(4_000_000);
    let server = Running::start(data.path());
    let client = Client::new(&server);
    let path = client.announce(&server, bytes.len());

    // The connection is closed in the middle.
    let first = client.open(
        &server,
        &Client::patch(&path, 0),
        bytes.len(),
        &bytes[..1_300_000],
    );
    drop(first);
    client.wait(&server, &path, 1_300_000);
    assert_eq!(client.offset(&server, &path), 1_300_000);

    // The server is killed in the middle; what fills a chunk was durable before.
    let head = Client::patch(&path, 1_300_000);
    let sent = &bytes[1_300_000..3_400_000];
    let second = client.open(&server, &head, bytes.len() - 1_300_000, sent);
    client.wait(&server, &path, 3 * 1024 * 1024);
    drop(server);
    drop(second);

    let server = Running::start(data.path());
    let at = client.offset(&server, &path);
    assert_eq!(at, 3 * 1024 * 1024);
    let answer = client.ask(&server, &Client::patch(&path, at), &bytes[at..]);
    assert!(answer.starts_with("HTTP/1.1 204"), "{answer}");
    let upload = client.upload(&server, &path);
    assert_eq!(upload["complete"], true);
    assert_eq!(upload["sha256"], sum(&bytes));
}
