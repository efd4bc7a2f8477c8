//! The help articles, all or of one category.

use super::filtered_list::{self, FilteredList};
use crate::api::endpoints;
use crate::i18n::t;
use crate::page_context::PageContext;
use crate::route::{Order, Route};
use crate::ui;
use crate::view::View;
use portico_contract::ArticleFilter;

pub(crate) fn view(context: PageContext, filter: ArticleFilter) -> View {
    let list = FilteredList {
        whole: Route::articles,
        route: |filter, _| Route::Articles { filter },
        get: endpoints::articles,
        row: |context, article| ui::article_row(context.i18n, context.nav, article),
        category: |article| article.category.as_ref(),
        title: t!(context.i18n, "articles-title"),
        filter: t!(context.i18n, "articles-filter"),
        limit: 50,
        count: |i18n, count| t!(i18n, "articles-count", count = count),
        sort: None,
        none_title: t!(context.i18n, "articles-none-title"),
        none_text: t!(context.i18n, "articles-none-text"),
        all: t!(context.i18n, "home-all-articles"),
    };
    filtered_list::view(context, list, filter, Order::default())
}
