//! Content as saved by editors and file systems: byte order marks, line ends, names with spaces and accents, and keys
//! that the organisation does not define.

use crate::content_faults::check;
use crate::program::run;
use crate::server::{Ask, Server, content_with, demo, fixture};
use portico_server::content::{Content, Diagnostic};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// All text files of the tests' content.
fn texts(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        let ending = path.extension().and_then(|ending| ending.to_str());
        if path.is_dir() {
            texts(&path, found);
        } else if matches!(ending, Some("yaml" | "md" | "json")) {
            found.push(path);
        }
    }
}

#[track_caller]
fn right(folder: &Path, what: &str) -> Content {
    Content::load(folder).unwrap_or_else(|faults| {
        let faults: Vec<_> = faults.iter().map(Diagnostic::to_string).collect();
        panic!("{what}: {}", faults.join("\n"));
    })
}

#[tokio::test]
async fn marks_and_line_ends_of_any_editor_change_nothing() {
    let plain = Server::start().await;
    let expected = plain.get("/articles/vpn-set-up").await.json();
    let with = |change: fn(&str) -> Vec<u8>| {
        let folder = content_with(&[]);
        let mut files = Vec::new();
        texts(folder.path(), &mut files);
        assert!(files.len() > 12);
        for file in files {
            let text = fs::read_to_string(&file).unwrap();
            fs::write(file, change(&text)).unwrap();
        }
        folder
    };
    let marked = |text: &str| [b"\xEF\xBB\xBF", text.as_bytes()].concat();
    let windows = |text: &str| text.replace('\n', "\r\n").into_bytes();
    let both = |text: &str| {
        [
            b"\xEF\xBB\xBF".as_slice(),
            text.replace('\n', "\r\n").as_bytes(),
        ]
        .concat()
    };
    let old = |text: &str| text.replace('\n', "\r").into_bytes();
    for (what, folder) in [
        ("a byte order mark", with(marked)),
        ("line ends of Windows", with(windows)),
        ("both", with(both)),
        ("line ends of old Macs", with(old)),
    ] {
        right(folder.path(), what);
        let data = TempDir::new().unwrap();
        let server = Server::of(demo(), data.path(), folder.path()).await;
        let article = server.get("/articles/vpn-set-up").await.json();
        assert_eq!(article["body"], expected["body"], "{what}");
        assert_eq!(article["summary"], expected["summary"], "{what}");
    }
    let folder = content_with(&[]);
    let wide: Vec<u8> = "name: x"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    fs::write(
        folder.path().join("people.yaml"),
        [b"\xFF\xFE".as_slice(), &wide].concat(),
    )
    .unwrap();
    fs::write(
        folder.path().join("articles/wifi.md"),
        b"---\ntitle: Gr\xFC\xDFe\n---\n",
    )
    .unwrap();
    let faults = Content::load(folder.path()).err().unwrap();
    let said = |file: &str| {
        let of = faults.iter().find(|fault| fault.file == file);
        of.map_or("", |fault| fault.reason.as_str())
    };
    assert!(said("people.yaml").contains("UTF-16"), "{faults:?}");
    assert!(said("articles/wifi.md").contains("not UTF-8"), "{faults:?}");
}

#[test]
fn form_documents_may_have_a_mark() {
    let folder = TempDir::new().unwrap();
    let check = |name: &str, text: &str| {
        let file = folder.path().join(name);
        fs::write(&file, text).unwrap();
        let output = run(&["form", "check", file.to_str().unwrap()]);
        (
            output.status.code(),
            String::from_utf8_lossy(&output.stdout).replace(name, ""),
        )
    };
    for document in [
        "{\"schema\": {\"type\": \"object\"}}",
        "{\"schema\": {\"type\": \"strnig\"}}",
    ] {
        let marked = format!("\u{feff}{}", document.replace(", ", ",\r\n"));
        assert_eq!(check("marked.json", &marked), check("plain.json", document));
    }
}

#[test]
fn front_matter_ends_at_its_line() {
    let article = "articles/wifi.md";
    for (old, new) in [
        // Invisible trailing spaces after a fence.
        (
            "reviewed: 2026-10-02\n---\n",
            "reviewed: 2026-10-02\n--- \t\n",
        ),
        ("---\ntitle", "--- \ntitle"),
        // No body, and no line end after the fence.
        ("\n---\nJoin.\n", "\n---"),
        // A horizontal rule in the body.
        ("Join.", "Join.\n\n---\n\nMore."),
    ] {
        right(content_with(&[(article, old, new)]).path(), new);
    }
    check(article, "---\ntitle", "title", 1, "front matter");
    check(article, "\n---\nJoin.", "\nJoin.", 1, "front matter");
}

