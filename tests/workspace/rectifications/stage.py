"""A workspace before the curtain: people of three levels, a shared audit, nothing found yet.

Run as a program with the workspace's folder and a result's; writes the cookies that sign in.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

NAMES = {
    "officer": "Zhang Jingban", "head": "Li Fuze", "inspector": "Chen Jiancha",
    "approver": "Zhao Shenpi", "organiser": "Wang Zuzhi", "ministry": "Sun Jiancha",
    "reviewer": "Zhou Shenhe",
}  # fmt: skip


def main() -> None:
    folder, result = Path(sys.argv[1]), Path(sys.argv[2])
    from mingzheng.workspace import serving

    serving.start(folder)
    from django.test import Client

    from mingzheng.workspace.people.models import Membership, Organisation, User
    from mingzheng.workspace.people.registration import establish
    from mingzheng.workspace.people.roles import Kind, Role
    from mingzheng.workspace.runs.models import Run

    establish()
    shanghai = Organisation.objects.get(code="31")
    authority = Organisation.objects.create(
        kind=Kind.AUTHORITY, name="示例认证1号有限公司", name_en="Example CA 1", seat=shanghai
    )
    ministry = Organisation.objects.get(kind=Kind.MINISTRY)
    places = {
        "officer": (authority, Role.OFFICER), "head": (authority, Role.HEAD),
        "inspector": (shanghai, Role.INSPECTOR), "approver": (shanghai, Role.APPROVER),
        "organiser": (ministry, Role.ORGANISER), "ministry": (ministry, Role.MINISTRY_INSPECTOR),
        "reviewer": (ministry, Role.REVIEWER),
    }  # fmt: skip
    cookies = {}
    for name, (organisation, role) in places.items():
        user = User.objects.create(username=name, name=NAMES[name])
        user.acting = Membership.objects.create(user=user, organisation=organisation, role=role)
        user.save()
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        cookies[name] = client.cookies["sessionid"].value
    for name, day in (("2022 self-inspection", "2022-08-30"), ("2022 follow-up", "2022-10-20")):
        run = Run.objects.create(
            organisation=authority, name=name, source=Run.Source.UPLOADED, as_of=day,
            state="finished", begun_by=User.objects.get(username="officer"), shared=True,
            facts={"counts": {"breach": 1682, "unknown": 0, "clear": 300}},
        )  # fmt: skip
        shutil.copytree(result, run.folder)
    sys.stdout.write(json.dumps(cookies))


if __name__ == "__main__":
    main()
