//! The built site as a host serves it: under a path of its own, and with chapters in folders.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use tempfile::TempDir;
use tests::{Element, Page, cargo_book, pages, pages_in, resolved, root, run};

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

/// Where a book is read that is published.
const SITE: &str = "https://site.example/a/book/";

/// The book, published there: its folder, and its pages but for those that mdBook makes for a frame and for paper.
static PUBLISHED: LazyLock<(TempDir, BTreeMap<String, Page>)> = LazyLock::new(|| {
    let site = tempfile::tempdir().unwrap();
    run(cargo_book(&["build"])
        .env("MDBOOK_OUTPUT__HTML__SITE_URL", SITE)
        .env(
            "MDBOOK_OUTPUT__HTML__GIT_REPOSITORY_URL",
            "https://source.example",
        )
        .env("MDBOOK_BUILD__BUILD_DIR", site.path()));
    let mut pages = pages_in(site.path());
    pages.retain(|name, _| {
        !["toc.html", "print.html"].contains(&name.as_str()) && !name.starts_with("api/")
    });
    (site, pages)
});

/// The book as the two commands of the README make it: its pages, as above.
static LOCAL: LazyLock<BTreeMap<String, Page>> = LazyLock::new(|| {
    run(&mut cargo_book(&["build"]));
    let mut pages = pages_in(&pages());
    pages.retain(|name, _| PUBLISHED.1.contains_key(name));
    pages
});

/// What the head of a page says under this name, such as `og:title`; it says it once.
fn said<'a>(page: &'a Page, name: &str) -> Option<&'a str> {
    let is_it = |element: &&Element| {
        let names = ["name", "property"].map(|kind| element.attribute(kind));
        element.name == "meta" && names.contains(&Some(name))
    };
    let mut found = page.elements.iter().filter(is_it);
    let content = found.next()?.attribute("content");
    assert!(found.next().is_none(), "'{name}' is said twice");
    content
}

fn canonical(page: &Page) -> Option<&str> {
    let mut links = page.elements.iter();
    let link = links.find(|element| element.attribute("rel") == Some("canonical"))?;
    link.attribute("href")
}

#[test]
fn the_workflow_publishes_the_book_with_its_address() {
    let workflow = fs::read_to_string(root().join(".github/workflows/deploy.yml")).unwrap();
    let build = workflow.find("cargo book build").unwrap();
    let set = "MDBOOK_OUTPUT__HTML__SITE_URL: ${{ steps.pages.outputs.base_url }}/\n";
    assert!(
        workflow[build..].contains(set),
        "deploy.yml sets the address"
    );
    assert!(workflow[..build].contains("id: pages\n        uses: actions/configure-pages"));
}

#[test]
fn the_page_for_missing_addresses_has_its_style_and_links_under_the_path_of_the_site() {
    let (site, pages) = &*PUBLISHED;
    let page = &pages["404.html"];
    let base = page
        .elements
        .iter()
        .find(|element| element.name == "base")
        .unwrap();
    assert_eq!(base.attribute("href"), Some(SITE));
    let mut styles = 0;
    for address in addresses(page) {
        let file = address.split(['#', '?']).next().unwrap();
        assert!(!file.starts_with('/'), "'{address}' leads out of the site");
        let path = site.path().join(file);
        assert!(path.exists(), "'{address}' leads nowhere");
        styles += usize::from(file.ends_with(".css"));
    }
    assert!(styles > 3, "the page names {styles} style sheets");
}

