from mingzheng.rules.contract.never_signed import never_signed


def test_without_a_contract_neither_side_knows_what_it_owes(judge):
    assert judge(
        never_signed,
        """
        case      kind   product   outcome   issued accepted_at contracts contracts_in_force
        none      issue  signature approved  yes    2019-03-01  0         0
        signed    issue  signature approved  yes    2019-03-01  1         1
        untold    issue  signature approved  yes    2019-03-01  -         -
        lapsed    issue  signature approved  yes    2019-03-01  1         0
        renewal   renew  signature approved  yes    2019-03-01  0         0
        standing  renew  signature approved  yes    2019-03-01  1         1
        accepted  issue  signature approved  yes    -           0         0
        refused   issue  signature rejected  no     2019-03-01  0         0
        withdrawn issue  signature withdrawn no     -           0         0
        revoked   revoke signature approved  no     2019-03-01  0         0
        event     issue  event     -         yes    2019-03-01  0         0
        server    issue  server    approved  yes    2019-03-01  0         0
        bare      -      signature -         yes    -           0         0
        """,
    ) == {
        "none": "breach",
        "signed": "clear",
        "untold": "unknown",
        "lapsed": "breach:doubt",
        "renewal": "breach:doubt",
        "standing": "clear",
        "accepted": "unknown",
        "refused": "-",
        "withdrawn": "-",
        "revoked": "-",
        "event": "breach",
        "server": "-",
        "bare": "unknown",
    }
