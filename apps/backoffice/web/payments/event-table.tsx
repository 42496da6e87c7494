import { Button } from "@openitem/ui/button";
import { Link } from "@openitem/ui/link";
import { Status, type StatusState } from "@openitem/ui/status";
import { Body, Cell, ColumnHead, Head, Row, Table } from "@openitem/ui/table";
import { useToast } from "@openitem/ui/toast";
import { useFormats } from "@openitem/ui/use-formats";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { type Answers, api, queryClient } from "../api.ts";
import { useMay } from "../session.ts";
import { Failed } from "../shell/failure.tsx";

type Event = Answers["payments"]["events"][number];

const MARKS: Readonly<Record<Event["status"], StatusState>> = {
  received: "waiting-for-us",
  processed: "kept",
  ignored: "held",
  parked: "waiting-for-us",
  failed: "failed",
};

/** What Stripe told us, what came of it, and a way to work on it again. */
export function EventTable({
  events,
  caption,
  withPayment,
}: {
  events: readonly Event[];
  caption: string;
  withPayment?: boolean;
}) {
  const t = useTranslations("payments");
  const mayReplay = useMay("event.replay");
  return (
    <div className="overflow-x-auto">
      {!mayReplay && <p className="oi-hint px-4 py-2">{t("notReplayable")}</p>}
      <Table caption={caption} edge>
        <Head>
          <ColumnHead>{t("type")}</ColumnHead>
          <ColumnHead>{t("occurred")}</ColumnHead>
          <ColumnHead>{t("object")}</ColumnHead>
          {withPayment && <ColumnHead>{t("payment")}</ColumnHead>}
          <ColumnHead align="end">{t("attempts")}</ColumnHead>
          <ColumnHead>{t("outcome")}</ColumnHead>
          {mayReplay && <ColumnHead>{t("action")}</ColumnHead>}
        </Head>
        <Body>
          {events.map((event) => (
            <EventRow key={event.id} event={event} withPayment={withPayment ?? false} mayReplay={mayReplay} />
          ))}
        </Body>
      </Table>
    </div>
  );
}

function EventRow({
  event,
  withPayment,
  mayReplay,
}: {
  event: Event;
  withPayment: boolean;
  mayReplay: boolean;
}) {
  const t = useTranslations("payments");
  const format = useFormats();
  return (
    <Row>
      <Cell heading phone="lead" sub={<span className="split-word">{event.eventId}</span>}>
        {event.type}
        <details>
          <summary className="oi-unit cursor-pointer">{t("raw")}</summary>
          <pre className="raw max-w-xl">{JSON.stringify(event.body, null, 2)}</pre>
        </details>
      </Cell>
      <Cell quiet phone="line" label={t("occurred")} sub={t(`sources.${event.source}`)}>
        {format.moment(event.occurredAt)}
      </Cell>
      <Cell quiet phone="line" label={t("object")} className="split-word">
        {event.objectId}
      </Cell>
      {withPayment && (
        <Cell phone="line" label={t("payment")}>
          {event.paymentId && <Link href={`/payments/${event.paymentId}`}>{t("payment")}</Link>}
        </Cell>
      )}
      <Cell align="end" phone="line" label={t("attempts")}>
        {format.count(event.attempts)}
      </Cell>
      <Cell phone="line">
        <Status state={MARKS[event.status]} label={t(`eventStates.${event.status}`)} detail={event.outcome} />
      </Cell>
      {mayReplay && (
        <Cell phone="line">
          <Replay eventId={event.id} />
        </Cell>
      )}
    </Row>
  );
}

function Replay({ eventId }: { eventId: string }) {
  const t = useTranslations("payments");
  const toast = useToast();
  // One key for as long as it has not gone through: a second press is the same wish.
  const [key, setKey] = useState(() => crypto.randomUUID());
  const replay = useMutation(
    api.payments.replayEvent.mutationOptions({
      onSuccess: async () => {
        setKey(crypto.randomUUID());
        toast({ text: t("replayed") });
        await queryClient.invalidateQueries(api.payments.events.pathFilter());
      },
    }),
  );
  return (
    <>
      <Button onClick={() => replay.mutate({ key, eventId })} aria-busy={replay.isPending}>
        {t("replay")}
      </Button>
      {replay.isError && <Failed error={replay.error} />}
    </>
  );
}
