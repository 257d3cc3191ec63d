"""OSCAL plan of action and milestones: what is to be put right, and what is to be supplied."""

from __future__ import annotations

from mingzheng.language import Text
from mingzheng.reports import wording
from mingzheng.reports.coverage import reads
from mingzheng.reports.items import RuleView
from mingzheng.reports.oscal.document import Json, both, filled, line, metadata, prop, single
from mingzheng.reports.oscal.findings import Run, counted, file_of, observation, subjects

TITLE = Text(zh="整改计划与节点", en="Plan of action and milestones")
_AGAIN = Text(
    zh="再次审计，以 mingzheng compare 证明已消除",
    en="A second audit: mingzheng compare shows it fixed",
)


def plan_of_action(run: Run) -> Json | None:
    """The plan, or None where nothing is suspected and nothing unknown: OSCAL has no empty plan.

    Owners and days are the CA's to fill in; nothing here invents them.
    """
    views = [view for view in run.rules if view.counts.breach or view.counts.unknown]
    if not views:
        return None
    authority = run.result.run["authority"]
    examples = subjects(run, views)
    return filled(
        [
            ("uuid", run.identify("plan-of-action-and-milestones")),
            ("metadata", metadata(run.result, TITLE)),
            ("system-id", {"id": single(authority["credit_code"] or authority["name"] or "-")}),
            ("local-definitions", {"inventory-items": examples} if examples else None),
            ("observations", [observation(run, view) for view in views]),
            ("risks", [_risk(run, view) for view in views]),
            ("poam-items", [_item(run, view) for view in views]),
            ("back-matter", {"resources": run.resources(map(file_of, views))}),
        ]
    )


def _item(run: Run, view: RuleView) -> Json:
    return {
        "uuid": run.identify("poam-item", view.rule.id),
        "title": line(Text(zh=view.rule.zh, en=view.rule.en)),
        "description": both(_measure(view)),
        "props": [prop("rule", view.rule.id), *counted(view)],
        "related-observations": [{"observation-uuid": run.identify("observation", view.rule.id)}],
        "related-risks": [{"risk-uuid": run.identify("risk", view.rule.id)}],
    }


def _risk(run: Run, view: RuleView) -> Json:
    title = line(Text(zh=view.rule.zh, en=view.rule.en))
    finds = Text(zh=view.rule.finds.zh or view.rule.zh, en=view.rule.finds.en)
    cites = Text(
        zh="、".join(text.zh for text in view.cites), en="; ".join(text.en for text in view.cites)
    )
    return {
        "uuid": run.identify("risk", view.rule.id),
        "title": title,
        "description": both(finds),
        "statement": both(Text(zh=f"依据：{cites.zh}", en=f"Rests on: {cites.en}")),
        "props": [prop("rule", view.rule.id), prop("authority", view.rule.authority)],
        "status": "open",
        "remediations": [
            {
                "uuid": run.identify("remediation", view.rule.id),
                "lifecycle": "recommendation",
                "title": title,
                "description": both(_measure(view)),
                "tasks": [
                    {
                        "uuid": run.identify("task", view.rule.id),
                        "type": "milestone",
                        "title": line(_AGAIN),
                    }
                ],
            }
        ],
        "related-observations": [{"observation-uuid": run.identify("observation", view.rule.id)}],
    }


def _measure(view: RuleView) -> Text:
    """What would settle it: cases to put right, evidence to supply."""
    told = []
    if view.counts.breach:
        told.append(
            Text(
                zh=f"逐条核实所列 {view.counts.breach:,} 项，属实的予以纠正",
                en=f"confirm each of the {view.counts.breach:,} listed, and put right what is so",
            )
        )
    if view.counts.unknown:
        tables = wording.listed([wording.table(name) for name in reads(view.rule)])
        told.append(
            Text(
                zh=f"补充证据，使 {view.counts.unknown:,} 项可以判断（所需记录：{tables.zh}）",
                en=f"supply the evidence that decides {view.counts.unknown:,} (records read: {tables.en})",
            )
        )
    return Text(zh="；".join(t.zh for t in told), en="; ".join(t.en for t in told))
