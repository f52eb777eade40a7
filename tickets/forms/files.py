"""Several files at once, checked before anything is kept."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms import widgets

MOST_FILES = 10
"""Files a person may send at one time."""

PROGRAMS = {
    *("app", "bat", "cmd", "com", "cpl", "dll", "exe", "hta", "jar", "js", "jse"),
    *("lnk", "msi", "msp", "ps1", "reg", "scr", "sh", "vbe", "vbs", "wsf"),
}
"""How the names of files end that a computer would run when somebody opens them."""


class SeveralFiles(widgets.FileInput):
    """The browser's own file chooser, for more than one."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """A list of files, none of them empty or too large; an empty list where none was chosen."""

    widget = SeveralFiles

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("label", "Files")
        kwargs.setdefault("help_text", size_limit())
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Check each file by itself, so that the error names the one to blame."""
        files = list(data) if isinstance(data, Sequence) else [data] if data else []
        if not files and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        faults = [fault for file in files if (fault := fault_of(file))]
        if len(files) > MOST_FILES:
            faults.append(f"Choose {MOST_FILES} files or fewer at one time")
        if faults:
            raise ValidationError(faults)
        return files


def size_limit() -> str:
    """Say how large a file may be."""
    return f"Photos or documents, each up to {largest_in_megabytes()} MB. You can choose several."


def fault_of(file: UploadedFile) -> str:
    """Say why a file cannot be taken, or nothing."""
    if not file.size:
        return f"{file.name} is empty. Choose another file"
    if file.size > settings.ENVIRONMENT.largest_file:
        return f"{file.name} is larger than {largest_in_megabytes()} MB. Choose a smaller file"
    if (file.name or "").rpartition(".")[2].lower() in PROGRAMS:
        return f"{file.name} is a program. Choose a photo or a document"
    return ""


def largest_in_megabytes() -> int:
    return int(settings.ENVIRONMENT.largest_file // 1024 // 1024)


def names_to_choose_again(form: forms.BaseForm) -> list[str]:
    """Name the good files of a form that is shown again: a browser does not keep them."""
    if not form.is_bound:
        return []
    sent = (file for name in form.files for file in form.files.getlist(name))
    return [str(file.name) for file in sent if not fault_of(file)]
