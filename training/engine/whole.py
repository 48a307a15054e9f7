"""Measures what whole numbers cost: scores a checkpoint on the tuning documents with both.

    python3 training/engine/whole.py careful target/corpora target/train/careful
"""

import argparse
import json
import pathlib

import torch
from torch import nn
from torch.nn import functional as F

import corpora
from export import MOST
from features import Pieces
from network import Network
from train import RECIPES, Trainer, pretrained


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("engine", choices=RECIPES)
    parser.add_argument("corpora", type=pathlib.Path)
    parser.add_argument("checkpoint", type=pathlib.Path)
    args = parser.parse_args()
    network = Network(json.loads((args.checkpoint / "config.json").read_text()))
    state = torch.load(args.checkpoint / "checkpoint.pt", weights_only=True)
    network.load_state_dict(state["network"])
    _, tune = corpora.load(args.corpora)
    pieces = Pieces(pretrained() / "tokenizer.json")
    trainer = Trainer(network, RECIPES[args.engine], pieces, ([], []), tune, args.checkpoint)
    print("real ", trainer.measure(), flush=True)
    for module in network.modules():
        if isinstance(module, nn.Linear):
            module.whole = rounded(module.weight.detach(), MOST)
            module.forward = forward.__get__(module)
    print("whole", trainer.measure())


def forward(module, x):
    return F.linear(rounded(x, 127), module.whole, module.bias)


def rounded(rows, most):
    """Rounds each row as whole numbers up to `most` with one step would."""
    step = rows.abs().amax(-1, keepdim=True).clamp(min=1e-9) / most
    return (rows / step).round() * step


if __name__ == "__main__":
    main()
