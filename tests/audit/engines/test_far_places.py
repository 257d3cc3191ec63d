"""What happens around an audit whose places are far: taken up, put up, refused, in words.

The audit itself is left out: a file or two stand for its result.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from mingzheng.audit.far import Far, Question
from mingzheng.audit.far.lock import remove_scratch, scratch_held
from mingzheng.audit.far.places import AtHand, brought
from mingzheng.errors import DiskFullError, OutputError, PlaceError
from mingzheng.language import Text


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINGZHENG_LANG", "en")


@pytest.fixture
def asked(far, tmp_path: Path) -> Far:
    (far.root / "evidence" / "tables").mkdir(parents=True)
    (far.root / "evidence" / "tables" / "invoices.csv").write_text("a\n", "utf-8")
    return Far(
        f"{far.url}/evidence", f"{far.url}/result",
        Question(dt.date(2026, 6, 30), insisted=True, all_subjects=False),
        tmp_path / "scratch", "local[2]", 1 << 30, {},
    )  # fmt: skip


@pytest.fixture
def audited(spark):
    """Audits, and leaves `run.json` saying `found`; what was at hand, and what was said.

    meanwhile: what happens while it lasts.
    """

    def audited(
        asked: Far, found: int = 1, *, resume: bool = False,
        meanwhile: Callable[[Path], object] = lambda result: None,
    ) -> tuple[AtHand, str]:  # fmt: skip
        said: list[Text] = []
        with (
            scratch_held(asked.here),
            brought(
                asked, spark.session, resume=resume, progress=lambda *_: None, say=said.append
            ) as near,
        ):
            if near.finished is None:
                near.result.mkdir()
                (near.result / "run.json").write_text(f'{{"found": {found}}}', "utf-8")
            meanwhile(near.result)
        return near, " ".join(text.en for text in said)

    return audited


@pytest.fixture
def finished(asked: Far, far, audited) -> Far:
    """An audit that is done, and could not be put up."""
    far.sealed.add("/result/run.json")
    with pytest.raises(PlaceError):
        audited(asked)
    far.sealed.clear()
    far.asked.clear()
    return asked


def test_what_was_finished_is_only_put_up(finished: Far, far, audited):
    near, said = audited(finished, found=2, resume=True)
    assert near.finished == {"found": 1}
    assert said == ""
    assert (far.root / "result" / "run.json").read_text("utf-8") == '{"found": 1}'
    assert not [each for each in far.asked if each.startswith("OPEN /evidence")]


@pytest.mark.parametrize("what", ["evidence", "as_of", "nothing noted", "no --resume"])
def test_what_was_finished_and_is_not_asked_any_more_is_done_anew(
    finished: Far, far, audited, what: str
):
    question, resume, expected = finished.question, True, "auditing anew"
    match what:
        case "evidence":
            os.utime(far.root / "evidence" / "tables" / "invoices.csv", (0, 0))
        case "as_of":
            question = replace(question, as_of=dt.date(2026, 7, 1))
        case "nothing noted":
            (finished.here / "asked.json").unlink()
        case "no --resume":
            resume, expected = False, ""
    near, said = audited(replace(finished, question=question), found=2, resume=resume)
    assert near.finished is None
    assert expected in said
    assert (far.root / "result" / "run.json").read_text("utf-8") == '{"found": 2}'


def test_nothing_is_put_up_by_whoever_has_lost_the_place(asked: Far, far, audited):
    lock = far.root / "result" / "work" / "lock"
    with pytest.raises(OutputError, match="the result was not put up, and is kept here"):
        audited(asked, meanwhile=lambda _: lock.write_text("{}", "utf-8"))
    assert not (far.root / "result" / "run.json").exists()
    assert (asked.here / "result" / "run.json").exists()


def test_what_is_there_decides_whether_it_is_taken_up(asked: Far, far, audited):
    audited(asked)
    with scratch_held(asked.here):
        assert remove_scratch(asked.here) is None
    with pytest.raises(OutputError, match="is finished"):
        audited(asked, resume=True)
    (far.root / "result" / "run.json").unlink()
    (far.root / "result" / "letter.docx").touch()
    with pytest.raises(OutputError, match=r"holds other files \(such as letter.docx\)"):
        audited(asked)
    (far.root / "result" / "letter.docx").unlink()
    begun = asked.here / "result" / "work" / "begun.json"
    begun.parent.mkdir(parents=True)
    begun.touch()
    with pytest.raises(OutputError, match=f"{asked.here} of this machine.* add --resume"):
        audited(asked)


@pytest.mark.parametrize(
    ("error", "named"), [(OutputError, "webhdfs://"), (DiskFullError, "scratch")]
)
def test_a_message_names_what_was_asked_for_unless_this_disk_is_full(
    asked: Far, audited, error: type[OutputError], named: str
):
    def fail(result: Path) -> None:
        raise error(zh=f"{result}", en=f"{result}")

    with pytest.raises(error, match=named):
        audited(asked, meanwhile=fail)
