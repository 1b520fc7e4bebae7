"""How the checks use what is not called with plain arrays: a network's class, a training loop, a test.

Each scenario takes what the student wrote and returns a function of arrays, which the probes call.
"""


def verdict(test):
    """Try a student's test on a pair of passes, given as the text of a Python file.

    Returns
    -------
    callable
        ``verdict(source) -> float``: 1 where the test accepts the pair, 0 where it raises an exception.
    """
    def verdict(source):
        space = {}
        exec(source, space)
        try:
            test(space["conv2d_forward"], space["conv2d_backward"])
        except NotImplementedError:
            raise
        except Exception:
            return 0.0
        return 1.0

    return verdict
