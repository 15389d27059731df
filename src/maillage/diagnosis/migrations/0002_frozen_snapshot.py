"""The database refuses to change a frozen version, whoever asks."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

SQLITE = [
    """CREATE TRIGGER diagnosis_snapshot_frozen BEFORE UPDATE ON diagnosis_snapshot
       BEGIN SELECT RAISE(ABORT, 'une version figée ne se modifie pas'); END""",
]
POSTGRESQL = [
    """CREATE FUNCTION diagnosis_snapshot_refuse() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'une version figée ne se modifie pas'; END $$""",
    """CREATE TRIGGER diagnosis_snapshot_frozen BEFORE UPDATE ON diagnosis_snapshot
       FOR EACH ROW EXECUTE FUNCTION diagnosis_snapshot_refuse()""",
]
UNDO = {
    "sqlite": ["DROP TRIGGER diagnosis_snapshot_frozen"],
    "postgresql": [
        "DROP TRIGGER diagnosis_snapshot_frozen ON diagnosis_snapshot",
        "DROP FUNCTION diagnosis_snapshot_refuse()",
    ],
}


def forwards(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def backwards(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("diagnosis", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
