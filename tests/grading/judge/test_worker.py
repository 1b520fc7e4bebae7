"""The worker's protocol, with the real worker in a process that nothing protects: the code here is our own."""

import signal

import numpy as np
import pytest

from convlib.lab.checks import codec
from grading.judge.session import WorkerStopped
from grading.judge.starting import start_session
from grading.sandbox.bubblewrap import Sandbox
from grading.sandbox.limits import Limits

SECONDS = 60


def started():
    return start_session(Sandbox(unsafe=True), None, Limits())


@pytest.fixture(scope="module")
def worker():
    """``worker(request, callback)`` returns the reply of one worker, which all tests of this file share."""
    session = started()
    yield lambda request, callback=None: session.request(request, SECONDS, callback)
    session.close()


@pytest.fixture
def run(worker):
    """``run(source)`` runs a cell and returns the problem."""

    def run(source):
        reply = worker({"execute": source})
        assert reply.keys() == {"problem"}
        return reply["problem"]

    return run


@pytest.fixture
def call(worker):
    """``call(name, *args)`` calls a function; what it returns and the inputs afterwards are decoded."""

    def call(name, *args, callback=None, **options):
        request = {"call": name, "args": codec.encode(args), "kwargs": codec.encode(options.pop("kwargs", {}))}
        request |= {"calls": 1, "through": None, "forward": None, "provide": []} | options
        reply = worker(request, callback)
        if "value" in reply:
            assert reply.keys() == {"value", "after"}
            return codec.decode(reply["value"]), codec.decode(reply["after"])
        return reply

    return call


def test_a_cell_is_run_with_its_magics_and_its_names_stay(run, call):
    assert run("%pwd\ndef stays(x):\n    return x + 1") is None
    assert call("stays", 2) == (3, (2,))


@pytest.mark.parametrize(
    ("source", "words"),
    [("1 / 0", "ZeroDivisionError"), ("x = = 1", "SyntaxError"), ("raise SystemExit", "SystemExit")],
)
def test_a_cell_that_stops_says_why_and_the_next_one_runs(run, source, words):
    assert words in run(source)
    assert run("1 + 1") is None


def test_a_function_gets_copies_and_the_judge_hears_what_became_of_them(run, call):
    run("def doubles(x, by=2):\n    x *= by\n    return x.sum(), x")
    X = np.array([1.5, -2.0])
    value, after = call("doubles", X)
    assert value[0] == -1 and value[1].tolist() == after[0].tolist() == [3, -4] and X.tolist() == [1.5, -2]
    assert call("doubles", X, kwargs={"by": 10}, calls=2)[1][0].tolist() == [150, -200]


@pytest.mark.parametrize("cell", ["", "not_callable = 3"])
def test_what_is_no_function_is_missing(run, call, cell):
    run(cell)
    assert call("not_callable") == {"missing": True}


@pytest.mark.parametrize("statement", ["raise KeyError('k')", "raise SystemExit", "raise KeyboardInterrupt", "1 / 0"])
def test_a_function_that_stops_does_not_end_the_worker(run, call, statement):
    run(f"def stops():\n    {statement}\ndef goes_on():\n    return 1")
    reply = call("stops")
    assert reply.keys() == {"problem"} and reply["problem"]
    assert call("goes_on")[0] == 1


def test_what_is_printed_or_read_does_not_reach_the_pipe(run, call):
    run("import sys\ndef prints():\n    print('x' * 10**5)\n    sys.stderr.write('y')\n    return sys.stdin.read()")
    assert call("prints")[0] == ""
    run("import os\ndef writes():\n    return os.write(1, b'junk') + os.write(2, b'junk')")
    assert call("writes")[0] == 8


def test_a_backward_pass_gets_the_cache_of_the_student_s_forward_pass(run, call):
    run("def forth(x):\n    return x, {'kept': x}\ndef back(dH, cache):\n    return dH * cache['kept']")
    cache = (np.array([5.0]),)
    assert call("back", np.array([2.0]), cache, forward="forth")[0].tolist() == [10]
    assert call("back", np.array([2.0]), cache, forward="no_such_pass") == {"missing": True}


