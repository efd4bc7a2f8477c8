//! The files that a document may name: pictures that it shows, and downloads that it links to.

/// The size of a picture, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// From side to side.
    pub width: u32,
    /// From top to bottom.
    pub height: u32,
}

/// Which files there are.
pub trait FileIndex {
    /// The id of the file that a link names: as it is called, or percent-encoded as in a URL.
    fn find(&self, destination: &str) -> Option<&str>;

    /// The size of a picture; `None` for what is none.
    fn picture(&self, id: &str) -> Option<Size>;
}

/// None at all.
pub(super) struct NoFiles;

impl FileIndex for NoFiles {
    fn find(&self, _: &str) -> Option<&str> {
        None
    }

    fn picture(&self, _: &str) -> Option<Size> {
        None
    }
}

/// Whether a browser may show the file as a picture: no format here can carry a script.
pub(crate) fn is_picture(id: &str) -> bool {
    let ending = id
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_ascii_lowercase());
    matches!(
        ending.as_deref(),
        Some("png" | "jpg" | "jpeg" | "gif" | "webp")
    )
}
