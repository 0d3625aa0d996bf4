//! How well networks do while they are trained, as the experiments of the book printed it.
//!
//! What they printed is taken in when this crate is compiled: `curve-steps`, the steps after which the accuracy was noted, and for
//! each network and seed a line such as `circular-max-1-curve`.

use std::fmt;

use crate::axis::Axis;
use crate::chart::{Chart, Marker, Series};
use crate::decimal::decimal;
use crate::drawing::Summary;
use crate::figure::Describe;
use crate::named::named;
use crate::panel::{Panel, column, filling, row};
use crate::parameters::Parameters;
use crate::{Drawing, Error, Gesture, Palette, Space, Theme, Track};

/// An experiment of the book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Experiment {
    /// Glyphs seen in the left half, tested in the right one.
    LeftHalf,
    /// Glyphs seen upright, tested turned.
    TurnedGlyphs,
    /// Pieces of four cubes, tested in poses in which they were not seen.
    Tetrominoes,
}

impl Experiment {
    /// All of them.
    pub(crate) const ALL: [Self; 3] = [Self::LeftHalf, Self::TurnedGlyphs, Self::Tetrominoes];

    /// What it printed, below the line with its key.
    fn printed(self) -> &'static str {
        match self {
            Self::LeftHalf => include_str!("../../../listings/experiments/left-half.txt"),
            Self::TurnedGlyphs => include_str!("../../../listings/experiments/turned-glyphs.txt"),
            Self::Tetrominoes => include_str!("../../../listings/experiments/tetrominoes.txt"),
        }
    }
}

impl fmt::Display for Experiment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::LeftHalf => "left-half",
            Self::TurnedGlyphs => "turned-glyphs",
            Self::Tetrominoes => "tetrominoes",
        })
    }
}

named!(Experiment);

/// The most checkpoints that an experiment has.
const MOST: usize = 20;

/// The figure *training*.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Training {
    experiment: Experiment,
    /// Which of the checkpoints is marked, from 0; the middle one unless it is set.
    checkpoint: Option<usize>,
}

impl Default for Training {
    fn default() -> Self {
        Self {
            experiment: Experiment::LeftHalf,
            checkpoint: None,
        }
    }
}

/// The accuracies of a network after each number of steps, for each seed as they were printed.
struct Net {
    name: &'static str,
    seeds: Vec<Vec<&'static str>>,
}

impl Net {
    /// The accuracy at a checkpoint: that of all seeds, or the least and the greatest.
    fn at(&self, checkpoint: usize) -> String {
        let texts = || self.seeds.iter().map(|texts| texts[checkpoint]);
        let accuracy = |text: &&str| decimal(text).unwrap_or_default();
        let by_accuracy = |a: &&str, b: &&str| accuracy(a).total_cmp(&accuracy(b));
        match (texts().min_by(by_accuracy), texts().max_by(by_accuracy)) {
            (Some(least), Some(most)) if least != most => format!("{least} to {most}"),
            (least, _) => least.unwrap_or_default().to_owned(),
        }
    }
}

/// The steps of the checkpoints, and the networks in the order of printing.
fn curves(printed: &'static str) -> Option<(Vec<f64>, Vec<Net>)> {
    let mut steps = Vec::new();
    let mut nets: Vec<Net> = Vec::new();
    for line in printed.lines() {
        let Some((name, values)) = line.split_once(" = ") else {
            continue;
        };
        let values = values.split(' ');
        if name == "curve-steps" {
            steps = values.map(decimal).collect::<Option<_>>()?;
        } else if let Some(name) = name.strip_suffix("-curve") {
            let (name, _seed) = name.rsplit_once('-')?;
            let values: Vec<_> = values.collect();
            let all = values.iter().all(|value| decimal(value).is_some());
            if values.len() != steps.len() || !all {
                return None;
            }
            match nets.iter_mut().find(|net| net.name == name) {
                Some(net) => net.seeds.push(values),
                None => nets.push(Net {
                    name,
                    seeds: vec![values],
                }),
            }
        }
    }
    (!steps.is_empty() && !nets.is_empty()).then_some((steps, nets))
}

impl Training {
    fn curves(&self) -> Result<(Vec<f64>, Vec<Net>), Error> {
        let curves = curves(self.experiment.printed());
        curves.ok_or_else(|| Error::Drawing("the output of the experiment is not whole".to_owned()))
    }
}

impl Describe for Training {
    const NAME: &'static str = "training";
    const TITLE: &'static str = "Accuracy while a network is trained";

    fn caption(&self) -> String {
        let tested = match self.experiment {
            Experiment::LeftHalf => {
                "Trained with glyphs in the left half of the image, tested with glyphs in the right half"
            }
            Experiment::TurnedGlyphs => {
                "Trained with letters, upright for all but planar turned, tested at new places after a quarter turn"
            }
            Experiment::Tetrominoes => {
                "Trained with the eight pieces of four cubes in some poses, tested in others"
            }
        };
        format!(
            "{tested}: the share of the test that each network gets right after so many steps. Each line belongs to one seed."
        )
    }

