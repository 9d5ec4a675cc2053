"""A procedure in words: what each step asks, with the paragraph every number comes from, and what differs."""

from __future__ import annotations

from desk.regulation.steps import Rule, Stretch, office_rules, stretches
from desk.regulation.versions import Differing, Group, differing

__all__ = ["Differing", "Group", "Rule", "Stretch", "differing", "office_rules", "stretches"]
