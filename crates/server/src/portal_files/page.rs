//! The portal's page as the build leaves it, and the places where a page's content goes.

use super::PortalFolder;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// The page of a build, with the files that its content needs.
#[derive(Deserialize)]
pub(crate) struct PageFiles {
    /// The text of `index.html`.
    #[serde(skip)]
    html: String,
    /// The addresses of the style sheets.
    pub(crate) styles: Vec<String>,
    /// The address of the sprite.
    pub(crate) icons: String,
    /// The address of each language's table of texts.
    pub(crate) texts: BTreeMap<String, String>,
    /// The addresses of the modules of each lazy part of the portal.
    #[serde(default)]
    pub(crate) parts: BTreeMap<String, Vec<String>>,
}

/// The content of a page.
pub(crate) struct PageContent {
    /// A BCP 47 tag.
    pub(crate) language: &'static str,
    /// Escaped text.
    pub(crate) title: String,
    /// More elements of the head, before those of the build.
    pub(crate) head: String,
    /// Elements that load what the page needs after the files of the build.
    pub(crate) preloads: String,
    /// The content of the portal's element.
    pub(crate) body: String,
}

impl PortalFolder {
    /// The page of this build; `None` if the folder's page takes no content.
    pub(crate) async fn page(&self) -> Option<PageFiles> {
        let folder = self.0.clone()?;
        let read = tokio::task::spawn_blocking(move || read(&folder)).await;
        read.ok().flatten()
    }
}

/// Read for each page, like every other file: a new build needs no restart.
fn read(folder: &Path) -> Option<PageFiles> {
    let names = std::fs::read(folder.join("page.json")).ok()?;
    let html = std::fs::read_to_string(folder.join("index.html")).ok()?;
    let files: PageFiles = serde_json::from_slice(&names).ok()?;
    Some(PageFiles { html, ..files })
}

impl PageFiles {
    /// The page with its content, and with answers of the API as JSON; `None` if `index.html` is not the portal's own.
    pub(crate) fn fill(&self, content: &PageContent, answers: &str) -> Option<String> {
        let (start, rest) = self.html.split_once("<html lang=\"en\">")?;
        let (before_title, rest) = rest.split_once("<title>Portico</title>")?;
        let (head, rest) = rest.split_once("</head>")?;
        // The style sheet is loaded for the content already.
        let is_style = |line: &&str| line.contains("as=\"fetch\" type=\"text/css\"");
        let lines = head.split_inclusive('\n').filter(|line| !is_style(line));
        let head: String = lines.collect();
        let (element, rest) = rest.split_once("</portico-portal>")?;
        let PageContent {
            language,
            title,
            head: more,
            preloads,
            body,
        } = content;
        // The content says what needs JavaScript, in its own language.
        let end = match rest.split_once("<noscript>") {
            Some((before, rest)) => [before, rest.split_once("</noscript>")?.1].concat(),
            None => rest.to_owned(),
        };
        Some(format!(
            "{start}<html lang=\"{language}\">{before_title}<title>{title}</title>{more}{head}{preloads}</head>{element}{body}</portico-portal>\
             <script type=\"application/json\" id=\"portico-answers\">{answers}</script>{end}"
        ))
    }
}
