/**
 * A value that cannot be written in its place. The pure functions of this folder throw it; whoever knows the
 * argument's name turns it into an `InvalidArgumentsError`. The message is a clause that completes "argument x …".
 */
export class Unwritable extends Error {
  override readonly name = "Unwritable";
}
