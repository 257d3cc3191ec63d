from mingzheng.rules.contract.template_not_in_force import template_not_in_force


def test_an_old_text_is_a_notice(by_text_fault):
    assert by_text_fault(template_not_in_force, "contract_template_fault")
