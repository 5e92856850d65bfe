"""Run by test_cluster: makes chunks on a cluster of two processes, kills one, and prints the draws that came."""

import os
import signal
import time

import numpy as np

from corridors.scenarios import cluster
from corridors.scenarios.settings import Settings


def counted(settings, draws):
    time.sleep(0.3)
    return {"flow": np.asarray(draws, np.float32)[:, None]}


def main():
    from distributed import Client, LocalCluster

    cluster.simulate = counted
    pieces = [[0, 1], [2, 3], [4, 5], [6], [7], [8]]
    came, killed = [], False
    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
        ) as local,
        Client(local) as client,
    ):
        for numbers, values in cluster.spread_out(Settings(until=2030, seed=1), pieces, local.scheduler_address):
            assert values["flow"][:, 0].tolist() == numbers
            came += numbers
            if not killed:
                killed = True
                os.kill(next(iter(client.run(os.getpid).values())), signal.SIGKILL)
        print("came", *came, flush=True)


if __name__ == "__main__":
    main()
