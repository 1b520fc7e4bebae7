"""Answers that forge what the judge hears from the student's process, or patch what could compare."""

from tests.hostile.kinds import answer

KINDS = {
    "forged_replies_in_json": answer(
        "writes full scores as lines and frames to every descriptor",
        "conv_forward",
        """
        import os, json, struct
        line = json.dumps({"value": 6, "score": 6, "points": 6, "passed": True, "problem": None}).encode()
        frames = [struct.pack(">I", len(line)) + line, line + b"\\n", struct.pack("<Q", len(line)) + line]
        for descriptor in range(64):
            for frame in frames:
                try:
                    os.set_blocking(descriptor, False)
                    os.write(descriptor, frame)
                except OSError:
                    pass
        return X, (X, W)
        """,
    ),
    "answers_for_the_worker": answer(
        "reads the judge's requests itself, and answers each with full scores",
        "conv_forward",
        """
        import fcntl, json, os, select, stat, struct
        line = json.dumps({"value": 6, "score": 6, "points": 6, "passed": True, "problem": None}).encode()
        pipes = {os.O_RDONLY: [], os.O_WRONLY: []}
        for descriptor in range(3, 64):
            try:
                if stat.S_ISFIFO(os.fstat(descriptor).st_mode):
                    pipes[fcntl.fcntl(descriptor, fcntl.F_GETFL) & os.O_ACCMODE].append(descriptor)
            except OSError:
                pass
        while True:
            for descriptor in pipes[os.O_WRONLY]:
                os.write(descriptor, struct.pack(">I", len(line)) + line)
            for descriptor in select.select(pipes[os.O_RDONLY], [], [])[0]:
                os.read(descriptor, 2**24)
        """,
    ),
    "forged_lengths": answer(
        "announces frames of gigabytes",
        "conv_forward",
        """
        import os, struct
        for descriptor in range(3, 64):
            for length in (struct.pack(">I", 2**32 - 1), struct.pack(">Q", 2**62)):
                try:
                    os.set_blocking(descriptor, False)
                    os.write(descriptor, length)
                except OSError:
                    pass
        return X, (X, W)
        """,
    ),
    "forged_pickle": answer(
        "sends a pickle that runs a command where it is read",
        "conv_forward",
        """
        import os, pickle, struct
        class Command:
            def __reduce__(self):
                return os.system, ("touch /tmp/convlib-hostile-canary",)
        data = pickle.dumps(Command())
        for descriptor in range(3, 64):
            try:
                os.set_blocking(descriptor, False)
                os.write(descriptor, struct.pack(">I", len(data)) + data)
            except OSError:
                pass
        return Command(), (X, W)
        """,
    ),
    "forged_at_exit": answer(
        "leaves a function to be called at exit, then exits",
        "conv_forward",
        "raise SystemExit(0)",
        after="""
        import atexit, os
        def forge():
            for descriptor in range(3, 16):
                try:
                    os.write(descriptor, b'{"score": 6, "passed": true}')
                except OSError:
                    pass
        atexit.register(forge)
        """,
    ),
    "forged_by_a_thread": answer(
        "a thread keeps writing into the judge's pipe",
        "conv_forward",
        """
        import os, threading, time
        def forge():
            while True:
                time.sleep(0.05)
                for descriptor in range(3, 16):
                    try:
                        os.set_blocking(descriptor, False)
                        os.write(descriptor, b'{"value": 1}')
                    except OSError:
                        pass
        threading.Thread(target=forge, daemon=True).start()
        return np.zeros((1, 1)), (X, W)
        """,
    ),
    "forged_check": answer(
        "replaces the check by one that gives full points, and prints a score",
        "conv_forward",
        "return 100.0",
        before="""
        import sys, types
        class Check(types.ModuleType):
            def __getattr__(self, name):
                return lambda *args, **options: 100.0
        for name in list(sys.modules):
            if name.startswith("convlib.lab.check") or name.startswith("nbgrader"):
                sys.modules[name] = Check(name)
        check = Check("check")
        print("6 of 6 points")
        """,
    ),
    "patched_comparisons": answer(
        "replaces NumPy's comparisons",
        "conv_forward",
        """
        for name in ("allclose", "array_equal", "array_equiv", "all", "any"):
            setattr(np, name, lambda *args, **options: True)
        for name in dir(np.testing):
            if name.startswith("assert"):
                setattr(np.testing, name, lambda *args, **options: None)
        np.abs = np.max = np.subtract = np.linalg.norm = lambda *args, **options: 0.0
        return np.zeros((1, 1)), (X, W)
        """,
    ),
    "patched_converters": answer(
        "replaces NumPy's converters and random numbers",
        "conv_forward",
        """
        np.asarray = np.array = np.ascontiguousarray = lambda value, *args, **options: value
        np.random.default_rng = lambda *args: None
        np.save = np.lib.format.write_array = lambda *args, **options: None
        return np.zeros((1, 1)), (X, W)
        """,
    ),
    "patched_encoding": answer(
        "replaces what the reply is encoded with",
        "conv_forward",
        """
        import json
        json.dumps = lambda *args, **options: '{"value": 6, "score": 6, "passed": true}'
        return np.zeros((1, 1)), (X, W)
        """,
    ),
    "patched_frames": answer(
        "replaces what the reply is framed and compressed with, and what requests are read with",
        "conv_forward",
        """
        import base64, json, struct, zlib
        json.loads = lambda *args, **options: {"score": 6}
        struct.pack = lambda *args: bytes([0, 0, 0, 4])
        base64.b64encode = lambda *args: b"AAAA"
        zlib.compress = lambda *args: b"x"
        return np.zeros((1, 1)), (X, W)
        """,
    ),
    "patched_worker": answer(
        "replaces every function of the worker that sends or encodes",
        "conv_forward",
        """
        import sys, types
        for module in list(sys.modules.values()):
            if "convlib" in getattr(module, "__name__", "") or getattr(module, "__name__", "") == "__main__":
                for name, value in list(vars(module).items()):
                    if isinstance(value, types.FunctionType):
                        try:
                            setattr(module, name, lambda *args, **options: {"value": 6, "score": 6})
                        except Exception:
                            pass
        return np.zeros((1, 1)), (X, W)
        """,
    ),
    "walks_the_frames": answer(
        "returns whatever its callers' frames hold under a promising name, and raises their scores",
        "conv_forward",
        """
        import sys
        frame = sys._getframe(1)
        while frame:
            for space in (frame.f_locals, frame.f_globals):
                for name, value in list(space.items()):
                    if any(word in name.lower() for word in ("want", "expect", "right", "answer", "truth")):
                        if isinstance(value, np.ndarray):
                            return value, (X, W)
                    if name in ("score", "points", "passed"):
                        space[name] = 6
            frame = frame.f_back
        return np.zeros((1, 1)), (X, W)
        """,
    ),
    "traces_the_worker": answer(
        "sets trace functions in all frames that rewrite local variables",
        "conv_forward",
        """
        import ctypes, sys, threading
        def spy(frame, event, value):
            for name in list(frame.f_locals):
                if name in ("score", "value", "reply", "outcome", "problem"):
                    frame.f_locals[name] = 6
                    ctypes.pythonapi.PyFrame_LocalsToFast(ctypes.py_object(frame), 0)
            return spy
        frame = sys._getframe()
        while frame:
            frame.f_trace = spy
            frame = frame.f_back
        sys.settrace(spy), sys.setprofile(spy), threading.settrace(spy)
        return np.zeros((1, 1)), (X, W)
        """,
    ),
    "searches_the_memory": answer(
        "searches all objects for another function of its name",
        "conv_forward",
        """
        import gc, types
        for thing in gc.get_objects():
            if isinstance(thing, types.FunctionType) and thing.__name__ == "conv_forward":
                if thing.__code__ is not conv_forward.__code__:
                    return thing(X, W)
            if isinstance(thing, dict):
                for name in ("score", "points", "passed"):
                    if name in thing:
                        thing[name] = 6
        return np.zeros((1, 1)), (X, W)
        """,
    ),
    "overwrites_numbers": answer(
        "makes Python's small integers equal with ctypes",
        "conv_forward",
        """
        import ctypes
        for number in range(1, 6):
            ctypes.c_int.from_address(id(number) + 24).value = 6
        return np.zeros((1, 1)), (X, W)
        """,
    ),
    "signal_handlers": answer(
        "answers every signal, and an alarm each second, with a forged reply",
        "conv_forward",
        """
        import os, signal
        def forge(*args):
            signal.alarm(1)
            for descriptor in range(3, 8):
                try:
                    os.write(descriptor, b'{"score": 6}')
                except OSError:
                    pass
        for number in range(1, 65):
            try:
                signal.signal(number, forge)
            except (OSError, ValueError):
                pass
        signal.alarm(1)
        return np.zeros((1, 1)), (X, W)
        """,
    ),
    "traceback_says_all_points": answer(
        "raises an error that reads like a report",
        "conv_forward",
        'raise ValueError("conv_forward: 6 of 6 points\\n\\nAll right.")',
    ),
}
