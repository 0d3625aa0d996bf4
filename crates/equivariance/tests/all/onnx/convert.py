"""Writes the tests of ONNX for the operators that this crate has as `cases.json` and `arrays.bin`.

    python3 -m venv venv && venv/bin/pip install onnx==1.23.2
    venv/bin/python convert.py

It takes the node tests, and the tests that come as files and consist of one such node. `README.md` says what it leaves out.
"""

import json
import pathlib
import zlib

import numpy
import onnx
from onnx import helper, numpy_helper

OPERATORS = {
    "Conv",
    "ConvTranspose",
    "MaxPool",
    "AveragePool",
    "GlobalAveragePool",
    "GlobalMaxPool",
}
# A case with more bytes is left out; the largest node test has 750 708.
MOST_BYTES = 800_000


def node_tests():
    # The numbers of many cases are drawn when they are made.
    numpy.random.seed(0)
    from onnx.backend.test.case.node import collect_testcases

    for case in collect_testcases(None):
        inputs, outputs = case.data_sets[0]
        yield case.name, case.model, list(inputs), list(outputs)


def file_tests():
    data = pathlib.Path(onnx.__file__).parent / "backend/test/data"
    for folder in sorted(data.glob("pytorch-*/test_*")):
        model = onnx.load(folder / "model.onnx")
        weights = {t.name: numpy_helper.to_array(t) for t in model.graph.initializer}
        given = [i.name for i in model.graph.input if i.name not in weights]

        def read(kind):
            files = sorted((folder / "test_data_set_0").glob(f"{kind}_*.pb"))
            tensors = [onnx.load_tensor(file) for file in files]
            return [numpy_helper.to_array(tensor) for tensor in tensors]

        arrays = weights | dict(zip(given, read("input")))
        if len(model.graph.node) == 1:
            inputs = [arrays[name] for name in model.graph.node[0].input]
            yield folder.name, model, inputs, read("output")


def main():
    cases, left_out, data = [], [], []
    places = {}
    size = 0

    def store(array):
        nonlocal size
        array = numpy.ascontiguousarray(array, dtype="<f4")
        key = (array.shape, array.tobytes())
        if key not in places:
            places[key] = {"shape": list(array.shape), "start": size}
            data.append(array.ravel())
            size += array.size
        return places[key]

    for name, model, inputs, outputs in [*node_tests(), *file_tests()]:
        node = model.graph.node[0]
        if len(model.graph.node) != 1 or node.op_type not in OPERATORS:
            continue
        arrays = [numpy.asarray(array) for array in [*inputs, *outputs]]
        if len(outputs) > 1:
            left_out.append(f"{name}: it has indices")
        elif any(array.dtype != numpy.float32 for array in arrays):
            left_out.append(f"{name}: it has numbers of another type than f32")
        elif sum(array.nbytes for array in arrays) > MOST_BYTES:
            left_out.append(f"{name}: it has more than {MOST_BYTES} bytes")
        else:
            attributes = {a.name: helper.get_attribute_value(a) for a in node.attribute}
            decode = lambda value: value.decode() if isinstance(value, bytes) else value
            case = {
                "name": name,
                "operator": node.op_type,
                "attributes": {k: decode(v) for k, v in attributes.items()},
                "inputs": [store(array) for array in inputs],
                "output": store(outputs[0]),
            }
            cases.append(json.dumps(case))

    here = pathlib.Path(__file__).parent
    (here / "cases.json").write_text("[\n" + ",\n".join(cases) + "\n]\n")
    # The first bytes of all numbers, then the second ones: signs and exponents are alike, and so become small.
    planes = numpy.concatenate(data).view("u1").reshape(-1, 4).T
    (here / "arrays.bin").write_bytes(zlib.compress(planes.tobytes(), 9))
    print(f"{len(cases)} cases", *left_out, sep="\n")


main()
