"""The OSCAL catalog: the items of the notice and the law as controls, rules as objectives."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mingzheng import law
from mingzheng.language import Text
from mingzheng.reports.items import OUTSIDE
from mingzheng.reports.oscal.document import (
    Json,
    both,
    filled,
    identify,
    line,
    metadata,
    prop,
    props,
)
from mingzheng.reports.reading import Result
from mingzheng.rules import Rule, rules

TITLE = Text(
    zh="电子认证服务合规事项与依据", en="Duties of certification authorities and their law"
)
_OUTSIDE = Text(zh="通知事项之外", en="Outside the notice's items")


def catalog(result: Result) -> Json:
    """The catalog by which a result was made: it must be of this version's rules and law."""
    cited = _cited()
    groups = [
        _group("notice-2022", _notice_title(), _items()),
        *(
            _group(f"law-{each.id}", each.short, [_article(a) for a in cited if a.instrument == each.id])
            for each in law.catalogue().instruments()
        ),
        _group("standards", Text(zh="标准", en="Standards"), _standards()),
    ]  # fmt: skip
    return {
        "uuid": identify("catalog", result.fingerprint),
        "metadata": metadata(result, TITLE),
        "groups": [group for group in groups if group.get("controls")],
    }


def control_of(item: str) -> str:
    """The control that an item is."""
    return f"item-{item}"


def objective_of(rule: Rule) -> str:
    """The objective that a rule is, under its first item."""
    return f"{control_of(rule.items[0])}_obj.{rule.id}"


def statement_of(control: str) -> str:
    """The statement of a control."""
    return f"{control}_smt"


def _control_of_law(id: str) -> str:
    """`esign-law/20.2` → `esign-law-20.p2`, `measures/21(1)` → `measures-21.i1`: tokens."""
    instrument, _, number = id.partition("/")
    token = re.sub(r"\((\d+)\)", r".i\1", re.sub(r"\.(\d+)", r".p\1", number))
    return f"{instrument}-{token}" if number else instrument


def _group(id: str, title: Text, controls: list[Json]) -> Json:
    return filled((("id", id), ("title", line(title)), ("controls", controls)))


def _notice_title() -> Text:
    return law.catalogue().instrument(law.catalogue().notice.instrument).short


def _items() -> list[Json]:
    found = [_item(item) for item in law.catalogue().items()]
    beyond = [rule for rule in rules() if rule.items[0] == OUTSIDE]
    if beyond:
        id = control_of(OUTSIDE)
        statement = {"id": statement_of(id), "name": "statement", "prose": both(_OUTSIDE)}
        objectives = [_objective(rule) for rule in beyond]
        found.append({"id": id, "title": line(_OUTSIDE), "parts": [statement, *objectives]})
    return found


def _item(item: law.Item) -> Json:
    id = control_of(item.id)
    own = [rule for rule in rules() if rule.items[0] == item.id]
    shared = [rule for rule in rules() if item.id in rule.items[1:]]
    return {
        "id": id,
        "class": "requirement" if item.is_requirement else "item",
        "title": f"{item.id} {line(item.title)}",
        "props": [
            {"name": "label", "value": item.id},
            *props(
                {
                    "place": item.place,
                    "mark": item.mark,
                    "provenance": item.provenance,
                    "since": item.since,
                    "cited-as": item.cited_as or None,
                    "erratum": item.erratum,
                    "authority": item.authority,
                    "sanction": item.sanction.text,
                }
            ),
            *(prop("checked-also-by", rule.id) for rule in shared),
        ],
        **_links(
            [(cite, "required") for cite in item.articles],
            [(cite, "related") for cite in item.sanction.articles],
        ),
        "parts": [
            {"id": statement_of(id), "name": "statement", "prose": item.shown("zh")},
            *(_objective(rule) for rule in own),
        ],
    }


def _objective(rule: Rule) -> Json:
    """A rule: what it finds is what must not be so."""
    return {
        "id": objective_of(rule),
        "name": "assessment-objective",
        "title": line(Text(zh=rule.zh, en=rule.en)),
        "props": props(
            {
                "rule": rule.id,
                "severity": rule.severity,
                "looks-at": rule.looks_at.key(),
                "items": " ".join(rule.items),
                "authority": rule.authority,
            }
        ),
        "prose": both(
            Text(
                zh="\n\n".join(filter(None, (rule.finds.zh, rule.innocent.zh))) or rule.zh,
                en=f"{rule.finds.en}\n\n{rule.innocent.en}",
            )
        ),
        **_links([(cite, "reference") for cite in rule.cites]),
    }


def _links(*cited: Iterable[tuple[str, str]]) -> Json:
    links = [{"href": f"#{_control_of_law(id)}", "rel": rel} for each in cited for id, rel in each]
    return {"links": links} if links else {}


def _cited() -> list[law.Article]:
    """Every article that an item, a sanction or a rule names, by id."""
    catalogue = law.catalogue()
    named = {cite for rule in rules() for cite in rule.cites}
    named |= {id for item in catalogue.items() for id in (*item.articles, *item.sanction.articles)}
    found = (catalogue.find(id) for id in sorted(named))
    return [each for each in found if isinstance(each, law.Article)]


def _article(article: law.Article) -> Json:
    id = _control_of_law(article.id)
    return {
        "id": id,
        "class": "article",
        "title": f"{article.cite('zh')} · {article.cite('en')}",
        "props": props(
            {
                "article": article.id,
                "mark": article.mark,
                "provenance": article.provenance,
                "since": article.since,
                "until": article.until,
            }
        ),
        "parts": [
            {"id": statement_of(id), "name": "statement", "prose": article.shown("zh")},
            {"id": f"{id}_gloss", "name": "guidance", "prose": article.shown("en")},
        ],
    }


def _standards() -> list[Json]:
    """The standards that a rule cites: their titles and dates, as their text is not held."""
    cited = {cite for rule in rules() for cite in rule.cites}
    return [
        {
            "id": standard.id,
            "class": "standard",
            "title": f"{standard.cite('zh')} · {standard.cite('en')}",
            "props": props(
                {
                    "status": standard.status,
                    "mark": standard.mark,
                    "provenance": standard.provenance,
                    "since": standard.since,
                    "until": standard.until,
                }
            ),
        }
        for standard in law.catalogue().standards()
        if standard.id in cited
    ]
