//! `cargo book figures`: what it writes, what it refuses, and what it leaves alone.

use std::{
    collections::BTreeMap,
    fs,
    io::Write as _,
    path::Path,
    process::{Command, Output},
};

use tempfile::TempDir;

fn figures(arguments: &[&str], out: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_handouts"));
    command.arg("figures").args(arguments).arg("--out").arg(out);
    command.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    command.output().unwrap()
}

/// Runs what must succeed; returns the names of the files whose paths it prints.
#[track_caller]
fn write(arguments: &[&str], out: &Path) -> Vec<String> {
    let output = figures(arguments, out);
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success() && message.is_empty(), "{message}");
    let paths = String::from_utf8(output.stdout).unwrap();
    let name = |path: &str| {
        let path = Path::new(path);
        assert_eq!(path.parent(), Some(out));
        path.file_name().unwrap().to_str().unwrap().to_owned()
    };
    paths.lines().map(name).collect()
}

/// Runs what must be refused; returns its standard error.
#[track_caller]
fn refuse(arguments: &[&str], out: &Path) -> String {
    let output = figures(arguments, out);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    assert!(output.stdout.is_empty(), "{arguments:?}");
    String::from_utf8(output.stderr).unwrap()
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, fs::read(path).unwrap())
        })
        .collect()
}

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

#[test]
fn every_format_and_theme_of_every_figure_is_written_and_the_same_bytes_every_time() {
    let (one, other) = (folder(), folder());
    let arguments = [
        "render",
        "--all",
        "--format",
        "svg,png,pdf,gif,apng",
        "--theme",
        "light,dark",
        "--width",
        "480",
    ];
    let names = write(&arguments, one.path());
    assert_eq!(names.len(), figures::FIGURES.names().len() * 2 * 5);
    write(&arguments, other.path());
    let (one, other) = (files(one.path()), files(other.path()));
    assert_eq!(one.len(), names.len(), "nothing else is in the folder");
    assert!(one == other);
    for (name, start) in [
        ("pooling-dark.svg", &b"<svg "[..]),
        ("pooling-dark.png", b"\x89PNG"),
        ("pooling-dark.apng", b"\x89PNG"),
        ("pooling-dark.gif", b"GIF89a"),
        ("pooling-dark.pdf", b"%PDF-1."),
    ] {
        assert!(one[name].starts_with(start), "{name}");
    }
}

#[test]
fn an_svg_without_a_size_is_the_very_drawing() {
    let out = folder();
    write(
        &[
            "render",
            "image-filter",
            "--set",
            "kernel=laplacian",
            "--theme",
            "dark",
        ],
        out.path(),
    );
    let mut figure = figures::FIGURES.figure("image-filter").unwrap();
    figure.set("kernel", "laplacian").unwrap();
    let drawing = figure
        .draw(figures::Theme::Dark, figures::Space::PAGE)
        .unwrap();
    assert_eq!(
        files(out.path())["image-filter-dark.svg"],
        drawing.svg().as_bytes()
    );
}

#[test]
fn an_address_of_the_page_gives_the_figure_that_its_settings_give() {
    let (set, state) = (folder(), folder());
    write(
        &[
            "render",
            "sliding-window",
            "--set",
            "samples=1,-0.5,0.25",
            "--set",
            "padding=full",
        ],
        set.path(),
    );
    for address in [
        "https://example.org/b/sliding-window.html#fig-sliding-window?samples=1,-0.5,0.25&padding=full",
        "#fig-sliding-window?samples=1%2C-0.5%2C0.25&padding=full",
    ] {
        write(&["render", "--state", address], state.path());
        assert!(files(set.path()) == files(state.path()), "{address}");
    }
    write(
        &[
            "render",
            "--state",
            "#fig-sliding-window?samples=1&padding=full",
            "--set",
            "samples=1,-0.5,0.25",
        ],
        state.path(),
    );
    assert!(files(set.path()) == files(state.path()));
}

#[test]
fn a_picture_of_ones_own_is_shown_by_the_figures_with_an_image() {
    let (out, plain) = (folder(), folder());
    let path = out.path().join("ramp.png");
    image::GrayImage::from_fn(90, 60, |x, _| image::Luma([2 * x as u8]))
        .save(&path)
        .unwrap();
    let path = path.to_str().unwrap().to_owned();
    write(&["render", "--all", "--image", &path], out.path());
    write(&["render", "--all"], plain.path());
    let (own, plain) = (files(out.path()), files(plain.path()));
    let with_image = figures::FIGURES.all().filter(|figure| {
        let controls = figure.controls();
        let is_image =
            |control: &figures::Control| matches!(control.kind, figures::Kind::Image { .. });
        controls.iter().any(is_image)
    });
    let with_image: Vec<String> = with_image
        .map(|figure| format!("{}-light.svg", figure.name()))
        .collect();
    assert_eq!(with_image.len(), 3);
    for (name, bytes) in &plain {
        assert_eq!(own[name] != *bytes, with_image.contains(name), "{name}");
    }
    write(
        &[
            "render",
            "--state",
            "#fig-pooling?image=own",
            "--image",
            &path,
            "--force",
        ],
        out.path(),
    );
    assert!(files(out.path()) == own);
}

