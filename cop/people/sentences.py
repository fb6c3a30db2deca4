"""What the pages of Flask-Security answer, and the subjects of its letters, in our words.

They never say whether somebody has an account. The letters stand in
`templates/security/email/`.
"""
from typing import Any

from flask_babel import lazy_gettext as _l

_GOOD = {
    "CONFIRM_REGISTRATION": _l("Thank you. We have sent a letter to %(email)s: follow the link in "
                               "it, then sign in."),
    "EMAIL_CONFIRMED": _l("Thank you, your address is confirmed. You can sign in now."),
    "PASSWORD_RESET_NO_LOGIN": _l("Your new password is stored. Sign in with it."),
    "PASSWORD_CHANGE": _l("Your new password is stored. Other devices were signed out."),
    "CHANGE_EMAIL_CONFIRMED": _l("Your new address is confirmed and in use."),
    "CHANGE_EMAIL_SENT": _l("We have sent a letter to %(email)s. Your address changes when you "
                            "follow the link in it."),
    "REAUTHENTICATION_SUCCESSFUL": _l("Thank you: you have confirmed that it is you."),
    "ALREADY_CONFIRMED": _l("This address is confirmed already: just sign in."),
    "PASSWORD_RESET_REQUEST": _l("If there is an account with the address %(email)s, a letter with "
                                 "a link is on its way. It arrives within a few minutes."),
    "CONFIRMATION_REQUEST": _l("If %(email)s waits to be confirmed, a letter with a link is on its "
                               "way. It arrives within a few minutes."),
    "TWO_FACTOR_LOGIN_SUCCESSFUL": _l("Thank you, you are signed in."),
    "TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL": _l("From now on you are asked for a code of the app."),
    "TWO_FACTOR_DISABLED": _l("You are asked for no codes any more."),
    "WEBAUTHN_REGISTER_SUCCESSFUL": _l("The passkey “%(name)s” is added."),
    "WEBAUTHN_CREDENTIAL_DELETED": _l("The passkey “%(name)s” is removed here. Delete it on your "
                                      "device, too."),
    "LOGIN": _l("Please sign in first. You will be brought back."),
    "REFRESH": _l("Please write your password again first."),
    "ANONYMOUS_USER_REQUIRED": _l("You are signed in already."),
}
_BAD = {
    "GENERIC_AUTHN_FAILED": _l("This address and this password do not go together. Look at both "
                               "again, or set a new password."),
    "UNAUTHENTICATED": _l("Please sign in first. You will be brought back."),
    "REAUTHENTICATION_REQUIRED": _l("Please write your password again first."),
    "INVALID_CONFIRMATION_TOKEN": _l("This link is not valid. Ask for a new letter below."),
    "CONFIRMATION_EXPIRED": _l("This link is too old. Ask for a new letter below."),
    "CONFIRMATION_REQUIRED": _l("Your address is not confirmed yet. Follow the link in the letter "
                                "we sent you, or ask for a new one."),
    "INVALID_RESET_PASSWORD_TOKEN": _l("This link is not valid or was used before. Ask for a new "
                                       "letter below."),
    "PASSWORD_RESET_EXPIRED": _l("This link is too old. Ask for a new letter below."),
    "CHANGE_EMAIL_EXPIRED": _l("This link is too old. Please start again."),
    "API_ERROR": _l("This link is not valid. Please start again."),
    "DISABLED_ACCOUNT": _l("This account is closed. Write to the contact on the page “Privacy”."),
    "TWO_FACTOR_INVALID_TOKEN": _l("This code is not right or too old. Type the one that the app "
                                   "shows now."),
    "TWO_FACTOR_SETUP_EXPIRED": _l("That took too long. Please start again."),
    "TWO_FACTOR_PERMISSION_DENIED": _l("Please start signing in again."),
    "TWO_FACTOR_METHOD_NOT_AVAILABLE": _l("Please start again."),
    "INVALID_RECOVERY_CODE": _l("This recovery code is not right or was used before."),
    "WEBAUTHN_EXPIRED": _l("That took too long. Please start again."),
    "WEBAUTHN_NAME_REQUIRED": _l("Give the passkey a name."),
    "WEBAUTHN_NAME_INUSE": _l("You have a passkey “%(name)s” already. Give this one another name."),
    "WEBAUTHN_NAME_NOT_FOUND": _l("You have no passkey “%(name)s”."),
    "WEBAUTHN_NAME_DISALLOWED_CHARACTERS": _l("A name has letters, numbers, spaces and "
                                              "punctuation only."),
    "WEBAUTHN_CREDENTIAL_ID_INUSE": _l("This passkey is added already."),
    "WEBAUTHN_UNKNOWN_CREDENTIAL_ID": _l("This passkey belongs to no account here. Sign in another "
                                         "way and add it."),
    "WEBAUTHN_ORPHAN_CREDENTIAL_ID": _l("This passkey belongs to no account here. Sign in another "
                                        "way and add it."),
    "WEBAUTHN_NO_VERIFY": _l("The passkey could not be verified. Please try again."),
    "WEBAUTHN_MISMATCH_USER_HANDLE": _l("This passkey belongs to another account."),
    "EMAIL_NOT_PROVIDED": _l("Please write your e-mail address."),
    "INVALID_EMAIL_ADDRESS": _l("This is not an e-mail address. It looks like name@example.org."),
    "EMAIL_ALREADY_ASSOCIATED": _l("There is an account with the address %(email)s already."),
    "PASSWORD_NOT_PROVIDED": _l("Please write a password."),
    "RETYPE_PASSWORD_MISMATCH": _l("The two passwords are not the same."),
    "PASSWORD_IS_THE_SAME": _l("This is the password you have now. Choose another one."),
    "INVALID_PASSWORD": _l("This is not your password."),
    "INVALID_REDIRECT": _l("That link led to another site and was not followed."),
}
_SUBJECTS = {
    "EMAIL_SUBJECT_REGISTER": _l("Confirm your e-mail address"),
    "EMAIL_SUBJECT_CONFIRM": _l("Confirm your e-mail address"),
    "EMAIL_SUBJECT_PASSWORD_RESET": _l("Set a new password"),
    "EMAIL_SUBJECT_PASSWORD_NOTICE": _l("Your password was changed"),
    "EMAIL_SUBJECT_PASSWORD_CHANGE_NOTICE": _l("Your password was changed"),
    "CHANGE_EMAIL_SUBJECT": _l("Confirm your new e-mail address"),
}
ADDRESS_CHANGED = _l("Your e-mail address was changed")
ACCOUNT_EXISTS = _l("You have an account here already")

SENTENCES: dict[str, Any] = (
    {f"SECURITY_MSG_{key}": (words, "success") for key, words in _GOOD.items()}
    | {f"SECURITY_MSG_{key}": (words, "error") for key, words in _BAD.items()}
    | {f"SECURITY_{key}": words for key, words in _SUBJECTS.items()}
)
