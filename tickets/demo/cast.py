"""Who is who in the demo trust: its people, found by what they do at a moment."""

from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random

from django.utils import timezone

from concierge.people.models import Post, User
from concierge.people.roles import Role
from concierge.people.standing import KeptStandings
from concierge.places.models import Team, Trust, Ward
from tickets.demo.places import SET_UP
from tickets.models import Process, Service


@dataclass
class Cast:
    """The trust, its places, and the posts people have held so far, in the order they began."""

    trust: Trust
    system: User
    desk: Team
    wards: list[Ward]
    services: dict[str, Service]
    processes: dict[str, Process]
    standings: KeptStandings
    posts: list[Post] = field(default_factory=list)
    successors: dict[int, User] = field(default_factory=dict)
    """Who took over from a concierge who left."""

    def give_post(
        self, person: User, role: Role, since: date, *, ward: Ward | None = None, team: Team | None = None
    ) -> Post:
        post = Post(trust=self.trust, person=person, role=role, since=since, ward=ward, team=team)
        post.save_as(self.system, reason=SET_UP)
        self.posts.append(post)
        self.standings.forget(person.pk)
        return post

    def end_post(self, post: Post, on: date) -> None:
        post.until = on
        post.save_as(self.system, reason="post ended", fields=["until"])
        self.standings.forget(post.person_id)

    def holders(
        self, role: Role, moment: datetime, *, ward: Ward | None = None, team: Team | None = None
    ) -> list[User]:
        """Those with a role at a place or team on the day of a moment."""
        on = timezone.localdate(moment)
        return [
            post.person
            for post in self.posts
            if post.role == role
            and (post.ward_id, post.team_id) == (ward and ward.pk, team and team.pk)
            and post.since <= on
            and (post.until is None or post.until > on)
        ]

    def speaker(self, ward: Ward, moment: datetime, rng: Random) -> User:
        """Who speaks for a ward: its sister mostly, else her deputy."""
        sisters = self.holders(Role.SISTER, moment, ward=ward)
        deputies = self.holders(Role.DEPUTY, moment, ward=ward)
        if sisters and (not deputies or rng.random() < SISTER_HERSELF):
            return sisters[0]
        return deputies[0]

    def someone_at_the_desk(self, moment: datetime, rng: Random, *, but: User | None = None) -> User:
        people = self.holders(Role.CONCIERGE, moment, team=self.desk) + self.holders(
            Role.DESK_LEAD, moment, team=self.desk
        )
        return rng.choice([person for person in people if person != but])

    def now_for(self, concierge: User) -> User:
        """The concierge, or whoever took over from her."""
        return self.successors.get(concierge.pk, concierge)

    def someone_in(self, service: Service, moment: datetime, rng: Random) -> User:
        return rng.choice(self.holders(Role.SERVICE, moment, team=service.team))


SISTER_HERSELF = 0.8
"""Share of what wards say that the sister says herself."""
