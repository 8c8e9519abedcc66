/**
 * Words in two languages, kept beside the view that says them. `{name}` takes a value; in English a
 * bar parts singular and plural by the value `n` ("{n} tie|{n} ties").
 */
import { lang, type Lang } from "./prefs";

export type Values = Record<string, string | number>;

export type Say<K extends string> = (key: K, values?: Values) => string;

export function words<K extends string>(table: Record<K, readonly [en: string, ja: string]>): Say<K> {
  return (key, values) => fill(table[key][lang.value === "ja" ? 1 : 0], values, lang.value);
}

export function fill(template: string, values: Values | undefined, language: Lang): string {
  const forms = template.split("|");
  const form = (language === "en" && Number(values?.["n"]) !== 1 ? forms[1] : forms[0]) ?? template;
  return form.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const v = values?.[name];
    return v === undefined ? whole : typeof v === "number" ? number(v, language) : v;
  });
}

// Made once: a formatter costs more to make than a thousand numbers to write.
const FORMAT: Record<Lang, Intl.NumberFormat> = {
  en: new Intl.NumberFormat("en-US"),
  ja: new Intl.NumberFormat("ja-JP"),
};

export const number = (n: number, language: Lang = lang.value): string => FORMAT[language].format(n);

/** A part of a whole in percent, with at most so many digits after the point. */
export const percent = (share: number, digits = 0): string =>
  `${number(Math.round(100 * share * 10 ** digits) / 10 ** digits)}%`;

/** Said in brackets, after a word: each script has its own. */
export const aside = (text: string | number): string => {
  const said = typeof text === "number" ? number(text) : text;
  return lang.value === "ja" ? `（${said}）` : ` (${said})`;
};

/** Words of a closed list by their value, in both languages. */
export type Terms = Readonly<Record<string, readonly [en: string, ja: string]>>;

/** A word of such a list in the reader's language; undefined where it has none. */
export const termIn = (table: Terms, value: string): string | undefined =>
  Object.hasOwn(table, value) ? table[value]?.[lang.value === "ja" ? 1 : 0] : undefined;

/** A word of a closed list of the API ("sister-city"), said in the reader's language; unknown ones as they are. */
export function termOf(value: string | undefined): string {
  return value ? (termIn(TERMS, value) ?? value.replaceAll(/[-_]/g, " ")) : "";
}

const TERMS: Terms = {
  prefecture: ["prefecture", "都道府県"],
  municipality: ["municipality", "市区町村"],
  partner: ["US partner", "米国の相手"],
  organization: ["organization", "団体"],
  program: ["program", "事業"],
  sister_of: ["sister and friendship ties", "姉妹・友好提携"],
  member_of: ["memberships", "所属・関与"],
  organizes: ["organizes", "主催"],
  takes_part_in: ["takes part in", "参加"],
  located_in: ["located in", "所在"],
  succeeded_by: ["merged into", "合併"],
  "sister-state": ["sister state", "姉妹州県"],
  "sister-city": ["sister city", "姉妹都市"],
  friendship: ["friendship", "友好"],
  original: ["original", "当初から"],
  inherited: ["inherited", "承継"],
  active: ["active", "継続中"],
  ended: ["ended", "終了"],
  unknown: ["unknown", "不明"],
  signed: ["signed", "締結"],
  began: ["began", "開始"],
  founded: ["founded", "設立"],
  dissolved: ["dissolved", "解散"],
  "tie-ended": ["tie ended", "提携終了"],
  high: ["high", "高"],
  medium: ["medium", "中"],
  low: ["low", "低"],
  possible: ["possible", "可能性あり"],
  certain: ["certain", "確実"],
  "designated-city": ["designated city", "政令指定都市"],
  city: ["city", "市"],
  "special-ward": ["special ward", "特別区"],
  town: ["town", "町"],
  village: ["village", "村"],
  state: ["state", "州"],
  county: ["county", "郡"],
  township: ["township", "郡区"],
  borough: ["borough", "区"],
  tribe: ["tribe", "部族"],
  district: ["district", "区"],
  community: ["community", "地域社会"],
  territory: ["territory", "準州"],
  Borough: ["borough", "区"],
  County: ["county", "郡"],
  CDP: ["census-designated place", "国勢調査指定地域"],
  "city and borough": ["city and borough", "市・区"],
  "consolidated government": ["consolidated government", "統合自治体"],
  "metropolitan government": ["metropolitan government", "都市圏自治体"],
  "urban county": ["urban county", "都市郡"],
  member: ["member", "会員"],
  founder: ["founder", "設立"],
  affiliate: ["affiliate", "連携"],
  designated: ["designated", "指定"],
  funds: ["funds", "出資・助成"],
  hosts: ["hosts", "受入"],
  "central-government": ["central government", "中央政府"],
  "prefectural-government": ["prefectural government", "都道府県・州政府"],
  "municipal-government": ["municipal government", "市町村"],
  "quasi-governmental": ["quasi-governmental", "準政府機関"],
  ngo: ["NGO", "民間団体"],
  education: ["education", "教育"],
  business: ["business", "経済界"],
  economy: ["economy", "経済"],
  culture: ["culture", "文化"],
  sport: ["sport", "スポーツ"],
  "citizen-exchange": ["citizen exchange", "市民交流"],
  governance: ["governance", "行政"],
  "disaster-relief": ["disaster relief", "災害支援"],
  environment: ["environment", "環境"],
  tourism: ["tourism", "観光"],
  health: ["health", "保健"],
  agriculture: ["agriculture", "農業"],
  "student-exchange": ["student exchange", "青少年・留学生交流"],
  delegation: ["delegation", "代表団"],
  economic: ["economic", "経済交流"],
  arts: ["arts", "芸術"],
  summit: ["summit", "会議"],
  festival: ["festival", "祭り"],
  training: ["training", "研修"],
  sports: ["sports", "スポーツ交流"],
  "civic-group": ["civic group", "市民団体"],
  "sister-city-organization": ["sister-city organization", "姉妹都市団体"],
  "educational-institution": ["educational institution", "教育機関"],
  "international-association": ["international association", "国際交流協会"],
  "japan-america-society": ["Japan-America society", "日米協会"],
  network: ["network", "ネットワーク"],
  "national-body": ["national body", "全国組織"],
  "government-agency": ["government agency", "行政機関"],
  foundation: ["foundation", "財団"],
  company: ["company", "企業"],
  Hokkaido: ["Hokkaido", "北海道"],
  Tohoku: ["Tohoku", "東北"],
  Kanto: ["Kanto", "関東"],
  Chubu: ["Chubu", "中部"],
  Kansai: ["Kansai", "関西"],
  Chugoku: ["Chugoku", "中国"],
  Shikoku: ["Shikoku", "四国"],
  Kyushu: ["Kyushu", "九州"],
  exact: ["exact", "完全一致"],
  prefix: ["beginning", "前方一致"],
  word: ["word", "語の一致"],
  fuzzy: ["similar spelling", "類似"],
  code: ["code", "コード"],
  "prefecture-state": ["prefecture–state", "県・州"],
  municipal: ["municipal", "市町村"],
  "cross-level": ["cross-level", "異なる階層"],
};
