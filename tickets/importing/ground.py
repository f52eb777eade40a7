"""What imported tickets stand on: the trust, its sites and wards, services and processes. Made where missing."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping

from django.utils import timezone

from concierge.people.models import User
from concierge.places.models import Site, Team, TeamKind, Trust, Ward
from tickets.models import Process, Service, ServiceKind
from tickets.old_log.entries import OldIssue
from tickets.old_log.faults import LogUnreadable
from tickets.old_log.wards import ListedWard, WardList
from tickets.old_log.words import bare

IMPORTED = "imported from an old log"
OLD_LOG = "OLD-LOG"
"""Code of the trust that is made for a log where there is none and none was named."""
_KINDS = {kind.label.casefold(): kind for kind in ServiceKind if kind != ServiceKind.OTHER}


def find_trust(code: str) -> Trust | None:
    """The trust of that code, or the only one; None where it has to be made. Raises LogUnreadable."""
    if code:
        return Trust.objects.filter(code__iexact=code).first()
    trusts = list(Trust.objects.order_by("pk")[:2])
    if len(trusts) > 1:
        raise LogUnreadable("There are several trusts: say whose log it is with --trust CODE.")
    return trusts[0] if trusts else None


def make_trust(code: str, by: User) -> Trust:
    """A trust known by its code only, to be named by its administrator."""
    trust = Trust(code=(code or OLD_LOG).upper(), name=f"Trust {(code or OLD_LOG).upper()}")
    trust.save_as(by, reason=IMPORTED)
    return trust


def wards_there(trust: Trust | None) -> WardList:
    """The wards that a trust has already, as a ward list."""
    wards = Ward.objects.filter(trust=trust).select_related("site").order_by("pk") if trust else []
    return WardList(
        ListedWard(ward.name, ward.site.name, ward.specialty, tuple(ward.other_names)) for ward in wards
    )


class Ground:
    """Finds or makes the rows that tickets point to, each looked up once."""

    def __init__(self, trust: Trust, by: User) -> None:
        self._trust, self._by = trust, by
        self._today: dt.date = timezone.localdate()
        self._sites = {bare(site.name): site for site in Site.objects.filter(trust=trust)}
        wards = Ward.objects.filter(trust=trust).select_related("site")
        self._wards = {(bare(ward.site.name), bare(ward.name)): ward for ward in wards}
        self._services = self._known_services()
        self._processes = self._known_processes()

    def ward(self, listed: ListedWard) -> Ward:
        """The ward of a ward list; a site that the list leaves open is named for the trust."""
        site_name = listed.site or self._trust.name
        key = bare(site_name), bare(listed.name)
        if key not in self._wards:
            ward = Ward(
                trust=self._trust,
                site=self._site(site_name),
                name=listed.name,
                other_names=list(listed.other_names),
                specialty=listed.specialty,
            )
            ward.save_as(self._by, reason=IMPORTED)
            self._wards[key] = ward
        return self._wards[key]

    def all_wards(self, listed: Iterable[ListedWard]) -> None:
        """Make every ward of a list that is not there yet."""
        for ward in listed:
            self.ward(ward)

    def service(self, name: str) -> Service:
        """The service of a department's name; the four that ship are known by their kind."""
        kind = _KINDS.get(name.casefold(), ServiceKind.OTHER)
        key = kind if kind != ServiceKind.OTHER else bare(name)
        if key not in self._services:
            team, _ = Team.objects.get_or_create(trust=self._trust, name=name, kind=TeamKind.SERVICE)
            service = Service(trust=self._trust, team=team, kind=kind, name=name)
            service.save_as(self._by, reason=IMPORTED)
            self._services[key] = service
        return self._services[key]

    def process(self, name: str | None) -> Process | None:
        """The process of a type's name, if the log gave one."""
        return self._processes[bare(name)] if name else None

    def all_processes(self, issues: Iterable[OldIssue], spellings: Mapping[str, Iterable[str]]) -> None:
        """Make the processes of these issues that are not there, each with the service that mostly ended with it."""
        ended: dict[str, Counter[str]] = {}
        for issue in issues:
            if issue.type:
                ended.setdefault(issue.type, Counter()).update(issue.route.departments[-1:] or ("",))
        for name, departments in ended.items():
            if bare(name) not in self._processes:
                usual, times = departments.most_common(1)[0]
                is_usual = bool(usual) and times * 2 > departments.total()
                self._make_process(
                    name, list(spellings.get(name, ())), self.service(usual) if is_usual else None
                )

    def _make_process(self, name: str, other_names: list[str], service: Service | None) -> None:
        process = Process(trust=self._trust, name=name, other_names=other_names, service=service)
        process.save_as(self._by, reason=IMPORTED)
        self._processes[bare(name)] = process

    def _site(self, name: str) -> Site:
        if bare(name) not in self._sites:
            site = Site(trust=self._trust, name=name)
            site.save_as(self._by, reason=IMPORTED)
            self._sites[bare(name)] = site
        return self._sites[bare(name)]

    def _known_services(self) -> dict[str, Service]:
        known: dict[str, Service] = {}
        for service in Service.objects.filter(trust=self._trust).order_by("pk"):
            known.setdefault(bare(service.name), service)
            if service.kind != ServiceKind.OTHER:
                known[service.kind] = service
        return known

    def _known_processes(self) -> dict[str, Process]:
        known: dict[str, Process] = {}
        for process in Process.objects.filter(trust=self._trust).order_by("pk"):
            known[bare(process.name)] = process
            for other in process.other_names:
                known.setdefault(bare(other), process)
        return known
