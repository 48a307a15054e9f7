"""The network: one encoder over windows of text, and small heads on the states of its words."""

import math

import torch
from torch import nn
from torch.nn import functional as F

from features import N_GAPS, N_SHAPES

HEAD_SIZE = 32


class Layer(nn.Module):
    """One layer of BERT: attention and a feed-forward net, each followed by a norm."""

    def __init__(self, size, n_heads, inner, dropout):
        super().__init__()
        self.n_heads = n_heads
        self.query_key_value = nn.Linear(size, 3 * n_heads * HEAD_SIZE)
        self.output = nn.Linear(n_heads * HEAD_SIZE, size)
        self.norm1 = nn.LayerNorm(size, eps=1e-12)
        self.up = nn.Linear(size, inner)
        self.down = nn.Linear(inner, size)
        self.norm2 = nn.LayerNorm(size, eps=1e-12)
        self.dropout = dropout

    def forward(self, x, mask):
        batch, length, _ = x.shape
        qkv = self.query_key_value(x).view(batch, length, 3, self.n_heads, HEAD_SIZE)
        q, k, v = qkv.permute(2, 0, 3, 1, 4)
        drop = self.dropout if self.training else 0.0
        # Plainly: the fused kernel is slower at this in training.
        shares = (q @ k.transpose(2, 3) / math.sqrt(HEAD_SIZE) + mask).softmax(3)
        y = F.dropout(shares, drop, self.training) @ v
        y = self.output(y.transpose(1, 2).reshape(batch, length, -1))
        x = self.norm1(x + F.dropout(y, drop, self.training))
        y = self.down(F.gelu(self.up(x)))
        return self.norm2(x + F.dropout(y, drop, self.training))


class Encoder(nn.Module):
    """Pieces, their places, the shape of their word and the gap before it → one state a word."""

    def __init__(self, config):
        super().__init__()
        size = config["size"]
        self.pieces = nn.Embedding(config["n_pieces"], size)
        self.places = nn.Embedding(config["n_places"], size)
        self.shapes = nn.Embedding(N_SHAPES, size)
        self.gaps = nn.Embedding(N_GAPS, size)
        self.norm = nn.LayerNorm(size, eps=1e-12)
        self.layers = nn.ModuleList(
            Layer(size, config["n_heads"], config["inner"], config["dropout"])
            for _ in range(config["n_layers"]))
        nn.init.zeros_(self.shapes.weight)
        nn.init.zeros_(self.gaps.weight)

    def forward(self, batch):
        x = self.pieces(batch.pieces) + self.places.weight[:batch.pieces.shape[1]]
        # Only what is a word's piece has a shape; only its first piece has the gap.
        x = x + self.shapes(batch.shapes) * (batch.word_of >= 0).unsqueeze(-1)
        x = x + self.gaps(batch.gaps) * batch.is_first.unsqueeze(-1)
        x = F.dropout(self.norm(x), 0.1, self.training)
        mask = torch.zeros(batch.pieces.shape, dtype=x.dtype).masked_fill(~batch.is_piece, -1e9)
        mask = mask[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask.to(x.dtype))
        # The state of a word is the mean of its pieces'.
        flat = x.reshape(-1, x.shape[-1]).float()
        keep = batch.word_row >= 0
        words = torch.zeros(batch.n_words, x.shape[-1])
        words = words.index_add(0, batch.word_row[keep], flat[keep])
        return words / batch.n_pieces_of_word.unsqueeze(1)


