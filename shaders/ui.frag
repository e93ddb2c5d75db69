#version 300 es
precision mediump float;
uniform sampler2D u_texture;  // premultiplied
in highp vec2 v_uv;
in vec4 v_color;
out vec4 o_color;

void main() {
  o_color = v_color * texture(u_texture, v_uv);
}