#[test]
fn each_page_describes_itself_in_whole_words_and_as_no_other_does() {
    let mut descriptions = BTreeSet::new();
    for (name, page) in LOCAL.iter().filter(|(name, _)| *name != "404.html") {
        let description = said(page, "description").unwrap();
        let length = description.chars().count();
        assert!((20..=160).contains(&length), "{name}: '{description}'");
        assert!(
            description.ends_with(['.', '?', '!', '…']),
            "{name}: '{description}'"
        );
        for markup in ["](", "{{", "**", "\u{fffc}", "  "] {
            assert!(!description.contains(markup), "{name}: '{description}'");
        }
        assert!(descriptions.insert(description), "{name}: '{description}'");
        assert_eq!(said(page, "og:description"), Some(description), "{name}");
        assert!(said(page, "og:title").is_some_and(|title| !title.is_empty()));
        assert_eq!(
            said(page, "og:site_name"),
            Some("Convolutions & Equivariance")
        );
    }
    assert_eq!(
        said(&LOCAL["index.html"], "og:title"),
        Some("Convolutions & Equivariance")
    );
    assert_eq!(said(&LOCAL["pooling.html"], "og:title"), Some("Pooling"));
    let first = fs::read_to_string(pages().join("index.html")).unwrap();
    assert!(first.contains("<title>Convolutions &amp; Equivariance</title>"));
    assert!(descriptions.len() > 20, "{descriptions:?}");
}

#[test]
fn a_page_names_an_address_of_its_own_only_where_the_site_has_one() {
    for (name, page) in &*LOCAL {
        for said_of_a_site in ["og:url", "og:image", "twitter:card"] {
            assert_eq!(said(page, said_of_a_site), None, "{name}");
        }
        assert_eq!(canonical(page), None, "{name}");
    }
    for file in ["sitemap.xml", "robots.txt", "cards"] {
        assert!(!pages().join(file).exists(), "{file}");
    }
    for (name, page) in PUBLISHED.1.iter().filter(|(name, _)| *name != "404.html") {
        let own = format!("{SITE}{}", name.strip_suffix("index.html").unwrap_or(name));
        assert_eq!(canonical(page), Some(own.as_str()));
        assert_eq!(said(page, "og:url"), Some(own.as_str()));
    }
}

#[test]
fn each_page_that_is_shared_shows_its_figure() {
    let (site, pages) = &*PUBLISHED;
    let mut cards = BTreeMap::new();
    for (name, page) in pages.iter().filter(|(name, _)| *name != "404.html") {
        let address = said(page, "og:image").unwrap();
        let file = address.strip_prefix(SITE).unwrap();
        let card = image::open(site.path().join(file)).unwrap_or_else(|error| {
            panic!("{name}: '{address}': {error}");
        });
        let sizes = ["og:image:width", "og:image:height"].map(|size| said(page, size).unwrap());
        assert_eq!(sizes, ["1200", "630"], "{name}");
        assert_eq!((card.width(), card.height()), (1200, 630), "{name}");
        let shades: BTreeSet<_> = card.to_rgb8().pixels().map(|pixel| pixel.0).collect();
        assert!(shades.len() > 8, "{file} shows nothing");
        assert!(said(page, "og:image:alt").unwrap().len() > 20, "{name}");
        assert_eq!(said(page, "twitter:card"), Some("summary_large_image"));
        let figure = page.main("live-figure").next();
        let figure = figure.and_then(|figure| figure.attribute("name"));
        cards
            .entry(file.to_owned())
            .or_insert_with(BTreeSet::new)
            .insert(figure);
    }
    // A page without a figure shows that of the first page.
    let first = cards.remove("cards/index.png").unwrap();
    assert!(first.contains(&None) && first.len() == 2, "{first:?}");
    for (file, figures) in cards {
        assert!(
            figures.len() == 1 && !figures.contains(&None),
            "{file}: {figures:?}"
        );
    }
}

#[test]
fn the_map_of_the_site_names_every_page_once() {
    let (site, pages) = &*PUBLISHED;
    let map = fs::read_to_string(site.path().join("sitemap.xml")).unwrap();
    let places = map.split("<loc>").skip(1);
    let mut places: Vec<&str> = places.map(|rest| rest.split_once('<').unwrap().0).collect();
    places.sort_unstable();
    let named = pages.iter().filter(|(name, _)| *name != "404.html");
    let mut named: Vec<&str> = named.map(|(_, page)| canonical(page).unwrap()).collect();
    named.sort_unstable();
    assert_eq!(places, named);
    // A host asks for this file at its root only.
    assert!(!site.path().join("robots.txt").exists());
}

