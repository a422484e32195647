"""Which HTTP status each refusal code is answered with. One table; a test fails for a code that is missing here."""

from http import HTTPStatus

_BAD = HTTPStatus.BAD_REQUEST
_CONFLICT = HTTPStatus.CONFLICT
_RULE = HTTPStatus.UNPROCESSABLE_ENTITY
_GONE = HTTPStatus.NOT_FOUND

STATUS_OF: dict[str, HTTPStatus] = {
    # The request itself.
    "VALIDATION_FAILED": _BAD,
    "PARSE_ERROR": _BAD,
    "BUSINESS_REQUIRED": _BAD,
    "METHOD_NOT_ALLOWED": HTTPStatus.METHOD_NOT_ALLOWED,
    "NOT_ACCEPTABLE": HTTPStatus.NOT_ACCEPTABLE,
    "UNSUPPORTED_MEDIA_TYPE": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "TOO_LARGE": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "THROTTLED": HTTPStatus.TOO_MANY_REQUESTS,
    # Who is asking.
    "NOT_AUTHENTICATED": HTTPStatus.UNAUTHORIZED,
    "AUTHENTICATION_FAILED": HTTPStatus.UNAUTHORIZED,
    "BAD_DEVICE_TOKEN": HTTPStatus.UNAUTHORIZED,
    "SIGN_IN_FAILED": HTTPStatus.UNAUTHORIZED,
    "BAD_ENROLMENT_CODE": HTTPStatus.UNAUTHORIZED,
    "PIN_LOCKED": HTTPStatus.TOO_MANY_REQUESTS,
    "PERMISSION_DENIED": HTTPStatus.FORBIDDEN,
    # What is asked for does not exist, or not for this caller.
    "NOT_FOUND": _GONE,
    "BUSINESS_NOT_FOUND": _GONE,
    # Somebody was faster, or the same was asked before.
    "BUSY": _CONFLICT,
    "IN_PROGRESS": _CONFLICT,
    "IDEMPOTENCY_KEY_REUSED": _CONFLICT,
    "DUPLICATE_CODE": _CONFLICT,
    "ALREADY_MEMBER": _CONFLICT,
    "IN_USE": _CONFLICT,
    # Rules of the organization.
    "UNKNOWN_CURRENCY": _RULE,
    "UNKNOWN_TIMEZONE": _RULE,
    "UNKNOWN_ROLE": _RULE,
    "UNKNOWN_LOCATION": _GONE,
    "BAD_PIN": _RULE,
}
