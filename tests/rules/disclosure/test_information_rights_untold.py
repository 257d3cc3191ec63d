from mingzheng.rules.disclosure.information_rights_untold import information_rights_untold


def test_a_matter_that_no_notice_tells_is_a_breach(judge_untold):
    judge_untold(information_rights_untold, "information_rights_fault")
