INSERT INTO categories VALUES (1, 'all', NULL), (2, 'hot', 1), (3, 'black', 2);
INSERT INTO products VALUES
    (1, 'tea', '{"grams": 100}', 3),
    (2, 'pot', '{}', NULL);
INSERT INTO labels VALUES (1, 'organic'), (2, 'new');
INSERT INTO product_labels VALUES (1, 1), (1, 2), (2, 2);
INSERT INTO orders VALUES
    (1, '00000000-0000-0000-0000-000000000001', 1, '2026-11-02 09:00:00'),
    (2, '00000000-0000-0000-0000-000000000001', 0, '2026-11-03 09:00:00'),
    (3, '00000000-0000-0000-0000-000000000002', 0, '2026-11-04 09:00:00');
INSERT INTO lines VALUES (1, 1, 3), (1, 2, 1), (2, 1, 5), (3, 2, 2);
INSERT INTO shipments VALUES (1, 1, '2026-11-05 09:00:00');