#[test]
fn a_sweep_is_a_file_of_each_format_and_numbered_frames() {
    let out = folder();
    let sweep = |more: &[&str]| {
        let mut arguments = vec!["animate", "sliding-window", "--width", "200", "--sweep"];
        arguments.extend(more);
        write(&arguments, out.path())
    };
    let moving = [
        "sliding-window-position-light.gif",
        "sliding-window-position-light.apng",
    ];
    assert_eq!(sweep(&["position=0..7"]), moving);
    let all = files(out.path());
    assert_eq!(sweep(&["position"]), moving);
    assert!(files(out.path()) == all, "without values, all of them");
    let frames = sweep(&["position=2..0", "--frames"]);
    let numbered = ["0", "1", "2"].map(|at| format!("sliding-window-position-light-{at}.png"));
    assert_eq!(frames, numbered);
    let stills = folder();
    write(
        &[
            "render",
            "sliding-window",
            "--set",
            "position=2",
            "--format",
            "png",
            "--width",
            "200",
        ],
        stills.path(),
    );
    assert!(files(out.path())[&numbered[0]] == files(stills.path())["sliding-window-light.png"]);
    assert_eq!(
        sweep(&["kernel=box-blur,sharpen", "--frames", "--format", "gif"]).len(),
        3
    );
}

#[test]
fn bad_input_is_refused_with_one_message_and_nothing_is_written() {
    let place = folder();
    let picture = place.path().join("picture.png");
    image::GrayImage::new(9, 9).save(&picture).unwrap();
    let empty = place.path().join("empty.png");
    fs::write(&empty, "").unwrap();
    let text = |path: &Path| path.to_str().unwrap().to_owned();
    let (picture, empty) = (text(&picture), text(&empty));
    let out = place.path().join("new/folder");
    let mut messages = Vec::new();
    for arguments in [
        &["render"][..],
        &["render", "polling"],
        &["render", "pooling", "--set", "knd=max"],
        &["render", "pooling", "--set", "window=9"],
        &["render", "pooling", "--set", "kind=maximum"],
        &["render", "pooling", "--set", "window"],
        &[
            "render", "pooling", "--set", "row=3", "--set", "window=4", "--set", "stride=4",
        ],
        &["render", "pooling", "sliding-window", "--set", "dx=1"],
        &["render", "pooling", "--width", "0"],
        &["render", "pooling", "--width", "20000"],
        &[
            "render", "pooling", "--width", "9", "--height", "9", "--aspect", "1:1",
        ],
        &[
            "render",
            "pooling",
            "--width",
            "1920",
            "--height",
            "1080",
            "--font-size",
            "90",
        ],
        &["render", "pooling", "--scale", "2", "--format", "svg,pdf"],
        &[
            "render", "pooling", "--width", "9000", "--height", "5000", "--scale", "4", "--format",
            "png",
        ],
        &["render", "--state", "https://example.org/pooling.html"],
        &["render", "--state", "#fig-polling?dx=1"],
        &["render", "--state", "#fig-pooling?dx=99"],
        &["render", "--state", "#fig-pooling?dy"],
        &["render", "--state", "#fig-pooling?image=own"],
        &["render", "image-filter", "--state", "#fig-pooling?dx=1"],
        &["render", "--all", "--state", "#fig-pooling?dx=1"],
        &["render", "sliding-window", "--image", &picture],
        &[
            "render",
            "pooling",
            "--image",
            &picture,
            "--set",
            "image=letter",
        ],
        &["render", "pooling", "--image", &empty],
        &["render", "pooling", "--image", "no-such-file.png"],
        &["animate", "--sweep", "dx"],
        &["animate", "pooling", "--sweep", "position=0..45"],
        &["animate", "pooling", "--sweep", "dx=0..45"],
        &["animate", "pooling", "--sweep", "dx=0..x"],
        &["animate", "pooling", "--sweep", "kind=max,median"],
        &[
            "animate", "pooling", "--sweep", "row=0..3", "--set", "window=4",
        ],
        &["animate", "sliding-window", "--sweep", "samples"],
        &["animate", "pooling", "--sweep", "dx", "--fps", "51"],
        &[
            "animate",
            "image-filter",
            "--sweep",
            "column=0..45",
            "--width",
            "3000",
        ],
    ] {
        let message = refuse(arguments, &out).replace(&text(place.path()), "FOLDER");
        assert_eq!(message.lines().count(), 1, "{message}");
        messages.push(format!(
            "{}\n    {message}",
            arguments.join(" ").replace(&text(place.path()), "FOLDER")
        ));
    }
    insta::assert_snapshot!(messages.concat());
    for arguments in [
        &["render", "pooling", "--format", "bmp"][..],
        &["render", "pooling", "--theme", "sepia"],
        &["render", "pooling", "--aspect", "16x9"],
        &["render", "pooling", "--format", "png", "--scale", "9"],
        &["render", "pooling", "--all"],
        &["animate", "pooling", "--sweep", "dx", "--format", "png"],
        &["animate", "pooling"],
    ] {
        assert!(refuse(arguments, &out).starts_with("error: "));
    }
    assert!(!place.path().join("new").exists());
}

