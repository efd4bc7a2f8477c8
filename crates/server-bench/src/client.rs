//! An HTTP client with one connection that sends the next request as soon as it has the response to the last one. It
//! parses as little of a response as possible, because it shares the processor with the server.

use anyhow::{Context, Result, bail};
use std::net::SocketAddr;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

/// A keep-alive connection.
pub(crate) struct Connection {
    stream: BufReader<TcpStream>,
    line: Vec<u8>,
    body: Vec<u8>,
    /// The value of the last `Set-Cookie` header, without attributes.
    cookie: Option<String>,
}

/// A response.
pub(crate) struct Answer<'a> {
    pub(crate) status: u16,
    pub(crate) cookie: Option<&'a str>,
    pub(crate) body: &'a [u8],
}

impl Connection {
    pub(crate) async fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await;
        let stream = stream.context("The server accepts no connection")?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream: BufReader::with_capacity(64 * 1024, stream),
            line: Vec::new(),
            body: Vec::new(),
            cookie: None,
        })
    }

    /// Sends a raw HTTP/1.1 request and reads the response.
    pub(crate) async fn exchange(&mut self, request: &[u8]) -> Result<Answer<'_>> {
        self.stream.get_mut().write_all(request).await?;
        let status = self.line().await?.get(9..12).unwrap_or_default().parse()?;
        let mut length = 0;
        self.cookie = None;
        loop {
            let line = self.line().await?;
            let Some((name, value)) = line.split_once(':') else {
                break;
            };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.trim().parse()?,
                "transfer-encoding" => bail!("An answer has no length"),
                "set-cookie" => {
                    let cookie = value.split(';').next().unwrap_or_default();
                    self.cookie = Some(cookie.trim().to_owned());
                }
                _ => {}
            }
        }
        self.body.resize(length, 0);
        self.stream.read_exact(&mut self.body).await?;
        Ok(Answer {
            status,
            cookie: self.cookie.as_deref(),
            body: &self.body,
        })
    }

    async fn line(&mut self) -> Result<&str> {
        self.line.clear();
        let read = self.stream.read_until(b'\n', &mut self.line).await?;
        if read == 0 {
            bail!("The server closed the connection");
        }
        Ok(std::str::from_utf8(&self.line)?.trim_end())
    }
}
