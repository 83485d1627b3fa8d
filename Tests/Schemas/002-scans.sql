UPDATE files SET scanned_at = 1795224600000, content = '=' WHERE repository = 'npm' AND path = 'left-pad/left-pad-1.0.0.tgz';
INSERT INTO finding_events VALUES (7, 1795224600000, 'open', 'was seen');
UPDATE findings SET quarantine = 'quarantine/left-pad/x.7-1' WHERE id = 7;
