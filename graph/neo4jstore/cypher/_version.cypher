// The frame of every question: which version it is answered from, whether a release is being applied, and for how many milliseconds that has not moved.
MATCH (m:_Enishi {id: 'enishi'})
RETURN [m.version, m.state, m.release, timestamp() - m.touched] AS row
