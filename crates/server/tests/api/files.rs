//! Content files: a file can be read by those who can read something that refers to it, and by nobody else.

use crate::program::run;
use crate::server::{Ask, Server, content_with, demo, fixture, vpn};
use serde_json::{Value, json};
use std::fs;
use tempfile::TempDir;

/// The objects that refer to files: for each, its content file, the replaced passage and the new text.
const NAMED: [(&str, &str, &str); 12] = [
    (
        "organisation.yaml",
        "Call us.",
        "Call us, [here](files/contact.txt).",
    ),
    (
        "organisation.yaml",
        "We keep little.",
        "\"[Little](files/privacy.txt)\"",
    ),
    (
        "announcements.yaml",
        "Read [",
        "Read [it](files/shown.txt) and [",
    ),
    (
        "announcements.yaml",
        "Long ago.",
        "\"[Long](files/over.txt) ago.\"",
    ),
    (
        "services/printer.yaml",
        "Some **words**",
        "[Some](files/service.txt)",
    ),
    (
        "services/payroll.yaml",
        "Some **words**",
        "[Some](files/finance.txt) [words](files/both.txt) [w](files/a/b/deep.txt)",
    ),
    ("articles/wifi.md", "Join.", "[Join](files/article.txt)."),
    (
        "articles/internal.md",
        "Hush.",
        "[Hush](files/internal.txt). [And](files/both.txt) ![A map](files/internal.png)",
    ),
    (
        "articles/vpn-set-up.de.md",
        "\n---\n",
        "\n---\n[Deutsch](files/german.txt)\n",
    ),
    (
        "articles/for-kim.md",
        "",
        "---\ntitle: For Kim\nsummary: Alone.\ncategory: network\nkeywords: []\nowner: p-owen\n\
         reviewed: 2026-10-02\naudience: { see: [\"person:p-kim\"] }\n---\n[Yours](files/kim.txt).\n",
    ),
    ("files/unnamed.txt", "", "x"),
    // Code contains no references.
    (
        "services/workplace.yaml",
        "A desk with all that belongs to it.",
        "\"A desk: `[all](files/code.txt)`.\"",
    ),
];

const FILES: [&str; 15] = [
    "contact.txt",
    "privacy.txt",
    "shown.txt",
    "over.txt",
    "service.txt",
    "finance.txt",
    "both.txt",
    "a/b/deep.txt",
    "article.txt",
    "internal.txt",
    "internal.png",
    "german.txt",
    "kim.txt",
    "unnamed.txt",
    "code.txt",
];

fn content(signed_out: &str) -> TempDir {
    let open = ("organisation.yaml", "[catalogue, articles]", signed_out);
    let mut passages = vec![open];
    passages.extend(NAMED);
    let content = content_with(&passages);
    for file in FILES {
        let path = content.path().join("files").join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let picture = path.with_file_name("map.png");
        match file.ends_with(".png") {
            true => drop(fs::copy(picture, path).unwrap()),
            false => fs::write(path, file).unwrap(),
        }
    }
    content
}

#[tokio::test]
async fn files_follow_the_audience_of_what_names_them() {
    // The readers of each file: visitors if this part is public, Anna of Finance, Kim the contractor.
    let (all, never) = ("", "never");
    let rights = [
        ("contact.txt", all, true, true),
        ("privacy.txt", all, true, true),
        ("shown.txt", all, true, true),
        ("over.txt", never, false, false),
        ("service.txt", "catalogue", true, true),
        ("finance.txt", never, true, false),
        ("both.txt", never, true, false),
        ("a/b/deep.txt", never, true, false),
        ("article.txt", "articles", true, true),
        ("internal.txt", never, true, false),
        ("internal.png", never, true, false),
        ("german.txt", "articles", true, true),
        ("kim.txt", never, false, true),
        ("unnamed.txt", never, false, false),
        ("code.txt", never, false, false),
        ("evil.svg", never, false, false),
        ("not-there.txt", never, false, false),
    ];
    for signed_out in ["[catalogue, articles]", "[catalogue]", "[articles]", "[]"] {
        let content = content(signed_out);
        let data = TempDir::new().unwrap();
        let server = Server::of(demo(), data.path(), content.path()).await;
        let (anna, kim) = (
            server.sign_in("p-anna").await,
            server.sign_in("p-kim").await,
        );
        // Other users cannot even tell whether the file exists.
        let closed = match signed_out {
            "[catalogue, articles]" => 404,
            _ => 401,
        };
        for (file, part, by_anna, by_kim) in rights {
            let open = part != never && signed_out.contains(part);
            for (who, cookie, reads, refused) in [
                ("a stranger", None, open, closed),
                ("Anna", Some(&anna), by_anna, 404),
                ("Kim", Some(&kim), by_kim, 404),
            ] {
                let ask = Ask::get(&format!("/files/{file}"));
                let ask = match cookie {
                    Some(cookie) => ask.cookie(cookie),
                    None => ask,
                };
                let answer = server.send(ask).await;
                let expected = if reads { 200 } else { refused };
                assert_eq!(
                    answer.status.as_u16(),
                    expected,
                    "{signed_out} {file} {who}"
                );
                assert_eq!(answer.header("cache-control"), "private, no-cache");
                assert!(reads || !answer.text().contains(file), "{file} {who}");
            }
        }
    }
}

#[test]
fn a_file_that_nothing_names_is_told() {
    let content = content("[]");
    let checked = run(&["check", "--content", content.path().to_str().unwrap()]);
    let said = String::from_utf8(checked.stdout).unwrap();
    assert!(checked.status.success(), "{said}");
    let hints: Vec<_> = said.lines().filter(|line| line.contains("Hint")).collect();
    let hint =
        |file| format!("Hint: files/{file}: nothing links to this file, so nobody can read it.");
    assert_eq!(hints, ["code.txt", "evil.svg", "unnamed.txt"].map(hint));
    let demo = fixture("../../../content");
    let checked = run(&["check", "--content", demo.to_str().unwrap()]);
    let said = String::from_utf8(checked.stdout).unwrap();
    assert!(said.starts_with("The content is valid"), "{said}");
}

#[tokio::test]
async fn a_comment_does_not_tell_which_files_there_are() {
    let server = Server::start().await;
    let anna = server.sign_in("p-anna").await;
    let post = async |path: &str, body: Value, key: &str| {
        let ask = Ask::post(path, &body).own().cookie(&anna).key(key);
        let made = server.send(ask).await;
        assert_eq!(made.status.as_u16(), 201, "{}", made.text());
        made.json()
    };
    let request = post("/requests", vpn(), "one").await;
    let path = format!("/requests/{}/comments", request["id"].as_str().unwrap());
    let mut bodies = Vec::new();
    for file in ["map.png", "none.png"] {
        let text = format!("See [it](files/{file}) and ![it](files/{file}).");
        let comment = post(&path, json!({ "text": text }), file).await;
        bodies.push(comment["body"].clone());
    }
    assert_eq!(bodies[0], bodies[1]);
}
