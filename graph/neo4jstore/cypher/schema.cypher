// The schema, made at open where it is missing, in one transaction. Each statement may be repeated.
CREATE CONSTRAINT enishi_meta IF NOT EXISTS FOR (n:_Enishi) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT enishi_entity IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT enishi_source IF NOT EXISTS FOR (n:Source) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT enishi_claim IF NOT EXISTS FOR (n:Claim) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT enishi_release IF NOT EXISTS FOR (n:_Release) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT enishi_past IF NOT EXISTS FOR (n:_Past) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT enishi_staged IF NOT EXISTS FOR (n:_Staged) REQUIRE n.key IS UNIQUE;
CREATE INDEX enishi_past_until IF NOT EXISTS FOR (n:_Past) ON (n.until);
CREATE INDEX enishi_past_id IF NOT EXISTS FOR (n:_Past) ON (n.id);
CREATE INDEX enishi_entity_since IF NOT EXISTS FOR (n:Entity) ON (n._since);
CREATE INDEX enishi_source_since IF NOT EXISTS FOR (n:Source) ON (n._since);
CREATE INDEX enishi_claim_since IF NOT EXISTS FOR (n:Claim) ON (n._since);
CREATE INDEX enishi_claim_record IF NOT EXISTS FOR (n:Claim) ON (n.record);
CREATE INDEX enishi_within IF NOT EXISTS FOR (n:Entity) ON (n.within);
CREATE INDEX enishi_kind IF NOT EXISTS FOR (n:Entity) ON (n.kind);
CREATE CONSTRAINT enishi_sister_of IF NOT EXISTS FOR ()-[r:SISTER_OF]-() REQUIRE r.id IS UNIQUE;
CREATE CONSTRAINT enishi_member_of IF NOT EXISTS FOR ()-[r:MEMBER_OF]-() REQUIRE r.id IS UNIQUE;
CREATE CONSTRAINT enishi_organizes IF NOT EXISTS FOR ()-[r:ORGANIZES]-() REQUIRE r.id IS UNIQUE;
CREATE CONSTRAINT enishi_takes_part_in IF NOT EXISTS FOR ()-[r:TAKES_PART_IN]-() REQUIRE r.id IS UNIQUE;
CREATE CONSTRAINT enishi_located_in IF NOT EXISTS FOR ()-[r:LOCATED_IN]-() REQUIRE r.id IS UNIQUE;
CREATE CONSTRAINT enishi_succeeded_by IF NOT EXISTS FOR ()-[r:SUCCEEDED_BY]-() REQUIRE r.id IS UNIQUE;
CREATE INDEX enishi_tie IF NOT EXISTS FOR ()-[r:SISTER_OF]-() ON (r.tie);
CREATE FULLTEXT INDEX enishi_terms IF NOT EXISTS FOR (n:Entity) ON EACH [n._text, n._near]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'keyword', `fulltext.eventually_consistent`: false}};
CREATE FULLTEXT INDEX enishi_codes IF NOT EXISTS FOR (n:Entity) ON EACH [n._codes]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'keyword', `fulltext.eventually_consistent`: false}}
