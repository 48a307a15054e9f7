"""Compares the engines with spaCy on the same data, the same raw text and the same machine.

    python3 training/compare_spacy.py target/corpora target/train/spacy [--dateline target/release/dateline]

Trains spaCy's small pipeline (tagger and parser on a hashed convolutional encoder, its efficiency
configuration, no vectors) once on UD EWT train and GUM train and keeps it in the given folder. Then
both read the raw text of the development documents, rebuilt as `dateline score syntax` does, and
the table says who is right how often; then both read Reuters-21578 in turn, and the medians of the
ratios of their speeds on one core are printed. Needs the package `spacy`.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent / "engine"))

import corpora as gold

def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("corpora", type=pathlib.Path)
    parser.add_argument("cache", type=pathlib.Path)
    parser.add_argument("--dateline", default="target/release/dateline")
    parser.add_argument("--engine", nargs="*", default=["careful", "swift"])
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    model = train_once(args.corpora, args.cache)
    print(accuracy(model, args.corpora))
    print(speed(model, args))


# --- training


def train_once(folder, cache):
    """Trains spaCy with its own program and default settings; returns where the model lies."""
    model = cache / "model/model-best"
    if model.exists():
        return model
    cache.mkdir(parents=True, exist_ok=True)
    train, tune = gold.load(folder)
    paths = {}
    for name, documents in (("train", train), ("tune", tune)):
        paths[name] = cache / f"{name}.spacy"
        to_spacy(documents).to_disk(paths[name])
    config = cache / "config.cfg"
    run = lambda *words: subprocess.run([sys.executable, "-m", "spacy", *map(str, words)], check=True)
    run("init", "config", config, "--lang", "en", "--pipeline", "tagger,morphologizer,parser",
        "--optimize", "efficiency", "--force")
    run("train", config, "--output", cache / "model", "--paths.train", paths["train"],
        "--paths.dev", paths["tune"], "--training.max_epochs", "12", "--training.max_steps", "0", "--training.patience", "0")
    return model


def to_spacy(documents):
    from spacy.tokens import Doc, DocBin
    from spacy.vocab import Vocab
    vocab, out = Vocab(), DocBin()
    for document in documents:
        words = document.words
        starts = [i for i, word in enumerate(words) if word.starts == 1]
        if not starts:
            continue  # names alone
        # Ten sentences at a time, so that boundaries are learned too.
        for at in range(0, len(starts), 10):
            first = starts[at]
            last = starts[at + 10] if at + 10 < len(starts) else len(words)
            part = words[first:last]
            spaces = [i + 1 < len(part) and part[i + 1].gap != gold.NO_GAP for i in range(len(part))]
            heads = [i if word.head == gold.ROOT else word.head - first for i, word in enumerate(part)]
            tags = [word.tag.split("|", 1) for word in part]
            out.add(Doc(vocab, words=[word.form for word in part], spaces=spaces,
                        tags=[upos for upos, _ in tags], pos=[upos for upos, _ in tags],
                        morphs=[feats for _, feats in tags], heads=heads,
                        deps=["ROOT" if word.head == gold.ROOT else word.relation for word in part],
                        sent_starts=[bool(word.starts) for word in part]))
    return out


# --- accuracy: both are written as CoNLL-U and scored by one program


def accuracy(model, folder):
    """Returns F1 from raw text as in CoNLL 2018, for spaCy."""
    import spacy
    nlp = spacy.load(model)
    lines = []
    gum = sorted((folder / "gum/dep").glob("*.conllu"))
    splits = (folder / "gum/splits.md").read_text(encoding="utf-8").split("## dev")[1].split("##")[0]
    files = {"EWT": [folder / "syntax/ud_ewt/en_ewt-ud-dev.conllu"],
             "GUM": [path for path in gum if f"* {path.stem}\n" in splits]}
    for name, paths in files.items():
        documents = [d for path in paths for d in gold.conllu(path, name, {})]
        counts = [0] * 10
        for document in documents:
            counts = [a + b for a, b in zip(counts, compare(nlp, document))]
        f1 = lambda right, found, all_gold: 200 * right / (found + all_gold)
        sentences, words = f1(*counts[:3]), counts[3:6]
        lines.append(f"spaCy, {name} dev: words {f1(*words):.1f} sentences {sentences:.1f} "
                     f"UPOS {f1(counts[6], *words[1:]):.1f} UAS {f1(counts[7], *words[1:]):.1f} "
                     f"LAS {f1(counts[8], *words[1:]):.1f}")
    return "\n".join(lines)


def compare(nlp, document):
    """Counts what spaCy has right of one document: sentences, words, tags, arcs, labelled arcs."""
    text, spans = rebuild(document)
    starts = [i for i, word in enumerate(document.words) if word.starts == 1] + [len(spans)]
    gold_sentences = {(spans[a][0], spans[b - 1][1]) for a, b in zip(starts, starts[1:])}
    found_sentences, found = set(), {}
    doc = nlp(text)
    for sentence in doc.sents:
        words = [t for t in sentence if not t.is_space]
        if words:
            found_sentences.add((words[0].idx, words[-1].idx + len(words[-1])))
    span = lambda t: (t.idx, t.idx + len(t))
    for t in doc:
        if not t.is_space:
            found[span(t)] = (t.pos_, None if t.head.i == t.i else span(t.head), t.dep_)
    counts = [len(gold_sentences & found_sentences), len(found_sentences), len(gold_sentences),
              0, len(found), len(spans), 0, 0, 0, 0]
    for word, at in zip(document.words, spans):
        if at not in found:
            continue
        upos, head, relation = found[at]
        gold_head = None if word.head == gold.ROOT else spans[word.head]
        counts[3] += 1
        counts[6] += upos == word.tag.split("|")[0]
        counts[7] += head == gold_head
        same = relation.split(":")[0].lower() == word.relation.split(":")[0]
        counts[8] += head == gold_head and same
    return counts


def rebuild(document):
    """Returns the raw text of a document and the span of each word."""
    text, spans = "", []
    for word in document.words:
        text += {gold.NO_GAP: "", gold.SPACE: " ", gold.LINE: "\n"}.get(word.gap, "\n\n" if text else "")
        spans.append((len(text), len(text) + len(word.form)))
        text += word.form
    return text, spans


# --- speed


def speed(model, args):
    """Returns the median ratio of each engine's rate to spaCy's over several rounds in turn."""
    import spacy
    nlp = spacy.load(model)
    reuters = pathlib.Path(__file__).parent / "reuters.py"
    lines = subprocess.run([sys.executable, reuters, args.corpora / "raw/reuters21578"],
                           capture_output=True, text=True, check=True).stdout.split("\n")[:600]
    texts = [json.loads(line)["text"] for line in lines]
    n_space_words = sum(len(text.split()) for text in texts)
    rates, ratios = [], {engine: [] for engine in args.engine}
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "part.jsonl"
        path.write_text("\n".join(lines) + "\n")
        one_core = os.environ | {"RAYON_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        for _ in range(args.rounds):
            began = time.perf_counter()
            n_words = sum(len(doc) for doc in nlp.pipe(texts))
            spacy_seconds = time.perf_counter() - began
            rates.append(n_words / spacy_seconds)
            for engine in args.engine:
                rows = subprocess.run([args.dateline, "bench", "--engine", engine, "--format", "json", path],
                                      capture_output=True, text=True, check=True, env=one_core).stdout
                rows = {row["measure"]: row["value"] for row in map(json.loads, rows.splitlines())}
                seconds = n_space_words / rows["engine alone, words/s"]
                ratios[engine].append(spacy_seconds / seconds)
    told = [f"engine {engine}, with names: {statistics.median(of):.2f} times as fast" for engine, of in ratios.items()]
    return "\n".join([f"spaCy {statistics.median(rates):.0f} words/s", *told])


if __name__ == "__main__":
    main()
