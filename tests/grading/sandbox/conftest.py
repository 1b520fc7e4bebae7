"""Run Python code in a sandbox of its own, and in a child of the warm process: what holds in one holds in the other."""

import json
from types import SimpleNamespace

import pytest

from grading.sandbox.bubblewrap import Sandbox
from grading.sandbox.limits import Limits
from grading.sandbox.starter import contents_of
from grading.sandbox.zygote import Child, Zygote

SECONDS = 300


@pytest.fixture(scope="session")
def zygote(needs_warm):
    """A warm process without remembered figures."""
    with Zygote() as zygote:
        yield zygote


@pytest.fixture(params=["sandbox", "warm"])
def starter(request):
    """Each way to start a student's code; a child of the warm process without the way out of `Warm`."""
    if request.param == "sandbox":
        return Sandbox()
    path = request.getfixturevalue("zygote").socket
    return SimpleNamespace(
        start=lambda program, files=None, limits=Limits(): Child(path, program, contents_of(files), limits)
    )


def completed(process, input=b""):
    """Return the exit code of a process, and what it printed."""
    try:
        with process.stdin, process.stdout:
            process.stdin.write(input)
            process.stdin.close()
            stdout = process.stdout.read().decode(errors="replace")
            return SimpleNamespace(stdout=stdout, returncode=process.wait(SECONDS))
    finally:
        process.kill()
        process.wait(SECONDS)


@pytest.fixture
def python(starter):
    """``python(code, limits, files, input)`` runs code and returns its exit code and what it printed."""

    def run(code, limits=Limits(), files=None, input=b""):
        return completed(starter.start(code, files, limits), input)

    return run


@pytest.fixture
def answer(python):
    """``answer(code, limits, files)`` returns what the code printed as JSON."""

    def run(code, limits=Limits(), files=None):
        done = python(f"import json, os, sys\n{code}", limits, files)
        assert done.returncode == 0, done.stdout
        return json.loads(done.stdout)

    return run


@pytest.fixture
def outcome(answer):
    """``outcome(statement, limits)`` returns the name of the error that a statement raises, or "ok"."""

    def run(statement, limits=Limits()):
        code = f"""
try:
    exec({statement!r})
except BaseException as error:
    print(json.dumps(type(error).__name__))
else:
    print('"ok"')
"""
        return answer(code, limits)

    return run
