"""Pairs of passes for the bug clinic: correct ones in several styles, and the same with a planted bug.

Each correct pair is a file in this folder. A bug replaces one or a few fragments of such a file; it is planted in
more than one style, so that only a pair's results give it away.
"""

from dataclasses import dataclass
from pathlib import Path

RIGHT = {
    "places": "loops over the output's positions",
    "taps": "loops over the filter's positions",
    "windows": "keeps a dict as its cache",
    "closures": "keeps a function as its cache",
    "columns": "keeps an object of its own as its cache, and returns a list",
    "fourier": "uses Fourier transforms, and so differs by rounding",
    "last_axis": "keeps the channels last, and returns views",
}
PLAIN = "places", "taps"  # their cache is the course's own
TEXTS = {name: Path(__file__).with_name(f"{name}.py").read_text(encoding="utf-8") for name in RIGHT}


@dataclass(frozen=True)
class Bug:
    """One bug, planted in several styles.

    Parameters
    ----------
    group : str
        The property of ``assert_correct`` that it tests.
    says : str
        What is wrong, to be read after "it accepts a pair".
    sources : tuple of str
        The source of a file that defines the pair, for each style.
    """

    group: str
    says: str
    sources: tuple[str, ...]


BUGS: list[Bug] = []


def plant(group: str, says: str, **edits: list[tuple[str, str]]) -> None:
    """Add a bug: for each style, the fragments to replace, each with its replacement."""
    sources = []
    for style, replaced in edits.items():
        text = TEXTS[style]
        for fragment, wrong in replaced:
            if fragment not in text:
                raise ValueError(f"{says}: {fragment!r} is not in {style}.py.")
            text = text.replace(fragment, wrong)
        sources.append(text)
    BUGS.append(Bug(group, says, tuple(sources)))


END = "    return dX, dW, db"


def at_the_end(line: str, returns: str = "dX, dW, db") -> tuple[str, str]:
    """Return the edit that inserts a line before the end of the backward pass, or returns something else there."""
    return END, f"    {line}\n    return {returns}" if line else f"    return {returns}"


# --- Wrong outputs: most with gradients to match, so that only the outputs give them away ---------------------------

TURN = "    W = W[:, :, ::-1, ::-1]\n"
BUFFER = "    H = np.zeros((N, F, n_H, n_W))\n"
TURNED_BACK = at_the_end("", "dX, dW[:, :, ::-1, ::-1], db")
plant("wrong outputs", "that rotates the filter by 180 degrees in the forward pass, with gradients to match",
      places=[(BUFFER, TURN + BUFFER), TURNED_BACK],
      taps=[(BUFFER, TURN + BUFFER), TURNED_BACK],
      windows=[("    H = np", TURN + "    H = np"), ("pad], dW, db", "pad], dW[:, :, ::-1, ::-1], db")])
plant("wrong outputs", "that never adds the bias, with a db of zeros to match",
      places=[(" + b\n", "\n"), ("        db += g.sum(axis=0)\n", "")],
      taps=[("    H += b[:, None, None]\n", ""), ('np.einsum("nkhw->k", dH)', "np.zeros(F)")],
      windows=[(" + b[:, None, None]", ""), ('np.einsum("nkhw->k", dH)', "np.zeros(F)")])
FIRST_BIAS = at_the_end("db = np.eye(F)[0] * db.sum()")
plant("wrong outputs", "that adds the first bias to the outputs of every filter, with a db to match",
      places=[(" + b\n", " + b[0]\n"), FIRST_BIAS],
      taps=[("H += b[:, None, None]", "H += b[0]"), FIRST_BIAS])
CUT = [("    return H, (X, W, b, stride, pad)", "    on = H > 0\n    return H * on, (X, W, b, stride, pad, on)"),
       ("    X, W, b, stride, pad = cache\n", "    X, W, b, stride, pad, on = cache\n    dH = dH * on\n")]
plant("wrong outputs", "that makes negative outputs zero (a ReLU inside), with gradients to match",
      places=CUT, taps=CUT)
