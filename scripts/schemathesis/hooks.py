"""What schemathesis is told of our API beyond the document.

Some values that the document's schemas let through are refused for a reason that JSON Schema cannot state: two parameters that exclude or need each
other, a day that no month has, a cursor that the server did not make. The check below takes the place of positive_data_acceptance: it lets a
problem pass only where each of its errors gives one of these reasons.
"""

import re

import schemathesis
from schemathesis import GenerationMode

EXPLAINED = re.compile(
    r"exclude each other|goes with |give either |^rows and cols are both|different prefectures|is before from_date|^date |"
    r"this is no cursor|the cursor belongs to another question|has no system|"
    r'^"\w+" is not allowed; use one of prefecture,'  # an axis of another count
)

# Members of the reconciliation form that the generator made by flattening the objects inside its JSON texts: the form's own schema has none of them.
FLATTENED = re.compile(r"^there is no such parameter here; use queries, extend$")


@schemathesis.check
def refusals_are_explained(ctx, response, case):
    generation = case.meta.generation if case.meta else None
    if generation is None or generation.mode != GenerationMode.POSITIVE or response.status_code != 400:
        return
    problem = response.json()
    errors = problem.get("errors") or [{"detail": problem["detail"]}]
    unexplained = [e for e in errors if not EXPLAINED.search(e["detail"]) and not FLATTENED.search(e["detail"])]
    assert not unexplained, f"valid by the document, yet refused: {unexplained}"
