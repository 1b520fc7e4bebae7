"""Unit impulses."""
def worked_out(*args):
    return []
