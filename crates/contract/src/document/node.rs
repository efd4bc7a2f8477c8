//! Lenient deserialization of nodes, by one flat struct for all of them.
//!
//! A node that lacks members required by its type is skipped like one of an unknown type, so that a single invalid node
//! does not make the whole document unreadable. Serde's own deserialization of tagged enums would buffer each level of
//! the tree again, and adds 70 kB to the portal.

use super::{Align, Block, Callout, Inline, LinkTarget, ListItem};
use crate::{ArticleId, FileId, ServiceId};
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct BlockNode {
    #[serde(rename = "type")]
    kind: String,
    level: Option<u8>,
    id: Option<String>,
    content: Option<Vec<Inline>>,
    ordered: bool,
    start: Option<u32>,
    items: Option<Vec<ListItem>>,
    blocks: Option<Vec<Block>>,
    callout: Option<Callout>,
    language: Option<String>,
    text: Option<String>,
    align: Vec<Align>,
    head: Option<Vec<Vec<Inline>>>,
    rows: Option<Vec<Vec<Vec<Inline>>>>,
}

impl From<BlockNode> for Block {
    fn from(node: BlockNode) -> Self {
        read_block(node).unwrap_or(Self::Unknown)
    }
}

fn read_block(node: BlockNode) -> Option<Block> {
    Some(match node.kind.as_str() {
        "heading" => Block::Heading {
            level: node.level?,
            id: node.id,
            content: node.content?,
        },
        "paragraph" => Block::Paragraph {
            content: node.content?,
        },
        "list" => Block::List {
            ordered: node.ordered,
            start: node.start,
            items: node.items?,
        },
        "quote" => Block::Quote {
            blocks: node.blocks?,
        },
        "callout" => Block::Callout {
            callout: node.callout.unwrap_or_default(),
            blocks: node.blocks?,
        },
        "code" => Block::Code {
            language: node.language,
            text: node.text?,
        },
        "table" => Block::Table {
            align: node.align,
            head: node.head?,
            rows: node.rows?,
        },
        "rule" => Block::Rule,
        _ => return None,
    })
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct InlineNode {
    #[serde(rename = "type")]
    kind: String,
    text: Option<String>,
    content: Option<Vec<Inline>>,
    target: Option<LinkTarget>,
    file: Option<FileId>,
    alt: Option<String>,
    width: Option<u32>,
    height: Option<u32>,
}

impl From<InlineNode> for Inline {
    fn from(node: InlineNode) -> Self {
        read_inline(node).unwrap_or(Self::Unknown)
    }
}

fn read_inline(node: InlineNode) -> Option<Inline> {
    Some(match node.kind.as_str() {
        "text" => Inline::Text { text: node.text? },
        "strong" => Inline::Strong {
            content: node.content?,
        },
        "emphasis" => Inline::Emphasis {
            content: node.content?,
        },
        "strike" => Inline::Strike {
            content: node.content?,
        },
        "code" => Inline::Code { text: node.text? },
        "link" => Inline::Link {
            target: node.target.unwrap_or(LinkTarget::Unknown),
            content: node.content?,
        },
        "image" => Inline::Image {
            file: node.file?,
            alt: node.alt.unwrap_or_default(),
            width: node.width,
            height: node.height,
        },
        "break" => Inline::Break,
        _ => return None,
    })
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct TargetNode {
    to: String,
    id: Option<String>,
    section: Option<String>,
    url: Option<String>,
}

impl From<TargetNode> for LinkTarget {
    fn from(node: TargetNode) -> Self {
        read_target(node).unwrap_or(Self::Unknown)
    }
}

fn read_target(node: TargetNode) -> Option<LinkTarget> {
    Some(match node.to.as_str() {
        "service" => LinkTarget::Service {
            id: ServiceId(node.id?),
        },
        "article" => LinkTarget::Article {
            id: ArticleId(node.id?),
            section: node.section,
        },
        "heading" => LinkTarget::Heading { id: node.id? },
        "file" => LinkTarget::File {
            id: FileId(node.id?),
        },
        "url" => LinkTarget::Url { url: node.url? },
        _ => return None,
    })
}
