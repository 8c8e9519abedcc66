/** The date, the main instrument of the page: now, a day, a span; presets, a slider over the signings, playback. */
import { signal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { pending } from "../lib/api";
import {
  firstFrame,
  inOrder,
  misread,
  nextFrame,
  parseDate,
  sayDate,
  spanOf,
  timeOf,
  timeParams,
  yearOf,
  type Time,
} from "../lib/date";
import { ask, location } from "../lib/location";
import { lang, reducedMotion } from "../lib/prefs";
import { useApi } from "../lib/resource";
import type { Tally } from "../lib/types";
import { words } from "../lib/words";
import { announce } from "./Live";

const say = words({
  region: ["Date", "時点"],
  now: ["Now", "現在"],
  any: ["Any time", "全期間"],
  study: ["Study, Aug 1989", "調査時 1989年8月"],
  mergers: ["Before mergers, Apr 2003", "合併前 2003年4月"],
  asOf: ["as of", "時点"],
  future: ["in the future: what is not known to end", "未来：終了の記録がないもの"],
  holdsNow: ["what holds today", "現在有効なもの"],
  anyTime: ["everything on record", "記録のすべて"],
  during: ["at any time in the span", "期間中に有効なもの"],
  to: ["{a} to {b}", "{a}〜{b}"],
  since: ["from {a} on", "{a}以降"],
  upTo: ["up to {b}", "{b}まで"],
  misread: [
    "{said} in the address is not understood. Shown is: {when}.",
    "アドレスの {said} は解釈できません。表示しているのは「{when}」です。",
  ],
  change: ["Change the date", "時点を変える"],
  day: ["Day, month or year", "年・月・日"],
  from: ["From", "開始"],
  until: ["To", "終了"],
  set: ["Set", "設定"],
  bad: ["A date is 1989, 1989-08 or 1989-08-15.", "1989、1989-08、1989-08-15 の形で入力してください。"],
  spanHelp: ["A span may stay open at one end.", "期間は、開始または終了を空けておくこともできます。"],
  order: ["The span ends before it begins.", "終了が開始より前です。"],
  undated: ["Include ties whose date nobody states", "日付不明の提携も含める"],
  play: ["Play the years", "年を再生"],
  stop: ["Stop", "停止"],
  slider: ["As of", "時点"],
  sliderFrom: ["Span begins", "期間の開始"],
  sliderTo: ["Span ends", "期間の終了"],
  signed: ["Ties signed per year; darker are those up to the date", "年別の締結数。濃い色は指定時点まで"],
  presets: ["Presets", "よく使う時点"],
  close: ["Close", "閉じる"],
});

export const STUDY = "1989-08";
export const BEFORE_MERGERS = "2003-04-01";

export function sayTime(time: Time): string {
  const l = lang.value;
  if (time.mode === "day") return sayDate(time.date, l);
  if (time.mode === "span") {
    const [a, b] = [time.from, time.to].map((d) => d && sayDate(d, l));
    return a && b ? say("to", { a, b }) : a ? say("since", { a }) : say("upTo", { b: b ?? "" });
  }
  return say(time.mode === "any" ? "any" : "now");
}

const setTime = (time: Time, replace = false): void => ask(timeParams(time), { replace });

const FIRST = 1950;
const THIS_YEAR = new Date().getFullYear();
const W = 1000;
const H = 39;
const BASE = 38;
const x = (year: number): number => ((year - FIRST) / (THIS_YEAR + 1 - FIRST)) * W;

export function DateRail(): JSX.Element {
  const time = timeOf(location.value.params);
  const [open, setOpen] = useState(false);
  const odd = misread(location.value.params);
  return (
    <>
      <section class="rail" aria-label={say("region")}>
        <div class="when">
          <button
            type="button"
            class="date-button"
            aria-expanded={open}
            onClick={() => setOpen(!open)}
            title={say("change")}
          >
            {sayTime(time)}
          </button>
          <span class="sub">
            {say(
              time.mode === "day"
                ? isFuture(time.date)
                  ? "future"
                  : "asOf"
                : time.mode === "span"
                  ? "during"
                  : time.mode === "any"
                    ? "anyTime"
                    : "holdsNow",
            )}
          </span>
        </div>
        <Scale time={time} />
        <div class="presets" role="group" aria-label={say("presets")}>
          <PlayButton time={time} />
          <Preset label={say("study")} to={{ mode: "day", date: STUDY }} time={time} />
          <Preset label={say("mergers")} to={{ mode: "day", date: BEFORE_MERGERS }} time={time} />
          <Preset label={say("now")} to={{ mode: "now" }} time={time} />
        </div>
        {open && <DateForm time={time} close={() => setOpen(false)} />}
      </section>
      {odd.length > 0 && (
        <p class="status misread" role="alert">
          <bdi>{say("misread", { said: odd.join(", "), when: sayTime(time) })}</bdi>
        </p>
      )}
    </>
  );
}

const isFuture = (date: string): boolean => date > new Date().toISOString().slice(0, date.length);

function Preset({ label, to, time }: { label: string; to: Time; time: Time }): JSX.Element {
  const on = JSON.stringify(to) === JSON.stringify(time);
  return (
    <button type="button" class="chip" aria-pressed={on} onClick={() => setTime(to)}>
      {label}
    </button>
  );
}

function DateForm({ time, close }: { time: Time; close: () => void }): JSX.Element {
  const [day, setDay] = useState(time.mode === "day" ? time.date : "");
  const [from, setFrom] = useState((time.mode === "span" && time.from) || "");
  const [to, setTo] = useState((time.mode === "span" && time.to) || "");
  const [error, setError] = useState("");
  const box = useRef<HTMLDivElement>(null);
  // Before the next key comes: who opens it by keyboard types on.
  useLayoutEffect(() => box.current?.querySelector("input")?.focus(), []);
  const done = (t: Time): void => {
    setTime(t);
    close();
  };
  const setDayNow = (): void => (parseDate(day) ? done({ mode: "day", date: day.trim() }) : setError(say("bad")));
  const setSpan = (): void => {
    const [a, b] = [from.trim() || undefined, to.trim() || undefined];
    if ((a && !parseDate(a)) || (b && !parseDate(b)) || !(a ?? b)) setError(say("bad"));
    else if (a && b && !inOrder(a, b)) setError(say("order"));
    else done(spanOf(a, b));
  };
  const input = (label: string, value: string, set: (v: string) => void): JSX.Element => (
    <label class="field">
      {label}
      <input
        class="input num"
        value={value}
        placeholder="1989-08"
        inputMode="numeric"
        aria-invalid={error !== "" && value !== "" && !parseDate(value)}
        onInput={(e) => {
          setError("");
          set(e.currentTarget.value);
        }}
      />
    </label>
  );
  return (
    <div class="popover" ref={box} onKeyDown={(e) => e.key === "Escape" && close()}>
      <form class="row" onSubmit={(e) => (e.preventDefault(), setDayNow())}>
        {input(say("day"), day, setDay)}
        <button class="btn">{say("set")}</button>
      </form>
      <form class="row" onSubmit={(e) => (e.preventDefault(), setSpan())}>
        {input(say("from"), from, setFrom)}
        {input(say("until"), to, setTo)}
        <button class="btn">{say("set")}</button>
      </form>
      <p class="small muted">{say("spanHelp")}</p>
      {error && <div role="alert">{error}</div>}
      <div class="row">
        <button type="button" class="chip" aria-pressed={time.mode === "now"} onClick={() => done({ mode: "now" })}>
          {say("now")}
        </button>
        <button type="button" class="chip" aria-pressed={time.mode === "any"} onClick={() => done({ mode: "any" })}>
          {say("any")}
        </button>
        <button type="button" class="btn" onClick={close}>
          {say("close")}
        </button>
      </div>
      <label class="check">
        <input
          type="checkbox"
          checked={location.value.params.get("undated") === "include"}
          onChange={(e) => ask({ undated: e.currentTarget.checked ? "include" : null })}
        />
        {say("undated")}
      </label>
    </div>
  );
}

/** Signings by year from a tally, whichever of its two axes holds the years. */
export function byYear(t: Tally | undefined): Map<number, number> {
  const out = new Map<number, number>();
  if (!t) return out;
  const rowsAreYears = t.rows.some((r) => /^\d{4}$/.test(r.key));
  for (const c of t.cells) {
    const year = yearOf(rowsAreYears ? c.row : c.col);
    if (year !== undefined) out.set(year, (out.get(year) ?? 0) + c.count);
  }
  return out;
}

function Scale({ time }: { time: Time }): JSX.Element {
  const tally = useApi<Tally>({ path: "/timeline", params: { time: "any", lang: lang.value } });
  const years = byYear(tally.data);
  const top = Math.max(1, ...years.values());
  const [a, b] = bounds(time);
  const [drag, setDrag] = useState<{ end: "from" | "to"; year: number }>();
  const box = useRef<HTMLDivElement>(null);
  const yearAt = (clientX: number): number => {
    const r = box.current?.getBoundingClientRect();
    if (!r) return THIS_YEAR;
    return Math.round(FIRST + Math.min(1, Math.max(0, (clientX - r.left) / r.width)) * (THIS_YEAR + 1 - FIRST) - 0.5);
  };
  const lo = drag?.end === "from" ? drag.year : a;
  const hi = drag?.end === "to" ? drag.year : b;
  const span = time.mode === "span";
  const commit = (end: "from" | "to", year: number, replace = false): void => {
    const y = Math.min(THIS_YEAR + 1, Math.max(FIRST, year));
    if (span && end === "from") setTime(spanOf(String(Math.min(y, b, THIS_YEAR)), time.to), replace);
    else if (span) setTime(spanOf(time.from, y > THIS_YEAR ? undefined : String(Math.max(y, a))), replace);
    else setTime(y > THIS_YEAR ? { mode: "now" } : { mode: "day", date: String(y) }, replace);
  };
  const nearest = (year: number): "from" | "to" => (span && Math.abs(year - a) < Math.abs(year - b) ? "from" : "to");
  const handlers = {
    onPointerDown: (e: PointerEvent) => {
      if (e.button !== 0) return;
      (e.currentTarget as Element).setPointerCapture(e.pointerId);
      const year = yearAt(e.clientX);
      setDrag({ end: nearest(year), year });
    },
    onPointerMove: (e: PointerEvent) => drag && setDrag({ ...drag, year: yearAt(e.clientX) }),
    onPointerUp: () => {
      if (drag) commit(drag.end, drag.year);
      setDrag(undefined);
    },
    onPointerCancel: () => setDrag(undefined),
  };
  return (
    <div class="scale" ref={box} {...handlers}>
      <svg viewBox={`0 0 ${W} ${H}`} preserveAspectRatio="none" role="img" aria-label={say("signed")}>
        {[...years].map(([year, n]) => (
          <rect
            key={year}
            class={year >= (span ? lo : 0) && year <= hi ? "on" : "off"}
            x={x(year) + 1}
            width={W / (THIS_YEAR + 1 - FIRST) - 2}
            y={BASE - (n / top) * (BASE - 2)}
            height={(n / top) * (BASE - 2)}
          />
        ))}
      </svg>
      <Ticks />
      {span && <Strip lo={lo} hi={hi} />}
      {span && <Handle label={say("sliderFrom")} year={lo} at={x(lo)} set={(y) => commit("from", y, true)} />}
      <Handle
        label={say(span ? "sliderTo" : "slider")}
        year={hi}
        at={hi > THIS_YEAR ? W : x(hi + (span ? 1 : 0.5))}
        set={(y) => commit("to", y, true)}
      />
    </div>
  );
}

function Ticks(): JSX.Element {
  return (
    <div class="ticks" aria-hidden="true">
      {[1950, 1960, 1970, 1980, 1990, 2000, 2010, 2020].map((y) => (
        <span key={y} style={{ left: `${x(y + 0.5) / 10}%` }}>
          {y}
        </span>
      ))}
    </div>
  );
}

function Strip({ lo, hi }: { lo: number; hi: number }): JSX.Element {
  return <div class="span" style={{ left: `${x(lo) / 10}%`, width: `${(Math.min(W, x(hi + 1)) - x(lo)) / 10}%` }} />;
}

function Handle(props: { label: string; year: number; at: number; set: (year: number) => void }): JSX.Element {
  const { label, year, at, set } = props;
  const onKeyDown = (e: KeyboardEvent): void => {
    const step: Record<string, number> = {
      ArrowLeft: -1,
      ArrowDown: -1,
      ArrowRight: 1,
      ArrowUp: 1,
      PageDown: -10,
      PageUp: 10,
    };
    const by = step[e.key];
    if (by !== undefined) set(year + by);
    else if (e.key === "Home") set(FIRST);
    else if (e.key === "End") set(THIS_YEAR + 1);
    else return;
    e.preventDefault();
  };
  return (
    <div
      class="handle"
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={FIRST}
      aria-valuemax={THIS_YEAR + 1}
      aria-valuenow={year}
      aria-valuetext={year > THIS_YEAR ? say("now") : String(year)}
      style={{ left: `${at / 10}%` }}
      onKeyDown={onKeyDown}
    />
  );
}

/** First and last year that a time lights up on the scale. */
function bounds(time: Time): [number, number] {
  if (time.mode === "day") return [FIRST, yearOf(time.date) ?? THIS_YEAR];
  if (time.mode === "span") return [yearOf(time.from) ?? FIRST, yearOf(time.to) ?? THIS_YEAR + 1];
  return [FIRST, THIS_YEAR + 1];
}

const playing = signal(false);
const STEP_MS = 600;
/** The first tie was signed in it. */
const FILM_FROM = 1955;

function PlayButton({ time }: { time: Time }): JSX.Element {
  useEffect(() => {
    if (!playing.value) return;
    let idle = performance.now();
    // A step waits for the picture of the one before it: a slow server slows the film, never skips.
    const timer = setInterval(() => {
      if (pending.value > 0) idle = performance.now();
      else if (performance.now() - idle >= STEP_MS * (reducedMotion() ? 2 : 1)) {
        idle = performance.now();
        step();
      }
    }, 100);
    return () => clearInterval(timer);
  }, [playing.value]);
  useEffect(() => () => void (playing.value = false), []);
  const toggle = (): void => {
    if (!playing.value) setTime(firstFrame(time, FILM_FROM, THIS_YEAR));
    playing.value = !playing.value;
  };
  return (
    <button
      type="button"
      class="btn"
      aria-pressed={playing.value}
      onClick={toggle}
      aria-label={say(playing.value ? "stop" : "play")}
    >
      <svg width="12" height="12" viewBox="0 0 12 12" fill="currentColor" aria-hidden="true">
        <path d={playing.value ? "M2 1H5V11H2ZM7 1H10V11H7Z" : "M2 0 12 6 2 12Z"} />
      </svg>
    </button>
  );
}

function step(): void {
  const time = timeOf(location.value.params);
  const next = nextFrame(time, THIS_YEAR);
  if (!next) playing.value = false;
  // A day goes on into the present; a span ends with the last year and stays a span.
  if (next ?? time.mode === "day") setTime(next ?? { mode: "now" }, true);
  announce(sayTime(timeOf(location.value.params)));
}
