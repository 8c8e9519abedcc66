// All of a release is to be seen now, its entries in the indexes too.
MATCH (m:_Enishi {id: 'enishi'}) WHERE m.release = $q.release
SET m.settled = m.release
