import { useEffect, useRef } from "react";

/**
 * Runs `work` when a field is left, and once in the beginning, since a browser that goes back fills in what was typed
 * before it tells anybody. While a button of the mouse is down it waits: what appears or goes must not move the
 * thing that is being clicked.
 */
export function useAfterPress(work: () => void) {
  const latest = useRef(work);
  const press = useRef({ isDown: false, isDue: false });
  useEffect(() => {
    latest.current = work;
  });
  useEffect(() => {
    latest.current();
    const release = () => {
      const { isDue } = press.current;
      press.current = { isDown: false, isDue: false };
      // The click itself comes right after.
      if (isDue) setTimeout(() => latest.current());
    };
    addEventListener("pointerup", release);
    addEventListener("pointercancel", release);
    return () => {
      removeEventListener("pointerup", release);
      removeEventListener("pointercancel", release);
    };
  }, []);
  return {
    onPointerDown: () => {
      press.current.isDown = true;
    },
    onLeave: () => {
      if (press.current.isDown) press.current.isDue = true;
      else work();
    },
  };
}
