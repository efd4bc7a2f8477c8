//! The page of an article.

use super::context::{Context, PageContext};
use super::document::document;
use super::service::named;
use super::texts::Arg;
use super::widgets::{crumbs, link, page_heading, part_heading, to_section};
use maud::{Markup, html};
use portico_contract::{Article, Block, Category, Inline, Page};
use portico_routes::route::Route;

/// An article with fewer sections has no contents.
const SECTIONS: usize = 3;

pub(super) fn page(
    page: PageContext<'_>,
    article: &Article,
    categories: &Page<Category>,
) -> Markup {
    let context = page.context;
    let lang = article.language.as_deref();
    let mut way = vec![(Route::articles(None), context.say("articles-title"))];
    let mut own = categories
        .items
        .iter()
        .filter(|one| Some(&one.id) == article.category.as_ref());
    way.extend(
        own.next()
            .map(|one| (Route::articles(Some(one.id.clone())), one.name.clone())),
    );
    html! {
        div.page {
            (crumbs(context, &way, &article.title))
            article.article {
                div lang=[lang] {
                    (page_heading(&article.title))
                    p.lead { (article.summary) }
                }
                p.article-line {
                    @if let Some(date) = &article.reviewed {
                        (context.say_with("article-reviewed", "date", Arg::Text(&context.format.day(date))))
                    }
                    (context.other_language(lang))
                }
                div.columns.columns-article {
                    (contents(context, article))
                    div.columns-main lang=[lang] { (document(context, &article.body)) }
                    div.columns-side { (related(page, article)) }
                }
            }
        }
    }
}

fn contents(context: Context<'_>, article: &Article) -> Markup {
    let sections = article.body.blocks.iter().filter_map(|block| match block {
        Block::Heading {
            level: 2,
            id: Some(id),
            content,
        } => Some((id, words(content))),
        _ => None,
    });
    let sections: Vec<_> = sections.collect();
    html! {
        @if sections.len() >= SECTIONS {
            nav.contents aria-label=(context.say("article-contents")) {
                (part_heading("side-title", &context.say("article-contents")))
                ul.links {
                    @for (id, words) in &sections {
                        li { a.link href=(to_section("", id)) { (words) } }
                    }
                }
            }
        }
    }
}

fn words(content: &[Inline]) -> String {
    let words = content.iter().map(|inline| match inline {
        Inline::Text { text } | Inline::Code { text } => text.clone(),
        Inline::Strong { content }
        | Inline::Emphasis { content }
        | Inline::Strike { content }
        | Inline::Link { content, .. } => words(content),
        Inline::Image { .. } | Inline::Break | Inline::Unknown => String::new(),
    });
    words.collect()
}

fn related(page: PageContext<'_>, article: &Article) -> Markup {
    let context = page.context;
    html! {
        section.side-section {
            (part_heading("side-title", &context.say("article-no-help")))
            ul.links {
                @for service in &article.services {
                    li { (named(context, &Route::Service(service.id.clone()), &service.name, service.language.as_deref())) }
                }
                @if page.portal.contact.is_some() {
                    li {
                        (context.icon("phone"))
                        (link(&Route::Contact, "link", &html! { (context.say("article-person")) }))
                    }
                }
            }
        }
        @if !article.related.is_empty() {
            section.side-section {
                (part_heading("side-title", &context.say("article-related")))
                ul.links {
                    @for other in &article.related {
                        li { (named(context, &Route::Article(other.id.clone()), &other.title, other.language.as_deref())) }
                    }
                }
            }
        }
    }
}
