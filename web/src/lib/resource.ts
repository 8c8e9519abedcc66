/** Answers as components see them: the old picture stays until the new one is there. */
import { useEffect, useRef, useState } from "preact/hooks";
import { address, get, held, Problem, type Request } from "./api";

export interface Resource<T> {
  /** The answer to this request, or to the one before it while this one is on its way. */
  data: T | undefined;
  /** True while `data` is not (yet) the answer to the present request. */
  loading: boolean;
  /** Set after two seconds without an answer. */
  slow: boolean;
  /** Set while a refused request waits for its next try. */
  waiting: { seconds: number; status: number } | undefined;
  problem: Problem | undefined;
  retry: () => void;
}

interface State<T> {
  url: string | undefined;
  data: T | undefined;
  problem: Problem | undefined;
  slow: boolean;
  waiting: { seconds: number; status: number } | undefined;
}

const SLOW_AFTER = 2000;

export function useApi<T>(request: Request | undefined): Resource<T> {
  const url = request && address(request);
  const [state, setState] = useState<State<T>>(() => ({
    url,
    data: request && held<T>(request),
    problem: undefined,
    slow: false,
    waiting: undefined,
  }));
  const [round, setRound] = useState(0);
  const last = useRef(request);
  last.current = request;

  useEffect(() => {
    const asked = last.current;
    if (!asked) return;
    const stop = new AbortController();
    const slow = setTimeout(() => setState((s) => ({ ...s, slow: true })), SLOW_AFTER);
    setState((s) => ({ ...s, problem: undefined, waiting: undefined, slow: false }));
    get<T>(asked, {
      signal: stop.signal,
      onWait: (_, seconds, status) => setState((s) => ({ ...s, waiting: { seconds, status } })),
    })
      .then((data) => ({ data, problem: undefined }))
      .catch((e: unknown) => ({ problem: asProblem(e) }))
      .then((result) => {
        clearTimeout(slow);
        if (!stop.signal.aborted) setState((s) => ({ ...s, ...result, url, slow: false, waiting: undefined }));
      });
    return () => {
      clearTimeout(slow);
      stop.abort();
    };
  }, [url, round]);

  const ready = request && held<T>(request);
  const current = state.url === url && (state.data !== undefined || state.problem !== undefined);
  return {
    data: ready ?? state.data,
    loading: url !== undefined && ready === undefined && !current,
    slow: state.slow,
    waiting: state.waiting,
    problem: state.url === url ? state.problem : undefined,
    retry: () => setRound((n) => n + 1),
  };
}

export function asProblem(e: unknown): Problem {
  if (e instanceof Problem) return e;
  return new Problem(0, e instanceof Error ? e.message : String(e), undefined, [], undefined);
}
