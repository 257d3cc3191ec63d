from mingzheng.rules.disclosure.terms_of_use_untold import terms_of_use_untold


def test_a_matter_that_no_notice_tells_is_a_breach(judge_untold):
    judge_untold(terms_of_use_untold, "terms_of_use_fault")
