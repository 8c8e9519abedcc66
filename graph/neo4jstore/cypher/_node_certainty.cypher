// How surely node n exists at the time asked: 0 certain, 1 possible, 2 undated, 3 out (graph.Time.Holds).
CASE
  WHEN $q.when = 'any' THEN 0
  WHEN $q.when = 'now' THEN CASE WHEN n._open THEN 0 ELSE 3 END
  WHEN n._from_first >= $q.end OR n._to_last <= $q.start THEN 3
  WHEN n._undated THEN 2
  WHEN n._from_last < $q.end AND n._to_first > $q.start THEN 0
  ELSE 1
END
