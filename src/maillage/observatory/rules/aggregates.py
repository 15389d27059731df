"""What an aggregate may show: small cells held back, and a second one so that none can be worked out."""

from collections.abc import Sequence


def hidden(cells: Sequence[int], least: int) -> list[int | None]:
    """The cells of one histogram whose total is public; 1 to `least` - 1 become None.

    A lone hidden cell would be the total less the others: the smallest shown cell that holds something goes
    with it. Where what is hidden adds up to less than `least`, another goes too, so that the sum itself does
    not give a small group away (Hundepool et al. 2012, section 4.4).
    """
    shown: list[int | None] = [None if 0 < cell < least else cell for cell in cells]
    while _gives_away(cells, shown, least):
        left = [index for index, cell in enumerate(shown) if cell is not None]
        if not left:
            break
        positive = [index for index in left if cells[index]] or left
        shown[min(positive, key=lambda index: (cells[index], index))] = None
    return shown


def _gives_away(cells: Sequence[int], shown: Sequence[int | None], least: int) -> bool:
    """True when one cell alone is hidden, or when all that is hidden is smaller than a cell may be."""
    gone = [cells[index] for index, cell in enumerate(shown) if cell is None]
    return bool(gone) and (len(gone) == 1 or 0 < sum(gone) < least)
