"""The one Settings object: built once at the surface, passed down, never looked up elsewhere."""

import dataclasses
import json
from dataclasses import dataclass
from typing import Literal

from regesta.schema import Entry, content_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What changes the result of coding. Two runs with equal settings, models and input give equal rows."""

    attribution: Literal["rules", "model"] = "model"  # who said what: by rules alone, or by the tagger and rules
    relations: Literal["rules", "model"] = "model"  # events: by rules alone, or weighed by the relation model
    affairs: str = ""  # the user's own dated affairs, a CSV table as `knowledge.affairs.own_affairs` reads it
    actors: tuple[Entry, ...] = ()  # the user's own lists, which come before the code books
    batch: int = 32  # reports parsed together; more costs memory, not time (benchmarks of the parser)

    def digest(self) -> str:
        """16 hex digits that differ whenever a setting differs."""
        plain = {f.name: getattr(self, f.name) for f in dataclasses.fields(self)}
        plain["actors"] = [(e.id, e.kind, e.aliases) for e in self.actors]
        return content_id(json.dumps(plain, sort_keys=True))
