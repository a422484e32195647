"""The site: every page runs as one operation of the business that the staff member sits in.

Row-level security shows nothing without a named business, so a page can't even by mistake tell of another one.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from unfold.sites import UnfoldAdminSite

from optimapos.core.operations import run_operation
from optimapos.core.result import Result
from optimapos.organization.admin.desk import SESSION_KEY, Desk, businesses_for, desk_at, open_desk
from optimapos.organization.admin.sign_in import SignInForm
from optimapos.organization.models import User

View = Callable[..., HttpResponse]
WITHOUT_BUSINESS = frozenset(
    {"choose_business", "logout", "i18n_javascript", "password_change", "password_change_done"}
)


class BusinessAdminSite(UnfoldAdminSite):  # type: ignore[misc]
    """The admin site, one business at a time."""

    site_title = "OptimaPOS"
    site_header = "OptimaPOS"
    index_title = "Records"
    login_form = SignInForm

    def get_urls(self) -> list[Any]:
        """The pages, and the one on which a business is chosen."""
        own = [path("choose-business/", self.admin_view(self.choose_business), name="choose-business")]
        return own + cast("list[Any]", super().get_urls())

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """As Django does it, with the page inside an operation of the chosen business."""
        if getattr(view, "__name__", "") not in WITHOUT_BUSINESS:
            view = _inside_business(view)
        return cast(View, super().admin_view(view, cacheable))

    def choose_business(self, request: HttpRequest) -> HttpResponse:
        """The businesses to sit down in; POST takes one."""
        found = businesses_for(cast(User, request.user))
        if request.method != "POST":
            context = {**self.each_context(request), "title": "Choose a business", "businesses": found}
            return TemplateResponse(request, "admin/choose_business.html", context)
        wanted = request.POST.get("business", "")
        if wanted not in {str(business.pk) for business in found}:
            raise Http404("There is no such business.")
        request.session[SESSION_KEY] = str(UUID(wanted))
        return HttpResponseRedirect(reverse("admin:index"))

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """What every page shows: the business's name, and the way to another one."""
        context: dict[str, Any] = super().each_context(request)
        desk = desk_at(request)
        context |= {
            "site_title": self.site_title,
            "site_header": desk.business.name if desk else self.site_header,
            "site_subheader": self.site_title if desk else None,
            "site_url": None,
            "show_history": False,
            "is_nav_sidebar_enabled": desk is not None,
        }
        if desk:
            switch = {"icon": "storefront", "title": "Change business", "link": reverse("admin:choose-business")}
            context["site_dropdown"] = [switch]
        return context


def _inside_business(view: View) -> View:
    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        desk = open_desk(request)
        if desk is None:
            return HttpResponseRedirect(reverse("admin:choose-business"))
        request.desk = desk  # type: ignore[attr-defined]
        return _operated(desk, request, lambda: view(request, *args, **kwargs))

    return page


def _operated(desk: Desk, request: HttpRequest, work: Callable[[], HttpResponse]) -> HttpResponse:
    """The page, rendered while its business is named. What a rule refuses is told above the page that asked."""

    def rendered() -> Result[HttpResponse]:
        response = work()
        return Result.success(response.render() if isinstance(response, TemplateResponse) else response)

    result = run_operation(desk.business.pk, rendered)
    if result.ok:
        return cast(HttpResponse, result.data)
    messages.error(request, result.msg)
    return HttpResponseRedirect(request.get_full_path() if request.method == "POST" else reverse("admin:index"))


site = BusinessAdminSite(name="admin")


def register(*models: type[Model]) -> Callable[[type[Any]], type[Any]]:
    """Register a class of pages for models, as `django.contrib.admin.register` does."""

    def registered(pages: type[Any]) -> type[Any]:
        site.register(models, pages)
        return pages

    return registered
