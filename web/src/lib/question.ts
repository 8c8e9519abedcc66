/** The question as the API takes it: time and language from the address, the same for every view. */
import { location } from "./location";
import { lang } from "./prefs";
import { timeOf, timeParams, type Time } from "./date";
import type { Params } from "./api";

export const time = (): Time => timeOf(location.value.params);

/** Parameters of the time that the whole page stands at. */
export const timeQuery = (): Params => ({
  ...timeParams(time()),
  undated: location.value.params.get("undated") === "include" ? "include" : null,
});

/** Time and language: what every request carries. */
export const common = (): Params => ({ ...timeQuery(), lang: lang.value });

export const STUDY_PREFECTURES = ["jp-04", "jp-21", "jp-22", "jp-25", "jp-32", "jp-35", "jp-39"] as const;

/** Names that stand before the data has come, and where it does not come. */
export const STUDY_NAMES: Record<string, readonly [en: string, ja: string]> = {
  "jp-04": ["Miyagi", "宮城県"],
  "jp-21": ["Gifu", "岐阜県"],
  "jp-22": ["Shizuoka", "静岡県"],
  "jp-25": ["Shiga", "滋賀県"],
  "jp-32": ["Shimane", "島根県"],
  "jp-35": ["Yamaguchi", "山口県"],
  "jp-39": ["Kochi", "高知県"],
};
