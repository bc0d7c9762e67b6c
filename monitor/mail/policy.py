"""The policy our messages are written with. Python's own policies break some of them.

`email.policy.SMTP` folds a long List-Unsubscribe into encoded words (mail services then hide the button, cpython
#85725) and cuts a Chinese file name into `filename*0*=` parts. Raising the line length of the whole policy would mend
that and break subjects (encoded words longer than RFC 2047 allows) and bodies (base64 lines longer than RFC 2045's 76).
So only the structured headers that must stay whole fold at 998 (RFC 5322 §2.1.1), and all else at 76/78.
"""

from __future__ import annotations

from email.policy import SMTP, EmailPolicy

_WHOLE = ("list-", "message-id", "content-type", "content-disposition")
_LONGEST_LINE = 998

_whole_lines = SMTP.clone(max_line_length=_LONGEST_LINE)


class MessagePolicy(EmailPolicy):
    """SMTP line ends, 7-bit transfer encodings, and structured headers in one line."""

    def _fold(self, name: str, value: object, refold_binary: bool = False) -> str:
        if name.lower().startswith(_WHOLE):
            folded: str = _whole_lines._fold(name, value, refold_binary)  # type: ignore[attr-defined]
            return folded
        usual: str = super()._fold(name, value, refold_binary)  # type: ignore[misc]
        return usual


POLICY = MessagePolicy(linesep="\r\n", max_line_length=76, cte_type="7bit", raise_on_defect=False)
