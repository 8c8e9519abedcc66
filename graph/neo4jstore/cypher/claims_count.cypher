// How many claims there are.
MATCH (n:Claim)
WHERE ($records IS NULL OR n.record IN $records) AND ($kinds IS NULL OR n.kind IN $kinds)
RETURN [count(*)] AS row
