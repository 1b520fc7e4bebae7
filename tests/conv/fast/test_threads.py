"""Images are divided among threads: each goes to one of them, and the results come back in order."""

import threading

import pytest

from convlib.conv.fast.threads import on_chunks


@pytest.mark.parametrize("N, chunks", [(1, 2), (2, 2), (5, 2), (7, 3), (9, 4), (3, 8), (0, 2)])
def test_every_image_goes_to_one_chunk(N, chunks):
    images = list(range(N))
    found = on_chunks(lambda chunk: images[chunk], N, chunks)
    assert [image for chunk in found for image in chunk] == images
    assert len(found) <= chunks and all(found)


def test_one_chunk_is_all_images_in_the_caller_s_own_thread():
    assert on_chunks(lambda chunk: (chunk, threading.get_ident()), 5, 1) == [(slice(None), threading.get_ident())]


def test_chunks_run_at_the_same_time_in_threads_of_their_own():
    together = threading.Barrier(3, timeout=30)  # each waits until all three are there

    def call(chunk):
        together.wait()
        return threading.get_ident()

    found = on_chunks(call, 3, 3)
    assert len({*found, threading.get_ident()}) == 4


def test_the_results_are_in_the_order_of_the_images_whoever_ends_first():
    last_is_done = threading.Event()

    def call(chunk):
        if chunk.start == 0:
            assert last_is_done.wait(30)
        else:
            last_is_done.set()
        return chunk.start

    assert on_chunks(call, 4, 2) == [0, 2]


def test_an_error_in_a_thread_reaches_the_caller():
    def call(chunk):
        if chunk.start:
            raise MemoryError("no room")

    with pytest.raises(MemoryError, match="no room"):
        on_chunks(call, 2, 2)
