"""Changes of a diagnosis: compose its figures, write its words, gather what partners bring. One act, one
transaction, one journal line.
"""

from maillage.diagnosis.services.compose import compose, figures_of, open_diagnosis, written_now
from maillage.diagnosis.services.write import edit_section, put_back, save_line, undo_section, withdraw

__all__ = [
    "compose", "edit_section", "figures_of", "open_diagnosis", "put_back", "save_line", "undo_section",
    "withdraw", "written_now",
]  # fmt: skip
