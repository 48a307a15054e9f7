"""Gathers raw news and the texts of train documents, for the careful engine to label.

    python3 training/engine/silver.py target/corpora target/train/silver
    for part in target/train/silver/*.jsonl; do
        target/release/dateline read --engine careful --format conllu $part > ${part%.jsonl}.conllu
    done

Writes JSON lines in parts of like make-up, so that any number of parts is a fair sample. No
document of a development or tuning split is among them, and none of `cases/attribution`.
`polnear.jsonl` has the articles of PolNeAR's train folder in the order of their names, tuning ones too:
`train.py` divides them. It is labelled before the careful engine learns statements, the parts after.
"""

import argparse
import json
import pathlib
import random
import re
import subprocess
import sys
import zipfile

from corpora import polnear_texts, remainder, tuning_of_polnear

SEED = 20240210
N_PARTS = 24


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("corpora", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    texts = [text for read in (reuters, bbc, abc, polnear, worldwide) for text in read(args.corpora)]
    random.Random(SEED).shuffle(texts)
    for part in range(N_PARTS):
        lines = [json.dumps({"id": f"{part}-{i}", "text": text})
                 for i, text in enumerate(texts[part::N_PARTS])]
        (args.out / f"part-{part:02}.jsonl").write_text("\n".join(lines) + "\n")
    lines = [json.dumps({"id": path.stem, "text": path.read_text(encoding="utf-8")})
             for path in polnear_texts(args.corpora)]
    (args.out / "polnear.jsonl").write_text("\n".join(lines) + "\n")


ROOT = pathlib.Path(__file__).parent.parent.parent


def told(newsroom):
    """Returns the ids of the dispatches whose statements were drawn by hand."""
    lines = (ROOT / f"cases/attribution/{newsroom}.ann").read_text(encoding="utf-8")
    return set(re.findall(r"^# (\S+)$", lines, re.M))


def reuters(corpora):
    script, held = ROOT / "training/reuters.py", told("reuters")
    run = subprocess.run([sys.executable, script, corpora / "raw/reuters21578"],
                         capture_output=True, text=True, check=True)
    for line in run.stdout.splitlines():
        dispatch = json.loads(line)
        if len(dispatch["text"]) > 200 and dispatch["id"] not in held:
            yield dispatch["text"]


def bbc(corpora):
    held = told("bbc")
    for path in sorted((corpora / "raw/bbc").glob("*/*.txt")):
        if f"{path.parent.name}-{path.stem}" not in held:
            yield path.read_bytes().decode("utf-8", "replace")


def abc(corpora):
    """Yields runs of paragraphs: the file has one a line and does not tell its dispatches apart."""
    with zipfile.ZipFile(corpora / "raw/abc.zip") as archive:
        for name in ("abc/rural.txt", "abc/science.txt"):
            lines = archive.read(name).decode("utf-8", "replace").split("\n")
            for at in range(0, len(lines), 8):
                yield "\n\n".join(line for line in lines[at:at + 8] if line.strip())


def polnear(corpora):
    is_tuning = tuning_of_polnear(corpora)
    for path in polnear_texts(corpora):
        if not is_tuning(path.stem):
            yield path.read_text(encoding="utf-8")


def worldwide(corpora):
    for path in sorted((corpora / "ner/en_worldwide/text").glob("*.txt")):
        if remainder(path.stem, 10) > 1:
            yield path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")


if __name__ == "__main__":
    main()
