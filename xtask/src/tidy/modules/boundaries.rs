//! Forbidden dependencies, each with its reason.

use super::tree::{Target, Trail, Tree};
use std::collections::BTreeSet;

/// A dependency that is forbidden to some files.
struct Boundary {
    /// The prefixes of their names.
    files: &'static [&'static str],
    /// The prefixes of exceptions.
    except: &'static [&'static str],
    forbids: &'static [Forbids],
    reason: &'static str,
}

enum Forbids {
    /// Paths into other crates with these prefixes.
    Paths(&'static [&'static str]),
    /// Calls of methods with these names.
    Methods(&'static [&'static str]),
    /// Strings that contain one of these.
    Texts(&'static [&'static str]),
    /// All modules at the crate's root except these and the files' own.
    ModulesBut(&'static [&'static str]),
}

const PURE: &[&str] = &[
    "crates/contract/src/",
    "crates/delivery/src/",
    "crates/domain/src/",
    "crates/forms/src/",
    "crates/routes/src/",
    "crates/search/src/",
];

const BOUNDARIES: &[Boundary] = &[
    Boundary {
        files: PURE,
        except: &["crates/search/src/bin/"],
        forbids: &[Forbids::Paths(&[
            "std::time::SystemTime",
            "std::time::Instant",
            "std::env",
            "std::fs",
            "std::net",
            "std::os",
            "std::process",
            "std::thread",
            "std::io::stdin",
            "std::io::stdout",
            "std::io::stderr",
        ])],
        reason: "the crate is pure: time, randomness and bytes are passed in as values, so that browser, server and simulator can use it",
    },
    Boundary {
        files: &["src/"],
        except: &["src/reactive.rs"],
        forbids: &[Forbids::Paths(&["leptos::task"])],
        reason: "Leptos compiles its machinery again for every type of future; the functions of src/reactive.rs share one copy",
    },
    Boundary {
        files: &["crates/server/src/"],
        except: &["crates/server/src/db.rs", "crates/server/src/db/"],
        forbids: &[Forbids::Paths(&["sea_orm", "sqlx"])],
        reason: "only db contains tables and statements, so that another database changes nothing else",
    },
    Boundary {
        files: &["crates/server/src/db.rs", "crates/server/src/db/"],
        except: &[],
        forbids: &[Forbids::Paths(&["portico_contract"])],
        reason: "db uses row types and no types of the API, so that the API can change without the tables",
    },
    Boundary {
        files: &["crates/server/src/"],
        except: &["crates/server/src/openapi.rs", "crates/server/src/openapi/"],
        forbids: &[Forbids::Paths(&["utoipa::ToSchema"])],
        reason: "types of the API are defined in crates/contract, so that the portal can use them too",
    },
    Boundary {
        files: &["crates/server/src/http.rs", "crates/server/src/http/"],
        except: &[],
        forbids: &[Forbids::ModulesBut(&[
            "failure",
            "hex",
            "http",
            "ids",
            "json",
            "limits",
            "messages",
            "text_file",
        ])],
        reason: "http is used by every feature and depends on none",
    },
    Boundary {
        files: &["src/"],
        except: &["src/api.rs", "src/api/"],
        forbids: &[Forbids::Texts(&["/api/"])],
        reason: "only api contains addresses of the backend",
    },
    Boundary {
        files: &["src/"],
        except: &["src/api.rs", "src/api/"],
        forbids: &[
            Forbids::Paths(&[
                "web_sys::EventSource",
                "web_sys::Request",
                "web_sys::RequestInit",
                "web_sys::WebSocket",
                "web_sys::XmlHttpRequest",
            ]),
            Forbids::Methods(&[
                "fetch_with_request",
                "fetch_with_request_and_init",
                "fetch_with_str",
                "fetch_with_str_and_init",
                "send_beacon",
                "send_beacon_with_opt_str",
            ]),
        ],
        reason: "only api calls the backend, because it handles tokens and problem details",
    },
    Boundary {
        files: &["src/"],
        except: &["src/history.rs", "src/history/"],
        forbids: &[
            Forbids::Methods(&["history", "location"]),
            Forbids::Paths(&["web_sys::History", "web_sys::Location"]),
        ],
        reason: "only history uses window.history and location, which belong to the host page",
    },
];

