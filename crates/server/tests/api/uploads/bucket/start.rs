//! What a server says of a bucket that it cannot use, and that it changes nothing in it.

use super::{MARKER, location};
use crate::database::store;
use crate::object_store::{Fate, ObjectStore};
use crate::program::{Running, run_in};
use crate::server::{Server, demo};
use portico_server::content::Content;
use portico_server::{App, BucketLocation, UploadLocation, UploadOptions};
use std::fs;
use std::path::Path;
use std::sync::Arc;
use tempfile::TempDir;
use tokio::task::JoinSet;

/// Starts a server; why it refuses to.
async fn start(data: &Path, location: UploadLocation) -> Result<(), String> {
    let mut options = demo();
    options.uploads = Some(UploadOptions::new(location));
    let content = Content::load(&crate::server::fixture("content")).unwrap();
    let rows = Arc::new(store(data).await);
    App::new(options, content, rows).await.map(drop)
}

#[tokio::test]
async fn a_bucket_that_cannot_be_used_is_refused_with_the_reason() {
    let data = TempDir::new().unwrap();
    let objects = ObjectStore::of(data.path());
    let url = "s3://uploads/portico/files";
    type Change = fn(&mut Vec<(String, String)>);
    let set: fn(&mut Vec<(String, String)>, &str, &str) = |settings, name, value| {
        settings.retain(|(other, _)| other != name);
        settings.push((name.to_owned(), value.to_owned()));
    };
    let cases: [(&str, Change, Option<&str>, &str); 8] = [
        (
            "s3://nowhere",
            |_| {},
            None,
            "there is no bucket nowhere; create it",
        ),
        (
            url,
            |settings| settings.retain(|(name, _)| !name.contains("KEY")),
            None,
            "there are no credentials; set AWS_ACCESS_KEY_ID",
        ),
        (
            url,
            |settings| settings.retain(|(name, _)| name != "AWS_SECRET_ACCESS_KEY"),
            None,
            "there are no credentials; set AWS_ACCESS_KEY_ID",
        ),
        (
            url,
            |settings| settings.retain(|(name, _)| name != "AWS_ALLOW_HTTP"),
            None,
            "set AWS_ALLOW_HTTP=true",
        ),
        (
            url,
            |_| {},
            Some("GET"),
            "access to it is denied; the key needs s3:ListBucket",
        ),
        (url, |_| {}, Some("PUT"), "s3:PutObject"),
        (url, |_| {}, Some("DELETE"), "s3:DeleteObject"),
        (
            url,
            |settings| settings.push(("AWS_CONDITIONAL_PUT".to_owned(), "disabled".to_owned())),
            None,
            "conditional put is disabled",
        ),
    ];
    for (url, change, denied, reason) in cases {
        let mut settings = objects.settings();
        // No test asks the machine for credentials.
        set(&mut settings, "AWS_METADATA_ENDPOINT", "http://127.0.0.1:9");
        change(&mut settings);
        objects.rule(move |method, _| match denied == Some(method.as_str()) {
            true => Fate::Denied,
            false => Fate::Served,
        });
        let bucket = UploadLocation::Bucket(BucketLocation::new(url, settings).unwrap());
        let said = start(data.path(), bucket).await.unwrap_err();
        assert!(said.contains(reason), "{said}");
        assert!(
            said.contains(&format!("The uploads bucket {url} cannot be used")),
            "{said}"
        );
        assert!(!said.contains("secret of forty"), "{said}");
    }
    objects.recover();
    for (name, wrong) in [
        ("AWS_SECRET_ACCESS_KEY", "wrong"),
        ("AWS_ACCESS_KEY_ID", "NOBODY"),
    ] {
        let mut settings = objects.settings();
        set(&mut settings, name, wrong);
        let bucket = UploadLocation::Bucket(BucketLocation::new(url, settings).unwrap());
        let said = start(data.path(), bucket).await.unwrap_err();
        assert!(
            said.contains("the object store refuses the credentials"),
            "{said}"
        );
    }
    // Only the attempt that could write, and could not delete, left something: its marker.
    let left = crate::uploads::files(&data.path().join("uploads/portico/files"));
    assert_eq!(left, 0);
    start(data.path(), location(data.path())).await.unwrap_err();
}

#[tokio::test]
async fn a_bucket_that_does_not_answer_is_named_at_once() {
    let data = TempDir::new().unwrap();
    let objects = ObjectStore::of(data.path());
    objects.rule(|_, _| Fate::Lost);
    let said = start(data.path(), location(data.path())).await.unwrap_err();
    assert!(
        said.contains("The uploads bucket s3://uploads cannot be used"),
        "{said}"
    );
}

#[test]
fn only_folders_and_buckets_are_locations() {
    for (option, shown) in [
        ("s3://uploads", "s3://uploads"),
        ("s3://uploads/", "s3://uploads"),
        ("s3://uploads/a/b/", "s3://uploads/a/b"),
        ("/srv/uploads", "/srv/uploads"),
        ("s3:/uploads", "s3:/uploads"),
    ] {
        let location = UploadLocation::from_option(option.into()).unwrap();
        assert_eq!(location.to_string(), shown);
        assert_eq!(
            matches!(location, UploadLocation::Bucket(_)),
            shown.starts_with("s3://")
        );
    }
    for option in [
        "",
        "gs://uploads",
        "S3://uploads",
        "s3://",
        "s3:///a",
        "s3://a?b/c",
        "s3://a/b//c",
    ] {
        assert!(
            UploadLocation::from_option(option.into()).is_err(),
            "{option}"
        );
    }
}

