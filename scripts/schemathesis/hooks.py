"""What schemathesis is told of our API beyond the document.

Some values that the document's schemas let through are refused for a reason that JSON Schema cannot state: two parameters that exclude or need each
other, a day that no month has, a cursor that the server did not make. The check below takes the place of positive_data_acceptance: it lets a
problem pass only where each of its errors gives one of these reasons.
"""

import json
import re

import schemathesis
from schemathesis import GenerationMode

EXPLAINED = re.compile(
    r"exclude each other|goes with |give either |mean the same here|^rows and cols are both|different prefectures|^date |"
    r"is before from_date|is not after from |cannot be both passed and avoided|"
    r"^no (prefecture|state) has the id |"  # the data decide which there are
    r"this is no cursor|the cursor belongs to another question|has no system|"
    r'^"\w+" is not allowed; use one of prefecture,'  # an axis of another count
)


@schemathesis.hook
def before_call(context, case, kwargs):
    """Writes members of a form that are no texts as JSON, as `encoding` of the document says; schemathesis would make a member of each of their own members."""
    if case.media_type == "application/x-www-form-urlencoded" and isinstance(case.body, dict):
        case.body = {name: v if isinstance(v, str) else json.dumps(v, ensure_ascii=False) for name, v in case.body.items()}


@schemathesis.check
def refusals_are_explained(ctx, response, case):
    generation = case.meta.generation if case.meta else None
    if generation is None or generation.mode != GenerationMode.POSITIVE or response.status_code != 400:
        return
    if case.method.upper() == "HEAD":  # the same handler as GET, whose problem says why
        return
    problem = response.json()
    errors = problem.get("errors") or [{"detail": problem["detail"]}]
    unexplained = [e for e in errors if not EXPLAINED.search(e["detail"])]
    assert not unexplained, f"valid by the document, yet refused: {unexplained}"
