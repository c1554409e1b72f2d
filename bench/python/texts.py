"""The text samples in PyTorch: texts.py SAMPLE [--threads N] [--seed N] [--steps N].

SAMPLE is reviews or compiler-messages: the same data, tokens, networks, losses and budget as the
experiment files of samples/, and the epoch chosen by the same figure of a validation part (which is
another draw).
Prints what the test part says; with --steps, it is a way of bench/harness/childWay.mjs that trains so
many steps a round.
"""

import argparse
import copy
import json
import math
import re
import time
import unicodedata
from collections import Counter
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from serve import serve

samples = Path(__file__).parents[2] / "samples"
unknown, start, end = 1, 2, 3
word = re.compile(r"\w+(?:['’]\w+)*|\S")
mark = "▁"


def words_of(text, has_spaces):
    """As src/engine/data/text/words.ts, for languages with spaces between words."""
    normal = unicodedata.normalize("NFC", text.lower() if not has_spaces else text)
    found = [(m.start(), m.group()) for m in word.finditer(normal)]
    if not has_spaces:
        return [token for _, token in found]
    return [mark + w if at > 0 and normal[at - 1].isspace() else w for at, w in found]


def shape(word):
    """As src/engine/data/text/wordShape.ts, for the characters of the samples."""
    kinds = "".join(
        "X" if c.isupper() else "x" if c.isalpha() else "d" if c.isdigit() else c for c in word
    )
    for repeated in [r"(.)\1+", r"(.+?)\1+"]:
        kinds = re.sub(repeated, r"\1", kinds)
    return f"<{kinds}>"


def vocabulary(texts, most, special, shapes=False):
    counts = Counter(token for tokens in texts for token in tokens)
    if shapes:
        read = Counter()
        for word, count in counts.items():
            read[word if count > 1 else shape(word)] += count
        counts = {token: count for token, count in read.items() if count > 1}
    known = sorted(counts, key=lambda token: (-counts[token], token))[: most - special]
    return {token: special + index for index, token in enumerate(known)}


def neighbours(tokens):
    return zip(tokens, tokens[1:])


def merge(tokens, pair):
    merged, at = [], 0
    while at < len(tokens):
        is_pair = tuple(tokens[at : at + 2]) == pair
        merged.append("".join(pair) if is_pair else tokens[at])
        at += 2 if is_pair else 1
    return merged


def learn_pairs(texts, most):
    """As src/engine/data/text/bytePairs.ts: pairs of neighbours by their place in the order of merging."""
    words = Counter(word for tokens in texts for word in tokens)
    pieces = {word: list(word) for word in words}
    known, ranks = {letter for word in words for letter in word}, {}
    while len(known) < most:
        counts = Counter()
        for word, count in words.items():
            for pair in neighbours(pieces[word]):
                counts[pair] += count
        pair = min(counts, key=lambda each: (-counts[each], " ".join(each)))
        ranks[pair] = len(ranks)
        known.add("".join(pair))
        pieces = {word: merge(tokens, pair) for word, tokens in pieces.items()}
    return ranks


def split(word, ranks):
    tokens = list(word)
    while found := [pair for pair in neighbours(tokens) if pair in ranks]:
        tokens = merge(tokens, min(found, key=ranks.get))
    return tokens


def id_of(token, ids):
    return ids.get(token) or ids.get(shape(token), unknown)


def ids_of(texts, ids, length):
    rows = torch.zeros(len(texts), length, dtype=torch.long)
    for row, tokens in zip(rows, texts):
        found = [id_of(token, ids) if isinstance(token, str) else token for token in tokens]
        row[: len(found[:length])] = torch.tensor(found[:length], dtype=torch.long)
    return rows


def read(folder, part):
    return [json.loads(line) for line in (samples / folder).joinpath(part).open(encoding="utf-8")]


def initialise(module):
    """As MTL Lab starts: Glorot's kernels, zero biases, vectors of tokens up to 0.1."""
    for layer in module.modules():
        if isinstance(layer, nn.Linear):
            nn.init.xavier_uniform_(layer.weight)
            nn.init.zeros_(layer.bias)
        if isinstance(layer, nn.Embedding):
            nn.init.uniform_(layer.weight, -0.1, 0.1)


def pooled(x, mask):
    """The largest number of each unit over the tokens."""
    return x.masked_fill(~mask[..., None], -1e9).amax(1)


