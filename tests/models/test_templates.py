from __future__ import annotations

from husky_kernel import models
from husky_kernel.engines.chat import TEMPLATES


def test_every_model_of_the_catalogue_names_a_chat_template_there_is() -> None:
    named = {entry.template for entry in models.load_catalogue().models.values()}
    assert named <= {"", *TEMPLATES}
    assert "tulu" in named
