"""The models of action that a sheet may start from, by key."""

from maillage.contracts.vocabulary.action_model import ActionModel
from maillage.contracts.vocabulary.models_other import OTHERS
from maillage.contracts.vocabulary.models_social import SOCIAL

MODELS: dict[str, ActionModel] = {row.key: row for row in (*SOCIAL, *OTHERS)}
