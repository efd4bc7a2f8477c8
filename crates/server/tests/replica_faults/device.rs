//! The actions at a device: save a draft that the user's other devices save too, upload a file in parts, send a request
//! with it, and comment on it. Another client announces more files than its quota allows.

use crate::Result;
use crate::client::{Answer, Client, JSON};
use crate::ledger::{Request, SentFile};
use crate::site::MAX_UPLOAD_MIB;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

/// The service whose draft all devices of a user share.
pub(crate) const DRAFT: &str = "vpn-access";
/// The number of parts in which a file is sent.
const PARTS: usize = 4;
const TUS: (&str, &str) = ("tus-resumable", "1.0.0");

/// A device of a user.
pub(crate) struct Device<'a> {
    /// Unique.
    pub(crate) number: usize,
    /// Its user.
    pub(crate) persona: &'a str,
    pub(crate) client: Client,
}

impl Device<'_> {
    /// Performs one action after another, each until it is acknowledged.
    pub(crate) fn work(&self, enough: &AtomicBool) {
        for turn in 0.. {
            if enough.load(Ordering::SeqCst) {
                return;
            }
            if let Err(error) = self.turn(turn) {
                return self.client.ledger().book().wrong(error.to_string());
            }
        }
    }

    fn turn(&self, turn: usize) -> Result<()> {
        let token = format!("token {} {turn} end", self.number);
        self.save(&token)?;
        // Half of the requests have a file; some files are larger than a server's chunk.
        let file = match turn % 4 {
            0 | 1 => Some(self.upload(&file(self.number, 300_000 + 400_000 * (turn % 3)))?),
            _ => None,
        };
        let request = self.request(turn, &token, file)?;
        self.comment(&request)?;
        self.client.ledger().book().requests.push(request);
        Ok(())
    }

    /// Adds a line to the draft. The lines of other devices have to be kept.
    fn save(&self, line: &str) -> Result<()> {
        let path = format!("/drafts/{DRAFT}");
        loop {
            let current = self.client.insist("GET", &path, &[], b"")?;
            let tag = current.header("etag").to_owned();
            let (text, when) = match current.status {
                200 => (draft(&current), ("if-match", tag.as_str())),
                404 => (String::new(), ("if-none-match", "*")),
                _ => return current.is_wrong("reading a draft"),
            };
            if text.lines().any(|there| there == line) {
                // It was stored by an attempt without a response.
                return Ok(());
            }
            let text = format!("{text}{line}\n");
            let body = json!({ "formVersion": "1", "key": self.persona, "answers": { "reason": text }, "step": 0 });
            let body = body.to_string();
            let saved = self
                .client
                .ask("PUT", &path, &[JSON, when], body.as_bytes())?;
            match saved {
                Some(saved) if matches!(saved.status, 200 | 201) => {
                    let save = (self.persona.to_owned(), line.to_owned());
                    self.client.ledger().book().saves.push(save);
                    return Ok(());
                }
                // Another device was faster, or the result is unknown.
                Some(saved) if saved.status == 412 => {}
                None => {}
                Some(saved) => return saved.is_wrong("saving a draft"),
            }
        }
    }

    /// Uploads a picture in parts, and continues after each one at the offset that the servers report.
    fn upload(&self, bytes: &[u8]) -> Result<SentFile> {
        // An upload that was announced without a response is never sent.
        let announced = announce(bytes.len() as u64, |headers| {
            self.client.insist("POST", "/uploads", headers, b"")
        })?;
        let path = match announced.status {
            201 => place(&announced),
            _ => return announced.is_wrong("announcing a file"),
        };
        let (mut offset, mut acknowledged, mut breaks) = (0, 0, true);
        while offset < bytes.len() {
            let end = bytes.len().min(offset + bytes.len() / PARTS + 1);
            let headers = [
                TUS,
                ("content-type", "application/offset+octet-stream"),
                ("upload-offset", &offset.to_string()),
            ];
            let part = &bytes[offset..end];
            if breaks {
                // Half of it is in transit to one server while another one is asked how much has arrived.
                breaks = false;
                self.client.break_off("PATCH", &path, &headers, part)?;
                offset = self.offset(&path)?;
                continue;
            }
            offset = match self.client.ask("PATCH", &path, &headers, part)? {
                Some(taken) if taken.status == 204 => {
                    let now = number(&taken);
                    if now != end {
                        return taken.is_wrong("a part of a file");
                    }
                    acknowledged = end;
                    end
                }
                // It is unknown how much has arrived, or the part does not begin at the current offset.
                None => self.offset(&path)?,
                Some(refused) if matches!(refused.status, 409 | 423) => self.offset(&path)?,
                Some(refused) => return refused.is_wrong("a part of a file"),
            };
            if offset < acknowledged {
                let wrong =
                    format!("{path}: {acknowledged} bytes were acknowledged, {offset} are there");
                return Err(wrong.into());
            }
        }
        Ok(SentFile {
            id: path.replace("/uploads/", ""),
            size: bytes.len(),
        })
    }

    fn offset(&self, path: &str) -> Result<usize> {
        let answer = self.client.insist("HEAD", path, &[TUS], b"")?;
        match answer.status {
            200 => Ok(number(&answer)),
            _ => answer.is_wrong("the offset of a file"),
        }
    }

    /// Sends a request; half of them twice at the same time, which may reach two servers.
    fn request(&self, turn: usize, token: &str, file: Option<SentFile>) -> Result<Request> {
        let key = format!("key-{}-{turn}", self.number);
        let request = |id, number| Request {
            device: self.number,
            key: key.clone(),
            token: token.to_owned(),
            id,
            number,
            file: file.clone(),
        };
        let empty = request(String::new(), String::new());
        let send = || self.send(&empty);
        let (id, number) = match turn % 2 {
            0 => send()?,
            _ => {
                let (one, other) = thread::scope(|scope| {
                    let other = scope.spawn(send);
                    (send(), other.join())
                });
                let other = other.map_err(|_| "a thread panicked")?;
                let (one, other) = (one?, other?);
                if one != other {
                    let wrong = format!("{key} gave {one:?} and {other:?}");
                    self.client.ledger().book().wrong(wrong);
                }
                one
            }
        };
        Ok(request(id, number))
    }

    /// Sends a request until it is acknowledged; returns its ID and number.
    pub(crate) fn send(&self, request: &Request) -> Result<(String, String)> {
        let mut answers = json!({ "about": "praise", "text": request.token, "source": "portal" });
        if let Some(file) = &request.file {
            answers["picture"] = file.id.as_str().into();
        }
        let body =
            json!({ "service": "it-feedback", "formVersion": "1", "answers": answers }).to_string();
        let headers = [JSON, ("idempotency-key", request.key.as_str())];
        let answer = self
            .client
            .insist("POST", "/requests", &headers, body.as_bytes())?;
        match answer.status {
            201 => Ok((word(&answer.json(), "id"), word(&answer.json(), "number"))),
            _ => answer.is_wrong("a request"),
        }
    }

    fn comment(&self, request: &Request) -> Result<()> {
        let path = format!("/requests/{}/comments", request.id);
        let (key, body) = (
            format!("comment-{}", request.key),
            json!({ "text": request.token }).to_string(),
        );
        let headers = [JSON, ("idempotency-key", key.as_str())];
        let answer = self
            .client
            .insist("POST", &path, &headers, body.as_bytes())?;
        match answer.status {
            201 => {
                let token = request.token.clone();
                self.client.ledger().book().comments.push(token);
                Ok(())
            }
            _ => answer.is_wrong("a comment"),
        }
    }
}

