"""Write entries, products and factors as the lessons do."""


def named(name: str, entry: tuple[int, ...]) -> str:
    """Write an entry, as in ``W[1, 0]``."""
    return f"{name}[{', '.join(map(str, entry))}]" if entry else name


def product(term: tuple[tuple[str, tuple[int, ...]], ...]) -> str:
    """Write a product, as in ``W[1, 0] * dH[1, 1]``."""
    return " * ".join(named(name, entry) for name, entry in term) or "1"


def factor_of(value: float) -> str:
    """Write a factor, as in ``2 * ``; nothing for 1."""
    return "" if abs(value - 1) < 1e-9 else f"{value:.4g} * "
