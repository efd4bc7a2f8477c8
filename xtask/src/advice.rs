//! The cause of a failed step and its remedy, derived from the last output of the failed program.

use crate::process::Failed;
use crate::project;
use anyhow::Error;
use std::fmt;

/// The advice that is printed beside the program's own output.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Advice {
    why: String,
    what: &'static str,
}

impl fmt::Display for Advice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Why: {}\nWhat to do: {}", self.why, self.what)
    }
}

/// A cause, and the texts that identify it. The first matching cause is used.
struct Cause {
    words: &'static [&'static str],
    why: &'static str,
    what: &'static str,
}

const FREE_SPACE: &str = "Free some space (a first build needs about 6 GB) and run the command again; completed steps are kept.";

/// From the specific to the general: a full disk or a missing network makes everything else fail in
/// its own way.
const CAUSES: &[Cause] = &[
    Cause {
        words: &[
            "no space left on device",
            "os error 28",
            "enospc",
            "disk quota exceeded",
        ],
        why: "The disk is full.",
        what: FREE_SPACE,
    },
    Cause {
        words: &[
            "signal: 9",
            "sigkill",
            "out of memory",
            "memory allocation of",
            "cannot allocate memory",
        ],
        why: "There is not enough memory, so the system killed the compiler.",
        what: "Close other programs, or set CARGO_BUILD_JOBS=1. A first build needs about 4 GB.",
    },
    Cause {
        words: &[
            "certificate verify failed",
            "ssl certificate problem",
            "unable_to_get_issuer_cert",
            "self_signed_cert_in_chain",
            "self-signed certificate",
            "invalid peer certificate",
        ],
        why: "The registry's certificate is not trusted on this machine, often because a proxy decrypts connections.",
        what: "Set CARGO_HTTP_CAINFO for cargo and NODE_EXTRA_CA_CERTS for npm to your organisation's certificates.",
    },
    Cause {
        words: &["407 proxy", "proxy authentication required"],
        why: "The proxy requires authentication.",
        what: "Set HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT for cargo, npm and rustup.",
    },
    Cause {
        words: &[
            "could not resolve host",
            "couldn't resolve host",
            "could not connect to server",
            "failed to connect to",
            "spurious network error",
            "failed to download",
            "download of config.json failed",
            "could not download file",
            "temporary failure resolving",
            "unable to connect to",
            "eai_again",
            "enotfound",
            "econnrefused",
            "econnreset",
            "etimedout",
            "network is unreachable",
            "timeout was reached",
            "operation timed out",
        ],
        why: "The network cannot be reached, or a package registry does not respond.",
        what: "Connect to the network; behind a proxy set HTTPS_PROXY, and for a mirror of crates.io see \"source replacement\" in cargo's book. Then run the command again: downloaded files are kept.",
    },
    Cause {
        words: &["checksum for", "failed to verify the checksum"],
        why: "A crate does not match the lock file: the download is corrupt, or a mirror modifies packages.",
        what: "Remove registry/ in cargo's home (~/.cargo) and run the command again.",
    },
    Cause {
        words: &["eintegrity"],
        why: "An npm package does not match the lock file: the download is corrupt, or a mirror modifies packages.",
        what: "Run npm cache clean --force, and then the command again.",
    },
    Cause {
        words: &["--locked was passed", "cannot update the lock file"],
        why: "Cargo.lock does not match a changed Cargo.toml.",
        what: "Run cargo metadata >/dev/null, review the changes in Cargo.lock, and commit them too.",
    },
    Cause {
        words: &["eusage", "package-lock.json are not in sync"],
        why: "package-lock.json does not match a changed package.json.",
        what: "Run npm install --package-lock-only beside it, and commit the change.",
    },
    Cause {
        words: &[
            "is not supported by the following package",
            "requires rustc",
            "edition2024",
            "requires a newer version of cargo",
        ],
        why: "This compiler is too old.",
        what: "Run rustup update stable; Rust 1.95 or newer is required. If you don't have rustup, install it from https://rustup.rs.",
    },
    Cause {
        words: &[
            "wasm32-unknown-unknown` target may not be installed",
            "can't find crate for `core`",
        ],
        why: "The compiler has no WebAssembly target.",
        what: "Run rustup target add wasm32-unknown-unknown, or install your distribution's package for it.",
    },
    Cause {
        words: &[
            "failed to find tool",
            "linker `cc` not found",
            "linker `link.exe` not found",
            "is `cc` installed",
            "is `gcc` installed",
        ],
        why: "There is no C compiler, which SQLite and the linker require.",
        what: "Install one: apt-get install build-essential on Debian and Ubuntu, dnf install gcc on Fedora, xcode-select --install on macOS.",
    },
    Cause {
        words: &[
            "stdlib.h: no such file",
            "stdio.h: no such file",
            "stddef.h: no such file",
            "crti.o",
            "scrt1.o",
            "cannot find -lc",
            "unable to find library -lc",
        ],
        why: "The C library's headers and startup files are missing.",
        what: "Install them: apt-get install build-essential on Debian and Ubuntu, dnf install glibc-devel on Fedora.",
    },
    Cause {
        words: &["could not get lock", "unable to acquire the dpkg"],
        why: "Another program is installing packages.",
        what: "Wait until it has finished, and run the command again.",
    },
    Cause {
        words: &[
            "unable to locate package",
            "has no installation candidate",
            "dpkg was interrupted",
        ],
        why: "apt cannot install the browsers.",
        what: "Install Chromium, Firefox and WebKitGTK with their WebDrivers yourself, and add them to the PATH.",
    },
    Cause {
        words: &["too many open files", "emfile"],
        why: "This shell's limit on open files is too low.",
        what: "Run ulimit -n 4096 in it, and then the command again.",
    },
    Cause {
        words: &[
            "permission denied",
            "os error 13",
            "eacces",
            "read-only file system",
            "os error 30",
        ],
        why: "A folder cannot be written to; perhaps an earlier run as another user, such as root, left files in it.",
        what: "Take ownership of the folder named above (chown -R), or set CARGO_TARGET_DIR, CARGO_HOME or PORTICO_TOOLS to a folder of yours.",
    },
];

