"""The whole log, from files to verdicts."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from tickets.old_log.headings import LogFile, Sheet, find_sheets
from tickets.old_log.judging import InteractionVerdict, IssueVerdict, Judge
from tickets.old_log.profile import LogProfile
from tickets.old_log.tables import tables_of
from tickets.old_log.understanding import Understanding
from tickets.old_log.wards import WardList


class OldLog:
    """The files of one log. Raises LogUnreadable at once where one of them is no such file."""

    def __init__(self, files: Iterable[Path], profile: LogProfile, wards: WardList) -> None:
        self._files: list[LogFile] = [find_sheets(tables_of(file), profile, file.name) for file in files]
        self.understanding = Understanding(profile, wards)

    def verdicts(
        self, issues_there: Mapping[str, str], interactions_there: Iterable[str]
    ) -> Iterator[IssueVerdict | InteractionVerdict]:
        """Every row's verdict, one at a time: the issues of all files, then the interactions."""
        judge = Judge(self.understanding, issues_there, interactions_there)
        for sheet in self._sheets("issues"):
            yield from judge.issues(sheet.rows())
        for sheet in self._sheets("interactions"):
            yield from judge.interactions(sheet.rows())

    def _sheets(self, kind: str) -> list[Sheet]:
        return [sheet for file in self._files if (sheet := getattr(file, kind)) is not None]
