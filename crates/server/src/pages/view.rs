//! What the page of each route shows, read from the API.
//!
//! This is the table of public pages: a route without an arm here is sent without content.

use super::answers::{Answers, Unread};
use portico_contract::{
    Article, ArticleFilter, ArticleSummary, Category, FormDocument, ListFilter,
    PARAMETER_CHARACTERS, Page, Portal, Service, ServiceFilter, ServiceSummary,
};
use portico_routes::route::{Order, Route, encode};

/// The content of a page.
pub(super) enum View {
    Home {
        services: Page<ServiceSummary>,
        categories: Page<Category>,
        /// `None` if the backend has no articles.
        articles: Option<Page<ArticleSummary>>,
    },
    Services {
        filter: ServiceFilter,
        order: Order,
        list: Page<ServiceSummary>,
        categories: Page<Category>,
    },
    Articles {
        filter: ArticleFilter,
        list: Page<ArticleSummary>,
        categories: Page<Category>,
    },
    Service(Box<Service>),
    Article {
        article: Box<Article>,
        categories: Page<Category>,
    },
    Search {
        words: String,
        services: Page<ServiceSummary>,
        articles: Page<ArticleSummary>,
    },
    /// The page of a form before the form is there, which needs the portal.
    Form(Box<Service>),
    Contact,
    Privacy,
    /// The page does not exist; the key of its heading.
    Missing(&'static str),
}

/// The page of a route, with the answer of discovery. `cursor` leads to a later part of a list.
pub(super) async fn read(
    route: &Route,
    cursor: Option<&str>,
    answers: &mut Answers<'_>,
) -> Result<(Portal, View), Unread> {
    let portal: Portal = answers.read("/portal").await?;
    let view = match route {
        Route::Home => home(&portal, answers).await?,
        Route::Services { filter, order } => View::Services {
            list: answers
                .read(&list("/services", filter, order.asked(), 100, cursor))
                .await?,
            categories: answers.read("/categories").await?,
            filter: filter.clone(),
            order: *order,
        },
        Route::Articles { filter } => View::Articles {
            list: answers
                .read(&list("/articles", filter, "", 50, cursor))
                .await?,
            categories: categories(answers).await?,
            filter: filter.clone(),
        },
        Route::Service(id) => {
            match answers
                .read(&format!("/services/{}", encode(id.as_str())))
                .await
            {
                Ok(service) => View::Service(service),
                Err(Unread::Missing) => View::Missing("service-missing"),
                Err(unread) => return Err(unread),
            }
        }
        Route::Article(id) => {
            match answers
                .read(&format!("/articles/{}", encode(id.as_str())))
                .await
            {
                Ok(article) => View::Article {
                    article,
                    categories: categories(answers).await?,
                },
                Err(Unread::Missing) => View::Missing("article-missing"),
                Err(unread) => return Err(unread),
            }
        }
        Route::Search { words, .. } => search(words.trim(), answers).await?,
        Route::Contact => View::Contact,
        Route::Privacy => View::Privacy,
        Route::Unknown(_) => View::Missing("not-found-title"),
        Route::Form { service, .. } => {
            let path = format!("/services/{}", encode(service.as_str()));
            match answers.read(&path).await {
                Ok(service) => {
                    let _: FormDocument = answers.read(&[&path, "/form"].concat()).await?;
                    View::Form(service)
                }
                Err(Unread::Missing) => View::Missing("service-missing"),
                Err(unread) => return Err(unread),
            }
        }
        Route::Drafts
        | Route::Waiting(_)
        | Route::Gallery { .. }
        | Route::Requests { .. }
        | Route::Approvals { .. }
        | Route::Work { .. }
        | Route::Request(_)
        | Route::Receipt { .. }
        | Route::Profile
        | Route::SignIn { .. } => return Err(Unread::Private),
    };
    Ok((portal, view))
}

/// The home page, of which one part may not be public.
async fn home(portal: &Portal, answers: &mut Answers<'_>) -> Result<View, Unread> {
    let services = public(answers.read("/services?sort=popular&limit=6").await)?;
    let categories = categories(answers).await?;
    let articles = match portal.capabilities.knowledge {
        Some(_) => public(answers.read("/articles?limit=5").await)?,
        None => None,
    };
    if services.is_none() && articles.is_none() {
        return Err(Unread::Private);
    }
    Ok(View::Home {
        services: services.unwrap_or_else(none),
        categories,
        articles,
    })
}

/// The results of a search, of which one part may not be public.
async fn search(words: &str, answers: &mut Answers<'_>) -> Result<View, Unread> {
    let filter = ServiceFilter::default().with_words(words);
    let path = list("/services", &filter, "", 20, None);
    let services = public(answers.look_at(&path).await)?;
    let filter = ArticleFilter::default().with_words(words);
    let path = list("/articles", &filter, "", 20, None);
    let articles = public(answers.look_at(&path).await)?;
    if services.is_none() && articles.is_none() {
        return Err(Unread::Private);
    }
    Ok(View::Search {
        words: words.to_owned(),
        services: services.unwrap_or_else(none),
        articles: articles.unwrap_or_else(none),
    })
}

/// The categories, if the catalogue is public.
async fn categories(answers: &mut Answers<'_>) -> Result<Page<Category>, Unread> {
    let categories = public(answers.read("/categories").await)?;
    Ok(categories.unwrap_or_else(none))
}

/// `None` instead of an answer that is not public: the rest of the page may be.
fn public<T>(answer: Result<T, Unread>) -> Result<Option<T>, Unread> {
    match answer {
        Ok(answer) => Ok(Some(answer)),
        Err(Unread::Private) => Ok(None),
        Err(unread) => Err(unread),
    }
}

fn none<T>() -> Page<T> {
    Page {
        items: Vec::new(),
        next: None,
        total: None,
    }
}

/// The lazy parts of the portal that a page needs at once, by their names.
pub(super) fn parts(view: &View) -> &'static [&'static str] {
    match view {
        View::Form(_) => &["forms", "drafts"],
        View::Search { .. } => &["search"],
        View::Articles { .. }
        | View::Article { .. }
        | View::Service(_)
        | View::Contact
        | View::Privacy
        | View::Missing(_) => &["content"],
        View::Home { .. } | View::Services { .. } => &[],
    }
}

/// The address of a list, spelt as the portal spells it.
fn list<F: ListFilter>(
    path: &str,
    filter: &F,
    sort: &str,
    limit: u32,
    cursor: Option<&str>,
) -> String {
    let pairs = filter.pairs().into_iter().map(|(name, value)| match name {
        "q" => (
            name,
            value.trim().chars().take(PARAMETER_CHARACTERS).collect(),
        ),
        _ => (name, value),
    });
    let more = [
        ("sort", sort.to_owned()),
        ("limit", limit.to_string()),
        ("cursor", cursor.unwrap_or_default().to_owned()),
    ];
    let pairs = pairs
        .chain(more)
        .filter(|(_, value): &(_, String)| !value.is_empty());
    let pairs: Vec<String> = pairs
        .map(|(name, value)| format!("{name}={}", encode(&value)))
        .collect();
    format!("{path}?{}", pairs.join("&"))
}
