//! The contract's document tree as elements. No string of it ever becomes HTML.

use super::heading::anchored;
use super::link::article_link;
use super::live::live;
use super::section::{anchor, jump};
use super::{Icon, download, external, icon, link};
use crate::address::OutsideLink;
use crate::api::{BlobUrl, Client, Failure, StoredFile};
use crate::history::Navigator;
use crate::host::Host;
use crate::i18n::{I18n, t};
use crate::reactive::{StoredValue, effect, spawn_local};
use crate::route::Route;
use leptos::prelude::*;
use portico_contract::{Align, Block, Callout, Document, FileId, Inline, LinkTarget, ListItem};

/// A rich text.
pub(crate) fn document(
    i18n: I18n,
    nav: Navigator,
    host: Host,
    client: Client,
    document: &Document,
) -> AnyView {
    view! { <div class="prose">{blocks(i18n, nav, host, client, &document.blocks)}</div> }
        .into_any()
}

/// Nested blocks: the JSON parser refuses nesting that could exhaust the stack.
fn blocks(i18n: I18n, nav: Navigator, host: Host, client: Client, list: &[Block]) -> AnyView {
    list.iter()
        .map(|one| block(i18n, nav, host, client, one))
        .collect_view()
        .into_any()
}

fn block(i18n: I18n, nav: Navigator, host: Host, client: Client, block: &Block) -> AnyView {
    match block {
        Block::Heading { level, id, content } => {
            let content = inlines(i18n, nav, host, client, content);
            let level = (*level).clamp(2, 6);
            match id {
                Some(id) => anchored(host, level, "prose-heading", anchor(id), content),
                None => super::heading(host, level, "prose-heading", content),
            }
        }
        Block::Paragraph { content } => view! { <p>{inlines(i18n, nav, host, client, content)}</p> }.into_any(),
        Block::List { ordered, start, items } => {
            let items = items.iter().map(|item| list_item(i18n, nav, host, client, item)).collect_view();
            if *ordered {
                view! { <ol start=*start>{items}</ol> }.into_any()
            } else {
                view! { <ul>{items}</ul> }.into_any()
            }
        }
        Block::Quote { blocks: inner } => view! { <blockquote>{blocks(i18n, nav, host, client, inner)}</blockquote> }.into_any(),
        Block::Callout { callout, blocks: inner } => boxed(i18n, *callout, blocks(i18n, nav, host, client, inner)),
        Block::Code { language, text } => view! {
            <pre class="code" tabindex="0" data-language=language.clone()><code>{text.clone()}</code></pre>
        }
        .into_any(),
        Block::Table { align, head, rows } => table(i18n, nav, host, client, align, head, rows),
        Block::Rule => view! { <hr/> }.into_any(),
        Block::Unknown => ().into_any(),
    }
}

fn list_item(i18n: I18n, nav: Navigator, host: Host, client: Client, item: &ListItem) -> AnyView {
    let mark = item.checked.map(|checked| {
        let label = if checked {
            t!(i18n, "task-done")
        } else {
            t!(i18n, "task-open")
        };
        view! { <span class="task" class:task-done=checked role="img" aria-label=label></span> }
    });
    // An item with a single paragraph needs no space around it.
    let content = match item.blocks.as_slice() {
        [Block::Paragraph { content }] => inlines(i18n, nav, host, client, content),
        inner => blocks(i18n, nav, host, client, inner),
    };
    view! { <li class:task-item=item.checked.is_some()>{mark}{content}</li> }.into_any()
}

fn boxed(i18n: I18n, callout: Callout, content: AnyView) -> AnyView {
    let (class, mark, word) = match callout {
        Callout::Note => ("callout callout-note", Icon::Info, t!(i18n, "callout-note")),
        Callout::Tip => (
            "callout callout-tip",
            Icon::Lightbulb,
            t!(i18n, "callout-tip"),
        ),
        Callout::Important => (
            "callout callout-important",
            Icon::CircleAlert,
            t!(i18n, "callout-important"),
        ),
        Callout::Warning => (
            "callout callout-warning",
            Icon::TriangleAlert,
            t!(i18n, "callout-warning"),
        ),
        Callout::Caution => (
            "callout callout-caution",
            Icon::CircleX,
            t!(i18n, "callout-caution"),
        ),
    };
    view! {
        <div class=class role="note">
            <p class="callout-title">{icon(mark)}<span>{word}</span></p>
            {content}
        </div>
    }
    .into_any()
}

