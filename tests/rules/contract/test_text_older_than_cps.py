from mingzheng.rules.contract.text_older_than_cps import text_older_than_cps


def test_a_text_older_than_the_statement_is_a_notice(by_text_fault):
    assert by_text_fault(text_older_than_cps, "contract_revision_fault")
