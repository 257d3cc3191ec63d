"""Who a certificate says its holder is, read out of its subject by the issuer's templates.

A template says how a subject reads: `051@{person}@Z{number}@{sequence}`. It is matched against
the whole common name; `O={organization}` matches another attribute, and several are joined by
semicolons: `CN={person}; O={organization}`. Attributes: CN, O, OU, UID, E, SERIALNUMBER.
Placeholders: person, organization, number, role, sequence, ignore. The templates of an issuer
are tried in their order.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mingzheng.errors import SettingsError
from mingzheng.records.names import name_key
from mingzheng.records.numbers import number_form, number_key

PLACEHOLDERS: Mapping[str, str] = {
    "person": r".+?",
    "organization": r".+?",
    "number": r"[0-9A-Za-z*＊()\-]+",
    "role": r".+?",
    "sequence": r"[0-9]+",
    "ignore": r".*?",
}
ATTRIBUTES: Mapping[str, str] = {
    "CN": "subject_name",
    "O": "subject_organization",
    "OU": "subject_organizational_unit",
    "UID": "subject_user_id",
    "E": "subject_email",
    "SERIALNUMBER": "subject_serial_number",
}
NUMBER_KINDS = (
    "resident_id",
    "uscc",
    "uscc_disputed",
    "organisation_code",
    "business_registration",
    "passport",
)
"""Kinds of identifier that are the holder's number, the first that is there."""

_PARTS = ("person", "organization", "number", "role")
_PIECE = re.compile(r"\{([^{}]*)\}")
_ATTRIBUTE = re.compile(r"\s*([A-Za-z]+)=(.*)", re.DOTALL)

FIELDS = pa.schema(
    [
        ("subject_name_key", pa.string()),
        ("holder_by_template", pa.bool_()),
        ("holder_name", pa.string()),
        ("holder_name_key", pa.string()),
        ("holder_person", pa.string()),
        ("holder_person_key", pa.string()),
        ("holder_organization", pa.string()),
        ("holder_organization_key", pa.string()),
        ("holder_role", pa.string()),
        ("holder_number", pa.string()),
        ("holder_number_key", pa.string()),
        ("holder_number_form", pa.uint8()),
        ("holder_number_kind", pa.string()),
    ]
)
"""What is read out of a subject.

holder_by_template is null where the issuer has no template (CN and O are then read as they
stand, person or organisation unknown) and false where none of its templates fits (nothing is
read then). holder_number_kind is the kind of the identifier the number was read from, null
where a template or the subject's serialNumber gave it.
"""


@dataclass(frozen=True)
class Template:
    """One subject template: attribute column → RE2 expression with named groups."""

    text: str
    patterns: tuple[tuple[str, str], ...]


@cache
def compile_template(text: str) -> Template:
    """A template as expressions; SettingsError names what is wrong with it."""
    patterns = []
    used: list[str] = []
    for piece in re.split(r";(?![^{]*\})", text):
        found = _ATTRIBUTE.fullmatch(piece)
        attribute, pattern = (found[1].upper(), found[2]) if found else ("CN", piece)
        if attribute not in ATTRIBUTES:
            attribute, pattern = "CN", piece
        patterns.append((ATTRIBUTES[attribute], _expression(text, pattern.strip(), used)))
    if not used:
        raise _wrong(text, "没有占位符", "it has no placeholder")
    return Template(text, tuple(patterns))


def _expression(text: str, pattern: str, used: list[str]) -> str:
    written = ["^"]
    for place, piece in enumerate(_PIECE.split(pattern)):
        if place % 2 == 0:
            literal = re.escape(piece)
            literal = re.sub(r"（|\\\(", "[（(]", literal)
            written.append(re.sub(r"）|\\\)", "[）)]", literal))
            continue
        if piece not in PLACEHOLDERS:
            known = ", ".join(PLACEHOLDERS)
            raise _wrong(
                text,
                f"占位符 {{{piece}}} 不存在，可用：{known}",
                f"no placeholder {{{piece}}}; there are {known}",
            )
        if piece in _PARTS and piece in used:
            raise _wrong(text, f"占位符 {{{piece}}} 出现两次", f"{{{piece}}} stands twice")
        used.append(piece)
        group = f"P<{piece}>" if piece in _PARTS else ":"
        written.append(f"(?{group}{PLACEHOLDERS[piece]})")
    return "".join([*written, "$"])


def _wrong(text: str, zh: str, en: str) -> SettingsError:
    return SettingsError(
        zh=f"evidence.toml 的 subject_templates：{text!r} 无法使用：{zh}",
        en=f"subject_templates in evidence.toml: {text!r} can't be used: {en}",
    )


