// Which plan made a release.
MATCH (n:_Release {id: $q.id})
RETURN n.mark AS mark
