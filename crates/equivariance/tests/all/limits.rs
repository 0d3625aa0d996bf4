//! What the documentation of tensors, graphs, layers and training promises where shapes and numbers end.

use equivariance::{
    Adam, Classes, ConvLayer, Dense, Error, Fill, Graph, LiftingLayer, MessageLayer, Net, Options,
    Partition, PointGroup, Result, TensorLayer, TensorMaps, Training, channel_max,
    channel_max_gradient, channel_mean, channel_mean_gradient, cross_entropy, stacked_interior,
    train,
};
use ndarray::{Array1, Array2, Array3, Array4, Ix1, Ix2, Ix3, IxDyn, arr0, array};

#[test]
fn classes_of_two_digits_stand_apart() {
    let word = |positions: usize| Partition::of(&(0..positions).collect::<Vec<_>>()).to_string();
    assert_eq!(word(10), "0123456789");
    assert_eq!(word(11), "0 1 2 3 4 5 6 7 8 9 10");
}

#[test]
fn output_of_another_number_of_axes_is_an_error() -> Result<()> {
    let maps = TensorMaps::new(3, 1, 1)?;
    let input = array![1.0, 2.0, 3.0];
    let error = maps.apply::<_, _, Ix2>(0, Classes::Free, &input);
    let expected = "the output has 2 axes, but 1 are needed";
    assert_eq!(error.unwrap_err().to_string(), expected);
    let layer = TensorLayer::new((1, 1), Array3::ones((1, 1, 2)), array![[0.0]])?;
    let error = layer.forward::<_, Ix3>(&input.insert_axis(ndarray::Axis(0)));
    let expected = "the output has 3 axes, but 2 are needed";
    assert_eq!(error.unwrap_err().to_string(), expected);
    Ok(())
}

#[test]
fn layers_without_channels_are_errors() {
    for (c_out, c_in) in [(0, 1), (1, 0)] {
        let weights = Array3::<f64>::zeros((c_out, c_in, 2));
        let error = TensorLayer::new((1, 1), weights, Array2::zeros((c_out, 1))).unwrap_err();
        assert!(matches!(error, Error::EmptyKernel { .. }), "{error}");
        let weights = Array2::<f64>::zeros((c_out, c_in));
        let error = MessageLayer::new(weights.clone(), weights, Array1::zeros(c_out)).unwrap_err();
        assert!(matches!(error, Error::EmptyKernel { .. }), "{error}");
    }
}

#[test]
fn neighbours_are_in_order_and_summed_in_it() -> Result<()> {
    let star = Graph::new(5, &[[4, 0], [0, 3], [2, 0], [0, 1]])?;
    assert_eq!(star.neighbours(0), [1, 2, 3, 4]);
    // From the lowest to the highest, 2 is lost in 10¹⁶ once; backwards nothing is.
    let layer = MessageLayer::new(array![[0.0]], array![[1.0]], array![0.0])?;
    let output = layer.forward(&star, &array![[0.0, 1.0, 1e16, 1.0, -1e16]])?;
    assert_eq!(output[[0, 0]], 1.0 + 1e16 + 1.0 - 1e16);
    assert_ne!(output[[0, 0]], -1e16 + 1.0 + 1e16 + 1.0);
    Ok(())
}

#[test]
fn messages_mix_all_channels_with_the_bias_of_each_output() -> Result<()> {
    let path = Graph::new(3, &[[0, 1], [1, 2]])?;
    let own = array![[1.0, 10.0], [2.0, 20.0], [3.0, 30.0]];
    let neighbours = array![[4.0, 40.0], [5.0, 50.0], [6.0, 60.0]];
    let layer = MessageLayer::new(own, neighbours, array![0.25, 0.5, 0.75])?;
    let output = layer.forward(&path, &array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])?;
    // Vertex 1 has (2, 5) itself, and (1 + 3, 4 + 6) from its neighbours.
    let expected = [
        52.0 + 416.0 + 0.25,
        104.0 + 520.0 + 0.5,
        156.0 + 624.0 + 0.75,
    ];
    assert_eq!(output.column(1).to_vec(), expected);
    // Vertex 2 has (3, 6) itself, and (2, 5) from its neighbour.
    assert_eq!(output[[2, 2]], 189.0 + 312.0 + 0.75);
    Ok(())
}

#[test]
fn walks_that_do_not_close_may_be_too_many_to_count() -> Result<()> {
    // From the middle of a star to its ends and back: 8ᵏ walks of length 2k from the middle, as many from all the ends.
    let star = Graph::new(9, &(1..9).map(|end| [0, end]).collect::<Vec<_>>())?;
    assert_eq!(star.closed_walks(40)?, 2 * 8_u64.pow(20));
    assert_eq!(star.closed_walks(101)?, 0);
    // At length 42 each of the two numbers fits, and their sum does not.
    for length in [42, 44, 1000] {
        let error = star.closed_walks(length).unwrap_err();
        let expected =
            format!("the closed walks of length {length} are more than 64 bits can count");
        assert_eq!(error.to_string(), expected);
    }
    Ok(())
}

#[test]
fn graph_may_be_empty_but_not_larger_than_memory() -> Result<()> {
    let none = Graph::new(0, &[])?;
    assert_eq!((none.closed_walks(3)?, none.adjacency().len()), (0, 0));
    let error = Graph::new(usize::MAX, &[]).unwrap_err();
    assert!(matches!(error, Error::OutputTooLarge { .. }), "{error}");
    Ok(())
}

