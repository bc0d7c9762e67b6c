"""Which hits were merged by a person into which, as SQL: the last merge of each that was not taken back, through hits that were
merged on since, and under the numbers that hits have today (former_hits)."""

from __future__ import annotations

MERGED = """(with recursive
    last as (
        select coalesce(g.hit, a.hit) as gone, json_extract(a.details, '$.into') as said, max(a.id)
        from actions a left join former_hits g on g.id = a.hit
        where a.doing = 'merge' and not exists (select 1 from actions u where u.undoes = a.id) group by 1),
    direct as (
        select lm.gone, coalesce(f.hit, lm.said) as kept
        from last lm join hits h on h.id = lm.gone and h.state = 'duplicate' left join former_hits f on f.id = lm.said),
    through (gone, kept) as (
        select gone, kept from direct
        union select tm.gone, step.kept from through tm join direct step on step.gone = tm.kept)
    select gone, kept from through where gone <> kept)"""
"""(gone, kept): each hit that is a duplicate now beside every one it is merged into, directly or through others. Ends where merges
lead in a circle."""
