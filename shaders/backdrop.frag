#version 300 es
// The ground under everything: a diagonal gradient, three slow fields of colour in it, and the light of the person one
// talks to. Dithered, so that dark gradients show no bands.
precision highp float;
uniform vec3 u_from;
uniform vec3 u_to;
uniform vec4 u_glow;       // colour, strength
uniform vec2 u_glow_at;    // 0..1
uniform vec2 u_size;       // device px
uniform float u_time;      // seconds; stands still when nothing may move
in vec2 v_unit;
out vec4 o_color;

float field(vec2 at, vec2 middle, float radius) {
  vec2 away = at - middle;
  return exp(-dot(away, away) / (radius * radius));
}

// Interleaved gradient noise (Jimenez, "Next Generation Post Processing in Call of Duty", 2014).
float noise(vec2 pixel) {
  return fract(52.9829189 * fract(dot(pixel, vec2(0.06711056, 0.00583715))));
}

void main() {
  float aspect = u_size.x / u_size.y;
  vec2 at = vec2(v_unit.x * aspect, v_unit.y);
  float t = u_time * 0.12;
  vec2 bent = at + 0.06 * vec2(sin(at.y * 3.1 + t), cos(at.x * 2.7 - t));
  vec3 color = mix(u_from, u_to, clamp((v_unit.x + v_unit.y) * 0.5, 0.0, 1.0));

  vec3 near = mix(u_to, u_glow.rgb, 0.35);
  float strength = 0.25 + 0.5 * u_glow.a;
  color = mix(color, u_from * 1.12, strength * 0.5 * field(bent, vec2(aspect * (0.2 + 0.05 * sin(t)), 0.2), 0.55));
  color = mix(color, near, strength * 0.35 * field(bent, vec2(aspect * (0.85 + 0.05 * cos(t * 0.8)), 0.75), 0.6));
  color = mix(color, u_glow.rgb, u_glow.a * 0.55 * field(bent, vec2(u_glow_at.x * aspect, u_glow_at.y), 0.42));

  color += (noise(gl_FragCoord.xy) - 0.5) / 255.0;
  o_color = vec4(color, 1.0);
}
