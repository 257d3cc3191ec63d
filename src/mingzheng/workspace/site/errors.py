"""The pages for what went wrong: they say what happened and what to do, never how it is built."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mingzheng.language import Text

SAID = {
    400: (
        Text(zh="请求有误", en="The request can't be understood"),
        Text(
            zh="地址或表单的内容不完整。请返回上一页再试。",
            en="The address or the form was incomplete. Go back and try again.",
        ),
    ),
    403: (
        Text(zh="您的角色不能做这件事", en="Your role can't do this"),
        Text(
            zh="这一页属于其他角色。如果您在多个机构任职，请先在右上角切换。",
            en="This page belongs to other roles. If you are a member of several organisations, "
            "switch at the top right first.",
        ),
    ),
    404: (
        Text(zh="没有这一页", en="There is no such page"),
        Text(
            zh="地址有误，或者该内容不属于您的机构。",
            en="The address is wrong, or what it names is not your organisation's.",
        ),
    ),
    419: (
        Text(zh="页面已过期", en="The page has expired"),
        Text(
            zh="表单打开太久，或浏览器没有接受 Cookie。请返回、刷新后再提交；填写的内容没有保存。",
            en="The form was open for too long, or the browser takes no cookies. Go back, reload "
            "and submit again; what you entered was not saved.",
        ),
    ),
    500: (
        Text(zh="系统出错，操作没有完成", en="Something failed; nothing was done"),
        Text(
            zh="数据没有改变。请稍后再试；如果再次出现，请把时间告诉管理人员。",
            en="No data was changed. Try again later; if it happens again, tell the people who "
            "run this workspace when it did.",
        ),
    ),
}


def _page(request: HttpRequest, status: int, shown: int | None = None) -> HttpResponse:
    title, advice = SAID[shown or status]
    return render(
        request,
        "site/error.html",
        {"title": title, "advice": advice, "code": status},
        status=status,
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return _page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return _page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, also for what belongs to others."""
    return _page(request, 404)


def failed(request: HttpRequest) -> HttpResponse:
    """500."""
    return _page(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that did not come from our own page, or came too late."""
    return _page(request, 403, 419)
