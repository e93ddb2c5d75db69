#version 300 es
// One triangle that covers the screen.
precision highp float;
out vec2 v_unit;  // 0..1, origin top left

void main() {
  vec2 corner = vec2(float((gl_VertexID << 1) & 2), float(gl_VertexID & 2));
  v_unit = vec2(corner.x, 1.0 - corner.y);
  gl_Position = vec4(corner * 2.0 - 1.0, 0.0, 1.0);
}
