"""The Python side of bench/harness/childWay.mjs: see bench/children/serve.ts."""

import json
import sys
import time


def serve(train_round, steps, note):
    """Warms up, then trains a round of `steps` steps for each line that comes."""
    train_round()
    say({"figures": {}, "note": note})
    for _ in sys.stdin:
        before = clocks()
        train_round()
        elapsed = [(after - each) * 1000 / steps for after, each in zip(clocks(), before)]
        say({"figures": dict(zip(["ms/step", "CPU ms/step"], elapsed))})


def clocks():
    return time.perf_counter(), time.process_time()


def say(answer):
    print(json.dumps(answer), flush=True)
