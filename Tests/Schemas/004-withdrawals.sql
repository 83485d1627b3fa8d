INSERT INTO withdrawals VALUES ('npm', 'left-pad', '{"1.0.0":"old"}', '["0.9.0"]', 0);
