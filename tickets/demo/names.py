"""Invented names: no first name and family name of this list is meant for anyone."""

from collections.abc import Iterator
from random import Random

FIRST = (
    "Abena", "Aisling", "Alun", "Amara", "Anwen", "Asha", "Bashir", "Beth", "Blessing", "Bronagh", "Callum",
    "Carys", "Chidi", "Ciaran", "Danuta", "Delroy", "Divya", "Edith", "Efosa", "Elin", "Esther", "Farah",
    "Fergus", "Fiona", "Gareth", "Gemma", "Halima", "Harriet", "Imani", "Iqbal", "Isobel", "Jagdeep", "Janek",
    "Joy", "Kamala", "Kelechi", "Kirsty", "Leila", "Lorna", "Lwazi", "Magda", "Mairead", "Marcia", "Mei",
    "Nadia", "Niamh", "Obi", "Olwen", "Omar", "Paloma", "Patience", "Pearl", "Precious", "Rashida", "Reza",
    "Rhona", "Roisin", "Sadia", "Selwyn", "Shanice", "Sunita", "Tariq", "Temi", "Thandi", "Una", "Usha",
    "Veronica", "Winston", "Yasmin", "Zofia",
)  # fmt: skip
FAMILY = (
    "Abbotsleigh", "Adebanwe", "Ainscroft", "Akinsola-Rudd", "Ashmarsh", "Balderthwaite", "Banerwal", "Barrowmere",
    "Bexcombe", "Birchenough-Lee", "Boateran", "Bramholt", "Calverleigh", "Chaudhuran", "Chelmick", "Coldbeck-Shaw",
    "Dawncastle", "Delacruzado", "Dunnockley", "Eastholme", "Ekwunife", "Fallowdale", "Farrowmond", "Garthwick",
    "Ghorbanian", "Greenhalse", "Haddonbrook", "Harkwell", "Hollowell-Ray", "Igbokwe-Dean", "Inglethorn", "Jankowiak",
    "Kapurthal", "Kellowby", "Lanyonpool", "Larchmont-Oyelu", "Llanwerne", "Lowenbeck", "Macalderry", "Marrowby",
    "Mbekwa", "Merrowdale", "Nettlefold-Roy", "Nkemdi", "Oakenshaw-Bell", "Odunlade", "Okorafe", "Orchardleigh",
    "Ozolinsh", "Patelwar", "Pennowick", "Pereiros", "Quennelby", "Ravenscar", "Redmayle", "Rosewarden",
    "Santamere", "Sedgemarsh", "Shahbazeh", "Silverthwaite", "Suleimani-Orr", "Tamworthy", "Thornbeck", "Trevanyon",
    "Umeadi", "Varghesan", "Wakelarch", "Whinfell", "Wojcinska", "Yarrowdale",
)  # fmt: skip


def invented_names(rng: Random) -> Iterator[str]:
    """Names that do not come twice, for as long as there are any."""
    names = [f"{first} {family}" for first in FIRST for family in FAMILY]
    rng.shuffle(names)
    yield from names


def address_of(name: str) -> str:
    """The e-mail address of an invented person."""
    return f"{name.lower().replace(' ', '.')}@larkwater.example"
