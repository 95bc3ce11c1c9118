import pandas as pd
import pytest

from husky_kernel.display.table import safe_table


def test_a_data_frame_keeps_its_cells() -> None:
    frame = pd.DataFrame({"a & b": [1, 2]}, index=pd.MultiIndex.from_tuples([("x", "u"), ("x", "v")]))
    table = safe_table(frame.to_html())
    assert table.startswith('<table style="border-collapse:collapse"><thead><tr>')
    assert table.endswith("</tbody></table>")
    assert ">a &amp; b</th>" in table
    assert 'rowspan="2">x</th>' in table
    assert "dataframe" not in table


def test_a_table_says_nothing_but_its_cells() -> None:
    html = (
        '<style>td{color:red}</style><p onclick="x()">out</p><table onclick="x()"><tr><td style="background:url(u)">'
        "<script>alert(1)</script><img src=x onerror=alert(2)>a<br>b &lt;b&gt;</td>"
        '<td colspan="2 onclick=x">c</td></tr></table>'
    )
    assert safe_table(html) == (
        '<table style="border-collapse:collapse"><tbody><tr>'
        '<td style="padding:2px 8px;text-align:right;white-space:pre">'
        'a\nb &lt;b&gt;</td><td style="padding:2px 8px;text-align:right;white-space:pre">c</td></tr></tbody></table>'
    )


@pytest.mark.parametrize(
    "html", ["<table><tr><td>a", "<table><tr><td>a</table>", "</td></table><table><tr><td>a</tr></div>"]
)
def test_broken_tables_are_closed(html: str) -> None:
    table = safe_table(html)
    for tag in ("table", "tr", "td"):
        assert table.count(f"<{tag}") == table.count(f"</{tag}>") == 1


def test_no_table_no_text() -> None:
    assert safe_table("<p>words</p>") == ""
    assert safe_table("") == ""
