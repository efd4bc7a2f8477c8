//! Silent connections, slow ones, and ones that read no response do not keep the server from serving others.
#![cfg(target_os = "linux")]

mod refused;

use crate::program::Running;
use std::fs;
use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::net::TcpSocket;

/// No step takes this long; a test that waits for it has failed.
const LONG: Duration = Duration::from_secs(60);
/// Far more than the system buffers between the two ends of a connection.
const LARGE: usize = 32 * 1024 * 1024;
const HEAD: &str = "GET /api/v1/portal HTTP/1.1\r\nHost: 127.0.0.1\r\n";

fn connect(server: &Running) -> TcpStream {
    let stream = TcpStream::connect(&server.address).unwrap();
    stream.set_read_timeout(Some(LONG)).unwrap();
    stream.set_write_timeout(Some(LONG)).unwrap();
    stream
}

/// A connection from another address of this machine.
fn connect_from(server: &Running, source: &str) -> TcpStream {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .build()
        .unwrap();
    let server: SocketAddr = server.address.parse().unwrap();
    let stream = runtime.block_on(async {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(format!("{source}:0").parse().unwrap()).unwrap();
        socket.connect(server).await.unwrap().into_std().unwrap()
    });
    stream.set_nonblocking(false).unwrap();
    stream.set_read_timeout(Some(LONG)).unwrap();
    stream
}

/// The status of the next response; the connection stays open.
fn ask(stream: &mut TcpStream) -> String {
    try_ask(stream).unwrap()
}

/// The same, if the server may have closed the connection.
fn try_ask(stream: &mut TcpStream) -> std::io::Result<String> {
    stream.write_all(format!("{HEAD}\r\n").as_bytes())?;
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte)?;
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).unwrap();
    let length = head.to_lowercase();
    let length = length.split("content-length: ").nth(1).unwrap();
    let length: usize = length.split_whitespace().next().unwrap().parse().unwrap();
    stream.read_exact(&mut vec![0; length])?;
    Ok(head.split(' ').nth(1).unwrap().to_owned())
}

/// Repeats an action until it succeeds: if a second of silence ends a connection, a busy machine may pause that long
/// between connecting and sending.
fn persist<T>(mut attempt: impl FnMut() -> std::io::Result<T>) -> T {
    let end = Instant::now() + LONG;
    loop {
        match attempt() {
            Ok(done) => return done,
            Err(error) => assert!(Instant::now() < end, "{error}"),
        }
    }
}

/// Waits until the server closes a connection, and ignores what it still sends.
fn is_closed(stream: &mut TcpStream) {
    let mut rest = [0; 1024];
    loop {
        match stream.read(&mut rest) {
            Ok(0) => return,
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::ConnectionReset => return,
            Err(error) => panic!("the connection stays: {error}"),
        }
    }
}

#[test]
fn silent_connections_keep_nobody_out() {
    let data = TempDir::new().unwrap();
    // 80 connections, 40 of one address. The time limit is an hour, so that only the maximum numbers take effect.
    let options = ["--idle-timeout", "3600"];
    let server = Running::with_descriptors(data.path(), 224, &options);
    let mut busy = connect_from(&server, "127.0.0.9");
    assert_eq!(ask(&mut busy), "200");
    let sources: Vec<String> = (1..=8).map(|n| format!("127.0.0.{n}")).collect();
    for (few, hosts) in [(100, &sources[..1]), (150, &sources[..])] {
        let silent: Vec<_> = (0..few)
            .map(|n| connect_from(&server, &hosts[n % hosts.len()]))
            .collect();
        for source in ["127.0.0.1", "127.0.0.2", "127.0.0.77"] {
            let mut other = connect_from(&server, source);
            assert_eq!(ask(&mut other), "200", "{source} beside {few}");
        }
        drop(silent);
    }
    // Half a request head counts as silence.
    let begun: Vec<_> = (0..100)
        .map(|_| {
            let mut stream = connect(&server);
            let _ = stream.write_all(HEAD.as_bytes());
            stream
        })
        .collect();
    assert!(server.get("/healthz").contains("200 OK"));
    let metrics = server.get("/metrics");
    let evicted = "portico_connections_cut_total{reason=\"evicted\"}";
    assert!(metrics.contains(evicted), "{metrics}");
    let open = metrics
        .lines()
        .find_map(|line| line.strip_prefix("portico_connections "))
        .unwrap();
    assert!(open.parse::<f64>().unwrap() <= 80.0, "{open}");
    // There are still descriptors for the database and the files.
    let (_, upload) = announced(&server);
    assert!(upload.contains("/uploads/"), "{upload}");
    drop(begun);
}

