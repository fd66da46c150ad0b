"""The command line keeps the contract: fields, formats, exit codes, one sentence for what goes wrong."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from classifier.reporting.table import merged
from classifier.schema import COMMENT_FIELDS, Comment, Prediction, Reason

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "seeds"
PAGE, ARTICLE, TABLE = (
    SEEDS / "olympic_talks_page.txt",
    SEEDS / "liaison_office_article.txt",
    SEEDS / "tanker_strait_comments.csv",
)


@pytest.fixture
def run(tiny_model_file: Path, tmp_path: Path):
    """Run the command in an empty folder with the tiny model: (exit code, standard output, standard error)."""

    def call(*words: object, stdin: bytes | None = b"", env: dict | None = None) -> tuple[int, str, str]:
        done = subprocess.run(
            [sys.executable, "-m", "classifier", *map(str, words)], input=stdin, capture_output=True, cwd=tmp_path,
            env={**os.environ, "CLASSIFIER_MODEL": str(tiny_model_file), "PYTHONPATH": str(ROOT), **(env or {})}, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")

    return call


def rows_of(text: str) -> list[dict]:
    return [json.loads(line) for line in text.splitlines()]


def test_a_thread_becomes_one_json_line_a_comment_with_the_fields_of_the_contract(run) -> None:
    code, out, _ = run("classify", PAGE)
    rows = rows_of(out)
    assert (code, len(rows)) == (0, 12)
    probabilities = [
        "stance_hawkish", "stance_dovish", "stance_neutral", "sentiment_negative", "sentiment_neutral", "sentiment_positive",
    ]  # fmt: skip
    assert list(rows[0]) == [*COMMENT_FIELDS, "stance", *probabilities[:3], "sentiment", *probabilities[3:]]
    for row in rows:
        assert row["stance"] in ("hawkish", "dovish", "neutral")
        assert sum(row[name] for name in probabilities) == pytest.approx(2)
    assert [row["author"] for row in rows].count("Hal Brightwater") == 2
    assert sum(row["truncated"] for row in rows) == 1
    assert rows[3]["parent"] == rows[2]["id"]
    assert "Sanctions are the reason" in rows[3]["quoted"]
    assert rows[3]["text"].startswith("Nonsense")


def test_an_article_without_comments_is_said_in_one_sentence(run) -> None:
    code, out, err = run("classify", ARTICLE)
    assert (code, out) == (3, "")
    assert err.count("\n") == 1
    assert "liaison_office_article.txt" in err


@pytest.mark.parametrize("form", ["jsonl", "json"])
def test_read_in_front_of_classify_changes_nothing(run, form: str) -> None:
    _, direct, _ = run("classify", PAGE, TABLE)
    code, read, _ = run("read", PAGE, TABLE, "-f", form)
    piped = run("classify", "-", stdin=read.encode())
    assert (code, piped[0]) == (0, 0)
    assert rows_of(piped[1]) == rows_of(direct)


def test_columns_that_are_not_ours_pass_through_and_a_label_column_keeps_its_values(run, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("Nr,Comment,stance,code\n007,no deal,dovish,NA\n008,,x,null\n", encoding="utf-8")
    code, out, _ = run("classify", table, "-f", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0
    assert [row["Nr"] for row in rows] == ["007", "008"]
    assert [row["code"] for row in rows] == ["NA", "null"]
    assert [row["input_stance"] for row in rows] == ["dovish", "x"]
    assert rows[1]["stance"] == ""
    assert rows[1]["stance_hawkish"] == ""


def test_several_inputs_a_missing_one_is_said_and_the_others_are_read(run, tmp_path: Path) -> None:
    code, out, err = run("classify", TABLE, tmp_path / "missing.csv", PAGE)
    assert code == 3
    assert len(rows_of(out)) == 20
    assert "missing.csv" in err
    assert {row["thread"] for row in rows_of(out)} == {TABLE.name, PAGE.name}


def test_the_table_shows_labels_replies_and_shares(run) -> None:
    code, out, _ = run("classify", TABLE, "-f", "table", env={"COLUMNS": "80"})
    assert code == 0
    assert "answers c1" in out
    assert "8 comments · hawkish" in out
    assert max(map(len, out.splitlines())) <= 80
    assert "\x1b" not in out


def test_output_is_chosen_by_suffix_and_never_overwritten_unasked(run, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    assert run("classify", TABLE, "-o", target)[0] == 0
    before = target.read_bytes()
    assert before.startswith(b"id,thread,parent")
    code, _, err = run("classify", PAGE, "-o", target)
    assert (code, target.read_bytes()) == (5, before)
    assert "--force" in err
    assert run("classify", PAGE, "-o", target, "--force")[0] == 0
    assert target.read_bytes() != before
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]


def test_a_suffix_that_promises_another_format_is_refused(run, tmp_path: Path) -> None:
    code, _, err = run("classify", TABLE, "-o", tmp_path / "out.xlsx")
    assert (code, list(tmp_path.iterdir())) == (2, [])
    assert "out.xlsx: this kind of file is not written; name it .jsonl, .csv, .json" in err
    assert run("classify", TABLE, "-o", tmp_path / "out.xlsx", "--format", "csv")[0] == 0


def test_the_table_says_for_which_task_labels_are_missing(run) -> None:
    _, out, _ = run("classify", TABLE, "--min-confidence", "1", "-f", "table")
    assert "8 without stance, 8 without sentiment (marked ?)" in " ".join(out.split())
    assert "0%" not in out


def test_reasons_that_overlap_are_one_piece_of_the_text_in_the_table() -> None:
    reasons = [("bomb them", 0.5, 0, 9), ("omb", -0.2, 1, 4), ("them", 0.3, 5, 9), ("now", -0.1, 10, 13)]
    prediction = Prediction(comment=Comment(id="1", text="bomb them now"), labels={}, probabilities={}, reasons={})
    found = merged(prediction, [Reason(ngram=n, weight=w, start=s, end=e) for n, w, s, e in reasons])
    assert found == [("bomb them", 0.8), ("omb", -0.2), ("now", -0.1)]


def test_abstaining_and_reasons(run) -> None:
    code, out, _ = run("classify", TABLE, "--min-confidence", "1", "--explain", "3")
    for row in rows_of(out):
        assert row["stance"] is None
        assert len(row["stance_reasons"]) == 3
        assert row["text"][row["stance_reasons"][0]["start"] : row["stance_reasons"][0]["end"]]
    code, _, err = run("classify", TABLE, "--min-precision", "0.5")
    assert code == 0
    assert "of held-out comments keep a label" in err


def test_a_reader_that_goes_away_ends_quietly(tiny_model_file: Path) -> None:
    lines = "".join(json.dumps({"text": f"no deal {i}"}) + "\n" for i in range(30_000))
    command = f'"{sys.executable}" -m classifier classify -q - | head -1'
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], input=lines.encode(), capture_output=True, cwd=ROOT,
        env={**os.environ, "CLASSIFIER_MODEL": str(tiny_model_file)}, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    assert len(done.stdout.splitlines()) == 1


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["classify", "missing.txt"], 3, "missing.txt"),
        (["classify", TABLE, "-m", "missing.joblib"], 4, "missing.joblib"),
        (["classify", TABLE, "-m", TABLE], 4, "tanker_strait_comments.csv"),
        (["classify", TABLE, "-o", "no/such/folder/x.csv"], 5, "no/such/folder"),
        (["classify", TABLE, "--text-column", "body"], 3, "body"),
        (["classify", TABLE, "--column", "colour=x"], 2, "colour"),
        (["classify", TABLE, "--excel"], 2, "--format csv"),
        (["classify", TABLE, "--min-confidence", "2"], 2, "min-confidence"),
        (["classify", TABLE, "--min-confidence", ".5", "--min-precision", ".5"], 2, "exclude"),
        (["summarize", TABLE, "-f", "csv"], 2, "table or json"),
        (["evaluate", TABLE], 3, "no column stance"),
        (["evaluate", TABLE, "--fail-under", "macro_f1"], 2, "TASK.METRIC=VALUE"),
        (["train", TABLE, "-o", "x.joblib"], 3, "no column stance"),
        (["nonsense"], 2, "nonsense"),
    ],
    ids=lambda value: " ".join(map(str, value))[-40:] if isinstance(value, list) else None,
)
def test_what_goes_wrong_is_one_sentence_and_the_right_code(run, words: list, code: int, said: str) -> None:
    found, out, err = run(*words)
    assert (found, out) == (code, "")
    assert said in err
    assert "Traceback" not in err
    if code != 2:
        assert err.count("\n") == 1


def test_help_and_version_load_nothing_heavy() -> None:
    for words in (["--help"], ["--version"], ["classify", "-h"], ["train", "-h"]):
        probe = (
            f"import sys, classifier.cli as c; sys.argv=['classifier', *{words!r}]\n"
            "try: c.main()\nexcept SystemExit: pass\n"
            "heavy = {'numpy','scipy','sklearn','joblib','lxml','jinja2','rich.console'} & set(sys.modules)\n"
            "sys.exit(f'loaded {heavy}' if heavy else 0)"
        )
        done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "words",
    [["classify", TABLE], ["classify", PAGE, "--explain", "2"], ["read", PAGE], ["show"], ["summarize", PAGE]],
    ids=str,
)
def test_answers_never_load_scikit_learn(words: list, tiny_model_file: Path) -> None:
    probe = (
        f"import sys, classifier.cli as c; sys.argv=['classifier', *{list(map(str, words))!r}]\n"
        "try: c.main()\nexcept SystemExit as e: assert not e.code, e.code\n"
        "heavy = {'scipy','sklearn','joblib'} & set(sys.modules)\n"
        "sys.exit(f'loaded {heavy}' if heavy else 0)"
    )
    env = {**os.environ, "CLASSIFIER_MODEL": str(tiny_model_file)}
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, env=env, check=False)
    assert done.returncode == 0, done.stderr


def test_train_evaluate_show_check_sample_work_together(run, tmp_path: Path) -> None:
    data = tmp_path / "data.csv"
    with data.open("w", encoding="utf-8") as stream:
        stream.write("text,stance\n")
        for i in range(40):
            stream.write(
                f"{'bomb them' if i % 2 else 'talk to them'} now {i} {'x' * (i % 7)},{'hawkish' if i % 2 else 'dovish'}\n"
            )
    code, out, err = run("train", data, "-o", "m.joblib")
    assert (code, (tmp_path / "m.joblib").exists()) == (0, True), err
    assert "macro-F1" in out
    code, out, _ = run("evaluate", data, "-m", "m.joblib", "--fail-under", "stance.macro_f1=0.9", "--errors", "e.jsonl")
    scores = json.loads(out)
    assert (code, scores["model"], scores["tasks"]["stance"]["macro_f1"]) == (0, "m.joblib", 1.0)
    assert run("evaluate", data, "-m", "m.joblib", "--fail-under", "stance.accuracy=1.5")[0] == 1
    assert run("evaluate", data, "-m", "m.joblib", "-o", "s.json", "--errors", "e.xlsx")[0] == 2
    assert not (tmp_path / "s.json").exists()
    code, out, _ = run("show", "-m", "m.joblib")
    assert json.loads(out)["tasks"]["stance"]["labels"].keys() == {"hawkish", "dovish"}
    code, out, _ = run("check", data)
    assert json.loads(out)["n"] == 40
    code, out, _ = run("sample", PAGE, "-n", "4", "-f", "csv")
    assert len(list(csv.DictReader(io.StringIO(out)))) == 4
    code, out, _ = run("summarize", PAGE, "--report", "r.html")
    assert json.loads(out)["threads"][0]["n"] == 12
    assert (tmp_path / "r.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_findings_are_told_in_words(run, tmp_path: Path) -> None:
    data = tmp_path / "d.csv"
    data.write_text(
        "text,stance,thread,split\nBomb them now and do it well,hawkish,a,train\n"
        "Bomb them now and do it well!,dovish,a,test\nTalk to them please today,dovish,b,train\n"
        "No talks with them please,hawkis,b,train\n",
        encoding="utf-8",
    )
    code, out, _ = run("check", data, "-f", "table")
    assert code == 1
    for line in (
        "d.csv:5, task stance, label hawkis",
        "d.csv:2 and d.csv:3, similarity 1.0, labels stance hawkish and stance dovish",
        "a, splits test and train",
    ):
        assert line in out
    assert not set("[]{}") & set(out)


def test_the_training_script_writes_the_same_file_as_the_command(run, tmp_path: Path, tiny_model_file: Path) -> None:
    data = tmp_path / "d.csv"
    data.write_text(
        "text,label\n" + "".join(f"word{i % 5} other{i},{'ab'[i % 2]}\n" for i in range(20)), encoding="utf-8"
    )
    assert run("train", data, "-o", "a.joblib")[0] == 0
    script = [sys.executable, "-m", "classifier.training", str(data), "-o", str(tmp_path / "b.joblib")]
    assert subprocess.run(script, capture_output=True, cwd=ROOT, check=False).returncode == 0
    assert (tmp_path / "a.joblib").read_bytes() == (tmp_path / "b.joblib").read_bytes()
    assert subprocess.run(script, capture_output=True, cwd=ROOT, check=False).returncode == 5


def test_tables_with_other_columns_go_into_one_csv(run) -> None:
    code, out, err = run("classify", PAGE, TABLE, "-f", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert (code, len(rows)) == (0, 20), err
    assert [row["likes"] for row in rows][11:13] == ["", "41"]


def test_inputs_of_one_name_are_two_threads(run, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "t.csv").write_text("text\nno deal\n", encoding="utf-8")
    rows = rows_of(run("classify", "a/t.csv", "b/t.csv")[1])
    assert [row["thread"] for row in rows] == ["a/t.csv", "b/t.csv"]


def test_an_input_that_breaks_off_leaves_no_output_file(run, tmp_path: Path) -> None:
    (tmp_path / "t.jsonl").write_text('{"text": "no deal"}\n' * 50 + "{broken\n", encoding="utf-8")
    code, _, err = run("classify", "t.jsonl", "-o", "out.csv")
    assert (code, (tmp_path / "out.csv").exists()) == (3, False)
    assert "51" in err


def test_a_handful_of_rows_is_trained_or_refused_in_a_sentence(run, tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text(
        "text,thread,stance\na b,1,x\na c,1,y\nb d,2,x\ne f,3,y\nk l,3,y\n", encoding="utf-8"
    )
    for words in (["check", "d.csv"], ["train", "d.csv", "-o", "m.joblib"]):
        code, _, err = run(*words)
        assert code in (0, 1, 3), err


def test_one_file_cannot_be_two_outputs_and_a_task_no_field(run, tmp_path: Path) -> None:
    assert run("summarize", PAGE, "-o", "x.html", "--report", "x.html", "-f", "json")[0] == 2
    assert run("train", TABLE, "-o", "m.joblib", "--label-column", "text=likes")[0] == 2
    assert run("evaluate", TABLE, "--fail-under", "stance.brier=0.1")[0] == 2
