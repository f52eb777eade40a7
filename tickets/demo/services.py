"""The four services that ship and the one this trust added, with contacts and working hours."""

from dataclasses import dataclass

from concierge.people.models import User
from concierge.places.models import Team, TeamKind, Trust
from tickets.demo.places import SET_UP
from tickets.demo.processes import PLANS
from tickets.models import Process, Service, ServiceContact, ServiceKind, WorkingHours

WEEK, SATURDAY, SUNDAY = range(5), (5,), (6,)


@dataclass(frozen=True)
class Department:
    """One service: how it is reached, and when it works, as (weekdays, from, until) in hours."""

    name: str
    kind: ServiceKind
    description: str
    email: str
    telephone: str
    chase_after_days: int
    contacts: tuple[tuple[str, str, str, str], ...]
    """Each: name, job, e-mail address, telephone."""
    hours: tuple[tuple["range | tuple[int, ...]", float, float], ...]


DEPARTMENTS = (
    Department(
        "HR",
        ServiceKind.HR,
        "Starters, leavers, pay, rosters, training and leave",
        "hr@larkwater.example",
        "020 7946 0810",
        3,
        (
            ("Recruitment inbox", "Starters, checks and vacancies", "recruitment@larkwater.example", ""),
            ("Pay line", "Pay and expenses, mornings only", "pay@larkwater.example", "020 7946 0811"),
            ("Jo Farrimond", "Roster team", "jo.farrimond@larkwater.example", "020 7946 0812"),
        ),
        ((WEEK, 9, 12.5), (WEEK, 13.5, 17)),
    ),
    Department(
        "Finance",
        ServiceKind.FINANCE,
        "Budgets, invoices, signatories and the ward funds",
        "finance@larkwater.example",
        "020 7946 0820",
        3,
        (
            ("Accounts payable", "Invoices", "payables@larkwater.example", "020 7946 0821"),
            (
                "Emeka Whitlam",
                "Finance partner, Larkwater General",
                "emeka.whitlam@larkwater.example",
                "020 7946 0822",
            ),
            (
                "Dilys Arkwell",
                "Finance partner, Heronsgate",
                "dilys.arkwell@larkwater.example",
                "020 7946 0823",
            ),
        ),
        ((WEEK, 9, 17),),
    ),
    Department(
        "Procurement",
        ServiceKind.PROCUREMENT,
        "Orders, catalogue, deliveries and equipment on hire",
        "procurement@larkwater.example",
        "020 7946 0830",
        2,
        (
            ("Buying team", "Non-stock orders and quotes", "buying@larkwater.example", "020 7946 0831"),
            ("Goods-in", "Deliveries", "", "020 7946 0832"),
            (
                "Salma Treece",
                "Equipment and hire contracts",
                "salma.treece@larkwater.example",
                "020 7946 0833",
            ),
        ),
        ((WEEK, 8, 12), (WEEK, 12.75, 16.5)),
    ),
    Department(
        "Estates",
        ServiceKind.ESTATES,
        "Repairs, works, heating, cleaning, linen, doors and badges",
        "estates@larkwater.example",
        "01632 960840",
        2,
        (
            ("Help desk", "Job numbers", "jobs@larkwater.example", "01632 960841"),
            ("Duty engineer", "Out of hours", "", "01632 960842"),
            ("Cai Bronsett", "Minor works", "cai.bronsett@larkwater.example", "01632 960843"),
        ),
        ((WEEK, 7.5, 12), (WEEK, 12.5, 16), (WEEK, 18, 21), (SATURDAY, 8, 12), (SUNDAY, 8, 10)),
    ),
    Department(
        "IT",
        ServiceKind.OTHER,
        "Computers, telephones, log-ins and the website",
        "it@larkwater.example",
        "01632 960850",
        2,
        (
            ("Help line", "Faults and log-ins", "help@larkwater.example", "01632 960851"),
            ("Priti Oldacre", "Ward visits", "priti.oldacre@larkwater.example", "01632 960852"),
        ),
        ((WEEK, 7, 19), (SATURDAY, 9, 13)),
    ),
)


def make_services(trust: Trust, by: User) -> dict[str, Service]:
    """The services by name, each with its team, contacts and hours."""
    return {department.name: _make(department, trust, by) for department in DEPARTMENTS}


def _make(department: Department, trust: Trust, by: User) -> Service:
    team = Team(trust=trust, kind=TeamKind.SERVICE, name=department.name)
    team.save_as(by, reason=SET_UP)
    service = Service(
        trust=trust,
        team=team,
        kind=department.kind,
        name=department.name,
        description=department.description,
        email=department.email,
        telephone=department.telephone,
        chase_after_days=department.chase_after_days,
    )
    service.save_as(by, reason=SET_UP)
    for name, job, email, telephone in department.contacts:
        contact = ServiceContact(
            trust=trust, service=service, name=name, job=job, email=email, telephone=telephone
        )
        contact.save_as(by, reason=SET_UP)
    for weekdays, since, until in department.hours:
        for weekday in weekdays:
            period = WorkingHours(
                trust=trust,
                service=service,
                weekday=weekday,
                starts_minute=round(since * 60),
                ends_minute=round(until * 60),
            )
            period.save_as(by, reason=SET_UP)
    return service


def make_processes(trust: Trust, services: dict[str, Service], by: User) -> dict[str, Process]:
    """The processes by name, and nothing for what is nobody's job."""
    processes = {}
    for plan in PLANS:
        process = Process(
            trust=trust,
            service=services[plan.service],
            name=plan.name,
            other_names=list(plan.other_names),
            hint=plan.hint,
            is_adopted=plan.is_adopted,
            target_days=plan.target_days,
        )
        process.save_as(by, reason=SET_UP)
        processes[plan.name] = process
    return processes
