//! The configured storage of uploaded files.

use object_store::path::Path as Prefix;
use std::ffi::OsString;
use std::fmt::{self, Display, Formatter};
use std::path::{Path, PathBuf};

/// The storage of uploaded files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UploadLocation {
    /// A folder.
    Folder(PathBuf),
    /// A bucket of an S3 object store.
    Bucket(BucketLocation),
}

impl UploadLocation {
    /// Parses an option: a folder, or `s3://bucket/prefix`. The settings of the object store come
    /// from the environment.
    ///
    /// # Errors
    /// The reason why it is neither.
    pub fn from_option(option: OsString) -> Result<Self, String> {
        if option.is_empty() {
            return Err("expected a folder or s3://bucket/prefix".to_owned());
        }
        let Some((scheme, _)) = option.to_str().and_then(|text| text.split_once("://")) else {
            return Ok(Self::Folder(option.into()));
        };
        if scheme != "s3" {
            return Err(format!(
                "{scheme}:// is not supported; expected a folder or s3://bucket/prefix"
            ));
        }
        let url = option.to_str().unwrap_or_default();
        BucketLocation::new(url, std::env::vars_os().filter_map(setting)).map(Self::Bucket)
    }

    /// The noun for this kind of location.
    pub(crate) fn noun(&self) -> &'static str {
        match self {
            Self::Folder(_) => "folder",
            Self::Bucket(_) => "bucket",
        }
    }
}

/// A variable of the environment, unless it is not text.
fn setting((name, value): (OsString, OsString)) -> Option<(String, String)> {
    Some((name.into_string().ok()?, value.into_string().ok()?))
}

impl Display for UploadLocation {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => folder.display().fmt(f),
            Self::Bucket(bucket) => bucket.fmt(f),
        }
    }
}

impl From<PathBuf> for UploadLocation {
    fn from(folder: PathBuf) -> Self {
        Self::Folder(folder)
    }
}

impl From<&Path> for UploadLocation {
    fn from(folder: &Path) -> Self {
        Self::Folder(folder.to_owned())
    }
}

/// A bucket of an S3 object store, or a prefix in it.
#[derive(Clone, PartialEq, Eq)]
pub struct BucketLocation {
    /// The name of the bucket.
    pub(super) bucket: String,
    /// The prefix of all objects; empty for the whole bucket.
    pub(super) prefix: Prefix,
    /// The settings of the object store by the names of their environment variables, such as
    /// `AWS_REGION`; others are ignored. They may contain a secret.
    pub(super) settings: Vec<(String, String)>,
}

impl BucketLocation {
    /// A bucket by its URL, `s3://bucket/prefix`, with the settings of its object store.
    ///
    /// # Errors
    /// The reason why the URL names no bucket.
    pub fn new(
        url: &str,
        settings: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, String> {
        let path = url.strip_prefix("s3://").unwrap_or_default();
        let (bucket, prefix) = path.split_once('/').unwrap_or((path, ""));
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
        if bucket.is_empty() || !bucket.chars().all(plain) {
            return Err("expected s3://bucket or s3://bucket/prefix".to_owned());
        }
        let prefix = Prefix::parse(prefix)
            .map_err(|error| format!("the prefix {prefix:?} is invalid: {error}"))?;
        let settings = settings.into_iter();
        let settings =
            settings.filter(|(name, value)| name.starts_with("AWS_") && !value.is_empty());
        Ok(Self {
            bucket: bucket.to_owned(),
            prefix,
            settings: settings.collect(),
        })
    }
}

impl Display for BucketLocation {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "s3://{}", self.bucket)?;
        match self.prefix.as_ref() {
            "" => Ok(()),
            prefix => write!(f, "/{prefix}"),
        }
    }
}

/// Without the settings, which may contain a secret.
impl fmt::Debug for BucketLocation {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "BucketLocation({self})")
    }
}
