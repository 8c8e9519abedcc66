package embedstore

import _ "embed"

// The statements, a file each. Parameters are numbered in them.
var (
	//go:embed sql/schema.sql
	sqlSchema string

	//go:embed sql/record_at.sql
	sqlRecordAt string
	//go:embed sql/records_at.sql
	sqlRecordsAt string
	//go:embed sql/ids_at.sql
	sqlIDsAt string
	//go:embed sql/claims_at.sql
	sqlClaimsAt string
	//go:embed sql/claims_about.sql
	sqlClaimsAbout string
	//go:embed sql/nodes_by_code.sql
	sqlNodesByCode string

	//go:embed sql/record_end.sql
	sqlRecordEnd string
	//go:embed sql/record_add.sql
	sqlRecordAdd string
	//go:embed sql/code_add.sql
	sqlCodeAdd string
	//go:embed sql/about_add.sql
	sqlAboutAdd string

	//go:embed sql/network_clear.sql
	sqlNetworkClear string
	//go:embed sql/network_add.sql
	sqlNetworkAdd string
	//go:embed sql/network_parts.sql
	sqlNetworkParts string

	//go:embed sql/names_clear.sql
	sqlNamesClear string
	//go:embed sql/names_add.sql
	sqlNamesAdd string
	//go:embed sql/names_parts.sql
	sqlNamesParts string

	//go:embed sql/release_add.sql
	sqlReleaseAdd string
	//go:embed sql/releases.sql
	sqlReleases string
	//go:embed sql/release_newest.sql
	sqlReleaseNewest string
	//go:embed sql/difference.sql
	sqlDifference string
	//go:embed sql/history_faults.sql
	sqlHistoryFaults string
)
