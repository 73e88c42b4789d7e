/** The database's name in a data folder. */
export const DATABASE = 'u1file.sqlite';
