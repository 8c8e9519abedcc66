/** The frame: name, search, views, date, language, theme; and below it the view that the address names. */
import type { ComponentType, JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { warmWebgl } from "./canvas/warm";
import { DateRail } from "./components/DateRail";
import { announce, Live } from "./components/Live";
import { Search } from "./components/Search";
import { pending } from "./lib/api";
import { ask, href, location, navigate } from "./lib/location";
import { lang, store, theme, type Theme } from "./lib/prefs";
import { words } from "./lib/words";

const say = words({
  skip: ["Skip to the view", "本文へ移動"],
  views: ["Views", "表示"],
  home: ["Atlas", "地図帳"],
  explore: ["Explore", "探索"],
  paths: ["Paths", "経路"],
  matrix: ["Matrix", "行列"],
  prefectures: ["Prefectures", "都道府県"],
  compare: ["Compare", "比較"],
  structure: ["Structure", "構造"],
  lists: ["Work lists", "作業一覧"],
  data: ["Data", "データ"],
  theme: ["Colours: {name}", "配色：{name}"],
  auto: ["as the system", "システムに合わせる"],
  light: ["light", "明るい"],
  dark: ["dark", "暗い"],
  lost: ["No such view", "そのような表示はありません"],
  lostHelp: [
    "The address names none of the views. Start from the atlas.",
    "アドレスに対応する表示がありません。地図帳からどうぞ。",
  ],
  broken: ["This view could not be loaded", "この表示を読み込めませんでした"],
  reload: ["Reload the page", "再読み込み"],
  sources: ["Data and credits", "データと出典"],
  api: ["API", "API"],
  tagline: ["Ties between Japan and the United States, with their sources.", "日米の縁と、その出典。"],
});

type View = keyof typeof LOADERS;

const LOADERS = {
  home: () => import("./views/home/Home"),
  explore: () => {
    void warmWebgl();
    return import("./views/explore/Explore");
  },
  paths: () => import("./views/paths/Paths"),
  matrix: () => import("./views/matrix/Matrix"),
  prefectures: () => import("./views/prefecture/Prefecture"),
  compare: () => import("./views/compare/Compare"),
  structure: () => import("./views/structure/Structure"),
  lists: () => import("./views/lists/Lists"),
  data: () => import("./views/data/Data"),
} satisfies Record<string, () => Promise<{ default: ComponentType }>>;

/** First part of the address → view. */
const viewOf = (path: string): View | undefined => {
  const first = path.split("/")[1] ?? "";
  return first === "" ? "home" : first !== "home" && Object.hasOwn(LOADERS, first) ? (first as View) : undefined;
};

const NAV = Object.keys(LOADERS) as View[];
const pathOf = (view: View): string => (view === "home" ? "/" : `/${view}`);

export function App(): JSX.Element {
  const view = viewOf(location.value.path);
  useEffect(() => {
    // On a phone the row of views scrolls: the present one is in sight.
    document.querySelector('.nav [aria-current="page"]')?.scrollIntoView({ block: "nearest", inline: "nearest" });
    document.title = view ? `${say(view)} · enishi 縁` : "enishi 縁";
  }, [view, lang.value]);
  return (
    <>
      <a class="skip" href="#view">
        {say("skip")}
      </a>
      {pending.value > 0 && <div class="busy" aria-hidden="true" />}
      <header class="top">
        <a class="logo" href={href("/")}>
          enishi<i lang="ja">縁</i>
        </a>
        <Search main onPick={(n) => navigate(href("/explore", { from: n.id, sel: n.id }))} />
        <nav class="nav" aria-label={say("views")}>
          {NAV.map((v) => (
            <a key={v} href={href(pathOf(v))} aria-current={v === view ? "page" : undefined}>
              {say(v)}
            </a>
          ))}
        </nav>
        <div class="prefs">
          <LanguageSwitch />
          <ThemeSwitch />
        </div>
      </header>
      <DateRail />
      <main id="view" tabIndex={-1}>
        {view ? <Lazy key={view} view={view} /> : <Lost />}
      </main>
      <footer class="foot no-print">
        <span>{say("tagline")}</span>
        <a href={href("/data")}>{say("sources")}</a>
        <a href="/docs">{say("api")}</a>
      </footer>
      <Live />
    </>
  );
}

const loaded = new Map<View, ComponentType>();

function Lazy({ view }: { view: View }): JSX.Element {
  const [, redraw] = useState(0);
  const [failed, setFailed] = useState(false);
  const Found = loaded.get(view);
  useEffect(() => {
    if (Found) return;
    LOADERS[view]().then(
      (m) => {
        loaded.set(view, m.default);
        redraw((n) => n + 1);
      },
      () => setFailed(true),
    );
  }, [view]);
  if (failed)
    return (
      <div class="page">
        <div class="status bad" role="alert">
          <strong>{say("broken")}</strong>
          <button type="button" class="link" onClick={() => window.location.reload()}>
            {say("reload")}
          </button>
        </div>
      </div>
    );
  return Found ? (
    <Found />
  ) : (
    <div class="page">
      <div class="skeleton" />
    </div>
  );
}

function Lost(): JSX.Element {
  return (
    <div class="empty-state">
      <h1>{say("lost")}</h1>
      <p>{say("lostHelp")}</p>
      <a class="btn" href={href("/")}>
        {say("home")}
      </a>
    </div>
  );
}

function LanguageSwitch(): JSX.Element {
  const other = lang.value === "ja" ? "en" : "ja";
  const label = other === "ja" ? "日本語" : "English";
  const change = (): void => {
    store.set("lang", other);
    ask({ lang: other });
    announce(label);
  };
  return (
    <button type="button" class="btn" lang={other} onClick={change}>
      {label}
    </button>
  );
}

const NEXT: Record<Theme, Theme> = { auto: "light", light: "dark", dark: "auto" };
const ICONS: Record<Theme, string> = {
  auto: "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm0 1.5v11a5.5 5.5 0 0 1 0-11Z",
  light:
    "M8 4.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7ZM7.3 0h1.4v2.6H7.3Zm0 13.4h1.4V16H7.3ZM0 7.3h2.6v1.4H0Zm13.4 0H16v1.4h-2.6ZM2.8 1.9l1.8 1.8-1 1-1.8-1.8Zm9.6 9.6 1.8 1.8-1 1-1.8-1.8Zm.8-9.6 1 1-1.8 1.8-1-1ZM3.6 11.5l1 1-1.8 1.8-1-1Z",
  dark: "M6 1a7 7 0 1 0 9 9A6 6 0 0 1 6 1Z",
};

function ThemeSwitch(): JSX.Element {
  const label = say("theme", { name: say(theme.value) });
  return (
    <button
      type="button"
      class="btn"
      aria-label={label}
      title={label}
      onClick={() => (theme.value = NEXT[theme.value])}
    >
      <svg width="16" height="16" viewBox="0 0 16 16" fill="currentColor" aria-hidden="true">
        <path d={ICONS[theme.value]} />
      </svg>
    </button>
  );
}
