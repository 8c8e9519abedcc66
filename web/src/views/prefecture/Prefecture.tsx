/** The dossier of a prefecture at the date: its ties and those of its municipalities as they were then, organizations, programs. */
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { sayTime } from "../../components/DateRail";
import { KindMark } from "../../components/Kind";
import { Share } from "../../components/Share";
import { Cite, Footnotes, SourceList } from "../../components/Sources";
import { AnswerStatus, CutNote } from "../../components/Status";
import { address, type Request } from "../../lib/api";
import { sayDate } from "../../lib/date";
import { csv, download, fileName } from "../../lib/download";
import { ask, href, location, navigate } from "../../lib/location";
import { countBy, unite, type Indexed } from "../../lib/network";
import { lang } from "../../lib/prefs";
import { common, STUDY_PREFECTURES, time } from "../../lib/question";
import { useApi } from "../../lib/resource";
import { otherLang, otherName, sayValid } from "../../lib/say";
import { NODE_KINDS, type GraphNode, type List, type Network, type Partners, type PartnerTie } from "../../lib/types";
import { number, termOf, words } from "../../lib/words";
import { TieMap } from "../../map/TieMap";
import { Choice } from "../explore/Filters";
import "./prefecture.css";

const say = words({
  choose: ["Prefectures", "都道府県"],
  chooseLead: [
    "Choose a prefecture to read its dossier at the date above: ties, organizations, programs, each with its sources.",
    "都道府県を選ぶと、上の時点での調書(提携・団体・事業と典拠)が表示されます。",
  ],
  study: ["of the study", "調査対象"],
  other: ["Prefecture", "都道府県"],
  at: ["Dossier, {when}", "調書({when})"],
  summary: [
    "{ties} ties ({own} of the prefecture itself), {orgs} organizations, {programs} programs.",
    "提携{ties}件(うち県{own}件)、団体{orgs}、事業{programs}。",
  ],
  population: ["Population {n} ({date})", "人口 {n}({date})"],
  explore: ["Explore its network", "ネットワークを探索"],
  compare: ["Compare with the seven", "7県と比べる"],
  print: ["Print", "印刷"],
  csv: ["Ties for Excel (CSV)", "提携を Excel 用に(CSV)"],
  zip: ["All as CSV (zip)", "すべて CSV(zip)"],
  one: ["Appendix 1. Sister and friendship affiliations", "付録1 姉妹・友好提携"],
  ofPrefecture: ["Of the prefecture", "県の提携"],
  ofMunicipalities: ["Of its municipalities", "市町村の提携"],
  noneOwn: ["The prefecture itself has no tie on record at this date.", "この時点で県自体の提携は記録されていません。"],
  noneMunicipal: ["No municipality has a tie on record at this date.", "この時点で市町村の提携は記録されていません。"],
  undated: [
    "{n} tie whose date nobody states is left out at this date.|{n} ties whose date nobody states are left out at this date.",
    "締結日不明の{n}件は、この時点では除いています。",
  ],
  include: ["Include", "含める"],
  possible: [
    "{n} holds only possibly: its date is known too roughly.|{n} hold only possibly: their dates are known too roughly.",
    "{n}件は日付が粗く、この時点で有効だった可能性があるものです。",
  ],
  body: ["Body", "団体"],
  partner: ["Partner", "相手"],
  kind: ["Kind", "種別"],
  signed: ["Signed", "締結"],
  how: ["How it came, what became of it", "経緯"],
  status: ["Status", "状況"],
  inherited: ["inherited from {name}", "{name}から承継"],
  two: ["Appendix 2. Organizations related to international exchange", "付録2 国際交流関係団体"],
  noOrgs: ["No organization located here is on record at this date.", "この時点で所在する団体の記録はありません。"],
  founded: ["since {date}", "{date}設立"],
  three: ["Programs and events", "事業・行事"],
  noPrograms: [
    "No program with a body of the prefecture is on record at this date.",
    "この時点で県内団体の事業は記録されていません。",
  ],
  map: ["Map of its ties", "提携の地図"],
  timeline: ["Signed, decade by decade", "年代別の締結数"],
  unknownSector: ["sector not stated", "部門不明"],
  economy: [
    "{a} of {n} organizations and programs are tied to the economy ({p}%).",
    "団体・事業{n}件のうち{a}件({p}%)が経済に関わります。",
  ],
  unknown: ["unknown", "不明"],
});