def read_holders_of(
    certificates: pa.Table,
    issuer_keys: pa.StringArray,
    templates: Mapping[str, Sequence[str]],
    *,
    as_of: dt.date,
) -> pa.Table:
    """The columns of `FIELDS` for a table of certificates.

    certificates has `certificates.SCHEMA`; templates maps an issuer's key to its templates.
    """
    count = certificates.num_rows
    nothing = pa.nulls(count, pa.string())
    parts: dict[str, pa.Array] = dict.fromkeys(_PARTS, nothing)
    by_template = pa.nulls(count, pa.bool_())
    for issuer, texts in templates.items():
        mine = pc.fill_null(pc.equal(issuer_keys, issuer), False)
        if not texts or not pc.any(mine).as_py():
            continue
        open_, fitted = mine, pa.array(np.zeros(count, bool))
        for text in texts:
            fits, found = _matched(certificates, compile_template(text))
            fits = pc.and_(fits, open_)
            parts = {
                name: pc.if_else(fits, found.get(name, nothing), parts[name]) for name in _PARTS
            }
            open_, fitted = pc.and_not(open_, fits), pc.or_(fitted, fits)
        by_template = pc.if_else(mine, fitted, by_template)
    return _assembled(certificates, parts, by_template, as_of=as_of)


def _matched(
    certificates: pa.Table, template: Template
) -> tuple[pa.BooleanArray, dict[str, pa.Array]]:
    """Which subjects a template fits, and what it reads out of them."""
    fits = pa.array(np.ones(certificates.num_rows, bool))
    found: dict[str, pa.Array] = {}
    for column, expression in template.patterns:
        subject = _whole(certificates[column])
        fits = pc.and_(fits, pc.fill_null(pc.match_substring_regex(subject, expression), False))
        if "(?P<" not in expression:
            continue
        groups = pc.extract_regex(subject, expression)
        for field in groups.type:
            found[field.name] = pc.struct_field(groups, field.name)
    return fits, found


def _assembled(
    certificates: pa.Table,
    parts: Mapping[str, pa.Array],
    by_template: pa.BooleanArray,
    *,
    as_of: dt.date,
) -> pa.Table:
    plain = by_template.is_null()
    nothing = pa.scalar(None, pa.string())
    subject = _whole(certificates["subject_name"])
    organization = pc.if_else(
        plain, _whole(certificates["subject_organization"]), parts["organization"]
    )
    name = pc.coalesce(
        parts["person"], parts["organization"], parts["role"], pc.if_else(plain, subject, nothing)
    )
    kind, identifier = _identifier(_whole(certificates["subject_identifiers"]))
    number = pc.coalesce(
        parts["number"], identifier, _whole(certificates["subject_serial_number"])
    )
    kind = pc.if_else(parts["number"].is_null(), kind, nothing)
    key = number_key(number)
    columns = {
        "subject_name_key": name_key(subject),
        "holder_by_template": by_template,
        "holder_name": name,
        "holder_name_key": name_key(name),
        "holder_person": parts["person"],
        "holder_person_key": name_key(parts["person"]),
        "holder_organization": organization,
        "holder_organization_key": name_key(organization),
        "holder_role": parts["role"],
        "holder_number": number,
        "holder_number_key": key,
        "holder_number_form": number_form(key, as_of=as_of),
        "holder_number_kind": kind,
    }
    return pa.table([columns[name] for name in FIELDS.names], schema=FIELDS)


def _identifier(identifiers: pa.ListArray) -> tuple[pa.StringArray, pa.StringArray]:
    """The kind and value of the first identifier, by `NUMBER_KINDS`, of each certificate."""
    flat = identifiers.flatten()
    parents = pc.list_parent_indices(identifiers).to_numpy(zero_copy_only=False)
    kinds, values = pc.struct_field(flat, "kind"), pc.struct_field(flat, "value")
    rank = pc.index_in(kinds, value_set=pa.array(NUMBER_KINDS))
    known = np.flatnonzero(rank.is_valid().to_numpy(zero_copy_only=False))
    ranks = rank.fill_null(0).to_numpy(zero_copy_only=False)[known]
    best_last = known[np.lexsort((-ranks, parents[known]))]
    place = np.full(len(identifiers), -1, np.int64)
    place[parents[best_last]] = best_last
    chosen = pa.array(place, mask=place < 0)
    return kinds.take(chosen), values.take(chosen)


def _whole(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    if isinstance(column, pa.ChunkedArray):
        return column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
    return column
