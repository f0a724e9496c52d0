"""People of the newsroom for the tests, as the desk takes them."""

from mapapp.desk import Person, StaffRole

ADA = Person(1, "Ada", StaffRole.EDITOR)
BEN = Person(2, "Ben", StaffRole.EDITOR)
CAY = Person(3, "Cay", StaffRole.REPORTER)
CHIEF = Person(4, "Chief", StaffRole.ADMIN)
