// How surely relationship r holds at the time asked: 0 certain, 1 possible, 2 undated, 3 out (graph.Time.Holds).
CASE
  WHEN $when = 'any' THEN 0
  WHEN $when = 'now' THEN CASE WHEN r._open THEN 0 ELSE 3 END
  WHEN r._from_first >= $end OR r._to_last <= $start THEN 3
  WHEN r._undated THEN 2
  WHEN r._from_last < $end AND r._to_first > $start THEN 0
  ELSE 1
END
