//! Which kinds of file are taken: name, type and bytes have to agree.

use super::{PNG, Person, png, refused};
use crate::server::Server;
use axum::http::StatusCode;

/// What a file of some kind begins with.
fn head(ending: &str) -> Vec<u8> {
    match ending {
        "png" => png(60),
        "jpg" | "jpeg" => b"\xFF\xD8\xFF\xE0\0\x10JFIF\0".to_vec(),
        "gif" => b"GIF89a\x01\0\x01\0".to_vec(),
        "webp" => b"RIFF\x24\0\0\0WEBPVP8 ".to_vec(),
        "heic" => b"\0\0\0\x18ftypheic\0\0\0\0".to_vec(),
        "pdf" => b"%PDF-1.7\n%\xE2\xE3\xCF\xD3".to_vec(),
        "zip" | "docx" | "xlsx" | "pptx" | "odt" | "ods" | "odp" => b"PK\x03\x04\x14\0".to_vec(),
        "doc" | "xls" | "ppt" | "msg" => b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0".to_vec(),
        "mp4" => b"\0\0\0\x20ftypisom\0\0\x02\0".to_vec(),
        "mov" => b"\0\0\0\x14ftypqt  \0\0\0\0".to_vec(),
        "webm" => b"\x1A\x45\xDF\xA3\x9F\x42\x86".to_vec(),
        _ => "Größe;1\r\n\x1B[31mrot\x1B[0m\t\u{202E}\n"
            .as_bytes()
            .to_vec(),
    }
}

