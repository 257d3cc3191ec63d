from mingzheng.rules.parties.identifier_differs import identifier_differs


def test_numbers_of_one_kind_are_compared(judge):
    assert judge(
        identifier_differs,
        """
        certificate product    in_archive unreadable holder_number      holder_number_kind subject_id_number  subject_id_type
        same        signature  yes        -          11010519491231002X resident_id        11010519491231002x resident_id
        another     signature  yes        -          11010519491231002X resident_id        440524188001010014 resident_id
        old_form    signature  yes        -          11010519491231002X resident_id        110105491231002    resident_id
        old_other   signature  yes        -          11010519491231002X resident_id        110105491231003    resident_id
        odd_length  signature  yes        -          11010519491231002X resident_id        1101054912310      resident_id
        masked      signature  yes        -          110105********002X resident_id        440524188001010014 resident_id
        hashed      signature  yes        -          #f00               resident_id        440524188001010014 resident_id
        passport    signature  yes        -          E12345678          passport           440524188001010014 resident_id
        untyped     signature  yes        -          11010519491231002X resident_id        440524188001010014 -
        no_number   signature  yes        -          -                  -                  440524188001010014 resident_id
        unapplied   signature  yes        -          11010519491231002X resident_id        -                  -
        spoiled     signature  yes        truncated  -                  -                  440524188001010014 resident_id
        absent      signature  no         -          -                  -                  440524188001010014 resident_id
        server      server     yes        -          11010519491231002X resident_id        440524188001010014 resident_id
        """,
    ) == {
        "same": "clear",
        "another": "breach",
        "old_form": "clear",
        "old_other": "breach",
        "odd_length": "unknown",
        "masked": "unknown",
        "hashed": "unknown",
        "passport": "-",
        "untyped": "unknown",
        "no_number": "-",
        "unapplied": "unknown",
        "spoiled": "unknown",
        "absent": "unknown",
        "server": "-",
    }


def test_an_organisation_code_is_part_of_the_credit_code(judge):
    assert judge(
        identifier_differs,
        """
        certificate product   in_archive holder_number      holder_number_kind organization_id_number subject_id_number  subject_id_type
        same        signature yes        91110000600037341L uscc               91110000600037341L     11010519491231002X resident_id
        code        signature yes        600037341          organisation_code  91110000600037341L     -                  -
        long        signature yes        91110000600037341L uscc               -                      600037341          organisation_code
        other_code  signature yes        600037342          organisation_code  91110000600037341L     -                  -
        another     signature yes        12100000K00002351Y uscc               91110000600037341L     -                  -
        register    signature yes        110000000000001    uscc               91110000600037341L     -                  -
        """,
    ) == {
        "same": "clear",
        "code": "clear",
        "long": "clear",
        "other_code": "breach",
        "another": "breach",
        "register": "unknown",
    }
