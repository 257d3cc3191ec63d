from mingzheng.rules.disclosure.holder_liability_untold import holder_liability_untold


def test_a_matter_that_no_notice_tells_is_a_breach(judge_untold):
    judge_untold(holder_liability_untold, "holder_liability_fault")
