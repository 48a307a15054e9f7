"""From documents to batches of windows: what the network trains on."""

import dataclasses

import torch

from corpora import LINE, NO_GAP, PARAGRAPH, ROOT, SPACE, UNKNOWN
from features import CLS, MASK, SEP, shape


def cut(document, budget, pieces, rng):
    """Yields the parts of a document that fit a window of `budget` pieces."""
    words, at = document.words, 0
    limit = rng.randint(budget // 3, budget)  # the first is shorter: cuts fall anywhere
    while at < len(words):
        end, n = at, 0
        while end < len(words):
            n += len(pieces.of(words[end].form))
            if n > limit - 2 and end > at:
                break
            end += 1
        # Half of the cuts are moved back to where a sentence starts, so that its tree is whole.
        if end < len(words) and rng.random() < 0.7:
            starts = [i for i in range(at + (end - at) // 2, end) if words[i].starts == 1]
            end = starts[-1] if starts else end
        yield take(words, at, end)
        at, limit = end, budget


def take(words, at, end):
    """Copies words; arcs of a sentence that is cut become unknown."""
    part = [dataclasses.replace(word) for word in words[at:end]]
    starts = [i for i, word in enumerate(part) if word.starts == 1]
    whole_end = len(part) if end == len(words) or words[end].starts == 1 else max(starts, default=0)
    whole_start = starts[0] if starts else len(part)
    for i, word in enumerate(part):
        if word.head >= 0:
            word.head -= at
        if not whole_start <= i < whole_end:
            word.head = UNKNOWN
        if word.cue >= 0:
            word.cue = word.cue - at if at <= word.cue < end else UNKNOWN
    return part


# --- augmentation: what crawled text does to good text


# Share of the words of PolNeAR that the network does not see.
HIDDEN = 0.06


def damage(part, rng):
    """Changes case, spaces, quotes and line ends as crawled dispatches do."""
    draw = rng.random()
    if draw < 0.04:
        change_forms(part, str.lower)
    elif draw < 0.10:
        change_forms(part, str.upper)
    elif draw < 0.13:
        change_forms(part, lambda form: form[:1].upper() + form[1:] if len(form) > 3 else form)
    draw = rng.random()
    if draw < 0.10:
        change_forms(part, lambda form: form.translate(CURLY))
    elif draw < 0.15:
        change_forms(part, lambda form: form.translate(STRAIGHT))
    draw = rng.random()
    if draw < 0.12:  # paragraphs run together without a space
        for word in part:
            if word.starts == 1 and rng.random() < 0.5:
                word.gap = NO_GAP
    elif draw < 0.24:  # paragraphs lost
        for word in part:
            if word.gap == PARAGRAPH:
                word.gap = SPACE
    elif draw < 0.34:  # hard line ends
        for word in part:
            if word.gap in (SPACE, PARAGRAPH) and rng.random() < 1 / 12:
                word.gap = LINE
    elif draw < 0.40:  # every sentence a paragraph
        for word in part:
            if word.starts == 1:
                word.gap = PARAGRAPH
    if rng.random() < 0.06:
        part = without_stops(part, rng)
    for word in part:
        # Statements are learned from few words many times over: so that none is learned by heart.
        word.is_hidden = word.role >= 0 and rng.random() < HIDDEN
    return part

CURLY = {ord("'"): "’", ord('"'): "”", ord("-"): "–"}
STRAIGHT = {ord("’"): "'", ord("‘"): "'", ord("“"): '"', ord("”"): '"', ord("—"): "--"}


def change_forms(part, change):
    for word in part:
        word.form = change(word.form) or word.form


def without_stops(part, rng):
    """Takes the full stop from some sentences, as headlines and captions have none."""
    has_children = {word.head for word in part}
    gone = {i for i, word in enumerate(part) if word.form == "." and word.starts == 0
            and i not in has_children and i + 1 < len(part) and part[i + 1].starts == 1
            and rng.random() < 0.5}
    for i in gone:
        if part[i + 1].gap == SPACE:
            part[i + 1].gap = PARAGRAPH
    kept = [i for i in range(len(part)) if i not in gone]
    position = {old: new for new, old in enumerate(kept)} | {ROOT: ROOT, UNKNOWN: UNKNOWN}
    for word in part:
        word.head = position.get(word.head, UNKNOWN)
        word.cue = position.get(word.cue, UNKNOWN)
    return [part[i] for i in kept]


# --- batches


@dataclasses.dataclass
class Batch:
    """Windows side by side; words of all windows in one row after another."""

    pieces: torch.Tensor  # [windows, pieces]
    is_piece: torch.Tensor  # [windows, pieces]
    word_of: torch.Tensor  # [windows, pieces]: -1 where there is none
    word_row: torch.Tensor  # [windows × pieces]: the row of the piece's word, or -1
    is_first: torch.Tensor
    shapes: torch.Tensor
    gaps: torch.Tensor
    n_pieces_of_word: torch.Tensor  # [words]
    n_words: int
    parts: list  # the words of each window
    offsets: list  # the row of the first word of each window


def collate(parts, pieces):
    rows = [[(CLS, -1, True)] for _ in parts]
    counts = []
    for row, part in zip(rows, parts):
        for i, word in enumerate(part):
            ids = pieces.of(word.form)
            ids = [MASK] * len(ids) if word.is_hidden else ids
            counts.append(len(ids))
            row.extend((piece, i, at == 0) for at, piece in enumerate(ids))
        row.append((SEP, -1, True))
    length = max(map(len, rows))
    offsets, n_words = [], 0
    for part in parts:
        offsets.append(n_words)
        n_words += len(part)
    filled = [row + [(0, -1, False)] * (length - len(row)) for row in rows]
    column = lambda at: torch.tensor([[cell[at] for cell in row] for row in filled])
    word_of = column(1)
    is_piece = torch.tensor([[i < len(row) for i in range(length)] for row in rows])
    shapes = torch.tensor([[shape(part[w].form) if w >= 0 else 0 for _, w, _ in row]
                           for row, part in zip(filled, parts)])
    gaps = torch.tensor([[part[w].gap if w >= 0 else 0 for _, w, _ in row]
                         for row, part in zip(filled, parts)])
    word_row = torch.where(word_of >= 0, word_of + torch.tensor(offsets).unsqueeze(1), -1)
    return Batch(column(0), is_piece, word_of, word_row.reshape(-1), column(2) & (word_of >= 0),
                 shapes, gaps, torch.tensor(counts, dtype=torch.float32), n_words, parts, offsets)


def epoch(documents, pieces, rng, batch_size, longest):
    """Returns the batches of one pass over the documents, in random order."""
    windows = []
    for document in documents:
        budget = min(rng.choice([64, 128, 192, 250, 250]), longest)
        windows.extend(damage(part, rng) for part in cut(document, budget, pieces, rng))
    windows = [part for part in windows if part]
    size = lambda part: 2 + sum(len(pieces.of(word.form)) for word in part)
    # Windows of like length share a batch; chunks are shuffled so that batches are mixed.
    rng.shuffle(windows)
    batches = []
    for at in range(0, len(windows), 256):
        chunk = sorted(windows[at:at + 256], key=size)
        batch = []
        for part in chunk:
            if batch and (len(batch) + 1) * max(size(part), 16) > batch_size:
                batches.append(batch)
                batch = []
            batch.append(part)
        batches.append(batch)
    rng.shuffle(batches)
    return batches
