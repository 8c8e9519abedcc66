/**
 * What sigma draws with: one program for the five node shapes, one for plain and one for dashed and dotted edges, so
 * that a picture is three draw calls, whatever is on it. Plain lines, of which there may be tens of thousands, pay
 * nothing for the dashes of others: without a GPU every varying and every branch of a fragment is time.
 */
import type { Attributes } from "graphology-types";
import { EdgeProgram, NodeProgram, type ProgramInfo } from "sigma/rendering";
import type { EdgeDisplayData, NodeDisplayData, RenderParams } from "sigma/types";
import { floatColor } from "sigma/utils";

export interface ShapedNode extends NodeDisplayData {
  shape?: number;
}
export interface DashedEdge extends EdgeDisplayData {
  /** 0 plain, 1 dashed, 2 dotted. */
  dash?: number;
}

// The constants of WebGL, which are no values of a module.
const UNSIGNED_BYTE = 5121;
const FLOAT = 5126;
const TRIANGLES = 4;
const TRIANGLE_STRIP = 5;

const NODE_VERTEX = /*glsl*/ `
attribute vec4 a_id;
attribute vec4 a_color;
attribute vec2 a_position;
attribute float a_size;
attribute float a_shape;
attribute vec2 a_corner;
uniform mat3 u_matrix;
uniform float u_sizeRatio;
uniform float u_correctionRatio;
varying vec4 v_color;
varying vec2 v_offset;
varying float v_radius;
varying float v_shape;
const float bias = 255.0 / 254.0;
// The smallest box about a shape, in radii: what lies in it and not in the shape is drawn for nothing.
vec2 corner(float shape) {
  if (shape < 0.5) return 0.82 * a_corner;
  if (shape < 1.5) return 0.7 * a_corner;
  if (shape < 2.5) return 0.5 * vec2(a_corner.x + a_corner.y, a_corner.x - a_corner.y);
  if (shape < 3.5) return vec2(0.8661 * a_corner.x, 0.25 + 0.75 * a_corner.y);
  return vec2(0.878, 0.76) * a_corner;
}
void main() {
  float radius = a_size * 1.18 * u_correctionRatio / u_sizeRatio * 2.0;
  vec2 offset = radius * corner(mod(a_shape, 8.0));
  gl_Position = vec4((u_matrix * vec3(a_position + offset, 1)).xy, 0, 1);
  v_offset = offset;
  v_radius = radius;
  v_shape = a_shape;
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
  v_color.a *= bias;
}`;

// Signed distance to each shape, in radii; a shape lies within the unit circle.
const NODE_FRAGMENT = /*glsl*/ `
precision highp float;
varying vec4 v_color;
varying vec2 v_offset;
varying float v_radius;
varying float v_shape;
uniform float u_correctionRatio;
const vec4 transparent = vec4(0.0);
float shapeDistance(vec2 p, float shape) {
  vec2 q = abs(p);
  if (shape < 0.5) return length(p) - 0.82;
  if (shape < 1.5) return max(q.x, q.y) - 0.7;
  if (shape < 2.5) return (q.x + q.y - 1.0) * 0.7071;
  if (shape < 3.5) return max(-p.y - 0.5, q.x * 0.866 + p.y * 0.5 - 0.5);
  return max(q.y, q.x * 0.866 + q.y * 0.5) - 0.76;
}
void main(void) {
  float shape = mod(v_shape, 8.0);
  float d = shapeDistance(v_offset / v_radius, shape) * v_radius;
  float soft = u_correctionRatio * 1.6;
  #ifdef PICKING_MODE
  gl_FragColor = d > soft ? transparent : v_color;
  #else
  float cover = 1.0 - smoothstep(-soft, 0.0, d);
  if (v_shape > 7.5) cover *= mix(0.18, 1.0, smoothstep(-v_radius * 0.34, -v_radius * 0.26, d));
  gl_FragColor = mix(transparent, v_color, cover);
  #endif
}`;

const NODE_UNIFORMS = ["u_sizeRatio", "u_correctionRatio", "u_matrix"] as const;

export class ShapeProgram<N extends Attributes, E extends Attributes, G extends Attributes> extends NodeProgram<
  (typeof NODE_UNIFORMS)[number],
  N,
  E,
  G