#[tokio::test]
async fn each_kind_is_taken_under_its_own_name() {
    let server = Server::start().await;
    let anna = Person::new(&server, "p-anna").await;
    #[rustfmt::skip]
    let kinds = [
        ("a.png", "image/png", "image/png"),
        ("a.PNG", "IMAGE/PNG", "image/png"),
        ("a.jpg", "image/jpeg", "image/jpeg"),
        ("a.jpeg", "image/pjpeg", "image/jpeg"),
        ("a.gif", "image/gif", "image/gif"),
        ("a.webp", "image/webp", "image/webp"),
        ("a.heic", "", "image/heic"),
        ("a.pdf", "application/pdf", "application/pdf"),
        ("a.zip", "application/x-zip-compressed", "application/zip"),
        ("a.docx", "", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a.xlsx", "application/octet-stream", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("a.pptx", "", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
        ("a.odt", "", "application/vnd.oasis.opendocument.text"),
        ("a.ods", "", "application/vnd.oasis.opendocument.spreadsheet"),
        ("a.odp", "", "application/vnd.oasis.opendocument.presentation"),
        ("a.doc", "application/msword", "application/msword"),
        ("a.xls", "application/vnd.ms-excel", "application/vnd.ms-excel"),
        ("a.ppt", "", "application/vnd.ms-powerpoint"),
        ("a.msg", "", "application/vnd.ms-outlook"),
        ("a.eml", "message/rfc822", "message/rfc822"),
        ("a.txt", "text/plain; charset=utf-8", "text/plain"),
        ("a.log", "", "text/plain"),
        ("a.csv", "application/vnd.ms-excel", "text/csv"),
        ("a.mp4", "video/mp4", "video/mp4"),
        ("a.mov", "video/quicktime", "video/quicktime"),
        ("a.webm", "video/webm", "video/webm"),
        // Without an ending the type gives it one; the bytes are looked at all the same.
        ("a", "image/png", "image/png"),
        ("", "image/png", "image/png"),
    ];
    for (name, declared, taken_for) in kinds {
        let ending = name.rsplit_once('.').map_or("png", |(_, ending)| ending);
        let answer = anna
            .whole(name, declared, &head(&ending.to_lowercase()))
            .await;
        assert_eq!(
            answer.status,
            StatusCode::CREATED,
            "{name}: {}",
            answer.text()
        );
        assert_eq!(answer.json()["mediaType"], taken_for, "{name}");
    }
    let unnamed = anna.whole("", "image/png", &png(60)).await;
    assert_eq!(unnamed.json()["name"], "file.png");
}

#[tokio::test]
async fn what_is_not_on_the_list_is_refused_before_its_bytes() {
    let server = Server::start().await;
    let anna = Person::new(&server, "p-anna").await;
    for (name, declared) in [
        ("a.exe", "image/png"),
        ("a.png.exe", ""),
        ("a.html", "text/html"),
        ("a.htm", ""),
        ("a.svg", "image/svg+xml"),
        ("a.js", "text/javascript"),
        ("a.php", "application/x-php"),
        ("a.lnk", ""),
        ("a.docm", ""),
        ("a.iso", ""),
        ("a", ""),
        ("a", "text/html"),
        ("a.", "text/html"),
        ("", ""),
        ("png", ""),
        ("a.png%00.exe", ""),
        ("a.exe%20", "image/png"),
        ("a.exe.", "image/png"),
        ("a.html", "image/png"),
    ] {
        let answer = anna.whole(name, declared, &png(60)).await;
        refused(&answer, 415, "/mediaType", "type");
    }
}

#[tokio::test]
async fn bytes_that_are_something_else_are_refused() {
    let server = Server::start().await;
    let anna = Person::new(&server, "p-anna").await;
    let html = b"<!doctype html><script>alert(1)</script>".as_slice();
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".as_slice();
    let program = b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xFF\xFF\0\0".as_slice();
    let late = [vec![b' '; 1025], b"%PDF-1.4".to_vec()].concat();
    let old_office = container("WordDocument");
    for (name, bytes) in [
        ("a.png", html),
        ("a.png", svg),
        ("a.png", program),
        ("a.png", b"\x89PNG"),
        ("a.png", b"\x89PNG\n\x1A\n"),
        ("a.png", b" \x89PNG\r\n\x1A\n"),
        ("a.jpg", PNG),
        ("a.gif", b"GIF88a"),
        ("a.webp", b"RIFF"),
        ("a.webp", b"RIFF\x24\0\0\0WAVEfmt "),
        ("a.heic", b"\0\0\0\x18ftypmp42"),
        ("a.pdf", html),
        ("a.pdf", b"<html><script>1</script>%PDF-1.4"),
        ("a.pdf", b"MZ\x90\0%PDF-1.4"),
        ("a.pdf", b"#!/bin/sh\n%PDF-1.4"),
        ("a.pdf", b"PK\x03\x04%PDF-1.4"),
        ("a.pdf", &late),
        ("a.xlsx", &old_office),
        ("a.docx", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
        ("a.doc", b"PK\x03\x04"),
        ("a.zip", b"Rar!\x1A\x07"),
        ("a.txt", program),
        ("a.txt", b"\x7FELF\x02\x01\x01\0"),
        ("a.csv", b"a;b\0"),
        ("a.mp4", b"ftypisom"),
        ("a.webm", html),
    ] {
        let answer = anna.whole(name, "", bytes).await;
        refused(&answer, 415, "/mediaType", "content");
    }
    // Text that a browser could take for a page is taken, since it is never shown as one.
    let answer = anna.whole("a.txt", "text/plain", html).await;
    assert_eq!(answer.status, StatusCode::CREATED);
    // So is a picture that is also something else.
    let answer = anna
        .whole("a.gif", "image/gif", b"GIF89a\x09\0\x09\0=1;alert(1)")
        .await;
    assert_eq!(answer.status, StatusCode::CREATED);
}

#[tokio::test]
async fn pictures_that_no_browser_can_show_are_refused() {
    let server = Server::start().await;
    let anna = Person::new(&server, "p-anna").await;
    let picture = |width: u32, height: u32| {
        let mut bytes = PNG.to_vec();
        bytes.extend_from_slice(b"\0\0\0\rIHDR");
        bytes.extend(width.to_be_bytes());
        bytes.extend(height.to_be_bytes());
        bytes.extend_from_slice(b"\x08\x02\0\0\0\0\0\0\0");
        bytes
    };
    for (width, height, code) in [
        (10_000, 10_000, ""),
        (50_000, 50_000, "pixels"),
        (u32::MAX, u32::MAX, "pixels"),
        (100_000_001, 1, "pixels"),
    ] {
        let answer = anna
            .whole("a.png", "image/png", &picture(width, height))
            .await;
        match code {
            "" => assert_eq!(answer.status, StatusCode::CREATED),
            code => refused(&answer, 422, "/size", code),
        }
    }
}

/// A file in Office's older container, with one entry in its list of names.
fn container(name: &str) -> Vec<u8> {
    let mut bytes = vec![0; 2048];
    bytes[..8].copy_from_slice(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    // Sectors of 512 bytes, the names in the second one.
    bytes[30] = 9;
    bytes[48] = 1;
    for (at, unit) in name.encode_utf16().enumerate() {
        bytes[1024 + 2 * at..][..2].copy_from_slice(&unit.to_le_bytes());
    }
    bytes
}

#[tokio::test]
async fn the_ending_and_the_content_decide_and_no_browser() {
    let server = Server::start().await;
    let anna = Person::new(&server, "p-anna").await;
    let late = [vec![b' '; 1000], b"%PDF-1.4".to_vec()].concat();
    // The names of a large one stand behind what is looked at.
    let mut large = container("Workbook");
    large[48..52].copy_from_slice(&100_000_u32.to_le_bytes());
    let protected = container("EncryptedPackage");
    for (name, bytes) in [
        ("a.png", PNG),
        ("a.zip", b"PK\x03\x04\x14\0"),
        ("a.csv", b"a;b\n1;2\n"),
        ("a.log", b"started\n"),
        ("a.m4v", b"\0\0\0\x18ftypmp42"),
        ("a.pdf", b"%PDF-1.4"),
        ("a.pdf", b"\xEF\xBB\xBF\r\n%PDF-1.4"),
        ("a.pdf", b"\x1B%-12345X@PJL SET COPIES=1\r\n%PDF-1.4"),
        ("a.pdf", &late),
        ("a.docx", &protected),
        ("a.xlsx", &protected),
        ("a.pptx", &protected),
        ("a.xlsx", &large),
        ("a.doc", &protected),
    ] {
        for declared in [
            "",
            "application/octet-stream",
            "application/x-zip-compressed",
            "application/vnd.ms-excel",
            "text/html",
            "image/*",
            "nonsense",
        ] {
            let answer = anna.whole(name, declared, bytes).await;
            assert_eq!(
                answer.status,
                StatusCode::CREATED,
                "{name} {declared}: {}",
                answer.text()
            );
            let taken_for = portico_contract::media_type_of(name).unwrap();
            assert_eq!(answer.json()["mediaType"], taken_for, "{name} {declared}");
        }
    }
}
