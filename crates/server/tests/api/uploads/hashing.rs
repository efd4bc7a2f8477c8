//! The SHA-256 of a file that came in parts rests on what is stored, and on nothing that is remembered beside it.

use super::{Person, Site, over, png, sum};
use crate::database::execute;
use axum::http::StatusCode;
use tempfile::TempDir;

#[tokio::test]
async fn an_upload_goes_on_whatever_was_noted_of_its_hash() {
    let data = TempDir::new().unwrap();
    let bytes = png(2_500_000);
    // As the last release noted it: the running state with the bytes that do not fill a block, and how many these are.
    let running = format!("{}{}", "5a".repeat(32), "00".repeat(8 + 1 + 64));
    for noted in ["", "not a state", &running, &sum(b"another file")] {
        let (server, _) = over(&data).await;
        let anna = Person::new(&server, "p-anna").await;
        let path = anna.announced(bytes.len()).await;
        for (from, to) in [
            (0, 700_000),
            (700_000, 1_048_576),
            (1_048_576, 2_499_999),
            (2_499_999, 2_500_000),
        ] {
            let set = format!("UPDATE uploads SET hash = '{noted}' WHERE received < size");
            execute(data.path(), &set).await;
            let part = bytes[from..to].to_vec();
            let sent = anna.patch(&path, from, part).await;
            assert_eq!(sent.status, StatusCode::NO_CONTENT, "{}", sent.text());
        }
        anna.has(&path, &bytes).await;
    }
}

#[tokio::test]
async fn what_cannot_be_read_again_is_not_acknowledged() {
    let site = Site::start().await;
    let anna = site.person("p-anna").await;
    let bytes = png(2_500_000);
    let path = anna.announced(bytes.len()).await;
    let begun = 1_500_000;
    anna.patch(&path, 0, bytes[..begun].to_vec()).await;
    let chunks = std::fs::read_dir(site.data.path().join(path.trim_start_matches('/'))).unwrap();
    let first = chunks.map(|chunk| chunk.unwrap().path()).min().unwrap();
    let away = site.data.path().join("away");
    // The first bytes go while the last ones are sent.
    let rest = bytes[begun..].to_vec();
    let (taken, put_back) = (first.clone(), away.clone());
    let mut moved = false;
    let body =
        futures_util::stream::iter(rest.chunks(100_000).map(<[u8]>::to_vec).collect::<Vec<_>>());
    let body = futures_util::StreamExt::map(body, move |piece| {
        if !std::mem::replace(&mut moved, true) {
            std::fs::rename(&taken, &put_back).unwrap();
        }
        Ok::<_, std::io::Error>(piece)
    });
    let sent = anna
        .patch(&path, begun, axum::body::Body::from_stream(body))
        .await;
    sent.is_problem(410, "");
    assert_eq!(anna.get(&path).await.json()["complete"], false);
    std::fs::rename(&away, &first).unwrap();
    let offset: usize = anna.offset(&path).await.parse().unwrap();
    assert!(offset >= begun);
    anna.complete(&path, offset, &bytes).await;
    assert_eq!(anna.get(&path).await.json()["sha256"], sum(&bytes));
}
