//! Rich text as a tree of typed nodes: what a reader shows, with nothing in it that could act.
//!
//! No string in the tree is markup. A reader that meets a node it does not know leaves it out.

mod node;

use crate::{ArticleId, FileId, ServiceId};
use serde::{Deserialize, Serialize};

/// The deepest nesting of nodes; deeper content is flattened into the deepest level.
pub const MAX_DEPTH: usize = 32;
/// The most nodes of one document; the rest is cut, with a note.
pub const MAX_NODES: usize = 20_000;
/// The largest source of one document, in bytes.
pub const MAX_BYTES: usize = 512 * 1024;

/// A rich text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Document {
    /// From top to bottom.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub blocks: Vec<Block>,
}

/// A block of a rich text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(no_recursion))]
#[serde(rename_all = "camelCase", tag = "type", from = "node::BlockNode")]
pub enum Block {
    /// A heading.
    Heading {
        /// 2 to 6; the page's own heading is 1.
        level: u8,
        /// Unique in the document; links within it name it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<String>,
        /// Its words.
        content: Vec<Inline>,
    },
    /// A paragraph.
    Paragraph {
        /// Its words.
        content: Vec<Inline>,
    },
    /// A list.
    List {
        /// Numbered or not.
        #[serde(default)]
        ordered: bool,
        /// The first number.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        start: Option<u32>,
        /// Its items.
        items: Vec<ListItem>,
    },
    /// A quotation.
    Quote {
        /// What is quoted.
        blocks: Vec<Block>,
    },
    /// A boxed remark.
    Callout {
        /// How serious it is.
        callout: Callout,
        /// What it says.
        blocks: Vec<Block>,
    },
    /// Preformatted code.
    Code {
        /// The language's name, such as `powershell`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        language: Option<String>,
        /// The code.
        text: String,
    },
    /// A table. Every row has as many cells as the head.
    Table {
        /// The alignment of each column.
        #[serde(default)]
        align: Vec<Align>,
        /// The head's cells.
        head: Vec<Vec<Inline>>,
        /// The rows' cells.
        rows: Vec<Vec<Vec<Inline>>>,
    },
    /// A line across.
    Rule,
    /// A node that this version does not know, or that lacks what it needs.
    Unknown,
}

/// An item of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(no_recursion))]
#[serde(rename_all = "camelCase")]
pub struct ListItem {
    /// Ticked or not, in a list of tasks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked: Option<bool>,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(no_recursion))]
#[serde(rename_all = "camelCase", tag = "type", from = "node::InlineNode")]
pub enum Inline {
    /// Plain words.
    Text {
        /// The words.
        text: String,
    },
    /// Important words.
    Strong {
        /// The words.
        content: Vec<Inline>,
    },
    /// Stressed words.
    Emphasis {
        /// The words.
        content: Vec<Inline>,
    },
    /// Words that no longer hold.
    Strike {
        /// The words.
        content: Vec<Inline>,
    },
    /// Code within a line.
    Code {
        /// The code.
        text: String,
    },
    /// A link.
    Link {
        /// Where it goes.
        target: LinkTarget,
        /// Its words.
        content: Vec<Inline>,
    },
    /// A picture.
    Image {
        /// Fetched from `/files/{id}` with the caller's sign-in.
        file: FileId,
        /// What it shows, for those who cannot see it.
        alt: String,
        /// Width in pixels, so that nothing moves when the picture arrives.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        width: Option<u32>,
        /// Height in pixels.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        height: Option<u32>,
    },
    /// A new line.
    Break,
    /// A node that this version does not know, or that lacks what it needs.
    Unknown,
}

/// Where a link goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", tag = "to", from = "node::TargetNode")]
pub enum LinkTarget {
    /// A service of the catalogue.
    Service {
        /// Which one.
        id: ServiceId,
    },
    /// A knowledge article.
    Article {
        /// Which one.
        id: ArticleId,
        /// The id of one of its headings, where the link leads to that.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        section: Option<String>,
    },
    /// A heading of the same document.
    Heading {
        /// Its id.
        id: String,
    },
    /// A download, fetched from `/files/{id}` with the caller's sign-in.
    File {
        /// Which one.
        id: FileId,
    },
    /// Somewhere else. A reader follows `https`, `http`, `mailto` and `tel` and shows the words of any other.
    Url {
        /// An absolute URL.
        url: String,
    },
    /// A target that this version does not know.
    Unknown,
}

/// How serious a callout is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum Callout {
    /// A shortcut.
    Tip,
    /// Needed to succeed.
    Important,
    /// Be careful.
    Warning,
    /// Something can be lost.
    Caution,
    /// Good to know; also any callout that this version does not know.
    #[default]
    #[serde(other)]
    Note,
}

/// The alignment of a table's column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum Align {
    /// In the middle.
    Center,
    /// Against the running text, for numbers.
    End,
    /// As text runs.
    #[default]
    #[serde(other)]
    Start,
}
