// Changes the state of the store: what is being applied, and by which plan.
MATCH (m:_Enishi {id: 'enishi'})
SET m.state = $q.state, m.plan = $q.plan, m.target = $q.target, m.batch = 0, m.touched = timestamp()
