"""Everything Mingzheng raises for something a person can put right.

    MingzhengError
    ├── EvidenceError      what was supplied can't be used at all
    │   ├── SettingsError  evidence.toml or a parameter is wrong
    │   └── SourceError    one file, archive or database can't be read
    ├── LawError           the catalogue of law is inconsistent, or has no such article
    ├── RuleError          a rule is malformed or its id unknown
    ├── CertificateError   the bytes given are no certificate
    ├── SampleError        the sample can't be made as asked
    ├── TemplateError      the template of a document can't be filled
    ├── PlanError          an edited rectification plan can't be taken over
    ├── FormError          a form that a person filled in can't be taken over
    └── OutputError        the result can't be written

Each says what is wrong, where, and what to do, in both languages.
"""

from __future__ import annotations

from mingzheng.language import Text


class MingzhengError(Exception):
    """The root of the tree; `text` holds the message in both languages."""

    def __init__(self, *, zh: str, en: str) -> None:
        self.text = Text(zh=zh, en=en)
        super().__init__(zh, en)

    def __str__(self) -> str:
        return str(self.text)


class EvidenceError(MingzhengError):
    """What was supplied can't be used at all."""


class SettingsError(EvidenceError):
    """evidence.toml or a parameter is wrong."""


class SourceError(EvidenceError):
    """One file, archive or database can't be read; the rest can."""


class LawError(MingzhengError):
    """The catalogue of law is inconsistent, or has no such article."""


class RuleError(MingzhengError):
    """A rule is malformed, or no rule has that id."""


class CertificateError(MingzhengError):
    """The bytes given are no certificate."""


class SampleError(MingzhengError):
    """The sample can't be made as asked."""


class TemplateError(MingzhengError):
    """The template of a document can't be filled."""


class PlanError(MingzhengError):
    """An edited rectification plan can't be taken over."""


class FormError(MingzhengError):
    """A form that a person filled in can't be taken over."""


class OutputError(MingzhengError):
    """The result can't be written."""


class MemoryShortError(MingzhengError):
    """The engine was given too little memory for this evidence."""
