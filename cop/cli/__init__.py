"""The `cop` command: how things are asked for on a terminal.

What they do stands in the features.
"""
from cop.cli import (
    audit,
    backup,
    content,
    demo,
    digest,
    doctor,
    guide,
    mail,
    move,
    person,
    schema,
    search,
    server,
    space,
    worker,
)
from cop.cli.root import cop

for command in (server.serve, worker.work, schema.db, demo.demo, content.import_, content.export,
                search.search, digest.digest, guide.guide, mail.mail, person.person, space.space,
                audit.audit, backup.backup, backup.restore, move.move, doctor.doctor):
    cop.add_command(command)

__all__ = ["cop"]
