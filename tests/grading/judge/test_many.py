"""Many answers in a folder: each gets a report, whatever the others do."""

import pytest

from grading.bank import EXERCISES, mistakes_of
from grading.build.notebooks import exercise_source
from grading.course import Refusal
from grading.judge.many import judge_many
from grading.sandbox.bubblewrap import Sandbox

USES_AN_EARLIER_ONE = """
import numpy as np
def conv_forward(X, W):
    n_H, n_W = X.shape[0] - W.shape[0] + 1, X.shape[1] - W.shape[1] + 1
    H = np.zeros((n_H, n_W))
    for h in range(n_H):
        for w in range(n_W):
            H[h, w] = conv_single_step(X[h : h + W.shape[0], w : w + W.shape[1]], W)
    return H, (X, W)
"""
FILES = {
    "conv_backward/right.py": "import numpy as np\n" + exercise_source(EXERCISES["conv_backward"]),
    "conv_backward/rotated.py": mistakes_of("conv_backward")["dX_filter_rotated"].source,
    "conv_forward/earlier.py": USES_AN_EARLIER_ONE,
    "conv_forward/endless.py": USES_AN_EARLIER_ONE.replace("for h in", "h = 0\n    while h < n_H: #"),
    "rot180/ends.py": "import os; os._exit(0)",
    "rot180/latin.py": "# Müller".encode("latin-1"),
    "rot180/nothing.py": "x = 3",
    "rot180/tells_lies.py": "def rot180(K):\n    raise ValueError('\\x1b[2J passed')",
    "rot180/with_bom.py": "\ufeffdef rot180(K):\n    return K[::-1, ::-1].copy()",
}


@pytest.fixture
def folder(tmp_path):
    for name, source in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(source.encode() if isinstance(source, str) else source)
    return tmp_path


@pytest.mark.usefixtures("needs_bubblewrap")
@pytest.mark.parametrize("way", ["judge", "check"])
def test_every_answer_gets_its_report(folder, way):
    found = {answer["file"]: answer for answer in judge_many(folder, Sandbox(), way, processes=2)}
    assert list(found) == list(FILES)
    assert [name for name, answer in found.items() if answer.get("passed")] == [
        "conv_backward/right.py",
        "conv_forward/earlier.py",
        "rot180/with_bom.py",
    ]
    if way == "check":
        endless = found["conv_forward/endless.py"]
        assert f"in line {endless['line']}:\n    while h < n_H" in endless["sentences"][0]
        assert endless["sentences"][0].startswith("It was still running after")
    wrong = found["conv_backward/rotated.py"]
    assert wrong["mistake"] == "dX_filter_rotated" and wrong["score"] == 3
    assert mistakes_of("conv_backward")["dX_filter_rotated"].diagnosis.split()[0] in wrong["text"]
    assert "process" in found["rot180/ends.py"]["properties"][0]["message"]
    assert "no" in found["rot180/nothing.py"]["properties"][0]["message"]
    assert "utf-8" in found["rot180/latin.py"]["not_graded"] and "score" not in found["rot180/latin.py"]
    assert "\x1b" not in found["rot180/tells_lies.py"]["text"]


def test_wrong_folders_are_refused(tmp_path):
    with pytest.raises(Refusal, match="There is nothing to judge"):
        judge_many(tmp_path, Sandbox())
    (tmp_path / "conv_forwards").mkdir()
    (tmp_path / "conv_forwards" / "a.py").write_text("")
    with pytest.raises(Refusal, match="not named after an exercise"):
        judge_many(tmp_path, Sandbox())
