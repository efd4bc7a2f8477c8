//! Uploads files with `XmlHttpRequest`, because `fetch` does not report progress.

use super::http::Call;
use super::{Client, json};
use crate::address::stays_within;
use crate::route::encode;
use js_sys::{Promise, Uint8Array};
use leptos::prelude::*;
use portico_contract::{
    AUTHOR, OFFSET_STREAM, REQUESTED_BY, TUS_RESUMABLE, TUS_VERSION, UPLOAD_CHECKSUM,
    UPLOAD_LENGTH, UPLOAD_METADATA, UPLOAD_NAME, UPLOAD_OFFSET, Upload, media_type_of,
};
use portico_delivery::Millis;
use portico_delivery::upload::{Command, Event};
use serde::Deserialize;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, XmlHttpRequest};

/// A file that is being uploaded.
pub(crate) struct UploadSource {
    pub file: web_sys::File,
    /// The SHA-256 of the whole file in hexadecimal, if known.
    pub sha256: Option<String>,
    /// Receives the number of bytes sent in the current exchange.
    pub progress: Rc<dyn Fn(u64)>,
    /// The current exchange, so that it can be aborted.
    pub under_way: RefCell<Option<XmlHttpRequest>>,
}

/// The result of one exchange.
struct ExchangeResult {
    status: u16,
    offset: Option<u64>,
    location: Option<String>,
    asked: Option<Millis>,
    upload: Option<Upload>,
}

impl Client {
    /// Executes one command of an upload, and returns the resulting event.
    pub(crate) async fn carry(self, command: &Command, source: &UploadSource) -> Option<Event> {
        let file = &source.file;
        let reply = match command {
            Command::Create => {
                let size = whole(file.size()).to_string();
                let metadata = metadata(file);
                let headers = [
                    (TUS_RESUMABLE, TUS_VERSION),
                    (UPLOAD_LENGTH, &size),
                    (UPLOAD_METADATA, &metadata),
                ];
                self.exchange_file(Call::new("POST", "/uploads").headers(&headers), source)
                    .await
            }
            Command::Post => {
                let body: &Blob = file;
                let (name, kind) = (encode(&file.name()), content_type(file));
                let headers = [(UPLOAD_NAME, name.as_str()), ("Content-Type", &kind)];
                self.exchange_file(
                    Call::new("POST", "/uploads").headers(&headers).body(body),
                    source,
                )
                .await
            }
            Command::Ask { address } => {
                let headers = [(TUS_RESUMABLE, TUS_VERSION)];
                self.exchange_file(Call::new("HEAD", &path(address)).headers(&headers), source)
                    .await
            }
            Command::Send {
                address,
                offset,
                length,
            } => {
                let part = file
                    .slice_with_f64_and_f64(float(*offset), float(offset + length))
                    .ok()?;
                let checksum = checksum(&part).await;
                let offset = offset.to_string();
                let mut headers = vec![
                    (TUS_RESUMABLE, TUS_VERSION),
                    ("Content-Type", OFFSET_STREAM),
                    (UPLOAD_OFFSET, &offset),
                ];
                headers.extend(checksum.as_deref().map(|sum| (UPLOAD_CHECKSUM, sum)));
                self.exchange_file(
                    Call::new("PATCH", &path(address))
                        .headers(&headers)
                        .body(&part),
                    source,
                )
                .await
            }
            Command::Check { address } => {
                self.exchange_file(Call::new("GET", &path(address)), source)
                    .await
            }
            Command::Delete { address } => {
                let headers = [(TUS_RESUMABLE, TUS_VERSION)];
                self.exchange_file(
                    Call::new("DELETE", &path(address)).headers(&headers),
                    source,
                )
                .await;
                return None;
            }
            Command::WakeAt(_) => return None,
        };
        Some(event(command, reply, source.sha256.as_deref()))
    }

    async fn exchange_file(self, call: Call<'_, Blob>, source: &UploadSource) -> ExchangeResult {
        let mut reply = self.send_file(call, source).await;
        if matches!(&reply, Some(reply) if reply.status == 401) && self.has_token_source() {
            self.inner.try_update_value(|inner| inner.token = None);
            if self.is_still_here().await {
                reply = self.send_file(call, source).await;
            }
        }
        reply.unwrap_or(ExchangeResult {
            status: 0,
            offset: None,
            location: None,
            asked: None,
            upload: None,
        })
    }

