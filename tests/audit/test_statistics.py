"""What is counted: cases and certificates, not verdicts; and what is held until it is confirmed."""

from __future__ import annotations

from collections import Counter

import pytest

MANY = 210


@pytest.fixture(scope="module")
def counted(audited, issuer_named):
    """An authority without checks, one too small to be held, and times eight hours off."""
    ca = issuer_named("甲CA")
    day = "2020-03-02T10:00:00"
    big = [f"big{n} {'R1'} signature 2020-03-01T09:00:00" for n in range(MANY)]
    small = [f"small{n} R2 signature 2020-03-01T09:00:00" for n in range(20)]
    none = [f"none{n} - signature 2020-03-01T09:00:00" for n in range(20)]
    apart = [f"apart{n} R3 {p} 2020-03-01T09:00:00" for n, p in enumerate(("internal", "test"))]
    checked = [f"K{n} big{n} holder 2020-03-01T19:00:00 passed" for n in range(60)]
    issued = [f"{n + 16:x}a big{n} {day} signature" for n in range(60)]
    header = "application_id registration_authority product applied_at"
    return audited(
        complete="identity_checks issuances applications certificates",
        applications="\n".join([header, *big, *small, *none, *apart]),
        identity_checks="\n".join(["check_id application_id party checked_at result", *checked]),
        issuances="\n".join(["serial_number application_id issued_at product", *issued]),
        # 10:00 in UTC is 18:00 in Shanghai: the export wrote the hour of the wrong clock
        certificates={
            f"{n}.der": ca.certificate((n + 16) * 16 + 10, since=day) for n in range(60)
        },
    )


def test_a_violation_on_most_of_a_large_group_is_held(counted):
    rule = counted.rule("identity.never_checked")
    assert (rule["breach"], rule["held"]) == (MANY - 60 + 40, MANY - 60)
    held = [r for r in counted.listed("identity.never_checked") if r["held"]]
    assert {r["registration_authority"] for r in held} == {"R1"}


def test_internal_and_test_products_are_counted_nowhere(counted):
    assert counted.verdict("identity.never_checked", "R3") == "-"


def test_a_table_off_by_eight_hours_proves_nothing_and_is_said_to(counted):
    assert counted.content["tables"]["issuances"]["shifted"]
    assert any("8" in n["en"] and "issuances" in n["en"] for n in counted.content["notices"])
    rule = counted.rule("identity.checked_after_issuance")
    assert (rule["breach"], rule["unknown"], rule["examined"]) == (0, 60, 60)


def test_examined_is_clear_and_breach_and_unknown(counted):
    for counts in (
        *counted.content["summary"]["items"].values(),
        *counted.content["summary"]["rules"].values(),
    ):
        assert counts["examined"] == counts["clear"] + counts["breach"] + counts["unknown"]


def test_items_count_cases_and_certificates_not_verdicts(counted):
    cases, certificates = MANY + 40, 60
    assert counted.item("1.1")["examined"] == cases
    assert counted.item("1.1")["breach"] == MANY - 60 + 40
    assert counted.item("1.4")["examined"] == certificates


def test_statistics_agree_with_the_verdict_files(counted):
    listed = Counter(
        (r["rule"], r["verdict"], r["severity"] if r["verdict"] == "breach" else None)
        for path in sorted((counted.folder / "verdicts").glob("*.parquet"))
        for r in counted.listed(path.stem)
    )
    sums: Counter[tuple[str, str, str | None]] = Counter()
    for row in counted.statistics:
        if row["scope"] == "rule" and row["verdict"] in ("breach", "unknown"):
            sums[row["id"], row["verdict"], row["severity"]] += row["count"]
    for key, count in listed.items():
        assert sums[key] == count, key
    missing = {rule for rule, verdict, _ in sums if verdict == "breach"} - {
        r for r, _, _ in listed
    }
    assert missing == set()


def test_every_item_of_the_notice_is_there_and_those_without_a_rule_are_named(counted):
    items = counted.content["summary"]["items"]
    for item in counted.content["not_yet_checked"]:
        assert items[item]["examined"] == 0
