"""The same in other words: sentences as different offices write them."""

from __future__ import annotations

import pytest
from tests.documents.test_clauses import answers
from tests.documents.test_terms import found

AGREEMENTS = {
    "holder_true_information": [
        "订户：负责保证所申报的个人信息或单位信息真实有效，并承担因虚假信息产生的法律后果。",
        "申请方在办理业务时所填报的全部内容必须真实可靠。",
        "用户须确认其提交给注册机构的各项资料完整、准确、合法、有效。",
        "乙方保证：其向甲方提供的所有信息及材料均真实、准确、完整、有效，且在证书有效期内保持更新。",
    ],
    "holder_keeps_signing_data": [
        "乙方应确保其签名私钥仅由本人控制，并对使用该私钥所作签名负责。",
        "请您务必看管好您的签名设备，勿借与他人。",
        "订户应当将私钥保存在安全的介质里，避免泄漏、丢失。",
    ],
    "holder_tells_of_compromise": [
        "证书私钥出现或可能出现安全问题（如丢失、被窃）时，乙方应及时向甲方申请注销。",
        "乙方如遗失证书介质或遗忘PIN码，应尽快携带证件至受理点办理挂失手续。",
        "当您知道或怀疑私钥已不再安全，请立即致电客服热线。",
        "发生密钥损害或疑似损害的情形，订户须在知悉后立刻书面通知发证机构。",
    ],
    "holder_stops_using": [
        "发现密钥损害或疑似损害，订户应立即终止使用证书并提出撤销请求。",
        "证书私钥失控的，乙方须即刻停用证书。",
    ],
    "provider_checks_identity": [
        "甲方及其授权的受理点依据电子认证业务规则，核对乙方提供的证件，确认其身份真实。",
        "甲方负责对乙方身份的真实性进行鉴证。",
        "在签发证书之前，本中心将以人脸识别等方式确认您就是证件所载的本人。",
        "甲方义务：受理申请后查验身份并审查材料。",
    ],
    "provider_complete_accurate_content": [
        "甲方对其签发证书的内容承担准确性责任，确保证书信息与经查验的信息一致。",
        "证书内载明的各项信息，由甲方保证其在有效期内不存在错漏。",
        "本机构签发的证书应准确无误地记载持有人名称、序列号和有效期。",
    ],
    "provider_status_information": [
        "甲方应通过目录服务器向公众公布证书及其撤销信息。",
        "任何人均可通过我司官网免费查验证书是否有效。",
        "甲方提供7×24小时的在线证书状态查询（OCSP）。",
        "证书撤销后，甲方应在24小时内予以公告，供依赖方知悉。",
    ],
    "provider_keeps_records": [
        "甲方应将与电子认证相关的资料妥善归档，保存至证书失效后满五年。",
        "业务办理中形成的纸质和电子档案，我中心至少留存到证书作废之日起第五年末。",
        "本机构依照电子签名法第二十四条保存认证信息。",
        "证书申请、查验、签发、撤销各环节的记录均由甲方保存，期限自证书失效起算不低于六十个月。",
    ],
    "provider_protects_personal_information": [
        "甲方应当依照《个人信息保护法》处理乙方个人信息，仅限于办理证书业务之目的，并采取必要措施确保其安全。",
        "对在服务中知悉的用户资料，本公司承担保密责任，不得非法出售、泄露。",
        "您的身份证号、手机号等由我们加密存储，没有您的授权，我们不会披露给任何单位或个人。",
        "甲方负有为乙方资料保密的义务。",
    ],
    "provider_liability": [
        "如系本机构未履行查验义务致使他人冒名取得证书，由此给订户造成的直接损失由本机构赔偿。",
        "甲方责任：甲方未尽到电子认证义务导致乙方受损的，向乙方支付赔偿金，最高不超过证书费用的10倍。",
        "本中心提供的服务存在过错并造成用户损害时，赔偿上限为个人2万元、单位50万元。",
        "发证机构存在过失的，应对用户因此遭受的实际损失进行赔付。",
        "因认证系统自身缺陷产生的损失，我司负责赔偿。",
    ],
}
NOTICES = {
    "2.1": [
        "证书使用条件：申请人须年满十八周岁并通过实名核验；证书只能在签约平台上用于合同签署。",
        "您取得的证书可以用来登录政务网并对申报文件签名；证书到期、被撤销或者私钥失密后，不可再用其签名。",
        "一、使用条件 证书用途为电子合同签署，不作他用。电子签名须由您本人控制签名密钥完成。",
    ],
    "2.2": [
        "收费项目：证书服务费，200元/年；介质费，60元/个；补办费，30元/次。",
        "本服务对个人不收费；企业收取年费贰佰元整。",
        "依据价格备案，单位证书首年380元，续期每年300元。",
        "目前我中心向社会公众提供的个人证书为免费服务。",
    ],
    "2.3": [
        "为核验身份，我们会收集您的姓名和证件号，仅用于证书申请；上述资料将依法保存至证书失效后五年，期满删除。除司法机关依法查询外，不对外提供。",
        "持有人信息由本机构保管，本机构可在查验、签发和纠纷举证时使用；因保管不当造成泄露的，本机构承担责任。",
        "您的资料自证书失效后保存5年；我们对资料负有保密责任，非经您许可不得披露给第三人。",
    ],
    "2.4": [
        "由于我中心未按规则查验身份、签发错误证书或者未及时撤销，致使您受损的，我中心在限额内赔偿：个人2万元，单位50万元。",
        "本机构负责证书的签发、撤销和状态发布，对因自身过错造成的损失负赔偿之责。",
        "我司仅对直接损失负责，赔偿总额不超过证书价款的10倍。",
        "电子认证服务机构不能证明自己无过错的，应当承担赔偿责任。",
    ],
    "2.5": [
        "持有人须对所填内容的真实性负责，并保管好介质与密码，凡用该证书所作的签名均视为本人行为。",
        "请您如实申报、妥善保管密钥；因您泄露密码产生的损失，由您自行承担。",
        "持证人未及时告知密钥失密而造成他人损失的，承担赔偿责任；持证人应提供真实资料。",
    ],
}
NOT_IN_AGREEMENTS = {
    "holder_true_information": [
        "甲方保证网站公布信息的真实性。",
        "乙方应提供身份证原件及复印件。",
        "乙方信息发生变化的，应在5日内办理变更。",
        "依赖方应核实签名人信息的真实性。",
        "甲方有权要求乙方补充材料以证明其真实身份。",
    ],
    "holder_keeps_signing_data": [
        "乙方应妥善保管本协议及收费凭证。",
        "甲方确保密钥在密码机中生成。",
        "乙方应当合理使用数字证书。",
        "乙方应及时修改初始密码。",
        "乙方私钥由甲方托管，甲方应妥善保管。",
    ],
    "holder_tells_of_compromise": [
        "乙方对私钥泄露造成的后果自行承担。",
        "乙方名称变更的应通知甲方。",
        "甲方发现乙方私钥泄露的，有权撤销证书。",
        "乙方私钥泄露的，甲方可通知依赖方。",
    ],
    "holder_stops_using": [
        "证书被撤销后，乙方不得使用该证书。",
        "甲方有权在乙方欠费时停止其使用证书。",
        "乙方私钥丢失应申请补办。",
    ],
    "provider_checks_identity": [
        "乙方同意甲方通过第三方核验其身份信息。",
        "注册机构受理乙方申请。",
        "甲方收到乙方材料后予以登记。",
        "甲方对依赖方的身份不作审查。",
    ],
    "provider_complete_accurate_content": [
        "乙方接受证书即视为确认证书内容准确。",
        "甲方按照乙方提供的信息签发证书。",
        "甲方保证服务的连续性。",
    ],
    "provider_status_information": [
        "证书过期后状态为失效。",
        "甲方在证书撤销后通知乙方。",
        "乙方可向甲方申请撤销证书。",
    ],
    "provider_keeps_records": [
        "甲方保存监控录像三个月。",
        "乙方应保存交易记录。",
        "甲方妥善保管乙方交付的介质。",
        "甲方的财务凭证保存十年。",
    ],
    "provider_protects_personal_information": [
        "甲方收集乙方的姓名、身份证号、手机号。",
        "甲方重视个人信息保护。",
        "乙方应注意保护个人隐私。",
        "双方对本协议内容保密。",
    ],
    "provider_liability": [
        "甲方的赔偿责任见业务规则。",
        "甲方对间接损失不予赔偿。",
        "甲方仅承担法律规定的责任。",
        "乙方违反本协议造成他人损失的，应予赔偿。",
        "甲方责任以法律规定为限。",
    ],
}
NOT_IN_NOTICES = {
    "2.1": [
        "请您仔细阅读本告知书后使用证书。",
        "证书由我中心签发，符合国家标准。",
        "数字证书是电子签名的工具，具有法律效力。",
    ],
    "2.2": [
        "收费标准以物价部门核定的为准。",
        "证书费用由您承担，具体金额以缴费页面为准。",
        "逾期缴费的，加收滞纳金；发票请在线申领。",
        "赔偿限额为人民币2万元。",
    ],
    "2.3": [
        "您的个人信息受法律保护。",
        "我们会按照隐私政策处理您的信息。",
        "请您妥善保存证书信息。",
        "我们将您的信息录入系统。",
    ],
    "2.4": [
        "本机构按照法律法规承担责任。",
        "本机构不对间接损失负责。",
        "您的损失由您自行承担。",
        "本机构致力于提供优质服务。",
        "您违反规定造成损失的，应当赔偿。",
    ],
    "2.5": [
        "您的权利义务见服务协议。",
        "您应当阅读本告知书。",
        "本机构应当妥善保管私钥并提供真实信息。",
    ],
}
TERMS = [
    (
        "retention",
        "本中心应将订户的申请、签发、撤销等资料保存到该证书失效之后满五年。",
        {("any", "5", "year")},
    ),
    ("retention", "相关档案自证书期满之日起封存不得少于拾年。", {("any", "10", "year")}),
    (
        "revocation_processing",
        "撤销请求经审核通过的，即时处理，最长不得超过二十四（24）小时。",
        {("any", "24", "hour")},
    ),
    (
        "revocation_processing",
        "对于紧急撤销，本机构在接到请求后的8小时内处理完毕。",
        {("any", "8", "hour")},
    ),
    (
        "revocation_processing",
        "4.9.5 电子认证服务机构处理撤销请求的时限\n自受理之日起一个工作日内完成。",
        {("any", "1", "working_day")},
    ),
    (
        "revocation_publication",
        "已撤销证书的信息于当日12小时内对外公布。",
        {("any", "12", "hour")},
    ),
    ("liability_cap", "单位证书：每份不超过人民币捌拾万元。", set()),
    (
        "liability_cap",
        "赔偿限额如下：\n（1）单位证书，每张80万元；\n（2）个人证书，每张1万元。",
        {("organization", "800000", "CNY"), ("individual", "10000", "CNY")},
    ),
    (
        "liability_cap",
        "本机构的累计赔偿金额，个人用户不高于2万元，企业用户不高于50万元。",
        {("organization", "500000", "CNY"), ("individual", "20000", "CNY")},
    ),
    ("liability_cap", "赔付金额最高不超过乙方已付证书服务费的三倍。", {("any", "3", "times_fee")}),
    ("validity", "机构证书自签发之日起二年内有效。", {("organization", "2", "year")}),
    (
        "validity",
        "单次签名使用的事件证书，自签发起5分钟后自动失效，有效期五分钟。",
        {("event", "5", "minute")},
    ),
    ("validity", "甲方为乙方签发的证书有效期：12个月。", {("any", "12", "month")}),
    (
        "complaint_answer",
        "我们会在接到您投诉的次日起3个工作日内给予回复。",
        {("any", "3", "working_day")},
    ),
    (
        "complaint_answer",
        "本机构受理投诉后，应于十五日之内办结并告知投诉人。",
        {("any", "15", "day")},
    ),
    ("change_notice", "本机构变更收费标准的，应于实施前三十日公告。", {("any", "30", "day")}),
    ("change_notice", "协议条款的修改在网站公示7日后对双方发生效力。", {("any", "7", "day")}),
    (
        "reuse_period",
        "身份核验通过后6个月之内再次申请的，可免于重复核验。",
        {("any", "6", "month")},
    ),
    ("refund", "证书签发后，所交费用不再退回。", {("any", "none", None)}),
    (
        "refund",
        "因发证机构责任导致证书不能使用的，退还全部费用，其他情形不退费。",
        {("any", "provider_fault", None)},
    ),
    ("forum", "由北京仲裁委员会按其现行规则仲裁。", {("any", "arbitration:北京仲裁委员会", None)}),
    ("forum", "诉讼由甲方住所地有管辖权的人民法院专属管辖。", {("any", "court:provider", None)}),
    (
        "forum",
        "如协商不成，任何一方均可向被告住所地人民法院提起诉讼。",
        {("any", "court:defendant", None)},
    ),
    ("governing_law", "本合同依中华人民共和国法律解释和执行。", {("any", "PRC", None)}),
    ("change_right", "本协议的修改应由双方另行签订书面补充协议。", {("any", "mutual", None)}),
    ("change_right", "甲方保留对本协议条款随时修改的权利。", {("any", "unilateral", None)}),
    ("effective", "本协议经双方签章后生效。", {("any", "signature_or_seal", None)}),
    ("effective", "乙方在申请页面勾选“同意”并提交，本协议即告成立。", {("any", "click", None)}),
    ("effective", "自乙方首次使用证书之时起本协议生效。", {("any", "first_use", None)}),
    ("separation", "身份查验与材料审查须由不同人员承担。", {("any", "required", None)}),
    ("separation", "录入员不得兼任审核员。", {("any", "required", None)}),
    ("separation", "小型受理点的查验和复核可由一人兼任。", {("any", "not_required", None)}),
]
PAID = [
    ("证书年费由用人单位统一支付。", ("certificate", "employer")),
    ("证书费用由财政承担，持有人无需付费。", ("certificate", "government")),
    ("平台运营方与我中心结算证书费用。", ("certificate", "application_operator")),
    ("介质由乙方自行购买，费用自理。", ("medium", "holder")),
    ("撤销证书不收费。", ("revocation", "provider")),
    ("USBKey丢失的，重新制作需交纳80元工本费。", ("replacement", "holder")),
    ("证书服务费由乙方向甲方支付。", ("certificate", "holder")),
]


