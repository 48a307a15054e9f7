"""Turns a checkpoint into the files that the program reads: weights, configuration, vocabulary.

    python3 training/engine/export.py target/train/careful models/careful
    python3 training/engine/export.py target/train/swift models/swift

The vectors of pieces, which the engines share, are written beside them into `models/pieces`; where
they are there already they must be the same, or `--new-pieces` be given.
The head for lemmas stays behind: the program's rules and lexicon make as many lemmas right.
Matrices become whole numbers of seven bits with one scale for each output (see
`crates/dateline-syntax/src/encoder/linear.rs` for why seven); the rest stays as it is.
"""

import argparse
import json
import pathlib
import sys

import torch
from safetensors.torch import load_file, save_file

from network import Network
from train import pretrained

MOST = 63
FORMAT = {"format": "dateline-engine/1"}


def quantise(weight):
    """Returns rows of whole numbers in -63..63 and the step of each row."""
    scale = weight.abs().amax(1).clamp(min=1e-9) / MOST
    return (weight / scale.unsqueeze(1)).round().to(torch.int8), scale


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("checkpoint", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--bert", type=pathlib.Path)
    parser.add_argument("--new-pieces", action="store_true")
    args = parser.parse_args()
    config = json.loads((args.checkpoint / "config.json").read_text())
    network = Network(config)
    state = torch.load(args.checkpoint / "checkpoint.pt", weights_only=True)
    network.load_state_dict(state["network"])
    tensors = {}

    def linear(name, weight, bias):
        tensors[name + ".weight"], tensors[name + ".scale"] = quantise(weight.detach())
        tensors[name + ".bias"] = bias.detach()

    def norm(name, module):
        tensors[name + ".weight"] = module.weight.detach()
        tensors[name + ".bias"] = module.bias.detach()

    e, h = network.encoder, network.heads
    # Only looked up, never multiplied with: eight bits are safe.
    pieces = e.pieces.weight.detach()
    scale = pieces.abs().amax(1).clamp(min=1e-9) / 127
    vectors = {"pieces.weight": (pieces / scale.unsqueeze(1)).round().to(torch.int8), "pieces.scale": scale}
    shared = args.out.parent / "pieces"
    shared.mkdir(parents=True, exist_ok=True)
    path = shared / "vectors.safetensors"
    if path.exists() and not args.new_pieces:
        if any(not torch.equal(table, vectors[name]) for name, table in load_file(path).items()):
            sys.exit(f"{path} has other vectors: an engine must be trained on those that it is read with")
    else:
        save_file(vectors, path, FORMAT)
        vocabulary = (args.bert or pretrained()) / "vocab.txt"
        (shared / "vocabulary.txt").write_text(vocabulary.read_text(encoding="utf-8"))
    for name in ("places", "shapes", "gaps"):
        tensors[name] = getattr(e, name).weight.detach()
    norm("norm", e.norm)
    for i, layer in enumerate(e.layers):
        for part in ("query_key_value", "output", "up", "down"):
            module = getattr(layer, part)
            linear(f"layers.{i}.{part}", module.weight, module.bias)
        for part in ("norm1", "norm2"):
            norm(f"layers.{i}.{part}", getattr(layer, part))
    joined = lambda *modules: (torch.cat([m.weight for m in modules]), torch.cat([m.bias for m in modules]))
    linear("words", *joined(h.start, h.tag, h.name, h.role, h.link_part, h.link_cue))
    linear("tree", *joined(h.arc_head, h.arc_dependent, h.label_head, h.label_dependent))
    linear("arc", h.arc[:-1].T, h.arc[-1])
    # [relations, dependent + 1, head + 1] → one row for each relation and number of the head.
    label = h.label.permute(0, 2, 1)
    linear("label", label[:, :, :-1].reshape(-1, label.shape[2] - 1), label[:, :, -1].reshape(-1))
    tensors["root"], tensors["label_root"] = h.root.detach(), h.label_root.detach()
    tensors["role_step"], tensors["link_none"] = h.role_step.detach(), h.link_none.detach()
    args.out.mkdir(parents=True, exist_ok=True)
    save_file({k: v.contiguous() for k, v in tensors.items()}, args.out / "weights.safetensors",
              FORMAT)
    kept = {k: config[k] for k in ("size", "n_layers", "n_heads", "inner", "n_places", "arc_size",
                                   "label_size", "link_size", "window", "overlap", "tags", "relations", "names", "roles")}
    (args.out / "config.json").write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
