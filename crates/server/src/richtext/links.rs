//! Removal of links whose target the reader may not see.

use super::open_node::collect_words;
use portico_contract::{Block, Document, Inline, LinkTarget};
use std::mem::take;

/// Removes the links that `keep` refuses. Their text stays, unless it only repeats the target.
pub(crate) fn retain_links(document: &mut Document, keep: &dyn Fn(&LinkTarget) -> bool) {
    blocks(&mut document.blocks, keep);
}

/// The text of a document, one line per block, without link targets.
pub(crate) fn plain(mut document: Document) -> String {
    let leads_inside = |target: &LinkTarget| {
        matches!(
            target,
            LinkTarget::Service { .. } | LinkTarget::Article { .. }
        )
    };
    retain_links(&mut document, &|target| !leads_inside(target));
    let mut words = String::new();
    collect_blocks(&document.blocks, &mut words);
    words
}

// This server's documents are never deeper than the contract allows, so the recursion is limited.
fn blocks(list: &mut [Block], keep: &dyn Fn(&LinkTarget) -> bool) {
    for block in list {
        match block {
            Block::Heading { content, .. } | Block::Paragraph { content } => inlines(content, keep),
            Block::List { items, .. } => {
                for item in items {
                    blocks(&mut item.blocks, keep);
                }
            }
            Block::Quote { blocks: inner } | Block::Callout { blocks: inner, .. } => {
                blocks(inner, keep);
            }
            Block::Table { head, rows, .. } => {
                let cells = head.iter_mut().chain(rows.iter_mut().flatten());
                cells.for_each(|cell| inlines(cell, keep));
            }
            Block::Code { .. } | Block::Rule | Block::Unknown => {}
        }
    }
}

fn inlines(content: &mut Vec<Inline>, keep: &dyn Fn(&LinkTarget) -> bool) {
    for mut inline in take(content) {
        match &mut inline {
            Inline::Link {
                target,
                content: words,
            } => {
                inlines(words, keep);
                if !keep(target) {
                    if !spells(words, target) {
                        content.append(words);
                    }
                    continue;
                }
            }
            Inline::Strong { content: inner }
            | Inline::Emphasis { content: inner }
            | Inline::Strike { content: inner } => inlines(inner, keep),
            Inline::Text { .. }
            | Inline::Code { .. }
            | Inline::Image { .. }
            | Inline::Break
            | Inline::Unknown => {}
        }
        content.push(inline);
    }
}

/// Whether a text only repeats the target of its link, as in `<service:payroll>`.
fn spells(words: &[Inline], target: &LinkTarget) -> bool {
    let (kind, id) = match target {
        LinkTarget::Service { id } => ("service", id.as_str()),
        LinkTarget::Article { id, .. } => ("article", id.as_str()),
        _ => return false,
    };
    let mut said = String::new();
    collect_words(words, &mut said);
    let said = said.trim();
    let said = said.strip_prefix(kind).unwrap_or(said);
    said.strip_prefix(':').unwrap_or(said) == id
}

fn collect_blocks(list: &[Block], words: &mut String) {
    for block in list {
        match block {
            Block::Heading { content, .. } | Block::Paragraph { content } => {
                collect_words(content, words);
            }
            Block::List { items, .. } => {
                for item in items {
                    collect_blocks(&item.blocks, words);
                }
            }
            Block::Quote { blocks } | Block::Callout { blocks, .. } => {
                collect_blocks(blocks, words)
            }
            Block::Table { head, rows, .. } => {
                for cell in head.iter().chain(rows.iter().flatten()) {
                    collect_words(cell, words);
                    words.push('\n');
                }
            }
            Block::Code { text, .. } => words.push_str(text),
            Block::Rule | Block::Unknown => {}
        }
        words.push('\n');
    }
}