/// Forbidden uses.
pub(super) fn findings(tree: &Tree, findings: &mut Vec<String>) {
    for (id, module) in tree.modules.iter().enumerate() {
        let of_file = |starts: &[&str]| starts.iter().any(|start| module.file.starts_with(start));
        let applying = BOUNDARIES
            .iter()
            .filter(|boundary| of_file(boundary.files) && !of_file(boundary.except));
        let applying: Vec<_> = applying.collect();
        if applying.is_empty() {
            continue;
        }
        let resolved = resolved(tree, id);
        for boundary in applying {
            let mut seen = BTreeSet::new();
            let uses = |forbids| uses(tree, id, &resolved, forbids);
            for (what, line) in boundary.forbids.iter().flat_map(uses) {
                if seen.insert(what.clone()) {
                    findings.push(format!(
                        "{}:{line}: {what} is forbidden here: {}.",
                        module.file, boundary.reason
                    ));
                }
            }
        }
    }
}

/// The forbidden uses in a module, with their lines.
fn uses(
    tree: &Tree,
    id: usize,
    paths: &[(Trail, usize)],
    forbids: &Forbids,
) -> Vec<(String, usize)> {
    let Some(module) = tree.modules.get(id) else {
        return Vec::new();
    };
    let items = &module.source.items;
    match forbids {
        Forbids::Paths(starts) => paths
            .iter()
            .filter_map(|(trail, line)| Some((external(trail)?, *line)))
            .flat_map(|(path, line)| {
                let met = starts.iter().filter(move |start| begins(path, start));
                met.map(move |start| ((*start).to_owned(), line))
            })
            .chain(globbed(tree, id, starts))
            .collect(),
        Forbids::Methods(names) => items
            .iter()
            .flat_map(|item| &item.methods)
            .filter(|(name, _)| names.contains(&name.as_str()))
            .map(|(name, line)| (format!(".{name}()"), *line))
            .collect(),
        Forbids::Texts(parts) => items
            .iter()
            .flat_map(|item| &item.texts)
            .flat_map(|(text, line)| {
                let met = parts.iter().filter(|part| text.contains(*part));
                met.map(|part| (format!("{part:?}"), *line))
            })
            .collect(),
        Forbids::ModulesBut(allowed) => paths
            .iter()
            .filter_map(|(trail, line)| Some((root_module(tree, id, trail)?, line)))
            .filter(|(name, _)| !allowed.contains(&name.as_str()))
            .map(|(name, line)| (format!("crate::{name}"), *line))
            .collect(),
    }
}

/// The names that a module gets from a glob import.
fn globbed(tree: &Tree, id: usize, starts: &[&str]) -> Vec<(String, usize)> {
    let Some(module) = tree.modules.get(id) else {
        return Vec::new();
    };
    let globs = module
        .source
        .imports
        .iter()
        .filter(|import| import.name == "*");
    let globs: Vec<_> = globs
        .filter_map(|glob| tree.resolve(id, &glob.path.names))
        .filter_map(|trail| external(&trail).map(|names| names.join("::")))
        .collect();
    let mut met = Vec::new();
    for start in starts {
        let Some((folder, name)) = start.rsplit_once("::") else {
            continue;
        };
        if !globs.iter().any(|glob| glob == folder) {
            continue;
        }
        for item in &module.source.items {
            let path = item
                .paths
                .iter()
                .find(|path| path.names.first().is_some_and(|first| first == name));
            let line = item.names.get(name).copied().or(path.map(|path| path.line));
            met.extend(line.map(|line| ((*start).to_owned(), line)));
        }
    }
    met
}

/// The targets of all paths in a module, with their lines.
fn resolved(tree: &Tree, id: usize) -> Vec<(Trail, usize)> {
    let Some(module) = tree.modules.get(id) else {
        return Vec::new();
    };
    let imports = module.source.imports.iter().map(|import| &import.path);
    imports
        .chain(module.source.items.iter().flat_map(|item| &item.paths))
        .filter_map(|path| Some((tree.resolve(id, &path.names)?, path.line)))
        .collect()
}

/// The path into another crate that a path resolves to.
fn external(trail: &Trail) -> Option<&Vec<String>> {
    match &trail.end {
        Target::External(names) => Some(names),
        _ => None,
    }
}

/// Whether a path begins with a forbidden one.
fn begins(path: &[String], start: &str) -> bool {
    let mut names = path.iter();
    start
        .split("::")
        .all(|part| names.next().is_some_and(|name| name == part))
}

/// The module at the crate's root that a path leads to first.
fn root_module(tree: &Tree, from: usize, trail: &Trail) -> Option<String> {
    let end = match trail.end {
        Target::Module(id) | Target::Item(id, _) => Some(id),
        Target::External(_) => None,
    };
    let own = tree.ancestry(from);
    let mut met = trail.through.iter().copied().chain(end);
    let other = met.find(|id| !own.contains(id))?;
    tree.modules.get(other)?.path.first().cloned()
}
