"""Reads the gold corpora into documents of one shape, whatever part of an analysis they annotate.

A document is a list of words with what came before each in the raw text. What a corpus does not
annotate is marked unknown, and no loss is taken there.
"""

import csv
import dataclasses
import hashlib
import pathlib

UNKNOWN = -1
ROOT = -2

# What stands between a word and the one before it.
NO_GAP, SPACE, LINE, PARAGRAPH = range(4)

LABELS = ["Person", "Location", "Organization", "NORP", "Facility", "Product", "Misc"]
# BIOES: O, then begin, inside, end and single of each label.
NAME_CLASSES = ["O"] + [f"{place}-{label}" for label in LABELS for place in "BIES"]

# Genres of GUM under non-commercial licences; `reddit` is given without its text.
CLOSED_GENRES = {"fiction", "whow", "essay", "letter", "podcast", "reddit"}


@dataclasses.dataclass
class Word:
    form: str
    gap: int
    starts: int = UNKNOWN  # 1 if a sentence starts here, 0 if not
    tag: str = ""  # "UPOS|Feats"; empty: unknown
    lemma: str = ""
    head: int = UNKNOWN  # position in the document, or ROOT
    relation: str = ""
    names: int = 0  # bit set of the name classes that may be right; 0: unknown


@dataclasses.dataclass
class Document:
    name: str
    corpus: str
    words: list


