//! Behaviour of PostgreSQL only: several servers with one database, a database that becomes unavailable, its errors.

mod copies;
mod failing;
mod notifications;
mod servers;
mod silent;
mod uploads;

use crate::database::{execute, is_postgres, store, texts};
use crate::server::{Server, demo, vpn};
use tempfile::TempDir;

/// A data folder with a PostgreSQL database; `None` if the tests use SQLite.
fn folder() -> Option<TempDir> {
    is_postgres().then(|| TempDir::new().unwrap())
}

#[tokio::test]
async fn ids_are_compared_byte_by_byte_whatever_the_language() {
    let Some(data) = folder() else { return };
    drop(store(data.path()).await);
    let columns = "SELECT table_name || '.' || column_name FROM information_schema.columns \
                   WHERE table_schema = current_schema() AND data_type = 'text' \
                   AND collation_name IS DISTINCT FROM 'C'";
    assert_eq!(texts(data.path(), columns).await, Vec::<String>::new());
    // Otherwise the test would prove nothing.
    let order = "SELECT CAST('a' < 'B' AS TEXT)";
    assert_eq!(
        texts(data.path(), order).await,
        ["true"],
        "the default is none of bytes"
    );
}

#[tokio::test]
async fn a_write_waits_for_the_disk_and_sees_what_others_wrote_whatever_the_default() {
    let Some(data) = folder() else { return };
    let strict = "DO $$ BEGIN EXECUTE 'ALTER DATABASE ' || quote_ident(current_database())
        || ' SET default_transaction_isolation = serializable'; END $$";
    execute(data.path(), strict).await;
    let server = Server::at(demo(), data.path()).await;
    let watch = "CREATE TABLE seen (setting TEXT);
        CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO seen VALUES (current_setting('synchronous_commit')
        || ' ' || current_setting('transaction_isolation')); RETURN NEW; END $$;
        CREATE TRIGGER see BEFORE INSERT ON idempotency FOR EACH ROW EXECUTE FUNCTION see()";
    execute(data.path(), watch).await;
    assert_eq!(texts(data.path(), "SHOW synchronous_commit").await, ["off"]);
    let anna = server.sign_in("p-anna").await;
    assert_eq!(server.order(&anna, "one", &vpn()).await.status, 201);
    let seen = texts(data.path(), "SELECT setting FROM seen").await;
    assert_eq!(seen, ["on read committed"]);
}

#[tokio::test]
async fn the_database_of_another_program_is_not_touched() {
    let Some(data) = folder() else { return };
    // Other programs count their migrations too, possibly like ours in SQLite.
    for (theirs, rows) in [
        ("theirs (a TEXT)", ""),
        (
            "schema_version (version BIGINT NOT NULL)",
            "INSERT INTO schema_version VALUES (8), (9)",
        ),
    ] {
        let others = format!(
            "DROP SCHEMA public CASCADE; CREATE SCHEMA public; CREATE TABLE {theirs}; {rows}"
        );
        execute(data.path(), &others).await;
        let at = crate::database::location(data.path());
        let refused = portico_server::db::SqlStore::open(at).await;
        let refused = refused.err().unwrap().to_string();
        assert!(refused.contains("another program"), "{refused}");
        let tables = "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'";
        let name = theirs.split(' ').next().unwrap();
        assert_eq!(texts(data.path(), tables).await, [name]);
    }
}
