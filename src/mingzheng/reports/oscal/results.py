"""OSCAL assessment results: a finding for each item and each rule, never one for each verdict."""

from __future__ import annotations

from mingzheng.language import Text
from mingzheng.reports.items import ItemView, RuleView
from mingzheng.reports.oscal.catalog import control_of, objective_of, statement_of
from mingzheng.reports.oscal.document import (
    Json,
    both,
    filled,
    line,
    metadata,
    moment,
    prop,
    props,
)
from mingzheng.reports.oscal.findings import Run, file_of, observation, standing, state, subjects

TITLE = Text(zh="电子认证服务合规审计结果", en="Results of the compliance audit")
_STATES = {
    "breach": ("not-satisfied", "fail", "suspected"),
    "clear": ("satisfied", "pass", "clear"),
    "unknown": ("not-satisfied", "other", "unknown"),
    "open": ("not-satisfied", "other", "to-be-read"),
}
"""The mood of an item in the report → OSCAL's state and reason, and our standing."""


def assessment_results(run: Run) -> Json:
    """The document; its plan is the sealed record of the run, as an audit has no other."""
    result = run.result
    plan = run.identify("resource", "run.json")
    return {
        "uuid": run.identify("assessment-results"),
        "metadata": metadata(result, TITLE),
        "import-ap": {
            "href": f"#{plan}",
            "remarks": "本审计没有单独的评估计划：依据、期间、参数见 run.json。 · There is no plan apart: law, period and parameters are in run.json.",
        },
        "results": [_result(run)],
        "back-matter": {
            "resources": [
                {
                    "uuid": plan,
                    "title": "run.json",
                    "description": "封存记录 · the seal of the run",
                    "props": [prop("run-fingerprint", result.fingerprint)],
                    "rlinks": [{"href": run.href("run.json"), "media-type": "application/json"}],
                },
                *run.resources(["statistics.parquet", *map(file_of, run.rules)]),
            ]
        },
    }


def _result(run: Run) -> Json:
    result = run.result
    controls = [control_of(view.item.id) for view in run.items]
    outside = {control_of(v.rule.items[0]) for v in run.rules} - set(controls)
    include = [{"control-id": id} for id in (*controls, *sorted(outside))]
    examples = subjects(run, run.rules)
    return filled(
        [
            ("uuid", run.identify("result")),
            ("title", line(TITLE)),
            ("description", both(_described(run))),
            ("start", moment(result)),
            ("props", props({"certificates": result.run["certificates"]})),
            ("local-definitions", {"inventory-items": examples} if examples else None),
            (
                "reviewed-controls",
                {
                    "control-selections": [
                        {"include-controls": include} if include else {"include-all": {}}
                    ]
                },
            ),
            ("observations", [observation(run, view) for view in run.rules]),
            ("findings", [*(_item(run, v) for v in run.items), *(_rule(run, v) for v in run.rules)]),
        ]
    )  # fmt: skip


def _described(run: Run) -> Text:
    result = run.result.run
    missing = "、".join(result["summary"]["missing_tables"]) or "–"
    whole = "" if result["complete"] else "本次审计不完整，不得作为合规依据。"
    whole_en = "" if result["complete"] else "This run is incomplete: it shows no compliance. "
    return Text(
        zh=f"{whole}截至 {result['as_of']}；未提供或未能采用的表：{missing}；本版本尚不检查的事项：{'、'.join(result['not_yet_checked']) or '–'}。",
        en=f"{whole_en}As of {result['as_of']}; tables not supplied or not usable: {missing}; items not yet checked by this version: {', '.join(result['not_yet_checked']) or '–'}.",
    )


def _item(run: Run, view: ItemView) -> Json:
    """An item: the rules under it are its observations."""
    satisfied, reason, word = _STATES[view.mood]
    observed = [v for v in run.rules if view.item.id in v.rule.items]
    return {
        "uuid": run.identify("finding", "item", view.item.id),
        "title": f"{view.item.id} {line(view.item.title)}",
        "description": both(view.status),
        "props": [
            prop("item", view.item.id),
            prop("standing", word),
            *props(
                {
                    "examined": view.counts.examined,
                    "clear": view.counts.clear,
                    "breach": view.counts.breach,
                    "unknown": view.counts.unknown,
                    "not-in-force": view.counts.not_in_force,
                    "doubts": view.doubts,
                    "notices": view.notices,
                    "counts": view.counted,
                }
            ),
            *(prop("lacks-coverage", table) for table in view.unshown),
        ],
        "target": {
            "type": "statement-id",
            "target-id": statement_of(control_of(view.item.id)),
            "status": {"state": satisfied, "reason": reason},
        },
        **_observed(run, observed),
    }


def _rule(run: Run, view: RuleView) -> Json:
    shown = _covered(run, view)
    satisfied, reason = state(view, shown=shown)
    return {
        "uuid": run.identify("finding", "rule", view.rule.id),
        "title": line(Text(zh=view.rule.zh, en=view.rule.en)),
        "description": both(Text(zh=view.rule.finds.zh or view.rule.zh, en=view.rule.finds.en)),
        "props": [
            prop("rule", view.rule.id),
            prop("standing", standing(view, shown=shown)),
            prop("breach", view.counts.breach),
            prop("unknown", view.counts.unknown),
        ],
        "target": {
            "type": "objective-id",
            "target-id": objective_of(view.rule),
            "status": {"state": satisfied, "reason": reason},
        },
        **_observed(run, [view]),
    }


def _covered(run: Run, view: RuleView) -> bool:
    """Whether an item that lacks coverage keeps its rules from being called satisfied."""
    of = [item for item in run.items if item.item.id in view.rule.items]
    return not any(item.unshown for item in of)


def _observed(run: Run, views: list[RuleView]) -> Json:
    related = [{"observation-uuid": run.identify("observation", v.rule.id)} for v in views]
    return {"related-observations": related} if related else {}
