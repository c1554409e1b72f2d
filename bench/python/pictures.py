"""The picture samples in PyTorch: pictures.py SAMPLE [--threads N] [--seed N] [--steps N].

SAMPLE is multi-mnist, multi-mnist-conv or objects-and-faces: the same data, networks and budget as
the experiment files of samples/, without a validation part's choice of the epoch. Prints what the
test part says after the last epoch; with --steps, it is a way of bench/harness/childWay.mjs that
trains so many steps a round.
"""

import argparse
import csv
import gzip
import math
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from serve import serve

samples = Path(__file__).parents[2] / "samples"


def read_idx(path):
    data = gzip.decompress(path.read_bytes())
    rank = data[3]
    shape = np.frombuffer(data, ">u4", rank, 4)
    return np.frombuffer(data, np.uint8, offset=4 + 4 * rank).reshape(shape)


def read_pictures(folder, part, rank):
    pixels = read_idx(folder / f"{part}-images-idx{rank}-ubyte.gz").astype(np.float32) / 255
    pictures = torch.from_numpy(pixels)
    return pictures.unsqueeze(1) if rank == 3 else pictures.permute(0, 3, 1, 2).contiguous()


def initialise(module):
    """Glorot's kernels and zero biases, as MTL Lab starts."""
    for layer in module.modules():
        if isinstance(layer, nn.Conv2d | nn.Linear):
            nn.init.xavier_uniform_(layer.weight)
            nn.init.zeros_(layer.bias)


def conv(inputs, outputs, kernel, padding="same"):
    return [nn.Conv2d(inputs, outputs, kernel, padding=padding), nn.ReLU()]


class Heads(nn.Module):
    def __init__(self, shared, heads):
        super().__init__()
        self.shared = shared
        self.heads = nn.ModuleList(heads)
        initialise(self)

    def forward(self, x):
        common = self.shared(x)
        return [head(common) for head in self.heads]


def moved(x, most):
    """Each picture by whole pixels, and by how many down and across; what comes in is 0."""
    padded = F.pad(x, [most] * 4)
    offsets = torch.randint(0, 2 * most + 1, (len(x), 2))
    side = x.shape[-1]
    pictures = [p[:, d : d + side, a : a + side] for p, (d, a) in zip(padded, offsets.tolist())]
    return torch.stack(pictures), offsets - most


def moved_boxes(boxes, offsets, mirrored, side):
    """Class, left, top, right, bottom in shares: none where the box is wholly outside."""
    down, across = (offsets / side).unbind(1)
    edges = (boxes[:, 1:] - torch.stack([across, down, across, down], 1)).clamp(0, 1)
    left, top, right, bottom = edges.unbind(1)
    left, right = torch.where(mirrored, 1 - right, left), torch.where(mirrored, 1 - left, right)
    label = torch.where((right > left) & (bottom > top), boxes[:, 0], -1)
    return torch.stack([label, left, top, right, bottom], 1)


class Digits:
    batch, epochs, rate, cosine = 64, 20, 0.001, False

    def __init__(self, is_conv):
        folder = samples / "multi-mnist"
        self.is_conv = is_conv
        self.x, self.y = {}, {}
        for part in ["train", "test"]:
            self.x[part] = read_pictures(folder, part, 3)
            self.y[part] = torch.from_numpy(
                read_idx(folder / f"{part}-labels-idx2-ubyte.gz").astype(np.int64)
            )
        if is_conv:
            self.rate, self.cosine = 0.002, True

    def network(self):
        if not self.is_conv:
            shared = nn.Sequential(
                *conv(1, 10, 5, 0), nn.MaxPool2d(2), *conv(10, 20, 5, 0), nn.MaxPool2d(2),
                nn.Flatten(), nn.Linear(720, 50), nn.ReLU(),
            )
            heads = [nn.Sequential(nn.Linear(50, 50), nn.ReLU(), nn.Linear(50, 10)) for _ in "lr"]
            return Heads(shared, heads)
        shared = nn.Sequential(
            *conv(1, 16, 5), nn.MaxPool2d(2), *conv(16, 32, 3), nn.MaxPool2d(2),
            *conv(32, 64, 3), nn.MaxPool2d(2), nn.Flatten(), nn.Dropout(0.2),
        )
        heads = [
            nn.Sequential(nn.Linear(1024, 64), nn.ReLU(), nn.Dropout(0.2), nn.Linear(64, 10))
            for _ in "lr"
        ]
        return Heads(shared, heads)

    def labels(self, rows):
        return self.y["train"][rows]

    def augment(self, x, labels):
        return (moved(x, 1)[0] if self.is_conv else x), labels

    def loss(self, outputs, labels):
        return sum(F.cross_entropy(out, labels[:, task]) for task, out in enumerate(outputs))

    def report(self, outputs):
        labels = self.y["test"]
        for task, name in enumerate(["left", "right"]):
            right = (outputs[task].argmax(1) == labels[:, task]).float().mean()
            print(f"{name} accuracy {right:.4f}")


