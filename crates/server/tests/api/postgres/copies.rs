//! Copies of a PostgreSQL database made with its own tools, and what the command line reports about them.

use super::folder;
use crate::database::{dump, url};
use crate::program::run;
use crate::server::checked;
use crate::storage::write;
use tempfile::TempDir;

fn said(arguments: &[&str], success: bool) -> String {
    let output = run(arguments);
    let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    assert_eq!(output.status.success(), success, "{said}");
    said
}

#[tokio::test]
async fn a_dump_that_was_restored_has_the_same_log() {
    let (Some(data), Some(other)) = (folder(), folder()) else {
        return;
    };
    let store = crate::database::store(data.path()).await;
    for key in ["one", "two", "three"] {
        write(&store, key).await.unwrap();
    }
    dump(data.path(), other.path());
    let noted = format!("3:{}", checked(data.path()).await.hash);
    write(&store, "later").await.unwrap();
    let folder = other.path().to_str().unwrap();
    let intact = said(
        &["log", "check", "--data", folder, "--contains", &noted],
        true,
    );
    assert_eq!(
        intact,
        format!("The log is intact: 3 entries. The last one is {noted}.\n")
    );
    let restored = crate::database::store(other.path()).await;
    write(&restored, "three").await.unwrap_err();
    write(&restored, "four").await.unwrap();
    assert_eq!(checked(other.path()).await.faults, []);
}

#[tokio::test]
async fn the_command_line_says_what_it_does_with_it() {
    let Some(data) = folder() else { return };
    drop(crate::database::store(data.path()).await);
    let folder = data.path().to_str().unwrap();
    let copies = TempDir::new().unwrap();
    let copy = copies.path().join("copy");
    let copy = copy.to_str().unwrap();
    assert!(said(&["backup", copy, "--data", folder], false).contains("use pg_dump"));
    assert!(said(&["restore", copy, "--data", folder], false).contains("use pg_restore"));
    assert!(said(&["uploads", "adopt", "--data", folder], true).contains("uploads folder of this"));
    assert!(said(&["uploads", "check", "--data", folder], true).contains("0 files are intact"));
    assert!(said(&["uploads", "remove-unknown", "--data", folder], true).contains("0 files"));
    assert!(said(&["improvements", "--data", folder], true).contains("No searches"));
    // Reading the database requires no data folder.
    let at = url(data.path()).unwrap();
    assert!(said(&["log", "check", "--database", &at], true).contains("no entries yet"));
    let is_there = data.path().join("portico.db").exists();
    assert!(!is_there, "nothing was made beside it");
}

#[test]
fn a_password_is_never_shown() {
    for wrong in [
        "mysql://portico:secret@db.example/portico",
        "postgres://portico:secret@db.example:port/portico",
        "postgres://portico:secret@127.0.0.1:1/portico",
        "",
    ] {
        let said = said(&["log", "check", "--database", wrong], false);
        assert!(!said.contains("secret"), "{said}");
    }
}
