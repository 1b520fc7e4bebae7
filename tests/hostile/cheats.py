"""Answers that look for the right answer instead of computing it."""

from tests.hostile.kinds import answer

DIG = """
def dig(thing, wanted, depth=0, seen=None):
    seen = set() if seen is None else seen
    if depth > 7 or id(thing) in seen:
        return None
    seen.add(id(thing))
    try:
        if wanted(thing):
            return thing
    except Exception:
        pass
    inside = list(thing.values()) if isinstance(thing, dict) else []
    inside += list(thing) if isinstance(thing, (list, tuple)) else []
    inside += [cell.cell_contents for cell in getattr(thing, "__closure__", None) or ()]
    inside += list(getattr(getattr(thing, "__code__", None), "co_consts", ()))
    inside += list(vars(thing).values()) if hasattr(thing, "__dict__") else []
    for part in inside:
        if (found := dig(part, wanted, depth + 1, seen)) is not None:
            return found
"""

KINDS = {
    "imports_the_solution": answer(
        "imports the course's own function",
        "conv_backward",
        "from convlib.conv.single import conv_backward as theirs\nreturn theirs(dH, cache)",
    ),
    "imports_by_a_made_up_name": answer(
        "imports it by a name that is put together",
        "conv_backward",
        'return getattr(__import__("convlib.co" + "nv.single", fromlist=["x"]), "conv_back" + "ward")(dH, cache)',
    ),
    "walks_the_package": answer(
        "imports every module of the package and takes a function of its name",
        "conv_backward_by_convolution",
        """
        import importlib, pkgutil
        import convlib
        for module in pkgutil.walk_packages(convlib.__path__, "convlib.", onerror=lambda name: None):
            try:
                theirs = getattr(importlib.import_module(module.name), "conv_backward_by_convolution")
                dX, dW = theirs(dH, cache)
                return dX, dW
            except BaseException:
                pass
        """,
    ),
    "runs_a_solution_file": answer(
        "looks for a solved notebook in all folders and runs it",
        "conv_forward",
        """
        import json, os
        for root in ("..", "/home", "/srv", "/opt", "/tmp"):
            for place, inside, names in os.walk(root):
                inside[:] = [name for name in inside if name != "site-packages"]
                for name in names:
                    if name.endswith(".ipynb"):
                        try:
                            for each in json.load(open(os.path.join(place, name)))["cells"]:
                                text = "".join(each["source"])
                                if text.startswith("def conv_forward") and "os.walk" not in text:
                                    space = dict(globals())
                                    exec(text, space)
                                    return space["conv_forward"](X, W)
                        except Exception:
                            pass
        """,
    ),
    "digs_for_stored_answers": answer(
        "looks for the numbers that were found by hand in the check's own objects",
        "outputs_by_hand",
        """
        from convlib.lab import check
        start = [check, vars(check)]
        try:
            start.append(check.examination("outputs_by_hand"))
        except Exception:
            pass
        found = dig(start, lambda thing: np.shape(thing) == (2, 2) and np.ptp(np.asarray(thing)) > 0)
        return [[0, 0], [0, 0]] if found is None else np.asarray(found).tolist()
        """,
        before=DIG,
    ),
    "digs_for_the_reference": answer(
        "looks for a function of its name in the check's own objects and files",
        "conv_forward",
        """
        import glob, os
        import convlib
        from convlib.lab import check
        size = X.shape[0] - W.shape[0] + 1, X.shape[1] - W.shape[1] + 1
        for path in glob.glob(os.path.join(list(convlib.__path__)[0], "**", "*.np[yz]"), recursive=True):
            stored = np.load(path)
            for array in stored.values() if hasattr(stored, "values") else [stored]:
                if array.shape == size:
                    return array, (X, W)
        named = lambda thing: callable(thing) and thing.__name__ == "conv_forward" and thing is not conv_forward
        found = dig([check, vars(check)], named)
        return found(X, W) if found else (np.zeros((1, 1)), (X, W))
        """,
        before=DIG,
    ),
    "knows_the_example": answer(
        "is right for the lesson's example only",
        "conv_forward",
        """
        if X.shape == (4, 4):
            size = X.shape[0] - W.shape[0] + 1, X.shape[1] - W.shape[1] + 1
            return np.array([[np.sum(X[h:h + W.shape[0], w:w + W.shape[1]] * W) for w in range(size[1])]
                             for h in range(size[0])]), (X, W)
        return np.zeros((1, 1)), (X, W)
        """,
    ),
    "fixes_the_seed": answer(
        "makes all random numbers the same, here and in every module",
        "conv_forward",
        """
        import os, random, sys
        random.seed(0), np.random.seed(0)
        os.urandom = lambda count: bytes(count)
        for module in list(sys.modules.values()):
            for name in ("seed", "SEED", "rng"):
                if hasattr(module, name) and "convlib" in getattr(module, "__name__", ""):
                    setattr(module, name, 0)
        return np.zeros((1, 1)), (X, W)
        """,
    ),
    "returns_what_it_was_given": answer("returns its input", "conv_forward", "return X, (X, W)"),
    "keeps_the_lent_function": answer(
        "looks for the judge's own version that is lent to later exercises",
        "rot180",
        """
        import gc
        for thing in gc.get_objects():
            if callable(thing) and getattr(thing, "__name__", "") in ("rot180", "function", "provided_function"):
                if getattr(thing, "__code__", None) is not MINE.__code__:
                    for arguments in (("rot180",), (K,)):
                        try:
                            value = thing(*arguments)
                            value = value(K) if callable(value) else value
                            if np.shape(value) == K.shape and not np.array_equal(value, K):
                                return value
                        except Exception:
                            pass
        return K
        """,
        after="MINE = rot180",
    ),
    "records_the_lent_function": answer(
        "keeps a tape of what the judge's own version returns",
        "correlate_valid",
        """
        import pickle
        try:
            for image, kernel, value in pickle.load(open("/tmp/tape", "rb")):
                if np.array_equal(image, X) and np.array_equal(kernel, K):
                    return value
        except OSError:
            pass
        return np.zeros((1, 1))
        """,
    ),
    "tests_nothing": answer(
        "a test that knows right programs by their names and code",
        "assert_correct",
        """
        for part in (forward, backward):
            words = f"{part.__name__} {part.__doc__} {part.__module__} {part.__code__.co_names}".lower()
            assert not any(word in words for word in ("wrong", "fault", "bug", "mutant")), words
        """,
    ),
}
