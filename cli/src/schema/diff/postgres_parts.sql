-- Keys, checks and indexes of a table, or those that one column is a part of.
SELECT value FROM (
    SELECT CASE k.contype WHEN 'p' THEN 1 WHEN 'u' THEN 2 WHEN 'f' THEN 4 ELSE 3 END AS place, k.conname AS name,
        format('ALTER TABLE %s ADD CONSTRAINT %I %s', $1::regclass, k.conname, pg_get_constraintdef(k.oid)) AS value
    FROM pg_constraint k
    WHERE k.conrelid = $1::regclass AND k.contype IN ('p', 'u', 'f', 'c', 'x')
        AND ($2 = '' OR EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = k.conrelid
            AND a.attnum = ANY (k.conkey) AND a.attname = $2))
    UNION ALL
    SELECT 5, c.relname, pg_get_indexdef(i.indexrelid)
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    WHERE i.indrelid = $1::regclass
        AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.conrelid = i.indrelid)
        AND ($2 = '' OR EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = i.indrelid
            AND a.attnum = ANY (i.indkey) AND a.attname = $2))
    UNION ALL
    SELECT 6, g.tgname, pg_get_triggerdef(g.oid)
    FROM pg_trigger g WHERE g.tgrelid = $1::regclass AND NOT g.tgisinternal AND $2 = ''
) parts ORDER BY place, name
