-- Versions of one record that overlap, end before they begin, or name a release that is not there.
SELECT a.kind, a.id, a.since FROM record a
WHERE a.until <= a.since
   OR a.since NOT IN (SELECT number FROM release)
   OR a.until NOT IN (SELECT number FROM release)
   OR EXISTS (SELECT 1 FROM record b WHERE b.kind = a.kind AND b.id = a.id AND b.since > a.since AND (a.until IS NULL OR a.until > b.since))
ORDER BY a.kind, a.id, a.since
