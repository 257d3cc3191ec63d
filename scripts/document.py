"""Write the pages that follow from the code: docs/rules.md, docs/coverage.md, docs/evidence.md.

`make docs` runs it; tests/test_generated_docs.py fails while a page is stale.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from mingzheng import law
from mingzheng.dossiers.facts import Value
from mingzheng.evidence.parameters import CATALOGUE
from mingzheng.language import Text
from mingzheng.law.citation import place
from mingzheng.records.document import evidence_page
from mingzheng.reports import wording
from mingzheng.rules import Parameters, Rule, rules

DOCS = Path(__file__).parents[1] / "docs"
WRITTEN = "<!-- written by `make docs`: change the code, not this page -->"
OUTSIDE = Text(zh="通知事项之外", en="Outside the notice's items")

BY_HAND = {
    "1.1": Text(
        zh="证件和影像是否真实、影像中是否本人；查验人员是否按规则操作",
        en="whether documents and pictures are genuine and show the person; how staff really check",
    ),
    "1.2": Text(zh="材料的内容是否真实、前后一致", en="whether what the materials say is true"),
    "1.3": Text(
        zh="授权书、签收单上的签名盖章是否真实",
        en="whether signatures and seals on authorisations and receipts are genuine",
    ),
    "1.4": Text(
        zh="证书载明的内容与实情是否相符（记录本身有误时）",
        en="whether a certificate is true where the records themselves are not",
    ),
    "1.5": Text(
        zh="纸质档案、库房和介质；保存的信息是否可读、内容是否完整",
        en="paper, rooms and media; whether what is kept can be read and says everything",
    ),
    "2.1": Text(zh="告知文本的内容是否充分、易懂", en="whether the text says enough, plainly"),
    "2.2": Text(zh="告知的收费与实际收费是否一致", en="whether the fees told are those charged"),
    "2.3": Text(zh="告知文本的内容是否充分、易懂", en="whether the text says enough, plainly"),
    "2.4": Text(zh="告知文本的内容是否充分、易懂", en="whether the text says enough, plainly"),
    "2.5": Text(zh="告知文本的内容是否充分、易懂", en="whether the text says enough, plainly"),
    "2.6": Text(zh="公告页面公众能否实际查到", en="whether the public can really look it up"),
    "3.1": Text(zh="合同上的签名盖章是否真实", en="whether signatures on contracts are genuine"),
    "3.2": Text(
        zh="已有的条款是否公平、易懂；待确认的条款",
        en="whether clauses are fair and plain; those that are doubtful",
    ),
    "3.3": Text(
        zh="没有数值可比的条款与电子认证业务规则是否抵触；待确认的矛盾",
        en="whether clauses without comparable terms contradict the CPS; what is doubtful",
    ),
    "4.1": Text(zh="投诉机制是否有效、答复是否妥当", en="whether complaints are answered well"),
    "4.2": Text(zh="制度是否健全、是否真正执行", en="whether the systems are sound and lived by"),
}
"""What no record can show, by item: a person looks at it whatever the rules say."""


class Noting(Parameters):
    """Sets no parameter, and notes which a rule asks for."""

    def __init__(self) -> None:
        super().__init__({})
        self.asked: set[str] = set()

    def number(self, name: str) -> Value:
        """Null."""
        self.asked.add(name)
        return super().number(name)

    def truth(self, name: str) -> Value:
        """Null."""
        self.asked.add(name)
        return super().truth(name)

    def listed(self, name: str) -> tuple[str, ...] | None:
        """None."""
        self.asked.add(name)
        return super().listed(name)


def parameters_of(rule: Rule) -> list[str]:
    """The parameters that a rule reads itself, sorted."""
    noting = Noting()
    rule.judge(rule.looks_at.empty(), noting)
    return sorted(noting.asked)


# ------------------------------------------------------------------ docs/rules.md


def rules_page() -> str:
    """Every rule, item by item."""
    lines = [
        "# 规则 · Rules",
        "",
        WRITTEN,
        "",
        f"共 {len(rules())} 条规则，按事项排列；一条规则属于几个事项的，列在第一个之下。",
        f"{len(rules())} rules by item of the notice; one that serves several stands under the first.",
        "怎样写规则见 [rules-writing.md](rules-writing.md)，条文到规则见 [coverage.md](coverage.md)。",
        "How to write one: [rules-writing.md](rules-writing.md). From articles to rules: [coverage.md](coverage.md).",
        "条文后方括号内是文本的核对标记，见 [law.md](law.md)。",
        "In brackets after an article: how surely its text is known, see [law.md](law.md).",
        "",
    ]
    for item in _items():
        mine = [rule for rule in rules() if rule.items[0] == item]
        if mine:
            lines += [f"## {_item_title(item)}", ""]
            lines += [line for rule in mine for line in _rule(rule)]
    lines += _unread()
    return "\n".join(lines)


def _items() -> list[str]:
    return [*(item.id for item in law.catalogue().items()), "0"]


def _item_title(item: str) -> str:
    if item == "0":
        return f"{OUTSIDE.zh} · {OUTSIDE.en}"
    title = law.catalogue().item(item).title
    return f"{item} {title.zh} · {title.en}"


def _rule(rule: Rule) -> list[str]:
    kind = wording.KINDS[rule.severity]
    facts = {
        "事项 items": "、".join(rule.items),
        "性质 severity": f"{kind.zh} {kind.en}",
        "检查对象 looks at": f"{rule.looks_at.ZH} {rule.looks_at.EN}",
        "依据 rests on": "<br>".join(_cited(id) for id in rule.cites),
        "主管部门 authority": rule.authority,
        "读取 reads": "、".join(f"{wording.table(t).zh} `{t}`" for t in rule.reads()) or "–",
        "参数 parameters": "、".join(f"`{name}`" for name in parameters_of(rule)) or "–",
    }
    return [
        f"### {rule.id}",
        "",
        f"**{rule.zh}** · **{rule.en}**",
        "",
        *filter(None, (rule.finds.zh, rule.innocent.zh)),
        "",
        rule.finds.en,
        "",
        rule.innocent.en,
        "",
        "| | |",
        "|---|---|",
        *(f"| {label} | {value} |" for label, value in facts.items()),
        "",
    ]


def _cited(id: str) -> str:
    found = law.catalogue().find(id)
    mark = found.mark.text if isinstance(found, law.Article | law.Standard) else None
    label = f"〔{mark.zh} {mark.en}〕" if mark else ""
    return f"{found.cite('zh')} `{id}` {label}".rstrip()


def _unread() -> list[str]:
    read = {name for rule in rules() for name in parameters_of(rule)}
    left = [name for name in CATALOGUE if name not in read]
    if not left:
        return []
    return [
        "## 没有规则直接读取的参数 · Parameters that no rule reads itself",
        "",
        "汇集卷宗时使用，或者尚无规则用到。",
        "They are used where dossiers are joined, or by no rule yet.",
        "",
        *(
            f"- `{name}` {CATALOGUE[name].meaning.zh} · {CATALOGUE[name].meaning.en}"
            for name in left
        ),
        "",
    ]


# ------------------------------------------------------------------ docs/coverage.md


def coverage_page() -> str:
    """From items and articles to rules, and what is left to a person."""
    return "\n".join(
        [
            "# 覆盖 · Coverage",
            "",
            WRITTEN,
            "",
            "通知每个事项、每条有关条文由哪些规则检查，哪些须由人检查。",
            "Which rules check each item of the notice and each article it rests on, and what a person checks.",
            "",
            "## 事项 Items",
            "",
            "“由人检查”是任何记录都不能证明的，不论规则如何都须由人查看原件或现场。",
            "*By hand* is what no record can show: a person looks at originals or on the spot, whatever the rules say.",
            "",
            "| 事项 item | 规则 rules | 由人检查 by hand |",
            "|---|---|---|",
            *(_item_row(item) for item in _items()),
            "",
            "## 条文 Articles",
            "",
            "通知事项及其法律责任所依据的、规则所引用的全部条文。一条之下按款、项细分的分别列出；引用整条的规则也列在其款、项之下。",
            "Every article that an item or its sanction rests on or that a rule cites; a rule that cites a whole article stands under its parts too.",
            "",
            "| 条文 article | 事项 items | 规则 rules |",
            "|---|---|---|",
            *(_article_row(id) for id in articles()),
            "",
            "## 标准 Standards",
            "",
            "| 标准 standard | 规则 rules |",
            "|---|---|",
            *filter(None, map(_standard_row, law.catalogue().standards())),
            "",
            "## 其余条文 Other articles",
            "",
            "目录中与通知事项无关、也没有规则引用的条文，不作检查。",
            "Articles of the catalogue on which no item rests and which no rule cites: nothing is checked.",
            "",
            *_others(),
            "",
        ]
    )


def articles() -> list[str]:
    """The ids of every article that an item, a sanction or a rule names, in the law's order."""
    catalogue = law.catalogue()
    named = {cite for rule in rules() for cite in rule.cites}
    named |= {id for item in catalogue.items() for id in (*item.articles, *item.sanction.articles)}
    found = [id for id in named if isinstance(catalogue.find(id), law.Article)]
    weight = {each.id: n for n, each in enumerate(catalogue.instruments())}
    return sorted(found, key=lambda id: _order(id, weight))


