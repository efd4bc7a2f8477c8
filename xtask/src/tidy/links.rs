//! Checks that relative links in Markdown are valid. The backend checks the links in articles of
//! `content/`.

use super::{SourceFile, blanked};
use crate::project::Project;
use anyhow::Result;
use regex_lite::Regex;
use std::path::Path;

pub(super) fn findings(project: &Project, files: &[SourceFile]) -> Result<Vec<String>> {
    let link = Regex::new(r"\]\(([^)\s]+)(?:\s[^)]*)?\)")?;
    let code = Regex::new(r"(?s)```.*?```|`[^`\n]*`|(?-s:(?m:^(?: {4}|\t).*$))")?;
    let mut findings = Vec::new();
    for file in files {
        if file.extension() != "md" || file.is_content() {
            continue;
        }
        let folder = project
            .root
            .join(&file.name)
            .parent()
            .map_or_else(|| project.root.clone(), Path::to_path_buf);
        let text = blanked(&file.text, &code);
        for found in link
            .captures_iter(&text)
            .filter_map(|captures| captures.get(1))
        {
            let Some(path) = relative(found.as_str()) else {
                continue;
            };
            if !folder.join(path).exists() {
                findings
                    .push(file.finding(found.start(), &format!("the link to {path} is broken.")));
            }
        }
    }
    Ok(findings)
}

/// The path of a relative link; `None` for other sites, e-mail addresses, and anchors on the same
/// page.
fn relative(link: &str) -> Option<&str> {
    let path = link.split(['#', '?']).next().unwrap_or_default();
    let elsewhere = path.is_empty()
        || path.starts_with('/')
        || path.contains("://")
        || path.starts_with("mailto:");
    (!elsewhere).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::relative;

    #[test]
    fn which_links_are_checked() {
        let check =
            |link: &str, expected: Option<&str>| assert_eq!(relative(link), expected, "{link}");
        check("docs/API.md#errors", Some("docs/API.md"));
        check("../LICENSE", Some("../LICENSE"));
        check("#top", None);
        check("https://example.org/x", None);
        check("mailto:a@b.c", None);
        check("/services/x", None);
    }
}
