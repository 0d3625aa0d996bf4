//! The page *Figures for your slides*: every command on it runs, and its pictures are what they write.

use std::{fs, path::Path, process::Command};

/// The words that a shell makes of a line without variables.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut open: Option<String> = None;
    let mut quoted = false;
    for character in line.chars() {
        match character {
            '\'' => {
                quoted = !quoted;
                open.get_or_insert_default();
            }
            ' ' if !quoted => words.extend(open.take()),
            _ => open.get_or_insert_default().push(character),
        }
    }
    words.extend(open);
    words
}

#[test]
fn every_command_on_the_page_runs_and_its_pictures_are_what_they_write() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let page = fs::read_to_string(root.join("book/src/slides.md")).unwrap();
    let out = tempfile::tempdir().unwrap();
    let photo = out.path().join("photo.png");
    let pixels = vec![255; 4 * 20 * 20];
    image::save_buffer(&photo, &pixels, 20, 20, image::ColorType::Rgba8).unwrap();
    let folder = out.path().join("slides");
    let committed = root.join("book/src/slides");
    let entries = fs::read_dir(&committed).unwrap();
    let mut missing: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let mut commands = 0;
    let blocks = page.split("```console\n").skip(1);
    for line in blocks.flat_map(|block| block.split("```").next().unwrap().lines()) {
        let words = words(line);
        let [cargo, book, arguments @ ..] = words.as_slice() else {
            panic!("'{line}' is no command");
        };
        assert_eq!((cargo.as_str(), book.as_str()), ("cargo", "book"), "{line}");
        let mut command = Command::new(env!("CARGO_BIN_EXE_handouts"));
        for argument in arguments {
            match argument.as_str() {
                "slides" => command.arg(&folder),
                "photo.jpg" => command.arg(&photo),
                other => command.arg(other),
            };
        }
        let output = command.current_dir(&root).output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{line}\n{stderr}");
        assert!(!output.stdout.is_empty(), "{line}");
        commands += 1;
        // A later command may write another picture under the same name.
        missing
            .retain(|name| fs::read(folder.join(name)).ok() != fs::read(committed.join(name)).ok());
    }
    assert!(commands >= 12, "{commands} commands");
    // The browser's tests compare the picture of the deck with the deck.
    assert_eq!(missing, ["deck.png"], "no command on the page writes these");
}
