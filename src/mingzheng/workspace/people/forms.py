"""What persons enter about themselves and others."""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db.models import QuerySet

from mingzheng.workspace.people.models import Organisation, User, folded
from mingzheng.workspace.people.roles import Kind, roles_of
from mingzheng.workspace.site.forms import Form, Versioned
from mingzheng.workspace.site.speech import both

USERNAME = RegexValidator(
    r"\A[\w.-]{3,40}\Z",
    both(
        "3–40 个字符：文字、数字、点、连字符或下划线",
        "3–40 characters: letters, digits, dots, hyphens or underscores",
    ),
)

CREDIT_CODE = RegexValidator(
    r"\A[0-9A-HJ-NPQRTUWXY]{18}\Z",
    both("统一社会信用代码为 18 位数字和大写字母", "The code has 18 digits and capital letters"),
)


class SignIn(Form):
    """Name and password."""

    username = forms.CharField(
        label=both("登录名", "Sign-in name"),
        max_length=80,
        widget=forms.TextInput({"autocomplete": "username", "autofocus": True}),
    )
    password = forms.CharField(
        label=both("口令", "Password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )


class Code(Form):
    """A code of the telephone, or a recovery code."""

    code = forms.CharField(
        label=both("验证码", "Code"),
        help_text=both(
            "手机应用显示的六位数字；手机不在身边时，输入一个备用码。",
            "The six digits your telephone shows; without it, one of your recovery codes.",
        ),
        max_length=20,
        widget=forms.TextInput({"autocomplete": "one-time-code", "autofocus": True}),
    )

    def clean_code(self) -> str:
        """The code as it was meant: full-width digits are digits, spaces are none of it."""
        return "".join(unicodedata.normalize("NFKC", self.cleaned_data["code"]).split())


class CurrentPassword(Form):
    """The password again, before something grave."""

    current = forms.CharField(
        label=both("当前口令", "Current password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )


class NewPassword(Form):
    """A password, twice."""

    password = forms.CharField(
        label=both("口令", "Password"),
        help_text=both(
            "至少 12 个字符。几个不相干的词比符号更好记，也更安全。",
            "At least 12 characters. A few unrelated words are easier to keep and safer than signs.",
        ),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    repeated = forms.CharField(
        label=both("再输入一次", "The same again"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """Both the same, and none that is easily guessed."""
        given: dict[str, Any] = super().clean()
        password = given.get("password")
        if password and password != given.get("repeated"):
            self.add_error("repeated", both("两次输入不一致", "The two differ"))
        if password:
            try:
                password_validation.validate_password(password, self.owner())
            except ValidationError as error:
                self.add_error("password", error)
        return given

    def owner(self) -> User:
        """Whose password it becomes: it may not resemble their names."""
        given = self.cleaned_data
        return User(username=given.get("username", ""), name=given.get("name", ""))


class ChangePassword(NewPassword, CurrentPassword):
    """The password that was, and the one that is to be."""

    field_order = ("current", "password", "repeated")

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def owner(self) -> User:
        """The person whose account it is."""
        return self.user


class Join(NewPassword):
    """A new person: who they are, and the password they choose."""

    name = forms.CharField(
        label=both("姓名", "Name"),
        max_length=60,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    username = forms.CharField(
        label=both("登录名", "Sign-in name"),
        max_length=40,
        validators=[USERNAME],
        widget=forms.TextInput({"autocomplete": "username"}),
    )
    field_order = ("name", "username", "password", "repeated")

    def clean_username(self) -> str:
        """A name that nobody has."""
        username = folded(self.cleaned_data["username"])
        USERNAME(username)
        if User.objects.named(username) is not None:
            raise ValidationError(both("这个登录名已有人使用", "This sign-in name is taken"))
        return username


class Invite(Form):
    """Whom to ask into an organisation, and as what."""

    name = forms.CharField(label=both("姓名", "Name"), max_length=60)
    role = forms.ChoiceField(label=both("角色", "Role"))

    def __init__(self, kind: Kind, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [
            (role.value, both(role.text.zh, role.text.en)) for role in roles_of(kind)
        ]


class Reason(Form):
    """Why something is done."""

    reason = forms.CharField(label=both("原因", "Reason"), max_length=200)


class HandOver(Form):
    """To whom open matters go."""

    to = forms.ModelChoiceField(None, label=both("移交给", "Hand over to"))

    def __init__(self, colleagues: QuerySet, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = colleagues


class ProvinceChoice(forms.ModelChoiceField):
    """One of the provinces."""

    def __init__(self, **kwargs: Any) -> None:
        provinces = Organisation.objects.filter(kind=Kind.PROVINCE).order_by("code")
        super().__init__(provinces, label=both("注册地", "Registered in"), **kwargs)


DAY = {"widget": forms.DateInput({"type": "date"}, format="%Y-%m-%d")}


class Facts(Form):
    """What is registered of an authority."""

    name = forms.CharField(label=both("名称", "Name"), max_length=120)
    name_en = forms.CharField(
        label=both("英文名称", "English name"), max_length=160, required=False
    )
    code = forms.CharField(
        label=both("统一社会信用代码", "Unified social credit code"),
        max_length=18,
        required=False,
        validators=[CREDIT_CODE],
    )


class Register(Facts):
    """A new authority."""

    province = ProvinceChoice(required=False)
    licence = forms.CharField(
        label=both("许可证号", "Licence number"), max_length=40, required=False
    )
    licence_since = forms.DateField(label=both("有效期起", "Valid from"), required=False, **DAY)
    licence_until = forms.DateField(label=both("有效期止", "Valid until"), required=False, **DAY)
    issuers = forms.CharField(
        label=both("签发者名称", "Issuer names"),
        help_text=both(
            "证书中签发者的可分辨名称，每行一个", "Distinguished names of its issuers, one a line"
        ),
        widget=forms.Textarea({"rows": 3}),
        required=False,
    )


class Change(Facts, Versioned):
    """What is to be different from a day on."""

    seat = ProvinceChoice(required=False)
    since = forms.DateField(label=both("自何日起", "From what day on"), **DAY)
    field_order = ("name", "name_en", "code", "seat", "since")
    proposed = frozenset({"since"})


class NewLicence(Form):
    """A licence, or its next period."""

    number = forms.CharField(label=both("许可证号", "Licence number"), max_length=40)
    since = forms.DateField(label=both("有效期起", "Valid from"), **DAY)
    until = forms.DateField(label=both("有效期止", "Valid until"), **DAY)


class RegisterFile(Form):
    """A list of authorities."""

    file = forms.FileField(
        label=both("名录文件", "File"),
        help_text=both(
            "CSV 或 XLSX，不超过 2 MB，首行为列名",
            "CSV or XLSX, up to 2 MB, with column names in the first row",
        ),
        widget=forms.FileInput({"accept": ".csv,.xlsx"}),
    )
