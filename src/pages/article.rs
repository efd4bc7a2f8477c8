//! One article: contents, text, and what to do when it does not help.

use crate::api::{Failure, Load, Resource, endpoints};
use crate::app::App;
use crate::i18n::t;
use crate::route::Route;
use crate::search::Search;
use crate::ui::{self, Icon, Skeleton};
use leptos::prelude::*;
use portico_contract::{Article, ArticleId, Block, Category, Inline, Page};

pub(crate) fn view(app: App, search: Search, id: ArticleId) -> AnyView {
    let article = Resource::new(app.client, move || endpoints::article(&id));
    let categories = Resource::new(app.client, endpoints::categories);
    let view = move || match article.state() {
        Load::Failed(Failure::NotFound) => {
            super::not_found::missing(app, search, t!(app.i18n, "article-missing"))
        }
        Load::Ready(article) => ready(app, &article, categories),
        _ => ui::show(app.context(), article, Skeleton::Text, |_| ().into_any()),
    };
    view! { <div class="page">{ui::live(view)}</div> }.into_any()
}

fn ready(app: App, article: &Article, categories: Resource<Page<Category>>) -> AnyView {
    let (category, title) = (article.category.clone(), article.title.clone());
    // The name of the category may come later; until then the place of all is kept.
    let way = ui::live(move || {
        let mut way = vec![(Route::articles(None), t!(app.i18n, "articles-title"))];
        let categories = categories.state();
        if matches!(categories, Load::Loading) {
            return view! { <p class="crumbs"></p> }.into_any();
        }
        if let Load::Ready(page) = categories {
            let own = page
                .items
                .into_iter()
                .find(|one| Some(&one.id) == category.as_ref());
            way.extend(own.map(|one| (Route::articles(Some(one.id)), one.name)));
        }
        ui::crumbs(app.i18n, app.nav, way, title.clone())
    });
    let contents = contents(app, article);
    view! {
        {way}
        <article class="article">
            <div lang=article.language.clone()>
                {ui::page_heading(app.context(), article.title.clone())}
                <p class="lead">{article.summary.clone()}</p>
            </div>
            <p class="article-line">
                {article.reviewed.as_ref().map(|date| t!(app.i18n, "article-reviewed", date = &app.i18n.format().day(date)))}
                {ui::other_language(app.i18n, article.language.as_deref())}
            </p>
            <div class="columns columns-article">
                {contents}
                <div class="columns-main" lang=article.language.clone()>{ui::document(app.i18n, app.nav, app.host, app.client, &article.body)}</div>
                <div class="columns-side">{related(app, article)}</div>
            </div>
        </article>
    }
    .into_any()
}

/// Links to the article's sections, where there are enough of them to get lost.
fn contents(app: App, article: &Article) -> Option<AnyView> {
    let sections: Vec<(String, String)> = article
        .body
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Heading {
                level: 2,
                id: Some(id),
                content,
            } => Some((id.clone(), words(content))),
            _ => None,
        })
        .collect();
    if sections.len() < 3 {
        return None;
    }
    let items = sections
        .into_iter()
        .map(|(id, text)| view! { <li>{ui::jump(app.nav, &id, text.into_any())}</li> })
        .collect_view();
    view! {
        <nav class="contents" aria-label=t!(app.i18n, "article-contents")>
            {ui::heading(app.host, 2, "side-title", t!(app.i18n, "article-contents"))}
            <ul class="links">{items}</ul>
        </nav>
    }
    .into_any()
    .into()
}

fn words(content: &[Inline]) -> String {
    content
        .iter()
        .map(|inline| match inline {
            Inline::Text { text } | Inline::Code { text } => text.clone(),
            Inline::Strong { content }
            | Inline::Emphasis { content }
            | Inline::Strike { content } => words(content),
            Inline::Link { content, .. } => words(content),
            _ => String::new(),
        })
        .collect()
}

fn related(app: App, article: &Article) -> AnyView {
    let services = article
        .services
        .iter()
        .map(|service| view! { <li>{ui::link_in_language(app.i18n, app.nav, Route::Service(service.id.clone()), service.name.clone(), service.language.clone())}</li> })
        .collect_view();
    let articles = article
        .related
        .iter()
        .map(|other| view! { <li>{ui::link_in_language(app.i18n, app.nav, Route::Article(other.id.clone()), other.title.clone(), other.language.clone())}</li> })
        .collect_view();
    view! {
        <section class="side-section">
            {ui::heading(app.host, 2, "side-title", t!(app.i18n, "article-no-help"))}
            <ul class="links">
                {services}
                {ui::contact(app.nav, app.session, "link", t!(app.i18n, "article-person")).map(|way| view! { <li>{ui::icon(Icon::Phone)}{way}</li> })}
            </ul>
        </section>
        {(!article.related.is_empty()).then(|| view! {
            <section class="side-section">
                {ui::heading(app.host, 2, "side-title", t!(app.i18n, "article-related"))}
                <ul class="links">{articles}</ul>
            </section>
        })}
    }
    .into_any()
}
