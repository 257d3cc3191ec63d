from mingzheng.rules.disclosure.provider_liability_untold import provider_liability_untold


def test_a_matter_that_no_notice_tells_is_a_breach(judge_untold):
    judge_untold(provider_liability_untold, "provider_liability_fault")
