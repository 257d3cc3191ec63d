from mingzheng.rules.review.material_expired import material_expired

TABLE = """
    case    kind   product   initiated_by outcome  issued event_at         limited_materials id_document_until material_until
    person  issue  signature holder       approved yes    2019-03-11T10:00 1                 2019-03-01        -
    paper   issue  signature holder       approved yes    2019-03-11T10:00 1                 -                 2019-03-01
    both    issue  signature holder       approved yes    2019-03-11T10:00 2                 2019-03-01        2019-03-01
    last    issue  signature holder       approved yes    2019-03-11T10:00 1                 2019-03-11        -
    valid   renew  signature holder       approved yes    2019-03-11T10:00 2                 2029-03-01        2019-05-01
    endless issue  signature holder       approved yes    2019-03-11T10:00 0                 -                 -
    untold  issue  signature holder       approved yes    2019-03-11T10:00 -                 -                 -
    asked   revoke signature holder       approved no     2019-03-11T10:00 1                 2019-03-01        -
    refused issue  signature holder       rejected no     2019-03-11T10:00 1                 2019-03-01        -
    server  issue  server    holder       approved yes    2019-03-11T10:00 1                 2019-03-01        -
    """

SAID = {
    "person": "breach",
    "paper": "breach:doubt",
    "both": "breach",
    "last": "clear",
    "valid": "clear",
    "endless": "-",
    "untold": "unknown",
    "asked": "breach",
    "refused": "-",
    "server": "-",
}


def test_a_lapsed_document_proves_nothing(judge):
    assert judge(material_expired, TABLE, parameters={"document_extension_days": 0}) == SAID


def test_a_published_policy_may_extend_it(judge):
    said = judge(material_expired, TABLE, parameters={"document_extension_days": 10})
    assert said["person"] == said["paper"] == "clear"
    said = judge(material_expired, TABLE, parameters={"document_extension_days": 5})
    assert said["person"] == "breach"


def test_without_a_word_on_policies_it_is_a_doubt(judge):
    said = judge(material_expired, TABLE)
    assert said["person"] == said["both"] == said["paper"] == "breach:doubt"
    assert said["valid"] == "clear"
