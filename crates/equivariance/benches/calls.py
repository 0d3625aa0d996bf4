"""What peers.py measures: calls of OpenCV, onnxruntime and numpy on the samples that peer.rs makes too. One thread."""

import os
import sys
import time
from collections.abc import Callable

import cv2
import numpy as np
import onnx
import onnxruntime

cv2.setNumThreads(1)


def processor_time(process: int) -> int:
    """The nanoseconds that a process computed, so that other programs on the machine count less."""
    linux = sys.platform == "linux"  # where clock_getcpuclockid makes a clock of a process so
    return time.clock_gettime_ns(~process << 3 | 2) if linux else time.perf_counter_ns()


class Call:
    """A call of Python, and the part of its output that needs no padding."""

    def __init__(self, name: str, call: Callable, inside: slice | None = None) -> None:
        self.name, self.call, self.inside = name, call, inside

    def block(self, repetitions: int) -> float:
        call = self.call
        call()
        start = processor_time(os.getpid())
        for _ in range(repetitions):
            call()
        return (processor_time(os.getpid()) - start) / repetitions

    def sum(self) -> float:
        output = self.call()
        return float((output[self.inside, self.inside] if self.inside else output).sum(dtype=np.float64))

    def close(self) -> None:
        pass


def noise(shape: tuple[int, ...], seed: int, dtype: type = np.float32) -> np.ndarray:
    """The same samples as `seeded_noise`."""
    z = np.arange(1, np.prod(shape) + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(seed)
    z = (z ^ (z >> 30)) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> 27)) * np.uint64(0x94D049BB133111EB)
    bits = 24 if np.dtype(dtype).itemsize == 4 else 53
    return (((z ^ (z >> 31)) >> (64 - bits)) * 2.0**-bits).astype(dtype).reshape(shape)


def filter2d(n: int, k: int, dtype: type = np.float32, into: bool = False) -> Call:
    x, w = noise((n, n), 1, dtype), noise((k, k), 2, dtype)
    output = np.zeros_like(x) if into else None
    name = "filter2D(dst=)" if into else "filter2D"
    return Call(name, lambda: cv2.filter2D(x, -1, w, dst=output), slice(k // 2, n - k // 2))


def match_template(n: int, k: int) -> Call:
    x, w = noise((n, n), 1), noise((k, k), 2)
    return Call("matchTemplate", lambda: cv2.matchTemplate(x, w, cv2.TM_CCORR))


def sep_filter2d(n: int, k: int) -> Call:
    x, down, across = noise((n, n), 1), noise((k,), 2), noise((k,), 3)
    return Call("sepFilter2D", lambda: cv2.sepFilter2D(x, -1, across, down), slice(k // 2, n - k // 2))


def onnx_call(operator: str, x: np.ndarray, constants: dict[str, np.ndarray], **attributes: list[int]) -> Call:
    def value(name: str, shape: tuple[int, ...] | None) -> onnx.ValueInfoProto:
        return onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, shape)

    node = onnx.helper.make_node(operator, ["x", *constants], ["y"], **attributes)
    tensors = [onnx.numpy_helper.from_array(array, name) for name, array in constants.items()]
    graph = onnx.helper.make_graph([node], "graph", [value("x", x.shape)], [value("y", None)], tensors)
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 17)], ir_version=9)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    return Call(f"onnxruntime {operator}", lambda: session.run(None, {"x": x})[0])


def conv(channels: int, n: int, k: int) -> Call:
    constants = {"w": noise((channels, channels, k, k), 2), "b": noise((channels,), 3)}
    return onnx_call("Conv", noise((1, channels, n, n), 1), constants)


def max_pool(n: int, k: int) -> Call:
    return onnx_call("MaxPool", noise((1, 1, n, n), 1), {}, kernel_shape=[k, k], strides=[k, k])


def copy(n: int) -> Call:
    x, output = noise((n, n), 1), noise((n, n), 1)
    return Call("numpy.copyto", lambda: np.copyto(output, x) or output)
