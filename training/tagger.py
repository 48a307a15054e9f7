"""Trains the part-of-speech tagger and writes its weights.

One command, from the repository's root, with the shared corpora unpacked (see models/tagger/README.md):

    python3 training/tagger.py target/corpora models/tagger/weights.safetensors

An averaged perceptron (Collins 2002) reads a sentence from left to right and picks one universal tag
for each word, greedily. The features are those of `crates/dateline-syntax/src/tagger.rs`: the two
files must agree. `--tune` keeps every tenth document of train out and scores on it.
"""

import argparse
import array
import collections
import json
import pathlib
import random
import struct

TAGS = "ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split()
START = len(TAGS)  # the tag "before" the first word
# Genres of GUM under non-commercial licences: left out, so that the weights are free of them.
CLOSED_GENRES = {"fiction", "whow", "essay", "letter", "podcast", "reddit"}
MIN_FREQUENCY = 2
N_EPOCHS = 8
SEED = 20240210


def read_conllu(path):
    """Yields documents: lists of sentences, each a list of (form, tag)."""
    document, sentence = [], []
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.startswith("# newdoc") and document:
            yield document
            document = []
        elif not line and sentence:
            document.append(sentence)
            sentence = []
        elif line[:1].isdigit():
            cells = line.split("\t")
            # Tags such as "_" stand on words that only the enhanced graph has.
            if cells[0].isdigit() and cells[3] in TAGS:
                sentence.append((cells[1], TAGS.index(cells[3])))
    if document:
        yield document


def gum_names(corpora):
    """Returns the names of GUM's documents of open licence: train (as far as given) and dev."""
    splits = (corpora / "gum/splits.md").read_text(encoding="utf-8")
    held = {}
    section = ""
    for line in splits.split("\n"):
        if line.startswith("## "):
            section = line[3:].strip()
        elif line.startswith("  * "):
            held[line[4:].strip()] = section
    names = [path.stem for path in sorted((corpora / "gum/dep").glob("*.conllu"))]
    names = [name for name in names if name.split("_")[1] not in CLOSED_GENRES]
    train = [name for name in names if held.get(name, "train") == "train"]
    return train, [name for name in names if held.get(name) == "dev"]


def gum_train(corpora):
    for name in gum_names(corpora)[0]:
        yield from read_conllu(corpora / "gum/dep" / f"{name}.conllu")


def load(corpora):
    ewt = corpora / "syntax/ud_ewt/en_ewt-ud-train.REBUILT.conllu"
    return list(read_conllu(ewt)) + list(gum_train(corpora))


def augment(sentences, rng):
    """Adds copies in small letters, ALL CAPS and Title Case, as headlines and wires come."""
    copies = []
    for sentence in sentences:
        draw = rng.random()
        if draw < 0.06:
            copies.append([(form.lower(), tag) for form, tag in sentence])
        elif draw < 0.14:
            copies.append([(form.upper(), tag) for form, tag in sentence])
        elif draw < 0.20:
            copies.append([(form[:1].upper() + form[1:] if len(form) > 3 else form, tag)
                           for form, tag in sentence])
    return sentences + copies


# --- features: keep in step with crates/dateline-syntax/src/tagger.rs

QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "“": '"', "”": '"', "–": "-", "—": "-"})
DIGITS = str.maketrans("123456789", "000000000")


def fold(form):
    return form.lower().translate(QUOTES).translate(DIGITS)


def shape(form):
    """X for capitals, x for other letters, d for digits, else the sign; runs folded; eight at most."""
    out = ""
    for c in form.translate(QUOTES):
        kind = "X" if c.isupper() else "x" if c.isalpha() else "d" if c.isnumeric() else c
        if not out.endswith(kind):
            out += kind
            if len(out) == 8:
                break
    return out


def mode(forms):
    """How letter case is used: A all capitals, T title case, l small letters, n as usual."""
    words = [form for form in forms if form[:1].isalpha()]
    upper = sum(form[0].isupper() for form in words)
    lower = any(c.islower() for form in words for c in form)
    if words and not lower:
        return "A"
    if upper == 0:
        return "l"
    return "T" if len(words) >= 4 and upper * 10 >= len(words) * 7 else "n"