export const prefectureId = (path: string): string | undefined => /^\/prefectures\/([a-z0-9-]+)$/.exec(path)?.[1];

export default function Prefecture(): JSX.Element {
  const id = prefectureId(location.value.path);
  return id ? <Dossier key={id} id={id} /> : <Choose />;
}

function usePrefectures(): GraphNode[] {
  const list = useApi<List<GraphNode>>({
    path: "/nodes",
    params: { node_kind: "prefecture", limit: 100, lang: lang.value, time: "any" },
  });
  return list.data?.items ?? [];
}

function Choose(): JSX.Element {
  const all = usePrefectures();
  const study = new Set<string>(STUDY_PREFECTURES);
  const regions = [...new Set(all.map((p) => (p as GraphNode & { region?: string }).region ?? ""))];
  return (
    <div class="page">
      <h1>{say("choose")}</h1>
      <p class="lead">{say("chooseLead")}</p>
      <div class="regions">
        {regions.map((r) => (
          <section key={r}>
            <h2>{r}</h2>
            <ul class="plain">
              {all
                .filter((p) => ((p as GraphNode & { region?: string }).region ?? "") === r)
                .map((p) => (
                  <li key={p.id}>
                    <a href={href(`/prefectures/${p.id}`)}>
                      {p.label} <span class="muted">{otherName(p)}</span>
                    </a>
                    {study.has(p.id) && <span class="tag">{say("study")}</span>}
                  </li>
                ))}
            </ul>
          </section>
        ))}
      </div>
    </div>
  );
}

