"""Files in the API: what is given, and what one looks like as JSON."""
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_smorest.fields import Upload
from marshmallow import fields
from marshmallow.validate import Length, Range

from cop.files.attaching import LONGEST_ALT
from cop.files.kinds import MOST_FILES
from cop.files.models import File
from cop.web.addresses import LARGEST_ID
from cop.web.api import MESSAGES, Number, Schema, Text, address_of


class FileGivenSchema(Schema):
    """A file to be kept."""

    file = Upload(required=True, error_messages=MESSAGES, metadata={
        "description": _l("A file of at most 10 MB")})


class AttachmentGivenSchema(Schema):
    """A file to be attached."""

    id = Number(required=True, validate=Range(1, LARGEST_ID))
    alt = Text(load_default="", validate=Length(0, LONGEST_ALT), metadata={
        "description": _l("What a picture shows, for those who do not see it")})


class FileSchema(Schema):
    """A file that was kept."""

    id = fields.Int()
    url = fields.Url()
    name = fields.Str()
    media_type = fields.Str()
    size = fields.Int()
    width = fields.Int(allow_none=True)
    height = fields.Int(allow_none=True)


class AttachmentSchema(FileSchema):
    """A file as it is attached."""

    alt = fields.Str()


def attachments_given() -> fields.List:
    """The field of whatever files are attached to."""
    return fields.List(
        fields.Nested(AttachmentGivenSchema), load_default=(), validate=Length(0, MOST_FILES),
        metadata={"description": _l("Files you have uploaded and attached to nothing yet")})


def file_json(file: File) -> dict[str, Any]:
    return {"id": file.id, "name": file.name, "media_type": file.media_type, "size": file.size,
            "url": address_of("files.download", file_id=file.id, name=file.name),
            "width": file.width, "height": file.height}


def attachment_json(file: File, alt: str) -> dict[str, Any]:
    return file_json(file) | {"alt": alt}