def static_features(forms):
    """Returns for each word the features that do not depend on tags."""
    case = mode(forms)
    folded = ["<s2>", "<s1>"] + [fold(form) for form in forms] + ["</s1>", "</s2>"]
    shapes = ["^"] + [case + shape(form) for form in forms] + ["$"]
    rows = []
    for i in range(len(forms)):
        w2, w1, w, n1, n2 = folded[i:i + 5]
        first = "1" if i == 0 else "0"
        rows.append([
            "w" + w,
            "h" + shapes[i + 1], "f" + first + shapes[i + 1],
            "a" + w[-1:], "b" + w[-2:], "c" + w[-3:], "d" + w[-4:],
            "e" + w[:1], "g" + w[:2], "i" + w[:3],
            "j" + w1, "k" + w2, "l" + n1, "m" + n2,
            "n" + w1[-3:], "o" + n1[-3:], "p" + n1[-2:],
            "q" + w1 + " " + w, "r" + w + " " + n1, "s" + w1 + " " + n1,
            "t" + shapes[i] + " " + shapes[i + 1], "u" + shapes[i + 1] + " " + shapes[i + 2],
            "v" + shapes[i + 1] + w[-3:],
        ])
    return rows


def tag_features(word, suffix, following, t1, t2):
    one, two = chr(65 + t1), chr(65 + t2)
    return ["A" + one, "B" + two + one, "C" + one + word, "D" + one + suffix, "E" + two + one + word,
            "F" + one + following]


# --- training

class Perceptron:
    def __init__(self):
        self.ids = {}
        self.weights = []   # feature id -> {tag: weight}
        self.totals = []    # feature id -> {tag: [sum, step of last change]}
        self.step = 0

    def add(self, feature):
        self.ids[feature] = len(self.weights)
        self.weights.append({})
        self.totals.append({})

    def predict(self, features):
        scores = [0] * len(TAGS)
        weights = self.weights
        for feature in features:
            for tag, weight in weights[feature].items():
                scores[tag] += weight
        return scores.index(max(scores))

    def update(self, features, gold, guess):
        for feature in features:
            self.change(feature, gold, 1)
            self.change(feature, guess, -1)

    def change(self, feature, tag, by):
        weights, totals = self.weights[feature], self.totals[feature]
        old = weights.get(tag, 0)
        total = totals.setdefault(tag, [0, 0])
        total[0] += (self.step - total[1]) * old
        total[1] = self.step
        weights[tag] = old + by

    def averaged(self):
        mean = []
        for weights, totals in zip(self.weights, self.totals):
            row = {}
            for tag, total in totals.items():
                value = (total[0] + (self.step - total[1]) * weights.get(tag, 0)) / self.step
                if value:
                    row[tag] = value
            mean.append(row)
        return mean


class Sentence:
    __slots__ = ("static", "keys", "gold")

    def __init__(self, static, keys, gold):
        self.static, self.keys, self.gold = static, keys, gold


def prepare(sentences, model, counts=None):
    """Turns sentences into feature ids; features that `model` does not know are left out."""
    ready = []
    for sentence in sentences:
        forms = [form for form, _ in sentence]
        rows = static_features(forms)
        folded = [fold(form) for form in forms] + ["</s1>"]
        keys = [(folded[i], folded[i][-3:], folded[i + 1]) for i in range(len(forms))]
        gold = [tag for _, tag in sentence]
        if counts is not None:
            t1 = t2 = START
            for row, key, tag in zip(rows, keys, gold):
                counts.update(row)
                counts.update(tag_features(*key, t1, t2))
                t1, t2 = tag, t1
        else:
            ids = model.ids
            rows = [[ids[f] for f in row if f in ids] for row in rows]
            ready.append(Sentence(rows, keys, gold))
    return ready


def run(model, sentence, train=False):
    """Tags one sentence; with `train`, learns from each mistake. Returns the tags."""
    t1 = t2 = START
    tags = []
    ids = model.ids
    for row, key, gold in zip(sentence.static, sentence.keys, sentence.gold):
        features = row + [ids[f] for f in tag_features(*key, t1, t2) if f in ids]
        guess = model.predict(features)
        if train:
            model.step += 1
            if guess != gold:
                model.update(features, gold, guess)
        tags.append(guess)
        t1, t2 = guess, t1
    return tags