class Scenes:
    batch, epochs, rate, cosine = 32, 24, 0.002, True
    boxes = {"face box": "face", "object box": "object"}

    def __init__(self):
        folder = samples / "objects-and-faces"
        self.x, self.y = {}, {}
        tables = {}
        for part in ["train", "test"]:
            self.x[part] = read_pictures(folder, part, 4)
            with open(folder / f"{part}-labels.csv", newline="") as file:
                tables[part] = list(csv.DictReader(file))
        names = {
            column: sorted({row[column] for row in tables["train"]} - {""})
            for column in ["face_mood", "object_class"]
        }
        self.classes = {column: len(values) for column, values in names.items()}

        def place(column, text):
            return names[column].index(text) if text else -1

        def box(row, thing):
            if not row[f"{thing}_x"]:
                return [-1, 0, 0, 0, 0]
            x, y, w, h = (float(row[f"{thing}_{edge}"]) / 48 for edge in "xywh")
            return [0, x, y, x + w, y + h]

        for part, table in tables.items():
            self.y[part] = {
                "face": torch.tensor([float(row["face_present"]) for row in table]),
                "mood": torch.tensor([place("face_mood", row["face_mood"]) for row in table]),
                "object": torch.tensor([place("object_class", row["object_class"]) for row in table]),
                **{
                    name: torch.tensor([box(row, thing) for row in table])
                    for name, thing in self.boxes.items()
                },
            }

    def network(self):
        shared = nn.Sequential(
            *conv(3, 16, 3), nn.MaxPool2d(2), *conv(16, 32, 3), nn.MaxPool2d(2),
            *conv(32, 64, 3), nn.MaxPool2d(2),
        )

        def vector(outputs):
            pool = [nn.AdaptiveMaxPool2d(1), nn.Flatten(), nn.Dropout(0.3)]
            return nn.Sequential(*conv(64, 64, 3), *pool, nn.Linear(64, outputs))

        def grid(classes):
            return nn.Sequential(*conv(64, 64, 3), nn.Conv2d(64, 4 + classes, 1))

        moods, objects = self.classes["face_mood"], self.classes["object_class"]
        model = Heads(shared, [vector(1), vector(moods), vector(objects), grid(1), grid(1)])
        for head in model.heads[3:]:
            nn.init.constant_(head[-1].bias[4:], -math.log(99))
        return model

    def labels(self, rows):
        return {name: values[rows] for name, values in self.y["train"].items()}

    def augment(self, x, labels):
        factor = 1 + 0.1 * (2 * torch.rand(len(x), 1, 1, 1) - 1)
        x, offsets = moved(x, 4)
        mirrored = torch.rand(len(x)) < 0.5
        x = torch.where(mirrored[:, None, None, None], x.flip(3), x)
        boxes = {name: moved_boxes(labels[name], offsets, mirrored, 48) for name in self.boxes}
        return x * factor + self.black * (factor - 1), {**labels, **boxes}

    def loss(self, outputs, y):
        total = F.binary_cross_entropy_with_logits(outputs[0][:, 0], y["face"])
        for out, name in zip(outputs[1:3], ["mood", "object"]):
            known = (y[name] >= 0).sum().clamp(min=1)
            total = total + F.cross_entropy(out, y[name], ignore_index=-1, reduction="sum") / known
        for out, name in zip(outputs[3:], self.boxes):
            total = total + box_loss(out, y[name]).mean()
        return total

    def report(self, outputs):
        y = self.y["test"]
        face = ((outputs[0][:, 0] > 0) == (y["face"] > 0.5)).float().mean()
        print(f"face accuracy {face:.4f}")
        for out, name in zip(outputs[1:3], ["mood", "object"]):
            known = y[name] >= 0
            print(f"{name} accuracy {(out.argmax(1) == y[name])[known].float().mean():.4f}")
        for out, name in zip(outputs[3:], self.boxes):
            print(f"{name} mAP@0.5 {mean_average_precision(out, y[name]):.4f}")