#[test]
fn the_first_page_has_a_card_for_each_chapter() {
    let page = &LOCAL["index.html"];
    let chapters = [
        "convolution-and-equivariance",
        "sliding-window",
        "image-filter",
        "translation-equivariance",
        "pooling",
        "objects",
        "takeaways",
    ];
    let times = page
        .main("p")
        .filter(|element| element.attribute("class") == Some("chapters-time"));
    assert_eq!(times.count(), chapters.len());
    let pictures = page.main("img").filter(|picture| !picture.in_figure);
    let pictures: Vec<&str> = pictures
        .filter_map(|picture| picture.attribute("alt"))
        .collect();
    assert_eq!(pictures.len(), chapters.len(), "{pictures:?}");
    for (k, (chapter, picture)) in chapters.iter().zip(pictures).enumerate() {
        let address = format!("{chapter}.html");
        let mut links = page.main("a").filter_map(|link| link.attribute("href"));
        assert!(
            links.any(|link| link == address),
            "no card leads to {address}"
        );
        assert!(
            picture.starts_with(&format!("Figure {}.1, small: ", k + 1)),
            "{picture}"
        );
    }
    let pooling = fs::read_to_string(root().join("book/src/pooling.md")).unwrap();
    let question = book::question(&pooling, 300);
    assert!(page.main_text.contains(&question), "{question}");
}

#[test]
fn the_first_page_names_the_repository_where_one_is_configured() {
    let address = "https://source.example";
    let names = |page: &Page| {
        page.main("a")
            .any(|link| link.attribute("href") == Some(address))
    };
    assert!(names(&PUBLISHED.1["index.html"]));
    assert!(!LOCAL["index.html"].main_text.contains("in one repository"));
}

#[test]
fn the_citation_is_that_of_this_version() {
    let citation = fs::read_to_string(root().join("CITATION.cff")).unwrap();
    let values = |key: &str| -> BTreeSet<String> {
        let lines = citation.lines().filter_map(|line| {
            let line = line.trim_start().trim_start_matches("- ");
            line.strip_prefix(key)?.strip_prefix(": ")
        });
        lines.map(str::to_owned).collect()
    };
    let project = book::Project::find(&root(), &figures::FIGURES).unwrap();
    let about = project.config().unwrap().book;
    let one = |value: &str| BTreeSet::from([value.to_owned()]);
    assert_eq!(values("title"), one(&about.title.unwrap()));
    assert_eq!(values("abstract"), one(&about.description.unwrap()));
    assert_eq!(values("name"), about.authors.into_iter().collect());
    assert_eq!(values("version"), one(env!("CARGO_PKG_VERSION")));
    let year = values("year").pop_first().unwrap();
    let written = format!("Version {}, {year}.", env!("CARGO_PKG_VERSION"));
    assert!(
        LOCAL["index.html"].main_text.contains(&written),
        "{written}"
    );
}

#[test]
fn the_icon_in_pixels_is_the_icon_as_shapes() {
    let theme = root().join("book/theme");
    let svg = fs::read_to_string(theme.join("favicon.svg")).unwrap();
    let white = figures::Colour(255, 255, 255);
    let page = raster::Page::new("", "", svg, (32, 32), white).unwrap();
    let png = raster::Format::Png.encode(&page, 2.0).unwrap();
    if std::env::var_os("INSTA_UPDATE").is_some_and(|update| update == "always") {
        fs::write(theme.join("favicon.png"), &png).unwrap();
    }
    let pixels = |file: &[u8]| image::load_from_memory(file).unwrap().to_rgba8();
    let committed = fs::read(theme.join("favicon.png")).unwrap();
    assert!(
        pixels(&committed) == pixels(&png),
        "INSTA_UPDATE=always writes it anew"
    );
    for name in ["favicon.svg", "favicon.png"] {
        let copied = PUBLISHED.0.path().read_dir().unwrap().any(|entry| {
            let file = entry.unwrap().file_name().into_string().unwrap();
            file.starts_with("favicon") && file.ends_with(&name[7..])
        });
        assert!(copied, "{name} is part of the site");
    }
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
    book::build(&project, book::Edition::of(&project).unwrap()).unwrap();
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
