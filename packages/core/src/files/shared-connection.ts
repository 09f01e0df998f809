/**
 * One connection for all calls: made at the first use, and anew after it was lost.
 */
export class SharedConnection<Connection> {
  readonly #connect: (lost: () => void) => Promise<Connection>;
  readonly #end: (connection: Connection) => Promise<void>;
  #current: Promise<Connection> | undefined;

  /**
   * @param connect makes a connection, and calls `lost` when it has ended
   * @param end closes one
   */
  constructor(
    connect: (lost: () => void) => Promise<Connection>,
    end: (connection: Connection) => Promise<void>,
  ) {
    this.#connect = connect;
    this.#end = end;
  }

  /** The connection; one that could not be made is tried again by the next call. */
  get(): Promise<Connection> {
    if (this.#current !== undefined) return this.#current;
    const forget = () => {
      if (this.#current === made) this.#current = undefined;
    };
    const made: Promise<Connection> = this.#connect(forget);
    this.#current = made;
    made.catch(forget);
    return made;
  }

  async close(): Promise<void> {
    const connection = this.#current;
    this.#current = undefined;
    if (connection === undefined) return;
    await connection.then(this.#end, () => {});
  }
}
