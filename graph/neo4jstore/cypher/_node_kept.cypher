// Whether node n passes the filter by itself but for time (graph.Filter.Node). A null list lets all pass.
  ($q.node_kinds IS NULL OR n.kind IN $q.node_kinds)
  AND ($q.sectors IS NULL OR (n.kind = 'organization' AND coalesce(n.sector, '') IN $q.sectors))
  AND ($q.themes IS NULL OR (n.kind IN ['organization', 'program'] AND any(t IN coalesce(n.themes, []) WHERE t IN $q.themes)))
  AND n._confidence >= $q.confidence
  AND (NOT $q.single_source OR n._citations <= 1)
  AND (($q.prefectures IS NULL AND $q.states IS NULL)
    OR any(x IN n._areas WHERE x IN coalesce($q.prefectures, []) OR x IN coalesce($q.states, []))
    OR ($q.scoped AND $q.prefectures IS NOT NULL AND n._nationwide))