def remainder(name, modulus):
    """The rule of `docs/tuning.md` that tells the split of a document."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest(), "big") % modulus


def load(corpora, open_only=False):
    """Returns the documents to train on and those to tune on; development documents are in neither.

    `open_only` leaves out what may not be used commercially.
    """
    corpora = pathlib.Path(corpora)
    train, tune = [], []
    for documents, is_tuning in [
        (ewt(corpora), lambda name: remainder(name, 10) == 0),
        (gum(corpora, open_only), lambda name: remainder(name, 10) == 0),
        ([] if open_only else worldwide(corpora), lambda name: remainder(name, 10) == 1),
        (wikigold(corpora), lambda name: False),
    ]:
        for document in documents:
            (tune if is_tuning(document.name) else train).append(document)
    return train, tune


# --- Universal Dependencies


def ewt(corpora):
    names = uner(corpora / "ner/uner_ewt/en_ewt-ud-train.HISTORICAL.iob2")
    yield from conllu(corpora / "syntax/ud_ewt/en_ewt-ud-train.REBUILT.conllu", "EWT", names)


def gum(corpora, open_only):
    held, section = {}, ""
    for line in (corpora / "gum/splits.md").read_text(encoding="utf-8").split("\n"):
        if line.startswith("## "):
            section = line[3:].strip()
        elif line.startswith("  * "):
            held[line[4:].strip()] = section
    for path in sorted((corpora / "gum/dep").glob("*.conllu")):
        genre = path.stem.split("_")[1]
        if held.get(path.stem, "train") != "train" or genre == "reddit":
            continue
        if open_only and genre in CLOSED_GENRES:
            continue
        yield from conllu(path, "GUM", {})


def conllu(path, corpus, names):
    """Yields the documents of a file; `names` leads from the text of a sentence to its tags."""
    document, comments, rows = None, {}, []
    for line in path.read_text(encoding="utf-8").split("\n") + [""]:
        if line.startswith("#"):
            key, _, value = line[1:].strip().partition("=")
            comments[key.strip()] = value.strip()
            if key.strip().startswith("newpar"):
                comments["newpar"] = ""
        elif line:
            rows.append(line.split("\t"))
        elif rows:
            if "newdoc id" in comments or document is None:
                if document:
                    yield document
                document = Document(comments.get("newdoc id", path.stem), corpus, [])
            add_sentence(document, comments, rows, names)
            comments, rows = {}, []
    if document:
        yield document


def add_sentence(document, comments, rows, names):
    if any(cells[6] == "_" and cells[0].isdigit() for cells in rows):
        return  # in a language that the engine does not read
    words, base = document.words, len(document.words)
    gap = PARAGRAPH if "newpar" in comments or not words else getattr(document, "gap_after", SPACE)
    tags = names.get(comments.get("text", ""))
    corpus_has_names = document.corpus == "silver"
    within, after_multiword = 0, SPACE
    position = {}
    for cells in rows:
        if "." in cells[0]:
            continue
        after = NO_GAP if "SpaceAfter=No" in cells[9] else SPACE
        if "-" in cells[0]:
            first, last = map(int, cells[0].split("-"))
            within, after_multiword = last - first + 1, after
            continue
        position[int(cells[0])] = len(words)
        feats = "" if cells[5] == "_" else cells[5]
        words.append(Word(cells[1], gap, int(len(words) == base), f"{cells[3]}|{feats}", cells[2],
                          int(cells[6]), cells[7]))
        if corpus_has_names:
            name = cells[9].partition("Name=")[2].partition("|")[0] or "O"
            words[-1].names = 1 << NAME_CLASSES.index(name)
        if within:
            within -= 1
            gap = after_multiword if within == 0 else NO_GAP
        else:
            gap = after
    for word in words[base:]:
        word.head = position[word.head] if word.head else ROOT
    if tags and len(tags) == len(words) - base:
        for word, names in zip(words[base:], masks(tags, UNER)):
            word.names = names
    document.gap_after = gap


def silver(path):
    """Yields the documents that an engine has labelled."""
    yield from conllu(path, "silver", {})


# --- names

# What the labels of each corpus may be among ours. Where a corpus has fewer labels than we have,
# several of ours may be right, and its "no name" may be one of those that it does not annotate.
WORLDWIDE = {label: [label] for label in LABELS} | {"O": []}
UNER = {
    "PER": ["Person"], "ORG": ["Organization"], "LOC": ["Location", "Facility"],
    "OTH": ["NORP", "Product", "Misc"], "O": ["NORP", "Product", "Misc"],
}
WIKIGOLD = {
    "PER": ["Person"], "ORG": ["Organization"], "LOC": ["Location", "Facility"],
    "MISC": ["NORP", "Product", "Misc"], "O": [],
}


def masks(tags, scheme):
    """Turns IOB tags into bit sets of the name classes that may be right."""
    tags = [tag if tag[2:] in scheme else "O" for tag in tags]
    out = []
    for i, tag in enumerate(tags):
        mask = 0
        if tag == "O":
            mask |= 1
            labels, places = scheme["O"], "BIES"
        else:
            before, after = (tags[i - 1] if i else "O"), (tags[i + 1] if i + 1 < len(tags) else "O")
            opens = tag[0] == "B" or before[2:] != tag[2:]
            closes = after[0] == "B" or after[2:] != tag[2:]
            labels, places = scheme[tag[2:]], ("S" if opens and closes else "B" if opens
                                               else "E" if closes else "I")
        for label in labels:
            for place in places:
                mask |= 1 << NAME_CLASSES.index(f"{place}-{label}")
        out.append(mask)
    return out


def uner(path):
    """Returns the tags of each sentence by its text."""
    sentences, text, tags = {}, "", []
    for line in path.read_text(encoding="utf-8").split("\n") + [""]:
        if line.startswith("# text ="):
            text = line[8:].strip()
        elif line[:1].isdigit():
            tag = line.split("\t")[2]
            tags.append("O" if tag == "B-O" else tag)
        elif not line and tags:
            sentences[text], tags = tags, []
    return sentences


def worldwide(corpora):
    folder = corpora / "ner/en_worldwide"
    for path in sorted((folder / "annotated").glob("*.tsv")):
        name = path.name.removesuffix(".txt.tsv")
        if remainder(name, 10) == 0:
            continue
        rows = list(csv.reader(path.open(encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE))
        rows = [row for row in rows if len(row) > 1 and row[0].strip()]
        text = (folder / "text" / f"{name}.txt").read_bytes().decode("utf-8", "replace")
        gaps = gaps_in(text.replace("\r\n", "\n"), [row[0].strip() for row in rows])
        if gaps is None:
            continue
        words = [Word(row[0].strip(), gap, names=mask) for row, gap, mask in
                 zip(rows, gaps, masks([row[1].strip() for row in rows], WORLDWIDE))]
        yield Document(name, "en_worldwide", words)


def gaps_in(text, forms):
    """Returns what stands before each form in the text, or nothing if they do not align."""
    gaps, at = [], 0
    for form in forms:
        found = text.find(form, at)
        if found < 0 or found - at > 200:
            return None
        between = text[at:found]
        gaps.append(PARAGRAPH if between.count("\n") > 1 or not gaps else LINE if "\n" in between
                    else SPACE if between else NO_GAP)
        at = found + len(form)
    return gaps


def wikigold(corpora):
    """Yields the documents of WikiGold, whose spaces are lost: those that print would have are guessed."""
    path = corpora / "ner/wikigold/CONLL-format/data/wikigold.conll.txt"
    forms, tags, n = [], [], 0
    for line in path.read_text(encoding="utf-8").split("\n") + ["-DOCSTART- O"]:
        if line.startswith("-DOCSTART-"):
            if forms:
                words = [Word(form, guess_gap(forms, i), names=mask)
                         for i, (form, mask) in enumerate(zip(forms, masks(tags, WIKIGOLD)))]
                yield Document(f"wikigold-{n}", "WikiGold", words)
                forms, tags, n = [], [], n + 1
        elif " " in line:
            form, tag = line.rsplit(" ", 1)
            forms.append(form)
            tags.append(tag)


def guess_gap(forms, i):
    if i == 0:
        return PARAGRAPH
    closes = forms[i] in {".", ",", ";", ":", "?", "!", ")", "'s", "n't", "%", "''"}
    return NO_GAP if closes or forms[i - 1] in {"(", "$", "``"} else SPACE
