WITH schemas AS (
    SELECT oid, nspname FROM pg_namespace
    WHERE nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema'
), extended AS (
    SELECT classid, objid FROM pg_depend WHERE deptype = 'e'
), relations AS (
    SELECT c.oid, c.relkind, s.nspname || '.' || c.relname AS name
    FROM pg_class c JOIN schemas s ON s.oid = c.relnamespace
    WHERE c.relname NOT LIKE '\_\_%' AND c.oid NOT IN (SELECT objid FROM extended)
), lines AS (
    SELECT 1 AS kind, nspname::text AS object, 0 AS place, 'schema ' || nspname AS value FROM schemas
    UNION ALL
    SELECT 2, extname, 0, 'extension ' || extname FROM pg_extension
    UNION ALL
    SELECT 3, t.typname, 0, 'type ' || s.nspname || '.' || t.typname || ' enum ('
        || (SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder)
            FROM pg_enum e WHERE e.enumtypid = t.oid) || ')'
    FROM pg_type t JOIN schemas s ON s.oid = t.typnamespace
    WHERE t.typtype = 'e' AND t.oid NOT IN (SELECT objid FROM extended)
    UNION ALL
    SELECT 4, t.typname, 0, 'domain ' || s.nspname || '.' || t.typname || ' '
        || format_type(t.typbasetype, t.typtypmod) || CASE WHEN t.typnotnull THEN ' NOT NULL' ELSE '' END
        || coalesce(' DEFAULT ' || t.typdefault, '')
        || coalesce((SELECT string_agg(' ' || pg_get_constraintdef(k.oid), '' ORDER BY k.conname)
            FROM pg_constraint k WHERE k.contypid = t.oid), '')
    FROM pg_type t JOIN schemas s ON s.oid = t.typnamespace
    WHERE t.typtype = 'd' AND t.oid NOT IN (SELECT objid FROM extended)
    UNION ALL
    SELECT 5, r.name, 0, 'sequence ' || r.name || ' ' || format_type(q.seqtypid, NULL)
        || ' START ' || q.seqstart || ' INCREMENT ' || q.seqincrement
    FROM relations r JOIN pg_sequence q ON q.seqrelid = r.oid
    UNION ALL
    SELECT 6, r.name, a.attnum, CASE r.relkind WHEN 'v' THEN 'view ' WHEN 'm' THEN 'view ' ELSE 'table ' END
        || r.name || ' column ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
        || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
        || coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '')
        || CASE a.attidentity WHEN '' THEN '' ELSE ' IDENTITY ' || a.attidentity::text END
        || CASE a.attgenerated WHEN '' THEN '' ELSE ' GENERATED' END
        || coalesce(' COMMENT ' || quote_literal(col_description(r.oid, a.attnum)), '')
    FROM relations r JOIN pg_attribute a ON a.attrelid = r.oid
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE r.relkind IN ('r', 'p', 'v', 'm', 'f') AND a.attnum > 0 AND NOT a.attisdropped
    UNION ALL
    SELECT 7, r.name, 0, 'table ' || r.name || ' ' || k.conname || ' ' || pg_get_constraintdef(k.oid)
    FROM relations r JOIN pg_constraint k ON k.conrelid = r.oid
    UNION ALL
    SELECT 8, r.name, 0, pg_get_indexdef(i.indexrelid)
    FROM relations r JOIN pg_index i ON i.indrelid = r.oid
    UNION ALL
    SELECT 9, r.name, 0, 'view ' || r.name || ' ' || pg_get_viewdef(r.oid)
    FROM relations r WHERE r.relkind IN ('v', 'm')
    UNION ALL
    SELECT 10, p.proname, 0, pg_get_functiondef(p.oid)
    FROM pg_proc p JOIN schemas s ON s.oid = p.pronamespace
    WHERE p.prokind IN ('f', 'p') AND p.oid NOT IN (SELECT objid FROM extended)
    UNION ALL
    SELECT 11, r.name, 0, pg_get_triggerdef(g.oid)
    FROM relations r JOIN pg_trigger g ON g.tgrelid = r.oid WHERE NOT g.tgisinternal
    UNION ALL
    SELECT 12, r.name, 0, 'policy ' || p.polname || ' ON ' || r.name || ' ' || p.polcmd::text
        || coalesce(' USING ' || pg_get_expr(p.polqual, p.polrelid), '')
    FROM relations r JOIN pg_policy p ON p.polrelid = r.oid
)
SELECT value::text AS value FROM lines ORDER BY kind, object, place, value