> {
  getDefinition() {
    return {
      VERTICES: 4,
      VERTEX_SHADER_SOURCE: NODE_VERTEX,
      FRAGMENT_SHADER_SOURCE: NODE_FRAGMENT,
      METHOD: TRIANGLE_STRIP as WebGLRenderingContextBase["TRIANGLE_STRIP"],
      UNIFORMS: NODE_UNIFORMS,
      ATTRIBUTES: [
        { name: "a_position", size: 2, type: FLOAT },
        { name: "a_size", size: 1, type: FLOAT },
        { name: "a_shape", size: 1, type: FLOAT },
        { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true },
        { name: "a_id", size: 4, type: UNSIGNED_BYTE, normalized: true },
      ],
      CONSTANT_ATTRIBUTES: [{ name: "a_corner", size: 2, type: FLOAT }],
      CONSTANT_DATA: [
        [-1, -1],
        [1, -1],
        [-1, 1],
        [1, 1],
      ],
    };
  }

  processVisibleItem(nodeIndex: number, i: number, data: ShapedNode): void {
    const array = this.array;
    array[i++] = data.x;
    array[i++] = data.y;
    array[i++] = data.size;
    array[i++] = data.shape ?? 0;
    array[i++] = floatColor(data.color);
    array[i++] = nodeIndex;
  }

  setUniforms(params: RenderParams, { gl, uniformLocations: at }: ProgramInfo): void {
    gl.uniform1f(at["u_correctionRatio"] as WebGLUniformLocation, params.correctionRatio);
    gl.uniform1f(at["u_sizeRatio"] as WebGLUniformLocation, params.sizeRatio);
    gl.uniformMatrix3fv(at["u_matrix"] as WebGLUniformLocation, false, params.matrix);
  }
}

const EDGE_VERTEX = /*glsl*/ `
attribute vec4 a_id;
attribute vec4 a_color;
attribute vec2 a_normal;
attribute float a_normalCoef;
attribute vec2 a_start;
attribute vec2 a_end;
attribute float a_along;
uniform mat3 u_matrix;
uniform float u_sizeRatio;
uniform float u_pixelRatio;
uniform float u_correctionRatio;
uniform float u_minEdgeThickness;
uniform float u_feather;
varying vec4 v_color;
varying float v_across;
varying float v_solid;
#ifdef DASHED
attribute float a_dash;
uniform vec2 u_view;
varying float v_along;
varying float v_dash;
#endif
const float bias = 255.0 / 254.0;
void main() {
  float normalLength = length(a_normal);
  vec2 unitNormal = a_normal * a_normalCoef / normalLength;
  float pixels = max(normalLength, u_minEdgeThickness * u_sizeRatio);
  float thickness = pixels * u_correctionRatio / u_sizeRatio;
  vec2 position = mix(a_start, a_end, a_along);
  gl_Position = vec4((u_matrix * vec3(position + unitNormal * thickness, 1)).xy, 0, 1);
  v_across = a_normalCoef;
  v_solid = 1.0 - u_feather * u_correctionRatio / u_pixelRatio * 2.0 / thickness;
  #ifdef DASHED
  vec2 span = ((u_matrix * vec3(a_end, 1)).xy - (u_matrix * vec3(a_start, 1)).xy) * u_view * 0.5;
  v_along = a_along * length(span);
  v_dash = a_dash;
  #endif
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
  v_color.a *= bias;
}`;

// From the middle of a line, 0, to its sides, 1: solid up to the feather, in which it fades.
const EDGE_FRAGMENT = /*glsl*/ `
precision mediump float;
varying vec4 v_color;
varying float v_across;
varying float v_solid;
#ifdef DASHED
varying float v_along;
varying float v_dash;
#endif
void main(void) {
  #ifdef PICKING_MODE
  gl_FragColor = v_color;
  #else
  float cover = 1.0 - smoothstep(v_solid, 1.0, abs(v_across));
  #ifdef DASHED
  cover *= v_dash > 1.5 ? 1.0 - step(2.0, mod(v_along, 5.0)) : 1.0 - step(6.0, mod(v_along, 10.0));
  #endif
  gl_FragColor = v_color * cover;
  #endif
}`;

