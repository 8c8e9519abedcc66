/** Rectangles on a picture, y downwards: the room that marks and names take. */
export interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Whether two share more than an edge. */
export const meet = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
