#version 300 es
// The net's colours, dithered, so that dark gradients show no bands.
precision highp float;
in vec3 v_color;
out vec4 o_color;

// Interleaved gradient noise (Jimenez, "Next Generation Post Processing in Call of Duty", 2014).
float noise(vec2 pixel) {
  return fract(52.9829189 * fract(dot(pixel, vec2(0.06711056, 0.00583715))));
}

void main() {
  o_color = vec4(v_color + (noise(gl_FragCoord.xy) - 0.5) / 255.0, 1.0);
}
