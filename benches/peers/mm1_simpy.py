"""M/M/1 at 90 % load in Python: SimPy, and a plain heapq loop. Peers of benches/queueing.rs.

    python3 -m venv .tools/peers && .tools/peers/bin/pip install simpy
    .tools/peers/bin/python benches/peers/mm1_simpy.py [customers]

Each way is checked before its time is printed: the mean sojourn must be within 10 % of 1/(mu - lambda) = 10 ms.
"""

import heapq
import random
import sys
import time
from collections import deque

import simpy

LOAD, SERVICE_MS = 0.9, 1.0


def with_simpy(customers: int) -> float:
    """One process for each customer, as in SimPy's own examples."""
    rng = random.Random(1)
    env = simpy.Environment()
    server = simpy.Resource(env, capacity=1)
    total_ms = 0.0

    def customer():
        nonlocal total_ms
        came = env.now
        with server.request() as place:
            yield place
            yield env.timeout(rng.expovariate(1 / SERVICE_MS))
        total_ms += env.now - came

    def source():
        for _ in range(customers):
            yield env.timeout(rng.expovariate(LOAD / SERVICE_MS))
            env.process(customer())

    env.process(source())
    env.run()
    return total_ms / customers


def with_heapq(customers: int) -> float:
    """The same two events for each customer (due, finished) on a heap ordered by (time, sequence)."""
    rng = random.Random(1)
    due, finished = 0, 1
    agenda = [(rng.expovariate(LOAD / SERVICE_MS), 0, due)]
    sequence, came, line, total_ms = 1, 1, deque(), 0.0
    while agenda:
        now, _, event = heapq.heappop(agenda)
        if event == due:
            if came < customers:
                heapq.heappush(agenda, (now + rng.expovariate(LOAD / SERVICE_MS), sequence, due))
                sequence += 1
                came += 1
            line.append(now)
            starts = len(line) == 1
        else:
            total_ms += now - line.popleft()
            starts = bool(line)
        if starts:
            heapq.heappush(agenda, (now + rng.expovariate(1 / SERVICE_MS), sequence, finished))
            sequence += 1
    return total_ms / customers


def main() -> None:
    customers = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    for name, run in (("simpy " + simpy.__version__, with_simpy), ("heapq", with_heapq)):
        began = time.perf_counter()
        mean_ms = run(customers)
        took = time.perf_counter() - began
        assert abs(mean_ms * (1 - LOAD) / SERVICE_MS - 1) < 0.1, f"{name}: the mean sojourn is {mean_ms} ms"
        print(f"{name}: {customers / took:,.0f} customers/s ({took:.2f} s, mean sojourn {mean_ms:.3f} ms)")


if __name__ == "__main__":
    main()
