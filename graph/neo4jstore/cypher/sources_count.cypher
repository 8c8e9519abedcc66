// How many sources there are.
MATCH (n:Source)
RETURN [count(n)] AS row
