//! The contract's document tree as HTML: the server's only implementation of it.
//!
//! Every text is escaped by the template engine, links are those of `OutsideLink` and the portal's
//! own routes, and no attribute takes a value that the tree does not type.

use super::context::Context;
use super::widgets::{external, heading, to_section};
use maud::{Markup, html};
use portico_contract::{
    API_BASE, Align, Block, Callout, Document, FileId, Inline, LinkTarget, ListItem,
};
use portico_routes::address::OutsideLink;
use portico_routes::route::{Route, encode};

/// A rich text.
pub(super) fn document(context: Context<'_>, document: &Document) -> Markup {
    html! { div.prose { (blocks(context, &document.blocks)) } }
}

/// Blocks within blocks: the JSON parser refuses nesting that could exhaust the stack.
fn blocks(context: Context<'_>, list: &[Block]) -> Markup {
    html! { @for one in list { (block(context, one)) } }
}

fn block(context: Context<'_>, block: &Block) -> Markup {
    match block {
        Block::Heading { level, id, content } => {
            let content = inlines(context, content);
            heading(
                (*level).clamp(2, 6),
                "prose-heading",
                id.as_deref(),
                &content,
            )
        }
        Block::Paragraph { content } => html! { p { (inlines(context, content)) } },
        Block::List {
            ordered,
            start,
            items,
        } => {
            let items = html! { @for item in items { (list_item(context, item)) } };
            match ordered {
                true => html! { ol start=[*start] { (items) } },
                false => html! { ul { (items) } },
            }
        }
        Block::Quote { blocks: inner } => html! { blockquote { (blocks(context, inner)) } },
        Block::Callout {
            callout,
            blocks: inner,
        } => boxed(context, *callout, inner),
        Block::Code { language, text } => html! {
            pre.code tabindex="0" data-language=[language.as_deref()] { code { (text) } }
        },
        Block::Table { align, head, rows } => table(context, align, head, rows),
        Block::Rule => html! { hr; },
        Block::Unknown => html! {},
    }
}

fn list_item(context: Context<'_>, item: &ListItem) -> Markup {
    let mark = item.checked.map(|checked| {
        let label = context.say(if checked { "task-done" } else { "task-open" });
        html! { span.task.task-done[checked] role="img" aria-label=(label) {} }
    });
    html! {
        li.task-item[item.checked.is_some()] {
            @if let Some(mark) = mark { (mark) }
            // An item that is one paragraph needs no space around it.
            @match item.blocks.as_slice() {
                [Block::Paragraph { content }] => (inlines(context, content)),
                inner => (blocks(context, inner)),
            }
        }
    }
}

fn boxed(context: Context<'_>, callout: Callout, inner: &[Block]) -> Markup {
    let (class, icon, key) = match callout {
        Callout::Note => ("callout callout-note", "info", "callout-note"),
        Callout::Tip => ("callout callout-tip", "lightbulb", "callout-tip"),
        Callout::Important => (
            "callout callout-important",
            "circle-alert",
            "callout-important",
        ),
        Callout::Warning => (
            "callout callout-warning",
            "triangle-alert",
            "callout-warning",
        ),
        Callout::Caution => ("callout callout-caution", "circle-x", "callout-caution"),
    };
    html! {
        div class=(class) role="note" {
            p.callout-title { (context.icon(icon)) span { (context.say(key)) } }
            (blocks(context, inner))
        }
    }
}

fn table(
    context: Context<'_>,
    align: &[Align],
    head: &[Vec<Inline>],
    rows: &[Vec<Vec<Inline>>],
) -> Markup {
    let class = |column: usize| match align.get(column) {
        Some(Align::Center) => "cell-center",
        Some(Align::End) => "cell-end",
        _ => "cell",
    };
    html! {
        div.table-scroll tabindex="0" role="region" aria-label=(context.say("table-label")) {
            table {
                thead {
                    tr {
                        @for (at, cell) in head.iter().enumerate() {
                            th scope="col" class=(class(at)) { (inlines(context, cell)) }
                        }
                    }
                }
                tbody {
                    @for row in rows {
                        tr {
                            @for (at, cell) in row.iter().enumerate() {
                                td class=(class(at)) { (inlines(context, cell)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn inlines(context: Context<'_>, list: &[Inline]) -> Markup {
    html! { @for one in list { (inline(context, one)) } }
}

fn inline(context: Context<'_>, inline: &Inline) -> Markup {
    match inline {
        Inline::Text { text } => html! { (text) },
        Inline::Strong { content } => html! { strong { (inlines(context, content)) } },
        Inline::Emphasis { content } => html! { em { (inlines(context, content)) } },
        Inline::Strike { content } => html! { s { (inlines(context, content)) } },
        Inline::Code { text } => html! { code { (text) } },
        Inline::Link { target, content } => link(context, target, content),
        Inline::Image {
            file,
            alt,
            width,
            height,
        } => html! {
            span.picture-frame {
                img.picture src=(address(file)) alt=(alt) width=[*width] height=[*height];
            }
        },
        Inline::Break => html! { br; },
        Inline::Unknown => html! {},
    }
}

fn link(context: Context<'_>, target: &LinkTarget, content: &[Inline]) -> Markup {
    let words = inlines(context, content);
    let to = |href: &str| html! { a.link href=(href) { (words) } };
    match target {
        LinkTarget::Service { id } => to(&Route::Service(id.clone()).to_string()),
        LinkTarget::Article { id, section } => {
            let article = Route::Article(id.clone()).to_string();
            match section {
                Some(section) => to(&to_section(&article, section)),
                None => to(&article),
            }
        }
        LinkTarget::Heading { id } => to(&to_section("", id)),
        LinkTarget::File { id } => html! {
            a.link href=(address(id)) download { (context.icon("download")) (words) }
        },
        LinkTarget::Url { url } => match OutsideLink::parse(url) {
            // If the words are the address, paper needs it only once.
            Some(to) if is_address(content, to.as_str()) => {
                html! { span.bare { (external(context, &to, &words)) } }
            }
            Some(to) => external(context, &to, &words),
            None => words,
        },
        LinkTarget::Unknown => words,
    }
}

/// Whether the words of a link are the address itself, with or without its scheme.
fn is_address(content: &[Inline], address: &str) -> bool {
    let [Inline::Text { text }] = content else {
        return false;
    };
    let address = address.trim_end_matches('/');
    address.ends_with(text.trim_end_matches('/'))
}

/// The address of a file of the content.
fn address(file: &FileId) -> String {
    let segments: Vec<String> = file.as_str().split('/').map(encode).collect();
    format!("{API_BASE}/files/{}", segments.join("/"))
}
