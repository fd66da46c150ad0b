"""The same rows from a cluster as from one process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("distributed", reason="needs the cluster extra")

pytestmark = pytest.mark.cluster

ROOT = Path(__file__).parents[1]
#: The example of ``classifier.prediction``, on two worker processes of this machine.
PROGRAM = """
import sys
from pathlib import Path

import joblib
from distributed import Client, LocalCluster

from classifier.persistence import load_model
from classifier.prediction import predict
from classifier.readers import read
from classifier.readers.reading import ReadOptions, Tally
from classifier.reporting.rows import prediction_row, render_jsonl

if __name__ == "__main__":
    model = load_model(Path(sys.argv[1]))
    comments = list(read(sys.argv[2], ReadOptions(), Tally(source=sys.argv[2])))
    tasks = {task.name: task.labels for task in model.tasks}
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster, Client(cluster):
        with joblib.parallel_config(backend="dask"):
            rows = [prediction_row(row, tasks) for row in predict(model, comments, jobs=2)]
    sys.stdout.buffer.writelines(render_jsonl(rows))
"""


def test_two_worker_processes_give_the_same_bytes_as_one_process(tiny_model_file: Path, tmp_path: Path) -> None:
    table = tmp_path / "many.jsonl"
    table.write_text("".join(json.dumps({"text": f"no deal {i}, let them talk"}) + "\n" for i in range(2500)), "utf-8")
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, encoding="utf-8")
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    cluster = subprocess.run(
        [sys.executable, str(program), str(tiny_model_file), str(table)], capture_output=True, env=env, check=False
    )
    assert cluster.returncode == 0, cluster.stderr.decode()
    one = subprocess.run(
        [sys.executable, "-m", "classifier", "classify", str(table), "-m", str(tiny_model_file), "-f", "jsonl"],
        capture_output=True, env=env, check=True,
    )  # fmt: skip
    same = (
        cluster.stdout == one.stdout
    )  # outside of the assertion: a difference of two megabytes takes minutes to print
    assert same
    assert len(one.stdout.splitlines()) == 2500