#[test]
fn first_of_equally_long_runs_is_the_interior() -> Result<()> {
    // Half way round a ring, the border with zeros lies in the middle of what is left.
    let layer = (&[3][..], Options::same());
    let region = stacked_interior(&[32], &[layer], &[16], Fill::Circular)?;
    assert_eq!((region.ranges[0].start, region.ranges[0].end), (1, 15));
    Ok(())
}

#[test]
fn stride_far_larger_than_the_picture_is_refused_at_once() -> Result<()> {
    let options = Options::valid().stride(1 << 50);
    let weights = Array4::<f64>::ones((1, 1, 3, 3));
    let layer = LiftingLayer::new(PointGroup::C4, weights, array![0.0], options)?;
    let error = layer.forward(&Array3::ones((1, 8, 8))).unwrap_err();
    let Error::WindowsOffCentre { would_do, .. } = error else {
        panic!("{error}");
    };
    assert_eq!(would_do, [3, (1 << 50) + 3]);
    Ok(())
}

#[test]
fn windows_that_memory_cannot_hold_have_no_gradient() -> Result<()> {
    let n = 1 << 24;
    let layer = ConvLayer::new(
        Array3::<f32>::zeros((1, 1, n)),
        array![0.0],
        Options::same(),
    )?;
    let picture = Array2::zeros((1, n));
    let error = layer.parameter_gradients(&picture, &picture).unwrap_err();
    assert!(matches!(error, Error::OutputTooLarge { .. }), "{error}");
    Ok(())
}

#[test]
fn pooling_of_what_has_no_axis_or_no_memory_is_an_error() {
    let number = arr0(1.0).into_dyn();
    let errors = [
        channel_max(&number).map(|_| ()),
        channel_mean(&number).map(|_| ()),
        channel_max_gradient(&number, &array![1.0]).map(|_| ()),
        channel_mean_gradient(IxDyn(&[]), &array![1.0]).map(|_| ()),
    ];
    for error in errors {
        let expected = "the input has 0 axes, but 1 are needed";
        assert_eq!(error.unwrap_err().to_string(), expected);
    }
    let huge = Ix3(1, usize::MAX, 4);
    let error = channel_mean_gradient(huge, &array![1.0]).unwrap_err();
    assert!(matches!(error, Error::OutputTooLarge { .. }), "{error}");
    let empty = Ix3(1, usize::MAX, 0);
    let error = channel_mean_gradient(empty, &array![1.0]).unwrap_err();
    assert!(matches!(error, Error::EmptyInput { .. }), "{error}");
}

#[test]
fn loss_adds_the_classes_in_order() -> Result<()> {
    // exp(−37) is less than half of ε, so after the 1 of the first class each is lost; before it they are not.
    let logits = array![0.0, -37.0, -37.0, -37.0, -37.0];
    assert_eq!(cross_entropy(&logits, 0)?.0, 0.0);
    let logits = array![-37.0, -37.0, -37.0, -37.0, 0.0];
    assert!(cross_entropy(&logits, 4)?.0 > 0.0);
    Ok(())
}

#[test]
fn bias_from_back_to_front_is_given_in_order() -> Result<()> {
    let mut bias = array![1.0, 2.0, 3.0];
    bias.invert_axis(ndarray::Axis(0));
    let mut layer = Dense::new(Array2::zeros((3, 1)), bias)?;
    let [_, bias] = layer.parameters();
    assert_eq!(bias, [3.0, 2.0, 1.0]);
    Ok(())
}

#[test]
#[should_panic(expected = "a derivative for each parameter")]
fn more_parameters_than_derivatives_panic() {
    Adam::new(1, 0.1).step([&mut [1.0, 2.0][..]], &[1.0]);
}

#[test]
#[should_panic(expected = "a derivative for each parameter")]
fn optimiser_of_another_number_of_parameters_panics() {
    Adam::new(2, 0.1).step([&mut [1.0][..]], &[1.0]);
}

/// A network whose loss is finite and whose gradient is what it is given.
struct Given([f64; 2]);

impl Net<f64> for Given {
    type Input = [f64; 2];

    fn parameters(&mut self) -> Vec<&mut [f64]> {
        vec![&mut self.0]
    }

    fn logits(&self, _: &[f64; 2]) -> Result<Array1<f64>> {
        Ok(Array1::zeros(Ix1(2)))
    }

    fn loss_and_gradient(&self, input: &[f64; 2], _: usize) -> Result<(f64, Vec<f64>)> {
        Ok((1.0, input.to_vec()))
    }
}

#[test]
fn gradient_that_is_not_finite_is_an_error_before_it_spoils_the_parameters() {
    let mut net = Given([1.0, 2.0]);
    let training = Training {
        steps: 1,
        batch: 1,
        rate: 0.1,
        seed: 1,
    };
    let error = train(&mut net, &[([0.0, f64::NAN], 0)], training, |_, _| Ok(())).unwrap_err();
    let expected =
        "the gradient by the parameters (step, place) at [1, 1] is NaN; a finite number is needed";
    assert_eq!(error.to_string(), expected);
    assert_eq!(net.0, [1.0, 2.0]);
}
