"""The database itself refuses to change or delete an entry.

On SQLite, `INSERT OR REPLACE` fires no delete trigger unless `PRAGMA recursive_triggers` is on, as
it is in our connections; the trigger before INSERT refuses a number again for anybody else's.
"""

from __future__ import annotations

from django.db import migrations

TABLE = "journal_entry"
SAID = "the journal only grows"
SQLITE = [
    f"CREATE TRIGGER journal_no_update BEFORE UPDATE ON {TABLE} "
    f"BEGIN SELECT RAISE(ABORT, '{SAID}'); END;",
    f"CREATE TRIGGER journal_no_delete BEFORE DELETE ON {TABLE} "
    f"BEGIN SELECT RAISE(ABORT, '{SAID}'); END;",
    f"CREATE TRIGGER journal_no_replace BEFORE INSERT ON {TABLE} "
    f"WHEN EXISTS (SELECT 1 FROM {TABLE} WHERE number = NEW.number "
    "OR sha256 = NEW.sha256 OR sm3 = NEW.sm3) "
    f"BEGIN SELECT RAISE(ABORT, '{SAID}'); END;",
]
POSTGRESQL = [
    "CREATE FUNCTION journal_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{SAID}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    f"CREATE TRIGGER journal_no_change BEFORE UPDATE OR DELETE ON {TABLE} "
    "FOR EACH ROW EXECUTE FUNCTION journal_only_grows()",
    f"CREATE TRIGGER journal_no_truncate BEFORE TRUNCATE ON {TABLE} "
    "FOR EACH STATEMENT EXECUTE FUNCTION journal_only_grows()",
]


def guard(apps, schema_editor):
    statements = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """Guard the table."""

    dependencies = (("journal", "0001_initial"),)
    operations = (migrations.RunPython(guard),)
