"""Materials: which kinds are on file for a case by any link, when they came, when they lapse."""

from __future__ import annotations

from functools import reduce
from operator import or_

import ibis

from mingzheng.dossiers.evidence import Evidence, counted, known
from mingzheng.dossiers.facts import Value
from mingzheng.dossiers.links import PARTIES, reach, row_of, sequence
from mingzheng.dossiers.numbers import comparable
from mingzheng.records.schema import codes

TABLE = "materials"
LINKS = ("application_id", "batch_id", "contract_id")
KINDS = tuple(codes()["material_kind"])
"""Kinds in the order of the contract's codes: bit i of a mask is the i-th."""
OF_MATERIAL = (
    "row", *LINKS, "kind", "received_at", "received_at_until", "valid_until", "valid_until_until",
)  # fmt: skip
SUBJECTS = tuple(codes()["subject_kind"])
IDENTITY, AUTHORISATION, OTHER = "id_document", "authorisation", "other"


def bits(kinds: tuple[str, ...]) -> int:
    """The bits of these kinds; words that are none count for nothing."""
    return sum(1 << bit for bit, kind in enumerate(KINDS) if kind in kinds)


def materials(e: Evidence, cases: Value) -> tuple[Value, Value]:
    """(a row per case that a paper reaches, a row per case that may rest on another's papers).

    `material_facts` makes facts of both.
    """
    cases = cases.select(
        "case", *LINKS, *PARTIES, "subject_id_number_form", "organization_id_number_form",
        "event_at", "event_at_until", required=_required(e, cases),
    )  # fmt: skip
    own = e.keep("case_materials", _summary(e, _reached(e, cases), cases))
    parts = [_on_file(e, cases, own), _nobodys(e, cases), _lapsed(e, cases, own)]
    columns = {
        "case": "int64", "filed_kinds": "int64", "strange_kinds": "int64",
        **dict.fromkeys(("identity_end", "identity_end_until"), "timestamp(6)"),
        **dict.fromkeys(("paper_end", "paper_end_until"), "timestamp(6)"),
        "lapsed_row": "int64",
    }  # fmt: skip
    alike = [
        part.select(
            **{
                name: (part[name] if name in part.columns else ibis.null(type_)).cast(type_)
                for name, type_ in columns.items()
            }
        )
        for part in parts
    ]
    each = {name: lambda t, name=name: t[name].max() for name in columns if name != "case"}
    return own, e.keep("case_filed", ibis.union(*alike).group_by("case").agg(**each))


def material_facts(e: Evidence, whole: Value) -> dict[str, Value]:
    """The facts that need the case's day: is a paper missing, or only not on record?

    whole: cases with what `materials` gives, `lost_<table>` and what a declaration is asked by.
    """
    there = known(e, TABLE, whole)
    held = whole.own_kinds.fill_null(0) | whole.filed_kinds.fill_null(0)
    strange = whole.strange_kinds.fill_null(0)
    looked_at = whole.lapsed_row.notnull()
    ends = {
        f"{fact}{end}": ibis.ifelse(
            looked_at, whole[f"{kind}_end{end}"], whole[f"first_{kind}_end{end}"]
        )
        for fact, kind in (("id_document_until", "identity"), ("material_until", "paper"))
        for end in ("", "_until")
    }
    return {
        "materials": counted(whole.material_count, known=there),
        "limited_materials": counted(whole.limited_count, known=there),
        "material_kinds": counted(held, known=there),
        # not `strange & ~held`: Ibis 12 prints ~(a | b) as ~a | b
        "materials_settled": there
        & ((strange | held) == held)
        & ((held & bits((OTHER,))) == 0)  # it may be any of those that are missed
        & _holder_known(whole),
        "expired_material_row": whole.lapsed_row,
        **ends,
    }


def _holder_known(whole: Value) -> Value:
    """Could the papers of an earlier case be found: by the holder's number, or the employer's?"""
    employed = (whole.subject_kind == "person_in_organization").fill_null(False)
    employer = comparable(whole.organization_id_number_form).fill_null(~employed)
    return comparable(whole.subject_id_number_form).fill_null(True) & employer


def _listed(e: Evidence) -> dict[str, int]:
    """Kind of subject → the bits of the kinds that the practice statement lists for it."""
    given = {subject: e.parameters.get(f"materials_{subject}") for subject in SUBJECTS}
    return {subject: bits(kinds) for subject, kinds in given.items() if isinstance(kinds, tuple)}


