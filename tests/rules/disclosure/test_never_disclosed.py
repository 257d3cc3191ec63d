import pytest

from mingzheng.rules.disclosure.never_disclosed import never_disclosed

TABLE = """
    case      kind   product   outcome   issued accepted_at disclosures notice_fault
    none      issue  signature approved  yes    2019-03-01  0           -
    told      issue  event     approved  yes    2019-03-01  1           0
    posted    issue  signature approved  yes    2019-03-01  1           2
    perhaps   issue  signature approved  yes    2019-03-01  1           1
    untold    issue  signature approved  yes    2019-03-01  -           -
    unheard   issue  signature approved  yes    2019-03-01  -           2
    undated   issue  signature approved  yes    -           0           -
    accepted  issue  signature rejected  no     2019-03-01  0           -
    withdrawn issue  signature withdrawn no     -           0           -
    revoked   revoke signature approved  no     2019-03-01  0           -
    server    issue  server    approved  yes    2019-03-01  0           -
    renewal   renew  signature approved  yes    2019-03-01  0           -
    bare      -      signature -         yes    -           -           -
    """

SAID = {
    "none": "breach",
    "told": "clear",
    "posted": "breach:doubt",
    "perhaps": "unknown",
    "untold": "unknown",
    "unheard": "unknown",
    "undated": "breach",
    "accepted": "breach",
    "withdrawn": "-",
    "revoked": "-",
    "server": "-",
    "bare": "unknown",
}


@pytest.mark.parametrize(("asked", "renewal"), [(True, "breach"), (False, "-"), (None, "unknown")])
def test_who_applies_is_told_before(judge, asked, renewal):
    parameters = {"renewal_needs_disclosure": asked}
    assert judge(never_disclosed, TABLE, parameters=parameters) == {**SAID, "renewal": renewal}