#[test]
fn a_head_that_is_too_large_is_refused() {
    let data = TempDir::new().unwrap();
    let server = Running::start(data.path());
    let large = format!("X-Large: {}\r\n", "x".repeat(40 * 1024));
    let many = "X-Many: 1\r\n".repeat(200);
    for headers in [large, many] {
        let mut stream = connect(&server);
        let _ = stream.write_all(format!("{HEAD}{headers}\r\n").as_bytes());
        let mut status = [0; 12];
        match stream.read_exact(&mut status) {
            Ok(()) => assert_eq!(&status, b"HTTP/1.1 431"),
            // Unread data may destroy the response.
            Err(error) => assert_eq!(error.kind(), ErrorKind::ConnectionReset),
        }
    }
}

#[test]
fn a_trusted_proxy_has_no_limit_of_its_own() {
    let data = TempDir::new().unwrap();
    let options = [
        "--max-connections-per-address",
        "2",
        "--trusted-proxy",
        "127.0.0.5/32",
        "--idle-timeout",
        "1",
    ];
    let server = Running::with(data.path(), &options);
    let mut all: Vec<_> = (0..20)
        .map(|_| connect_from(&server, "127.0.0.5"))
        .collect();
    // Their connections stay open longer than those of an unknown client, which are closed first.
    is_closed(&mut connect(&server));
    for stream in &mut all {
        assert_eq!(ask(stream), "200");
    }
}

#[test]
fn silence_and_slow_heads_are_cut_and_slow_work_is_not() {
    let data = TempDir::new().unwrap();
    let server = Running::with(data.path(), &["--idle-timeout", "1"]);
    let (cookie, upload) = announced(&server);
    let head = format!(
        "PATCH {upload} HTTP/1.1\r\nHost: {0}\r\nOrigin: http://{0}\r\nX-Portico-Request: 1\r\n\
         Cookie: {cookie}\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nExpect: 100-continue\r\n\
         Content-Type: application/offset+octet-stream\r\nContent-Length: 4\r\n\r\n",
        server.address
    );
    let mut sending = persist(|| {
        let mut stream = connect(&server);
        stream.write_all(head.as_bytes())?;
        let mut go_on = [0; 25];
        stream.read_exact(&mut go_on)?;
        assert!(go_on.starts_with(b"HTTP/1.1 100"));
        Ok(stream)
    });
    sending.write_all(b"s").unwrap();
    // Silent from the start, silent after a response, and a head that never ends.
    is_closed(&mut connect(&server));
    sending.write_all(b"l").unwrap();
    let mut kept = persist(|| {
        let mut stream = connect(&server);
        assert_eq!(try_ask(&mut stream)?, "200");
        Ok(stream)
    });
    is_closed(&mut kept);
    sending.write_all(b"o").unwrap();
    let mut slow = connect(&server);
    slow.write_all(HEAD.as_bytes()).unwrap();
    slow.set_read_timeout(Some(Duration::from_millis(50)))
        .unwrap();
    let mut lines = 0;
    loop {
        let written = slow.write_all(b"X-Slow: 1\r\n");
        let ended = match slow.read(&mut [0; 64]) {
            Ok(_) => true,
            Err(error) => !matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut),
        };
        if ended || written.is_err() {
            break;
        }
        lines += 1;
        assert!(lines < 1000, "a head that never ends is never cut");
    }
    // The upload was in progress all the time.
    sending.write_all(b"w").unwrap();
    let mut status = [0; 12];
    sending.read_exact(&mut status).unwrap();
    assert_eq!(&status, b"HTTP/1.1 204");
    let cut = answer(
        &server,
        &format!("GET /metrics HTTP/1.1\r\n{}\r\n", own(&server)),
    );
    let silent = "portico_connections_cut_total{reason=\"idle\"}";
    assert!(cut.contains(silent), "{cut}");
}

