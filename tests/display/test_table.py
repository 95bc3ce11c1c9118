import pandas as pd
import pytest

from husky_kernel.display.table import safe_table


def test_a_data_frame_keeps_its_cells() -> None:
    frame = pd.DataFrame({"a & b": [1, 2]}, index=pd.MultiIndex.from_tuples([("x", "u"), ("x", "v")]))
    table = safe_table(frame.to_html())
    assert table.startswith('<table style="border-spacing:12px 3px;text-align:right;white-space:pre"><thead><tr>')
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
        '<table style="border-spacing:12px 3px;text-align:right;white-space:pre"><tbody><tr><td>'
        "a\nb &lt;b&gt;</td><td>c</td></tr></tbody></table>"
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


def test_a_large_table_is_cut_and_says_so() -> None:
    frame = pd.DataFrame({f"c{number}": range(50) for number in range(30)})
    table = safe_table(frame.to_html())
    assert table.endswith("</table><div>… 30 more rows, 11 more columns</div>")
    assert table.count("<tr>") == 1 + 20
    assert [text in table for text in (">c18<", ">c19<", ">19<", ">20<")] == [True, False, True, False]
    exact = safe_table(frame.iloc[:20, :19].to_html())
    assert exact.count("<td>") == 20 * 19
    assert "more" not in exact


def test_a_large_table_with_spans_keeps_its_columns() -> None:
    frame = pd.DataFrame(0, index=range(30), columns=pd.MultiIndex.from_product([["a", "b"], range(15)]))
    table = safe_table(frame.to_html())
    assert table.endswith("<div>… 10 more rows</div>")
    assert table.count("<td>") == 20 * 30
