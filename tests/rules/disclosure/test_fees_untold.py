from mingzheng.rules.disclosure.fees_untold import fees_untold


def test_a_matter_that_no_notice_tells_is_a_breach(judge_untold):
    judge_untold(fees_untold, "fees_fault")
