// Which plan made a release.
MATCH (n:_Release {id: $id})
RETURN n.mark AS mark
