"""The trust, its two hospitals, and 52 wards."""

from concierge.people.models import User
from concierge.places.models import Site, Team, TeamKind, Trust, Ward

TRUST_CODE = "DEMO1"
TRUST_NAME = "Larkwater Hospitals (demonstration)"
SET_UP = "demonstration set up"

GENERAL = "Larkwater General"
HERONSGATE = "Heronsgate Infirmary"

WARDS: dict[str, tuple[tuple[str, str], ...]] = {
    GENERAL: (
        ("Avocet", "General medicine"),
        ("Bittern", "General medicine"),
        ("Curlew", "Care of older people"),
        ("Dipper", "Care of older people"),
        ("Dunlin", "Stroke"),
        ("Fulmar", "Cardiology"),
        ("Gannet", "Cardiology"),
        ("Goldfinch", "Children"),
        ("Grebe", "Gastroenterology"),
        ("Kestrel", "General surgery"),
        ("Kingfisher", "Respiratory medicine"),
        ("Kittiwake", "Respiratory medicine"),
        ("Lapwing", "Renal medicine"),
        ("Linnet", "Children"),
        ("Merlin", "Vascular surgery"),
        ("Osprey", "Trauma and orthopaedics"),
        ("Pipit", "Day surgery"),
        ("Plover", "Trauma and orthopaedics"),
        ("Redshank", "Haematology"),
        ("Sandpiper", "Oncology"),
        ("Siskin", "Diabetes and endocrinology"),
        ("Skylark", "Postnatal"),
        ("Swift", "Short stay"),
        ("Teal", "Urology"),
        ("Turnstone", "Discharge unit"),
        ("Wagtail", "Antenatal"),
        ("Acute Medical Unit", "Acute medicine"),
        ("Coronary Care", "Cardiology"),
        ("Emergency Department", "Emergency medicine"),
        ("Intensive Care", "Critical care"),
        ("Labour Ward", "Maternity"),
        ("Neonatal Unit", "Neonatal care"),
        ("Theatre Recovery", "Theatres"),
    ),
    HERONSGATE: (
        ("Ward 1", "General medicine"),
        ("Ward 2", "General medicine"),
        ("Ward 3", "Care of older people"),
        ("Ward 4", "Care of older people"),
        ("Ward 5", "Neurology"),
        ("Ward 6", "Neurosurgery"),
        ("Ward 7", "Ear, nose and throat"),
        ("Ward 8", "General surgery"),
        ("Ward 9", "Gynaecology"),
        ("Ward 10", "Orthopaedics"),
        ("Ward 11", "Rehabilitation"),
        ("Ward 12", "Rehabilitation"),
        ("Ward 14", "Dermatology"),
        ("Ward 15", "Palliative care"),
        ("Day Unit", "Day surgery"),
        ("Dialysis Unit", "Renal medicine"),
        ("Endoscopy", "Gastroenterology"),
        ("Eye Unit", "Ophthalmology"),
        ("High Dependency", "Critical care"),
    ),
}


def make_trust(by: User) -> Trust:
    trust = Trust(code=TRUST_CODE, name=TRUST_NAME, telephone="020 7946 0802", emergency_telephone="2222")
    trust.save_as(by, reason=SET_UP)
    return trust


def make_wards(trust: Trust, by: User) -> list[Ward]:
    """The hospitals and their wards, in the order of the list."""
    wards: list[Ward] = []
    for hospital, names in WARDS.items():
        site = Site(trust=trust, name=hospital)
        site.save_as(by, reason=SET_UP)
        for name, specialty in names:
            ward = Ward(
                trust=trust,
                site=site,
                name=name,
                other_names=[f"{name} Ward"] if site.name == GENERAL and " " not in name else [],
                specialty=specialty,
                telephone=f"01632 960{100 + len(wards)}",
            )
            ward.save_as(by, reason=SET_UP)
            wards.append(ward)
    return wards


def make_desk(trust: Trust, by: User) -> Team:
    desk = Team(trust=trust, kind=TeamKind.DESK, name="Concierge desk")
    desk.save_as(by, reason=SET_UP)
    return desk
