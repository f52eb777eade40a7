"""What an administrator changes about people: they join, hold posts, and leave."""

from datetime import date

from django.db import transaction
from django.db.models import Q

from concierge.errors import NotAllowed, WrongValue
from concierge.people.models import SYSTEM_EMAIL, Post, PostQuerySet, User
from concierge.people.roles import TEAM_ROLES, WARD_ROLES, Role
from concierge.people.standing import standing_of
from concierge.places.commands import must_administer
from concierge.places.models import Team, Trust, Ward


@transaction.atomic
def welcome_person(
    *,
    trust: Trust,
    email: str,
    name: str,
    role: Role,
    since: date,
    by: User,
    telephone: str = "",
    ward: Ward | None = None,
    team: Team | None = None,
    until: date | None = None,
) -> User:
    """Make a person known and give her a first post here; one known elsewhere just gets the post.

    She signs in by single sign-on, or sets a password by “forgotten your password”. One who had
    left can sign in again. Raises as `give_post`, and NotAllowed where another trust closed her account.
    """
    must_administer(by, trust.pk)
    email = email.strip().lower()
    if email == SYSTEM_EMAIL:
        raise WrongValue("This address is the program's own.", field="email")
    person = User.objects.filter(email__iexact=email).first()
    if person is None:
        person = User(email=email, name=name.strip(), telephone=telephone.strip())
        person.set_unusable_password()
        person.save_as(by, reason="welcomed")
    elif not person.is_active:
        _let_in_again(person, by)
    give_post(person=person, trust=trust, role=role, ward=ward, team=team, since=since, until=until, by=by)
    return person


@transaction.atomic
def change_person(*, person: User, name: str, telephone: str, by: User) -> User:
    """Mend a person's name or number. Raises NotAllowed unless all her posts are the administrator's."""
    _must_administer_person(by, person)
    person.name, person.telephone = name.strip(), telephone.strip()
    person.save_as(by, reason="changed", fields=["name", "telephone"])
    return person


@transaction.atomic
def give_post(
    *,
    person: User,
    trust: Trust,
    role: Role,
    since: date,
    by: User,
    ward: Ward | None = None,
    team: Team | None = None,
    until: date | None = None,
) -> Post:
    """Give a person a role at a ward, in a team or in the trust, from a day until a day.

    Raises NotAllowed, and WrongValue where the place does not fit the role, belongs to another
    trust, the days are the wrong way round, or she holds that post already.
    """
    must_administer(by, trust.pk)
    ward = ward if role in WARD_ROLES else None
    team = team if role in TEAM_ROLES else None
    _check_place(trust, role, ward, team)
    if until is not None and until <= since:
        raise WrongValue("The last day must come after the first.", field="until")
    post = Post(trust=trust, person=person, role=role, ward=ward, team=team, since=since, until=until)
    if _overlapping(post).exists():
        raise WrongValue(f"{person} holds this post at that time already.", field="since")
    post.save_as(by, reason="given")
    return post


@transaction.atomic
def end_post(*, post: Post, until: date, by: User) -> Post:
    """End a post: `until` is the first day on which it is not held any more.

    Raises NotAllowed, and WrongValue for a day not after its first.
    """
    must_administer(by, post.trust_id)
    if until <= post.since:
        raise WrongValue("A post lasts at least a day. It can end on the day after it began.", field="until")
    post.until = until
    post.save_as(by, reason="ended")
    return post


@transaction.atomic
def close_account(*, person: User, today: date, by: User) -> User:
    """Let a leaver sign in no more, and end the posts she holds today. Her name stays on what she did."""
    _must_administer_person(by, person)
    if person == by:
        raise NotAllowed("Somebody else must close your account.")
    for post in person.posts.filter(since__lt=today).filter(Q(until__isnull=True) | Q(until__gt=today)):
        post.until = today
        post.save_as(by, reason="left")
    person.is_active = False
    person.save_as(by, reason="left", fields=["is_active"])
    return person


def _let_in_again(person: User, by: User) -> None:
    _must_administer_person(by, person)
    person.is_active = True
    person.save_as(by, reason="came back", fields=["is_active"])


def _check_place(trust: Trust, role: Role, ward: Ward | None, team: Team | None) -> None:
    if role in WARD_ROLES and (ward is None or ward.trust_id != trust.pk):
        raise WrongValue("Choose the ward.", field="ward")
    if role in TEAM_ROLES:
        kind = "desk" if role in (Role.CONCIERGE, Role.DESK_LEAD) else "service"
        if team is None or team.trust_id != trust.pk or team.kind != kind:
            raise WrongValue(f"Choose the {kind}.", field="team")


def _overlapping(post: Post) -> PostQuerySet:
    found = Post.objects.filter(
        person=post.person, trust=post.trust, role=post.role, ward=post.ward, team=post.team
    ).filter(Q(until__isnull=True) | Q(until__gt=post.since))
    return found.filter(since__lt=post.until) if post.until else found


def _must_administer_person(by: User, person: User) -> None:
    standing = standing_of(by)
    trusts = set(person.posts.values_list("trust_id", flat=True))
    if not standing.is_system and not (trusts and trusts <= standing.administered):
        raise NotAllowed(f"{person} has posts in another trust too, so this cannot be changed from here.")
