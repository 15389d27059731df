"""Who is convened to a meeting, what a calendar of the year lacks, and until when one may answer."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from maillage.bodies.vocabulary import Answer, Formation, MeetingState, Motive
from maillage.institutions.vocabulary import College

REMIND_DAYS = 7  # before a meeting: who has not answered is asked once more
SETTLE_DAYS = 3  # after the sending: the time left to answer by oneself
PREPARED = (MeetingState.DRAFT.value, MeetingState.CONVENED.value)


def seat_is_convened(
    *, formation: str, without_state: bool, college: str, core: bool, body_has_core: bool
) -> bool:
    """Is this seat convened? A restricted formation takes its core; a preparatory one, no State service."""
    apart = without_state or formation == Formation.PREPARATORY
    if apart and college == College.STATE:
        return False
    return core or not (formation == Formation.RESTRICTED and body_has_core)


def may_answer(*, state: str, starts_at: datetime, now: datetime) -> bool:
    """May the answer still be given or changed? Until the meeting begins."""
    return state == MeetingState.CONVENED and now < starts_at


def link_is_over(*, starts_at: datetime, minutes: int, now: datetime) -> bool:
    """Does the link of a convocation still lead somewhere? Until the meeting ends."""
    return now >= starts_at + timedelta(minutes=minutes)


def fault_of_answer(answer: Answer, motive: Motive, represented_by: str) -> str:
    """What is lacking in an answer, in French; empty when nothing is."""
    if answer is Answer.AWAITED:
        return "Choisissez une réponse : présent, représenté ou excusé."
    if answer is Answer.DEPUTY and not represented_by.strip():
        return "Dites qui vous représentera : son nom, ou sa fonction."
    if answer is Answer.EXCUSED and motive is Motive.NONE:
        return "Dites pourquoi, d'un mot de la liste : c'est ce qui permet de choisir une meilleure date."
    return ""


def is_reminded(*, sent_on: date | None, meeting_day: date, answer: str, on: date) -> bool:
    """Is this convocation recalled that day? Near the meeting, after time to answer, never once answered."""
    if sent_on is None or answer != Answer.AWAITED or meeting_day < on:
        return False
    return (meeting_day - on).days <= REMIND_DAYS and (on - sent_on).days >= SETTLE_DAYS


@dataclass(frozen=True)
class YearOf:
    """A body's year: what its règlement promises, what the law asks of plenaries, what is held or planned."""

    promised: int | None
    legal: int | None
    meetings: int
    plenaries: int

    @property
    def lacking(self) -> int:
        """How many meetings remain to be planned so that both are met."""
        rest = max(0, (self.promised or 0) - self.meetings)
        return max(rest, (self.legal or 0) - self.plenaries, 0)

    @property
    def words(self) -> str:
        """What lacks, in one sentence; empty when nothing is promised nor asked."""
        if self.promised is None and self.legal is None:
            return ""
        if not self.lacking:
            return "le compte y est"
        return "une réunion à prévoir" if self.lacking == 1 else f"{self.lacking} réunions à prévoir"
