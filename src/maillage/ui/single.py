"""A page with one form: the same for every package."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def show(
    request: HttpRequest, form: forms.Form, *, title: str, back: str, submit: str, lead: str = "",
    where: Any = "", **more: Any,
) -> HttpResponse:  # fmt: skip
    """The page of one form: `where` stands above the title, `back` is the address of « Annuler »."""
    context = {"form": form, "title": title, "back": back, "submit": submit, "lead": lead, "where": where}
    return render(request, "ui/single_form.html", context | more)
