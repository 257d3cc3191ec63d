from mingzheng.rules.review.materials_incomplete import materials_incomplete

TABLE = """
    case    kind   product   initiated_by subject_kind outcome  issued material_kinds materials_settled
    none    issue  signature holder       organization approved yes    0              yes
    lacking issue  signature holder       organization approved yes    8              yes
    full    issue  signature holder       organization approved yes    10             yes
    more    issue  signature holder       organization approved yes    15             yes
    gaps    issue  signature holder       organization approved yes    8              no
    there   issue  signature holder       organization approved yes    10             no
    untold  issue  signature holder       organization approved yes    -              -
    person  issue  signature holder       person       approved yes    0              yes
    device  issue  signature holder       device       approved yes    0              yes
    renewal renew  signature holder       organization approved yes    8              yes
    revoked revoke signature holder       organization approved no     0              yes
    refused issue  signature holder       organization rejected no     0              yes
    server  issue  server    holder       organization approved yes    0              yes
    """

SAID = {
    "none": "breach",
    "lacking": "breach",
    "full": "clear",
    "more": "clear",
    "gaps": "unknown",
    "there": "clear",
    "untold": "unknown",
    "person": "-",
    "device": "unknown",
    "renewal": "-",
    "revoked": "-",
    "refused": "-",
    "server": "-",
}
LISTED = {
    "materials_organization": ("business_licence", "application_form"),
    "materials_person": (),
    "renewal_needs_materials": False,
}


def test_what_the_practice_statement_asks_for_must_be_on_file(judge):
    assert judge(materials_incomplete, TABLE, parameters=LISTED) == SAID


def test_a_renewal_asks_for_papers_where_the_practice_statement_says_so(judge):
    asked = {**LISTED, "renewal_needs_materials": True}
    assert judge(materials_incomplete, TABLE, parameters=asked)["renewal"] == "breach"
    unsaid = {**LISTED, "renewal_needs_materials": None}
    assert judge(materials_incomplete, TABLE, parameters=unsaid)["renewal"] == "unknown"


def test_without_a_list_nothing_can_be_missed(judge):
    said = judge(materials_incomplete, TABLE)
    assert said["none"] == said["full"] == "unknown"
