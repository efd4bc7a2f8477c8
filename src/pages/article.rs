//! One article: contents, text, and the next step if it does not help.

use crate::api::{Failure, Load, Resource, endpoints};
use crate::history::Navigator;
use crate::host::Host;
use crate::i18n::{I18n, t};
use crate::page_context::PageContext;
use crate::route::Route;
use crate::search::Search;
use crate::session::Session;
use crate::ui::{self, Icon, Skeleton};
use crate::view::{IntoView, View, view};
use portico_contract::{Article, ArticleId, Block, Category, Inline, Page};

pub(crate) fn view(context: PageContext, search: Search, id: ArticleId) -> View {
    let article = Resource::new(context.client, move || endpoints::article(&id));
    let categories = Resource::new(context.client, endpoints::categories);
    let view = move || match article.state() {
        Load::Failed(Failure::NotFound) => {
            super::not_found::missing(context, search, t!(context.i18n, "article-missing"))
        }
        Load::Ready(article) => ready(context, &article, categories),
        _ => ui::show(context, article, Skeleton::Text, |_| ().into_view()),
    };
    view! { <div class="page">{ui::live(view)}</div> }
}

fn ready(context: PageContext, article: &Article, categories: Resource<Page<Category>>) -> View {
    let (category, title) = (article.category.clone(), article.title.clone());
    // The name of the category may arrive later; its space is reserved.
    let parents = ui::live(move || {
        let mut parents = vec![(Route::articles(None), t!(context.i18n, "articles-title"))];
        let categories = categories.state();
        if matches!(categories, Load::Loading) {
            return view! { <p class="crumbs"></p> };
        }
        if let Load::Ready(page) = categories {
            let own = page
                .items
                .into_iter()
                .find(|one| Some(&one.id) == category.as_ref());
            parents.extend(own.map(|one| (Route::articles(Some(one.id)), one.name)));
        }
        ui::crumbs(context.i18n, context.nav, parents, title.clone())
    });
    let contents = contents(context.i18n, context.nav, context.host, article);
    view! {
        {parents}
        <article class="article">
            <div lang=article.language.clone()>
                {ui::page_heading(context, article.title.clone())}
                <p class="lead">{article.summary.clone()}</p>
            </div>
            <p class="article-line">
                {article.reviewed.as_ref().map(|date| t!(context.i18n, "article-reviewed", date = &context.i18n.format().day(date)))}
                {ui::other_language(context.i18n, article.language.as_deref())}
            </p>
            <div class="columns columns-article">
                {contents}
                <div class="columns-main" lang=article.language.clone()>{ui::document(context.i18n, context.nav, context.host, context.client, &article.body)}</div>
                <div class="columns-side">{related(context.i18n, context.nav, context.host, context.session, article)}</div>
            </div>
        </article>
    }
}

/// Links to the article's sections, if it has enough of them.
fn contents(i18n: I18n, nav: Navigator, host: Host, article: &Article) -> Option<View> {
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
        .map(|(id, text)| view! { <li>{ui::jump(nav, &id, text.into_view())}</li> })
        .collect::<View>();
    view! {
        <nav class="contents" aria-label=t!(i18n, "article-contents")>
            {ui::heading(host, 2, "side-title", t!(i18n, "article-contents"))}
            <ul class="links">{items}</ul>
        </nav>
    }
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

fn related(i18n: I18n, nav: Navigator, host: Host, session: Session, article: &Article) -> View {
    let person = ui::contact(nav, session, "link", t!(i18n, "article-person"));
    let ways = view! {
        <ul class="links">
            {ui::service_links(i18n, nav, &article.services)}
            {person.map(|way| view! { <li>{ui::icon(Icon::Phone)}{way}</li> })}
        </ul>
    };
    let more = (!article.related.is_empty()).then(|| {
        let links = ui::article_links(i18n, nav, &article.related);
        let title = t!(i18n, "article-related");
        ui::side_section(host, title, view! { <ul class="links">{links}</ul> })
    });
    view! {
        {ui::side_section(host, t!(i18n, "article-no-help"), ways)}
        {more}
    }
}
