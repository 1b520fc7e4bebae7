"""Facts stated twice agree, and nothing is committed that should not be."""

import json
import os
import re
import subprocess
import tomllib

import pytest
import yaml

from grading.bank import exercises_of
from grading.build.site import OUTPUT
from grading.course import JUPYTERLAB, LESSONS, ROOT, lesson_names

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = PYPROJECT["project"]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def numbers(version):
    """Return a version as numbers, which can be compared."""
    return tuple(map(int, version.split(".")))


OLDEST = numbers(PROJECT["requires-python"].removeprefix(">="))


def tracked():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def test_environment_agrees_with_pyproject():
    listed = re.findall(r"^  - ([\w.-]+)(.*)$", (ROOT / "environment.yml").read_text(encoding="utf-8"), re.MULTILINE)
    conda = {name: version for name, version in listed if name not in ("conda-forge", "pip")}
    # One version, for Binder: it begins with one of its own where it finds none.
    python = re.fullmatch(r"=(3\.\d+)", conda.pop("python"))[1]
    assert numbers(python) >= OLDEST
    listed = [
        PROJECT["dependencies"],
        *(PROJECT["optional-dependencies"][extra] for extra in ("lab", "course", "grading")),
    ]
    wanted = [each for part in listed for each in part if not each.startswith("convlib[")]
    assert conda == dict(re.fullmatch(r"([\w.-]+)(.*)", each).groups() for each in wanted)


def test_the_readme_table_agrees_with_the_lessons():
    for lesson in lesson_names():
        text = (LESSONS / f"{lesson}.py").read_text(encoding="utf-8")
        title = re.search(r"^# # (\d · .+)$", text, re.MULTILINE)[1]
        minutes = re.search(r"about (\d+) minutes", text)[1]
        row = next(line for line in README.splitlines() if f"notebooks/{lesson}/{lesson}.ipynb" in line)
        assert title in row and f"{minutes} min" in row
        points = sum(e.points for e in exercises_of(lesson)) + int(re.search(r"points=(\d+)", text)[1])
        assert f"| {points} |" in row


def test_the_readme_names_only_commands_that_exist():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"(?:^|`)make ([\w-]+)", README, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
    for command in re.findall(r"python -m grading (\w+)", README):
        assert f"\ndef {command}(" in (ROOT / "grading" / "cli.py").read_text(encoding="utf-8")
    for path in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / path).exists(), path


def test_no_lock_file_no_host_and_no_path_of_a_machine():
    for path in tracked():
        assert not re.search(r"(uv|poetry|pdm|package-lock|conda-lock)\S*\.(lock|json|ya?ml)$", path.name), path
        if path.suffix in (".py", ".toml", ".yml", ".md", ".ipynb", ".json", ".sh", ""):
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"/root/|/home/(?!student)\w+|files\.pythonhosted|index-url", text) or path.name in (
                "test_project.py",
                "test_sandbox.py",
                "sandbox.py",
            ), path


def test_the_workflow_and_ci_run_commands_that_exist():
    text = (ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")
    jobs = yaml.safe_load(text)["jobs"]
    assert len({job["name"] for job in jobs.values()}) == len(jobs)
    commands = [step["run"] for job in jobs.values() for step in job["steps"] if "run" in step]
    assert any(command.startswith("make check") for command in commands)
    for command in (*commands, (ROOT / ".ci" / "run").read_text(encoding="utf-8")):
        assert "make test" not in command or "make test TORCH=1" in command
    noxfile = (ROOT / "noxfile.py").read_text(encoding="utf-8")
    for combination in jobs["versions"]["strategy"]["matrix"]["include"]:
        assert re.search(rf"^def {combination['versions']}\(", noxfile, re.MULTILINE)
        assert f'"{combination["python"]}"' in noxfile
        assert combination["session"].startswith(combination["versions"])


def test_the_container_runs_commands_that_exist():
    container = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text(encoding="utf-8"))
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for command in (container["postCreateCommand"], container["postAttachCommand"]):
        target = re.fullmatch(r"make ([\w./-]+)( ARGS='[^']*')?", command)[1]
        assert re.search(rf"^{re.escape(target)}:", makefile, re.MULTILINE), target
    port = re.search(r"^PORT \?= (\d+)$", makefile, re.MULTILINE)[1]
    assert container["forwardPorts"] == [int(port)] and [*container["portsAttributes"]] == [port]
    assert numbers(container["image"].removeprefix("python:")) >= OLDEST


def test_binder_gets_the_settings_that_make_lab_uses_and_opens_the_start_page(tmp_path):
    script = ROOT / "postBuild"
    settings = tmp_path / "share" / "jupyter" / "lab" / "settings"
    environment = {**os.environ, "NB_PYTHON_PREFIX": str(tmp_path)}
    subprocess.run(["sh", script], cwd=ROOT, env=environment, check=True)
    assert {path.name for path in settings.iterdir()} == {path.name for path in JUPYTERLAB.iterdir()}
    opened = re.search(r"`lab/tree/(\S+)` opens the start page", README)[1]
    assert (ROOT / opened).is_file()
    # Where there is such a folder, Binder takes no environment.yml from the root.
    assert not (ROOT / "binder").exists() and not (ROOT / ".binder").exists()


def test_the_site_that_is_published_is_the_one_that_make_builds():
    text = (ROOT / ".github" / "workflows" / "site.yml").read_text(encoding="utf-8")
    steps = yaml.safe_load(text)["jobs"]["publish"]["steps"]
    assert any(step.get("run", "").startswith("make site ") for step in steps)
    assert any(step.get("with", {}).get("path") == OUTPUT.relative_to(ROOT).as_posix() for step in steps)


def test_the_files_listed_as_slow_exist():
    conftest = (ROOT / "tests" / "conftest.py").read_text(encoding="utf-8")
    for name in re.findall(r'"((?:tests|solutions)[\w/.]*)",', conftest):
        assert (ROOT / name).exists(), name


def test_the_oldest_python_is_tested_and_checked():
    oldest = PROJECT["requires-python"].removeprefix(">=")
    assert f'@nox.session(python="{oldest}")\ndef oldest' in (ROOT / "noxfile.py").read_text(encoding="utf-8")
    assert PYPROJECT["tool"]["mypy"]["python_version"] == oldest


def test_the_citation_says_what_pyproject_says():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["cff-version"] == "1.2.0" and citation["type"] == "software"
    assert citation["message"] and citation["authors"] and PROJECT["name"] in citation["title"]
    assert citation["version"] == PROJECT["version"] and citation["license"] == PROJECT["license"]
