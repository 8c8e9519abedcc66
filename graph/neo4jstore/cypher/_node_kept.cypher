// Whether node n passes the filter by itself but for time (graph.Filter.Node). A null list lets all pass.
  ($node_kinds IS NULL OR n.kind IN $node_kinds)
  AND ($sectors IS NULL OR (n.kind = 'organization' AND coalesce(n.sector, '') IN $sectors))
  AND ($themes IS NULL OR (n.kind IN ['organization', 'program'] AND any(t IN coalesce(n.themes, []) WHERE t IN $themes)))
  AND n._confidence >= $confidence
  AND (NOT $single_source OR n._citations <= 1)
  AND (($prefectures IS NULL AND $states IS NULL)
    OR any(x IN n._areas WHERE x IN coalesce($prefectures, []) OR x IN coalesce($states, []))
    OR ($scoped AND $prefectures IS NOT NULL AND n._nationwide))
