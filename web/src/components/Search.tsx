/** The search box: type ahead over every kind and script; says which name matched. */
import type { JSX } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { useApi } from "../lib/resource";
import type { GraphNode, SearchAnswer, SearchHit } from "../lib/types";
import { lang } from "../lib/prefs";
import { sayValid } from "../lib/say";
import { termOf, words } from "../lib/words";
import { announce } from "./Live";
import { KindMark } from "./Kind";

const say = words({
  label: ["Search places, organizations, programs", "地名・団体・事業を検索"],
  placeholder: ["Nagahama, 長浜, ながはま …", "長浜、ながはま、Nagahama …"],
  none: [
    "Nothing matches “{q}”. Try another spelling, a code (jis:04100) or fewer letters.",
    "「{q}」に一致するものがありません。別の表記、コード（jis:04100）、または短い語でお試しください。",
  ],
  results: ["{n} result|{n} results", "{n}件"],
  failed: ["Search does not answer just now.", "検索が応答していません。"],
  searching: ["Searching …", "検索中…"],
  matched: ["matched “{name}” ({how})", "「{name}」に一致（{how}）"],
});

interface Props {
  onPick: (node: GraphNode) => void;
  label?: string;
  placeholder?: string;
  /** Shown in the box while nothing is typed: the choice that stands. */
  value?: string;
  /** Focused by "/". */
  main?: boolean;
  kinds?: readonly string[];
}

const DELAY = 120;

export function Search({ onPick, label, placeholder, value = "", main = false, kinds }: Props): JSX.Element {
  const [text, setText] = useState<string>();
  const [query, setQuery] = useState("");
  const [active, setActive] = useState(0);
  const [open, setOpen] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  const trimmed = query.trim().slice(0, 200);
  const answer = useApi<SearchAnswer>(
    trimmed ? { path: "/search", params: { q: trimmed, limit: 12, lang: lang.value, node_kind: kinds } } : undefined,
  );
  const hits = trimmed && !answer.loading ? (answer.data?.hits ?? []) : [];

  useEffect(() => {
    const timer = setTimeout(() => setQuery(text ?? ""), DELAY);
    return () => clearTimeout(timer);
  }, [text]);
  useEffect(() => setActive(0), [answer.data]);
  useEffect(() => {
    if (trimmed && !answer.loading) announce(say("results", { n: hits.length }));
  }, [answer.loading, answer.data]);
  useEffect(() => (main ? focusOnSlash(input.current) : undefined), [main]);

  const pick = (hit: SearchHit | undefined): void => {
    if (!hit) return;
    setText(undefined);
    setQuery("");
    setOpen(false);
    onPick(hit.node);
  };
  const onKeyDown = (e: KeyboardEvent): void => {
    if (e.isComposing) return;
    if (e.key === "ArrowDown" || e.key === "ArrowUp") {
      e.preventDefault();
      setOpen(true);
      setActive((i) => (hits.length ? (i + (e.key === "ArrowDown" ? 1 : -1) + hits.length) % hits.length : 0));
    } else if (e.key === "Enter" && open) {
      e.preventDefault();
      pick(hits[active]);
    } else if (e.key === "Escape") {
      setOpen(false);
      setText(undefined);
      input.current?.blur();
    }
  };
  const shown = open && trimmed !== "";
  return (
    <div class="search" role={main ? "search" : undefined}>
      <input
        ref={input}
        type="search"
        role="combobox"
        autocomplete="off"
        spellcheck={false}
        maxLength={200}
        aria-label={label ?? say("label")}
        aria-expanded={shown}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={shown && hits[active] ? `${id}-${active}` : undefined}
        placeholder={placeholder ?? say("placeholder")}
        value={text ?? value}
        onInput={(e) => {
          setText(e.currentTarget.value);
          setOpen(true);
        }}
        onFocus={(e) => e.currentTarget.select()}
        onKeyDown={onKeyDown}
        onBlur={() => {
          setOpen(false);
          setText(undefined);
        }}
      />
      {main && text === undefined && <kbd aria-hidden="true">/</kbd>}
      <ul class="hits" id={`${id}-list`} role="listbox" aria-label={label ?? say("label")} hidden={!shown}>
        {shown &&
          hits.map((hit, i) => <Hit key={hit.node.id} id={`${id}-${i}`} hit={hit} active={i === active} pick={pick} />)}
        {shown && hits.length === 0 && (
          <li class="empty" role="option" aria-selected="false" aria-disabled="true">
            {answer.problem ? say("failed") : answer.loading ? say("searching") : say("none", { q: trimmed })}
          </li>
        )}
      </ul>
    </div>
  );
}

function Hit(props: { id: string; hit: SearchHit; active: boolean; pick: (h: SearchHit) => void }): JSX.Element {
  const { id, hit, active, pick } = props;
  const { node, matched } = hit;
  const other = lang.value === "ja" ? node.names.en : node.names.ja;
  return (
    <li
      id={id}
      role="option"
      aria-selected={active}
      onPointerDown={(e) => {
        e.preventDefault(); // keeps the focus in the box, so that blur does not close the list first
        pick(hit);
      }}
    >
      <KindMark kind={node.kind} />
      <span>
        <bdi>{node.label}</bdi>{" "}
        {other && other !== node.label && (
          <span class="muted" lang={lang.value === "ja" ? "en" : "ja"}>
            {other}
          </span>
        )}
      </span>
      <span class="kind">
        {termOf(node.level ?? node.kind)}
        {node.valid?.to && ` · ${sayValid({ to: node.valid.to })}`}
      </span>
      {matched.name !== node.label && (
        <small>{say("matched", { name: matched.name, how: termOf(matched.how) || "–" })}</small>
      )}
    </li>
  );
}

function focusOnSlash(box: HTMLInputElement | null): () => void {
  const onKey = (e: KeyboardEvent): void => {
    const target = e.target as HTMLElement;
    if (e.key !== "/" || e.ctrlKey || e.metaKey || e.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return;
    e.preventDefault();
    box?.focus();
  };
  document.addEventListener("keydown", onKey);
  return () => document.removeEventListener("keydown", onKey);
}
