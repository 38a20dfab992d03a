"""What can go wrong when things are let go again."""

from inburgering.primitives.errors import DomainError, NietGevonden


class CohortOnbekend(NietGevonden):
    """There is no such cohort."""

    code, title = "cohort-onbekend", "Dit cohort bestaat niet"


class VoorwaardeOpen(DomainError):
    """A cohort may not go while one of its conditions is not met."""

    code, title = "voorwaarde-open", "Er is nog een voorwaarde open"


class NogNietZover(DomainError):
    """A cohort may not go before its day."""

    code, title = "nog-niet-zover", "De dag van dit cohort is nog niet gekomen"


class PlanOngeldig(DomainError):
    """A plan that cannot be carried out."""

    code, title = "plan-ongeldig", "Dit plan kan niet worden uitgevoerd"