def cases(table: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(key, line) for key, lines in table.items() for line in lines]


@pytest.mark.parametrize(("key", "line"), cases(AGREEMENTS))
def test_a_duty_in_other_words(key: str, line: str):
    assert answers("agreement", line)[key].answer == "covered"


@pytest.mark.parametrize(("key", "line"), cases(NOT_IN_AGREEMENTS))
def test_another_matter_in_like_words(key: str, line: str):
    assert answers("agreement", line)[key].answer != "covered"


@pytest.mark.parametrize(("key", "line"), cases(NOTICES))
def test_an_item_in_other_words(key: str, line: str):
    assert answers("notice", line)[key].answer == "covered"


@pytest.mark.parametrize(("key", "line"), cases(NOT_IN_NOTICES))
def test_a_notice_that_tells_nothing(key: str, line: str):
    assert answers("notice", line)[key].answer != "covered"


@pytest.mark.parametrize(("key", "text", "values"), TERMS)
def test_a_term_in_other_words(key: str, text: str, values: set[tuple[str, str, str | None]]):
    assert found(key, *text.split("\n")) == values


@pytest.mark.parametrize(("text", "paid"), PAID)
def test_who_pays_in_other_words(text: str, paid: tuple[str, str]):
    assert {each[:2] for each in found("payer", text)} == {paid}