def _order(id: str, weight: dict[str, int]) -> tuple[int, int, int, int]:
    instrument, _, number = id.partition("/")
    where = place(number)
    assert where is not None
    return weight[instrument], where.article, where.paragraph or 0, where.item or 0


def _item_row(item: str) -> str:
    mine = [rule for rule in rules() if item in rule.items]
    hand = BY_HAND.get(item)
    told = f"{hand.zh}<br>{hand.en}" if hand else "–"
    return f"| {_item_title(item)} | {_linked(mine) or '由人检查 by hand'} | {told} |"


def _article_row(id: str) -> str:
    catalogue = law.catalogue()
    article = catalogue.article(id)
    resting = [item.id for item in catalogue.items() if _any(id, item.articles)]
    sanctioning = [item.id for item in catalogue.items() if _any(id, item.sanction.articles)]
    citing = [rule for rule in rules() if _any(id, rule.cites)]
    checked = _linked(citing)
    if not checked and sanctioning:
        checked = "法律责任，不作检查 · a consequence: nothing to check"
    elif not checked:
        checked = "由人检查 by hand"
    items = "、".join(resting) or ("法律责任 sanction" if sanctioning else "–")
    return f"| {article.cite('zh')} `{id}` | {items} | {checked} |"


def _any(id: str, others: Iterable[str]) -> bool:
    return any(law.overlap(id, other) for other in others)


