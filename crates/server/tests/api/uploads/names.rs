//! Names that mean harm: what they become, and that nothing of them reaches the disk.

use super::{MARKER, Site, png};
use crate::server::is_bucket;
use axum::http::StatusCode;
use portico_server::db::RemovalStore;
use std::collections::BTreeSet;
use std::path::Path;

/// The names of all files and folders below one, but for its marker.
fn below(folder: &Path) -> BTreeSet<String> {
    let entries = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap());
    let names = entries.flat_map(|entry| {
        let name = entry.file_name().into_string().unwrap();
        let inside = entry.path().is_dir().then(|| below(&entry.path()));
        [name].into_iter().chain(inside.unwrap_or_default())
    });
    names.filter(|name| name != MARKER).collect()
}

/// The name of the first chunk of a file that came in one piece.
fn first_chunk() -> String {
    let epoch = if is_bucket() { ".1" } else { "" };
    format!("000000{epoch}")
}

/// As a browser puts a name into the header.
fn encoded(name: &str) -> String {
    name.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[tokio::test]
async fn names_are_cleaned() {
    let site = Site::start().await;
    let anna = site.person("p-anna").await;
    let long = "x".repeat(300);
    let wide = "é".repeat(200);
    for (name, kept) in [
        ("plan.png", "plan.png"),
        ("Büro 2.png", "Büro 2.png"),
        ("会議室 🏢.png", "会議室 🏢.png"),
        ("قائمة.png", "قائمة.png"),
        ("می\u{200C}خواهم.png", "می\u{200C}خواهم.png"),
        // Ways out of a folder.
        ("../../x.png", "x.png"),
        ("..\\..\\x.png", "x.png"),
        ("/etc/passwd.png", "passwd.png"),
        ("C:\\Windows\\x.png", "x.png"),
        ("\\\\server\\share\\x.png", "x.png"),
        ("a/../b.png", "b.png"),
        ("..png", "png.png"),
        ("...x.png", "x.png"),
        (".htaccess.png", "htaccess.png"),
        ("%2e%2e%2fx.png", "%2e%2e%2fx.png"),
        ("x.png/", "file.png"),
        ("x.png:stream.png", "x.png_stream.png"),
        // What a reader would not see, or see elsewhere.
        ("gnp.\u{202E}exe.png", "gnp._exe.png"),
        ("a\u{202A}b\u{202B}c\u{202C}d\u{202D}.png", "a_b_c_d_.png"),
        ("a\u{2066}b\u{2067}c\u{2068}d\u{2069}.png", "a_b_c_d_.png"),
        ("a\u{200E}b\u{200F}c\u{061C}.png", "a_b_c_.png"),
        ("a\u{200B}b\u{FEFF}c\u{2060}.png", "a_b_c_.png"),
        ("a\u{2028}b\u{2029}.png", "a_b_.png"),
        ("a\u{E0041}.png", "a_.png"),
        ("a\0b\u{7}c\u{7F}d\u{85}.png", "a_b_c_d_.png"),
        ("a\r\nSet-Cookie: x=1.png", "a__Set-Cookie_ x=1.png"),
        // What a shell, a file system or a header takes for something else.
        ("a\"b.png", "a_b.png"),
        ("<img>|?*.png", "_img____.png"),
        ("$(x) `y`;z.png", "$(x) `y`;z.png"),
        ("  a.png  ", "a.png"),
        ("a.png...", "a.png"),
        ("CON.png", "_CON.png"),
        ("nul.png", "_nul.png"),
        ("Com1.tar.png", "_Com1.tar.png"),
        ("lpt9 .png", "_lpt9 .png"),
        ("COM¹.png", "_COM¹.png"),
        ("COM10.png", "COM10.png"),
        ("console.png", "console.png"),
        ("AUX", "_AUX.png"),
        (" ", "file.png"),
        ("..", "file.png"),
        // Too long: the ending stays.
        (&format!("{long}.png"), &format!("{}.png", "x".repeat(251))),
        (&format!("{wide}.png"), &format!("{}.png", "é".repeat(125))),
        (
            &format!("{}.png", "x".repeat(4096)),
            &format!("{}.png", "x".repeat(251)),
        ),
    ] {
        let answer = anna.whole(&encoded(name), "image/png", &png(60)).await;
        assert_eq!(
            answer.status,
            StatusCode::CREATED,
            "{name:?}: {}",
            answer.text()
        );
        let upload = answer.json();
        let shown = upload["name"].as_str().unwrap();
        assert_eq!(shown, kept, "{name:?}");
        assert!(shown.len() <= 255);
        // It is also safe in a header, and removing it makes room for the next.
        let path = format!("/uploads/{}", upload["id"].as_str().unwrap());
        let content = anna.get(&format!("{path}/content")).await;
        let saved = content.header("content-disposition");
        assert!(saved.starts_with("attachment; filename=\""), "{saved}");
        assert!(
            saved.is_ascii() && saved.matches('"').count() == 2,
            "{saved}"
        );
        assert!(saved.ends_with(".png"), "{saved}");
        let gone = super::tus(axum::http::Method::DELETE, &path, axum::body::Body::empty());
        assert_eq!(anna.send(gone).await.status, StatusCode::NO_CONTENT);
    }
    let removals = site.store.removals().await.unwrap().into_iter();
    let ours = removals.map(|removal| removal.id).chain([first_chunk()]);
    assert_eq!(below(&site.uploads()), ours.collect());
}

#[tokio::test]
async fn no_name_reaches_the_disk() {
    let site = Site::start().await;
    let anna = site.person("p-anna").await;
    let id = anna.picture(&png(60)).await;
    let ours = [id, first_chunk()].into_iter().collect();
    assert_eq!(below(&site.uploads()), ours);
}

#[tokio::test]
async fn names_that_are_no_text_are_refused() {
    let site = Site::start().await;
    let anna = site.person("p-anna").await;
    for name in ["%FF.png", "%C3.png", "%ED%A0%80.png", "%C0%AE%C0%AE/x.png"] {
        let answer = anna.whole(name, "image/png", &png(60)).await;
        answer.is_problem(400, "");
    }
}