fn table(
    i18n: I18n,
    nav: Navigator,
    host: Host,
    client: Client,
    align: &[Align],
    head: &[Vec<Inline>],
    rows: &[Vec<Vec<Inline>>],
) -> AnyView {
    let class = |column: usize| match align.get(column) {
        Some(Align::Center) => "cell-center",
        Some(Align::End) => "cell-end",
        _ => "cell",
    };
    let header = head
        .iter()
        .enumerate()
        .map(|(i, cell)| view! { <th scope="col" class=class(i)>{inlines(i18n, nav, host, client, cell)}</th> })
        .collect_view();
    let body = rows
        .iter()
        .map(|row| {
            let cells = row
                .iter()
                .enumerate()
                .map(|(i, cell)| view! { <td class=class(i)>{inlines(i18n, nav, host, client, cell)}</td> })
                .collect_view();
            view! { <tr>{cells}</tr> }
        })
        .collect_view();
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=t!(i18n, "table-label")>
            <table><thead><tr>{header}</tr></thead><tbody>{body}</tbody></table>
        </div>
    }
    .into_any()
}

fn inlines(i18n: I18n, nav: Navigator, host: Host, client: Client, list: &[Inline]) -> AnyView {
    list.iter()
        .map(|one| inline(i18n, nav, host, client, one))
        .collect_view()
        .into_any()
}

fn inline(i18n: I18n, nav: Navigator, host: Host, client: Client, inline: &Inline) -> AnyView {
    match inline {
        Inline::Text { text } => text.clone().into_any(),
        Inline::Strong { content } => {
            view! { <strong>{inlines(i18n, nav, host, client, content)}</strong> }.into_any()
        }
        Inline::Emphasis { content } => {
            view! { <em>{inlines(i18n, nav, host, client, content)}</em> }.into_any()
        }
        Inline::Strike { content } => {
            view! { <s>{inlines(i18n, nav, host, client, content)}</s> }.into_any()
        }
        Inline::Code { text } => view! { <code>{text.clone()}</code> }.into_any(),
        Inline::Link { target, content } => {
            let words = inlines(i18n, nav, host, client, content);
            match target {
                LinkTarget::Service { id } => link(nav, Route::Service(id.clone()), "link", words),
                LinkTarget::Article { id, section } => {
                    article_link(nav, id, section.as_deref(), words)
                }
                LinkTarget::Heading { id } => jump(nav, id, words),
                LinkTarget::File { id } => {
                    let name = id.as_str().rsplit('/').next().unwrap_or_default();
                    download(
                        i18n,
                        host,
                        client,
                        StoredFile::Content(id.clone()),
                        name.to_owned(),
                        words,
                    )
                }
                LinkTarget::Url { url } => match OutsideLink::parse(url) {
                    // If the text is the address, it is printed only once.
                    Some(to) if is_address(content, to.as_str()) => {
                        view! { <span class="bare">{external(i18n, &to, words)}</span> }.into_any()
                    }
                    Some(to) => external(i18n, &to, words),
                    None => words,
                },
                LinkTarget::Unknown => words,
            }
        }
        Inline::Image {
            file,
            alt,
            width,
            height,
        } => picture(host, client, file.clone(), alt.clone(), *width, *height),
        Inline::Break => view! { <br/> }.into_any(),
        Inline::Unknown => ().into_any(),
    }
}

/// Whether the text of a link is the address itself, with or without its scheme.
fn is_address(content: &[Inline], address: &str) -> bool {
    let [Inline::Text { text }] = content else {
        return false;
    };
    address
        .trim_end_matches('/')
        .ends_with(text.trim_end_matches('/'))
}

/// An image, loaded with the user's sign-in. Its space is reserved from the start.
fn picture(
    host: Host,
    client: Client,
    file: FileId,
    alt: String,
    width: Option<u32>,
    height: Option<u32>,
) -> AnyView {
    let blob = StoredValue::new(None::<BlobUrl>);
    let source = RwSignal::new(None::<Result<String, Failure>>);
    let file = StoredFile::Content(file);
    effect(move || {
        let file = file.clone();
        spawn_local(async move {
            let answer = client.file(&file).await;
            if host.is_gone() || source.is_disposed() {
                return;
            }
            source.set(Some(answer.map(|url| {
                let address = url.as_str().to_owned();
                blob.set_value(Some(url));
                address
            })));
        });
    });
    let ratio = width.zip(height).map(|(w, h)| format!("{w} / {h}"));
    let view = move || match source.get() {
        Some(Err(_)) => view! { <span class="picture-failed">{alt.clone()}</span> }.into_any(),
        loaded => view! {
            <img
                class="picture"
                src=loaded.and_then(Result::ok)
                alt=alt.clone()
                width=width
                height=height
                style:aspect-ratio=ratio.clone()
            />
        }
        .into_any(),
    };
    view! { <span class="picture-frame">{live(view)}</span> }.into_any()
}
