"""What a model of action holds: words to start a sheet from, and how well its effect is known."""

from dataclasses import dataclass

from maillage.contracts.vocabulary import IndicatorKind, PreventionFamily, Theme
from maillage.contracts.vocabulary.plan import Knowledge


@dataclass(frozen=True)
class ModelIndicator:
    """An indicator that usually fits."""

    kind: IndicatorKind
    name: str
    unit: str


@dataclass(frozen=True)
class ActionModel:
    """One model. What stands between square brackets is to be written for the place."""

    key: str
    title: str
    theme: Theme
    family: PreventionFamily
    public: str
    content: str
    partners: tuple[str, ...]
    indicators: tuple[ModelIndicator, ...]
    risks: str
    effect: str  # what is known of its effect, to be checked
    knowledge: Knowledge
    sources: str  # the kind of source to look for
