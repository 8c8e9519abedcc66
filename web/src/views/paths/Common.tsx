/** What two networks share: what lies one or two steps from both, and the partners of each side by side. */
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { KindMark } from "../../components/Kind";
import { AnswerStatus, CutNote } from "../../components/Status";
import type { Request } from "../../lib/api";
import { href } from "../../lib/location";
import { far, index, lineages, type Indexed } from "../../lib/network";
import { common } from "../../lib/question";
import { useApi } from "../../lib/resource";
import { sayWhen } from "../../lib/say";
import type { Network } from "../../lib/types";
import { number, termOf, words } from "../../lib/words";
import { reached, shared } from "./shared";

const say = words({
  title: ["What they have in common", "共通するもの"],
  near: ["One step from both", "双方から1段"],
  wide: ["Within two steps of both", "双方から2段以内"],
  nothing: ["nothing on record", "記録なし"],
  steps: ["{a} from {one}, {b} from {two}", "{one}から{a}段、{two}から{b}段"],
  more: ["and {n} more", "ほか{n}件"],
  partners: ["Partners of {name}", "{name}の相手"],
  none: ["No tie on record at this date.", "この時点で提携の記録はありません。"],
});

const STEPS = 2;
/** As many shared records as are listed. */
const LISTED = 24;

const around = (id: string): Request => ({
  path: "/graph",
  params: { ...common(), from: id, depth: STEPS },
});

export function Common({ a, b, name }: { a: string; b: string; name: (id: string) => string }): JSX.Element {
  const [one, two] = [useApi<Network>(around(a)), useApi<Network>(around(b))];
  const [left, right] = [useNet(one.data), useNet(two.data)];
  const both = useMemo(
    () => (left && right ? shared(reached(left, a, STEPS), reached(right, b, STEPS)) : undefined),
    [left, right, a, b],
  );
  return (
    <section class="card in-common">
      <h2>{say("title")}</h2>
      <AnswerStatus of={one.problem ? one : two} />
      {one.data && two.data && <CutNote meta={one.data.meta.truncated ? one.data.meta : two.data.meta} />}
      {left && right && both && (
        <>
          {[1, STEPS].map((reach) => {
            const found = both.filter((x) => Math.max(x.a, x.b) === reach && left.byId.has(x.id));
            return (
              <div key={reach}>
                <h3>
                  {say(reach === 1 ? "near" : "wide")}{" "}
                  <span class="muted num">{found.length > 0 ? number(found.length) : say("nothing")}</span>
                </h3>
                <ul class="plain">
                  {found.slice(0, LISTED).map((x) => {
                    const n = left.byId.get(x.id);
                    return (
                      n && (
                        <li key={x.id}>
                          <KindMark kind={n.kind} />{" "}
                          <a href={href("/explore", { from: `${a},${b},${x.id}`, sel: x.id })}>
                            <bdi>{n.label}</bdi>
                          </a>{" "}
                          <small class="muted">
                            {termOf(n.type ?? n.level ?? n.kind)}
                            {reach > 1 && ` · ${say("steps", { a: x.a, b: x.b, one: name(a), two: name(b) })}`}
                          </small>
                        </li>
                      )
                    );
                  })}
                </ul>
                {found.length > LISTED && <p class="muted small">{say("more", { n: found.length - LISTED })}</p>}
              </div>
            );
          })}
          <div class="beside">
            <Partners of={a} net={left} name={name(a)} />
            <Partners of={b} net={right} name={name(b)} />
          </div>
        </>
      )}
    </section>
  );
}

const useNet = (n: Network | undefined): Indexed | undefined =>
  useMemo(() => n && index(n.nodes, n.edges, n.sources), [n]);

function Partners({ of: id, net, name }: { of: string; net: Indexed; name: string }): JSX.Element {
  const ties = lineages((net.at.get(id) ?? []).filter((e) => e.kind === "sister_of"));
  return (
    <div>
      <h3>{say("partners", { name })}</h3>
      {ties.length === 0 && <p class="muted small">{say("none")}</p>}
      <ul class="plain">
        {ties.map(({ tie, edge }) => {
          const n = net.byId.get(far(edge, id));
          return (
            n && (
              <li key={tie}>
                <KindMark kind={n.kind} />{" "}
                <a href={href("/explore", { from: `${id},${n.id}`, sel: edge.id })}>
                  <bdi>{n.label}</bdi>
                </a>{" "}
                <small class="muted">{sayWhen(edge)}</small>
              </li>
            )
          );
        })}
      </ul>
    </div>
  );
}