BORDER = "(pad, pad), (pad, pad)]"
plant("wrong outputs", "that pads only at the top and on the left, with gradients to match",
      places=[(BORDER, "(2 * pad, 0), (2 * pad, 0)]"),
              ("dxp[:, :, pad:pad + rows, pad:pad + cols]", "dxp[:, :, 2 * pad:, 2 * pad:]")],
      taps=[("big[:, :, pad:pad + rows, pad:pad + cols]", "big[:, :, 2 * pad:, 2 * pad:]")],
      windows=[(BORDER, "(2 * pad, 0), (2 * pad, 0)]"),
               ("dxp[:, :, pad:rows - pad, pad:cols - pad]", "dxp[:, :, 2 * pad:, 2 * pad:]")])
WIDTH = "(cols + 2 * pad - f_W) // stride + 1"
plant("wrong outputs", "that applies the stride only to the rows",
      places=[(WIDTH, "cols + 2 * pad - f_W + 1"), ("w * stride", "w")],
      taps=[(WIDTH, "cols + 2 * pad - f_W + 1"), ("v::stride]", "v:]")],
      windows=[("::stride, ::stride]", "::stride]"),
               ("f_W - 1:f_W + (n_W - 1) * stride:stride", "f_W - 1:f_W + n_W - 1")])
UP = [("(rows + 2 * pad - f_H) // stride", "-(-(rows + 2 * pad - f_H) // stride)"),
      ("(cols + 2 * pad - f_W) // stride", "-(-(cols + 2 * pad - f_W) // stride)")]
plant("wrong outputs", "that rounds the output size up when the stride leaves cells over",
      places=[*UP, (BORDER, "(pad, pad + stride), (pad, pad + stride)]")],
      taps=[*UP,
            ("(N, C, rows + 2 * pad, cols + 2 * pad)", "(N, C, rows + 2 * pad + stride, cols + 2 * pad + stride)")])
plant("wrong outputs", "that takes the mean over the channels instead of the sum, with gradients to match",
      places=[(" + b\n", " / C + b\n"), ("ncuv\", g, W", "ncuv\", g / C, W"), ("kcuv\", g, xp", "kcuv\", g / C, xp")],
      taps=[("W[:, :, u, v])", "W[:, :, u, v] / C)"), ("dH, met)", "dH, met / C)")])
plant("wrong outputs", "that computes the output width from the height of the image",
      places=[(WIDTH, "(rows + 2 * pad - f_W) // stride + 1")],
      taps=[(WIDTH, "(rows + 2 * pad - f_W) // stride + 1")])
plant("wrong outputs", "that computes the output width with the height of the filter",
      places=[(WIDTH, "(cols + 2 * pad - f_H) // stride + 1")],
      taps=[(WIDTH, "(cols + 2 * pad - f_H) // stride + 1")])

# --- Wrong dX ---------------------------------------------------------------------------------------------------------

STAMP, TAP = '"nk,kcuv->ncuv", g, W)', '"nkhw,kc->nchw", dH, W[:, :, u, v])'
plant("wrong dX", "whose dX uses the filter rotated by 180 degrees",
      places=[(STAMP, '"nk,kcuv->ncuv", g, W[:, :, ::-1, ::-1])')],
      taps=[(TAP, '"nkhw,kc->nchw", dH, W[:, :, f_H - 1 - u, f_W - 1 - v])')],
      windows=[("W[:, :, ::-1, ::-1]", "W")])
plant("wrong dX", "whose dX is cut out of the padded gradient at the wrong place",
      places=[("dxp[:, :, pad:pad + rows, pad:pad + cols]", "dxp[:, :, :rows, :cols]")],
      taps=[("dbig[:, :, pad:pad + rows, pad:pad + cols]", "dbig[:, :, :rows, :cols]")],
      windows=[("pad:rows - pad, pad:cols - pad", ":rows - 2 * pad, :cols - 2 * pad")])
plant("wrong dX", "whose dX is empty when there is no padding",
      places=[("dxp[:, :, pad:pad + rows, pad:pad + cols]", "dxp[:, :, pad:-pad, pad:-pad]")],
      taps=[("dbig[:, :, pad:pad + rows, pad:pad + cols]", "dbig[:, :, pad:-pad, pad:-pad]")],
      windows=[("pad:rows - pad, pad:cols - pad", "pad:-pad, pad:-pad")])
