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
use crate::view::{IntoView, View, view};
use leptos::prelude::*;
use portico_contract::{Align, Block, Callout, Document, FileId, Inline, LinkTarget, ListItem};

/// A rich text.
pub(crate) fn document(
    i18n: I18n,
    nav: Navigator,
    host: Host,
    client: Client,
    document: &Document,
) -> View {
    view! { <div class="prose">{blocks(i18n, nav, host, client, &document.blocks)}</div> }
}

/// Nested blocks: the JSON parser refuses nesting that could exhaust the stack.
fn blocks(i18n: I18n, nav: Navigator, host: Host, client: Client, list: &[Block]) -> View {
    list.iter()
        .map(|one| block(i18n, nav, host, client, one))
        .collect::<View>()
        .into_view()
}

fn block(i18n: I18n, nav: Navigator, host: Host, client: Client, block: &Block) -> View {
    match block {
        Block::Heading { level, id, content } => {
            let content = inlines(i18n, nav, host, client, content);
            let level = (*level).clamp(2, 6);
            match id {
                Some(id) => anchored(host, level, "prose-heading", anchor(id), content),
                None => super::heading(host, level, "prose-heading", content),
            }
        }
        Block::Paragraph { content } => {
            view! { <p>{inlines(i18n, nav, host, client, content)}</p> }
        }
        Block::List {
            ordered,
            start,
            items,
        } => {
            let items = items
                .iter()
                .map(|item| list_item(i18n, nav, host, client, item))
                .collect::<View>();
            if *ordered {
                view! { <ol start=*start>{items}</ol> }
            } else {
                view! { <ul>{items}</ul> }
            }
        }
        Block::Quote { blocks: inner } => {
            view! { <blockquote>{blocks(i18n, nav, host, client, inner)}</blockquote> }
        }
        Block::Callout {
            callout,
            blocks: inner,
        } => boxed(i18n, *callout, blocks(i18n, nav, host, client, inner)),
        Block::Code { language, text } => view! {
            <pre class="code" tabindex="0" data-language=language.clone()><code>{text.clone()}</code></pre>
        },
        Block::Table { align, head, rows } => table(i18n, nav, host, client, align, head, rows),
        Block::Rule => view! { <hr/> },
        Block::Unknown => ().into_view(),
    }
}

fn list_item(i18n: I18n, nav: Navigator, host: Host, client: Client, item: &ListItem) -> View {
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
    view! { <li class:task-item=item.checked.is_some()>{mark}{content}</li> }
}

fn boxed(i18n: I18n, callout: Callout, content: View) -> View {
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
}

fn table(
    i18n: I18n,
    nav: Navigator,
    host: Host,
    client: Client,
    align: &[Align],
    head: &[Vec<Inline>],
    rows: &[Vec<Vec<Inline>>],
) -> View {
    let class = |column: usize| match align.get(column) {
        Some(Align::Center) => "cell-center",
        Some(Align::End) => "cell-end",
        _ => "cell",
    };
    let header = head
        .iter()
        .enumerate()
        .map(|(i, cell)| view! { <th scope="col" class=class(i)>{inlines(i18n, nav, host, client, cell)}</th> })
        .collect::<View>();
    let body = rows
        .iter()
        .map(|row| {
            let cells = row
                .iter()
                .enumerate()
                .map(|(i, cell)| view! { <td class=class(i)>{inlines(i18n, nav, host, client, cell)}</td> })
                .collect::<View>();
            view! { <tr>{cells}</tr> }
        })
        .collect::<View>();
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=t!(i18n, "table-label")>
            <table><thead><tr>{header}</tr></thead><tbody>{body}</tbody></table>
        </div>
    }
}

fn inlines(i18n: I18n, nav: Navigator, host: Host, client: Client, list: &[Inline]) -> View {
    list.iter()
        .map(|one| inline(i18n, nav, host, client, one))
        .collect::<View>()
        .into_view()
}

fn inline(i18n: I18n, nav: Navigator, host: Host, client: Client, inline: &Inline) -> View {
    match inline {
        Inline::Text { text } => text.clone().into_view(),
        Inline::Strong { content } => {
            view! { <strong>{inlines(i18n, nav, host, client, content)}</strong> }
        }
        Inline::Emphasis { content } => {
            view! { <em>{inlines(i18n, nav, host, client, content)}</em> }
        }
        Inline::Strike { content } => {
            view! { <s>{inlines(i18n, nav, host, client, content)}</s> }
        }
        Inline::Code { text } => view! { <code>{text.clone()}</code> },
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
                        view! { <span class="bare">{external(i18n, &to, words)}</span> }
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
        Inline::Break => view! { <br/> },
        Inline::Unknown => ().into_view(),
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
) -> View {
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
        Some(Err(_)) => view! { <span class="picture-failed">{alt.clone()}</span> },
        loaded => view! {
            <img
                class="picture"
                src=loaded.and_then(Result::ok)
                alt=alt.clone()
                width=width
                height=height
                style:aspect-ratio=ratio.clone()
            />
        },
    };
    view! { <span class="picture-frame">{live(view)}</span> }
}
