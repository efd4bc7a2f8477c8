//! Conversion of Markdown to the contract's document tree. No markup is interpreted: raw HTML is
//! shown as text.

mod autolink;
mod build;
mod files;
mod link;
mod links;
mod open_node;
mod slug;

pub(crate) use files::is_picture;
pub use files::{FileIndex, Size};
pub(crate) use links::{plain, retain_links};

use build::Builder;
use files::NoFiles;
use portico_contract::{Block, Document, FileId, LinkTarget, MAX_BYTES};
use pulldown_cmark::{Options, Parser};

/// A document and its findings, each with its position in the source, in bytes.
pub struct Rendered {
    /// The document to show.
    pub document: Document,
    /// Links to check, and problems for the author.
    pub findings: Vec<(usize, Finding)>,
}

/// A finding for the author of published content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// A valid link; the caller checks whether its target exists.
    Link(LinkTarget),
    /// An image from the content folder.
    Picture(FileId),
    /// Something that cannot be shown as intended.
    Fault(String),
}

/// The treatment of line breaks within a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lines {
    /// They become spaces, as in Markdown.
    Joined,
    /// They are kept.
    Kept,
}

/// Renders a text that was written for publication, in time and memory proportional to the source.
///
/// `cut` is the note at the end of a document that is longer than the contract allows.
#[must_use]
pub fn render(source: &str, files: &dyn FileIndex, cut: &str) -> Rendered {
    build(source, files, Lines::Joined, cut)
}

/// Renders a text that was typed into a field: like [`render`], but each line break is kept,
/// because few authors there know that Markdown would join the lines. Content files are excluded:
/// only readers of a text that refers to them may see them.
#[must_use]
pub fn typed(text: &str, cut: &str) -> Document {
    build(text, &NoFiles, Lines::Kept, cut).document
}

fn build(source: &str, files: &dyn FileIndex, lines: Lines, cut: &str) -> Rendered {
    let (source, too_long) = match source.get(..source.floor_char_boundary(MAX_BYTES)) {
        Some(start) if start.len() < source.len() => (start, true),
        _ => (source, false),
    };
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM;
    let mut builder = Builder::new(files, lines);
    for (event, range) in Parser::new_ext(source, options).into_offset_iter() {
        if !builder.event(event, range.start) {
            break;
        }
    }
    builder.finish(too_long, cut)
}

/// A text verbatim, with its line breaks and without markup.
#[must_use]
pub fn preformatted(text: String) -> Document {
    let language = None;
    Document {
        blocks: vec![Block::Code { language, text }],
    }
}
