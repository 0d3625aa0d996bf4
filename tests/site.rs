//! The built site as a host serves it: under a path of its own, and with chapters in folders.

use std::{
    fs,
    path::{Path, PathBuf},
};

use tests::{Page, cargo_book, pages_in, resolved, root, run};

/// All that a page names by an address within the site.
fn addresses(page: &Page) -> impl Iterator<Item = &str> {
    let elements = page
        .elements
        .iter()
        .filter(|element| element.name != "base");
    let addresses = elements.flat_map(|element| {
        ["href", "src"]
            .into_iter()
            .filter_map(|name| element.attribute(name))
    });
    addresses.filter(|address| !address.contains(':'))
}

#[test]
fn the_page_for_missing_addresses_has_its_style_and_links_under_the_path_of_the_site() {
    let workflow = fs::read_to_string(root().join(".github/workflows/deploy.yml")).unwrap();
    let build = workflow.find("cargo book build").unwrap();
    let variable = "MDBOOK_OUTPUT__HTML__SITE_URL";
    let set = format!("{variable}: ${{{{ steps.pages.outputs.base_path }}}}/\n");
    assert!(workflow[build..].contains(&set), "deploy.yml sets the path");
    assert!(workflow[..build].contains("id: pages\n        uses: actions/configure-pages"));

    let site = tempfile::tempdir().unwrap();
    run(cargo_book(&["build"])
        .env(variable, "/a/site/")
        .env("MDBOOK_BUILD__BUILD_DIR", site.path()));
    let page = Page::parse(&fs::read_to_string(site.path().join("404.html")).unwrap());
    let base = page
        .elements
        .iter()
        .find(|element| element.name == "base")
        .unwrap();
    assert_eq!(base.attribute("href"), Some("/a/site/"));
    let mut styles = 0;
    for address in addresses(&page) {
        let file = address.split(['#', '?']).next().unwrap();
        let file = match file.strip_prefix('/') {
            Some(rest) => rest.strip_prefix("a/site/").unwrap_or_else(|| {
                panic!("'{address}' leads out of the site");
            }),
            None => file,
        };
        let path = site.path().join(file);
        assert!(path.exists(), "'{address}' leads nowhere");
        styles += usize::from(file.ends_with(".css"));
    }
    assert!(styles > 3, "the page names {styles} style sheets");
}

/// A book of a few chapters in folders, with the theme of the real one, built.
fn book_with_folders(folder: &Path) -> PathBuf {
    let source = folder.join("book/src");
    for (file, text) in [
        (
            "SUMMARY.md",
            "- [Two](two.md)\n- [One](part/README.md)\n  - [Deep](part/deep/one.md)\n\n[Works](part/works.md)\n[Claims](part/claims.md)\n",
        ),
        (
            "part/README.md",
            "# One\n\n![A square of nothing at all](square.svg)\n\n{{#figure pooling}}\n\n[8×8](claim:@pooling#input-size), [Figure](ref:matrices), \
             [deep](deep/one.md#there), [two](../two.md), [Zhang 2019](cite:zhang2019).\n",
        ),
        (
            "part/deep/one.md",
            "# Deep {#there}\n\n![A square of nothing at all](../square.svg)\n\n{{#figure matrices}}\n\n[12](claim:@matrices#circulant), \
             [8×8](claim:@pooling#input-size), [Figure](ref:pooling), [up](../README.md), [here](#there).\n",
        ),
        (
            "two.md",
            "# Two\n\n[Figure](ref:pooling), [One](part/README.md#one).\n",
        ),
        ("part/works.md", "# Works\n\n{{#bibliography}}\n"),
        ("part/claims.md", "# Claims\n\n{{#claims}}\n"),
        (
            "part/square.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
        ),
        ("live/live-figure.js", ""),
    ] {
        let path = source.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let config = "[book]\ntitle = \"Folders\"\nsrc = \"book/src\"\n[preprocessor.book]\nlistings = \"listings\"\n\
                  [build]\nbuild-dir = \"site\"\n[output.html]\nadditional-js = [\"page.js\"]\n";
    fs::write(folder.join("book.toml"), config).unwrap();
    fs::create_dir_all(folder.join("listings/programs")).unwrap();
    fs::copy(root().join("book/theme/page.js"), folder.join("page.js")).unwrap();
    let works = "book/bibliography.toml";
    fs::copy(root().join(works), folder.join(works)).unwrap();
    let project = book::Project::find(folder, &figures::FIGURES).unwrap();
    book::load(&project).unwrap().build().unwrap();
    folder.join("site")
}

#[test]
fn chapters_in_folders_work_like_any_other() {
    let folder = tempfile::tempdir().unwrap();
    let site = book_with_folders(folder.path());
    let pages = pages_in(&site);
    for name in [
        "part/index.html",
        "part/deep/one.html",
        "two.html",
        "print.html",
    ] {
        assert!(pages.contains_key(name), "{name} is missing");
    }
    for (name, page) in &pages {
        // The page for missing addresses is relative to the root, wherever it is shown.
        let above = if name == "404.html" {
            ""
        } else {
            name.rsplit_once('/').map_or("", |(folder, _)| folder)
        };
        for address in addresses(page) {
            let (path, anchor) = address.split_once('#').unwrap_or((address, ""));
            let path = path.split('?').next().unwrap();
            let there = if path.is_empty() {
                Some(name.clone())
            } else {
                resolved(above, path)
            };
            let there =
                there.unwrap_or_else(|| panic!("{name}: '{address}' leads out of the site"));
            assert!(
                site.join(&there).exists(),
                "{name}: '{address}' leads nowhere"
            );
            if let Some(there) = pages.get(&there) {
                let found = anchor.is_empty() || there.has_id(anchor);
                assert!(found, "{name}: '{address}' has no such place");
            }
        }
    }
    let deep = &pages["part/deep/one.html"];
    let links: Vec<_> = deep
        .main("a")
        .filter_map(|link| link.attribute("href"))
        .collect();
    for link in [
        "../../part/index.html#fig-pooling",
        "../index.html",
        "#there",
    ] {
        assert!(links.contains(&link), "no {link} in {links:?}");
    }
    let table: Vec<_> = pages["part/claims.html"]
        .main("a")
        .filter_map(|link| link.attribute("href"))
        .collect();
    for link in [
        "../part/index.html",
        "../part/index.html#fig-pooling",
        "../part/deep/one.html",
    ] {
        assert!(table.contains(&link), "no {link} in {table:?}");
    }
}
