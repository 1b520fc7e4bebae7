"""The warm process seen from outside: children in several processes, its end, and what happens where there is none."""

import multiprocessing
import os
import pickle
import subprocess
import time
from pathlib import Path

import pytest

from grading.sandbox import zygote as module
from grading.sandbox.bubblewrap import Sandbox, isolated
from grading.sandbox.limits import Limits
from grading.sandbox.zygote import Child, Warm, Zygote, why_not_warm
from tests.grading.sandbox.conftest import completed

pytestmark = pytest.mark.usefixtures("needs_warm")
SECONDS = 300
# Whether the process that runs this is a child of a warm process, which has imported the figures.
IS_WARM = "import sys; print('convlib.lab.plots' in sys.modules)"


def ask(starter):
    return completed(starter.start(IS_WARM)).stdout


def test_any_process_can_ask_for_children(zygote):
    starter = pickle.loads(pickle.dumps(Warm(zygote.socket)))
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        assert pool.map(ask, [starter] * 4) == ["True\n"] * 4


def test_a_child_that_runs_can_be_waited_for_and_terminated(zygote):
    child = Child(zygote.socket, "import time; time.sleep(10**6)", {}, Limits())
    assert child.poll() is None
    with pytest.raises(subprocess.TimeoutExpired):
        child.wait(0.1)
    child.kill()
    assert child.wait(SECONDS) == child.wait() == child.poll() == child.returncode == -9
    assert not child.lost
    child.kill()  # once more does no harm
    child.stdin.close()
    assert child.stdout.read() == b""
    child.stdout.close()


def test_what_a_child_starts_ends_with_it(zygote):
    code = "import os, time\nif os.fork() == 0:\n    os.setsid()\n    time.sleep(10**6)"
    assert completed(Child(zygote.socket, code, {}, Limits())).returncode == 0  # its stdout came to an end


def test_it_starts_again_and_says_which_children_were_lost():
    with Zygote(modules=()) as own:
        child = Child(own.socket, "import time; time.sleep(10**6)", {}, Limits())
        first = own.process
        first.kill()
        assert child.wait(SECONDS) == -9 and child.lost
        child.stdin.close()
        child.stdout.close()
        assert completed(Warm(own.socket).start("print(7)")).stdout == "7\n"
        assert own.process is not first


def test_where_it_is_gone_each_gets_a_sandbox_of_its_own():
    with Zygote() as own:
        starter = Warm(own.socket)
        assert ask(starter) == "True\n"
    assert not own.socket.exists() and own.process.wait(SECONDS) is not None
    assert ask(starter) == "False\n"


def test_one_that_never_gets_ready_is_given_up(monkeypatch):
    monkeypatch.setitem(module.SOURCES, "warm", "raise SystemExit")
    with Zygote(modules=()) as own:
        with pytest.raises(OSError):
            for _ in range(module.MAX_EARLY_ENDS + 1):
                Child(own.socket, "", {}, Limits())
        assert ask(Warm(own.socket)) == "False\n"


def test_where_namespaces_are_refused_it_says_why(monkeypatch):
    assert why_not_warm() is None
    monkeypatch.setattr(module, "isolated", lambda *args, **_: isolated(*args))  # which forbids further namespaces
    why = why_not_warm.__wrapped__()
    assert "unshare" in why and "own sandbox" in why
    with Zygote(modules=()) as own:
        assert ask(Warm(own.socket)) == "False\n"


def test_without_sandbox_when_asked(zygote, tmp_path):
    (tmp_path / "secret").write_text("s")
    look = f"import os; print(os.path.exists({str(tmp_path / 'secret')!r}))"
    assert completed(Warm(zygote.socket, Sandbox(unsafe=True)).start(look)).stdout == "True\n"
    assert completed(Warm(zygote.socket).start(look)).stdout == "False\n"


def test_only_this_user_may_enter_the_folder(zygote):
    assert zygote.socket.parent.stat().st_mode & 0o777 == 0o700


def test_it_ends_with_the_process_that_started_it():
    code = "import sys, time\nfrom grading.sandbox.zygote import Zygote\nown = Zygote(modules=())\n"
    code += "print(own.socket, flush=True)\ntime.sleep(10**6)"
    owner = subprocess.Popen([module.sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=module.NOTEBOOKS.parent)
    path = Path(owner.stdout.readline().strip())
    child = Child(path, "import time; time.sleep(10**6)", {}, Limits())
    owner.kill()
    owner.wait()
    owner.stdout.close()
    assert child.wait(SECONDS) == -9 and child.lost
    child.stdin.close()
    child.stdout.close()
    module.shutil.rmtree(path.parent)
