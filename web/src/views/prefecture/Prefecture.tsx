/** The dossier of a prefecture at the date, as the API tells it: two appendices, programs, roles, findings, limits, events. */
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { Cell } from "../../components/Cell";
import { sayTime } from "../../components/DateRail";
import { KindMark } from "../../components/Kind";
import { Later } from "../../components/Later";
import { usePicture } from "../../components/picture";
import { Share } from "../../components/Share";
import { Cite, Footnotes, SourceList } from "../../components/Sources";
import { AnswerStatus } from "../../components/Status";
import { address, type Request } from "../../lib/api";
import { sayDate, timeParams } from "../../lib/date";
import { href, location, navigate } from "../../lib/location";
import { countBy, unite, type Indexed } from "../../lib/network";
import { prefecturesRequest, usePrefectures } from "../../lib/places";
import { lang } from "../../lib/prefs";
import { STUDY_NAMES, STUDY_PREFECTURES, time } from "../../lib/question";
import { useApi } from "../../lib/resource";
import { otherLang, otherName, sayValid } from "../../lib/say";
import type { Affiliation, DossierAnswer, OrganizationEntry, PartnerTie, Proportion } from "../../lib/types";
import { aside, number, percent, termOf, words } from "../../lib/words";
import { TieMap } from "../../map/TieMap";
import { Choice } from "../explore/Filters";
import "./prefecture.css";

const say = words({
  choose: ["Prefectures", "都道府県"],
  chooseLead: [
    "Choose a prefecture to read its dossier at the date above: ties, organizations, programs, each with its sources.",
    "都道府県を選ぶと、上の時点での調書（提携・団体・事業と典拠）が表示されます。",
  ],
  study: ["of the study", "調査対象"],
  other: ["Prefecture", "都道府県"],
  at: ["Dossier · {when}", "調書（{when}）"],
  summary: [
    "{ties} ties ({own} of the prefecture itself), {orgs} organizations, {programs} programs; {municipalities} municipalities.",
    "提携{ties}件（うち県{own}件）、団体{orgs}、事業{programs}。市区町村は{municipalities}。",
  ],
  population: ["Population {n} ({date})", "人口 {n}（{date}）"],
  explore: ["Explore its network", "ネットワークを探索"],
  compare: ["Compare with the seven", "7県と比べる"],
  print: ["Report to print", "印刷用レポート"],
  xlsx: ["For Excel (XLSX)", "Excel 用（XLSX）"],
  one: ["Appendix 1. Sister and friendship affiliations", "付録1 姉妹・友好提携"],
  ofPrefecture: ["Of the prefecture", "県の提携"],
  ofMunicipalities: ["Of its municipalities", "市町村の提携"],
  noneOwn: ["The prefecture itself has no tie on record at this date.", "この時点で県自体の提携は記録されていません。"],
  noneMunicipal: ["No municipality has a tie on record at this date.", "この時点で市町村の提携は記録されていません。"],
  undatedTies: ["Date of signing unknown", "締結日不明"],
  unknownBody: ["Signed by then; the body of then is unknown", "締結済みだが当時の団体が不明"],
  former: ["Over by then", "この時点までに終了"],
  undatedOthers: ["Date unknown", "時期不明"],
  body: ["Body", "団体"],
  partner: ["Partner", "相手"],
  kind: ["Kind", "種別"],
  signed: ["Signed", "締結"],
  how: ["How it came, what became of it", "経緯"],
  status: ["Status", "状況"],
  inherited: ["inherited from {name}", "{name}から承継"],
  two: ["Appendix 2. Organizations related to international exchange", "付録2 国際交流関係団体"],
  noOrgs: ["No organization located here is on record at this date.", "この時点で所在する団体の記録はありません。"],
  three: ["Programs and events", "事業・行事"],
  noPrograms: [
    "No program with a body of the prefecture is on record at this date.",
    "この時点で県内団体の事業は記録されていません。",
  ],
  map: ["Map of its ties", "提携の地図"],
  timeline: ["Signed, decade by decade", "年代別の締結数"],
  unknownSector: ["sector not stated", "部門不明"],
  share: ["{a} of {n} ({p})", "{n}件中{a}件（{p}）"],
  ofNone: ["none on record", "記録なし"],
  doubted: ["in doubt", "疑義あり"],
  rolesHead: ["Who does what", "主体別の役割"],
  rolesLead: [
    "Counted at the date, by sector of the actor. 0 means: nothing on record.",
    "この時点での、主体の部門別の件数。0は記録がないことを示します。",
  ],
  actor: ["Actor", "主体"],
  findings: ["The findings in numbers", "数でみる所見"],
  economyHead: ["Link to the economy", "経済との関わり"],
  limits: ["What is not known", "分かっていないこと"],
  events: ["Year by year", "年表"],
  "passed-on": ["passed on to {name}", "{name}へ承継"],
  eventSigned: ["{a} and {b} sign", "{a}と{b}が締結"],
  eventPassed: ["{a} takes over the tie of {b}", "{a}が{b}の提携を承継"],
  unknown: ["unknown", "不明"],
});

