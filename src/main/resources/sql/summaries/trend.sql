select coalesce(jsonb_agg(jsonb_build_object('day', day, 'severity', severity, 'open', open) order by day), '[]')
from okta.finding_trend where integration = :name and day > current_date - 90
