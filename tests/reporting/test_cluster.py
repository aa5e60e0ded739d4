"""Reports made by way of a Dask scheduler and workers of its own, on this machine."""

import os
import signal
import socket
import subprocess
import sys
from collections import Counter

import pytest
from conftest import copy_project

from analysis.errors import RunError
from analysis.reporting.run import run_quarter
from analysis.reporting.where import Where, can_fork

pytest.importorskip("distributed", reason="Dask is not installed (extra: cluster)")
pytestmark = pytest.mark.skipif(not can_fork(), reason="workers here fork warm processes")

Q = "2025-26-Q3"


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def start(*words: str, home) -> subprocess.Popen:
    """A Dask process that knows of no project: what it needs it must be sent."""
    environment = {k: v for k, v in os.environ.items() if k != "BEST_START_ROOT"}
    return subprocess.Popen(
        [sys.executable, "-m", "dask", *words],
        cwd=home,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


@pytest.fixture
def cluster(tmp_path):
    """A scheduler and two workers, each with its nanny; gives the address and the workers."""
    from distributed import Client

    address = f"tcp://127.0.0.1:{free_port()}"
    words = ["--host", "127.0.0.1", "--port", address.rpartition(":")[2], "--no-dashboard"]
    processes = [start("scheduler", *words, home=tmp_path)]
    processes += [
        start("worker", address, "--nthreads", "1", "--no-dashboard", home=tmp_path)
        for _ in range(2)
    ]
    try:
        with Client(address, timeout=60) as client:
            client.wait_for_workers(2, timeout=60)
            yield address, client
    finally:
        for process in processes:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def test_a_run_on_a_cluster_gives_the_same_pages_though_a_worker_is_killed(tmp_path, cluster):
    address, client = cluster
    asked = {"areas": ["Newham", "Middlesbrough"]}
    project = copy_project(tmp_path / "project")
    told: Counter = Counter()
    pids = list(client.run(os.getpid).values())

    def done(part) -> None:
        told[(part.area, part.notebook)] += 1
        if sum(told.values()) == 2:
            os.kill(pids[0], signal.SIGKILL)

    summary = run_quarter(project, Q, **asked, where=Where(scheduler=address), done=done)
    assert summary.sentence.startswith("10 reports made")
    assert len(told) == 10 and set(told.values()) == {1}
    here = copy_project(tmp_path / "here")
    run_quarter(here, Q, **asked)
    for page in sorted((here.reports / Q).glob("*/0*.html")):
        sent = project.reports / Q / page.parent.name / page.name
        assert sent.read_bytes() == page.read_bytes(), page.name


def test_a_scheduler_that_does_not_answer_is_refused_by_its_address(project, monkeypatch):
    monkeypatch.setattr("analysis.reporting.processes.cluster.PATIENCE", 1)
    nowhere = f"tcp://127.0.0.1:{free_port()}"
    with pytest.raises(RunError, match=f"No Dask scheduler answers at {nowhere}"):
        run_quarter(project, Q, areas=["Newham"], where=Where(scheduler=nowhere))


def test_a_worker_of_other_code_is_refused(project, cluster):
    address, client = cluster

    def be_another(dask_worker) -> None:
        from analysis.reporting import inputs

        inputs.made_with = lambda: "another version"

    client.run(be_another, workers=list(client.nthreads())[:1])
    with pytest.raises(RunError, match="has another version of this package or of its libraries"):
        run_quarter(project, Q, areas=["Newham"], where=Where(scheduler=address))
