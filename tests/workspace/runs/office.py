"""A workspace with an authority and its runs in every state, for a browser.

Run as a program with the workspace's folder and a result's; writes the cookies that sign in.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
import sys
from pathlib import Path

NAMES = {"officer": "Zhang Jingban", "head": "Li Fuze", "inspector": "Chen Jiancha"}
SAID = "找不到 tables/applications.csv"


def main() -> None:
    folder, result = Path(sys.argv[1]), Path(sys.argv[2])
    from mingzheng.workspace import serving

    serving.start(folder)
    from django.test import Client
    from django.utils import timezone

    from mingzheng.workspace.people.models import Membership, Organisation, User
    from mingzheng.workspace.people.registration import establish
    from mingzheng.workspace.people.roles import Kind, Role
    from mingzheng.workspace.runs import reading
    from mingzheng.workspace.runs.models import Run

    establish()
    shanghai = Organisation.objects.get(code="31")
    own = Organisation.objects.create(
        kind=Kind.AUTHORITY, name="示例认证1号有限公司", name_en="Example CA 1", seat=shanghai
    )
    cookies, people = {}, {}
    for name, organisation, role in (
        ("officer", own, Role.OFFICER), ("head", own, Role.HEAD),
        ("inspector", shanghai, Role.INSPECTOR),
    ):  # fmt: skip
        user = people[name] = User.objects.create(username=name, name=NAMES[name])
        user.acting = Membership.objects.create(user=user, organisation=organisation, role=role)
        user.save()
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        cookies[name] = client.cookies["sessionid"].value
    # a heartbeat to come: no worker takes it up
    later = timezone.now() + dt.timedelta(days=1)
    states = (
        {"state": "running", "stage": "verdicts", "rows": 31_000, "expected": 90_000,
         "heartbeat": later, "worker": "another machine"},
        {"state": "failed", "failure": "refused", "said": SAID},
        {"state": "cancelled"},
        {"state": "finished", "shared": True, "source": Run.Source.UPLOADED},
        {"state": "finished", "source": Run.Source.UPLOADED},
    )  # fmt: skip
    for number, given in enumerate(states, 1):
        run = Run(
            organisation=own, name=f"Self-inspection {number}", begun_by=people["officer"],
            evidence="" if "shared" in given else "/srv/evidence/ca", **given,
        )  # fmt: skip
        if run.finished:
            shutil.copytree(result, run.folder)
            run.facts, _ = reading.examine(run.folder)
            run.as_of = run.facts["as_of"]
        run.save()
    # the last one's files are lost
    shutil.rmtree(run.folder)
    sys.stdout.write(json.dumps(cookies))


if __name__ == "__main__":
    main()