plant("wrong dX", "whose dX ignores the stride",
      places=[("dxp[:, :, i:i + f_H, j:j + f_W]", "dxp[:, :, h:h + f_H, w:w + f_W]")],
      taps=[("dbig[:, :, u::stride, v::stride]", "dbig[:, :, u:, v:]")],
      windows=[("f_H + (n_H - 1) * stride:stride", "f_H + n_H - 1"),
               ("f_W + (n_W - 1) * stride:stride", "f_W + n_W - 1")])
SEEN = "(dH.shape[2] - 1) * stride + f_H", "(dH.shape[3] - 1) * stride + f_W"
plant("wrong dX", "whose dX lacks the cells that the stride leaves over",
      places=[("np.zeros(xp.shape)", f"np.zeros((N, C, {SEEN[0]}, {SEEN[1]}))"),
              ("pad:pad + rows, pad:pad + cols]", "pad:dxp.shape[2] - pad, pad:dxp.shape[3] - pad]")],
      taps=[("np.zeros(big.shape)", f"np.zeros((N, C, {SEEN[0]}, {SEEN[1]}))"),
            ("dbig[:, :, pad:pad + rows, pad:pad + cols]",
             "dbig[:, :, pad:dbig.shape[2] - pad, pad:dbig.shape[3] - pad]")],
      windows=[("    dW = ", f"    rows, cols = {SEEN[0]}, {SEEN[1]}\n    dW = ")])
plant("wrong dX", "whose dX keeps only the last stamp where stamps overlap",
      places=[('+= np.einsum("nk,kcuv', '= np.einsum("nk,kcuv')],
      taps=[('+= np.einsum("nkhw,kc', '= np.einsum("nkhw,kc')])
plant("wrong dX", "whose dX uses only one filter",
      places=[(STAMP, '"nk,kcuv->ncuv", g[:, :1], W[:1])')],
      taps=[(TAP, '"nkhw,kc->nchw", dH[:, -1:], W[-1:, :, u, v])')],
      windows=[("meets, W[:,", "meets[:, :1], W[:1,")])
EXCHANGED = at_the_end("", "dX.reshape(N, C, cols, rows), dW, db")
plant("wrong dX", "whose dX has height and width swapped", places=[EXCHANGED], taps=[EXCHANGED])
plant("wrong dX", "whose dX has as many channels as there are filters",
      places=[("np.zeros(xp.shape)", "np.zeros((N, F, *xp.shape[2:]))")],
      taps=[("np.zeros(big.shape)", "np.zeros((N, F, *big.shape[2:]))")])
plant("wrong dX", "whose dX takes the entries of dH in reverse order",
      places=[(STAMP, '"nk,kcuv->ncuv", dH[:, :, -1 - h, -1 - w], W)')],
      taps=[(TAP, '"nkhw,kc->nchw", dH[:, :, ::-1, ::-1], W[:, :, u, v])')],
      windows=[("] = dH", "] = dH[:, :, ::-1, ::-1]")])
HALF = at_the_end("", "dX.astype(np.float16), dW, db")
plant("wrong dX", "whose dX is accurate to only three digits (half precision)", places=[HALF], taps=[HALF])

# --- Wrong dW ---------------------------------------------------------------------------------------------------------

WINDOW = "xp[:, :, i:i + f_H, j:j + f_W])\n        db"
MET = "met = big[:, :, u::stride, v::stride][:, :, :n_H, :n_W]\n        dW"
plant("wrong dW", "whose dW has the wrong sign",
      places=[at_the_end("", "dX, -dW, db")], taps=[at_the_end("", "dX, -dW, db")])
plant("wrong dW", "whose dW comes only from the last image of the batch",
      places=[("kcuv\", g, xp[", "kcuv\", g[-1:], xp[-1:][")],
      taps=[('"nkhw,nchw->kc", dH, met', '"nkhw,nchw->kc", dH[-1:], met[-1:]')],
      windows=[('dH, cache["seen"]', 'dH[-1:], cache["seen"][-1:]')])
plant("wrong dW", "whose dW takes the entries of dH in reverse order",
      places=[("kcuv\", g, xp", "kcuv\", dH[:, :, -1 - h, -1 - w], xp")],
      taps=[('"nkhw,nchw->kc", dH, met', '"nkhw,nchw->kc", dH[:, :, ::-1, ::-1], met')],
      windows=[('dH, cache["seen"]', 'dH[:, :, ::-1, ::-1], cache["seen"]')])
