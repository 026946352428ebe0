-- Functions for columns called `updated_at`; Diesel's guides count on them.
--
--     SELECT diesel_manage_updated_at('users');
--
-- has each UPDATE of a row set its `updated_at`, unless the statement sets it or changes nothing.

CREATE OR REPLACE FUNCTION diesel_set_updated_at() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW IS DISTINCT FROM OLD AND NEW.updated_at IS NOT DISTINCT FROM OLD.updated_at THEN
        NEW.updated_at := current_timestamp;
    END IF;
    RETURN NEW;
END;
$$;

CREATE OR REPLACE FUNCTION diesel_manage_updated_at(_tbl regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'CREATE TRIGGER set_updated_at BEFORE UPDATE ON %s
         FOR EACH ROW EXECUTE PROCEDURE diesel_set_updated_at()',
        _tbl
    );
END;
$$;
