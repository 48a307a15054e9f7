"""Learns what speaks for a mention as the one that a pronoun takes up: a conditional logit over GUM.

    pip install torch
    cargo build --release -p dateline-mention --example pronouns
    python3 training/pronouns.py target/corpora target/release/examples/pronouns

Prints the weights of `crates/dateline-mention/src/entity/memory.rs` in their order, and how many
pronouns of the tuning documents go to a mention of the right entity.
"""

import argparse
import json
import pathlib
import re
import subprocess
import tempfile

import torch

from engine.corpora import gum_files, remainder


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("corpora", type=pathlib.Path)
    parser.add_argument("program", type=pathlib.Path)
    args = parser.parse_args()
    train, tune = [], []
    with tempfile.TemporaryDirectory() as folder:
        mentions = {}
        for path in gum_files(args.corpora):
            text, mentions[path.stem] = read(path)
            pathlib.Path(folder, f"{path.stem}.txt").write_text(text, encoding="utf-8")
        files = sorted(pathlib.Path(folder).glob("*.txt"))
        run = subprocess.run([args.program.resolve(), *files], capture_output=True, text=True, check=True)
    for line in run.stdout.splitlines():
        choice = json.loads(line)
        found = judged(choice, mentions[choice["file"]])
        if found:
            (tune if remainder(choice["file"], 10) < 2 else train).append(found)
    weights = fit([one for one in train if one[1].any()])
    print(json.dumps([round(weight, 2) for weight in weights.tolist()]))
    for name, data in (("train", train), ("tuning", tune)):
        right = sum(bool(is_right[(rows @ weights).argmax()]) for rows, is_right in data)
        can = sum(bool(is_right.any()) for _, is_right in data)
        print(f"{name}: {len(data)} pronouns, {right / len(data):.1%} right, {can / len(data):.1%} can be")


def read(path):
    """Returns the text of a document and its mentions: (start, end, entity)."""
    text, mentions, is_open, multiword, new_paragraph = "", [], [], None, False
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.startswith("# newpar"):
            new_paragraph = True
        elif line.startswith("# text ="):
            text = text.rstrip(" ") + ("\n\n" if new_paragraph else " ") if text else ""
            new_paragraph = False
        elif line and not line.startswith("#"):
            cells = line.split("\t")
            gap = "" if "SpaceAfter=No" in cells[9] else " "
            if "-" in cells[0]:
                multiword = int(cells[0].split("-")[1]), len(text), len(text) + len(cells[1])
                text += cells[1] + gap
                continue
            if not cells[0].isdigit():
                continue
            if multiword:
                start = max(text.find(cells[1], multiword[1]), multiword[1])
                end = min(start + len(cells[1]), multiword[2])
                multiword = multiword if int(cells[0]) < multiword[0] else None
            else:
                start, end = len(text), len(text) + len(cells[1])
                text += cells[1] + gap
            told = re.search(r"Entity=([^|]*)", cells[9])
            for opens, entity, closes in re.findall(r"(\(?)(\d+)[^()]*(\)?)", told.group(1) if told else ""):
                if opens:
                    is_open.append((entity, start))
                if closes:
                    at = max(i for i, one in enumerate(is_open) if one[0] == entity)
                    mentions.append((is_open.pop(at)[1], end, entity))
    return text, mentions


def judged(choice, mentions):
    """Returns the features of a pronoun's candidates and which of them are right, or nothing where
    GUM does not tell whom the pronoun stands for."""
    start, end = choice["at"]
    entity = next((entity for a, b, entity in mentions if (a, b) == (start, end)), None)
    earlier = [(a, b) for a, b, other in mentions if other == entity and a < start]
    if entity is None or not choice["candidates"]:
        return None

    def is_right(first, last):
        shared = [(min(last, b) - max(first, a), max(last, b) - min(first, a), a) for a, b in earlier]
        return any(n > 0 and (n / of >= 0.34 or a == first) for n, of, a in shared)

    rows = torch.tensor([features for _, _, features in choice["candidates"]])
    return rows, torch.tensor([is_right(a, b) for a, b, _ in choice["candidates"]])


def fit(data):
    weights = torch.zeros(data[0][0].shape[1], requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=100)

    def loss():
        optimizer.zero_grad()
        scores = [rows @ weights for rows, _ in data]
        of_right = [one.masked_fill(~right, -1e9) for one, (_, right) in zip(scores, data)]
        told = sum(a.logsumexp(0) - b.logsumexp(0) for a, b in zip(scores, of_right)) / len(data)
        told = told + 1e-3 * weights.pow(2).sum()
        told.backward()
        return told

    optimizer.step(loss)
    return weights.detach()


if __name__ == "__main__":
    main()
