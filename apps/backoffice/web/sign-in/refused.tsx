import { Banner } from "@openitem/ui/banner";
import { useSentence } from "../shell/failure.tsx";

/** What the server said no to, above the form that was sent. */
export function Refused({ error }: { error: unknown }) {
  const sentence = useSentence();
  return (
    <div role="alert">
      <Banner tone="overdue" state="overdue" title={sentence(error)} />
    </div>
  );
}
