// The frame of every question: which version it is answered from, whether a release is being applied or has only just been made, and for how many milliseconds that has not moved.
MATCH (m:_Enishi {id: 'enishi'})
RETURN [m.version, CASE WHEN m.state = 'ready' AND coalesce(m.settled, -1) <> m.release AND timestamp() - m.touched < 3000 THEN 'settling' ELSE m.state END, m.release, timestamp() - m.touched] AS row
