"""The page in headless Chromium: it renders, its filters work without a script, nothing is loaded, nothing runs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from classifier.model import Model
from classifier.prediction import PredictionConfig, predict
from classifier.reporting.card import model_card
from classifier.reporting.page import render_page
from classifier.schema import Comment
from classifier.summary import split_threads, summarize

webdriver = pytest.importorskip("selenium.webdriver", reason="needs selenium")
BROWSER, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
pytestmark = pytest.mark.skipif(not (BROWSER and DRIVER), reason="needs Debian's chromium and chromium-driver")

HOSTILE = (
    "<script>document.title='owned'</script><img src='http://127.0.0.1:9/x.png' onerror='document.title=\"owned\"'>"
)
TEXTS = [
    "no deal with the generals, ever", "let the envoys talk, please 👏", "the map has east and west swapped",
    "weakness is what got the bridge blown up " * 8, HOSTILE, "lift the blockade and send doctors", "", "x" * 300,
]  # fmt: skip


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    options = webdriver.ChromeOptions()
    options.binary_location = BROWSER
    for flag in (
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
        "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage",
        f"--user-data-dir={tmp_path_factory.mktemp('profile')}",
    ):  # fmt: skip
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    found = webdriver.Chrome(options=options, service=webdriver.ChromeService(executable_path=DRIVER))
    yield found
    found.quit()


@pytest.fixture(scope="module")
def page(tiny_model: Model, driver, tmp_path_factory: pytest.TempPathFactory):
    comments = [
        Comment(text=text, id=str(i), thread="t.html", author=f"writer {i % 3}", parent="0" if i in (1, 3) else None)
        for i, text in enumerate(TEXTS)
    ]
    config = PredictionConfig(minimum={"stance": {"neutral": 1.0}})  # neutral is never given: "no label" has members
    threads = split_threads(predict(tiny_model, comments, config))
    summaries = [summarize(tiny_model, thread) for thread in threads]
    path: Path = tmp_path_factory.mktemp("page") / "report.html"
    html = render_page(tiny_model, threads, summaries, model_card(tiny_model, "m.joblib", "0" * 64, 3))
    path.write_text(html, encoding="utf-8")
    driver.get(path.as_uri())
    return threads[0].predictions


def shown(driver) -> list[int]:
    script = "return [...document.querySelectorAll('.comment')].map((e, i) => e.offsetHeight ? i : -1)"
    return [i for i in driver.execute_script(script) if i >= 0]


def test_every_comment_is_shown_and_nothing_is_loaded_or_run(driver, page) -> None:
    assert shown(driver) == list(range(len(TEXTS)))
    assert driver.execute_script("return performance.getEntriesByType('resource').length") == 0
    assert driver.get_log("browser") == []
    assert "owned" not in driver.title
    assert driver.execute_script("return document.querySelectorAll('script, img, iframe').length") == 0
    assert HOSTILE in driver.execute_script("return document.querySelectorAll('.text')[4].textContent")


def test_the_style_sheet_is_allowed_by_its_hash(driver, page) -> None:
    assert driver.execute_script("return getComputedStyle(document.querySelector('.comment')).borderLeftWidth") == "5px"


@pytest.mark.parametrize("choice", ["hawkish", "dovish", "neutral", None])
def test_the_label_filter_shows_just_that_label(driver, page, choice: str | None) -> None:
    button = {"hawkish": "t0-0", "dovish": "t0-1", "neutral": "t0-2", None: "t0-none"}[choice]
    driver.find_element("id", button).click()
    expected = [i for i, prediction in enumerate(page) if prediction.labels["stance"] == choice]
    assert shown(driver) == expected
    assert len(expected) < len(TEXTS)
    driver.find_element("id", "t0-all").click()
    assert len(shown(driver)) == len(TEXTS)


def test_the_confidence_filter_hides_what_is_less_sure(driver, page) -> None:
    driver.find_element("id", "c80").click()
    sure = [i for i, row in enumerate(page) if row.probabilities and max(row.probabilities["stance"].values()) >= 0.8]
    assert shown(driver) == sure
    driver.find_element("id", "c0").click()


@pytest.mark.parametrize("width", [360, 1200], ids=["phone", "desk"])
def test_nothing_sticks_out_sideways(driver, page, width: int) -> None:
    driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 500},
    )
    assert driver.execute_script("return document.documentElement.scrollWidth - innerWidth") <= 0
