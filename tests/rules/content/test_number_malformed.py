from mingzheng.rules.content.number_malformed import number_malformed


def test_numbers_pass_their_check_unless_they_are_of_another_kind(judge):
    assert judge(
        number_malformed,
        """
        certificate  in_archive unreadable holder_number_kind holder_number
        resident     yes        -          resident_id        11010519491231002X+id
        wrong_id     yes        -          resident_id        110105194912310021
        short        yes        -          resident_id        11010519491231
        first_kind   yes        -          resident_id        110105491231002
        hong_kong    yes        -          resident_id        810000199408230021+id
        hong_kong_2  yes        -          resident_id        810000199408230022
        foreigner    yes        -          resident_id        991101198001010016
        credit_code  yes        -          uscc               91110000600037341L+uscc
        wrong_code   yes        -          uscc               91110000600037342L
        crossed      yes        -          uscc               11010519491231002X+id
        org_code     yes        -          uscc               600037341
        registration yes        -          uscc               110000000000001
        masked       yes        -          resident_id        110105********0021
        hashed       yes        -          resident_id        #f00
        passport     yes        -          passport           E12345678
        untold       yes        -          -                  110105194912310021
        no_number    yes        -          -                  -
        spoiled      yes        truncated  -                  -
        elsewhere    no         -          -                  -
        """,
    ) == {
        "resident": "clear",
        "wrong_id": "breach",
        "short": "breach",
        "first_kind": "unknown",
        "hong_kong": "clear",
        "hong_kong_2": "unknown",
        "foreigner": "unknown",
        "credit_code": "clear",
        "wrong_code": "breach",
        "crossed": "breach",
        "org_code": "unknown",
        "registration": "unknown",
        "masked": "unknown",
        "hashed": "unknown",
        "passport": "-",
        "untold": "unknown",
        "no_number": "-",
        "spoiled": "unknown",
        "elsewhere": "-",
    }
