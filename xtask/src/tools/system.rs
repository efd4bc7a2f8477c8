//! Tools of the system: Node, the compiler's WebAssembly target, browsers, PostgreSQL.

use crate::{console, process};
use anyhow::{Result, bail};
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// A program, and its Debian package.
pub(super) const CHROMIUM: (&str, &str) = ("chromium", "chromium");

/// The programs that the tests need.
pub(super) const FOR_TESTS: [(&str, &str); 7] = [
    ("curl", "curl"),
    ("initdb", "postgresql"),
    CHROMIUM,
    ("chromedriver", "chromium-driver"),
    ("firefox-esr", "firefox-esr"),
    ("WebKitWebDriver", "webkit2gtk-driver"),
    ("Xvfb", "xvfb"),
];

const WASM: &str = "wasm32-unknown-unknown";

/// Besides Rust, Node is the only tool that users install themselves.
pub(super) fn check_node() -> Result<()> {
    let Some(version) = process::version("node") else {
        bail!(
            "Node is not installed; install Node 20.19 or newer (https://nodejs.org) and run the command again."
        );
    };
    if process::version("npm").is_none() {
        bail!("npm is not installed; it comes with Node or as a separate package.");
    }
    let mut numbers = version
        .trim_start_matches('v')
        .split('.')
        .map(|part| part.parse().unwrap_or(0));
    let (major, minor): (u32, u32) = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    if (major, minor) < (20, 19) {
        bail!("Node {version} is too old; install Node 20.19 or newer (https://nodejs.org).");
    }
    Ok(())
}

/// Adds the compiler's WebAssembly target if it is missing.
pub(super) fn add_wasm_target() -> Result<()> {
    let sysroot = process::output(Command::new("rustc").args(["--print", "sysroot"]))?;
    let library = PathBuf::from(String::from_utf8_lossy(&sysroot).trim())
        .join("lib/rustlib")
        .join(WASM);
    if library.exists() {
        return Ok(());
    }
    if process::version("rustup").is_none() {
        bail!(
            "The compiler has no {WASM} target, and rustup is not installed; install the target."
        );
    }
    console::step(
        "Adding the WebAssembly target to the compiler",
        "a few seconds, once",
        || process::run(Command::new("rustup").args(["target", "add", WASM])),
    )
}

/// Installs missing programs with apt; on other systems, reports them.
pub(super) fn install(needed: &[(&str, &str)]) -> Result<()> {
    let missing: Vec<_> = needed
        .iter()
        .filter(|(program, _)| !on_path(program) && !is_of_postgresql(program))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let packages: Vec<_> = missing.iter().map(|(_, package)| *package).collect();
    if !on_path("apt-get") {
        let programs: Vec<_> = missing.iter().map(|(program, _)| *program).collect();
        bail!(
            "{} is required, and there is no apt to install it; install it yourself.",
            programs.join(", ")
        );
    }
    let what = format!("Installing {} by apt", packages.join(", "));
    console::step(&what, "about 3 minutes, once", || {
        process::run(apt()?.args(["update", "-qq"]))?;
        process::run(
            apt()?
                // With recommended packages, because without fonts a browser's layout is
                // unrealistic.
                .args(["install", "-y", "-qq"])
                .args(&packages),
        )
    })
}

fn apt() -> Result<Command> {
    let is_root = process::output(Command::new("id").arg("-u"))?.trim_ascii() == b"0";
    if is_root {
        let mut command = Command::new("apt-get");
        command
            .env("DEBIAN_FRONTEND", "noninteractive")
            .stdout(Stdio::null());
        return Ok(command);
    }
    if !on_path("sudo") {
        bail!(
            "Installing programs requires root or sudo; run this as root, or install them yourself."
        );
    }
    let mut command = Command::new("sudo");
    command
        .args(["DEBIAN_FRONTEND=noninteractive", "apt-get"])
        .stdout(Stdio::null());
    Ok(command)
}

/// Whether a program is in Debian's folder for PostgreSQL's own programs, which is not on the path.
fn is_of_postgresql(program: &str) -> bool {
    let versions = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten();
    versions
        .flatten()
        .any(|version| version.path().join("bin").join(program).exists())
}

fn on_path(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}
