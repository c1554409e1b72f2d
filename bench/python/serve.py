"""The Python side of bench/harness/childWay.mjs: see bench/children/serve.ts."""

import json
import sys
import time


def serve(train_round, steps, note):
    """Warms up, then trains a round of `steps` steps for each line that comes."""
    train_round()
    say({"figures": {}, "note": note})
    for _ in sys.stdin:
        start = time.perf_counter()
        train_round()
        say({"figures": {"ms/step": (time.perf_counter() - start) * 1000 / steps}})


def say(answer):
    print(json.dumps(answer), flush=True)
