//! `cargo book` alone: builds, serves on this machine, rebuilds as files change, and makes the open pages reload.

mod http;
mod pages;

use anyhow::{Context, Result, ensure};
use book::{Edition, Files, Project, renew_overlooked};
use pages::Builds;
use std::{
    net::TcpListener,
    path::{Path, PathBuf},
    sync::Arc,
    thread,
    time::Duration,
};

const FIRST_PORT: u16 = 3000;
const LAST_PORT: u16 = 3099;
/// How long nobody looks whether a file changed.
const PAUSE: Duration = Duration::from_millis(300);

/// Where mdBook writes the pages.
pub(crate) fn output(project: &Project) -> Result<PathBuf> {
    Ok(book::load(project)?.build_dir_for("html"))
}

/// Serves until the process is ended: at a port, or at the first that is free. `binary` is this program.
pub(crate) fn serve(
    project: &Project,
    binary: &Path,
    port: Option<u16>,
    with_browser: bool,
) -> Result<()> {
    let listener = bind(port)?;
    let address = format!("http://localhost:{}", listener.local_addr()?.port());
    eprintln!("building the book");
    let mut files = Files::now(project.watched());
    if let Err(error) = build_pages(project) {
        eprintln!("{error:#}");
    }
    let folder = output(project)?;
    book::print(&format!("{address}\n"))?;
    let builds = Arc::new(Builds::new());
    let answering = Arc::clone(&builds);
    thread::spawn(move || {
        http::serve(&listener, |address| {
            pages::reply(address, &folder, &answering)
        });
    });
    if with_browser && let Err(error) = open::that_detached(&address) {
        eprintln!("no browser could be started, open the address in one: {error}");
    }
    loop {
        thread::sleep(PAUSE);
        let now = Files::now(project.watched());
        let changed = now.changed_from(&files);
        if changed.is_empty() {
            continue;
        }
        let own_code_changed = changed.iter().any(|path| project.is_code(path));
        files = now;
        eprintln!("a file changed; building");
        match rebuild(project, binary, own_code_changed) {
            Ok(()) => {
                eprintln!("built");
                builds.add_one();
            }
            Err(error) => eprintln!("{error:#}"),
        }
    }
}

fn build_pages(project: &Project) -> Result<()> {
    book::build(project, Edition::of(project)?)
}

/// The figures and this command are part of the running program: when they change, cargo makes a new one to build with.
fn rebuild(project: &Project, binary: &Path, own_code_changed: bool) -> Result<()> {
    if !own_code_changed {
        return build_pages(project);
    }
    // Windows has no other file in the place of a program that runs.
    ensure!(
        !cfg!(windows),
        "the code of the book changed, which is part of this program: end it and start it again"
    );
    renew_overlooked(binary)?;
    let mut cargo = project.cargo();
    cargo.args(["run", "--package", "book", "--", "build"]);
    let status = cargo.status().context("cannot run cargo")?;
    ensure!(status.success(), "the book was not built");
    Ok(())
}

fn bind(port: Option<u16>) -> Result<TcpListener> {
    if let Some(port) = port {
        return TcpListener::bind(("127.0.0.1", port)).with_context(|| {
            format!("port {port} cannot be used; without --port the first free one is, from {FIRST_PORT} to {LAST_PORT}")
        });
    }
    (FIRST_PORT..=LAST_PORT)
        .find_map(|port| TcpListener::bind(("127.0.0.1", port)).ok())
        .with_context(|| {
            format!("no port from {FIRST_PORT} to {LAST_PORT} is free; name one with --port")
        })
}
