// The waste of a first load that did not end: its edges, which go before their ends, since a hub and all its edges are too much for one transaction.
MATCH (:Entity)-[r:SISTER_OF|MEMBER_OF|ORGANIZES|TAKES_PART_IN|LOCATED_IN|SUCCEEDED_BY]->(:Entity)
WITH r LIMIT $q.limit
DELETE r
RETURN count(*) AS deleted