#[test]
fn a_second_document_is_refused() {
    for (file, old, new, line) in [
        ("people.yaml", "- id: p-max", "---\n- id: p-max", 10),
        (
            "categories.yaml",
            "- { id: devices",
            "---\n- { id: devices",
            3,
        ),
        (
            "services/laptop.yaml",
            "category:",
            "---\n---\ncategory:",
            3,
        ),
    ] {
        let found = Content::load(content_with(&[(file, old, new)]).path());
        let faults = found.err().unwrap_or_default();
        let hit = faults.iter().any(|fault| {
            fault.file == file
                && fault.reason.contains("second YAML document")
                && fault.line.abs_diff(line) <= 1
        });
        assert!(hit, "{file}: {faults:?}");
    }
    // A single document may have start and end markers.
    let folder = content_with(&[("categories.yaml", "- { id: network", "---\n- { id: network")]);
    let file = folder.path().join("categories.yaml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, format!("{text}...\n")).unwrap();
    right(folder.path(), "one document");
}

/// The text in decomposed form, as some file systems write it.
const APART: &str = "Gra\u{308}te.pdf";
const COMPOSED: &str = "Gr\u{e4}te.pdf";

#[tokio::test]
async fn files_may_have_any_name() {
    for (on_disk, written, id) in [
        (
            "Loan form 2026.pdf",
            "files/Loan%20form%202026.pdf",
            "Loan form 2026.pdf",
        ),
        (
            "Loan form 2026.pdf",
            "<files/Loan form 2026.pdf>",
            "Loan form 2026.pdf",
        ),
        (COMPOSED, "files/Gr\u{e4}te.pdf", COMPOSED),
        (COMPOSED, "files/Gra\u{308}te.pdf", COMPOSED),
        (APART, "files/Gr\u{e4}te.pdf", COMPOSED),
        (APART, "files/Gra\u{308}te.pdf", COMPOSED),
        (APART, "files/Gr%C3%A4te.pdf", COMPOSED),
        (COMPOSED, "files/Gra%CC%88te.pdf", COMPOSED),
        ("a (1).pdf", "<files/a (1).pdf>", "a (1).pdf"),
        ("a (1).pdf", "files/a%20(1).pdf", "a (1).pdf"),
        ("100%.pdf", "files/100%.pdf", "100%.pdf"),
        ("100%.pdf", "files/100%25.pdf", "100%.pdf"),
        ("100%20.pdf", "files/100%20.pdf", "100%20.pdf"),
        ("申請書.pdf", "files/申請書.pdf", "申請書.pdf"),
        ("Mä p/Ü b.pdf", "<files/Mä p/Ü b.pdf>", "Mä p/Ü b.pdf"),
    ] {
        let body = format!("Print [it]({written}).");
        let content = content_with(&[("articles/wifi.md", "Join.", &body)]);
        let file = content.path().join("files").join(on_disk);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, "%PDF-1.4").unwrap();
        right(content.path(), written);
        let data = TempDir::new().unwrap();
        let server = Server::of(demo(), data.path(), content.path()).await;
        let article = server.get("/articles/wifi").await.json();
        let target = article["body"]["blocks"][0]["content"][1]["target"].clone();
        assert_eq!(
            target,
            json!({"to": "file", "id": id}),
            "{on_disk} as {written}"
        );
        let encode = |name: &str| {
            let bytes = name.bytes().map(|byte| match byte {
                b'/' => "/".to_owned(),
                byte => format!("%{byte:02X}"),
            });
            format!("/files/{}", bytes.collect::<String>())
        };
        for name in [id, on_disk] {
            let answer = server.get(&encode(name)).await;
            assert_eq!(answer.status, 200, "{name}");
            assert_eq!(answer.text(), "%PDF-1.4");
        }
    }
}

