//! Connections that are refused because all others are busy.

use super::{HEAD, LARGE, LONG, ask, connect, connect_from, persist, try_ask};
use crate::program::Running;
use std::io::{Error, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A server whose only three connections from this address are busy: the bodies of their requests are still arriving.
fn busy(data: &Path) -> (Running, Vec<TcpStream>) {
    let options = ["--max-connections-per-address", "3"];
    let server = Running::with(data, &options);
    let begin = || {
        let mut stream = connect(&server);
        let head = "POST /api/v1/session HTTP/1.1\r\nHost: 127.0.0.1\r\nExpect: 100-continue\r\n\
                    Content-Type: application/json\r\nContent-Length: 9\r\n";
        let head = format!("{head}Origin: http://127.0.0.1\r\nX-Portico-Request: 1\r\n\r\n");
        stream.write_all(head.as_bytes()).unwrap();
        let mut go_on = [0; 25];
        stream.read_exact(&mut go_on).unwrap();
        assert!(go_on.starts_with(b"HTTP/1.1 100"));
        stream
    };
    let working = (0..3).map(|_| begin()).collect();
    (server, working)
}

/// The complete response, after which the server has closed its side in order.
fn refusal(stream: &mut TcpStream) -> String {
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 503 "), "{answer:?}");
    answer
}

#[test]
fn more_requests_at_once_than_allowed_are_turned_away_at_once() {
    let data = TempDir::new().unwrap();
    let (server, mut working) = busy(data.path());
    let answer = refusal(&mut connect(&server));
    assert!(answer.contains("\r\nretry-after: 2\r\n"), "{answer}");
    let body = answer.split("\r\n\r\n").nth(1).unwrap();
    let length = format!("content-length: {}\r\n", body.len());
    assert!(answer.contains(&length), "{answer}");
    let problem: serde_json::Value = serde_json::from_str(body).unwrap();
    assert_eq!(problem["status"], 503);
    assert_eq!(ask(&mut connect_from(&server, "127.0.0.2")), "200");
    // A completed request frees its place.
    let mut first = working.remove(0);
    first.write_all(b"{        ").unwrap();
    let mut status = [0; 12];
    first.read_exact(&mut status).unwrap();
    assert_eq!(&status, b"HTTP/1.1 400");
    drop(first);
    persist(|| match try_ask(&mut connect(&server))?.as_str() {
        "200" => Ok(()),
        // The client may read a response before the server has noted that it is written.
        status => Err(Error::other(status.to_owned())),
    });
}

/// Unread bytes would reset the connection, and the reset could overtake the response.
#[test]
fn a_refused_client_may_send_before_and_after_its_response() {
    let data = TempDir::new().unwrap();
    let (server, _working) = busy(data.path());
    let body = vec![b'x'; 256 * 1024];
    let head = format!("{HEAD}Content-Length: {}\r\n\r\n", body.len());
    let mut sent = connect(&server);
    sent.write_all(head.as_bytes()).unwrap();
    sent.write_all(&body).unwrap();
    refusal(&mut sent);
    let mut late = connect(&server);
    refusal(&mut late);
    late.write_all(head.as_bytes()).unwrap();
    late.write_all(&body).unwrap();
}

#[test]
fn a_refused_client_cannot_keep_its_connection() {
    let data = TempDir::new().unwrap();
    let (server, _working) = busy(data.path());
    let mut endless = connect(&server);
    refusal(&mut endless);
    let mut sent = 0;
    while endless.write_all(&[b'x'; 64 * 1024]).is_ok() {
        sent += 64 * 1024;
        assert!(sent < LARGE, "all of it is read");
    }
    let mut slow = connect(&server);
    refusal(&mut slow);
    let end = Instant::now() + LONG;
    while slow.write_all(b"x").is_ok() {
        assert!(Instant::now() < end, "it is never closed");
        sleep(Duration::from_millis(50));
    }
}
