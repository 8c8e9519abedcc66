// Whether relationship r from a to b passes the filter but for time (graph.Filter.Edge). A null list lets all pass.
  ($edge_types IS NULL OR type(r) IN $edge_types)
  AND ($tie_kinds IS NULL OR r.tie_kind IN $tie_kinds)
  AND ($statuses IS NULL OR r.status IN $statuses)
  AND r._confidence >= $confidence
  AND (NOT $single_source OR r._citations <= 1)
  AND ($node_kinds IS NULL OR (a.kind IN $node_kinds AND b.kind IN $node_kinds))
  AND ($sectors IS NULL OR (
    (a.kind <> 'organization' OR coalesce(a.sector, '') IN $sectors) AND (b.kind <> 'organization' OR coalesce(b.sector, '') IN $sectors)
    AND (a.kind = 'organization' OR b.kind = 'organization')))
  AND ($themes IS NULL OR (
    (NOT a.kind IN ['organization', 'program'] OR any(t IN coalesce(a.themes, []) WHERE t IN $themes))
    AND (NOT b.kind IN ['organization', 'program'] OR any(t IN coalesce(b.themes, []) WHERE t IN $themes))
    AND (a.kind IN ['organization', 'program'] OR b.kind IN ['organization', 'program'])))
  AND ($prefectures IS NULL OR $scoped OR NOT (a._nationwide OR b._nationwide))
  AND CASE
    WHEN $prefectures IS NULL AND $states IS NULL THEN true
    WHEN $states IS NULL THEN any(x IN a._areas + b._areas WHERE x IN $prefectures)
    WHEN $prefectures IS NULL THEN any(x IN a._areas + b._areas WHERE x IN $states)
    ELSE (any(x IN a._areas WHERE x IN $prefectures) AND any(x IN b._areas WHERE x IN $states))
      OR (any(x IN b._areas WHERE x IN $prefectures) AND any(x IN a._areas WHERE x IN $states))
  END
