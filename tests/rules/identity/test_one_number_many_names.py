from mingzheng.rules.identity.one_number_many_names import one_number_many_names


def test_a_number_belongs_to_one_name(judge):
    assert judge(
        one_number_many_names,
        """
        case    kind  product   outcome  issued number_names
        two     issue signature approved yes    2
        one     issue signature approved yes    1
        masked  issue signature approved yes    -
        refused issue signature rejected no     2
        server  issue server    approved yes    2
        """,
    ) == {"two": "breach", "one": "clear", "masked": "unknown", "refused": "-", "server": "-"}
