"""The limits of a sandbox hold, and cannot be raised from inside."""

import signal

import pytest

from grading.sandbox import bubblewrap
from grading.sandbox.limits import Limits

pytestmark = pytest.mark.usefixtures("needs_bubblewrap")


@pytest.mark.parametrize("folder", [bubblewrap.HOME, "/tmp", "/dev/shm"])
def test_space_in_memory_is_limited(outcome, folder):
    fill = f"""
for i in range(40):
    with open(f"{folder}/{{i}}", "wb") as file:
        file.write(bytes(2**20))
"""
    assert outcome(fill, Limits(tmpfs_bytes=32 * 2**20)) == "OSError"
    assert outcome(fill, Limits(tmpfs_bytes=64 * 2**20)) == "ok"


def test_file_size_is_limited(outcome):
    write = "import os\nwith open('big', 'wb') as file: file.write(bytes(2 * 2**20))"
    assert outcome(write, Limits(file_bytes=2**20)) == "OSError"
    assert outcome(write, Limits(file_bytes=3 * 2**20)) == "ok"


def test_memory_is_limited(outcome):
    assert outcome("bytearray(2**30)", Limits(memory_bytes=2**29)) == "MemoryError"
    assert outcome("import numpy; numpy.ones(10**9)") == "MemoryError"


def test_processor_time_is_limited(python):
    assert python("while True: pass", Limits(cpu_seconds=1)).returncode == 128 + signal.SIGKILL


def test_limits_cannot_be_raised(outcome):
    assert outcome("import resource as r; r.setrlimit(r.RLIMIT_CPU, (999, 999))") == "ValueError"
    assert outcome("import resource as r; r.setrlimit(r.RLIMIT_NPROC, (999, 999))") == "ValueError"


def test_fork_bomb_is_contained_and_leaves_nothing(python):
    code = """
import os, time
for i in range(1000):
    try:
        if os.fork() == 0:
            time.sleep(10**6)
    except BlockingIOError:
        print(i, flush=True)
        os._exit(0)
"""
    done = python(code, Limits(processes=20))  # it returns: the children, which hold its stdout, died with it
    assert int(done.stdout) < 20
