//! The tests of ONNX, through this crate. Beside this file lie their data, where they come from, and which are left out.

use equivariance::*;
use ndarray::{Array1, ArrayD, ArrayViewD, Axis, IxDyn};
use serde_json::Value;

const CASES: usize = 98;

/// Each output may differ by `n · ε · Σ |w| |x|`, the rounding of two sums of `n` products in different orders to first
/// order: `n · ε/2 · Σ |w| |x|` for each of both.
///
/// Nicholas J. Higham, *Accuracy and Stability of Numerical Algorithms*, second edition, SIAM 2002, section 3.1.
const EPSILON: f64 = f32::EPSILON as f64;

/// A case whose numbers ONNX gives with four digits behind the point: each of the four samples, a ninth of which is added,
/// and the output may be half of the last digit off.
const FOUR_DIGITS: &str = "test_averagepool_2d_ceil_last_window_starts_on_pad";

struct Case<A> {
    name: String,
    operator: String,
    attributes: Value,
    inputs: Vec<ArrayD<A>>,
    output: ArrayD<A>,
}

fn cases<A: Scalar>() -> Vec<Case<A>> {
    let planes =
        miniz_oxide::inflate::decompress_to_vec_zlib(include_bytes!("arrays.bin")).unwrap();
    let count = planes.len() / 4;
    let number =
        |at: usize| f32::from_le_bytes([0, 1, 2, 3].map(|plane| planes[plane * count + at]));
    let list: Vec<Value> = serde_json::from_str(include_str!("cases.json")).unwrap();
    let array = |value: &Value| {
        let shape: Vec<usize> = serde_json::from_value(value["shape"].clone()).unwrap();
        let start = value["start"].as_u64().unwrap() as usize;
        let numbers = start..start + shape.iter().product::<usize>();
        let numbers = numbers.map(|at| A::from(number(at)).unwrap()).collect();
        ArrayD::from_shape_vec(shape, numbers).unwrap()
    };
    list.iter()
        .map(|case| Case {
            name: case["name"].as_str().unwrap().to_owned(),
            operator: case["operator"].as_str().unwrap().to_owned(),
            attributes: case["attributes"].clone(),
            inputs: case["inputs"]
                .as_array()
                .unwrap()
                .iter()
                .map(array)
                .collect(),
            output: array(&case["output"]),
        })
        .collect()
}

impl<A: Scalar> Case<A> {
    /// The numbers of an attribute, one for each spatial axis (of `pads` two), or `default`.
    fn numbers(&self, attribute: &str, count: usize, default: usize) -> Vec<usize> {
        match &self.attributes[attribute] {
            Value::Null => vec![default; count],
            value => {
                let numbers: Vec<usize> = serde_json::from_value(value.clone()).unwrap();
                assert_eq!(numbers.len(), count, "{}: {attribute}", self.name);
                numbers
            }
        }
    }

    fn number(&self, attribute: &str, default: u64) -> usize {
        let value = &self.attributes[attribute];
        let number = value
            .as_u64()
            .or_else(|| value.is_null().then_some(default));
        number.unwrap() as usize
    }

    fn auto_pad(&self) -> &str {
        self.attributes["auto_pad"].as_str().unwrap_or("NOTSET")
    }

    fn axes(&self) -> usize {
        self.inputs[0].ndim() - 2
    }

    /// The options of each spatial axis.
    fn options(&self) -> Vec<Options> {
        let axes = self.axes();
        let (strides, dilations) = (
            self.numbers("strides", axes, 1),
            self.numbers("dilations", axes, 1),
        );
        let pads = self.numbers("pads", 2 * axes, 0);
        (0..axes)
            .map(|axis| Options {
                padding: match self.auto_pad() {
                    "SAME_UPPER" => Padding::SameUpper,
                    "SAME_LOWER" => Padding::SameLower,
                    "VALID" => Padding::Valid,
                    "NOTSET" => Padding::Zeros {
                        before: pads[axis],
                        after: pads[axes + axis],
                    },
                    other => panic!("{}: {other}", self.name),
                },
                stride: strides[axis],
                dilation: dilations[axis],
                ceil: self.number("ceil_mode", 0) != 0,
            })
            .collect()
    }

    fn bias(&self, channels: usize) -> Array1<A> {
        let zeros = || Array1::zeros(channels);
        let given = self.inputs.get(2).cloned();
        given.map_or_else(zeros, |bias| bias.into_dimensionality().unwrap())
    }

    fn convolved(&self, input: &ArrayD<A>, weights: ArrayD<A>, bias: Array1<A>) -> ArrayD<A> {
        let layer = ConvLayer::new(weights, bias, &self.options()[..]).unwrap();
        let layer = layer.groups(self.number("group", 1)).unwrap();
        layer.forward_batch(input).unwrap()
    }

