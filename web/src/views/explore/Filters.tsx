/** What is shown, with counts; how it is coloured and sized; and its legend, which is the same thing. */
import type { ComponentChildren, JSX } from "preact";
import { KindMark } from "../../components/Kind";
import { confidenceOf, countBy, FACETS, facetOf, type Facet } from "../../lib/network";
import { EDGE_KINDS, NODE_KINDS, type EdgeKind } from "../../lib/types";
import { aside, number, termOf, words } from "../../lib/words";
import type { Model } from "./model";
import { act, toggled } from "./state";

const say = words({
  filters: ["Filters and legend", "絞り込みと凡例"],
  show: ["Show", "表示する点"],
  lines: ["Lines", "線"],
  confidence: ["Confidence", "確からしさ"],
  all: ["all", "すべて"],
  medium: ["medium and high", "中以上"],
  high: ["high only", "高のみ"],
  status: ["Status of ties", "提携の状況"],
  tie_kind: ["Kinds of tie", "提携の種類"],
  level: ["Levels of ties", "提携の階層"],
  decade: ["Ties by signing", "締結の年代"],
  years: ["{y}s", "{y}年代"],
  several: ["{n} of them", "{n}件を選択"],
  where: ["Where", "場所"],
  prefecture: ["Prefecture", "都道府県"],
  state: ["State", "州"],
  anywhere: ["anywhere", "すべて"],
  look: ["Look", "見せ方"],
  group: ["Group by prefecture and state", "都道府県・州でまとめる"],
  colour: ["Colour", "色"],
  size: ["Size", "大きさ"],
  thickness: ["Thickness", "太さ"],
  kind: ["kind", "種別"],
  sector: ["sector", "部門"],
  degree: ["lines drawn", "線の数"],
  population: ["population", "人口"],
  same: ["all the same", "一定"],
  sources: ["sources", "典拠の数"],
  depth: ["Steps from the start", "起点からの段数"],
  hollow: ["hollow, or a dashed tie: possible at this date", "中空・破線の提携：時点により可能性あり"],
  hidden: ["{n} taken off by hand|{n} taken off by hand", "手動で{n}件を非表示"],
  bring: ["bring back", "戻す"],
});

export function Filters({ model }: { model: Model }): JSX.Element {
  const { state: s, net } = model;
  const nodes = countBy(net.nodes, (n) => n.kind);
  const edges = countBy(net.edges, (e) => e.kind);
  const confidence = countBy(net.edges, confidenceOf);
  const kinds = NODE_KINDS.filter((k) => nodes.has(k));
  const lines = EDGE_KINDS.filter((k) => edges.has(k));
  const on = (shown: readonly string[], k: string): boolean => shown.length === 0 || shown.includes(k);
  return (
    <div class="filters">
      <Part title={say("show")}>
        {kinds.map((k) => (
          <Toggle
            key={k}
            on={on(s.nodeKinds, k)}
            count={nodes.get(k) ?? 0}
            change={() => act({ node_kind: toggled(kinds, s.nodeKinds, k) })}
          >
            <KindMark kind={k} /> {termOf(k)}
          </Toggle>
        ))}
      </Part>
      <Part title={say("lines")}>
        {lines.map((k) => (
          <Toggle
            key={k}
            on={on(s.edgeKinds, k)}
            count={edges.get(k) ?? 0}
            change={() => act({ edge_kind: toggled(lines, s.edgeKinds, k) })}
          >
            <LineMark kind={k} /> {termOf(k)}
          </Toggle>
        ))}
        {[...net.nodes, ...net.edges].some((x) => x.certainty === "possible") && (
          <p class="small muted">{say("hollow")}</p>
        )}
      </Part>
      {FACETS.map((f) => (
        <FacetPart key={f} facet={f} model={model} />
      ))}
      <Part title={say("confidence")}>
        <Choice
          label={say("confidence")}
          hideLabel
          value={s.confidence}
          options={[
            ["", say("all") + aside(net.edges.length)],
            ["medium", say("medium") + aside(net.edges.length - (confidence.get("low") ?? 0))],
            ["high", say("high") + aside(confidence.get("high") ?? 0)],
          ]}
          change={(v) => act({ confidence: v })}
        />
      </Part>
      <Part title={say("where")}>
        <Choice
          label={say("prefecture")}
          value={s.prefectures.join()}
          options={placeOptions(s.prefectures, model.places.prefectures)}
          change={(v) => act({ prefecture: v })}
        />
        <Choice
          label={say("state")}
          value={s.states.join()}
          options={placeOptions(s.states, model.places.states)}
          change={(v) => act({ state: v })}
        />
        {s.from.length > 0 && s.base === "graph" && (
          <Choice
            label={say("depth")}
            value={String(s.depth)}
            options={["1", "2", "3"].map((d): [string, string] => [d, d])}
            change={(v) => act({ depth: v === "1" ? null : v })}
          />
        )}
      </Part>
      <Part title={say("look")}>
        <label class="toggle">
          <input type="checkbox" checked={s.group} onChange={() => act({ group: s.group ? null : "place" })} />
          <span>{say("group")}</span>
        </label>
        <Choice
          label={say("colour")}
          value={s.colour}
          options={[
            ["kind", say("kind")],
            ["sector", say("sector")],
            ["confidence", say("confidence")],
          ]}
          change={(v) => act({ colour: v === "kind" ? null : v })}
        />
        {s.colour !== "kind" && <ColourKey rule={s.colour} model={model} />}
        <Choice
          label={say("size")}
          value={s.size}
          options={[
            ["degree", say("degree")],
            ["population", say("population")],
            ["same", say("same")],
          ]}
          change={(v) => act({ size: v === "degree" ? null : v })}
        />
        <Choice
          label={say("thickness")}
          value={s.thickness}
          options={[
            ["same", say("same")],
            ["sources", say("sources")],
          ]}
          change={(v) => act({ thickness: v === "same" ? null : v })}
        />
      </Part>
      {s.hidden.length > 0 && (
        <p class="small">
          {say("hidden", { n: s.hidden.length })} ·{" "}
          <button type="button" class="link" onClick={() => act({ hide: null })}>
            {say("bring")}
          </button>
        </p>
      )}
    </div>
  );
}

