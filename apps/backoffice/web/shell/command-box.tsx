import { Icon } from "@openitem/ui/icon";
import { KeyCap } from "@openitem/ui/key-cap";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { type KeyboardEvent, useDeferredValue, useEffect, useId, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "../api.ts";
import { type Destination, useDestinations } from "./destinations.ts";
import { useSentence } from "./failure.tsx";

const LEAST = 2;

/** Search and commands: a name or a number leads to its page, a word to its screen. */
export function CommandBox({
  open,
  onOpen,
  onClose,
}: {
  open: boolean;
  onOpen: () => void;
  onClose: () => void;
}) {
  const t = useTranslations("shell");
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <>
      <button type="button" className="jump-face" aria-keyshortcuts="/" onClick={onOpen}>
        <Icon name="search" />
        {t("command")}
        <KeyCap>/</KeyCap>
      </button>
      <dialog ref={dialog} className="jump" aria-label={t("command")} onClose={onClose}>
        {open && <Jump onClose={onClose} />}
      </dialog>
    </>
  );
}

function Jump({ onClose }: { onClose: () => void }) {
  const t = useTranslations("shell");
  const sentence = useSentence();
  const router = useRouter();
  const listId = useId();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const wanted = useDeferredValue(text.trim());
  const found = useQuery(
    api.search.jump.queryOptions(
      { text: wanted },
      { enabled: wanted.length >= LEAST, placeholderData: keepPreviousData },
    ),
  );
  const places = useDestinations(wanted, wanted.length >= LEAST ? found.data : undefined);
  const current = places[Math.min(at, places.length - 1)];

  const go = ({ href }: Destination) => {
    onClose();
    router.history.push(href);
  };
  const onKey = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0 && places.length > 0) setAt((before) => (before + step + places.length) % places.length);
    else if (event.key === "Enter" && current) go(current);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div className="oi-search">
        <Icon name="search" />
        <input
          type="text"
          className="oi-input"
          role="combobox"
          aria-label={t("command")}
          aria-expanded={places.length > 0}
          aria-controls={listId}
          aria-activedescendant={current && `${listId}-${current.id}`}
          placeholder={t("commandHint")}
          autoComplete="off"
          spellCheck={false}
          value={text}
          onKeyDown={onKey}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
          }}
        />
      </div>
      <div id={listId} role="listbox" aria-label={t("goTo")} className="max-h-[56vh] overflow-y-auto">
        {places.map((place, index) => (
          <Place
            key={place.id}
            id={`${listId}-${place.id}`}
            place={place}
            head={place.group !== places[index - 1]?.group}
            current={place === current}
            onGo={() => go(place)}
          />
        ))}
      </div>
      <p className="oi-hint px-2.5 pt-2" role="status">
        {found.isError && sentence(found.error)}
        {wanted.length > 0 && wanted.length < LEAST && t("commandShort")}
        {wanted.length >= LEAST && found.isFetching && !found.data && t("searching")}
        {wanted.length >= LEAST &&
          found.data &&
          !found.isFetching &&
          places.length === 0 &&
          t("commandEmpty", { text: wanted })}
      </p>
    </>
  );
}

function Place(props: { id: string; place: Destination; head: boolean; current: boolean; onGo: () => void }) {
  const { id, place, head, current, onGo } = props;
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (current) row.current?.scrollIntoView({ block: "nearest" });
  }, [current]);
  return (
    <>
      {head && <h3 role="presentation">{place.group}</h3>}
      {/* The keyboard is served by the field, as a combobox wants it. */}
      <div
        ref={row}
        id={id}
        role="option"
        tabIndex={-1}
        aria-selected={current}
        onClick={onGo}
        onKeyDown={() => undefined}
      >
        <span className="split-word">{place.label}</span>
        <small>{place.detail}</small>
      </div>
    </>
  );
}
