"""Where: trusts, their sites and wards, and the teams of desks and services."""
