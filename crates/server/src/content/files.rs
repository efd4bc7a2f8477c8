//! files/: images and downloads that the content refers to.

use super::reader::Diagnostics;
use crate::richtext::{FileIndex, Size, is_picture};
use icu_normalizer::ComposingNormalizerBorrowed;
use percent_encoding::percent_decode_str;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The images and downloads, by their path below `files/` in Unicode's composed form, because
/// operating systems encode accents in file names differently.
#[derive(Clone, Debug, Default)]
pub struct Files(BTreeMap<String, ContentFile>);

#[derive(Clone, Debug)]
struct ContentFile {
    path: PathBuf,
    picture: Option<Size>,
}

impl Files {
    /// Reads the folder and the sizes of the images in it. A missing folder is empty.
    pub(crate) fn read(content: &Path, diagnostics: &Diagnostics) -> Self {
        let mut found = BTreeMap::new();
        let mut folders = vec![(content.join("files"), String::new())];
        while let Some((folder, above)) = folders.pop() {
            let Ok(entries) = std::fs::read_dir(&folder) else {
                continue;
            };
            for entry in entries.flatten() {
                let (name, path) = (entry.file_name(), entry.path());
                let name = name.to_string_lossy();
                let id = format!("{above}{}", composed(&name));
                match entry.file_type() {
                    Ok(kind) if kind.is_dir() => folders.push((path, format!("{id}/"))),
                    Ok(kind) if kind.is_file() && !name.starts_with('.') => {
                        let picture = size(&path, &id, diagnostics);
                        if found
                            .insert(id.clone(), ContentFile { path, picture })
                            .is_some()
                        {
                            let reason =
                                "two files have this name, with the accents encoded differently";
                            diagnostics.fault(&format!("files/{id}"), 1, reason);
                        }
                    }
                    _ => {}
                }
            }
        }
        Self(found)
    }

    /// The path of a file, if the content has it. Only files that were found at startup are ever
    /// opened.
    #[must_use]
    pub fn path(&self, id: &str) -> Option<&Path> {
        self.0.get(id).map(|file| file.path.as_path())
    }

    /// All files, in the order of their paths.
    pub(crate) fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// The ID of the file with this name, however its accents are encoded.
    #[must_use]
    pub fn id(&self, name: &str) -> Option<&str> {
        let (id, _) = self.0.get_key_value(composed(name).as_ref())?;
        Some(id)
    }
}

impl FileIndex for Files {
    fn find(&self, destination: &str) -> Option<&str> {
        let decoded = || percent_decode_str(destination).decode_utf8().ok();
        self.id(destination)
            .or_else(|| decoded().and_then(|name| self.id(&name)))
    }

    fn picture(&self, id: &str) -> Option<Size> {
        self.0.get(id)?.picture
    }
}

fn composed(name: &str) -> Cow<'_, str> {
    ComposingNormalizerBorrowed::new_nfc().normalize(name)
}

fn size(path: &Path, id: &str, diagnostics: &Diagnostics) -> Option<Size> {
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
        diagnostics.fault(
            &format!("files/{id}"),
            1,
            "the content is not the type of picture its name says",
        );
    }
    size
}
