"""Comments come from strangers and the command runs in other people's scripts: nothing gets out, nothing gets lost."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.model import Model
from classifier.prediction import predict
from classifier.readers import read
from classifier.readers.reading import ReadOptions, Tally
from classifier.reporting.rows import comment_row, prediction_row, render, to_json
from classifier.reporting.table import TableStyle, render_comments, render_predictions
from classifier.schema import Comment
from classifier.text import printable

ROOT = Path(__file__).parents[1]
STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
NASTY = "a\x1b[31m\x1b]8;;http://x\x07 \u202e\u2066 [bold]x[/bold] :smile: \rover \x9b2J \ud800 \u2028 \x00 \ufeff =1+1 <b> 👩‍👩‍👧"
ANY = st.text(st.characters(), max_size=40) | st.just(NASTY)


def nasty_comment(text: str = NASTY) -> Comment:
    return Comment(id=text, thread=text, author=text, time=text, text=text, quoted=text, source=text, extra={"x": text})


# -- what is shown -------------------------------------------------------------------------------------------------------


@given(text=ANY)
def test_printable_lets_nothing_steer_and_leaves_the_rest(text: str) -> None:
    shown = printable(text)
    assert not STEERING.search(shown)
    assert printable(shown) == shown
    if not STEERING.search(text):
        assert "".join(re.findall(r"\w", shown)).endswith("".join(re.findall(r"\w", text))[-1:])


@pytest.mark.parametrize("colour", [False, True])
def test_the_table_shows_hostile_comments_harmlessly(colour: bool, tiny_model: Model) -> None:
    style = TableStyle(width=60, colour=colour)
    tasks = {task.name: task.labels for task in tiny_model.tasks}
    shown = "".join(render_predictions(predict(tiny_model, [nasty_comment()]), tasks, style))
    shown += "".join(render_comments([nasty_comment()], style))
    without_our_colours = re.sub(r"\x1b\[[\d;]*m", "", shown) if colour else shown
    assert not STEERING.search(without_our_colours)
    assert "\x1b]" not in shown
    assert "[bold]x[/bold]" in without_our_colours.replace("\n", "").replace(" ", "")
    assert ":smile:" in without_our_colours
    assert "👩‍👩‍👧" in without_our_colours


@given(
    value=st.recursive(
        ANY | st.integers() | st.booleans() | st.none(), lambda x: st.lists(x) | st.dictionaries(ANY, x), max_leaves=8
    )
)
def test_json_is_exact_and_steers_nothing(value: object) -> None:
    line = to_json(value)
    assert b"\n" not in line
    assert json.loads(line) == value
    assert not STEERING.search(line.decode("utf-8"))


def test_nan_is_never_written() -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        to_json({"p": float("nan")})


TEXTS = st.text(st.characters(exclude_characters="\x00", exclude_categories=("Cs",)), max_size=30)


@pytest.mark.parametrize("form", ["jsonl", "json", "csv"])
@given(data=st.data())
@settings(deadline=None, max_examples=60)
def test_what_is_written_reads_back_as_the_same_comments(form: str, data: st.DataObject, tmp_path_factory) -> None:
    optional = st.none() | TEXTS.filter(bool)
    comments = data.draw(
        st.lists(
            st.builds(
                Comment, id=TEXTS.filter(bool), thread=TEXTS.filter(bool), parent=optional, author=optional, time=optional,
                text=TEXTS, quoted=optional, truncated=st.booleans(), source=TEXTS.filter(bool),
            ),
            min_size=1, max_size=4,
        )
    )  # fmt: skip
    path = tmp_path_factory.mktemp("round") / f"rows.{form}"
    path.write_bytes(b"".join(render(map(comment_row, comments), form)))
    assert list(read(str(path), ReadOptions(), Tally(source=str(path)))) == comments


@given(cells=st.lists(ANY, min_size=1, max_size=3))
def test_no_cell_of_a_spreadsheet_is_a_formula(cells: list[str]) -> None:
    rows = [{"id": cell, cell or "x": cell} for cell in cells[:1]]
    written = b"".join(render(rows, "csv", excel=True)).decode("utf-8", "surrogatepass")
    assert written.startswith("\ufeff")
    for row in csv.reader(io.StringIO(written[1:], newline="")):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)


def test_a_label_never_loses_a_column_of_the_input(tiny_model: Model) -> None:
    comment = Comment(id="1", text="no deal", extra={"stance": "mine", "input_stance": "older", "stance_hawkish": "?"})
    (prediction,) = predict(tiny_model, [comment])
    row = prediction_row(prediction, {task.name: task.labels for task in tiny_model.tasks})
    assert "mine" in row.values()
    assert {"older", "?"} <= set(row.values())
    assert isinstance(row["stance_hawkish"], float)


# -- the process ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path, tiny_model_file: Path) -> Path:
    shutil.copy(tiny_model_file, tmp_path / "m.joblib")
    rows = [{"text": NASTY if i == 3 else f"no deal {i}", "id": str(i)} for i in range(6)]
    (tmp_path / "t.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return tmp_path


def command(*words: object) -> list[str]:
    script = Path(sys.executable).with_name("classifier")
    return [
        str(script) if script.exists() else sys.executable,
        *([] if script.exists() else ["-m", "classifier"]),
        *map(str, words),
    ]


def clean_environment(**more: str) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **more}


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"LC_ALL": "C"},
        {"COLUMNS": "1"},
        {"HOME": "/nonexistent"},
        {"PYTHONHASHSEED": "1"},
        {"PYTHONHASHSEED": "2"},
        {"TERM": "dumb"},
    ],
    ids=str,
)
def test_the_rows_are_the_same_bytes_in_any_environment(environment: dict, folder: Path) -> None:
    expected = subprocess.run(
        command("classify", "t.jsonl", "-m", "m.joblib"),
        cwd=folder,
        env=clean_environment(),
        capture_output=True,
        check=True,
    )
    found = subprocess.run(
        command("classify", "t.jsonl", "-m", "m.joblib"),
        cwd=folder,
        env=clean_environment(**environment),
        capture_output=True,
        check=True,
    )
    assert found.stdout == expected.stdout
    table = subprocess.run(
        command("classify", "t.jsonl", "-m", "m.joblib", "-f", "table"),
        cwd=folder,
        env=clean_environment(**environment),
        capture_output=True,
        check=True,
    )
    assert table.stdout


def test_modules_planted_in_the_working_folder_are_not_run(folder: Path) -> None:
    if len(command()) > 1:
        pytest.skip("the console script is not installed here")
    for name in ("numpy.py", "json.py", "typer.py"):
        (folder / name).write_text("raise SystemExit('planted')")
    (folder / "classifier").mkdir()
    (folder / "classifier" / "__init__.py").write_text("raise SystemExit('planted')")
    environment = {key: value for key, value in clean_environment().items() if key != "PYTHONPATH"}
    done = subprocess.run(
        command("classify", "t.jsonl", "-m", "m.joblib"), cwd=folder, env=environment, capture_output=True, check=False
    )
    assert (done.returncode, b"planted" in done.stderr) == (0, False)


def shell(line: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
    program = " ".join(f"'{word}'" for word in command())
    return subprocess.run(
        ["bash", "-c", line.replace("CLASSIFIER", program)],
        cwd=folder,
        env=clean_environment(),
        capture_output=True,
        check=False,
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("CLASSIFIER classify t.jsonl -m m.joblib > /dev/full", 5, b"standard output"),
        ("CLASSIFIER classify t.jsonl -m m.joblib >&-", 5, b"standard output"),
        ("CLASSIFIER classify -m m.joblib - <&-", 3, b"standard input"),
        ("CLASSIFIER classify -m m.joblib </dev/null", 3, b"standard input"),
        ("CLASSIFIER classify t.jsonl -m m.joblib -o /dev/full", 5, b"/dev/full"),
        ("CLASSIFIER classify t.jsonl -m m.joblib -o .", 5, b"."),
        ("CLASSIFIER classify -m m.joblib -- -x.csv", 3, b"-x.csv"),
        ("ln -s loop loop; CLASSIFIER classify loop -m m.joblib", 3, b"loop"),
        ("ln -s nowhere dead; CLASSIFIER classify dead -m m.joblib", 3, b"dead"),
        ("mkdir empty; CLASSIFIER classify empty -m m.joblib", 3, b"empty"),
        ("CLASSIFIER classify $'\\xff\\xfe[bold]\\x1b[31m' -m m.joblib", 3, b"\\x1b"),
        ("mkfifo f; CLASSIFIER show -m f", 4, b"f: "),
        ("CLASSIFIER summarize t.jsonl -m m.joblib --report t.jsonl", 5, b"t.jsonl"),
        ("CLASSIFIER classify t.jsonl t.jsonl -m m.joblib -o t.jsonl --force", 5, b"t.jsonl"),
    ],
    ids=lambda value: value[:60] if isinstance(value, str) else None,
)  # fmt: skip
def test_every_way_of_failing_is_one_harmless_sentence(line: str, code: int, said: bytes, folder: Path) -> None:
    before = (folder / "t.jsonl").read_bytes()
    done = shell(line, folder)
    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert b"Traceback" not in done.stderr
    assert b"\x1b" not in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert (folder / "t.jsonl").read_bytes() == before


def test_a_folder_and_odd_names_are_read(folder: Path) -> None:
    (folder / "in").mkdir()
    for name in ("a b.jsonl", "[red]x[red].jsonl", "-dash.jsonl"):
        shutil.copy(folder / "t.jsonl", folder / "in" / name)
    done = shell("CLASSIFIER classify in -m m.joblib", folder)
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 18)
    done = shell("cd in && CLASSIFIER classify -m ../m.joblib -- -dash.jsonl", folder)
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 6)
    gone = shell("mkdir gone && cd gone && rmdir ../gone && CLASSIFIER classify ../t.jsonl -m ../m.joblib", folder)
    absolute = shell(
        f"mkdir gone && cd gone && rmdir ../gone && CLASSIFIER classify {folder}/t.jsonl -m {folder}/m.joblib", folder
    )
    assert gone.returncode in (0, 3, 4)
    assert absolute.returncode == 0


@pytest.mark.parametrize(
    ("number", "code", "word"), [(signal.SIGINT, 130, b"interrupted"), (signal.SIGTERM, 143, b"terminated")]
)
def test_a_signal_ends_it_with_one_word_and_no_file(
    number: signal.Signals, code: int, word: bytes, folder: Path
) -> None:
    process = subprocess.Popen(
        command("classify", "-", "-m", "m.joblib", "-o", "out.jsonl"),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=folder, env=clean_environment(),
    )  # fmt: skip
    assert process.stdin is not None
    process.stdin.write(b'{"text": "no deal"}\n' * 5000)
    process.stdin.flush()
    deadline = time.monotonic() + 30
    while not list(folder.glob(".*")) and time.monotonic() < deadline:
        time.sleep(0.02)  # until the hidden file is open
    process.send_signal(number)
    _, err = process.communicate(timeout=30)
    assert process.returncode == code
    assert err.strip().endswith(word)
    assert b"Traceback" not in err
    assert sorted(path.name for path in folder.iterdir()) == ["m.joblib", "t.jsonl"]


def test_training_that_is_killed_leaves_the_old_model(folder: Path) -> None:
    rows = "".join(f"{'bomb' if i % 2 else 'talk'} {i} {i * 7 % 13},{'ab'[i % 2]}\n" for i in range(400))
    (folder / "d.csv").write_text("text,label\n" + rows, encoding="utf-8")
    before = (folder / "m.joblib").read_bytes()
    for wait in (0.4, 0.9, 1.4):
        process = subprocess.Popen(
            command("train", "d.csv", "-o", "m.joblib", "--force"),
            cwd=folder,
            env=clean_environment(),
            stderr=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        time.sleep(wait)
        process.kill()
        process.wait()
        after = (folder / "m.joblib").read_bytes()
        whole = shell("CLASSIFIER show -m m.joblib", folder).returncode == 0
        assert whole, "neither the old model nor a whole new one"
        assert after == before or len(after) != len(before)  # the old bytes, or the new model if it was done by then
        before = after
        assert len([path for path in folder.iterdir() if path.name not in ("d.csv", "m.joblib", "t.jsonl")]) <= 3
        assert all(
            path.name.startswith(".") for path in folder.iterdir() if path.name not in ("d.csv", "m.joblib", "t.jsonl")
        )


def test_two_trainings_into_one_file_leave_one_whole_model(folder: Path) -> None:
    (folder / "d.csv").write_text(
        "text,label\n" + "".join(f"word{i % 5} other{i},{'ab'[i % 2]}\n" for i in range(40)), encoding="utf-8"
    )
    both = [
        subprocess.Popen(
            command("train", "d.csv", "-o", "new.joblib", "--force"),
            cwd=folder,
            env=clean_environment(),
            stderr=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        for _ in range(2)
    ]
    assert [process.wait() for process in both] == [0, 0]
    done = shell("CLASSIFIER classify t.jsonl -m new.joblib", folder)
    assert done.returncode == 0
    assert not list(folder.glob(".*"))
