"""The tables of the newsroom's database; times are RFC 3339 texts in UTC, which sort as they run."""

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

incident = Table(
    "incident",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("revision", Integer, nullable=False),
)

# The document is a text, kept to the byte; the columns beside it repeat what lists show, and like
# the document they are written once and never changed.
revision = Table(
    "revision",
    metadata,
    Column("incident_id", ForeignKey("incident.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("document", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("timezone", Text, nullable=False),
    Column("occurred_at", Text, nullable=False),
    Column("places", Integer, nullable=False),
    Column("saved_at", String(32), nullable=False),
    Column("who", Text, nullable=False),
    Column("note", Text, nullable=False),
)

# What readers see at a time is what the last row up to it says: `at` is when it takes effect, which for an
# embargo is after `made_at`. A retraction keeps the revision that readers saw; what was unpublished has none.
publication = Table(
    "publication",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("incident_id", ForeignKey("incident.id"), nullable=False),
    Column("revision", Integer),
    Column("at", String(32), nullable=False),
    Column("made_at", String(32), nullable=False),
    Column("who", Text, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("note", Text, nullable=False),
    ForeignKeyConstraint(["incident_id", "revision"], ["revision.incident_id", "revision.number"]),
    Index(None, "incident_id", "at"),
)

refused = Table(
    "refused",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("incident_id", ForeignKey("incident.id"), nullable=False, index=True),
    Column("base", Integer, nullable=False),
    Column("document", Text, nullable=False),
    Column("saved_at", String(32), nullable=False),
    Column("who", Text, nullable=False),
    Column("note", Text, nullable=False),
)

# `key` is the name as it is compared: case and width folded.
person = Table(
    "person",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(200), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("created_at", String(32), nullable=False),
    Column("role", String(20), nullable=False, server_default="reporter"),
    Column("disabled", Boolean, nullable=False, server_default=false()),
)

sign_in = Table(
    "sign_in",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("person_id", ForeignKey("person.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("expires_at", String(32), nullable=False, index=True),
    Column("started_at", String(32), nullable=False, server_default=text("''")),
    Column("seen_at", String(32), nullable=False, server_default=text("''")),
    Column("browser", Text, nullable=False, server_default=text("''")),
    Column("address", String(80), nullable=False, server_default=text("''")),
)

# Sign-ins that failed, by whom and from where they were tried, in every process alike.
sign_in_failure = Table(
    "sign_in_failure",
    metadata,
    Column("subject", String(64), primary_key=True),
    Column("times", Integer, nullable=False),
    Column("last_at", Float, nullable=False, index=True),
    Column("wait_until", Float, nullable=False),
)

# Who did what; rows are only ever added, which triggers of the database see to.
audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", String(32), nullable=False),
    Column("who", Text, nullable=False),
    Column("deed", String(80), nullable=False),
    Column("subject", Text, nullable=False, index=True),
    Column("detail", Text, nullable=False),
)

# The text that a map was made from, as it was pasted; readers never see it.
story = Table(
    "story",
    metadata,
    Column("incident_id", ForeignKey("incident.id"), primary_key=True),
    Column("text", Text, nullable=False),
    Column("publisher", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("published", String(10), nullable=False),
    Column("near", Text, nullable=False),
    Column("saved_at", String(32), nullable=False),
    Column("who", Text, nullable=False),
)

# What a person decided about one place that a story names, by its key there.
decision = Table(
    "decision",
    metadata,
    Column("incident_id", ForeignKey("incident.id"), primary_key=True),
    Column("mention", String(32), primary_key=True),
    Column("state", String(20), nullable=False),
    Column("place_id", String(80), nullable=False),
    Column("phrase", Text, nullable=False),
    Column("near", Text, nullable=False),
    Column("role", String(20), nullable=False),
    Column("who", Text, nullable=False),
    Column("at", String(32), nullable=False),
)

# What somebody has typed into a form and not sent yet.
draft = Table(
    "draft",
    metadata,
    Column("person_id", ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("form", String(200), primary_key=True),
    Column("fields", Text, nullable=False),
    Column("saved_at", String(32), nullable=False, index=True),
)

# `checked` rows are the newsroom's own wording; a loaded list does not replace them.
facility = Table(
    "facility",
    metadata,
    Column("dataset", String(80), primary_key=True),
    Column("dataset_id", String(200), primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", String(80), nullable=False),
    Column("address", Text, nullable=False),
    Column("city", Text, nullable=False),
    Column("state", String(2), nullable=False),
    Column("lon", Float, nullable=False),
    Column("lat", Float, nullable=False),
    Column("source", Text, nullable=False),
    Column("trauma", String(20), nullable=False),
    Column("helipad", Boolean),
    Column("beds", Integer),
    Column("checked", Boolean, nullable=False),
)

# `edited` rows are the newsroom's own: what it starts with does not replace them. A row that is `gone` was
# deleted or forgotten; it holds no position, and keeps a file from bringing it back.
known_place = Table(
    "known_place",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("locality", String(200), nullable=False),
    Column("aliases", Text, nullable=False),
    Column("lon", Float, nullable=False),
    Column("lat", Float, nullable=False),
    Column("precision", String(20), nullable=False),
    Column("radius_m", Float, nullable=False),
    Column("source", Text, nullable=False),
    Column("confirmed_by", Text, nullable=False),
    Column("confirmed_at", String(32), nullable=False),
    Column("edited", Boolean, nullable=False),
    Column("gone", Boolean, nullable=False),
    UniqueConstraint("name", "locality"),
)

# A mask: up to revision `through_revision` the store shows `masked` wherever a document holds the place
# `place_id`; later revisions hold the mask themselves. `exact` is the place as it was, `hidden` the words
# that no note may tell. It holds until `ended_at`, which is empty while it does.
mask = Table(
    "mask",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("incident_id", ForeignKey("incident.id"), nullable=False, index=True),
    Column("place_id", String(80), nullable=False),
    Column("made_at", String(32), nullable=False),
    Column("who", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("radius_m", Float, nullable=False),
    Column("through_revision", Integer, nullable=False),
    Column("masked", Text, nullable=False),
    Column("exact", Text, nullable=False),
    Column("hidden", Text, nullable=False),
    Column("ended_at", String(32), nullable=False),
)

# Counts the changes of what other processes keep in memory, so that they notice.
change = Table(
    "change",
    metadata,
    Column("subject", String(40), primary_key=True),
    Column("number", Integer, nullable=False),
)

job = Table(
    "job",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("subject", Text, nullable=False),
    Column("state", String(20), nullable=False),
    Column("message", Text, nullable=False),
    Column("fraction", Float, nullable=False),
    Column("started_at", String(32), nullable=False),
    Column("updated_at", String(32), nullable=False),
)

# What online services answered; a question may be long and its words are nobody's business, so its hash.
online_answer = Table(
    "online_answer",
    metadata,
    Column("service", String(200), primary_key=True),
    Column("question_hash", String(64), primary_key=True),
    Column("results", Text, nullable=False),
    Column("licence", Text, nullable=False),
    Column("got_at", String(32), nullable=False),
    Column("keep_until", String(32), nullable=False, index=True),
)
