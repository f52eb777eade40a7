"""What an administrator changes about places: sites and wards are opened, changed and retired."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from concierge.errors import NotAllowed, WrongValue
from concierge.people.models import User
from concierge.people.standing import standing_of
from concierge.places.models import Site, Team, TeamKind, Trust, Ward


def must_administer(by: User, trust_id: int) -> None:
    """Raises NotAllowed unless the person is an administrator of the trust."""
    standing = standing_of(by)
    if not standing.is_system and trust_id not in standing.administered:
        raise NotAllowed("Only an administrator of the trust can change this.")


def must_be_new_name(taken: bool, what: str, field: str = "name") -> None:
    if taken:
        raise WrongValue(f"There is {what} of this name already.", field=field)


@transaction.atomic
def found_trust(*, code: str, name: str, by: User) -> Trust:
    """Make a trust with its desk; one that is there already, such as by an import, is named anew.

    Raises NotAllowed unless `by` is the program itself, and WrongValue where code or name is empty.
    """
    if not standing_of(by).is_system:
        raise NotAllowed("Only whoever runs the site can found a trust.")
    code, name = code.strip().upper(), name.strip()
    if not code or not name:
        raise WrongValue("A trust has a code and a name.", field="name")
    trust = Trust.objects.filter(code=code).first() or Trust(code=code)
    trust.name = name
    trust.save_as(by, reason="named" if trust.pk else "founded")
    if not trust.teams.filter(kind=TeamKind.DESK).exists():
        Team(trust=trust, kind=TeamKind.DESK, name="Concierge desk").save_as(by, reason="founded")
    return trust


@transaction.atomic
def open_site(*, trust: Trust, name: str, by: User) -> Site:
    """Add a hospital. Raises NotAllowed, or WrongValue where the trust has one of that name."""
    must_administer(by, trust.pk)
    must_be_new_name(trust.sites.filter(name__iexact=name.strip()).exists(), "a hospital")
    site = Site(trust=trust, name=name.strip())
    site.save_as(by, reason="opened")
    return site


@transaction.atomic
def save_ward(
    *,
    site: Site,
    name: str,
    by: User,
    ward: Ward | None = None,
    specialty: str = "",
    telephone: str = "",
    other_names: Sequence[str] = (),
) -> Ward:
    """Open a ward at a hospital, or change one.

    Raises NotAllowed, or WrongValue where the hospital has another ward of that name.
    """
    must_administer(by, site.trust_id)
    others = Ward.objects.filter(site=site, name__iexact=name.strip()).exclude(pk=ward.pk if ward else 0)
    must_be_new_name(others.exists(), f"a ward at {site}")
    reason = "changed" if ward else "opened"
    ward = ward or Ward(trust_id=site.trust_id)
    if ward.trust_id != site.trust_id:
        raise WrongValue("That hospital belongs to another trust.", field="site")
    ward.site, ward.name = site, name.strip()
    ward.specialty, ward.telephone = specialty.strip(), telephone.strip()
    ward.other_names = [other.strip() for other in other_names if other.strip()]
    ward.save_as(by, reason=reason)
    return ward


@transaction.atomic
def retire_ward(*, ward: Ward, on: date | None, by: User) -> Ward:
    """Close a ward from a day on, or with None open it again; its tickets and figures stay."""
    must_administer(by, ward.trust_id)
    ward.retired_on = on
    ward.save_as(by, reason="retired" if on else "in use again")
    return ward
