/** Several answers at once: each is there as soon as it came; one that fails does not take the others away. */
import { useEffect, useRef, useState } from "preact/hooks";
import { address, get, held, type Problem, type Request } from "./api";
import { asProblem, type Resource } from "./resource";

interface Slot<T> {
  data?: T;
  problem?: Problem;
  waiting?: { seconds: number; status: number };
}

export function useAll<T>(requests: readonly Request[]): { data: (T | undefined)[]; status: Resource<unknown> } {
  const slots = useRef(new Map<string, Slot<T>>());
  const [, redraw] = useState(0);
  const [round, setRound] = useState(0);
  const [slow, setSlow] = useState(false);
  const urls = requests.map(address);
  const key = urls.join("\n");

  useEffect(() => {
    const stop = new AbortController();
    const update = (url: string, slot: Slot<T>): void => {
      if (stop.signal.aborted) return;
      slots.current.set(url, slot);
      redraw((n) => n + 1);
    };
    setSlow(false);
    const timer = setTimeout(() => setSlow(true), 2000);
    for (const url of slots.current.keys()) if (!urls.includes(url)) slots.current.delete(url);
    requests.forEach((r, i) => {
      const url = urls[i] ?? "";
      if (slots.current.get(url)?.data !== undefined) return;
      get<T>(r, { signal: stop.signal, onWait: (_, seconds, status) => update(url, { waiting: { seconds, status } }) })
        .then((data) => update(url, { data }))
        .catch((e: unknown) => update(url, { problem: asProblem(e) }));
    });
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [key, round]);

  const now = requests.map((r, i) => slots.current.get(urls[i] ?? "") ?? { data: held<T>(r) });
  const loading = now.some((s) => s.data === undefined && !s.problem);
  return {
    data: now.map((s) => s.data),
    status: {
      data: now.find((s) => s.data !== undefined)?.data,
      loading,
      slow: slow && loading,
      waiting: now.find((s) => s.waiting && !s.data)?.waiting,
      problem: now.find((s) => s.problem)?.problem,
      retry: () => setRound((n) => n + 1),
    },
  };
}