class Heads(nn.Module):
    def __init__(self, config):
        super().__init__()
        size = config["size"]
        self.start = nn.Linear(size, 2)
        self.tag = nn.Linear(size, len(config["tags"]))
        self.lemma = nn.Linear(size, len(config["edits"]))
        self.name = nn.Linear(size, len(config["names"]))
        self.role = nn.Linear(size, len(config["roles"]))
        self.role_step = nn.Parameter(torch.zeros(len(config["roles"]), len(config["roles"])))
        self.register_buffer("role_bar", bars(config["roles"]), persistent=False)
        link = config["link_size"]
        self.link_part = nn.Linear(size, link)
        self.link_cue = nn.Linear(size, link)
        self.link_none = nn.Parameter(torch.zeros(link))
        arc, label = config["arc_size"], config["label_size"]
        self.arc_head = nn.Linear(size, arc)
        self.arc_dependent = nn.Linear(size, arc)
        self.arc = nn.Parameter(torch.zeros(arc + 1, arc))
        self.root = nn.Parameter(torch.zeros(arc))
        self.label_head = nn.Linear(size, label)
        self.label_dependent = nn.Linear(size, label)
        self.label = nn.Parameter(torch.zeros(len(config["relations"]), label + 1, label + 1))
        self.label_root = nn.Parameter(torch.zeros(label))
        nn.init.normal_(self.arc, std=1 / math.sqrt(arc))
        nn.init.normal_(self.label, std=1 / label)

    def role_loss(self, scores, targets):
        """Returns the mean loss a word of a linear-chain conditional random field over the roles.

        `scores` [windows, words, roles]; `targets` [windows, words], -1 behind the end of a window.
        """
        n_windows, length, _ = scores.shape
        steps = self.role_step + self.role_bar
        right, known = targets.clamp(min=0), targets >= 0
        path = scores.gather(2, right.unsqueeze(2)).squeeze(2)
        path[:, 1:] += steps[right[:, :-1], right[:, 1:]]
        total = scores[:, 0]
        for at in range(1, length):
            after = (total.unsqueeze(2) + steps).logsumexp(1) + scores[:, at]
            total = torch.where(known[:, at].unsqueeze(1), after, total)
        return (total.logsumexp(1).sum() - path[known].sum()) / known.sum()

    def roles(self, scores):
        """Returns the likeliest roles of the words of one window."""
        steps, back, total = self.role_step + self.role_bar, [], scores[0]
        for row in scores[1:]:
            best, came = (total.unsqueeze(1) + steps).max(0)
            back.append(came)
            total = best + row
        path = [total.argmax().item()]
        for came in reversed(back):
            path.append(came[path[-1]].item())
        return path[::-1]

    def link_scores(self, first, last, cues):
        """Returns [parts, none + cues]: which cue a part belongs to, by its first and its last word."""
        cues = torch.cat([self.link_none.unsqueeze(0), self.link_cue(cues)])
        return (self.link_part(first) + self.link_part(last)) @ cues.T / math.sqrt(cues.shape[1])

    def arc_scores(self, states, drop):
        """Returns [dependents, root + heads] over the words of one or several sentences."""
        heads = drop(F.gelu(self.arc_head(states)))
        heads = torch.cat([self.root.unsqueeze(0).to(heads.dtype), heads])
        dependents = drop(F.gelu(self.arc_dependent(states)))
        ones = torch.ones(len(dependents), 1, dtype=dependents.dtype)
        return torch.cat([dependents, ones], 1) @ self.arc.to(heads.dtype) @ heads.T

    def label_scores(self, states, heads, drop):
        """Returns [words, relations]; `heads` are positions among the words, 0 the root."""
        of_head = drop(F.gelu(self.label_head(states)))
        of_head = torch.cat([self.label_root.unsqueeze(0).to(of_head.dtype), of_head])[heads]
        of_dependent = drop(F.gelu(self.label_dependent(states)))
        ones = torch.ones(len(states), 1, dtype=states.dtype)
        return torch.einsum("ni,rij,nj->nr", torch.cat([of_dependent, ones], 1), self.label,
                            torch.cat([of_head, ones], 1))


class Network(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.config = config
        self.encoder = Encoder(config)
        self.heads = Heads(config)

    def load_pruned(self, tensors):
        """Starts from a larger network: its first layers, with their strongest attention heads and
        inner units, and those of its heads that have the same shape.
        """
        own = self.state_dict()
        for name, value in tensors.items():
            if name in own and own[name].shape == value.shape:
                own[name].copy_(value)
        config = self.config
        for i, layer in enumerate(self.encoder.layers):
            of = lambda part: tensors[f"encoder.layers.{i}.{part}"]
            out = of("output.weight").unflatten(1, (-1, HEAD_SIZE))
            values = of("query_key_value.weight").chunk(3)[2].unflatten(0, (-1, HEAD_SIZE))
            heads = strongest(out.pow(2).sum((0, 2)) * values.pow(2).sum((1, 2)), config["n_heads"])
            for kind in ("weight", "bias"):
                parts = of(f"query_key_value.{kind}").unflatten(0, (3, -1, HEAD_SIZE))
                getattr(layer.query_key_value, kind).data.copy_(parts[:, heads].flatten(0, 2))
            layer.output.weight.data.copy_(out[:, heads].flatten(1))
            up, down = of("up.weight"), of("down.weight")
            units = strongest(up.pow(2).sum(1) * down.pow(2).sum(0), config["inner"])
            layer.up.weight.data.copy_(up[units])
            layer.up.bias.data.copy_(of("up.bias")[units])
            layer.down.weight.data.copy_(down[:, units])

    def load_bert(self, tensors):
        """Starts the encoder from the weights of a BERT."""
        e = self.encoder
        embeddings = "embeddings."
        e.pieces.weight.data.copy_(tensors[embeddings + "word_embeddings.weight"])
        e.places.weight.data.copy_(
            tensors[embeddings + "position_embeddings.weight"][:len(e.places.weight)]
            + tensors[embeddings + "token_type_embeddings.weight"][0])
        copy(e.norm, tensors, embeddings + "LayerNorm")
        for i, layer in enumerate(e.layers):
            at = f"encoder.layer.{i}."
            for kind in ("weight", "bias"):
                parts = [tensors[f"{at}attention.self.{part}.{kind}"] for part in ("query", "key", "value")]
                getattr(layer.query_key_value, kind).data.copy_(torch.cat(parts))
            copy(layer.output, tensors, at + "attention.output.dense")
            copy(layer.norm1, tensors, at + "attention.output.LayerNorm")
            copy(layer.up, tensors, at + "intermediate.dense")
            copy(layer.down, tensors, at + "output.dense")
            copy(layer.norm2, tensors, at + "output.LayerNorm")


def bars(roles):
    """Returns [roles, roles]: nothing where the second may follow the first, a bar where it may not."""
    may = lambda a, b: b[0] != "I" or a[2:] == b[2:]
    return torch.tensor([[0.0 if may(a, b) else -1e4 for b in roles] for a in roles])


def strongest(weights, n):
    return weights.topk(n).indices.sort().values


def copy(module, tensors, name):
    module.weight.data.copy_(tensors[name + ".weight"])
    module.bias.data.copy_(tensors[name + ".bias"])