/// Announces large files until the quota is used up, and then removes one before the next. None of them is ever sent.
pub(crate) fn hoard(client: &Client, enough: &AtomicBool) {
    let size = MAX_UPLOAD_MIB * 1024 * 1024;
    let announced = || -> Result<()> {
        let asked = announce(size, |headers| client.ask("POST", "/uploads", headers, b""));
        let Some(announced) = asked? else {
            return Ok(());
        };
        match announced.status {
            201 => client.ledger().book().unused.push(place(&announced)),
            422 if announced.json()["errors"][0]["code"] == "quota" => {
                client.ledger().book().over_quota += 1;
                let Some(path) = client.ledger().book().unused.pop() else {
                    return Ok(());
                };
                let removed = client.insist("DELETE", &path, &[TUS], b"")?;
                // If it was removed without a response, it no longer exists.
                if !matches!(removed.status, 204 | 404) {
                    return removed.is_wrong("removing a file");
                }
            }
            _ => return announced.is_wrong("announcing a file"),
        }
        Ok(())
    };
    while !enough.load(Ordering::SeqCst) {
        if let Err(error) = announced() {
            return client.ledger().book().wrong(error.to_string());
        }
        thread::sleep(Duration::from_millis(20));
    }
}

/// Sends the headers for a file of this many bytes.
fn announce<T>(size: u64, ask: impl FnOnce(&[(&str, &str)]) -> Result<T>) -> Result<T> {
    let headers = [
        TUS,
        ("upload-length", &size.to_string()),
        ("upload-metadata", "filename YS5wbmc=,filetype aW1hZ2UvcG5n"),
    ];
    ask(&headers)
}

/// The text of the draft.
pub(crate) fn draft(answer: &Answer) -> String {
    word(&answer.json()["answers"], "reason")
}

/// A picture of this many bytes, or a plausible one: the header of a pixel, and noise that depends on the device.
pub(crate) fn file(device: usize, length: usize) -> Vec<u8> {
    let head = b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0";
    let noise = (device as u32..).map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()[3]);
    head.iter().copied().chain(noise).take(length).collect()
}

/// The address of an announced file.
fn place(announced: &Answer) -> String {
    let place = announced.header("location");
    place.strip_prefix("/api/v1").unwrap_or(place).to_owned()
}

fn number(answer: &Answer) -> usize {
    answer.header("upload-offset").parse().unwrap_or(usize::MAX)
}

fn word(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap_or_default().to_owned()
}