class Reviews:
    folder, batch, epochs, rate, cosine, patience = "reviews", 64, 30, 0.002, False, 5
    validation = 0.15

    def __init__(self, rows):
        tables = {part: read(self.folder, f"reviews_{part}.jsonl") for part in ["train", "test"]}
        texts = {p: [words_of(row["text"], False) for row in t] for p, t in tables.items()}
        ids = vocabulary([texts["train"][row] for row in rows.tolist()], 4000, 2)
        self.x = {part: ids_of(each, ids, 128) for part, each in texts.items()}
        departments = sorted({row["department"] for row in tables["train"] if row["department"]})
        self.departments = len(departments)
        ratings = torch.tensor([float(row["rating"]) for row in tables["train"]])[rows]
        self.mean, self.deviation = ratings.mean(), ratings.std(unbiased=False)
        self.y = {
            part: {
                "recommended": torch.tensor([float(row["recommended"]) for row in table]),
                "rating": torch.tensor([float(row["rating"]) for row in table]),
                "department": torch.tensor(
                    [departments.index(d) if (d := row["department"]) else -1 for row in table]
                ),
            }
            for part, table in tables.items()
        }

    def network(self):
        return ReviewNetwork(self.departments)

    def answer(self, model, part, rows):
        return model(self.x[part][rows])

    def losses(self, outputs, part, rows):
        y = {name: values[rows] for name, values in self.y[part].items()}
        known = (y["department"] >= 0).sum().clamp(min=1)
        rating = (y["rating"] - self.mean) / self.deviation
        departments = F.cross_entropy(
            outputs[2], y["department"], ignore_index=-1, reduction="sum"
        )
        return [
            F.binary_cross_entropy_with_logits(outputs[0][:, 0], y["recommended"]),
            F.mse_loss(outputs[1][:, 0], rating),
            departments / known,
        ]

    def loss(self, outputs, part, rows):
        recommended, rating, department = self.losses(outputs, part, rows)
        return 0.3 * recommended + 0.3 * rating + department

    def monitored(self, outputs, rows):
        return self.losses(outputs, "train", rows)[2]

    def report(self, model):
        y = self.y["test"]
        outputs = model(self.x["test"])
        right = ((outputs[0][:, 0] > 0) == (y["recommended"] > 0.5)).float().mean()
        print(f"recommended AUC {auc(outputs[0][:, 0], y['recommended']):.4f} accuracy {right:.4f}")
        rating = outputs[1][:, 0] * self.deviation + self.mean
        error = (rating - y["rating"]).square().mean()
        print(f"rating RMSE {error.sqrt():.4f} R2 {1 - error / y['rating'].var(unbiased=False):.4f}")
        known = y["department"] >= 0
        found = (outputs[2].argmax(1) == y["department"])[known].float().mean()
        print(f"department accuracy {found:.4f}")


class ReviewNetwork(nn.Module):
    def __init__(self, departments):
        super().__init__()
        self.vectors = nn.Embedding(4000, 128)
        self.dense = nn.Sequential(nn.Linear(128, 96), nn.ReLU())
        self.dropouts = nn.ModuleList(nn.Dropout(share) for share in [0.5, 0.3, 0.1])
        self.heads = nn.ModuleList(
            nn.Sequential(nn.Linear(units, 32), nn.ReLU(), nn.Linear(32, outputs))
            for units, outputs in [(128, 1), (128, 1), (96, departments)]
        )
        initialise(self)

    def forward(self, x):
        mask = x > 0
        words = self.dropouts[0](self.vectors(x))
        mean = (words * mask[..., None]).sum(1) / mask.sum(1, keepdim=True).clamp(min=1)
        largest = pooled(self.dense(words), mask)
        recommended, rating, department = self.heads
        opinion = [head(self.dropouts[1](mean)) for head in (recommended, rating)]
        return [*opinion, department(self.dropouts[2](largest))]