def _required(e: Evidence, cases: Value) -> Value:
    """The bits of the kinds that the practice statement lists; null where it lists none."""
    listed = [(cases.subject_kind == subject, mask) for subject, mask in _listed(e).items()]
    unlisted = ibis.null("int64")
    return ibis.cases(*listed, else_=unlisted).cast("int64") if listed else unlisted


def _reached(e: Evidence, cases: Value) -> Value:
    """A row per paper and case that it reaches.

    A paper of a batch that names people is theirs; one that names nobody is everybody's.
    """
    rows = e[TABLE]
    direct = rows.filter(rows.application_id.notnull()).select(*OF_MATERIAL)
    own = direct.inner_join(cases.select("case", "application_id"), "application_id")
    by_name = reach(_by_name(rows), cases, named=("named",), alike=("kind", "valid_until_until"))
    return ibis.union(
        own.select("case", *OF_MATERIAL), by_name.select("case", *OF_MATERIAL).distinct()
    )


def _by_name(rows: Value) -> Value:
    """The papers of batches and contracts, a line per name on them."""
    shared = rows.filter(rows.application_id.isnull()).select(*OF_MATERIAL, named="names_key")
    return shared.unnest("named", keep_empty=True)


def _bit(kind: Value) -> Value:
    """A kind that can't be read is an other one."""
    known = [(kind == code, 1 << bit) for bit, code in enumerate(KINDS)]
    return ibis.cases(*known, else_=bits((OTHER,))).cast("int64")


def _summary(e: Evidence, reached: Value, cases: Value) -> Value:
    """Kinds, ends and, of each required kind, the first receipt."""
    m = reached.inner_join(cases.select("case", "required"), "case")
    m = m.mutate(bit=_bit(m.kind))
    ever = reduce(or_, _listed(e).values(), 0)
    wanted = [kind for kind in KINDS if bits((kind,)) & ever]
    limited = m.valid_until.notnull() & (m.kind != AUTHORISATION)
    identity, paper = limited & (m.kind == IDENTITY), limited & (m.kind != IDENTITY)
    m = m.mutate(identity=identity, paper=paper, limited=limited)
    first = {
        f"{end}_{kind}": lambda t, end=end, kind=kind: t[end].min(where=t.kind == kind)
        for kind in wanted
        for end in ("received_at", "received_at_until")
    }
    s = m.group_by("case").agg(
        material_count=lambda t: t.count(),
        limited_count=lambda t: t.limited.sum(),
        own_kinds=lambda t: t.bit.bit_or(),
        required=lambda t: t.required.max(),
        materials_undated=lambda t: (
            (((t.bit & t.required) != 0) & t.received_at.isnull()).fill_null(False).any()
        ),
        first_identity_end=lambda t: t.valid_until.min(where=t.identity),
        first_identity_end_until=lambda t: t.valid_until_until.min(where=t.identity),
        first_paper_end=lambda t: t.valid_until.min(where=t.paper),
        first_paper_end_until=lambda t: t.valid_until_until.min(where=t.paper),
        **first,
    )
    last = {
        f"materials_{end}": _last_of({kind: s[f"{end}_{kind}"] for kind in wanted}, s.required)
        for end in ("received_at", "received_at_until")
    }
    return s.mutate(**last).drop(*first)


def _last_of(times: dict[str, Value], required: Value) -> Value:
    """The latest of the times of required kinds; null where none of them has any."""
    never = ibis.literal("0001-01-01").cast("timestamp(6)")
    each = [
        ibis.ifelse((required & bits((kind,))) != 0, at, ibis.null("timestamp(6)"))
        for kind, at in times.items()
    ]
    if not each:
        return ibis.null("timestamp(6)")
    return ibis.greatest(*[at.fill_null(never) for at in each]).nullif(never)


def _on_file(e: Evidence, cases: Value, own: Value) -> Value:
    """The kinds that earlier cases of the same holder brought, for cases that lack one.

    What an organisation filed, but for identity documents, is on file for its people as well.
    """
    holders = ibis.union(_numbered(cases, "subject"), _numbered(cases, "organization"))
    full = own.filter((own.required & ~own.own_kinds) == 0)
    lacking = cases.filter(cases.required.notnull()).anti_join(full, "case").select("case")
    lacking = e.keep("materials_lacking", holders.semi_join(lacking, "case"))
    theirs = holders.semi_join(lacking, "holder").select("case", "holder", "personal")
    theirs = e.keep("materials_holders", theirs)
    papers = _reached(e, cases.semi_join(theirs, "case"))
    brought = papers.inner_join(theirs, "case").filter(lambda t: t.personal | (t.kind != IDENTITY))
    brought = (
        brought.mutate(bit=_bit(brought.kind), identity=brought.kind == IDENTITY)
        .group_by("holder", "bit", "identity")
        .agg(since=lambda t: t.received_at.min())
    )
    filed = lacking.inner_join(brought, "holder")
    filed = filed.filter(
        filed.personal | ~filed.identity, (filed.since < filed.event_at).fill_null(True)
    )
    return filed.group_by("case").agg(filed_kinds=lambda t: t.bit.bit_or())


