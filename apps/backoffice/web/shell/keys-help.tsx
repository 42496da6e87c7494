import { Button } from "@openitem/ui/button";
import { CheckboxField } from "@openitem/ui/choice";
import { Dialog } from "@openitem/ui/dialog";
import { KeyCap } from "@openitem/ui/key-cap";
import { useTranslations } from "use-intl";
import { useKeySwitch, useShownKeys } from "./keys.tsx";

/** All keys of the screen in sight, and the switch for single keys. */
export function KeysHelp({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useTranslations("shell");
  const keys = useShownKeys();
  const [on, setOn] = useKeySwitch();
  return (
    <Dialog
      open={open}
      title={t("keysTitle")}
      onClose={onClose}
      action={null}
      safe={<Button onClick={onClose}>{t("close")}</Button>}
    >
      <dl className="oi-facts oi-facts-rows mb-3">
        {keys.map((entry) => (
          <div key={`${entry.label} ${entry.keys.join(" ")}`}>
            <dt>
              {entry.keys.map((key) => (
                <KeyCap key={key}>{key}</KeyCap>
              ))}
            </dt>
            <dd>{entry.label}</dd>
          </div>
        ))}
      </dl>
      <CheckboxField
        name="single-keys"
        label={t("keysOn")}
        hint={t("keysNote")}
        checked={on}
        onChange={(event) => setOn(event.target.checked)}
      />
    </Dialog>
  );
}