def accuracy(model, sentences):
    right = total = 0
    for sentence in sentences:
        tags = run(model, sentence)
        right += sum(a == b for a, b in zip(tags, sentence.gold))
        total += len(tags)
    return 100 * right / max(total, 1)


def train(documents, tuning, n_epochs):
    rng = random.Random(SEED)
    sentences = augment([s for document in documents for s in document], rng)
    model = Perceptron()
    counts = collections.Counter()
    prepare(sentences, model, counts)
    for feature, count in counts.items():
        if count >= MIN_FREQUENCY:
            model.add(feature)
    ready = prepare(sentences, model)
    tune = prepare([s for document in tuning for s in document], model)
    print(f"{len(ready)} sentences, {len(model.ids)} features, {len(tune)} to tune on", flush=True)
    for epoch in range(n_epochs):
        rng.shuffle(ready)
        for sentence in ready:
            run(model, sentence, train=True)
        print(f"epoch {epoch + 1}: tune {accuracy(model, tune):.2f}", flush=True)
    model.weights = model.averaged()
    print(f"averaged: tune {accuracy(model, tune):.2f}", flush=True)
    return model, tune


# --- file

def fnv1a(text):
    """FNV-1a, 64 bits, folded to 32."""
    value = 0xCBF29CE484222325
    for byte in text.encode("utf-8"):
        value = ((value ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return (value ^ (value >> 32)) & 0xFFFFFFFF


def quantise(model, max_features):
    """Rounds weights to one signed byte and keeps the features that weigh most."""
    top = max(abs(v) for row in model.weights for v in row.values())
    # The largest weights are few; they are clipped, so that small ones keep their grain.
    scale = 127 / (top * 0.35)
    rows = {}
    for feature, i in model.ids.items():
        row = {t: max(-127, min(127, round(v * scale))) for t, v in model.weights[i].items()}
        row = {t: v for t, v in row.items() if abs(v) >= 2}
        if row:
            rows[feature] = row
    order = sorted(rows, key=lambda f: (-max(abs(v) for v in rows[f].values()), f))
    rows = {f: rows[f] for f in order[:max_features]}
    for feature, i in model.ids.items():
        model.weights[i] = rows.get(feature, {})
    return rows


def write(path, rows):
    table = {}
    for feature in sorted(rows):
        table.setdefault(fnv1a(feature), rows[feature])  # of two that collide the first stays
    keys, lengths, tags, weights = array.array("I"), bytearray(), bytearray(), array.array("b")
    for key in sorted(table):
        keys.append(key)
        for tag, weight in sorted(table[key].items()):
            tags.append(tag)
            weights.append(weight)
        lengths.append(len(table[key]))
    parts = [("keys", "U32", keys.tobytes(), len(keys)), ("lengths", "U8", bytes(lengths), len(lengths)),
             ("tags", "U8", bytes(tags), len(tags)), ("weights", "I8", weights.tobytes(), len(weights))]
    header, offset = {"__metadata__": {"format": "dateline-tagger/1", "tags": " ".join(TAGS)}}, 0
    for name, kind, data, n in parts:
        header[name] = {"dtype": kind, "shape": [n], "data_offsets": [offset, offset + len(data)]}
        offset += len(data)
    head = json.dumps(header, separators=(",", ":")).encode()
    head += b" " * (-len(head) % 8)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(struct.pack("<Q", len(head)) + head + b"".join(data for _, _, data, _ in parts))
    print(f"{len(table)} features, {len(tags)} weights, {path.stat().st_size} bytes")


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("corpora", type=pathlib.Path, help="folder of the unpacked corpora")
    options.add_argument("out", type=pathlib.Path, help="the weights file to write")
    options.add_argument("--tune", action="store_true", help="keep every tenth document out and score on it")
    options.add_argument("--epochs", type=int, default=N_EPOCHS)
    options.add_argument("--max-features", type=int, default=130_000)
    chosen = options.parse_args()
    documents = load(chosen.corpora)
    tuning = documents[9::10] if chosen.tune else []
    kept = [d for i, d in enumerate(documents) if i % 10 != 9] if chosen.tune else documents
    model, tune = train(kept, tuning, chosen.epochs)
    rows = quantise(model, chosen.max_features)
    print(f"quantised: tune {accuracy(model, tune):.2f}")
    write(chosen.out, rows)


if __name__ == "__main__":
    main()
