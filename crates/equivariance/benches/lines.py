"""The results of peers.py as tab-separated lines, which the book's figure of them reads: python3 lines.py RESULTS.json writes
RESULTS.tsv and RESULTS-quoted.tsv"""

import json
import pathlib
import re
import sys


def lines(results: dict) -> tuple[str, str]:
    """What the figure shows, and the further rows that the text quotes. The first begins with the machine, the second with the versions; then comes a line for each row: group, item, peer, our median and the peer's in nanoseconds, the
    median ratio with its quartiles, the goal, gigabytes in a second; empty where there is none, or where the peer is
    another of our calls. The rows of growth are two
    groups, by the number of samples and of weights. Options, of which the figure shows nothing, are left out."""

    def digits(value: float | None) -> str:
        if value is None:
            return ""
        rounded = float(f"{value:.3g}")
        return f"{rounded:.0f}" if rounded >= 1000 else f"{rounded:g}"

    def fields(row: dict) -> list[str]:
        ratio = row.get("ratio", {})
        numbers = [row["ours_ns"]["median"], row.get("peer_ns", {}).get("median")]
        numbers += [ratio.get(name) for name in ("median", "lower", "upper")]
        numbers += [row.get(name) for name in ("goal", "gigabytes_per_second")]
        peer = row.get("peer", "")
        return [row["group"], row["item"], "" if peer.startswith("ours") else peer, *map(digits, numbers)]

    def growth(group: str, size: str) -> list[list[str]]:
        """The rows whose item is of this form, in the order of the numbers in it."""
        found = []
        for row in results["rows"]:
            if row["group"] == "growth" and (match := re.fullmatch(size, row["item"])):
                found.append((int(match[1]) ** 2, row))
        found.sort(key=lambda pair: pair[0])
        return [fields(row | {"group": group, "item": str(count)}) for count, row in found]

    machine = results["machine"]
    about = [machine["cpu"], machine["vectors"], str(machine["cores"]), machine["date"]]
    versions = [f"{name} {version}" for name, version in machine["versions"].items()]
    shown = [row for row in results["rows"] if row["group"] == "operators"]
    quoted = [row for row in results["rows"] if not row["group"].startswith(("operators", "options", "growth"))]
    table = [about, *map(fields, shown)]
    table += growth("samples", r"3×3 on (\d+)²") + growth("weights", r"(\d+)×\d+ on 512²")
    first, second = ("".join("\t".join(line) + "\n" for line in lines) for lines in (table, [versions, *map(fields, quoted)]))
    return first, second


def write(results: dict, path: pathlib.Path) -> None:
    """Writes both beside the results: .tsv and -quoted.tsv."""
    shown, quoted = lines(results)
    path.with_suffix(".tsv").write_text(shown)
    path.with_name(path.stem + "-quoted.tsv").write_text(quoted)


if __name__ == "__main__":
    path = pathlib.Path(sys.argv[1])
    write(json.loads(path.read_text()), path)
