UPDATE content_changes SET added_at = 1795224599999 WHERE repository = 'npm' AND package = 'left-pad';
INSERT INTO disk_samples VALUES ('/srv', 498673, 1795224600000, 1000, 400);
INSERT INTO repository_samples VALUES ('npm', 498673, 1795224600000, 2, 1000, 1, 1, 1);