function Dossier({ id }: { id: string }): JSX.Element {
  const partnersRequest: Request = { path: `/nodes/${id}/partners`, params: { ...common(), scope: "within" } };
  const relationsRequest: Request = {
    path: "/graph",
    params: { ...common(), prefecture: id, edge_kind: ["member_of", "organizes", "takes_part_in"] },
  };
  const partners = useApi<Partners & { body: GraphNode }>(partnersRequest);
  const located = useApi<List<GraphNode>>({
    path: "/nodes",
    params: { ...common(), prefecture: id, node_kind: "organization", limit: 500 },
  });
  const relations = useApi<Network>(relationsRequest);
  const all = usePrefectures();
  const data = partners.data;
  const body = data?.body;
  const net = useMemo(() => (data ? unite([data]) : undefined), [data]);
  const organizations = located.data?.items ?? [];
  const programs = relations.data?.nodes.filter((n) => n.kind === "program") ?? [];
  const notes = new Footnotes(
    new Map(
      [...(data?.sources ?? []), ...(located.data?.sources ?? []), ...(relations.data?.sources ?? [])].map((s) => [
        s.id,
        s,
      ]),
    ),
  );
  const own = data?.ties.filter((t) => t.body === id) ?? [];
  const municipal = data?.ties.filter((t) => t.body !== id) ?? [];
  const when = sayTime(time());
  const other = body && otherName(body);
  return (
    <article class="page dossier">
      <p class="no-print crumbs">
        <a href={href("/prefectures")}>{say("choose")}</a>
      </p>
      <h1>
        <bdi>{body?.label ?? id}</bdi>{" "}
        {other && (
          <bdi class="muted" lang={otherLang()}>
            {other}
          </bdi>
        )}
      </h1>
      <p class="lead">
        {say("at", { when })}
        {body?.population?.date &&
          ` · ${say("population", { n: body.population.count, date: sayDate(body.population.date, lang.value) })}`}
      </p>
      <AnswerStatus of={partners} />
      <div class="toolbar spread no-print">
        <div class="toolbar">
          <Choice
            label={say("other")}
            hideLabel
            value={id}
            options={all.map((p): [string, string] => [p.id, p.label])}
            change={(v) => navigate(href(`/prefectures/${v}`))}
          />
          <a class="btn" href={href("/explore", { from: id, base: "partners", sel: id })}>
            {say("explore")}
          </a>
          <a class="btn" href={href("/compare", { prefectures: compared(id) })}>
            {say("compare")}
          </a>
          <button type="button" class="btn" onClick={() => window.print()}>
            {say("print")}
          </button>
          {net && (
            <button type="button" class="btn" onClick={() => save(body?.label ?? id, data?.ties ?? [], net)}>
              {say("csv")}
            </button>
          )}
          <a
            class="btn"
            download
            href={address({ path: partnersRequest.path, params: { ...partnersRequest.params, format: "csv" } })}
          >
            {say("zip")}
          </a>
        </div>
        <Share title={body?.label ?? id} requests={[partnersRequest]} />
      </div>
      {data && net && (
        <div class={partners.loading ? "stale" : ""}>
          <p class="summary num">
            {say("summary", {
              ties: data.ties.length,
              own: own.length,
              orgs: organizations.length,
              programs: programs.length,
            })}{" "}
            <Economy organizations={organizations} programs={programs} />
          </p>
          <CutNote meta={data.meta} />
          <Undated n={data.meta.undated ?? 0} possible={data.meta.possible ?? 0} />
          <div class="pair">
            <figure>
              <figcaption class="eyebrow">{say("map")}</figcaption>
              <TieMap
                single
                nodes={net.nodes}
                edges={net.edges}
                marked={new Set([id])}
                onSelect={(x) => openTie(net, x)}
              />
            </figure>
            <figure>
              <figcaption class="eyebrow">{say("timeline")}</figcaption>
              <Decades ties={data.ties} />
            </figure>
          </div>
          <section>
            <h2>{say("one")}</h2>
            <h3>{say("ofPrefecture")}</h3>
            {own.length ? <Ties ties={own} net={net} notes={notes} /> : <p class="muted">{say("noneOwn")}</p>}
            <h3>{say("ofMunicipalities")}</h3>
            {municipal.length ? (
              <Ties ties={municipal} net={net} notes={notes} />
            ) : (
              <p class="muted">{say("noneMunicipal")}</p>
            )}
          </section>
          <section>
            <h2>{say("two")}</h2>
            <AnswerStatus of={located} />
            {located.data && organizations.length === 0 && <p class="muted">{say("noOrgs")}</p>}
            <Grouped items={organizations} by={(n) => n.sector ?? ""} none={say("unknownSector")} notes={notes} />
          </section>
          <section>
            <h2>{say("three")}</h2>
            <AnswerStatus of={relations} />
            {relations.data && programs.length === 0 && <p class="muted">{say("noPrograms")}</p>}
            <Grouped items={programs} by={(n) => n.type ?? ""} none={say("unknown")} notes={notes} />
          </section>
          <SourceList notes={notes} />
        </div>
      )}
    </article>
  );
}

const compared = (id: string): string => [id, ...STUDY_PREFECTURES.filter((p) => p !== id)].slice(0, 7).join(",");

function openTie(net: Indexed, id: string): void {
  const e = net.edgeById.get(id);
  navigate(
    e ? href("/explore", { from: `${e.source},${e.target}`, sel: id }) : href("/explore", { from: id, sel: id }),
  );
}

function Undated({ n, possible }: { n: number; possible: number }): JSX.Element | null {
  if (n === 0 && possible === 0) return null;
  return (
    <p class="status quiet">
      {n > 0 && (
        <>
          <span>{say("undated", { n })}</span>
          <button type="button" class="link" onClick={() => ask({ undated: "include" })}>
            {say("include")}
          </button>
        </>
      )}
      {possible > 0 && <span>{say("possible", { n: possible })}</span>}
    </p>
  );
}

function Economy({
  organizations,
  programs,
}: {
  organizations: GraphNode[];
  programs: GraphNode[];
}): JSX.Element | null {
  const both = [...organizations, ...programs];
  if (both.length === 0) return null;
  const a = both.filter((n) => n.themes?.includes("economy") || n.sector === "business").length;
  return <>{say("economy", { a, n: both.length, p: Math.round((100 * a) / both.length) })}</>;
}

