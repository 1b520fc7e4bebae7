"""The README's picture is drawn as it is committed."""

from grading.build.compare import same_pictures
from grading.build.pictures import readme_picture
from grading.course import ROOT


def test_it_is_the_committed_one_which_the_readme_shows():
    path = "lessons/readme_picture.png"
    assert f"]({path})" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert same_pictures(readme_picture(), (ROOT / path).read_bytes()), "run `make build` and commit what it wrote"
