"""Sign-in names as `people.models.folded` gives them."""

from __future__ import annotations

import unicodedata
from typing import Any

from django.db import migrations


def fold(apps: Any, schema_editor: Any) -> None:
    """Names in one case and width; one that would be another's stays, and is to be renamed."""
    users = apps.get_model("people", "User").objects
    for user in users.all():
        name = unicodedata.normalize("NFKC", user.username.strip()).casefold()
        if name != user.username and not users.filter(username=name).exists():
            users.filter(pk=user.pk).update(username=name)


class Migration(migrations.Migration):
    """Nothing to take back: a name signs in however it is typed."""

    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunPython(fold, migrations.RunPython.noop)]
