"""SAS XPORT made wrong, byte by byte."""

from change import NothingToChange, files, mutation, only


def biggest(root):
    found = sorted(files(root, "xpt", "*.xpt"), key=lambda path: path.stat().st_size)
    if not found:
        raise NothingToChange
    return found[-1]


@mutation("xpt_own", "xpt", "dataset-json")
def xpt_cut_off(root):
    # No reader says a word: each takes it for a file with fewer rows.
    path = biggest(root)
    path.write_bytes(path.read_bytes()[:-800])


@mutation("xpt_own", "xpt", "dataset-json")
def xpt_other_cell(root):
    path = biggest(root)
    whole = path.read_bytes()
    # Each row of a dataset begins with the study, a text.
    at = whole.rindex(b"HEADER RECORD*******OBS") + 80
    path.write_bytes(whole[:at] + b"Q" + whole[at + 1 :])


@mutation("xpt_equal", "xpt")
def xpt_blank_cards_at_its_end(root):
    # Some readers take them for rows, others for nothing.
    path = biggest(root)
    path.write_bytes(path.read_bytes() + b" " * 8000)
    only(path)


@mutation("xpt_equal", "xpt")
def xpt_byte_that_is_no_ascii(root):
    path = biggest(root)
    whole = path.read_bytes()
    at = whole.rindex(b"HEADER RECORD*******OBS") + 80
    if at >= len(whole):
        raise NothingToChange
    path.write_bytes(whole[:at] + b"\xe4" + whole[at + 1 :])
    only(path)