/// The advice for a failure; `None` if the program's own output explains it best, as for a mistake
/// in a source file.
pub(crate) fn advice(error: &Error) -> Option<Advice> {
    // A linker on a full disk reports "bus error", so the disk is checked first.
    if let Some(why) = project::full_disk() {
        return Some(Advice {
            why,
            what: FREE_SPACE,
        });
    }
    let words = error.chain().filter_map(|cause| cause.downcast_ref());
    let words: String = words.map(|failed: &Failed| failed.words.as_str()).collect();
    known(&format!("{error:#}\n{words}"))
}

fn known(words: &str) -> Option<Advice> {
    let words = words.to_lowercase();
    let has = |cause: &&Cause| cause.words.iter().any(|part| words.contains(part));
    CAUSES.iter().find(has).map(|cause| Advice {
        why: cause.why.to_owned(),
        what: cause.what,
    })
}

#[cfg(test)]
mod tests {
    use super::known;

    /// Actual program outputs, and a word of the expected reason.
    #[test]
    fn causes_are_known_by_what_programs_say() {
        let check = |words: &str, expected: Option<&str>| {
            let found = known(words).map(|advice| advice.to_string());
            match expected {
                Some(part) => assert!(
                    found.as_deref().is_some_and(|text| text.contains(part)),
                    "{words}: {found:?}"
                ),
                None => assert_eq!(found, None, "{words}"),
            }
        };
        let network = Some("network cannot be reached");
        check(
            "error: failed to get `axum` as a dependency\nCaused by:\n  download of config.json failed\n  [6] Could not resolve hostname (Could not resolve host: index.crates.io)",
            network,
        );
        check(
            "[7] Could not connect to server (Failed to connect to 127.0.0.1 port 9 after 0 ms: Could not connect to server)",
            network,
        );
        check("error: failed to download `parking v2.2.1`", network);
        check(
            "npm error code EAI_AGAIN\nnpm error request to https://registry.npmjs.org/esbuild failed, reason: getaddrinfo EAI_AGAIN registry.npmjs.org",
            network,
        );
        check(
            "W: Failed to fetch http://deb.debian.org/debian/InRelease  Temporary failure resolving 'deb.debian.org'",
            network,
        );
        check(
            "error: could not download file from 'https://static.rust-lang.org/dist/channel-rust-stable.toml.sha256'",
            network,
        );
        check(
            "[60] SSL peer certificate or SSH remote key was not OK (SSL certificate problem: self-signed certificate in certificate chain)",
            Some("CARGO_HTTP_CAINFO"),
        );
        check(
            "npm error code SELF_SIGNED_CERT_IN_CHAIN",
            Some("NODE_EXTRA_CA_CERTS"),
        );
        check(
            "error: failed to write `target/debug/x.d`\nCaused by:\n  No space left on device (os error 28)",
            Some("disk is full"),
        );
        check(
            "npm error code ENOSPC\nnpm error errno -28",
            Some("disk is full"),
        );
        check(
            "error: could not compile `sea-orm` (lib)\nCaused by:\n  process didn't exit successfully: `rustc ...` (signal: 9, SIGKILL: kill)",
            Some("CARGO_BUILD_JOBS=1"),
        );
        check(
            "error occurred in cc-rs: failed to find tool \"cc\": No such file or directory (os error 2)",
            Some("build-essential"),
        );
        check("error: linker `cc` not found", Some("no C compiler"));
        check(
            "sqlite3/sqlite3.c:14:10: fatal error: stdlib.h: No such file or directory",
            Some("C library's headers"),
        );
        check(
            "/usr/bin/ld: cannot find Scrt1.o: No such file or directory",
            Some("C library's headers"),
        );
        check(
            "error: rustc 1.80.0 is not supported by the following package:\n  portico@0.1.0 requires rustc 1.95",
            Some("rustup update"),
        );
        check(
            "error[E0463]: can't find crate for `core`\n  = note: the `wasm32-unknown-unknown` target may not be installed",
            Some("rustup target add wasm32-unknown-unknown"),
        );
        check(
            "error: cannot update the lock file Cargo.lock because --locked was passed to prevent this",
            Some("Cargo.lock does not match"),
        );
        check(
            "npm error code EUSAGE\nnpm error `npm ci` can only install packages when your package.json and package-lock.json are in sync",
            Some("package-lock.json does not match"),
        );
        check(
            "E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 417 (apt-get)",
            Some("Wait until it has finished"),
        );
        check(
            "E: Package 'firefox-esr' has no installation candidate",
            Some("to the PATH"),
        );
        check(
            "/root/.cache/portico cannot be created: Permission denied (os error 13)",
            Some("chown"),
        );
        check(
            "error[E0308]: mismatched types\n --> src/app.rs:12:5\nerror: could not compile `portico` (lib) due to 1 previous error",
            None,
        );
        check("Node v18.2.0 is too old", None);
    }
}
