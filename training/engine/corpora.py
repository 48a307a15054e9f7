"""Reads the gold corpora into documents of one shape, whatever part of an analysis they annotate.

A document is a list of words with what came before each in the raw text. What a corpus does not
annotate is marked unknown, and no loss is taken there.
"""

import bisect
import collections
import csv
import dataclasses
import hashlib
import pathlib
import re

UNKNOWN = -1
ROOT = -2

# What stands between a word and the one before it.
NO_GAP, SPACE, LINE, PARAGRAPH = range(4)

LABELS = ["Person", "Location", "Organization", "NORP", "Facility", "Product", "Misc"]
# BIOES: O, then begin, inside, end and single of each label.
NAME_CLASSES = ["O"] + [f"{place}-{label}" for label in LABELS for place in "BIES"]

# What a word is in a statement: no part of one, or the first or a further word of a part.
ROLE_CLASSES = ["O"] + [f"{place}-{role}" for role in ("Source", "Cue", "Content") for place in "BI"]

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
    role: int = UNKNOWN  # position in ROLE_CLASSES
    cue: int = UNKNOWN  # of a part of a statement: where its cue begins; ROOT: it has none
    statement: int = 0  # its number, where an engine labelled it
    is_hidden: bool = False  # from the network, in this window


@dataclasses.dataclass
class Document:
    name: str
    corpus: str
    words: list


def remainder(name, modulus):
    """The rule of `docs/tuning.md` that tells the split of a document."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest(), "big") % modulus


def load(corpora, open_only=False, polnear_words=None):
    """Returns the documents to train on and those to tune on; development documents are in neither.

    `open_only` leaves what may not be used commercially out of the training.
    """
    corpora = pathlib.Path(corpora)
    train, tune = [], []
    for documents, is_tuning in [
        (ewt(corpora), lambda name: remainder(name, 10) == 0),
        (gum(corpora), lambda name: remainder(name, 10) == 0),
        (worldwide(corpora), lambda name: remainder(name, 10) == 1),
        (wikigold(corpora), lambda name: False),
        (polnear(corpora, polnear_words) if polnear_words else [], tuning_of_polnear(corpora)),
    ]:
        for document in documents:
            if is_tuning(document.name):
                tune.append(document)
            elif not (open_only and is_closed(document)):
                train.append(document)
    return train, tune


def is_closed(document):
    """Tells whether a document may not be used commercially."""
    of_genre = document.corpus == "GUM" and document.name.split("_")[1] in CLOSED_GENRES
    return of_genre or document.corpus in ("en_worldwide", "PolNeAR")


def tuning_of_polnear(corpora):
    """Returns the rule: the first 84 documents by name that leave no remainder."""
    names = [path.stem for path in polnear_texts(corpora)]
    return set([name for name in names if remainder(name, 10) == 0][:84]).__contains__


# --- Universal Dependencies


def ewt(corpora):
    names = uner(corpora / "ner/uner_ewt/en_ewt-ud-train.HISTORICAL.iob2")
    yield from conllu(corpora / "syntax/ud_ewt/en_ewt-ud-train.REBUILT.conllu", "EWT", names)


def gum(corpora):
    for path in gum_files(corpora):
        yield from conllu(path, "GUM", {})


def gum_files(corpora):
    """Yields the documents of GUM's train part that have their words."""
    held, section = {}, ""
    for line in (corpora / "gum/splits.md").read_text(encoding="utf-8").split("\n"):
        if line.startswith("## "):
            section = line[3:].strip()
        elif line.startswith("  * "):
            held[line[4:].strip()] = section
    for path in sorted((corpora / "gum/dep").glob("*.conllu")):
        genre = path.stem.split("_")[1]
        if held.get(path.stem, "train") == "train" and genre != "reddit":
            yield path


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
            role = cells[9].partition("Role=")[2].partition("|")[0] or "O"
            words[-1].role = ROLE_CLASSES.index(role)
            words[-1].statement = int(cells[9].partition("Statement=")[2] or 0)
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
    for document in conllu(path, "silver", {}):
        first_cue = {}
        for i, word in enumerate(document.words):
            if word.statement and ROLE_CLASSES[word.role].endswith("Cue"):
                first_cue.setdefault(word.statement, i)
        for word in document.words:
            word.cue = first_cue.get(word.statement, UNKNOWN)
        yield document


# --- statements


def polnear(corpora, words):
    """Yields the articles of PolNeAR's train folder with their attributions.

    `words` holds them as an engine has divided and labelled them, in the order of their names:
    what it found stays as a label, so that an engine that learns statements forgets nothing else.
    """
    folder = pathlib.Path(corpora) / "attribution/polnear/data/train"
    annotations = {}
    for path in sorted((folder / "attributions").glob("*.ann")):
        annotations.setdefault(re.sub(r"_[0-9a-f]{4}$", "", path.stem), path)
    for path, document in zip(polnear_texts(corpora), silver(words), strict=True):
        if path.stem not in annotations:
            continue
        text = path.read_text(encoding="utf-8")
        document.name, document.corpus = path.stem, "PolNeAR"
        starts = starts_in(text, [word.form for word in document.words])
        if starts is None:
            continue
        for word in document.words:
            word.role, word.cue = 0, UNKNOWN
        for statement in attributions(annotations[path.stem].read_text(encoding="utf-8")):
            mark(document.words, starts, statement)
        yield document


def polnear_texts(corpora):
    return sorted((pathlib.Path(corpora) / "attribution/polnear/data/train/text").glob("*.txt"))


def attributions(annotation):
    """Returns for each attribution the spans of its roles, in code points."""
    spans, events = {}, []
    for line in annotation.split("\n"):
        cells = line.split("\t")
        if len(cells) > 1 and cells[0].startswith("T"):
            ranges = cells[1].split(" ", 1)[1].split(";")
            spans[cells[0]] = [tuple(map(int, one.split())) for one in ranges]
        elif len(cells) > 1 and cells[1].startswith("Attribution"):
            events.append(cells[1])
    for event in events:
        roles = collections.defaultdict(list)
        for role, _, name in (part.partition(":") for part in event.split(" ")):
            roles[role.rstrip("0123456789")].extend(spans.get(name, []))
        yield roles


def starts_in(text, forms):
    """Returns where each form starts in the text, or nothing if they do not align."""
    starts, at = [], 0
    for form in forms:
        found = text.find(form, at)
        if found < 0 or found - at > 200:
            return None
        starts.append(found)
        at = found + len(form)
    return starts


def mark(words, starts, statement):
    """Gives the words of a statement their roles, and the cue to those beside it."""
    within = lambda a, b: [i for i in range(bisect.bisect_left(starts, a), bisect.bisect_left(starts, b))]
    first_cue = None
    for role in ("Cue", "Source", "Content"):
        last = None
        for a, b in statement[role]:
            part = within(a, b)
            if role == "Cue" and part and first_cue is None:
                first_cue = part[0]
            for i in part:
                # The annotation breaks a part at each end of a line: it goes on all the same.
                place = "B" if last is None or i != last + 1 else "I"
                words[i].role = ROLE_CLASSES.index(f"{place}-{role}")
                words[i].cue = ROOT if first_cue is None else first_cue
                last = i


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
    starts = starts_in(text, forms)
    if starts is None:
        return None
    gaps, at = [], 0
    for form, start in zip(forms, starts):
        between = text[at:start]
        gaps.append(PARAGRAPH if between.count("\n") > 1 or not gaps else LINE if "\n" in between
                    else SPACE if between else NO_GAP)
        at = start + len(form)
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
