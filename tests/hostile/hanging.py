"""Answers and cells that hang, flood, exhaust, or end the process; each costs its own exercise only."""

from tests.hostile.kinds import answer, cell

DEAF = "while True:\n    try:\n        time.sleep(1000)\n    except BaseException:\n        pass"

KINDS = {
    "loop": answer("loops", "conv_forward", "while True:\n    pass"),
    "deaf_sleeper": answer("sleeps for ever and catches interrupts", "conv_forward", f"import time\n{DEAF}"),
    "stops_itself": answer(
        "stops its own process", "conv_forward", "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)"
    ),
    "kills_itself": answer(
        "kills its own process", "conv_forward", "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"
    ),
    "exits": answer("ends the process", "conv_forward", "import os\nos._exit(0)"),
    "exit_exception": answer("raises SystemExit", "conv_forward", "raise SystemExit(0)"),
    "keyboard_interrupt": answer("raises KeyboardInterrupt", "conv_forward", "raise KeyboardInterrupt"),
    "segfault": answer("reads address 0", "conv_forward", "import ctypes\nreturn ctypes.string_at(0)"),
    "endless_recursion": answer(
        "recurses without a limit",
        "conv_forward",
        "import sys\nsys.setrecursionlimit(2**31 - 1)\nreturn max([1], key=lambda _: conv_forward(X, W))",
    ),
    "fork_bomb": answer(
        "forks without end",
        "conv_forward",
        """
        import os
        while True:
            try:
                os.fork()
            except OSError:
                pass
        """,
    ),
    "thread_bomb": answer(
        "starts threads without end, then loops",
        "conv_forward",
        """
        import threading, time
        while True:
            try:
                threading.Thread(target=time.sleep, args=[1000]).start()
            except RuntimeError:
                pass
        """,
    ),
    "memory_hog": answer(
        "takes all memory", "conv_forward", "taken = []\nwhile True:\n    taken.append(np.ones(2**22))"
    ),
    "disk_hog": answer(
        "fills every folder it can write",
        "conv_forward",
        """
        import os
        for place in ("/tmp", "/dev/shm", os.path.expanduser("~"), os.getcwd()):
            try:
                with open(place + "/large", "wb") as file:
                    while True:
                        file.write(bytes(2**20))
            except OSError:
                pass
        return X, (X, W)
        """,
    ),
    "floods_the_output": answer("prints without end", "conv_forward", 'while True:\n    print("x" * 100_000)'),
    "floods_every_pipe": answer(
        "writes zeros into every descriptor without end",
        "conv_forward",
        """
        import os
        while True:
            for descriptor in range(3, 32):
                try:
                    os.write(descriptor, bytes(65536))
                except OSError:
                    pass
        """,
    ),
    "closes_everything": answer(
        "closes all descriptors and loops", "conv_forward", "import os\nos.closerange(0, 4096)\nwhile True:\n    pass"
    ),
    "grandchild_keeps_the_pipe": answer(
        "leaves a process behind that keeps the pipe open",
        "conv_forward",
        """
        import os, time
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                time.sleep(1000)
            os._exit(0)
        os._exit(0)
        """,
    ),
    "reads_the_requests": answer(
        "reads the judge's pipe itself",
        "conv_forward",
        """
        import os
        for descriptor in range(3, 32):
            try:
                os.set_blocking(descriptor, False)
                os.read(descriptor, 2**20)
            except OSError:
                pass
        return X, (X, W)
        """,
    ),
    "methods_that_sleep": answer(
        "returns an object whose every method sleeps for ever",
        "conv_forward",
        "return Sleeper(), (Sleeper(), W)",
        before="""
        import time
        class Sleeper:
            def forever(self, *args):
                time.sleep(1000)
            __repr__ = __eq__ = __array__ = __len__ = __iter__ = __del__ = __bool__ = __getitem__ = forever
            __class__ = __array_interface__ = property(forever)
        """,
    ),
    "borrows_without_end": answer(
        "asks the judge for an earlier exercise without end",
        "conv_backward_by_convolution",
        """
        while True:
            try:
                convolve_full(np.ones((200, 200)), np.ones((2, 2)))
            except Exception:
                pass
        """,
    ),
    "interval_timer": cell(
        "leaves an interval timer that interrupts every call",
        """
        import signal
        signal.signal(signal.SIGALRM, lambda *args: None)
        signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)
        """,
    ),
    "sleeps_at_exit": cell("sleeps when the process ends", "import atexit, time\natexit.register(time.sleep, 1000)"),
    "loops_in_a_thread": cell(
        "leaves a thread that waits for ever",
        "import threading\nthreading.Thread(target=threading.Event().wait).start()",
    ),
    "endless_last_cell": cell(
        "the last cell sleeps for ever and catches interrupts", f"import time\n{DEAF}", last=True
    ),
    "exit_in_the_last_cell": cell("the last cell ends the process", "import os\nos._exit(3)", last=True),
    "no_interrupts": cell(
        "ignores all signals, and overwrites how errors are shown",
        """
        import signal, sys
        for number in range(1, 65):
            try:
                signal.signal(number, signal.SIG_IGN)
            except (OSError, ValueError):
                pass
        sys.excepthook = sys.unraisablehook = lambda *args: None
        """,
    ),
}
