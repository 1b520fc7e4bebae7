"""Formulas as MathML, which a browser shows without a script and without the network."""

from html import escape
from xml.etree import ElementTree

from latex2mathml.converter import convert

NAMESPACE = "http://www.w3.org/1998/Math/MathML"
ELEMENTS = set(
    "math menclose mfenced mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow mspace msqrt "
    "mstyle msub msubsup msup mtable mtd mtext mtr munder munderover".split()
)
ATTRIBUTES = set(
    "accent columnalign columnspacing depth display displaystyle fence form height linethickness lspace mathsize "
    "mathvariant maxsize minsize movablelimits notation rowspacing rspace scriptlevel separator stretchy width".split()
)


def mathml(latex: str, display: bool = False) -> str:
    """Return a formula as MathML.

    A student's formula is not trusted: only elements and attributes that show mathematics remain, and what cannot be
    converted is shown as it was written.

    Parameters
    ----------
    latex : str
        The formula, without dollar signs.
    display : bool
        Whether it stands on a line of its own.
    """
    try:
        # The converter does not escape < and >, and knows align* but not aligned, which is the same inside a formula.
        written = latex.replace("<", r"\lt ").replace(">", r"\gt ").replace("{aligned}", "{align*}")
        tree = ElementTree.fromstring(convert(written, display="block" if display else "inline"))
        for element in tree.iter():
            if element.tag.removeprefix(f"{{{NAMESPACE}}}") not in ELEMENTS:
                raise ValueError(f"{element.tag} is not an element that shows mathematics")
            for name in set(element.attrib) - ATTRIBUTES:
                del element.attrib[name]
    except Exception:  # the converter raises many kinds of errors for malformed LaTeX
        return f"<code>{escape(latex)}</code>"
    ElementTree.register_namespace("", NAMESPACE)
    return ElementTree.tostring(tree, encoding="unicode")
