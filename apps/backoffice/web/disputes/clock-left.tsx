import { useTranslations } from "use-intl";

/** Office minutes in whole days, hours and minutes. A day is as long as the office is open. */
function partsOf(minutes: number, minutesOfDay: number): { days: number; hours: number; rest: number } {
  const whole = Math.abs(minutes);
  const days = Math.floor(whole / minutesOfDay);
  const hours = Math.floor((whole - days * minutesOfDay) / 60);
  return { days, hours, rest: whole - days * minutesOfDay - hours * 60 };
}

/**
 * The office time left to answer a dispute: short on the screen, in words when it is read out. Red when it is late,
 * amber within one office day.
 */
export function ClockLeft({
  minutes,
  minutesOfDay,
  dueAt,
}: {
  /** Negative when it is late. */
  minutes: number;
  minutesOfDay: number;
  /** Null while the clock stands. */
  dueAt: Date | null;
}) {
  const t = useTranslations("disputes");
  const isStopped = dueAt === null;
  // Due on a Friday evening, it is late on Saturday though no office time has passed.
  const isLate = minutes < 0 || (dueAt !== null && dueAt.getTime() < Date.now());
  const { days, hours, rest } = partsOf(minutes, minutesOfDay);
  const short = [
    days > 0 && t("clock.d", { n: days }),
    hours > 0 && t("clock.h", { n: hours }),
    days === 0 && (hours === 0 || rest > 0) && t("clock.min", { n: rest }),
  ];
  const long = [
    days > 0 && t("clock.days", { n: days }),
    hours > 0 && t("clock.hours", { n: hours }),
    days === 0 && (hours === 0 || rest > 0) && t("clock.minutes", { n: rest }),
  ];
  const said = (time: readonly (string | false)[]) => {
    const text = time.filter(Boolean).join(" ");
    if (isStopped) return t("clock.stopped", { time: text });
    if (isLate && minutes === 0) return t("clock.lateNow");
    return t(isLate ? "clock.late" : "clock.left", { time: text });
  };
  const tone = isStopped
    ? "text-ink-3"
    : isLate
      ? "font-semibold text-overdue"
      : minutes <= minutesOfDay
        ? "text-due"
        : undefined;
  return (
    <span className={tone}>
      <span aria-hidden="true">{said(short)}</span>
      <span className="oi-hidden">{said(long)}</span>
    </span>
  );
}
