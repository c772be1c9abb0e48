"""Whether a text arrived as it was written: a form in UTF-8, without lost bytes and control characters."""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import unquote_to_bytes

from wtforms import Field, Form, ValidationError

UNREADABLE = (
    "This text is not readable as UTF-8. Save the document as plain text in UTF-8, then copy it again"
)

# Control characters but tab and line feed, and code points that are no characters: no page may hold them.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")


def plain_text(text: str | None) -> str | None:
    """For WTForms' `filters`: text without space around it or characters that cannot be shown."""
    if not isinstance(text, str):
        return text
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


class Readable:
    """A validator: a replacement character shows that bytes were lost on the way."""

    def __call__(self, _form: Form, field: Field) -> None:
        if "\ufffd" in (field.data or ""):
            raise ValidationError(UNREADABLE)


def unreadable_names(encoded: bytes) -> set[str]:
    """The names of an encoded form's answers (``name=value&...``) whose bytes are not UTF-8.

    Parsers replace such bytes by something readable, so the answers as parsed no longer show it.
    """
    if not encoded or _is_utf8(encoded):
        return set()
    pairs = (pair.partition(b"=") for pair in encoded.split(b"&"))
    return {_plain(name) for name, _, value in pairs if not (_is_utf8(name) and _is_utf8(value))}


def _is_utf8(encoded: bytes) -> bool:
    try:
        unquote_to_bytes(encoded).decode()
    except UnicodeDecodeError:
        return False
    return True


def _plain(name: bytes) -> str:
    return unquote_to_bytes(name).decode(errors="replace")


def tell_unreadable(form: Form, names: Collection[str]) -> bool:
    """Put the message beside each field that holds unreadable text; whether there was any."""
    for name in names:
        if name not in form:
            form.form_errors.append(UNREADABLE)
        elif UNREADABLE not in form[name].errors:
            form[name].errors = [*form[name].errors, UNREADABLE]
    return bool(names)