#[test]
fn pictures_may_have_any_name_and_two_files_may_not_share_one() {
    let content = content_with(&[("articles/wifi.md", "Join.", "![A map](<files/Büro 1.png>)")]);
    let files = content.path().join("files");
    fs::copy(files.join("map.png"), files.join("Bu\u{308}ro 1.png")).unwrap();
    right(content.path(), "a picture");
    fs::copy(files.join("map.png"), files.join("B\u{fc}ro 1.png")).unwrap();
    let faults = Content::load(content.path()).err().unwrap_or_default();
    let hit =
        |fault: &Diagnostic| fault.file.starts_with("files/") && fault.reason.contains("two files");
    assert!(faults.iter().any(hit), "{faults:?}");
    for destination in [
        "files/none%20there.pdf",
        "<files/none there.pdf>",
        "files/..%2fpeople.yaml",
    ] {
        let body = format!("[x]({destination})");
        check("articles/wifi.md", "Join.", &body, 9, "there is no files/");
    }
    check(
        "articles/wifi.md",
        "Join.",
        "[x](<https://x.example/a b>)",
        9,
        "a link can't lead to",
    );
}

#[tokio::test]
async fn what_an_organisation_does_not_have_may_be_left_out() {
    let absent = [
        ("categories.yaml", ", summary: Cables and waves."),
        ("services/vpn-access.yaml", "included: [One, Two]\n"),
        (
            "services/vpn-access.yaml",
            "keywords: { en: [vpn-access-word, remote], de: [fern] }\n",
        ),
        ("services/vpn-access.yaml", "approvals: [manager]\n"),
        ("services/vpn-access.yaml", "steps: [We look at it.]\n"),
        ("articles/wifi.md", "keywords: [wlan]\n"),
        ("organisation.yaml", "  phone: \"+49 40 1\"\n"),
        ("organisation.yaml", "  email: help@test.example\n"),
        ("organisation.yaml", "  hours: Always\n"),
        ("organisation.yaml", "  text: |\n    Call us.\n"),
        ("organisation.yaml", ", email: desk@test.example"),
        (
            "people.yaml",
            "  title: { en: Controller, de: Controllerin }\n",
        ),
        ("people.yaml", "  title: Contractor\n"),
    ];
    let content = content_with(&absent.map(|(file, passage)| (file, passage, "")));
    fs::remove_file(content.path().join("announcements.yaml")).unwrap();
    right(content.path(), "less");
    let data = TempDir::new().unwrap();
    let server = Server::of(demo(), data.path(), content.path()).await;
    let portal = server.get("/portal").await.json();
    assert_eq!(portal["contact"], json!({"name": "Help"}));
    assert_eq!(
        portal.get("announcements").cloned().unwrap_or(json!([])),
        json!([])
    );
    let categories = server.get("/categories").await.json();
    let categories = categories["items"].as_array().cloned();
    let without =
        |category: &Value| category["id"] == "network" && category.get("summary").is_none();
    assert!(categories.unwrap_or_default().iter().any(without));
    let cookie = server.sign_in("p-anna").await;
    let service = server
        .send(Ask::get("/services/vpn-access").cookie(&cookie))
        .await
        .json();
    for member in ["included", "steps", "approvals"] {
        assert_eq!(
            service.get(member).cloned().unwrap_or(json!([])),
            json!([]),
            "{member}"
        );
    }
    let people = server
        .send(Ask::get("/lookups/people?q=anna").cookie(&cookie))
        .await
        .json();
    assert_eq!(people["items"][0]["detail"], "anna@test.example");
    // An announcements file may have only commented-out entries, and without articles there is no folder for them.
    let content = content_with(&[(
        "services/vpn-access.yaml",
        "articles: [vpn-set-up, internal]\n",
        "",
    )]);
    for nothing in [
        "",
        "# - id: later\n#   level: info\n",
        "---\n# none\n",
        "[]\n",
    ] {
        fs::write(content.path().join("announcements.yaml"), nothing).unwrap();
        right(content.path(), nothing);
    }
    for litter in [".DS_Store", "Thumbs.db", "desktop.ini", "laptop.yaml~"] {
        fs::write(content.path().join("services").join(litter), "x").unwrap();
    }
    right(content.path(), "what systems leave behind");
    fs::remove_dir_all(content.path().join("articles")).unwrap();
    right(content.path(), "no articles");
    // An existing announcements file is still checked.
    check(
        "announcements.yaml",
        "level: info",
        "level: loud",
        2,
        "info",
    );
    assert!(Content::load(&fixture("content")).is_ok());
}
