/**
 * The twins of `husky_kernel/display/widget.py`.
 *
 * Front ends that do not know a module look for an npm package of its name on a CDN. No package's name can begin with
 * an underscore, so that nobody can publish one for them to run.
 */
export const MODULE = "_husky_kernel_cards";

/** Goes up with every change of what travels between Python and the cards. */
export const VERSION = "1.0.0";
