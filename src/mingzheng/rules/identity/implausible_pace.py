"""One operator passed more in-person or video checks in an hour than a person can.

To look at a face and a document takes minutes. Hundreds in an hour were not looked at.

Not a breach: checks by a machine, or by a method that needs no operator; any pace up to the
number set by `pace_in_person_per_hour` or `pace_video_per_hour`. Without that number: unknown.
"""

from __future__ import annotations

from mingzheng.dossiers import Case
from mingzheng.rules.logic import by_method, identity_due, recorded
from mingzheng.rules.rule import Parameters, Severity, Verdict, rule


@rule(
    items=("1.1",),
    zh="人工查验速度不合常理",
    en="Implausible pace of checks by one operator",
    doc_zh=(
        "核对面容和证件需要数分钟；一名人员一小时内通过的现场或视频查验超过常人所能，其中必有"
        "未认真查验的。\n\n"
        "不属于问题：由系统自动完成，或不需要人员的查验方式；不超过 pace_in_person_per_hour、"
        "pace_video_per_hour 所设数量的。未设数量的，结论为无法判断。"
    ),
    cites=("esign-law/20", "measures/30"),
    severity=Severity.DOUBT,
)
def implausible_pace(d: Case, p: Parameters) -> Verdict:
    """The operator's passes of that hour exceed what the method allows."""
    in_person = by_method(d.identity_methods, "in_person")
    video = by_method(d.identity_methods, "video")
    too_many_faces = d.pace_in_person > p.number("pace_in_person_per_hour")
    too_many_calls = d.pace_video > p.number("pace_video_per_hour")
    by_person = recorded(d.operator_fault, d.checks)
    return Verdict(
        applies=identity_due(d) & by_person & (in_person | video),
        breach=(in_person & too_many_faces) | (video & too_many_calls),
        shows=(d.identity_operator, d.pace_in_person, d.pace_video, d.identity_passed_at),
        rows=(d.identity_pass_row,),
    )
