"""What persons enter about themselves and others."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

from mingzheng.workspace.people.models import User
from mingzheng.workspace.site.forms import Form
from mingzheng.workspace.site.speech import both

USERNAME = RegexValidator(
    r"\A[\w.-]{3,40}\Z",
    both(
        "3–40 个字符：文字、数字、点、连字符或下划线",
        "3–40 characters: letters, digits, dots, hyphens or underscores",
    ),
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
        username: str = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=username).exists():
            raise ValidationError(both("这个登录名已有人使用", "This sign-in name is taken"))
        return username
