"""Log-linear quasi-Poisson regression: the one solver behind trends and level breaks."""

from dataclasses import dataclass

import numpy as np

from maillage.science.domain import Floats, OutOfDomain

METHOD = "quasi_poisson.fit"
ITERATIONS, TOLERANCE = 200, 1e-12
NO_END = "Le modèle ne converge pas : une des périodes n'a aucun fait."


@dataclass(frozen=True)
class Fit:
    """Coefficients (log scale), covariance with phi = 1, fitted means, dispersion `max(1, Pearson/(n-p))`,
    its df.
    """

    coefficients: Floats
    covariance: Floats
    fitted: Floats
    phi: float
    df: int

    def standard_error(self, term: int) -> float:
        """Standard error of one coefficient, overdispersion included."""
        return float(np.sqrt(self.phi * self.covariance[term, term]))


def fit(events: Floats, exposure: Floats, design: Floats) -> Fit:
    """Poisson maximum likelihood by Newton steps with an offset `log(exposure)`, variance `phi·mean`.

    McCullagh and Nelder (1989), Generalized Linear Models, chapters 6 and 9. `events`, `exposure`: (n,), all
    known, exposure above zero; `design`: (n, p) of full rank, n > p. Raises OutOfDomain when it cannot be
    fitted.
    """
    n, p = design.shape
    if n <= p:
        raise OutOfDomain(f"{n} point(s) pour {p} paramètre(s) : il faut plus de points.")
    if np.linalg.matrix_rank(design) < p:
        raise OutOfDomain(f"Les {p} termes du modèle se confondent sur ces {n} points : ôtez une rupture.")
    start = np.linalg.lstsq(design, np.log((events + 0.5) / exposure), rcond=None)[0]
    coefficients = start.astype(np.float64)
    fitted = exposure * np.exp(design @ coefficients)
    for _ in range(ITERATIONS):
        step = _step(design, events, fitted)
        coefficients = coefficients + step / max(1.0, float(np.abs(design @ step).max()))
        fitted = exposure * np.exp(design @ coefficients)
        if np.abs(design @ step).max() < TOLERANCE:
            break
    else:
        raise OutOfDomain(NO_END)
    pearson = float(np.sum((events - fitted) ** 2 / fitted))
    covariance = np.linalg.inv((design.T * fitted) @ design).astype(np.float64)
    return Fit(coefficients, covariance, fitted, max(1.0, pearson / (n - p)), n - p)


def _step(design: Floats, events: Floats, fitted: Floats) -> Floats:
    """One Newton step; a singular system means fitted means running to zero."""
    try:
        step = np.linalg.solve((design.T * fitted) @ design, design.T @ (events - fitted))
        return step.astype(np.float64)
    except np.linalg.LinAlgError as error:
        raise OutOfDomain(NO_END) from error
