"""Writes what was measured into the book's page of it, after a new measurement: python3 crates/equivariance/benches/renew.py

Builds the book, which names each number that the figure of measured times no longer has. Read the sentences around them.
"""

import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[3]
WRONG = re.compile(r"^(\S+):\d+: error: wrong number: '(.*)' is written, (@speed#\S+) computed '(.*)'$", re.MULTILINE)

build = subprocess.run(["cargo", "book", "build"], cwd=ROOT, stderr=subprocess.PIPE, text=True)
for file, written, number, computed in WRONG.findall(build.stderr):
    page = ROOT / "book/src" / file
    text = page.read_text().replace(f"[{written}](claim:{number})", f"[{computed}](claim:{number})")
    page.write_text(text)
    print(f"{file}: {number} was {written} and is {computed}")
subprocess.run(["cargo", "book", "build"], cwd=ROOT, check=True)
