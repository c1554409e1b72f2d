"""PyTorch eager with fused Adam: torch_ways.py WORKLOAD THREADS [channels-last]."""

import json
import sys
from itertools import pairwise

import torch
from torch import nn
from torch.nn import functional as F

from serve import serve

workload = json.loads(sys.argv[1])
threads = int(sys.argv[2])
channels_last = "channels-last" in sys.argv
torch.set_num_threads(threads)
batch, steps, outputs = workload["batch"], workload["steps"], workload["outputs"]
rows = batch * steps


def dense(widths):
    layers = [[nn.Linear(a, b), nn.ReLU()] for a, b in pairwise(widths)]
    return nn.Sequential(*(layer for pair in layers for layer in pair))


class Heads(nn.Module):
    """What the tasks share, then a head a task."""

    def __init__(self, shared, width, hidden):
        super().__init__()
        self.shared = shared
        self.heads = nn.ModuleList(
            nn.Sequential(dense([width, *hidden]), nn.Linear([width, *hidden][-1], size))
            for size in outputs
        )

    def forward(self, x):
        common = self.shared(x)
        return [head(common) for head in self.heads]


def mlp():
    widths = [workload["features"], *workload["shared"]]
    return Heads(dense(widths), widths[-1], workload["head"]), torch.rand(rows, widths[0])


def lenet():
    side, (first, second), shared = workload["side"], workload["filters"], workload["shared"]
    convolutions = nn.Sequential(
        nn.Conv2d(1, first, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(first, second, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.LazyLinear(shared), nn.ReLU(),
    )
    pictures = torch.rand(rows, 1, side, side)
    model = Heads(convolutions, shared, [workload["head"]])
    model(pictures[:1])
    if channels_last:
        model.to(memory_format=torch.channels_last)
        pictures = pictures.contiguous(memory_format=torch.channels_last)
    return model, pictures


class Block(nn.Module):
    def __init__(self, width, heads, feed_forward):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width, bias=False)
        self.out = nn.Linear(width, width, bias=False)
        self.norms = nn.ModuleList([nn.LayerNorm(width), nn.LayerNorm(width)])
        self.up, self.down = nn.Linear(width, feed_forward), nn.Linear(feed_forward, width)

    def forward(self, x):
        parts = [p.unflatten(2, (self.heads, -1)).transpose(1, 2) for p in self.qkv(x).chunk(3, 2)]
        attended = F.scaled_dot_product_attention(*parts).transpose(1, 2).flatten(2)
        x = self.norms[0](x + self.out(attended))
        return self.norms[1](x + self.down(F.relu(self.up(x))))


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        width = workload["width"]
        self.words = nn.Embedding(workload["vocabulary"], width)
        self.positions = nn.Parameter(torch.randn(workload["tokens"], width) * 0.1)
        self.blocks = nn.Sequential(
            *(
                Block(width, workload["heads"], workload["feedForward"])
                for _ in range(workload["layers"])
            )
        )

    def forward(self, ids):
        return self.blocks(self.words(ids) + self.positions).mean(1)


def transformer():
    ids = torch.randint(workload["vocabulary"], (rows, workload["tokens"]))
    return Heads(Encoder(), workload["width"], []), ids


model, data = {"mlp": mlp, "lenet": lenet, "transformer": transformer}[workload["model"]]()
targets = [torch.rand(rows, 1) if size == 1 else torch.randint(size, (rows,)) for size in outputs]
optimizer = torch.optim.Adam(model.parameters(), lr=0.001, fused=True)


def task_loss(output, target):
    return F.mse_loss(output, target) if output.shape[1] == 1 else F.cross_entropy(output, target)


def train_round():
    losses = []
    for index in torch.randperm(rows).split(batch):
        predictions = model(data[index])
        each = [task_loss(p, target[index]) for p, target in zip(predictions, targets)]
        optimizer.zero_grad()
        sum(each).backward()
        optimizer.step()
        losses.append(torch.stack(each).detach())
    return torch.stack(losses).tolist()


serve(train_round, steps, f"PyTorch {torch.__version__}")