def test_what_is_no_function_of_arrays_is_called_through_a_scenario(run, call):
    run("def my_test(forward, backward):\n    assert forward() == backward()")
    pair = "def conv2d_forward():\n    return 1\ndef conv2d_backward():\n    return {}"
    assert [call("my_test", pair.format(n), through="verdict")[0] for n in (1, 2)] == [1, 0]


def test_earlier_exercises_are_provided_for_one_call(run, call):
    run("def earlier(x):\n    return 'my own'\ndef later(x):\n    return earlier(x, by=3), absent()")
    calls = []

    def callback(request):
        calls.append((request["provided"], codec.decode(request["args"]), codec.decode(request["kwargs"])))
        return {"value": codec.encode(np.array(len(calls)))}

    value, _ = call("later", 7, provide=["earlier", "absent"], callback=callback)
    assert calls == [("earlier", (7,), {"by": 3}), ("absent", (), {})]
    assert [int(number) for number in value] == [1, 2]
    # Afterwards the student's own is there again, and what the student has not is not.
    assert call("earlier", 1)[0] == "my own"
    assert call("absent") == {"missing": True}


def test_what_the_judge_does_not_compute_is_an_error_in_the_student_s_function(run, call):
    run(
        "def careful():\n    try:\n        return other()\n    except ValueError as error:\n        return str(error)\n"
        "def careless():\n    return other()"
    )
    options = {"provide": ["other"], "callback": lambda request: {"problem": "too large"}}
    assert call("careful", **options)[0] == "too large"
    assert "ValueError: too large" in call("careless", **options)["problem"]


def test_it_ends_when_the_judge_closes_the_pipe():
    session = started()
    try:
        session.process.stdin.close()
        assert session.process.wait(SECONDS) == 0
    finally:
        session.close()


def test_a_cell_that_ends_the_process_is_its_end():
    session = started()
    with pytest.raises(WorkerStopped):
        session.request({"execute": "import os; os._exit(0)"}, SECONDS)


def test_what_is_lent_replaces_only_what_is_missing(run, call):
    run("def mine():\n    return 'mine'\ndef uses():\n    return mine(), ours()")
    value, _ = call("uses", lend=["mine", "ours"], callback=lambda request: {"value": request["provided"]})
    assert value == ("mine", "ours")
    assert "NameError" in call("uses")["problem"]


def test_of_a_large_array_only_the_shape_is_sent(run, worker, call):
    run("import numpy as np\ndef large():\n    return np.broadcast_to(0.0, (10**6, 10**6))")
    request = {"call": "large", "args": codec.encode(()), "kwargs": codec.encode({}), "calls": 1, "through": None}
    assert worker(request)["value"]["too_large"] == [10**6, 10**6]


def test_the_student_s_check_runs_here_too(run, worker):
    run("def output_size(n, f, stride=1, pad=0):\n    return (n + 2 * pad - f) // stride + 1")
    report = worker({"check": "output_size"})["report"]
    assert report["passed"] and "3 of 3 points" in report["text"]
    assert worker({"check": "conv_forward"}) == {"missing": True}


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="this system limits no CPU time")
def test_too_much_cpu_time_ends_the_process():
    session = started()
    with pytest.raises(WorkerStopped, match=r"within 0\.2 seconds: is there an infinite loop"):
        session.request({"execute": "while True: pass"}, SECONDS, cpu_seconds=0.2)
    session = started()
    assert session.request({"execute": "import time; time.sleep(0.3)"}, SECONDS, cpu_seconds=0.2) == {"problem": None}
    session.close()


def test_getting_ready_imports_nothing_of_the_student_s(tmp_path):
    for name in ("json", "struct", "numpy", "IPython", "traitlets", "signal", "convlib", "codeop", "sitecustomize"):
        (tmp_path / f"{name}.py").write_text("import os; os._exit(1)")
    (tmp_path / "given.py").write_text("x = 3")
    session = start_session(Sandbox(unsafe=True), tmp_path, Limits())
    assert session.request({"execute": "from given import x; import numpy; assert numpy.pi > x"}, SECONDS) == {
        "problem": None
    }
    session.close()
