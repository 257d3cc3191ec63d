"""Issuers that only the archive holds, and two implementations that disagree."""

from __future__ import annotations

import pytest

from mingzheng.records import archive, authorities
from mingzheng.signatures import opinions, second_opinion
from mingzheng.signatures.verdicts import Verdict

from .conftest import Read, read_folder
from .test_signatures import Ca, spoiled


def of(found: Read) -> list[object]:
    return found.column("certificates", "signature_verdict")


def test_an_issuer_found_in_the_archive_vouches_for_what_it_signed(read):
    root = Ca("根")
    middle = Ca("中级", parent=root)
    issuer = Ca("签发", parent=middle)
    good = issuer.sign()
    archived = [good, spoiled(good), issuer.certificate, middle.certificate, root.sign()]
    files = {f"certificates/{n}.der": der for n, der in enumerate(archived)}
    found = read({**files, "issuers/root.der": root.certificate})
    assert of(found) == ["valid", "issuer_unknown", "valid", "valid", "valid"]
    assert found.column("issuers", "signature_verdict") == ["valid"]
    assert not (found.records.folder / "certificates.aside").exists()


def test_an_issuer_that_nobody_vouches_for_acquits_nobody(read):
    """Whoever puts a CA certificate of the same name into the archive gains nothing by it."""
    root, forger = Ca("根"), Ca("签发")
    issuer = Ca("签发", parent=root)
    archived = [forger.certificate, forger.sign(), issuer.sign(), forger.sign(authority=False)]
    files = {f"certificates/{n}.der": der for n, der in enumerate(archived)}
    supplied = {"issuers/root.der": root.certificate, "issuers/ca.der": issuer.certificate}
    found = read({**files, **supplied})
    # the last one names no key, and the only issuer supplied of this name did not sign it
    assert of(found) == ["issuer_unknown", "issuer_unknown", "valid", "invalid"]


def test_a_holder_is_no_issuer(read):
    root = Ca("根")
    holder = Ca("持有人", parent=root)
    bare = root.sign()
    files = {"certificates/a.der": bare, "certificates/b.der": holder.sign()}
    assert of(read({**files, "issuers/root.der": root.certificate})) == [
        "valid", "issuer_unknown",
    ]  # fmt: skip


def test_a_supplied_issuer_that_is_damaged_is_none(read):
    root = Ca("根")
    issuer = Ca("签发", parent=root)
    files = {"certificates/a.der": spoiled(issuer.sign())}
    supplied = {"issuers/a.der": root.certificate, "issuers/b.der": spoiled(issuer.certificate)}
    found = read({**files, **supplied})
    assert of(found) == ["issuer_unknown"]
    assert found.column("issuers", "signature_verdict") == ["valid", "invalid"]


def test_without_issuers_nothing_is_verified(read):
    ca = Ca("签发")
    assert of(read({"certificates/a.der": ca.sign()})) == ["issuer_unknown"]


def test_batches_and_threads_change_no_verdict(tmp_path, monkeypatch):
    root = Ca("根")
    issuer = Ca("签发", parent=root)
    signed = [issuer.sign() for _ in range(5)]
    archived = [*signed, issuer.certificate, *map(spoiled, signed), root.sign()]
    evidence = tmp_path / "evidence"
    for name, ders in (("certificates", archived), ("issuers", [root.certificate])):
        (evidence / name).mkdir(parents=True)
        for number, der in enumerate(ders):
            (evidence / name / f"{number:02}.der").write_bytes(der)
    found = []
    for batch, threads in ((1 << 16, 1), (2, 2), (5, 2)):
        monkeypatch.setattr(archive, "BATCH", batch)
        read = read_folder(evidence, tmp_path / f"{batch}", threads=threads)
        found.append(read.table("certificates"))
    assert found[0].equals(found[1])
    assert found[0].equals(found[2])
    expected = ["valid"] * 6 + ["issuer_unknown"] * 5 + ["valid"]
    assert found[0]["signature_verdict"].to_pylist() == expected


def test_a_machine_without_libcrypto_says_so_and_verifies_all_the_same(read, monkeypatch):
    for module in (archive, authorities, second_opinion):
        monkeypatch.setattr(module, "library_for", lambda scheme: None)
    ca = Ca("签发")
    good = ca.sign()
    files = {"certificates/a.der": good, "certificates/b.der": spoiled(good)}
    found = read({**files, "issuers/a.der": ca.certificate})
    assert of(found) == ["valid", "invalid"]
    [notice] = [n for n in found.records.notices if "libcrypto" in n.zh]
    assert "纯整数" in notice.zh


@pytest.mark.parametrize("supplied", [True, False])
def test_where_two_implementations_disagree_nothing_is_known(read, monkeypatch, supplied):
    """The fault is put into the second: no signature is known on which real ones differ."""
    monkeypatch.setattr(opinions, "second_opinion", lambda *asked: Verdict.VALID)
    monkeypatch.setattr(opinions, "ONE_IN", 1)
    root = Ca("根")
    issuer = Ca("签发", parent=root)
    good = issuer.sign()
    files = {"certificates/a.der": good, "certificates/b.der": spoiled(good)}
    known = {"issuers/a.der": root.certificate}
    place = "issuers/b.der" if supplied else "certificates/c.der"
    found = read({**files, **known, place: issuer.certificate})
    if not supplied:
        assert of(found) == ["valid", "issuer_unknown", "valid"]
        assert not found.rejects
        return
    assert of(found) == ["valid", None]
    assert found.column("certificates", "signature_answers") == [None, "invalid / valid"]
    [reject] = found.rejected("signature_disputed")
    assert (reject["file"], reject["line"], reject["rows"]) == ("certificates/b.der", 1, 0)
    assert reject["value"] == "invalid / valid"
    assert "certificates" not in found.records.void
