"""A file that somebody sends is hashed while it comes in, and kept nowhere: not in memory, not on disk."""

import hashlib
from io import BytesIO
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

GROOTTE_MAX = 25 * 1024 * 1024


class Document(InMemoryUploadedFile):
    """The name, size and SHA-256 of a file; its content is gone."""

    sha256: str = ""


class Vingerafdruk(FileUploadHandler):
    """Hashes what comes in, up to the largest size that is taken."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin."""
        super().new_file(*args, **kwargs)
        self._som = hashlib.sha256()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Take a piece; nothing is handed on to another handler."""
        if start <= GROOTTE_MAX:
            self._som.update(raw_data)

    def file_complete(self, file_size: int) -> Document:
        """The document."""
        document = Document(BytesIO(), self.field_name, str(self.file_name), self.content_type, file_size, self.charset)
        document.sha256 = self._som.hexdigest()
        return document


def niet_te_groot(document: Document) -> None:
    """Pass when the whole file was hashed."""
    if document.size is not None and document.size > GROOTTE_MAX:
        raise ValidationError("Dit bestand is groter dan 25 MB. Kies een kleiner bestand.")
