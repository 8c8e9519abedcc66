// Name and version of the server.
CALL dbms.components() YIELD name, versions, edition
RETURN name, versions[0] AS version, edition
