"""Prints of a document are numbered one after the other, from its original or, where a till printed that itself, from 2."""

from optimapos.verify.types import Invariant

PRINTS = """
SELECT p.business_id, format('print %s of %s %s', p.print_number, lower(p.document_kind), p.document_id) AS what,
       jsonb_build_object('print_number', p.print_number, 'expected', p.first + p.nth - 1, 'first', p.first) AS figures
  FROM (SELECT r.*, row_number() OVER so_far AS nth, first_value(print_number) OVER so_far AS first
          FROM paper_print r
        WINDOW so_far AS (PARTITION BY business_id, document_id ORDER BY print_number)) p
 WHERE p.print_number <> p.first + p.nth - 1 OR p.first NOT IN (1, 2)
    OR (p.first = 2 AND p.document_kind = 'SALE' AND EXISTS (
            SELECT 1 FROM sale s WHERE s.id = p.document_id AND s.origin = 'ONLINE'))
 UNION ALL
SELECT m.business_id, format('mail %s', m.id), jsonb_build_object('status', m.status, 'bytes', octet_length(m.paper))
  FROM paper_mail m
 WHERE m.status <> 'WAITING' AND (octet_length(m.paper) > 0 OR octet_length(m.recipient) > 0 OR m.page <> '')
"""

PAPERS = (
    Invariant(
        "papers.prints", "Prints of a document are numbered without a gap; mails that ended say nothing.", PRINTS
    ),
)
