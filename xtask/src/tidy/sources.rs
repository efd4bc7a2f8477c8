//! Rules for single files.

use super::{SourceFile, blanked};
use anyhow::Result;
use regex_lite::Regex;

/// The maximum length of a file, in lines.
const MAX_LINES: usize = 400;

/// Physical directions in CSS. Top and bottom are the same in every supported script.
const PHYSICAL: &str = concat!(
    r"(?m)(?:^|[;{\s])(?:",
    r"(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)(?:-\w+)?\s*:",
    r"|border-(?:top|bottom)-(?:left|right)-radius\s*:",
    r"|(?:left|right)\s*:",
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right)\b)",
);

pub(super) fn findings(files: &[SourceFile]) -> Result<Vec<String>> {
    let physical = Regex::new(PHYSICAL)?;
    let comment = Regex::new(r"(?s)/\*.*?\*/")?;
    let style = Regex::new(r"\bstyle\s*=")?;
    let unfinished = Regex::new(concat!(r"\b(?:TO", r"DO|FIX", r"ME)\b"))?;
    let mut findings = Vec::new();
    for file in files {
        let is_code = matches!(file.extension(), "rs" | "js" | "mjs" | "css");
        let lines = file.text.lines().count();
        if is_code && lines > MAX_LINES {
            findings.push(format!(
                "{}:{lines}: longer than {MAX_LINES} lines; split it by its contents.",
                file.name
            ));
        }
        if file.name.ends_with("/mod.rs") {
            findings.push(file.finding(
                0,
                "name a module's file after its contents, and place it beside its folder.",
            ));
        }
        let mut search = |applies: bool, pattern: &Regex, text: &str, what: &str| {
            if applies {
                findings.extend(
                    pattern
                        .find_iter(text)
                        .map(|found| file.finding(found.end(), what)),
                );
            }
        };
        let is_own_text = is_code || matches!(file.extension(), "md" | "ftl" | "toml" | "html");
        search(
            is_own_text && !file.is_content(),
            &unfinished,
            &file.text,
            "finish this, or open an issue.",
        );
        search(
            file.name.starts_with("style/") && file.extension() == "css",
            &physical,
            &blanked(&file.text, &comment),
            "left and right break right-to-left layouts; use the logical property.",
        );
        search(
            file.name.starts_with("src/") && file.extension() == "rs",
            &style,
            &file.text,
            "a strict Content-Security-Policy refuses style attributes; use a class, or style:name=.",
        );
    }
    Ok(findings)
}

#[cfg(test)]
mod tests {
    use super::findings;
    use crate::tidy::SourceFile;

    fn check(name: &str, text: &str, lines: &[usize]) {
        let file = SourceFile {
            name: name.to_owned(),
            text: text.to_owned(),
        };
        let found = findings(&[file]).unwrap();
        let places: Vec<usize> = found
            .iter()
            .map(|finding| finding.split(':').nth(1).unwrap().parse().unwrap())
            .collect();
        assert_eq!(places, lines, "{name}: {text}: {found:?}");
    }

    #[test]
    fn physical_properties() {
        check(
            "style/a.css",
            "a { margin-left: 1px }\nb { margin-inline-start: 1px }\n",
            &[1],
        );
        check(
            "style/a.css",
            "a {\n  left: 0;\n  text-align: right;\n  inset-inline: 0 }\n",
            &[2, 3],
        );
        check(
            "style/a.css",
            "/* left: the\n right: one */\na { border-top-left-radius: 1px }\n",
            &[3],
        );
        check(
            "style/a.css",
            "a { text-align: start; transition: margin-left 1s }\n",
            &[],
        );
        check("examples/host.css", "a { left: 0 }\n", &[]);
    }

    #[test]
    fn style_attributes() {
        check(
            "src/a.rs",
            "<p style=\"x\">\n<p style:width=w>\n<p class=\"style\">\n",
            &[1],
        );
        check("crates/a/src/a.rs", "style = 1", &[]);
    }

    #[test]
    fn lengths_names_and_endings() {
        check("src/a.rs", &"x\n".repeat(400), &[]);
        check("src/a.rs", &"x\n".repeat(401), &[401]);
        check("docs/a.md", &"x\n".repeat(401), &[]);
        check("src/a/mod.rs", "", &[1]);
        check("docs/a.md", concat!("a\nTO", "DO: more\n"), &[2]);
    }
}