    fn parameters(&mut self, parameters: &mut Parameters<'_>) {
        parameters.choice(("experiment", "Experiment"), &mut self.experiment);
        let count = self.curves().map_or(1, |(steps, _)| steps.len());
        let places = (count, MOST);
        let name = ("checkpoint", "Checkpoint");
        parameters.place(name, places, count / 2, &mut self.checkpoint);
    }

    fn draw(&self, theme: Theme, space: Space) -> Result<Drawing, Error> {
        let (steps, nets) = self.curves()?;
        let at = self.checkpoint.unwrap_or(steps.len() / 2);
        let at = at.min(steps.len() - 1);
        let mut readouts = vec![("steps", steps[at].to_string())];
        readouts.extend(nets.iter().map(|net| (net.name, net.at(at))));
        let told: Vec<String> = nets
            .iter()
            .map(|net| format!("{}: {}", spoken(net.name), net.at(at)))
            .collect();
        let summary = Summary {
            title: Self::TITLE,
            description: format!(
                "A chart for each network: the accuracy in the test, from 0 to 1, against the number of steps on a logarithmic axis, with a line for \
                 each seed. After {} steps, the least and the greatest of the seeds: {}.",
                steps[at],
                told.join("; ")
            ),
            readouts,
        };
        let names: Vec<String> = nets.iter().map(|net| spoken(net.name)).collect();
        let palette = theme.palette();
        let beside = match (space.is_landscape(), nets.len() % 2) {
            (true, _) => 3,
            (false, 0) => 2,
            (false, _) => 1,
        };
        let charts: Vec<(&Net, &String)> = nets.iter().zip(&names).collect();
        let rows = charts.chunks(beside).map(|charts| {
            let charts = charts.iter();
            row(charts.map(|(net, name)| chart(net, name, &steps, at, palette)))
        });
        column(rows).draw(space, theme, summary)
    }
}

fn spoken(name: &str) -> String {
    name.replace('-', " ")
}

/// How wide the mark of a checkpoint is to each side, as a factor.
const MARK: f64 = 1.06;

/// The curves of one network.
fn chart<'a>(
    net: &'a Net,
    name: &'a str,
    steps: &'a [f64],
    at: usize,
    palette: Palette,
) -> Panel<'a> {
    filling(300.0, 240.0, move |canvas| {
        let (first, last) = (steps[0] / MARK, steps[steps.len() - 1] * MARK);
        let across = Axis::logarithmic(first..last, 3);
        // The checkpoints lie about evenly on the axis, so the mark follows a hand nearly.
        let gesture = Gesture::Drag {
            across: Track::new("checkpoint", (last - first) / steps.len() as f64, 0),
            down: None,
        };
        let mut chart = Chart::new(("steps", across), (name, Axis::linear(0.0..1.0, 2)))
            .highlight(steps[at] / MARK..steps[at] * MARK)
            .handle(name, gesture);
        for (seed, colour) in net.seeds.iter().zip(
            [palette.positive, palette.negative, palette.ink]
                .into_iter()
                .cycle(),
        ) {
            let accuracies = seed.iter().map(|text| decimal(text).unwrap_or_default());
            let points = steps.iter().copied().zip(accuracies).collect();
            chart = chart.series(Series::line("", points, Marker::None, colour));
        }
        chart.draw(canvas)
    })
}

#[cfg(test)]
mod tests {
    use super::{Experiment, MOST, curves};

    #[test]
    fn every_experiment_is_read_whole() {
        for experiment in Experiment::ALL {
            let (steps, nets) = curves(experiment.printed()).unwrap();
            assert!(steps.len() > 5 && steps.len() <= MOST, "{experiment}");
            assert!(steps.is_sorted() && nets.len() > 1, "{experiment}");
            assert!(nets.iter().all(|net| net.seeds.len() == 3), "{experiment}");
            let lines = experiment.printed().matches("-curve = ").count();
            assert_eq!(lines, 3 * nets.len());
        }
    }

    #[test]
    fn accuracies_are_told_as_they_were_printed_and_an_output_that_is_not_whole_is_refused() {
        let text = "key: 1\ncurve-steps = 5 10\na-b-1-curve = 0.50 1.00\na-b-2-curve = 0.25 1.00\n";
        let (steps, nets) = curves(text).unwrap();
        assert_eq!(
            (steps, nets.len(), nets[0].name),
            (vec![5.0, 10.0], 1, "a-b")
        );
        assert_eq!([nets[0].at(0), nets[0].at(1)], ["0.25 to 0.50", "1.00"]);
        for text in [
            "",
            "curve-steps = 5\n",
            "curve-steps = 5 10\na-1-curve = 0.5\n",
            "curve-steps = x\na-1-curve = 0.5\n",
            "curve-steps = 5\na-1-curve = x\n",
        ] {
            assert!(curves(text).is_none(), "{text}");
        }
    }
}