/// The headers of a page of the server's own, on a connection that ends with the response.
pub(crate) fn own(server: &Running) -> String {
    format!(
        "Host: {0}\r\nOrigin: http://{0}\r\nX-Portico-Request: 1\r\nConnection: close\r\n",
        server.address
    )
}

/// The complete response to a request that asks to close the connection.
fn answer(server: &Running, request: &str) -> String {
    persist(|| match server.exchange(request) {
        Ok(answer) if answer.is_empty() => Err(ErrorKind::UnexpectedEof.into()),
        answer => answer,
    })
}

/// A session, and an announced upload of four bytes.
pub(crate) fn announced(server: &Running) -> (String, String) {
    let own = own(server);
    let header = |answer: &str, name: &str| {
        let found = answer.lines().find_map(|line| line.strip_prefix(name));
        found.unwrap_or_else(|| panic!("{answer}")).to_owned()
    };
    let body = r#"{"persona":"p-anna"}"#;
    let signed_in = answer(
        server,
        &format!(
            "POST /api/v1/session HTTP/1.1\r\n{own}Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        ),
    );
    let cookie = header(&signed_in, "set-cookie: ");
    let cookie = cookie.split(';').next().unwrap().to_owned();
    let begun = answer(
        server,
        &format!(
            "POST /api/v1/uploads HTTP/1.1\r\n{own}Cookie: {cookie}\r\nTus-Resumable: 1.0.0\r\n\
         Upload-Length: 4\r\nUpload-Metadata: filename YS50eHQ=\r\nContent-Length: 0\r\n\r\n"
        ),
    );
    (cookie, header(&begun, "location: "))
}

#[test]
fn a_slow_reader_gets_all_of_it() {
    let folder = TempDir::new().unwrap();
    let portal = portal(folder.path());
    let data = TempDir::new().unwrap();
    let limits = ["--idle-timeout", "4", "--max-connections-per-address", "3"];
    let server = Running::with(data.path(), &[&limits[..], &["--portal", &portal]].concat());
    let mut slow = download(&server);
    // Meanwhile others come and go, and each takes the place of an idle connection.
    let others: Vec<_> = (0..8).map(|_| connect(&server)).collect();
    assert_eq!(persist(|| try_ask(&mut connect(&server))), "200");
    drop(others);
    // None of it is read until a silent connection has been closed.
    is_closed(&mut connect(&server));
    let mut rest = Vec::new();
    slow.read_to_end(&mut rest).unwrap();
    assert!(rest.len() > LARGE, "{}", rest.len());
}

#[test]
fn a_reader_that_takes_nothing_is_cut() {
    let folder = TempDir::new().unwrap();
    let portal = portal(folder.path());
    let data = TempDir::new().unwrap();
    let options = ["--idle-timeout", "1", "--portal", &portal];
    let server = Running::with(data.path(), &options);
    let stalled = download(&server);
    let cut = "portico_connections_cut_total{reason=\"stalled\"}";
    let metrics = format!("GET /metrics HTTP/1.1\r\n{}\r\n", own(&server));
    let end = Instant::now() + LONG;
    while !answer(&server, &metrics).contains(cut) {
        assert!(Instant::now() < end, "nobody is cut");
    }
    drop(stalled);
}

/// A download that is much larger than all buffers, of which only the status was read.
fn download(server: &Running) -> TcpStream {
    let host = &server.address;
    let request =
        format!("GET /assets/large.bin HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    persist(|| {
        let mut stream = connect(server);
        stream.write_all(request.as_bytes())?;
        let mut first = [0; 12];
        stream.read_exact(&mut first)?;
        assert_eq!(&first, b"HTTP/1.1 200");
        Ok(stream)
    })
}

/// A folder that looks like a built portal, with one large file.
fn portal(folder: &Path) -> String {
    fs::create_dir_all(folder.join("assets")).unwrap();
    fs::write(folder.join("index.html"), "<!doctype html>").unwrap();
    fs::write(folder.join("assets/large.bin"), vec![b'x'; LARGE]).unwrap();
    folder.to_str().unwrap().to_owned()
}
