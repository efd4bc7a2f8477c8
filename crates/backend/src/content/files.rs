//! files/: pictures and downloads that content names.

use super::reader::Desk;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The pictures and downloads, by their path below `files/`.
#[derive(Clone, Debug, Default)]
pub struct Files {
    root: PathBuf,
    files: BTreeMap<String, Option<Size>>,
}

/// The size of a picture, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// From side to side.
    pub width: u32,
    /// From top to bottom.
    pub height: u32,
}

impl Files {
    /// Reads the folder and the sizes of the pictures in it. No folder is an empty one.
    pub(crate) fn read(content: &Path, desk: &Desk) -> Self {
        let mut found = Self {
            root: content.join("files"),
            files: BTreeMap::new(),
        };
        let mut folders = vec![(found.root.clone(), String::new())];
        while let Some((folder, above)) = folders.pop() {
            let Ok(entries) = std::fs::read_dir(&folder) else {
                continue;
            };
            for entry in entries.flatten() {
                let name = entry.file_name().to_string_lossy().into_owned();
                let id = format!("{above}{name}");
                match entry.file_type() {
                    Ok(kind) if kind.is_dir() => folders.push((entry.path(), format!("{id}/"))),
                    Ok(kind) if kind.is_file() && !name.starts_with('.') => {
                        let size = size(&entry.path(), &id, desk);
                        found.files.insert(id, size);
                    }
                    _ => {}
                }
            }
        }
        found
    }

    /// Where a file is, if content has it. Nothing but what was found at the start is ever opened.
    #[must_use]
    pub fn path(&self, id: &str) -> Option<PathBuf> {
        self.files.contains_key(id).then(|| self.root.join(id))
    }

    /// All files, in the order of their paths.
    pub(crate) fn ids(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// Whether there is such a file.
    #[must_use]
    pub fn contains(&self, id: &str) -> bool {
        self.files.contains_key(id)
    }

    /// The size of a picture; `None` for what is none.
    #[must_use]
    pub fn picture(&self, id: &str) -> Option<Size> {
        self.files.get(id).copied().flatten()
    }
}

/// Whether a browser may show the file as a picture: no format here can carry a script.
#[must_use]
pub fn is_picture(id: &str) -> bool {
    let ending = id
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_ascii_lowercase());
    matches!(
        ending.as_deref(),
        Some("png" | "jpg" | "jpeg" | "gif" | "webp")
    )
}

fn size(path: &Path, id: &str, desk: &Desk) -> Option<Size> {
    if !is_picture(id) {
        return None;
    }
    let size = imagesize::size(path).ok().and_then(|size| {
        Some(Size {
            width: u32::try_from(size.width).ok()?,
            height: u32::try_from(size.height).ok()?,
        })
    });
    if size.is_none() {
        desk.fault(
            &format!("files/{id}"),
            1,
            "this is not the picture that its name promises",
        );
    }
    size
}
