//! Rich text as a tree of typed nodes, which contains nothing executable.
//!
//! No string in the tree is markup. Readers skip unknown nodes.

mod node;

use crate::{ArticleId, FileId, ServiceId};
use serde::{Deserialize, Serialize};

/// The maximum nesting depth. Deeper content is flattened into the deepest level.
pub const MAX_DEPTH: usize = 32;
/// The maximum number of nodes per document. The rest is cut off, with a note.
pub const MAX_NODES: usize = 20_000;
/// The maximum size of the source of a document, in bytes.
pub const MAX_BYTES: usize = 512 * 1024;

/// A rich-text document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Document {
    /// The blocks, in order.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub blocks: Vec<Block>,
}

/// A block of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(no_recursion))]
#[serde(rename_all = "camelCase", tag = "type", from = "node::BlockNode")]
pub enum Block {
    /// A heading.
    Heading {
        /// The level, 2 to 6; level 1 is the heading of the page.
        level: u8,
        /// An anchor that is unique in the document, for links within it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<String>,
        /// The text of the heading.
        content: Vec<Inline>,
    },
    /// A paragraph.
    Paragraph {
        /// The text of the paragraph.
        content: Vec<Inline>,
    },
    /// A list.
    List {
        /// Whether the list is numbered.
        #[serde(default)]
        ordered: bool,
        /// The number of the first item.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        start: Option<u32>,
        /// The items.
        items: Vec<ListItem>,
    },
    /// A quotation.
    Quote {
        /// The quoted content.
        blocks: Vec<Block>,
    },
    /// A callout: a highlighted note.
    Callout {
        /// The severity.
        callout: Callout,
        /// The content.
        blocks: Vec<Block>,
    },
    /// Preformatted code.
    Code {
        /// The name of the language, such as `powershell`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        language: Option<String>,
        /// The code.
        text: String,
    },
    /// A table. Every row has as many cells as the header.
    Table {
        /// The alignment of each column.
        #[serde(default)]
        align: Vec<Align>,
        /// The cells of the header.
        head: Vec<Vec<Inline>>,
        /// The cells of the rows.
        rows: Vec<Vec<Vec<Inline>>>,
    },
    /// A horizontal rule.
    Rule,
    /// A node that is unknown to this version, or lacks required members.
    Unknown,
}

/// An item of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(no_recursion))]
#[serde(rename_all = "camelCase")]
pub struct ListItem {
    /// Whether the item of a task list is checked; absent in other lists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked: Option<bool>,
    /// The content of the item.
    pub blocks: Vec<Block>,
}

/// Inline content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(no_recursion))]
#[serde(rename_all = "camelCase", tag = "type", from = "node::InlineNode")]
pub enum Inline {
    /// Plain text.
    Text {
        /// The text.
        text: String,
    },
    /// Strong emphasis.
    Strong {
        /// The text.
        content: Vec<Inline>,
    },
    /// Emphasis.
    Emphasis {
        /// The text.
        content: Vec<Inline>,
    },
    /// Struck-through text.
    Strike {
        /// The text.
        content: Vec<Inline>,
    },
    /// Inline code.
    Code {
        /// The code.
        text: String,
    },
    /// A link.
    Link {
        /// The target of the link.
        target: LinkTarget,
        /// The text of the link.
        content: Vec<Inline>,
    },
    /// An image.
    Image {
        /// The image file, fetched from `/files/{id}` with the caller's credentials.
        file: FileId,
        /// The alternative text.
        alt: String,
        /// The width in pixels, so that the layout does not shift when the image loads.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        width: Option<u32>,
        /// The height in pixels.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        height: Option<u32>,
    },
    /// A line break.
    Break,
    /// A node that is unknown to this version, or lacks required members.
    Unknown,
}

/// The target of a link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", tag = "to", from = "node::TargetNode")]
pub enum LinkTarget {
    /// A service of the catalogue.
    Service {
        /// The id of the service.
        id: ServiceId,
    },
    /// A knowledge article.
    Article {
        /// The id of the article.
        id: ArticleId,
        /// The anchor of a heading in the article.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        section: Option<String>,
    },
    /// A heading of the same document.
    Heading {
        /// The anchor of the heading.
        id: String,
    },
    /// A download, fetched from `/files/{id}` with the caller's credentials.
    File {
        /// The id of the file.
        id: FileId,
    },
    /// An external link. Readers follow `https`, `http`, `mailto` and `tel`, and display any other link as plain text.
    Url {
        /// An absolute URL.
        url: String,
    },
    /// A target that is unknown to this version.
    Unknown,
}

/// The severity of a callout.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum Callout {
    /// A helpful shortcut.
    Tip,
    /// Information needed to succeed.
    Important,
    /// A warning to be careful.
    Warning,
    /// A risk of losing something.
    Caution,
    /// Useful information; also any callout that is unknown to this version.
    #[default]
    #[serde(other)]
    Note,
}

/// The alignment of a table column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum Align {
    /// Centered.
    Center,
    /// Aligned to the end of the line, for numbers.
    End,
    /// Aligned to the start of the line.
    #[default]
    #[serde(other)]
    Start,
}