def _numbered(cases: Value, party: str) -> Value:
    """case, holder, event_at, personal: the cases of whoever stands under a number as that party."""
    there = cases.filter(comparable(cases[f"{party}_id_number_form"]))
    return there.select(
        "case",
        "event_at",
        holder=f"{party}_id_number_key",
        personal=ibis.literal(party == "subject"),
    )


def _nobodys(e: Evidence, cases: Value) -> Value:
    """The kinds of papers of a case's batch or contract that name nobody known: perhaps its own."""
    named = _by_name(e[TABLE])
    named = named.filter(named.named.notnull())
    found = reach(named, cases, named=("named",), alike=("kind",)).select("row").distinct()
    nobodys = named.anti_join(found, "row").mutate(bit=lambda t: _bit(t.kind))
    parts = []
    for link, wider in (("batch_id", ()), ("contract_id", ("batch_id",))):
        of_link = nobodys.filter(
            nobodys[link].notnull(), *[nobodys[other].isnull() for other in wider]
        )
        kinds = of_link.group_by(link).agg(strange=lambda t: t.bit.bit_or())
        parts.append(cases.select("case", link).inner_join(kinds, link).select("case", "strange"))
    both = ibis.union(*parts)
    return both.group_by("case").agg(strange_kinds=lambda t: t.strange.bit_or())


def _lapsed(e: Evidence, cases: Value, own: Value) -> Value:
    """The ends of papers once more where one lapsed before the day: by kind and by who is named.

    Of papers of one kind that name the same people the one that lasts longest counts; where one
    bears no end, the end of them all is open. A paper that names nobody may be for anybody, so
    that each may end as late as the other.
    """
    ends = own.select(
        "case", end=ibis.coalesce(
            ibis.least(own.first_identity_end, own.first_paper_end),
            own.first_identity_end, own.first_paper_end,
        )
    )  # fmt: skip
    late = cases.inner_join(ends, "case").filter(lambda t: t.end < t.event_at_until)
    papers = _reached(e, e.keep("materials_late", late.drop("end")))
    papers = papers.filter(papers.kind != AUTHORISATION)
    papers = papers.inner_join(e[TABLE].select("row", "names_key"), "row")
    alike = papers.group_by("case", "kind", "names_key").agg(
        row=lambda t: t.row.min(),
        end=lambda t: t.valid_until.max(),
        last=lambda t: t.valid_until_until.max(),
        open=lambda t: t.valid_until.isnull().any(),
    )
    alike = alike.mutate(
        last=_at_the_latest(alike),
        identity=alike.kind == IDENTITY,
        order=sequence(alike.end, alike.row),
    ).filter(alike.end.notnull())
    return alike.group_by("case").agg(
        identity_end=lambda t: t.end.min(where=t.identity),
        identity_end_until=lambda t: t["last"].min(where=t.identity),
        paper_end=lambda t: t.end.min(where=~t.identity),
        paper_end_until=lambda t: t["last"].min(where=~t.identity),
        lapsed_row=lambda t: row_of(t.order.min()),
    )


def _at_the_latest(alike: Value) -> Value:
    """When papers of a kind end at the latest, if those that name nobody are for the same people.

    alike: a row per case, kind and people named. Null where one bears no end.
    """
    never = ibis.literal("9999-01-01").cast("timestamp(6)")
    lasts = ibis.ifelse(alike.open, never, alike["last"])
    nobody = alike.names_key.isnull() | (alike.names_key.length() == 0)
    of_kind = ibis.window(group_by=("case", "kind"))
    of_nobody = ibis.ifelse(nobody, lasts, ibis.null("timestamp(6)")).max().over(of_kind)
    another = ibis.ifelse(nobody, lasts.max().over(of_kind), of_nobody)
    return ibis.greatest(lasts, another.fill_null(lasts)).nullif(never)
