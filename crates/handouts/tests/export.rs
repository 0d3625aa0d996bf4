//! `cargo book figures`: what it writes, what it refuses, and what it leaves alone.

use std::{
    collections::BTreeMap,
    fs,
    io::Write as _,
    path::Path,
    process::{Command, Output, Stdio},
};

#[cfg(unix)]
use std::{os::unix::process::ExitStatusExt as _, thread, time::Duration};

use tempfile::TempDir;

fn command(arguments: &[&str], out: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_handouts"));
    command.arg("figures").args(arguments).arg("--out").arg(out);
    command.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    command
}

fn figures(arguments: &[&str], out: &Path) -> Output {
    command(arguments, out).output().unwrap()
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
fn an_svg_is_that_of_the_figure_at_its_settings_and_its_name_tells_them() {
    let out = folder();
    let arguments = ["render", "image-filter", "--theme", "dark", "--set"];
    write(
        &[&arguments[..], &["kernel=laplacian"]].concat(),
        out.path(),
    );
    let mut figure = figures::FIGURES.figure("image-filter").unwrap();
    figure.set("kernel", "laplacian").unwrap();
    let page = raster::Layout::default()
        .page(figure.as_ref(), figures::Theme::Dark)
        .unwrap();
    assert_eq!(
        files(out.path())["image-filter-kernel_laplacian-dark.svg"],
        raster::Format::Svg.encode(&page, 1.0).unwrap()
    );
    // What is the default already is no part of the name.
    write(&[&arguments[..], &["kernel=sobel-x"]].concat(), out.path());
    assert!(files(out.path()).contains_key("image-filter-dark.svg"));
}

#[test]
fn states_of_a_figure_fit_into_one_folder_and_no_variant_replaces_another() {
    let out = folder();
    let render = |more: &[&str]| write(&[&["render", "pooling"], more].concat(), out.path());
    let names = [
        render(&[]),
        render(&["--set", "dx=3"]),
        render(&["--set", "dx=-3", "--set", "kind=mean"]),
        render(&["--set", "dx=3", "--name", "mine"]),
        render(&["--name", "both", "--theme", "light,dark"]),
    ];
    assert_eq!(
        names.concat(),
        [
            "pooling-light.svg",
            "pooling-dx_3-light.svg",
            "pooling-kind_mean-dx_-3-light.svg",
            "mine.svg",
            "both-light.svg",
            "both-dark.svg",
        ]
    );
    let before = files(out.path());
    assert_eq!(before.len(), 6);
    for more in [
        &["--width", "400"][..],
        &["--transparent"],
        &["--set", "dx=4", "--name", "mine"],
        &["--name", "both", "--theme", "dark,light", "--aspect", "1:1"],
    ] {
        let message = refuse(&[&["render", "pooling"], more].concat(), out.path());
        assert!(
            message.ends_with(
                " is there: this command wrote it with other options; --force overwrites it, another name or folder keeps both\n"
            ),
            "{message}"
        );
    }
    assert!(files(out.path()) == before);
    render(&["--width", "400", "--force"]);
    assert!(files(out.path())["pooling-light.svg"] != before["pooling-light.svg"]);
}

#[test]
fn two_pictures_of_ones_own_are_two_states() {
    let (out, place) = (folder(), folder());
    for (level, name) in [(0, "black.png"), (255, "white.png")] {
        let path = place.path().join(name);
        image::GrayImage::from_pixel(9, 9, image::Luma([level]))
            .save(&path)
            .unwrap();
        write(
            &["render", "pooling", "--image", path.to_str().unwrap()],
            out.path(),
        );
    }
    let other = folder();
    fs::copy(
        place.path().join("white.png"),
        other.path().join("black.png"),
    )
    .unwrap();
    let path = other.path().join("black.png");
    let message = refuse(
        &["render", "pooling", "--image", path.to_str().unwrap()],
        out.path(),
    );
    assert!(message.contains("with other options"), "{message}");
    let names: Vec<String> = files(out.path()).into_keys().collect();
    assert_eq!(
        names,
        [
            "pooling-image_black-light.svg",
            "pooling-image_white-light.svg"
        ]
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
    assert_eq!(with_image.len(), 9);
    for (name, bytes) in &plain {
        if with_image.contains(name) {
            let shown = name.replace("-light", "-image_ramp-light");
            assert!(own[&shown] != *bytes, "{name}");
        } else {
            assert!(own[name] == *bytes, "{name}");
        }
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
    let numbered =
        ["0", "1", "2"].map(|at| format!("sliding-window-position_2_to_0-light-{at}.png"));
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
    assert!(
        files(out.path())[&numbered[0]]
            == files(stills.path())["sliding-window-position_2-light.png"]
    );
    let named = "sliding-window-padding_full-kernel_box-blur_sharpen-light";
    assert_eq!(
        sweep(&[
            "kernel=box-blur,sharpen",
            "--frames",
            "--format",
            "gif",
            "--set",
            "padding=full"
        ]),
        [
            format!("{named}-0.png"),
            format!("{named}-1.png"),
            format!("{named}.gif")
        ]
    );
}

#[test]
fn bad_input_is_refused_with_one_message_and_nothing_is_written() {
    let place = folder();
    let text = |path: &Path| path.to_str().unwrap().to_owned();
    // As messages name them, alike on every system.
    let [picture, empty] =
        ["picture", "empty"].map(|name| format!("{}/{name}.png", text(place.path())));
    image::GrayImage::new(9, 9).save(&picture).unwrap();
    fs::write(&empty, "").unwrap();
    let missing = fs::read("no-such-file.png").unwrap_err().to_string();
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
        &["render", "pooling", "--width", "16000"],
        &["render", "pooling", "sliding-window", "--name", "both"],
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
        &[
            "animate",
            "image-filter",
            "--sweep",
            "column=0..45",
            "--width",
            "3000",
        ],
    ] {
        let message = refuse(arguments, &out)
            .replace(&text(place.path()), "FOLDER")
            .replace(&missing, "WHAT THE SYSTEM SAYS");
        assert_eq!(message.lines().count(), 1, "{message}");
        messages.push(format!(
            "{}\n    {message}",
            arguments.join(" ").replace(&text(place.path()), "FOLDER")
        ));
    }
    for (option, value) in [
        ("--width", "-5"),
        ("--width", "0"),
        ("--width", "1e9"),
        ("--width", "12 furlongs"),
        ("--height", "20000"),
        ("--font-size", "-1"),
        ("--font-size", "2000"),
        ("--aspect", "16x9"),
        ("--aspect", "-1:2"),
        ("--scale", "9"),
        ("--scale", "-1"),
        ("--fps", "0"),
        ("--fps", "-3"),
        ("--fps", "NaN"),
        ("--fps", "51"),
        ("--name", "a/b"),
        ("--name", "figure.pdf"),
        ("--format", "bmp"),
        ("--theme", "sepia"),
    ] {
        let arguments = [
            "animate",
            "image-filter",
            "--sweep",
            "column",
            option,
            value,
        ];
        let message = refuse(&arguments, &out);
        let line = message.lines().next().unwrap_or_default();
        messages.push(format!("{option} {value}\n    {line}\n"));
    }
    insta::assert_snapshot!(messages.concat());
    for arguments in [
        &["render", "pooling", "--all"][..],
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
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    let message = refuse(&["render", "pooling", "--force"], out.path());
    assert!(message.ends_with("is a folder\n"), "{message}");
}

#[test]
fn the_same_command_replaces_what_it_wrote_in_any_folder_unless_somebody_changed_it() {
    let (place, out) = (folder(), folder());
    let picture = place.path().join("own.png");
    let paint = |level| {
        let picture_of_one_level = image::GrayImage::from_pixel(9, 9, image::Luma([level]));
        picture_of_one_level.save(&picture).unwrap();
    };
    let render = ["render", "pooling", "--image", picture.to_str().unwrap()];
    paint(0);
    let [name] = write(&render, out.path()).try_into().unwrap();
    let black = files(out.path());
    paint(255);
    write(&render, out.path());
    assert!(files(out.path()) != black);
    let moved = folder();
    let path = moved.path().join(&name);
    fs::rename(out.path().join(&name), &path).unwrap();
    paint(0);
    write(&render, moved.path());
    assert!(files(moved.path()) == black);
    let mut file = fs::File::options().append(true).open(&path).unwrap();
    file.write_all(b"<!-- mine -->").unwrap();
    refuse(&render, moved.path());
}

/// Runs what may wait for ever, for ten seconds at most.
#[cfg(unix)]
fn in_time(command: &mut Command) -> Output {
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    for _ in 0..200 {
        if child.try_wait().unwrap().is_some() {
            return child.wait_with_output().unwrap();
        }
        thread::sleep(Duration::from_millis(50));
    }
    child.kill().unwrap();
    panic!("{command:?} does not end");
}

#[test]
#[cfg(unix)]
fn a_pipe_or_a_device_in_the_way_is_refused_and_not_waited_for() {
    let out = folder();
    let path = out.path().join("pooling-light.svg");
    let refused = |force: &[&str]| {
        let mut command = command(&[&["render", "pooling"], force].concat(), out.path());
        let output = in_time(&mut command);
        assert_eq!(output.status.code(), Some(2));
        let message = String::from_utf8(output.stderr).unwrap();
        assert!(
            message.ends_with("pooling-light.svg is a pipe or a device, and no file\n"),
            "{message}"
        );
    };
    let made = Command::new("mkfifo").arg(&path).status().unwrap();
    assert!(made.success());
    refused(&[]);
    refused(&["--force"]);
    fs::remove_file(&path).unwrap();
    std::os::unix::fs::symlink("/dev/zero", &path).unwrap();
    refused(&[]);
}

#[test]
#[cfg(unix)]
fn what_is_interrupted_leaves_nothing_behind() {
    let arguments = [
        "animate",
        "image-filter",
        "--sweep",
        "column=0..45",
        "--frames",
        "--width",
        "120",
    ];
    let mut interrupted = 0;
    for signal in ["INT", "TERM", "INT", "TERM"] {
        let place = folder();
        let out = place.path().join("new/folder");
        let mut child = command(&arguments, &out)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // It is being written to when the folder is there.
        while !out.exists() && child.try_wait().unwrap().is_none() {
            thread::sleep(Duration::from_micros(200));
        }
        let sent = Command::new("kill")
            .args(["-s", signal, &child.id().to_string()])
            .status()
            .unwrap();
        let output = child.wait_with_output().unwrap();
        if output.status.success() {
            assert_eq!(
                files(&out).len(),
                46,
                "it was complete before the signal came"
            );
            continue;
        }
        assert!(sent.success());
        interrupted += 1;
        assert_eq!(output.stderr, b"interrupted; nothing was written\n");
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 0, "{signal}");
        let number = if signal == "INT" { 2 } else { 15 };
        assert_eq!(
            output.status.signal(),
            Some(number),
            "as a shell expects it"
        );
    }
    assert!(interrupted > 0, "no signal came in time");
}

#[test]
fn a_closed_or_full_output_is_no_panic() {
    let out = folder();
    // Only Linux has it.
    let full = fs::File::options().write(true).open("/dev/full");
    for (arguments, more) in [(&["list"][..], false), (&["render", "--all"], true)] {
        let mut listed = Command::new(env!("CARGO_BIN_EXE_handouts"));
        listed.arg("figures").args(arguments);
        if more {
            listed.arg("--out").arg(out.path());
        }
        listed.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = listed
            .stdout(writer)
            .stderr(Stdio::piped())
            .output()
            .unwrap();
        assert!(
            output.status.success() && output.stderr.is_empty(),
            "{output:?}"
        );
        let Ok(full) = &full else {
            continue;
        };
        listed.stdout(full.try_clone().unwrap());
        let output = listed.output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        let message = String::from_utf8(output.stderr).unwrap();
        assert!(
            message.starts_with("cannot write to standard output: ")
                && message.lines().count() == 1,
            "{message}"
        );
        // Nor is a full standard error.
        listed.stderr(full.try_clone().unwrap());
        assert_eq!(listed.status().unwrap().code(), Some(1));
    }
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
fn what_is_no_folder_to_write_to_is_refused() {
    let out = folder();
    let file = out.path().join("file");
    fs::write(&file, "").unwrap();
    let message = refuse(&["render", "pooling"], &file.join("deeper"));
    assert!(message.starts_with("cannot write "), "{message}");
    assert_eq!(message.lines().count(), 1, "{message}");
    for (place, expected) in [
        (file, "it is a file, and it must be the folder to write to"),
        (
            out.path().join("figure.pdf"),
            "it must be the folder to write to; the files in it have names of their own",
        ),
    ] {
        let message = refuse(&["render", "pooling"], &place);
        assert!(
            message.starts_with("error: invalid value '") && message.contains(expected),
            "{message}"
        );
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
