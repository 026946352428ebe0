SELECT value FROM (
    SELECT 1 AS kind, c.table_name AS object, c.ordinal_position AS place,
        CONCAT('table ', c.table_name, ' column ', c.column_name, ' ', c.column_type,
            IF(c.is_nullable = 'NO', ' NOT NULL', ''),
            IF(c.column_default IS NULL, '', CONCAT(' DEFAULT ', c.column_default)),
            IF(c.extra = '', '', CONCAT(' ', c.extra)),
            IF(c.collation_name IS NULL, '', CONCAT(' COLLATE ', c.collation_name)),
            IF(c.column_comment = '', '', CONCAT(' COMMENT ', QUOTE(c.column_comment)))) AS value
    FROM information_schema.columns c WHERE c.table_schema = DATABASE()
    UNION ALL
    SELECT 2, s.table_name, 0,
        CONCAT('table ', s.table_name, IF(s.non_unique = 0, ' unique ', ' index '), s.index_name, ' (',
            GROUP_CONCAT(CONCAT(s.column_name, IF(s.sub_part IS NULL, '', CONCAT('(', s.sub_part, ')')))
                ORDER BY s.seq_in_index SEPARATOR ', '), ')')
    FROM information_schema.statistics s WHERE s.table_schema = DATABASE()
    GROUP BY s.table_name, s.non_unique, s.index_name
    UNION ALL
    SELECT 3, k.table_name, 0,
        CONCAT('table ', k.table_name, ' key ', k.constraint_name, ' (',
            GROUP_CONCAT(k.column_name ORDER BY k.ordinal_position SEPARATOR ', '), ') REFERENCES ',
            k.referenced_table_name, ' (',
            GROUP_CONCAT(k.referenced_column_name ORDER BY k.ordinal_position SEPARATOR ', '), ')',
            ' ON UPDATE ', MIN(r.update_rule), ' ON DELETE ', MIN(r.delete_rule))
    FROM information_schema.key_column_usage k
    JOIN information_schema.referential_constraints r
        ON r.constraint_schema = k.constraint_schema AND r.constraint_name = k.constraint_name
        AND r.table_name = k.table_name
    WHERE k.table_schema = DATABASE() AND k.referenced_table_name IS NOT NULL
    GROUP BY k.table_name, k.constraint_name, k.referenced_table_name
    UNION ALL
    SELECT 4, t.table_name, 0,
        CONCAT('table ', t.table_name, ' CHECK ', t.constraint_name, ' ', c.check_clause)
    FROM information_schema.table_constraints t
    JOIN information_schema.check_constraints c
        ON c.constraint_schema = t.constraint_schema AND c.constraint_name = t.constraint_name
    WHERE t.table_schema = DATABASE() AND t.constraint_type = 'CHECK'
    UNION ALL
    SELECT 5, v.table_name, 0, CONCAT('view ', v.table_name, ' ', v.view_definition)
    FROM information_schema.views v WHERE v.table_schema = DATABASE()
    UNION ALL
    SELECT 6, g.trigger_name, 0,
        CONCAT('trigger ', g.trigger_name, ' ', g.action_timing, ' ', g.event_manipulation, ' ON ',
            g.event_object_table, ' ', g.action_statement)
    FROM information_schema.triggers g WHERE g.trigger_schema = DATABASE()
    UNION ALL
    SELECT 7, r.routine_name, 0,
        CONCAT(r.routine_type, ' ', r.routine_name, ' ', COALESCE(r.routine_definition, ''))
    FROM information_schema.routines r WHERE r.routine_schema = DATABASE()
) l WHERE object NOT LIKE '\_\_%' ORDER BY kind, object, place, value
