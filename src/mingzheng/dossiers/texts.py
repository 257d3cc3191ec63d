"""Names and numbers as they were given: never judged, only shown.

Rules compare normalised keys, so the texts stay in the records and are joined to what is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mingzheng.dossiers.archive_object import ArchiveObject
from mingzheng.dossiers.case import Case
from mingzheng.dossiers.certificate import Certificate
from mingzheng.dossiers.evidence import Evidence
from mingzheng.dossiers.facts import Dossier, Value


@dataclass(frozen=True)
class Texts:
    """Facts whose text stands in a record: the record's table, the fact that holds its row.

    by: the unique column of the record that the fact holds, where it is not the row.
    """

    table: str
    row: str
    columns: Mapping[str, str]
    """Column of the dossier → column of the record."""
    by: str = "row"


def _alike(*names: str) -> Mapping[str, str]:
    return {name: name for name in names}


SAID = {
    "said_of_use": "terms_of_use",
    "said_of_fees": "fees",
    "said_of_information": "information_rights",
    "said_of_provider": "provider_liability",
    "said_of_holder": "holder_liability",
}
OF_CASES = (
    Texts(
        "applications",
        "application_row",
        _alike(
            "subject_name",
            "subject_id_number",
            "organization_name",
            "organization_id_number",
            "applicant_name",
            "applicant_id_number",
            "agent_name",
            "agent_id_number",
        ),
    ),
    Texts(
        "contracts",
        "contract_row",
        {
            "contract_party_name": "party_name",
            "contract_party_id_number": "party_id_number",
            "contract_signed_by": "signed_by_name",
        },
    ),
    Texts("identity_checks", "identity_pass_row", _alike("checked_name", "checked_id_number")),
    Texts(
        "disclosures",
        "disclosure_row",
        {"disclosure_document": "document_id", "disclosure_means": "means"},
    ),
    Texts("disclosures", "told_agent_row", {"told_agent": "told_name"}),
    Texts("documents", "disclosure_document", {"disclosure_version": "version"}, by="document_id"),
    Texts("public_texts", "disclosure_document", SAID, by="document_id"),
    Texts("documents", "contract_document", {"contract_version": "version"}, by="document_id"),
    Texts(
        "public_texts",
        "contract_document",
        {"contract_lacks": "lacks", "contract_unsure": "unsure"},
        by="document_id",
    ),
    Texts(
        "text_pairs",
        "contract_pair",
        {"contract_statement": "statement_id", "contract_contradiction": "said"},
    ),
)
OF_CERTIFICATES = (
    Texts(
        "applications",
        "application_row",
        _alike("subject_name", "subject_id_number", "organization_name", "organization_id_number"),
    ),
    Texts("deliveries", "delivery_row", _alike("recipient_name")),
    Texts(
        "certificates",
        "certificate_row",
        _alike("holder_name", "holder_person", "holder_organization", "holder_number"),
    ),
)
OF_ARCHIVE_OBJECTS = (
    Texts("applications", "application_row", _alike("application_id")),
    Texts("holdings", "holding_row", _alike("location", "path", "sha256", "sm3")),
    Texts("objects", "object_row", {"object_sha256": "sha256", "object_sm3": "sm3"}),
)
TEXTS: Mapping[type[Dossier], tuple[Texts, ...]] = {
    ArchiveObject: OF_ARCHIVE_OBJECTS,
    Case: OF_CASES,
    Certificate: OF_CERTIFICATES,
}
"""A dossier that is not here has none: few enough to carry its texts."""


def left_out(dossier: type[Dossier]) -> frozenset[str]:
    """The columns of a dossier that are null until they are shown."""
    return frozenset(column for texts in TEXTS.get(dossier, ()) for column in texts.columns)


def with_texts(e: Evidence, dossier: type[Dossier], rows: Value) -> Value:
    """Dossier rows with the texts filled in."""
    for texts in TEXTS.get(dossier, ()):
        place = f"{texts.table}_place"
        source = e[texts.table].select(
            **{place: texts.by}, **{f"{c}_given": given for c, given in texts.columns.items()}
        )
        rows = rows.left_join(source, rows[texts.row] == source[place])
        rows = rows.mutate(**{c: rows[f"{c}_given"] for c in texts.columns})
        rows = rows.drop(place, *[f"{c}_given" for c in texts.columns])
    return rows
