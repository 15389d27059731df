"""A Django form field as `ui/field.html` draws it: its control, and the words tied to it."""

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

register = template.Library()
_PLAIN = (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple, forms.HiddenInput)
_SHORT = (forms.NumberInput, forms.DateInput)


@register.filter
def control(field: BoundField) -> SafeString:
    """The widget with its class, `aria-describedby` towards hint and error, and `aria-invalid`."""
    attrs: dict[str, str | bool] = {}
    widget = field.field.widget
    if not isinstance(widget, _PLAIN):
        short = " input--short" if isinstance(widget, _SHORT) else ""
        attrs["class"] = f"{widget.attrs.get('class', '')} input{short}".strip()
    if isinstance(widget, forms.NumberInput):
        widget.input_type = "text"  # a number field would throw away what was typed; the value is kept
        attrs["inputmode"] = "numeric" if isinstance(field.field, forms.IntegerField) else "decimal"
    if described_by(field):
        attrs["aria-describedby"] = described_by(field)
    if field.errors:
        attrs["aria-invalid"] = "true"
    return field.as_widget(attrs=attrs)


@register.filter
def described_by(field: BoundField) -> str:
    """The ids of the hint and of the error, in the order they are read."""
    hint = [f"{field.auto_id}_hint"] if field.help_text else []
    return " ".join(hint + ([f"{field.auto_id}_error"] if field.errors else []))


@register.filter
def target(field: BoundField) -> str:
    """Where a link of the error summary leads: the control, or the first choice of a group."""
    return f"{field.auto_id}_0" if is_group(field) else field.id_for_label


@register.filter
def is_group(field: BoundField) -> bool:
    """True for radio buttons and boxes, which need a legend."""
    return isinstance(field.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)


@register.filter
def is_box(field: BoundField) -> bool:
    """True for one box to tick."""
    return isinstance(field.field.widget, forms.CheckboxInput)
