from mingzheng.rules.identity.reused_from_invalid import reused_from_invalid


def test_to_rely_on_nothing_is_to_verify_nothing(judge):
    assert judge(
        reused_from_invalid,
        """
        case     kind  product   outcome  checks fresh_passes relied_on reuse_fault
        invalid  renew signature approved 1      0            C-17      2
        valid    renew signature approved 1      0            C-18      0
        rootless renew signature approved 1      0            C-19      1
        beside   renew signature approved 2      1            C-17      2
        unsure   renew signature approved 1      -            C-17      2
        fresh    renew signature approved 1      1            -         -
        none     renew signature approved 0      0            -         -
        untold   renew signature approved -      -            -         -
        server   renew server    approved 1      0            C-17      2
        """,
    ) == {
        "invalid": "breach",
        "valid": "clear",
        "rootless": "unknown",
        "beside": "clear",
        "unsure": "unknown",
        "fresh": "-",
        "none": "-",
        "untold": "unknown",
        "server": "-",
    }
