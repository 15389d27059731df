"""Whether two columns rise together, by ranks only: neither outliers nor the unit matter."""

import numpy as np
from numpy.typing import ArrayLike

from maillage.science.domain import Floats, OutOfDomain, known

METHOD = "rank_correlation.spearman"


def spearman(one: ArrayLike, other: ArrayLike) -> float:
    """Spearman's coefficient, from -1 to 1, ties at their mean rank (1904, Am. J. Psychology 15).

    Raises OutOfDomain: unknown values, fewer than three units, or a column that does not vary.
    """
    columns = [known(one), known(other)]
    if columns[0].shape != columns[1].shape or columns[0].size < 3 or np.isnan(columns).any():
        raise OutOfDomain("Deux suites connues d'au moins trois unités sont attendues.")
    ranks = [_ranks(column) for column in columns]
    spreads = [column.std() for column in ranks]
    if min(spreads) == 0:
        raise OutOfDomain("Une des deux suites ne varie pas : rien ne peut monter avec elle.")
    first, second = (column - column.mean() for column in ranks)
    return float(np.mean(first * second) / (spreads[0] * spreads[1]))


def _ranks(column: Floats) -> Floats:
    _, group, size = np.unique(column, return_inverse=True, return_counts=True)
    middle: Floats = (np.cumsum(size) - (size - 1) / 2)[group]
    return middle
