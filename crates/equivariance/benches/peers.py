"""Measures the operators in turn with OpenCV and onnxruntime: python3 crates/equivariance/benches/peers.py

Needs cargo and, the first time, a network: the libraries are installed from PyPI under target/peers. A row alternates short
blocks of calls, ours and the peer's, since the speed of a machine drifts; a ratio is that of two neighbouring blocks. Both
sides work on the same samples, and the sums of their outputs are compared. A call of Python counts with its cost.
"""

import argparse
import json
import math
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

PINS = ["numpy==2.4.6", "opencv-python-headless==5.0.0.93", "onnxruntime==1.32.0", "onnx==1.23.2"]
ROOT = pathlib.Path(__file__).resolve().parents[3]
VENV = ROOT / "target/peers"
FEATURES = "fft,rayon"
BLOCK = 10e6  # the nanoseconds of a block, unless one call takes longer
# numpy asks for huge pages for large arrays; the allocators of Rust and of onnxruntime do so with this setting of glibc.
# In small pages, the first touch of a large output costs more than the arithmetic. Some versions of glibc compare the answer
# of the kernel without its end, so that the setting holds by chance: a process that has no huge pages is started again.
HUGE, SMALL = "glibc.malloc.hugetlb=1", "glibc.malloc.hugetlb=0"
TRIES = 20
PROCESSES = 5  # for each row


def huge_pages(process: int | str) -> bool:
    memory = pathlib.Path(f"/proc/{process}/smaps_rollup")
    lines = memory.read_text().splitlines() if memory.exists() else []
    return any(line.startswith("AnonHugePages:") and line.split()[1] != "0" for line in lines)


def enter_venv() -> bool:
    """Goes on in an environment that has the libraries, which is made the first time; returns whether in huge pages."""
    python, pins = VENV / "bin/python", VENV / "pins.txt"
    tries = int(os.environ.get("PEERS_TRIES", 0))
    touched = b"1" * 2**24
    huge = huge_pages("self") and len(touched) > 0
    if pathlib.Path(sys.prefix) == VENV and (huge or tries > TRIES):
        return huge
    if not pins.exists() or pins.read_text() != "\n".join(PINS):
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
        install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PINS]
        subprocess.run(install, check=True)
        pins.write_text("\n".join(PINS))
    os.execve(python, [str(python), *sys.argv], os.environ | {"GLIBC_TUNABLES": HUGE, "PEERS_TRIES": str(tries + 1)})


HUGE_PAGES = enter_venv()
sys.dont_write_bytecode = True
from calls import Call, conv, copy, filter2d, max_pool, match_template, processor_time, sep_filter2d  # noqa: E402
from lines import write  # noqa: E402


