#version 300 es
// Everything ImGui draws: CSS pixels to clip space, colours premultiplied.
precision highp float;
uniform vec2 u_size;  // CSS px of the part we own
layout(location = 0) in vec2 a_position;
layout(location = 1) in vec2 a_uv;
layout(location = 2) in vec4 a_color;
out vec2 v_uv;
out mediump vec4 v_color;

void main() {
  v_uv = a_uv;
  v_color = vec4(a_color.rgb * a_color.a, a_color.a);
  vec2 unit = a_position / u_size;
  gl_Position = vec4(unit.x * 2.0 - 1.0, 1.0 - unit.y * 2.0, 0.0, 1.0);
}
