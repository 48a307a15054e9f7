"""What the network sees of a word: its pieces, its letters' shape, the gap before it.

The rules here are those of `crates/dateline-syntax/src/encoder/`; the two must agree.
"""

import functools

from tokenizers import Tokenizer

N_SHAPES = 12
N_GAPS = 4


class Pieces:
    """Cuts words into the pieces of the encoder's vocabulary (WordPiece, lower case, no accents)."""

    def __init__(self, path):
        self.tokenizer = Tokenizer.from_file(str(path))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        self.cache = {}

    def of(self, form):
        if form not in self.cache:
            ids = self.tokenizer.encode(form, add_special_tokens=False).ids
            # A word that is all controls or marks leaves no piece.
            self.cache[form] = ids[:MAX_PIECES] or [UNKNOWN_PIECE]
        return self.cache[form]


CLS, SEP, UNKNOWN_PIECE, MASK = 101, 102, 100, 103
MAX_PIECES = 16  # of one word: an address needs no more


@functools.lru_cache(maxsize=200_000)
def shape(form):
    """Returns which of the twelve shapes the letters of a word have."""
    letters = [c for c in form if c.isalpha()]
    digits = any(c.isnumeric() for c in form)
    if not letters:
        return 0 if digits else 1
    if digits:
        return 2
    upper = [c.isupper() for c in letters]
    if not any(upper):
        return 3 if form[0].isalpha() else 4
    if all(upper):
        if len(letters) == 1:
            return 5
        return 6 if "." in form else 7
    if upper[0] and not any(upper[1:]):
        return 8 if len(form) == len(letters) else 9
    return 10 if upper[0] else 11


# --- lemmas as edits


def edit(form, lemma):
    """Returns the edit that makes the lemma of a form: which case, how many letters to cut, what to add."""
    for case, base in (("lower", form.lower()), ("as is", form)):
        shared = 0
        while shared < min(len(base), len(lemma)) and base[shared] == lemma[shared]:
            shared += 1
        if shared or base == lemma:
            return f"{case}|{len(base) - shared}|{lemma[shared:]}"
    return f"whole|0|{lemma}"
