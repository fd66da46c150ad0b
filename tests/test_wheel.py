"""The wheel holds everything, and works in a bare environment from another folder."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(ROOT)], check=True, capture_output=True
    )
    return next(folder.glob("*.whl"))


def test_it_holds_every_module_and_data_file_and_nothing_else(wheel: Path) -> None:
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    expected = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "classifier").rglob("*")
        if path.suffix in (".py", ".html", ".css", ".typed")
    }
    assert held == expected | {"classifier/models/default.joblib"}


def test_it_answers_from_another_folder_in_a_bare_environment(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env" / ("Scripts" if os.name == "nt" else "bin") / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", str(wheel)], check=True, capture_output=True)
    page = ROOT / "seeds" / "olympic_talks_page.txt"
    environment = {key: value for key, value in os.environ.items() if key not in ("CLASSIFIER_MODEL", "PYTHONPATH")}
    program = python.with_name("classifier")
    done = subprocess.run(
        [program, "classify", page], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 12), done.stderr
    report = subprocess.run(
        [program, "summarize", page, "--report", "r.html"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        check=False,
    )
    assert (report.returncode, (tmp_path / "r.html").exists()) == (0, True), report.stderr
