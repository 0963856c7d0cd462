-- Orders that are not over, as the console asks for them. (A mandate is found by its id.)
CREATE INDEX cases_orders ON cases (station_code, status) WHERE kind = 'order';
