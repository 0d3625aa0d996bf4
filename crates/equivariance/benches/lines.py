"""The results of peers.py as tab-separated lines, which the book's figure of them reads: python3 lines.py RESULTS.json > LINES.tsv"""

import json
import pathlib
import sys


def lines(results: dict) -> str:
    """The machine, the versions, and a line for each row: group, item, peer, our median and the peer's in nanoseconds, the
    median ratio with its quartiles, the goal, gigabytes in a second; empty where there is none. Options, of which the figure
    shows nothing, are left out."""

    def digits(value: float | None) -> str:
        if value is None:
            return ""
        rounded = float(f"{value:.4g}")
        return f"{rounded:.0f}" if rounded >= 1000 else f"{rounded:g}"

    def fields(row: dict) -> list[str]:
        ratio = row.get("ratio", {})
        numbers = [row["ours_ns"]["median"], row.get("peer_ns", {}).get("median")]
        numbers += [ratio.get(name) for name in ("median", "lower", "upper")]
        numbers += [row.get(name) for name in ("goal", "gigabytes_per_second")]
        return [row["group"], row["item"], row.get("peer", ""), *map(digits, numbers)]

    machine = results["machine"]
    about = [machine["cpu"], machine["vectors"], str(machine["cores"]), machine["date"]]
    versions = [f"{name} {version}" for name, version in machine["versions"].items()]
    rows = [row for row in results["rows"] if not row["group"].startswith("options")]
    table = [about, versions, *map(fields, rows)]
    return "".join("\t".join(line) + "\n" for line in table)


if __name__ == "__main__":
    print(lines(json.loads(pathlib.Path(sys.argv[1]).read_text())), end="")