#[tokio::test]
async fn a_prefix_belongs_to_one_database() {
    let data = TempDir::new().unwrap();
    // Many new installations at once: one of them gets it.
    for n in 0..5 {
        let mut starts = JoinSet::new();
        for _ in 0..4 {
            let settings = ObjectStore::of(data.path()).settings();
            let bucket = BucketLocation::new(&format!("s3://uploads/{n}"), settings).unwrap();
            starts.spawn(async move {
                let own = TempDir::new().unwrap();
                start(own.path(), UploadLocation::Bucket(bucket)).await
            });
        }
        let refused: Vec<_> = starts
            .join_all()
            .await
            .into_iter()
            .filter_map(Result::err)
            .collect();
        assert_eq!(refused.len(), 3, "{refused:?}");
        for said in refused {
            assert!(said.contains("belongs to another installation"), "{said}");
        }
    }
}

#[tokio::test]
async fn nothing_of_somebody_else_is_used_or_touched() {
    for (name, contents, reason) in [
        ("beach.jpg", "precious", "which no Portico server wrote"),
        (
            "holiday/beach.jpg",
            "precious",
            "which no Portico server wrote",
        ),
        (
            "01938e6c-7f00-7000-8000-000000000001/000000.1",
            "precious",
            "holds 1 uploads of which this database knows 0",
        ),
        (
            MARKER,
            r#"{"format":1,"installation":"another"}"#,
            "belongs to another installation",
        ),
        (
            MARKER,
            r#"{"format":2,"installation":"another"}"#,
            "a newer release",
        ),
    ] {
        let data = TempDir::new().unwrap();
        ObjectStore::of(data.path());
        let file = data.path().join("uploads").join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, contents).unwrap();
        let said = start(data.path(), location(data.path())).await.unwrap_err();
        assert!(said.contains(reason), "{said}");
        assert_eq!(fs::read_to_string(&file).unwrap(), contents);
        let all = fs::read_dir(data.path().join("uploads")).unwrap().count();
        assert_eq!(all, 1, "{name}");
    }
}

#[tokio::test]
async fn an_empty_bucket_is_not_taken_for_the_one_with_the_files() {
    let data = TempDir::new().unwrap();
    let ([server], ..) = super::servers(&data).await;
    super::Person::new(&server, "p-anna")
        .await
        .picture(&crate::uploads::png(100))
        .await;
    drop::<Server>(server);
    let settings = ObjectStore::of(data.path()).settings();
    let empty = BucketLocation::new("s3://uploads/elsewhere", settings).unwrap();
    let said = start(data.path(), UploadLocation::Bucket(empty))
        .await
        .unwrap_err();
    assert!(
        said.contains("The database knows 1 uploaded files"),
        "{said}"
    );
    start(data.path(), location(data.path())).await.unwrap();
}

/// The program takes the location from an option or the environment, and the rest from the environment.
#[test]
fn the_program_uses_a_bucket() {
    let data = TempDir::new().unwrap();
    let mut environment = ObjectStore::of(data.path()).settings();
    let url = "s3://uploads/portico";
    drop(Running::in_environment(
        data.path(),
        &["--uploads", url],
        &environment,
    ));
    let marker = data.path().join("uploads/portico").join(MARKER);
    assert!(marker.exists());
    environment.push(("PORTICO_UPLOADS".to_owned(), url.to_owned()));
    drop(Running::in_environment(data.path(), &[], &environment));
    assert!(!data.path().join("uploads").join(MARKER).exists());
    let path = data.path().to_str().unwrap();
    let copy = data.path().join("copy");
    for (arguments, says) in [
        (
            &["uploads", "check", "--data", path][..],
            "0 files are intact.",
        ),
        (
            &["uploads", "adopt", "--data", path],
            "s3://uploads/portico is now the uploads bucket",
        ),
        (
            &["uploads", "copy", copy.to_str().unwrap(), "--data", path],
            "0 files (0 bytes) are in",
        ),
        (
            &["uploads", "remove-unknown", "--data", path],
            "0 files will be deleted",
        ),
    ] {
        let done = run_in(arguments, &environment);
        let said = String::from_utf8_lossy(&done.stdout);
        let failed = String::from_utf8_lossy(&done.stderr);
        assert!(
            done.status.success() && said.contains(says),
            "{said} {failed}"
        );
    }
    // Without the key, and without the location's scheme.
    let without: Vec<_> = environment
        .iter()
        .filter(|(name, _)| name != "AWS_SECRET_ACCESS_KEY")
        .cloned()
        .collect();
    let refused = run_in(&["uploads", "check", "--data", path], &without);
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(
        !refused.status.success() && said.contains("there are no credentials"),
        "{said}"
    );
    let refused = run_in(
        &[
            "uploads",
            "check",
            "--data",
            path,
            "--uploads",
            "gs://uploads",
        ],
        &environment,
    );
    let said = String::from_utf8_lossy(&refused.stderr);
    assert_eq!(refused.status.code(), Some(2), "{said}");
    assert!(said.contains("gs:// is not supported"), "{said}");
}
