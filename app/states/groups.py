"""Groups of States under a name: those of the United Nations, and who is a Member State."""

from enum import StrEnum

from app.states import registry


class StateGroup(StrEnum):
    """A regional group of the United Nations; all Member States; those that take part without being one."""

    african = "african"
    asia_pacific = "asia_pacific"
    eastern_european = "eastern_european"
    grulac = "grulac"
    weog = "weog"
    members = "members"
    others = "others"


def states_of(group: StateGroup) -> frozenset[str]:
    """The codes of the States of a group, as they now are."""
    if group is StateGroup.members:
        return frozenset(state.iso3 for state in registry.all_states() if state.member)
    if group is StateGroup.others:
        return frozenset(state.iso3 for state in registry.all_states() if not state.member)
    return frozenset(state.iso3 for state in registry.all_states() if state.group == group.value)