function Ties({ ties, net, notes }: { ties: PartnerTie[]; net: Indexed; notes: Footnotes }): JSX.Element {
  const label = (id: string): string => net.byId.get(id)?.label ?? id;
  return (
    <div class="scroll-x" tabIndex={0} role="region" aria-label={say("one")}>
      <table class="grid-table">
        <thead>
          <tr>
            {(["body", "partner", "kind", "signed", "how", "status"] as const).map((c) => (
              <th key={c} scope="col">
                {say(c)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ties.map((t) => (
            <tr key={t.tie}>
              <td>
                <bdi>{label(t.body)}</bdi>
              </td>
              <td>
                <a href={href("/explore", { from: `${t.body},${t.partner}`, sel: t.edge })}>
                  <bdi>{label(t.partner)}</bdi>
                </a>
                <Cite ids={t.citations} notes={notes} />
              </td>
              <td>{termOf(t.tie_kind)}</td>
              <td class="num">
                {t.signed ? sayDate(t.signed, lang.value) : say("unknown")}
                {t.certainty === "possible" && ` (${termOf("possible")})`}
              </td>
              <td>{how(t, label)}</td>
              <td>{termOf(t.status)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function how(t: PartnerTie, label: (id: string) => string): string {
  const before = t.holders.filter((h) => h.edge !== t.edge && h.role === "original");
  if (before.length > 0)
    return say("inherited", { name: before.map((h) => label(h.body)).join(lang.value === "ja" ? "、" : ", ") });
  return termOf(t.role);
}

function Grouped(props: {
  items: GraphNode[];
  by: (n: GraphNode) => string;
  none: string;
  notes: Footnotes;
}): JSX.Element {
  const { items, by, none, notes } = props;
  const groups = [...countBy(items, by)].sort((a, b) => b[1] - a[1]);
  return (
    <div class="groups">
      {groups.map(([key, n]) => (
        <section key={key}>
          <h3>
            {key ? termOf(key) : none} <span class="muted num">{number(n)}</span>
          </h3>
          <ul class="plain">
            {items
              .filter((x) => by(x) === key)
              .map((x) => (
                <li key={x.id}>
                  <KindMark kind={NODE_KINDS.includes(x.kind) ? x.kind : "organization"} />{" "}
                  <a href={href("/explore", { from: x.id, sel: x.id })}>
                    <bdi>{x.label}</bdi>
                  </a>
                  <Cite ids={x.citations} notes={notes} />
                  {x.valid && <small class="muted"> {sayValid(x.valid)}</small>}
                </li>
              ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

/** Small columns, one per decade, with their numbers. */
function Decades({ ties }: { ties: PartnerTie[] }): JSX.Element {
  const counts = countBy(ties, (t) => (t.signed ? `${t.signed.slice(0, 3)}0` : "?"));
  const decades = ["1950", "1960", "1970", "1980", "1990", "2000", "2010", "2020", ...(counts.has("?") ? ["?"] : [])];
  const top = Math.max(1, ...counts.values());
  return (
    <ol class="plain decades">
      {decades.map((d) => (
        <li key={d}>
          <b class="num">{counts.get(d) ?? ""}</b>
          <i style={{ height: `${((counts.get(d) ?? 0) / top) * 9}rem` }} aria-hidden="true" />
          <span class="num">{d === "?" ? say("unknown") : d}</span>
        </li>
      ))}
    </ol>
  );
}

function save(name: string, ties: readonly PartnerTie[], net: Indexed): void {
  const label = (id: string): string => net.byId.get(id)?.label ?? id;
  const ja = (id: string): string => net.byId.get(id)?.names.ja ?? "";
  const head = [
    "body",
    "body_ja",
    "partner",
    "partner_ja",
    "state",
    "kind",
    "signed",
    "role",
    "status",
    "sources",
    "tie",
  ];
  const rows = ties.map((t) => [
    label(t.body),
    ja(t.body),
    label(t.partner),
    ja(t.partner),
    t.state ?? "",
    t.tie_kind,
    t.signed ?? "",
    t.role,
    t.status,
    t.citations.map((c) => net.sources.get(c)?.locator ?? c).join(" ; "),
    t.tie,
  ]);
  const at = time();
  download(fileName([name, "ties", at.mode === "day" ? at.date : at.mode], "csv"), csv([head, ...rows]), "text/csv");
}