plant("wrong dW", "whose dW has height and width swapped",
      places=[at_the_end("", "dX, dW.reshape(F, C, f_W, f_H), db")],
      taps=[at_the_end("", "dX, dW.reshape(F, C, f_W, f_H), db")])
plant("wrong dW", "whose dW ignores the stride",
      places=[(WINDOW, "xp[:, :, h:h + f_H, w:w + f_W])\n        db")],
      taps=[(MET, "met = big[:, :, u:u + n_H, v:v + n_W]\n        dW")])
plant("wrong dW", "whose dW treats the image as if all padding were below and to the right",
      places=[(f"{BORDER})\n    dxp", "(0, 2 * pad), (0, 2 * pad)])\n    dxp")],
      taps=[("pad:pad + rows, pad:pad + cols] = X\n    dbig", ":rows, :cols] = X\n    dbig")])
REPEATED = at_the_end("", "dX, np.repeat(dW[:, :1], C, axis=1), db")
plant("wrong dW", "whose dW holds the first channel's gradient in every channel", places=[REPEATED], taps=[REPEATED])

# --- Wrong db ---------------------------------------------------------------------------------------------------------

plant("wrong db", "whose db counts the outputs and never uses dH",
      places=[("g.sum(axis=0)", "N")], taps=[('np.einsum("nkhw->k", dH)', "np.full(F, float(N * n_H * n_W))")])
plant("wrong db", "whose db is one grand total for all filters",
      places=[("g.sum(axis=0)", "g.sum()")], taps=[('np.einsum("nkhw->k", dH)', "np.full(F, dH.sum())")])
plant("wrong db", "whose db comes only from the first image of the batch",
      places=[("g.sum(axis=0)", "g[0]")], taps=[('np.einsum("nkhw->k", dH)', 'np.einsum("khw->k", dH[0])')])
plant("wrong db", "whose db is a column, with one axis more than b",
      places=[at_the_end("", "dX, dW, db[:, None]")], taps=[at_the_end("", "dX, dW, db[:, None]")])

# --- State and inputs -------------------------------------------------------------------------------------------------

INTO_X = at_the_end("X[...] = dX", "X, dW, db")
plant("state and inputs", "that writes dX into the caller's X", places=[INTO_X], taps=[INTO_X])
CLEARED = at_the_end("dH[...] = 0")
plant("state and inputs", "that sets the caller's dH to zero after using it", places=[CLEARED], taps=[CLEARED])
DOUBLED = at_the_end("b[...] *= 2")  # no gradient depends on b, so nothing else gives this away
plant("state and inputs", "that doubles the caller's b after using it", places=[DOUBLED], taps=[DOUBLED])
plant("state and inputs", "whose dW is kept in the cache and grows with every backward pass",
      places=[("    return H, (X, W, b, stride, pad)", "    return H, (X, W, b, stride, pad, np.zeros(W.shape))"),
              ("stride, pad = cache", "stride, pad, dW = cache"),
              ("dxp, dW, db = np.zeros(xp.shape), np.zeros(W.shape),", "dxp, db = np.zeros(xp.shape),"),
              at_the_end("", "dX, dW.copy(), db")],
      windows=[("    db = ", '    dW = cache["dW"] = cache.get("dW", 0) + dW\n    db = ')])
LAST = [("    return H, (X, W, b, stride, pad)",
         "    global last\n    last = X, W, b, stride, pad\n    return H, last"),
        ("= cache", "= last")]
plant("state and inputs", "whose backward pass ignores its cache and uses the inputs of the latest forward pass",
      places=LAST, taps=LAST)
plant("state and inputs", "that truncates the outputs to integers when X holds integers",
      places=[("H = np.zeros((N, F, n_H, n_W))", "H = np.zeros((N, F, n_H, n_W), X.dtype)")],
      windows=[("return H, {", "return H.astype(X.dtype), {")])

# --- Among the correct pairs: one that is obviously wrong, so that accepting everything earns nothing ----------------

plant("spares right pairs", "that returns zeros as its output",
      places=[("return H, (X", "return 0 * H, (X")], taps=[("return H, (X", "return 0 * H, (X")],
      windows=[("return H, {", "return 0 * H, {")])
