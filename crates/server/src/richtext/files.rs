//! The files that a document may refer to: images and downloads.

/// The size of an image, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// The width.
    pub width: u32,
    /// The height.
    pub height: u32,
}

/// The available files.
pub trait FileIndex {
    /// The ID of the file in a link's destination, either verbatim or percent-encoded as in a URL.
    fn find(&self, destination: &str) -> Option<&str>;

    /// The size of an image; `None` for other files.
    fn picture(&self, id: &str) -> Option<Size>;
}

/// An empty index.
pub(super) struct NoFiles;

impl FileIndex for NoFiles {
    fn find(&self, _: &str) -> Option<&str> {
        None
    }

    fn picture(&self, _: &str) -> Option<Size> {
        None
    }
}

/// Whether a browser may show the file as an image: none of these formats can contain scripts.
pub(crate) fn is_picture(id: &str) -> bool {
    let ending = id
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_ascii_lowercase());
    matches!(
        ending.as_deref(),
        Some("png" | "jpg" | "jpeg" | "gif" | "webp")
    )
}
