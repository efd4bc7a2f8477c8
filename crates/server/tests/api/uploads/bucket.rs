//! Uploads in a bucket: what is different from a folder. The tests beside this one run on a bucket as well, with
//! `PORTICO_TEST_UPLOADS=bucket`.

mod copies;
mod faults;
mod objects;
mod start;

use super::{MARKER, Person};
use crate::database::store;
use crate::object_store::ObjectStore;
use crate::server::{Server, bucket_of, demo};
use portico_server::UploadOptions;
use portico_server::db::SqlStore;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;

/// Further servers of the same database and bucket, as a load balancer has them.
async fn servers<const N: usize>(data: &TempDir) -> ([Server; N], Arc<SqlStore>, ObjectStore) {
    let objects = ObjectStore::of(data.path());
    let rows = Arc::new(store(data.path()).await);
    let mut servers = Vec::new();
    for _ in 0..N {
        let mut options = demo();
        options.uploads = Some(UploadOptions::new(location(data.path())));
        servers.push(Server::over(options, Arc::clone(&rows)).await);
    }
    let servers = servers.try_into().ok().unwrap();
    (servers, rows, objects)
}

/// The bucket of a data folder.
fn location(data: &Path) -> portico_server::UploadLocation {
    portico_server::UploadLocation::Bucket(bucket_of(data))
}

/// The names of the objects of an upload, in order.
fn objects_of(data: &TempDir, id: &str) -> Vec<String> {
    let folder = data.path().join("uploads").join(id);
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.collect();
    names.sort();
    names
}

fn object(data: &TempDir, id: &str, name: &str) -> PathBuf {
    data.path().join("uploads").join(id).join(name)
}
