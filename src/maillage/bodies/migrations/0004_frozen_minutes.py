"""The database refuses to change what a version of minutes says, and anything of an approved one."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

WORDS = "un compte rendu soumis ou approuvé ne se modifie pas"
SQLITE = [
    f"""CREATE TRIGGER bodies_minutes_frozen BEFORE UPDATE ON bodies_minutes
        WHEN OLD.approved_on IS NOT NULL OR NEW.body IS NOT OLD.body OR NEW.digest IS NOT OLD.digest
          OR NEW.number IS NOT OLD.number OR NEW.meeting_id IS NOT OLD.meeting_id
        BEGIN SELECT RAISE(ABORT, '{WORDS}'); END""",
    f"""CREATE TRIGGER bodies_minutes_kept BEFORE DELETE ON bodies_minutes
        WHEN OLD.approved_on IS NOT NULL
        BEGIN SELECT RAISE(ABORT, '{WORDS}'); END""",
]
POSTGRESQL = [
    f"""CREATE FUNCTION bodies_minutes_refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{WORDS}'; END $$""",
    """CREATE TRIGGER bodies_minutes_frozen BEFORE UPDATE ON bodies_minutes FOR EACH ROW
       WHEN (OLD.approved_on IS NOT NULL OR NEW.body IS DISTINCT FROM OLD.body
             OR NEW.digest IS DISTINCT FROM OLD.digest OR NEW.number IS DISTINCT FROM OLD.number
             OR NEW.meeting_id IS DISTINCT FROM OLD.meeting_id)
       EXECUTE FUNCTION bodies_minutes_refuse()""",
    """CREATE TRIGGER bodies_minutes_kept BEFORE DELETE ON bodies_minutes FOR EACH ROW
       WHEN (OLD.approved_on IS NOT NULL) EXECUTE FUNCTION bodies_minutes_refuse()""",
]
UNDO = {
    "sqlite": ["DROP TRIGGER bodies_minutes_frozen", "DROP TRIGGER bodies_minutes_kept"],
    "postgresql": [
        "DROP TRIGGER bodies_minutes_frozen ON bodies_minutes",
        "DROP TRIGGER bodies_minutes_kept ON bodies_minutes",
        "DROP FUNCTION bodies_minutes_refuse()",
    ],
}


def forwards(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def backwards(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("bodies", "0003_decisions")]
    operations = [migrations.RunPython(forwards, backwards)]
