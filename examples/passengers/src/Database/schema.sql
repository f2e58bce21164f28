CREATE TABLE IF NOT EXISTS passengers (
  uuid uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  survived boolean NOT NULL,
  passenger_class integer NOT NULL CHECK (passenger_class BETWEEN 1 AND 3),
  name text NOT NULL,
  sex text NOT NULL,
  age numeric,
  siblings_or_spouses_aboard integer NOT NULL,
  parents_or_children_aboard integer NOT NULL,
  fare numeric NOT NULL,
  -- Counts the changes of the row: its ETag.
  version integer NOT NULL DEFAULT 1
);
-- A table of the first version has an age in each row.
ALTER TABLE passengers ALTER COLUMN age DROP NOT NULL;
CREATE INDEX IF NOT EXISTS passengers_by_name ON passengers (name, uuid);
