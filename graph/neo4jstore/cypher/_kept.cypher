// Whether relationship r from a to b passes the filter but for time (graph.Filter.Edge). A null list lets all pass.
  ($q.edge_types IS NULL OR type(r) IN $q.edge_types)
  AND ($q.tie_kinds IS NULL OR r.tie_kind IN $q.tie_kinds)
  AND ($q.statuses IS NULL OR r.status IN $q.statuses)
  AND ($q.levels IS NULL OR (type(r) = 'SISTER_OF' AND ['municipal', 'cross-level', 'prefecture-state'][
    size([n IN [a, b] WHERE n.kind = 'prefecture' OR (n.kind = 'partner' AND n.within IS NULL AND n.level IN ['state', 'territory', 'district'])])
  ] IN $q.levels))
  AND ($q.signed IS NULL OR (type(r) = 'SISTER_OF' AND coalesce(left(r.signed_text, 4), '0000') IN $q.signed))
  AND r._confidence >= $q.confidence
  AND (NOT $q.single_source OR r._citations <= 1)
  AND ($q.node_kinds IS NULL OR (a.kind IN $q.node_kinds AND b.kind IN $q.node_kinds))
  AND ($q.sectors IS NULL OR (
    (a.kind <> 'organization' OR coalesce(a.sector, '') IN $q.sectors) AND (b.kind <> 'organization' OR coalesce(b.sector, '') IN $q.sectors)
    AND (a.kind = 'organization' OR b.kind = 'organization')))
  AND ($q.themes IS NULL OR (
    (NOT a.kind IN ['organization', 'program'] OR any(t IN coalesce(a.themes, []) WHERE t IN $q.themes))
    AND (NOT b.kind IN ['organization', 'program'] OR any(t IN coalesce(b.themes, []) WHERE t IN $q.themes))
    AND (a.kind IN ['organization', 'program'] OR b.kind IN ['organization', 'program'])))
  AND ($q.prefectures IS NULL OR $q.scoped OR NOT (a._nationwide OR b._nationwide))
  AND CASE
    WHEN $q.prefectures IS NULL AND $q.states IS NULL THEN true
    WHEN $q.states IS NULL THEN any(x IN a._areas + b._areas WHERE x IN $q.prefectures)
    WHEN $q.prefectures IS NULL THEN any(x IN a._areas + b._areas WHERE x IN $q.states)
    ELSE (any(x IN a._areas WHERE x IN $q.prefectures) AND any(x IN b._areas WHERE x IN $q.states))
      OR (any(x IN b._areas WHERE x IN $q.prefectures) AND any(x IN a._areas WHERE x IN $q.states))
  END
