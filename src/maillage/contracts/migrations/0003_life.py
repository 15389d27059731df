"""The database refuses to change a text put to signature; a value asked by mistake can be withdrawn."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

WORDS = "un texte mis à la signature ne se modifie pas"
SQLITE = [
    f"""CREATE TRIGGER contracts_version_frozen BEFORE UPDATE ON contracts_version
        WHEN NEW.body IS NOT OLD.body OR NEW.digest IS NOT OLD.digest OR NEW.number IS NOT OLD.number
          OR NEW.contract_id IS NOT OLD.contract_id OR NEW.made_on IS NOT OLD.made_on
        BEGIN SELECT RAISE(ABORT, '{WORDS}'); END""",
    f"""CREATE TRIGGER contracts_version_kept BEFORE DELETE ON contracts_version
        WHEN OLD.state = 'signed'
        BEGIN SELECT RAISE(ABORT, '{WORDS}'); END""",
]
POSTGRESQL = [
    f"""CREATE FUNCTION contracts_version_refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{WORDS}'; END $$""",
    """CREATE TRIGGER contracts_version_frozen BEFORE UPDATE ON contracts_version FOR EACH ROW
       WHEN (NEW.body IS DISTINCT FROM OLD.body OR NEW.digest IS DISTINCT FROM OLD.digest
             OR NEW.number IS DISTINCT FROM OLD.number OR NEW.contract_id IS DISTINCT FROM OLD.contract_id
             OR NEW.made_on IS DISTINCT FROM OLD.made_on)
       EXECUTE FUNCTION contracts_version_refuse()""",
    """CREATE TRIGGER contracts_version_kept BEFORE DELETE ON contracts_version FOR EACH ROW
       WHEN (OLD.state = 'signed') EXECUTE FUNCTION contracts_version_refuse()""",
]
UNDO = {
    "sqlite": ["DROP TRIGGER contracts_version_frozen", "DROP TRIGGER contracts_version_kept"],
    "postgresql": [
        "DROP TRIGGER contracts_version_frozen ON contracts_version",
        "DROP TRIGGER contracts_version_kept ON contracts_version",
        "DROP FUNCTION contracts_version_refuse()",
    ],
}


def forwards(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def backwards(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("contracts", "0002_plan")]
    operations = [
        migrations.AddField("indicatordue", "withdrawn_on", models.DateField(blank=True, null=True)),
        migrations.AddField(
            "historicalindicatordue", "withdrawn_on", models.DateField(blank=True, null=True)
        ),
        migrations.RunPython(forwards, backwards),
    ]
