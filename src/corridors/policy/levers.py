"""Every lever, in one list."""

from types import MappingProxyType

from corridors.policy.borders import EmployerChecks, Enforcement, Regularisation
from corridors.policy.doors import FreeMovement, LegalCapacity, Resettlement, Visa, VisaRefusals
from corridors.policy.lever import Lever
from corridors.policy.money import Aid, FarmSubsidies, Portability, RemittancePrice, ReturnSupport
from corridors.policy.rights import Ratification
from corridors.policy.shocks import Conflict, ConflictIntensity, Growth, Investment
from corridors.policy.work import AsylumWaiting, IntegrationServices, Naturalisation, Recognition, RecruitmentCost

_ALL: tuple[Lever, ...] = (
    LegalCapacity(),
    Visa(),
    VisaRefusals(),
    FreeMovement(),
    Resettlement(),
    Enforcement(),
    EmployerChecks(),
    Regularisation(),
    RecruitmentCost(),
    Recognition(),
    IntegrationServices(),
    AsylumWaiting(),
    Naturalisation(),
    RemittancePrice(),
    ReturnSupport(),
    Portability(),
    Aid(),
    FarmSubsidies(),
    Growth(),
    Investment(),
    Conflict(),
    ConflictIntensity(),
    Ratification(),
)
LEVERS = MappingProxyType({lever.name: lever for lever in _ALL})
"""Every lever by its name."""
