"""A page of report/ made wrong."""

from change import files, first, in_text, mutation, only


def page(root):
    path = first(files(root, "report", "*.html"))
    only(path)
    return path


@mutation("html", "report")
def html_same_id_twice(root):
    in_text(page(root), r"<body([^>]*)>", r'<body\1><p id="twice">1</p><p id="twice">2</p>')


@mutation("html", "report")
def html_table_in_a_paragraph(root):
    in_text(page(root), r"<body([^>]*)>", r"<body\1><ul><p>no item</p></ul>")


@mutation("paper", "report")
def paper_of_another_size(root):
    in_text(page(root), r"</head>", "<style>@page { size: letter !important }</style></head>")


@mutation("paper", "report")
def paper_without_expected_text(root):
    path = page(root)
    expected = path.with_suffix(".expected.txt")
    if not expected.is_file():
        expected = path.parent / "expected.txt"
    text = expected.read_text(encoding="utf-8") if expected.is_file() else ""
    expected.write_text(text + "no such line stands on this paper\n", encoding="utf-8")


@mutation("contrast", "report")
def contrast_pale_text(root):
    in_text(page(root), r"<body([^>]*)>", r'<body\1><p style="color:#999;background:#fff">pale</p>')


@mutation("contrast", "report")
def contrast_in_the_dark_only(root):
    style = "<style>@media (prefers-color-scheme: dark) { .dim { color: #333; background: #111 } }</style>"
    in_text(page(root), r"<body([^>]*)>", rf'<body\1>{style}<p class="dim">dim</p>')


@mutation("no_outside", "report")
def outside_picture(root):
    in_text(page(root), r"<body([^>]*)>", r'<body\1><img alt="" src="https://example.org/a.png">')


@mutation("no_outside", "report")
def outside_script(root):
    in_text(page(root), r"<body([^>]*)>", r"<body\1><script>1</script>")


@mutation("no_outside", "report")
def outside_font(root):
    style = "<style>@font-face { font-family: a; src: url(//example.org/a.woff2) }</style>"
    in_text(page(root), r"</head>", style + "</head>")


@mutation("no_outside", "report")
def outside_link(root):
    in_text(page(root), r"<body([^>]*)>", r'<body\1><p><a href="http://example.org/">a</a></p>')
