"""Learns what speaks for a mention as the one that a pronoun takes up: a conditional logit over GUM,
then over the sources of PolNeAR that are "he" or "she".

    pip install torch
    cargo build --release -p dateline-mention --example pronouns && cargo build --release
    python3 training/pronouns.py target/corpora target/release/examples/pronouns target/release/dateline

Prints the two columns of weights of `crates/dateline-mention/src/entity/memory.rs` in their order, and
how many pronouns go to a mention of the right entity: of GUM's tuning documents, and of PolNeAR's
speakers, each tenth by weights of the others.
"""

import argparse
import json
import pathlib
import re
import subprocess
import tempfile

import torch

from engine.corpora import gum_files, remainder


SPEAKERS = [pathlib.Path(f"cases/attribution/{name}-tuning.tsv") for name in ("speakers", "nouns")]
TEXTS = "attribution/polnear/data/train/text"
SOURCE_FOR_SOURCE, WITHIN_OWN_WORDS = 10, 20
# How strongly the few speakers' weights are held to those of GUM.
SPEAKERS_PULL = 3e-3


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("corpora", type=pathlib.Path)
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("dateline", type=pathlib.Path)
    args = parser.parse_args()
    train, tune = [], []
    with tempfile.TemporaryDirectory() as folder:
        mentions = {}
        for path in gum_files(args.corpora):
            text, mentions[path.stem] = read(path)
            pathlib.Path(folder, f"{path.stem}.txt").write_text(text, encoding="utf-8")
        for choice in choices(args.program, sorted(pathlib.Path(folder).glob("*.txt"))):
            found = judged(choice, mentions[choice["file"]])
            if found:
                (tune if remainder(choice["file"], 10) < 2 else train).append(found)
    weights = fit(train)
    print("any:", json.dumps([round(weight, 2) for weight in weights.tolist()]))
    for name, data in (("train", train), ("tuning", tune)):
        print(f"{name}: {len(data)} pronouns, {share_right(data, weights):.1%} right")

    # By hand, for news: a source goes on with who spoke last, and no one with those within the own words.
    weights[SOURCE_FOR_SOURCE], weights[WITHIN_OWN_WORDS] = 1.5, -6.0
    by_file = sources(args)
    told = [one for found in by_file.values() for one in found]
    print("source:", json.dumps([round(weight, 2) for weight in fit(told, weights, SPEAKERS_PULL).tolist()]))
    parts = [[f for f in by_file if remainder(f, 10) == part] for part in range(10)]
    right = 0
    for part in parts:
        rest = [one for f in by_file if f not in part for one in by_file[f]]
        held_out = [one for f in part for one in by_file[f]]
        if held_out:
            right += share_right(held_out, fit(rest, weights, SPEAKERS_PULL)) * len(held_out)
    print(f"speakers: {len(told)} pronouns, {right / len(told):.1%} right")


def choices(program, files):
    run = subprocess.run([program.resolve(), *files], capture_output=True, text=True, check=True)
    return [json.loads(line) for line in run.stdout.splitlines()]


def sources(args):
    """Returns, of each article, the sources "he" and "she" whose speaker was drawn: as `judged` does.

    A candidate is right where the program has it in one entity with the words that name the speaker.
    """
    gold = {}
    for path in SPEAKERS:
        for line in path.read_text(encoding="utf-8").splitlines()[1:]:
            article, source, reader = line.split("\t")[:3]
            gold[article, int(source)] = tuple(map(int, reader.split()))
    articles = sorted({article for article, _ in gold})
    files = [args.corpora / TEXTS / f"{article}.txt" for article in articles]
    mentions = {}
    for article, path in zip(articles, files):
        run = [args.dateline, "read", path, "--format", "json"]
        reading = json.loads(subprocess.run(run, capture_output=True, text=True, check=True).stdout)
        mentions[article] = path.read_text(encoding="utf-8"), [e["mentions"] for e in reading["entities"]]
    found = {article: [] for article in articles}
    for choice in choices(args.program, files):
        text, entities = mentions[choice["file"]]
        start, end = choice["at"]
        naming = gold.get((choice["file"], start))
        if not naming or not choice["candidates"] or text[start:end].lower() not in ("he", "she", "his", "her"):
            continue
        right = {
            (mention["start"], mention["end"])
            for entity in entities
            if any(names(mention, naming, text) for mention in entity)
            for mention in entity
        }
        rows = torch.tensor([features for _, _, features in choice["candidates"]])
        is_right = torch.tensor([(a, b) in right for a, b, _ in choice["candidates"]])
        found[choice["file"]].append((rows, is_right))
    return found


def names(mention, naming, text):
    start, end = naming
    words = " ".join(text[start:end].split()).lower()
    is_there = mention["start"] < end and start < mention["end"]
    return mention["form"] != "pronoun" and (is_there or words in " ".join(mention["text"].split()).lower())


def share_right(data, weights):
    return sum(bool(is_right[(rows @ weights).argmax()]) for rows, is_right in data) / len(data)


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


def fit(data, prior=None, pull=1e-3):
    """Returns the weights that make the right candidates likeliest, held to a prior, else to zero."""
    data = [one for one in data if one[1].any()]
    prior = torch.zeros(data[0][0].shape[1]) if prior is None else prior.clone()
    weights = prior.clone().requires_grad_(True)
    optimizer = torch.optim.LBFGS([weights], max_iter=100)

    def loss():
        optimizer.zero_grad()
        scores = [rows @ weights for rows, _ in data]
        of_right = [one.masked_fill(~right, -1e9) for one, (_, right) in zip(scores, data)]
        told = sum(a.logsumexp(0) - b.logsumexp(0) for a, b in zip(scores, of_right)) / len(data)
        told = told + pull * (weights - prior).pow(2).sum()
        told.backward()
        return told

    optimizer.step(loss)
    return weights.detach()


if __name__ == "__main__":
    main()