def _standard_row(standard: law.Standard) -> str:
    citing = [rule for rule in rules() if standard.id in rule.cites]
    return f"| {standard.cite('zh')} `{standard.id}` | {_linked(citing)} |" if citing else ""


def _others() -> list[str]:
    """Per instrument the articles that nothing above names."""
    named = articles()
    lines = []
    for instrument in law.catalogue().instruments():
        left = [a.number for a in instrument.articles if not _any(a.id, named)]
        if left:
            lines.append(f"- {instrument.cite('zh')} `{instrument.id}`: {', '.join(left)}")
    return lines


def _linked(found: Iterable[Rule]) -> str:
    """Links to the rules, by the anchors that forges give their headings."""
    return "<br>".join(f"[{rule.id}](rules.md#{rule.id.replace('.', '')})" for rule in found)


# ------------------------------------------------------------------


PAGES: dict[str, Callable[[str], str]] = {
    "rules.md": lambda page: rules_page(),
    "coverage.md": lambda page: coverage_page(),
    "evidence.md": evidence_page,
}
"""Page → what it should be, given what it is."""


def main() -> None:
    """Write every page anew."""
    for name, fresh in PAGES.items():
        path = DOCS / name
        page = path.read_text("utf-8") if path.exists() else ""
        path.write_text(fresh(page), "utf-8")


if __name__ == "__main__":
    main()
