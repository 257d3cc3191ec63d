"""A template and what fills it → a Word file of the same bytes for the same values.

Templates may come from an office that edited ours, and values from evidence that strangers
wrote: templates run in a sandbox and must know every placeholder, values are text and nothing
else.
"""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Mapping
from importlib import resources
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateSyntaxError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from mingzheng.errors import OutputError, TemplateError, system_reason
from mingzheng.language import Language, Text
from mingzheng.reports.plain import printable, shown

KINDS = ("self-inspection", "rectification-plan", "inspection-record")
"""The documents, by the names of their templates."""

_ZIP_BEGINS = (1980, 1, 1, 0, 0, 0)
_MOST_BYTES = 100_000_000


def template_name(kind: str, language: Language) -> str:
    """The file name of a template."""
    return f"{kind}.{language}.docx"


def template(kind: str, language: Language, folder: Path | None = None) -> bytes:
    """A template from `folder`, or ours where it has none of that name or there is no folder.

    Raises TemplateError where the folder can't be read.
    """
    name = template_name(kind, language)
    if folder is not None:
        if not folder.is_dir():
            raise TemplateError(
                zh=f"模板文件夹 {folder} 不存在。请先用 mingzheng documents templates 导出模板。",
                en=f"There is no folder of templates {folder}. Export them with mingzheng "
                "documents templates.",
            )
        try:
            return (folder / name).read_bytes()
        except FileNotFoundError:
            pass
        except OSError as error:
            raise TemplateError(
                zh=f"无法读取模板 {folder / name}：{system_reason(error).zh}。",
                en=f"The template {folder / name} can't be read: {system_reason(error).en}.",
            ) from error
    return (resources.files(__package__) / "templates" / name).read_bytes()


def export(folder: Path) -> list[Path]:
    """Write our templates into a folder, both languages, and return their paths.

    Raises OutputError where one of them is there already or can't be written.
    """
    paths = []
    for kind in KINDS:
        for language in ("zh", "en"):
            path = folder / template_name(kind, language)
            try:
                folder.mkdir(parents=True, exist_ok=True)
                with path.open("xb") as file:
                    file.write(template(kind, language))
            except FileExistsError as error:
                raise OutputError(
                    zh=f"{path} 已存在，未覆盖。请换一个文件夹。",
                    en=f"{path} is there already and was not overwritten. Choose another folder.",
                ) from error
            except OSError as error:
                raise OutputError(
                    zh=f"无法写入 {path}：{system_reason(error).zh}。",
                    en=f"{path} can't be written: {system_reason(error).en}.",
                ) from error
            paths.append(path)
    return paths


def fill(given: bytes, values: Mapping[str, Any], *, name: str, title: str, day: dt.date) -> bytes:
    """A template filled with values; `name` is what errors call it, `day` its day of writing.

    Values are strings, numbers, truths, and lists and mappings of these. Raises TemplateError
    where the template is no Word file, is malformed, or names a placeholder there is not.
    """
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    try:
        _refuse_oversized(given, name)
        document = DocxTemplate(BytesIO(given))
        document.init_docx()
        _refuse_unknown(document, environment, values, name)
        document.render(vars(_harmless(values)), environment)
        written = document.docx.core_properties
        written.title = printable(title)[:250]
        written.created = written.modified = dt.datetime.combine(day, dt.time())
        held = BytesIO()
        document.save(held)
    except TemplateError:
        raise
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError) as error:
        raise TemplateError(
            zh=f"模板 {name} 不是 Word 文件（.docx）。请从导出的模板重新编辑。",
            en=f"The template {name} is no Word file (.docx). Start again from an exported one.",
        ) from error
    except UndefinedError as error:
        raise _unknown(name, str(error.message)) from error
    except TemplateSyntaxError as error:
        raise _malformed(name, error) from error
    except Exception as error:
        # An edited template is a program of somebody else's: whatever it does, it is named.
        raise TemplateError(
            zh=f"模板 {name} 无法填充：{shown(str(error))}。请检查其中的 {{{{ }}}} 和 {{% %}}。",
            en=f"The template {name} can't be filled: {shown(str(error))}. Check its {{{{ }}}} "
            "and {% %}.",
        ) from error
    return reproducible(held.getvalue())


def _refuse_oversized(given: bytes, name: str) -> None:
    """A zip of a few bytes may unpack to more than the machine holds."""
    with zipfile.ZipFile(BytesIO(given)) as archive:
        size = sum(member.file_size for member in archive.infolist())
    if size > _MOST_BYTES:
        raise TemplateError(
            zh=f"模板 {name} 展开后超过 {_MOST_BYTES // 1_000_000} MB，不是正常的模板。",
            en=f"The template {name} unpacks to more than {_MOST_BYTES // 1_000_000} MB.",
        )


def _refuse_unknown(
    document: DocxTemplate,
    environment: ImmutableSandboxedEnvironment,
    values: Mapping[str, Any],
    name: str,
) -> None:
    """Names all unknown placeholders at once, also those that this run would not have met."""
    try:
        used = document.get_undeclared_template_variables(environment)
    except TemplateSyntaxError:
        return  # filling says it again, and where
    unknown = sorted(used - set(values))
    if unknown:
        raise _unknown(name, "、".join(unknown))


def _unknown(name: str, said: str) -> TemplateError:
    return TemplateError(
        zh=f"模板 {name} 中有未知的占位符：{shown(said)}。可用的占位符见 "
        "docs/official-documents.md。",
        en=f"The template {name} has an unknown placeholder: {shown(said)}. "
        "docs/official-documents.md lists what there is.",
    )


def _malformed(name: str, error: TemplateSyntaxError) -> TemplateError:
    lines = [line.strip() for line in getattr(error, "docx_context", [])]
    near = shown(" ".join(line for line in lines if "{" in line or "}" in line), 100)
    where = Text(zh=f"（在“{near}”附近）", en=f" (near {near!r})") if near else Text(zh="", en="")
    return TemplateError(
        zh=f"模板 {name} 的语法有误{where.zh}：{shown(str(error.message))}。",
        en=f"The template {name} is malformed{where.en}: {shown(str(error.message))}.",
    )


def _harmless(value: Any) -> Any:
    """Values in which no character controls Word, a terminal or the direction of writing."""
    if isinstance(value, str):
        return "\n".join(printable(line) for line in value.split("\n"))
    if isinstance(value, Mapping):
        # No mapping: `row.items` must be what we put there, not a method.
        return SimpleNamespace(**{key: _harmless(each) for key, each in value.items()})
    if isinstance(value, list | tuple):
        return [_harmless(each) for each in value]
    return value


def reproducible(written: bytes) -> bytes:
    """The same file without the time of writing in its zip."""
    held = BytesIO()
    with zipfile.ZipFile(BytesIO(written)) as given, zipfile.ZipFile(held, "w") as into:
        for name in given.namelist():
            member = zipfile.ZipInfo(name, _ZIP_BEGINS)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o600 << 16
            into.writestr(member, given.read(name))
    return held.getvalue()