    fn convolved_back(&self, input: &ArrayD<A>, weights: ArrayD<A>, bias: Array1<A>) -> ArrayD<A> {
        let (axes, groups) = (self.axes(), self.number("group", 1));
        let mut options = self.options();
        let given = !self.attributes["output_shape"].is_null();
        if given && self.auto_pad() == "NOTSET" {
            // With an output shape ONNX finds the padding itself, the larger half before.
            options
                .iter_mut()
                .for_each(|options| options.padding = Padding::SameLower);
        }
        let more = self.numbers("output_padding", axes, 0);
        let mut layer = TransposedConvLayer::grouped(weights, bias, &options[..], groups)
            .and_then(|layer| layer.output_padding(&more[..]))
            .unwrap();
        if given {
            layer = layer
                .size(&self.numbers("output_shape", axes, 0)[..])
                .unwrap();
        }
        layer.forward_batch(input).unwrap()
    }

    /// The pooling: no window along the axes of batch and channels.
    fn pools(&self) -> Vec<Pool> {
        let windows = self.numbers("kernel_shape", self.axes(), 0);
        let options = self.options();
        let spatial = windows.iter().zip(&options).map(|(window, options)| Pool {
            window: *window,
            options: *options,
        });
        [Pool::new(1, 1); 2].into_iter().chain(spatial).collect()
    }

    fn pooled(&self, input: &ArrayD<A>) -> ArrayD<A> {
        let pools = &self.pools()[..];
        let output = match self.operator.as_str() {
            "MaxPool" => max_pool(input, pools),
            _ if self.number("count_include_pad", 0) == 0 => mean_pool(input, pools),
            _ => mean_pool_counting_padding(input, pools),
        };
        output.unwrap()
    }

    /// One number for each map of each input of the batch.
    fn of_each_map(
        &self,
        input: &ArrayD<A>,
        number: impl Fn(&ArrayViewD<A>) -> Result<A>,
    ) -> ArrayD<A> {
        let mut shape = vec![1; input.ndim()];
        shape[..2].copy_from_slice(&input.shape()[..2]);
        ArrayD::from_shape_fn(shape, |place| {
            let maps = input.index_axis(Axis(0), place[0]);
            number(&maps.index_axis(Axis(0), place[1])).unwrap()
        })
    }

    /// The output of this crate, and for each of its numbers how far it may be from that of ONNX.
    fn output(&self) -> (ArrayD<A>, ArrayD<f64>) {
        let input = &self.inputs[0];
        let magnitudes = |values: &ArrayD<A>| values.mapv(A::abs);
        let rounded = |sums: ArrayD<A>, count: usize| {
            sums.mapv(|sum| count as f64 * EPSILON * sum.to_f64().unwrap())
        };
        let exactly = |output: ArrayD<A>| {
            let nothing = ArrayD::zeros(output.raw_dim());
            (output, nothing)
        };
        match self.operator.as_str() {
            "Conv" | "ConvTranspose" => {
                let weights = &self.inputs[1];
                let transposed = self.operator == "ConvTranspose";
                let channels = if transposed {
                    weights.shape()[1] * self.number("group", 1)
                } else {
                    weights.shape()[0]
                };
                let bias = self.bias(channels);
                let of = |input: &ArrayD<A>, weights, bias| {
                    if transposed {
                        self.convolved_back(input, weights, bias)
                    } else {
                        self.convolved(input, weights, bias)
                    }
                };
                let sums = of(&magnitudes(input), magnitudes(weights), bias.mapv(A::abs));
                // The products of one output and its bias; of a transposed layer no more than these.
                let from = if transposed {
                    weights.shape()[0]
                } else {
                    weights.shape()[1]
                };
                let count = from * weights.shape()[2..].iter().product::<usize>() + 1;
                (of(input, weights.clone(), bias), rounded(sums, count))
            }
            "AveragePool" => {
                let count = self.pools().iter().map(|pool| pool.window).product();
                (
                    self.pooled(input),
                    rounded(self.pooled(&magnitudes(input)), count),
                )
            }
            "MaxPool" => exactly(self.pooled(input)),
            "GlobalAveragePool" => {
                let mean = |values: &ArrayD<A>| self.of_each_map(values, |map| global_mean(map));
                let count = input.shape()[2..].iter().product();
                (mean(input), rounded(mean(&magnitudes(input)), count))
            }
            "GlobalMaxPool" => exactly(self.of_each_map(input, |map| global_max(map))),
            other => panic!("{}: {other}", self.name),
        }
    }
}

fn every_case_passes<A: Scalar>() {
    let cases = cases::<A>();
    assert_eq!(cases.len(), CASES);
    for case in cases {
        let (output, tolerance) = case.output();
        assert_eq!(output.shape(), case.output.shape(), "{}", case.name);
        for (place, value) in output.indexed_iter() {
            let place: IxDyn = place;
            let expected = case.output[&place];
            let digits = if case.name == FOUR_DIGITS {
                (1.0 + 4.0 / 9.0) * 0.5e-4
            } else {
                0.0
            };
            let tolerance = tolerance[&place] + digits;
            let difference = (*value - expected).abs().to_f64().unwrap();
            let what = format!("{} at {place:?}: {value:?} is not {expected:?}", case.name);
            assert!(difference <= tolerance, "{what}");
        }
    }
}

#[test]
fn the_tests_of_onnx_pass_in_f32() {
    every_case_passes::<f32>();
}

/// The same numbers, which 64 bits hold as well.
#[test]
fn the_tests_of_onnx_pass_in_f64() {
    every_case_passes::<f64>();
}
