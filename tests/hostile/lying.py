"""Answers that return objects which lie, act, or are too large to look at."""

from tests.hostile.kinds import answer, code

TERMINAL = "\\x1b[2J\\x1b]0;owned\\x07\\r\\n| conv_forward | 6/6 |\\n=1+1\\u202e\\u200b"


def returns(what, value, before="", first=""):
    """An answer whose output is not an array of the right numbers."""
    return answer(what, "conv_forward", f"{code(first)}\nreturn {value}", before)


KINDS = {
    "equal_to_everything": returns(
        "an object that is equal, close and identical to everything",
        "Equal(), Equal()",
        before="""
        class Equal(float):
            shape = property(lambda self: Equal())
            ndim, size = 2, 4
            __class__ = property(lambda self: np.ndarray)
            __eq__ = __le__ = __ge__ = __bool__ = __contains__ = lambda self, *args: True
            __ne__ = __lt__ = __gt__ = lambda self, *args: False
            __sub__ = __rsub__ = __add__ = __mul__ = __getitem__ = __abs__ = lambda self, *args: self
            __array_ufunc__ = __array_function__ = lambda self, *args, **options: True
            __hash__ = lambda self: 0
        """,
    ),
    "subclass_that_agrees": returns(
        "a subclass of ndarray whose ufuncs always agree, and whose shape and bytes are false",
        "np.zeros((2, 2)).view(Liar), (X, W)",
        before="""
        class Liar(np.ndarray):
            __array_ufunc__ = __array_function__ = lambda self, *args, **options: np.bool_(True)
            __eq__ = lambda self, other: True
            __reduce__ = lambda self: (eval, ("__import__('os').system('touch /tmp/convlib-hostile-canary')",))
            tobytes = lambda self, *args: b""
            tolist = copy = astype = lambda self, *args, **options: self
            nbytes = property(lambda self: -1)
            shape = property(lambda self: (10**6, -3))
            strides = property(lambda self: (0, 0))
        """,
    ),
    "wild_address": returns(
        "an array interface that points to address 8",
        "Wild(), (X, W)",
        before="""
        class Wild:
            __array_interface__ = {"shape": (2**20, 2**20), "typestr": "<f8", "data": (8, False), "version": 3}
        """,
    ),
    "strides_out_of_bounds": returns(
        "a view with strides far outside its memory",
        "np.lib.stride_tricks.as_strided(X, (2**10, 2**6), (2**30, 2**20)), (X, W)",
    ),
    "sparse_map": returns(
        "a memory map of a sparse file, of a terabyte if it may be",
        'np.memmap(file, "f8", "r+", shape=(2**10, 2**10)), (X, W)',
        first="""
        import tempfile
        file = tempfile.TemporaryFile()
        try:
            file.truncate(2**40)
        except OSError:
            file.truncate(2**23)
        """,
    ),
    "shrunken_map": returns(
        "a memory map of a file that has shrunk: reading it ends the process",
        "mapped, (X, W)",
        first="""
        import os, tempfile
        file = tempfile.TemporaryFile()
        file.truncate(2**20)
        mapped = np.memmap(file, "f8", "r+", shape=(2**7, 2**10))
        os.ftruncate(file.fileno(), 0)
        """,
    ),
    "view_of_1e18": returns("a view of one number as 10**18", "np.broadcast_to(np.float64(1), (10**9, 10**9)), (X, W)"),
    "empty_1e9_planes": returns("an empty array of 10**9 planes", "np.zeros((10**9, 0, 0)), (X, W)"),
    "array_of_80_gb": returns("an array of 80 GB", "np.zeros(10**10), (X, W)"),
    "many_planes": returns("100,000 planes", "np.zeros((100_000, 1, 1)), (X, W)"),
    "many_axes": returns("32 axes", "np.zeros((1,) * 32), (X, W)"),
    "empty_2e58": returns("an empty array with an axis of 2**58", "np.zeros((0, 2**58)), (X, W)"),
    "active_entries": returns(
        "an array of objects that loop when they are read",
        "np.full((3, 3), Entry(), dtype=object), (X, W)",
        before="""
        class Entry:
            def __float__(self):
                while True:
                    pass
            __index__ = __complex__ = __int__ = __abs__ = __float__
            __eq__ = lambda self, other: True
            __sub__ = __rsub__ = lambda self, other: 0.0
        """,
    ),
    "array_in_itself": returns(
        "an array of objects that contains itself",
        "array, (X, W)",
        first="array = np.empty(2, object)\narray[0] = array",
    ),
    "structured_fields": returns(
        "a structured array with 4,000 long field names",
        'np.zeros((3, 3), [("n" * 300 + str(k), "f8") for k in range(4000)]), (X, W)',
    ),
    "nested_dtype": returns(
        "a dtype nested 60 deep",
        "np.zeros((3, 3), dtype), (X, W)",
        first='dtype = "f8"\nfor k in range(60):\n    dtype = np.dtype([(f"f{k}", dtype), ("g" * 1000, "U100")])',
    ),
    "long_text_dtype": returns("a text of 400 MB in an array", 'np.zeros(1, "U100000000"), (X, W)'),
    "bytes_dtype": returns("raw bytes", 'np.zeros((3, 3), "V100000"), (X, W)'),
    "complex_long_double": returns("complex numbers of 256 bits", "np.zeros((3, 3), np.clongdouble), (X, W)"),
    "masked_and_infinite": returns(
        "a masked array of NaN and infinity", "np.ma.array(np.full((2, 2), np.nan + 1j * np.inf), mask=True), (X, W)"
    ),
    "int_equal_to_every_int": answer(
        "an int that equals every int",
        "output_size",
        "return Any(0)",
        before="""
        class Any(int):
            __eq__ = lambda self, other: True
            __ne__ = __lt__ = __gt__ = lambda self, other: False
            __sub__ = __rsub__ = lambda self, other: 0
            __index__ = lambda self: self
            __hash__ = int.__hash__
            __repr__ = __str__ = lambda self: "4"
        """,
    ),
    "int_of_100000_digits": answer("an int of 100,000 digits", "output_size", "return 10**100_000"),
    "generator": answer(
        "an endless generator", "conv_single_step", "import itertools\nreturn (k for k in itertools.count())"
    ),
    "growing_tuple": returns(
        "a tuple that grows while it is read",
        "Growing([np.zeros(1)]), Growing()",
        before="""
        class Growing(tuple):
            __len__ = lambda self: 2
            __getitem__ = lambda self, key: Growing()
            def __iter__(self):
                while True:
                    yield np.zeros((1000, 1000))
        """,
    ),
    "list_in_itself": returns("a list that contains itself", "loop", first="loop = []\nloop += [loop, loop]"),
    "nested_5000": returns(
        "tuples nested 5,000 deep", "nest", first="nest = ()\nfor _ in range(5000):\n    nest = (nest,)"
    ),
    "nested_1e6": answer(
        "lists nested 10**6 deep",
        "conv_single_step",
        "nest = 1.0\nfor _ in range(10**6):\n    nest = [nest]\nreturn nest",
    ),
    "wide_tree": returns(
        "a tuple that shares its halves: 2**22 leaves",
        "tree",
        first="tree = (0,)\nfor _ in range(22):\n    tree = (tree, tree)",
    ),
    "long_tuple": returns("a tuple of 3,000,000", "tuple(range(3_000_000))"),
    "many_arrays": returns("300,000 arrays", "tuple(np.zeros(1) for _ in range(300_000))"),
    "text_of_50_mb": returns("a text of 50 MB", '"x" * 50_000_000, (X, W)'),
    "cache_of_many_keys": returns("a cache with 10**5 keys", "None, {(k, 'k' * 50): k for k in range(10**5)}"),
    "type_name_of_10_mb": returns(
        "types with names of megabytes",
        "[T() for _ in range(1000)], T()",
        before='T = type("Long " * 2_000_000, (), {})',
    ),
    "type_name_of_terminal_codes": returns(
        "a type whose name holds terminal codes and table rows", "T(), T()", before=f'T = type("{TERMINAL}", (), {{}})'
    ),
    "text_of_terminal_codes": returns(
        "texts of terminal codes, in the values and the keys", f'np.array(["{TERMINAL}"]), {{"{TERMINAL}": X}}'
    ),
    "error_of_5_mb": answer("an error of 5 MB", "conv_forward", 'raise ValueError("word " * 10**6)'),
    "error_of_terminal_codes": answer(
        "an error whose type and message hold terminal codes",
        "conv_forward",
        f'raise type("{TERMINAL}", (Exception,), {{}})("{TERMINAL}" * 50)',
    ),
    "error_chain": answer(
        "a chain of 10**5 errors",
        "conv_forward",
        """
        error = None
        for _ in range(10**5):
            cause, error = error, ValueError("x" * 100)
            error.__cause__ = cause
        raise error
        """,
    ),
    "error_that_raises": answer(
        "an error that raises when it is read",
        "conv_forward",
        "raise Broken()",
        before="""
        class Broken(Exception):
            def fail(self, *args):
                raise RuntimeError
            __str__ = __repr__ = fail
            args = __traceback__ = __cause__ = property(fail)
        """,
    ),
}