export const prefectureId = (path: string): string | undefined => /^\/prefectures\/([a-z0-9-]+)$/.exec(path)?.[1];

export default function Prefecture(): JSX.Element {
  const id = prefectureId(location.value.path);
  return id ? <Dossier key={id} id={id} /> : <Choose />;
}

function Choose(): JSX.Element {
  const all = usePrefectures();
  const study = new Set<string>(STUDY_PREFECTURES);
  const regions = [...new Set(all.map((p) => p.region ?? ""))];
  return (
    <div class="page">
      <h1>{say("choose")}</h1>
      <p class="lead">{say("chooseLead")}</p>
      <Share
        title={say("choose")}
        requests={[prefecturesRequest()]}
        formats={[
          ["json", "JSON"],
          ["csv", "CSV"],
        ]}
      />
      <div class="regions">
        {regions.map((r) => (
          <section key={r}>
            <h2>{termOf(r)}</h2>
            <ul class="plain">
              {all
                .filter((p) => (p.region ?? "") === r)
                .map((p) => (
                  <li key={p.id}>
                    <a href={href(`/prefectures/${p.id}`)}>
                      {p.label}{" "}
                      <span class="muted" lang={otherLang()}>
                        {otherName(p)}
                      </span>
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
  const request: Request = {
    path: `/dossiers/${encodeURIComponent(id)}`,
    params: { ...timeParams(time()), lang: lang.value },
  };
  const answer = useApi<DossierAnswer>(request);
  const all = usePrefectures();
  const data = answer.data;
  const body = data?.prefecture;
  const other = body && otherName(body);
  const { ref, picture } = usePicture<HTMLDivElement>({
    title: body?.label ?? id,
    kinds: ["prefecture", "municipality", "partner"],
    version: data?.meta.dataset_version,
  });
  const at = (format: string): string => address({ path: request.path, params: { ...request.params, format } });
  return (
    <article class="page dossier">
      <p class="no-print crumbs">
        <a href={href("/prefectures")}>{say("choose")}</a>
      </p>
      <h1>
        <bdi>{body?.label ?? STUDY_NAMES[id]?.[lang.value === "ja" ? 1 : 0] ?? id}</bdi>{" "}
        {other && (
          <bdi class="muted" lang={otherLang()}>
            {other}
          </bdi>
        )}
      </h1>
      <p class="lead">
        {say("at", { when: sayTime(time()) })}
        {body?.population?.date &&
          ` · ${say("population", { n: body.population.count, date: sayDate(body.population.date, lang.value) })}`}
      </p>
      <AnswerStatus of={answer} />
      <div class="toolbar spread no-print">
        <div class="toolbar">
          <Choice
            label={say("other")}
            hideLabel
            value={id}
            options={all.map((p): [string, string] => [p.id, p.label])}
            change={(v) => navigate(href(`/prefectures/${v}`))}
          />
          <a class="btn" href={href("/explore", { from: id, base: "partners" })}>
            {say("explore")}
          </a>
          <a class="btn" href={href("/compare", { prefectures: compared(id) })}>
            {say("compare")}
          </a>
          <a class="btn" href={at("html")} target="_blank" rel="noreferrer">
            {say("print")}
          </a>
          <a class="btn" download href={at("xlsx")}>
            {say("xlsx")}
          </a>
        </div>
        <Share title={body?.label ?? id} requests={[request]} formats={FORMATS} picture={data && picture} />
      </div>
      {data ? (
        <div class={answer.loading ? "stale" : ""} ref={ref}>
          <Content id={id} data={data} />
        </div>
      ) : (
        !answer.problem && <div class="skeleton" />
      )}
    </article>
  );
}

/** What a dossier is to be had in. */
const FORMATS: [string, string][] = [
  ["html", "HTML"],
  ["md", "Markdown"],
  ["xlsx", "Excel (XLSX)"],
  ["csv", "CSV (zip)"],
  ["json", "JSON"],
];

function Content({ id, data }: { id: string; data: DossierAnswer }): JSX.Element {
  const { appendices: list, programs, economy } = data;
  const net = useMemo(() => unite([data]), [data]);
  const notes = new Footnotes(net.sources);
  const own = list.affiliations.filter((t) => t.body === id);
  const municipal = list.affiliations.filter((t) => t.body !== id);
  const held = new Set(list.affiliations.map((t) => t.edge));
  const edges = net.edges.filter((e) => held.has(e.id));
  const ends = new Set([id, ...edges.flatMap((e) => [e.source, e.target])]);
  const ties = (of: Affiliation[], label: string): JSX.Element => (
    <Ties label={label} ties={of} net={net} notes={notes} />
  );
  const rest = (key: "undatedTies" | "unknownBody" | "former", of: Affiliation[]): JSX.Element | null =>
    of.length === 0 ? null : (
      <>
        <h3>{say(key)}</h3>
        {ties(of, say(key))}
      </>
    );
  const groups = (of: Entry[], by: "sector" | "type"): JSX.Element => (
    <Grouped items={of} by={by} net={net} notes={notes} />
  );
  const more = (key: "undatedOthers" | "former", of: Entry[], by: "sector" | "type"): JSX.Element | null =>
    of.length === 0 ? null : (
      <>
        <h3 class="apart">{say(key)}</h3>
        {groups(of, by)}
      </>
    );
  return (
    <>
      <p class="summary num">
        {say("summary", {
          ties: list.affiliations.length,
          own: own.length,
          orgs: list.organizations.length,
          programs: programs.length,
          municipalities: data.municipalities.count,
        })}
      </p>
      <div class="pair">
        <figure>
          <figcaption class="eyebrow">{say("map")}</figcaption>
          <TieMap
            single
            nodes={net.nodes.filter((n) => ends.has(n.id))}
            edges={edges}
            marked={new Set([id])}
            onSelect={(x) => openTie(net, x)}
          />
        </figure>
        <figure>
          <figcaption class="eyebrow">{say("timeline")}</figcaption>
          <Decades ties={list.affiliations} />
        </figure>
      </div>
      <Later after={1}>
        <section>
          <h2>{say("one")}</h2>
          <h3>{say("ofPrefecture")}</h3>
          {own.length ? ties(own, say("ofPrefecture")) : <p class="muted">{say("noneOwn")}</p>}
          <h3>{say("ofMunicipalities")}</h3>
          {municipal.length ? ties(municipal, say("ofMunicipalities")) : <p class="muted">{say("noneMunicipal")}</p>}
          {rest("undatedTies", list.undated_affiliations)}
          {rest("unknownBody", list.body_unknown)}
          {rest("former", list.former_affiliations)}
        </section>
      </Later>
      <Later after={2}>
        <section>
          <h2>{say("two")}</h2>
          {list.organizations.length === 0 && <p class="muted">{say("noOrgs")}</p>}
          {groups(list.organizations, "sector")}
          {more("undatedOthers", list.undated_organizations, "sector")}
          {more("former", list.former_organizations, "sector")}
        </section>
      </Later>
      <Later after={3}>
        <section>
          <h2>{say("three")}</h2>
          {programs.length === 0 && <p class="muted">{say("noPrograms")}</p>}
          {groups(programs, "type")}
          {more("undatedOthers", data.undated_programs, "type")}
        </section>
      </Later>
      <Later after={4}>
        <section>
          <h2>{say("rolesHead")}</h2>
          <p class="muted small">{say("rolesLead")}</p>
          <Roles roles={data.roles} />
        </section>
      </Later>
      <Later after={5}>
        <div class="proportions">
          <Proportions title={say("findings")} of={data.findings} />
          <Proportions title={say("economyHead")} of={[economy.organizations, economy.programs]} />
          <Proportions title={say("limits")} of={data.limits} />
        </div>
      </Later>
      <Later after={6}>
        <section>
          <h2>{say("events")}</h2>
          <Events events={data.timeline} net={net} />
        </section>
      </Later>
      <Later after={7}>
        <SourceList notes={notes} />
      </Later>
    </>
  );
}

function Roles({ roles }: { roles: DossierAnswer["roles"] }): JSX.Element {
  return (
    <div class="scroll-x" tabIndex={0} role="region" aria-label={say("rolesHead")}>
      <table class="grid-table roles">
        <thead>
          <tr>
            <th scope="col">{say("actor")}</th>
            {roles[0]?.figures.map((f) => (
              <th scope="col" class="n" key={f.key}>
                {f.label[lang.value]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {roles.map((r) => (
            <tr key={r.actor}>
              <th scope="row" title={r.definition[lang.value]}>
                {r.label[lang.value]}
              </th>
              {r.figures.map((f) => (
                <td key={f.key} class={f.count ? "n" : "n muted"}>
                  {number(f.count)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Parts of wholes with a bar, what they count, and a warning where the record is thin. */
function Proportions({ title, of }: { title: string; of: readonly Proportion[] }): JSX.Element {
  return (
    <section>
      <h2>{title}</h2>
      <ul class="plain">
        {of.map((p) => (
          <li key={p.key}>
            <b>{p.label[lang.value]}</b>
            <span class="num">
              {p.value === null
                ? say("ofNone")
                : say("share", { a: p.part.count, n: p.whole.count, p: percent(p.value) })}
            </span>
            <i class="bar" aria-hidden="true">
              <i style={{ width: `${100 * (p.value ?? 0)}%` }} />
            </i>
            <small class="muted">{p.definition[lang.value]}</small>
            {p.thin && <small class="thin">{p.thin[lang.value]}</small>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Events({ events, net }: { events: DossierAnswer["timeline"]; net: Indexed }): JSX.Element {
  const label = (id: string | undefined): string => (id ? (net.byId.get(id)?.label ?? id) : "");
  const what = (e: DossierAnswer["timeline"][number]): string => {
    if (e.kind === "signed") return say("eventSigned", { a: label(e.body), b: label(e.other) });
    if (e.kind === "passed-on") return say("eventPassed", { a: label(e.body), b: label(e.other) });
    return [termOf(e.kind), label(net.byId.has(e.record) ? e.record : e.body), label(e.other)]
      .filter(Boolean)
      .join(lang.value === "ja" ? "：" : ": ");
  };
  return (
    <ol class="plain events">
      {events.map((e) => (
        <li key={`${e.date} ${e.kind} ${e.record} ${e.body ?? ""}`}>
          <time class="num">{sayDate(e.date, lang.value)}</time> <bdi>{what(e)}</bdi>
        </li>
      ))}
    </ol>
  );
}

const compared = (id: string): string => [id, ...STUDY_PREFECTURES.filter((p) => p !== id)].slice(0, 7).join(",");

function openTie(net: Indexed, id: string): void {
  const e = net.edgeById.get(id);
  navigate(
    e ? href("/explore", { from: `${e.source},${e.target}`, sel: id }) : href("/explore", { from: id, sel: id }),
  );
}

function Ties({
  label: name,
  ties,
  net,
  notes,
}: {
  label: string;
  ties: Affiliation[];
  net: Indexed;
  notes: Footnotes;
}): JSX.Element {
  const label = (id: string): string => net.byId.get(id)?.label ?? id;
  return (
    <div class="scroll-x" tabIndex={0} role="region" aria-label={name}>
      <table class="grid-table stacked">
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
              <Cell column={say("body")}>
                <a href={href("/explore", { from: t.body, sel: t.body })}>
                  <bdi>{label(t.body)}</bdi>
                </a>
              </Cell>
              <Cell column={say("partner")}>
                <a href={href("/explore", { from: `${t.body},${t.partner}`, sel: t.edge })}>
                  <bdi>{label(t.partner)}</bdi>
                </a>
                <Cite ids={t.citations} notes={notes} />
              </Cell>
              <Cell column={say("kind")}>{termOf(t.tie_kind)}</Cell>
              <Cell column={say("signed")} class="num">
                {t.signed ? sayDate(t.signed, lang.value) : say("unknown")}
                {t.certainty === "possible" && aside(termOf("possible"))}
              </Cell>
              <Cell column={say("how")}>{how(t, label)}</Cell>
              <Cell column={say("status")}>
                {termOf(t.status)}
                {t.doubts.length > 0 && <small class="doubt">{say("doubted")}</small>}
              </Cell>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** From whom the body has the tie, and what became of it since. */
function how(t: Affiliation, label: (id: string) => string): string {
  const names = (ids: string[]): string => ids.map(label).join(lang.value === "ja" ? "、" : ", ");
  const before = t.signed_by.filter((b) => b !== t.body);
  const came =
    t.role === "inherited" && (before.length > 0 || t.signatory)
      ? say("inherited", { name: before.length > 0 ? names(before) : (t.signatory ?? "") })
      : termOf(t.role);
  const { kind, body, date } = t.became;
  if (kind === "goes-on" || kind === "unclear") return came;
  const passed = kind === "passed-on" ? say("passed-on", { name: label(body) }) : termOf(kind);
  return `${came}${lang.value === "ja" ? "、" : "; "}${passed}${date ? aside(sayDate(date, lang.value)) : ""}`;
}

/** An organization or a program of the appendices; of the latter the sector, of neither the type, need be there. */
type Entry = Pick<OrganizationEntry, "id" | "sector" | "type" | "valid" | "citations">;

function Grouped(props: { items: Entry[]; by: "sector" | "type"; net: Indexed; notes: Footnotes }): JSX.Element {
  const { items, by, net, notes } = props;
  const groups = [...countBy(items, (x) => x[by] ?? "")].sort((a, b) => b[1] - a[1]);
  return (
    <div class="groups">
      {groups.map(([key, n]) => (
        <section key={key}>
          <h3>
            {key ? termOf(key) : say(by === "sector" ? "unknownSector" : "unknown")}{" "}
            <span class="muted num">{number(n)}</span>
          </h3>
          <ul class="plain">
            {items
              .filter((x) => (x[by] ?? "") === key)
              .map((x) => (
                <li key={x.id}>
                  <KindMark kind={by === "sector" ? "organization" : "program"} />{" "}
                  <a href={href("/explore", { from: x.id, sel: x.id })}>
                    <bdi>{net.byId.get(x.id)?.label ?? x.id}</bdi>
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