class Messages:
    folder, batch, epochs, rate, cosine, patience = "compiler-messages", 32, 36, 0.003, True, None
    validation = 0.1
    length, target_length, written = 48, 72, 800

    def __init__(self, rows):
        tables = {part: read(self.folder, f"messages_{part}.jsonl") for part in ["train", "test"]}
        source = {p: [row["tokens"] for row in t] for p, t in tables.items()}
        french = {p: [words_of(row["french"], True) for row in t] for p, t in tables.items()}
        chosen = rows.tolist()
        ids = vocabulary([source["train"][row] for row in chosen], 2000, 2, shapes=True)
        ranks = learn_pairs([french["train"][row] for row in chosen], self.written - 4)
        french = {p: [[t for w in each for t in split(w, ranks)] for each in f] for p, f in french.items()}
        self.french = vocabulary([french["train"][row] for row in chosen], self.written, 4)
        self.texts = [row["french"] for row in tables["test"]]
        self.x = {part: ids_of(each, ids, self.length) for part, each in source.items()}
        tags = sorted({tag for row in tables["train"] for tag in row["phrases"]})
        self.tags = tags
        categories = sorted({row["category"] for row in tables["train"]})
        self.categories = len(categories)
        self.y = {
            part: {
                "french": ids_of([[*t, end] for t in french[part]], self.french, self.target_length),
                "phrases": ids_of(
                    [[tags.index(tag) + 1 for tag in row["phrases"]] for row in table], {}, self.length
                ),
                "category": torch.tensor([categories.index(row["category"]) for row in table]),
            }
            for part, table in tables.items()
        }

    def network(self):
        lengths = self.length, self.target_length
        return MessageNetwork(self.written, len(self.tags), self.categories, lengths)

    def answer(self, model, part, rows):
        return model(self.x[part][rows], self.y[part]["french"][rows])

    def loss(self, outputs, part, rows):
        french, phrases, category = (self.y[part][n][rows] for n in ["french", "phrases", "category"])
        return (
            token_loss(outputs[0], french, 0.1)
            + token_loss(outputs[1], phrases, 0)
            + F.cross_entropy(outputs[2], category)
        )

    def monitored(self, outputs, rows):
        return -token_accuracy(outputs[0], self.y["train"]["french"][rows])

    def report(self, model):
        y = self.y["test"]
        outputs = model(self.x["test"], y["french"])
        right = token_accuracy(outputs[0], y["french"])
        names = {id: token for token, id in self.french.items()}
        written = [
            "".join(names.get(id, "") for id in row).replace(mark, " ").strip()
            for row in model.write(self.x["test"])
        ]
        print(f"french chrF {chrf(written, self.texts):.2f} token accuracy {right:.4f}")
        found = [[self.tags[tag] for tag in row] for row in outputs[1].argmax(2).tolist()]
        true = [[self.tags[tag - 1] for tag in row if tag > 0] for row in y["phrases"].tolist()]
        print(f"phrases span F1 {span_f1(found, true):.4f}")
        print(f"category accuracy {(outputs[2].argmax(1) == y['category']).float().mean():.4f}")


class Attention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.query, self.memory = nn.Linear(width, width), nn.Linear(width, 2 * width)
        self.out = nn.Linear(width, width)

    def forward(self, x, memory, mask):
        query, key, value = (
            part.unflatten(2, (self.heads, -1)).transpose(1, 2)
            for part in [self.query(x), *self.memory(memory).chunk(2, 2)]
        )
        found = F.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        return self.out(found.transpose(1, 2).flatten(2))


class Decoder(nn.Module):
    """One block, normalised before each part (arXiv 1706.03762)."""

    def __init__(self, vocabulary, width, hidden, heads, length, dropout):
        super().__init__()
        self.vectors = nn.Embedding(vocabulary, width)
        self.positions = nn.Embedding(length, width)
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in range(4))
        self.own, self.source = Attention(width, heads), Attention(width, heads)
        self.dense = nn.Sequential(nn.Linear(width, hidden), nn.ReLU(), nn.Linear(hidden, width))
        self.dropout = nn.Dropout(dropout)
        self.out = nn.Linear(width, vocabulary - 1)

    def forward(self, written, memory, mask):
        tokens = written.shape[1]
        x = self.vectors(written) + self.positions.weight[:tokens]
        causal = torch.ones(tokens, tokens, dtype=torch.bool).tril()
        seen = self.norms[0](x)
        x = x + self.dropout(self.own(seen, seen, causal))
        x = x + self.dropout(self.source(self.norms[1](x), memory, mask[:, None, None]))
        x = x + self.dropout(self.dense(self.norms[2](x)))
        return self.out(self.norms[3](x))


class MessageNetwork(nn.Module):
    def __init__(self, written, tags, categories, lengths):
        super().__init__()
        self.length, self.target_length = lengths
        self.vectors = nn.Embedding(2000, 128)
        self.norms = nn.ModuleList(nn.LayerNorm(128) for _ in range(2))
        self.gru = nn.GRU(128, 64, batch_first=True, bidirectional=True)
        self.dropout = nn.Dropout(0.2)
        self.decoder = Decoder(written, 128, 256, 4, self.target_length, 0.3)
        self.tags, self.category = nn.Linear(128, tags), nn.Linear(128, categories)
        initialise(self)

    def states(self, x):
        lengths = (x > 0).sum(1).clamp(min=1)
        words = self.dropout(self.norms[0](self.vectors(x)))
        packed = pack_padded_sequence(words, lengths, batch_first=True, enforce_sorted=False)
        states, _ = pad_packed_sequence(self.gru(packed)[0], batch_first=True, total_length=self.length)
        return self.dropout(self.norms[1](words + states)), x > 0

    def forward(self, x, french):
        states, mask = self.states(x)
        shifted = F.pad(french[:, :-1], (1, 0), value=start)
        written = self.decoder(shifted, states, mask)
        return [written, self.tags(states), self.category(pooled(states, mask))]

    def write(self, x):
        """The likeliest token after the other, up to the end."""
        states, mask = self.states(x)
        written = torch.full((len(x), 1), start)
        for _ in range(self.target_length):
            likeliest = self.decoder(written[:, : self.target_length], states, mask)[:, -1].argmax(1) + 1
            written = torch.cat([written, likeliest[:, None]], 1)
        rows = written[:, 1:].tolist()
        return [row[: row.index(end)] if end in row else row for row in rows]


