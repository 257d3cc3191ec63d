"""Item 1.1: is the applicant's identity verified as the law and the CPS demand?"""
