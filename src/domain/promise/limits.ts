/** Limits that the law or the national rules give; a local one goes into the catalogue. */

/** 延长: at most so many days, once (行政许可法 §42). */
export const longestExtension = 10;
/** 事后核查 of a commitment within so many working days of 收件, where the catalogue names none (local, M13). */
export const commitmentCheckDays = 30;
/** 待联网核验 within so many working days of 收件: the county has five days to answer (行政许可法 §32). */
export const shareCheckDays = 5;