def token_loss(logits, targets, smoothing):
    classes = (targets - 1).clamp(min=0)
    each = F.cross_entropy(logits.transpose(1, 2), classes, reduction="none", label_smoothing=smoothing)
    is_token = (targets > 0).float()
    return ((each * is_token).sum(1) / is_token.sum(1).clamp(min=1)).mean()


def token_accuracy(logits, targets):
    return (logits.argmax(2) + 1 == targets)[targets > 0].float().mean()


def auc(scores, labels):
    ranks = torch.empty(len(scores))
    ranks[scores.argsort()] = torch.arange(1, len(scores) + 1, dtype=torch.float)
    ones = labels.sum()
    return (ranks[labels > 0.5].sum() - ones * (ones + 1) / 2) / (ones * (len(labels) - ones))


def spans(tags):
    """(name, first, last) of each phrase in BIO tags."""
    found, open_span = set(), None
    for at, tag in enumerate([*tags, "O"]):
        goes_on = open_span and tag == f"I-{open_span[0]}"
        if open_span and not goes_on:
            found.add((*open_span, at - 1))
            open_span = None
        if not goes_on and tag != "O":
            open_span = (tag[2:], at)
    return found


def span_f1(found, true):
    pairs = [(spans(f[: len(t)]), spans(t)) for f, t in zip(found, true)]
    right = sum(len(f & t) for f, t in pairs)
    return 2 * right / sum(len(f) + len(t) for f, t in pairs)


def chrf(written, references, order=6, beta=2):
    """Popovic 2015 (aclanthology W15-3049) over the corpus, spaces left out, as sacrebleu counts it."""
    scores = []
    for n in range(1, order + 1):
        counts = [0, 0, 0]
        for text, reference in zip(written, references):
            grams = [
                Counter(t[at : at + n] for at in range(len(t) - n + 1))
                for t in ["".join(text.split()), "".join(reference.split())]
            ]
            counts[0] += (grams[0] & grams[1]).total()
            counts[1] += grams[0].total()
            counts[2] += grams[1].total()
        precision, recall = (counts[0] / max(1, total) for total in counts[1:])
        scores.append((precision, recall))
    precision, recall = (sum(each) / order for each in zip(*scores))
    total = beta**2 * precision + recall
    return 100 * (1 + beta**2) * precision * recall / total if total else 0


def main():
    cases = {case.folder: case for case in [Reviews, Messages]}
    parser = argparse.ArgumentParser()
    parser.add_argument("sample", choices=cases)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--steps", type=int)
    parser.add_argument("--seed", type=int, default=42)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    kind = cases[options.sample]
    total = sum(1 for _ in next((samples / kind.folder).glob("*_train.jsonl")).open())
    order = torch.randperm(total)
    kept = round(kind.validation * total)
    validation, rows = order[:kept], order[kept:]
    case = kind(rows)
    model = case.network()
    optimizer = torch.optim.Adam(model.parameters(), case.rate, fused=True)

    def train(batch):
        optimizer.zero_grad()
        case.loss(outputs_of(batch), "train", batch).backward()
        optimizer.step()

    def outputs_of(batch):
        return case.answer(model, "train", batch)

    def batches():
        return rows[torch.randperm(len(rows))].split(case.batch)

    if options.steps:
        few = batches()[: options.steps]
        return serve(lambda: [train(batch) for batch in few], len(few), f"PyTorch {torch.__version__}")
    began, best, waited = time.time(), (math.inf, None, 0), 0
    for epoch in range(case.epochs):
        if case.cosine:
            optimizer.param_groups[0]["lr"] = case.rate * (1 + math.cos(math.pi * epoch / case.epochs)) / 2
        model.train()
        for batch in batches():
            train(batch)
        model.eval()
        with torch.no_grad():
            loss = case.monitored(outputs_of(validation), validation).item()
        waited = 0 if loss < best[0] else waited + 1
        if loss < best[0]:
            best = loss, copy.deepcopy(model.state_dict()), epoch
        if case.patience and waited >= case.patience:
            break
    print(f"{epoch + 1} epochs, best {best[2] + 1}, {time.time() - began:.0f} s")
    model.load_state_dict(best[1])
    with torch.no_grad():
        case.report(model)


main()
