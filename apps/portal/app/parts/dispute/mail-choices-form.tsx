import { MAIL_TOPICS, type MailChoices, type MailTopic } from "@openitem/domain/access/mail-choices";
import { Button } from "@openitem/ui/button";
import { RadioList } from "@openitem/ui/choice";
import { Form } from "react-router";
import { useTranslations } from "use-intl";

/** What somebody wants to hear by mail, topic by topic. */
export function MailChoicesForm({
  choices,
  address,
  isSaved,
}: {
  choices: MailChoices;
  address: string;
  isSaved: boolean;
}) {
  const t = useTranslations("mailChoices");
  const topics = Object.keys(MAIL_TOPICS) as MailTopic[];
  return (
    <section id="mail" aria-labelledby="mail-title">
      <h2 id="mail-title">{t("title")}</h2>
      <p className="oi-hint mt-1 mb-4 wrap-anywhere">{t("note", { address })}</p>
      <Form method="post" className="grid gap-6">
        {topics.map((topic) => (
          <RadioList
            key={topic}
            name={`mail.${topic}`}
            legend={t(`topics.${topic}`)}
            defaultValue={choices[topic]}
            choices={MAIL_TOPICS[topic].choices.map((value) => ({ value, label: t(`choices.${value}`) }))}
          />
        ))}
        <div className="flex items-center gap-4">
          <Button name="intent" value="mail">
            {t("save")}
          </Button>
          <span role="status" className="text-md text-ink-2">
            {isSaved && t("saved")}
          </span>
        </div>
      </Form>
    </section>
  );
}
