//! Markdown becomes the contract's document tree. No markup survives: raw HTML is shown as the text it is.

mod autolink;
mod build;
mod files;
mod frame;
mod link;
mod links;
mod slug;

pub(crate) use files::is_picture;
pub use files::{FileIndex, Size};
pub(crate) use links::{plain, retain_links};

use build::Builder;
use files::NoFiles;
use portico_contract::{Block, Document, FileId, LinkTarget, MAX_BYTES};
use pulldown_cmark::{Options, Parser};

/// A document and what was found on the way, each with its place in the source, in bytes.
pub struct Rendered {
    /// What to show.
    pub document: Document,
    /// Links to check and things that an author should mend.
    pub findings: Vec<(usize, Finding)>,
}

/// Something that the author of published content should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// A link that was understood; whether it leads somewhere is for the caller to check.
    Link(LinkTarget),
    /// A picture of the content.
    Picture(FileId),
    /// Something that is not shown as it was meant.
    Fault(String),
}

/// What becomes of the ends of lines within a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lines {
    /// They are spaces, as Markdown has it.
    Joined,
    /// They stay.
    Kept,
}

/// Makes the document of a text that was written to be published. Takes time and memory in proportion to the source,
/// whatever it holds.
///
/// `cut` is said at the end of a document that is longer than the contract allows.
#[must_use]
pub fn render(source: &str, files: &dyn FileIndex, cut: &str) -> Rendered {
    build(source, files, Lines::Joined, cut)
}

/// Makes the document of what somebody typed into a field: the same, but each line stays a line, since few who write
/// there know that Markdown would join them. Files of the content are not in it: they belong to whoever may read what
/// names them.
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

/// A text as it was typed, with its lines and without any marks.
#[must_use]
pub fn preformatted(text: String) -> Document {
    let language = None;
    Document {
        blocks: vec![Block::Code { language, text }],
    }
}