    async fn send_file(
        self,
        call: Call<'_, Blob>,
        source: &UploadSource,
    ) -> Option<ExchangeResult> {
        if !stays_within(call.path) {
            return None;
        }
        let person = self.person();
        let token = self.token().await;
        if self.person() != person {
            return None;
        }
        let (url, language, author) = self.inner.try_with_value(|inner| {
            let url = [&inner.api, call.path].concat();
            (url, inner.language.clone(), inner.author.clone())
        })?;
        let request = XmlHttpRequest::new().ok()?;
        request.open(call.method, &url).ok()?;
        let set = |name: &str, value: &str| request.set_request_header(name, value).ok();
        set("Accept", "application/json")?;
        set("Accept-Language", &language)?;
        set(REQUESTED_BY, "1")?;
        if let Some(author) = author {
            set(AUTHOR, &author)?;
        }
        if let Some(token) = token {
            set("Authorization", &format!("Bearer {token}"))?;
        }
        for (name, value) in call.headers {
            set(name, value)?;
        }
        let told = source.progress.clone();
        let progress = Closure::<dyn FnMut(web_sys::ProgressEvent)>::new(
            move |event: web_sys::ProgressEvent| told(whole(event.loaded())),
        );
        if let (Some(_), Ok(upload)) = (call.body, request.upload()) {
            upload.set_onprogress(Some(progress.as_ref().unchecked_ref()));
        }
        // In every case, the end is reported once.
        let end = Promise::new(&mut |resolve, _| request.set_onloadend(Some(&resolve)));
        request.send_with_opt_blob(call.body).ok()?;
        source.under_way.replace(Some(request.clone()));
        let _ = JsFuture::from(end).await;
        source.under_way.take();
        let header = |name: &str| request.get_response_header(name).ok().flatten();
        let text = request.response_text().ok().flatten().unwrap_or_default();
        let value = json::parse(&text).ok();
        Some(ExchangeResult {
            status: request.status().unwrap_or_default(),
            offset: header(UPLOAD_OFFSET).and_then(|offset| offset.parse().ok()),
            location: header("Location"),
            asked: header("Retry-After").and_then(|text| super::reply::milliseconds(&text)),
            upload: value.and_then(|value| Upload::deserialize(json::Json::of(&value)).ok()),
        })
    }
}

/// The meaning of a response to this command.
fn event(command: &Command, reply: ExchangeResult, own: Option<&str>) -> Event {
    let refused = Event::Refused {
        status: reply.status,
        asked: reply.asked,
    };
    if !(200..300).contains(&reply.status) {
        return refused;
    }
    let event = match command {
        Command::Create => reply.location.map(|address| Event::Created { address }),
        Command::Ask { .. } | Command::Send { .. } => {
            reply.offset.map(|offset| Event::Arrived { offset })
        }
        _ => reply.upload.map(|upload| Event::Described {
            id: upload.id.0,
            // A backend without checksums does not object to the file.
            sha256: match (upload.sha256, own) {
                (sum, Some(own)) if sum.is_empty() => own.to_owned(),
                (sum, _) => sum,
            },
            complete: upload.complete,
        }),
    };
    // A success without the required information is not one.
    event.unwrap_or(Event::Refused {
        status: 0,
        asked: None,
    })
}

/// The URL of an upload below the API's address: its `Location` ends with its ID.
fn path(address: &str) -> String {
    let id = address.rsplit('/').next().unwrap_or_default();
    format!("/uploads/{id}")
}

/// `Upload-Metadata`: names, and values in Base64.
fn metadata(file: &web_sys::File) -> String {
    let pair = |name: &str, value: &str| [name, " ", &base64(value.as_bytes())].concat();
    let name = pair("filename", &file.name());
    [name, pair("filetype", &content_type(file))].join(",")
}

/// The type of a file by its extension, like on backends; `None` if unknown. Browsers decide by the installed programs,
/// so their type is used only for unknown extensions.
pub(crate) fn media_type(file: &web_sys::File) -> String {
    media_type_of(&file.name()).map_or_else(|| file.type_(), str::to_owned)
}

/// The same as a header value.
fn content_type(file: &web_sys::File) -> String {
    match media_type(file) {
        kind if kind.is_empty() => "application/octet-stream".to_owned(),
        kind => kind,
    }
}

/// `Upload-Checksum` of a part; `None` if the browser cannot compute it.
async fn checksum(part: &Blob) -> Option<String> {
    let sum = digest(part).await?;
    Some(["sha256 ", &base64(&sum)].concat())
}

/// The SHA-256 of a file in hexadecimal; `None` if the browser cannot compute it, or the file is too large.
pub(crate) async fn sha256(file: &Blob) -> Option<String> {
    const LARGEST: f64 = 67_108_864.0;
    if file.size() > LARGEST {
        return None;
    }
    let sum = digest(file).await?;
    Some(sum.iter().map(|byte| format!("{byte:02x}")).collect())
}

async fn digest(part: &Blob) -> Option<Vec<u8>> {
    if !window().is_secure_context() {
        return None;
    }
    let bytes = JsFuture::from(part.array_buffer()).await.ok()?;
    let subtle = window().crypto().ok()?.subtle();
    let digest = subtle.digest_with_str_and_buffer_source("SHA-256", bytes.unchecked_ref());
    let sum = JsFuture::from(digest.ok()?).await.ok()?;
    Some(Uint8Array::new(&sum).to_vec())
}

/// Base64 by the browser, which expects one character per byte.
fn base64(bytes: &[u8]) -> String {
    let text: String = bytes.iter().copied().map(char::from).collect();
    window().btoa(&text).unwrap_or_default()
}

/// A number of bytes from JavaScript.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a float to integer cast saturates"
)]
fn whole(number: f64) -> u64 {
    number as u64
}

#[expect(
    clippy::cast_precision_loss,
    reason = "no file is as large as 2^53 bytes"
)]
fn float(number: u64) -> f64 {
    number as f64
}