class Ours:
    """The program of peer.rs, as a process of its own."""

    program = ""

    def __init__(self, item: str, pages: str = HUGE, threads: int = 1, wall: bool = False) -> None:
        self.name, self.item, self.wall, pipe = f"ours, {item}", item, wall, subprocess.PIPE
        environment = os.environ | {"GLIBC_TUNABLES": pages, "RAYON_NUM_THREADS": str(threads)}
        for _ in range(TRIES if HUGE_PAGES else 1):
            self.process = subprocess.Popen([self.program], stdin=pipe, stdout=pipe, text=True, env=environment)
            self.ask("copy,n=2048", 0)
            self.huge_pages = huge_pages(self.process.pid)
            if self.huge_pages == (pages == HUGE):
                break
            self.close()

    def ask(self, item: str, repetitions: int) -> float:
        self.process.stdin.write(f"{item} {repetitions}\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        return float(answer) if answer else sys.exit(f"{item} was not measured")

    def block(self, repetitions: int) -> float:
        self.ask(self.item, 1)
        start = processor_time(self.process.pid)
        passed = self.ask(self.item, repetitions)
        return passed if self.wall else (processor_time(self.process.pid) - start) / repetitions

    def sum(self) -> float:
        return self.ask(self.item, 0)

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait()


@dataclass
class Row:
    group: str
    item: str
    ours: str
    peers: list[Callable[[], Call | Ours]] = field(default_factory=list)
    goal: float | None = None
    factor: float = 1.0  # of the ratio
    pages: str = HUGE
    threads: int = 1
    bytes: int = 0  # what the call must read and write


def rows() -> Iterator[Row]:
    def plane(n: int) -> int:
        return n * n * 4

    for n, goal in ((48, 0.45), (512, 0.6), (4096, 0.7)):
        yield Row("operators", f"correlate 3×3 on {n}²", f"correlate,n={n}", [lambda: filter2d(n, 3)], goal)
    separable = "separable 5×5 on 4096²", "separable,n=4096,k=5", [lambda: sep_filter2d(4096, 5)]
    layer = "layer 64 → 64, 3×3, 56²", "layer,n=56", [lambda: conv(64, 56, 3)]
    pooling = "max pooling 2×2 on 4096²", "max_pool,n=4096,k=2", [lambda: max_pool(4096, 2)]
    yield Row("operators", *separable, 0.8)
    for operator, k, goal in (("correlate", 15, 1.2), ("correlate_by_fft", 31, 1.0), ("correlate_by_fft", 101, 1.0)):
        item = f"{k}×{k} on 1024², {'direct' if operator == 'correlate' else 'by FFT'}"
        peers = [lambda: filter2d(1024, k), lambda: match_template(1024, k)]
        yield Row("operators", item, f"{operator},n=1024,k={k}", peers, goal)
    layer_goal = 1.1 if "AMD" in cpu() else 1.4
    yield Row("operators", *layer, layer_goal)
    yield Row("operators", *pooling, 0.4)

    for n in (512, 4096):
        peers = [lambda: filter2d(n, 3, float)]
        yield Row("others", f"correlate 3×3 on {n}², f64", f"correlate,n={n},double=true", peers)
    correlation = "correlate 3×3 on 4096²", "correlate,n=4096", [lambda: filter2d(4096, 3)]
    for k in (31, 101):
        peers = [lambda: filter2d(1024, k), lambda: match_template(1024, k)]
        yield Row("others", f"{k}×{k} on 1024², direct", f"correlate,n=1024,k={k}", peers)
    for item, ours, peers in (correlation, separable, pooling):
        yield Row("others", item + ", small pages", ours, peers, pages=SMALL)
    for n in (512, 4096):
        peers = [lambda: filter2d(n, 3, into=True)]
        yield Row("others", f"correlate 3×3 on {n}², into an array", f"correlate,n={n},into=true", peers)
    by_fft = "101×101 on 1024², by FFT", "correlate_by_fft,n=1024,k=101", [lambda: match_template(1024, 101)]
    for item, ours, peers in (separable, by_fft, pooling, layer):
        yield Row("others", item + ", into an array", ours + ",into=true", peers)
    yield Row("others", "copy of 4096²", "copy,n=4096", [lambda: copy(4096)], bytes=2 * plane(4096))

    for width in {"AVX-512": ("avx2", "single"), "AVX2": ("single",), "NEON": ("single",)}.get(machine()["vectors"], ()):
        for item, ours in (correlation[:2], ("15×15 on 1024², direct", "correlate,n=1024,k=15"), layer[:2]):
            widest = [lambda: Ours(ours)]
            yield Row("narrower vectors beside the widest", f"{item}, {width}", f"{ours},width={width}", widest)

    # A goal where arithmetic is the limit; where memory is, what it reached, beside a copy.
    for item, ours, goal, size in (
        ("correlate 3×3 on 512²", "correlate,n=512", 1 / 1.7, 0),
        ("correlate 3×3 on 4096²", "correlate,n=4096", None, 2 * plane(4096)),
        ("correlate 3×3 on 4096², into an array", "correlate,n=4096,into=true", None, 2 * plane(4096)),
        (*separable[:2], None, 2 * plane(4096)),
        ("15×15 on 1024², direct", "correlate,n=1024,k=15", 1 / 1.7, 0),
        (*layer[:2], 1 / 1.7, 0),
        (*by_fft[:2], 1 / 1.7, 0),
        (*pooling[:2], None, plane(4096) + plane(2048)),
        ("copy of 4096²", "copy,n=4096,threads=2", None, 2 * plane(4096)),
    ):
        alone = [lambda: Ours(ours.replace(",threads=2", ""), wall=True)]
        yield Row("two threads beside one, by the clock", item, ours, alone, goal, threads=2, bytes=size)

    # Relative to as many products without padding, stride and dilation. The padding adds `sides` spans of the kernel.
    paddings = {"valid": -1, "same": 0, "full": 1, "circular": 0, "reflect": 0, "same-upper": 0}
    for k in (3, 7):
        plain = f"correlate,n=512,k={k}"
        for padding, sides in paddings.items():
            for stride, dilation in ((1, 1), (2, 1), (3, 1), (1, 2), (1, 3), (2, 3)):
                outputs = (512 + sides * dilation * (k - 1) - 1) // stride + 1
                item, ours = f"{padding}, stride {stride}, dilation {dilation}", f"{plain},padding={padding}"
                ours += f",stride={stride},dilation={dilation}"
                factor = (513 - k) ** 2 / outputs**2
                yield Row(f"options, {k}×{k} on 512²", item, ours, [lambda: Ours(plain)], 2.0, factor)

    for n in (32, 64, 128, 256, 512, 1024, 2048, 4096):
        yield Row("growth", f"3×3 on {n}²", f"correlate,n={n}")
    for k in (1, 2, 4, 8, 16, 32):
        yield Row("growth", f"{k}×{k} on 512²", f"correlate,n=512,k={k}")


def measure(row: Row, seconds: float) -> dict:
    blocks = []
    # Where arrays lie in memory changes the time, and a process keeps its places.
    for _ in range(PROCESSES):
        ours, *peers = sides = [Ours(row.ours, row.pages, row.threads, row.threads > 1), *(peer() for peer in row.peers)]
        for peer in peers:
            if isinstance(peer, Call) and not math.isclose(peer.sum(), ours.sum(), rel_tol=1e-4):
                sys.exit(f"{row.item}: our sum is {ours.sum()}, that of {peer.name} {peer.sum()}")
        repetitions = [max(1, int(BLOCK / row.threads**3 / side.block(1))) for side in sides]
        end, of_process = time.monotonic() + seconds / PROCESSES, []
        while not of_process or time.monotonic() < end:
            of_process.append([side.block(count) for side, count in zip(sides, repetitions)])
        # Two threads need both processors to themselves: short blocks, of which the fastest count.
        blocks += of_process if row.threads == 1 else [[min(times) for times in zip(*of_process)]]
        for side in sides:
            side.close()
    our_times, *peer_times = zip(*blocks)
    result = {"group": row.group, "item": row.item, "ours": row.ours, "huge_pages": ours.huge_pages}
    result |= {"blocks": len(blocks), "ours_ns": summary(our_times)}
    if peers:
        times, peer = min(zip(peer_times, peers), key=lambda pair: statistics.median(pair[0]))
        ratio = summary([row.factor * a / b for a, b in zip(our_times, times)])
        result |= {"peer": peer.name, "peer_ns": summary(times), "ratio": ratio}
    if row.goal is not None:
        result |= {"goal": row.goal, "met": result["ratio"]["median"] <= row.goal}
    if row.bytes:
        result["gigabytes_per_second"] = row.bytes / result["ours_ns"]["median"]
    return result


def summary(values: list[float]) -> dict[str, float]:
    lower, median, upper = statistics.quantiles(values, n=4)
    return {"median": median, "lower": lower, "upper": upper, "min": min(values), "max": max(values)}


def cpuinfo() -> str:
    info = pathlib.Path("/proc/cpuinfo")
    return info.read_text() if info.exists() else ""


def cpu() -> str:
    names = [line.partition(":")[2].strip() for line in cpuinfo().splitlines() if line.startswith("model name")]
    return names[0] if names else platform.machine()


def machine() -> dict:
    flags = cpuinfo().split() + [platform.machine()]
    widths = {"avx512f": "AVX-512", "avx2": "AVX2", "asimd": "NEON", "arm64": "NEON"}
    width = next((widths[flag] for flag in widths if flag in flags), "plain")
    rustc = subprocess.run(["rustc", "--version"], capture_output=True, text=True, check=True).stdout.split()[1]
    versions = dict(pin.split("==") for pin in PINS) | {"python": platform.python_version(), "rustc": rustc}
    date = time.strftime("%Y-%m-%d")
    return {"cpu": cpu(), "vectors": width, "cores": os.cpu_count(), "date": date, "versions": versions}


def text(result: dict) -> str:
    def duration(summary: dict[str, float]) -> str:
        value = summary["median"]
        return f"{value / 1e6:.4g} ms" if value >= 1e6 else f"{value / 1e3:.4g} µs"

    line = f"{result['item']:38} {duration(result['ours_ns']):>9}"
    if ratio := result.get("ratio"):
        line += f" {duration(result['peer_ns']):>9}  {ratio['median']:5.3g} ({ratio['lower']:.3g} to {ratio['upper']:.3g})"
        line = f"{line:84} {result['peer']}"
    if "goal" in result:
        line = f"{line:106} ≤ {result['goal']:<4.3g} {'met' if result['met'] else 'not met'}"
    if "gigabytes_per_second" in result:
        line += f", {result['gigabytes_per_second']:.3g} GB/s"
    return line


def build() -> str:
    command = ["cargo", "bench", "-p", "equivariance", "--features", FEATURES, "--bench", "peer", "--no-run"]
    command.append("--message-format=json")
    lines = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True).stdout.splitlines()
    return next(path for path in (json.loads(line).get("executable") for line in lines) if path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=pathlib.Path, help="where to write the results; beside it, as .tsv, what the book shows of them")
    parser.add_argument("--seconds", type=float, default=4, help="the time of a row of the first group; others have a quarter")
    parser.add_argument("--only", default="", help="part of the group or name of the rows to measure")
    arguments = parser.parse_args()
    Ours.program = build()
    about, results = machine(), []
    versions = ", ".join(f"{name} {version}" for name, version in about["versions"].items())
    print(f"{about['cpu']}, {about['vectors']}, {about['cores']} cores, {about['date']}; {versions}")
    pages = "outputs in huge pages on both sides" if HUGE_PAGES else "no huge pages"
    print(f"One thread; f32, valid padding, {pages}, unless a row says otherwise.")
    print("Medians over blocks of the time that a processor computed, and the quartiles of the ratio.")
    for row in rows():
        if arguments.only not in f"{row.group} {row.item}":
            continue
        if not results or results[-1]["group"] != row.group:
            print(f"\n{row.group:38} {'ours':>9} {'peer':>9}  ours / peer")
        results.append(measure(row, arguments.seconds / (1 if row.group == "operators" else 4)))
        print(text(results[-1]), flush=True)
    if arguments.json:
        measured = {"machine": about, "rows": results}
        arguments.json.write_text(json.dumps(measured, indent=1, ensure_ascii=False) + "\n")
        write(measured, arguments.json)


main()
