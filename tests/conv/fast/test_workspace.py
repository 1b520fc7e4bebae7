"""A workspace is the same memory in each call of a thread, and never shared by two names, dtypes or threads."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from convlib.conv.fast import workspace

F32, F64 = np.dtype(np.float32), np.dtype(np.float64)
SHAPE = (100, 50)


def in_a_new_thread(call):
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(call).result()


def test_the_same_memory_again_also_for_a_smaller_array():
    def check():
        first = workspace.array("a", SHAPE, F32)
        assert first.shape == SHAPE and first.dtype == F32
        assert np.shares_memory(first, workspace.array("a", SHAPE, F32))
        assert np.shares_memory(first, workspace.array("a", (70, 60), F32))

    in_a_new_thread(check)


def test_another_name_dtype_or_thread_is_other_memory():
    def check():
        first = workspace.array("a", SHAPE, F32)
        others = [
            workspace.array("b", SHAPE, F32),
            workspace.array("a", SHAPE, F64),
            in_a_new_thread(lambda: workspace.array("a", SHAPE, F32)),
        ]
        assert not any(np.shares_memory(first, other) for other in others)

    in_a_new_thread(check)


def test_a_larger_array_gets_larger_memory():
    def check():
        workspace.array("a", SHAPE, F32)
        larger = workspace.array("a", (3 * workspace.HUGE_BYTES // 4,), F32)
        larger[...] = 1
        assert larger.sum() == larger.size

    in_a_new_thread(check)
