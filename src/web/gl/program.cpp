#include "web/gl/program.hpp"

#include <GLES3/gl3.h>

namespace ssc::web {
namespace {

GLuint compile(GLenum kind, std::string_view source) {
  const GLuint shader = glCreateShader(kind);
  const char* text = source.data();
  const auto size = static_cast<GLint>(source.size());
  glShaderSource(shader, 1, &text, &size);
  glCompileShader(shader);
  return shader;
}

}  // namespace

Program::Program(std::string_view vertex_source, std::string_view fragment_source) : program_(glCreateProgram()) {
  const GLuint vertex = compile(GL_VERTEX_SHADER, vertex_source);
  const GLuint fragment = compile(GL_FRAGMENT_SHADER, fragment_source);
  glAttachShader(program_, vertex);
  glAttachShader(program_, fragment);
  glLinkProgram(program_);
  glDeleteShader(vertex);
  glDeleteShader(fragment);
  GLint linked = 0;
  glGetProgramiv(program_, GL_LINK_STATUS, &linked);
  if (linked != 0) return;
  glDeleteProgram(program_);
  program_ = 0;
}

Program::~Program() {
  if (program_ != 0) glDeleteProgram(program_);
}

void Program::use() const { glUseProgram(program_); }

int Program::uniform(const char* name) const { return glGetUniformLocation(program_, name); }

}  // namespace ssc::web
