from mingzheng.rules.contract.text_unidentified import text_unidentified


def test_a_contract_without_a_text_is_a_doubt(by_text_fault):
    assert by_text_fault(text_unidentified, "contract_text_fault")
