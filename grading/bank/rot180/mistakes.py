"""Wrong versions of rot180."""

from grading.bank.diagnoses import FORGOT_RETURN, STILL_ZERO
from grading.bank.version import Mistakes

MISTAKES = Mistakes("rot180")
HERE = "lesson 03, section 2"


def rotate(K):
    return K[::-1, ::-1]


slip = MISTAKES.slips(rotate)
slip("not_rotated", "K[::-1, ::-1]", "K", "The filter is returned unchanged.", HERE)
slip("only_rows_reversed", "K[::-1, ::-1]", "K[::-1]",
     "Only the order of the rows is reversed: each row must be reversed too.", HERE)
slip("only_columns_reversed", "K[::-1, ::-1]", "K[:, ::-1]",
     "Only the columns are reversed: the order of the rows must be reversed too.", HERE)
slip("transposed", "K[::-1, ::-1]", "K.T",
     "This is the transpose: rows and columns are swapped, nothing is rotated.", HERE)
slip("rotated_by_90_degrees", "K[::-1, ::-1]", "np.rot90(K)", "The filter is rotated by 90 degrees: do it twice.", HERE)
slip("rotated_by_270_degrees", "K[::-1, ::-1]", "np.rot90(K, -1)",
     "The filter is rotated by 90 degrees clockwise: do it twice.", HERE)
slip("other_diagonal", "K[::-1, ::-1]", "K[::-1, ::-1].T",
     "The filter is rotated and transposed too, which mirrors it about the other diagonal.", HERE)
slip("rolled", "K[::-1, ::-1]", "np.roll(K, (1, 1), (0, 1))",
     "The entries are shifted cyclically by one: a rotation reverses their order.", HERE)
slip("negative", "K[::-1, ::-1]", "-K",
     "The signs are reversed: the order of the entries is what must be reversed.", HERE)
slip("rotated_and_negative", "K[::-1", "-K[::-1", "The order is right, but the signs are reversed too.", HERE)
slip("inverse", "K[::-1, ::-1]", "1 / K",
     "These are the reciprocals: the order of the entries is what must be reversed.", HERE)
slip("sorted_down", "K[::-1, ::-1]", "np.sort(K, axis=None)[::-1].reshape(K.shape)",
     "The entries are sorted by value: only their order must be reversed.", HERE)
slip("flat", "K[::-1, ::-1]", "K.ravel()[::-1]",
     "The order is right, but the entries are in one row: the result must have the shape of K.", HERE)
slip("first_row_and_column_lost", "K[::-1, ::-1]", "K[-1:0:-1, -1:0:-1]",
     "The first row and column of K are lost: the end of a range is exclusive.", HERE)
slip("first_row_lost", "K[::-1, ::-1]", "K[-1:0:-1, ::-1]",
     "The first row of K is lost: the end of a range is exclusive.", HERE)
slip("first_column_lost", "K[::-1, ::-1]", "K[::-1, -1:0:-1]",
     "The first column of K is lost: the end of a range is exclusive.", HERE)
slip("cut_to_whole_numbers", "K[::-1, ::-1]", "K[::-1, ::-1].astype(int)",
     "The digits after the decimal point are cut off.", HERE)
slip("corners_only", "return K[::-1, ::-1]", "K = K.copy()\n    K[0, 0], K[-1, -1] = K[-1, -1], K[0, 0]\n    return K",
     "Only the first and the last entry were swapped.", HERE)
slip("negative_indices_off_by_one", "K[::-1, ::-1]",
     "np.array([[K[-i, -j] for j in range(K.shape[1])] for i in range(K.shape[0])])",
     "The entries are counted from the end, but from the wrong one: the last has index minus one, not minus zero.",
     HERE)
slip("written_over_itself", "return K[::-1, ::-1]",
     "for i, j in np.ndindex(K.shape):\n        K[i, j] = K[-1 - i, -1 - j]\n    return K",
     "The second half was read after the first had overwritten it: the result needs its own array.", HERE)
slip("written_over_a_second_name", "return K[::-1, ::-1]",
     "out = np.array(K)\n    for i, j in np.ndindex(K.shape):\n        out[i, j] = out[-1 - i, -1 - j]\n    return out",
     "The second half was read from the result, whose first half was already overwritten: read from K.", HERE)
slip("turned_in_place", "return K[::-1, ::-1]", "K[:] = K[::-1, ::-1].copy()\n    return K",
     "K itself was rotated: the caller's filter is changed, and a second call rotates it back.", HERE)
slip("square_only", "return K[::-1, ::-1]",
     "f = K.shape[0]\n    out = np.zeros(K.shape)\n    for i, j in np.ndindex(f, f):\n"
     "        out[i, j] = K[f - 1 - i, f - 1 - j]\n    return out",
     "The number of rows was used for the columns too: the filter need not be square.", HERE)
slip("zeros", "K[::-1, ::-1]", "np.zeros(K.shape)", STILL_ZERO, HERE)
slip("returns_a_pair", "K[::-1, ::-1]", "K[::-1, ::-1], K",
     "Two arrays are returned: return only the rotated filter.", HERE)
slip("returns_None", "return K[::-1, ::-1]", "print(K[::-1, ::-1])", FORGOT_RETURN, HERE)
