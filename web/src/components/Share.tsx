/** Taking a view away: link, request behind it, every format of the API, pictures, and views kept on this device. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { address, type Request } from "../lib/api";
import { download, fileName, pngOf } from "../lib/download";
import { location, queryString } from "../lib/location";
import { drop, keep, saved } from "../lib/saved";
import { words } from "../lib/words";
import { Dialog } from "./Dialog";
import type { Picture } from "./picture";
import { announce } from "./Live";

const say = words({
  share: ["Share and save", "共有・保存"],
  link: ["Copy link", "リンクをコピー"],
  copied: ["Copied", "コピーしました"],
  notCopied: ["Copying is not allowed here; select the text instead.", "コピーできません。文字列を選択してください。"],
  export: ["Export", "書き出し"],
  request: ["The request behind this view", "この表示のリクエスト"],
  requestHelp: [
    "The page shows nothing that the API does not answer. These requests give the same data.",
    "この画面の内容はすべて API の応答です。次のリクエストで同じデータを得られます。",
  ],
  picture: ["Picture", "画像"],
  data: ["Data, in every format of the API", "データ（API の全形式）"],
  expansion: ["with expansion {n}", "展開{n}"],
  base: ["as asked", "起点の問い"],
  saved: ["Saved views", "保存した表示"],
  save: ["Save this view", "この表示を保存"],
  name: ["Name", "名前"],
  none: ["None yet. They stay on this device.", "まだありません。この端末にのみ保存されます。"],
  delete: ["Delete {name}", "{name}を削除"],
  copy: ["Copy", "コピー"],
  failed: ["The picture could not be made: {why}", "画像を作成できませんでした：{why}"],
});

export const NETWORK_FORMATS: [format: string, label: string][] = [
  ["json", "JSON"],
  ["csv", "CSV (zip)"],
  ["graphml", "GraphML"],
  ["gexf", "GEXF (Gephi)"],
  ["geojson", "GeoJSON"],
  ["cytoscape", "Cytoscape.js"],
  ["node-link", "node-link (NetworkX)"],
  ["graphology", "graphology"],
  ["jgf", "JSON Graph"],
  ["jsonld", "JSON-LD"],
  ["ftm", "FollowTheMoney"],
];

export interface ShareProps {
  title: string;
  /** The requests whose answers the view shows. */
  requests: readonly Request[];
  formats?: [string, string][];
  /** A standalone SVG of what is on the screen, with its size. */
  picture?: () => Picture | undefined;
}

const withFormat = (r: Request, format: string): string => address({ path: r.path, params: { ...r.params, format } });

export function Share(props: ShareProps): JSX.Element {
  const [open, setOpen] = useState<"export" | "request" | "saved">();
  return (
    <div class="toolbar share no-print" role="group" aria-label={say("share")}>
      <button type="button" class="btn" onClick={() => copy(window.location.href)}>
        {say("link")}
      </button>
      <button type="button" class="btn" onClick={() => setOpen("export")}>
        {say("export")}
      </button>
      <button type="button" class="btn" onClick={() => setOpen("request")}>
        {"</>"}
        <span class="visually-hidden">{say("request")}</span>
      </button>
      <button type="button" class="btn" onClick={() => setOpen("saved")}>
        {say("saved")}
      </button>
      {open === "export" && <ExportDialog {...props} onClose={() => setOpen(undefined)} />}
      {open === "request" && <RequestDialog {...props} onClose={() => setOpen(undefined)} />}
      {open === "saved" && <SavedDialog {...props} onClose={() => setOpen(undefined)} />}
    </div>
  );
}

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    announce(say("copied"));
    flash(say("copied"));
  } catch {
    flash(say("notCopied"));
  }
}

/** A word beside the pointer for a moment; the live region says the same. */
function flash(text: string): void {
  const note = document.createElement("div");
  note.className = "flash";
  note.textContent = text;
  document.body.append(note);
  setTimeout(() => note.remove(), 1800);
}

function ExportDialog(props: ShareProps & { onClose: () => void }): JSX.Element {
  const { requests, picture, title, formats = NETWORK_FORMATS } = props;
  const [error, setError] = useState("");
  const save = async (type: "svg" | "png"): Promise<void> => {
    const p = picture?.();
    if (!p) return;
    try {
      if (type === "svg") download(fileName([title], "svg"), p.svg, "image/svg+xml");
      else download(fileName([title], "png"), await pngOf(p.svg, p.width, p.height));
    } catch (e) {
      setError(say("failed", { why: e instanceof Error ? e.message : String(e) }));
    }
  };
  return (
    <Dialog title={say("export")} onClose={props.onClose}>
      {picture && (
        <>
          <h3>{say("picture")}</h3>
          <p class="toolbar">
            <button type="button" class="btn" onClick={() => save("png")}>
              PNG
            </button>
            <button type="button" class="btn" onClick={() => save("svg")}>
              SVG
            </button>
          </p>
          {error && <p role="alert">{error}</p>}
        </>
      )}
      <h3>{say("data")}</h3>
      {requests.map((r, i) => (
        <div key={address(r)}>
          {requests.length > 1 && <p class="small muted">{i === 0 ? say("base") : say("expansion", { n: i })}</p>}
          <ul class="plain toolbar formats">
            {formats.map(([format, label]) => (
              <li key={format}>
                <a class="btn" href={withFormat(r, format)} download>
                  {label}
                </a>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </Dialog>
  );
}

function RequestDialog(props: ShareProps & { onClose: () => void }): JSX.Element {
  return (
    <Dialog title={say("request")} onClose={props.onClose}>
      <p class="muted">{say("requestHelp")}</p>
      {props.requests.map((r) => {
        const url = window.location.origin + address(r);
        const curl = `curl '${url.replaceAll("'", "%27")}'`;
        return (
          <div key={url} class="request">
            <pre tabIndex={0}>{curl}</pre>
            <p class="toolbar">
              <button type="button" class="btn" onClick={() => copy(curl)}>
                {say("copy")}
              </button>
              <a href={address(r)} target="_blank" rel="noreferrer">
                GET
              </a>
            </p>
          </div>
        );
      })}
    </Dialog>
  );
}

function SavedDialog(props: ShareProps & { onClose: () => void }): JSX.Element {
  const [name, setName] = useState(props.title);
  const here = location.value.path + queryString(location.value.params);
  return (
    <Dialog title={say("saved")} onClose={props.onClose}>
      <form
        class="toolbar"
        onSubmit={(e) => {
          e.preventDefault();
          keep({ name: name.trim() || here, address: here });
        }}
      >
        <label class="field">
          {say("name")}
          <input class="input" value={name} maxLength={120} onInput={(e) => setName(e.currentTarget.value)} />
        </label>
        <button class="btn primary">{say("save")}</button>
      </form>
      {saved.value.length === 0 && <p class="muted">{say("none")}</p>}
      <ul class="plain saved">
        {saved.value.map((v) => (
          <li key={v.address}>
            <a href={v.address} onClick={props.onClose}>
              <bdi>{v.name}</bdi>
            </a>
            <button
              type="button"
              class="btn"
              aria-label={say("delete", { name: v.name })}
              onClick={() => drop(v.address)}
            >
              ×
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
