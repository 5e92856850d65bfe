"""Work, skills and standing: jobs, papers, services, waiting, citizenship."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, final

from corridors.policy.lever import Lever, lag
from corridors.policy.response import among, elastic

if TYPE_CHECKING:
    from jax import Array

    from corridors.policy.dates import Dates
    from corridors.policy.scope import Scope


@final
@dataclass(frozen=True)
class RecruitmentCost(Lever):
    """What a migrant pays for the job follows the ratio v: `recruitment = ln v`."""

    name = "recruitment_cost"
    label = "Recruitment cost"
    unit = "ratio"
    neutral, lowest, highest = 1.0, 0.01, 3.0
    scope = "corridor"
    what = (
        "What migrants pay for the job, as a ratio to today's (0.01 for next to nothing): no usable number was found "
        "for how many more would leave, so that the cost changes and the moves do not."
    )
    claims = (("recruitment_cost", 1),)

    def effects(self, value: Array | float, scope: Scope, dates: Dates, given: Mapping[str, Array]) -> dict[str, Array]:
        """Give `recruitment`."""
        return {"recruitment": scope.rows(elastic(1.0, value) * dates.exposure(0.0))}


@final
@dataclass(frozen=True)
class Recognition(Lever):
    """Recognised papers raise the pay and the employment of skilled migrants, over three years.

    With a the share v of them times the exposure, `earnings = ln(1 + a recognition_wage)` and
    `employment = a recognition_employment`, at the medium and high levels of education. Measured in Germany among those
    who applied, and taken here for all skilled migrants.
    """

    name = "recognition"
    label = "Recognition of qualifications"
    unit = "share"
    neutral, lowest, highest = 0.0, 0.0, 1.0
    scope = "corridor"
    skills = ("medium", "high")
    parameters = ("recognition_wage", "recognition_employment")
    what = "The further share of skilled migrants whose papers are recognised: within three years more work, for more."
    claims = (("earnings", 1), ("employment", 1))

    def effects(self, value: Array | float, scope: Scope, dates: Dates, given: Mapping[str, Array]) -> dict[str, Array]:
        """Give `earnings` and `employment`."""
        paid = among(given["recognition_wage"], value * dates.exposure(lag("recognition_wage")))
        working = given["recognition_employment"] * value * dates.exposure(lag("recognition_employment"))
        return {"earnings": scope.levels(paid, self.skills), "employment": scope.levels(working, self.skills)}


@final
@dataclass(frozen=True)
class IntegrationServices(Lever):
    """Services raise the employment of the foreign-born they reach: `employment = v language_course_participation`.

    The number is that of a hundred hours of language course in France, on taking part in the labour market, taken here
    as employment.
    """

    name = "integration_services"
    label = "Integration services"
    unit = "share"
    neutral, lowest, highest = 0.0, 0.0, 1.0
    scope = "destination"
    parameters = ("language_course_participation",)
    what = "The share of the foreign-born who are reached by language courses and other services: more of them work."
    claims = (("employment", 1),)

    def effects(self, value: Array | float, scope: Scope, dates: Dates, given: Mapping[str, Array]) -> dict[str, Array]:
        """Give `employment`."""
        return {"employment": scope.levels(given["language_course_participation"] * value * dates.exposure(0.0))}


@final
@dataclass(frozen=True)
class AsylumWaiting(Lever):
    """Every year of waiting lowers the employment of refugees: `employment_refugees = v asylum_waiting_employment`.

    Measured in Switzerland; it acts on all refugees of the row, as if all had waited v years longer.
    """

    name = "asylum_waiting"
    label = "Wait for an asylum decision"
    unit = "years"
    neutral, lowest, highest = 0.0, -3.0, 5.0
    scope = "destination"
    parameters = ("asylum_waiting_employment",)
    what = "Years added to the wait for an asylum decision: every year leaves fewer refugees in work for years after."
    claims = (("employment", -1),)

    def effects(self, value: Array | float, scope: Scope, dates: Dates, given: Mapping[str, Array]) -> dict[str, Array]:
        """Give `employment_refugees`."""
        change = given["asylum_waiting_employment"] * value * dates.exposure(0.0)
        return {"employment_refugees": scope.rows(change)}


@final
@dataclass(frozen=True)
class Naturalisation(Lever):
    """A more secure standing changes what is sent home: `send = ln(1 + v remittance_status_response)`.

    Measured among those who received permission to stay in the United States; the gain in pay that was measured in
    Switzerland (`naturalisation_earnings`) is in dollars without a base and is left out.
    """

    name = "naturalisation"
    label = "Naturalisation"
    unit = "share"
    neutral, lowest, highest = 0.0, 0.0, 1.0
    scope = "corridor"
    parameters = ("remittance_status_response",)
    what = "The further share of the foreign-born who become citizens: whether they then send less home is in dispute."
    claims = (("remittances", -1),)

    def effects(self, value: Array | float, scope: Scope, dates: Dates, given: Mapping[str, Array]) -> dict[str, Array]:
        """Give `send`."""
        return {"send": scope.rows(among(given["remittance_status_response"], value * dates.exposure(0.0)))}
