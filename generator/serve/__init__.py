"""The preview: the site as it stands on the desk, rendered on request, told to open pages when it changes.

    bell (watch) ─▶ preview ─▶ proof ─▶ answers (server)
                        │          └──▶ keys of the pages that are open ─▶ news ─▶ readers (an event stream each)
                        └ what cannot be built ─▶ overlay

A *proof* is the site at one moment, as printers pull one before the edition: frozen, so that every answer comes from
one of them and never from two. Nothing is written to public/. docs/adr/0010 says why it is made this way.
"""