#[test]
fn what_this_command_did_not_write_stays_unless_it_is_forced() {
    let out = folder();
    let path = out.path().join("pooling-light.svg");
    let render = ["render", "pooling"];
    fs::write(&path, "my own").unwrap();
    let message = refuse(&["render", "--all"], out.path());
    assert!(
        message.contains("pooling-light.svg is there") && message.contains("--force"),
        "{message}"
    );
    assert_eq!(
        files(out.path()).len(),
        1,
        "no other figure is written either"
    );
    assert_eq!(fs::read(&path).unwrap(), b"my own");
    write(&["render", "pooling", "--force"], out.path());
    // It overwrites its own file also in another folder,
    let moved = folder();
    fs::rename(&path, moved.path().join("pooling-light.svg")).unwrap();
    write(&["render", "pooling", "--set", "dx=3"], moved.path());
    // but not after somebody changed it.
    let path = moved.path().join("pooling-light.svg");
    fs::File::options()
        .append(true)
        .open(&path)
        .unwrap()
        .write_all(b"<!-- mine -->")
        .unwrap();
    refuse(&render, moved.path());
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    let message = refuse(&["render", "pooling", "--force"], moved.path());
    assert!(message.ends_with("is a folder\n"), "{message}");
}

#[test]
fn what_stands_as_it_would_be_written_is_not_touched() {
    let out = folder();
    write(&["render", "pooling"], out.path());
    let path = out.path().join("pooling-light.svg");
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    let before = fs::metadata(&path).unwrap().modified().unwrap();
    assert_eq!(
        write(&["render", "pooling"], out.path()),
        ["pooling-light.svg"]
    );
    assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), before);
}

#[test]
fn a_folder_that_cannot_be_written_is_reported() {
    let out = folder();
    let file = out.path().join("file");
    fs::write(&file, "").unwrap();
    for place in [file.clone(), file.join("deeper")] {
        let message = refuse(&["render", "pooling"], &place);
        assert!(message.starts_with("cannot write "), "{message}");
        assert_eq!(message.lines().count(), 1, "{message}");
    }
    assert_eq!(files(out.path()).len(), 1);
}

/// A limit on the size of a file stands for a disk that fills up: it takes no rights, and the first files are written.
#[test]
#[cfg(unix)]
fn a_disk_that_fills_up_keeps_nothing() {
    let out = folder();
    let output = Command::new("bash")
        .args(["-c", "trap '' XFSZ; ulimit -f 64; exec \"$@\"", "bash"])
        .arg(env!("CARGO_BIN_EXE_handouts"))
        .args(["figures", "render", "--all", "--format", "svg,png", "--out"])
        .arg(out.path().join("new"))
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
        .output()
        .unwrap();
    let rest = files(out.path());
    let message = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        message.starts_with("cannot write ") && message.lines().count() == 1,
        "{message}"
    );
    assert!(
        output.stdout.is_empty() && rest.is_empty(),
        "{:?}",
        rest.keys()
    );
}

#[test]
fn the_list_names_every_figure_its_chapters_and_its_parameters() {
    let list = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_handouts"));
        command.args(["figures", "list"]).args(arguments);
        command.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    };
    let all: Vec<serde_json::Value> = serde_json::from_str(&list(&["--json"])).unwrap();
    let names: Vec<&str> = all
        .iter()
        .map(|figure| figure["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, figures::FIGURES.names());
    for figure in &all {
        assert!(
            !figure["chapters"].as_array().unwrap().is_empty(),
            "{}",
            figure["name"]
        );
        for parameter in figure["parameters"].as_array().unwrap() {
            let kind = parameter["kind"].as_str().unwrap();
            let described = match kind {
                "range" => parameter["min"].is_i64() && parameter["max"].is_i64(),
                "choice" | "image" => parameter["options"].is_array(),
                "numbers" => parameter["counts"].is_array(),
                _ => false,
            };
            assert!(described && parameter["default"].is_string(), "{parameter}");
        }
    }
    insta::assert_snapshot!(list(&[]));
}