def cells_of(output):
    """[batch, 4 + classes, height, width] -> edges [batch, cells, 4], logits [batch, cells, classes]"""
    height, width = output.shape[2:]
    flat = output.flatten(2).transpose(1, 2)
    cells = torch.arange(height * width)
    in_x, in_y, w, h = flat[..., :4].sigmoid().unbind(2)
    x, y = (cells % width + in_x) / width, (cells // width + in_y) / height
    return torch.stack([x - w / 2, y - h / 2, x + w / 2, y + h / 2], 2), flat[..., 4:]


def box_loss(output, target):
    height, width = output.shape[2:]
    edges, logits = cells_of(output)
    truth = target[:, 1:]
    centre = (truth[:, :2] + truth[:, 2:]) / 2
    column = (centre[:, 0] * width).floor().clamp(0, width - 1)
    row = (centre[:, 1] * height).floor().clamp(0, height - 1)
    there = target[:, 0] >= 0
    assigned = F.one_hot((row * width + column).long(), height * width) * there[:, None]
    label = F.one_hot(target[:, 0].clamp(min=0).long(), logits.shape[2])
    labels = (assigned[:, :, None] * label[:, None, :]).float()
    p = logits.sigmoid()
    missed = labels * (1 - p) + (1 - labels) * p
    weight = 0.25 * labels + 0.75 * (1 - labels)
    entropy = F.binary_cross_entropy_with_logits(logits, labels, reduction="none")
    own = edges[torch.arange(len(edges)), assigned.argmax(1)]
    low, high = torch.maximum(own[:, :2], truth[:, :2]), torch.minimum(own[:, 2:], truth[:, 2:])
    overlap = (high - low).clamp(min=0).prod(1)
    union = area(own) + area(truth) - overlap
    hull = (torch.maximum(own[:, 2:], truth[:, 2:]) - torch.minimum(own[:, :2], truth[:, :2])).prod(1)
    giou = overlap / (union + 1e-7) - (hull - union) / (hull + 1e-7)
    return (weight * missed**2 * entropy).sum((1, 2)) + there * (1 - giou)


def area(boxes):
    return (boxes[..., 2:] - boxes[..., :2]).prod(-1)


def iou(a, b):
    common = (torch.minimum(a[..., 2:], b[2:]) - torch.maximum(a[..., :2], b[:2])).clamp(min=0).prod(-1)
    return common / (area(a) + area(b) - common)


def mean_average_precision(output, target):
    edges, logits = cells_of(output)
    scores = logits.sigmoid()
    precisions = []
    for label in range(scores.shape[2]):
        truths = (target[:, 0] == label).sum().item()
        if truths == 0:
            continue
        found = []
        for row in range(len(edges)):
            order = scores[row, :, label].argsort(descending=True)
            kept = []
            for cell in order[scores[row, order, label] >= 0.01].tolist():
                if all(iou(edges[row, other], edges[row, cell]) <= 0.5 for other in kept):
                    kept.append(cell)
            is_open = target[row, 0] == label
            for cell in kept:
                is_right = bool(is_open and iou(edges[row, cell], target[row, 1:]) >= 0.5)
                is_open = is_open and not is_right
                found.append((scores[row, cell, label].item(), is_right))
        found.sort(reverse=True)
        right = np.cumsum([is_right for _, is_right in found])
        precision = right / np.arange(1, len(found) + 1)
        best = np.maximum.accumulate(precision[::-1])[::-1]
        hits = np.array([is_right for _, is_right in found])
        precisions.append(best[hits].sum() / truths)
    return float(np.mean(precisions))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("sample", choices=["multi-mnist", "multi-mnist-conv", "objects-and-faces"])
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--steps", type=int)
    parser.add_argument("--seed", type=int, default=42)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    is_digits = options.sample.startswith("multi-mnist")
    case = Digits(options.sample.endswith("conv")) if is_digits else Scenes()
    # As many rows as are left for training in MTL Lab, which chooses the epoch by the others.
    rows = torch.randperm(len(case.x["train"]))[: round(0.9 * len(case.x["train"]))]
    mean = case.x["train"][rows].mean((0, 2, 3), keepdim=True)
    deviation = case.x["train"][rows].std((0, 2, 3), keepdim=True)
    case.black = mean / deviation
    x = {part: (pictures - mean) / deviation for part, pictures in case.x.items()}
    model = case.network()
    optimizer = torch.optim.Adam(model.parameters(), case.rate, fused=True)

    def train(batch):
        optimizer.zero_grad()
        pictures, labels = case.augment(x["train"][batch], case.labels(batch))
        case.loss(model(pictures), labels).backward()
        optimizer.step()

    def batches():
        return rows[torch.randperm(len(rows))].split(case.batch)

    if options.steps:
        few = batches()[: options.steps]
        return serve(lambda: [train(batch) for batch in few], len(few), f"PyTorch {torch.__version__}")
    began = time.time()
    for epoch in range(case.epochs):
        if case.cosine:
            optimizer.param_groups[0]["lr"] = case.rate * (1 + math.cos(math.pi * epoch / case.epochs)) / 2
        model.train()
        for batch in batches():
            train(batch)
    print(f"{case.epochs} epochs, {time.time() - began:.0f} s")
    model.eval()
    with torch.no_grad():
        case.report(model(x["test"]))


main()
