"""The form that takes a document."""

from __future__ import annotations

from flask_wtf.file import FileField
from wtforms import Field, ValidationError

from hub.facts.checking import MOST_BYTES, DocumentError, check_document
from hub.forms import HubForm


class DocumentForm(HubForm):
    """One file, read no further than it may be long. `content` is what it holds once it was checked."""

    content = b""
    document = FileField("Select a PDF")

    def validate_document(self, field: Field) -> None:
        if not field.data:
            raise ValidationError("Select a PDF")
        content = field.data.stream.read(MOST_BYTES + 1)
        try:
            check_document(content)
        except DocumentError as error:
            raise ValidationError(str(error)) from error
        self.content = content
