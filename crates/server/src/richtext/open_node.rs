//! Open nodes, and their contents so far.

use portico_contract::{Align, Block, Callout, FileId, Inline, LinkTarget, ListItem};
use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, TagEnd};

/// An open node.
pub(super) enum OpenNode {
    Blocks {
        holder: BlockContainer,
        blocks: Vec<Block>,
        loose: Vec<Inline>,
    },
    List {
        start: Option<u64>,
        items: Vec<ListItem>,
    },
    Paragraph(Vec<Inline>),
    Heading(u8, Vec<Inline>),
    InlineMark(InlineMark, Vec<Inline>),
    Image {
        file: FileId,
        alt: String,
        at: usize,
    },
    Code {
        language: Option<String>,
        text: String,
    },
    Table {
        align: Vec<Align>,
        rows: Vec<Vec<Vec<Inline>>>,
    },
    Row(Vec<Vec<Inline>>),
    Cell(Vec<Inline>),
}

/// A node that contains blocks.
pub(super) enum BlockContainer {
    Document,
    Quote,
    Callout(Callout),
    Item(Option<bool>),
}

/// A mark on inline content.
pub(super) enum InlineMark {
    Strong,
    Emphasis,
    Strike,
    Link(LinkTarget),
}

impl OpenNode {
    /// The inline content of this frame, if it has any.
    pub(super) fn content(&mut self) -> Option<&mut Vec<Inline>> {
        match self {
            Self::Blocks { loose, .. } => Some(loose),
            Self::Paragraph(content)
            | Self::Heading(_, content)
            | Self::InlineMark(_, content)
            | Self::Cell(content) => Some(content),
            _ => None,
        }
    }
}

/// Whether a tag is a block rather than inline.
pub(super) fn is_block(tag: &TagEnd) -> bool {
    !matches!(
        tag,
        TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image
    )
}

/// The first word after a code fence, if it is short enough to be a language.
pub(super) fn language(kind: CodeBlockKind<'_>) -> Option<String> {
    let CodeBlockKind::Fenced(info) = kind else {
        return None;
    };
    let word = info.split([' ', ',']).next().unwrap_or_default();
    let fine = !word.is_empty() && word.len() <= 32;
    fine.then(|| word.to_owned())
}

/// Converts GitHub's alerts to the contract's callouts.
pub(super) fn callout(kind: BlockQuoteKind) -> Callout {
    match kind {
        BlockQuoteKind::Note => Callout::Note,
        BlockQuoteKind::Tip => Callout::Tip,
        BlockQuoteKind::Important => Callout::Important,
        BlockQuoteKind::Warning => Callout::Warning,
        BlockQuoteKind::Caution => Callout::Caution,
    }
}

/// The alignment of a column.
pub(super) fn alignment(alignment: Alignment) -> Align {
    match alignment {
        Alignment::Center => Align::Center,
        Alignment::Right => Align::End,
        Alignment::None | Alignment::Left => Align::Start,
    }
}

/// Appends text to a line, merged with preceding text.
pub(super) fn push_words(content: &mut Vec<Inline>, words: &str) {
    match content.last_mut() {
        _ if words.is_empty() => {}
        Some(Inline::Text { text }) => text.push_str(words),
        _ => content.push(Inline::Text {
            text: words.to_owned(),
        }),
    }
}

/// The text of a line, without marks. The builder limits the depth of marks.
pub(super) fn collect_words(content: &[Inline], words: &mut String) {
    for inline in content {
        match inline {
            Inline::Text { text } | Inline::Code { text } => words.push_str(text),
            Inline::Strong { content }
            | Inline::Emphasis { content }
            | Inline::Strike { content }
            | Inline::Link { content, .. } => collect_words(content, words),
            Inline::Image { alt, .. } => words.push_str(alt),
            Inline::Break | Inline::Unknown => words.push(' '),
        }
    }
}