const EDGE_UNIFORMS = [
  "u_matrix",
  "u_sizeRatio",
  "u_correctionRatio",
  "u_pixelRatio",
  "u_feather",
  "u_minEdgeThickness",
] as const;

const LINE_ATTRIBUTES = [
  { name: "a_start", size: 2, type: FLOAT },
  { name: "a_end", size: 2, type: FLOAT },
  { name: "a_normal", size: 2, type: FLOAT },
  { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true },
  { name: "a_id", size: 4, type: UNSIGNED_BYTE, normalized: true },
];

const QUAD = {
  VERTICES: 6,
  METHOD: TRIANGLES as WebGLRenderingContextBase["TRIANGLES"],
  CONSTANT_ATTRIBUTES: [
    { name: "a_along", size: 1, type: FLOAT },
    { name: "a_normalCoef", size: 1, type: FLOAT },
  ],
  CONSTANT_DATA: [
    [0, 1],
    [0, -1],
    [1, 1],
    [1, 1],
    [0, -1],
    [1, -1],
  ],
};

type Line = [edgeIndex: number, i: number, source: NodeDisplayData, target: NodeDisplayData, data: DashedEdge];

export class LineProgram<N extends Attributes, E extends Attributes, G extends Attributes> extends EdgeProgram<
  string,
  N,
  E,
  G
> {
  getDefinition() {
    return {
      ...QUAD,
      VERTEX_SHADER_SOURCE: EDGE_VERTEX,
      FRAGMENT_SHADER_SOURCE: EDGE_FRAGMENT,
      UNIFORMS: EDGE_UNIFORMS as readonly string[],
      ATTRIBUTES: LINE_ATTRIBUTES,
    };
  }

  processVisibleItem(...[edgeIndex, i, source, target, data]: Line): number {
    const dx = target.x - source.x;
    const dy = target.y - source.y;
    const length = Math.hypot(dx, dy);
    const by = length ? (data.size || 1) / length : 0;
    const array = this.array;
    array[i++] = source.x;
    array[i++] = source.y;
    array[i++] = target.x;
    array[i++] = target.y;
    array[i++] = -dy * by;
    array[i++] = dx * by;
    array[i++] = floatColor(data.color);
    array[i++] = edgeIndex;
    return i;
  }

  setUniforms(params: RenderParams, { gl, uniformLocations: at }: ProgramInfo): void {
    const set = (name: (typeof EDGE_UNIFORMS)[number], v: number): void =>
      gl.uniform1f(at[name] as WebGLUniformLocation, v);
    gl.uniformMatrix3fv(at["u_matrix"] as WebGLUniformLocation, false, params.matrix);
    set("u_sizeRatio", params.sizeRatio);
    set("u_correctionRatio", params.correctionRatio);
    set("u_pixelRatio", params.pixelRatio);
    set("u_feather", params.antiAliasingFeather);
    set("u_minEdgeThickness", params.minEdgeThickness);
  }
}

/** Lines of dashes or dots, as long on screen at every zoom. */
export class DashedProgram<N extends Attributes, E extends Attributes, G extends Attributes> extends LineProgram<
  N,
  E,
  G
> {
  override getDefinition() {
    const dashed = (source: string): string => `#define DASHED\n${source}`;
    return {
      ...super.getDefinition(),
      VERTEX_SHADER_SOURCE: dashed(EDGE_VERTEX),
      FRAGMENT_SHADER_SOURCE: dashed(EDGE_FRAGMENT),
      UNIFORMS: [...EDGE_UNIFORMS, "u_view"] as readonly string[],
      ATTRIBUTES: [...LINE_ATTRIBUTES, { name: "a_dash", size: 1, type: FLOAT }],
    };
  }

  override processVisibleItem(...line: Line): number {
    const end = super.processVisibleItem(...line);
    this.array[end] = line[4].dash ?? 0;
    return end + 1;
  }

  override setUniforms(params: RenderParams, info: ProgramInfo): void {
    super.setUniforms(params, info);
    info.gl.uniform2f(info.uniformLocations["u_view"] as WebGLUniformLocation, params.width, params.height);
  }
}
