import { useEffect } from "react";

/** Names the window after what is on the screen. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Openitem`;
  }, [title]);
}
