import { Button } from "@openitem/ui/button";
import { Dialog } from "@openitem/ui/dialog";
import { ActionMenu, AriaStyleStandIn } from "@openitem/ui/menu";
import { uiMessages } from "@openitem/ui/messages-en";
import { ToastProvider, useToast } from "@openitem/ui/toast";
import { Tooltip } from "@openitem/ui/tooltip";
import { useState } from "react";
import { createRoot } from "react-dom/client";
import { IntlProvider } from "use-intl";

function Live() {
  const [asking, setAsking] = useState(false);
  const toast = useToast();
  return (
    <main className="grid justify-items-start gap-4 p-8">
      <h1>What needs script</h1>
      <ActionMenu
        face="Actions"
        label="Actions"
        actions={[
          { id: "snooze", label: "Snooze", keyCap: "s" },
          { id: "mail", label: "Mail", keyCap: "e" },
          { id: "write-off", label: "Write off", danger: true },
        ]}
        onAction={(id) => toast({ text: `Done: ${id}.`, onUndo: () => undefined, undoKey: "u" })}
      />
      <Button variant="danger" onClick={() => setAsking(true)}>
        Withdraw
      </Button>
      <Tooltip text="Overdue less what is in flight, disputed or promised.">
        <button type="button">To chase</button>
      </Tooltip>
      <Dialog
        open={asking}
        title="Withdraw dispute DSP-0347?"
        onClose={() => setAsking(false)}
        action={
          <Button variant="danger" onClick={() => setAsking(false)}>
            Withdraw the dispute
          </Button>
        }
        safe={<Button onClick={() => setAsking(false)}>Keep it</Button>}
      >
        6,480.00 becomes payable again and reminders for it resume. You cannot dispute the same line a second
        time.
      </Dialog>
    </main>
  );
}

const root = document.querySelector("#live");
if (root) {
  createRoot(root).render(
    <IntlProvider locale="en" timeZone="UTC" messages={uiMessages}>
      <AriaStyleStandIn />
      <ToastProvider>
        <Live />
      </ToastProvider>
    </IntlProvider>,
  );
}
