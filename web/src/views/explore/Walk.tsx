/** The graph as a list to walk: a node, its typed neighbours, and the way back; the same actions as on the canvas. */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { announce } from "../../components/Live";
import { KindMark } from "../../components/Kind";
import { AnswerStatus, CutNote } from "../../components/Status";
import { countBy, far, index } from "../../lib/network";
import { common } from "../../lib/question";
import { useApi } from "../../lib/resource";
import { otherLang, otherName, sayWhen, whatIs } from "../../lib/say";
import { EDGE_KINDS, type EdgeKind, type GraphEdge, type GraphNode, type Network } from "../../lib/types";
import { number, termOf, words } from "../../lib/words";
import type { Model } from "./model";
import { addStart } from "./state";

const say = words({
  pick: ["Where to start walking", "どこから歩き始めますか"],
  back: ["Back to {name}", "{name}へ戻る"],
  at: ["At {name}, {n} neighbour|At {name}, {n} neighbours", "{name}、隣接{n}件"],
  show: ["Show on the canvas", "キャンバスに表示"],
  alone: ["Nothing is tied to it at this date.", "この時点では結びつきがありません。"],
  in: ["{kind} (to here)", "{kind}（ここへ）"],
});

export function Walk({ model }: { model: Model }): JSX.Element {
  const [trail, setTrail] = useState<string[]>(() => {
    const s = model.state;
    const first = s.selected !== undefined && model.net.byId.has(s.selected) ? s.selected : s.from[0];
    return first === undefined ? [] : [first];
  });
  const selected = model.state.selected;
  useEffect(() => {
    // Linked: what is selected elsewhere is where the walk stands.
    if (selected && selected !== trail.at(-1) && model.net.byId.has(selected)) setTrail([...trail, selected]);
  }, [selected]);
  const here = trail.at(-1);
  if (here === undefined) return <Starts model={model} go={(id) => setTrail([id])} />;
  return (
    <Station
      key={here}
      id={here}
      model={model}
      back={trail.length > 1 ? (trail.at(-2) ?? here) : undefined}
      go={(id) => {
        setTrail([...trail, id]);
        if (model.net.byId.has(id)) model.select(id);
      }}
      goBack={() => {
        const rest = trail.slice(0, -1);
        setTrail(rest);
        const to = rest.at(-1);
        if (to && model.net.byId.has(to)) model.select(to);
      }}
    />
  );
}

function Starts({ model, go }: { model: Model; go: (id: string) => void }): JSX.Element {
  return (
    <>
      <h2>{say("pick")}</h2>
      <ul class="plain walk">
        {model.shown.nodes.slice(0, 200).map((n) => (
          <li key={n.id}>
            <NodeButton n={n} model={model} go={go} />
          </li>
        ))}
      </ul>
    </>
  );
}

function NodeButton(props: { n: GraphNode; model: Model; go: (id: string) => void; e?: GraphEdge }): JSX.Element {
  const { n, model, go, e } = props;
  return (
    <button type="button" class="step" onClick={() => go(n.id)}>
      <KindMark kind={n.kind} /> <bdi>{n.label}</bdi>
      <small>
        {[whatIs(n, model.places.nameOf), e && (e.kind === "sister_of" || e.kind === "member_of") ? sayWhen(e) : ""]
          .filter(Boolean)
          .join(" · ")}
      </small>
    </button>
  );
}

function Station(props: {
  id: string;
  model: Model;
  back: string | undefined;
  go: (id: string) => void;
  goBack: () => void;
}): JSX.Element {
  const { id, model, back, go, goBack } = props;
  const answer = useApi<Network>({ path: "/graph", params: { ...common(), from: id, depth: 1 } });
  const heading = useRef<HTMLHeadingElement>(null);
  const net = answer.data && index(answer.data.nodes, answer.data.edges);
  const n = net?.byId.get(id) ?? model.net.byId.get(id);
  const lines = net?.at.get(id) ?? [];
  useEffect(() => {
    if (!answer.data || !n) return;
    announce(say("at", { name: n.label, n: lines.length }));
  }, [answer.data]);
  useEffect(() => {
    if (back !== undefined) heading.current?.focus({ preventScroll: true });
  }, []);
  const backName = back !== undefined ? (net?.byId.get(back)?.label ?? model.net.byId.get(back)?.label ?? back) : "";
  const other = n && otherName(n);
  return (
    <div class="station">
      <p class="toolbar">
        {back !== undefined && (
          <button type="button" class="btn" onClick={goBack}>
            ← {say("back", { name: backName })}
          </button>
        )}
        {!model.net.byId.has(id) && (
          <button type="button" class="btn" onClick={() => addStart(model.state, id)}>
            {say("show")}
          </button>
        )}
      </p>
      <h2 ref={heading} tabIndex={-1}>
        {n && <KindMark kind={n.kind} />} <bdi>{n?.label ?? id}</bdi>{" "}
        {other && (
          <bdi class="muted" lang={otherLang()}>
            {other}
          </bdi>
        )}
      </h2>
      <AnswerStatus of={answer} />
      {answer.data && <CutNote meta={answer.data.meta} />}
      {answer.data && lines.length === 0 && <p class="muted">{say("alone")}</p>}
      {net &&
        groups(lines, id, net.byId).map((g) => (
          <details key={g.key} open={g.items.length <= 30}>
            <summary>
              {g.incoming ? say("in", { kind: termOf(g.kind) }) : termOf(g.kind)}{" "}
              <b class="num">{number(g.items.length)}</b>
            </summary>
            <ul class="plain walk">
              {g.items.map(({ e, n: to }) => (
                <li key={e.id}>
                  <NodeButton n={to} e={e} model={model} go={go} />
                </li>
              ))}
            </ul>
          </details>
        ))}
    </div>
  );
}

interface Typed {
  key: string;
  kind: EdgeKind;
  incoming: boolean;
  items: { e: GraphEdge; n: GraphNode }[];
}

function groups(lines: readonly GraphEdge[], id: string, byId: ReadonlyMap<string, GraphNode>): Typed[] {
  const keyOf = (e: GraphEdge): string => `${e.kind}${e.directed && e.target === id ? ":in" : ""}`;
  return [...countBy(lines, keyOf).keys()]
    .map((key): Typed => {
      const kind = key.split(":")[0] as EdgeKind;
      const items = lines
        .filter((e) => keyOf(e) === key)
        .flatMap((e) => {
          const n = byId.get(far(e, id));
          return n ? [{ e, n }] : [];
        });
      return { key, kind, incoming: key.endsWith(":in"), items };
    })
    .sort((a, b) => EDGE_KINDS.indexOf(a.kind) - EDGE_KINDS.indexOf(b.kind));
}
