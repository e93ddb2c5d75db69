#version 300 es
// The ground under everything: a diagonal gradient, three slow fields of colour in it, and the light of the person one
// talks to. All of it is smooth, so a coarse net of points carries the colours (no part of it differs by more than a
// 255th from what each pixel alone would get), which costs a hundredth where the processor draws.
precision highp float;
uniform vec3 u_from;
uniform vec3 u_to;
uniform vec4 u_glow;       // colour, strength
uniform vec2 u_glow_at;    // 0..1
uniform float u_aspect;    // width : height
uniform float u_time;      // seconds; stands still when nothing may move
uniform int u_cells;       // along each side of the net; six points each
out vec3 v_color;

const vec2 kCorners[6] = vec2[6](vec2(0, 0), vec2(1, 0), vec2(0, 1), vec2(0, 1), vec2(1, 0), vec2(1, 1));

float field(vec2 at, vec2 middle, float radius) {
  vec2 away = at - middle;
  return exp(-dot(away, away) / (radius * radius));
}

void main() {
  int cell = gl_VertexID / 6;
  vec2 origin = vec2(float(cell % u_cells), float(cell / u_cells));
  vec2 unit = (origin + kCorners[gl_VertexID % 6]) / float(u_cells);  // 0..1, from the top left
  vec2 at = vec2(unit.x * u_aspect, unit.y);
  float t = u_time * 0.12;
  vec2 bent = at + 0.06 * vec2(sin(at.y * 3.1 + t), cos(at.x * 2.7 - t));
  vec3 color = mix(u_from, u_to, (unit.x + unit.y) * 0.5);

  vec3 near = mix(u_to, u_glow.rgb, 0.35);
  float strength = 0.25 + 0.5 * u_glow.a;
  color = mix(color, u_from * 1.12, strength * 0.5 * field(bent, vec2(u_aspect * (0.2 + 0.05 * sin(t)), 0.2), 0.55));
  color = mix(color, near, strength * 0.35 * field(bent, vec2(u_aspect * (0.85 + 0.05 * cos(t * 0.8)), 0.75), 0.6));
  color = mix(color, u_glow.rgb, u_glow.a * 0.55 * field(bent, vec2(u_glow_at.x * u_aspect, u_glow_at.y), 0.42));

  v_color = color;
  gl_Position = vec4(unit.x * 2.0 - 1.0, 1.0 - unit.y * 2.0, 0.0, 1.0);
}
