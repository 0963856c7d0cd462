-- The departments that a joint case's children go to, a line each; null for a single item, which has its one in `department`.
ALTER TABLE cases ADD COLUMN departments text;