/** Anywhere, each place, and the several that an address names. */
const placeOptions = (
  chosen: readonly string[],
  places: readonly { id: string; label: string }[],
): [string, string][] => [
  ["", say("anywhere")],
  ...(chosen.length > 1 ? [[chosen.join(), say("several", { n: chosen.length })] as [string, string]] : []),
  ...places.map((p): [string, string] => [p.id, p.label]),
];

/** Ties by one of their properties, where the network has more than one value of it. */
function FacetPart({ facet, model }: { facet: Facet; model: Model }): JSX.Element | null {
  const { state: s, net } = model;
  const counts = countBy(net.edges, (e) => facetOf(facet, e, net.byId));
  const asked = s.facets[facet];
  const values = [...new Set([...counts.keys(), ...asked])].sort();
  if (values.length < 2) return null;
  return (
    <details open={asked.length > 0 || facet === "status"}>
      <summary class="eyebrow">{say(facet)}</summary>
      {values.map((v) => (
        <Toggle
          key={v}
          on={asked.length === 0 || asked.includes(v)}
          count={counts.get(v) ?? 0}
          change={() => act({ [facet]: toggled(values, asked, v) })}
        >
          {/^\d{4}$/.test(v) ? say("years", { y: v }) : termOf(v)}
        </Toggle>
      ))}
    </details>
  );
}

function Part({ title, children }: { title: string; children: ComponentChildren }): JSX.Element {
  return (
    <fieldset>
      <legend class="eyebrow">{title}</legend>
      {children}
    </fieldset>
  );
}

function Toggle(props: { on: boolean; count: number; change: () => void; children: ComponentChildren }): JSX.Element {
  return (
    <label class={props.on ? "toggle" : "toggle off"}>
      <input type="checkbox" checked={props.on} onChange={props.change} />
      <span>{props.children}</span>
      <i class="num">{number(props.count)}</i>
    </label>
  );
}

export function Choice(props: {
  label: string;
  hideLabel?: boolean;
  value: string;
  options: [string, string][];
  change: (v: string) => void;
}): JSX.Element {
  return (
    <label class="choice">
      <span class={props.hideLabel ? "visually-hidden" : ""}>{props.label}</span>
      <select class="input" value={props.value} onChange={(e) => props.change(e.currentTarget.value)}>
        {props.options.map(([v, said]) => (
          <option key={v} value={v} selected={v === props.value}>
            {said}
          </option>
        ))}
      </select>
    </label>
  );
}

export function LineMark({ kind }: { kind: EdgeKind }): JSX.Element {
  return (
    <svg class={`line-mark l-${kind}`} width="18" height="8" viewBox="0 0 18 8" aria-hidden="true">
      <path d="M0 4H18" />
    </svg>
  );
}

function ColourKey({ rule, model }: { rule: "sector" | "confidence"; model: Model }): JSX.Element {
  const values =
    rule === "sector"
      ? [...new Set(model.shown.nodes.flatMap((n) => n.sector ?? []))].sort()
      : ["high", "medium", "low"];
  return (
    <ul class="legend">
      {values.map((v) => (
        <li key={v}>
          <span class={`swatch c-${v}`} aria-hidden="true" /> {termOf(v)}
        </li>
      ))}
    </ul>
  );
}
