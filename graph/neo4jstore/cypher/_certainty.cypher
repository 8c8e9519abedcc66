// How surely relationship r holds at the time asked: 0 certain, 1 possible, 2 undated, 3 out (graph.Time.Holds).
CASE
  WHEN $q.when = 'any' THEN 0
  WHEN $q.when = 'now' THEN CASE WHEN r._open THEN 0 ELSE 3 END
  WHEN r._from_first >= $q.end OR r._to_last <= $q.start THEN 3
  WHEN r._undated THEN 2
  WHEN r._from_last < $q.end AND r._to_first > $q.start THEN 0
  ELSE 1
END
